r"""The syntax of BibTeX: one entry from its text, macros expanded, broken ones mended.

The rules are those of BibTeX 0.99d and of btparse 0.89, which biber uses; where they differ, what
loses less. A field's value is given as it stands, in LaTeX.

Well-kept parsers were measured first, on 205 files with 18,993 keys against btparse: bibtexparser
2.1.0 missed 88 keys and had 4,061 values wrong (it leaves `#` unjoined, swallows the field after
a missing comma without a word, takes `@commentary{…}` for a comment and `%` lines for fields) and
took 12.3 s and 891 MB for 100,000 entries; pybtex 0.26.1 took 53 s, and reads nothing after the
first unbalanced brace; bibtexparser 1.4.4 missed 4,330 keys.

An entry that breaks off ends before the next line that begins like an entry, unless it is
well-formed when read on past that line, and before the next. So every text is looked at a bounded
number of times, whatever it holds.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import NamedTuple

# Groups are repeated in (?>…), not by *+: Python before 3.11.5 goes astray where one fails within.
HEAD = re.compile(r"@(?<!\\@)\s*+([A-Za-z][^\s{}()\[\],=\"#%@\\]*+)\s*+([{(])")
# The same, where an entry may begin although another has not ended.
_NEXT_HEAD = re.compile(r"@[ \t]*+[A-Za-z]\w*+[ \t]*+[{(]")
KEY = re.compile(r"\s*+([^\s,={}()\"#%\\]*+)\s*+(?=[,})])")
_LOOSE_KEY = re.compile(r"[^,=\n{}]*+(?>(?:\{[^,={}]*+\}[^,=\n{}]*+)*)")
# The usual field, whose value is one group in braces or quotation marks, with at most two levels of
# groups in it, or one word.
_PLAIN = r"[^{}\0]*+"  # with a third character the set is kept as a bit map: half the time
_UNQUOTED = r"[^{}\"]*+"
_GROUP = rf"\{{{_PLAIN}(?>(?:\{{{_PLAIN}\}}{_PLAIN})*)\}}"
_BARE = r"[^\s={}(),\"#%@\\]++"
_FIELD = (
    rf"[\s,]*+({_BARE})\s*+=\s*+(?:\{{({_PLAIN}(?>(?:{_GROUP}{_PLAIN})*))\}}"
    rf"|\"({_UNQUOTED}(?>(?:{_GROUP}{_UNQUOTED})*))\"|({_BARE}))\s*+(?=[,}})])"
)
_ONE_FIELD = re.compile(_FIELD)
# The same, where a braced value may not be whole: only its first closing brace is looked for, which
# takes a third of the time that looking for both takes.
_SIMPLE_FIELD = re.compile(
    rf"[\s,]*+({_BARE})\s*+=\s*+(?:\{{([^}}]*+)\}}|\"({_UNQUOTED})\"|({_BARE}))\s*+(?=[,}})])"
)
_NAME = re.compile(rf"({_BARE})\s*+=")
_WORD = re.compile(_BARE)
_BLANK = re.compile(r"\s*+(?>(?:%[^\n]*+\s*+)*)")
_SEPARATOR = re.compile(r"[\s,]*+(?>(?:%[^\n]*+[\s,]*+)*)")
# What Git puts between two versions of some lines.
_CONFLICT = re.compile(r"<{7} |={7}\n|>{7} |\|{7} ")
_JUNK = re.compile(r"[^,{}()\"\n]*+")
_BRACE = re.compile(r"[{}]")
_BRACE_OR_QUOTE = re.compile(r"[{}\"]")
# What says that a field begins: inside of a value that has lost its end (best on a new line, else
# after a comma), and after a brace that seemed to close the entry.
_BEGINS = r"[ \t]*+[A-Za-z][\w+.:-]*+[ \t]*+=[ \t]*+(?:[{\"]|\w++[ \t]*+(?:[,}\n]|\Z))"
_FIELD_LINE = re.compile(r"\n" + _BEGINS)
_FIELD_AHEAD = re.compile("," + _BEGINS)
_GOES_ON = re.compile(r"\s*+,?\s*+[A-Za-z][\w+.:-]*+[ \t]*+=[ \t]*+[{\"\w]")
_CLOSING_LINE = re.compile(r"\n[ \t]*+[})][ \t]*+(?=\n|\Z)")

# More values without an end than this, and what is left of the entry is given up. Each costs a look
# at all of the entry.
_MOST_RUNAWAYS = 8
# Characters of macros' texts in one value; some hundred are usual. Of macros made of macros,
# each twice as long as the one before, forty lines would fill all memory.
_MOST_EXPANDED = 2_000
NOT_CLOSED = "the entry is not closed"
# Fields that list things: said twice, they make one list.
_LISTS = {"author": " and ", "editor": " and ", "keywords": ", "}


class Entry(NamedTuple):
    """One entry. `kind` and the names of `fields` are in lower case; `text` is the entry as it
    stands, from its `line` to its line `end`. `fault` says what is wrong with it, if anything, and
    `fault_line` where; what could be read of it is in `fields` all the same."""

    kind: str
    key: str
    fields: dict[str, str]
    text: str
    line: int
    end: int
    fault: str = ""
    fault_line: int = 0


class Parser:
    """One entry being read. `text` is where it is looked for: it begins with what `head` matched,
    and ends at the latest where the next entry begins. Positions are indexes into it.

    Read `warily`, a line that begins like a field ends the value before it: so is found where an
    entry that did not close lost a brace.
    """

    def __init__(
        self,
        text: str,
        head: re.Match[str],
        macros: Mapping[str, str],
        warily: bool = False,
    ) -> None:
        self.text = text
        self.kind = head[1].lower()
        self.key = ""
        self.fields: dict[str, str] = {}
        self.fault = ""
        self.remarks: list[tuple[str, int]] = []
        self.end = len(text)  # where the entry ends
        self._lists: dict[str, list[str]] = {}  # fields that were said more than once
        self._at = head.end() - head.start()
        self._fault_at = 0
        self._closer = "}" if head[2] == "{" else ")"
        self._limit = len(text)
        self._macros = macros
        self._warily = warily
        self._field_line = -1  # the next line that begins like a field, as far as looked for
        self._runaways = 0

    def entry(self, line: int) -> Entry:
        """What was read, as an entry that begins on the given line."""
        for name, values in self._lists.items():
            self.fields[name] = _LISTS[name].join(values)
        own = self.text[: self.end].rstrip()
        fault_line = line + self.text.count("\n", 0, self._fault_at) if self.fault else 0
        end = line + own.count("\n")
        return Entry(self.kind, self.key, self.fields, own, line, end, self.fault, fault_line)

    def run(self) -> None:
        """Read the entry to its end, or to where it is broken."""
        if self.kind == "preamble":
            self._at = _skip(_BLANK, self.text, self._at, self._limit)
            _, self._at = self._read_value("the preamble", self._at)
            self._at = _skip(_BLANK, self.text, self._at, self._limit)
            self.end = min(self._at + 1, self._limit)
            return
        if self.kind != "string":
            self._read_key()
        text, limit = self.text, self._limit
        if not self._warily:
            self._at = self._read_usual_fields()
            rest = text[self._at : limit].rstrip()
            if rest.lstrip() == self._closer:  # as nearly all entries end
                self.end = self._at + len(rest)
                return
        while self._read_field():
            while not self._warily and (match := _ONE_FIELD.match(text, self._at, limit)):
                name, braced, quoted, word = match.groups("")
                self._add(name, braced or quoted or self._expanded(word))
                self._at = match.end()

    def _read_usual_fields(self) -> int:
        """Read fields as long as they are usual ones; where they end."""
        text, limit, fields = self.text, self._limit, self.fields
        at = self._at
        while True:
            match = _SIMPLE_FIELD.match(text, at, limit)
            if match is None or "{" in (match[2] or ""):
                match = _ONE_FIELD.match(text, at, limit)
            if match is None:
                return at
            name, braced, quoted, word = match.groups("")
            name = name.lower()
            value = braced or quoted or self._expanded(word)
            if name in fields:
                self._repeated(name, value)
            else:
                fields[name] = value
            at = match.end()

    def _read_key(self) -> None:
        match = KEY.match(self.text, self._at, self._limit)
        if match:
            self.key = match[1]
            self._at = match.end()
            return
        start = _skip(_BLANK, self.text, self._at, self._limit)
        end = _skip(_LOOSE_KEY, self.text, start, self._limit)
        words = self.text[start:end].split()
        if self.text[end : end + 1] == "=":  # the name of a field, and perhaps a key before it
            words = words[:-1]
            end = start + len(words[0]) if words else start
        self.key = " ".join(words)
        self._at = end
        if words and self.text[end : end + 1] not in (",", self._closer):
            self._remark("comma missing", end)

    def _close(self) -> bool:
        """End the entry at a closing delimiter, unless fields follow it."""
        if _GOES_ON.match(self.text, self._at + 1, self._limit):
            self._note("a closing brace too many", self._at)
            self._at += 1
            return False
        self.end = self._at + 1
        return True

    def _note(self, fault: str, position: int) -> None:
        if not self.fault:
            self.fault = fault
            self._fault_at = position

    def _remark(self, what: str, position: int) -> None:
        self.remarks.append((what, position))

    # ------------------------------------------------------------ the unusual field

    def _read_field(self) -> bool:
        """Read one field, however it is written; False when the entry has ended."""
        text, limit = self.text, self._limit
        at = self._at = _skip(_SEPARATOR, text, self._at, limit)
        if at >= limit:
            self._note(NOT_CLOSED, 0)
            return False
        if text[at] == self._closer:
            return not self._close()
        name = _NAME.match(text, at, limit)
        if name is None:
            self._skip_junk(at)
            return True
        first = _skip(_BLANK, text, name.end(), limit)
        value, at = self._read_value(name[1], first)
        at = _skip(_BLANK, text, at, limit)
        if text[at : at + 1] in (",", self._closer) and at < limit:
            pass
        elif at < limit and _NAME.match(text, at, limit):
            self._remark("comma missing", at)
        elif at < limit:
            self._note(f"text after the value of {name[1]}", at)
            value, at = self._runaway(first, at)
        self._at = at
        self._add(name[1], value)
        return True

    def _skip_junk(self, at: int) -> None:
        text, limit = self.text, self._limit
        conflict = _CONFLICT.match(text, at, limit)
        self._note("a merge conflict, not settled" if conflict else "not a field", at)
        if text[at] == "{":
            end = group_end(text, at, limit)
            self._at = end if end >= 0 else limit
        else:
            self._at = max(at + 1, _skip(_JUNK, text, at, limit))

    def _read_value(self, name: str, at: int) -> tuple[str, int]:
        """The value that begins at `at`, its pieces joined, and where it ends."""
        text, limit = self.text, self._limit
        first = at
        pieces = []
        expanded = 0
        while True:
            character = text[at : at + 1] if at < limit else ""
            if character in ("{", '"') and character:
                stop = self._next_field_line(at) if self._warily else limit
                end = (group_end if character == "{" else _quote_end)(text, at, stop)
                if end < 0:
                    what = "brace" if character == "{" else "quotation mark"
                    self._note(f"the {what} that opens {name} is not closed", at)
                    return self._runaway(first, at + 1)
                pieces.append(text[at + 1 : end - 1])
                at = end
            elif word := _WORD.match(text, at, limit):
                pieces.append(self._expanded(word[0], expanded))
                expanded += len(pieces[-1])
                at = word.end()
            after = _skip(_BLANK, text, at, limit)
            if text[after : after + 1] != "#" or after >= limit:
                return "".join(pieces), at
            at = _skip(_BLANK, text, after + 1, limit)

    def _runaway(self, first: int, at: int) -> tuple[str, int]:
        """A value from `first` on that does not end as it should: it goes up to what looks like
        the next field, else to the end of the entry."""
        text, limit = self.text, self._limit
        self._runaways += 1
        ahead = None
        if self._runaways <= _MOST_RUNAWAYS:
            ahead = (
                _FIELD_LINE.search(text, at, limit)
                or _FIELD_AHEAD.search(text, at, limit)
                or _CLOSING_LINE.search(text, at, limit)
            )
        stop = ahead.start() if ahead else limit
        value = text[first:stop].rstrip(", \t\n")
        if ahead is None and value.endswith(self._closer):
            value = value[:-1].rstrip()
        delimiter = value[:1]
        if delimiter in ("{", '"'):
            value = value[1:].removesuffix("}" if delimiter == "{" else '"')
        return value, stop

    def _next_field_line(self, at: int) -> int:
        if self._field_line < at:
            ahead = _FIELD_LINE.search(self.text, at, self._limit)
            self._field_line = ahead.start() if ahead else self._limit
        return self._field_line

    def _expanded(self, word: str, before: int = 0) -> str:
        """What a bare word stands for: a macro's text, else itself, as a number does. `before` are
        the characters that stand for words before it."""
        if not word or word[0].isdigit():
            return word
        value = self._macros.get(word.lower())
        if value is None:
            self._remark("macro not defined", self._at)
            return word
        if before + len(value) > _MOST_EXPANDED:
            self._note(f"the macro {word.lower()} makes the value too long", self._at)
            return word
        return value

    def _add(self, name: str, value: str) -> None:
        name = name.lower()
        if name in self.fields:
            self._repeated(name, value)
        else:
            self.fields[name] = value

    def _repeated(self, name: str, value: str) -> None:
        before = self.fields[name]
        if not before or value == before or not value:
            self.fields[name] = before or value
        elif name in _LISTS:
            self._lists.setdefault(name, [before]).append(value)
        else:
            self._remark("field repeated, the first one kept", self._at)


def _skip(pattern: re.Pattern[str], text: str, at: int, limit: int) -> int:
    match = pattern.match(text, at, limit)
    return match.end() if match else at


def next_head(text: str, start: int) -> int:
    """Where the next entry begins, on a new line or after a closing brace; or the end."""
    while match := _NEXT_HEAD.search(text, start):
        before = match.start() - 1
        while text[before] in " \t":
            before -= 1
        if text[before] in "\n})":
            return match.start()
        start = match.end()
    return len(text)


def group_end(text: str, opening: int, limit: int) -> int:
    """Just after the brace that closes the one at `opening`; -1 if there is none."""
    depth = 0
    for match in _BRACE.finditer(text, opening, limit):
        depth += 1 if match[0] == "{" else -1
        if depth <= 0:
            return match.end()
    return -1


def _quote_end(text: str, opening: int, limit: int) -> int:
    """Just after the quotation mark that closes the one at `opening`; -1 if there is none."""
    depth = 0
    for match in _BRACE_OR_QUOTE.finditer(text, opening + 1, limit):
        if match[0] == '"':
            if depth == 0:
                return match.end()
        else:
            depth += 1 if match[0] == "{" else -1
            if depth < 0:
                return -1
    return -1
