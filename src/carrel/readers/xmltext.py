"""XML as a stream: the elements that are records, each with its lines and the elements around it.

Memory holds one record at a time. Nothing outside the file is ever loaded: expat asks for external
entities only if told how. Entities that expand into other entities, or are long, are refused here,
so that with no version of expat a small file grows without bound.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from typing import TYPE_CHECKING, NamedTuple

from carrel.paper import Place, Reject
from carrel.readers.markup import script
from carrel.readers.source import SHOWN, Source, Unreadable

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element, TreeBuilder
    from xml.parsers.expat import XMLParserType

_BATCH = 1 << 16  # characters given to the parser at a time
_DEEPEST = 100  # elements within elements in one record; real ones, with MathML, stay below 30
_MOST_AROUND = 20  # elements around records, which are begun anew behind each fault; real are 5 …
_LONGEST_NAME = 64  # … of a few letters
_LONGEST_ENTITY = 256
_SHORT = 4096  # characters of a line that is looked through a second time
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_BARE = re.compile(r"&(?!#\d{1,7};|#x[0-9a-fA-F]{1,6};|[A-Za-z_:][\w.:-]{0,60};)")
_REFERENCE = re.compile("&(?!#)")


class Node(NamedTuple):
    """A record's element, its first and last line, and the elements that it stands in, outermost
    first, by name and attributes. Names are without their namespace prefix."""

    element: Element
    line: int
    end: int
    within: tuple[tuple[str, dict[str, str]], ...]


def elements(source: Source, *names: str) -> Iterator[Node | Reject]:
    """The outermost elements of these names, in order.

    Where the XML is broken, a `Reject` says the line and why, and reading resumes where the next
    record opens: on the same line, where that is short, else on a later one.
    """
    parser = _Parser(source.path, names)
    batch: list[str] = []
    size = 0
    wanted = _BATCH
    bare = 0  # lines with an ampersand that is none of XML's
    cdata = False  # in such a section it may stand
    try:
        for _, line in source.lines():
            line = _FORBIDDEN.sub(" ", line)
            cdata = cdata or "<![CDATA[" in line
            if "&" in line and not cdata and _BARE.search(line):
                line = _BARE.sub("&amp;", line)
                bare += 1
            batch.append(line)
            size += len(line) + 1
            if size >= wanted:
                yield from parser.feed(batch)
                # A token longer than a batch is scanned anew with each; doubling keeps it linear.
                wanted = _BATCH if parser.moved else wanted * 2
                batch, size = [], 0
    except Unreadable:
        yield from parser.feed(batch)
        yield from parser.close()
        raise
    if bare:
        source.remarks.append(f"a bare & in {bare} lines, read as &amp;")
    yield from parser.feed(batch)
    yield from parser.close()


class _RefusedError(Exception):
    """The document declares an entity that could grow without bound."""


class _Parser:
    """An expat parser that is started anew behind what it cannot parse."""

    def __init__(self, path: str, names: Collection[str]) -> None:
        self._path = path
        self._names = frozenset(names)
        self._opening = re.compile(rf"<(?:[\w.-]+:)?(?:{'|'.join(map(re.escape, names))})[\s/>]")
        self._read = 0  # lines given so far
        self._before = 0  # characters that were put before this expat's first line
        self._bite = _BATCH  # lines given to expat at a time
        self._skipped = 0  # of them, those before the first that this expat saw
        self._around: list[tuple[str, dict[str, str]]] = []  # open elements outside of records
        self._outside = 0  # how many they are, with those that are too deep to be kept
        self._within: tuple[tuple[str, dict[str, str]], ...] | None = None  # them, for a `Node`
        self._done: list[Node | Reject] = []
        self._builder: TreeBuilder | None = None  # of the record that is open
        self._depth = 0
        self._line = 0
        self._broken: tuple[int, str, str] | None = None  # line, reason, text: told on resuming
        self._expat: XMLParserType | None = None
        self.moved = False
        self._start_expat(resumed=False)

    def _start_expat(self, resumed: bool) -> None:
        from xml.parsers.expat import ParserCreate

        expat = ParserCreate("utf-8")
        expat.buffer_text = True
        expat.UseForeignDTD(True)  # unknown entities (&nbsp;) are then told, not refused
        if resumed:
            # With one element more than were open, what follows the last end tag is no error.
            names = (name for name, _ in self._around if len(name) < _LONGEST_NAME)
            around = "<resumed>" + "".join(f"<{name}>" for name in names)
            self._outside = len(self._around)
            expat.Parse(around)
            self._before = len(around)
        expat.StartElementHandler = self._start
        expat.EndElementHandler = self._end
        expat.CharacterDataHandler = self._data
        expat.SkippedEntityHandler = self._entity
        expat.EntityDeclHandler = self._declaration
        self._resumed = resumed
        self._skipped = self._read
        self._expat = expat

    def feed(self, lines: list[str]) -> Iterator[Node | Reject]:
        """What some more lines (without their ends) complete."""
        from xml.parsers.expat import ExpatError

        at = 0
        while at < len(lines):
            if self._expat is None:
                at = self._resume(lines, at)
                if at < len(lines):
                    yield from self._told()
                continue
            bite = lines[at : at + self._bite]
            self.moved = False
            try:
                self._expat.Parse("\n".join(bite) + "\n")
            except (ExpatError, _RefusedError) as error:
                number = self._skipped + getattr(error, "lineno", self._expat.CurrentLineNumber)
                behind = min(max(number - self._read, 1), len(bite))
                line = bite[behind - 1]
                self._break(number, _reason(error), line)
                self._bite = 8  # where much is broken, little is given in vain
                column = getattr(error, "offset", 0)
                if number == self._skipped + 1:  # begun with the opening that broke
                    column = max(column - self._before, 1)
                if len(line) < _SHORT and number == self._read + behind:
                    again = self._opening.search(line, column)
                    if again:
                        behind -= 1
                        lines[at + behind] = line[again.start() :]
            else:
                behind = len(bite)
                self._bite = min(self._bite * 2, _BATCH)
            at += behind
            self._read += behind
            yield from self._taken()

    def close(self) -> Iterator[Node | Reject]:
        """What the end of the file completes, or leaves broken."""
        from xml.parsers.expat import ExpatError

        if self._expat is not None:
            try:
                self._expat.Parse("", True)
            except ExpatError:
                if self._builder or not self._resumed:
                    self._break(self._read, "the file ends before its elements do", "")
            yield from self._taken()
        yield from self._told()

    def _break(self, number: int, reason: str, text: str) -> None:
        line = self._line if self._builder else number
        where = f", line {number}" if number != line else ""
        self._broken = (line, f"not XML: {reason}{where}", text[:SHOWN])
        self._builder = None
        self._expat = None

    def _resume(self, lines: list[str], at: int) -> int:
        """Where in these lines the next record opens; a new parser begins there."""
        for index in range(at, len(lines)):
            start = self._opening.search(lines[index])
            if start:
                lines[index] = lines[index][start.start() :]
                self._read += index - at
                self._start_expat(resumed=True)
                return index
        self._read += len(lines) - at
        return len(lines)

    def _told(self) -> Iterator[Reject]:
        if self._broken:
            line, reason, text = self._broken
            self._broken = None
            yield Reject(Place(self._path, line, max(line, self._read)), reason, text)

    def _taken(self) -> list[Node | Reject]:
        done, self._done = self._done, []
        return done

    def _current(self) -> int:
        return self._skipped + (self._expat.CurrentLineNumber if self._expat else 0)

    # ---------------------------------------------------------- what expat calls

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        self.moved = True
        if self._builder:
            self._depth += 1
            if self._depth <= _DEEPEST:
                self._builder.start(_local(name), attributes)
        elif _local(name) in self._names:
            from xml.etree.ElementTree import TreeBuilder

            self._builder = TreeBuilder()
            self._builder.start(_local(name), attributes)
            self._depth = 1
            self._line = self._current()
        else:
            self._outside += 1
            if self._outside <= _MOST_AROUND:
                self._around.append((name, attributes))
                self._within = None

    def _end(self, name: str) -> None:
        self.moved = True
        if not self._builder:
            if self._around and self._outside <= _MOST_AROUND:
                self._around.pop()
                self._within = None
            self._outside = max(self._outside - 1, 0)
            return
        if self._depth <= _DEEPEST:
            self._builder.end(_local(name))
        self._depth -= 1
        if self._depth == 0:
            if self._within is None:
                self._within = tuple((_local(name), said) for name, said in self._around)
            element = self._builder.close()
            self._done.append(Node(element, self._line, self._current(), self._within))
            self._builder = None

    def _data(self, text: str) -> None:
        self.moved = True
        if self._builder:
            self._builder.data(text)

    def _entity(self, name: str, is_parameter: bool) -> None:
        from html.entities import html5

        if self._builder and not is_parameter:
            self._builder.data(html5.get(f"{name};", f"&{name};"))

    def _declaration(self, name: str, _is_parameter: bool, value: str | None, *_: object) -> None:
        self.moved = True
        if value and (len(value) > _LONGEST_ENTITY or _REFERENCE.search(value)):
            raise _RefusedError(f"the entity {name!r} is refused: it could grow without bound")


def _local(name: str) -> str:
    return name.rpartition(":")[2]


def _reason(error: Exception) -> str:
    from xml.parsers.expat import ErrorString

    code = getattr(error, "code", None)
    return str(error) if code is None else ErrorString(code) or "not well-formed"


# ---------------------------------------------------------------- text of elements

_SPACES = re.compile(r"\s+")
_BLOCKS = frozenset(
    ("p", "br", "title", "sec", "list", "list-item", "li", "ul", "ol", "div", "AbstractText")
)
_SCRIPTS = {"sub": "sub", "inf": "sub", "sup": "sup"}
_LEFT_OUT = frozenset({"annotation", "annotation-xml"})  # the same formula again, for programs


def text_of(element: Element | None) -> str:
    """The text of an element and what it holds, markup taken out; "" for None.

    White space is as XML has it, without meaning; paragraphs and the like begin new lines.
    TeX formulas (`tex-math`) stand between dollar signs.
    """
    if element is None:
        return ""
    if not len(element):
        return _spaced(element.text).strip()
    return _flat(element).strip()


def _spaced(text: str | None) -> str:
    """Text with single spaces for its white space."""
    if not text or ("  " not in text and text.isprintable()):
        return text or ""
    return _SPACES.sub(" ", text)


def _flat(element: Element) -> str:
    parts = [_spaced(element.text)]
    for child in element:
        kind = str(child.tag)
        if kind in _BLOCKS:
            parts.append("\n")
        if kind not in _LEFT_OUT:
            inner = _flat(child)
            if kind in _SCRIPTS:
                inner = script(inner, _SCRIPTS[kind])
            elif kind == "tex-math" and inner and not inner.lstrip().startswith(("$", "\\(")):
                inner = f"${inner.strip()}$"
            parts.append(inner)
        parts.append(_spaced(child.tail))
    return "".join(parts)


def children(element: Element | None, path: str) -> list[str]:
    """The texts, none of them empty, of the elements at a path below this one ("author/name")."""
    if element is None:
        return []
    return [text for child in element.findall(path) if (text := text_of(child))]


def child(element: Element | None, path: str) -> str:
    """The text of the first element at a path that has any, or ""."""
    return next(iter(children(element, path)), "")
