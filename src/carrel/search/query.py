"""The query language: one grammar for the filter line, the command line and the library.

    nemotron nano        every word, in any order
    "sparse attention"   the phrase
    author:han title:… abstract:… venue:… cat:cs.CV tag:quant (#quant) note:… id:…
    author:"han, s"      words of one name, in any order; a letter is an initial
    year:2015  year:2015..2018  year:>=2020  is:fav is:read is:unread  has:doi has:code …
    source:refs.bib      read from a source of which this is a part of the path
    -word -tag:x         not
    a | b                either of two neighbours
    sort:-year           by year, newest first

What a person is still typing is a query too: an open quotation mark ends with the text, a field
with nothing after its colon asks for nothing yet, and a range of years is open until its end is
there. A citation pasted is one, too: the "et al."
of "Han et al., 2016" asks for nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from difflib import get_close_matches
from typing import NamedTuple

from carrel.identifiers import ARXIV
from carrel.latex import readable
from carrel.search import pasted
from carrel.search.words import words
from carrel.text import fold

TEXT_FIELDS = ("title", "author", "abstract", "venue", "keyword", "cat", "note")
STATES = {
    "fav": "fav", "favourite": "fav", "favorite": "fav", "starred": "fav",
    "read": "read", "unread": "unread", "new": "new",
}  # fmt: skip
HAVING = ("abstract", "arxiv", "code", "doi", "note", "pdf", "tag", "url")
SORTS = ("relevance", "year", "title", "author", "annotated")
_ORDERS = {"newest": ("year", True), "oldest": ("year", False)}  # as the command line calls them
_ALIASES = {"authors": "author", "category": "cat", "categories": "cat", "journal": "venue",
            "keywords": "keyword", "tags": "tag", "notes": "note", "key": "id", "citekey": "id",
            "ti": "title", "au": "author", "abs": "abstract"}  # fmt: skip
FIELDS = (*TEXT_FIELDS, "tag", "id", "year", "is", "has", "source", "sort")

# Without a colon, only what looks like one: "arXiv 2016" is not.
_WITHOUT_COLON = (
    r"(?:pmc?id\s+(?:pmc)?\d+|isbn(?:-?1[03])?(?::\s*|\s+)\d[\d-]{8,15}[\dx]"
    rf"|doi\s+10\.\d{{4,9}}/[^\s|]+|arxiv\s+{ARXIV})[.,;)]*(?=[\s|]|$)"
)
_QUOTED = r'"[^"]*(?:"|(\Z))'  # a quotation mark that is open ends with the text
_PIECE = re.compile(
    rf'(?i:{"|".join(pasted.SCHEMES)}):\s*(?=[^\s"|]*\d)[^\s|]+|(?i:{_WITHOUT_COLON})|'
    rf'\s+(?:(?i:et\s+al)\b[.,;)]*)?|\||-?#?{_QUOTED}|(?:[^\s"|]|(?<=:){_QUOTED}|(?<=[^\s"|:])")+'
)
_FIELD = re.compile(r"([A-Za-z]{2,}):(.*)", re.DOTALL)
_YEAR = re.compile(
    r"(?P<only>\d{4})\.?|(?P<low>\d{4})?(?:\.\.|[-–—])(?:(?P<high>\d{4})|\d{0,3})"
    r"|(?P<sign>[<>]=?)(?P<than>\d{4})"
)
_YEAR_OF_KEY = re.compile(r"(?:19|20)\d\d(?!\d)")


class QueryError(NamedTuple):
    """What is wrong with a query, and where: `text[start:end]` is the word in question; it is none
    yet where that may be `unfinished`."""

    message: str
    start: int
    end: int
    unfinished: bool = False


class Piece(NamedTuple):
    """A condition, an order, or the bar between alternatives, and where it stands; `open` where
    its quotation mark is."""

    text: str
    start: int
    end: int
    open: bool


class Word(NamedTuple):
    """A word to be found; in one field where `field` is set. `parts` are its folded words (more
    than one where it holds a hyphen); all must be found, side by side or run together."""

    parts: tuple[str, ...]
    field: str = ""


class Phrase(NamedTuple):
    """Words to be found next to one another, in this order; `open` while it is being typed.

    Of an author they are words of one name, in any order; so many of them stand `before_comma`.
    """

    parts: tuple[str, ...]
    field: str = ""
    open: bool = False
    before_comma: int = 0

    def beginnings(self) -> Iterator[Phrase]:
        """What it was while its last word was typed, the latest first."""
        *before, last = self.parts
        for size in range(len(last), 0, -1):
            yield self._replace(parts=(*before, last[:size]), open=True)
        if len(before) > 1:
            yield self._replace(parts=tuple(before), open=True)


class Years(NamedTuple):
    """A range of years, both ends included."""

    low: int
    high: int


class Having(NamedTuple):
    """A fact the paper must have: "doi", "code" …, or annotations: "tag", "note"."""

    what: str


class State(NamedTuple):
    """A state the user gave the paper: "fav", "read", "unread", "new"."""

    what: str


class Tagged(NamedTuple):
    """A tag of the user's, folded; what is typed may be its beginning."""

    tag: str


