"""The list of papers: one line each, drawn line by line, however many there are."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from itertools import pairwise
from typing import NamedTuple

from rich.cells import cell_len
from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.content import Content
from textual.geometry import Region
from textual.message import Message
from textual.strip import Strip

from carrel.ui.cells import Span, segments, words_in
from carrel.ui.commands import LIST, bindings
from carrel.ui.moving import Lines
from carrel.ui.themes import tag_colour

_ITALIC = Style(italic=True)
_OTHERS = " et al."  # an ellipsis where there is no room for it


class Row(NamedTuple):
    """What a line shows of a paper: the text of each column, and the parts of it that the filter
    matched, by the column's name; the tags; and what stands before them."""

    texts: Mapping[str, tuple[str, Sequence[Span]]]
    tags: Sequence[str] = ()
    inferred: bool = False
    favourite: bool = False
    read: bool = False
    note: bool = False
    new: bool = False
    marked: bool = False


Column = tuple[str, int]
"""A column's name, one of `carrel.settings.COLUMNS`, and its width in cells."""

_FLAGS = 6  # cells: the cursor, selected, star, read or new, note, and a space
_GAP = 2  # cells after each column but the last


def columns(width: int, wanted: Sequence[str], *, tagged: bool = True) -> list[Column]:
    """How a line of a width is divided; the same for all its papers, so that nothing jumps.

    The title gets what is left, which is never less than half: the other columns shrink and go for
    it, first those of `_SIZES` that stand last there. `tagged` tells whether any paper has tags.
    """
    sizes: dict[str, int] = {}
    left = width - _FLAGS
    for name, choices in _SIZES.items():
        if name in wanted and (tagged or name != "tags"):
            size = next((size for least, size in choices if left >= least), 0)
            if size:
                sizes[name] = size
                left -= size + _GAP
    sizes["title"] = max(left, 0)
    return [(name, sizes[name]) for name in (*wanted, "title") if name in sizes][: len(sizes)]


def untagged(width: int, wanted: Sequence[str]) -> list[Column]:
    """A line of a paper without tags, among others that have some: its authors have the room of the
    tags where these took theirs, else a title that stands before them."""
    divided = columns(width, wanted)
    names = [name for name, _ in divided]
    if "tags" in names and "author" not in names:
        without = dict(columns(width, wanted, tagged=False))
        if "author" in without:
            return [("author" if name == "tags" else name, size) for name, size in divided]
    for place, ((name, size), (after, room)) in enumerate(pairwise(divided)):
        if (name, after) == ("title", "tags"):
            return [*divided[:place], (name, size + _GAP + room), *divided[place + 2 :]]
    return divided


# For each column, (cells that must be left, cells that it then gets), the widest first.
_SIZES: Mapping[str, Sequence[tuple[int, int]]] = {
    "year": ((24, 4),),
    "date": ((40, 10),),
    "tags": ((80, 20), (60, 14), (36, 9)),
    "author": ((84, 18), (72, 14), (56, 12), (42, 8)),
    "category": ((72, 7),),
    "venue": ((84, 18), (64, 12)),
}


