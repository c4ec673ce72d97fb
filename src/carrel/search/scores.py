"""How well a word is matched in each paper, and where: points and a tag in one number.

A score is its points × 256, plus 255 minus the tag: of two matches the better one has the larger
number, and of equal ones the one that stands first. No match is 0.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Generator, Hashable, Sequence
from itertools import pairwise
from typing import TYPE_CHECKING, Any, Generic, TypeVar

import numpy as np

from carrel.search.postings import among, joined

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Best = NDArray[np.uint16]

_Key = TypeVar("_Key", bound=Hashable)
_SPARSE = 16  # where fewer than one paper in as many is matched, only those are kept
_FEW = 2 * _SPARSE  # as long as what was put is fewer, it is kept as it comes
_OBJECT = 1_000  # bytes that matches take besides their arrays
PIECE = 1 << 17  # papers looked at in one step


def scored(points: int | NDArray[Any], tags: NDArray[Any] | np.integer[Any]) -> Best:
    """Scores of matches with some points at some tags."""
    return (np.asarray(points, np.uint16) << np.uint16(8)) | (255 - tags).astype(np.uint16)


def points_of(best: Best) -> Best:
    """The points of scores."""
    return best >> np.uint16(8)


def tags_of(best: Best) -> NDArray[np.int16]:
    """The tags of scores; 255 where a match has none."""
    return 255 - (best & np.uint16(255)).astype(np.int16)


class Scores:
    """The scores of so many papers, being found: the best of what is put. As long as that is little
    it is only collected: to look through a score for each paper would take longer."""

    def __init__(self, papers: int) -> None:
        self._papers = papers
        self._few: list[NDArray[np.uint64]] = []  # paper << 16 | score
        self._room = papers // _FEW
        self._all: Best | None = None

    def put(self, papers: NDArray[np.uint32], best: Best | np.uint16) -> None:
        """Keep the better of what is known and what is given; a paper may be given many times."""
        self._room -= len(papers)
        if self._all is None and self._room >= 0:
            self._few.append((papers.astype(np.uint64) << np.uint64(16)) | best)
        else:
            # With one number for all, numpy is several times as fast if it converts no places.
            places = papers.astype(np.intp) if isinstance(best, np.uint16) else papers
            np.maximum.at(self._of_all(), places, best)

    def put_some(self, papers: NDArray[np.uint32], points: int) -> None:
        """As `put`, at no place in particular."""
        self.put(papers, np.uint16(points << 8))

    def put_all(self, points: NDArray[np.uint8]) -> None:
        """As `put_some`, the points of each paper; 0 for none."""
        best = points.astype(np.uint16)
        best <<= np.uint16(8)
        np.maximum(known := self._of_all(), best, out=known)

    def put_matches(self, other: Matches) -> None:
        """As `put`, all of the matches of another word."""
        if other.papers is not None:
            self.put(other.papers, other.best)
        else:
            np.maximum(known := self._of_all(), other.best, out=known)

    def put_better(self, other: Matches) -> None:
        """As `put_matches`, only where it is worth more points: else the known place stays."""
        papers = other.numbers
        best = other.at(papers)
        known = self.matches().of(papers) if self._all is None else self._all.take(papers)
        better = points_of(best) > points_of(known)
        self.put(papers.compress(better), best.compress(better))

    def matches(self) -> Matches:
        """The scores as they are kept; they are not to be changed any more."""
        if self._all is None:
            keys = joined(self._few)
            keys.sort()  # the best of a paper stands last
            papers = (keys >> np.uint64(16)).astype(np.uint32)
            best = keys.astype(np.uint16)
            kept = best > 0
            kept[:-1] &= papers[1:] != papers[:-1]
            return Matches(papers.compress(kept), best.compress(kept))
        there = self._all > 0
        if np.count_nonzero(there) * _SPARSE >= len(there):
            return Matches(None, self._all)
        papers = np.flatnonzero(there).astype(np.uint32)
        return Matches(papers, self._all.take(papers))

    def _of_all(self) -> Best:
        """The scores, one for each paper."""
        if self._all is None:
            self._all = np.zeros(self._papers, np.uint16)
            keys = joined(self._few)
            np.maximum.at(
                self._all, (keys >> np.uint64(16)).astype(np.intp), keys.astype(np.uint16)
            )
            self._few.clear()
        return self._all


class Matches:
    """The scores of a word when all are known: of all papers, or (where `papers` is given, in
    ascending order) of those alone."""

    def __init__(self, papers: NDArray[np.uint32] | None, best: Best) -> None:
        self.papers = papers
        self.best = best
        self.size = _OBJECT + best.nbytes + (0 if papers is None else papers.nbytes)

    @property
    def which(self) -> slice | NDArray[np.uint32]:
        """What takes their papers out of an array with all papers."""
        return slice(None) if self.papers is None else self.papers

    def scores(self, papers: int) -> Scores:
        """The scores of all papers (as many as are given), to which more can be put."""
        scores = Scores(papers)
        scores.put_matches(self)
        return scores

    def reaching(self, points: int) -> Matches:
        """Those that have at least so many points."""
        enough = self.best >= np.uint16(points << 8)
        if self.papers is None:
            return Matches(None, self.best * enough)
        return Matches(self.papers.compress(enough), self.best.compress(enough))

    def where(self, papers: int) -> NDArray[np.bool_]:
        """For each of so many papers: is it matched?"""
        if self.papers is None:
            return self.best > 0
        matched = np.zeros(papers, np.bool_)
        matched[self.papers] = True
        return matched

    def among(self, papers: NDArray[np.uint32]) -> NDArray[np.uint32]:
        """Those of some papers that are matched."""
        if self.papers is None:
            return papers.compress(self.best.take(papers) > 0)
        return papers.compress(among(papers, self.papers))

    @property
    def numbers(self) -> NDArray[np.uint32]:
        """The papers that are matched."""
        return np.flatnonzero(self.best).astype(np.uint32) if self.papers is None else self.papers

    def of(self, papers: NDArray[np.uint32]) -> Best:
        """The scores of some papers, 0 where one is not matched."""
        if self.papers is None:
            return self.at(papers)
        matched = among(papers, self.papers)
        best: Best = np.zeros(len(papers), np.uint16)
        best[matched] = self.at(papers.compress(matched))
        return best

    def at(self, papers: NDArray[np.uint32]) -> Best:
        """The scores of some papers, all of which are matched."""
        if self.papers is None:
            return self.best.take(papers)
        return self.best.take(np.searchsorted(self.papers, papers))


class Cache(Generic[_Key]):
    """The matches that were asked for last, of so many bytes; of one word in any case."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._size = 0
        self._matches: OrderedDict[_Key, Matches] = OrderedDict()

    def __contains__(self, key: _Key) -> bool:
        return key in self._matches

    def get(self, key: _Key) -> Matches | None:
        """What was put under a key, if it is still there."""
        if key in self._matches:
            self._matches.move_to_end(key)
        return self._matches.get(key)

    def put(self, key: _Key, matches: Matches) -> None:
        """Keep matches, unless another search, in turns with this one, was quicker."""
        if key not in self._matches:
            self._matches[key] = matches
            self._size += matches.size
        while self._size > self._most and len(self._matches) > 1:
            self._size -= self._matches.popitem(last=False)[1].size


