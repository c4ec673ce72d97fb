"""Crossref's JSON: one work, or the list that a query answers, with or without its envelope.

https://api.crossref.org/swagger-ui/index.html. Lists of other things (members, journals, types)
and error messages are rejected, each entry by what it is.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from carrel.paper import Name, Place, Record, Reject, make_date
from carrel.readers.fields import filled, line, listed, paragraphs, whole_pages, with_subtitle
from carrel.readers.identifiers import links
from carrel.readers.names import nonempty, person
from carrel.readers.services import answers, institutions
from carrel.readers.source import Source
from carrel.readers.values import integer, mapping, mappings, string, strings

_HEAD = re.compile(
    r'"(?:message-type|is-referenced-by-count|reference-count|content-domain|published-online'
    r'|published-print|deposited)"\s*:'
)
_TYPES = {
    "journal-article": "article-journal",
    "proceedings-article": "paper-conference",
    "posted-content": "article",
    "book": "book",
    "monograph": "book",
    "edited-book": "book",
    "reference-book": "book",
    "proceedings": "book",
    "book-set": "book",
    "book-series": "book",
    "book-chapter": "chapter",
    "book-section": "chapter",
    "book-part": "chapter",
    "book-track": "chapter",
    "reference-entry": "entry",
    "dissertation": "thesis",
    "report": "report",
    "report-component": "report",
    "report-series": "report",
    "dataset": "dataset",
    "database": "dataset",
    "standard": "standard",
    "peer-review": "review",
    "journal": "periodical",
    "journal-volume": "periodical",
    "journal-issue": "periodical",
}


def recognises(head: str) -> bool:
    return head.lstrip()[:1] in ("[", "{") and _HEAD.search(head) is not None


def read(source: Source) -> Iterator[Record | Reject]:
    return answers(source, _record, "message", "items")


def _record(value: Mapping[str, object], place: Place) -> Record | Reject:
    if "DOI" not in value and not value.get("title") and not value.get("author"):
        about = next(map(string, filter(string, value.values())), "")
        return Reject(place, "not a work, but another answer of Crossref's", line(about))
    if "agency" in value:
        return Reject(place, "tells a registration agency, not a work", string(value.get("DOI")))
    found = links(doi=string(value.get("DOI")), urls=strings(value.get("URL")))
    title = line(string(value.get("title")))
    subtitle = line(string(value.get("subtitle")))
    if subtitle and subtitle.casefold() not in title.casefold():
        title = with_subtitle(title, subtitle)
    kind = string(value.get("type")) or ("journal" if "counts" in value else "")
    authors = _names(value.get("author"))
    institution = mappings(value.get("institution")) or [mapping(value.get("institution"))]
    return Record(
        place=place,
        format="crossref",
        type=_TYPES.get(kind, kind if kind in _TYPES.values() else ""),
        title=title,
        authors=authors,
        editors=_names(value.get("editor")),
        date=_date(value),
        venue=line(string(value.get("container-title"))),
        doi=found.doi,
        arxiv=found.arxiv,
        url=found.url,
        abstract=paragraphs(string(value.get("abstract"))),
        keywords=listed(strings(value.get("subject"))),
        affiliation=_affiliation(value.get("author")),
        extra=filled(
            {
                "volume": string(value.get("volume")),
                "issue": string(value.get("issue")),
                "page": whole_pages(string(value.get("page"))),
                "number": string(value.get("article-number")),
                "publisher": string(value.get("publisher")) or string(institution[0].get("name")),
                "publisher-place": string(value.get("publisher-location")),
                "container-title-short": string(value.get("short-container-title")),
                "event-title": string(mapping(value.get("event")).get("name")),
                "ISSN": string(value.get("ISSN")),
                "ISBN": string(value.get("ISBN")).rpartition("/")[2],
                "language": string(value.get("language")),
                "edition": string(value.get("edition-number")),
                "original-title": string(value.get("original-title")),
            }
        ),
    )


def _names(value: object) -> tuple[Name, ...]:
    found = (
        person(
            string(name.get("family")) or string(name.get("name")) or string(name.get("literal")),
            string(name.get("given")),
            string(name.get("suffix")),
        )
        for name in mappings(value)
    )
    return nonempty(found)


def _affiliation(value: object) -> str:
    """The affiliations of all authors."""
    return institutions(
        string(affiliation.get("name"))
        for author in mappings(value)
        for affiliation in mappings(author.get("affiliation"))
    )


def _date(value: Mapping[str, object]) -> str:
    """When the work was first published; Crossref's `issued` is the earliest that it knows."""
    for name in ("issued", "published", "published-online", "published-print", "posted", "created"):
        parts = mapping(value.get(name)).get("date-parts")
        first = parts[0] if isinstance(parts, list) and parts else None
        if isinstance(first, list):
            numbers = [*map(integer, first[:3])]
            date = make_date(*numbers) if numbers and numbers[0] else ""
            if date:
                return date
    return ""
