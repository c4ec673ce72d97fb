"""Pages of papers, copied from a browser and pasted into a text file.

Two shapes, also mixed in one file, and recognised by their content:

- a paragraph `Abstract:…`: one paper, nothing else said of it;
- a date line `[score]CATMon D[, YYYY][Code]` ("96.6CVMay 18", "LGNov 21, 2025Code"), a line with
  the title and its first authors glued to it, the abstract.

Around them stands what else was on the page ("Allan", "Load more"): furniture. Blank lines may be
anywhere or nowhere; abstracts may be hard-wrapped, labelled or missing; the authors may have a
line of their own; an e-mail may quote it all. Every line that is not blank ends up in a record or
in a reject, or it is short enough to be furniture, which the source's remarks count.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

from carrel.paper import MONTHS, Name, Place, Record, Reject, make_date
from carrel.readers import wrapped
from carrel.readers.byline import Byline, has_et_al, names_only, split, words_of
from carrel.readers.inferred import infer_title
from carrel.readers.source import Source
from carrel.text import clean

_DATE_LINE = re.compile(
    r"(?P<score>\d{1,3}(?:\.\d{1,4})?)?\s?"
    r"(?P<category>[A-Z]{2}(?=\s?[A-Z])|[a-z]{2,10}(?:-[a-z]{2,10}){0,2}(?:\.[A-Za-z-]{2,10})?)\s?"
    r"(?P<month>Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?|Aug(?:ust)?"
    r"|Sept?(?:ember)?|Oct(?:ober)?|Nov(?:ember)?|Dec(?:ember)?)\.?"
    r"(?=\s?\d)(?:\s?(?P<day>\d{1,2})(?!\d))?(?:,?\s?(?P<year>(?:19|20)\d\d))?\s?(?P<code>Code)?",
    re.ASCII,
)
_LIKE_A_DATE_LINE = re.compile(
    r"[\d.]{0,6}[A-Z]{2}[^\W\d_]{3,9}\.?\s\d{1,4}(?:,\s\d{1,6})?\s?(?:Code)?"
)
_QUOTE = re.compile(r"^\s*+>[>\s]*+")  # as e-mail quotes
_OTHER_FORMAT = re.compile(
    r"^(?:TY  - |PMID- |OWN - |RT [A-Z][^\n]{2,40}\n(?:SR|ID|A1|T1) |%[0A] "
    r"|FN (?:Clarivate|Thomson|ISI)|[ \t]*@[A-Za-z]+[ \t]*[{(])"
    r"|\A\s*(?:<[?!A-Za-z]|\{|\[\s*\{)|^references:\s*$|^- id: ",
    re.MULTILINE,
)
_FURNITURE = re.compile(
    r"(?:load|show|see|view|read) (?:more|less|all)(?: \w+)?|sort(?:ed)? by\b.*|back to top"
    r"|trending(?: papers)?|(?:next|previous)(?: page)?|page \d+(?: of \d+)?|loading\W*"
    r"|sign (?:in|up)|log ?in"
    r"|(?:©|\(c\)|copyright\b).*|.*all rights reserved\W*|(?:privacy|cookie) (?:policy|settings)"
    r"|terms of (?:use|service)|about us|contact(?: us)?",
    re.IGNORECASE,
)
_SENTENCE_END = tuple('.!?…。"”)$')
_DAYS = (31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
_SHORT = 80  # characters; a line of furniture is shorter
_NARROW = 50  # characters; nobody wraps narrower
_LONGEST_TITLE = 800  # characters of a title and a few names, glued
_LONGEST_BYLINE = 8_000  # … of authors on lines of their own
_MANY_NAMES = 10
_FEW_LINES = 6
_PARAGRAPH = 3  # lines; so many of text are no furniture
_FEW_SPACES = 3  # between words of a line; one with as many is no furniture
# Characters of an abstract after which a blank line ends it, and after which anything does. (The
# longest that arXiv takes has 1,920; what runs on for longer is the paper itself.)
_LONGEST_WITH_PARAGRAPHS = 4_000
_LONGEST = 100_000
_SHOWN = 2_000  # characters kept of a reject …
_MOST_SHOWN = 100  # … and lines
_MOST_RANGES = 8  # of lines of furniture that are told


class _Line(NamedTuple):
    number: int
    text: str
    after_blank: bool
    before_words: bool = False  # does a line of words that may be a paper's follow at once?

    @property
    def is_prose(self) -> bool:
        """Does it look like a line of some text?"""
        return len(self.text) >= _NARROW and self.text.count(" ") > _FEW_SPACES

    def goes_on_from(self, lines: list[_Line]) -> bool:
        """Is it a line of text, and stands below the last one of these?"""
        return self.is_prose and bool(lines) and lines[-1].number == self.number - 1


@dataclass(slots=True)
class _Piece:
    """A date line or a label, and the lines found to belong to it. `wide` and `long` are of the
    abstract so far: characters of its longest line, and of all."""

    opener: _Line
    date_line: re.Match[str] | None
    lines: list[_Line] = field(default_factory=list)
    wide: int = 0
    long: int = 0

    @property
    def has_only_title(self) -> bool:
        """Is it a title, perhaps with authors, that has met no abstract yet?"""
        return bool(self.date_line) and (
            len(self.lines) == 1 or (len(self.lines) == 2 and _is_byline(self.lines[1].text))
        )

    @property
    def may_be_wrapped_head(self) -> bool:
        """Could all lines so far be of a title and authors, hard-wrapped?"""
        return (
            bool(self.date_line)
            and len(self.lines) < _FEW_LINES
            and not any(
                len(line.text) > wrapped.WIDEST or has_et_al(line.text) for line in self.lines
            )
        )

    @property
    def last_words(self) -> str:
        """The last line; the last two where an "et al." was hard-wrapped."""
        lines = (
            self.lines[-2:] if self.lines[-1].text.startswith(("et al", "al.")) else self.lines[-1:]
        )
        return " ".join(line.text for line in lines)

    @property
    def has_authors(self) -> bool:
        return len(self.lines) > 1 or bool(split(self.lines[0].text, frozenset()).names)

    def add(self, line: _Line) -> None:
        self.lines.append(line)
        if not self.has_only_title:
            self.wide = max(self.wide, len(line.text) if " " in line.text else 0)
            self.long += len(line.text)

    def continues_with(self, line: _Line) -> bool:
        """Does this line, neither a date line nor a label, still belong to the piece?"""
        text = line.text
        if len(text) < _NARROW and _FURNITURE.fullmatch(text):
            return False
        if not self.lines or self.has_only_title:
            one_word = len(text) < _NARROW and " " not in text  # an author, if one is missing
            if line.before_words or not (one_word and self.lines and self.has_authors):
                return True
            return self.lines[-1].text.rsplit(" ", 1)[-1].islower()  # or part of one: "van der"
        previous, word = self.lines[-1].text, text.split(" ", 1)[0]
        is_over = previous.endswith(_SENTENCE_END) and not has_et_al(self.last_words)
        goes_on = line.before_words or text.count(" ") >= _FEW_SPACES
        if goes_on and not line.after_blank and self.may_be_wrapped_head:
            is_over = False  # the last of the authors, after "Giuseppe G."
        ends_well = text.endswith(_SENTENCE_END) or "://" in text
        apart = line.after_blank or text.count(" ") < 3
        if self.long > _LONGEST or (is_over and apart and len(text) < _NARROW and not ends_well):
            return False
        if self.wide <= wrapped.WIDEST and len(previous) + 1 + len(word) > max(self.wide, _NARROW):
            return True  # the line before was full
        if has_et_al(text) and not self.may_be_wrapped_head:  # another's; its date line is missing
            return False
        prose = len(text) >= _SHORT or (text.count(" ") >= 4 and ends_well)
        if line.after_blank or self.wide > wrapped.WIDEST:  # another paragraph?
            return prose and self.long < _LONGEST_WITH_PARAGRAPHS
        return prose or not is_over


class _Furniture:
    """Lines that are part of no paper: how many, and where the first of them stand; `prose` are
    the last of them, one below the other, that read as a text does."""

    def __init__(self) -> None:
        self.count = 0
        self.prose: list[_Line] = []
        self._ranges: list[tuple[int, int]] = []

    def add(self, line: _Line) -> None:
        if not line.goes_on_from(self.prose):
            self.flush()
        if line.is_prose:
            self.prose.append(line)
        else:
            self._count(line.number)

    def flush(self) -> None:
        for line in self.prose:
            self._count(line.number)
        self.prose = []

    def _count(self, line: int) -> None:
        self.count += 1
        if self._ranges and self._ranges[-1][1] == line - 1:
            self._ranges[-1] = (self._ranges[-1][0], line)
        elif len(self._ranges) <= _MOST_RANGES:
            self._ranges.append((line, line))

    @property
    def remark(self) -> str:
        what = "1 short line is" if self.count == 1 else f"{self.count:,} short lines are"
        some = [f"{a}-{b}" if b > a else f"{a}" for a, b in self._ranges[:_MOST_RANGES]]
        more = ["…"] if len(self._ranges) > _MOST_RANGES else []
        where = "line" if self.count == 1 else "lines"
        return f"{what} not part of any paper: {where} {', '.join([*some, *more])}"


def recognises(head: str) -> bool:
    """Is there a date line or an `Abstract:` in it, and is it no other format's text?"""
    if _OTHER_FORMAT.search(head):
        return False
    lines = (clean(_QUOTE.sub("", line)) for line in head.splitlines())
    return any(_date_line(text) or _after_label(text) is not None for text in lines)