class Many:
    """Papers that are left as one word after the other is asked for: a truth value a paper."""

    def __init__(self, where: NDArray[np.bool_]) -> None:
        self.where = where
        self._count: int | None = None

    def __len__(self) -> int:
        """How many papers are left."""
        if self._count is None:
            self._count = int(np.count_nonzero(self.where))
        return self._count

    def having(self, matches: Matches) -> Left:
        """Those of them that are matched."""
        if matches.papers is None:
            return Many(self.where & (matches.best > 0))
        return Few(matches.papers.compress(self.where.take(matches.papers)))

    def numbers(self) -> Generator[None, None, NDArray[np.uint32]]:
        """The numbers of the papers that are left, in ascending order, in steps."""
        papers = [np.empty(0, np.uint32)]
        for start in range(0, len(self.where), PIECE):
            part = np.flatnonzero(self.where[start : start + PIECE]).astype(np.uint32)
            papers.append(part + np.uint32(start))
            yield
        return np.concatenate(papers)


class Few:
    """As `Many`, once a word has left so few that their numbers, in ascending order, are kept."""

    def __init__(self, papers: NDArray[np.uint32]) -> None:
        self._papers = papers

    def __len__(self) -> int:
        """How many papers are left."""
        return len(self._papers)

    def having(self, matches: Matches) -> Few:
        """Those of them that are matched."""
        return Few(matches.among(self._papers))

    def numbers(self) -> Generator[None, None, NDArray[np.uint32]]:
        """The numbers of the papers that are left, in ascending order, in no step."""
        yield from ()
        return self._papers


Left = Many | Few


def united_matches(parts: Sequence[Matches], starts: Sequence[int]) -> Matches:
    """The matches of several indexes as those of one. `starts` has the number here of each one's
    first paper, and last how many papers there are."""
    if len(parts) == 1:
        return parts[0]
    if all(part.papers is not None for part in parts):
        papers = [
            part.numbers + np.uint32(start) for part, start in zip(parts, starts, strict=False)
        ]
        return Matches(np.concatenate(papers), np.concatenate([part.best for part in parts]))
    best = np.zeros(starts[-1], np.result_type(*(part.best for part in parts)))
    for part, (start, end) in zip(parts, pairwise(starts), strict=True):
        best[start:end][part.which] = part.best
    return Matches(None, best)
