"""Which records belong to which paper, and finding papers by any of their ids."""

from __future__ import annotations

from array import array
from bisect import bisect_left
from collections.abc import Iterator, Sequence, Set


class Groups:
    """The records of each paper, by number: two arrays, in memory or mapped from a file."""

    def __init__(self, starts: Sequence[int], members: Sequence[int]) -> None:
        self.starts = starts
        self.members = members

    def __len__(self) -> int:
        return len(self.starts) - 1

    def __getitem__(self, paper: int) -> Sequence[int]:
        return self.members[self.starts[paper] : self.starts[paper + 1]]

    def holding(self, records: Sequence[range]) -> set[int]:
        """The papers that have a record in one of some ranges."""
        import numpy as np

        members = np.asarray(self.members, np.uint32)
        starts = np.asarray(self.starts, np.int64)
        lengths = starts[1:] - starts[:-1]
        papers = np.repeat(np.arange(len(self)), lengths)
        held: set[int] = set()
        for some in records:
            held.update(papers[(members >= some.start) & (members < some.stop)].tolist())
        return held


class Ids:
    """Finds papers by the ids they have or had: sorted hashes, and the paper of each. A hash stands
    there once for each paper that has it."""

    def __init__(self, hashes: Sequence[int], papers: Sequence[int]) -> None:
        self.hashes = hashes
        self.papers = papers

    @classmethod
    def of(cls, pairs: Set[tuple[int, int]]) -> Ids:
        """From hashes, each with a paper that has it."""
        ordered = sorted(pairs)
        return cls(
            array("Q", (key for key, _ in ordered)), array("I", (paper for _, paper in ordered))
        )

    def is_shared(self, wanted: int) -> bool:
        """Have several papers an id with this hash?"""
        second = bisect_left(self.hashes, wanted) + 1
        return second < len(self.hashes) and self.hashes[second] == wanted

    def having(self, wanted: int) -> Iterator[int]:
        """The numbers of the papers that have an id with this hash."""
        place = bisect_left(self.hashes, wanted)
        while place < len(self.hashes) and self.hashes[place] == wanted:
            yield self.papers[place]
            place += 1
