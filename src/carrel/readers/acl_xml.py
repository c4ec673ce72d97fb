"""The ACL Anthology's XML: `<collection>` → `<volume>` → `<paper>`.

The schema is data/xml/schema.rnc in https://github.com/acl-org/acl-anthology. A volume's front
matter is no paper of its own, and is passed over.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import partial
from typing import TYPE_CHECKING

from carrel.paper import Name, Place, Record, Reject
from carrel.readers.dates import loose_date
from carrel.readers.fields import checked, filled, handed_down
from carrel.readers.identifiers import links
from carrel.readers.names import nonempty, person
from carrel.readers.source import Source
from carrel.readers.xmltext import Node, child, children, elements, text_of
from carrel.text import clean, clean_block

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

_PAGE = "https://aclanthology.org/"

_OF_VOLUMES = (
    "journal-title", "booktitle", "month", "year", "publisher", "address", "journal-volume",
    "journal-issue", "isbn",
)  # fmt: skip


def recognises(head: str) -> bool:
    return "<collection id=" in head and "<volume" in head


def read(source: Source) -> Iterator[Record | Reject]:
    volume: dict[str, str] = {}
    editors: tuple[Name, ...] = ()
    for node in elements(source, "meta", "paper", "frontmatter"):
        if isinstance(node, Reject):
            yield node
        elif node.element.tag == "meta":
            if node.within[-1:] and node.within[-1][0] == "volume":
                said = {name: child(node.element, name) for name in _OF_VOLUMES}
                volume = handed_down(said, partial(source.remark, line=node.line))
                editors = _names(node.element, "editor")
        elif node.element.tag == "paper":
            place = Place(source.path, node.line, node.end)
            found = _record(node, volume, place)
            found.editors = found.editors or editors
            yield checked(found, node.element.get("id", ""))


def _record(node: Node, volume: Mapping[str, str], place: Place) -> Record:
    def of_volume(name: str) -> str:
        return volume.get(name, "")

    paper = node.element
    around = dict(node.within)
    journal = around.get("volume", {}).get("type") == "journal"
    url = child(paper, "url")
    anthology = "" if "://" in url else url  # "2024.naacl-long.1", and "P19-1001" before 2020
    booktitle = of_volume("journal-title") or of_volume("booktitle")
    month_and_year = f"{of_volume('month')} {of_volume('year')}"
    return Record(
        place=place,
        format="acl_xml",
        key=clean(child(paper, "bibkey")),
        type="article-journal" if journal else "paper-conference",
        title=clean(child(paper, "title")),
        authors=_names(paper, "author"),
        editors=_names(paper, "editor"),
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
                "publisher": of_volume("publisher"),
                "publisher-place": of_volume("address"),
                "volume": child(paper, "journal-volume") or of_volume("journal-volume"),
                "issue": child(paper, "journal-issue") or of_volume("journal-issue"),
                "ISBN": of_volume("isbn"),
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
