"""What Zenodo, and other archives that run Invenio, answer in JSON. https://developers.zenodo.org."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from carrel.paper import Name, Place, Record, Reject
from carrel.readers.dates import loose_date
from carrel.readers.fields import filled, line, listed, paragraphs, whole_pages
from carrel.readers.identifiers import links
from carrel.readers.names import inverted, nonempty, person
from carrel.readers.services import answers
from carrel.readers.source import Source
from carrel.readers.values import mapping, mappings, string, strings

_HEAD = re.compile(r'"(?:conceptdoi|conceptrecid|person_or_org)"\s*:')
_TYPES = {
    "publication": "document",
    "article": "article-journal",
    "preprint": "article",
    "workingpaper": "article",
    "conferencepaper": "paper-conference",
    "book": "book",
    "section": "chapter",
    "thesis": "thesis",
    "report": "report",
    "dataset": "dataset",
    "software": "software",
    "presentation": "speech",
    "image": "graphic",
    "video": "motion_picture",
}


def recognises(head: str) -> bool:
    return '"metadata"' in head and _HEAD.search(head) is not None


def read(source: Source) -> Iterator[Record | Reject]:
    return answers(source, _record, "hits")


def _record(item: Mapping[str, object], place: Place) -> Record:
    value = mapping(item.get("metadata"))
    journal = mapping(value.get("journal")) or mapping(
        mapping(item.get("custom_fields")).get("journal:journal")
    )
    pids = mapping(mapping(item.get("pids")).get("doi"))
    doi = string(item.get("doi")) or string(value.get("doi")) or string(pids.get("identifier"))
    pages = mapping(item.get("links"))
    found = links(doi=doi, urls=strings(pages.get("self_html") or pages.get("html")))
    subjects = [string(word.get("subject")) for word in mappings(value.get("subjects"))]
    return Record(
        place=place,
        format="zenodo",
        type=_type(mapping(value.get("resource_type"))),
        title=line(string(value.get("title"))),
        authors=nonempty(map(_name, mappings(value.get("creators")))),
        date=loose_date(string(value.get("publication_date"))),
        venue=line(string(journal.get("title"))),
        doi=found.doi,
        arxiv=found.arxiv,
        url=found.url,
        abstract=paragraphs(string(value.get("description"))),
        keywords=listed([*strings(value.get("keywords")), *subjects]),
        extra=filled(
            {
                "volume": string(journal.get("volume")),
                "issue": string(journal.get("issue")),
                "page": whole_pages(string(journal.get("pages"))),
                "version": string(value.get("version")),
                "publisher": string(value.get("publisher")),
                "language": string(value.get("language")),
            }
        ),
    )


def _type(resource: Mapping[str, object]) -> str:
    """ "dataset"; or of the kinds of publications: "article", or "publication-article"."""
    kinds = [string(resource.get("subtype")), string(resource.get("type"))]
    kinds += [string(resource.get("id")).partition("-")[2], string(resource.get("id"))]
    return next((_TYPES[kind] for kind in kinds if kind in _TYPES), "")


def _name(creator: Mapping[str, object]) -> Name:
    who = mapping(creator.get("person_or_org"))
    if who.get("family_name"):
        return person(string(who.get("family_name")), string(who.get("given_name")))
    if who.get("type") == "organizational":
        return Name(literal=line(string(who.get("name"))))
    return inverted(string(who.get("name")) or string(creator.get("name")))
