"""`carrel list`."""

from __future__ import annotations

import json
import shutil
import sys
from argparse import Namespace
from collections.abc import Iterator, Sequence

from carrel.cli.common import OK, open_desk
from carrel.cli.output import chosen, works_as
from carrel.desk import Desk, row
from carrel.identity import merge


def run(verb: str, options: Namespace) -> int:
    desk = open_desk(options.sources, options.state)
    if options.unmerged:
        numbers = chosen(desk, options.query)
        sys.stdout.writelines(_records(desk, numbers, options.limit))
        return OK
    numbers = chosen(desk, options.query, options.sort, options.limit)
    if options.format == "table":
        sys.stdout.writelines(_table(desk, numbers))
    else:
        sys.stdout.writelines(works_as(desk, numbers, options.format))
    return OK


def _records(desk: Desk, numbers: Sequence[int], limit: int | None) -> Iterator[str]:
    """The records of papers as JSON Lines, in the order of the sources."""
    library = desk.library
    paper_of = {record: number for number in numbers for record in library.members(number)}
    for record_number in sorted(paper_of)[:limit]:
        record = library.records[record_number]
        said = desk.annotation(paper_of[record_number])
        yield json.dumps(row(record, merge([record]).id, [record.place], said), ensure_ascii=False)
        yield "\n"


def _table(desk: Desk, numbers: Sequence[int]) -> Iterator[str]:
    """Star, year, first author, title and id: aligned on a terminal, tab-separated elsewhere."""
    terminal = sys.stdout.isatty()
    width = shutil.get_terminal_size((100, 24)).columns
    for number in numbers:
        paper = desk.library.paper(number)
        star = "★" if desk.annotation(number).favourite else ""
        names = [name.surname for name in paper.authors]
        author = " & ".join(names) if len(names) < 3 and not paper.et_al else f"{names[0]} et al."
        title = f"[{paper.title}]" if paper.title_inferred else paper.title
        year = str(paper.year or "")
        if terminal:
            line = f"{star:1} {year:4}  {_fitted(author, 20)}  "
            yield line + _fitted(title, width - 29).rstrip() + "\n"
        else:
            yield "\t".join((star, year, author, title, paper.id)) + "\n"


def _fitted(text: str, width: int) -> str:
    """Text cut or filled up to so many cells of a terminal."""
    from unicodedata import combining, east_asian_width

    cells = 0
    for i, character in enumerate(text):
        size = 0 if combining(character) else 2 if east_asian_width(character) in "WF" else 1
        if cells + size > width - 1 and i + 1 < len(text):
            return text[:i] + "…" + " " * (width - cells - 1)
        cells += size
    return text + " " * (width - cells)
