"""A record as bytes and back: compact JSON, without what has its default value."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import MISSING, fields
from typing import Any

from carrel.paper import Name, Place, Record

_FIELDS = [field for field in fields(Record) if field.name != "place"]
_LETTER = {field.name: chr(ord("a") + i) for i, field in enumerate(_FIELDS)}
_NAME = {letter: name for name, letter in _LETTER.items()}
_PEOPLE = ("authors", "editors")
_TUPLES = frozenset(_LETTER[name] for name in ("categories", "keywords", "files"))
_MAPPINGS = frozenset(("ids", "extra"))
_PLAIN = [
    (field.name, _LETTER[field.name], {} if field.default is MISSING else field.default)
    for field in _FIELDS
    if field.name not in _PEOPLE
]
_PLACE = "0"


def pack(record: Record) -> bytes:
    """The bytes of a record, all but its source's path."""
    compact: dict[str, Any] = {_PLACE: record.place[1:]}
    for name, letter, default in _PLAIN:
        value = getattr(record, name)
        if value != default:
            compact[letter] = dict(value) if name in _MAPPINGS else value
    for name in _PEOPLE:
        if people := getattr(record, name):
            compact[_LETTER[name]] = [_trimmed(person) for person in people]
    return json.dumps(compact, ensure_ascii=False, separators=(",", ":")).encode()


def _trimmed(name: Name) -> Sequence[str]:
    """A name without the empty parts at its end."""
    size = len(name)
    while size and not name[size - 1]:
        size -= 1
    return name[:size]


def abstract_of(data: bytes) -> str:
    """The abstract of the record that `pack` made `data` of."""
    return str(json.loads(data).get(_LETTER["abstract"], ""))


def unpack(data: bytes, path: str) -> Record:
    """The record that `pack` made `data` of, from the source at `path`."""
    compact: dict[str, Any] = json.loads(data)
    line, end = compact.pop(_PLACE)
    values = {_NAME[letter]: value for letter, value in compact.items()}
    for name in _PEOPLE:
        if name in values:
            values[name] = tuple([Name(*parts) for parts in values[name]])
    for letter in _TUPLES & compact.keys():
        values[_NAME[letter]] = tuple(compact[letter])
    return Record(place=Place(path, line, end), **values)
