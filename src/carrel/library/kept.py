"""Libraries that are kept in the cache folder.

Each source's records are in a file of their own, and the merged library with its index in another
beside them. Opening what is there reads little more than a table of contents. What is missing, of
another version or damaged is made again.

Where most of what is asked for is in a library that is kept already, only the rest is read, merged
and indexed, as a second part of it: the papers of a source that changed, and those papers of the
first part that have, or had, something to do with them. The first part is left as it is; the papers
in it that the second one has in their place are hidden.
"""

from __future__ import annotations

import contextlib
from array import array
from collections.abc import Generator, Iterable, Iterator, Sequence
from itertools import chain, islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

from carrel.arrayfile import Damaged
from carrel.identity import Clusters, fingerprints, id_hash, identifiers, merge
from carrel.library.chain import Chain
from carrel.library.files import (
    LibraryFile,
    Origin,
    find_base,
    library_path,
    remove_abandoned,
    tidy,
)
from carrel.library.indexer import Indexer, IndexerProcess, Rest, entry
from carrel.library.library import Library, Part
from carrel.library.reading import Progress, Pulse, Reading
from carrel.library.sources import Report
from carrel.paper import Paper, Place, Record, Reject
from carrel.store import NotLinesError, Stamp, write, write_lines

if TYPE_CHECKING:
    from collections.abc import Callable

    from carrel.search.index import Index

_WORTH_A_PROCESS = 1 << 23  # bytes of sources that two processes index sooner than one
_WORTH_A_THREAD = 1 << 27  # bytes of sources of which to look at every byte takes a while
_WORTH_A_PART = 1 << 24  # bytes of sources of which one does not index again what is there
_AT_ONCE = 1_000  # papers whose records are read again at a time
_SHARE = 0.8  # of the bytes asked for that a first part must have


class Kept:
    """Sources, and what the cache in `folder` holds of them.

    `limit` is how many records of all sources together are wanted, all if None.
    """

    def __init__(
        self, named: Sequence[str | Reject], folder: Path, limit: int | None = None
    ) -> None:
        self._folder = folder
        self._limit = limit
        self._reports: list[Report] = []
        self._origins: list[Origin] = []
        for path in named:
            if isinstance(path, Reject):
                self._reports.append(Report(path.place.path, rejects=[path]))
                continue
            report = Report(path)
            self._reports.append(report)
            try:
                with open(path, "rb"):
                    self._origins.append(Origin(Stamp.of(path), report))
            except OSError as error:
                why = (error.strerror or str(error)).lower()
                report.rejects.append(Reject(Place(path, 0), why))
        self._stamps = [origin.stamp for origin in self._origins]
        self._file = library_path(folder, self._stamps, limit)

    def open(self, verify: bool = True) -> Library | None:
        """The library, if the cache has it; `verify` looks at every byte of that first."""
        try:
            file = LibraryFile(self._file)
            base = LibraryFile(self._folder / file.base) if file.base else None
        except (Damaged, OSError):
            return None
        held = Chain()
        known: dict[Stamp, tuple[int, Report]] = {}
        for origin in (*(base.origins if base else ()), *file.origins):
            known[origin.stamp] = (len(held), origin.report)
            held.append(self._folder, origin.stamp, origin.report)
        if not known.keys() >= set(self._stamps):
            return None
        wanted = dict(zip(self._stamps, self._origins, strict=True))
        for stamp, origin in wanted.items():
            _take(origin.report, *known[stamp])
        files = [base, file] if base else [file]

        def undamaged() -> bool:
            return all(part.arrays.verify() for part in files) and held.verify(wanted)

        slow = sum(stamp.size for stamp in self._stamps) > _WORTH_A_THREAD
        if verify and not (_while_loading(undamaged) if slow else undamaged()):
            return None
        parts = [
            Part(part.groups, part.ids, _indexer(part), part.arrays["order"]) for part in files
        ]
        parts[0].hidden = frozenset(file.hidden)
        library = Library(held, parts, self._reports)
        library.verify = undamaged
        return library

    def make(self) -> Generator[Progress, None, None]:
        """Read and index what the cache does not have, and put it there.

        Raises:
            OSError: the folder can't be written.
        """
        remove_abandoned(self._folder)
        base = None
        if self._limit is None and sum(stamp.size for stamp in self._stamps) > _WORTH_A_PART:
            base = find_base(self._folder, self._stamps, _SHARE)
        not_lines: set[str] = set()
        while True:
            making = _Making(self._origins, self._folder, self._limit, base, not_lines)
            try:
                yield from making.run(self._file)
            except NotLinesError:
                not_lines.add(making.path)  # and once more
            else:
                tidy(self._folder, self._file, self._stamps, base.path.name if base else "")
                return


