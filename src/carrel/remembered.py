"""The sources that make up the person's own library: one path a line, in the configuration folder.

Lines that begin with `#` are remarks. A path that a line can't hold as it is (it has a line end,
say) is written as a JSON string.
"""

from __future__ import annotations

import errno
import os
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from carrel.atomic import write_whole
from carrel.folders import absolute, config_folder

if TYPE_CHECKING:
    from pathlib import Path


def remembered_path(env: Mapping[str, str] = os.environ) -> Path:
    """Where the list of sources is, or would be."""
    return config_folder(env) / "sources"


def remembered() -> list[str]:
    """The remembered sources, in the order they were added; none where there is no file.

    Raises:
        OSError: it can't be read, or holds what can't be a path.
    """
    paths = []
    for number, line in enumerate(_lines(), 1):
        if path := _path(line):
            if not _can_be(path):
                raise OSError(errno.EINVAL, f"line {number} can't be the name of a file")
            paths.append(path)
    return list(dict.fromkeys(paths))


def _lines() -> list[str]:
    """The lines of the file, without their ends. File names need not be UTF-8."""
    try:
        text = remembered_path().read_text("utf-8", "surrogateescape")
    except FileNotFoundError:
        return []
    return text.removesuffix("\n").split("\n") if text else []


def _path(line: str) -> str:
    """The path on a line; empty where there is none."""
    line = line.strip()
    if line.startswith('"'):
        import json

        try:
            line = str(json.loads(line))
        except ValueError:
            pass  # a name that begins with a quotation mark, written by hand
    return "" if line.startswith("#") else os.path.expanduser(line)


def _can_be(path: str) -> bool:
    """Can the system write this as a name? Asked for another, it raises ValueError, not OSError."""
    try:
        return b"\0" not in os.fsencode(path)
    except UnicodeEncodeError:
        return False


def _line(path: str) -> str:
    plain = path.encode("utf-8", "surrogateescape").decode("utf-8", "replace")
    if plain.isprintable() and path == path.strip():
        return path
    import json

    return json.dumps(path)


def remember(paths: Iterable[str]) -> list[str]:
    """Add sources, as absolute paths; returns those that are new.

    Raises:
        OSError: the list can't be read or written.
    """
    known = remembered()
    new = [path for path in dict.fromkeys(map(_absolute, paths)) if path not in known]
    if new:
        _write([*_lines(), *map(_line, new)])
    return new


def forget(paths: Iterable[str]) -> list[str]:
    """Take sources out; returns those of the paths, as they were given, that were in.

    Raises:
        OSError: the list can't be read or written.
    """
    known = remembered()
    gone = {path: name for path in paths if (name := _absolute(path)) in known}
    if gone:
        _write([line for line in _lines() if _path(line) not in gone.values()])
    return list(gone)


def _absolute(path: str) -> str:
    return absolute(os.path.expanduser(path))


def _write(lines: Iterable[str]) -> None:
    file = remembered_path().resolve()  # which may be a link into another folder
    file.parent.mkdir(parents=True, exist_ok=True)
    write_whole(file, (f"{line}\n" for line in lines), errors="surrogateescape")


def sample_folder() -> str:
    """The sample papers that come with carrel."""
    here = os.path.dirname(os.path.abspath(__file__))
    installed = os.path.join(here, "seeds")
    if os.path.isdir(installed):
        return installed
    return os.path.join(os.path.dirname(os.path.dirname(here)), "seeds")


def library_sources() -> list[str]:
    """What a bare `carrel` opens: the remembered sources, or else the sample papers.

    Raises:
        OSError: the list of remembered sources can't be read.
    """
    return remembered() or [sample_folder()]
