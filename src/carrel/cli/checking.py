"""`carrel check`: an account of every record, and of every line that is in none."""

from __future__ import annotations

import io
import sys
from argparse import Namespace
from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import asdict
from typing import Any

from carrel.cli.accounting import Lines, account
from carrel.cli.opening import keep_stdin, named_or_remembered, opened
from carrel.cli.output import json_line
from carrel.cli.progress import Bar
from carrel.cli.streams import put, width_of
from carrel.cli.talk import FAILED, NOTHING, OK, say, shown
from carrel.library import Library, Report
from carrel.library.sources import STDIN
from carrel.paper import FAULTY, Place, Reject
from carrel.readers.source import Source, Unreadable, open_source
from carrel.text import clean, counted

_COLUMNS = (
    "format", "records", "new", "merged", "rejected", "faulty", "lines", "other", "seconds"
)  # fmt: skip
_RANGES = 8  # ranges of other lines that the table shows
_STEP = 1_000  # records between two words of progress
_EXCERPT = 200  # characters of what was rejected
# Formats that allow of any text between records. In the others what is in no record is an envelope;
# of pages the reader itself says what it took for furniture.
_OPEN_FORMATS = frozenset(("bibtex", "nbib", "refer", "refworks", "ris", "wos"))


def run(options: Namespace) -> int:
    sources = named_or_remembered(options.sources)
    stdin = keep_stdin() if STDIN in sources else b""
    library = opened(sources)
    for note in library.notes:
        say(note)
    with Bar() as bar:
        accounts = list(_accounts(library, stdin, bar))
    if options.format == "jsonl":
        put(f"{json_line(line)}\n" for line in accounts)
    else:
        put(_table(library, accounts))
    if not len(library):
        return FAILED
    return NOTHING if library.rejects else OK


def _accounts(library: Library, stdin: bytes, bar: Bar) -> Iterator[dict[str, Any]]:
    """For each source, what became of its records, and of its lines."""
    paper_of = library.papers_of_records()
    known: set[int] = set()
    for report in library.reports:
        numbers = range(report.first, report.first + report.records)
        papers = {paper_of[number] for number in numbers}
        new = len(papers - known)
        known |= papers
        places = []
        for number in numbers:
            places.append(library.records[number].place)
            if not number % _STEP:
                bar.show("Checking", number, len(paper_of))
        lines = _lines(report, places, stdin)
        yield {
            "path": report.path,
            "format": report.format or None,
            "records": report.records,
            "new": new,
            "merged": report.records - new,
            "rejected": sum(not reject.was_read for reject in report.rejects),
            "faulty": sum(reject.was_read for reject in report.rejects),
            "seconds": None if report.seconds is None else round(report.seconds, 3),
            "lines": asdict(lines),
            "remarks": report.remarks,
            "rejects": [_reject(reject) for reject in report.rejects],
        }


def _reject(reject: Reject) -> dict[str, Any]:
    path, line, end = reject.place
    return {
        "path": path,
        "line": line,
        "end": max(line, end),
        "reason": reject.reason,
        "text": reject.text,
    }


def _lines(report: Report, places: Sequence[Place], stdin: bytes) -> Lines:
    try:
        if report.path == STDIN:
            source = Source(STDIN, io.BytesIO(stdin))
        else:
            source = open_source(report.path)
    except Unreadable:
        return Lines()
    rejected = [reject.place for reject in report.rejects]
    if not report.format:  # then it is rejected as a whole
        rejected = [Place(report.path, 1, sys.maxsize)]
    with closing(source):
        return account(source, places, rejected)


# ---------------------------------------------------------------- for the eye


def _table(library: Library, accounts: Sequence[dict[str, Any]]) -> Iterator[str]:
    """A line a source, then what is to be said of each, and the sum of it all."""
    rows = [[_cell(account, column) for column in _COLUMNS] for account in accounts]
    widths = [max(map(len, column)) for column in zip(_COLUMNS, *rows, strict=True)]
    paths = [shown(account["path"]) for account in accounts]
    width = sum(widths) + 2 * len(widths) + max(map(len, paths))
    before = "  " if width <= width_of(sys.stdout, sys.maxsize) else "\n  "
    for i, row in enumerate([list(_COLUMNS), *rows]):
        name, *figures = (
            f"{cell:{'>' if at else '<'}{width}}"
            for at, (cell, width) in enumerate(zip(row, widths, strict=True))
        )
        yield "  ".join((name, *figures)) + before + (paths[i - 1] if i else "source") + "\n"
    for line in accounts:
        yield from _remarks(line)
    records = sum(line["records"] for line in accounts)
    rejected, faulty = (sum(line[what] for line in accounts) for what in ("rejected", "faulty"))
    besides = f", {faulty:,} read with a fault" if faulty else ""
    papers = counted(len(library), "paper")
    yield f"{counted(records, 'record')} of {papers}; {rejected:,} rejected{besides}\n"


def _cell(line: dict[str, Any], column: str) -> str:
    if column == "lines":
        return f"{line['lines']['total']:,}"
    if column == "other":
        return f"{sum(end - start + 1 for start, end in line['lines']['other']):,}"
    value = line[column]
    if isinstance(value, float):
        return f"{value:.3f}"
    return f"{value:,}" if isinstance(value, int) else value or "-"


def _remarks(line: dict[str, Any]) -> Iterator[str]:
    path = shown(line["path"])
    for remark in line["remarks"]:
        yield f"{path}: {clean(remark)}\n"
    ranges = line["lines"]["words"]
    if ranges and line["format"] in _OPEN_FORMATS:
        said = ", ".join(f"{a}" if a == b else f"{a}-{b}" for a, b in ranges[:_RANGES])
        more = f" and {len(ranges) - _RANGES:,} more places" if len(ranges) > _RANGES else ""
        one = len(ranges) == 1 and ranges[0][0] == ranges[0][1]
        yield f"{path}: text in no record: {'line' if one else 'lines'} {said}{more}\n"
    for reject in line["rejects"]:
        where = f"{path}:{reject['line']}" if reject["line"] else path
        verdict = "" if reject["reason"].startswith(FAULTY) else "rejected: "
        yield f"{where}: {verdict}{clean(reject['reason'])}\n"
        excerpt = clean(reject["text"][: 4 * _EXCERPT])
        if excerpt:
            yield f"    {excerpt[:_EXCERPT]}{'…' if len(excerpt) > _EXCERPT else ''}\n"
