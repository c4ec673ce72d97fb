"""The papers that are selected: one flag a paper of a library."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from carrel.desk import Desk


class Marks:
    """A set of papers, by number, of a library of a known size; a million take a megabyte."""

    def __init__(self, size: int = 0) -> None:
        self._flags = bytearray(size)
        self._count = 0

    def __len__(self) -> int:
        return self._count

    def __contains__(self, number: object) -> bool:
        return isinstance(number, int) and self._flags[number] == 1

    def __iter__(self) -> Iterator[int]:
        """The numbers, in order."""
        at = self._flags.find(1)
        while at >= 0:
            yield at
            at = self._flags.find(1, at + 1)

    def toggle(self, number: int) -> None:
        self._flags[number] ^= 1
        self._count += 1 if self._flags[number] else -1

    def add(self, numbers: Iterable[int]) -> None:
        for number in numbers:
            self._flags[number] = 1
        self._count = self._flags.count(1)

    def add_all(self, order: Sequence[int]) -> None:
        """Add a whole result; at once where it is all that there is."""
        if len(order) == len(self._flags):
            self._flags = bytearray(b"\1" * len(order))
            self._count = len(order)
        else:
            self.add(order)

    def invert(self, order: Sequence[int]) -> None:
        """Of a result, select those that are not, and leave those that are."""
        if len(order) == len(self._flags):
            self._flags = self._flags.translate(_OTHER)
        else:
            for number in order:
                self._flags[number] ^= 1
        self._count = self._flags.count(1)

    def clear(self) -> None:
        self._flags = bytearray(len(self._flags))
        self._count = 0


def carried(marks: Marks, before: Desk | None, now: Desk) -> Marks:
    """The same papers selected in another library, those that it has."""
    found = Marks(len(now.library))
    if before is not None:
        ids = (before.library.paper(number).id for number in marks)
        found.add(number for id in ids if (number := now.library.find(id)) is not None)
    return found


_OTHER = bytes([1, 0, *range(2, 256)])
