"""Packing postings, as `postings` unpacks them.

They are 64-bit keys in ascending order: row << 32 | paper.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import numpy as np

from carrel.search.pieces import Filling, add_counts, new_ones, pieces
from carrel.search.postings import COMMON, WIDTHS

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Keys = NDArray[np.uint64]

_EXCEPTION = 8  # bytes: its posting's number and its high part
_8, _32, _LOW_32 = np.uint64(8), np.uint64(32), np.uint64(0xFFFFFFFF)


def row_bounds(keys: Keys, rows: int) -> NDArray[np.int64]:
    """Where each row begins among postings, and the last one ends."""
    return keys.searchsorted(np.arange(rows + 1, dtype=np.uint64) << _32)


def first_of_each(keys: Keys, kinds: NDArray[np.uint64]) -> tuple[Keys, NDArray[np.uint8]]:
    """Postings, and their tags, from keys that have a tag as their lowest byte, row << 40 | paper
    << 8 | tag, in any order. Of those in one paper that a row has with tags of one kind (`kinds`
    has one for each tag) the first. The keys are used up."""
    keys.sort()
    kept, tags = Filling(keys), Filling(np.empty(len(keys), np.uint8))

    def told_by(some: Keys) -> Keys:
        return (some >> _8 << _8) | kinds[some.astype(np.uint8)]

    for some, new in new_ones(keys, told_by):
        first = some[new]
        kept.put(first >> _8)
        tags.put(first.astype(np.uint8))
    return kept.filled, tags.filled


def pack(
    name: str, keys: Keys, tags: NDArray[np.uint8] | None, rows: int, papers: int
) -> dict[str, NDArray[Any]]:
    """Pack postings, each with its tag if any, into named arrays.

    `rows` and `papers` are how many there are of each; the arrays' names start with `name`.
    """
    arrays: dict[str, NDArray[Any]] = {}
    if not len(keys):
        return arrays
    bounds = row_bounds(keys, rows)
    count = np.diff(bounds)
    common = np.zeros(rows, np.bool_)
    if tags is None:
        common = count * COMMON > papers
        which = np.flatnonzero(common)
        bits = np.zeros((len(which), (papers + 7) // 8), np.uint8)
        for i, (start, end) in enumerate(zip(bounds[which], bounds[which + 1], strict=True)):
            filled = np.zeros(papers, np.bool_)
            filled[keys[start:end] & _LOW_32] = True
            bits[i] = np.packbits(filled, bitorder="little")
        arrays[f"{name}.common"] = which.astype(np.uint32)
        arrays[f"{name}.bits"] = bits.reshape(-1)
        count[common] = 0
    choice = _narrowest(keys, count)
    choice[common] = len(WIDTHS)
    groups = [
        _Group(width, np.where(choice == group, count, 0), tags is not None)
        for group, width in enumerate(WIDTHS)
    ]
    for piece, row, gap in _gaps(keys):
        choices = choice[row]
        for number, group in enumerate(groups):
            mine = np.flatnonzero(choices == number)
            group.put(gap[mine], None if tags is None else tags[piece][mine])
    for group in groups:
        arrays.update((f"{name}.{group.width}.{part}", a) for part, a in group.arrays().items())
    return arrays


def _gaps(keys: Keys) -> Iterator[tuple[slice, NDArray[np.uint32], NDArray[np.uint32]]]:
    """For each piece of the postings their rows, and how far each is from the one before it; the
    first of a row from 0."""
    before = np.zeros(1, np.uint64)
    for piece in pieces(len(keys)):
        some = keys[piece]
        row = some >> _32
        is_new = np.diff(row, prepend=before >> _32) != 0
        gap = np.where(is_new, some & _LOW_32, np.diff(some, prepend=before))
        yield piece, row.astype(np.uint32), gap.astype(np.uint32)
        before = some[-1:]


def _narrowest(keys: Keys, count: NDArray[np.int64]) -> NDArray[np.uint8]:
    """For each row which of the widths takes the fewest bytes; `count` says how many postings it
    has."""
    large = [np.zeros(len(count), np.int64) for _ in WIDTHS[:-1]]
    for _, row, gap in _gaps(keys):
        for width, counts in zip(WIDTHS, large, strict=False):
            add_counts(counts, row[gap >= 1 << (8 * width)])
    costs = [
        width * count + _EXCEPTION * counts for width, counts in zip(WIDTHS, large, strict=False)
    ]
    narrowest: NDArray[np.intp] = np.argmin(np.stack((*costs, WIDTHS[-1] * count)), axis=0)
    return narrowest.astype(np.uint8)


class _Group:
    """The rows of one width, being filled; `count` says how many postings each row has here."""

    def __init__(self, width: int, count: NDArray[np.int64], tagged: bool) -> None:
        self.width = width
        self._at = np.zeros(len(count) + 1, np.uint32)
        np.cumsum(count, out=self._at[1:])
        self._gaps = Filling(np.empty(self._at[-1], f"u{width}"))
        self._tags = Filling(np.empty(self._at[-1] if tagged else 0, np.uint8))
        self._tagged = tagged
        self._large: list[NDArray[np.uint32]] = []
        self._high: list[NDArray[np.uint32]] = []

    def put(self, gap: NDArray[np.uint32], tags: NDArray[np.uint8] | None) -> None:
        """Put the next postings."""
        if self.width < WIDTHS[-1]:
            bits = np.uint32(8 * self.width)
            large = np.flatnonzero(gap >> bits)
            self._large.append((large + len(self._gaps)).astype(np.uint32))
            self._high.append(gap[large] >> bits << bits)
        self._gaps.put(gap.astype(f"u{self.width}"))  # keeps the low bytes
        if tags is not None:
            self._tags.put(tags)

    def arrays(self) -> dict[str, NDArray[Any]]:
        """Where rows begin, gaps, tags, and the exceptions."""
        arrays: dict[str, NDArray[Any]] = {"at": self._at, "gap": self._gaps.filled}
        if self._large:
            arrays["large"] = np.concatenate(self._large)
            arrays["high"] = np.concatenate(self._high)
        if self._tagged:
            arrays["tag"] = self._tags.filled
        return arrays
