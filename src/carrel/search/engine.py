"""Finding: a query against an index, in steps that can be interrupted between any two."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Generator
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from carrel.search import ranking
from carrel.search.index import Index
from carrel.search.matching import AS_TYPED, LENIENT, RUN_TOGETHER, Fetch, Matcher, Scores
from carrel.search.query import (
    Condition,
    Having,
    Identified,
    Phrase,
    Query,
    State,
    Tagged,
    Term,
    Word,
    Years,
)

if TYPE_CHECKING:
    from numpy.typing import NDArray

_CACHED = 96 << 20  # bytes of scores kept for the words that stay while one is typed
_REFINED = 20_000  # best papers in which it is looked at how words stand together

Clause = tuple[Condition, ...]
Mark = Having | State | Tagged | Identified | Word
Marked = Callable[[Mark], "NDArray[np.uint32]"]


@dataclass(frozen=True, slots=True)
class Ranked:
    """What a search found: paper numbers of the index, best first, and their scores; and whether
    words had to be taken as shortened or misspelt for it."""

    papers: NDArray[np.uint32]
    scores: NDArray[np.uint32]
    lenient: bool


class Engine:
    """Searches one index. The scores of single words are kept for the next keystroke."""

    def __init__(self, index: Index, fetch: Fetch) -> None:
        self.index = index
        self._matcher = Matcher(index, fetch)
        self._cache: OrderedDict[tuple[Term, int], Scores] = OrderedDict()

    def steps(self, query: Query, marked: Marked) -> Generator[None, None, Ranked]:
        """A search in steps of a few milliseconds; the generator returns what it found.

        `marked` tells which papers (as the index numbers them) carry an annotation or have an identifier.
        """
        texts = [clause for clause in query.clauses if all(map(_is_text, clause))]
        allowed = np.ones(len(self.index), np.bool_)
        for clause in query.clauses:
            if clause not in texts:
                allowed &= yield from self._any(clause, marked)
        alive, scores, stage = allowed, list[Scores](), AS_TYPED
        for stage in range(RUN_TOGETHER + 1 if texts else 0):
            alive, scores = yield from self._all(texts, allowed, stage)
            if np.count_nonzero(alive) >= (ranking.FEW if stage == AS_TYPED else 1):
                break
        found = np.flatnonzero(alive).astype(np.uint32)
        yield
        return self._ranked(found, scores, query, stage > AS_TYPED)

    def _any(self, clause: Clause, marked: Marked) -> Generator[None, None, NDArray[np.bool_]]:
        """The papers that meet any condition of a clause, as one truth value a paper."""
        either = np.zeros(len(self.index), np.bool_)
        for term, negated in clause:
            if isinstance(term, Word | Phrase) and term.field != "note":
                scores = yield from self._score(term, AS_TYPED)
                mask = scores.points > 0
            else:
                mask = self._mask(term, marked)
            either |= ~mask if negated else mask
        return either

    def _mask(self, term: Term, marked: Marked) -> NDArray[np.bool_]:
        match term:
            case Years(low, high):
                return self.index.years(low, high)
            case Having(what) if what not in ("note", "tag"):
                return self.index.having(what)
            case State("unread"):
                return ~self._mask(State("read"), marked)
            case Phrase(parts, field):
                return self._mask(Word(parts, field), marked)
        mask = np.zeros(len(self.index), np.bool_)
        mask[marked(term)] = True
        return mask

    def _all(
        self, texts: list[Clause], allowed: NDArray[np.bool_], stage: int
    ) -> Generator[None, None, tuple[NDArray[np.bool_], list[Scores]]]:
        """The papers in which every clause is found, and each clause's scores."""
        alive = allowed.copy()
        scores: list[Scores] = []
        for clause in texts:
            best = yield from self._score(clause[0].term, stage)
            if len(clause) > 1:
                either = Scores(len(self.index))
                either.put_better(best)
                for term, _ in clause[1:]:
                    either.put_better((yield from self._score(term, stage)))
                best = either
            alive &= best.points > 0
            scores.append(best)
            yield
            if not alive.any():
                break
        return alive, scores

    def _score(self, term: Term, stage: int) -> Generator[None, None, Scores]:
        """The scores of a word or phrase, from the cache where it has them."""
        if isinstance(term, Phrase):
            stage = AS_TYPED
        key = (term, stage)
        if key in self._cache:
            self._cache.move_to_end(key)
            return self._cache[key]
        if stage == AS_TYPED:
            scores = Scores(len(self.index))
        else:
            before = yield from self._score(term, stage - 1)
            if stage == LENIENT and self._is_known(term):
                return before
            scores = before.copy()
        if isinstance(term, Phrase):
            yield from self._matcher.phrase(scores, term)
        elif isinstance(term, Word):
            yield from self._matcher.word(scores, term, stage)
        self._cache[key] = scores
        while len(self._cache) > max(4, _CACHED // (2 * len(self.index) + 1)):
            self._cache.popitem(last=False)
        return scores

    def _is_known(self, term: Term) -> bool:
        """Is there nothing about a word that could be misspelt?"""
        return isinstance(term, Word) and all(map(self._matcher.knows, term.parts))

    def _ranked(
        self, found: NDArray[np.uint32], scores: list[Scores], query: Query, lenient: bool
    ) -> Ranked:
        """Papers in the query's order: best first, or as it says to sort them."""
        total = np.zeros(len(found), np.uint32)
        for part in scores:
            total += part.points[found]
        total *= ranking.POINT
        refined = np.arange(len(found))
        if len(found) > _REFINED:
            refined = np.sort(np.argpartition(total, len(found) - _REFINED)[-_REFINED:])
        papers = found[refined]
        closer = np.zeros(len(papers), np.uint32)
        for first, second in zip(scores, scores[1:], strict=False):
            closer += ranking.together(
                (first.points[papers], first.tag[papers]),
                (second.points[papers], second.tag[papers]),
            )
        if scores:
            closer += ranking.covered(len(scores), self.index.title_length[papers])
        total[refined] += closer
        if query.sort in ("", "relevance"):
            key = np.iinfo(np.uint32).max - total
        else:
            key = self._sort_key(query.sort)[found]
        if query.descending:
            key = np.iinfo(key.dtype).max - key
        order = np.argsort(key, kind="stable")
        return Ranked(found[order], total[order], lenient)

    def _sort_key(self, sort: str) -> NDArray[np.uint32]:
        match sort:
            case "title":
                return self.index.by_title
            case "author":
                return self.index.by_author
            case _:
                return self.index.date.astype(np.uint32)


def _is_text(condition: Condition) -> bool:
    term = condition.term
    return not condition.negated and isinstance(term, Word | Phrase) and term.field != "note"
