"""Building the search index from records, one after the other.

Which records are one paper need only be known at the end: a paper has the words of all of its
records. Texts are taken in batches: a batch is folded, joined and split into words by one regular
expression, and the words are numbered by one pass over a dictionary, so that a word costs a
fraction of a microsecond. Where a word stands (which title, which author) is then worked
out for all words of the batch at once.
"""

from __future__ import annotations

import re
from array import array
from collections import Counter, defaultdict
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from carrel.search.entry import Entry
from carrel.search.facets import Columns
from carrel.search.initialisms import LENGTHS, initialisms
from carrel.search.letters import LetterBitmaps, letter_rows
from carrel.search.postings import pack
from carrel.search.tags import PLACES, Tag
from carrel.search.vocabulary import vocabulary
from carrel.search.words import ASCII_WORD_OR_BREAK, WORD_OR_BREAK, compounds, readable, words
from carrel.text import fold

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Arrays = dict[str, NDArray[Any]]
    Keys = NDArray[np.uint64]

_BATCH = 512  # records
_BREAK = "\x00"  # before each text of a batch; its number is 0
_CAPITALS = re.compile(r"\b[A-Z]{2,5}(?=s?\b)")
_8, _32, _40 = np.uint64(8), np.uint64(32), np.uint64(40)
_LOW_8, _LOW_32 = np.uint64(0xFF), np.uint64(0xFFFFFFFF)


class _Texts:
    """Texts waiting to be split, ASCII and others apart (the pattern for ASCII is faster), and for
    each its record's number << 8 | the tag of its first word."""

    def __init__(self) -> None:
        self.plain: list[str] = []
        self.plain_fields = array("Q")
        self.other: list[str] = []
        self.other_fields = array("Q")

    def add(self, text: str, field: int) -> None:
        if text.isascii():
            self.plain.append(text)
            self.plain_fields.append(field)
        else:
            self.other.append(text)
            self.other_fields.append(field)

    def batches(self) -> list[tuple[list[str], Keys]]:
        """The texts with their fields, as far as there are any."""
        both = ((self.plain, self.plain_fields), (self.other, self.other_fields))
        return [(texts, np.frombuffer(fields, np.uint64)) for texts, fields in both if texts]


