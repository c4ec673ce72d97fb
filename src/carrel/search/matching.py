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
from carrel.search.query import Phrase, Word
from carrel.search.spans import phrase_field
from carrel.search.tags import Tag

if TYPE_CHECKING:
    from numpy.typing import NDArray

Steps = Generator[None, None, None]
Fetch = Callable[[int], Work]

# Stages of leniency: all words as typed; those that no paper holds may be shortened or misspelt;
# all words may be; those that no paper holds may be two run together.
AS_TYPED, LENIENT, MORE_LENIENT, RUN_TOGETHER = range(4)

_VOWELS_AND_DIGITS = frozenset("aeiou0123456789")
_FETCHED = 32  # papers whose text is read in one step
_MOST_ROWS = 2_000  # words that half of a run-together word may mean


class Scores:
    """How well a word is matched in each paper (points, 0 where not), and where (its tag)."""

    def __init__(self, papers: int) -> None:
        self.points = np.zeros(papers, np.uint8)
        self.tag = np.full(papers, 255, np.uint8)

    def copy(self) -> Scores:
        copy = Scores(0)
        copy.points, copy.tag = self.points.copy(), self.tag.copy()
        return copy

    def put(
        self, papers: NDArray[np.uint32], points: NDArray[np.uint8], tags: NDArray[np.uint8]
    ) -> None:
        """Keep the better of what is known and what is given; a paper may be given many times."""
        while True:
            better = points > self.points[papers]
            if not better.any():
                return
            papers, points, tags = papers[better], points[better], tags[better]
            self.points[papers] = points
            self.tag[papers] = tags

    def put_all(self, which: NDArray[np.bool_], points: int) -> None:
        """As `put`, for the papers of which `which` is true, at no place in particular."""
        np.maximum(self.points, which.view(np.uint8) * np.uint8(points), out=self.points)

    def put_better(self, other: Scores) -> None:
        """Keep the better of both."""
        better = other.points > self.points
        self.points[better] = other.points[better]
        self.tag[better] = other.tag[better]


class Matcher:
    """Matches words of queries against an index; `fetch` gives a paper's texts by number."""

    def __init__(self, index: Index, fetch: Fetch) -> None:
        self._index = index
        self._fetch = fetch

    def word(self, scores: Scores, word: Word, stage: int) -> Steps:
        """Add to `scores` what a stage of leniency finds for a word beyond those before it."""
        if len(word.parts) > 1:
            yield from self._compound(scores, word, stage)
            return
        text, field = word.parts[0], word.field
        if stage == AS_TYPED:
            yield from self._as_typed(scores, text, field)
        elif stage == (MORE_LENIENT if self.knows(text) else LENIENT):
            yield from self._lenient(scores, text, field)
        elif stage == RUN_TOGETHER and field in ("", "title") and not self.knows(text):
            yield from self._run_together(scores, text)

    def knows(self, text: str) -> bool:
        """Does any paper have a word that begins so?"""
        low, high = self._index.words.prefix(text)
        return low < high

    def _as_typed(self, scores: Scores, text: str, field: str) -> Steps:
        words = self._index.words
        low, high = words.prefix(text)
        exact = low + (low < high and words[low] == text)
        if len(text) == 1 and not field and self._index.begins_with(text, "title") is not None:
            self._one_letter(scores, text)
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

    def _one_letter(self, scores: Scores, letter: str) -> None:
        """All papers with a word that begins with a letter: too many to unpack one by one."""
        for where, points in (
            ("body", ranking.ABSTRACT),
            ("author", ranking.GIVEN_NAME),
            ("title", ranking.TITLE),
        ):
            which = self._index.begins_with(letter, where)
            if which is not None:
                scores.put_all(which, ranking.PREFIX + points)

    def _lenient(self, scores: Scores, text: str, field: str) -> Steps:
        """The words that `text` shortens or misspells."""
        if len(text) < 3:
            return
        words = self._index.words
        shortened = words.shortened(text)
        yield
        once = words.misspelt(text, 1)[0]
        yield
        started = words.misspelt_start(text) if len(text) >= 5 else once[:0]
        yield
        if len(text) >= 6 and not len(once):
            twice = words.misspelt(text, 2)[1]
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
        everywhere = np.minimum.reduce([part.points for part in parts])
        parts[0].points[:] = everywhere
        scores.put_better(parts[0])
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
                scores.points[papers] = np.maximum(scores.points[papers], kind)
                yield
        points = _points(kind, field)
        for papers, tags in self._index.heads.slice(low, high):
            assert tags is not None
            scores.put(papers, points[tags], tags)
            yield

    def _rows(self, scores: Scores, kind: int, field: str, rows: NDArray[np.uint32]) -> Steps:
        """As `_slice`, of scattered words."""
        if not len(rows):
            return
        if field in ("", "abstract"):
            for papers, _ in self._index.bodies.rows(rows):
                scores.points[papers] = np.maximum(scores.points[papers], kind)
                yield
            common = self._index.bodies.common_rows(rows)
            if common is not None:
                scores.put_all(common, kind)
        points = _points(kind, field)
        for papers, tags in self._index.heads.rows(rows):
            assert tags is not None
            scores.put(papers, points[tags], tags)
            yield

    def _initials(self, scores: Scores, text: str) -> None:
        """Titles with neighbouring words that begin with the letters of `text`, an `s` aside."""
        for initials in {text, text.removesuffix("s")}:
            row = self._index.initialism(initials)
            if row is None:
                continue
            for papers, tags in self._index.initials.slice(row, row + 1):
                assert tags is not None
                points = np.full(len(papers), ranking.PREFIX + ranking.TITLE, np.uint8)
                scores.put(papers, points, tags)

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
            points = np.full(len(both), ranking.MANGLED + ranking.TITLE, np.uint8)
            scores.put((both >> np.uint64(8)).astype(np.uint32), points, tags)
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
        least = np.full(len(self._index), ranking.EXACT, np.uint8)
        if phrase.open:
            least = np.full(len(self._index), ranking.PREFIX, np.uint8)
        alive = np.minimum.reduce([part.points for part in parts[:-1]]) >= ranking.EXACT
        alive &= parts[-1].points >= least
        points = {
            "title": ranking.TITLE,
            "authors": ranking.FAMILY_NAME,
            "venue": ranking.FACT,
            "keywords": ranking.FACT,
            "abstract": ranking.ABSTRACT,
        }
        for done, paper in enumerate(np.flatnonzero(alive).tolist()):
            if done % _FETCHED == 0:
                yield
            where = phrase_field(self._fetch(paper), phrase)
            if where:
                scores.points[paper] = ranking.EXACT + points[where]
                scores.tag[paper] = parts[0].tag[paper]


def _keys(papers: NDArray[np.uint32], places: NDArray[np.uint8]) -> NDArray[np.uint64]:
    """A number for each place in a paper; neighbouring places have neighbouring numbers."""
    return papers.astype(np.uint64) << np.uint64(8) | places


def _points(kind: int, field: str) -> NDArray[np.uint8]:
    """For each tag, the points of a match of this kind there; 0 where it does not count."""
    places = ranking.places(field)
    return np.where(places > 0, places - np.uint8(1) + np.uint8(kind), 0).astype(np.uint8)
