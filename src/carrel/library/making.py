"""Reading, merging and indexing sources, into the files of the cache."""

from __future__ import annotations

from array import array
from collections.abc import Generator, Iterable, Iterator, Sequence
from contextlib import closing, nullcontext, suppress
from functools import partial
from itertools import islice
from pathlib import Path
from typing import Any

from carrel.arrayfile import Damaged
from carrel.batches import MANY
from carrel.identity import MEETINGS, Clusters, fingerprints, id_hash, identifiers
from carrel.library.chain import Chain
from carrel.library.files import LibraryFile, Origin
from carrel.library.halves import Half, OtherHalf, middle_of
from carrel.library.indexer import Indexer, IndexerProcess, Rest
from carrel.library.reading import Progress, Pulse, Reading
from carrel.library.sources import Report
from carrel.library.together import PuttingTogether
from carrel.paper import Record, Reject
from carrel.readers import Middle
from carrel.store import NotLinesError, Stamp, write, write_lines

_WORTH_A_PROCESS = 1 << 23  # bytes of sources that two processes index sooner than one


class Making:
    """Reading, merging and indexing sources; all of them, or those that `base` does not have.

    `not_lines` are the paths of sources that turned out not to have one record a line; `whole`
    those that could not be read in halves.
    """

    def __init__(
        self,
        origins: Sequence[Origin],
        folder: Path,
        limit: int | None,
        base: LibraryFile | None,
        not_lines: set[str],
        whole: set[str],
    ) -> None:
        self._folder = folder
        self._limit = limit
        self._base = base
        self._not_lines = not_lines
        self._whole = not_lines | whole
        self._all = origins
        there = {origin.stamp for origin in base.origins} if base else set()
        self._origins = [origin for origin in origins if origin.stamp not in there]
        self._chain = Chain()
        for origin in base.origins if base else ():
            self._chain.append(folder, origin.stamp, origin.report)
        self._numbers = array("I")  # of the records indexed here, in the chain
        self._waiting: list[Record] = []  # to be clustered and indexed, in batches
        self._clusters = Clusters(lambda number: self._chain[self._numbers[number]])
        self._middles: dict[Stamp, Middle] = {}  # of sources that are read in halves
        self._hidden: set[int] = set()  # papers of the base
        self.path = ""  # the source being read

    def run(self, file: Path) -> Generator[Progress, None, None]:
        """Do it, and write the library, or its second part, to a file.

        Raises:
            OSError: a source can't be read now that could be a moment ago; or the folder can't be
                written.
        """
        total = sum(origin.stamp.size for origin in self._origins)
        self._middles = self._find_middles(total / 2)
        beside = total > _WORTH_A_PROCESS and not self._middles
        indexer = IndexerProcess() if beside else Indexer()
        try:
            yield from self._read(indexer, Pulse(total))
            if self._base:
                self._take_over(indexer, self._base)
            self._add_waiting(indexer)
            count = len(self._numbers)
            yield Progress("Merging", 0, 0, count)
            rest = self._rest(indexer)
            del self._clusters  # the memory is needed
            yield Progress("Indexing", 0, 0, count)
            indexer.finish(file, rest)
        finally:
            indexer.close()

    def _find_middles(self, least: float) -> dict[Stamp, Middle]:
        """Where large sources are to be read in halves; of less than so many bytes, none."""
        if self._base or self._limit is not None:
            return {}
        found: dict[Stamp, Middle] = {}
        for origin in self._origins:
            path = origin.report.path
            large = origin.stamp.size > _WORTH_A_PROCESS and path not in self._whole
            if large and (middle := middle_of(path)):
                found[origin.stamp] = middle
        return found if sum(stamp.size for stamp in found) >= least else {}

    def _read(
        self, indexer: Indexer | IndexerProcess, pulse: Pulse
    ) -> Generator[Progress, None, None]:
        """The records of the sources."""
        for origin in self._origins:
            report = origin.report
            self.path = report.path
            first = len(self._chain)
            taken, before = 0, len(self._numbers)
            report.records, report.rejects = 0, []
            reading, items = self._items(origin, indexer)
            with closing(reading) if reading else nullcontext():
                for item in items:
                    if isinstance(item, Record):
                        self._numbers.append(first + taken)
                        self._add(indexer, item)
                        taken += 1
                        if self._base:
                            self._hide_relatives(item, self._base)
                    elif isinstance(item, Half):
                        self._numbers.extend(range(first + taken, first + taken + len(item.lines)))
                        taken += len(item.lines)
                        continue
                    if pulse.due():
                        part = taken / max(report.records, 1)
                        done = reading.done if reading else int(origin.stamp.size * part)
                        records = before + (reading.with_beside(taken) if reading else taken)
                        yield pulse.progress(report.path, done, records)
            report.records = taken
            self._chain.append(self._folder, origin.stamp, report)
            pulse.before += origin.stamp.size

    def _add(self, indexer: Indexer | IndexerProcess, record: Record) -> None:
        self._waiting.append(record)
        if len(self._waiting) == MANY:
            self._add_waiting(indexer)

    def _add_waiting(self, indexer: Indexer | IndexerProcess) -> None:
        self._clusters.add(self._waiting)
        for record in self._waiting:
            indexer.add(record)
        self._waiting.clear()

    def _items(
        self, origin: Origin, indexer: Indexer | IndexerProcess
    ) -> tuple[Reading | None, Iterable[Record | Reject | Half]]:
        """The records of a source: from the cache where it has them; else read, and kept as they
        come."""
        report = origin.report
        if isinstance(indexer, Indexer) and origin.stamp in self._middles:
            reading = Reading(report.path, report)
            return reading, self._in_halves(origin, reading, indexer)
        stored = Chain()
        with suppress(Damaged, FileNotFoundError):
            stored.append(self._folder, origin.stamp, report, look=True)
            return None, stored
        reading = Reading(report.path, report)
        most = None if self._limit is None else max(self._limit - len(self._numbers), 0)
        if reading.by_line and report.path not in self._not_lines:
            return reading, self._by_line(origin, reading, most)
        items = _readable(reading, most)
        return reading, write(self._file(origin), origin.stamp, items, partial(_about, report))

    def _by_line(
        self, origin: Origin, reading: Reading, most: int | None
    ) -> Iterator[Record | Reject]:
        """The items of a source that seems to have a record on each line. Where it has not, it is
        read again to be kept like any other, and what was not handed on yet comes from that."""
        file, stamp, report = self._file(origin), origin.stamp, origin.report
        about = partial(_about, report)
        taken = 0
        try:
            for item in write_lines(file, stamp, _readable(reading, most), about):
                taken += 1
                yield item
        except NotLinesError:
            if Stamp.of(stamp.path) != stamp:  # it would not be the same that is read again
                raise
            report.records, report.rejects = 0, []
            again = _readable(Reading(report.path, report), most)
            yield from islice(write(file, stamp, again, about), taken, None)

    def _in_halves(
        self, origin: Origin, reading: Reading, indexer: Indexer
    ) -> Iterator[Record | Reject | Half]:
        """The items of the first half of a source; and the other half, which is taken already."""
        report = origin.report
        middle = self._middles[origin.stamp]
        reading.end_at(middle)
        other = OtherHalf(reading, middle)
        halves: list[Half] = []

        def more() -> tuple[Sequence[int], Sequence[Reject]]:
            self._add_waiting(indexer)
            indexer.pause()
            half = other.wait()
            halves.append(half)
            self._clusters.extend(half.evidence)
            indexer.extend(half.gathered)
            report.rejects += half.rejects
            report.remarks += half.remarks
            return half.lines, half.rejects

        about = partial(_about, report)
        try:
            yield from write_lines(
                self._file(origin), origin.stamp, _readable(reading), about, more
            )
        finally:
            other.close()
        yield from halves

    def _file(self, origin: Origin) -> Path:
        return self._folder / f"{origin.stamp.name}.records"

    # ------------------------------------------------------------ beside a first part

    def _hide_relatives(self, record: Record, base: LibraryFile) -> None:
        """Have the papers that a new record may belong to merged anew, with it."""
        for identifier in (*identifiers(record), *fingerprints(record)):
            self._hidden.update(islice(base.ids.having(id_hash(identifier)), MEETINGS))

    def _take_over(self, indexer: Indexer | IndexerProcess, base: LibraryFile) -> None:
        """Take the papers of the base that have records of a source that is gone or has changed,
        and those hidden so far, without such records."""
        wanted = {origin.stamp for origin in self._all}
        gone: list[range] = []
        first = 0
        for origin in base.origins:
            records = range(first, first + origin.report.records)
            first = records.stop
            if origin.stamp not in wanted:
                gone.append(records)
        self._hidden |= base.groups.holding(gone)
        for paper in sorted(self._hidden):
            for number in base.groups[paper]:
                if not any(number in records for records in gone):
                    self._numbers.append(number)
                    self._add(indexer, self._chain[number])

    # ------------------------------------------------------------ when all is read

    def _rest(self, indexer: Indexer | IndexerProcess) -> Rest:
        """What the indexer needs to know besides the records, which it settles meanwhile."""
        import numpy as np

        with closing(PuttingTogether(self._chain, self._numbers, self._clusters)) as putting:
            indexer.settle()
            groups = putting.groups()
            together = putting.papers()
        starts, members = map(np.asarray, groups)
        sizes = starts[1:].astype(np.int64) - starts[:-1]
        papers = np.empty(len(members), np.uint32)  # of each record
        papers[members] = np.repeat(np.arange(len(sizes), dtype=np.uint32), sizes)
        numbers = np.asarray(self._numbers)[members]
        # Ids of all records, and those that papers have only by being merged.
        hashes, records = (np.frombuffer(part, part.typecode) for part in self._clusters.ids)
        papers = papers[records]
        hashes = np.concatenate((hashes, np.asarray(together.ids)))
        papers = np.concatenate((papers, np.array([*together.entries], np.uint32)))
        order = np.lexsort((papers, hashes))
        hashes, papers = hashes[order], papers[order]
        first = np.ones(len(hashes), np.bool_)
        first[1:] = (hashes[1:] != hashes[:-1]) | (papers[1:] != papers[:-1])
        return Rest(
            starts.tobytes(),
            members.tobytes(),
            together.entries,
            {
                "group.members": ("I", numbers.tobytes()),
                "hidden": ("I", array("I", sorted(self._hidden)).tobytes()),
                "id.hashes": ("Q", hashes[first].tobytes()),
                "id.papers": ("I", papers[first].tobytes()),
            },
            {
                "origins": [origin.dump() for origin in self._origins],
                "base": self._base.path.name if self._base else "",
            },
        )


def _readable(reading: Reading, most: int | None = None) -> Iterator[Record | Reject]:
    """The items of a source, or so many. One that the system does not give raises: what is kept as
    what the source holds would be so when it is back."""
    yield from islice(reading, most)
    if reading.refusal:
        raise reading.refusal


def _about(report: Report) -> dict[str, Any]:
    return {"format": report.format, "remarks": report.remarks}
