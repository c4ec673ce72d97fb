"""Facets: how many of the papers found are of each year, author, category, venue and source.

A facet's values are numbered, and for each paper its numbers are stored one after the other, so
that counting a result is one gather and one `bincount`.
"""

from __future__ import annotations

from array import array
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate, chain, islice
from typing import TYPE_CHECKING, Any

import numpy as np

from carrel.search.entry import Entry
from carrel.search.postings import concatenated

if TYPE_CHECKING:
    from numpy.typing import NDArray

_PIECE = 1 << 16  # papers counted at a time
NAMES = ("authors", "categories", "venues", "sources")
Count = tuple[str, int]


@dataclass(frozen=True, slots=True)
class Facets:
    """Counts of a result, the most frequent value first; years by year. A paper counts once for
    each of its authors, categories and sources."""

    years: Sequence[tuple[int, int]]
    authors: Sequence[Count]
    categories: Sequence[Count]
    venues: Sequence[Count]
    sources: Sequence[Count]


def united(parts: Sequence[Facets], most: int) -> Facets:
    """The facets of papers that were counted apart."""
    if len(parts) == 1:
        return parts[0]

    def top(pairs: Iterable[Count]) -> list[Count]:
        counts: Counter[str] = Counter()
        for value, count in pairs:
            counts[value] += count
        return counts.most_common(most)

    years: Counter[int] = Counter()
    for part in parts:
        years.update(dict(part.years))
    return Facets(
        sorted(years.items()),
        *(top(pair for part in parts for pair in getattr(part, name)) for name in NAMES),
    )


class Columns:
    """The facets of works, being collected."""

    def __init__(self) -> None:
        self._columns = tuple(Column() for _ in NAMES)
        self.authors, self.categories, self.venues, self._sources = self._columns

    def add(self, entries: Sequence[Entry]) -> None:
        """Take more works."""
        self.authors.add([_once(entry.authors) for entry in entries])
        self.categories.add([_once(entry.categories) for entry in entries])
        self.venues.add([(entry.venue,) if entry.venue else () for entry in entries])
        self._sources.add([entry.sources for entry in entries])

    def dump(self) -> list[Any]:
        """All facets, as values that `marshal` hands on."""
        return [column.dump() for column in self._columns]

    def extend(self, dumped: Sequence[Any]) -> None:
        """Add what another object dumped of more works."""
        for column, values in zip(self._columns, dumped, strict=True):
            column.extend(*values)

    def finish(self, entries: NDArray[np.int64]) -> dict[str, NDArray[Any]]:
        """The arrays of the facets of papers, each told by the entry of one of the works."""
        arrays: dict[str, NDArray[Any]] = {}
        for name, column in zip(NAMES, self._columns, strict=True):
            arrays.update(column.finish(name, entries))
        return arrays


def _once(names: tuple[str, ...]) -> tuple[str, ...]:
    """Some names, each once, in their order: sources repeat them."""
    return names if len(set(names)) == len(names) else tuple(dict.fromkeys(names))


class Column:
    """One facet: each value once, and which of them each work has."""

    def __init__(self) -> None:
        self._numbers: defaultdict[str, int] = defaultdict()
        self._numbers.default_factory = self._numbers.__len__
        self._items = array("I")
        self._ends = array("I")

    def add(self, works: Sequence[Sequence[str]]) -> None:
        """Take the values of more works."""
        ends = accumulate(map(len, works), initial=len(self._items))
        next(ends)
        self._ends.extend(ends)
        self._items.extend(map(self._numbers.__getitem__, chain.from_iterable(works)))

    def dump(self) -> tuple[list[str], Any, Any]:
        """The values, and what `arrays` gives."""
        return [*self._numbers], self._items, self._ends

    def extend(self, values: Sequence[str], items: Any, ends: Any) -> None:
        """Add what another column dumped of more works."""
        numbers = np.array([self._numbers[value] for value in values], np.uint32)
        self._ends.extend((np.frombuffer(ends, np.uint32) + len(self._items)).tolist())
        self._items.frombytes(numbers[np.frombuffer(items, np.uint32)].tobytes())

    def __len__(self) -> int:
        """How many values there are."""
        return len(self._numbers)

    def since(self, count: int) -> list[str]:
        """The values that came after the first `count`, in the order of their numbers."""
        return [*islice(reversed(self._numbers), len(self) - count)][::-1]

    def arrays(self) -> tuple[NDArray[np.uint32], NDArray[np.int64]]:
        """The numbers of the values of all works, one work's after another's, and where in them
        those of each work begin (and the last one's end)."""
        ends = np.frombuffer(self._ends, np.uint32).astype(np.int64)
        return np.frombuffer(self._items, np.uint32), np.concatenate((np.zeros(1, np.int64), ends))

    def finish(self, name: str, entries: NDArray[np.int64]) -> dict[str, NDArray[Any]]:
        """The arrays of the facet, as `Columns.finish` names them."""
        items, bounds = self.arrays()
        starts, ends = bounds[entries], bounds[entries + 1]
        at = np.zeros(len(entries) + 1, np.uint32)
        np.cumsum(ends - starts, out=at[1:])
        # Names of files may hold anything but this.
        names = "\0".join([*self._numbers, ""]).encode(errors="surrogateescape")
        return {
            f"{name}.at": at,
            f"{name}.items": items[concatenated(starts, ends)],
            f"{name}.names": np.frombuffer(names, np.uint8),
        }


