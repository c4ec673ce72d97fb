"""A person's own formats: `{authors} ({year}). {title}. {venue}`.

A template is text with fields in braces; `{{` and `}}` are braces themselves, `\\n` and `\\t` a
line end and a tab. Nothing is looked up on objects and nothing is evaluated: a field is a name in
`FIELDS`. Where a field is empty, the brackets right around it go too, and the space before them.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import NamedTuple

from carrel.citation.item import item_of, link_of
from carrel.citation.names import NameStyle, list_names
from carrel.citation.tex import readable
from carrel.citation.typography import pages
from carrel.paper import Work

_PIECE = re.compile(r"\{\{|\}\}|\{([^{}]*)\}|[{}]|\\[nt\\]|[^{}\\]+|\\")
_LITERAL = {"{{": "{", "}}": "}", "\\n": "\n", "\\t": "\t", "\\\\": "\\"}
_BRACKETS = {"(": ")", "[": "]", "<": ">", "“": "”", '"': '"'}
_FULL = NameStyle(initials="given")


class TemplateError(ValueError):
    """A template cannot be used; `position` counts its characters from 0."""

    def __init__(self, message: str, position: int) -> None:
        super().__init__(f"{message} (at character {position + 1})")
        self.position = position


class Template(NamedTuple):
    """A checked template: (text, field) pairs, of which one is empty."""

    pieces: tuple[tuple[str, str], ...]


def _extra(variable: str) -> Callable[[Work], str]:
    return lambda work: readable(work.extra.get(variable, ""))


def _authors(work: Work) -> str:
    item = item_of(work)
    return list_names(item.authors or item.editors, _FULL, et_al=item.et_al)


def _first(work: Work) -> str:
    names = work.names
    return readable(names[0].surname) if names else ""


FIELDS: Mapping[str, Callable[[Work], str]] = {
    "abstract": lambda work: readable(work.abstract),
    "arxiv": lambda work: work.arxiv,
    "author": _first,
    "authors": _authors,
    "categories": lambda work: ", ".join(work.categories),
    "date": lambda work: item_of(work).issued.british(),
    "doi": lambda work: work.any_doi,
    "isodate": lambda work: work.date,
    "issue": _extra("issue"),
    "key": lambda work: work.key,
    "keywords": lambda work: ", ".join(work.keywords),
    "link": link_of,
    "pages": lambda work: pages(work.extra.get("page", "")),
    "publisher": _extra("publisher"),
    "title": lambda work: item_of(work).title,
    "type": lambda work: work.type,
    "url": lambda work: work.url,
    "venue": lambda work: item_of(work).container,
    "volume": _extra("volume"),
    "year": lambda work: item_of(work).issued.y,
}


def template(text: str) -> Template:
    """Check a template.

    Raises:
        TemplateError: an unknown field, or a brace without its other half.
    """
    pieces: list[tuple[str, str]] = []
    for match in _PIECE.finditer(text):
        piece = match[0]
        if match[1] is not None:
            if match[1] not in FIELDS:
                known = ", ".join(FIELDS)
                raise TemplateError(f"unknown field “{match[1]}”; there are {known}", match.start())
            pieces.append(("", match[1]))
        elif piece in "{}":
            raise TemplateError(f"a lone “{piece}”; a brace itself is “{piece * 2}”", match.start())
        else:
            pieces.append((_LITERAL.get(piece, piece), ""))
    return Template(tuple(pieces))


def render(template: Template, work: Work, *, key: str = "") -> str:
    """The work in the person's own format; `key` is its citekey within an export."""
    out = ""
    closing = ""
    for text, field in template.pieces:
        if not field:
            if closing and text.startswith(closing):
                text = text[len(closing) :]
                out = out[:-1].rstrip(" ")
            closing = ""
            out += text
            continue
        value = key if field == "key" and key else FIELDS[field](work)
        closing = _BRACKETS.get(out[-1:], "") if not value else ""
        out += value
    return out
