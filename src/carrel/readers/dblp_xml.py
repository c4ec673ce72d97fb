"""DBLP's XML: all of it (`<dblp>`), a person's page (`<dblpperson>`), or single records.

The elements are those of https://dblp.org/xml/docu/dblpxml.pdf. Persons have pages that are records
as well, and are no works.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from carrel.paper import Name, Place, Record, Reject, make_date
from carrel.readers.fields import bare_title, checked, filled, isbn, line, paged
from carrel.readers.identifiers import links
from carrel.readers.source import Source
from carrel.readers.values import integer
from carrel.readers.xmltext import child, children, elements
from carrel.text import clean

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

_HEAD = re.compile(r"<dblp(?:person)?[\s>]")
_TYPES = {
    "article": "article-journal",
    "book": "book",
    "data": "dataset",
    "incollection": "chapter",
    "inproceedings": "paper-conference",
    "mastersthesis": "thesis",
    "phdthesis": "thesis",
    "proceedings": "book",
    "www": "webpage",
}
_GENRES = {"phdthesis": "PhD thesis", "mastersthesis": "Master's thesis"}
_NAMESAKE = re.compile(r" \d{4}$")  # "Ada Fay 0001", one of several


def recognises(head: str) -> bool:
    return _HEAD.search(head) is not None


def read(source: Source) -> Iterator[Record | Reject]:
    for node in elements(source, *_TYPES):
        if isinstance(node, Reject):
            yield node
        elif not node.element.get("key", "").startswith("homepages/"):
            place = Place(source.path, node.line, node.end)
            yield checked(_record(node.element, place), node.element.get("key", ""))


def _record(entry: Element, place: Place) -> Record:
    kind, key = str(entry.tag), clean(entry.get("key", ""))
    found = links(urls=children(entry, "ee"))
    booktitle = "" if _TYPES[kind] == "book" else child(entry, "booktitle")
    return Record(
        place=place,
        format="dblp_xml",
        key=f"DBLP:{key}" if key else "",
        type=_TYPES[kind],
        title=line(bare_title(child(entry, "title"))),
        authors=_names(entry, "author"),
        editors=_names(entry, "editor"),
        date=make_date(integer(child(entry, "year"))),
        venue=line(child(entry, "journal") or booktitle),
        doi=found.doi,
        arxiv=found.arxiv,
        url=found.url,
        extra=filled(
            {
                "volume": child(entry, "volume"),
                "issue": child(entry, "number") if kind == "article" else "",
                "publisher": child(entry, "publisher") or child(entry, "school"),
                "collection-title": child(entry, "series"),
                "genre": _GENRES.get(kind, ""),
                "ISBN": isbn(child(entry, "isbn")),
                "note": child(entry, "note"),
            }
            | paged(_TYPES[kind], child(entry, "pages"))
        ),
    )


def _names(entry: Element, role: str) -> tuple[Name, ...]:
    return tuple(map(person, children(entry, role)))


def person(name: str) -> Name:
    """A name without the number that tells it from others like it."""
    return Name.from_display(_NAMESAKE.sub("", clean(name)))
