"""The papers that are selected: one flag a paper of a library."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from carrel.desk import Desk


class Marks:
    """A set of papers, by number, of one library; a million take a megabyte."""

    def __init__(self) -> None:
        self._flags = bytearray()
        self._count = 0

    def __len__(self) -> int:
        return self._count

    def __contains__(self, number: object) -> bool:
        return isinstance(number, int) and number < len(self._flags) and self._flags[number] == 1

    def __iter__(self) -> Iterator[int]:
        """The numbers, in order."""
        at = self._flags.find(1)
        while at >= 0:
            yield at
            at = self._flags.find(1, at + 1)

    def toggle(self, number: int) -> None:
        self._reach(number)
        self._flags[number] ^= 1
        self._count += 1 if self._flags[number] else -1

    def add(self, numbers: Sequence[int]) -> None:
        self._reach(max(numbers, default=-1))
        for number in numbers:
            self._flags[number] = 1
        self._count = self._flags.count(1)

    def add_all(self, order: Sequence[int]) -> None:
        """Add a whole result."""
        flags, numbers = self._many(order)
        flags[numbers] = 1
        self._count = self._flags.count(1)

    def invert(self, order: Sequence[int]) -> None:
        """Of a result, select those that are not, and leave those that are."""
        flags, numbers = self._many(order)
        flags[numbers] ^= 1
        self._count = self._flags.count(1)

    def in_order(self, order: Sequence[int]) -> list[int]:
        """Those selected, as they stand in a result; then those that it lacks, by number."""
        flags, numbers = self._many(order)
        shown: list[int] = numbers[flags[numbers] == 1].tolist()
        there = set(shown)
        return [*shown, *(number for number in self if number not in there)]

    def _many(self, order: Sequence[int]) -> tuple[NDArray[np.uint8], NDArray[np.int64]]:
        """The flags and the numbers of a result, as arrays, since there may be a million."""
        import numpy as np

        numbers = np.asarray(order[:], np.int64)
        self._reach(int(numbers.max(initial=-1)))
        return np.frombuffer(self._flags, np.uint8), numbers

    def clear(self) -> None:
        self._flags = bytearray()
        self._count = 0

    def _reach(self, number: int) -> None:
        """Have a flag for this number."""
        self._flags.extend(bytes(max(number + 1 - len(self._flags), 0)))


def carried(marks: Marks, before: Desk | None, now: Desk) -> Marks:
    """The same papers selected in another library, those that it has."""
    found = Marks()
    if before is not None:
        ids = (before.library.paper(number).id for number in marks)
        found.add([number for id in ids if (number := now.library.number_of(id)) is not None])
    return found
