"""CSL-YAML: CSL items as YAML, alone or in the metadata block of a pandoc document; read an item at
a time.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from carrel.paper import Place, Record, Reject
from carrel.readers import csl_json
from carrel.readers.source import SHOWN, Source
from carrel.readers.values import mappings, string
from carrel.readers.yamltext import RefusedError, Values, fault, lines_of, reject

if TYPE_CHECKING:
    from yaml.events import Event

_HEAD = re.compile(r"(?m)^(?:references:|[ \t]{0,8}- (?:id|type|title|author|citation-key): ?\S)")
_METADATA = re.compile(r"(?ms)\A\s*^---[ \t]*\n.*?^(?:---|\.\.\.)[ \t]*$")


def recognises(head: str) -> bool:
    return head.lstrip()[:1] not in ("{", "[", "<", "@", "%") and _HEAD.search(head) is not None


def read(source: Source) -> Iterator[Record | Reject]:
    from yaml import YAMLError

    text = source.text()
    block = _METADATA.match(text)  # what follows it in a pandoc document is prose
    lines = lines_of(block[0] if block else text)
    start = 0
    indent = ""
    while start < len(lines):
        items = _Items(source.path, Values(lines, start), indent)
        try:
            yield from items.read()
            return
        except (YAMLError, RefusedError) as error:
            first, reason = fault(error, start, items.values)
            # The next item may lie within what broke: a quote left open reaches far. Only the two
            # kinds of quotes do, so that no line is read more than three times.
            indent = items.indent
            after = range(first, len(lines))
            start = next((at for at in after if lines[at].startswith(f"{indent}- ")), len(lines))
            yield reject(source.path, lines, first, start, reason)


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
    """The items of a stream; `indent` is before the dashes of those that follow one another."""

    def __init__(self, path: str, values: Values, indent: str) -> None:
        self.values = values
        self.indent = indent
        self._path = path

    def read(self) -> Iterator[Record | Reject]:
        from yaml import MappingEndEvent, MappingStartEvent, SequenceStartEvent

        events = self.values.events
        for event in events:
            if isinstance(event, SequenceStartEvent):
                yield from self._sequence(event)
            elif isinstance(event, MappingStartEvent):
                while not isinstance(key := next(events), MappingEndEvent):
                    name = self.values.value(key)
                    event = next(events)
                    if name == "references" and isinstance(event, SequenceStartEvent):
                        yield from self._sequence(event)
                    else:
                        self.values.value(event)

    def _sequence(self, start: Event) -> Iterator[Record | Reject]:
        from yaml import SequenceEndEvent

        self.indent = " " * (start.start_mark.column if start.start_mark else 0)
        while not isinstance(event := next(self.values.events), SequenceEndEvent):
            line = self.values.begin(event)
            value = self.values.value(event)
            place = Place(self._path, line, max(line, self.values.end))
            if isinstance(value, dict):
                yield csl_json.record(_as_json(value), place, "csl_yaml")
            else:
                yield Reject(place, "not a CSL item", str(value)[:SHOWN])
