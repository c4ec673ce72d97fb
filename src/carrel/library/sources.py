"""From what the person named to the files to read."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from carrel.folders import real
from carrel.paper import Place, Reject
from carrel.readers import SUFFIXES, suffix_of
from carrel.refusals import reason

if TYPE_CHECKING:
    from pathlib import Path

STDIN = "-"


def is_pipe(path: str) -> bool:
    """Does what it holds come only once: from standard input, or from another program?"""
    return path == STDIN or (os.path.exists(path) and not os.path.isfile(path))


@dataclass(slots=True)
class Report:
    """What became of one source.

    `format` is the reader's name, empty where none knew it; `records` how many it gave, which have
    the numbers from `first` on in `Library.records`; `seconds` how long reading took, None where it
    came from the cache; `remarks` what had to be assumed.
    """

    path: str
    format: str = ""
    records: int = 0
    seconds: float | None = None
    remarks: list[str] = field(default_factory=list)
    rejects: list[Reject] = field(default_factory=list)
    first: int = 0


def expand(paths: Iterable[str | Path]) -> Iterator[str | Reject]:
    """The files that paths name: themselves, and those in folders that look like sources.

    Each file once, in the order named, folders sorted by name. A path that is missing or a folder
    that holds nothing to read is a `Reject`.
    """
    seen: set[str] = set()
    for given in paths:
        path = str(given)
        if path == STDIN:
            if path not in seen:
                yield path
            seen.add(path)
            continue
        path = os.path.expanduser(path)
        if not os.path.isdir(path):
            if _new(path, seen):
                yield path
            continue
        files, problems = _files_in(path)
        yield from problems
        if not files and not problems:
            yield Reject(Place(path, 0), "no papers in this folder: no file of a known kind")
        for file in files:
            if _new(file, seen):
                yield file


def _new(path: str, seen: set[str]) -> bool:
    where = real(path)
    if where in seen:
        return False
    seen.add(where)
    return True


def _files_in(folder: str) -> tuple[list[str], list[Reject]]:
    """The sources below a folder, links to folders not followed, hidden ones left out."""
    files: list[str] = []
    problems: list[Reject] = []

    def failed(error: OSError) -> None:
        place = Place(str(error.filename), 0)
        problems.append(Reject(place, reason(error)))

    for where, _, names in _walk(folder, failed):
        for name in sorted(names):
            if name.startswith(".") or suffix_of(name) not in SUFFIXES:
                continue
            path = os.path.join(where, name)
            if os.path.exists(path) and not os.path.isfile(path):
                problems.append(Reject(Place(path, 0), "not a file"))  # a pipe is waited for
            else:
                files.append(path)
    return files, problems


def _walk(
    folder: str, failed: Callable[[OSError], None] | None = None
) -> Iterator[tuple[str, list[str], list[str]]]:
    """As `os.walk`, in order, hidden folders left out."""
    for where, folders, names in os.walk(folder, onerror=failed):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        yield where, folders, names


class Watch:
    """Sees whether sources have changed since it was made: files, and folders' lists of files."""

    def __init__(self, paths: Iterable[str]) -> None:
        self._paths = [os.path.expanduser(path) for path in paths if path != STDIN]
        self._states = self._now()

    def changed(self) -> bool:
        """Is any source not what it was? Costs one `stat` a file and folder."""
        return self._now() != self._states

    def _now(self) -> list[tuple[str, int, int]]:
        states = []
        for path in self._paths:
            states.append(_state(path))
            if os.path.isdir(path):
                for where, folders, names in _walk(path):
                    states += [_state(os.path.join(where, name)) for name in (*folders, *names)]
        return sorted(states)


def _state(path: str) -> tuple[str, int, int]:
    try:
        stat = os.stat(path)
    except OSError:
        return path, -1, 0
    return path, stat.st_size, stat.st_mtime_ns