def read(source: Source) -> Iterator[Record | Reject]:
    """The records of a pasted page, and what looks like one and cannot be read."""
    piece: _Piece | None = None
    loose: list[_Line] = []
    reason = ""
    furniture = _Furniture()
    labels_stand_alone = False  # they open a record, and do not continue the one above
    for line in _lines(source):
        date_line = _date_line(line.text)
        after_label = None if date_line else _after_label(line.text)
        if after_label is not None and not labels_stand_alone:
            if piece and piece.has_only_title and not line.after_blank:
                if after_label:
                    piece.add(line._replace(text=after_label))
                continue
            labels_stand_alone = True
        if date_line or after_label is not None:
            if piece:
                yield _finished(piece, source)
            if loose:
                yield _rejected(loose, source.path, reason)
            loose, reason = [], ""
            piece = _Piece(line, date_line)
            if after_label:
                piece.add(line._replace(text=after_label))
            continue
        if _LIKE_A_DATE_LINE.fullmatch(line.text):
            reason = reason or "looks like a date line, but has no date that can be read"
        elif piece and piece.continues_with(line):
            piece.add(line)
            continue
        if piece:
            yield _finished(piece, source)
            piece = None
        is_loose = reason or len(line.text) >= _SHORT or has_et_al(line.text)
        if is_loose or line.goes_on_from(loose):
            loose[_MOST_SHOWN:] = [line]
            continue
        furniture.add(line)
        if len(furniture.prose) == _PARAGRAPH:
            loose += furniture.prose
            furniture.prose = []
    if piece:
        yield _finished(piece, source)
    if loose:
        yield _rejected(loose, source.path, reason)
    furniture.flush()
    if furniture.count:
        source.remarks.append(furniture.remark)


