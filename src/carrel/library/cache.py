"""The cache folder: what it holds, for whom, and clearing it."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from carrel.store import Stamp


class Entry(NamedTuple):
    """A file of the cache: its path, what it is, its size in bytes, when it was last written."""

    path: Path
    kind: str
    size: int
    changed: float


_KINDS = {".records": "records", ".library": "index", ".part": "unfinished"}


def entries(folder: Path) -> Iterator[Entry]:
    """The cache's own files in a folder; nothing where there is no folder."""
    with contextlib.suppress(FileNotFoundError):
        for path in sorted(folder.iterdir()):
            kind = _KINDS.get(path.suffix)
            with contextlib.suppress(FileNotFoundError):
                if kind:
                    stat = path.stat()
                    yield Entry(path, kind, stat.st_size, stat.st_mtime)


def sources_of(entry: Entry) -> list[Stamp]:
    """The sources that a file of the cache was made from, as they were then; none where that can't
    be told, of an unfinished file or one that another version of carrel wrote."""
    from carrel.arrayfile import ArrayFile, Damaged
    from carrel.library import files as libraries
    from carrel.store import Stamp, files

    known = {
        "records": (files.KIND, files.VERSION),
        "index": (libraries.KIND, libraries.VERSION),
    }
    if entry.kind not in known:
        return []
    try:
        meta: Any = ArrayFile(entry.path, *known[entry.kind]).meta
    except (Damaged, OSError):
        return []
    stamps = [meta["stamp"]] if "stamp" in meta else [origin[0] for origin in meta["origins"]]
    return [Stamp(*stamp) for stamp in stamps]


def clear(folder: Path) -> int:
    """Remove the cache's files, and only these; returns how many bytes that freed."""
    freed = 0
    for entry in entries(folder):
        with contextlib.suppress(FileNotFoundError):
            entry.path.unlink()
            freed += entry.size
    with contextlib.suppress(OSError):
        folder.rmdir()
    return freed
