"""Citekeys: the source's own where it has one, else made from a pattern such as
`{author}{year}{word}` (han2015deep). ASCII, and unique within one export without regard to case,
as BibTeX takes keys.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import count

from carrel.paper import Name, Work
from carrel.text import fold

PATTERN = "{author}{year}{word}"
FIELDS = ("author", "authors", "year", "word", "title", "venue")

_WORDS = re.compile(r"[a-z0-9]+")
_PIECE = re.compile(r"\{([^{}]*)\}|[{}]|[^{}]+")
# What BibTeX, biber and LaTeX take in a key, without what \cite separates keys by.
_KEY = re.compile(r"[^A-Za-z0-9_:.+/@*!?;<>|-]+")
_LITERAL = re.compile(r"[A-Za-z0-9_:.+/-]*")
_UNSAID = frozenset(
    "a an and are as at be by can for from how in into is it its not of on or our that the their "
    "these this to toward towards under using via was we what when where which with without der "
    "die das des ein eine und von zur zum le la les un une et du de el los las en il y o".split()
)


class PatternError(ValueError):
    """A citekey pattern cannot be used; `position` counts its characters from 0."""

    def __init__(self, message: str, position: int) -> None:
        super().__init__(f"{message} (at character {position + 1})")
        self.position = position


def citekeys(works: Sequence[Work], pattern: str = PATTERN, taken: Iterable[str] = ()) -> list[str]:
    """A key for each work, in order, and none of those that are `taken`.

    `pattern` holds text and fields in braces, of `FIELDS`; with a capital ("{Author}") the value
    has capitals too. Works that would share a key are told apart by a, b, … after it; keys that
    sources gave are given out first.

    Raises:
        PatternError: the pattern names an unknown field, or holds what no key may.
    """
    pieces = compile_pattern(pattern)
    own = [own_key(work) for work in works]
    given = dict.fromkeys(map(str.lower, taken), 0)
    keys = [_unique(key, given) if key else "" for key in own]
    for position, work in enumerate(works):
        if not keys[position]:
            keys[position] = _unique(_made(work, pieces), given)
    return keys


def wanted_keys(works: Iterable[Work], pattern: str = PATTERN) -> list[str]:
    """The key of each work as if it were alone; see `citekeys`."""
    pieces = compile_pattern(pattern)
    return [own_key(work) or _made(work, pieces) for work in works]


def doubles(key: str) -> Iterator[str]:
    """A key, and without end what those get that would share it."""
    yield key
    yield from (key + _letters(number) for number in count())


def own_key(work: Work) -> str:
    """The key that the source gives, made safe; empty for none, or where it is an address."""
    key = work.key
    if not key or "://" in key:
        return ""
    if not key.isascii():
        key = fold(key)
    return _KEY.sub("", key)


def compile_pattern(pattern: str) -> list[tuple[str, str]]:
    """A pattern as (text before, field after) pairs; see `citekeys`."""
    pieces: list[tuple[str, str]] = []
    text = ""
    for match in _PIECE.finditer(pattern):
        if match[1] is None:
            if not _LITERAL.fullmatch(match[0]):
                raise PatternError(f"“{match[0]}” cannot stand in a citekey", match.start())
            text += match[0]
            continue
        if match[1].lower() not in FIELDS:
            known = ", ".join(FIELDS)
            raise PatternError(f"unknown field “{match[1]}”; there are {known}", match.start())
        pieces.append((text, match[1]))
        text = ""
    if not pieces:
        raise PatternError("no field in braces, so that all keys would be alike", 0)
    return [*pieces, (text, "")] if text else pieces


def _made(work: Work, pieces: list[tuple[str, str]]) -> str:
    made = "".join(text + (_value(work, field) if field else "") for text, field in pieces)
    return made or "untitled"


def _value(work: Work, field: str) -> str:
    parts = list(_parts(work, field.lower()))
    if field[0].isupper():
        parts = [part.capitalize() for part in parts]
    return "".join(parts)


def _parts(work: Work, field: str) -> Iterator[str]:
    names = work.names
    match field:
        case "year":
            yield str(work.year or "")
        case "author":
            yield _surname(names[0]) if names else "anon"
        case "authors":
            yield from map(_surname, names[:3]) if names else ("anon",)
            if len(names) > 3 or work.et_al:
                yield "etal"
        case "venue":
            yield from (word[0] for word in _said(work.venue))
        case "word":
            yield from _said(work.title)[:1]
        case _:
            yield from _said(work.title)[:5]


def _said(text: str) -> list[str]:
    """The words that carry a title: no articles, prepositions, numbers or single letters."""
    words: list[str] = _WORDS.findall(fold(text[:500]).replace("'", ""))
    return [w for w in words if len(w) > 1 and w not in _UNSAID and not w.isdecimal()] or words[:1]


def _surname(name: Name) -> str:
    words: list[str] = _WORDS.findall(fold(name.surname).replace("'", ""))
    return "".join(words)[:24]


def _unique(key: str, taken: dict[str, int]) -> str:
    """The key, with letters behind it where it is given out already. `taken` says of each key how
    many letters were tried behind it: a thousand works may share one."""
    candidate, lower = key, key.lower()
    while candidate.lower() in taken:
        candidate = key + _letters(taken[lower])
        taken[lower] += 1
    taken[candidate.lower()] = 0
    return candidate


def _letters(number: int) -> str:
    """0 is "a", 25 "z", 26 "aa"."""
    text = ""
    number += 1
    while number:
        number, letter = divmod(number - 1, 26)
        text = chr(ord("a") + letter) + text
    return text
