"""MODS, the Library of Congress's schema: https://www.loc.gov/standards/mods/."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from carrel.paper import Name, Place, Record, Reject
from carrel.readers.dates import loose_date
from carrel.readers.fields import checked, filled, isbn, line, listed, page_range
from carrel.readers.identifiers import links
from carrel.readers.names import inverted, joined, person, readable
from carrel.readers.source import Source
from carrel.readers.xmltext import child, children, elements, text_of
from carrel.text import clean_block

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

_GENRES = {
    "article": "article-journal",
    "journal article": "article-journal",
    "academic journal": "article-journal",
    "periodical": "article-journal",
    "conference publication": "paper-conference",
    "conference paper": "paper-conference",
    "book chapter": "chapter",
    "book": "book",
    "thesis": "thesis",
    "doctoral thesis": "thesis",
    "ph.d. thesis": "thesis",
    "masters thesis": "thesis",
    "report": "report",
    "technical report": "report",
    "dataset": "dataset",
    "newspaper": "article-newspaper",
    "magazine": "article-magazine",
    "web page": "webpage",
    "web site": "webpage",
    "patent": "patent",
    "map": "map",
    "instruction": "document",
}
_DATES = (
    "originInfo/dateIssued",
    "part/date",
    "relatedItem[@type='host']/part/date",
    "relatedItem[@type='host']/originInfo/dateIssued",
    "originInfo/copyrightDate",
    "originInfo/dateCreated",
)


def recognises(head: str) -> bool:
    return "loc.gov/mods/v3" in head or "<modsCollection" in head


def read(source: Source) -> Iterator[Record | Reject]:
    for node in elements(source, "mods"):
        if isinstance(node, Reject):
            yield node
        else:
            yield checked(_record(node.element, Place(source.path, node.line, node.end)))


def _record(mods: Element, place: Place) -> Record:
    host = mods.find("relatedItem[@type='host']")
    part = mods.find("part")
    part = part if part is not None else mods.find("relatedItem[@type='host']/part")
    genres = [*children(mods, "genre"), *children(host, "genre")]
    kind = next((_GENRES[genre.lower()] for genre in genres if genre.lower() in _GENRES), "")
    if not kind and host is None and child(mods, "originInfo/issuance") == "monographic":
        kind = "book"
    numbers: dict[str, str] = {}  # of each kind the first
    for identifier in [*mods.iterfind("identifier"), *mods.iterfind("relatedItem/identifier")]:
        numbers.setdefault(identifier.get("type", "").lower(), line(text_of(identifier)))
    found = links(
        doi=numbers.get("doi", ""),
        arxiv=numbers.get("arxiv", ""),
        urls=[*children(mods, "location/url"), numbers.get("uri", "")],
    )
    people = _people(mods)
    place_terms = children(mods, "originInfo/place/placeTerm[@type='text']")
    place_terms += children(mods, "originInfo/place/placeTerm")
    return Record(
        place=place,
        format="mods",
        key=numbers.get("citekey", "") or line(mods.get("ID", "")),
        type=kind or ("chapter" if host is not None else ""),
        title=_title(mods),
        authors=tuple(people.get("author", people.get("", ()))),
        editors=tuple(people.get("editor", ())),
        date=next((date for path in _DATES if (date := loose_date(child(mods, path)))), ""),
        venue=_title(host) if host is not None else "",
        doi=found.doi,
        arxiv=found.arxiv,
        url=line(found.url),
        abstract=clean_block(child(mods, "abstract")),
        keywords=listed(children(mods, "subject/topic")),
        ids=filled({"lccn": numbers.get("lccn", ""), "pmid": numbers.get("pubmed", "")}),
        extra=filled(
            {
                "volume": child(part, "detail[@type='volume']/number"),
                "issue": child(part, "detail[@type='issue']/number")
                or child(part, "detail[@type='number']/number"),
                "page": page_range(child(part, "extent/start"), child(part, "extent/end")),
                "publisher": child(mods, "originInfo/publisher")
                or child(host, "originInfo/publisher"),
                "publisher-place": next(iter(place_terms), ""),
                "edition": child(mods, "originInfo/edition"),
                "collection-title": child(mods, "relatedItem[@type='series']/titleInfo/title"),
                "ISBN": isbn(numbers.get("isbn", "")),
                "ISSN": numbers.get("issn", "").partition(" ")[0],
                "language": child(mods, "language/languageTerm") or child(mods, "language"),
                "note": "; ".join(
                    text_of(note)
                    for note in mods.iterfind("note")
                    if note.get("type") != "statement of responsibility"
                ),
                "translator": joined(people.get("translator", ())),
            }
        ),
    )


def _title(element: Element) -> str:
    """The title proper: article ("The"), title and subtitle, of the first that is no variant."""
    for info in element.iterfind("titleInfo"):
        if not info.get("type"):
            head = " ".join(filter(None, (child(info, "nonSort"), child(info, "title"))))
            parts = filter(None, (head, child(info, "subTitle")))
            return line(": ".join(parts))
    return ""


_ROLES = {
    "aut": "author",
    "edt": "editor",
    "trl": "translator",
    "creator": "author",
    "cre": "author",
}


def _people(mods: Element) -> dict[str, list[Name]]:
    """Names by role; "" is the role of those who are given none."""
    people: dict[str, list[Name]] = {}
    for element in mods.iterfind("name"):
        texts: dict[str, list[str]] = {"": [], "family": [], "given": [], "termsOfAddress": []}
        for part in element.iterfind("namePart"):
            kind = part.get("type", "")
            if kind in texts:
                texts[kind].append(text_of(part))
        parts = {kind: " ".join(filter(None, said)) for kind, said in texts.items()}
        if parts["family"]:
            name = person(parts["family"], parts["given"], parts["termsOfAddress"])
        elif element.get("type") == "corporate":
            name = Name(literal=readable(parts[""]))
        else:
            name = inverted(parts[""])
        if name != Name():
            role = child(element, "role/roleTerm").lower().rstrip(".")
            people.setdefault(_ROLES.get(role, role), []).append(name)
    return people
