"""Zotero's RDF, the first of its export formats.

An item is an element with a `z:itemType`. What it is part of stands in it, or beside it with the
address that the item gives; of an article that has a volume, its DOI is there, too. Attachments
are elements of their own.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import TYPE_CHECKING

from carrel.paper import Place, Record, Reject
from carrel.readers import zotero
from carrel.readers.fields import checked, handed_down
from carrel.readers.source import Source, Unreadable
from carrel.readers.xmltext import child, children, elements

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

_NAMESPACE = "http://www.zotero.org/namespaces/export#"
_CONTAINERS = ("Book", "Journal", "Series", "Conference", "ConferenceProceedings")
_NAMES = (
    *_CONTAINERS, "Article", "Attachment", "BookSection", "Collection", "CourtCase", "Data",
    "Description", "Document", "Illustration", "Image", "Interview", "Legislation", "Letter",
    "Manuscript", "Memo", "MotionPicture", "Patent", "Recording", "Report", "Thesis", "UserItem",
)  # fmt: skip
_IDENTIFIERS = ("DOI", "ISBN", "ISSN")
# Where what Zotero calls so stands.
_FIELDS = {
    "itemType": "itemType",
    "title": "title",
    "date": "date",
    "abstractNote": "abstract",
    "url": "identifier/URI/value",
    "pages": "pages",
    "volume": "volume",
    "issue": "number",
    "edition": "edition",
    "numPages": "numPages",
    "language": "language",
    "shortTitle": "shortTitle",
    "genre": "type",
    "extra": "description",
    "citationKey": "citationKey",
    "accessDate": "dateSubmitted",
    "publisher": "publisher/Organization/name",
    "place": "publisher/Organization/adr/Address/locality",
    "conferenceName": "presentedAt/Conference/title",
    "journalAbbreviation": "alternative",
}
_NUMBERS = {"preprint": "archiveID", "report": "reportNumber", "patent": "patentNumber"}
_OF_JOURNALS = {
    "publicationTitle": "title",
    "journalAbbreviation": "alternative",
    "volume": "volume",
    "issue": "number",
    "edition": "edition",
}
_OF_SERIES = {"series": "title", "seriesNumber": "number"}
_Fields = dict[str, object]


def recognises(head: str) -> bool:
    return head.lstrip()[:1] == "<" and _NAMESPACE in head


def read(source: Source) -> Iterator[Record | Reject]:
    found: list[tuple[_Fields, list[str], list[str], Place] | Reject] = []
    containers: dict[str, dict[str, str]] = {}
    files: dict[str, str] = {}
    fault: Unreadable | None = None
    try:
        for node in elements(source, *_NAMES):
            if isinstance(node, Reject):
                found.append(node)
            elif node.element.tag == "Attachment":
                about = node.element.get("rdf:about", "")
                files[about] = next(iter(_addresses(node.element, "resource")), "")
            elif child(node.element, "itemType"):
                place = Place(source.path, node.line, node.end)
                parents = _addresses(node.element, "isPartOf")
                attached = _addresses(node.element, "link")
                found.append((_item(node.element), parents, attached, place))
            elif node.element.tag in _CONTAINERS:
                said = handed_down(_container(node.element), partial(source.remark, line=node.line))
                containers[node.element.get("rdf:about", "")] = said
    except Unreadable as error:
        fault = error
    for item in found:
        if isinstance(item, Reject):
            yield item
            continue
        value, parents, attached, place = item
        for parent in parents:
            value = containers.get(parent, {}) | value
        value["attachments"] = [{"path": files.get(address, "")} for address in attached]
        if zotero.is_work(value):
            yield checked(zotero.record(value, place), value)
    if fault:
        raise fault


def _item(element: Element) -> _Fields:
    """An item by the names that Zotero's API has for its fields."""
    value: _Fields = {**_texts(element, _FIELDS)}
    if (number := _NUMBERS.get(str(value["itemType"]))) and "issue" in value:
        value[number] = value.pop("issue")
    value["tags"] = [
        tag
        for subject in element.iterfind("subject")
        for tag in children(subject, "AutomaticTag/value") or [(subject.text or "").strip()]
    ]
    value["creators"] = [
        {
            "creatorType": str(role.tag).removesuffix("s"),
            "lastName": child(person, "surname") or child(person, "name"),
            "firstName": child(person, "givenName"),
        }
        for role in element
        for person in role.iterfind("Seq/li/*")
    ]
    for part in element.iterfind("isPartOf/*"):
        value = _container(part) | value
    return value


def _container(element: Element) -> dict[str, str]:
    """What is said of items by what they are part of."""
    value = _texts(element, _OF_SERIES if element.tag == "Series" else _OF_JOURNALS)
    for part in element.iterfind("isPartOf/*"):
        value |= _texts(part, _OF_SERIES)
    return value


def _texts(element: Element, paths: dict[str, str]) -> dict[str, str]:
    value = {name: text for name, path in paths.items() if (text := child(element, path))}
    for text in children(element, "identifier"):
        scheme, _, rest = text.partition(" ")
        if scheme in _IDENTIFIERS:
            value.setdefault(scheme, rest)
    return value


def _addresses(element: Element, name: str) -> list[str]:
    """What the elements with a name within an element lead to."""
    return [address for part in element.iterfind(name) if (address := part.get("rdf:resource"))]
