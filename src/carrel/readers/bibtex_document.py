"""A BibTeX file as its entries, one after the other, and any of them by its key.

The file streams through in pieces of about a megabyte. What is kept of it are the texts of entries
that others may inherit from; only a file in which an entry refers to a later one is read ahead.
"""

from __future__ import annotations

import re
from bisect import bisect
from collections import deque
from collections.abc import Iterator

from carrel.paper import MONTH_NAMES, MONTHS
from carrel.readers.bibtex_syntax import HEAD, KEY, NOT_CLOSED, Entry, Parser, group_end, next_head
from carrel.text import unusual

# Entries of these kinds are kept in mind for others to inherit from; any kind, up to this size.
_PARENTS = frozenset(
    "xdata book mvbook collection mvcollection proceedings mvproceedings reference mvreference "
    "periodical".split()
)
_MOST_KEPT = 1 << 28  # characters
# An entry, or what is left of one, that lacks its "@"; shorter text between entries is none.
_FIELDS = re.compile(
    r"^[ \t]*+(?>(?:\w++[ \t]*+\{[^\s{}(),=\"]*+,\s*+)?)[A-Za-z][\w-]*+[ \t]*+=[ \t]*+[{\"]",
    re.MULTILINE,
)
_SHORTEST = 10
# Control characters but for tab and line end; what reverses the order of letters.
_OBEYED = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")
_ALIASES = re.compile(r"\n[ \t]*+ids\s*+=\s*+[{\"]([^{}\"]*+)", re.IGNORECASE)


