"""Libraries that are kept in the cache folder.

Each source's records are in a file of their own, and the merged library with its index in another
beside them. Opening what is there reads little more than a table of contents. What is missing, of
another version, damaged, or of a source that has changed since, is made again; only sources that
changed are read again. Files of earlier states of the same sources are removed then.
"""

from __future__ import annotations

import contextlib
import time
from array import array
from collections.abc import Generator, Iterable, Iterator, Sequence
from dataclasses import dataclass
from hashlib import blake2b
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

from carrel.arrayfile import ArrayFile, Damaged
from carrel.identity import Clusters, id_hash
from carrel.library.chain import Chain
from carrel.library.groups import Groups, Ids
from carrel.library.indexer import KIND, VERSION, Indexer, IndexerProcess, Rest, entry
from carrel.library.library import Library
from carrel.library.reading import Progress, Pulse, Reading
from carrel.library.sources import Report
from carrel.paper import Place, Record, Reject
from carrel.store import NotLinesError, Stamp, write, write_lines

if TYPE_CHECKING:
    from carrel.search.index import Index

_WORTH_A_PROCESS = 1 << 23  # bytes of sources that two processes index sooner than one
_UNUSED = 60 * 24 * 3600  # seconds after which what nobody opened is removed


@dataclass(slots=True)
class _Source:
    """A source that can be read: its stamp, and the report of it."""

    stamp: Stamp
    report: Report


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
        self._sources: list[_Source] = []
        for path in named:
            if isinstance(path, Reject):
                self._reports.append(Report(path.place.path, rejects=[path]))
                continue
            report = Report(path)
            self._reports.append(report)
            try:
                with open(path, "rb"):
                    self._sources.append(_Source(Stamp.of(path), report))
            except OSError as error:
                why = (error.strerror or str(error)).lower()
                report.rejects.append(Reject(Place(path, 0), why))
        stamps = [source.stamp for source in self._sources]
        family = _digest([stamp.path for stamp in stamps], 8)
        self._file = folder / f"{family}-{_digest([stamps, limit], 5)}.library"

    def open(self, verify: bool = True) -> Library | None:
        """The library, if the cache has it; `verify` looks at every byte of that first."""
        chain = Chain()
        try:
            arrays = ArrayFile(self._file, KIND, VERSION)
            _take_reports(arrays, self._sources)
            for source in self._sources:
                chain.append(self._folder, source.stamp, source.report)
            if verify and not (arrays.verify() and chain.verify()):
                return None
        except (Damaged, OSError):
            return None

        def index() -> Index:
            from carrel.search.index import Index, views

            return Index(views(arrays))

        groups = Groups(arrays["group.starts"], arrays["group.members"])
        ids = Ids(arrays["id.hashes"], arrays["id.papers"])
        library = Library(chain, groups, self._reports, ids, index, arrays["order"])
        library.verify = lambda: arrays.verify() and chain.verify()
        return library

    def make(self) -> Generator[Progress, None, None]:
        """Read and index what the cache does not have, and put it there.

        Raises:
            OSError: the folder can't be written.
        """
        yield from _make(self._sources, self._folder, self._file, self._limit)


def _digest(what: object, size: int) -> str:
    return blake2b(repr(what).encode("utf-8", "replace"), digest_size=size).hexdigest()


def _take_reports(arrays: ArrayFile, sources: Sequence[_Source]) -> None:
    """What was reported of the sources when they were read; Damaged where it is of others."""
    told: Any = arrays.meta.get("sources")
    if not isinstance(told, list) or len(told) != len(sources):
        raise Damaged(f"{arrays.path}: of other sources")
    for source, (stamp, format, records, seconds, remarks, rejects) in zip(
        sources, told, strict=True
    ):
        report = source.report
        if stamp != list(source.stamp):
            raise Damaged(f"{arrays.path}: of other sources")
        if report.seconds is None and not report.records:
            report.format, report.records, report.remarks = format, records, remarks
            report.rejects = [
                Reject(Place(report.path, row[0], row[1]), row[2], row[3]) for row in rejects
            ]


def _told(sources: Sequence[_Source]) -> list[list[Any]]:
    """What `_take_reports` takes."""
    return [
        [
            list(source.stamp),
            source.report.format,
            source.report.records,
            source.report.seconds,
            source.report.remarks,
            [[*r.place[1:], r.reason, r.text] for r in source.report.rejects],
        ]
        for source in sources
    ]


# ---------------------------------------------------------------- making