class FacetIndex:
    """The facets of an index: counts for any of its papers."""

    def __init__(self, arrays: Mapping[str, NDArray[Any]], dates: NDArray[np.int32]) -> None:
        self._arrays = arrays
        self._dates = dates
        self._of_all: dict[str, NDArray[np.int32]] = {}  # how often all papers have each value
        self._ends: dict[str, NDArray[np.uint32]] = {}  # where each name of a facet ends

    def count(self, papers: NDArray[np.uint32] | None, most: int) -> Facets:
        """The counts of some papers, or of all; at most `most` values of each facet."""
        dates = self._dates if papers is None else self._dates[papers]
        by_year = [
            (year, n) for year, n in enumerate(np.bincount(dates // 10000).tolist()) if year and n
        ]
        return Facets(by_year, *(self._top(name, papers, most) for name in NAMES))

    def _top(self, name: str, papers: NDArray[np.uint32] | None, most: int) -> list[Count]:
        if most < 1 or not len(self._arrays[f"{name}.items"]):
            return []
        if papers is None:
            counts = self._counts_of_all(name)
        elif 2 * len(papers) > len(self._dates):  # the others are fewer
            others = np.ones(len(self._dates), np.bool_)
            others[papers] = False
            rest = np.flatnonzero(others).astype(np.uint32)
            counts = self._counts_of_all(name) - self._counts(name, rest)
        else:
            counts = self._counts(name, papers)
        top = np.flatnonzero(counts)
        if len(top) > most:
            # They are counted, not compared: of the many that are equal numpy's partition takes ten
            # times as long.
            of_top = counts[top]
            reaching = np.cumsum(np.bincount(of_top)[::-1])  # the highest first
            least = len(reaching) - 1 - int(np.searchsorted(reaching, most))
            above, equal = top[of_top > least], top[of_top == least]
            top = np.concatenate((above, equal[: most - len(above)]))
        top = top[np.lexsort((top, -counts[top]))]
        counted = zip(top.tolist(), counts[top].tolist(), strict=True)
        return [(self._name(name, value), count) for value, count in counted]

    def _counts_of_all(self, name: str) -> NDArray[np.int32]:
        if name not in self._of_all:
            counts = np.bincount(self._arrays[f"{name}.items"])
            self._of_all[name] = counts.astype(np.int32)
        return self._of_all[name]

    def _counts(self, name: str, papers: NDArray[np.uint32]) -> NDArray[np.int32]:
        """How often some papers have each value."""
        items, at = self._arrays[f"{name}.items"], self._arrays[f"{name}.at"]
        counts = np.zeros_like(self._counts_of_all(name))
        for start in range(0, len(papers), _PIECE):  # so as not to need much memory at a time
            some = papers[start : start + _PIECE]
            starts, ends = at[some].astype(np.int64), at[some + np.uint32(1)].astype(np.int64)
            counts += np.bincount(items[concatenated(starts, ends)], minlength=len(counts))
        return counts

    def sizes(self, facet: str, papers: NDArray[np.uint32]) -> NDArray[np.uint32]:
        """How many values of a facet each of some papers has."""
        at = self._arrays[f"{facet}.at"]
        sizes: NDArray[np.uint32] = at[papers + np.uint32(1)] - at[papers]
        return sizes

    def holding(self, facet: str, wanted: Callable[[str], bool]) -> NDArray[np.bool_]:
        """For each paper: has it a value of a facet that is wanted?"""
        items, at = self._arrays[f"{facet}.items"], self._arrays[f"{facet}.at"]
        names = range(len(self._ends_of(facet)))
        values = np.array([wanted(self._name(facet, value)) for value in names], np.bool_)
        before = np.concatenate((np.zeros(1, np.int64), np.cumsum(values[items])))
        held: NDArray[np.bool_] = before[at[1:]] > before[at[:-1]]
        return held

    def _name(self, facet: str, value: int) -> str:
        ends = self._ends_of(facet)
        start = int(ends[value - 1]) + 1 if value else 0
        name = self._arrays[f"{facet}.names"][start : int(ends[value])].tobytes()
        return name.decode(errors="surrogateescape")

    def _ends_of(self, facet: str) -> NDArray[np.uint32]:
        if facet not in self._ends:
            ends = np.flatnonzero(self._arrays[f"{facet}.names"] == 0)
            self._ends[facet] = ends.astype(np.uint32)
        return self._ends[facet]
