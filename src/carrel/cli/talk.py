"""Talking to the person, on stderr; stdout is for data."""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Iterable, Sequence

# Exit codes; 130 and 143 are added by signals, as shells count them.
OK = 0
NOTHING = 1  # nothing was found, or not all could be read
FAILED = 2  # wrong usage, or the command could not be done

_ENDING = re.compile(r"\.[A-Za-z]+$|^[-~./]")  # of a file, or the beginning of a path

_FETCHED = re.compile(r"https?://[^/]+/.*\.[A-Za-z]+$")  # the address of a file, not of a paper


class CommandError(Exception):
    """The command can't go on; the message is for the person."""


def shown(text: str) -> str:
    """Text from outside, a file's name or an error, harmless on a terminal and on one line: what
    is not printable is written as an escape (`\\n`, `\\x1b`, `\\u202e`)."""
    if text.isprintable():
        return text
    return "".join(char if char.isprintable() else _escape(char) for char in text)


def called(path: str) -> str:
    """A file's name in what is said, `shown`; an empty one, as of a variable that is not set, can
    be seen."""
    return shown(path) or "“”"


def _escape(char: str) -> str:
    code = ord(char)
    if 0xDC80 <= code <= 0xDCFF:  # a byte of a file name that is not UTF-8
        return f"\\x{code - 0xDC00:02x}"
    return char.encode("unicode_escape").decode()


def no_files(sources: Sequence[str]) -> str:
    """What to add where none of what was named is there: a question, if it may be a query."""
    if sources and _FETCHED.match(sources[0]):
        return "; fetch it first: curl -s ADDRESS | carrel -"
    query = " ".join(sources)
    if not query.strip() or any(os.path.lexists(name) or _ENDING.search(name) for name in sources):
        return ""
    import shlex

    return f"; did you mean -q {shlex.quote(query)}?"


def tidy(path: str) -> str:
    """A file's name, harmless, the home folder as ~."""
    home = os.path.expanduser("~") + os.sep
    return shown("~" + os.sep + path[len(home) :] if path.startswith(home) else path)


def say(text: str) -> None:
    """Tell the person something, on stderr. Where that is closed or full, nobody hears."""
    if sys.stderr is None:
        return
    first, *more = text.split("\n")
    try:
        print("\n".join((f"carrel: {shown(first)}", *map(shown, more))), file=sys.stderr)
    except OSError:
        pass


def say_each(texts: Iterable[str]) -> None:
    """As `say`, of several things."""
    for text in texts:
        say(text)
