"""One index being searched: which of its papers meet conditions, and how well they match words."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Collection, Generator, Sequence
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np

from carrel.search import ranking
from carrel.search.index import Index
from carrel.search.matching import AS_TYPED, Fetch, Matcher
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
from carrel.search.scores import Matches, Scores, points_of, tags_of
from carrel.text import fold

if TYPE_CHECKING:
    from numpy.typing import NDArray

_CACHED = 48 << 20  # bytes of scores kept for the words that stay while one is typed
_PIECE = 1 << 19  # papers looked at in one step
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
        self._cached = 0  # bytes
        self._cache: OrderedDict[tuple[Term, int], Matches] = OrderedDict()

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
        allowed = self.shown
        for clause in clauses:
            either = np.zeros(len(self), np.bool_)
            for term, negated in clause:
                if isinstance(term, Word | Phrase) and term.field != "note":
                    mask = (yield from self._score(term, AS_TYPED)).where(len(self))
                else:
                    mask = self._mask(term, marked)
                either |= ~mask if negated else mask
            allowed = allowed & either
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
    ) -> Generator[None, None, tuple[NDArray[np.uint32], list[Matches]]]:
        """The papers in which every clause of words is found, and each clause's scores."""
        alive = allowed
        papers: NDArray[np.uint32] | None = None  # instead of `alive`, when they are few
        found: list[Matches] = []
        for clause in texts:
            best = yield from self._score(clause[0].term, stage)
            if len(clause) > 1:
                either = best.scores(len(self))
                for term, _ in clause[1:]:
                    either.put_matches((yield from self._score(term, stage)))
                    yield
                best = either.matches()
            found.append(best)
            if papers is not None:
                papers = best.among(papers)
            elif best.papers is not None:
                papers = best.papers[alive[best.papers]]
            else:
                alive = alive & best.where(len(self))
            yield
            if papers is not None and not len(papers):
                break
        if papers is None:
            papers = yield from _numbers(alive)
        return papers, found

    def _score(self, term: Term, stage: int) -> Generator[None, None, Matches]:
        """The scores of a word or phrase, from the cache where it has them."""
        if isinstance(term, Phrase):
            stage = AS_TYPED
        elif isinstance(term, Word):
            while not self._matcher.finds_more(term, stage):
                stage -= 1
        key = (term, stage)
        if key in self._cache:
            self._cache.move_to_end(key)
            return self._cache[key]
        if stage == AS_TYPED:
            scores = Scores(len(self))
        else:
            scores = (yield from self._score(term, stage - 1)).scores(len(self))
            yield
        if isinstance(term, Phrase):
            yield from self._matcher.phrase(scores, term)
        elif isinstance(term, Word):
            yield from self._matcher.word(scores, term, stage)
        matches = scores.matches()
        yield
        self._cache[key] = matches
        self._cached += matches.size
        while self._cached > _CACHED and len(self._cache) > 1:
            self._cached -= self._cache.popitem(last=False)[1].size
        return matches

    def totals(
        self, papers: NDArray[np.uint32], found: Sequence[Matches]
    ) -> Generator[None, None, tuple[NDArray[np.uint32], int]]:
        """The score of each paper found, from those of the words, in parts of a point; and the
        highest of those whose words' places among one another were not looked at, or -1."""
        total = np.zeros(len(papers), np.uint32)
        for start in range(0, len(papers), _PIECE):
            piece = slice(start, start + _PIECE)
            for matches in found:
                total[piece] += points_of(matches.at(papers[piece]))
            total[piece] *= ranking.POINT
            yield
        refined = np.arange(len(papers))
        rest = -1
        if len(papers) > _REFINED:
            refined, rest = _highest(total, _REFINED)
            yield
        best = papers[refined]
        closer = ranking.covered(len(found), self.index.title_length[best]).astype(np.uint32)
        here = [matches.at(best) for matches in found]
        for first, second in pairwise([(points_of(word), tags_of(word)) for word in here]):
            closer += ranking.together(first, second)
        total[refined] += closer
        return total, rest


def _numbers(alive: NDArray[np.bool_]) -> Generator[None, None, NDArray[np.uint32]]:
    """Where the truths are."""
    papers = [np.empty(0, np.uint32)]
    for start in range(0, len(alive), _PIECE):
        part = np.flatnonzero(alive[start : start + _PIECE]).astype(np.uint32)
        papers.append(part + np.uint32(start))
        yield
    return np.concatenate(papers)


def _highest(values: NDArray[np.uint32], most: int) -> tuple[NDArray[np.int64], int]:
    """Where the highest of many values are, ascending, of equal ones the first; and the highest of
    the others.

    Values are few (points) and many are equal: a partition by comparing them takes ten times as
    long as counting does.
    """
    low, high = 0, int(values.max())  # at least `most` reach `low`; fewer reach `high + 1`
    while low < high:
        middle = (low + high + 1) // 2
        if np.count_nonzero(values >= middle) >= most:
            low = middle
        else:
            high = middle - 1
    above = np.flatnonzero(values > low)
    equal = np.flatnonzero(values == low)
    highest = np.sort(np.concatenate((above, equal[: most - len(above)])))
    return highest, low
