"""What Zenodo, and other archives that run Invenio, answer in JSON. https://developers.zenodo.org."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from carrel.paper import Name, Place, Record, Reject
from carrel.readers.dates import loose_date
from carrel.readers.fields import filled, line, listed, paged, paragraphs, standard_number
from carrel.readers.identifiers import links
from carrel.readers.names import inverted, nonempty, person
from carrel.readers.services import answers, institutions
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
    custom = mapping(item.get("custom_fields"))
    journal, imprint, meeting, thesis = (
        mapping(value.get(name)) or mapping(custom.get(f"{name}:{name}"))
        for name in ("journal", "imprint", "meeting", "thesis")
    )
    whole = mapping(value.get("part_of")) or imprint
    university = string(thesis.get("university")) or string(custom.get("thesis:university"))
    kind = _type(mapping(value.get("resource_type")))
    venue = line(string(journal.get("title")) or string(whole.get("title")))
    conference = line(string(meeting.get("title")))
    if kind == "paper-conference" and not venue:
        venue, conference = conference, ""
    pids = mapping(mapping(item.get("pids")).get("doi"))
    doi = string(item.get("doi")) or string(value.get("doi")) or string(pids.get("identifier"))
    pages = mapping(item.get("links"))
    found = links(doi=doi, urls=strings(pages.get("self_html") or pages.get("html")))
    subjects = [string(word.get("subject")) for word in mappings(value.get("subjects"))]
    return Record(
        place=place,
        format="zenodo",
        type=kind,
        title=line(string(value.get("title"))),
        authors=nonempty(map(_name, mappings(value.get("creators")))),
        editors=nonempty(map(_name, filter(_is_editor, mappings(value.get("contributors"))))),
        date=loose_date(string(value.get("publication_date"))),
        venue=venue,
        doi=found.doi,
        arxiv=found.arxiv,
        url=found.url,
        abstract=paragraphs(string(value.get("description"))),
        affiliation=institutions(
            place for creator in mappings(value.get("creators")) for place in _places(creator)
        ),
        keywords=listed([*strings(value.get("keywords")), *subjects]),
        extra=filled(
            {
                "volume": string(journal.get("volume")),
                "issue": string(journal.get("issue")),
                "version": string(value.get("version")),
                "edition": string(imprint.get("edition")),
                "publisher": university
                or string(value.get("publisher"))
                or string(imprint.get("publisher")),
                "publisher-place": string(imprint.get("place")),
                "event-title": conference,
                "ISSN": string(journal.get("issn")),
                "language": string(value.get("language")),
            }
            | paged(kind, string(journal.get("pages")) or string(whole.get("pages")))
            | standard_number(string(imprint.get("isbn")))
        ),
    )


def _type(resource: Mapping[str, object]) -> str:
    """ "dataset"; or of the kinds of publications: "article", or "publication-article"."""
    kinds = [string(resource.get("subtype")), string(resource.get("type"))]
    kinds += [string(resource.get("id")).partition("-")[2], string(resource.get("id"))]
    return next((_TYPES[kind] for kind in kinds if kind in _TYPES), "")


def _places(creator: Mapping[str, object]) -> list[str]:
    places = [string(place.get("name")) for place in mappings(creator.get("affiliations"))]
    return places or strings(creator.get("affiliation"))


def _is_editor(contributor: Mapping[str, object]) -> bool:
    role = string(contributor.get("type")) or string(mapping(contributor.get("role")).get("id"))
    return role.lower() == "editor"


def _name(creator: Mapping[str, object]) -> Name:
    who = mapping(creator.get("person_or_org"))
    if who.get("family_name"):
        return person(string(who.get("family_name")), string(who.get("given_name")))
    if who.get("type") == "organizational":
        return Name(literal=line(string(who.get("name"))))
    return inverted(string(who.get("name")) or string(creator.get("name")))
