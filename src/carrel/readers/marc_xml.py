"""MARC 21 in XML, as library catalogues answer: https://www.loc.gov/standards/marcxml/."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from carrel.paper import Name, Place, Record, Reject
from carrel.readers.dates import loose_date
from carrel.readers.fields import checked, filled, isbn, line
from carrel.readers.identifiers import links
from carrel.readers.names import inverted, joined, readable
from carrel.readers.source import Source
from carrel.readers.xmltext import child, elements, text_of
from carrel.text import clean_block

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

_PUNCTUATION = " /:;,="  # what cataloguing rules put behind a part, before the next
_ROLES = {"aut": "author", "edt": "editor", "trl": "translator", "cre": "author"}
_TITLE_FIELD = re.compile(r"<(?:\w+:)?datafield\b[^<>]*\btag=[\"']245[\"']")
_FIXED = "controlfield[@tag='008']"  # its characters 7 to 10 are a year
_PAGES = re.compile(r"(?:pages?|p\.|S\.|Seite[n]?)[: ]+(\d+(?: ?[-–] ?\d+)?)", re.IGNORECASE)
_VOLUME = re.compile(r"(?:volume|vol\.?|Bd\.|Band)[: ]+(\w+)", re.IGNORECASE)
_ISSUE = re.compile(r"(?:number|no\.?|Heft|issue)[: ]+(\w+)", re.IGNORECASE)


def recognises(head: str) -> bool:
    return _TITLE_FIELD.search(head) is not None


def read(source: Source) -> Iterator[Record | Reject]:
    # A protocol may wrap records in elements of the same name: only those with a leader are MARC.
    for node in elements(source, "record"):
        if isinstance(node, Reject):
            yield node
            continue
        place = Place(source.path, node.line, node.end)
        inner = [
            element
            for element in node.element.iter("record")
            if element.find("datafield") is not None
        ]
        if not inner:
            yield Reject(place, "a MARC record without fields")
        for element in inner:
            yield checked(_record(element, place), child(element, "controlfield[@tag='001']"))


def _record(record: Element, place: Place) -> Record:
    fields = _Fields(record)
    leader = child(record, "leader")
    host = fields.first("773", "t").partition(" / ")[0]  # behind it, who is responsible
    details = "; ".join(fields.all("773", "g"))
    title = ": ".join(filter(None, [fields.first("245", "a"), fields.first("245", "b")]))
    url = next((text for text in fields.all("856", "u") if "://" in text), "")
    doi = next((text for text in fields.all("024", "a") if text.startswith("10.")), "")
    found = links(doi=doi, urls=[url])
    dates = [*fields.all("264", "c"), *fields.all("260", "c"), child(record, _FIXED)[7:11]]
    people = fields.people()
    return Record(
        place=place,
        format="marc_xml",
        key=line(child(record, "controlfield[@tag='001']")),
        type=_type(leader, bool(host), bool(fields.first("773", "x")), fields.has("502")),
        title=title,
        authors=tuple(people.get("author", ())),
        editors=tuple(people.get("editor", ())),
        date=next((date for text in dates if (date := loose_date(text))), ""),
        venue=host,
        doi=found.doi,
        arxiv=found.arxiv,
        url=found.url,
        abstract=clean_block("\n".join(fields.all("520", "a"))),
        keywords=tuple(dict.fromkeys(fields.all("650", "a") + fields.all("653", "a"))),
        extra=filled(
            {
                "publisher": fields.first("264", "b") or fields.first("260", "b"),
                "publisher-place": fields.first("264", "a") or fields.first("260", "a"),
                "edition": fields.first("250", "a"),
                "collection-title": fields.first("490", "a") or fields.first("830", "a"),
                "collection-number": fields.first("490", "v") or fields.first("830", "v"),
                "volume": _found(_VOLUME, details) or fields.first("245", "n"),
                "issue": _found(_ISSUE, details),
                "page": _found(_PAGES, details),
                "ISBN": isbn(fields.first("020", "a")),
                "ISSN": fields.first("022", "a") or fields.first("773", "x"),
                "language": fields.first("041", "a"),
                "genre": fields.first("502", "b"),
                "note": "; ".join(fields.all("500", "a")),
                "translator": joined(people.get("translator", ())),
            }
        ),
    )


def _type(leader: str, hosted: bool, in_series: bool, thesis: bool) -> str:
    """The CSL type, from the leader's bibliographic level and from which fields there are."""
    if thesis:
        return "thesis"
    if hosted or leader[7:8] in ("a", "b"):
        return "article-journal" if in_series or leader[7:8] == "b" else "chapter"
    return {"m": "book", "s": "periodical", "i": "webpage"}.get(leader[7:8], "")


def _found(pattern: re.Pattern[str], text: str) -> str:
    match = pattern.search(text)
    return match[1].replace(" ", "") if match else ""


class _Fields:
    """The data fields of one MARC record, by tag and subfield code."""

    def __init__(self, record: Element) -> None:
        self._fields: dict[str, list[dict[str, list[str]]]] = {}
        for field in record.iterfind("datafield"):
            values: dict[str, list[str]] = {}
            for part in field.iterfind("subfield"):
                values.setdefault(part.get("code", ""), []).append(text_of(part))
            self._fields.setdefault(field.get("tag", ""), []).append(values)

    def all(self, tag: str, code: str) -> list[str]:
        """The texts of a subfield, without the punctuation before the next."""
        texts = [text for field in self._fields.get(tag, ()) for text in field.get(code, ())]
        return [text for part in texts if (text := line(part).rstrip(_PUNCTUATION))]

    def has(self, tag: str) -> bool:
        return tag in self._fields

    def first(self, tag: str, code: str) -> str:
        return next(iter(self.all(tag, code)), "")

    def people(self) -> dict[str, list[Name]]:
        """The names of persons and groups by role; who is given none is an author."""
        people: dict[str, list[Name]] = {}
        for tag in ("100", "110", "111", "700", "710", "711"):
            for field in self._fields.get(tag, ()):
                text = readable("".join(field.get("a", [])[:1])).rstrip(_PUNCTUATION)
                name = inverted(text) if tag.endswith("00") else Name(literal=text)
                roles = [_ROLES.get(code.strip(), "") for code in field.get("4", ())]
                role = next(filter(None, roles), "") if roles else "author"
                if role and text:
                    people.setdefault(role, []).append(name)
        return people
