"""Semantic Scholar: papers of its API and of its bulk data. https://api.semanticscholar.org."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace

from carrel.paper import Name, Place, Record, Reject
from carrel.readers.fields import filled, line, listed
from carrel.readers.identifiers import links
from carrel.readers.jsontext import objects
from carrel.readers.names import displayed, nonempty
from carrel.readers.services import dated
from carrel.readers.source import Source
from carrel.readers.values import mapping, mappings, string, strings
from carrel.text import clean, clean_block

_HEAD = re.compile(r'"(?:paperId|corpusid|citingPaper|citedPaper|influentialCitationCount)"\s*:')
_TYPES = {
    "Conference": "paper-conference",
    "JournalArticle": "article-journal",
    "Review": "article-journal",
    "BookSection": "chapter",
    "Book": "book",
    "Dataset": "dataset",
    "News": "article-newspaper",
}
_IDS = {"CorpusId": "s2", "PubMed": "pmid", "PubMedCentral": "pmcid", "ACL": "acl", "MAG": "mag"}


def recognises(head: str) -> bool:
    return head.lstrip()[:1] in ("[", "{") and _HEAD.search(head) is not None


def read(source: Source) -> Iterator[Record | Reject]:
    for item in objects(source, "data", "recommendedPapers"):
        if isinstance(item, Reject):
            unknown = item.text == "null"  # in the place of one that was asked for
            yield replace(item, reason="no paper is known by this id") if unknown else item
            continue
        value = item.value
        for edge in ("citingPaper", "citedPaper"):
            value = {**value, **mapping(value.get(edge))}
        record = _record(value, Place(source.path, item.line, item.end))
        if record.title or record.abstract:
            yield record
        else:
            text = string(value.get("paperId"))
            yield Reject(record.place, "a paper without title and abstract", text)


def _record(value: Mapping[str, object], place: Place) -> Record:
    external = {
        name.lower(): string(identifier)
        for name, identifier in mapping(
            value.get("externalIds") or value.get("externalids")
        ).items()
    }
    journal = mapping(value.get("journal"))
    abstract = value.get("abstract")
    kinds = strings(value.get("publicationTypes") or value.get("publicationtypes"))
    url = clean(string(value.get("url")))
    found = links(doi=external.get("doi", ""), arxiv=external.get("arxiv", ""), urls=[url])
    corpus = string(value.get("corpusId") or value.get("corpusid"))
    return Record(
        place=place,
        format="semantic_scholar",
        type=next((kind for name, kind in _TYPES.items() if name in kinds), ""),
        title=line(string(value.get("title"))),
        authors=_authors(value.get("authors")),
        date=dated(value, "publicationDate", "publicationdate", "year"),
        venue=line(string(value.get("venue")) or string(journal.get("name"))),
        doi=found.doi,
        arxiv=found.arxiv,
        url=url,
        abstract=clean_block(string(abstract)),
        keywords=listed(strings(value.get("fieldsOfStudy"))),
        ids=filled(
            {"s2": corpus}
            | {ours: external.get(theirs.lower(), "") for theirs, ours in _IDS.items()}
        ),
        extra=filled(
            {"volume": string(journal.get("volume")), "page": string(journal.get("pages"))}
        ),
    )


def _authors(value: object) -> tuple[Name, ...]:
    names = (displayed(string(author.get("name"))) for author in mappings(value))
    return nonempty(names)
