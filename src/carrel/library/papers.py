"""Papers by number, put together from their records: one by one, or many in half the time."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import chain

from carrel.batches import MANY, batches
from carrel.identity import merge, merged_abstract, own_id
from carrel.library.chain import Chain
from carrel.paper import Paper, Record

_KEPT = 2_000  # papers put together that are kept for the next look


def read_records(records: Sequence[Record], numbers: Sequence[int]) -> Sequence[Record]:
    """Records by their numbers, which ascend; where they are read from a file, in less time than
    one by one."""
    if isinstance(records, Chain):
        return records.several(numbers)
    return [records[number] for number in numbers]


def records_of_each(
    records: Sequence[Record], works: Iterable[Sequence[int]]
) -> Iterator[list[Record]]:
    """The records of some works, each given by the numbers of its records; in their order."""
    for some in batches(works, MANY):
        numbers = sorted(set(chain.from_iterable(some)))
        by_number = dict(zip(numbers, read_records(records, numbers), strict=True))
        for work in some:
            yield [by_number[number] for number in work]


def put_together(records: Sequence[Record], works: Iterable[Sequence[int]]) -> Iterator[Paper]:
    """The papers that some works are, as `records_of_each` takes them; in their order."""
    return map(merge, records_of_each(records, works))


class Papers:
    """Papers merged when they are asked for; the latest are kept.

    `members` gives the numbers of a paper's records; `is_shared` tells whether several papers
    have an id."""

    def __init__(
        self,
        records: Sequence[Record],
        members: Callable[[int], Sequence[int]],
        is_shared: Callable[[str], bool],
    ) -> None:
        self._records = records
        self._members = members
        self._is_shared = is_shared
        self._kept: OrderedDict[int, Paper] = OrderedDict()

    def __getitem__(self, number: int) -> Paper:
        paper = self._kept.pop(number, None) or next(self.several([number]))
        self._keep(number, paper)
        return paper

    def ahead(self, numbers: Iterable[int]) -> None:
        """Read papers that are about to be asked for."""
        missing = [number for number in numbers if number not in self._kept]
        for number, paper in zip(missing, self.several(missing), strict=True):
            self._keep(number, paper)

    def together(self, numbers: Sequence[int]) -> list[Paper]:
        """Papers that are looked at together, and perhaps soon again."""
        self.ahead(numbers)
        return [self[number] for number in numbers]

    def several(self, numbers: Iterable[int]) -> Iterator[Paper]:
        """Papers that are looked at once, in their order."""
        for records in records_of_each(self._records, map(self._members, numbers)):
            yield self._merged(records)

    def with_records(self, numbers: Sequence[int]) -> Iterator[tuple[Paper, list[Record]]]:
        """Papers, as they are kept or put together now, each with its records; in their order."""
        of_each = records_of_each(self._records, map(self._members, numbers))
        for number, records in zip(numbers, of_each, strict=True):
            yield self._kept.get(number) or self._merged(records), records

    def _merged(self, records: Sequence[Record]) -> Paper:
        paper = merge(records)
        paper.id = own_id(paper, self._is_shared)
        return paper

    def abstracts(self, numbers: Iterable[int]) -> list[str]:
        """The abstracts of papers, in a fraction of the time that the papers would take."""
        works = list(map(self._members, numbers))
        records = sorted(set(chain.from_iterable(works)))
        if isinstance(self._records, Chain):
            read = self._records.abstracts(records)
        else:
            read = [self._records[number].abstract for number in records]
        of_record = dict(zip(records, read, strict=True))
        return [merged_abstract([of_record[number] for number in work]) for work in works]

    def _keep(self, number: int, paper: Paper) -> None:
        self._kept[number] = paper
        if len(self._kept) > _KEPT:
            self._kept.popitem(last=False)
