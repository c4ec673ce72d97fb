"""`carrel check`: an account of every record, and of every line that is in none."""

from __future__ import annotations

import io
import os
import sys
from argparse import Namespace
from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import asdict, dataclass

from carrel.cli.accounting import Lines, account
from carrel.cli.opening import keep_stdin, named_or_remembered, opened
from carrel.cli.output import json_line
from carrel.cli.progress import Bar
from carrel.cli.streams import put, width_of
from carrel.cli.talk import FAILED, NOTHING, OK, called, say
from carrel.library import Library, Report
from carrel.library.sources import STDIN
from carrel.paper import Place, Reject
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


@dataclass(frozen=True, slots=True)
class _Account:
    """What became of a source: of its records, of which so many are the first of a paper, and of
    its lines."""

    report: Report
    new: int
    lines: Lines

    @property
    def merged(self) -> int:
        return self.report.records - self.new

    @property
    def faulty(self) -> int:
        return sum(reject.was_read for reject in self.report.rejects)

    @property
    def rejected(self) -> int:
        return len(self.report.rejects) - self.faulty

    @property
    def other(self) -> int:
        return sum(end - start + 1 for start, end in self.lines.other)

    def cells(self) -> list[str]:
        """What the table shows below `_COLUMNS`."""
        report, seconds = self.report, self.report.seconds
        counts = (report.records, self.new, self.merged, self.rejected, self.faulty)
        figures = (f"{count:,}" for count in (*counts, self.lines.total, self.other))
        return [report.format or "-", *figures, "-" if seconds is None else f"{seconds:.3f}"]

    def row(self) -> dict[str, object]:
        """As JSON Lines have it."""
        report, seconds = self.report, self.report.seconds
        return {
            "path": report.path,
            "format": report.format or None,
            "records": report.records,
            "new": self.new,
            "merged": self.merged,
            "rejected": self.rejected,
            "faulty": self.faulty,
            "seconds": None if seconds is None else round(seconds, 3),
            "lines": asdict(self.lines),
            "remarks": report.remarks,
            "rejects": [_reject(reject) for reject in report.rejects],
        }


def run(options: Namespace) -> int:
    sources = named_or_remembered(options.sources)
    stdin = keep_stdin() if STDIN in sources else b""
    library = opened(sources)
    for note in library.notes:
        say(note)
    with Bar() as bar:
        accounts = list(_accounts(library, stdin, bar))
    if options.format == "jsonl":
        put(f"{json_line(each.row())}\n" for each in accounts)
    else:
        put(_table(library, accounts))
    if not library.rejects:
        return OK
    return NOTHING if len(library) else FAILED


def _accounts(library: Library, stdin: bytes, bar: Bar) -> Iterator[_Account]:
    """The account of each source."""
    paper_of = library.papers_of_records()
    known: set[int] = set()
    for report in library.reports:
        numbers = range(report.first, report.first + report.records)
        papers = {paper_of[number] for number in numbers}
        new = len(papers - known)
        known |= papers
        places = []
        for number, record in zip(numbers, library.read_records(numbers), strict=True):
            places.append(record.place)
            if not number % _STEP:
                bar.show("Checking", number, len(paper_of))
        yield _Account(report, new, _lines(report, places, stdin))


def _reject(reject: Reject) -> dict[str, object]:
    path, line, end = reject.place
    return {
        "path": path,
        "line": line,
        "end": max(line, end),
        "reason": reject.reason,
        "text": reject.text,
    }


def _lines(report: Report, places: Sequence[Place], stdin: bytes) -> Lines:
    if report.path != STDIN and not os.path.isfile(report.path):
        return Lines()  # what a pipe gave can't be read again, and opening it waits
    rejected = [reject.place for reject in report.rejects]
    if not report.format:  # then it is rejected as a whole
        rejected = [Place(report.path, 1, sys.maxsize)]
    try:
        with closing(_again(report.path, stdin)) as source:
            return account(source, places, rejected, report.format)
    except Unreadable:
        return Lines()


def _again(path: str, stdin: bytes) -> Source:
    """A source, opened once more.

    Raises:
        Unreadable: it can't be.
    """
    return Source(STDIN, io.BytesIO(stdin)) if path == STDIN else open_source(path)


# ---------------------------------------------------------------- for the eye


def _table(library: Library, accounts: Sequence[_Account]) -> Iterator[str]:
    """A line a source, then what is to be said of each, and the sum of it all."""
    rows = [each.cells() for each in accounts]
    widths = [max(map(len, column)) for column in zip(_COLUMNS, *rows, strict=True)]
    paths = [called(each.report.path) for each in accounts]
    width = sum(widths) + 2 * len(widths) + max(map(len, paths))
    before = "  " if width <= width_of(sys.stdout, sys.maxsize) else "\n  "
    for row, path in zip([_COLUMNS, *rows], ["source", *paths], strict=True):
        name, *figures = (
            f"{cell:{'>' if at else '<'}{width}}"
            for at, (cell, width) in enumerate(zip(row, widths, strict=True))
        )
        yield "  ".join((name, *figures)) + before + path + "\n"
    for each in accounts:
        yield from _remarks(each)
    records = sum(each.report.records for each in accounts)
    rejected = sum(each.rejected for each in accounts)
    faulty = sum(each.faulty for each in accounts)
    besides = f", {faulty:,} read with a fault" if faulty else ""
    papers = counted(len(library), "paper")
    yield f"{counted(records, 'record')} of {papers}; {rejected:,} rejected{besides}\n"


def _remarks(each: _Account) -> Iterator[str]:
    report = each.report
    path = called(report.path)
    for remark in report.remarks:
        yield f"{path}: {clean(remark)}\n"
    ranges = each.lines.words
    if ranges and report.format in _OPEN_FORMATS:
        said = ", ".join(f"{a}" if a == b else f"{a}-{b}" for a, b in ranges[:_RANGES])
        more = f" and {len(ranges) - _RANGES:,} more places" if len(ranges) > _RANGES else ""
        one = len(ranges) == 1 and ranges[0][0] == ranges[0][1]
        yield f"{path}: text in no record: {'line' if one else 'lines'} {said}{more}\n"
    for reject in report.rejects:
        line = reject.place.line
        where = f"{path}:{line}" if line else path
        verdict = "" if reject.was_read else "rejected: "
        yield f"{where}: {verdict}{clean(reject.reason)}\n"
        excerpt = clean(reject.text[: 4 * _EXCERPT])
        if excerpt:
            yield f"    {excerpt[:_EXCERPT]}{'…' if len(excerpt) > _EXCERPT else ''}\n"