class Document:
    """A BibTeX file, read front to back from the line with a number on. `remarks` says what had to
    be assumed, by kind: how often and in which line first; `asides` are the lines, first and last,
    of what is no entry: `@string`, `@preamble`, `@comment`."""

    def __init__(self, blocks: Iterator[str], line: int = 1) -> None:
        self.macros = dict(zip(MONTHS, MONTH_NAMES, strict=True))
        self.remarks: dict[str, tuple[int, int]] = {}
        self.asides: list[tuple[int, int]] = []
        self._pieces = _at_entries(blocks)
        self._ahead: deque[str] | None = None  # pieces read in advance
        self._text = next(self._pieces, "")
        self._position = 0
        self._line = line  # the number of the line at `_counted`
        self._counted = 0
        self._next_head = -1  # where the next entry begins, as far as it was looked for
        self._comment_open = False
        self._past: dict[str, str] = {}  # the text of entries that others may refer to
        self._kept = 0
        self._to_come: dict[str, tuple[str, int]] = {}

    def entries(self) -> Iterator[Entry]:
        """The entries, in order; `@string` and `@preamble` are taken in, `@comment` passed over."""
        while True:
            head = HEAD.search(self._text, self._position)
            end = head.start() if head else len(self._text)
            if end - self._position > _SHORTEST and (lost := self._lost(end)):
                yield lost
            if head is None:
                if not self._extend(len(self._text)):
                    return
            elif not self._skip(head) and (entry := self._item(head)):
                yield entry

    def find(self, key: str) -> Entry | None:
        """The first entry with this key, before or after the one given last."""
        key = key.lower()
        if text := self._past.get(key):
            head = HEAD.match(text)
            return self._parse(text, head, len(text)).entry(0) if head else None
        if self._ahead is None:
            self._read_ahead()
        text, start = self._to_come.get(key, ("", 0))
        head = HEAD.match(text, start)
        if head is None:
            return None
        return self._parse(text, head, next_head(text, head.end())).entry(0)

    def remark(self, what: str, line: int) -> None:
        """Count something that had to be assumed."""
        count, first = self.remarks.get(what, (0, 0))
        self.remarks[what] = (count + 1, first or line)

    def _line_at(self, position: int) -> int:
        """The number of the line at a position, which is not before the last one asked for."""
        self._line += self._text.count("\n", self._counted, position)
        self._counted = position
        return self._line

    # ------------------------------------------------------------ the text, piece by piece

    def _next_piece(self) -> str:
        if self._ahead is not None:
            return self._ahead.popleft() if self._ahead else ""
        return next(self._pieces, "")

    def _extend(self, start: int) -> bool:
        """Drop the text before `start` and at least double what remains; False at the end."""
        piece = self._next_piece()
        if not piece:
            return False
        self._line_at(start)
        parts = [self._text[start:], piece]
        missing = len(parts[0]) - len(piece)
        while missing > 0 and (piece := self._next_piece()):
            parts.append(piece)
            missing -= len(piece)
        self._text = "".join(parts)
        self._position = self._counted = 0
        self._next_head = -1
        return True

    def _read_ahead(self) -> None:
        """Read all that is left, and note where each entry begins."""
        self._ahead = deque(self._pieces)
        start = self._position
        for piece in (self._text, *self._ahead):
            starts = []
            for head in HEAD.finditer(piece, start):
                starts.append(head.start())
                if key := KEY.match(piece, head.end()):
                    self._to_come.setdefault(key[1].lower(), (piece, head.start()))
            for ids in _ALIASES.finditer(piece, start):
                if before := bisect(starts, ids.start()):
                    for alias in ids[1].lower().split(","):
                        self._to_come.setdefault(alias.strip(), (piece, starts[before - 1]))
            start = 0

    # ------------------------------------------------------------ entries

    def _skip(self, head: re.Match[str]) -> bool:
        """Pass over what only looks like an entry, on a line that `%` begins or in an address."""
        text = self._text
        if text.startswith("\n", head.start() - 1):
            return False
        line = max(self._position, text.rfind("\n", self._position, head.start()) + 1)
        before = text[line : head.start()].lstrip()
        if before.startswith("%"):
            self.remark("commented out with %", self._line_at(head.start()))
            end = text.find("\n", head.end())
            self._position = end if end >= 0 else len(text)
        elif before[-1:].isalnum() and (head[2] == "(" or "." in head[1]):  # "me@example.org (…"
            self._position = head.end()
        else:
            return False
        return True

    def _lost(self, end: int) -> Entry | None:
        """What between the last entry and `end` looks like one that has lost its "@"."""
        if (conflict := self._text.find("\n<<<<<<< ", self._position, end)) >= 0:  # Git's
            line = self._line + self._text.count("\n", self._counted, conflict + 1)
            self.remark("merge conflict, both versions read", line)
        found = _FIELDS.search(self._text, self._position, end)
        if found is None:
            return None
        line = self._line_at(found.start())
        text = self._text[found.start() : end].strip()
        fault = "fields outside of any entry; has it lost its “@”?"
        return Entry("", "", {}, text, line, line + text.count("\n"), fault, line)

    def _item(self, head: re.Match[str]) -> Entry | None:
        """Take what begins at `head`. None where it is no entry, or where there is more to read
        first."""
        kind = head[1].lower()
        if kind == "comment":
            self._skip_comment(head)
            return None
        text, start = self._text, head.start()
        if self._next_head < head.end():
            self._next_head = next_head(text, head.end())
        limit = self._next_head
        parsed = self._parse(text, head, limit)
        if parsed.fault:
            further = next_head(text, limit + 1) if limit < len(text) else limit
            if further == len(text) and self._extend(start):
                return None
            whole = self._parse(text, head, further)
            if not whole.fault:
                parsed = whole
            elif parsed.fault == NOT_CLOSED:
                parsed = self._parse(text, head, limit, warily=True)
        entry = parsed.entry(self._line_at(start))
        for what, position in parsed.remarks:
            first = what not in self.remarks
            self.remark(
                what, entry.line + text.count("\n", start, start + position) if first else 0
            )
        self._line, self._counted = entry.end, start + len(entry.text)
        self._position = start + parsed.end
        if kind == "string":
            self.macros.update(parsed.fields)
        if kind in ("string", "preamble"):
            self.asides.append((entry.line, entry.end))
            return entry if parsed.fault else None
        if entry.key and (kind in _PARENTS or self._kept < _MOST_KEPT):
            self._kept += len(entry.text)
            self._past.setdefault(entry.key.lower(), entry.text)
            if "ids" in entry.fields:
                for alias in entry.fields["ids"].lower().split(","):
                    self._past.setdefault(alias.strip(), entry.text)
        return entry

    def _parse(self, text: str, head: re.Match[str], limit: int, warily: bool = False) -> Parser:
        parser = Parser(text[head.start() : limit], head, self.macros, warily)
        parser.run()
        return parser

    def _skip_comment(self, head: re.Match[str]) -> None:
        """Pass over `@comment{…}` with all that is in it; over the word alone if it never ends."""
        end = -1
        if not self._comment_open and head[2] == "{":
            end = group_end(self._text, head.end() - 1, len(self._text))
            if end < 0 and self._extend(head.start()):
                return
        self._comment_open = self._comment_open or (end < 0 and head[2] == "{")
        line = self._line_at(head.start())
        if end >= 0:
            for inner in HEAD.finditer(self._text, head.end(), end):
                self.remark("inside of @comment", self._line_at(inner.start()))
        self._position = max(end, head.end())
        self.asides.append((line, self._line_at(self._position)))


def _at_entries(blocks: Iterator[str]) -> Iterator[str]:
    """The same text, cut before lines that begin with "@", without what a terminal would obey."""
    parts: list[str] = []
    for block in blocks:
        if _OBEYED.search(unusual(block)):
            block = _OBEYED.sub("", block)
        if cut := block.rfind("\n@") + 1:
            yield "".join([*parts, block[:cut]])
            parts = []
        parts.append(block[cut:])
    yield "".join(parts)
