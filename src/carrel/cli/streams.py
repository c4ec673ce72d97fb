"""stdout and stderr: their encodings, and writing data that may have nowhere to go."""

from __future__ import annotations

import codecs
import io
import os
import sys
import unicodedata
from collections.abc import Iterable
from typing import TextIO

from carrel.cli.talk import CommandError
from carrel.refusals import reason

_PLAIN = {"“": '"', "”": '"', "‘": "'", "’": "'", "–": "-", "—": "-", "·": "-", "★": "*", "→": "->"}


def prepare() -> None:
    """Make stdout and stderr say what they can.

    Data that goes to a file or a pipe is UTF-8, whatever the locale (RFC 8259 has JSON so),
    unless PYTHONIOENCODING asks for something else; a byte of a file name that is no UTF-8
    becomes an escape, which in JSON stands for itself. A terminal gets what its locale has
    letters for.

    Raises:
        CommandError: stdout is closed.
    """
    if sys.stdout is None:
        raise CommandError("standard output is closed")
    codecs.register_error("carrel.plain", _plain)
    if isinstance(sys.stderr, io.TextIOWrapper):
        sys.stderr.reconfigure(errors="carrel.plain")
    if isinstance(sys.stdout, io.TextIOWrapper):
        if sys.stdout.isatty() or "PYTHONIOENCODING" in os.environ:
            sys.stdout.reconfigure(errors="carrel.plain")
        else:
            sys.stdout.reconfigure(encoding="utf-8", errors="backslashreplace")


def _plain(error: UnicodeError) -> tuple[str | bytes, int]:
    """Letters for those that an encoding lacks: u for ü, ... for …, else a question mark."""
    if not isinstance(error, UnicodeEncodeError):
        raise error
    letters = []
    for char in error.object[error.start : error.end]:
        simple = _PLAIN.get(char) or unicodedata.normalize("NFKD", char)
        letters.append(simple.encode("ascii", "ignore").decode() or "?")
    return "".join(letters), error.end


def put(pieces: Iterable[str]) -> None:
    """Write data to stdout.

    Raises:
        CommandError: it can't be written; there is no space left, say.
        BrokenPipeError: whoever reads it has seen enough.
    """
    out = sys.stdout
    for piece in pieces:
        try:
            out.write(piece)
        except OSError as error:
            raise unwritten(error) from error
    try:
        out.flush()
    except OSError as error:
        raise unwritten(error) from error


def width_of(stream: TextIO, otherwise: int) -> int:
    """How many cells a line of the terminal has that a stream is, or, by COLUMNS, is to be taken to
    have; `otherwise` where it is none."""
    try:
        columns = os.get_terminal_size(stream.fileno()).columns
    except (OSError, ValueError):
        return otherwise
    asked = os.environ.get("COLUMNS", "")[:6]
    return (int(asked) if asked.isdecimal() else columns) or otherwise


def unwritten(error: OSError) -> Exception:
    """What to raise where data can't be written."""
    if isinstance(error, BrokenPipeError):
        return error
    return CommandError(f"the output could not be written: {reason(error)}")
