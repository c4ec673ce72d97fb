"""Building the search index from the words of records.

Which records are one paper need only be known at the end: a paper has the words of all of its
records.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from itertools import chain
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from carrel.search.entry import Entry
from carrel.search.facts import Facts
from carrel.search.gathering import Gathered, Gatherer
from carrel.search.initialisms import LENGTHS, initialisms
from carrel.search.letters import letter_bitmaps, letter_rows
from carrel.search.numbering import Numbering
from carrel.search.packing import first_of_each, pack, row_bounds
from carrel.search.pieces import Filling, add_counts, new_ones, pieces
from carrel.search.sorting import merged
from carrel.search.tags import Tag
from carrel.search.vocabulary import vocabulary

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Keys = NDArray[np.uint64]
    Arrays = dict[str, NDArray[Any]]

_8, _32, _40 = np.uint64(8), np.uint64(32), np.uint64(40)
_LOW_8, _LOW_32, _LOW_40 = np.uint64(0xFF), np.uint64(0xFFFFFFFF), np.uint64(0xFFFFFFFFFF)


class _Settled(NamedTuple):
    """What an index consists of while it is not known which records are one paper: its words, and
    the postings by them, as `Gathered` has them."""

    vocabulary: Arrays
    capitals: dict[str, tuple[int, int]]  # words: how often in capitals, and their numbers
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
        heads, bodies = _room(part.heads for part in parts), _room(part.bodies for part in parts)
        words = sum(map(_size, (keys for part in parts for keys in part.titles)))
        title_record = Filling(np.empty(words, np.uint32))
        title_word = Filling(np.empty(words, np.uint32))
        while parts:
            part = parts.pop(0)
            ranks = np.zeros(len(part.words) + 1, np.uint64)
            ranks[np.frombuffer(part.numbers, np.uint32)] = places.pop(0)
            first = np.uint64(self._records)
            for keys in _taken(part.heads):
                heads.put((ranks[keys >> _40] << _40) | ((keys & _LOW_40) + (first << _8)))
            for keys in _taken(part.bodies):
                bodies.put((ranks[keys >> _32] << _32) | ((keys & _LOW_32) + first))
            for keys in _taken(part.titles):
                title_record.put(((keys >> _32) + first).astype(np.uint32))
                title_word.put(ranks[keys & _LOW_32].astype(np.uint32))
            self._records += part.records
            self._capitals.update(part.capitals)
            self._facts.extend(part.facts)
            del part
        self._facts.sort()
        self._settled = _Settled(
            vocabulary(terms),
            self._capital(terms),
            *(heads.filled, bodies.filled, title_record.filled, title_word.filled),
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
            ordering = beside.submit(_Heads, settled.heads, number_of, len(letters))
            settled = settled._replace(heads=np.empty(0, np.uint64))  # which that uses up
            packing = beside.submit(lambda: ordering.result().finish(letters, papers))
            places = np.arange(self._records + 1, dtype=np.uint32)
            lengths = np.diff(settled.title_record.searchsorted(places))
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
            settled = settled._replace(bodies=np.empty(0, np.uint64))  # used up, too
            counts += ordering.result().of_titles
            capitals = [
                (word, number)
                for word, (count, number) in sorted(settled.capitals.items())
                if 2 * count >= counts[number]  # it is mostly written so
            ]
            titles = settled.title_record, settled.title_word
            initials = initialisms(first_bytes, capitals, *titles, number_of, papers)
            of_heads = packing.result()
        of_heads["letters.body"] |= bodies.pop("letters.body")
        arrays.update(bodies)
        arrays.update(of_heads)
        arrays.update(initials)
        return arrays

    def _capital(self, terms: Sequence[str]) -> dict[str, tuple[int, int]]:
        """The words that are ever written in capitals, as `_Settled` has them."""
        numbers = {term: i for i, term in enumerate(terms) if len(term) in LENGTHS}
        counts = ((written.lower(), count) for written, count in self._capitals.items())
        return {word: (count, numbers[word]) for word, count in counts if word in numbers}


class _Heads:
    """The postings of titles, names and facts, in order."""

    def __init__(self, keys: Keys, number_of: Keys, words: int) -> None:
        """`keys` are as `Gathered.heads` has them, and are used up. Sets `of_titles`: how many
        titles have each of so many words."""
        for piece in pieces(len(keys)):
            some = keys[piece]
            paper = number_of[(some >> _8) & _LOW_32]
            some[:] = (some >> _40 << _40) | (paper << _8) | (some & _LOW_8)
        # Of a word that a title holds more than once, the first place; of a fact, one posting.
        kinds = np.arange(1 << 8, dtype=np.uint64)
        kinds[: Tag.AUTHOR] = 0
        self._keys, self._tags = first_of_each(keys, kinds)  # word << 32 | paper
        self.of_titles = np.zeros(words, np.int64)
        for piece in pieces(len(self._keys)):
            of_titles = self._keys[piece][self._tags[piece] < Tag.AUTHOR]
            add_counts(self.of_titles, (of_titles >> _32).astype(np.uint32))

    def finish(self, letters: NDArray[np.uint8], papers: int) -> Arrays:
        """Them, packed; the object is used up."""
        kinds = np.zeros(1 << 8, np.int64)  # of tags
        kinds[Tag.AUTHOR : Tag.VENUE] = 1
        kinds[Tag.VENUE :] = 2
        keys, tags = self._keys, self._tags
        del self._keys, self._tags
        bitmaps = letter_bitmaps(keys, letters, papers, 3, lambda piece: kinds[tags[piece]])
        names = ("letters.title", "letters.author", "letters.body")
        packed = pack("heads", keys, tags, len(letters), papers)
        return {**dict(zip(names, bitmaps, strict=True)), **packed}


def _finish_bodies(
    keys: Keys, number_of: Keys, letters: NDArray[np.uint8], papers: int
) -> tuple[Arrays, NDArray[np.int64]]:
    """The postings of abstracts, packed; and how many each word has. `keys` are used up."""
    for piece in pieces(len(keys)):
        some = keys[piece]
        some[:] = (some >> _32 << _32) | number_of[some & _LOW_32]
    keys.sort()
    kept = Filling(keys)
    for some, new in new_ones(keys, lambda some: some):
        kept.put(some[new])
    keys = kept.filled
    (bitmap,) = letter_bitmaps(keys, letters, papers)
    packed = pack("bodies", keys, None, len(letters), papers)
    return {"letters.body": bitmap, **packed}, np.diff(row_bounds(keys, len(letters)))


def _dates(entries: Sequence[Entry]) -> NDArray[np.int32]:
    return np.array([entry.date for entry in entries], np.int32)


def _lengths(titles: Sequence[str]) -> NDArray[np.int64]:
    """How many words each of some titles has."""
    numbers = Numbering().of_texts(titles)
    return np.diff(np.append(np.flatnonzero(numbers == 0), len(numbers))) - 1


def _size(keys: Any) -> int:
    """How many 64-bit numbers there are."""
    return memoryview(keys).nbytes // 8


def _room(parts: Iterable[list[Any]]) -> Filling[np.uint64]:
    """Room for all keys of some parts."""
    return Filling(np.empty(sum(map(_size, chain.from_iterable(parts))), np.uint64))


def _taken(keys: list[Any]) -> Iterator[Keys]:
    """The keys in some arrays, in pieces; the arrays are given up on the way."""
    while keys:
        some = np.frombuffer(keys.pop(0), np.uint64)
        yield from (some[piece] for piece in pieces(len(some)))
