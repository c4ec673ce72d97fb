"""Completing the word that is being typed in the filter line."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from carrel.search.query import FIELDS, HAVING, SORTS, pieces
from carrel.text import fold
from carrel.ui.query_text import condition_of

MOST = 10  # completions that are offered

ABOUT = {
    "author": 'author:han  author:"Song Han"',
    "title": "title:compression",
    "abstract": "abstract:latency",
    "venue": "venue:neurips",
    "year": "year:2015  year:2015..2018  year:>=2020",
    "cat": "cat:cs.CV",
    "tag": "tag:quant  or #quant",
    "note": "note:reread",
    "keyword": "keyword:robotics",
    "is": "is:fav  is:read  is:unread  is:new",
    "has": "has:doi  has:code  has:note …",
    "id": "id:10.1000/182  id:2512.12087",
    "source": "source:refs.bib",
    "sort": "sort:-year  sort:title",
}
_OTHERS = (
    ('"…"', 'a phrase: "sparse attention"'),
    ("-word", "not this: -survey  -tag:done"),
    ("a | b", "either: pruning | sparsity"),
)
_STATES = {
    "fav": "starred",
    "read": "marked as read",
    "unread": "not marked as read",
    "new": "come since the library was opened",
}


class Completion(NamedTuple):
    """What would stand in place of the word, and what is said of it."""

    text: str
    about: str = ""


class Known(NamedTuple):
    """What there is to complete with, the most likely first, each with its number of papers."""

    tags: Sequence[tuple[str, int]] = ()
    authors: Sequence[tuple[str, int]] = ()
    venues: Sequence[tuple[str, int]] = ()
    categories: Sequence[tuple[str, int]] = ()
    years: Sequence[tuple[int, int]] = ()
    sources: Sequence[tuple[str, int]] = ()
    searches: Mapping[str, str] = {}


class Offer(NamedTuple):
    """Completions for `text[start:end]`."""

    start: int
    end: int
    completions: Sequence[Completion]


def offer(text: str, cursor: int, known: Known, asked: bool = False) -> Offer | None:
    """What could stand at the cursor in place of the word there; None where nothing is offered.

    A word without a field is completed only where the person `asked` for it.
    """
    start, end = word_at(text, cursor)
    word = text[start:cursor]
    sign = "-" if word.startswith("-") else ""
    body = word[len(sign) :]
    if body in ("?", "") and (asked or body == "?"):
        found = list(_all(known))
    elif body.startswith("#"):
        found = [
            Completion(f"#{_bare(tag)}", papers) for tag, papers in _like(body[1:], known.tags)
        ]
    elif ":" in body:
        field, _, value = body.partition(":")
        found = list(_values(field.lower(), value.strip('"'), known))
    elif asked:
        found = list(_plain(body, known))
    else:
        return None
    found = [Completion(sign + text, about) for text, about in found if text != body]
    return Offer(start, end, found[:MOST] if body != "?" else found) if found else None


def word_at(text: str, cursor: int) -> tuple[int, int]:
    """Where the word at the cursor starts and ends; quoted spaces belong to it."""
    for piece in pieces(text):
        if piece.start <= cursor <= piece.end and piece.text != "|":
            return piece.start, piece.end
    return cursor, cursor


def _bare(value: str) -> str:
    """A value as the query language takes it after a colon or `#`."""
    return condition_of("", value)[1:]


def _like(start: str, values: Iterable[tuple[str, int]]) -> Iterator[tuple[str, str]]:
    """Values of which a word begins with what is typed."""
    wanted = fold(start)
    for value, papers in values:
        folded = fold(value)
        if folded.startswith(wanted) or f" {wanted}" in folded:
            yield value, f"{papers:,}"


def _all(known: Known) -> Iterator[Completion]:
    for field in FIELDS:
        yield Completion(f"{field}:", ABOUT[field])
    for name, about in _OTHERS:
        yield Completion("", f"{name}  {about}")
    for name, query in known.searches.items():
        yield Completion(query, f"saved as “{name}”")


def _values(field: str, value: str, known: Known) -> Iterator[Completion]:
    lists = {
        "tag": known.tags,
        "author": known.authors,
        "venue": known.venues,
        "cat": known.categories,
        "source": known.sources,
        "year": [(str(year), papers) for year, papers in reversed(known.years)],
    }
    if field in lists:
        for text, papers in _like(value, lists[field]):
            yield Completion(condition_of(field, text), papers)
    elif field == "is":
        yield from (Completion(f"is:{s}", a) for s, a in _STATES.items() if s.startswith(value))
    elif field == "has":
        yield from (Completion(f"has:{what}") for what in HAVING if what.startswith(value))
    elif field == "sort":
        down = "-" if value.startswith("-") else ""
        for key in SORTS:
            if key.startswith(value.removeprefix("-")):
                yield Completion(f"sort:{down}{key}")


def _plain(word: str, known: Known) -> Iterator[Completion]:
    """For a word without a field: fields that begin so; then tags, authors and venues."""
    for field in FIELDS:
        if field.startswith(word.lower()):
            yield Completion(f"{field}:", ABOUT[field])
    for name, query in known.searches.items():
        if fold(name).startswith(fold(word)):
            yield Completion(query, f"saved as “{name}”")
    for field, values in (("tag", known.tags), ("author", known.authors), ("venue", known.venues)):
        for value, papers in list(_like(word, values))[:4]:
            yield Completion(condition_of(field, value), papers)
