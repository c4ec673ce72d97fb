"""Selecting several papers, and seeing new ones."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from carrel.ui.browse import Browse


class Selecting:
    """Selects papers of the list, for what is done next."""

    def __init__(self, browse: Browse) -> None:
        self._browse = browse
        self._last = ""  # the paper, by id, that was selected last
        self._looked_at: int | None = None  # the new paper that is being read

    def select(self) -> None:
        """The paper at the cursor; the cursor goes on to the next."""
        browse = self._browse
        number = browse.current
        if number is None:
            return
        browse.marks.toggle(number)
        self._last = browse.current_id
        browse.papers.refresh_place(browse.papers.cursor)
        browse.papers.move(browse.papers.cursor + 1)
        browse.telling.show_count()

    def select_range(self) -> None:
        """From the paper selected last to the one at the cursor; where there is none, a range
        begins here."""
        browse = self._browse
        if browse.view is None or not len(browse.view.order):
            return
        start = browse.view.place_of(browse.desk.library.find(self._last) if browse.marks else None)
        if start is None:
            browse.say("Selected; V again selects from here to where you go")
            start = browse.papers.cursor
        first, last = sorted((start, browse.papers.cursor))
        browse.marks.add_all(browse.view.order[first : last + 1])
        self._last = browse.current_id
        self._changed()

    def select_all(self) -> None:
        """All that is shown."""
        if self._browse.view is not None:
            self._browse.marks.add_all(self._browse.view.order)
            self._changed()

    def invert(self) -> None:
        """Those that are not; and not those that are."""
        if self._browse.view is not None:
            self._browse.marks.invert(self._browse.view.order)
            self._changed()

    def clear(self) -> None:
        self._browse.marks.clear()
        self._changed()

    def _changed(self) -> None:
        self._browse.papers.refresh()
        self._browse.telling.show_count()

    def look(self) -> None:
        """The person has come to a paper: a new one is seen when they go on from it."""
        new = self._browse.desk.new
        if self._looked_at in new:
            new.discard(self._looked_at)
            self._browse.telling.show_count()
        self.arrive()

    def arrive(self) -> None:
        """The paper at the cursor is on the screen, wherever the one before went."""
        current = self._browse.current
        self._looked_at = current if current in self._browse.desk.new else None
