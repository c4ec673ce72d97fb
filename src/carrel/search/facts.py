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

    Several objects may collect them. One more is then extended by what each of those dumps, in
    turn; sorts it all; and may be given a few more works after that.
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

    def dump(self) -> tuple[Any, ...]:
        """All facts, as values that `marshal` hands on; this object is used up."""
        keys = self._by_title.dump(), self._by_author.dump()
        return self.facets.dump(), *keys, self._dates.tobytes(), self._flags, self._name_lengths

    def extend(self, dumped: tuple[Any, ...]) -> None:
        """Add what another object dumped of more works."""
        facets, by_title, by_author, dates, flags, name_lengths = dumped
        self.facets.extend(facets)
        self._by_title.extend(by_title)
        self._by_author.extend(by_author)
        self._dates.frombytes(dates)
        self._flags += flags
        self._name_lengths += name_lengths

    def sort(self) -> None:
        """Sort what is there: only a few more works are coming."""
        self._by_title.sort()
        self._by_author.sort()

    @property
    def dates(self) -> NDArray[np.int32]:
        """The dates of all works, as entries have them."""
        return np.frombuffer(self._dates, np.int32)

    def finish(self, entries: NDArray[np.int64]) -> dict[str, NDArray[Any]]:
        """The arrays of an index's papers but for their dates, each told by one of the entries."""
        return {
            "flags": np.frombuffer(bytes(self._flags), np.uint8)[entries],
            "name_length": np.frombuffer(bytes(self._name_lengths), np.uint8)[entries],
            "by_title": self._by_title.places(entries),
            "by_author": self._by_author.places(entries),
            **self.facets.finish(entries),
        }


def _name_length(title: str) -> int:
    """How many words a title has before its colon: what its authors call the work. At most 255; 0
    where there is no colon."""
    name, colon, _ = title.partition(": ")
    return min(len(words(name)), 255) if colon else 0