def _lines(source: Source) -> Iterator[_Line]:
    after_blank = False
    quoted = source.head_text.lstrip().startswith(">")
    held: _Line | None = None
    for number, raw in source.lines():
        text = clean(_QUOTE.sub("", raw) if quoted else raw)
        if held:
            yield held._replace(before_words=_is_of_words(text))
        held = _Line(number, text, after_blank) if text else None
        after_blank = not text
    if held:
        yield held


def _is_of_words(text: str) -> bool:
    is_long = len(text) >= _NARROW
    return " " in text and (is_long or not (_date_line(text) or _FURNITURE.fullmatch(text)))


def _date_line(text: str) -> re.Match[str] | None:
    return _DATE_LINE.fullmatch(text) if len(text) < _NARROW else None


def _after_label(text: str) -> str | None:
    """What follows `Abstract:`, `ABSTRACT —`, or `Abstract` alone on its line; None without one."""
    if text[:8].lower() != "abstract":
        return None
    rest = text[8:].lstrip()
    labels = not rest or rest[0] in ":：—–" or (rest[0] == "." and rest[1:2] == " ")
    if rest.startswith("-"):  # "Abstract-We prove", but not "Abstract-level planning"
        labels = rest[1:2] in ("", " ") or rest[1:2].isupper()
    return rest[1:].lstrip(" :：—–") if labels else None


