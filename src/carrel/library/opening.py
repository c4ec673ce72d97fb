"""Opening sources: reading what is small, keeping what is not, merging, and indexing."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

from carrel.identity import Clusters
from carrel.library.cache import cache_folder
from carrel.library.groups import Groups
from carrel.library.library import Library
from carrel.library.reading import Opening, Pulse, Reading, total_size
from carrel.library.sources import STDIN, Report, expand
from carrel.paper import Record, Reject

SMALL = 1 << 20  # bytes of sources that are not worth keeping: read in a fraction of a second


def open_library(paths: Iterable[str | Path], cache: Path | None = None) -> Library:
    """Open sources: files, folders, "-" for standard input.

    Never raises for what sources hold or where they are missing: `Library.rejects` tells. `cache`
    is the folder for what is kept of sources that are not small; by default CARREL_CACHE or the
    platform's.
    """
    steps = opening(paths, cache)
    while True:
        try:
            next(steps)
        except StopIteration as end:
            library: Library = end.value
            return library


def opening(paths: Iterable[str | Path], cache: Path | None = None) -> Opening:
    """As `open_library`, in steps of about 50 ms that tell how far it is; close it to cancel."""
    named = list(expand(paths))
    files = [path for path in named if isinstance(path, str)]
    if STDIN in files or total_size(files) <= SMALL:
        return (yield from _in_memory(named))
    from carrel.library.kept import kept

    try:
        return (yield from kept(named, cache or cache_folder()))
    except OSError as error:
        library = yield from _in_memory(named)
        why = (error.strerror or str(error)).lower()
        library.notes.append(f"The cache can't be used ({why}); everything is kept in memory.")
        return library


def _in_memory(named: Sequence[str | Reject]) -> Opening:
    """Read everything and keep it in memory."""
    records: list[Record] = []
    reports: list[Report] = []
    clusters = Clusters(records.__getitem__)
    pulse = Pulse(total_size([path for path in named if isinstance(path, str)]))
    for path in named:
        if isinstance(path, Reject):
            reports.append(Report(path.place.path, rejects=[path]))
            continue
        reading = Reading(path)
        reports.append(reading.report)
        for item in reading:
            if isinstance(item, Record):
                records.append(item)
                clusters.add(item)
            if pulse.due():
                yield pulse.progress(path, reading.done, len(records))
        pulse.before += reading.done
    return Library(records, Groups.of(clusters.groups()), reports)
