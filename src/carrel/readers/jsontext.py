"""JSON documents and JSON Lines: the objects that are records, each with the lines it stands on.

Both are read as streams: of JSON Lines one line is in memory at a time, of a document one element
of its array. Where an element is broken, it alone is rejected and reading goes on behind it.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from itertools import chain, islice
from typing import NamedTuple

from carrel.paper import Place, Reject
from carrel.readers.source import SHOWN, Source

_ABSTRACT = b'"abstract"'
_decode = json.JSONDecoder().raw_decode
_ENVELOPES = 3  # how deep an envelope may lie in another
_BLANK = " \t\r\n\ufeff"  # a file that was put behind another has its byte order mark in the midst
_PIECE = 1 << 16  # characters taken into the buffer at a time
_FARTHEST = 1 << 20  # characters in which the end of a broken element is looked for
_STRAY = "stray comma"  # one that JSON has no place for; nothing is lost by it


class Item(NamedTuple):
    """A JSON object and its first and last line in the source."""

    value: dict[str, object]
    line: int
    end: int


def abstract_of(line: bytes) -> str | None:
    """The member "abstract" of an object that a line is, as it has been found before; None where
    it can't be told without reading all of the line, or is no text."""
    before, _, rest = line.partition(_ABSTRACT)
    # Behind a second brace it might be a member of something else.
    if not rest.startswith(b":") or b"{" in before[1:] or _ABSTRACT in rest:
        return None
    try:
        value, _ = _decode(rest[1:].decode().lstrip())
    except ValueError:
        return None
    return value if isinstance(value, str) else None


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
        text_lines = (line for _, line in chain(first, lines))
        yield from _Document(source, text_lines, 1, containers).items()
        return
    lines = chain(first, lines)
    next_whole: list[tuple[int, str]] = []
    while (following := next_whole.pop() if next_whole else next(lines, None)) is not None:
        number, line = following
        text = line.strip().strip(_BLANK)
        goes_on = False
        try:
            value, end = _decode(text, 0)
        except json.JSONDecodeError as error:
            value, end = None, -1
            goes_on = error.pos == len(text)  # what is wrong is that it ends
        except (ValueError, RecursionError):
            value, end = None, -1
        if (
            end == len(text)
            and type(value) is dict
            and not any(map(value.__contains__, containers))
        ):
            yield Item(value, number, number)
        elif text:
            part = chain([text], _until_whole(line, lines, next_whole) if goes_on else ())
            yield from _Document(source, part, number, containers).items()


def _until_whole(
    first: str, lines: Iterator[tuple[int, str]], next_whole: list[tuple[int, str]]
) -> Iterator[str]:
    """Lines behind a first one that ends too early, up to the next that is an object of its own,
    and no deeper: a record may stand on several. That line is left in `next_whole`.

    One behind which a bracket closes, or a comma stands, is not of its own, however deep it is.
    """
    indent = first[: len(first) - len(first.lstrip(_BLANK))]
    for number, line in lines:
        begun = line.removeprefix(indent).lstrip("\ufeff")[:1]
        if begun == "{" and _is_json(line.lstrip(_BLANK)):
            behind = next(lines, (0, ""))
            if behind[1].lstrip(_BLANK)[:1] not in (",", "]", "}"):
                next_whole += [behind, (number, line)]
                return
            yield line
            line = behind[1]
        yield line


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


def _pieces(lines: Iterator[str]) -> Iterator[str]:
    """The text of some lines, with the ends between them, in pieces that are not long."""
    between = ""
    for line in lines:
        line = between + line
        between = "\n"
        for start in range(0, len(line), _PIECE):
            yield line[start : start + _PIECE]


_SPACE = re.compile(f"[{_BLANK}]*")
# A string that the line ends before its closing quote stops there: it is broken anyway, and the
# count of brackets has a chance to come right again.
_BRACKETS = re.compile(r'"[^"\\\n]*(?:\\.[^"\\\n]*)*"?|[\[\]{}]')
_CLOSED_BY = {"[": "]", "{": "}"}


