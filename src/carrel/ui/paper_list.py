"""The list of papers: one line each, drawn line by line, however many there are."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.geometry import Region, Size
from textual.message import Message
from textual.scroll_view import ScrollView
from textual.strip import Strip

from carrel.ui.cells import Span, segments
from carrel.ui.commands import bindings


class Row(NamedTuple):
    """What a line shows of a paper. Spans are the parts of a text that the filter matched."""

    title: str
    title_spans: Sequence[Span] = ()
    inferred: bool = False
    year: str = ""
    author: str = ""
    author_spans: Sequence[Span] = ()
    tags: Sequence[str] = ()
    favourite: bool = False
    read: bool = False
    note: bool = False
    marked: bool = False


class PaperList(ScrollView, can_focus=True):
    """Papers by place, from 0. `row(place)` gives what a line shows; it is asked for what is seen."""

    BINDINGS = bindings("list")
    COMPONENT_CLASSES = {
        "paper-list--cursor",
        "paper-list--cursor-blurred",
        "paper-list--match",
        "paper-list--quiet",
        "paper-list--star",
        "paper-list--tag",
        "paper-list--marked",
    }

    class Moved(Message):
        """The cursor is on another paper, or the paper under it is another."""

        def __init__(self, place: int) -> None:
            super().__init__()
            self.place = place

    class Chosen(Message):
        """A paper was double-clicked."""

        def __init__(self, place: int) -> None:
            super().__init__()
            self.place = place

    def __init__(self, row: Callable[[int], Row], *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._row = row
        self._count = 0
        self.cursor = 0
        self._styles: dict[str, Style] = {}

    @property
    def count(self) -> int:
        return self._count

    def show(self, count: int, cursor: int) -> None:
        """Show so many papers, the cursor on one of them; the rest of what is shown may differ."""
        self._count = count
        self.virtual_size = Size(0, count)
        self.cursor = max(0, min(cursor, count - 1))
        self._keep_in_view()
        self.refresh()

    def move(self, place: int) -> None:
        """Put the cursor on another paper, as near as there is one."""
        place = max(0, min(place, self._count - 1))
        if place == self.cursor or not self._count:
            return
        before, self.cursor = self.cursor, place
        scroll = self.scroll_offset.y
        self._keep_in_view()
        if self.scroll_offset.y == scroll:
            self._refresh_line(before)
            self._refresh_line(place)
        self.post_message(self.Moved(place))

    def refresh_place(self, place: int) -> None:
        """Draw one paper anew."""
        self._refresh_line(place)

    def _refresh_line(self, place: int) -> None:
        y = place - self.scroll_offset.y
        if 0 <= y < self.size.height:
            self.refresh(Region(0, y, self.size.width, 1))

    def _keep_in_view(self) -> None:
        height = max(self.size.height, 1)
        top = self.scroll_offset.y
        if self.cursor < top:
            top = self.cursor
        elif self.cursor >= top + height:
            top = self.cursor - height + 1
        top = max(0, min(top, self._count - height))
        if top != self.scroll_offset.y:
            self.scroll_to(y=top, animate=False, force=True, immediate=True)

    # ------------------------------------------------------------ drawing

    def notify_style_update(self) -> None:
        super().notify_style_update()
        self._styles = {}

    def _style(self, name: str) -> Style:
        if name not in self._styles:
            self._styles[name] = self.get_component_rich_style(f"paper-list--{name}", partial=True)
        return self._styles[name]

    def render_line(self, y: int) -> Strip:
        place = self.scroll_offset.y + y
        width = self.size.width
        base = self.rich_style
        if place >= self._count:
            return Strip.blank(width, base)
        on_cursor = place == self.cursor
        if on_cursor:
            base += self._style("cursor" if self.has_focus_within else "cursor-blurred")
        return Strip(self._drawn(self._row(place), width, base, on_cursor), width)

    def _drawn(self, row: Row, width: int, base: Style, on_cursor: bool) -> list[Segment]:
        """Cursor, mark, star, read, year, title, tags and note, author: in fixed columns, of which
        the title takes what is left and the author is the first to go."""
        quiet = base + self._style("quiet")
        parts = [
            Segment("▌" if on_cursor else " ", base + self._style("star") if on_cursor else base),
            Segment("●" if row.marked else " ", base + self._style("marked")),
            Segment("★" if row.favourite else " ", base + self._style("star")),
            Segment("✓ " if row.read else "  ", quiet),
            Segment(f"{row.year:<4.4}  ", quiet),
        ]
        left = width - 11
        author = min(18, left // 4) if left >= 44 else 0
        right: list[Segment] = []
        if author:
            right = [Segment("  ", base)]
            right += segments(
                row.author, author, quiet, row.author_spans, self._style("match")
            )  # fmt: skip
            left -= author + 2
        labels = "".join(f" #{tag}" for tag in row.tags) + (" ✎" if row.note else "")
        if labels:
            size = min(len(labels) + 1, max(left // 3, 3))
            right = [*segments(labels, size, base + self._style("tag")), *right]
            left -= size
        style = base + Style(italic=True) if row.inferred else base
        title = segments(row.title, max(left, 0), style, row.title_spans, self._style("match"))
        return [*parts, *title, *right]

    # ------------------------------------------------------------ keys and mouse

    def action_down(self) -> None:
        self.move(self.cursor + 1)

    def action_up(self) -> None:
        self.move(self.cursor - 1)

    def action_half_down(self) -> None:
        self.move(self.cursor + self.size.height // 2)

    def action_half_up(self) -> None:
        self.move(self.cursor - self.size.height // 2)

    def action_page_down(self) -> None:
        self.move(self.cursor + self.size.height)

    def action_page_up(self) -> None:
        self.move(self.cursor - self.size.height)

    def action_first(self) -> None:
        self.move(0)

    def action_last(self) -> None:
        self.move(self._count - 1)

    def on_click(self, event: events.Click) -> None:
        place = self.scroll_offset.y + event.y
        if place < self._count:
            self.move(place)
            if event.chain == 2:
                self.post_message(self.Chosen(place))

    def on_resize(self) -> None:
        self._keep_in_view()

    def on_focus(self) -> None:
        self._refresh_line(self.cursor)

    def on_blur(self) -> None:
        self._refresh_line(self.cursor)
