"""CSV (RFC 4180) as a stream: the rows, each with its lines.

Memory holds one row at a time. A quotation mark that is never closed costs its own line only.
"""

from __future__ import annotations

import csv
import re
from collections import deque
from collections.abc import Iterator
from typing import NamedTuple

from carrel.paper import Place, Reject
from carrel.readers.source import SHOWN, Source

_MOST_LINES = 500  # of a row, before a quotation mark in it is taken for one that is not closed
_CLOSING = re.compile(r'(?:[^"]++|"")*+"(?!")')

# A cell is as long as it is: a row is not lost for a long note in it.
csv.field_size_limit((1 << 31) - 1)


class Row(NamedTuple):
    """The cells of a row, and its first and last line."""

    cells: list[str]
    line: int
    end: int


def rows(source: Source, delimiter: str) -> Iterator[Row | Reject]:
    """The rows of a source that are not empty. Between tabs a row is one line, and a quotation mark
    means itself unless it stands on both sides of a cell."""
    lines = source.lines()
    ahead: deque[tuple[int, str]] = deque()  # lines that were looked through in vain
    vain = 0  # the line where that ended; a quotation mark left open before it gets there again
    while ahead or (ahead := deque(_next(lines))):
        first, text = ahead.popleft()
        if not text.strip():
            continue
        if delimiter == "\t":
            yield Row([_bare(cell) for cell in text.split("\t")], first, first)
            continue
        taken = [(first, text)]
        quoted = _ends_quoted(text, False, delimiter)
        most = 1 if first < vain else _MOST_LINES
        while quoted and len(taken) < most and (ahead or (ahead := deque(_next(lines)))):
            taken.append(ahead.popleft())
            quoted = _ends_quoted(taken[-1][1], True, delimiter)
        cells, last = (None, taken[-1][0]) if quoted else _cells(taken, delimiter)
        if cells is None:
            vain = max(vain, last)
            ahead.extendleft(reversed(taken[1:]))
            place = Place(source.path, first, first)
            yield Reject(place, "a quotation mark is not closed", text[:SHOWN])
        else:
            yield Row(cells, first, last)


def _cells(lines: list[tuple[int, str]], delimiter: str) -> tuple[list[str] | None, int]:
    """The cells of a row, and its last line; None where a cell goes on behind the quotation mark
    that closes it, and so is closed by one that was to open another, and the line of that."""
    reader = csv.reader(
        (f"{line}\n" for _, line in lines), delimiter=delimiter, strict=len(lines) > 1
    )
    try:
        [cells] = reader
    except (csv.Error, ValueError):
        return None, lines[reader.line_num - 1][0]
    return cells, lines[-1][0]


def _next(lines: Iterator[tuple[int, str]]) -> Iterator[tuple[int, str]]:
    for line in lines:
        yield line
        return


def _ends_quoted(text: str, quoted: bool, delimiter: str) -> bool:
    """Does a line end within a cell in quotation marks? `quoted` says whether it begins so."""
    at = 0
    while True:
        if not quoted and text[at : at + 1] == '"':
            quoted = True
            at += 1
        if quoted:
            closing = _CLOSING.match(text, at)
            if not closing:
                return True
            at = closing.end()
            quoted = False
        at = text.find(delimiter, at) + 1
        if not at:
            return False


def _bare(cell: str) -> str:
    if len(cell) > 1 and cell[0] == cell[-1] == '"':
        return cell[1:-1].replace('""', '"')
    return cell