class Identified(NamedTuple):
    """A paper's identifier, as typed."""

    text: str


class From(NamedTuple):
    """A part, folded, of the path of a source that the paper was read from."""

    path: str


Term = Word | Phrase | Years | Having | State | Tagged | Identified | From


class Condition(NamedTuple):
    """A term, wanted or (`negated`) not wanted."""

    term: Term
    negated: bool = False

    @property
    def ranks(self) -> bool:
        """May a paper meet it better than another? The other conditions only sieve."""
        term = self.term
        return not self.negated and isinstance(term, Word | Phrase) and term.field != "note"

    @property
    def identifies(self) -> bool:
        """Does it ask for a paper by an identifier?"""
        return not self.negated and isinstance(self.term, Identified)

    @property
    def asks_reader(self) -> bool:
        """Does it depend on what a reader keeps of papers?"""
        match self.term:
            case State() | Tagged() | Having("tag" | "note"):
                return True
            case Word(field="note") | Phrase(field="note"):
                return True
        return False


@dataclass(frozen=True, slots=True)
class Query:
    """A parsed query: all of `clauses` must hold, of each clause any condition.

    `alone` are the word that is all it asks for, or several of which any will do, as typed: they
    may be citekeys, or an address. `sort` is one of SORTS, or empty for relevance; `descending` its
    direction. Where `errors` is not empty, the query is not to be used.
    """

    clauses: tuple[tuple[Condition, ...], ...] = ()
    sort: str = ""
    descending: bool = False
    alone: tuple[str, ...] = ()
    errors: tuple[QueryError, ...] = field(default=())

    @property
    def terms(self) -> list[Term]:
        """All terms that are wanted."""
        return [c.term for clause in self.clauses for c in clause if not c.negated]

    @property
    def asks_reader(self) -> bool:
        """Does what it finds, or the order of it, depend on what a reader keeps of papers?"""
        return self.sort == "annotated" or any(
            c.asks_reader for clause in self.clauses for c in clause
        )


def parse(text: str, whole: bool = False) -> Query:
    """Parse a query; never raises, what is wrong is in `Query.errors`.

    A condition that may still be typed on, such as `is:un`, asks for nothing; where the text is
    `whole`, it is wrong.
    """
    clauses: list[list[Condition]] = []
    errors: list[QueryError] = []
    sort, descending = "", False
    either = False
    typed: list[str] = []
    for piece, piece_start, end, _ in pieces(pasted.plain(text)):
        if piece == "|":
            either = bool(clauses)
            continue
        if piece.startswith("sort:"):
            key = piece[5:]
            descending, sort = key.startswith("-"), key.lstrip("-")
            if key in _ORDERS:
                sort, descending = _ORDERS[key]
            elif sort not in SORTS:
                may_be = any(known.startswith(sort) for known in (*SORTS, *_ORDERS))
                errors.append(_unknown("sort", sort, SORTS, piece_start + 5, end, may_be))
                descending, sort = False, ""
            continue
        negated = len(piece) > 1 and piece[0] == "-"
        start = piece_start + negated
        term = _term(piece[negated:], start, errors)
        if term is None:
            continue
        condition = Condition(term, negated)
        if isinstance(term, Word):
            typed.append(piece.lstrip("@"))
        # Of several identifiers in a row, any will do: of one paper, or of each.
        in_a_row = clauses and condition.identifies and all(c.identifies for c in clauses[-1])
        if either or in_a_row:
            clauses[-1].append(condition)
        else:
            clauses.append([condition])
        either = False
    is_alone = len(clauses) == 1 and len(clauses[0]) == len(typed)
    alone = tuple(typed) if is_alone else ()
    if pasted.is_address(text):  # also where it is taken for the words of a title
        alone = (text.strip(),)
    wrong = tuple(error for error in errors if whole or not error.unfinished)
    return Query(tuple(map(tuple, clauses)), sort, descending, alone, wrong)


def pieces(text: str) -> Iterator[Piece]:
    """The pieces of a query; of one that may be pasted, made plain, they are what it asks for."""
    for found in _PIECE.finditer(text):
        if not found[0][0].isspace():
            yield Piece(found[0], *found.span(), found.lastindex is not None)


