"""Pages of Google Scholar, copied from a browser: what somebody's profile lists, what a search
finds.

A profile has three lines for a paper (title, authors, venue); behind the last of them stand, apart,
how often it is cited, and the year. A search has the title, a line `authors - venue, year - site`,
and some words of the text. Given names are initials in both, and what is too long ends in "…".
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from carrel.paper import Name, Place, Record, Reject
from carrel.readers.fields import checked, filled, whole_pages
from carrel.readers.names import dotted
from carrel.readers.pages import outside
from carrel.readers.source import Source
from carrel.text import clean

_YEAR = re.compile(r"(?:1[5-9]|20)\d\d", re.ASCII)
_VENUE_AND_YEAR = re.compile(rf"(.*?)(?:, )?({_YEAR.pattern})", re.ASCII)
_APART = re.compile(r" *\t[ \t]*| {3,}")
_CITED = re.compile(r"\d[\d,]*\*?", re.ASCII)
_NUMBERS = re.compile(r"(.*\D) (\d{1,4})(?: \(([^()]{1,20})\))?(?:, (\w[\w-]*))?")
_PAGES = re.compile(r"(.*\D), (\d+-\d+)")
_PERSON = re.compile(
    r"[^\W\d_a-z](?:[ -]?[^\W\d_a-z]){0,4} (?:[^\W\d_][\w.'’-]* ){0,3}[^\W\d_][\w'’-]*"
)
_CUT = re.compile(r",? ?(?:…|\.\.\.)$")
_KIND = re.compile(r"(?:\[[A-Z]{1,8}\] ?)+")  # "[PDF][PDF] A title"
_ACTIONS = re.compile(r"(?:☆ ?)?(?:Save\b|Cite\b|Cited by \d|Related articles)")
_SITE = re.compile(r" - [\w-]+(?:\.[\w-]+){1,5}$")  # what it shows in any language
_MEETING = re.compile(r"\b(?:conference|proceedings|symposium|workshop)\b", re.IGNORECASE)
_FURNITURE = re.compile("Scholar|citation")
_MOST_HELD = 40  # lines
_OF_A_PAPER = 3  # … before the one by which it is told
_LOOKED_AT = 2_000  # characters of a line


class _Line(NamedTuple):
    number: int
    text: str


class _Head(NamedTuple):
    """What the line under a title and its authors says."""

    people: tuple[Name, ...]
    et_al: bool
    venue: str
    year: str


def recognises(head: str) -> bool:
    held: list[_Line] = []
    found = False
    for raw in head.splitlines():
        if (row := _row(raw)) and _listed(*row, held):
            return True
        line = _Line(0, clean(raw))
        if _found(line.text):
            found = True
            if _SITE.search(line.text):
                return True
        held = [*held[1 - _OF_A_PAPER :], line]
    return found and _ACTIONS.search(head) is not None


def read(source: Source) -> Iterator[Record | Reject]:
    held: list[_Line] = []  # what may be of the paper that comes next
    searched = False  # was the last paper found by a search? Then words of its text come first
    for number, raw in source.lines():
        line = _Line(number, clean(raw))
        row = _row(raw)
        if row and (listed := _listed(*row, held)):
            title, head = listed
        elif held and (found := _found(line.text)):
            title, head = held.pop(), found
        else:
            if line.text:
                held.append(line)
            if len(held) > _MOST_HELD:
                yield from _left(source, held[:-_OF_A_PAPER], searched)
                held = held[-_OF_A_PAPER:]
                searched = False
            continue
        yield from _left(source, held, searched)
        held, searched = [], not row
        yield _record(source.path, title, number, head)
    yield from _left(source, held, searched)


def _row(raw: str) -> tuple[str, str] | None:
    """The venue and the year in the line that ends what a profile says of a paper."""
    *cells, year = _APART.split(raw[:_LOOKED_AT].rstrip())
    if not cells or not _YEAR.fullmatch(year):
        return None
    if _CITED.fullmatch(cells[-1]):
        cells.pop()
    return clean(" ".join(cells)).removesuffix(f", {year}"), year


def _listed(venue: str, year: str, held: list[_Line]) -> tuple[_Line, _Head] | None:
    """The title and what else a profile says of the paper that a row ends; its lines are taken from
    those held."""
    if not venue and len(held) > 2 and _people(held[-2].text):
        venue = held.pop().text.removesuffix(f", {year}")
    if len(held) < 2 or not (people := _people(held[-1].text)):
        return None
    authors = held.pop().text
    return held.pop(), _Head(people, _CUT.search(authors) is not None, venue, year)


def _found(text: str) -> _Head | None:
    """What the line below a title says, in what a search finds."""
    authors, *parts = text[:_LOOKED_AT].split(" - ")
    if not parts or not (people := _people(authors)):
        return None
    where = _VENUE_AND_YEAR.fullmatch(" - ".join(parts[:-1]) or parts[0])
    if where is None:
        return None
    return _Head(people, _CUT.search(authors) is not None, where[1], where[2])


def _people(text: str) -> tuple[Name, ...]:
    """The names in a line of nothing else; none where it is no such line."""
    names = _CUT.sub("", text[:_LOOKED_AT]).split(", ")
    return tuple(map(_name, names)) if all(map(_PERSON.fullmatch, names)) else ()


def _name(text: str) -> Name:
    """ "AB van der Fay", whose given names are "A. B."."""
    name = Name.from_display(text)
    return name._replace(given=dotted(name.given))


def _left(source: Source, lines: list[_Line], searched: bool) -> Iterator[Reject]:
    """Account for lines that say no title, authors or venue."""
    for line in lines:
        if _ACTIONS.match(line.text):
            searched = False
        elif searched:
            source.remark("words that a search shows of a text, not kept", line.number)
        else:
            yield from outside(source, line.number, line.text, _FURNITURE)


def _record(path: str, title: _Line, end: int, head: _Head) -> Record | Reject:
    venue, extra = clean(head.venue), {}
    if (numbers := _NUMBERS.fullmatch(venue)) and numbers[2] != head.year:
        venue = numbers[1]
        extra = {"volume": numbers[2], "issue": numbers[3], "page": numbers[4]}
    elif pages := _PAGES.fullmatch(venue):
        venue = pages[1].rstrip()
        extra = {"page": pages[2]}
    if page := extra.get("page"):
        extra["page"] = whole_pages(page)
    record = Record(
        place=Place(path, title.number, end),
        format="scholar_page",
        type="paper-conference" if _MEETING.search(venue) else "article-journal" if extra else "",
        title=_KIND.sub("", title.text, count=1),
        authors=head.people,
        et_al=head.et_al,
        date=head.year,
        venue=venue,
        extra=filled(extra),
    )
    return checked(record, title.text)
