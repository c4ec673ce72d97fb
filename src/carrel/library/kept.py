"""Libraries that are kept in the cache folder.

Each source's records are in a file of their own, and the merged library with its index in another
beside them. Opening what is there reads little more than tables of contents. What is missing, of
another version, damaged, or of a source that has changed since, is made again; only the source that
changed is read again.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Generator, Iterable, Iterator, Sequence
from hashlib import blake2b
from pathlib import Path
from typing import TYPE_CHECKING, Any, overload

from carrel import readers
from carrel.arrayfile import ArrayFile, Damaged, Writer
from carrel.identity import Clusters, id_hash
from carrel.library.groups import Groups, Ids
from carrel.library.library import Library
from carrel.library.reading import Opening, Progress, Pulse, Reading
from carrel.library.sources import Report
from carrel.paper import Place, Record, Reject
from carrel.store import NotLinesError, RecordFile, Stamp, write, write_lines

if TYPE_CHECKING:
    from carrel.search.index import Index

KIND = "library"
VERSION = 1


class _Chain(Sequence[Record]):
    """The records of several files, numbered through."""

    def __init__(self) -> None:
        self._parts: list[Sequence[Record]] = []
        self._ends: list[int] = []

    def append(self, part: Sequence[Record]) -> None:
        self._ends.append(len(self) + len(part))
        self._parts.append(part)

    def __len__(self) -> int:
        return self._ends[-1] if self._ends else 0

    @overload
    def __getitem__(self, number: int) -> Record: ...
    @overload
    def __getitem__(self, number: slice) -> Sequence[Record]: ...
    def __getitem__(self, number: int | slice) -> Record | Sequence[Record]:
        if isinstance(number, slice):
            return [self[i] for i in range(*number.indices(len(self)))]
        part = bisect_right(self._ends, number)
        before = self._ends[part - 1] if part else 0
        return self._parts[part][number - before]


def kept(named: Sequence[str | Reject], folder: Path) -> Opening:
    """Open sources by way of the cache in `folder`.

    Raises:
        OSError: the folder can't be written or read.
    """
    reports: list[Report] = []
    sources: list[tuple[str, Stamp, Report]] = []
    for path in named:
        report = Report(str(path) if isinstance(path, str) else path.place.path)
        reports.append(report)
        if isinstance(path, Reject):
            report.rejects.append(path)
            continue
        try:
            sources.append((path, Stamp.of(path), report))
        except OSError as error:
            report.rejects.append(Reject(Place(path, 0), (error.strerror or str(error)).lower()))
    stamps = [stamp for _, stamp, _ in sources]
    key = blake2b(repr(stamps).encode("utf-8", "surrogateescape"), digest_size=10).hexdigest()
    file = folder / f"{key}.library"
    records = _Chain()
    try:
        arrays = ArrayFile(file, KIND, VERSION)
        for path, stamp, report in sources:
            records.append(_from_cache(folder, path, stamp, report))
    except (Damaged, FileNotFoundError):
        records = yield from _make(sources, folder, file)
        arrays = ArrayFile(file, KIND, VERSION)

    def index() -> Index:
        from carrel.search.index import Index, views

        return Index(views(arrays))

    groups = Groups(arrays["group.starts"], arrays["group.members"])
    ids = Ids(arrays["id.hashes"], arrays["id.papers"])
    return Library(records, groups, reports, ids, index, arrays["order"])


def _from_cache(folder: Path, path: str, stamp: Stamp, report: Report) -> RecordFile:
    """The kept records of a source; Damaged or FileNotFoundError where there are none."""

    def parse(path: str, number: int, line: bytes) -> Record | None:
        return readers.read_line(stored.format, path, number, line)

    stored = RecordFile(folder / f"{stamp.name}.records", stamp, path, parse)
    report.format, report.records = stored.format, len(stored)
    report.remarks, report.rejects = stored.remarks, stored.rejects
    return stored


def _make(
    sources: Sequence[tuple[str, Stamp, Report]],
    folder: Path,
    file: Path,
    not_lines: frozenset[str] = frozenset(),
) -> Generator[Progress, None, _Chain]:
    """Read what is not kept, merge and index all, and keep it; the library goes to `file`.

    `not_lines` are the sources that turned out not to have one record a line.
    """
    from carrel.search.build import Builder

    records = _Chain()
    clusters = Clusters(records.__getitem__)
    builder = Builder()
    pulse = Pulse(sum(stamp.size for _, stamp, _ in sources))
    count = 0
    for path, stamp, report in sources:
        reading = None
        items: Iterable[Record | Reject]
        try:
            items = _from_cache(folder, path, stamp, report)
        except (Damaged, FileNotFoundError):
            reading = Reading(path, report)
            items = _keeping(reading, folder, stamp, by_line=path not in not_lines)
        try:
            for number, item in enumerate(items):
                if isinstance(item, Record):
                    clusters.add(item)
                    builder.add(item)
                    count += 1
                if pulse.due():
                    part = reading.done if reading else stamp.size * number // report.records
                    yield pulse.progress(path, part, count)
        except NotLinesError:
            return (yield from _make(sources, folder, file, not_lines | {path}))
        records.append(_from_cache(folder, path, stamp, Report(path)))
        pulse.before += stamp.size
    yield Progress("Merging", 0, 1, count)
    groups = Groups.of(clusters.groups())
    library = Library(records, groups, ())
    with Writer(file, KIND, VERSION) as writer:
        writer.add("group.starts", groups.starts, "I")
        writer.add("group.members", groups.members, "I")
        _write_ids(writer, clusters, library, groups)
        del clusters
        yield Progress("Indexing", 0, 1, count)
        arrays = builder.finish([groups[paper] for paper in range(len(groups))], library.paper)
        for name, array_ in arrays.items():
            writer.add(name, array_.data, array_.dtype.char)
    return records


def _keeping(
    reading: Reading, folder: Path, stamp: Stamp, by_line: bool
) -> Iterator[Record | Reject]:
    """What a source holds, which is kept as it comes."""
    report = reading.report

    def about() -> dict[str, Any]:
        return {"format": report.format, "remarks": report.remarks}

    keep = write_lines if by_line and reading.by_line else write
    return keep(folder / f"{stamp.name}.records", stamp, reading, about)


def _write_ids(writer: Writer, clusters: Clusters, library: Library, groups: Groups) -> None:
    """Write the table of ids: those of all records, and those that papers got by being merged."""
    import numpy as np

    hashes, records = (np.frombuffer(part, part.typecode) for part in clusters.ids)
    papers = np.frombuffer(groups.papers(), np.uint32)[records]
    merged = [paper for paper in range(len(groups)) if len(groups[paper]) > 1]
    names = [id_hash(library.paper(paper).id) for paper in merged]
    hashes = np.concatenate((hashes, np.array(names, np.uint64)))
    papers = np.concatenate((papers, np.array(merged, np.uint32)))
    order = np.lexsort((papers, hashes))
    hashes, papers = hashes[order], papers[order]
    first = np.ones(len(hashes), np.bool_)
    first[1:] = hashes[1:] != hashes[:-1]
    writer.add("id.hashes", hashes[first].data, "Q")
    writer.add("id.papers", papers[first].data, "I")
