"""What records say that tells which of them are one work: keys they may share, and facts.

Numbers stand for all of it, the same in every process, so that it can be collected in several.
"""

from __future__ import annotations

import re
from array import array
from collections.abc import Iterator, Sequence
from dataclasses import fields
from itertools import accumulate, islice
from operator import attrgetter
from typing import Any
from zlib import crc32

from carrel.identity.ids import (
    address_hash,
    address_key,
    citekey_hash,
    hashed,
    id_hash,
    identifiers,
    text_keys,
    title_keys,
)
from carrel.paper import Record
from carrel.text import fold

_NUMBER = re.compile(r"\d{1,9}", re.ASCII)
_LONGEST = 40  # characters of what a volume or an issue is called
BOOKS = crc32(b"book")  # stands for all sets of books in `Evidence.printed`
Printed = tuple[int, frozenset[int], frozenset[int]]
# What a record says but its mappings, and in which source; not where in it.
_plain = attrgetter(
    *({field.name for field in fields(Record)} - {"place", "ids", "extra"}), "place.path"
)
MANY = 100_000  # records, or keys, from which it pays to load numpy


class Evidence:
    """The evidence of records, by their numbers, in the order they were added. Hashes have 64 bits;
    0 stands for what a record does not say."""

    def __init__(self) -> None:
        # Every id of every record, by strength.
        self.ids = Keys()
        self.titles = Keys()
        self.texts = Keys()
        self.names = Keys()  # citekeys and addresses, which do not make two records one work
        # What each record says.
        self.arxiv = array("Q")
        self.doi = array("Q")
        self.title = array("Q")
        self.year = array("H")
        self.said = array("q")  # `hash` of all of it: of this process, and for it alone
        # Of those in a volume: the CRC-32 of what it is a volume of, its numbers, and the issue's.
        self.printed: dict[int, Printed] = {}
        self._surnames = array("I")  # few are compared: 32 bits tell them apart
        self._surnames_end = array("I")

    def __len__(self) -> int:
        """How many records there are."""
        return len(self.title)

    def add(self, records: Sequence[Record]) -> None:
        """Take what the next records say."""
        for number, record in enumerate(records, len(self)):
            self._add(number, record)
        # The names of all at once, which is quicker.
        names = [name.surname for record in records for name in record.authors]
        folded = fold("\0".join(names)).encode(errors="surrogatepass").split(b"\0")
        ends = accumulate((len(record.authors) for record in records), initial=len(self._surnames))
        self._surnames.extend(map(crc32, folded if names else ()))
        self._surnames_end.extend(islice(ends, 1, None))

    def _add(self, number: int, record: Record) -> None:
        doi = arxiv = title = 0
        for identifier in identifiers(record):
            key = id_hash(identifier)
            self.ids.add(key, number)
            if identifier.startswith("doi:"):
                doi = key
            elif identifier.startswith("arxiv:"):
                arxiv = key
        for text in title_keys(record):
            title = hashed(text)
            self.titles.add(title, number)
        for text in text_keys(record):
            self.texts.add(hashed(text), number)
        if record.key:
            self.names.add(citekey_hash(record.key), number)
        if address := address_key(record.url):
            self.names.add(address_hash(address), number)
        self.doi.append(doi)
        self.arxiv.append(arxiv)
        self.title.append(title)
        self.year.append(record.year or 0)
        more = tuple(record.ids.items()), tuple(record.extra.items())
        self.said.append(hash((*_plain(record), *more)))
        if "volume" in record.extra and record.type == "book":
            # The volumes of a set are works of their own, like issues, whatever their titles.
            self.printed[number] = (BOOKS, frozenset(), _numbers(record.extra["volume"]))
        elif "volume" in record.extra and record.venue:
            volume, issue = record.extra["volume"], record.extra.get("issue", "")
            self.printed[number] = (
                crc32(fold(record.venue).encode()),
                _numbers(volume),
                _numbers(issue),
            )

    def surnames(self, number: int) -> set[int]:
        """The surnames of a record's authors."""
        start = self._surnames_end[number - 1] if number else 0
        return set(self._surnames[start : self._surnames_end[number]])

    def dump(self) -> tuple[Any, ...]:
        """All of it, as values that `marshal` hands on."""
        keys = [part for keys in self._keys for part in keys.dump()]
        columns = [column.tobytes() for column in self._columns]
        return *keys, *columns, self._surnames_end.tobytes(), self.printed

    def extend(self, dumped: tuple[Any, ...]) -> None:
        """Add what another object dumped of more records."""
        before, names = len(self), len(self._surnames)
        *values, ends, printed = dumped
        for keys in self._keys:
            keys.extend(values.pop(0), values.pop(0), before)
        for column, value in zip(self._columns, values, strict=True):
            column.frombytes(value)
        self._surnames_end.extend([end + names for end in array("I", ends)])
        self.printed.update((before + number, where) for number, where in printed.items())

    @property
    def _keys(self) -> tuple[Keys, ...]:
        return self.ids, self.titles, self.texts, self.names

    @property
    def _columns(self) -> tuple[array[int], ...]:
        return self.doi, self.arxiv, self.title, self.year, self.said, self._surnames


class Keys:
    """Hashes of ids, each with a record that has the id, in the order of the records."""

    def __init__(self) -> None:
        self.hashes = array("Q")
        self.numbers = array("I")

    def add(self, key: int, number: int) -> None:
        """Take a key of the record with a number."""
        self.hashes.append(key)
        self.numbers.append(number)

    def dump(self) -> tuple[bytes, bytes]:
        """The hashes and the numbers, as `extend` takes them."""
        return self.hashes.tobytes(), self.numbers.tobytes()

    def extend(self, hashes: bytes, numbers: bytes, before: int) -> None:
        """Take keys of records that come after the first `before`."""
        self.hashes.frombytes(hashes)
        self.numbers.extend([number + before for number in array("I", numbers)])

    def shared(self) -> Iterator[tuple[int, int]]:
        """The keys that several records may have, each with a record: where there are few keys, all
        of them, since sorting out the others would take longer."""
        if len(self.hashes) < MANY:
            return zip(self.hashes, self.numbers, strict=True)
        import numpy as np

        hashes = np.frombuffer(self.hashes, np.uint64)
        order = np.argsort(hashes)
        equal = hashes[order[1:]] == hashes[order[:-1]]
        shared = np.zeros(len(hashes), np.bool_)
        shared[order[1:][equal]] = shared[order[:-1][equal]] = True
        numbers = np.frombuffer(self.numbers, np.uint32)
        return zip(hashes[shared].tolist(), numbers[shared].tolist(), strict=True)


def _numbers(text: str) -> frozenset[int]:
    """The numbers that a volume or an issue is known by: 4 of "B 4", 3 and 4 of "3-4"."""
    return frozenset(map(int, _NUMBER.findall(text[:_LONGEST])))
