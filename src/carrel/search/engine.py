"""Finding: a query against a library's segments, in steps that can be interrupted between any two.

There is one segment, or two: a large one, and a small one with what has changed since.
Papers are numbered through all segments, those of the first from 0.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Generator, Sequence
from dataclasses import dataclass
from itertools import accumulate
from typing import TYPE_CHECKING

import numpy as np

from carrel.paper import Work
from carrel.search import ranking
from carrel.search.entry import entry_of
from carrel.search.facets import Facets, united
from carrel.search.matching import AS_TYPED, RUN_TOGETHER, Scores
from carrel.search.query import Query
from carrel.search.related import nearness
from carrel.search.segment import Clause, Mark, Marked, Segment

if TYPE_CHECKING:
    from numpy.typing import NDArray


@dataclass(frozen=True, slots=True)
class Ranked:
    """What a search found: numbers of papers, best first, and their scores; and whether words
    had to be taken as shortened or misspelt for it."""

    papers: NDArray[np.uint32]
    scores: NDArray[np.uint32]
    lenient: bool


class Engine:
    """Searches segments as if they were one."""

    def __init__(self, segments: Sequence[Segment]) -> None:
        self.segments = segments
        self._starts = list(accumulate(map(len, segments), initial=0))
        self._positions: dict[str, NDArray[np.float64]] = {}

    # ------------------------------------------------------------ numbers

    def indexed(self, papers: Sequence[int]) -> NDArray[np.uint32]:
        """The numbers here of papers, by the numbers that they had when they were indexed."""
        numbers = np.array(papers, np.int64)
        for segment, start, end in self._ranges():
            mine = (numbers >= start) & (numbers < end)
            numbers[mine] = segment.index.place[numbers[mine] - start].astype(np.int64) + start
        return numbers.astype(np.uint32)

    def papers(self, indexed: NDArray[np.uint32]) -> NDArray[np.int64]:
        """The numbers that papers had when they were indexed: undoes `indexed`."""
        if len(self.segments) == 1:
            return self.segments[0].index.order[indexed].astype(np.int64)
        numbers = indexed.astype(np.int64)
        for segment, start, end in self._ranges():
            mine = (indexed >= start) & (indexed < end)
            numbers[mine] = segment.index.order[indexed[mine] - np.uint32(start)] + start
        return numbers

    def _ranges(self) -> list[tuple[Segment, int, int]]:
        """Each segment, and the range of its numbers."""
        return list(zip(self.segments, self._starts, self._starts[1:], strict=False))

    def newest(self) -> list[int]:
        """All papers that are shown, by the numbers they were indexed under, newest first."""
        shown = np.concatenate([segment.shown for segment in self.segments])
        dates = np.concatenate([segment.index.date for segment in self.segments])
        order = np.argsort(-dates, kind="stable")
        newest: list[int] = self.papers(order[shown[order]].astype(np.uint32)).tolist()
        return newest

    # ------------------------------------------------------------ searching

    def steps(self, query: Query, marked: Marked) -> Generator[None, None, Ranked]:
        """A search in steps of a few milliseconds; the generator returns what it found.

        `marked` tells which papers carry an annotation or have an identifier.
        """
        texts = [clause for clause in query.clauses if all(c.ranks for c in clause)]
        others = [clause for clause in query.clauses if clause not in texts]
        allowed = []
        for segment, start, end in self._ranges():

            def mine(mark: Mark, start: int = start, end: int = end) -> NDArray[np.uint32]:
                papers = marked(mark)
                return papers[(papers >= start) & (papers < end)] - np.uint32(start)

            allowed.append((yield from segment.meeting(others, mine)))
        for stage in range(RUN_TOGETHER + 1 if texts else 1):
            found = yield from self._matching(texts, allowed, stage)
            if sum(len(papers) for papers, _ in found) >= (ranking.FEW if stage == AS_TYPED else 1):
                break
        yield
        return (yield from self._ranked(found, query, stage > AS_TYPED))

    def _matching(
        self, texts: Sequence[Clause], allowed: Sequence[NDArray[np.bool_]], stage: int
    ) -> Generator[None, None, list[tuple[NDArray[np.uint32], list[Scores]]]]:
        """What each segment finds at a stage of leniency."""
        found = []
        for segment, mask in zip(self.segments, allowed, strict=True):
            found.append((yield from segment.matching(texts, mask, stage)))
        return found

    def _ranked(
        self,
        found: Sequence[tuple[NDArray[np.uint32], list[Scores]]],
        query: Query,
        lenient: bool,
    ) -> Generator[None, None, Ranked]:
        """Papers in the query's order: best first, or as it says to sort them."""
        totals, numbers = [], []
        for (segment, start, _), (mine, scores) in zip(self._ranges(), found, strict=True):
            totals.append((yield from segment.totals(mine, scores)))
            numbers.append(mine + np.uint32(start) if start else mine)
        total = np.concatenate(totals) if len(totals) > 1 else totals[0]
        papers = np.concatenate(numbers) if len(numbers) > 1 else numbers[0]
        yield
        keys: list[NDArray[np.generic]] = [_narrow(total.max(initial=0) - total)]
        if query.sort not in ("", "relevance"):
            keys = [self._sort_key(query.sort)[papers]]
        if query.descending:
            keys = [keys[0].max(initial=0) - keys[0]]
        if len(self.segments) == 1:  # numbered newest first already
            order = np.argsort(keys[0], kind="stable")
        else:
            dates = np.concatenate([segment.index.date for segment in self.segments])
            order = np.lexsort((papers, -dates[papers], *keys))
        yield
        return Ranked(papers[order], total[order], lenient)

    def _sort_key(self, sort: str) -> NDArray[np.generic]:
        """A number for each paper, by which they are sorted."""
        if sort not in ("title", "author"):
            return np.concatenate([segment.index.date for segment in self.segments])
        if len(self.segments) == 1:
            index = self.segments[0].index
            return index.by_title if sort == "title" else index.by_author
        if sort not in self._positions:
            self._positions[sort] = self._joint_positions(sort)
        return self._positions[sort]

    def _joint_positions(self, sort: str) -> NDArray[np.float64]:
        """Places in the order of titles or authors: those of the first segment, and between them
        those of the papers of the others."""

        def key(segment: Segment, paper: int) -> str:
            entry = entry_of(segment.fetch(paper))
            return entry.title_key if sort == "title" else entry.author_key

        first, *others = self.segments
        places = first.index.by_title if sort == "title" else first.index.by_author
        by_place = np.argsort(places)
        positions = [places.astype(np.float64)]
        for segment in others:
            ranks = segment.index.by_title if sort == "title" else segment.index.by_author
            own = [
                bisect_left(
                    by_place,
                    key(segment, paper),
                    key=lambda number: key(first, int(number)),
                )
                for paper in range(len(segment))
            ]
            positions.append(np.array(own) - 1 + (ranks + 1.0) / (len(segment) + 1))
        return np.concatenate(positions)

    # ------------------------------------------------------------ more to know

    def facets(self, papers: NDArray[np.uint32] | None, most: int) -> Facets:
        """The counts of some papers, or of all that are shown; at most `most` of each facet."""
        parts = []
        for segment, start, end in self._ranges():
            mine: NDArray[np.uint32] | None = None
            if papers is not None:
                mine = papers[(papers >= start) & (papers < end)] - np.uint32(start)
            elif not segment.shown.all():
                mine = np.flatnonzero(segment.shown).astype(np.uint32)
            parts.append(segment.index.facets.count(mine, most))
        return united(parts, most)

    def related(self, work: Work, limit: int) -> list[tuple[int, float]]:
        """The papers nearest to a work, by the numbers they were indexed under, best first; and
        how near each is, up to 1."""
        near = nearness([segment.index for segment in self.segments], work)
        near[~np.concatenate([segment.shown for segment in self.segments])] = 0
        found = np.flatnonzero(near)
        if len(found) > limit:
            found = found[np.argpartition(near[found], len(found) - limit)[-limit:]]
        found = found[np.lexsort((found, -near[found]))]
        papers = self.papers(found.astype(np.uint32))
        return list(zip(papers.tolist(), near[found].tolist(), strict=True))


def _narrow(keys: NDArray[np.uint32]) -> NDArray[np.generic]:
    """The same numbers in two bytes each, if they fit, which numpy sorts in one pass."""
    return keys.astype(np.uint16) if keys.max(initial=0) < 1 << 16 else keys
