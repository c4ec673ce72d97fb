"""Records to words: the first half of building a search index, one record after the other.

Texts are taken in batches, the words of which are numbered at once. Where a word stands (which
title, which author) is then worked out for all words of the batch at once.
"""

from __future__ import annotations

import re
from array import array
from collections import Counter
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from carrel.latex import readable
from carrel.search.entry import Entry
from carrel.search.facets import Column
from carrel.search.facts import Facts
from carrel.search.numbering import Numbering
from carrel.search.pieces import pieces
from carrel.search.postings import concatenated, distinct, joined
from carrel.search.tags import AUTHORS, FAR, Tag
from carrel.search.words import compounds

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Keys = NDArray[np.uint64]

_BATCH = 512  # records
# A word of capitals. Looking for the first of them, and then back, is three times as fast.
_CAPITALS = re.compile(r"[A-Z](?<!\w.)[A-Z]{1,4}(?=s?\b)")
_FAMILY = 3  # the tag of a family name, from the first of its author's
_8, _32, _40 = np.uint64(8), np.uint64(32), np.uint64(40)
_LOW_8, _LOW_32 = np.uint64(0xFF), np.uint64(0xFFFFFFFF)


class Gathered(NamedTuple):
    """What an index is made from: the words of some records, and where they stand.

    `words` are sorted; `numbers` are what stands for them, from 1. `heads` are word << 40 | record
    << 8 | tag, `bodies` (of abstracts) word << 32 | record, and `titles` record << 32 | word, all
    words of all titles in order; each as 64-bit numbers, in pieces. `capitals` says how often a
    word was written in capitals. `marshal` hands all of it on; arrays arrive as bytes.
    """

    records: int
    words: list[str]
    numbers: Any
    heads: list[Any]
    bodies: list[Any]
    titles: list[Any]
    capitals: dict[str, int]
    facts: tuple[Any, ...]


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

    def postings(self) -> Iterator[Keys]:
        """The words of all mentions, with the records that mention them, in pieces."""
        keys = joined(self.keys)
        name = (keys >> _8) & _LOW_32
        keys = keys[np.argsort(name, kind="stable")]
        keys &= ~(_LOW_32 << _8)
        at = np.zeros(len(self.column) + 1, np.int64)
        np.cumsum(np.bincount(name.astype(np.int64), minlength=len(self.column)), out=at[1:])
        items, bounds = self.column.arrays()
        for piece in pieces(len(items)):
            mention = np.arange(piece.start, piece.stop)
            record = bounds.searchsorted(mention, side="right") - 1
            of_mention = record << 8
            if self.tag == Tag.AUTHOR:
                of_mention += 4 * np.minimum(mention - bounds[record], AUTHORS - 1)
            some = items[piece].astype(np.int64)
            starts, ends = at[some], at[some + 1]
            told = np.repeat(of_mention, ends - starts).astype(np.uint64)
            yield keys[concatenated(starts, ends)] + told


class Gatherer:
    """Collects the words of records."""

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
        self._facts = Facts()
        facets = self._facts.facets
        self._names = (
            _Names(facets.authors, Tag.AUTHOR),
            _Names(facets.venues, Tag.VENUE),
            _Names(facets.categories, Tag.CATEGORY),
        )
        self._records = 0

    def __len__(self) -> int:
        """How many records there are."""
        return self._records

    def add(self, entry: Entry) -> None:
        """Take one more record. The words of an inferred title count as keywords, since they are
        not the paper's own title."""
        record = self._records << 8
        add = self._short.add
        title = entry.title
        if entry.inferred:
            add(title, record | Tag.KEYWORD)
        else:
            add(title, record)
            self._raw.append(title)
            if (plain := readable(title)) is not title:
                add(plain, record | FAR)
            if "-" in title or "'" in title or not title.isascii():
                for place, word in compounds(title):
                    self._compounds.add(word, record | min(place, FAR))
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

    def gathered(self) -> Gathered:
        """Everything collected; this object is used up."""
        self._split()
        mentions = [keys for names in self._names for keys in names.postings()]
        words = self._numbering.words
        numbers = sorted(range(1, len(words)), key=words.__getitem__)
        return Gathered(
            self._records,
            [words[number] for number in numbers],
            array("I", numbers),
            self._heads + mentions,
            self._bodies,
            self._titles,
            dict(self._capitals),
            self._facts.dump(),
        )

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
        self._bodies.append(distinct((word << _32) | record))
        self._capitals.update(_CAPITALS.findall("\n".join(self._raw)))
        self._short, self._long, self._compounds, self._raw = _Texts(), _Texts(), _Texts(), []
        self._facts.add(self._entries)
        self._entries = []
        for names in self._names:
            self._split_names(names)

    def _split_names(self, names: _Names) -> None:
        """Number the words of the names that these records were the first to mention."""
        waiting, together = _Texts(), _Texts()
        for name, field in names.new():
            waiting.add(name, field)
            if names.tag == Tag.AUTHOR and ("-" in name or "'" in name or "’" in name):
                for _, word in compounds(name):
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
        np.minimum(place, FAR),
        np.where(base == Tag.AUTHOR, base + np.where(last, _FAMILY, np.minimum(place, 2)), base),
    )
    word: Keys = numbers.astype(np.uint64)
    keys: Keys = np.bitwise_or.reduce((word << _40, field & ~_LOW_8, tag.astype(np.uint64)))
    is_word = numbers > 0
    return keys[is_word], (base == Tag.TITLE)[is_word]
