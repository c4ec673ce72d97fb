"""`carrel cache`."""

from __future__ import annotations

import os
from argparse import Namespace
from collections import Counter
from collections.abc import Sequence
from datetime import datetime

from carrel.cli.streams import put
from carrel.cli.talk import OK, CommandError, say, tidy
from carrel.folders import cache_folder
from carrel.library.cache import Held, clear, entries, held
from carrel.refusals import reason
from carrel.text import counted

_SHOWN = 3  # sources, or folders of them, that are named


def run(options: Namespace) -> int:
    folder = cache_folder()
    try:
        if options.clear:
            say(f"{size(clear(folder))} freed; what is needed again is made again")
            return OK
        found = list(entries(folder))
    except OSError as error:
        raise CommandError(f"{folder}: {reason(error)}") from error
    put(map(_line, held(found)))
    total = size(sum(entry.size for entry in found))
    say(f"{counted(len(found), 'file')}, {total}, in {tidy(str(folder))}")
    return OK


def _line(one: Held) -> str:
    """Size, when it was made, and of which sources."""
    when = datetime.fromtimestamp(one.changed).isoformat(" ", "minutes")
    return f"{size(one.size):>8}  {when}  {one.state or _named(one.paths)}\n"


def _named(paths: Sequence[str]) -> str:
    """Sources by name; where there are many, by folder."""
    if len(paths) <= _SHOWN:
        return ", ".join(map(tidy, paths))
    folders = Counter(map(os.path.dirname, paths)).most_common()
    names = [f"{tidy(folder)} ({counted(files, 'file')})" for folder, files in folders[:_SHOWN]]
    more = len(folders) - _SHOWN
    return ", ".join(names) + (f" and {counted(more, 'more folder')}" if more > 0 else "")


def size(number: int) -> str:
    """A number of bytes as one reads it: "612 B", "4.2 MB"."""
    amount = float(number)
    for unit in ("B", "kB", "MB", "GB"):
        if amount < 1000 or unit == "GB":
            break
        amount /= 1000
    return f"{amount:.0f} {unit}" if unit == "B" or amount >= 10 else f"{amount:.1f} {unit}"
