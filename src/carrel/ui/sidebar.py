"""The sidebar: what the papers shown have in common, to narrow them by."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Literal

from rich.cells import cell_len
from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.message import Message
from textual.strip import Strip

from carrel.ui.cells import fitted, path_in
from carrel.ui.commands import LIST, SIDEBAR, bindings
from carrel.ui.moving import Lines

if TYPE_CHECKING:
    from carrel.ui.facet_lines import Line

_BAR = 8  # cells of the longest bar
_PARTS = " ▏▎▍▌▋▊▉█"


class Sidebar(Lines):
    """Lines in sections, drawn line by line. What is done with one is a message."""

    BINDINGS = [*bindings(SIDEBAR), *bindings(LIST)]

    class Chosen(Message):
        """Something is to be done with a line."""

        def __init__(
            self, line: Line, what: Literal["choose", "exclude", "rename", "remove"]
        ) -> None:
            super().__init__()
            self.line = line
            self.what = what

    class Left(Message):
        """The person is done with the sidebar."""

    class Opened(Message):
        """It is seen now."""

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._lines: Sequence[Line] = ()
        self.unfolded: frozenset[str] = frozenset()

    def show(self, lines: Sequence[Line]) -> None:
        """Show other lines, the cursor on the one that means what the one before it meant."""
        if lines == self._lines:
            return
        before = self._lines[self.cursor] if self.cursor < len(self._lines) else None
        self._lines = lines
        same = (
            place
            for place, line in enumerate(lines)
            if before and (line.kind, line.value) == (before.kind, before.value)
        )
        self.put(len(lines), next(same, self.cursor))
        self._skip_heads(1)
        self.refresh()

    # ------------------------------------------------------------ drawing

    def render_line(self, y: int) -> Strip:
        place, width, base = self.top + y, self.room, self.base
        if place >= len(self._lines):
            return Strip.blank(width, base)
        line = self._lines[place]
        if place == self.cursor and self.has_focus:
            base += self.ink("cursor")
        parts = self._drawn(line, width - 1, base)
        return Strip(parts)

    def _drawn(self, line: Line, width: int, base: Style) -> list[Segment]:
        def style(name: str) -> Style:
            return base + self.ink(name)

        if line.kind == "gap":
            return []
        if line.kind == "head":
            return [Segment(fitted(f" {line.label}", width), style("head"))]
        if line.kind == "more":
            return [Segment(fitted(f"   … {line.label}", width), style("quiet"))]
        number = "" if line.papers is None else f"{line.papers:,}"
        mark = {"wanted": "●", "unwanted": "−", "": " "}[line.state]
        own = style(line.state) if line.state else base
        room = width - 3 - cell_len(number) - 1
        label = path_in(line.label, room) if line.value.startswith("source:") else line.label
        label = fitted(label, room)
        parts = [Segment(f" {mark} ", own), Segment(label, own)]
        if line.share is not None and room > _BAR + 6:
            text = fitted(line.label, 5)
            parts[1:] = [
                Segment(text, own),
                Segment(fitted(_bar(line.share), room - 5), style("bar")),
            ]
        parts.append(Segment(f" {number}", style("quiet")))
        if base.reverse:  # colours would be grounds
            parts = [Segment(part.text, (part.style or base).without_color) for part in parts]
        return parts

    # ------------------------------------------------------------ keys and mouse

    @property
    def _line(self) -> Line | None:
        return self._lines[self.cursor] if self.cursor < len(self._lines) else None

    def _skip_heads(self, step: int) -> None:
        """Put the cursor on a line that is not a heading, in this direction or else the other."""
        for way in (step, -step):
            place = self.cursor
            while 0 <= place < len(self._lines):
                if self._lines[place].kind not in ("head", "gap"):
                    self.cursor = place
                    return
                place += way

    def move(self, place: int) -> None:
        """Put the cursor on another line, as near as there is one."""
        step = 1 if place > self.cursor else -1
        self.cursor = max(0, min(place, self.count - 1))
        self._skip_heads(step)
        self.keep_in_view()
        if self.cursor <= 1:
            self.scroll_top(0)  # the first heading, too
        self.refresh()

    def on_click(self, event: events.Click) -> None:
        place = self.scroll_offset.y + event.y
        if place < len(self._lines) and self._lines[place].kind not in ("head", "gap"):
            self.cursor = place
            self._tell("exclude" if event.ctrl or event.meta else "choose")

    def _tell(self, what: Literal["choose", "exclude", "rename", "remove"]) -> None:
        line = self._line
        if line is None or line.kind in ("head", "gap"):
            return
        if line.kind == "more":
            self.unfolded |= {line.value}
        self.post_message(self.Chosen(line, what))

    def action_choose(self) -> None:
        self._tell("choose")

    def action_exclude(self) -> None:
        self._tell("exclude")

    def action_rename(self) -> None:
        self._tell("rename")

    def action_remove(self) -> None:
        self._tell("remove")

    def action_leave_sidebar(self) -> None:
        self.post_message(self.Left())

    def on_show(self) -> None:
        self.post_message(self.Opened())

    def on_focus(self) -> None:
        self.refresh()

    def on_blur(self) -> None:
        self.refresh()


def _bar(share: float) -> str:
    """A bar of up to `_BAR` cells, drawn to an eighth of one."""
    eighths = max(round(share * _BAR * 8), 1)
    return "█" * (eighths // 8) + _PARTS[eighths % 8].strip()