def _make(
    sources: Sequence[_Source],
    folder: Path,
    file: Path,
    limit: int | None,
    not_lines: frozenset[str] = frozenset(),
) -> Generator[Progress, None, None]:
    """Read what is not kept, merge and index all, and keep it; the library goes to `file`.

    `not_lines` are the sources that turned out not to have one record a line.
    """
    chain = Chain()
    clusters = Clusters(chain.__getitem__)
    pulse = Pulse(sum(source.stamp.size for source in sources))
    indexer = IndexerProcess() if pulse.total > _WORTH_A_PROCESS else Indexer()
    count = 0
    try:
        for source in sources:
            left = None if limit is None else limit - count
            reading, items = _items(source, folder, left, not_lines)
            taken = 0
            for item in items:
                if isinstance(item, Record):
                    clusters.add(item)
                    indexer.add(item)
                    taken += 1
                if pulse.due():
                    size, known = source.stamp.size, max(source.report.records, 1)
                    done = reading.done if reading else size * taken // known
                    yield pulse.progress(source.report.path, done, count + taken)
            count += taken
            source.report.records = taken
            chain.append(folder, source.stamp, source.report)
            pulse.before += source.stamp.size
        yield Progress("Merging", 0, 1, count)
        rest = _rest(sources, chain, clusters)
        yield Progress("Indexing", 0, 1, count)
        indexer.finish(file, rest)
    except NotLinesError:
        not_lines |= {source.report.path}
    else:
        _tidy(folder, file, [source.stamp for source in sources])
        return
    finally:
        indexer.close()
    for source in sources:
        source.report.records, source.report.rejects = 0, []
    yield from _make(sources, folder, file, limit, not_lines)


def _items(
    source: _Source, folder: Path, limit: int | None, not_lines: frozenset[str]
) -> tuple[Reading | None, Iterable[Record | Reject]]:
    """The records of a source: from the cache where it has them; else read, and kept as they come."""
    report = source.report
    chain = Chain()
    with contextlib.suppress(Damaged, FileNotFoundError):
        chain.append(folder, source.stamp, report, look=True)
        return None, chain
    reading = Reading(report.path, report)

    def about() -> dict[str, Any]:
        return {"format": report.format, "remarks": report.remarks}

    keep = write_lines if reading.by_line and report.path not in not_lines else write
    items = iter(reading) if limit is None else _first(reading, limit)
    return reading, keep(folder / f"{source.stamp.name}.records", source.stamp, items, about)


def _first(items: Iterable[Record | Reject], limit: int) -> Iterator[Record | Reject]:
    """Items up to so many records."""
    for item in islice(items, max(limit, 0)):
        yield item


def _rest(sources: Sequence[_Source], chain: Chain, clusters: Clusters) -> Rest:
    """What the indexer needs to know once everything is read."""
    import numpy as np

    groups = Groups.of(clusters.groups())
    papers_of = groups.papers()
    library = Library(chain, groups, ())
    several = [paper for paper in range(len(groups)) if len(groups[paper]) > 1]
    # Ids of all records, and those that papers have only by being merged.
    hashes, records = (np.frombuffer(part, part.typecode) for part in clusters.ids)
    papers = np.frombuffer(papers_of, np.uint32)[records]
    names = [id_hash(library.paper(paper).id) for paper in several]
    hashes = np.concatenate((hashes, np.array(names, np.uint64)))
    papers = np.concatenate((papers, np.array(several, np.uint32)))
    order = np.lexsort((papers, hashes))
    hashes, papers = hashes[order], papers[order]
    first = np.ones(len(hashes), np.bool_)
    first[1:] = hashes[1:] != hashes[:-1]
    return Rest(
        array("I", groups.starts).tobytes(),
        array("I", groups.members).tobytes(),
        [entry(library.paper(paper)) for paper in several],
        {
            "id.hashes": ("Q", hashes[first].tobytes()),
            "id.papers": ("I", papers[first].tobytes()),
        },
        {"sources": _told(sources)},
    )


def _tidy(folder: Path, file: Path, stamps: Sequence[Stamp]) -> None:
    """Remove what was kept of earlier states of these sources, and what nobody uses any more."""
    current = {file.name, *(f"{stamp.name}.records" for stamp in stamps)}
    families = {name.partition("-")[0] for name in current}
    long_ago = time.time() - _UNUSED
    for path in (*folder.glob("*.records"), *folder.glob("*.library"), *folder.glob("*.part")):
        with contextlib.suppress(OSError):
            replaced = path.suffix != ".part" and path.name.partition("-")[0] in families
            if path.name not in current and (replaced or path.stat().st_mtime < long_ago):
                path.unlink()
