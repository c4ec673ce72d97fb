"""Finding: a query against a library's segments, in steps that can be interrupted between any two.

There is one segment, or two: a large one, and a small one with what has changed since.
Papers are numbered through all segments, those of the first from 0.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Generator, Sequence
from functools import cached_property
from itertools import accumulate
from typing import TYPE_CHECKING, Any

import numpy as np

from carrel.paper import Work
from carrel.search import ranking
from carrel.search.entry import entry_of
from carrel.search.facets import Facets, united
from carrel.search.matching import AS_TYPED, MORE_LENIENT, STAGES
from carrel.search.postings import concatenated
from carrel.search.query import Condition, Identified, Phrase, Query, Word
from carrel.search.ranked import Ranked
from carrel.search.related import nearness
from carrel.search.scores import Left, Matches, united_matches
from carrel.search.segment import Clause, Mark, Marked, Segment
from carrel.search.totals import Totals, totals
from carrel.steps import finished

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from carrel.search.totals import Sums


_PIECE = 1 << 19  # papers sorted in one step
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")  # in a citekey, which is no other word then


class Engine:
    """Searches segments as if they were one."""

    def __init__(self, segments: Sequence[Segment]) -> None:
        self.segments = segments
        self._starts = list(accumulate(map(len, segments), initial=0))
        self._orders: dict[str, NDArray[np.uint32]] = {}

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
        order = self._order("newest")
        newest: list[int] = self.papers(order[shown[order]]).tolist()
        return newest

    # ------------------------------------------------------------ searching

    def steps(self, query: Query, marked: Marked) -> Generator[None, None, Ranked]:
        """A search in steps of a few milliseconds; the generator returns what it found.

        `marked` tells which papers carry an annotation or have an identifier.
        """
        texts: list[Clause] = []
        others: list[Clause] = []
        for clause in query.clauses:
            (texts if all(c.ranks for c in clause) else others).append(clause)
        allowed = yield from self._allowed(others, marked)
        for stage in STAGES if texts else (AS_TYPED,):
            found = yield from self._matching(texts, allowed, stage)
            keys = query.alone if stage == AS_TYPED else ()
            if keys and (all(map(_YEAR.search, keys)) or not _any(found)):
                any_key = [Condition(Identified(key)) for key in keys]
                named = yield from self._allowed([*others, any_key], marked)
                if any(mask.any() for mask in named):
                    found = yield from self._matching([], named, stage)
                    break
            if self._is_enough(texts, found, stage):
                break
        identified = any(c.identifies for clause in others for c in clause)
        is_known = identified and any(mask.any() for mask in allowed)
        partly = not _any(found) and (len(texts) >= ranking.MANY or (bool(texts) and is_known))
        if partly and is_known:  # an identifier says it all: "arXiv preprint arXiv:1706.03762"
            found = yield from self._matching([], allowed, AS_TYPED)
        elif partly:
            if identified:  # cited with one that is not known here
                others = [clause for clause in others if not any(c.identifies for c in clause)]
                allowed = yield from self._allowed(others, marked)
            found = []
            for segment, mask in zip(self.segments, allowed, strict=True):
                found.append((yield from segment.most_of(texts, mask)))
        yield
        typed = [
            max(len(c.term.parts) for c in clause if isinstance(c.term, Word | Phrase))
            for clause in texts
        ]
        ranked = yield from self._ranked(found, typed, query, stage > AS_TYPED)
        ranked.partly = partly
        return ranked

    def _allowed(
        self, clauses: Sequence[Clause], marked: Marked
    ) -> Generator[None, None, list[NDArray[np.bool_]]]:
        """For each segment, the papers that meet conditions."""
        allowed = []
        for segment, start, end in self._ranges():

            def mine(mark: Mark, start: int = start, end: int = end) -> NDArray[np.uint32]:
                papers = marked(mark)
                return papers[(papers >= start) & (papers < end)] - np.uint32(start)

            allowed.append((yield from segment.meeting(clauses, mine)))
        return allowed

    def _is_enough(
        self,
        texts: Sequence[Clause],
        found: Sequence[tuple[Left, list[Matches]]],
        stage: int,
    ) -> bool:
        """Are so many papers found, or one by words that are mostly remembered, that no more has to
        be looked for?"""
        count = sum(len(left) for left, _ in found)
        if count >= ranking.FEW or stage == AS_TYPED:
            return count >= ranking.FEW
        return (stage == MORE_LENIENT and count > 0) or any(
            segment.has_meant(texts, finished(left.numbers()), matches)
            for segment, (left, matches) in zip(self.segments, found, strict=True)
        )

    def _matching(
        self, texts: Sequence[Clause], allowed: Sequence[NDArray[np.bool_]], stage: int
    ) -> Generator[None, None, list[tuple[Left, list[Matches]]]]:
        """What each segment finds at a stage of leniency."""
        found = []
        for segment, mask in zip(self.segments, allowed, strict=True):
            found.append((yield from segment.matching(texts, mask, stage)))
        return found

    def _ranked(
        self,
        found: Sequence[tuple[Left, list[Matches]]],
        typed: Sequence[int],
        query: Query,
        lenient: bool,
    ) -> Generator[None, None, Ranked]:
        """Papers in the query's order: best first, or as it says to sort them."""
        parts: list[Totals] = []
        for segment, (left, matches) in zip(self.segments, found, strict=True):
            parts.append((yield from totals(segment.index, left, matches, typed)))
            yield
        scores = united_matches([part.scores for part in parts], self._starts)
        count, rest = sum(part.count for part in parts), max(part.rest for part in parts)
        starts = map(np.uint32, self._starts)
        papers = _joined([part.best + start for part, start in zip(parts, starts, strict=False)])
        total = _joined([part.best_scores for part in parts])
        by_score = query.sort in ("", "relevance", "annotated")  # a library knows no annotations
        worst_first = query.sort == "relevance" and query.descending
        if not by_score or not total.any():
            order = "newest" if by_score else query.sort
            descending = query.descending and not by_score
            first = yield from self._sorted(scores.numbers, order, descending)
            return Ranked(scores, count, first, lambda: first, lenient)

        def whole() -> NDArray[np.uint32]:
            papers = scores.numbers
            return self._best(papers, scores.at(papers), worst_first)

        # Those whose score is above all that were not looked at closely come first, in any case. In
        # one segment they are also the newest of those that share the score below.
        above = total >= rest if len(self.segments) == 1 else total > rest
        if worst_first and rest >= 0:
            above[:] = False
        first = self._best(papers[above], total[above], worst_first)
        yield
        return Ranked(scores, count, first, whole, lenient)

    def _best(
        self, papers: NDArray[np.uint32], total: Sums, worst_first: bool
    ) -> NDArray[np.uint32]:
        """Papers (given in ascending order) by their scores, the best first; of equal ones the
        newest."""
        keys = total if worst_first else ~total
        if len(self.segments) == 1:  # numbered newest first already
            return papers[np.argsort(keys, kind="stable")]
        return papers[np.lexsort((papers, -self._dates[papers], keys))]

    @cached_property
    def _dates(self) -> NDArray[np.int32]:
        return np.concatenate([segment.index.date for segment in self.segments])

    def _sorted(
        self, papers: NDArray[np.uint32], by: str, descending: bool
    ) -> Generator[None, None, NDArray[np.uint32]]:
        """Papers, given in ascending order, in another one."""
        if by == "year" and descending:
            by, descending = "newest", False
        if by == "newest" and len(self.segments) == 1:
            return papers
        order = self._order(by)
        yield
        found = np.zeros(len(order), np.bool_)
        found[papers] = True
        yield
        parts = [papers[:0]]
        for start in range(0, len(order), _PIECE):
            part = order[start : start + _PIECE]
            parts.append(part[found[part]])
            yield
        ordered = np.concatenate(parts)
        return ordered[::-1] if descending else ordered

    def _order(self, by: str) -> NDArray[np.uint32]:
        """All papers from "newest" to oldest, or by "title", "author" or "year"."""
        if by not in self._orders:
            self._orders[by] = self._by_date(by) if by in ("newest", "year") else self._by_text(by)
        return self._orders[by]

    def _by_date(self, by: str) -> NDArray[np.uint32]:
        order = np.arange(self._starts[-1], dtype=np.uint32)
        if len(self.segments) > 1:
            order = np.argsort(-self._dates, kind="stable").astype(np.uint32)
        if by == "newest":
            return order
        # Of equal dates the same order as before.
        starts = np.flatnonzero(np.diff(self._dates[order], prepend=-1)).astype(np.int64)
        stops = np.append(starts[1:], len(order))
        return order[concatenated(starts[::-1], stops[::-1])]

    def _by_text(self, by: str) -> NDArray[np.uint32]:
        if len(self.segments) > 1:
            return np.argsort(self._joint_positions(by), kind="stable").astype(np.uint32)
        index = self.segments[0].index
        places = index.by_title if by == "title" else index.by_author
        order = np.empty(len(places), np.uint32)
        order[places] = np.arange(len(places), dtype=np.uint32)
        return order

    def _joint_positions(self, sort: str) -> NDArray[np.float64]:
        """Places in the order of titles or authors: those of the first segment, and between them
        those of the papers of the others."""

        def key(segment: Segment, paper: int) -> str:
            entry = next(map(entry_of, segment.works([paper])))
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


def _any(found: Sequence[tuple[Left, list[Matches]]]) -> bool:
    """Is any paper found?"""
    return any(len(left) for left, _ in found)


def _joined(parts: Sequence[NDArray[Any]]) -> NDArray[Any]:
    """The one part, or all of them one after the other."""
    return parts[0] if len(parts) == 1 else np.concatenate(parts)
