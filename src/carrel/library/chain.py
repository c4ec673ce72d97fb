"""The records of several kept sources, numbered through; files are opened when they are needed."""

from __future__ import annotations

import contextlib
from bisect import bisect_right
from collections import OrderedDict
from collections.abc import Callable, Container, Iterator, Sequence
from functools import partial
from itertools import groupby
from pathlib import Path
from typing import Any, TypeVar, overload

from carrel import readers
from carrel.arrayfile import Damaged
from carrel.batches import MANY
from carrel.library.sources import Report
from carrel.paper import Place, Record
from carrel.store import RecordFile, Stamp

T = TypeVar("T")
_OPEN = 64  # files that are open at a time; a process may often have no more than 256


class Chain(Sequence[Record]):
    """Records by number, from 0, in the order of the sources."""

    def __init__(self) -> None:
        self._parts: list[tuple[Path, Stamp, Report]] = []
        self._ends: list[int] = []
        self._open: OrderedDict[int, RecordFile] = OrderedDict()

    def append(self, folder: Path, stamp: Stamp, report: Report, look: bool = False) -> None:
        """Add a source of which the cache in `folder` has the records.

        `look` opens it now, and takes what its file tells of it into the report; else the report
        says how many records there are.

        Raises (with `look`):
            Damaged, FileNotFoundError: the cache does not have it.
        """
        self._parts.append((folder / f"{stamp.name}.records", stamp, report))
        if look:
            file = self._file(len(self._parts) - 1)
            report.format, report.records = file.format, len(file)
            report.remarks, report.rejects = file.remarks, file.rejects
        self._ends.append(len(self) + report.records)

    def dump(self) -> list[Any]:
        """The sources, as values that `marshal` hands on."""
        return [
            (str(file.parent), tuple(stamp), report.path, report.records)
            for file, stamp, report in self._parts
        ]

    @classmethod
    def load(cls, dumped: Sequence[Any]) -> Chain:
        """From what `dump` gave."""
        chain = cls()
        for folder, stamp, path, records in dumped:
            chain.append(Path(folder), Stamp(*stamp), Report(path, records=records))
        return chain

    def __len__(self) -> int:
        return self._ends[-1] if self._ends else 0

    def __iter__(self) -> Iterator[Record]:
        for first in range(0, len(self), MANY):
            yield from self.several(range(first, min(first + MANY, len(self))))

    @overload
    def __getitem__(self, number: int) -> Record: ...
    @overload
    def __getitem__(self, number: slice) -> Sequence[Record]: ...
    def __getitem__(self, number: int | slice) -> Record | Sequence[Record]:
        if isinstance(number, slice):
            return [self[i] for i in range(*number.indices(len(self)))]
        if not 0 <= number < len(self):
            raise IndexError(number)
        return self.several([number])[0]

    def several(self, numbers: Sequence[int]) -> list[Record]:
        """The records with some numbers, which ascend, in less time than one by one."""
        return self._read(numbers, RecordFile.several, self._gone)

    def abstracts(self, numbers: Sequence[int]) -> list[str]:
        """The abstracts of the records with some numbers, which ascend, in a fraction of that
        time."""
        return self._read(numbers, RecordFile.abstracts, lambda part: "")

    def _read(
        self,
        numbers: Sequence[int],
        read: Callable[[RecordFile, Sequence[int]], list[T]],
        gone: Callable[[int], T],
    ) -> list[T]:
        """What the files have of some records; of those that they have no more, what `gone` gives
        for the part."""
        found: list[T] = []
        for part, some in groupby(numbers, partial(bisect_right, self._ends)):
            before = self._ends[part - 1] if part else 0
            wanted = [number - before for number in some]
            try:
                found += read(self._file(part), wanted)
            except (Damaged, OSError, IndexError):
                if len(wanted) == 1:
                    found.append(gone(part))
                    continue
                for number in wanted:  # those that are not to blame are there
                    found += self._read([before + number], read, gone)
        return found

    def _gone(self, part: int) -> Record:
        place = Place(self._parts[part][2].path, 0)
        return Record(place=place, title="(gone from the cache)", title_inferred=True)

    def verify(self, stamps: Container[Stamp]) -> bool:
        """Are the files of some sources as they were written? Reads them; removes what is
        damaged."""
        whole = True
        for part, (path, stamp, _) in enumerate(self._parts):
            if stamp not in stamps:
                continue
            try:
                if self._file(part).verify():
                    continue
            except (Damaged, OSError):
                pass
            whole = False
            with contextlib.suppress(OSError):
                path.unlink()
        return whole

    def _file(self, part: int) -> RecordFile:
        if part in self._open:
            self._open.move_to_end(part)
            return self._open[part]
        path, stamp, report = self._parts[part]
        file = self._open[part] = RecordFile(path, stamp, report.path, readers)
        if len(self._open) > _OPEN:
            self._open.popitem(last=False)
        return file
