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
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from carrel.paper import Work
from carrel.search import facets
from carrel.search.facets import Column
from carrel.search.postings import pack
from carrel.search.tags import PLACES, Tag
from carrel.search.vocabulary import letter_sets
from carrel.search.words import ASCII_WORD_OR_BREAK, WORD_OR_BREAK, compounds, readable, skeleton
from carrel.text import fold

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Arrays = dict[str, NDArray[Any]]

INITIALS = range(2, 6)  # how many words an initialism may stand for
FLAGS = ("doi", "code", "abstract", "arxiv", "url")  # what `has:` asks for; a bit each

_BATCH = 512  # papers
_BREAK = "\x00"  # before each text of a batch; its number is 0
_CAPITALS = re.compile(r"\b[A-Z]{2,5}(?=s?\b)")
_LETTERS = "0abcdefghijklmnopqrstuvwxyz"


class _Texts:
    """Texts waiting to be split, and what each is: its paper and the tag of its first word."""

    def __init__(self) -> None:
        self.plain: list[str] = []  # ASCII and other texts apart: the pattern for ASCII is faster
        self.plain_fields = array("Q")
        self.other: list[str] = []
        self.other_fields = array("Q")

    def add(self, text: str, paper: int, tag: int) -> None:
        if text.isascii():
            self.plain.append(text)
            self.plain_fields.append(paper << 8 | tag)
        else:
            self.other.append(text)
            self.other_fields.append(paper << 8 | tag)


