"""Postings: for each row (a word) the papers it stands in, packed small and unpacked fast.

A row's paper numbers ascend and are stored as gaps in one, two or four bytes, whichever is
smallest for the row. A gap too large for its bytes keeps its low part in place, and the rest goes
to a list of exceptions. Rows are grouped by width and keep their order within a group, so a run of
rows (all words with one prefix) is one slice in each of three groups, unpacked by one cumulative
sum each. A tagged posting has one more byte: where in the paper the word stands.

Without a tag, a row that holds more than one paper in `COMMON` is a bitmap: smaller there, and
there is nothing to unpack.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any, TypeVar

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Arrays = Mapping[str, NDArray[Any]]
    Unpacked = tuple[NDArray[np.uint32], NDArray[np.uint8] | None]
    # Of the rows of one width: where each begins, its gaps, exceptions (places, high parts), tags.
    Group = tuple[
        NDArray[np.uint32],
        NDArray[Any],
        tuple[NDArray[np.uint32], NDArray[np.uint32]] | None,
        NDArray[np.uint8] | None,
    ]

_Number = TypeVar("_Number", np.uint32, np.uint64)
COMMON = 32
_WIDTHS = (1, 2, 4)  # bytes of a gap
_EXCEPTION = 8  # bytes: its posting's number and its high part
_PIECE = 1 << 18  # postings unpacked at a time: about a millisecond


def pack(
    name: str,
    row: NDArray[np.uint32],
    paper: NDArray[np.uint32],
    tag: NDArray[np.uint8] | None,
    rows: int,
    papers: int,
) -> dict[str, NDArray[Any]]:
    """Pack postings, given sorted by row, then paper (then tag), into named arrays.

    `rows` and `papers` are how many there are of each; the arrays' names start with `name`.
    """
    arrays: dict[str, NDArray[Any]] = {}
    if not len(row):
        return arrays
    count = np.bincount(row, minlength=rows)
    if tag is None:
        common = np.flatnonzero(count * COMMON > papers)
        bits = np.zeros((len(common), (papers + 7) // 8), np.uint8)
        ends = np.cumsum(count)
        for i, common_row in enumerate(common):
            filled = np.zeros(papers, np.bool_)
            filled[paper[ends[common_row] - count[common_row] : ends[common_row]]] = True
            bits[i] = np.packbits(filled, bitorder="little")
        arrays[f"{name}.common"] = common.astype(np.uint32)
        arrays[f"{name}.bits"] = bits.reshape(-1)
        count[common] = 0
        rare = count[row] > 0
        row, paper = row[rare], paper[rare]
    gap = paper.astype(np.int64)
    same = row[1:] == row[:-1]
    gap[1:][same] -= paper[:-1][same]
    costs = [4 * count]
    for width in _WIDTHS[:2]:
        large = np.bincount(row[gap >> (8 * width) > 0], minlength=rows)
        costs.append(width * count + _EXCEPTION * large)
    choice = np.argmin(np.stack((costs[1], costs[2], costs[0])), axis=0)
    for group, width in enumerate(_WIDTHS):
        mine = choice[row] == group
        gaps = gap[mine]
        starts = np.zeros(rows + 1, np.uint32)
        np.cumsum(np.where(choice == group, count, 0), out=starts[1:])
        arrays[f"{name}.{width}.at"] = starts
        arrays[f"{name}.{width}.gap"] = gaps.astype(f"u{width}")  # keeps the low bytes
        if width < 4:
            large = np.flatnonzero(gaps >> (8 * width))
            arrays[f"{name}.{width}.large"] = large.astype(np.uint32)
            high = gaps[large] >> (8 * width) << (8 * width)
            arrays[f"{name}.{width}.high"] = high.astype(np.uint32)
        if tag is not None:
            arrays[f"{name}.{width}.tag"] = tag[mine]
    return arrays


class Postings:
    """Packed postings, as `pack` names their arrays; `papers` is how many there are."""

    def __init__(self, arrays: Arrays, name: str, papers: int) -> None:
        self._papers = papers
        self._groups: list[Group] = []
        for width in _WIDTHS:
            part = f"{name}.{width}"
            if f"{part}.at" not in arrays:
                continue
            exceptions = (arrays[f"{part}.large"], arrays[f"{part}.high"]) if width < 4 else None
            tags = arrays.get(f"{part}.tag")
            self._groups.append((arrays[f"{part}.at"], arrays[f"{part}.gap"], exceptions, tags))
        self._common = arrays.get(f"{name}.common")
        if self._common is not None:
            self._bits = arrays[f"{name}.bits"].reshape(len(self._common), (papers + 7) // 8)

    def count(self, row: int) -> int:
        """How many postings a row has."""
        total = sum(int(at[row + 1]) - int(at[row]) for at, *_ in self._groups)
        if self._common is not None:
            place = int(np.searchsorted(self._common, row))
            if place < len(self._common) and self._common[place] == row:
                total += int(np.bitwise_count(self._bits[place]).sum())
        return total

    def common(self, low: int, high: int) -> NDArray[np.bool_] | None:
        """The papers of the bitmap rows from `low` up to `high`, a truth value a paper; or None."""
        if self._common is None:
            return None
        start, end = np.searchsorted(self._common, np.array((low, high), np.uint32))
        return self._either(slice(start, end)) if start < end else None

    def common_rows(self, rows: NDArray[np.uint32]) -> NDArray[np.bool_] | None:
        """As `common`, of scattered rows in ascending order."""
        if self._common is None:
            return None
        chosen = np.flatnonzero(among(self._common, rows))
        return self._either(chosen) if len(chosen) else None

    def _either(self, which: slice | NDArray[np.int64]) -> NDArray[np.bool_]:
        bits = np.bitwise_or.reduce(self._bits[which], axis=0)
        return np.unpackbits(bits, count=self._papers, bitorder="little").view(np.bool_)

    def slice(self, low: int, high: int) -> Iterator[Unpacked]:
        """The papers, and tags, of the rows from `low` up to `high` that are not bitmaps.

        They come in pieces of bounded size, so that whoever searches can stop between them.
        """
        for at, gaps, exceptions, tags in self._groups:
            row = low
            while row < high and at[row] < at[high]:
                # as many whole rows as fit a piece; at least one
                limit = int(at[row]) + _PIECE
                end = int(np.searchsorted(at[row + 1 : high + 1], limit, side="right")) + row
                end = max(min(end, high), row + 1)
                start, stop = int(at[row]), int(at[end])
                if start < stop:
                    gap = gaps[start:stop].astype(np.uint32)
                    if exceptions is not None:
                        large, added = exceptions
                        first, last = np.searchsorted(large, np.array((start, stop), np.uint32))
                        gap[large[first:last] - np.uint32(start)] += added[first:last]
                    begin = at[row + 1 : end].astype(np.int64) - start
                    yield _sum_up(gap, begin), None if tags is None else tags[start:stop]
                row = end

    def rows(self, rows: NDArray[np.uint32]) -> Iterator[Unpacked]:
        """As `slice`, of scattered rows in ascending order."""
        for group in self._groups:
            at = group[0]
            starts, stops = at[rows].astype(np.int64), at[rows + np.uint32(1)].astype(np.int64)
            filled = stops > starts
            starts, stops = starts[filled], stops[filled]
            ends = np.cumsum(stops - starts)
            first = done = 0
            while first < len(starts):
                last = int(np.searchsorted(ends, done + _PIECE, side="right"))
                last = max(last, first + 1)
                yield _scattered(group, starts[first:last], stops[first:last])
                first, done = last, int(ends[last - 1])


def _scattered(group: Group, starts: NDArray[np.int64], stops: NDArray[np.int64]) -> Unpacked:
    """Some of the rows of one width, each from its start up to its stop; none of them is empty."""
    _, gaps, exceptions, tags = group
    places = concatenated(starts, stops)
    begin = np.cumsum(stops - starts)
    gap = gaps[places].astype(np.uint32)
    if exceptions is not None:
        large, added = exceptions
        first = np.searchsorted(large, starts.astype(np.uint32))
        last = np.searchsorted(large, stops.astype(np.uint32))
        chosen = concatenated(first, last)
        shift = np.repeat(begin - stops, last - first)
        gap[large[chosen] + shift] += added[chosen]
    return _sum_up(gap, begin[:-1]), None if tags is None else tags[places]


def concatenated(starts: NDArray[np.int64], stops: NDArray[np.int64]) -> NDArray[np.int64]:
    """The numbers from each start up to its stop, one range after the other."""
    lengths = stops - starts
    ends = np.cumsum(lengths)
    total = int(ends[-1]) if len(ends) else 0
    return np.arange(total) + np.repeat(stops - ends, lengths)


# NumPy's own `unique`, `isin`, `union1d` and `intersect1d` load numpy.ma when they are first used,
# which takes longer than a search.


def distinct(keys: NDArray[_Number]) -> NDArray[_Number]:
    """The distinct keys, sorted; the given ones are sorted on the way. Several times faster than
    `np.unique`, which hashes."""
    keys.sort()
    first = np.ones(len(keys), np.bool_)
    first[1:] = keys[1:] != keys[:-1]
    return keys[first]


def among(keys: NDArray[_Number], others: NDArray[_Number]) -> NDArray[np.bool_]:
    """Which of the keys are among others, which are in ascending order?"""
    if not len(others):
        return np.zeros(len(keys), np.bool_)
    place = np.minimum(np.searchsorted(others, keys), len(others) - 1)
    there: NDArray[np.bool_] = others[place] == keys
    return there


def joined(parts: Sequence[NDArray[np.uint64]]) -> NDArray[np.uint64]:
    """Keys in pieces, as one array."""
    return np.concatenate([np.empty(0, np.uint64), *parts])


def _sum_up(gap: NDArray[np.uint32], begin: NDArray[np.int64]) -> NDArray[np.uint32]:
    """Gaps to paper numbers: a running sum that starts anew at each place in `begin`.

    What the row before added up to is taken from a row's first gap, so that one sum serves all
    rows; unsigned numbers wrap around, which does no harm here.
    """
    begin = begin[(begin > 0) & (begin < len(gap))]
    if len(begin):
        begin = begin[np.append(True, begin[1:] != begin[:-1])]  # rows that are empty
        sums = np.add.reduceat(gap, np.append(0, begin), dtype=np.uint32)
        gap[begin] -= sums[:-1]
    return np.cumsum(gap, dtype=np.uint32)
