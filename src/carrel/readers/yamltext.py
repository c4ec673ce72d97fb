"""YAML as a stream of PyYAML's events. Nothing is constructed but text, lists and objects: tags are
ignored, and every scalar but `null` stays the text that it is (`2016`, `no`). An alias may stand
for a short text only, so that no document grows without bound.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from carrel.paper import Place, Reject
from carrel.readers.source import SHOWN

if TYPE_CHECKING:
    from yaml.events import Event

# What YAML does not allow, and the breaks that are lines to YAML but to no editor.
_FORBIDDEN = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff\ufffe\uffff]")
_DEEPEST = 50
_LONGEST_SHARED = 256  # characters of a text that aliases may stand for
_NULL = ("~", "null")  # where it is not in quotes; a person's name may be "Null"


class RefusedError(Exception):
    """YAML that is valid, but that no bibliography holds."""


def lines_of(text: str) -> list[str]:
    """The lines that YAML is read from; behind the last line end is none."""
    return _FORBIDDEN.sub(" ", text).removesuffix("\n").split("\n")


class Values:
    """The values of a stream, from one of its lines on. `line` is where the value begins that was
    asked for last, `end` where the last text in one ended; `line` may be set."""

    def __init__(self, lines: list[str], skipped: int) -> None:
        import yaml

        self.line = skipped + 1
        self.end = skipped + 1
        self._skipped = skipped
        self._texts: dict[str, str] = {}  # by anchor
        loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
        self.events: Iterator[Event] = yaml.parse(_Text(lines, skipped), Loader=loader)

    def begin(self, event: Event) -> int:
        """The number of the line on which an event begins, which is where a value does."""
        self.line = self._skipped + (event.start_mark.line if event.start_mark else 0) + 1
        return self.line

    def value(self, event: Event, depth: int = 1) -> object:
        """What an event begins: text, a list, or an object with text for names.

        Raises:
            RefusedError, yaml.YAMLError: it is none of these.
        """
        from yaml import (
            AliasEvent,
            MappingEndEvent,
            MappingStartEvent,
            ScalarEvent,
            SequenceEndEvent,
            SequenceStartEvent,
        )

        if depth > _DEEPEST:
            raise RefusedError("nested too deeply")
        if isinstance(event, ScalarEvent):
            if event.end_mark:
                end = event.end_mark.line + (event.end_mark.column > 0)
                self.end = max(self.line, self._skipped + end)
            text = "" if not event.style and event.value in _NULL else event.value
            if event.anchor and len(text) <= _LONGEST_SHARED:
                self._texts[event.anchor] = text
            return text
        if isinstance(event, AliasEvent):
            if event.anchor not in self._texts:
                raise RefusedError(f"the alias *{event.anchor} stands for no short text")
            return self._texts[event.anchor]
        if isinstance(event, SequenceStartEvent):
            values = []
            while not isinstance(inner := next(self.events), SequenceEndEvent):
                values.append(self.value(inner, depth + 1))
            return values
        fields: dict[str, object] = {}
        if isinstance(event, MappingStartEvent):
            while not isinstance(inner := next(self.events), MappingEndEvent):
                name = self.value(inner, depth + 1)
                if not isinstance(name, str):
                    raise RefusedError("a name is expected to be text")
                fields[name] = self.value(next(self.events), depth + 1)
        return fields


class _Text:
    """Lines from one on, as the stream that PyYAML reads: few at first, as few may be wanted."""

    def __init__(self, lines: list[str], start: int) -> None:
        self._lines = lines
        self._next = start
        self._count = 4

    def read(self, _size: int = -1, /) -> bytes:
        taken = self._lines[self._next : self._next + self._count]
        self._next += self._count
        self._count *= 2
        return "".join(f"{line}\n" for line in taken).encode()


def fault(error: Exception, start: int, values: Values) -> tuple[int, str]:
    """The number of the first line of the value that could not be read, of what stands behind the
    line `start`; and why."""
    from yaml import MarkedYAMLError

    mark = error.problem_mark if isinstance(error, MarkedYAMLError) else None
    number = start + mark.line + 1 if mark else values.line
    first = min(max(values.line, start + 1), number)
    where = f", line {number}" if number != first else ""
    return first, f"not YAML: {getattr(error, 'problem', None) or error}{where}"


def reject(path: str, lines: list[str], first: int, end: int, reason: str) -> Reject:
    """The lines from `first` to `end`, which could not be read."""
    shown = "\n".join(lines[first - 1 : first + 20])[:SHOWN]
    return Reject(Place(path, first, end), reason, shown)
