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

from collections.abc import Generator, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from carrel.arrayfile import Damaged
from carrel.library.chain import Chain
from carrel.library.files import (
    LibraryFile,
    Origin,
    find_base,
    library_path,
    remove_abandoned,
    tidy,
)
from carrel.library.library import Library, Part
from carrel.library.reading import Progress
from carrel.library.sources import Report
from carrel.paper import Place, Reject
from carrel.refusals import reason
from carrel.store import NotLinesError, Stamp

if TYPE_CHECKING:
    from collections.abc import Callable

    from carrel.search.index import Index

_WORTH_A_THREAD = 1 << 27  # bytes of sources of which to look at every byte takes a while
_WORTH_A_PART = 1 << 24  # bytes of sources of which one does not index again what is there
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
                report.rejects.append(Reject(Place(path, 0), reason(error)))
        self._stamps = [origin.stamp for origin in self._origins]
        self._file = library_path(folder, self._stamps, limit)

    def open(self, verify: bool = True) -> Library | None:
        """The library, if the cache has it; with `verify`, only after looking at all its bytes."""
        try:
            file = LibraryFile(self._file)
            base = LibraryFile(self._folder / file.base) if file.base else None
        except (Damaged, OSError):
            return None
        held = Chain()
        known: dict[Stamp, tuple[int, Report]] = {}
        wanted = dict(zip(self._stamps, self._origins, strict=True))
        for origin in (*(base.origins if base else ()), *file.origins):
            report = origin.report
            if origin.stamp in wanted:  # by the name that it has now
                report.path = wanted[origin.stamp].report.path
            known[origin.stamp] = (len(held), report)
            held.append(self._folder, origin.stamp, report)
        if not known.keys() >= set(self._stamps):
            return None
        for stamp, origin in wanted.items():
            _take(origin.report, *known[stamp])
        files = [base, file] if base else [file]

        checks = [partial(held.verify, wanted)]
        checks += [partial(part.arrays.is_whole, name) for part in files for name in part.arrays]

        def undamaged() -> bool:
            return all(check() for check in checks)

        def unload() -> None:
            for part in files:
                part.arrays.unload()

        slow = sum(stamp.size for stamp in self._stamps) > _WORTH_A_THREAD
        if verify and not (_while_loading(checks) if slow else undamaged()):
            return None
        parts = [
            Part(part.groups, part.ids, _index_of(part), part.arrays["order"]) for part in files
        ]
        parts[0].hidden = frozenset(file.hidden)
        return Library(held, parts, self._reports, undamaged, unload)

    def make(self) -> Generator[Progress, None, None]:
        """Read and index what the cache does not have, and put it there.

        Raises:
            OSError: the folder can't be written, or a source not be read any more.
        """
        # What makes a library takes as long to load as opening one.
        from carrel.library.halves import HalfLostError
        from carrel.library.making import Making

        remove_abandoned(self._folder)
        base = None
        if self._limit is None and sum(stamp.size for stamp in self._stamps) > _WORTH_A_PART:
            base = find_base(self._folder, self._stamps, _SHARE)
        not_lines: set[str] = set()
        whole: set[str] = set()
        while True:
            making = Making(self._origins, self._folder, self._limit, base, not_lines, whole)
            try:
                yield from making.run(self._file)
            except NotLinesError:
                not_lines.add(making.path)  # and once more
            except HalfLostError:
                whole.add(making.path)
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


def _while_loading(checks: Sequence[Callable[[], bool]]) -> bool:
    """Do all of some checks hold? They mostly wait for memory, so what every search of a large
    library needs is loaded meanwhile; then this thread takes its share of them."""
    from threading import Thread

    waiting = iter(checks)
    said: list[bool] = []

    def look() -> None:
        for check in waiting:
            said.append(check())

    thread = Thread(target=look)
    thread.start()
    import carrel.search.engine  # noqa: F401

    look()
    thread.join()
    return len(said) == len(checks) and all(said)


def _index_of(file: LibraryFile) -> Callable[[], Index]:
    """What gives the index of a library: numpy is not loaded before somebody searches."""

    def index() -> Index:
        from carrel.search.index import Index, views

        return Index(views(file.arrays))

    return index
