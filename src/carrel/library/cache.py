"""The cache folder: what it holds, for whom, and clearing it."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import NamedTuple


def cache_folder(env: Mapping[str, str] = os.environ) -> Path:
    """Where the cache is: CARREL_CACHE, else the platform's folder."""
    if folder := env.get("CARREL_CACHE", ""):
        return Path(folder).expanduser()
    from platformdirs import user_cache_dir

    return Path(user_cache_dir("carrel", appauthor=False))


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
