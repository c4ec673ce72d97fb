"""Opening what the person named, and saying what of it could not be read."""

from __future__ import annotations

import io
import os
import sys
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from carrel.cli.progress import Bar
from carrel.cli.talk import NOTHING, OK, CommandError, called, no_files, say, say_each
from carrel.library import Library, open_in_steps
from carrel.library.sources import STDIN
from carrel.paper import Record, Reject
from carrel.refusals import reason
from carrel.remembered import library_sources, remembered_path
from carrel.text import counted

if TYPE_CHECKING:
    from carrel.desk import Desk

_TOLD = 3  # rejects of one source that are told one by one


def named_or_remembered(named: Sequence[str]) -> list[str]:
    """The sources that were named, else the person's library.

    Raises:
        CommandError: the list of remembered sources can't be read, or stdin is closed.
    """
    if STDIN in named:
        require_stdin()
    try:
        return list(named) or library_sources()
    except OSError as error:
        raise CommandError(f"{remembered_path()}: {reason(error)}") from error


def require_stdin() -> None:
    """Let standard input be ready to be read; a person at a terminal is asked to type.

    Raises:
        CommandError: it is closed.
    """
    if sys.stdin is None:
        raise CommandError("standard input is closed")
    if sys.stdin.isatty():
        say("reading what you type or paste; ctrl+d on an empty line ends it")
        keep_stdin()  # for one ctrl+d to be enough


def keep_stdin() -> bytes:
    """Read all of stdin; what it held, which can be read there once more from the start."""
    data = sys.stdin.buffer.read()
    sys.stdin = io.TextIOWrapper(io.BytesIO(data))
    return data


def open_sources(named: Sequence[str]) -> tuple[Library, int]:
    """Open what was named, else the person's library, and say what could not be read; the library,
    and the exit code so far: `NOTHING` where a source is missing, or nothing of it could be read.
    A record, or a file in a folder, is only told of: `carrel check` counts these.

    Raises:
        CommandError: nothing could be read.
    """
    sources = named_or_remembered(named)
    library = opened(sources)
    for note in library.notes:
        say(note)
    for report in library.reports:
        for reject in report.rejects[:_TOLD]:
            say(in_words(reject))
        if len(report.rejects) > _TOLD:
            more = len(report.rejects) - _TOLD
            say(f"{called(report.path)}: {more:,} more; `carrel check` lists all")
    if library.rejects and not len(library):
        known = any(report.format for report in library.reports)
        raise CommandError(
            "there are no papers in it" if known else f"nothing could be read{no_files(named)}"
        )
    paths = set(map(os.path.expanduser, sources))
    unread = any(report.path in paths and not report.format for report in library.reports)
    return library, NOTHING if unread else OK


def open_desk(named: Sequence[str], state: str, ids: Sequence[str] = ()) -> tuple[Desk, int]:
    """As `open_sources`, with the person's annotations. `ids` are those that will be asked for.

    Raises:
        CommandError: nothing could be read, or stdin would have to be both papers and ids.
    """
    from carrel.annotations import Annotations, annotations_path
    from carrel.desk import Desk

    if STDIN in named and STDIN in ids:
        raise CommandError("standard input is papers or ids, not both")
    library, code = open_sources(named)
    desk = Desk(library, Annotations(annotations_path(state)))
    say_each(desk.annotations.problems)
    return desk, code


def opened(sources: Sequence[str]) -> Library:
    """Open sources, with a progress bar where it takes long."""
    steps = open_in_steps(sources)
    with Bar() as bar:
        while True:
            try:
                progress = next(steps)
            except StopIteration as end:
                library: Library = end.value
                return library
            count = counted(progress.records, "record")
            bar.show(progress.what, progress.done, progress.total, count)


def in_words(reject: Reject) -> str:
    """A reject in words: where, and why."""
    path, line, _ = reject.place
    where = f"{called(path)}:{line}" if line else called(path)
    return f"{where}: {reject.reason}"


def items_of(path: str) -> Iterator[Record | Reject]:
    """The records of one file of any known format as they stand, in order, and what was rejected;
    - for stdin.

    Raises:
        CommandError: stdin is closed.
    """
    from carrel.readers import read, read_source
    from carrel.readers.source import Source

    if path != STDIN:
        return read(path)
    require_stdin()
    return read_source(Source(path, sys.stdin.buffer))
