"""What became of every line of a source that is not blank: it is in a record, or in something that
was rejected, or in neither."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from carrel.paper import Place
from carrel.readers import asides_in
from carrel.readers.source import Source, Unreadable

_PIECE = 1 << 14  # lines


@dataclass(slots=True)
class Lines:
    """How many lines are not blank, and of these how many are in records, and how many were
    rejected; `other` are the ranges of those that are neither, `words` of the ones among them that
    hold words rather than mere brackets. None of it is known of a source that can't be read."""

    total: int = 0
    records: int = 0
    rejected: int = 0
    other: list[tuple[int, int]] = field(default_factory=list)
    words: list[tuple[int, int]] = field(default_factory=list)


def account(
    source: Source, records: Iterable[Place], rejects: Iterable[Place], name: str = ""
) -> Lines:
    """Go through a source once more. Of lines that are both, the record has them; what its format,
    where `name` says which that is, has between records is no words."""
    lines = Lines()
    rest = _rest(source, _Cover(records), _Cover(rejects), lines)
    asides = asides_in(name, rest) if name else []
    for _ in rest:
        pass  # most formats have nothing there, and have not read it
    lines.words = _without(lines.words, asides)
    return lines


def _rest(source: Source, taken: _Cover, refused: _Cover, lines: Lines) -> Iterator[str]:
    """The text of a source in pieces, its records and rejects left blank, but for lines of these
    beside other text, which may begin or end there; counts it in `lines`."""
    piece: list[str] = []
    edge, last = 0, ""  # the last line of records and rejects, until other text comes: where, what
    beside = False  # was the line before, blank ones aside, other text?
    try:
        for number, text in source.lines():
            if len(piece) >= _PIECE:
                kept = edge if last else len(piece)
                yield "".join(piece[:kept])
                del piece[:kept]
                edge = 0
            piece.append("\n")
            if not text or text.isspace():
                continue
            lines.total += 1
            if taken.holds(number):
                lines.records += 1
            elif refused.holds(number):
                lines.rejected += 1
            else:
                if last:
                    piece[edge], last = last, ""
                piece[-1], beside = f"{text}\n", True
                _extend(lines.other, number)
                if any(map(str.isalnum, text)):
                    _extend(lines.words, number)
                continue
            edge, last = len(piece) - 1, f"{text}\n"
            if beside:
                piece[-1], beside = last, False
    except Unreadable:
        pass  # which has been rejected already; the lines up to there are accounted for
    yield "".join(piece)


def _without(
    ranges: Iterable[tuple[int, int]], places: Iterable[tuple[int, int]]
) -> list[tuple[int, int]]:
    """Ranges of lines, in ascending order, without the lines in others."""
    cover = _Cover(Place("", *place) for place in places)
    left: list[tuple[int, int]] = []
    for start, end in ranges:
        for number in range(start, end + 1):
            if not cover.holds(number):
                _extend(left, number)
    return left


def _extend(ranges: list[tuple[int, int]], number: int) -> None:
    if ranges and ranges[-1][1] == number - 1:
        ranges[-1] = (ranges[-1][0], number)
    else:
        ranges.append((number, number))


class _Cover:
    """Which lines places cover; asked in ascending order."""

    def __init__(self, places: Iterable[Place]) -> None:
        self._ranges = iter(sorted((place.line, max(place.line, place.end)) for place in places))
        self._end = 0
        self._next = next(self._ranges, None)

    def holds(self, line: int) -> bool:
        while self._next and self._next[0] <= line:
            self._end = max(self._end, self._next[1])
            self._next = next(self._ranges, None)
        return line <= self._end
