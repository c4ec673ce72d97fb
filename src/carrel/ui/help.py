"""The keys, to be searched and done: the help, and the palette."""

from __future__ import annotations

from collections.abc import Callable

from textual.command import CommandList, CommandPalette, DiscoveryHit, Hit, Hits, Provider
from textual.content import Content

from carrel.ui.browse import Browse
from carrel.ui.commands import (
    ASIDE,
    BROWSE,
    BY_ID,
    COMMANDS,
    FILTER,
    GROUPS,
    LIST,
    PICK,
    PICKING,
    SIDEBAR,
    TYPING,
    Command,
    in_group,
    shown_keys,
)
from carrel.ui.dialogs import EVERYWHERE, Listing, ListLine
from carrel.ui.filter_line import Filter
from carrel.ui.sidebar import Sidebar

_NARROW = 80  # cells of a screen on which the keys take less room,
_TINY = 60  # and of one on which a few words must do


def show(browse: Browse) -> None:
    """Show the keys, those of where one is first; choosing one does it."""
    here = _place(browse)
    first = {FILTER: TYPING, SIDEBAR: ASIDE}.get(here)
    there = [group for group in GROUPS if group != PICKING or browse.picks]
    groups = sorted(there, key=lambda group: group != first)
    lines: list[ListLine] = []
    width = 12 if browse.size.width < _NARROW else 18
    tiny = browse.size.width < _TINY
    for group in groups:
        lines.append(ListLine("", Content.styled(group, "bold $accent"), group))
        for command in in_group(group):
            keys = _keys(browse, command)
            about = command.label if tiny else command.help
            shown = Content.assemble((f"  {keys:{width}}", "bold $primary"), f" {about}")
            searched = f"{keys} {command.label} {command.id} {command.help}"
            lines.append(ListLine(command.id, shown, searched, width + 3))

    def run(id: str | None) -> None:
        if id:
            browse.call_later(do, browse, BY_ID[id])

    browse.app.push_screen(Listing("Keys", lines, "enter does it · esc close"), run)


def _place(browse: Browse) -> str:
    if isinstance(browse.focused, Filter):
        return FILTER
    return SIDEBAR if isinstance(browse.focused, Sidebar) else LIST


async def do(browse: Browse, command: Command) -> None:
    """Do what the key of a command does."""
    target = {
        BROWSE: browse,
        PICK: browse,
        LIST: browse.papers,
        FILTER: browse.filter_line.input,
        SIDEBAR: browse.sidebar,
    }[command.place]
    await target.run_action(command.action)


class Commands(Provider):
    """The commands of the palette."""

    async def discover(self) -> Hits:
        for command in _of_the_screen():
            label = _label(command)
            shown = self._with_keys(Content(label), command)
            yield DiscoveryHit(shown, self._do(command), label, help=command.help)

    async def search(self, query: str) -> Hits:
        matcher = self.matcher(query)
        for command in _of_the_screen():
            name = max(matcher.match(command.label), matcher.match(command.id))
            score = max(name, 0.9 * matcher.match(command.help))
            if score > 0:
                label = _label(command)
                shown = self._with_keys(matcher.highlight(label), command)
                yield Hit(score, shown, self._do(command), label, help=command.help)

    @property
    def _browse(self) -> Browse:
        browse = self.app.screen_stack[0]
        assert isinstance(browse, Browse)
        return browse

    def _with_keys(self, label: Content, command: Command) -> Content:
        """With the keys that do it at once, so that the palette need not be asked again."""
        return Content.assemble(label, ("  " + _keys(self._browse, command), "$primary"))

    def _do(self, command: Command) -> Callable[[], bool]:
        browse = self._browse
        return lambda: browse.call_later(do, browse, command)


class Palette(CommandPalette):
    """Textual's palette, also where there is no room for its list: pages would end it there."""

    CSS_PATH = "dialogs.tcss"
    BINDINGS = [*EVERYWHERE]

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        paging = action == "command_list" and parameters in (("page_up",), ("page_down",))
        if paging and not self.query_one(CommandList).scrollable_content_region:
            return False
        return super().check_action(action, parameters)


def _of_the_screen() -> list[Command]:
    return [command for command in COMMANDS if command.place in (BROWSE, LIST)]


def _label(command: Command) -> str:
    return command.label[0].upper() + command.label[1:]  # "PDF" and "$EDITOR" stay


def _keys(browse: Browse, command: Command) -> str:
    return "  ".join(shown_keys(browse.carrel.keys.get(command.id, command.keys)))
