"""The ACL Anthology's XML: `<collection>` → `<volume>` → `<paper>`.

The schema is data/xml/schema.rnc in https://github.com/acl-org/acl-anthology. A volume's front
matter is no paper of its own, and is passed over.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from carrel.paper import Name, Place, Record, Reject
from carrel.readers.dates import loose_date
from carrel.readers.fields import checked, filled
from carrel.readers.identifiers import links
from carrel.readers.names import nonempty, person
from carrel.readers.source import Source
from carrel.readers.xmltext import Node, child, children, elements, text_of
from carrel.text import clean, clean_block

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

_PAGE = "https://aclanthology.org/"


def recognises(head: str) -> bool:
    return "<collection id=" in head and "<volume" in head


def read(source: Source) -> Iterator[Record | Reject]:
    meta: Element | None = None
    for node in elements(source, "meta", "paper", "frontmatter"):
        if isinstance(node, Reject):
            yield node
        elif node.element.tag == "meta":
            meta = node.element if node.within[-1:] and node.within[-1][0] == "volume" else meta
        elif node.element.tag == "paper":
            place = Place(source.path, node.line, node.end)
            yield checked(_record(node, meta, place), node.element.get("id", ""))


def _record(node: Node, meta: Element | None, place: Place) -> Record:
    paper = node.element
    around = dict(node.within)
    journal = around.get("volume", {}).get("type") == "journal"
    url = child(paper, "url")
    anthology = "" if "://" in url else url  # "2024.naacl-long.1", and "P19-1001" before 2020
    booktitle = child(meta, "journal-title") or child(meta, "booktitle")
    volume_editors = _names(meta, "editor") if meta is not None else ()
    month_and_year = f"{child(meta, 'month')} {child(meta, 'year')}"
    return Record(
        place=place,
        format="acl_xml",
        key=clean(child(paper, "bibkey")),
        type="article-journal" if journal else "paper-conference",
        title=clean(child(paper, "title")),
        authors=_names(paper, "author"),
        editors=_names(paper, "editor") or volume_editors,
        date=loose_date(month_and_year),
        venue=clean(booktitle.partition(", Volume ")[0] if journal else booktitle),
        doi=links(doi=child(paper, "doi")).doi,
        url=clean(f"{_PAGE}{anthology}" if anthology else url),
        abstract=clean_block(child(paper, "abstract")),
        affiliation=clean("; ".join(dict.fromkeys(children(paper, "author/affiliation")))),
        ids=filled({"acl": anthology}),
        extra=filled(
            {
                "page": child(paper, "pages").replace("–", "-"),
                "publisher": child(meta, "publisher"),
                "publisher-place": child(meta, "address"),
                "volume": child(paper, "journal-volume") or child(meta, "journal-volume"),
                "issue": child(paper, "journal-issue") or child(meta, "journal-issue"),
                "ISBN": child(meta, "isbn"),
                "language": child(paper, "language"),
            }
        ),
    )


def _names(element: Element, role: str) -> tuple[Name, ...]:
    found = (
        person(child(name, "last"), child(name, "first")) if len(name) else person(text_of(name))
        for name in element.findall(role)
    )
    return nonempty(found)
