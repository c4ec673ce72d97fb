"""One index being searched: which of its papers meet conditions, and how well they match words."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Collection, Generator, Sequence
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np

from carrel.search import ranking
from carrel.search.index import Index
from carrel.search.matching import AS_TYPED, LENIENT, Fetch, Matcher, Scores
from carrel.search.query import (
    Condition,
    From,
    Having,
    Identified,
    Phrase,
    State,
    Tagged,
    Term,
    Word,
    Years,
)
from carrel.text import fold

if TYPE_CHECKING:
    from numpy.typing import NDArray

_CACHED = 48 << 20  # bytes of scores kept for the words that stay while one is typed
_REFINED = 20_000  # best papers in which it is looked at how words stand together

Clause = Sequence[Condition]
Mark = Having | State | Tagged | Identified | Word
Marked = Callable[[Mark], "NDArray[np.uint32]"]


class Segment:
    """An index, the texts of its papers, and those (as they were numbered when they were indexed)
    that are not to be found any more.

    The scores of single words are kept for the next keystroke.
    """

    def __init__(self, index: Index, fetch: Fetch, hidden: Collection[int] = ()) -> None:
        self.index = index
        self.fetch = fetch
        self.shown = np.ones(len(index), np.bool_)
        if hidden:
            self.shown[index.place[list(hidden)]] = False
        self._matcher = Matcher(index, fetch)
        self._cache: OrderedDict[tuple[Term, int], Scores] = OrderedDict()

    def __len__(self) -> int:
        return len(self.index)

    # ------------------------------------------------------------ conditions

    def meeting(
        self, clauses: Sequence[Clause], marked: Marked
    ) -> Generator[None, None, NDArray[np.bool_]]:
        """The papers that meet one condition of each clause, as one truth value a paper.

        `marked` tells which papers, as this index numbers them, carry an annotation or have an
        identifier.
        """
        allowed = self.shown.copy()
        for clause in clauses:
            either = np.zeros(len(self), np.bool_)
            for term, negated in clause:
                if isinstance(term, Word | Phrase) and term.field != "note":
                    scores = yield from self._score(term, AS_TYPED)
                    mask = scores.points > 0
                else:
                    mask = self._mask(term, marked)
                either |= ~mask if negated else mask
            allowed &= either
        return allowed

    def _mask(self, term: Term, marked: Marked) -> NDArray[np.bool_]:
        match term:
            case Years(low, high):
                return self.index.years(low, high)
            case Having(what) if what not in ("note", "tag"):
                return self.index.having(what)
            case From(path):
                return self.index.facets.holding("sources", lambda name: path in fold(name))
            case State("unread"):
                return ~self._mask(State("read"), marked)
            case Phrase(parts, field):
                return self._mask(Word(parts, field), marked)
        mask = np.zeros(len(self), np.bool_)
        mask[marked(term)] = True
        return mask

    # ------------------------------------------------------------ words

    def matching(
        self, texts: Sequence[Clause], allowed: NDArray[np.bool_], stage: int
    ) -> Generator[None, None, tuple[NDArray[np.uint32], list[Scores]]]:
        """The papers in which every clause of words is found, and each clause's scores."""
        alive = allowed.copy()
        scores: list[Scores] = []
        for clause in texts:
            best = yield from self._score(clause[0].term, stage)
            if len(clause) > 1:
                best = best.copy()
                for term, _ in clause[1:]:
                    best.put_better((yield from self._score(term, stage)))
            alive &= best.points > 0
            scores.append(best)
            yield
            if not alive.any():
                break
        return np.flatnonzero(alive).astype(np.uint32), scores

    def _score(self, term: Term, stage: int) -> Generator[None, None, Scores]:
        """The scores of a word or phrase, from the cache where it has them."""
        if isinstance(term, Phrase):
            stage = AS_TYPED
        key = (term, stage)
        if key in self._cache:
            self._cache.move_to_end(key)
            return self._cache[key]
        if stage == AS_TYPED:
            scores = Scores(len(self))
        else:
            before = yield from self._score(term, stage - 1)
            if stage == LENIENT and isinstance(term, Word) and self.knows(term):
                return before
            scores = before.copy()
        if isinstance(term, Phrase):
            yield from self._matcher.phrase(scores, term)
        elif isinstance(term, Word):
            yield from self._matcher.word(scores, term, stage)
        self._cache[key] = scores
        while len(self._cache) > max(4, _CACHED // (2 * len(self) + 1)):
            self._cache.popitem(last=False)
        return scores

    def knows(self, word: Word) -> bool:
        """Does a paper have words that begin so?"""
        return all(map(self._matcher.knows, word.parts))

    def totals(
        self, papers: NDArray[np.uint32], scores: Sequence[Scores]
    ) -> Generator[None, None, NDArray[np.uint32]]:
        """The score of each paper found, from those of the words, in parts of a point."""
        total = np.zeros(len(papers), np.uint32)
        for part in scores:
            total += part.points[papers]
            yield
        total *= ranking.POINT
        if not scores:
            return total
        refined = np.arange(len(papers))
        if len(papers) > _REFINED:
            yield
            refined = _highest(total, _REFINED)
        best = papers[refined]
        closer = ranking.covered(len(scores), self.index.title_length[best]).astype(np.uint32)
        for first, second in pairwise(scores):
            closer += ranking.together(
                (first.points[best], first.tag[best]), (second.points[best], second.tag[best])
            )
        total[refined] += closer
        return total


def _highest(values: NDArray[np.uint32], most: int) -> NDArray[np.int64]:
    """Where the highest of many values are, ascending; of equal ones the first.

    Values are few (points) and many are equal, which counting sees in one pass; a partition by
    comparing takes ten times as long there.
    """
    at_least = np.cumsum(np.bincount(values)[::-1])[::-1]  # for each value: how many reach it
    least = int(np.searchsorted(-at_least, -most))  # the lowest of which all can be taken
    above = np.flatnonzero(values >= least)
    some = np.flatnonzero(values == least - 1)[: most - len(above)]
    return np.sort(np.concatenate((above, some)))
