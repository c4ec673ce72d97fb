"""`carrel export`."""

from __future__ import annotations

import os
import tempfile
from argparse import Namespace
from collections.abc import Iterable

from carrel.cli.entries import chosen, of_papers
from carrel.cli.opening import open_desk
from carrel.cli.output import Form
from carrel.cli.streams import put, reason
from carrel.cli.talk import NOTHING, OK, CommandError, counted, say
from carrel.desk import Desk


def run(options: Namespace) -> int:
    form = Form(options.format)
    desk = open_desk(options.sources, options.state)
    to_file = options.output not in ("", "-")
    if to_file:
        _refuse_sources(desk, options.output)
    numbers = chosen(desk, options.query)
    if not numbers:
        say("no paper found" + (f"; {options.output} is not written" if to_file else ""))
        return NOTHING
    pieces = form.of(of_papers(desk, numbers))
    if not to_file:
        put(pieces)
        return OK
    try:
        write_whole(options.output, pieces)
    except OSError as error:
        raise CommandError(f"{options.output} could not be written: {reason(error)}") from error
    say(f"{counted(len(numbers), 'paper')} written to {options.output}")
    return OK


def _refuse_sources(desk: Desk, output: str) -> None:
    """carrel never writes to what it reads."""
    for report in desk.library.reports:
        try:
            same = os.path.samefile(output, report.path)
        except OSError:  # one of them is not there
            continue
        if same:
            raise CommandError(f"{output} is one of the sources; choose another file")


def write_whole(path: str, pieces: Iterable[str]) -> None:
    """Write a text file so that it is there whole or, if anything fails, as it was before.

    Raises:
        OSError: it can't be written.
    """
    path = os.path.realpath(os.path.expanduser(path))
    if os.path.exists(path) and not os.path.isfile(path):  # a pipe, a terminal, a folder
        with open(path, "wb") as file:
            file.writelines(map(_bytes, pieces))
        return
    handle, temporary = tempfile.mkstemp(prefix=".carrel-", dir=os.path.dirname(path))
    try:
        with os.fdopen(handle, "wb") as file:
            file.writelines(map(_bytes, pieces))
            file.flush()
            os.fsync(file.fileno())
        os.chmod(temporary, _mode(path))
        os.replace(temporary, path)
    except BaseException:
        os.unlink(temporary)
        raise


def _bytes(text: str) -> bytes:
    return text.encode("utf-8", "backslashreplace")


def _mode(path: str) -> int:
    """The permissions that the file has, or that a new one gets."""
    try:
        return os.stat(path).st_mode & 0o777
    except FileNotFoundError:
        mask = os.umask(0)
        os.umask(mask)
        return 0o666 & ~mask
