"""Building the search index from the words of records.

Which records are one paper need only be known at the end: a paper has the words of all of its
records.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from carrel.search.entry import Entry
from carrel.search.facts import Facts
from carrel.search.gathering import Gathered, Gatherer
from carrel.search.initialisms import LENGTHS, initialisms
from carrel.search.letters import LetterBitmaps, letter_rows
from carrel.search.numbering import Numbering
from carrel.search.postings import distinct, joined, pack
from carrel.search.sorting import merged
from carrel.search.tags import Tag
from carrel.search.vocabulary import vocabulary

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Keys = NDArray[np.uint64]
    Arrays = dict[str, NDArray[Any]]

_PIECE = 1 << 18  # keys renumbered at a time: what is computed for them stays in the cache
_8, _32, _40 = np.uint64(8), np.uint64(32), np.uint64(40)
_LOW_8, _LOW_32, _LOW_40 = np.uint64(0xFF), np.uint64(0xFFFFFFFF), np.uint64(0xFFFFFFFFFF)


class _Settled(NamedTuple):
    """What an index consists of while it is not known which records are one paper: its words, and
    the postings by them, as `Gathered` has them."""

    terms: list[str]
    vocabulary: Arrays
    heads: Keys
    bodies: Keys
    title_record: NDArray[np.uint32]  # of all words of titles, in order
    title_word: NDArray[np.uint32]


class Builder:
    """Collects records; `finish` makes the index's arrays of them."""

    def __init__(self) -> None:
        self._gatherer = Gatherer()
        self._gathered: list[Gathered] = []
        self._records = 0
        self._facts = Facts()
        self._capitals: Counter[str] = Counter()
        self._settled: _Settled | None = None

    def add(self, entry: Entry) -> None:
        """Index one more record."""
        self._gatherer.add(entry)

    def extend(self, gathered: Gathered) -> None:
        """Index some more records, the words of which were gathered elsewhere."""
        self.pause()
        self._gathered.append(gathered)

    def pause(self) -> None:
        """Do what can be done before the words of some more records are there."""
        if len(self._gatherer):
            self._gathered.append(self._gatherer.gathered())
            self._gatherer = Gatherer()

    def settle(self) -> None:
        """Do what can be done when all records are there, but not yet which are one paper."""
        self.pause()
        parts, self._gathered = self._gathered, []
        terms, places = merged([part.words for part in parts])
        heads, bodies, titles = [], [], []
        while parts:
            part = parts.pop(0)
            ranks = np.zeros(len(part.words) + 1, np.uint64)
            ranks[np.frombuffer(part.numbers, np.uint32)] = places.pop(0)
            first = np.uint64(self._records)
            for keys in map(_numbers, part.heads):
                heads.append((ranks[keys >> _40] << _40) | ((keys & _LOW_40) + (first << _8)))
            for keys in map(_numbers, part.bodies):
                bodies.append((ranks[keys >> _32] << _32) | ((keys & _LOW_32) + first))
            for keys in map(_numbers, part.titles):
                titles.append((((keys >> _32) + first) << _32) | ranks[keys & _LOW_32])
            self._records += part.records
            self._capitals.update(part.capitals)
            self._facts.extend(part.facts)
        self._facts.sort()
        of_titles = joined(titles)
        self._settled = _Settled(
            terms,
            vocabulary(terms),
            joined(heads),
            joined(bodies),
            (of_titles >> _32).astype(np.uint32),
            of_titles.astype(np.uint32),
        )

    def finish(
        self, starts: Sequence[int], members: Sequence[int], merged: Mapping[int, Entry]
    ) -> Arrays:
        """The arrays of an index over the papers that the records are; the builder is used up.

        `members` are the numbers of all papers' records, from 0 in the order they were added, those
        of paper n from `starts[n]` up to `starts[n + 1]`; `merged` the entries of those papers, by
        number, that are not what their first record is.
        """
        if self._settled is None:
            self.settle()
        settled, self._settled = self._settled, None
        assert settled is not None
        first = np.asarray(starts, np.int64)
        records = np.asarray(members, np.int64)
        papers = len(first) - 1
        paper_of = np.empty(self._records, np.uint64)
        paper_of[records] = np.repeat(np.arange(papers, dtype=np.uint64), np.diff(first))
        # Which entry tells a paper's facts: its first record's, or that by which it is merged.
        entries = records[first[:-1]]
        entries[list(merged)] = self._records + np.arange(len(merged))
        more = list(merged.values())
        dates = np.concatenate((self._facts.dates, _dates(more)))[entries]
        order = np.argsort(-dates, kind="stable").astype(np.uint32)  # newest first
        place = np.empty(papers, np.uint64)
        place[order] = np.arange(papers, dtype=np.uint64)
        number_of = place[paper_of]  # of each record, its paper's number in the index
        entries = entries[order]
        terms = settled.vocabulary
        first_bytes = terms["terms.text"][terms["terms.at"][:-1]]
        letters = letter_rows(first_bytes)
        with ThreadPoolExecutor(1) as beside:  # numpy lets two threads compute at once
            ordering = beside.submit(_Heads, settled.heads, number_of)
            settled = settled._replace(heads=np.empty(0, np.uint64))  # which that uses up
            packing = beside.submit(lambda: ordering.result().finish(letters, papers))
            lengths = np.bincount(settled.title_record.astype(np.int64), minlength=self._records)
            lengths = np.append(lengths, _lengths([entry.title for entry in more]))
            self._facts.add(more)
            arrays: Arrays = {
                "order": order,
                "date": dates[order],
                "title_length": np.minimum(lengths[entries], 255).astype(np.uint8),
                **terms,
                **self._facts.finish(entries),
            }
            bodies, counts = _finish_bodies(settled.bodies, number_of, letters, papers)
            counts += np.bincount(ordering.result().title_words, minlength=len(letters))
            capitals = self._mostly_capital(settled.terms, counts)
            initials = initialisms(
                first_bytes,
                capitals,
                settled.title_record,
                settled.title_word,
                number_of,
                papers,
            )
            of_heads = packing.result()
        of_heads["letters.body"] |= bodies.pop("letters.body")
        arrays.update(bodies)
        arrays.update(of_heads)
        arrays.update(initials)
        return arrays

    def _mostly_capital(
        self, terms: Sequence[str], counts: NDArray[np.int64]
    ) -> list[tuple[str, int]]:
        """The words that are mostly written in capitals, with their numbers, sorted."""
        number = {term: i for i, term in enumerate(terms) if len(term) in LENGTHS}
        found = []
        for written, count in self._capitals.items():
            term = number.get(written.lower())
            if term is not None and 2 * count >= counts[term]:
                found.append((written.lower(), term))
        return sorted(found)


class _Heads:
    """The postings of titles, names and facts, in order."""

    def __init__(self, keys: Keys, number_of: Keys) -> None:
        """`keys` are as `Gathered.heads` has them, and are used up."""
        for start in range(0, len(keys), _PIECE):
            some = keys[start : start + _PIECE]
            paper = number_of[(some >> _8) & _LOW_32]
            some[:] = (some >> _40 << _40) | (paper << _8) | (some & _LOW_8)
        keys.sort()
        # Of a word that a title holds more than once, the first place; of a fact, one posting.
        tag = keys.astype(np.uint8)
        kind = np.where(tag < Tag.AUTHOR, np.uint8(0), tag)
        first = np.ones(len(keys), np.bool_)
        first[1:] = (keys[1:] >> _8 != keys[:-1] >> _8) | (kind[1:] != kind[:-1])
        keys = keys[first]
        self._word = (keys >> _40).astype(np.uint32)
        self._number = (keys >> _8).astype(np.uint32)
        self._tag = tag[first]

    @property
    def title_words(self) -> NDArray[np.uint32]:
        """The words of titles, each as often as there are titles that have it."""
        return self._word[self._tag < Tag.AUTHOR]

    def finish(self, letters: NDArray[np.uint8], papers: int) -> Arrays:
        """Them, packed."""
        arrays: Arrays = {}
        word, number, tag = self._word, self._number, self._tag
        for name, which in (
            ("title", tag < Tag.AUTHOR),
            ("author", (tag >= Tag.AUTHOR) & (tag < Tag.VENUE)),
            ("body", tag >= Tag.VENUE),
        ):
            bitmaps = LetterBitmaps(papers)
            bitmaps.add(letters[word[which]], number[which])
            arrays[f"letters.{name}"] = bitmaps.bits.reshape(-1)
        arrays.update(pack("heads", word, number, tag, len(letters), papers))
        return arrays


def _finish_bodies(
    keys: Keys, number_of: Keys, letters: NDArray[np.uint8], papers: int
) -> tuple[Arrays, NDArray[np.int64]]:
    """The postings of abstracts, packed; and how many each word has."""
    keys = distinct((keys >> _32 << _32) | number_of[keys & _LOW_32])
    word = (keys >> _32).astype(np.uint32)
    number = keys.astype(np.uint32)
    bitmaps = LetterBitmaps(papers)
    bitmaps.add(letters[word], number)
    arrays: Arrays = {"letters.body": bitmaps.bits.reshape(-1)}
    arrays.update(pack("bodies", word, number, None, len(letters), papers))
    return arrays, np.bincount(word, minlength=len(letters))


def _dates(entries: Sequence[Entry]) -> NDArray[np.int32]:
    return np.array([entry.date for entry in entries], np.int32)


def _lengths(titles: Sequence[str]) -> NDArray[np.int64]:
    """How many words each of some titles has."""
    numbers = Numbering().of_texts(titles)
    return np.diff(np.append(np.flatnonzero(numbers == 0), len(numbers))) - 1


def _numbers(data: Any) -> Keys:
    return np.frombuffer(data, np.uint64)
