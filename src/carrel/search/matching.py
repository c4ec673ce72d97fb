"""Matching one word of a query, or a name: every paper that holds it, how well, and where.

Everything here is a generator that yields now and then, so that a search that nobody waits for any
more can be dropped between two steps.
"""

from __future__ import annotations

from collections.abc import Generator, Iterable
from functools import cache
from typing import TYPE_CHECKING

import numpy as np

from carrel.search import ranking
from carrel.search.fragments import Fragments
from carrel.search.index import Index
from carrel.search.letters import LETTERS
from carrel.search.persons import Persons, names_in_one, phrases_apart
from carrel.search.phrases import Phrases, Texts
from carrel.search.query import Phrase
from carrel.search.scores import Scores, scored
from carrel.search.spellings import spellings
from carrel.search.tags import Tag
from carrel.search.words import is_skeleton

if TYPE_CHECKING:
    from numpy.typing import NDArray

Steps = Generator[None, None, None]

# Stages of leniency: all words as typed; those that begin no word of any paper may be shortened,
# misspelt, or two run together; all others may be so, too; and all may be more so.
AS_TYPED, LENIENT, MORE_LENIENT, MOST_LENIENT = STAGES = range(4)

_DIGITS = frozenset("0123456789")
_HANGUL = frozenset(map(chr, range(0x1100, 0x1113)))  # initials of syllables, as folded


