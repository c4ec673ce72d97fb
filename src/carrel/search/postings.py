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
    Papers = NDArray[np.uint32]
    Tags = NDArray[np.uint8]

_Number = TypeVar("_Number", np.uint32, np.uint64)
COMMON = 32
WIDTHS = (1, 2, 4)  # bytes of a gap
_PIECE = 1 << 18  # postings unpacked at a time: about a millisecond


class Postings:
    """Postings that `pack` was given without tags; `papers` is how many papers there are."""

    def __init__(self, arrays: Arrays, name: str, papers: int) -> None:
        self._papers = papers
        self._widths = [_Width(arrays, part) for part in _parts(arrays, name)]
        self._common: NDArray[np.uint32] = arrays.get(f"{name}.common", np.empty(0, np.uint32))
        bits: NDArray[np.uint8] = arrays.get(f"{name}.bits", np.empty(0, np.uint8))
        self._bits = bits.reshape(len(self._common), (papers + 7) // 8)

    def count(self, row: int) -> int:
        """How many papers a row has."""
        place = int(np.searchsorted(self._common, row))
        if place < len(self._common) and self._common[place] == row:
            return int(np.bitwise_count(self._bits[place]).sum())
        return sum(width.count(row) for width in self._widths)

    def common(self, low: int, high: int) -> NDArray[np.bool_] | None:
        """The papers of the bitmap rows from `low` up to `high`, a truth value a paper; or None."""
        start, end = np.searchsorted(self._common, np.array((low, high), np.uint32))
        return self._either(slice(start, end)) if start < end else None

    def common_rows(self, rows: NDArray[np.uint32]) -> NDArray[np.bool_] | None:
        """As `common`, of scattered rows in ascending order."""
        chosen = np.flatnonzero(among(self._common, rows))
        return self._either(chosen) if len(chosen) else None

    def _either(self, which: slice | NDArray[np.int64]) -> NDArray[np.bool_]:
        bits = np.bitwise_or.reduce(self._bits[which], axis=0)
        return np.unpackbits(bits, count=self._papers, bitorder="little").view(np.bool_)

    def slice(self, low: int, high: int) -> Iterator[Papers]:
        """The papers of the rows from `low` up to `high` that are not bitmaps.

        They come in pieces of bounded size, so that whoever searches can stop between them.
        """
        for width in self._widths:
            for _, papers in width.slice(low, high):
                yield papers

    def rows(self, rows: NDArray[np.uint32]) -> Iterator[Papers]:
        """As `slice`, of scattered rows in ascending order."""
        for width in self._widths:
            for _, papers in width.rows(rows):
                yield papers


class TaggedPostings:
    """Postings that `pack` was given with tags; no row is a bitmap."""

    def __init__(self, arrays: Arrays, name: str) -> None:
        self._widths: list[tuple[_Width, Tags]] = [
            (_Width(arrays, part), arrays[f"{part}.tag"]) for part in _parts(arrays, name)
        ]

    def count(self, row: int) -> int:
        """How many postings a row has."""
        return sum(width.count(row) for width, _ in self._widths)

    def slice(self, low: int, high: int) -> Iterator[tuple[Papers, Tags]]:
        """The papers and tags of the rows from `low` up to `high`, in pieces of bounded size."""
        for width, tags in self._widths:
            for places, papers in width.slice(low, high):
                yield papers, tags[places]

    def rows(self, rows: NDArray[np.uint32]) -> Iterator[tuple[Papers, Tags]]:
        """As `slice`, of scattered rows in ascending order."""
        if len(rows) and int(rows[-1]) - int(rows[0]) == len(rows) - 1:  # in half the time
            yield from self.slice(int(rows[0]), int(rows[-1]) + 1)
            return
        for width, tags in self._widths:
            for places, papers in width.rows(rows):
                yield papers, tags.take(places)


def _parts(arrays: Arrays, name: str) -> list[str]:
    """What the names of the arrays of each width start with; none, if nothing was packed."""
    return [f"{name}.{width}" for width in WIDTHS if f"{name}.{width}.at" in arrays]


class _Width:
    """The rows of one width: where each begins among the gaps, and the exceptions to these."""

    def __init__(self, arrays: Arrays, part: str) -> None:
        self._at: NDArray[np.uint32] = arrays[f"{part}.at"]
        self._gaps = arrays[f"{part}.gap"]
        # their places and high parts; gaps of four bytes have none
        self._exceptions: tuple[NDArray[np.uint32], NDArray[np.uint32]] | None = None
        if f"{part}.large" in arrays:
            self._exceptions = arrays[f"{part}.large"], arrays[f"{part}.high"]

    def count(self, row: int) -> int:
        return int(self._at[row + 1]) - int(self._at[row])

    def slice(self, low: int, high: int) -> Iterator[tuple[slice, Papers]]:
        """The places and papers of the rows from `low` up to `high`, in pieces."""
        at = self._at
        row, start, last = low, int(at[low]), int(at[high])
        while start < last:
            # as many whole rows as fit a piece; at least one
            fitting = at[row + 1 : high + 1].searchsorted(start + _PIECE, side="right")
            end = row + max(int(fitting), 1)
            stop = int(at[end])
            if start < stop:
                gap = self._gaps[start:stop].astype(np.uint32)
                if self._exceptions is not None:
                    large, added = self._exceptions
                    first, behind = large.searchsorted(np.array((start, stop), np.uint32))
                    gap[large[first:behind] - np.uint32(start)] += added[first:behind]
                begin = at[row + 1 : end].astype(np.int64) - start
                yield slice(start, stop), _sum_up(gap, begin)
            row, start = end, stop

    def rows(self, rows: NDArray[np.uint32]) -> Iterator[tuple[NDArray[np.int64], Papers]]:
        """As `slice`, of scattered rows in ascending order."""
        starts = self._at[rows].astype(np.int64)
        stops = self._at[rows + np.uint32(1)].astype(np.int64)
        filled = stops > starts
        starts, stops = starts[filled], stops[filled]
        ends = np.cumsum(stops - starts)
        first = done = 0
        while first < len(starts):
            fitting = ends.searchsorted(done + _PIECE, side="right")
            last = max(int(fitting), first + 1)
            yield self._scattered(starts[first:last], stops[first:last])
            first, done = last, int(ends[last - 1])

    def _scattered(
        self, starts: NDArray[np.int64], stops: NDArray[np.int64]
    ) -> tuple[NDArray[np.int64], Papers]:
        """Some rows, each from its start up to its stop; none of them is empty."""
        places = concatenated(starts, stops)
        begin = np.cumsum(stops - starts)
        gap = self._gaps.take(places).astype(np.uint32)
        if self._exceptions is not None:
            large, added = self._exceptions
            first = large.searchsorted(starts.astype(np.uint32))
            last = large.searchsorted(stops.astype(np.uint32))
            chosen = concatenated(first, last)
            shift = np.repeat(begin - stops, last - first)
            gap[large[chosen] + shift] += added[chosen]
        return places, _sum_up(gap, begin[:-1])


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
