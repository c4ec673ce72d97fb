"""Matching one word or phrase of a query: every paper that holds it, how well, and where.

Everything here is a generator that yields now and then, so that a search that nobody waits for any
more can be dropped between two steps.
"""

from __future__ import annotations

from collections.abc import Callable, Generator
from typing import TYPE_CHECKING

import numpy as np

from carrel.paper import Work
from carrel.search import ranking
from carrel.search.index import Index
from carrel.search.letters import LETTERS
from carrel.search.query import Phrase, Word
from carrel.search.scores import Scores, scored, tags_of
from carrel.search.spans import phrase_field
from carrel.search.tags import PLACES, Tag

if TYPE_CHECKING:
    from numpy.typing import NDArray

Steps = Generator[None, None, None]
Fetch = Callable[[int], Work]

# Stages of leniency: all words as typed; those that no paper holds may be shortened or misspelt;
# all words may be; those that no paper holds may be two run together.
AS_TYPED, LENIENT, MORE_LENIENT, RUN_TOGETHER = range(4)

_VOWELS_AND_DIGITS = frozenset("aeiou0123456789")
_FETCHED = 32  # papers whose text is read in one step
_FAR = PLACES - 1  # the place in a title from which on places are not told apart
_MOST_ROWS = 2_000  # words that half of a run-together word may mean