class PaperList(Lines):
    """Papers by place, from 0. `row(place)` gives a line; it is asked for those that are seen, of
    which `ahead(places)` is told before."""

    BINDINGS = bindings(LIST)

    class Moved(Message):
        """The person put the cursor on another paper."""

    class Turned(Message):
        """The person wants to turn so many pages of the paper."""

        def __init__(self, pages: float) -> None:
            super().__init__()
            self.pages = pages

    class Chosen(Message):
        """The paper at the cursor was double-clicked."""

    def __init__(
        self,
        row: Callable[[int], Row],
        ahead: Callable[[range], None],
        wanted: Sequence[str],
        *,
        id: str | None = None,
    ) -> None:
        super().__init__(id=id)
        self._row = row
        self._ahead = ahead
        self._wanted = wanted
        self.touched = False  # has the person moved the cursor, or begun with the paper at it?
        self.tagged = False  # is there any tag, so that there must be room for them?
        self._divided: dict[tuple[int, bool, bool], Sequence[Column]] = {}
        self._empty = Content("")
        self._wrapped: tuple[int, Sequence[Content]] = (0, ())  # it in lines of so many cells

    def show(self, count: int, cursor: int, line: int | None = None) -> None:
        """Show so many papers, the cursor on one of them and, if told, on this line of the
        screen; the rest of what is shown may differ."""
        self.put(count, cursor)
        if line is not None:
            self.scroll_top(self.cursor - line)
        self.keep_in_view()
        self.refresh()

    def explain(self, why: Content) -> None:
        """What to say while there is nothing to show."""
        self._empty = why
        self._wrapped = (0, ())
        self.refresh()

    @property
    def line(self) -> int:
        """The line of the screen, from 0, that the cursor is on."""
        return self.cursor - self.scroll_offset.y

    @property
    def in_view(self) -> range:
        """The places that are on the screen."""
        top = self.scroll_offset.y
        return range(top, min(top + self.size.height, self.count))

    def move(self, place: int) -> None:
        """Put the cursor on another paper, as near as there is one."""
        place = max(0, min(place, self.count - 1))
        if place == self.cursor or not self.count:
            return
        self.touched = True
        before, self.cursor = self.cursor, place
        scroll = self.scroll_offset.y
        self.keep_in_view()
        if self.scroll_offset.y == scroll:
            self.refresh_place(before)
            self.refresh_place(place)
        self.post_message(self.Moved())

    def refresh_place(self, place: int) -> None:
        """Draw one paper anew."""
        y = place - self.scroll_offset.y
        if 0 <= y < self.size.height:
            self.refresh(Region(0, y, self.size.width, 1))

    # ------------------------------------------------------------ drawing

    def render_lines(self, crop: Region) -> list[Strip]:
        if self._dirty_regions:  # else all is drawn already
            self._ahead(self.in_view)
        return super().render_lines(crop)

    def render_line(self, y: int) -> Strip:
        place, width, base = self.top + y, self.room, self.base
        if not self.count and self._empty:
            return self._explanation(y, width, base)
        if place >= self.count:
            return Strip.blank(width, base)
        on_cursor = place == self.cursor
        if on_cursor:
            base += self.ink("cursor" if self.has_focus_within else "cursor-away")
        parts = self._drawn(self._row(place), width, base, on_cursor)
        if on_cursor and self.app.native_ansi_color:  # reversed, colours would be grounds
            parts = [Segment(part.text, (part.style or base).without_color) for part in parts]
        return Strip(parts, max(width, _FLAGS))  # which need not be counted

    def _explanation(self, y: int, width: int, base: Style) -> Strip:
        room = max(width - 6, 1)
        if self._wrapped[0] != room:
            self._wrapped = room, self._empty.wrap(room)
        lines = self._wrapped[1]
        if not 1 <= y <= len(lines):
            return Strip.blank(width, base)
        line = Content("   ") + lines[y - 1]
        quiet = base + self.ink("quiet")
        parts = [
            Segment(text, quiet + style.rich_style)
            for text, style in line.render(parse_style=self._get_style, end="")
        ]
        return Strip(parts)

    def _drawn(self, row: Row, width: int, base: Style, on_cursor: bool) -> list[Segment]:
        """The columns of a line, each in exactly its cells."""
        quiet, match = base + self.ink("quiet"), self.ink("match")
        parts = self._flags(row, base, on_cursor)
        for number, (name, size) in enumerate(self._columns(width, bool(row.tags))):
            if number:
                parts.append(Segment(" " * _GAP, base))
            if name == "tags":
                parts += words_in(
                    [(f"#{tag}", self._tag(tag, base)) for tag in row.tags], size, base
                )
                continue
            text, spans = row.texts.get(name, ("", ()))
            style = quiet
            if name == "title":
                style = base + _ITALIC if row.inferred else base
            elif name == "author" and cell_len(text) > size and text.endswith(_OTHERS):
                text = f"{text.removesuffix(_OTHERS)}…"
            parts += segments(text, size, style, spans, match)
        return parts

    def _flags(self, row: Row, base: Style, on_cursor: bool) -> list[Segment]:
        """What stands before the columns; nothing on most lines."""
        if not (on_cursor or row.marked or row.favourite or row.new or row.read or row.note):
            return [Segment(" " * _FLAGS, base)]
        quiet, star = base + self.ink("quiet"), base + self.ink("star")
        return [
            Segment("▌" if on_cursor else " ", base + self.ink("pointer")),
            Segment("●" if row.marked else " ", base + self.ink("selected")),
            Segment("★" if row.favourite else " ", star),
            Segment("+" if row.new else "✓" if row.read else " ", star if row.new else quiet),
            Segment("✎ " if row.note else "  ", quiet),
        ]

    def _columns(self, width: int, has_tags: bool) -> Sequence[Column]:
        """How a line is divided, of a paper that has tags or none."""
        way = width, self.tagged, has_tags
        if way not in self._divided:
            self._divided[way] = (
                untagged(width, self._wanted)
                if self.tagged and not has_tags
                else columns(width, self._wanted, tagged=self.tagged)
            )
        return self._divided[way]

    def _tag(self, tag: str, base: Style) -> Style:
        return base + self.ink(tag_colour(tag))

    def action_page_down(self) -> None:
        self._turn(1, super().action_page_down)

    def action_page_up(self) -> None:
        self._turn(-1, super().action_page_up)

    def action_half_down(self) -> None:
        self._turn(0.5, super().action_half_down)

    def action_half_up(self) -> None:
        self._turn(-0.5, super().action_half_up)

    def _turn(self, pages: float, move: Callable[[], None]) -> None:
        """Turn pages of the list; of the paper, where it has the whole screen."""
        if self.size.width and self.size.height:
            move()
        else:
            self.post_message(self.Turned(pages))

    # ------------------------------------------------------------ mouse

    def on_click(self, event: events.Click) -> None:
        place = self.scroll_offset.y + event.y
        if place < self.count:
            self.touched = True
            self.move(place)
            if event.chain == 2:
                self.post_message(self.Chosen())

    def on_resize(self) -> None:
        self.keep_in_view()

    def on_focus(self) -> None:
        self.refresh_place(self.cursor)

    def on_blur(self) -> None:
        self.refresh_place(self.cursor)
