"""DataCite's XML, kernels 3 and 4: a `<resource>`, alone or among the records of OAI-PMH."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from carrel.paper import Place, Record, Reject
from carrel.readers import datacite
from carrel.readers.fields import checked
from carrel.readers.source import Source
from carrel.readers.xmltext import child, elements, text_of

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element


def recognises(head: str) -> bool:
    return "<resource" in head and "datacite.org/schema/kernel" in head


def read(source: Source) -> Iterator[Record | Reject]:
    for node in elements(source, "resource"):
        if isinstance(node, Reject):
            yield node
        else:
            place = Place(source.path, node.line, node.end)
            yield checked(datacite.record(_as_json(node.element), place, "datacite_xml"))


def _as_json(resource: Element) -> dict[str, object]:
    """The resource in the form that DataCite's JSON gives it."""
    kind = resource.find("resourceType")
    general = kind.get("resourceTypeGeneral", "") if kind is not None else ""
    return {
        "doi": child(resource, "identifier[@identifierType='DOI']"),
        "types": {"resourceTypeGeneral": general, "resourceType": text_of(kind)},
        "titles": _with_attributes(resource, "titles/title", "title"),
        "creators": [_name(name, "creatorName") for name in resource.iterfind("creators/creator")],
        "contributors": [
            _name(name, "contributorName") for name in resource.iterfind("contributors/contributor")
        ],
        "publisher": child(resource, "publisher"),
        "publicationYear": child(resource, "publicationYear"),
        "dates": _with_attributes(resource, "dates/date", "date"),
        "subjects": _with_attributes(resource, "subjects/subject", "subject"),
        "descriptions": _with_attributes(resource, "descriptions/description", "description"),
        "language": child(resource, "language"),
        "version": child(resource, "version"),
    }


def _with_attributes(resource: Element, path: str, name: str) -> list[dict[str, str]]:
    """The elements at a path: their attributes, and their text under a name."""
    return [dict(found.attrib) | {name: text_of(found)} for found in resource.iterfind(path)]


def _name(element: Element, path: str) -> dict[str, str]:
    name = element.find(path)
    return dict(element.attrib) | {
        "name": text_of(name),
        "nameType": name.get("nameType", "") if name is not None else "",
        "givenName": child(element, "givenName"),
        "familyName": child(element, "familyName"),
    }
