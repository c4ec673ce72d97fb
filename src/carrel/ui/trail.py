"""The way that a person took through views of the library, back and forward."""

from __future__ import annotations

from typing import NamedTuple


class Visit(NamedTuple):
    """A view: the filter, the order, the paper (by id) that others are related to, and the paper at
    the cursor, with its line on the screen."""

    text: str = ""
    sort: str = ""
    related: str = ""
    paper: str = ""
    line: int = 0

    def shows_as(self, other: Visit) -> bool:
        """Do both show the same papers?"""
        return self[:3] == other[:3]


class Trail:
    """Views that were left, before and after the present one. The oldest are forgotten."""

    def __init__(self, most: int = 100) -> None:
        self._most = most
        self._before: list[Visit] = []
        self._after: list[Visit] = []

    def leave(self, visit: Visit) -> None:
        """Go from this view to a new one; what was ahead is given up."""
        self._after.clear()
        if not self._before or not self._before[-1].shows_as(visit):
            self._before = [*self._before, visit][-self._most :]
        else:
            self._before[-1] = visit

    def back(self, visit: Visit) -> Visit | None:
        """The view before this one; None where there is none."""
        while self._before:
            earlier = self._before.pop()
            if not earlier.shows_as(visit):
                self._after.append(visit)
                return earlier
        return None

    def forward(self, visit: Visit) -> Visit | None:
        """The view after this one; None where there is none."""
        while self._after:
            later = self._after.pop()
            if not later.shows_as(visit):
                self._before.append(visit)
                return later
        return None
