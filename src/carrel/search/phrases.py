"""Phrases: papers in which words stand side by side.

Of titles the index knows where their words stand. Other texts are read: of papers that can hold the
phrase in their abstract alone, which are nearly all, only that.
"""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterable, Sequence
from itertools import chain, pairwise
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from carrel.paper import Work
from carrel.search import ranking
from carrel.search.holding import holds, phrase_field
from carrel.search.index import Index
from carrel.search.query import Phrase
from carrel.search.scores import Matches, Scores, scored, tags_of
from carrel.search.tags import FAR, Tag

if TYPE_CHECKING:
    from numpy.typing import NDArray

Steps = Generator[None, None, None]

_READ = 200  # authors' names that are read in one step
_ABSTRACTS = 32  # that are read in one step
_TEXT = 25  # names that take as long as the rest of a paper
_FIELDS = (1, 2, 4, 8)  # a bit each: title, authors, venue, and what else there is but the abstract
_FIELD = np.repeat(
    np.array(_FIELDS, np.uint8), np.diff((0, Tag.AUTHOR, Tag.VENUE, Tag.KEYWORD, 256))
)


class Texts(NamedTuple):
    """What of an index's papers is read where they are kept, for some of their numbers."""

    works: Callable[[Sequence[int]], Iterable[Work]]
    abstracts: Callable[[Sequence[int]], Iterable[str]]  # in a fraction of the time


class Phrases:
    """Finds phrases in an index's papers."""

    def __init__(self, index: Index, texts: Texts) -> None:
        self._index = index
        self._texts = texts

    def find(
        self, scores: Scores, phrase: Phrase, papers: NDArray[np.uint32], first_word: Matches
    ) -> Steps:
        """Add to `scores` those of some papers, which have all words of a phrase, that hold them
        side by side. `first_word` are the scores of its first word."""
        points = {
            "title": ranking.TITLE,
            "author": ranking.FAMILY_NAME,
            "venue": ranking.FACT,
            "keyword": ranking.FACT,
            "abstract": ranking.ABSTRACT,
        }
        if phrase.field in ("", "title") and len(phrase.parts) <= FAR:
            last = yield from self._side_by_side(phrase)
            here = last[papers]
            there = papers[here < FAR]
            first = here[here < FAR] - np.uint8(len(phrase.parts) - 1)
            scores.put(there, scored(ranking.EXACT + ranking.TITLE, first))
            papers = papers[here == FAR]
        # Where it may stand elsewhere, or one of the words twice:
        elsewhere = (yield from self._elsewhere(phrase))[papers]
        holding = yield from self.works_holding(papers[elsewhere], phrase)
        holding += yield from self._abstracts_holding(papers[~elsewhere], phrase)
        papers = np.array([paper for paper, _ in holding], np.uint32)
        worth = np.array([ranking.EXACT + points[where] for _, where in holding], np.uint16)
        scores.put(papers, scored(worth, tags_of(first_word.at(papers))))

    def _elsewhere(self, phrase: Phrase) -> Generator[None, None, NDArray[np.bool_]]:
        """Which papers may hold a phrase elsewhere than in their abstract: those that have all of
        its words in one of their other fields."""
        if phrase.field:
            return np.full(len(self._index), phrase.field != "abstract")
        fields = np.full(len(self._index), 0xFF, np.uint8)  # a bit each
        for number in range(len(phrase.parts)):
            there = np.zeros(len(self._index), np.uint8)
            for papers, tags in self._index.heads.slice(*self._meant(phrase, number)):
                here = _FIELD[tags]
                for field in _FIELDS:
                    there[papers[here == field]] |= field
                yield
            fields &= there
        return fields > 0

    def works_holding(
        self, papers: NDArray[np.uint32], phrase: Phrase
    ) -> Generator[None, None, list[tuple[int, str]]]:
        """Those of some papers that hold a phrase, and the field that does."""
        papers = self._as_they_are_read(papers)
        yield
        work = np.cumsum(_TEXT + self._index.facets.sizes("authors", papers).astype(np.int64))
        ends = np.append(np.flatnonzero(np.diff(work // _READ)) + 1, len(papers))
        yield
        holding = []
        for start, end in pairwise(chain((0,), ends)):
            numbers = papers[start:end].tolist()
            for number, paper in zip(numbers, self._texts.works(numbers), strict=True):
                if where := phrase_field(paper, phrase):
                    holding.append((number, where))
            yield
        return holding

    def _abstracts_holding(
        self, papers: NDArray[np.uint32], phrase: Phrase
    ) -> Generator[None, None, list[tuple[int, str]]]:
        """As `works_holding`, of papers that hold it in their abstract or nowhere."""
        papers = self._as_they_are_read(papers)
        yield
        holding = []
        for start in range(0, len(papers), _ABSTRACTS):
            numbers = papers[start : start + _ABSTRACTS].tolist()
            for number, text in zip(numbers, self._texts.abstracts(numbers), strict=True):
                if holds(text, phrase):
                    holding.append((number, "abstract"))
            yield
        return holding

    def _as_they_are_read(self, papers: NDArray[np.uint32]) -> NDArray[np.uint32]:
        """Some papers, in the order in which they stand in their sources."""
        wanted = np.zeros(len(self._index), np.bool_)
        wanted[self._index.order[papers]] = True  # sorting them would take ten times as long
        return self._index.place[np.flatnonzero(wanted)]

    def _meant(self, phrase: Phrase, number: int) -> tuple[int, int]:
        """The words that the one with a number of a phrase means: it, or those that it begins."""
        text = phrase.parts[number]
        low, high = self._index.words.prefix(text)
        if phrase.open and number == len(phrase.parts) - 1:
            return low, high
        return low, low + (low < high and self._index.words[low] == text)

    def _side_by_side(self, phrase: Phrase) -> Generator[None, None, NDArray[np.uint8]]:
        """For each paper, the place of a phrase's last word in its title, if the words stand side
        by side there where each stands first; otherwise `FAR`."""
        last = np.full(len(self._index), FAR, np.uint8)
        for number in range(len(phrase.parts)):
            before, last = last, np.full(len(self._index), FAR, np.uint8)
            for papers, tags in self._index.heads.slice(*self._meant(phrase, number)):
                fits = tags < FAR
                if number:
                    fits &= before[papers] + np.uint8(1) == tags
                last[papers[fits]] = tags[fits]
                yield
        return last