class Builder:
    """Collects records; `finish` makes the index's arrays of them."""

    def __init__(self) -> None:
        self._numbers: defaultdict[str, int] = defaultdict()
        self._numbers.default_factory = self._numbers.__len__
        self._numbers[_BREAK]  # takes number 0
        self._heads: list[NDArray[np.uint64]] = []  # word << 40 | paper << 8 | tag
        self._bodies: list[NDArray[np.uint64]] = []  # word << 32 | paper
        self._titles: list[NDArray[np.uint64]] = []  # paper << 32 | word, in order
        self._capitals: Counter[str] = Counter()
        self._short = _Texts()
        self._long = _Texts()
        self._raw: list[str] = []
        self._dates = array("i")
        self._title_keys: list[str] = []
        self._author_keys: list[str] = []
        self._flags = bytearray()
        self._facets = {name: Column() for name in facets.NAMES}
        self._records = 0

    def add(self, work: Work) -> None:
        """Index one more record. The words of an inferred title count as keywords: it is not the
        paper's own."""
        paper = self._records  # for now
        short = self._short
        title = work.title
        if work.title_inferred:
            short.add(title, paper, Tag.KEYWORD)
            title = ""
        short.add(title, paper, Tag.TITLE)
        self._raw.append(title)
        if (plain := readable(title)) is not title:
            short.add(plain, paper, Tag.TITLE)
        if "-" in title or not title.isascii() or "'" in title:
            self._add_compounds(title, paper, None)
        tag = int(Tag.AUTHOR)
        for name in work.authors:
            text = name.display
            short.add(text, paper, tag)
            if "-" in text or "'" in text or "’" in text:
                self._add_compounds(text, paper, tag + 3)
            if tag < Tag.VENUE - 4:
                tag += 4
        if work.venue:
            short.add(work.venue, paper, Tag.VENUE)
        for keyword in work.keywords:
            short.add(keyword, paper, Tag.KEYWORD)
        for category in work.categories:
            short.add(category, paper, Tag.CATEGORY)
        if work.abstract:
            self._long.add(work.abstract, paper, 0)
            self._raw.append(work.abstract)
            if (plain := readable(work.abstract)) is not work.abstract:
                self._long.add(plain, paper, 0)
        for column, values in zip(self._facets.values(), facets.values_of(work), strict=True):
            column.add(values)
        self._title_keys.append(_title_key(work))
        self._author_keys.append(_author_key(work))
        self._dates.append(_date_number(work))
        present = (work.doi, work.code, work.abstract, work.arxiv, work.url)
        self._flags.append(sum(1 << bit for bit, value in enumerate(present) if value))
        self._records += 1
        if self._records % _BATCH == 0:
            self._split()

    def _add_compounds(self, text: str, paper: int, tag: int | None) -> None:
        """Words run together, with the place of the first of them where no tag is given."""
        numbers = self._numbers
        keys = [
            numbers[word] << 40 | paper << 8 | (min(place, PLACES - 1) if tag is None else tag)
            for place, word in compounds(text)
        ]
        if keys:
            self._heads.append(np.array(keys, np.uint64))

    def _split(self) -> None:
        """Number the words of the waiting texts."""
        for texts, fields in (
            (self._short.plain, self._short.plain_fields),
            (self._short.other, self._short.other_fields),
        ):
            if texts:
                self._split_heads(*self._words(texts), np.frombuffer(fields, np.uint64))
        for texts, fields in (
            (self._long.plain, self._long.plain_fields),
            (self._long.other, self._long.other_fields),
        ):
            if texts:
                numbers, field = self._words(texts)
                papers = np.frombuffer(fields, np.uint64)[field] >> np.uint64(8)
                keys = (numbers.astype(np.uint64) << np.uint64(32)) | papers
                self._bodies.append(_unique(keys[numbers > 0]))
        self._capitals.update(_CAPITALS.findall("\n".join(self._raw)))
        self._short, self._long, self._raw = _Texts(), _Texts(), []

    def _words(self, texts: list[str]) -> tuple[NDArray[np.uint32], NDArray[np.int64]]:
        """The number of each word of the texts, breaks included, and the text it is in."""
        joined = fold(_BREAK + _BREAK.join(texts))
        found = (ASCII_WORD_OR_BREAK if joined.isascii() else WORD_OR_BREAK).findall(joined)
        numbers = np.fromiter(map(self._numbers.__getitem__, found), np.uint32, len(found))
        return numbers, np.cumsum(numbers == 0) - 1

    def _split_heads(
        self,
        numbers: NDArray[np.uint32],
        field: NDArray[np.int64],
        fields: NDArray[np.uint64],
    ) -> None:
        """Postings of short texts: each word with its paper and its tag."""
        breaks = np.flatnonzero(numbers == 0)
        ends = np.append(breaks[1:], len(numbers))
        place = np.arange(len(numbers)) - breaks[field] - 1  # in its text; a break has -1
        last = place == (ends - breaks - 2)[field]
        key = fields[field]
        base = (key & np.uint64(255)).astype(np.int64)
        author = (base >= Tag.AUTHOR) & (base < Tag.VENUE)
        tag = np.where(
            base == Tag.TITLE,
            np.minimum(place, PLACES - 1),
            np.where(author, base + np.where(last, 3, np.minimum(place, 2)), base),
        )
        paper = key >> np.uint64(8)
        word = numbers.astype(np.uint64)
        keys = (word << np.uint64(40)) | (paper << np.uint64(8)) | tag.astype(np.uint64)
        is_word = numbers > 0
        self._heads.append(keys[is_word])
        of_title = is_word & (base == Tag.TITLE)
        self._titles.append((paper[of_title] << np.uint64(32)) | word[of_title])

    def finish(self, groups: Sequence[Sequence[int]], merged: Callable[[int], Work]) -> Arrays:
        """The arrays of an index over the papers that the records are; the builder is used up.

        `groups` are the numbers of each paper's records, from 0 in the order they were added;
        `merged` gives the paper of a group of several.
        """
        self._split()
        papers = len(groups)
        first = np.fromiter((group[0] for group in groups), np.int64, papers)
        dates = np.frombuffer(self._dates, np.int32)[first]
        flags = np.frombuffer(bytes(self._flags), np.uint8)[first]
        title_keys = [self._title_keys[record] for record in first.tolist()]
        author_keys = [self._author_keys[record] for record in first.tolist()]
        paper_of = np.empty(self._records, np.uint64)
        paper_of[first] = np.arange(papers, dtype=np.uint64)
        told = first.copy()  # the work, of those added and then those merged, that tells its facts
        merges = 0
        for paper, group in enumerate(groups):
            if len(group) > 1:
                work = merged(paper)
                told[paper] = self._records + merges
                merges += 1
                for column, values in zip(
                    self._facets.values(), facets.values_of(work), strict=True
                ):
                    column.add(values)
                dates[paper] = _date_number(work)
                flags[paper] = np.bitwise_or.reduce([self._flags[record] for record in group])
                title_keys[paper] = _title_key(work)
                author_keys[paper] = _author_key(work)
                paper_of[list(group)] = paper
        order = np.argsort(-dates, kind="stable").astype(np.uint32)  # newest first
        place = np.empty(papers, np.uint64)
        place[order] = np.arange(papers, dtype=np.uint64)
        number = place[paper_of]

        spelled = list(self._numbers)
        alphabetical = np.array(sorted(range(1, len(spelled)), key=spelled.__getitem__), np.int64)
        terms = [spelled[i] for i in alphabetical.tolist()]
        rank = np.zeros(len(spelled), np.uint64)
        rank[alphabetical] = np.arange(len(terms), dtype=np.uint64)
        del self._numbers, spelled

        arrays: Arrays = {"order": order, "date": dates[order], "flags": flags[order]}
        for facet, column in self._facets.items():
            arrays.update(column.finish(facet, told[order]))
        self._facets = {}
        for name, keys in (("by_title", title_keys), ("by_author", author_keys)):
            sorted_papers = sorted(order.tolist(), key=keys.__getitem__)
            position = np.empty(papers, np.uint32)
            position[place[sorted_papers]] = np.arange(papers, dtype=np.uint32)
            arrays[name] = position
        del title_keys, author_keys
        arrays.update(_vocabulary(terms))

        titles = _joined(self._titles)
        self._titles = []
        title_paper = number[titles >> np.uint64(32)]
        title_word = rank[titles & np.uint64(0xFFFFFFFF)].astype(np.uint32)
        in_order = np.argsort(title_paper, kind="stable")
        title_paper, title_word = title_paper[in_order], title_word[in_order]
        lengths = np.bincount(title_paper.astype(np.int64), minlength=papers)
        arrays["title_length"] = np.minimum(lengths, 255).astype(np.uint8)

        keys = _joined(self._heads)
        self._heads = []
        paper = number[(keys >> np.uint64(8)) & np.uint64(0xFFFFFFFF)]
        keys = (
            (rank[keys >> np.uint64(40)] << np.uint64(40))
            | (paper << np.uint64(8))
            | (keys & np.uint64(255))
        )
        keys.sort()
        # Of a word that a title holds more than once, the first place; of a fact, one posting.
        tag = (keys & np.uint64(255)).astype(np.uint8)
        kind = np.where(tag < Tag.AUTHOR, 0, tag)
        same = np.zeros(len(keys), np.bool_)
        same[1:] = (keys[1:] >> np.uint64(8) == keys[:-1] >> np.uint64(8)) & (kind[1:] == kind[:-1])
        keys, tag = keys[~same], tag[~same]
        word = (keys >> np.uint64(40)).astype(np.uint32)
        paper = ((keys >> np.uint64(8)) & np.uint64(0xFFFFFFFF)).astype(np.uint32)
        arrays.update(pack("heads", word, paper, tag, len(terms), papers))
        counts = np.bincount(word, minlength=len(terms))
        del keys, tag, kind, same, word, paper

        keys = _joined(self._bodies)
        self._bodies = []
        keys = (rank[keys >> np.uint64(32)] << np.uint64(32)) | number[keys & np.uint64(0xFFFFFFFF)]
        keys = _unique(keys)
        word = (keys >> np.uint64(32)).astype(np.uint32)
        arrays.update(pack("bodies", word, keys.astype(np.uint32), None, len(terms), papers))
        counts += np.bincount(word, minlength=len(terms))
        del keys, word

        index = {term: i for i, term in enumerate(terms) if len(term) in INITIALS}
        capitals = [
            (folded, number)
            for written, count in self._capitals.items()
            if (number := index.get(folded := written.lower())) is not None
            and 2 * count >= counts[number]
        ]
        arrays.update(_initialisms(terms, sorted(capitals), title_paper, title_word, papers))
        return arrays


