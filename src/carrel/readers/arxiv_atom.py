"""arXiv's Atom feeds: what its API (https://info.arxiv.org/help/api/user-manual.html) answers.

Titles and abstracts hold LaTeX, which stays as it stands.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain
from typing import TYPE_CHECKING

from carrel.identifiers import arxiv_url
from carrel.paper import Name, Place, Record, Reject
from carrel.readers.dates import loose_date
from carrel.readers.fields import checked, filled
from carrel.readers.identifiers import links
from carrel.readers.markup import unwrapped
from carrel.readers.names import behind, displayed
from carrel.readers.source import Source
from carrel.readers.xmltext import child, children, elements
from carrel.text import clean, clean_block

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element


def recognises(head: str) -> bool:
    return "http://www.w3.org/2005/Atom" in head and "arxiv.org" in head


def read(source: Source) -> Iterator[Record | Reject]:
    for node in elements(source, "entry"):
        if isinstance(node, Reject):
            yield node
            continue
        place = Place(source.path, node.line, node.end)
        identifier = child(node.element, "id")
        if "/api/errors" in identifier:
            summary = clean(child(node.element, "summary"))
            yield Reject(place, f"arXiv answered with an error: {summary}", identifier)
        else:
            yield checked(_record(node.element, identifier, place), identifier)


def _record(entry: Element, identifier: str, place: Place) -> Record:
    found = links(doi=child(entry, "doi"), urls=[identifier])
    primary = [element.get("term", "") for element in entry.iterfind("primary_category")]
    others = [element.get("term", "") for element in entry.iterfind("category")]
    page = [
        link.get("href", "") for link in entry.iterfind("link") if link.get("rel") == "alternate"
    ]
    affiliations = dict.fromkeys(children(entry, "author/affiliation"))
    notes = children(entry, "journal_ref") + children(entry, "comment")
    return Record(
        place=place,
        format="arxiv_atom",
        type="article",
        title=clean(entry.findtext("title") or ""),
        authors=tuple(chain.from_iterable(map(_names, children(entry, "author/name")))),
        date=loose_date(child(entry, "published")[:10]),
        categories=tuple(dict.fromkeys(clean(term) for term in primary + others if term)),
        doi=found.doi,
        arxiv=found.arxiv,
        url=arxiv_url(found.arxiv) or clean("".join(page[:1])),
        abstract=clean_block(unwrapped(entry.findtext("summary") or "")),
        affiliation=clean("; ".join(affiliations)),
        extra=filled({"note": "; ".join(notes)}),
    )


def _names(text: str) -> tuple[Name, ...]:
    return behind(displayed(text))
