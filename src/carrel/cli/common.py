"""What the verbs share: opening what the person named, and talking on stderr."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path

from carrel.annotations import Annotations, annotations_path
from carrel.desk import Desk
from carrel.library import Library, opening
from carrel.library.sources import STDIN
from carrel.paper import Record
from carrel.readers import read, read_source
from carrel.readers.source import Source
from carrel.remembered import library_sources

OK, REJECTED, FAILED = 0, 1, 2
NOTHING_FOUND = 1


class Failure(Exception):
    """The command can't go on; the message is for the person."""


def say(text: str) -> None:
    """Tell the person something, on stderr."""
    print(f"carrel: {text}", file=sys.stderr)


def open_sources(named: Sequence[str]) -> Library:
    """Open what was named, else the person's library, and say what could not be read.

    Raises:
        Failure: nothing could be read.
    """
    library = opened(list(named) or library_sources())
    for note in library.notes:
        say(note)
    for reject in library.rejects:
        path, line, _ = reject.place
        say(f"{path}:{line}: {reject.reason}" if line else f"{path}: {reject.reason}")
    if not len(library):
        raise Failure("no papers" if library.reports else "nothing to read")
    return library


def open_desk(named: Sequence[str], state: str) -> Desk:
    """As `open_sources`, with the person's annotations."""
    desk = Desk(open_sources(named), Annotations(annotations_path(state)))
    for problem in desk.annotations.problems:
        say(problem)
    return desk


def open_records(path: str) -> list[Record]:
    """The records of one file of any known format as they stand, in order; - for stdin.

    Raises:
        Failure: it holds none.
    """
    source = Source(path, sys.stdin.buffer) if path == STDIN else None
    records = []
    for item in read_source(source) if source else read(path):
        if isinstance(item, Record):
            records.append(item)
        else:
            line = f":{item.place.line}" if item.place.line else ""
            say(f"{path}{line}: {item.reason}")
    if not records:
        raise Failure(f"{path} holds no records")
    return records


def opened(sources: Sequence[str | Path]) -> Library:
    """Open sources, with a progress bar on a terminal where it takes long."""
    from time import monotonic

    steps = opening(sources)
    started = monotonic()
    shown = False
    while True:
        try:
            progress = next(steps)
        except StopIteration as end:
            if shown:
                print("\r\x1b[K", end="", file=sys.stderr, flush=True)
            library: Library = end.value
            return library
        if sys.stderr.isatty() and monotonic() - started > 0.5:
            shown = True
            done = progress.done / max(progress.total, 1)
            bar = "█" * int(24 * done)
            line = f"{progress.what}  {bar:░<24}  {done:4.0%}  {progress.records:,} records"
            print(f"\r\x1b[K{line[:100]}", end="", file=sys.stderr, flush=True)