class Builder:
    """Collects records; `finish` makes the index's arrays of them."""

    def __init__(self) -> None:
        self._numbers: defaultdict[str, int] = defaultdict()
        self._numbers.default_factory = self._numbers.__len__
        _ = self._numbers[_BREAK]  # takes number 0
        self._heads: list[Keys] = []  # word << 40 | record << 8 | tag
        self._bodies: list[Keys] = []  # word << 32 | record
        self._titles: list[Keys] = []  # record << 32 | word, in order
        self._capitals: Counter[str] = Counter()
        self._short = _Texts()
        self._long = _Texts()
        self._raw: list[str] = []
        self._facets = Columns()
        self._dates = array("i")
        self._flags = bytearray()
        self._title_keys: list[str] = []
        self._author_keys: list[str] = []
        self._records = 0

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
                self._add_compounds(title, record, None)
        tag = int(Tag.AUTHOR)
        for name in entry.authors:
            add(name, record | tag)
            if "-" in name or "'" in name or "’" in name:
                self._add_compounds(name, record, tag + 3)
            if tag < Tag.VENUE - 4:
                tag += 4
        if entry.venue:
            add(entry.venue, record | Tag.VENUE)
        for keyword in entry.keywords:
            add(keyword, record | Tag.KEYWORD)
        for category in entry.categories:
            add(category, record | Tag.CATEGORY)
        if abstract := entry.abstract:
            self._long.add(abstract, record)
            self._raw.append(abstract)
            if (plain := readable(abstract)) is not abstract:
                self._long.add(plain, record)
        self._facets.add(entry)
        self._title_keys.append(entry.title_key)
        self._author_keys.append(entry.author_key)
        self._dates.append(entry.date)
        self._flags.append(entry.flags)
        self._records += 1
        if self._records % _BATCH == 0:
            self._split()

    def _add_compounds(self, text: str, record: int, tag: int | None) -> None:
        """Words run together, at the place of the first of them where no tag is given."""
        numbers = self._numbers
        keys = [
            numbers[word] << 40 | record | (min(place, PLACES - 1) if tag is None else tag)
            for place, word in compounds(text)
        ]
        if keys:
            self._heads.append(np.array(keys, np.uint64))

    # ------------------------------------------------------------ texts to words

    def _split(self) -> None:
        """Number the words of the waiting texts."""
        for texts, fields in self._short.batches():
            self._split_heads(*self._words(texts), fields)
        for texts, fields in self._long.batches():
            numbers, text = self._words(texts)
            found = numbers > 0
            word, record = numbers[found].astype(np.uint64), fields[text[found]] >> _8
            self._bodies.append(_distinct((word << _32) | record))
        self._capitals.update(_CAPITALS.findall("\n".join(self._raw)))
        self._short, self._long, self._raw = _Texts(), _Texts(), []

    def _words(self, texts: list[str]) -> tuple[NDArray[np.uint32], NDArray[np.int64]]:
        """The number of each word of the texts, breaks included, and which text it is in."""
        joined = fold(_BREAK + _BREAK.join(texts))
        pattern = ASCII_WORD_OR_BREAK if joined.isascii() else WORD_OR_BREAK
        found = pattern.findall(joined)
        numbers = np.fromiter(map(self._numbers.__getitem__, found), np.uint32, len(found))
        return numbers, np.cumsum(numbers == 0) - 1

    def _split_heads(
        self, numbers: NDArray[np.uint32], text: NDArray[np.int64], fields: Keys
    ) -> None:
        """Postings of short texts: each word with its record and its tag."""
        breaks = np.flatnonzero(numbers == 0)
        ends = np.append(breaks[1:], len(numbers))
        place = np.arange(len(numbers)) - breaks[text] - 1  # in its text; a break has -1
        last = place == (ends - breaks - 2)[text]
        field = fields[text]
        base = (field & _LOW_8).astype(np.int64)
        author = (base >= Tag.AUTHOR) & (base < Tag.VENUE)
        tag = np.where(
            base == Tag.TITLE,
            np.minimum(place, PLACES - 1),
            np.where(author, base + np.where(last, 3, np.minimum(place, 2)), base),
        )
        record: Keys = field >> _8
        word: Keys = numbers.astype(np.uint64)
        keys: Keys = np.bitwise_or.reduce((word << _40, record << _8, tag.astype(np.uint64)))
        is_word = numbers > 0
        self._heads.append(keys[is_word])
        of_title = is_word & (base == Tag.TITLE)
        titles: Keys = (record[of_title] << _32) | word[of_title]
        self._titles.append(titles)

    # ------------------------------------------------------------ words to index

    def finish(self, groups: Sequence[Sequence[int]], merged: Sequence[Entry]) -> Arrays:
        """The arrays of an index over the papers that the records are; the builder is used up.

        `groups` are the numbers of each paper's records, from 0 in the order they were added;
        `merged` the entries of those papers that have several records, in their order.
        """
        self._split()
        papers = len(groups)
        # Which entry tells a paper's facts: its record's, or the one it has by being merged.
        told = np.fromiter((group[0] for group in groups), np.int64, papers)
        paper_of = np.empty(self._records, np.uint64)
        paper_of[told] = np.arange(papers, dtype=np.uint64)
        several = [paper for paper, group in enumerate(groups) if len(group) > 1]
        for number, (paper, entry) in enumerate(zip(several, merged, strict=True)):
            told[paper] = self._records + number
            paper_of[list(groups[paper])] = paper
            self._facets.add(entry)
            self._title_keys.append(entry.title_key)
            self._author_keys.append(entry.author_key)
            self._dates.append(entry.date)
            self._flags.append(entry.flags)
        dates = np.frombuffer(self._dates, np.int32)[told]
        order = np.argsort(-dates, kind="stable").astype(np.uint32)  # newest first
        place = np.empty(papers, np.uint64)
        place[order] = np.arange(papers, dtype=np.uint64)
        number_of = place[paper_of]  # of each record, its paper's number in the index
        told = told[order]
        arrays: Arrays = {
            "order": order,
            "date": dates[order],
            "flags": np.frombuffer(bytes(self._flags), np.uint8)[told],
            "by_title": _ranks(self._title_keys, told),
            "by_author": _ranks(self._author_keys, told),
            **self._facets.finish(told),
        }
        self._title_keys = self._author_keys = []
        self._facets = Columns()

        spelled = list(self._numbers)
        by_spelling = sorted(range(1, len(spelled)), key=spelled.__getitem__)
        terms = [spelled[number] for number in by_spelling]
        rank = np.zeros(len(spelled), np.uint64)
        rank[by_spelling] = np.arange(len(terms), dtype=np.uint64)
        self._numbers.clear()
        del spelled, by_spelling
        arrays.update(vocabulary(terms))

        titles = _joined(self._titles)
        title_record, title_word = titles >> _32, rank[titles & _LOW_32].astype(np.uint32)
        lengths = np.bincount(title_record.astype(np.int64), minlength=self._records)
        lengths = np.append(lengths, [len(words(entry.title)) for entry in merged])
        arrays["title_length"] = np.minimum(lengths[told], 255).astype(np.uint8)

        letters = letter_rows(terms)
        counts = self._finish_heads(arrays, rank, number_of, letters, papers)
        counts += self._finish_bodies(arrays, rank, number_of, letters, papers)
        capitals = self._mostly_capital(terms, counts)
        arrays.update(
            initialisms(terms, capitals, title_record, title_word, number_of, papers)
        )  # fmt: skip
        return arrays

    def _finish_heads(
        self,
        arrays: Arrays,
        rank: Keys,
        number_of: Keys,
        letters: NDArray[np.int64],
        papers: int,
    ) -> NDArray[np.int64]:
        """Pack the postings of titles, names and facts; returns how many each word has."""
        keys = _joined(self._heads)
        self._heads = []
        paper = number_of[(keys >> _8) & _LOW_32]
        keys = (rank[keys >> _40] << _40) | (paper << _8) | (keys & _LOW_8)
        keys.sort()
        # Of a word that a title holds more than once, the first place; of a fact, one posting.
        tag = (keys & _LOW_8).astype(np.uint8)
        kind = np.where(tag < Tag.AUTHOR, 0, tag)
        first = np.ones(len(keys), np.bool_)
        first[1:] = (keys[1:] >> _8 != keys[:-1] >> _8) | (kind[1:] != kind[:-1])
        keys, tag = keys[first], tag[first]
        word = (keys >> _40).astype(np.uint32)
        number = ((keys >> _8) & _LOW_32).astype(np.uint32)
        for name, which in (
            ("title", tag < Tag.AUTHOR),
            ("author", (tag >= Tag.AUTHOR) & (tag < Tag.VENUE)),
            ("body", tag >= Tag.VENUE),
        ):
            bitmaps = LetterBitmaps(papers)
            bitmaps.add(letters[word[which]], number[which])
            arrays[f"letters.{name}"] = bitmaps.bits.reshape(-1)
        arrays.update(pack("heads", word, number, tag, len(letters), papers))
        return np.bincount(word, minlength=len(letters))

    def _finish_bodies(
        self,
        arrays: Arrays,
        rank: Keys,
        number_of: Keys,
        letters: NDArray[np.int64],
        papers: int,
    ) -> NDArray[np.int64]:
        """Pack the postings of abstracts; returns how many each word has."""
        keys = _joined(self._bodies)
        self._bodies = []
        keys = _distinct((rank[keys >> _32] << _32) | number_of[keys & _LOW_32])
        word = (keys >> _32).astype(np.uint32)
        number = keys.astype(np.uint32)
        bitmaps = LetterBitmaps(papers)
        bitmaps.add(letters[word], number)
        arrays["letters.body"] |= bitmaps.bits.reshape(-1)
        arrays.update(pack("bodies", word, number, None, len(letters), papers))
        return np.bincount(word, minlength=len(letters))

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


def _ranks(keys: Sequence[str], told: NDArray[np.int64]) -> NDArray[np.uint32]:
    """For each paper, its place in the order of the keys of those that tell of it."""
    mine = [keys[entry] for entry in told.tolist()]
    ranks = np.empty(len(mine), np.uint32)
    ranks[sorted(range(len(mine)), key=mine.__getitem__)] = np.arange(len(mine), dtype=np.uint32)
    return ranks


def _distinct(keys: Keys) -> Keys:
    """The distinct keys, sorted; several times faster than `np.unique`, which hashes."""
    keys.sort()
    distinct = np.ones(len(keys), np.bool_)
    distinct[1:] = keys[1:] != keys[:-1]
    return keys[distinct]


def _joined(parts: list[Keys]) -> Keys:
    return np.concatenate(parts) if parts else np.empty(0, np.uint64)
