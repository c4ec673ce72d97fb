"""The bottom line: the keys that matter where one is, or for a moment what has just been done."""

from __future__ import annotations

from collections.abc import Mapping

from textual import events
from textual.content import Content
from textual.message import Message
from textual.timer import Timer
from textual.widget import Widget

from carrel.text import clean
from carrel.ui.commands import BROWSE, BY_ID, COMMANDS, FILTER, LIST, NOTE, PICK, shown_keys

_MOMENT = 5.0  # seconds that a message stays
_MOST = 3  # lines of it
_BETWEEN = "  "  # two keys
# These stay where there is no room for all.
_DAILY = ("filter", "star", "tags", "cite", "choose", "leave_sidebar")


class Hints(Widget):
    """Keys and what they do, as many as fit; `say` shows a message instead."""

    class Clicked(Message):
        """What a key does was clicked: a command, by its id."""

        def __init__(self, id: str) -> None:
            super().__init__()
            self.command = id

    def __init__(self, keymap: Mapping[str, str], *, id: str | None = None) -> None:
        super().__init__(id=id)
        self.keymap = keymap
        self._message: Content | None = None
        self._place = BROWSE
        self._extra: tuple[tuple[str, str], ...] = ()
        self._timer: Timer | None = None
        self._lines = 1

    def show_place(self, place: str, extra: tuple[tuple[str, str], ...] = ()) -> None:
        """Show the keys of a place; before them `extra`, of commands by id with other words."""
        place = BROWSE if place == LIST else place
        if (place, extra) != (self._place, self._extra):
            self._place, self._extra = place, extra
            self.hush()

    def say(self, text: str, *, problem: bool = False, stays: bool = False) -> None:
        """Show a message for a moment; one that `stays`, until there is another."""
        self._message = Content.styled(clean(text), "bold $error" if problem else "bold $success")
        self._fit()
        if self._timer is not None:
            self._timer.stop()
        self._timer = None if stays else self.set_timer(_MOMENT, self.hush)

    def hush(self, only: str = "") -> None:
        """Show the keys again; if told, `only` in place of this message."""
        if not only or (self._message is not None and self._message.plain == only):
            self._message = None
            self._fit()

    def on_resize(self) -> None:
        self._fit()

    def _fit(self) -> None:
        """Take as many lines as the message needs, and draw it."""
        lines = len(self._message.wrap(self.size.width)) if self._message and self.size else 1
        if (lines := min(lines, _MOST)) != self._lines:
            self._lines = lines
            self.styles.height = lines
        self.refresh()

    def render(self) -> Content:
        width = self.size.width
        if self._message is not None:
            lines = self._message.wrap(max(width, 1))
            if len(lines) > _MOST:  # what it ends with stays on the last of them
                rest = Content(" ").join(lines[_MOST - 1 :])
                lines = [*lines[: _MOST - 1], rest.truncate(width, ellipsis=True)]
            return Content("\n").join(lines)
        return Content(_BETWEEN).join(self._shown(width).values()).truncate(width)

    def on_click(self, event: events.Click) -> None:
        """Do what is clicked; a message goes."""
        at = event.get_content_offset(self)
        if self._message is not None:
            self.hush()
        elif at is not None:
            end = 0
            for id, hint in self._shown(self.size.width).items():
                start, end = end, end + hint.cell_length + len(_BETWEEN)
                if start <= at.x < end:
                    self.post_message(self.Clicked(id))

    def _shown(self, width: int) -> dict[str, Content]:
        """The keys that there is room for, by the id of the command."""
        hints = [
            (command.id, command.label)
            for command in COMMANDS
            if command.shown and command.place == self._place and command.id != "help"
        ]
        last = self._hint("help", "help")  # always there: it leads to all the others
        left = width - last.cell_length
        kept: dict[str, Content] = {}
        for id, label in [*self._extra, *sorted(hints, key=lambda hint: hint[0] not in _DAILY)]:
            hint = self._hint(id, label)
            left -= hint.cell_length + len(_BETWEEN)
            if left < 0:
                break
            kept[id] = hint
        parts = {id: kept[id] for id, _ in (*self._extra, *hints) if id in kept}
        return {**parts, "help": last}

    def _hint(self, id: str, label: str) -> Content:
        keys = shown_keys(self.keymap.get(id, BY_ID[id].keys))
        if id == "help" and self._place in (FILTER, PICK, NOTE):  # where a character is typed
            keys = [key for key in keys if len(key) > 1]
        if not keys:
            return Content.styled(label, "$quiet")
        return Content.assemble((keys[0], "bold $primary"), (f" {label}", "$quiet"))
