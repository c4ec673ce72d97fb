"""The cache folder: what it holds, for whom, and clearing it."""

from __future__ import annotations

import contextlib
from collections.abc import Iterable, Iterator, Sequence
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


class Held(NamedTuple):
    """What the cache holds for the same sources: their paths, the bytes of all its files, and when
    one of these was last written. Files whose source can't be told have a `state` instead."""

    paths: Sequence[str]
    size: int
    changed: float
    state: str = ""


def held(found: Iterable[Entry]) -> list[Held]:
    """What is held by files of the cache, the largest first. Records that several indexes share
    are counted with the largest of these."""
    records: dict[Stamp, Entry] = {}
    indexes: list[tuple[Entry, list[Stamp]]] = []
    rest: dict[str, list[Entry]] = {}
    for entry in sorted(found, key=lambda entry: entry.size, reverse=True):
        stamps = _sources_of(entry)
        if not stamps:
            unfinished = entry.kind == "unfinished"
            rest.setdefault(
                "unfinished" if unfinished else "of another version, or damaged", []
            ).append(entry)
        elif entry.kind == "index":
            indexes.append((entry, stamps))
        else:
            records[stamps[0]] = entry
    holds = []
    for entry, stamps in indexes:
        theirs = [records.pop(stamp) for stamp in stamps if stamp in records]
        holds.append(_together([entry, *theirs], paths=[stamp.path for stamp in stamps]))
    if records:
        paths = sorted(stamp.path for stamp in records)
        holds.append(_together(list(records.values()), paths=paths))
    holds += [_together(files, state=state) for state, files in rest.items()]
    return sorted(holds, key=lambda one: one.size, reverse=True)


def _together(files: Sequence[Entry], paths: Sequence[str] = (), state: str = "") -> Held:
    size, changed = sum(file.size for file in files), max(file.changed for file in files)
    return Held(paths, size, changed, state)


def _sources_of(entry: Entry) -> list[Stamp]:
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
