"""`carrel cache`."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Iterator, Sequence
from datetime import datetime

from carrel.cli.streams import put
from carrel.cli.talk import OK, CommandError, say, shown, tidy
from carrel.folders import cache_folder
from carrel.library.cache import Entry, clear, entries, sources_of
from carrel.refusals import reason
from carrel.text import counted

_SHOWN = 3  # sources of an index that are named


def run(options: Namespace) -> int:
    folder = cache_folder()
    try:
        if options.clear:
            say(f"{size(clear(folder))} freed; what is needed is made again when it is")
            return OK
        found = sorted(entries(folder), key=lambda entry: entry.size, reverse=True)
    except OSError as error:
        raise CommandError(f"{folder}: {reason(error)}") from error
    put(_table(found))
    total = size(sum(entry.size for entry in found))
    say(f"{counted(len(found), 'file')}, {total}, in {tidy(str(folder))}")
    return OK


def _table(found: Sequence[Entry]) -> Iterator[str]:
    """Size, kind, when it was made, and of which sources; the largest first."""
    for entry in found:
        when = datetime.fromtimestamp(entry.changed).isoformat(" ", "minutes")
        yield f"{size(entry.size):>8}  {entry.kind:10}  {when}  {_of(entry)}\n"


def _of(entry: Entry) -> str:
    paths = [tidy(stamp.path) for stamp in sources_of(entry)]
    if not paths:
        return shown(entry.path.name)
    more = f" and {len(paths) - _SHOWN:,} more" if len(paths) > _SHOWN else ""
    return ", ".join(paths[:_SHOWN]) + more


def size(number: int) -> str:
    """A number of bytes as one reads it: "612 B", "4.2 MB"."""
    amount = float(number)
    for unit in ("B", "kB", "MB", "GB"):
        if amount < 1000 or unit == "GB":
            break
        amount /= 1000
    return f"{amount:.0f} {unit}" if unit == "B" or amount >= 10 else f"{amount:.1f} {unit}"
