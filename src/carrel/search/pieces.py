"""Long arrays, a piece at a time.

What an index is made from is hundreds of megabytes of numbers. Nothing that is as long should be
made beside them: memory is short where a library is large, and a piece stays in the processor's
cache.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Generic, TypeVar

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

_PIECE = 1 << 16  # items
Item = TypeVar("Item", bound=np.generic)


def pieces(stop: int, start: int = 0) -> Iterator[slice]:
    """The places from `start` up to `stop`."""
    for first in range(start, stop, _PIECE):
        yield slice(first, min(first + _PIECE, stop))


def new_ones(
    keys: NDArray[np.uint64], told_by: Callable[[NDArray[np.uint64]], NDArray[np.uint64]]
) -> Iterator[tuple[NDArray[np.uint64], NDArray[np.bool_]]]:
    """The pieces of some keys that are in order, and which in each are not what the one before is,
    by what `told_by` leaves of them. What was given may be written over."""
    before = ~told_by(keys[:1])
    for piece in pieces(len(keys)):
        told = told_by(keys[piece])
        new = np.diff(told, prepend=before) != 0
        before = told[-1:].copy()
        yield keys[piece], new


class Filling(Generic[Item]):
    """An array that is filled from its beginning. It may be the one that what is put was read
    from, further on."""

    def __init__(self, array: NDArray[Item]) -> None:
        self._array = array
        self._filled = 0

    def __len__(self) -> int:
        """How many items were put."""
        return self._filled

    def put(self, items: NDArray[Item]) -> None:
        """Put the next items."""
        end = self._filled + len(items)
        self._array[self._filled : end] = items
        self._filled = end

    @property
    def filled(self) -> NDArray[Item]:
        """What was put, in the same memory."""
        return self._array[: self._filled]


def add_counts(counts: NDArray[np.int64], rows: NDArray[np.uint32]) -> None:
    """Add to `counts` how often each of some rows, which ascend, is among them."""
    if len(rows):
        first = int(rows[0])
        found = np.bincount(rows - rows[0])
        counts[first : first + len(found)] += found
