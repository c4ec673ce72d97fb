"""Line-tagged formats (RIS, nbib, Web of Science, RefWorks, Refer): fields gathered into entries.

They differ in how a line shows its tag and in what begins and ends an entry; a `Layout` says both.
A line without a tag goes on with the field above it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from carrel.paper import Place, Reject
from carrel.readers.source import SHOWN, Source


class Layout(NamedTuple):
    """How one format is laid out.

    `tag` matches a line's tag (group 1) and value (group 2). `begins` and `ends` hold the tags that
    begin and end an entry; `blank_ends` says that an empty line ends one too. `furniture` matches
    the lines that the format has outside of entries; `alike` says which tag is another's, so that
    the values of both keep their order.
    """

    tag: re.Pattern[str]
    begins: frozenset[str]
    ends: frozenset[str] = frozenset()
    blank_ends: bool = False
    furniture: re.Pattern[str] = re.compile(r"(?!)")
    alike: Mapping[str, str] = {}


@dataclass(slots=True)
class Entry:
    """The fields of one entry: each tag's values in order, and the lines it stands on."""

    place: Place
    fields: dict[str, list[str]] = field(default_factory=dict)

    def all(self, *tags: str) -> list[str]:
        """The values of these tags that are not empty, tag by tag."""
        return [value for tag in tags for value in self.fields.get(tag, ()) if value]

    def first(self, *tags: str) -> str:
        """The first value that is not empty among these tags, or ""."""
        for tag in tags:
            for value in self.fields.get(tag, ()):
                if value:
                    return value
        return ""


def entries(source: Source, layout: Layout) -> Iterator[Entry | Reject]:
    """The entries of a source; and, as rejects, lines that stand in none.

    A value keeps the line ends of a field that goes on over lines, without the indentation.
    """
    entry: _Open | None = None
    stray: list[tuple[int, str]] = []
    for number, line in source.lines():
        if entry is None and layout.furniture.match(line):
            continue
        match = layout.tag.match(line)
        tag = match[1].upper() if match else ""
        ends = tag in layout.ends or (layout.blank_ends and not line.strip())
        if entry and (ends or tag in layout.begins):
            yield entry.closed(number if tag in layout.ends else entry.last)
            entry = None
        if match and not ends:
            if stray:
                yield _outside(source.path, stray)
                stray = []
            entry = entry or _Open(source.path, number)
            entry.add(layout.alike.get(tag, tag), match[2], number)
        elif entry:
            entry.go_on(line, number)
        elif not ends and line.strip(" \t\ufeff"):
            stray.append((number, line))
    if entry:
        yield entry.closed(entry.last)
    if stray:
        yield _outside(source.path, stray)


class _Open:
    """An entry being gathered."""

    def __init__(self, path: str, number: int) -> None:
        self.path = path
        self.line = number
        self.last = number
        self._fields: list[tuple[str, list[str]]] = []

    def add(self, tag: str, value: str, number: int) -> None:
        self._fields.append((tag, [value.strip()]))
        self.last = number

    def go_on(self, line: str, number: int) -> None:
        self._fields[-1][1].append(line.strip())
        if line.strip():
            self.last = number

    def closed(self, last: int) -> Entry:
        entry = Entry(Place(self.path, self.line, last))
        for tag, lines in self._fields:
            entry.fields.setdefault(tag, []).append("\n".join(lines).strip())
        return entry


def _outside(path: str, lines: list[tuple[int, str]]) -> Reject:
    text = "\n".join(line for _, line in lines)[:SHOWN]
    return Reject(Place(path, lines[0][0], lines[-1][0]), "text outside of any record", text)
