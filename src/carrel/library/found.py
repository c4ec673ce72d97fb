"""What a search found, by the numbers that papers have in the library."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import compress
from typing import TYPE_CHECKING, overload

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from carrel.search.engine import Engine
    from carrel.search.ranked import Ranked

_SCREEN = 1_000  # papers that may be looked at together, and then one by one


class Found(Sequence[int]):
    """What a search found: as many numbers of papers as `len` says, best first.

    `lenient` tells whether words had to be taken as shortened or misspelt for it, `partly` whether
    the papers have only the most of them.
    """

    def __init__(self, ranked: Ranked, engine: Engine) -> None:
        self.lenient = ranked.lenient
        self.partly = ranked.partly
        self._ranked = ranked
        self._engine = engine
        self._together: tuple[int, Sequence[int]] = (0, ())  # those last asked for as a slice

    def __len__(self) -> int:
        return len(self._ranked)

    @property
    def indexed(self) -> NDArray[np.uint32]:
        """The papers as the index numbers them, in ascending order."""
        return self._ranked.papers

    @overload
    def __getitem__(self, place: int) -> int: ...
    @overload
    def __getitem__(self, place: slice) -> Sequence[int]: ...
    def __getitem__(self, place: int | slice) -> int | Sequence[int]:
        """The number, in the library, of the paper at this place. Those of a slice cost little more
        than one, and so does each of them when it is then asked for."""
        places = range(len(self))[place]
        if isinstance(places, int):
            first, known = self._together
            if 0 <= places - first < len(known):
                return known[places - first]
            return self._numbers(places, places + 1)[0]
        low, high = min(places, default=0), max(places, default=-1) + 1
        numbers = self._numbers(low, high)
        if len(numbers) <= _SCREEN:
            self._together = low, numbers
        return [numbers[there - low] for there in places]

    def _numbers(self, start: int, stop: int) -> list[int]:
        numbers: list[int] = self._engine.papers(self._ranked.between(start, stop)).tolist()
        return numbers

    def place_of(self, number: int) -> int | None:
        """The place of a paper among those found; None where it is not."""
        return self._ranked.place_of(int(self._engine.indexed([number])[0]))

    def among(self, papers: Sequence[int]) -> list[int]:
        """Those of some papers that were found."""
        from carrel.search.postings import among

        return list(compress(papers, among(self._engine.indexed(papers), self.indexed)))

    def best(self, limit: int) -> Iterator[tuple[int, int]]:
        """The first papers' numbers and scores."""
        papers = self._ranked.between(0, min(limit, len(self)))
        scores: list[int] = self._ranked.scores(papers).tolist()
        return zip(self._engine.papers(papers).tolist(), scores, strict=True)
