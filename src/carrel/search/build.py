"""Building the search index from records, one after the other.

Which records are one paper need only be known at the end: a paper has the words of all of its
records. Texts are taken in batches, the words of which are numbered at once. Where a word stands
(which title, which author) is then worked out for all words of the batch at once.
"""

from __future__ import annotations

import re
from array import array
from collections import Counter
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from carrel.latex import readable
from carrel.search.entry import Entry
from carrel.search.facets import Column, Columns
from carrel.search.initialisms import LENGTHS, initialisms
from carrel.search.letters import LetterBitmaps, letter_rows
from carrel.search.numbering import Numbering
from carrel.search.postings import concatenated, pack
from carrel.search.sorting import SortKeys
from carrel.search.tags import AUTHORS, PLACES, Tag
from carrel.search.vocabulary import vocabulary
from carrel.search.words import compounds, run_together, words

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Keys = NDArray[np.uint64]
    Arrays = dict[str, NDArray[Any]]

_BATCH = 512  # records
# A word of capitals. Looking for the first of them, and then back, is three times as fast.
_CAPITALS = re.compile(r"[A-Z](?<!\w.)[A-Z]{1,4}(?=s?\b)")
_FAMILY = 3  # the tag of a family name, from the first of its author's
_8, _32, _40 = np.uint64(8), np.uint64(32), np.uint64(40)
_LOW_8, _LOW_32, _LOW_40 = np.uint64(0xFF), np.uint64(0xFFFFFFFF), np.uint64(0xFFFFFFFFFF)


class _Texts:
    """Texts whose words are waiting to be numbered, and for each its record's or name's number << 8
    | the tag of its first word."""

    def __init__(self) -> None:
        self.texts: list[str] = []
        self._fields = array("Q")

    def add(self, text: str, field: int) -> None:
        self.texts.append(text)
        self._fields.append(field)

    @property
    def fields(self) -> Keys:
        return np.frombuffer(self._fields, np.uint64)


class _Names:
    """The words of what works mention by name: their authors, venues and categories.

    A name is split into words once, however often it is mentioned: `keys` are the words with
    the name's number where postings have the record's.
    """

    def __init__(self, column: Column, tag: Tag) -> None:
        self.column = column
        self.tag = tag
        self.keys: list[Keys] = []
        self._known = 0

    def new(self) -> list[tuple[str, int]]:
        """Names that are not split yet, each with its number << 8 | the tag of its first word."""
        first, self._known = self._known, len(self.column)
        fields = range(first << 8 | self.tag, self._known << 8 | self.tag, 1 << 8)
        return list(zip(self.column.since(first), fields, strict=True))

    def postings(self) -> Keys:
        """The words of all mentions, with the records that mention them."""
        keys = _joined(self.keys)
        name = (keys >> _8) & _LOW_32
        keys = keys[np.argsort(name, kind="stable")]
        at = np.zeros(len(self.column) + 1, np.int64)
        np.cumsum(np.bincount(name.astype(np.int64), minlength=len(self.column)), out=at[1:])
        items, bounds = self.column.arrays()
        starts, ends = at[items], at[items.astype(np.int64) + 1]
        counts = np.diff(bounds)
        place = np.arange(len(items)) - np.repeat(bounds[:-1], counts)
        record = np.repeat(np.arange(len(counts)), counts)
        of_mention = record << 8
        if self.tag == Tag.AUTHOR:
            of_mention += 4 * np.minimum(place, AUTHORS - 1)
        keys = keys[concatenated(starts, ends)]
        return (keys & ~(_LOW_32 << _8)) + np.repeat(of_mention, ends - starts).astype(np.uint64)


class _Settled(NamedTuple):
    """What an index consists of while it is not known which records are one paper: its words, and
    the postings by them (rank << 40 | record << 8 | tag; of abstracts rank << 32 | record)."""

    terms: list[str]
    vocabulary: Arrays
    heads: Keys
    bodies: Keys
    title_record: Keys  # of all words of titles, in order
    title_word: NDArray[np.uint32]


