"""What works are sorted, filtered and counted by, being collected: dates, flags, names."""

from __future__ import annotations

from array import array
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from carrel.search.entry import Entry
from carrel.search.facets import Columns
from carrel.search.sorting import SortKeys
from carrel.search.words import words

if TYPE_CHECKING:
    from numpy.typing import NDArray


class Facts:
    """The facts of works, by number, in the order they were added.

    They are collected in one object or several; another takes what those told, one after the other,
    sorts it, and may be given some more works then.
    """

    def __init__(self) -> None:
        self.facets = Columns()
        self._by_title = SortKeys()
        self._by_author = SortKeys()
        self._dates = array("i")
        self._flags = bytearray()
        self._name_lengths = bytearray()

    def add(self, entries: Sequence[Entry]) -> None:
        """Take more works."""
        self.facets.add(entries)
        self._by_title.add([entry.title_key for entry in entries])
        self._by_author.add([entry.author_key for entry in entries])
        self._dates.extend([entry.date for entry in entries])
        self._flags.extend([entry.flags for entry in entries])
        self._name_lengths.extend([_name_length(entry.title) for entry in entries])

    def told(self) -> tuple[Any, ...]:
        """All facts, as values that `marshal` hands on; this object is used up."""
        keys = self._by_title.told(), self._by_author.told()
        return self.facets.told(), *keys, self._dates.tobytes(), self._flags, self._name_lengths

    def take(self, told: tuple[Any, ...]) -> None:
        """Take what another object told of more works."""
        facets, by_title, by_author, dates, flags, name_lengths = told
        self.facets.take(facets)
        self._by_title.take(by_title)
        self._by_author.take(by_author)
        self._dates.frombytes(dates)
        self._flags += flags
        self._name_lengths += name_lengths

    def sort(self) -> None:
        """No more works are coming but a few."""
        self._by_title.sort()
        self._by_author.sort()

    @property
    def dates(self) -> NDArray[np.int32]:
        return np.frombuffer(self._dates, np.int32)

    def finish(self, told: NDArray[np.int64]) -> dict[str, NDArray[Any]]:
        """The arrays of an index's papers but for their dates, each told by one of the works."""
        return {
            "flags": np.frombuffer(bytes(self._flags), np.uint8)[told],
            "name_length": np.frombuffer(bytes(self._name_lengths), np.uint8)[told],
            "by_title": self._by_title.places(told),
            "by_author": self._by_author.places(told),
            **self.facets.finish(told),
        }


def _name_length(title: str) -> int:
    """How many words a title has before its colon: what its authors call the work. At most 255; 0
    where there is no colon."""
    name, colon, _ = title.partition(": ")
    return min(len(words(name)), 255) if colon else 0
