"""CSL-YAML: CSL items as YAML, alone or in the metadata block of a pandoc document.

Read from PyYAML's events, an item at a time. Nothing is constructed but text, lists and objects:
tags are ignored, and every scalar stays the text that it is (`2016`, `no`). An alias may stand for
a short text only, so that no document grows without bound.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from carrel.paper import Place, Record, Reject
from carrel.readers import csl_json
from carrel.readers.source import Source
from carrel.readers.values import mappings, string

if TYPE_CHECKING:
    from yaml.events import Event

_HEAD = re.compile(r"(?m)^(?:references:|[ \t]{0,8}- (?:id|type|title|author|citation-key): ?\S)")
_METADATA = re.compile(r"(?ms)\A\s*^---[ \t]*\n.*?^(?:---|\.\.\.)[ \t]*$")
# What YAML does not allow, and the breaks that are lines to YAML but to no editor.
_FORBIDDEN = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff\ufffe\uffff]")
_DEEPEST = 50
_LONGEST_SHARED = 256  # characters of a text that aliases may stand for
_SHOWN = 500  # characters of a broken piece that a reject carries


class _RefusedError(Exception):
    """YAML that is valid, but that no bibliography holds."""


def recognises(head: str) -> bool:
    return head.lstrip()[:1] not in ("{", "[", "<", "@", "%") and _HEAD.search(head) is not None


def read(source: Source) -> Iterator[Record | Reject]:
    from yaml import MarkedYAMLError, YAMLError

    text = source.text()
    block = _METADATA.match(text)  # what follows it in a pandoc document is prose
    lines = _FORBIDDEN.sub(" ", block[0] if block else text).split("\n")
    start = 0
    indent = ""
    while start < len(lines):
        items = _Items(source.path, lines, start, indent)
        try:
            yield from items.read()
            return
        except (YAMLError, _RefusedError) as error:
            mark = error.problem_mark if isinstance(error, MarkedYAMLError) else None
            number = start + mark.line + 1 if mark else items.line
            first = min(max(items.line, start + 1), number)
            # The next item may lie within what broke: a quote left open reaches far. Only the two
            # kinds of quotes do, so that no line is read more than three times.
            indent = items.indent
            after = range(first, len(lines))
            start = next((at for at in after if lines[at].startswith(f"{indent}- ")), len(lines))
            where = f", line {number}" if number != first else ""
            reason = getattr(error, "problem", None) or str(error)
            shown = "\n".join(lines[first - 1 : first + 20])[:_SHOWN]
            yield Reject(Place(source.path, first, start), f"not YAML: {reason}{where}", shown)


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


# pandoc reads the texts of an item as Markdown; these are the marks that titles carry.
_MARKDOWN = (
    (re.compile(r"\*\*([^*\n]+)\*\*"), r"<b>\1</b>"),
    (re.compile(r"(?<!\w)\*([^*\s][^*\n]*)\*(?!\w)"), r"<i>\1</i>"),
    (re.compile(r"~([^~\s]{1,20})~"), r"<sub>\1</sub>"),
    (re.compile(r"\^([^^\s]{1,20})\^"), r"<sup>\1</sup>"),
)
_DATES = frozenset({"issued", "accessed", "original-date", "event-date", "submitted"})
_TEXTS = frozenset({"title", "container-title", "collection-title", "title-short", "abstract"})


def _as_json(item: dict[str, object]) -> dict[str, object]:
    """An item in the forms of CSL-JSON: its dates, and the markup in its texts."""
    return {name: _member(name, value) for name, value in item.items()}


def _member(name: str, value: object) -> object:
    if name in _TEXTS and isinstance(value, str):
        for pattern, tags in _MARKDOWN:
            value = pattern.sub(tags, value)
        return value
    dates = mappings(value if isinstance(value, list) else [value])
    if len(dates) == 1 and dates[0].keys() == {"literal"} and name in _DATES:
        return dates[0]
    if not dates or not all("year" in date for date in dates):
        return value
    return {
        "date-parts": [[date.get("year"), _month(date), date.get("day")] for date in dates],
        "circa": string(dates[0].get("circa")).lower() not in ("", "0", "false", "no"),
    }


def _month(date: Mapping[str, object]) -> object:
    """The month; or the pseudo-month of a season, of which each end of a range has its own."""
    season = string(date.get("season"))
    return 20 + int(season) if season in ("1", "2", "3", "4") else date.get("month")


class _Items:
    """The items from one of a source's lines on; `indent` is before the dashes of the others."""

    def __init__(self, path: str, lines: list[str], skipped: int, indent: str) -> None:
        import yaml

        self.line = skipped + 1  # of the item being read
        self.indent = indent
        self._path = path
        self._skipped = skipped
        self._end = 0
        self._texts: dict[str, str] = {}  # by anchor
        loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
        self._events: Iterator[Event] = yaml.parse(_Text(lines, skipped), Loader=loader)

    def read(self) -> Iterator[Record | Reject]:
        from yaml import MappingEndEvent, MappingStartEvent, SequenceStartEvent

        for event in self._events:
            if isinstance(event, SequenceStartEvent):
                yield from self._sequence(event)
            elif isinstance(event, MappingStartEvent):
                while not isinstance(key := next(self._events), MappingEndEvent):
                    name = self._value(key, 1)
                    event = next(self._events)
                    if name == "references" and isinstance(event, SequenceStartEvent):
                        yield from self._sequence(event)
                    else:
                        self._value(event, 1)

    def _sequence(self, start: Event) -> Iterator[Record | Reject]:
        from yaml import SequenceEndEvent

        self.indent = " " * (start.start_mark.column if start.start_mark else 0)
        while not isinstance(event := next(self._events), SequenceEndEvent):
            self.line = self._skipped + (event.start_mark.line if event.start_mark else 0) + 1
            value = self._value(event, 1)
            place = Place(self._path, self.line, max(self.line, self._skipped + self._end))
            if isinstance(value, dict):
                yield csl_json.record(_as_json(value), place, "csl-yaml")
            else:
                yield Reject(place, "not a CSL item", str(value)[:_SHOWN])

    def _value(self, event: Event, depth: int) -> object:
        """What an event begins: text, a list, or an object with text for names."""
        from yaml import (
            AliasEvent,
            MappingEndEvent,
            MappingStartEvent,
            ScalarEvent,
            SequenceEndEvent,
            SequenceStartEvent,
        )

        if depth > _DEEPEST:
            raise _RefusedError("nested too deeply")
        if isinstance(event, ScalarEvent):
            if event.end_mark:
                self._end = event.end_mark.line + (event.end_mark.column > 0)
            if event.anchor and len(event.value) <= _LONGEST_SHARED:
                self._texts[event.anchor] = event.value
            return event.value
        if isinstance(event, AliasEvent):
            if event.anchor not in self._texts:
                raise _RefusedError(f"the alias *{event.anchor} stands for no short text")
            return self._texts[event.anchor]
        if isinstance(event, SequenceStartEvent):
            values = []
            while not isinstance(inner := next(self._events), SequenceEndEvent):
                values.append(self._value(inner, depth + 1))
            return values
        fields: dict[str, object] = {}
        if isinstance(event, MappingStartEvent):
            while not isinstance(inner := next(self._events), MappingEndEvent):
                name = self._value(inner, depth + 1)
                if not isinstance(name, str):
                    raise _RefusedError("a name is expected to be text")
                fields[name] = self._value(next(self._events), depth + 1)
        return fields
