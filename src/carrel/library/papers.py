"""Papers by number, put together from their records: one by one, or many in half the time."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import chain, islice

from carrel.identity import merge
from carrel.library.chain import Chain
from carrel.paper import Paper, Record

_KEPT = 2_000  # papers put together that are kept for the next look
_AT_ONCE = 64  # papers read together: more take hardly less time each, and keep others waiting


def merged(records: Sequence[Record], works: Sequence[Sequence[int]]) -> list[Paper]:
    """The papers that some works are, each given by the numbers of its records."""
    numbers = sorted(set(chain.from_iterable(works)))
    read = (
        records.several(numbers)
        if isinstance(records, Chain)
        else map(records.__getitem__, numbers)
    )
    by_number = dict(zip(numbers, read, strict=True))
    return [merge([by_number[number] for number in work]) for work in works]


class Papers:
    """`members` gives the numbers of a paper's records."""

    def __init__(self, records: Sequence[Record], members: Callable[[int], Sequence[int]]) -> None:
        self._records = records
        self._members = members
        self._kept: OrderedDict[int, Paper] = OrderedDict()

    def __getitem__(self, number: int) -> Paper:
        paper = self._kept.pop(number, None) or self._read([number])[0]
        self._keep(number, paper)
        return paper

    def ahead(self, numbers: Iterable[int]) -> None:
        """Read papers that are about to be asked for."""
        missing = [number for number in numbers if number not in self._kept]
        for number, paper in zip(missing, self._read(missing), strict=True):
            self._keep(number, paper)

    def several(self, numbers: Iterable[int]) -> Iterator[Paper]:
        """Papers that are looked at once, in their order."""
        numbers = iter(numbers)
        while some := list(islice(numbers, _AT_ONCE)):
            yield from self._read(some)

    def _read(self, numbers: Sequence[int]) -> list[Paper]:
        return merged(self._records, list(map(self._members, numbers)))

    def _keep(self, number: int, paper: Paper) -> None:
        self._kept[number] = paper
        if len(self._kept) > _KEPT:
            self._kept.popitem(last=False)