class Builder:
    """Collects records; `finish` makes the index's arrays of them."""

    def __init__(self) -> None:
        self._numbering = Numbering()
        self._heads: list[Keys] = []  # word << 40 | record << 8 | tag
        self._bodies: list[Keys] = []  # word << 32 | record
        self._titles: list[Keys] = []  # record << 32 | word, in order
        self._capitals: Counter[str] = Counter()
        self._short = _Texts()
        self._long = _Texts()
        self._compounds = _Texts()  # of one word each
        self._raw: list[str] = []
        self._entries: list[Entry] = []  # of this batch
        self._facets = Columns()
        self._names = (
            _Names(self._facets.authors, Tag.AUTHOR),
            _Names(self._facets.venues, Tag.VENUE),
            _Names(self._facets.categories, Tag.CATEGORY),
        )
        self._dates = array("i")
        self._flags = bytearray()
        self._by_title = SortKeys()
        self._by_author = SortKeys()
        self._records = 0
        self._settled: _Settled | None = None

    def add(self, entry: Entry) -> None:
        """Index one more record. The words of an inferred title count as keywords: the paper does
        not have them as its title."""
        record = self._records << 8
        add = self._short.add
        title = entry.title
        if entry.inferred:
            add(title, record | Tag.KEYWORD)
        else:
            add(title, record)
            self._raw.append(title)
            if (plain := readable(title)) is not title:
                add(plain, record | (PLACES - 1))
            if "-" in title or "'" in title or not title.isascii():
                for place, word in compounds(title):
                    self._compounds.add(word, record | min(place, PLACES - 1))
        for keyword in entry.keywords:
            add(keyword, record | Tag.KEYWORD)
        if abstract := entry.abstract:
            self._long.add(abstract, record)
            self._raw.append(abstract)
            if (plain := readable(abstract)) is not abstract:
                self._long.add(plain, record)
        self._entries.append(entry)
        self._records += 1
        if self._records % _BATCH == 0:
            self._split()

    def _add_facts(self, entries: Sequence[Entry]) -> None:
        self._facets.add(entries)
        self._by_title.add([entry.title_key for entry in entries])
        self._by_author.add([entry.author_key for entry in entries])
        self._dates.extend([entry.date for entry in entries])
        self._flags.extend([entry.flags for entry in entries])

    # ------------------------------------------------------------ texts to words

    def _split(self) -> None:
        """Number the words of the waiting texts."""
        keys, of_title = _tagged(*self._words(self._short), self._short.fields)
        titles = keys[of_title]
        self._heads += [keys, self._joint(self._compounds)]
        self._titles.append((((titles >> _8) & _LOW_32) << _32) | titles >> _40)
        numbers, text = self._words(self._long)
        found = numbers > 0
        word, record = numbers[found].astype(np.uint64), self._long.fields[text[found]] >> _8
        self._bodies.append(_distinct((word << _32) | record))
        self._capitals.update(_CAPITALS.findall("\n".join(self._raw)))
        self._short, self._long, self._compounds, self._raw = _Texts(), _Texts(), _Texts(), []
        self._add_facts(self._entries)
        self._entries = []
        for names in self._names:
            self._split_names(names)

    def _split_names(self, names: _Names) -> None:
        """Number the words of the names that these records were the first to mention."""
        waiting, together = _Texts(), _Texts()
        for name, field in names.new():
            waiting.add(name, field)
            if names.tag == Tag.AUTHOR and ("-" in name or "'" in name or "’" in name):
                for word in run_together(name):
                    together.add(word, field + _FAMILY)
        keys, _ = _tagged(*self._words(waiting), waiting.fields)
        names.keys += [keys, self._joint(together)]

    def _words(self, waiting: _Texts) -> tuple[NDArray[np.uint32], NDArray[np.int64]]:
        """The number of each word of the texts, breaks included, and which text it is in."""
        numbers = self._numbering.of_texts(waiting.texts)
        return numbers, np.cumsum(numbers == 0) - 1

    def _joint(self, waiting: _Texts) -> Keys:
        """Postings of single words."""
        numbers = self._numbering.of_words(waiting.texts).astype(np.uint64)
        return (numbers << _40) | waiting.fields

    # ------------------------------------------------------------ words to index

    def settle(self) -> None:
        """Do what can be done when all records are there, but not yet which are one paper."""
        self._split()
        mentions = [names.postings() for names in self._names]
        spelled = self._numbering.words
        by_spelling = sorted(range(1, len(spelled)), key=spelled.__getitem__)
        terms = [spelled[number] for number in by_spelling]
        rank = np.zeros(len(spelled), np.uint64)
        rank[by_spelling] = np.arange(len(terms), dtype=np.uint64)
        self._numbering = Numbering()
        del spelled, by_spelling
        heads = _joined([*self._heads, *mentions])
        heads = (rank[heads >> _40] << _40) | (heads & _LOW_40)
        titles = _joined(self._titles)
        bodies = _joined(self._bodies)
        bodies = (rank[bodies >> _32] << _32) | (bodies & _LOW_32)
        self._heads, self._titles, self._bodies = [], [], []
        self._by_title.sort()
        self._by_author.sort()
        self._settled = _Settled(
            terms,
            vocabulary(terms),
            heads,
            bodies,
            titles >> _32,
            rank[titles & _LOW_32].astype(np.uint32),
        )

    def finish(
        self, starts: Sequence[int], members: Sequence[int], merged: Sequence[Entry]
    ) -> Arrays:
        """The arrays of an index over the papers that the records are; the builder is used up.

        `members` are the numbers of all papers' records, from 0 in the order they were added, those
        of paper n from `starts[n]` up to `starts[n + 1]`; `merged` the entries of those papers that
        have several records, in their order.
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
        # Which entry tells a paper's facts: its record's, or the one it has by being merged.
        told = records[first[:-1]]
        told[np.diff(first) > 1] = self._records + np.arange(len(merged))
        self._add_facts(merged)
        dates = np.frombuffer(self._dates, np.int32)[told]
        order = np.argsort(-dates, kind="stable").astype(np.uint32)  # newest first
        place = np.empty(papers, np.uint64)
        place[order] = np.arange(papers, dtype=np.uint64)
        number_of = place[paper_of]  # of each record, its paper's number in the index
        told = told[order]
        lengths = np.bincount(settled.title_record.astype(np.int64), minlength=self._records)
        lengths = np.append(lengths, [len(words(entry.title)) for entry in merged]).astype(np.int64)
        arrays: Arrays = {
            "order": order,
            "date": dates[order],
            "flags": np.frombuffer(bytes(self._flags), np.uint8)[told],
            "title_length": np.minimum(lengths[told], 255).astype(np.uint8),
            **settled.vocabulary,
        }
        letters = letter_rows(settled.terms)
        with ThreadPoolExecutor(1) as beside:  # numpy lets two threads compute at once
            heads = beside.submit(_finish_heads, settled.heads, number_of, letters, papers)
            bodies, counts = _finish_bodies(settled.bodies, number_of, letters, papers)
            arrays.update(self._facts_of(told))
            of_heads, more = heads.result()
        of_heads["letters.body"] |= bodies.pop("letters.body")
        arrays.update(bodies)
        arrays.update(of_heads)
        counts += more
        capitals = self._mostly_capital(settled.terms, counts)
        arrays.update(
            initialisms(
                settled.terms,
                capitals,
                settled.title_record,
                settled.title_word,
                number_of,
                papers,
            )
        )
        return arrays

    def _facts_of(self, told: NDArray[np.int64]) -> Arrays:
        """What papers are sorted and counted by, each told by one of the works added."""
        return {
            "by_title": self._by_title.places(told),
            "by_author": self._by_author.places(told),
            **self._facets.finish(told),
        }

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


def _tagged(
    numbers: NDArray[np.uint32], text: NDArray[np.int64], fields: Keys
) -> tuple[Keys, NDArray[np.bool_]]:
    """Postings of short texts, each word with what its text is of and with its tag; and which of
    them are of titles.

    `numbers` are those of the words, 0 before each text; `text` says which text a word is in.
    """
    breaks = np.flatnonzero(numbers == 0)
    ends = np.append(breaks[1:], len(numbers))
    place = np.arange(len(numbers)) - breaks[text] - 1  # in its text; a break has -1
    last = place == (ends - breaks - 2)[text]
    field = fields[text]
    base = (field & _LOW_8).astype(np.int64)
    tag = np.where(
        base == Tag.TITLE,
        np.minimum(place, PLACES - 1),
        np.where(base == Tag.AUTHOR, base + np.where(last, _FAMILY, np.minimum(place, 2)), base),
    )
    word: Keys = numbers.astype(np.uint64)
    keys: Keys = np.bitwise_or.reduce((word << _40, field & ~_LOW_8, tag.astype(np.uint64)))
    is_word = numbers > 0
    return keys[is_word], (base == Tag.TITLE)[is_word]


def _finish_heads(
    keys: Keys, number_of: Keys, letters: NDArray[np.int64], papers: int
) -> tuple[Arrays, NDArray[np.int64]]:
    """The postings of titles, names and facts, packed; and how many titles have each word."""
    arrays: Arrays = {}
    paper = number_of[(keys >> _8) & _LOW_32]
    keys = (keys >> _40 << _40) | (paper << _8) | (keys & _LOW_8)
    keys.sort()
    # Of a word that a title holds more than once, the first place; of a fact, one posting.
    tag = (keys & _LOW_8).astype(np.uint8)
    kind = np.where(tag < Tag.AUTHOR, np.uint8(0), tag)
    paper = keys >> _8
    first = np.ones(len(keys), np.bool_)
    first[1:] = (paper[1:] != paper[:-1]) | (kind[1:] != kind[:-1])
    keys, tag = keys[first], tag[first]
    word = (keys >> _40).astype(np.uint32)
    number = (keys >> _8).astype(np.uint32)
    for name, which in (
        ("title", tag < Tag.AUTHOR),
        ("author", (tag >= Tag.AUTHOR) & (tag < Tag.VENUE)),
        ("body", tag >= Tag.VENUE),
    ):
        bitmaps = LetterBitmaps(papers)
        bitmaps.add(letters[word[which]], number[which])
        arrays[f"letters.{name}"] = bitmaps.bits.reshape(-1)
    arrays.update(pack("heads", word, number, tag, len(letters), papers))
    return arrays, np.bincount(word[tag < Tag.AUTHOR], minlength=len(letters))


def _finish_bodies(
    keys: Keys, number_of: Keys, letters: NDArray[np.int64], papers: int
) -> tuple[Arrays, NDArray[np.int64]]:
    """The postings of abstracts, packed; and how many each word has."""
    keys = _distinct((keys >> _32 << _32) | number_of[keys & _LOW_32])
    word = (keys >> _32).astype(np.uint32)
    number = keys.astype(np.uint32)
    bitmaps = LetterBitmaps(papers)
    bitmaps.add(letters[word], number)
    arrays: Arrays = {"letters.body": bitmaps.bits.reshape(-1)}
    arrays.update(pack("bodies", word, number, None, len(letters), papers))
    return arrays, np.bincount(word, minlength=len(letters))


def _distinct(keys: Keys) -> Keys:
    """The distinct keys, sorted; several times faster than `np.unique`, which hashes."""
    keys.sort()
    distinct = np.ones(len(keys), np.bool_)
    distinct[1:] = keys[1:] != keys[:-1]
    return keys[distinct]


def _joined(parts: list[Keys]) -> Keys:
    return np.concatenate(parts) if parts else np.empty(0, np.uint64)
