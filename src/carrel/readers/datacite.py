"""DataCite's JSON: single works, and what its API answers (`data` → `attributes`).

The properties are those of https://schema.datacite.org/meta/kernel-4.6/.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from carrel.paper import Name, Place, Record, Reject
from carrel.readers.dates import loose_date
from carrel.readers.fields import checked, filled, line, listed, page_range, paragraphs
from carrel.readers.identifiers import links
from carrel.readers.jsontext import objects
from carrel.readers.names import inverted, nonempty, person, readable
from carrel.readers.source import Source
from carrel.readers.values import mapping, mappings, string
from carrel.text import clean

_HEAD = re.compile(
    r'"(?:resourceTypeGeneral|titleType|publicationYear|schemaVersion|relatedIdentifierType)"\s*:'
)
_TYPES = {
    "Audiovisual": "motion_picture",
    "Book": "book",
    "BookChapter": "chapter",
    "Collection": "collection",
    "ComputationalNotebook": "software",
    "ConferencePaper": "paper-conference",
    "ConferenceProceeding": "book",
    "DataPaper": "article-journal",
    "Dataset": "dataset",
    "Dissertation": "thesis",
    "Event": "event",
    "Image": "graphic",
    "Journal": "periodical",
    "JournalArticle": "article-journal",
    "PeerReview": "review",
    "Preprint": "article",
    "Report": "report",
    "Software": "software",
    "Sound": "song",
    "Standard": "standard",
    "Text": "document",
    "Other": "document",
}
_WITH_GENRE = frozenset({"document", "report", "thesis", ""})
_DATES = ("Available", "Created", "Submitted", "Accepted", "Copyrighted")


def recognises(head: str) -> bool:
    return head.lstrip()[:1] in ("[", "{") and _HEAD.search(head) is not None


def read(source: Source) -> Iterator[Record | Reject]:
    for item in objects(source, "data"):
        if isinstance(item, Reject):
            yield item
        else:
            value = mapping(item.value.get("attributes")) or item.value
            place = Place(source.path, item.line, item.end)
            yield checked(record(value, place, "datacite"), value)


def record(value: Mapping[str, object], place: Place, format: str) -> Record:
    """DataCite's description of a work; `format` names the syntax that it was written in."""
    types = mapping(value.get("types"))
    general = _TYPES.get(string(types.get("resourceTypeGeneral")), "")
    kind = clean(string(types.get("citeproc"))) or general
    if kind == "article" and general and general != "document":
        kind = general  # DataCite derives "article" where it knows nothing better
    container = mapping(value.get("container"))
    host = next(
        (
            related
            for related in mappings(value.get("relatedItems"))
            if related.get("relationType") == "IsPublishedIn"
        ),
        {},
    )
    publisher = value.get("publisher")
    doi = string(value.get("doi")) or string(value.get("id"))
    found = links(doi=doi, urls=[clean(string(value.get("url")))])
    contributors = mappings(value.get("contributors"))
    title = _titles(value.get("titles"))
    venue = line(string(container.get("title"))) or _titles(host.get("titles"))
    first, last, volume = (
        _numbered(string(container.get(name)) or string(host.get(name)))
        for name in ("firstPage", "lastPage", "volume")
    )
    return Record(
        place=place,
        format=format,
        type=kind,
        title=title,
        authors=_names(mappings(value.get("creators"))),
        editors=_names([name for name in contributors if name.get("contributorType") == "Editor"]),
        date=_date(value),
        venue="" if venue == title else venue,
        doi=found.doi,
        arxiv=found.arxiv,
        url=found.url,
        abstract=_abstract(value.get("descriptions")),
        keywords=listed(string(word.get("subject")) for word in mappings(value.get("subjects"))),
        extra=filled(
            {
                "publisher": string(mapping(publisher).get("name")) or string(publisher),
                "volume": volume,
                "issue": string(container.get("issue")) or string(host.get("issue")),
                "page": page_range(first, last),
                "version": string(value.get("version")),
                "language": string(value.get("language")),
                "genre": string(types.get("resourceType")) if kind in _WITH_GENRE else "",
            }
        ),
    )


def _numbered(text: str) -> str:
    """A page or a volume; DataCite cuts them out of descriptions, and may get any words."""
    is_one = " " not in text.strip() and (any(map(str.isdigit, text)) or len(text) < 8)
    return text if is_one else ""


def _titles(value: object) -> str:
    """The title, and the subtitle behind a colon; translated and other titles are left out."""
    titles = {"": "", "Subtitle": ""}
    for part in mappings(value):
        kind = string(part.get("titleType"))
        if kind in titles and not titles[kind]:
            titles[kind] = line(string(part.get("title")))
    if not titles[""]:  # each is called an alternative or a translation
        return line(string([part.get("title") for part in mappings(value)]))
    return ": ".join(filter(None, titles.values())).replace("::", ":")


def _names(value: list[Mapping[str, object]]) -> tuple[Name, ...]:
    found = []
    for creator in value:
        name = string(creator.get("name")) or string(creator.get("creatorName"))
        family, given = string(creator.get("familyName")), string(creator.get("givenName"))
        if creator.get("nameType") == "Organizational":
            found.append(Name(literal=readable(name)))
        elif family and given:
            found.append(person(family, given))
        else:
            found.append(inverted(name or family or given))
    return nonempty(found)


def _date(value: Mapping[str, object]) -> str:
    """When the work was issued; else the year, to the day where another date is in it."""
    year = loose_date(string(value.get("publicationYear")))
    dates = {
        string(date.get("dateType")): loose_date(string(date.get("date")))
        for date in mappings(value.get("dates"))
    }
    if dates.get("Issued"):
        return dates["Issued"]
    known = [date for kind in _DATES if (date := dates.get(kind, ""))]
    return next((date for date in known if date.startswith(year)), year)


def _abstract(value: object) -> str:
    texts = {
        string(part.get("descriptionType")): string(part.get("description"))
        for part in reversed(mappings(value))
    }
    return paragraphs(texts.get("Abstract", ""))