class _Document:
    """JSON text being read front to back through a buffer, `text`, in which `at` is how far.

    The buffer is cut only where a new element begins: positions hold until then. What broke is
    not decoded a second time, so that broken text takes no longer than whole text.
    """

    def __init__(
        self, source: Source, lines: Iterator[str], line: int, containers: tuple[str, ...]
    ) -> None:
        self.source = source
        self.path = source.path
        self.text = ""
        self.at = 0
        self.containers = containers
        self._more = _pieces(lines)
        self._cut = 0  # characters that were before those in the buffer
        self._line = line  # of the position counted to
        self._counted = 0
        self._searched = 0  # characters searched in vain for a closing bracket

    def items(self) -> Iterator[Item | Reject]:
        """The records of one JSON value after another."""
        while self._begin():
            start = self.at
            line = self._line_of(start)
            if self.text[start] == ",":
                self.at += 1
                self.source.remark(_STRAY, line)
                continue
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
        self._peek()
        before = self.text.rfind("\n", 0, self.at) + 1
        indent = self.text[before : self.at] if self.text[before : self.at].isspace() else ""
        while (character := self._begin()) != "]":
            start = self.at
            line = self._line_of(start)
            if not character:
                yield Reject(Place(self.path, line), 'the array ends without its "]"')
                return
            if character == ",":
                self.at += 1
                self.source.remark(_STRAY, line)
                continue
            try:
                value = self._decoded()
            except _BrokenError as broken:
                yield self._reject(line, start, broken, indent)
            else:
                yield self._item(value, start, line)
            if self._peek() == ",":
                comma = self.at
                self.at += 1
                if self._peek() == "]":
                    self.source.remark(_STRAY, self._line_of(comma))
        self.at += 1

    def _item(self, value: object, start: int, line: int) -> Item | Reject:
        end = self._line_of(self.at)
        if isinstance(value, dict):
            return Item(value, line, end)
        text = self.text[start : self.at][:SHOWN]
        return Reject(Place(self.path, line, end), "not a JSON object", text)

    # ---------------------------------------------------------- behind what broke

    def _reject(self, line: int, start: int, broken: _BrokenError, indent: str) -> Reject:
        """Step over what broke, and say it.

        The next record begins behind the bracket that closes this one; where none does, at the
        next line that opens an object as deep as its siblings do; where there is none, nowhere.
        """
        at = self._line_of(broken.position)
        closing = self._closing(start)
        text = self.text[start : start + SHOWN]
        begun = self._cut + start
        if closing > broken.position or (closing and broken.hopeless):
            self.at = closing
            end = self._line_of(closing - 1)
        else:
            after = max(broken.position - 1 - len(indent), start)
            self._find("" if broken.hopeless else f"\n{indent}{{", after)
            end = self._line_of(self.at) - (self.at < len(self.text))
        where = f", line {at}" if at != line else ""
        text = text[: self._cut + self.at - begun].rstrip(", \n")
        return Reject(Place(self.path, line, max(line, end)), f"not JSON: {broken}{where}", text)

    def _closing(self, start: int) -> int:
        """Just behind the bracket that closes the one at `start`, where a sibling can follow."""
        if self._searched > self._cut + start + _FARTHEST:
            return 0  # so much was searched in vain that it would cost more than reading does
        while len(self.text) - start < _FARTHEST and self._fill():
            pass
        opened = []
        end = start
        for match in _BRACKETS.finditer(self.text, start):
            end = match.end()
            if match[0] in _CLOSED_BY:
                opened.append(_CLOSED_BY[match[0]])
            elif match[0] in ("]", "}"):
                if not opened or opened.pop() != match[0]:
                    break
                if not opened:
                    if self.text[end : end + 100].lstrip(_BLANK)[:1] in (",", "]", "}", "{", ""):
                        return end
                    break
        self._searched += end - start
        return 0

    def _find(self, opening: str, position: int) -> None:
        """Go to the bracket that ends the next `opening` from here; without one, to the end."""
        while True:
            found = self.text.find(opening, position) if opening else -1
            if found >= 0:
                self.at = found + len(opening) - 1
                return
            position = max(position, len(self.text) - len(opening))
            self.at = position
            self._forget()
            position = 0
            if not self._fill():
                self.at = len(self.text)
                return

    # ---------------------------------------------------------- the buffer

    def _begin(self) -> str:
        """The first character of what comes next, "" at the end; what was read is forgotten."""
        if self.at > _PIECE:
            self._forget()
        return self._peek()

    def _forget(self) -> None:
        self._line_of(self.at)
        self.text = self.text[self.at :]
        self._cut += self.at
        self._counted -= self.at
        self.at = 0

    def _fill(self) -> bool:
        """Take as much again as lies ahead into the buffer; false at the end of the text."""
        wanted = max(_PIECE, len(self.text) - self.at)
        pieces = []
        for piece in self._more:
            pieces.append(piece)
            wanted -= len(piece)
            if wanted <= 0:
                break
        self.text += "".join(pieces)
        return bool(pieces)

    def _name(self) -> str:
        if self._peek() != '"':
            raise _BrokenError("a name in double quotes is expected", self.at)
        name = str(self._decoded())
        self._expect(":")
        return name

    def _decoded(self) -> object:
        """The JSON value that begins here."""
        self._peek()
        while True:
            try:
                value, end = _decode(self.text, self.at)
            except json.JSONDecodeError as error:
                near_end = error.pos > len(self.text) - 16 or error.msg.startswith("Unterminated")
                if near_end and self._fill():
                    continue
                reason = error.msg[:1].lower() + error.msg[1:].removesuffix(" at")
                raise _BrokenError(reason, error.pos) from error
            except ValueError as error:  # a number of more digits than Python converts
                raise _BrokenError(str(error).partition(";")[0], self.at) from error
            except RecursionError as error:
                raise _BrokenError("nested too deeply", self.at, hopeless=True) from error
            if len(self.text) - end < 4 and isinstance(value, int | float) and self._fill():
                continue  # a number may go on
            self.at = end
            return value

    def _expect(self, character: str) -> None:
        if self._peek() != character:
            raise _BrokenError(f'"{character}" is expected', self.at)
        self.at += 1

    def _peek(self) -> str:
        """The next character that is no white space, or ""."""
        while True:
            match = _SPACE.match(self.text, self.at)
            self.at = match.end() if match else self.at
            if self.at < len(self.text) or not self._fill():
                return self.text[self.at : self.at + 1]

    def _line_of(self, position: int) -> int:
        """The line of a position; positions are asked for in rising order."""
        if position > self._counted:
            self._line += self.text.count("\n", self._counted, position)
            self._counted = position
        return self._line