def _joined(parts: list[NDArray[np.uint64]]) -> NDArray[np.uint64]:
    return np.concatenate(parts) if parts else np.empty(0, np.uint64)


def _title_key(work: Work) -> str:
    """Titles are sorted by their letters, not by the quotation mark that some begin with."""
    return fold(work.title).lstrip("\"'“‘([{$\\ ")


def _author_key(work: Work) -> str:
    return fold(work.authors[0].surname) if work.authors else "\U0010ffff"


def _date_number(work: Work) -> int:
    """Year × 10000 + month × 100 + day; parts that are not known are 0."""
    date = work.date
    if not work.year:
        return 0
    return work.year * 10000 + int(date[5:7] or 0) * 100 + int(date[8:10] or 0)


def _unique(keys: NDArray[np.uint64]) -> NDArray[np.uint64]:
    """The distinct keys, sorted; several times faster than `np.unique`, which hashes."""
    keys.sort()
    distinct = np.ones(len(keys), np.bool_)
    distinct[1:] = keys[1:] != keys[:-1]
    return keys[distinct]


def _vocabulary(terms: list[str]) -> Arrays:
    text = "\n".join([*terms, ""]).encode()
    bytes_ = np.frombuffer(text, np.uint8)
    at = np.zeros(len(terms) + 1, np.uint32)
    at[1:] = np.flatnonzero(bytes_ == ord("\n")) + 1
    skeletons = [skeleton(term) for term in terms]
    by_skeleton = sorted(range(len(terms)), key=skeletons.__getitem__)
    lengths = np.fromiter(map(len, terms), np.uint32, len(terms))
    return {
        "terms.text": bytes_,
        "terms.at": at,
        "terms.letters": letter_sets(bytes_, at),
        "terms.length": np.minimum(lengths, 255).astype(np.uint8),
        "terms.by_skeleton": np.array(by_skeleton, np.uint32),
    }


