"""The report of a crash: what is needed to mend it, and nothing of what the person reads."""

from __future__ import annotations

import os
import platform
import sys
import traceback
from collections.abc import Iterable
from datetime import UTC, datetime
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from textual.worker import WorkerFailed

_PACKAGES = ("carrel", "textual", "rich", "rapidfuzz", "numpy", "zstandard")
# What says which terminal it is, and which characters it takes.
_TERMINAL = ("TERM", "COLORTERM", "TERM_PROGRAM", "LANG", "LC_CTYPE", "LC_ALL")


def report(error: BaseException, actions: Iterable[str], size: tuple[int, int]) -> str:
    """Versions, the last commands, and where in the program it happened.

    Neither messages of exceptions nor values of variables are in it: they may quote papers.
    """
    lines = [f"carrel crashed at {datetime.now(UTC):%Y-%m-%d %H:%M:%S} UTC", ""]
    lines += versions()
    lines += [f"size {size[0]} × {size[1]}", "", "The last commands, the latest at the end:"]
    lines += [f"  {action}" for action in actions]
    seen: set[int] = set()
    cause: BaseException | None = error
    while cause is not None and id(cause) not in seen:
        seen.add(id(cause))
        lines += ["", f"{type(cause).__module__}.{type(cause).__qualname__}, at"]
        for frame in traceback.extract_tb(cause.__traceback__):
            lines.append(f"  {_place(frame.filename)}:{frame.lineno} in {frame.name}")
        of_worker = cause.error if isinstance(cause, WorkerFailed) else None
        cause = of_worker or cause.__cause__ or cause.__context__
    return "\n".join(lines) + "\n"


def versions() -> list[str]:
    """What carrel runs with and on, line by line."""
    named = [f"{name}={os.environ[name]}" for name in _TERMINAL if name in os.environ]
    return [
        *(f"{name} {_version(name)}" for name in _PACKAGES),
        f"Python {platform.python_version()} on {platform.platform()}",
        f"terminal {' '.join(named)}",
    ]


def write(text: str, folder: Path) -> Path:
    """Write a report into a folder; the file.

    Raises:
        OSError: it can't be written.
    """
    folder.mkdir(parents=True, exist_ok=True)
    file = folder / f"crash-{datetime.now(UTC):%Y%m%d-%H%M%S}.txt"
    file.write_text(text, "utf-8")
    return file


def _version(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:
        return "?"


def _place(file: str) -> str:
    """A source file without what comes before its package."""
    for root in sorted(sys.path, key=len, reverse=True):
        if root and file.startswith(root + "/"):
            return file[len(root) + 1 :]
    return Path(file).name


if __name__ == "__main__":  # for the report of a fault that Python can't answer; see `guard`
    print("\n".join(versions()))