def _is_byline(text: str) -> bool:
    return len(text) < _LONGEST_BYLINE and names_only(text) is not None


def _rejected(lines: list[_Line], path: str, reason: str) -> Reject:
    text = "\n".join(line.text for line in lines)[:_SHOWN]
    place = Place(path, lines[0].number, lines[-1].number)
    return Reject(place, reason or "text with neither a date line nor “Abstract:” above it", text)


def _finished(piece: _Piece, source: Source) -> Record | Reject:
    opener, lines = piece.opener, piece.lines
    if not lines:
        what = "date line" if piece.date_line else "label “Abstract”"
        return _rejected([opener], source.path, f"a {what} with nothing after it")
    place = Place(source.path, opener.number, lines[-1].number)
    record = Record(place=place, format="dump")
    if piece.date_line:
        found = piece.date_line
        month = MONTHS[found["month"][:3].lower()]
        year, day = (int(found[name]) if found[name] else None for name in ("year", "day"))
        if day is not None and not 1 <= day <= _DAYS[month - 1]:
            source.remarks.append(f"line {opener.number}: there is no {found['month']} {day}")
            day = None
        record.date = make_date(year, month, day)
        record.categories = (found["category"],)
        record.code = bool(found["code"])
        record.score = float(found["score"]) if found["score"] else None
        byline, lines = _titled(lines)
        record.title = byline.title
        record.authors = tuple(map(Name.from_display, byline.names))
        record.et_al = byline.et_al
        record.affiliation = byline.affiliation
    record.abstract = wrapped.joined([line.text for line in lines])
    if not record.title:
        record.title = infer_title(record.abstract)
        record.title_inferred = True
    return record


def _titled(lines: list[_Line]) -> tuple[Byline, list[_Line]]:
    """The title and authors that a record's lines begin with, and the lines of the abstract."""
    first, rest = lines[0].text, lines[1:]
    words = _words(rest)
    if len(first) > _LONGEST_TITLE and not rest and not has_et_al(first):
        byline = split(first, words)
        return (byline, rest) if len(byline.names) >= _MANY_NAMES else (Byline(""), lines)
    if found := wrapped.head([line.text for line in lines]):
        return found[0], lines[found[1] :]
    follows = names_only(rest[0].text) if rest and _is_byline(rest[0].text) else None
    byline = split(first, words, names_follow=follows is not None)
    if byline.names:
        return byline, rest
    if follows:
        return follows._replace(title=first), rest[1:]
    if rest and len(first) < wrapped.WIDEST and len(rest[0].text) < wrapped.WIDEST:
        byline = split(f"{first} {rest[0].text}", _words(rest[1:]))  # is the title hard-wrapped?
        if len(byline.names) > 1 and len(byline.title) > len(first):
            return byline, rest[1:]
    return Byline(first), rest


def _words(lines: list[_Line]) -> set[str]:
    return words_of(" ".join(line.text for line in lines)[: 2 * _LONGEST_WITH_PARAGRAPHS])