def _initialisms(
    terms: list[str],
    capitals: list[tuple[str, int]],
    paper: NDArray[np.uint64],
    word: NDArray[np.uint32],
    papers: int,
) -> Arrays:
    """Postings of words like `llm`, where a title has words that begin with its letters.

    `capitals` are the words that the papers themselves mostly write in capitals, sorted, with their
    numbers; `paper` and `word` are all words of all titles in order.
    """
    initial = np.array([max(_LETTERS.find(term[0]), 0) for term in terms], np.int64)[word]
    place = np.arange(len(word)) - np.searchsorted(paper, paper)
    found = [np.empty(0, np.uint64)]
    for length in INITIALS:
        mine = [(_code(text), row) for row, (text, _) in enumerate(capitals) if len(text) == length]
        if not mine or len(word) < length:
            continue
        code = np.zeros(len(word) - length + 1, np.int64)
        for i in range(length):
            code = code * len(_LETTERS) + initial[i : i + len(code)]
        codes, rows = np.array(sorted(mine), np.int64).T
        slot = np.minimum(np.searchsorted(codes, code), len(codes) - 1)
        whole = paper[: len(code)] == paper[length - 1 :]  # all in one title
        hit = np.flatnonzero((codes[slot] == code) & whole)
        tag = np.minimum(place[hit], PLACES - 1).astype(np.uint64)
        row = rows[slot[hit]].astype(np.uint64)
        found.append((row << np.uint64(40)) | (paper[hit] << np.uint64(8)) | tag)
    keys = np.sort(np.concatenate(found))
    first = np.ones(len(keys), np.bool_)
    first[1:] = keys[1:] >> np.uint64(8) != keys[:-1] >> np.uint64(8)
    keys = keys[first]
    row = (keys >> np.uint64(40)).astype(np.uint32)
    number = ((keys >> np.uint64(8)) & np.uint64(0xFFFFFFFF)).astype(np.uint32)
    tag = (keys & np.uint64(255)).astype(np.uint8)
    return {
        "initials.word": np.array([number for _, number in capitals], np.uint32),
        **pack("initials", row, number, tag, len(capitals), papers),
    }


def _code(text: str) -> int:
    code = 0
    for letter in text:
        code = code * len(_LETTERS) + _LETTERS.index(letter)
    return code
