"""`carrel check`: an account of every record, and of every line that is in none."""

from __future__ import annotations

import json
import shutil
import sys
from argparse import Namespace
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from carrel.cli.common import FAILED, OK, REJECTED, opened
from carrel.library import Library, Report
from carrel.paper import Place, Reject
from carrel.readers.source import Unreadable, open_source
from carrel.remembered import library_sources

_COLUMNS = ("format", "records", "papers", "merged", "rejected", "other lines", "seconds")
_RANGES = 8  # ranges of other lines that the table shows


def run(verb: str, options: Namespace) -> int:
    library = opened(options.sources or library_sources())
    accounts = list(_accounts(library))
    if options.format == "jsonl":
        for account in accounts:
            print(json.dumps(account, ensure_ascii=False))
    else:
        sys.stdout.writelines(_table(library, accounts))
    if not len(library):
        return FAILED
    return REJECTED if library.rejects else OK


def _accounts(library: Library) -> Iterator[dict[str, Any]]:
    """For each source, what became of its records, and which of its lines are in none."""
    papers = library.papers_of_records()
    first = 0
    seen: set[int] = set()
    for report in library.reports:
        records = range(first, first + report.records)
        first = records.stop
        here = {papers[record] for record in records}
        places = [library.records[record].place for record in records]
        places += [reject.place for reject in report.rejects]
        yield {
            "path": report.path,
            "format": report.format or None,
            "records": len(records),
            "papers": len(here),
            "merged": len(records) - len(here - seen),
            "rejected": len(report.rejects),
            "other_lines": list(_other_lines(report, places)),
            "seconds": None if report.seconds is None else round(report.seconds, 3),
            "remarks": report.remarks,
            "rejects": [_reject(reject) for reject in report.rejects],
        }
        seen |= here


def _reject(reject: Reject) -> dict[str, Any]:
    path, line, end = reject.place
    return {
        "path": path,
        "line": line,
        "end": max(line, end),
        "reason": reject.reason,
        "text": reject.text,
    }


def _other_lines(report: Report, places: Iterable[Place]) -> Iterator[tuple[int, int]]:
    """The ranges of lines, not blank, that are neither in a record nor rejected."""
    covered = iter(sorted((place.line, max(place.line, place.end)) for place in places))
    try:
        lines = open_source(report.path).lines()
    except Unreadable:
        return
    start, end = next(covered, (sys.maxsize, 0))
    first = last = 0
    try:
        for number, text in lines:
            while end and number > end:
                start, end = next(covered, (sys.maxsize, 0))
            if start <= number or not text.strip():
                continue
            if first and number > last + 1:
                yield first, last
                first = 0
            first, last = first or number, number
    except Unreadable:
        pass  # reading it has been rejected already
    if first:
        yield first, last


def _table(library: Library, accounts: Sequence[dict[str, Any]]) -> Iterator[str]:
    """A line a source, then what was rejected and why, and the sum of it all."""
    for account in accounts:
        ranges = account["other_lines"]
        account["other lines"] = sum(end - start + 1 for start, end in ranges)
    rows = [[_cell(account[column]) for column in _COLUMNS] for account in accounts]
    widths = [max(map(len, column)) for column in zip(_COLUMNS, *rows, strict=True)]
    yield "  ".join(f"{name:{size}}" for name, size in zip(_COLUMNS, widths, strict=True))
    yield "  source\n"
    for account, row in zip(accounts, rows, strict=True):
        yield "  ".join(
            f"{cell:<{size}}" if i == 0 else f"{cell:>{size}}"
            for i, (cell, size) in enumerate(zip(row, widths, strict=True))
        )
        yield f"  {account['path']}\n"
    for account in accounts:
        for remark in account["remarks"]:
            yield f"{account['path']}: {remark}\n"
        ranges = account["other_lines"]
        if ranges:
            shown = ", ".join(f"{a}" if a == b else f"{a}-{b}" for a, b in ranges[:_RANGES])
            more = f" and {len(ranges) - _RANGES} more places" if len(ranges) > _RANGES else ""
            yield f"{account['path']}: lines in no record: {shown}{more}\n"
    width = max(shutil.get_terminal_size((100, 24)).columns, 60)
    for reject in library.rejects:
        path, line, _ = reject.place
        where = f"{path}:{line}" if line else path
        yield f"{where}: rejected: {reject.reason}\n"
        excerpt = " ".join(reject.text.split())[: width - 6]
        if excerpt:
            yield f"    {excerpt}\n"
    records = sum(account["records"] for account in accounts)
    yield f"{records} records are {len(library)} papers; {len(library.rejects)} rejected\n"


def _cell(value: object) -> str:
    return "" if value is None else str(value)