def _take(report: Report, first: int, known: Report) -> None:
    """Complete a report from the one that was kept; what was just read stays."""
    report.first = first
    if report.seconds is None:
        report.format, report.records, report.remarks = known.format, known.records, known.remarks
        report.rejects = [
            Reject(reject.place._replace(path=report.path), reject.reason, reject.text)
            for reject in known.rejects
        ]


def _while_loading(check: Callable[[], bool]) -> bool:
    """What a check says that mostly waits for memory; what every search of a large library needs is
    loaded meanwhile."""
    from threading import Thread

    said: list[bool] = []
    thread = Thread(target=lambda: said.append(check()))
    thread.start()
    import carrel.search.engine  # noqa: F401

    thread.join()
    return said == [True]


def _indexer(file: LibraryFile) -> Callable[[], Index]:
    def index() -> Index:
        from carrel.search.index import Index, views

        return Index(views(file.arrays))

    return index


class _Making:
    """Reading, merging and indexing sources; all of them, or those that `base` does not have.

    `not_lines` are the paths of sources that turned out not to have one record a line.
    """

    def __init__(
        self,
        origins: Sequence[Origin],
        folder: Path,
        limit: int | None,
        base: LibraryFile | None,
        not_lines: set[str],
    ) -> None:
        self._folder = folder
        self._limit = limit
        self._base = base
        self._not_lines = not_lines
        self._all = origins
        there = {origin.stamp for origin in base.origins} if base else set()
        self._origins = [origin for origin in origins if origin.stamp not in there]
        self._chain = Chain()
        for origin in base.origins if base else ():
            self._chain.append(folder, origin.stamp, origin.report)
        self._numbers = array("I")  # of the records indexed here, in the chain
        self._clusters = Clusters(lambda number: self._chain[self._numbers[number]])
        self._hidden: set[int] = set()  # papers of the base
        self.path = ""  # the source being read

    def run(self, file: Path) -> Generator[Progress, None, None]:
        """Do it, and write the library, or its second part, to a file."""
        pulse = Pulse(sum(origin.stamp.size for origin in self._origins))
        indexer = IndexerProcess() if pulse.total > _WORTH_A_PROCESS else Indexer()
        try:
            yield from self._read(indexer, pulse)
            if self._base:
                self._take_over(indexer, self._base)
            count = len(self._numbers)
            yield Progress("Merging", 0, 0, count)
            indexer.settle()
            rest = self._rest()
            yield Progress("Indexing", 0, 0, count)
            indexer.finish(file, rest)
        finally:
            indexer.close()

    def _read(
        self, indexer: Indexer | IndexerProcess, pulse: Pulse
    ) -> Generator[Progress, None, None]:
        """The records of the sources."""
        for origin in self._origins:
            report = origin.report
            self.path = report.path
            first = len(self._chain)
            taken = 0
            report.records, report.rejects = 0, []
            reading, items = self._items(origin)
            for item in items:
                if isinstance(item, Record):
                    self._numbers.append(first + taken)
                    self._add(indexer, item)
                    taken += 1
                    if self._base:
                        self._hide_relatives(item, self._base)
                if pulse.due():
                    part = taken / max(report.records, 1)
                    done = reading.done if reading else int(origin.stamp.size * part)
                    yield pulse.progress(report.path, done, len(self._numbers))
            report.records = taken
            self._chain.append(self._folder, origin.stamp, report)
            pulse.before += origin.stamp.size

    def _add(self, indexer: Indexer | IndexerProcess, record: Record) -> None:
        self._clusters.add(record)
        indexer.add(record)

    def _items(self, origin: Origin) -> tuple[Reading | None, Iterable[Record | Reject]]:
        """The records of a source: from the cache where it has them; else read, and kept as they
        come."""
        report = origin.report
        stored = Chain()
        with contextlib.suppress(Damaged, FileNotFoundError):
            stored.append(self._folder, origin.stamp, report, look=True)
            return None, stored
        reading = Reading(report.path, report)

        def about() -> dict[str, Any]:
            return {"format": report.format, "remarks": report.remarks}

        by_line = reading.by_line and report.path not in self._not_lines
        items: Iterator[Record | Reject] = iter(reading)
        if self._limit is not None:
            items = islice(items, max(self._limit - len(self._numbers), 0))
        keep = write_lines if by_line else write
        file = self._folder / f"{origin.stamp.name}.records"
        return reading, keep(file, origin.stamp, items, about)

    # ------------------------------------------------------------ beside a first part

    def _hide_relatives(self, record: Record, base: LibraryFile) -> None:
        """Have the papers that a new record may belong to merged anew, with it."""
        for identifier in (*identifiers(record), *fingerprints(record)):
            paper = base.ids.find(identifier)
            if paper is not None:
                self._hidden.add(paper)

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

    def _rest(self) -> Rest:
        """What the indexer needs to know besides the records."""
        import numpy as np

        starts, members = map(np.asarray, self._clusters.groups())
        sizes = starts[1:].astype(np.int64) - starts[:-1]
        papers = np.empty(len(members), np.uint32)  # of each record
        papers[members] = np.repeat(np.arange(len(sizes), dtype=np.uint32), sizes)
        numbers = np.asarray(self._numbers)[members]
        several = np.flatnonzero(sizes > 1)
        entries, names = [], array("Q")  # of the papers that have several records
        for paper in self._merged(several.tolist(), starts.tolist(), numbers.tolist()):
            entries.append(entry(paper))
            names.append(id_hash(paper.id))
        # Ids of all records, and those that papers have only by being merged.
        hashes, records = (np.frombuffer(part, part.typecode) for part in self._clusters.ids)
        papers = papers[records]
        hashes = np.concatenate((hashes, np.asarray(names)))
        papers = np.concatenate((papers, several.astype(np.uint32)))
        order = np.lexsort((papers, hashes))
        hashes, papers = hashes[order], papers[order]
        first = np.ones(len(hashes), np.bool_)
        first[1:] = hashes[1:] != hashes[:-1]
        return Rest(
            starts.tobytes(),
            members.tobytes(),
            entries,
            {
                "group.members": ("I", numbers.tobytes()),
                "hidden": ("I", array("I", sorted(self._hidden)).tobytes()),
                "id.hashes": ("Q", hashes[first].tobytes()),
                "id.papers": ("I", papers[first].tobytes()),
            },
            {
                "origins": [origin.told() for origin in self._origins],
                "base": self._base.path.name if self._base else "",
            },
        )

    def _merged(
        self, papers: Sequence[int], starts: Sequence[int], members: Sequence[int]
    ) -> Iterator[Paper]:
        """Some papers, put together from their records."""
        for first in range(0, len(papers), _AT_ONCE):
            some = papers[first : first + _AT_ONCE]
            works = [members[starts[paper] : starts[paper + 1]] for paper in some]
            numbers = sorted(chain.from_iterable(works))
            records = dict(zip(numbers, self._chain.several(numbers), strict=True))
            for work in works:
                yield merge([records[number] for number in work])
