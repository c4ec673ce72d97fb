"""Facets: how many of the papers found are of each year, author, category, venue and source.

A facet's values are numbered, and for each paper its numbers are stored one after the other, so
that counting a result is one gather and one `bincount`.
"""

from __future__ import annotations

from array import array
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from carrel.paper import Paper, Record, Work
from carrel.search.postings import concatenated

if TYPE_CHECKING:
    from numpy.typing import NDArray

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


def values_of(work: Work) -> tuple[Iterable[str], ...]:
    """A work's values of each of `NAMES`."""
    paths: Iterable[str] = ()
    if isinstance(work, Record):
        paths = (work.place.path,)
    elif isinstance(work, Paper):
        paths = dict.fromkeys(place.path for place in work.places)
    authors = dict.fromkeys(name.display for name in work.authors)
    return authors, work.categories, (work.venue,) if work.venue else (), paths


class Column:
    """One facet being built: the values of one work after the other."""

    def __init__(self) -> None:
        self._numbers: defaultdict[str, int] = defaultdict()
        self._numbers.default_factory = self._numbers.__len__
        self._items = array("I")
        self._ends = array("I")

    def add(self, values: Iterable[str]) -> None:
        self._items.extend(map(self._numbers.__getitem__, values))
        self._ends.append(len(self._items))

    def finish(self, name: str, chosen: NDArray[np.int64]) -> dict[str, NDArray[Any]]:
        """The arrays of the facet for papers, of which each has the values of a chosen work."""
        ends = np.frombuffer(self._ends, np.uint32).astype(np.int64)
        starts = np.concatenate((np.zeros(1, np.int64), ends))[:-1]
        items = np.frombuffer(self._items, np.uint32)[concatenated(starts[chosen], ends[chosen])]
        at = np.zeros(len(chosen) + 1, np.uint32)
        np.cumsum(ends[chosen] - starts[chosen], out=at[1:])
        return {
            f"{name}.at": at,
            f"{name}.items": items,
            f"{name}.names": np.frombuffer("\n".join([*self._numbers, ""]).encode(), np.uint8),
        }


class FacetIndex:
    """The facets of an index: counts for any of its papers."""

    def __init__(self, arrays: Mapping[str, NDArray[Any]], dates: NDArray[np.int32]) -> None:
        self._arrays = arrays
        self._dates = dates
        self._names: dict[str, list[str]] = {}

    def count(self, papers: NDArray[np.uint32] | None, most: int) -> Facets:
        """The counts of some papers, or of all; at most `most` values of each facet."""
        dates = self._dates if papers is None else self._dates[papers]
        years, counts = np.unique(dates // 10000, return_counts=True)
        by_year = [pair for pair in zip(years.tolist(), counts.tolist(), strict=True) if pair[0]]
        return Facets(by_year, *(self._top(name, papers, most) for name in NAMES))

    def _top(self, name: str, papers: NDArray[np.uint32] | None, most: int) -> list[Count]:
        items, at = self._arrays[f"{name}.items"], self._arrays[f"{name}.at"]
        if papers is not None:
            starts, ends = at[papers].astype(np.int64), at[papers + np.uint32(1)].astype(np.int64)
            items = items[concatenated(starts, ends)]
        if not len(items):
            return []
        counts = np.bincount(items)
        top = np.arange(len(counts))
        if len(counts) > most:
            top = np.argpartition(counts, len(counts) - most)[-most:]
        top = top[np.lexsort((top, -counts[top]))]
        return [(self._name(name, value), int(counts[value])) for value in top if counts[value]]

    def _name(self, facet: str, value: int) -> str:
        if facet not in self._names:
            text = bytes(memoryview(self._arrays[f"{facet}.names"]))
            self._names[facet] = text.decode().split("\n")
        return self._names[facet][value]
