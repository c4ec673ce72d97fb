"""Reading the paper at the cursor: the room it has, the words found in it, what on it is chosen."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING

from carrel.memory import MOST_ROOM

if TYPE_CHECKING:
    from carrel.ui.browse import Browse
    from carrel.ui.page import Page, Target

# Hundredths of the screen that the paper has at first, beside the list and below it; a step.
_WIDTH, _HEIGHT, _STEP = 45, 55, 5
_PAUSE = 0.03  # seconds of rest after a key before the paper is put together


def shares(room: int) -> dict[str, str]:
    """What the style sheet asks for: the paper's share, `room` hundredths more than at first."""
    return {"paper-width": f"{_WIDTH + room}%", "paper-height": f"{_HEIGHT + room}%"}


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

    def give_room(self, step: int) -> None:
        """Give the paper more of the screen than the list (1), or less (-1), from now on."""
        browse, carrel = self._browse, self._browse.carrel
        right = browse.query_one("#right")
        room = carrel.memory.now.paper_room
        if not (right.display and browse.papers.size.area):
            browse.say("List and paper don't stand side by side here", problem=True)
            return
        if not browse.has_class("-stacked") and browse.paper_view.is_widest:
            if step > 0:
                browse.say("The lines of the paper can't get any longer", problem=True)
                return
            room = right.outer_size.width * 100 // browse.size.width - _WIDTH
        room += step * _STEP
        if abs(room) > MOST_ROOM:
            browse.say(f"The {'list' if step > 0 else 'paper'} can't be any smaller", problem=True)
            return
        carrel.remember(lambda now: replace(now, paper_room=room))
        carrel.refresh_css(animate=False)

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
                f"{number} of {of}" if of else "The filter found no words here", problem=not of
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