class Matcher:
    """Matches words of queries against an index; `fetch` gives a paper's texts by number."""

    def __init__(self, index: Index, fetch: Fetch) -> None:
        self._index = index
        self._fetch = fetch

    def finds_more(self, word: Word, stage: int) -> bool:
        """May a stage of leniency find more for a word than those before it?"""
        if stage == AS_TYPED:
            return True
        known = map(self.knows, word.parts)
        return any(known) if stage == MORE_LENIENT else not all(known)

    def word(self, scores: Scores, word: Word, stage: int) -> Steps:
        """Add to `scores` what a stage of leniency finds for a word beyond those before it."""
        if len(word.parts) > 1:
            yield from self._compound(scores, word, stage)
        elif self.finds_more(word, stage):
            text, field = word.parts[0], word.field
            if stage == AS_TYPED:
                yield from self._as_typed(scores, text, field)
            elif stage < RUN_TOGETHER:
                yield from self._lenient(scores, text, field)
            elif field in ("", "title"):
                yield from self._run_together(scores, text)

    def knows(self, text: str) -> bool:
        """Does any paper have a word that begins so?"""
        low, high = self._index.words.prefix(text)
        return low < high

    def _as_typed(self, scores: Scores, text: str, field: str) -> Steps:
        words = self._index.words
        low, high = words.prefix(text)
        exact = low + (low < high and words[low] == text)
        if len(text) == 1 and not field and text in LETTERS:
            yield from self._one_letter(scores, text)
        else:
            yield from self._slice(scores, ranking.PREFIX, field, exact, high)
        yield from self._slice(scores, ranking.EXACT, field, low, exact)
        if not field and len(text) == 4 and text.isdecimal():
            year = int(text)
            scores.put_all(self._index.years(year, year), ranking.YEAR_AS_WORD)
        if field in ("", "title"):
            self._initials(scores, text)
        if len(text) >= 3 and text.isascii() and not _VOWELS_AND_DIGITS & set(text[1:]):
            shortened = words.without_vowels(text)
            yield from self._rows(scores, ranking.SHORTENED, field, shortened)

    def _one_letter(self, scores: Scores, letter: str) -> Steps:
        """All papers with a word that begins with a letter: too many to unpack one by one."""
        for where, points in (
            ("body", ranking.ABSTRACT),
            ("author", ranking.GIVEN_NAME),
            ("title", ranking.TITLE),
        ):
            scores.put_all(self._index.begins_with(letter, where), ranking.PREFIX + points)
            yield

    def _lenient(self, scores: Scores, text: str, field: str) -> Steps:
        """The words that `text` shortens or misspells."""
        if len(text) < 3:
            return
        words = self._index.words
        shortened = words.shortened(text)
        yield
        (once,) = yield from words.misspelt(text, 1)
        started = words.misspelt_start(text) if len(text) >= 5 else once[:0]
        yield
        if len(text) >= 6 and not len(once):
            _, twice = yield from words.misspelt(text, 2)
            yield from self._rows(scores, ranking.MANGLED, field, twice)
        yield from self._rows(scores, ranking.MISSPELT, field, started)
        yield from self._rows(scores, ranking.MISSPELT, field, once)
        yield from self._rows(scores, ranking.SHORTENED, field, shortened)

    def _compound(self, scores: Scores, word: Word, stage: int) -> Steps:
        """Words joined by a hyphen: all of them side by side or apart, or run together."""
        parts = [Scores(len(self._index)) for _ in word.parts]
        for part, text in zip(parts, word.parts, strict=True):
            for earlier in range(stage + 1):
                yield from self.word(part, Word((text,), word.field), earlier)
        scores.put_better(Scores.of_all(parts))
        if stage == AS_TYPED:
            yield from self.word(scores, Word(("".join(word.parts),), word.field), AS_TYPED)

    def _slice(self, scores: Scores, kind: int, field: str, low: int, high: int) -> Steps:
        """Every paper with one of the words from `low` up to `high`."""
        if low >= high:
            return
        if field in ("", "abstract"):
            common = self._index.bodies.common(low, high)
            if common is not None:
                scores.put_all(common, kind)
            for papers, _ in self._index.bodies.slice(low, high):
                scores.put_some(papers, kind)
                yield
        points = _scored_tags(kind, field)
        for papers, tags in self._index.heads.slice(low, high):
            assert tags is not None
            scores.put(papers, points[tags])
            yield

    def _rows(self, scores: Scores, kind: int, field: str, rows: NDArray[np.uint32]) -> Steps:
        """As `_slice`, of scattered words."""
        if not len(rows):
            return
        if field in ("", "abstract"):
            for papers, _ in self._index.bodies.rows(rows):
                scores.put_some(papers, kind)
                yield
            common = self._index.bodies.common_rows(rows)
            if common is not None:
                scores.put_all(common, kind)
        points = _scored_tags(kind, field)
        for papers, tags in self._index.heads.rows(rows):
            assert tags is not None
            scores.put(papers, points[tags])
            yield

    def _initials(self, scores: Scores, text: str) -> None:
        """Titles with neighbouring words that begin with the letters of `text`, an `s` aside."""
        for initials in {text, text.removesuffix("s")}:
            row = self._index.initialism(initials)
            if row is None:
                continue
            for papers, tags in self._index.initials.slice(row, row + 1):
                assert tags is not None
                scores.put(papers, scored(ranking.PREFIX + ranking.TITLE, tags))

    def _run_together(self, scores: Scores, text: str) -> Steps:
        """Titles with two neighbours that `text` shortens in one: `sprsattn`, sparse attention."""
        for cut in range(2, len(text) - 1):
            left, right = self._beginning(text[:cut]), self._beginning(text[cut:])
            yield
            if not len(left) or not len(right):
                continue
            papers, places = self._in_titles(left)
            yield
            next_papers, next_places = self._in_titles(right)
            yield
            # Few titles have both; only what stands in those is worth sorting.
            has = np.zeros(len(self._index), np.bool_)
            has[papers] = True
            kept = has[next_papers]
            after = _keys(next_papers[kept], next_places[kept])
            has[papers] = False
            has[next_papers[kept]] = True
            kept = has[papers]
            before = _keys(papers[kept], places[kept])
            yield
            both = np.intersect1d(before + np.uint64(1), after)
            tags = ((both & np.uint64(255)) - np.uint64(1)).astype(np.uint8)
            papers = (both >> np.uint64(8)).astype(np.uint32)
            scores.put(papers, scored(ranking.MANGLED + ranking.TITLE, tags))
            yield

    def _beginning(self, short: str) -> NDArray[np.uint32]:
        """The words that `short` begins, or is without vowels; none where it may be anything."""
        words = self._index.words
        low, high = words.prefix(short)
        rows = np.union1d(np.arange(low, high, dtype=np.uint32), words.without_vowels(short))
        return rows if len(rows) <= _MOST_ROWS else rows[:0]

    def _in_titles(self, rows: NDArray[np.uint32]) -> tuple[NDArray[np.uint32], NDArray[np.uint8]]:
        """In which papers' titles words stand, and where."""
        papers, places = [np.empty(0, np.uint32)], [np.empty(0, np.uint8)]
        for some, tags in self._index.heads.rows(rows):
            assert tags is not None
            in_title = tags < Tag.AUTHOR
            papers.append(some[in_title])
            places.append(tags[in_title])
        return np.concatenate(papers), np.concatenate(places)

    def phrase(self, scores: Scores, phrase: Phrase) -> Steps:
        """Add to `scores` the papers that hold the words of a phrase side by side."""
        parts = []
        for text in phrase.parts:
            part = Scores(len(self._index))
            yield from self.word(part, Word((text,), phrase.field), AS_TYPED)
            parts.append(part)
        alive = parts[-1].reach(ranking.PREFIX if phrase.open else ranking.EXACT)
        for part in parts[:-1]:
            alive &= part.reach(ranking.EXACT)
        points = {
            "title": ranking.TITLE,
            "authors": ranking.FAMILY_NAME,
            "venue": ranking.FACT,
            "keywords": ranking.FACT,
            "abstract": ranking.ABSTRACT,
        }
        if phrase.field in ("", "title"):
            last = yield from self._side_by_side(phrase)
            there = np.flatnonzero(last < _FAR)
            first = last[there] - np.uint8(len(parts) - 1)
            scores.put(there.astype(np.uint32), scored(ranking.EXACT + ranking.TITLE, first))
            alive[there] = False
        # Where it may stand elsewhere, or one of the words twice: in the order of what is read.
        others = np.flatnonzero(alive)
        others = others[np.argsort(self._index.order[others])]
        yield
        for done, paper in enumerate(others.tolist()):
            if done % _FETCHED == 0:
                yield
            where = phrase_field(self._fetch(paper), phrase)
            if where:
                tag = tags_of(parts[0].best[paper])
                scores.best[paper] = scored(ranking.EXACT + points[where], tag)

    def _side_by_side(self, phrase: Phrase) -> Generator[None, None, NDArray[np.uint8]]:
        """For each paper, the place of a phrase's last word in its title, if the words stand side
        by side there where each stands first; otherwise `_FAR`."""
        last = np.full(len(self._index), _FAR, np.uint8)
        for number, text in enumerate(phrase.parts):
            low, high = self._index.words.prefix(text)
            if not phrase.open or number < len(phrase.parts) - 1:
                high = low + (low < high and self._index.words[low] == text)
            before, last = last, np.full(len(self._index), _FAR, np.uint8)
            for papers, tags in self._index.heads.slice(low, high):
                assert tags is not None
                fits = tags < _FAR
                if number:
                    fits &= before[papers] + np.uint8(1) == tags
                last[papers[fits]] = tags[fits]
                yield
        return last


def _keys(papers: NDArray[np.uint32], places: NDArray[np.uint8]) -> NDArray[np.uint64]:
    """A number for each place in a paper; neighbouring places have neighbouring numbers."""
    return papers.astype(np.uint64) << np.uint64(8) | places


def _scored_tags(kind: int, field: str) -> NDArray[np.uint16]:
    """For each tag, the score of a match of this kind there; 0 where it does not count."""
    places = ranking.places(field)
    scores = scored(places - np.uint8(1) + np.uint8(kind), np.arange(256, dtype=np.uint8))
    return np.where(places > 0, scores, np.uint16(0))
