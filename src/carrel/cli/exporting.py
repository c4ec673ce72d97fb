"""`carrel export`."""

from __future__ import annotations

import os
import sys
import tempfile
from argparse import Namespace
from collections.abc import Iterable

from carrel.cli.common import OK, Failure, open_desk, say
from carrel.cli.output import chosen, works_as
from carrel.desk import Desk


def run(verb: str, options: Namespace) -> int:
    desk = open_desk(options.sources, options.state)
    numbers = chosen(desk, options.query)
    pieces = works_as(desk, numbers, options.format)
    if not options.output or options.output == "-":
        sys.stdout.writelines(pieces)
        return OK
    _refuse_sources(desk, options.output)
    try:
        write_whole(options.output, pieces)
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        raise Failure(f"{options.output} was not written: {reason}") from error
    say(f"{len(numbers)} papers written to {options.output}")
    return OK


def _refuse_sources(desk: Desk, output: str) -> None:
    """carrel never writes to what it reads."""
    for report in desk.library.reports:
        if os.path.exists(output) and os.path.exists(report.path):
            if os.path.samefile(output, report.path):
                raise Failure(f"{output} is one of the sources; choose another file")


def write_whole(path: str, pieces: Iterable[str]) -> None:
    """Write a text file so that it is there whole or, if anything fails, as it was before."""
    path = os.path.realpath(path)
    handle, temporary = tempfile.mkstemp(
        prefix=f".{os.path.basename(path)}.", dir=os.path.dirname(path)
    )
    try:
        with os.fdopen(handle, "w", encoding="utf-8", newline="\n") as file:
            file.writelines(pieces)
            mode = os.stat(path).st_mode if os.path.exists(path) else 0o666 & ~_umask()
            os.fchmod(file.fileno(), mode & 0o777)
        os.replace(temporary, path)
    except BaseException:
        os.unlink(temporary)
        raise


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask
