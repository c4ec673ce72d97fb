"""What zbMATH Open answers in JSON: papers of mathematics. https://api.zbmath.org/v1."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from carrel.paper import Place, Record, Reject
from carrel.readers.dates import loose_date
from carrel.readers.fields import filled, line, listed, whole_pages, with_subtitle
from carrel.readers.identifiers import links
from carrel.readers.names import inverted, nonempty
from carrel.readers.services import answers
from carrel.readers.source import Source
from carrel.readers.values import first, mapping, mappings, string, strings
from carrel.text import clean_block

_HEAD = re.compile(r'"(?:zbmath_url|editorial_contributions|author_references)"\s*:')
_TYPES = {"j": "article-journal", "a": "chapter", "b": "book", "p": "article"}
_SUMMARY = re.compile(r"(?:Summary|From the (?:abstract|introduction|text)): *")
_WITHHELD = "zbMATH Open Web Interface contents unavailable due to conflicting licenses."


def recognises(head: str) -> bool:
    return head.lstrip()[:1] in ("[", "{") and _HEAD.search(head) is not None


def read(source: Source) -> Iterator[Record | Reject]:
    return answers(source, _record, "result")


def _record(value: Mapping[str, object], place: Place) -> Record:
    title = mapping(value.get("title"))
    people = mapping(value.get("contributors"))
    said = mapping(value.get("source"))
    series = first(said.get("series"))
    book = first(said.get("book"))
    linked = {string(one.get("type")): one for one in mappings(value.get("links"))}
    doi, arxiv = (string(mapping(linked.get(kind)).get("identifier")) for kind in ("doi", "arxiv"))
    found = links(doi=doi, arxiv=arxiv, urls=strings(value.get("zbmath_url")))
    kind = _TYPES.get(string(mapping(value.get("document_type")).get("code")), "")
    return Record(
        place=place,
        format="zbmath",
        type=kind,
        title=with_subtitle(_shown(title.get("title")), _shown(title.get("subtitle"))),
        authors=nonempty(
            inverted(string(author.get("name"))) for author in mappings(people.get("authors"))
        ),
        editors=nonempty(
            inverted(string(author.get("name"))) for author in mappings(people.get("editors"))
        ),
        date=loose_date(string(value.get("year"))),
        venue="" if kind == "book" else _shown(series.get("title")),
        doi=found.doi,
        arxiv=found.arxiv,
        url=found.url,
        abstract=_abstract(value),
        keywords=listed(filter(_is_said, strings(value.get("keywords")))),
        ids=filled({"zbl": _shown(value.get("identifier"))}),
        extra=filled(
            {
                "volume": _shown(series.get("volume")),
                "issue": _shown(series.get("issue")),
                "page": whole_pages(_shown(said.get("pages"))),
                "container-title-short": _shown(series.get("short_title")),
                "publisher": _shown(series.get("publisher")) or _shown(book.get("publisher")),
                "ISSN": _shown(first(series.get("issn")).get("number")),
                "collection-title": _shown(series.get("title")) if kind == "book" else "",
            }
        ),
    )


def _abstract(value: Mapping[str, object]) -> str:
    """The paper's own summary; what a reviewer wrote is none."""
    for text in mappings(value.get("editorial_contributions")):
        review = string(text.get("text"))
        summary = _SUMMARY.match(review)
        if (summary or text.get("contribution_type") == "summary") and _is_said(review):
            return clean_block(review[summary.end() if summary else 0 :])
    return ""


def _is_said(text: str) -> bool:
    return _WITHHELD not in text


def _shown(value: object) -> str:
    text = string(value)
    return line(text) if _is_said(text) else ""
