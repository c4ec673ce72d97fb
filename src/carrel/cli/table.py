"""Entries as a table: for the eye on a terminal, with tabs between the columns elsewhere."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from unicodedata import combining, east_asian_width

from carrel.cli.entries import Entry
from carrel.cli.streams import width_of
from carrel.paper import Work

_AUTHORS = ((60, 20), (40, 10), (0, 0))  # cells for them, on a terminal of so many
_LEAST_TITLE = 30  # cells; the id is shown where so many are left
_WIDE_ENOUGH = 100


def lines(entries: Iterable[Entry]) -> Iterator[str]:
    """Star, year, first author, title, and id, which is left out on a narrow terminal."""
    if not sys.stdout.isatty():
        for entry in entries:
            yield "\t".join((*_cells(entry), entry.id)) + "\n"
        return
    width = width_of(sys.stdout, 80)
    own = next(cells for least, cells in _AUTHORS if width >= least)
    for entry in entries:
        star, year, author, title = _cells(entry)
        end = f"  {entry.id}" if width >= _WIDE_ENOUGH else ""
        names = f"{fitted(author, own)}  " if own else ""
        left = width - 8 - (own + 2 if own else 0) - len(end) - 1
        room = max(left, _LEAST_TITLE if end else 1)
        line = f"{star:1} {year:4}  {names}{fitted(title, room)}{end}"
        yield line.rstrip() + "\n"


def _cells(entry: Entry) -> tuple[str, str, str, str]:
    work = entry.work
    title = f"[{work.title}]" if work.title_inferred else work.title
    return "★" if entry.said.favourite else "", str(work.year or ""), _authors(work), title


def _authors(work: Work) -> str:
    names = [name.surname for name in work.names]
    if len(names) > 2 or (names and work.et_al):
        return f"{names[0]} et al."
    return " & ".join(names)


def fitted(text: str, width: int) -> str:
    """Text cut or filled up to so many cells of a terminal."""
    cells = 0
    for i, character in enumerate(text):
        size = 0 if combining(character) else 2 if east_asian_width(character) in "WF" else 1
        if cells + size > width - 1 and (i + 1 < len(text) or cells + size > width):
            return text[:i] + "…" + " " * (width - cells - 1)
        cells += size
    return text + " " * (width - cells)