def without_each(text: str) -> Iterator[tuple[str, str]]:
    """Each condition of a query as it is parsed, and the query without it; alternatives are one.
    Nothing where there is only one."""
    typed: list[str] = []
    orders: list[str] = []
    either = False
    for piece in pieces(pasted.plain(text)):
        if piece.text.startswith("sort:"):
            orders.append(piece.text)
        elif piece.text == "|" or either:
            either = piece.text == "|" and bool(typed)
            if typed:
                typed[-1] += f" {piece.text}"
        else:
            typed.append(piece.text)
    for place, condition in enumerate(typed):
        if len(typed) > 1:
            yield condition, " ".join([*typed[:place], *typed[place + 1 :], *orders])


def _unknown(
    what: str, value: str, known: tuple[str, ...], start: int, end: int, unfinished: bool = False
) -> QueryError:  # fmt: skip
    close = get_close_matches(value, known, 1)
    hint = f"did you mean {close[0]}?" if close else "one of " + ", ".join(known)
    return QueryError(f"no {what} “{value}”: {hint}", start, end, unfinished)


def _text_term(value: str, name: str) -> Term | None:
    quoted = value.startswith('"')
    parts = tuple(words(readable(value)))
    if not parts:
        return None
    if quoted and len(parts) > 1:
        is_open = len(value) < 2 or not value.endswith('"')
        before, comma, _ = value.partition(",")
        family = len(words(before)) if comma and name == "author" else 0
        return Phrase(parts, name, is_open, family)
    return Word(parts, name)


def _term(piece: str, start: int, errors: list[QueryError]) -> Term | None:
    """One term, or None where there is nothing to look for (yet)."""
    end = start + len(piece)
    if piece.lower().endswith(".pdf") and "/" not in piece:  # the name of a file
        piece = piece[:-4]
    if piece.startswith("#") and len(piece) > 1:
        return Tagged(fold(piece[1:].strip('"')))
    if identifier := pasted.identifier(piece):
        return Identified(identifier)
    named = _FIELD.fullmatch(piece)
    if named is None or piece.startswith('"'):
        return _text_term(piece, "")
    name, value = named[1].lower(), named[2]
    name = _ALIASES.get(name, name)
    value_start = end - len(value)
    if name not in FIELDS:
        is_text = value.startswith("//") or _is_key(name, value)
        if named[1].islower() and value and not is_text:
            errors.append(_unknown("field", name, FIELDS, start, value_start))
            return None
        return _text_term(piece, "")
    if not value.strip('"'):
        errors.append(QueryError(f"nothing stands behind {named[1]}:", start, end, True))
        return None
    if name == "year":
        return _years(value, value_start, errors)
    if name == "is":
        states = tuple(sorted({*STATES.values()}))
        return _one_of(STATES, states, State, "state", value, value_start, errors)
    if name == "has":
        known = {what: what for what in HAVING} | {"tags": "tag", "notes": "note"}
        return _one_of(known, HAVING, Having, "such thing", value, value_start, errors)
    if name == "tag":
        return Tagged(fold(value.strip('"')))
    if name == "id":
        value = value.strip('"')
        return Identified(pasted.identifier(value) or value)
    if name == "source":
        return From(fold(value.strip('"')))
    return _text_term(value, name)


def _is_key(name: str, value: str) -> bool:
    """Are they a citekey, as `knuth:1984`, rather than a field with a slip in it?"""
    return bool(_YEAR_OF_KEY.match(value)) and not get_close_matches(name, FIELDS, 1)


def _years(value: str, start: int, errors: list[QueryError]) -> Years | None:
    found = _YEAR.fullmatch(value)
    if not found or not any(found.groups()):
        may_be = bool(re.fullmatch(r"[<>]?=?\d{0,3}|(?:\.\.|[-–—])\d{0,3}", value))
        message = "a year is 2015, a range 2015..2018, >=2020 or <2010"
        errors.append(QueryError(message, start, start + len(value), may_be))
        return None
    if found["only"]:
        return Years(int(found["only"]), int(found["only"]))
    if found["sign"]:
        than = int(found["than"])
        return {
            ">": Years(than + 1, 9999),
            ">=": Years(than, 9999),
            "<": Years(1, than - 1),
            "<=": Years(1, than),
        }[found["sign"]]
    return Years(int(found["low"] or 1), int(found["high"] or 9999))


def _one_of(
    known: dict[str, str],
    shown: tuple[str, ...],
    kind: type[Having] | type[State],
    what: str,
    value: str,
    start: int,
    errors: list[QueryError],
) -> Term | None:
    value = value.lower()
    if value in known:
        return kind(known[value])
    may_be = any(word.startswith(value) for word in known)
    errors.append(_unknown(what, value, shown, start, start + len(value), may_be))
    return None
