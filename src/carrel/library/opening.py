"""Opening sources: reading what is small, keeping what is not, merging, and indexing."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

from carrel.folders import cache_folder
from carrel.identity import Clusters
from carrel.library.groups import Groups
from carrel.library.library import Library, Part
from carrel.library.reading import Opening, Pulse, Reading, total_size
from carrel.library.sources import Report, Watch, expand, is_pipe
from carrel.paper import Record, Reject
from carrel.refusals import reason
from carrel.steps import finished

SMALL = 1 << 20  # bytes of sources that are not worth keeping: read in a fraction of a second


def open_library(paths: str | Path | Iterable[str | Path], cache: Path | None = None) -> Library:
    """Open sources: files, folders, "-" for standard input; one of them may stand alone.

    Never raises for what sources hold or where they are missing: `Library.rejects` tells. `cache`
    is the folder for what is kept of sources that are not small; by default CARREL_CACHE or the
    platform's.
    """
    # A string is iterable, too: "/data" would open "/".
    return finished(open_in_steps([paths] if isinstance(paths, str | Path) else paths, cache))


def open_in_steps(paths: Iterable[str | Path], cache: Path | None = None) -> Opening:
    """As `open_library`, in steps of about 50 ms that tell how far it is; close it to cancel."""
    names = list(map(str, paths))
    watch = Watch(names)
    library = yield from _opened(list(expand(names)), cache, watch)
    library.watch = watch
    return library


def _opened(named: Sequence[str | Reject], cache: Path | None, watch: Watch) -> Opening:
    if not is_large(named):
        return (yield from in_memory(named))
    from carrel.library.kept import Kept

    try:
        kept = Kept(named, cache or cache_folder())
        library = kept.open()
        if library is None:
            yield from kept.make()
            library = kept.open(verify=False)
        if library is not None:
            return library
        why = ""
    except OSError as error:
        why = reason(error)
    library = yield from in_memory(named)
    if not watch.changed():  # else it is the sources that could not be kept
        library.notes.append(no_cache(why))
    return library


def no_cache(why: str) -> str:
    """What is said of a library that is in memory for want of a cache: `why` is empty where what
    was written there can't be read."""
    why = why or "what was written there can't be read"
    return f"The cache can't be used ({why}); everything is kept in memory."


def is_large(named: Sequence[str | Reject]) -> bool:
    """Are these sources worth keeping in the cache? A pipe can be opened once, to be read."""
    files = [path for path in named if isinstance(path, str)]
    return total_size(files) > SMALL and not any(map(is_pipe, files))


def in_memory(
    named: Sequence[str | Reject], limit: int | None = None, step: float = 0.05
) -> Opening:
    """Read everything, or so many records, in steps of so many seconds, and keep it in memory."""
    records: list[Record] = []
    reports: list[Report] = []
    clusters = Clusters(records.__getitem__)
    total = total_size([path for path in named if isinstance(path, str)])
    pulse = Pulse(total, step)
    for path in named:
        if isinstance(path, Reject):
            reports.append(Report(path.place.path, rejects=[path]))
            continue
        reading = Reading(path)
        reading.report.first = len(records)
        reports.append(reading.report)
        for item in reading:
            if isinstance(item, Record):
                records.append(item)
                clusters.add([item])
                if len(records) == limit:
                    break
            if pulse.due():
                yield pulse.progress(path, reading.done, len(records))
        pulse.before += reading.done
        if len(records) == limit:
            break
    groups = Groups(*clusters.groups())
    return Library(records, [Part(groups, shared=clusters.shared())], reports)