class Matcher:
    """Matches words of queries against an index."""

    def __init__(self, index: Index, texts: Texts) -> None:
        self._index = index
        self.phrases = Phrases(index, texts)
        self._fragments = Fragments(index)
        self._persons = Persons(index)

    def finds_more(self, text: str, stage: int) -> bool:
        """May a stage of leniency find more for a word than those before it?"""
        if stage == MOST_LENIENT:
            return len(text) >= 5 and not self.knows(text)
        return stage == AS_TYPED or (stage == MORE_LENIENT) == self.knows(text)

    def word(self, scores: Scores, text: str, field: str, stage: int) -> Steps:
        """Add to `scores` what a stage of leniency finds for a word, in a field or (where that is
        empty) anywhere, beyond those before it."""
        if stage == AS_TYPED:
            yield from self._as_typed(scores, text, field)
        elif stage == MOST_LENIENT and self.finds_more(text, stage):
            _, twice = yield from self._index.words.misspelt(text, 2)
            yield from self._rows(scores, ranking.MANGLED, field, twice)
            if field in ("", "title"):
                yield from self._run_together(scores, text, 3)
        elif self.finds_more(text, stage):
            yield from self._lenient(scores, text, field)
            if field in ("", "title") and (self._begins_few(text) or not self.has(text)):
                yield from self._run_together(scores, text, 2)
            if field in ("", "author"):
                yield from self._names_in_one(scores, text)

    def knows(self, text: str) -> bool:
        """Does any paper have a word that begins so?"""
        low, high = self._index.words.prefix(text)
        return low < high

    def has(self, word: str) -> bool:
        """Does any paper have a word?"""
        return self._index.words.find(word) is not None

    def _begins_few(self, text: str) -> bool:
        """Have so few papers a word that begins so, that it may mean something else?"""
        low, high = self._index.words.prefix(text)
        rows = range(low, min(high, low + ranking.FEW))
        papers = sum(self._index.heads.count(row) + self._index.bodies.count(row) for row in rows)
        return papers < ranking.FEW

    def _as_typed(self, scores: Scores, text: str, field: str) -> Steps:
        words = self._index.words
        low, high = words.prefix(text)
        exact = low + (low < high and words[low] == text)
        if len(text) == 1 and not field and text in LETTERS:
            yield from self._one_letter(scores, text)
        else:
            yield from self._slice(scores, ranking.PREFIX, field, exact, high)
        yield from self._slice(scores, ranking.EXACT, field, low, exact)
        yield from self._spelt_otherwise(scores, text, field, begun=True)
        self._year(scores, text, field)
        if field in ("", "author") and text[0] in _HANGUL:
            yield from self._names_in_one(scores, text)
        if field in ("", "title"):
            self._initials(scores, text)
            papers, first = yield from self._fragments.apart(text)
            scores.put(papers, scored(ranking.EXACT + ranking.TITLE, first))
        if len(text) >= 3 and text.isascii() and is_skeleton(text) and not _DIGITS & set(text[1:]):
            shortened = words.without_vowels(text)
            yield from self._rows(scores, ranking.SHORTENED, field, shortened)

    def _year(self, scores: Scores, text: str, field: str) -> None:
        """The papers of a year, if it is one."""
        if not field and len(text) == 4 and text.isdecimal():
            year = int(text)
            scores.put_all(self._index.years(year, year) * np.uint8(ranking.YEAR_AS_WORD))

    def whole(self, scores: Scores, text: str, field: str) -> Steps:
        """Add to `scores` where a word stands that is not the beginning of another."""
        row = self._index.words.find(text)
        if row is not None:
            yield from self._slice(scores, ranking.EXACT, field, row, row + 1)
        yield from self._spelt_otherwise(scores, text, field, begun=False)
        self._year(scores, text, field)

    def _spelt_otherwise(self, scores: Scores, text: str, field: str, begun: bool) -> Steps:
        """The words that `text` is in another spelling, or (with `begun`) begins in the other
        English. Names are not translated, but umlauts in them are written out or not."""
        words = self._index.words
        others = spellings(text)
        for other in others.begun if field != "author" else ():
            low, high = words.prefix(other)
            if not begun:
                high = low + (low < high and words[low] == other)
            points = _scored_tags(ranking.PREFIX, field, "unnamed")
            yield from self._slice(scores, ranking.PREFIX, field, low, high, points)
        for other in others.whole if field != "author" else ():
            if (row := words.find(other)) is not None:
                points = _scored_tags(ranking.SHORTENED, field, "unnamed")
                yield from self._slice(scores, ranking.SHORTENED, field, row, row + 1, points)
        for other in others.family if field in ("", "author") else ():
            if (row := words.find(other)) is not None:
                points = _scored_tags(ranking.SHORTENED, field, "family")
                yield from self._slice(scores, ranking.SHORTENED, "author", row, row + 1, points)

    def _one_letter(self, scores: Scores, letter: str) -> Steps:
        """All papers with a word that begins with a letter: too many to unpack one by one."""
        best = np.zeros(len(self._index), np.uint8)
        for where, points in (
            ("body", ranking.ABSTRACT),
            ("author", ranking.GIVEN_NAME),
            ("title", ranking.TITLE),
        ):
            there = self._index.begins_with(letter, where)
            np.maximum(best, there.view(np.uint8) * np.uint8(ranking.PREFIX + points), out=best)
            yield
        scores.put_all(best)

    def _lenient(self, scores: Scores, text: str, field: str) -> Steps:
        """The words that `text` shortens or misspells."""
        if len(text) < 3:
            return
        words = self._index.words
        some_letters = yield from words.shortened(text)
        shortened = some_letters[self._is_short_for(text, some_letters)]
        yield
        (once,) = yield from words.misspelt(text, 1)
        started = (yield from words.misspelt_start(text)) if len(text) >= 5 else once[:0]
        yield
        if len(text) >= 6 and not len(once):
            _, twice = yield from words.misspelt(text, 2)
            yield from self._rows(scores, ranking.MANGLED, field, twice)
        yield from self._rows(scores, ranking.MANGLED, field, some_letters)
        yield from self._rows(scores, ranking.MISSPELT, field, started)
        yield from self._rows(scores, ranking.MISSPELT, field, once)
        yield from self._rows(scores, ranking.SHORTENED, field, shortened)

    def _is_short_for(self, text: str, rows: NDArray[np.uint32]) -> NDArray[np.bool_]:
        """Which of the words that have the letters of `text` in order does it shorten as people
        do? All, if it has no vowels behind its first letter; or those with its beginning and its
        last letter."""
        if is_skeleton(text):
            return np.ones(len(rows), np.bool_)
        low, high = self._index.words.prefix(text[:-1])
        return (rows >= low) & (rows < high) & self._index.words.ending(rows, text[-1])

    def _slice(
        self,
        scores: Scores,
        kind: int,
        field: str,
        low: int,
        high: int,
        points: NDArray[np.uint16] | None = None,
    ) -> Steps:
        """Every paper with one of the words from `low` up to `high`; with `points`, these for each
        tag."""
        if low >= high:
            return
        if field in ("", "abstract"):
            common = self._index.bodies.common(low, high)
            if common is not None:
                scores.put_all(common * np.uint8(kind))
            for papers in self._index.bodies.slice(low, high):
                scores.put_some(papers, kind)
                yield
        if points is None:
            points = _scored_tags(kind, field)
        if points.any():
            yield from _put_tagged(scores, self._index.heads.slice(low, high), points, field)

    def _rows(self, scores: Scores, kind: int, field: str, rows: NDArray[np.uint32]) -> Steps:
        """As `_slice`, of scattered words."""
        if not len(rows):
            return
        if field in ("", "abstract"):
            for papers in self._index.bodies.rows(rows):
                scores.put_some(papers, kind)
                yield
            common = self._index.bodies.common_rows(rows)
            if common is not None:
                yield
                scores.put_all(common * np.uint8(kind))
                yield
        points = _scored_tags(kind, field)
        if points.any():
            yield from _put_tagged(scores, self._index.heads.rows(rows), points, field)

    def _initials(self, scores: Scores, text: str) -> None:
        """Titles with neighbouring words that begin with the letters of `text`, an `s` aside."""
        for initials in {text, text.removesuffix("s")}:
            row = self._index.initialism(initials)
            if row is None:
                continue
            for papers, tags in self._index.initials.slice(row, row + 1):
                scores.put(papers, scored(ranking.PREFIX + ranking.TITLE, tags))

    def _run_together(self, scores: Scores, text: str, several: int) -> Steps:
        """Titles with so many neighbours that `text` shortens in one."""
        papers, first = yield from self._fragments.find(text, several)
        scores.put(papers, scored(ranking.RUN_TOGETHER + ranking.TITLE, first))

    def _names_in_one(self, scores: Scores, text: str) -> Steps:
        """Names of which `text` are several words in one."""
        for parts in names_in_one(text):
            if all(map(self.has, parts)):
                papers, best, _ = yield from self._persons.find(Phrase(parts, "author"))
                scores.put(papers, best - np.uint16(ranking.EXACT - ranking.SHORTENED << 8))

    def person(self, scores: Scores, phrase: Phrase) -> Steps:
        """Add to `scores` where one author's name has the words of a phrase; or has them in one, as
        "vanderberg"; or, where none does, has several that are in one of these."""
        papers, best, others = yield from self._persons.find(phrase)
        scores.put(papers, best)
        joined = "".join(phrase.parts)
        row = self._index.words.find(joined)
        if row is not None and phrase.parts in names_in_one(joined):
            points = _scored_tags(ranking.EXACT, "author", "family")
            yield from self._slice(scores, ranking.EXACT, "author", row, row + 1, points)
        if not scores.matches().best.any():
            for apart in phrases_apart(phrase):
                papers, best, _ = yield from self._persons.find(apart)
                scores.put(papers, best)
        best_of_others = scored(ranking.EXACT + ranking.FAMILY_NAME, np.int16(Tag.VENUE - 1))
        holding = yield from self.phrases.works_holding(others, phrase)
        scores.put(np.array([paper for paper, _ in holding], np.uint32), best_of_others)


def _put_tagged(
    scores: Scores,
    pieces: Iterable[tuple[NDArray[np.uint32], NDArray[np.uint8]]],
    points: NDArray[np.uint16],
    field: str,
) -> Steps:
    """Add to `scores` papers with tags, which have so many points each."""
    for papers, tags in pieces:
        best = points.take(tags)
        if field:  # most stand elsewhere
            there = best > 0
            papers, best = papers.compress(there), best.compress(there)
        scores.put(papers, best)
        yield


@cache
def _scored_tags(kind: int, field: str, only: str = "") -> NDArray[np.uint16]:
    """For each tag, the score of a match of this kind there; 0 where it does not count. It may
    count in no name, or `only` as a family name."""
    places = ranking.places(field)
    if only:
        family = places[Tag.AUTHOR + 3 : Tag.VENUE : 4].copy()
        places[slice(Tag.AUTHOR, Tag.VENUE) if only == "unnamed" else slice(None)] = 0
        if only == "family":
            places[Tag.AUTHOR + 3 : Tag.VENUE : 4] = family
    scores = scored(places - np.uint8(1) + np.uint8(kind), np.arange(256, dtype=np.uint8))
    return np.where(places > 0, scores, np.uint16(0))
