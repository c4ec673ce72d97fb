"""The detail pane: one paper, to be read, and to choose from."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from rich.segment import Segment
from textual import events
from textual.content import Content
from textual.message import Message
from textual.selection import Selection
from textual.strip import Strip
from textual.visual import Visual

from carrel.ui.drawn import Drawn

if TYPE_CHECKING:
    from carrel.ui.page import Page, Target

_CONTEXT = 3  # lines that stay in view before and after a match that is gone to
_MEASURE = 76  # cells of a line that is easy to read


class PaperView(Drawn, can_focus=False):
    """Shows a page. `draw(unfolded, letters)` gives it, with long lists unfolded, and letters
    beside what can be chosen, where these are wanted."""

    class Picked(Message):
        """The person chose something on the page."""

        def __init__(self, target: Target) -> None:
            super().__init__()
            self.target = target

    class Left(Message):
        """The person is done with the letters."""

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self.auto_links = False  # links of Textual's own, that it would look for; there are none
        self._draw: Callable[[bool, bool], Page] | None = None
        self._page: Page | None = None
        self._unfolded = False
        self._typed: str | None = None  # of several letters; None while there are none
        self._match = -1
        self._content = Content("")
        self._lines: list[Strip] = []
        self._width = 0  # that the lines were made for; 0 where they have to be made

    def show(self, draw: Callable[[bool, bool], Page] | None, *, same: bool = False) -> None:
        """Show another page, or nothing; `same` if it is of the paper that was shown before."""
        self._draw = draw
        if not same:
            self._unfolded = False
            self._match = -1
            self.scroll_home(animate=False, force=True)
        self._redraw()

    def _redraw(self) -> None:
        letters = self._typed is not None
        self._page = self._draw(self._unfolded, letters) if self._draw else None
        self._content = self._page.content if self._page else Content("")
        if self._page and 0 <= self._match < len(self._page.matches):
            self._content = self._content.stylize("reverse", *self._page.matches[self._match])
        self._make_lines()

    # ------------------------------------------------------------ drawing

    @property
    def _room(self) -> int:
        """The cells that there are for a line, the last before the scroll bar left empty."""
        return max(self.scrollable_content_region.width - 1, 0)

    @property
    def is_widest(self) -> bool:
        """Would more room make no line longer?"""
        return self._room >= _MEASURE

    def _make_lines(self) -> None:
        self._width = min(self._room, _MEASURE)
        self._lines = Visual.to_strips(self, self._content, self._width, None, self.visual_style)
        self.reach(len(self._lines))

    def render_line(self, y: int) -> Strip:
        if self._width != min(self._room, _MEASURE):
            self._make_lines()
        place = self.scroll_offset.y + y
        if place >= len(self._lines):
            return Strip.blank(self._room, self.base)
        if self.styles.align_horizontal != "center":
            return self._lines[place]
        left = (self.scrollable_content_region.width - self._width) // 2
        return Strip([Segment(" " * left, self.base), *self._lines[place]])

    def notify_style_update(self) -> None:
        super().notify_style_update()
        self._width = 0

    def selection_updated(self, selection: Selection | None) -> None:
        self._width = 0
        super().selection_updated(selection)

    def get_selection(self, selection: Selection) -> tuple[str, str]:
        """What is selected with the mouse, paragraphs as they were before they were cut."""
        return selection.extract(self._content.plain), "\n"

    # ------------------------------------------------------------ words found

    def go_to_match(self, step: int) -> tuple[int, int]:
        """Go to the next (1) or previous (-1) word found; its number, from 1, and how many."""
        matches = self._page.matches if self._page else ()
        if not matches:
            return 0, 0
        self._match = (self._match + step) % len(matches) if self._match >= 0 else min(step, 0)
        self._match %= len(matches)
        self._redraw()
        if self._page:
            before = self._page.content[: matches[self._match][1]]
            line = len(before.wrap(max(self._width, 1))) - 1
            top, height = self.scroll_offset.y, max(self.size.height, 1)
            if not top <= line < top + height - 1:
                self.scroll_to(y=max(line - _CONTEXT, 0), animate=False, force=True)
        return self._match + 1, len(matches)

    # ------------------------------------------------------------ choosing

    def pick(self) -> bool:
        """Put letters beside what can be chosen, and listen for one; False if there is nothing."""
        if self._page is None or not self._page.targets:
            return False
        self._typed = ""
        self.can_focus = True
        self.focus(scroll_visible=False)
        self._redraw()
        return True

    def _stop(self) -> None:
        self._typed = None
        self._redraw()
        self.can_focus = False
        self.post_message(self.Left())

    def on_key(self, event: events.Key) -> None:
        if self._typed is None or self._page is None:
            return
        if event.key in ("up", "down", "pageup", "pagedown", "home", "end"):
            return  # these scroll
        event.stop()
        event.prevent_default()
        from carrel.ui.page import letters

        keys = letters(len(self._page.targets))
        typed = self._typed + (event.character or "?")
        if typed in keys:
            self._choose(self._page.targets[keys.index(typed)])
        elif any(key.startswith(typed) for key in keys):
            self._typed = typed
        else:
            self._stop()

    def on_blur(self) -> None:
        if self._typed is not None:
            self._stop()

    def on_click(self, event: events.Click) -> None:
        number = event.style.meta.get("pick")
        if self._page and isinstance(number, int) and number < len(self._page.targets):
            event.stop()
            self._choose(self._page.targets[number])

    def _choose(self, target: Target) -> None:
        if target.kind == "unfold":
            self._unfolded = True
            self._typed = None if self._typed is None else ""
            self._redraw()
            return
        if self._typed is not None:
            self._stop()
        self.post_message(self.Picked(target))
