"""The files in the cache folder that hold merged and indexed libraries."""

from __future__ import annotations

import contextlib
import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from carrel.arrayfile import ArrayFile, Damaged
from carrel.digest import blake2b
from carrel.library.groups import Groups, Ids
from carrel.library.sources import Report
from carrel.paper import Place, Reject
from carrel.store import Stamp

KIND = "library"
VERSION = 12
_UNUSED = 60 * 24 * 3600  # seconds after which what nobody opened is removed
_ABANDONED = 3600  # seconds after which nobody is still writing to an unfinished file


@dataclass(slots=True)
class Origin:
    """A source whose records are in a library: its state, and the report of reading it."""

    stamp: Stamp
    report: Report = field(default_factory=lambda: Report(""))

    def dump(self) -> list[Any]:
        """As JSON values."""
        report = self.report
        rejects = [[*r.place[1:], r.reason, r.text] for r in report.rejects]
        facts = [report.format, report.records, report.seconds, report.remarks, rejects]
        return [list(self.stamp), *facts]

    @classmethod
    def load(cls, dumped: Sequence[Any]) -> Origin:
        """From what `dump` gave."""
        (path, size, changed), format, records, _, remarks, rejects = dumped
        report = Report(path, format, records, None, remarks)
        report.rejects = [Reject(Place(path, row[0], row[1]), row[2], row[3]) for row in rejects]
        return cls(Stamp(path, size, changed), report)


class LibraryFile:
    """A library, or the second part of one: then `base` is the file name of the first.

    `origins` are the sources of its records, in their order; `groups` may refer to records of the
    base as well, which come before them; `hidden` are the papers of the base that this has instead.

    Raises:
        Damaged, OSError: as `ArrayFile`.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self.arrays = ArrayFile(path, KIND, VERSION)
        meta: dict[str, Any] = self.arrays.meta
        self.origins = [Origin.load(dumped) for dumped in meta["origins"]]
        self.base: str = meta["base"]
        self.groups = Groups(self.arrays["group.starts"], self.arrays["group.members"])
        self.ids = Ids(self.arrays["id.hashes"], self.arrays["id.papers"])
        self.hidden: Sequence[int] = self.arrays["hidden"]


def library_path(folder: Path, stamps: Sequence[Stamp], limit: int | None) -> Path:
    """Where a library of sources in these states is kept."""
    family = _digest([stamp.path for stamp in stamps], 8)
    return folder / f"{family}-{_digest([stamps, limit], 5)}.library"


def _digest(what: object, size: int) -> str:
    return blake2b(repr(what).encode("utf-8", "replace"), digest_size=size).hexdigest()


def find_base(folder: Path, stamps: Iterable[Stamp], share: float) -> LibraryFile | None:
    """The library in the cache that has most of these sources, as they are now; None if it has less
    than a share of their bytes, or if there is more that it has and that is not asked for."""
    wanted = set(stamps)
    total = sum(stamp.size for stamp in wanted)
    best, most = None, share * total
    for path in folder.glob("*.library"):
        try:
            file = LibraryFile(path)
        except (Damaged, OSError):
            continue
        theirs = {origin.stamp for origin in file.origins}
        common = sum(stamp.size for stamp in theirs & wanted)
        others = sum(stamp.size for stamp in theirs - wanted)
        if not file.base and common >= most and others <= (1 - share) * total:
            best, most = file, common
    if best is not None and not best.arrays.verify():
        with contextlib.suppress(OSError):
            best.path.unlink()
        return None
    return best


def tidy(folder: Path, library: Path, stamps: Iterable[Stamp], base: str) -> None:
    """Remove what was kept of earlier states of these sources, and what nobody uses any more."""
    current = {library.name, base, *(f"{stamp.name}.records" for stamp in stamps)}
    families = {name.partition("-")[0] for name in current - {base}}
    long_ago = time.time() - _UNUSED
    for path in (*folder.glob("*.records"), *folder.glob("*.library")):
        with contextlib.suppress(OSError):
            replaced = path.name.partition("-")[0] in families
            if path.name not in current and (replaced or path.stat().st_mtime < long_ago):
                path.unlink()


def remove_abandoned(folder: Path) -> None:
    """Remove what processes that were killed had begun to write."""
    long_ago = time.time() - _ABANDONED
    for path in folder.glob("*.part"):
        with contextlib.suppress(OSError):
            if path.stat().st_mtime < long_ago:
                path.unlink()
