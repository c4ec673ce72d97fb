"""What a search found: all of it counted, the best of it in order, the rest put in order when
somebody looks that far."""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from carrel.search.scores import Matches
    from carrel.search.totals import Sums


class Ranked:
    """Papers, and their scores.

    `count` tells how many they are, `first` are the numbers of those that come first in their
    order, and `whole` gives all of them in order. `lenient` tells whether words had to be taken as
    shortened or misspelt.
    """

    def __init__(
        self,
        scores: Matches,
        count: int,
        first: NDArray[np.uint32],
        whole: Callable[[], NDArray[np.uint32]],
        lenient: bool,
    ) -> None:
        self._scores = scores
        self._count = count
        self._first = first
        self._whole = whole
        self.lenient = lenient
        self.partly = False  # have the papers only the most of the words?

    def __len__(self) -> int:
        return self._count

    @cached_property
    def papers(self) -> NDArray[np.uint32]:
        """The numbers of all papers, in ascending order."""
        return self._scores.numbers

    @cached_property
    def ordered(self) -> NDArray[np.uint32]:
        """All papers, best first."""
        return self._whole()

    def between(self, start: int, stop: int) -> NDArray[np.uint32]:
        """The papers from one place up to another."""
        return (self._first if stop <= len(self._first) else self.ordered)[start:stop]

    def place_of(self, paper: int) -> int | None:
        """The place of a paper; None where it is not found."""
        if not len(self._scores.among(np.array([paper], np.uint32))):
            return None
        places = np.flatnonzero(self._first == paper)
        if not len(places):
            places = np.flatnonzero(self.ordered == paper)
        return int(places[0])

    def scores(self, papers: NDArray[np.uint32]) -> Sums:
        """The scores of some of the papers found."""
        return self._scores.at(papers)
