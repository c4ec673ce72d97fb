"""Reading the paper at the cursor: the room it has, the words found in it, what on it is chosen."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from carrel.ui.browse import Browse
    from carrel.ui.page import Page, Target

_PAUSE = 0.03  # seconds of rest after a key before the paper is put together


class Reading:
    """Shows the paper at the cursor, and moves in it."""

    def __init__(self, browse: Browse) -> None:
        self._browse = browse
        self._due = False  # is there a paper to be shown yet?

    @property
    def zoomed(self) -> bool:
        """Has the paper the whole screen?"""
        return self._browse.has_class("-zoomed")

    def show(self, *, same: bool = False) -> None:
        """Show the paper at the cursor; `same` if it was shown before."""
        same = same and not self._due
        self._due = False
        number, view = self._browse.current, self._browse.view
        if number is None or view is None:
            self._browse.paper_view.show(None)
            return

        def draw(unfolded: bool, letters: bool) -> Page:
            from carrel.ui.page import Reader, page_of

            reader = Reader(view.query, view.lenient, unfolded, letters, self.zoomed)
            paper, said = view.desk.library.paper(number), view.desk.annotation(number)
            return page_of(paper, said, reader, new=number in view.desk.new)

        self._browse.paper_view.show(draw, same=same)

    def show_after_list(self) -> None:
        """Show it when the list is painted, which one looks at while typing; and of what is typed
        faster only the last."""
        self._due = True
        self._browse.finding.begin(self._show_soon, "paper")

    async def _show_soon(self) -> None:
        await asyncio.sleep(_PAUSE)
        self._catch_up()

    def _catch_up(self) -> None:
        """Show what is due: what is done next is about it."""
        if self._due:
            self.show()

    def zoom(self) -> None:
        """Give the paper the whole screen, and back."""
        if self._browse.sidebar.has_focus:
            self._browse.papers.focus()
        self._browse.uncover()
        self._browse.toggle_class("-zoomed")
        self.show(same=True)
        self._browse.telling.show_hints()

    def unzoom(self) -> None:
        """Give the others their room back."""
        if self.zoomed:
            self.zoom()

    def _seen(self, act: Callable[[], None]) -> None:
        """Do something to the page where it is seen; bring it in if something is in its place."""
        self._catch_up()
        browse = self._browse
        if browse.query_one("#right").display:
            act()
            return
        browse.uncover()
        if browse.has_class("-one"):
            self.zoom()
        browse.call_after_refresh(act)

    def scroll(self, lines: int) -> None:
        view = self._browse.paper_view
        self._seen(lambda: view.scroll_relative(y=lines, animate=False))

    def turn(self, pages: float) -> None:
        self.scroll(round(pages * self._browse.paper_view.size.height))

    def go_to_match(self, step: int) -> None:
        """Go to the next word found (1), or to the one before (-1)."""

        def go() -> None:
            number, of = self._browse.paper_view.go_to_match(step)
            self._browse.say(
                f"{number} of {of}" if of else "The filter found no words here", not of
            )

        self._seen(go)

    def pick(self) -> None:
        """Put letters beside what can be chosen of the paper."""

        def letter() -> None:
            if self._browse.paper_view.pick():
                self._browse.say("Type a letter: to filter by it, or to open it; esc for none")

        self._seen(letter)

    def follow(self, target: Target) -> None:
        """Go where something on the page leads: to other papers, to a link, to a file."""
        self._browse.remove_class("-zoomed")
        if target.kind == "filter":
            self._browse.finding.go(target.value)
        else:
            self._browse.visiting.follow(target)
