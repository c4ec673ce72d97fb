"""OpenAlex works: one, a page of results, or JSON Lines. https://docs.openalex.org."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from carrel.paper import Place, Record, Reject
from carrel.readers.dates import loose_date
from carrel.readers.fields import filled, line, listed, page_range
from carrel.readers.identifiers import links
from carrel.readers.names import displayed
from carrel.readers.services import answers
from carrel.readers.source import Source
from carrel.readers.values import mapping, mappings, string
from carrel.text import clean, clean_block

_HEAD = re.compile(r'"(?:abstract_inverted_index|authorships|publication_year)"\s*:')
_LONGEST = 100  # characters of a word that an abstract has several times
_TYPES = {
    "article": "article-journal",
    "journal-article": "article-journal",
    "review": "article-journal",
    "letter": "article-journal",
    "editorial": "article-journal",
    "preprint": "article",
    "posted-content": "article",
    "proceedings-article": "paper-conference",
    "book": "book",
    "monograph": "book",
    "book-chapter": "chapter",
    "dissertation": "thesis",
    "report": "report",
    "dataset": "dataset",
    "standard": "standard",
    "peer-review": "review",
    "reference-entry": "entry",
}


def recognises(head: str) -> bool:
    return "openalex.org/" in head and _HEAD.search(head) is not None


def read(source: Source) -> Iterator[Record | Reject]:
    return answers(source, _record, "results")


def _record(value: Mapping[str, object], place: Place) -> Record:
    location = mapping(value.get("primary_location"))
    venue = mapping(location.get("source")) or mapping(value.get("host_venue"))
    ids = mapping(value.get("ids"))
    biblio = mapping(value.get("biblio"))
    pages = [
        string(place.get("landing_page_url"))
        for place in [location, *mappings(value.get("locations"))]
    ]
    landing = next(filter(None, pages), "")
    if venue.get("type") == "ebook platform":  # "Pond Press eBooks": not what a chapter is in
        venue = {**venue, "display_name": ""}
    found = links(doi=string(value.get("doi")) or string(ids.get("doi")), urls=pages)
    keywords = mappings(value.get("keywords")) or mappings(value.get("concepts"))
    kind = string(value.get("type"))
    crossref_kind = string(value.get("type_crossref"))
    return Record(
        place=place,
        format="openalex",
        type=_TYPES.get(crossref_kind, "") if kind == "article" else _TYPES.get(kind, ""),
        title=line(string(value.get("title")) or string(value.get("display_name"))),
        authors=tuple(
            displayed(name)
            for authorship in mappings(value.get("authorships"))
            if (name := _name(authorship))
        ),
        date=_date(value),
        venue=line(string(venue.get("display_name"))).removesuffix(" (Cornell University)"),
        doi=found.doi,
        arxiv=found.arxiv,
        url=clean(landing),
        abstract=clean_block(_abstract(value.get("abstract_inverted_index"))),
        keywords=listed(
            string(word.get("display_name")) or string(word.get("keyword")) for word in keywords
        ),
        ids=filled(
            {
                "openalex": _last(value.get("id")),
                "pmid": _last(ids.get("pmid")),
                "pmcid": _last(ids.get("pmcid")),
                "mag": string(ids.get("mag")),
            }
        ),
        extra=filled(
            {
                "volume": string(biblio.get("volume")),
                "issue": string(biblio.get("issue")),
                "page": page_range(
                    string(biblio.get("first_page")), string(biblio.get("last_page"))
                ),
                "publisher": string(venue.get("host_organization_name"))
                or string(venue.get("publisher")),
                "ISSN": string(venue.get("issn_l")) or string(venue.get("issn")),
                "language": string(value.get("language")),
            }
        ),
    )


def _name(authorship: Mapping[str, object]) -> str:
    """The name as the paper prints it; else as OpenAlex knows the author."""
    author = mapping(authorship.get("author"))
    return string(authorship.get("raw_author_name")) or string(author.get("display_name"))


def _date(value: Mapping[str, object]) -> str:
    """The date; OpenAlex gives the first of January where it knows the year alone."""
    date = loose_date(string(value.get("publication_date")))
    return loose_date(string(value.get("publication_year"))) if date[4:] in ("", "-01-01") else date


def _abstract(index: object) -> str:
    """The text whose words stand in the index, each with its positions. A very long one, which is
    none, is taken once, so that no text is many times as long as its index."""
    positions = mapping(index)
    positions = mapping(positions.get("InvertedIndex")) or positions
    words = [
        (position, word)
        for word, places in positions.items()
        if isinstance(places, list)
        for position in places[: 1 if len(word) > _LONGEST else None]
        if isinstance(position, int)
    ]
    return " ".join(word for _, word in sorted(words))


def _last(link: object) -> str:
    return string(link).rstrip("/").rpartition("/")[2]
