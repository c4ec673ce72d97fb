"""JSON documents and JSON Lines: the objects that are records, each with the lines it stands on.

JSON Lines are read a line at a time, in memory that does not grow. A document is taken into memory
as text and decoded one element of its array at a time. Where an element is broken, it alone is
rejected and reading goes on after it.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from itertools import chain, islice
from typing import NamedTuple

from carrel.paper import Place, Reject
from carrel.readers.source import Source

_SHOWN = 500  # characters of a broken piece that a reject carries
_ENVELOPES = 3  # how deep an envelope may lie in another


class Item(NamedTuple):
    """A JSON object and its first and last line in the source."""

    value: dict[str, object]
    line: int
    end: int


class _BrokenError(Exception):
    """The text is not JSON at `position`; `hopeless` when nothing in it can be read."""

    def __init__(self, reason: str, position: int, hopeless: bool = False) -> None:
        super().__init__(reason)
        self.position = position
        self.hopeless = hopeless


def objects(source: Source, *containers: str) -> Iterator[Item | Reject]:
    """The records of a source: the objects of JSON Lines or of an array, or one object alone.

    `containers` names the members by which an enveloping object holds the records ("results"), or
    holds another envelope ("message" → "items"). An object with none of them is itself a record.
    """
    lines = source.lines()
    first = list(islice(lines, 5))
    if not _has_complete_line([line for _, line in first]):
        text = "\n".join(line for _, line in chain(first, lines))
        yield from _Document(source.path, text, 1, containers).items()
        return
    scan = json.JSONDecoder().raw_decode
    for number, line in chain(first, lines):
        line = line.strip()
        try:
            value, end = scan(line, 0)
        except (ValueError, RecursionError):
            value, end = None, -1
        if (
            end == len(line)
            and type(value) is dict
            and not any(map(value.__contains__, containers))
        ):
            yield Item(value, number, number)
        elif line:
            yield from _Document(source.path, line, number, containers).items()


def _has_complete_line(lines: list[str]) -> bool:
    """Do these first lines look like JSON Lines: an object opened, and one complete on a line?"""
    start = next((line for line in lines if line.strip()), "")
    return start.lstrip()[:1] == "{" and any(
        line.startswith("{") and _is_json(line) for line in lines
    )


def _is_json(text: str) -> bool:
    try:
        json.loads(text)
    except (ValueError, RecursionError):
        return False
    return True


_SPACE = re.compile(r"[ \t\n\r]*")
# A string that the line ends before its closing quote stops there: it is broken anyway, and the
# count of brackets has a chance to come right again.
_BRACKETS = re.compile(r'"[^"\\\n]*(?:\\.[^"\\\n]*)*"?|[\[\]{}]')


class _Document:
    """JSON text being read front to back; positions turn into line numbers as it goes."""

    def __init__(self, path: str, text: str, line: int, containers: tuple[str, ...]) -> None:
        self.path = path
        self.text = text
        self.containers = containers
        self.decode = json.JSONDecoder().raw_decode
        self._line = line
        self._counted = 0
        self._balanced = True  # no search for a closing bracket has run to the end in vain yet
        self.at = 0

    def items(self) -> Iterator[Item | Reject]:
        """The records of one JSON value after another."""
        while self._skip() < len(self.text):
            start = self.at
            line = self._line_of(start)
            try:
                yield from self._value(_ENVELOPES)
            except _BrokenError as broken:
                yield self._reject(line, start, broken, "")

    def _value(self, envelopes: int) -> Iterator[Item | Reject]:
        character = self._peek()
        if character == "[":
            self.at += 1
            yield from self._elements()
        elif character == "{":
            yield from self._object(envelopes)
        else:
            raise _BrokenError("not an object or array", self.at)

    def _object(self, envelopes: int) -> Iterator[Item | Reject]:
        """The records of an envelope; or the object itself, where it is none."""
        line = self._line_of(self.at)
        value: dict[str, object] = {}
        enveloped = False
        self.at += 1
        try:
            while self._peek() != "}":
                if value or enveloped:
                    self._expect(",")
                name = self._name()
                if name in self.containers and envelopes and self._peek() in ("[", "{"):
                    enveloped = True
                    yield from self._value(envelopes - 1)
                else:
                    value[name] = self._decoded()
        except _BrokenError as broken:
            if not enveloped:
                raise
            yield self._reject(self._line_of(broken.position), broken.position, broken, "")
            return
        self.at += 1
        if not enveloped:
            yield Item(value, line, self._line_of(self.at))

    def _elements(self) -> Iterator[Item | Reject]:
        """The records of an array whose "[" has just been read, up to behind its "]"."""
        self._skip()
        before = self.text.rfind("\n", 0, self.at) + 1
        indent = self.text[before : self.at] if self.text[before : self.at].isspace() else ""
        while (character := self._peek()) != "]":
            start = self.at
            line = self._line_of(start)
            if not character:
                yield Reject(Place(self.path, line), 'the array ends without its "]"')
                return
            if character == ",":
                self.at += 1
                yield Reject(Place(self.path, line), "a comma with nothing before it", ",")
                continue
            try:
                value = self._decoded()
            except _BrokenError as broken:
                yield self._reject(line, start, broken, indent)
            else:
                yield self._item(value, start, line)
            if self._peek() == ",":
                self.at += 1
                if self._peek() == "]":
                    place = Place(self.path, self._line_of(self.at))
                    yield Reject(place, "a comma with nothing after it", ",")
        self.at += 1

    def _item(self, value: object, start: int, line: int) -> Item | Reject:
        end = self._line_of(self.at)
        if isinstance(value, dict):
            return Item(value, line, end)
        text = self.text[start : self.at][:_SHOWN]
        return Reject(Place(self.path, line, end), "not a JSON object", text)

    def _reject(self, line: int, start: int, broken: _BrokenError, indent: str) -> Reject:
        """Step over what broke, and say it.

        The next record begins behind the bracket that closes this one; where none does, at the
        next line that opens an object as deep as its siblings do; where there is none, nowhere.
        Nothing is decoded twice, so that broken text takes no longer than whole text.
        """
        at = self._line_of(broken.position)
        closing = self._closing(start)
        if closing > broken.position or (closing and broken.hopeless):
            self.at = closing
        elif broken.hopeless:
            self.at = len(self.text)
        else:
            found = self.text.find(f"\n{indent}{{", max(broken.position - 1 - len(indent), start))
            self.at = found + 1 + len(indent) if found >= 0 else len(self.text)
        end = self._line_of(max(self.at - 1, broken.position))
        where = f", line {at}" if at != line else ""
        text = self.text[start : min(self.at, start + _SHOWN)].rstrip()
        return Reject(Place(self.path, line, end), f"not JSON: {broken}{where}", text)

    def _closing(self, start: int) -> int:
        """Just behind the bracket that closes the one at `start`, where a sibling can follow."""
        if not self._balanced or self.text[start : start + 1] not in ("[", "{"):
            return 0
        depth = 0
        for match in _BRACKETS.finditer(self.text, start):
            if match[0] in ("[", "{"):
                depth += 1
            elif match[0] in ("]", "}"):
                depth -= 1
                if depth == 0:
                    follows = self.text[match.end() : match.end() + 100].lstrip()[:1]
                    return match.end() if follows in (",", "]", "}", "{", "") else 0
        self._balanced = False
        return 0

    def _name(self) -> str:
        if self._peek() != '"':
            raise _BrokenError("a name in double quotes is expected", self.at)
        name = str(self._decoded())
        self._expect(":")
        return name

    def _decoded(self) -> object:
        self._skip()
        try:
            value, self.at = self.decode(self.text, self.at)
        except json.JSONDecodeError as error:
            raise _BrokenError(error.msg[:1].lower() + error.msg[1:], error.pos) from error
        except ValueError as error:  # a number of more digits than Python converts
            raise _BrokenError(str(error).partition(";")[0], self.at) from error
        except RecursionError as error:
            raise _BrokenError("nested too deeply", self.at, hopeless=True) from error
        return value

    def _expect(self, character: str) -> None:
        if self._peek() != character:
            raise _BrokenError(f'"{character}" is expected', self.at)
        self.at += 1

    def _peek(self) -> str:
        self._skip()
        return self.text[self.at : self.at + 1]

    def _skip(self) -> int:
        match = _SPACE.match(self.text, self.at)
        self.at = match.end() if match else self.at
        return self.at

    def _line_of(self, position: int) -> int:
        """The line of a position; positions are asked for in rising order."""
        if position > self._counted:
            self._line += self.text.count("\n", self._counted, position)
            self._counted = position
        return self._line
