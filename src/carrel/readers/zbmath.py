"""What zbMATH Open answers in JSON: papers of mathematics. https://api.zbmath.org/v1."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from carrel.paper import Place, Record, Reject
from carrel.readers.dates import loose_date
from carrel.readers.fields import filled, line, listed, paged, with_subtitle
from carrel.readers.identifiers import links
from carrel.readers.names import inverted, nonempty
from carrel.readers.services import answers
from carrel.readers.source import Source
from carrel.readers.values import first, mapping, mappings, string, strings
from carrel.text import clean_block

_HEAD = re.compile(r'"(?:zbmath_url|editorial_contributions|author_references)"\s*:')
_TYPES = {"j": "article-journal", "a": "chapter", "b": "book", "p": "article"}
_SUMMARY = re.compile(r"(?:Summary|From the (?:abstract|introduction|text)): *")
_EDITORS = re.compile(r"\(eds?\.\)(?: et al\.)?, ")
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
    in_series = _shown(series.get("title"))
    printed_by = _shown(book.get("publisher"))
    whole = _book_title(_shown(said.get("source")), printed_by) if kind == "chapter" else ""
    of_series = kind == "book" or bool(whole)
    city, colon, publisher = printed_by.partition(": ")
    number = _shown(value.get("identifier"))
    return Record(
        place=place,
        format="zbmath",
        type=kind or ("article" if found.arxiv else ""),
        title=with_subtitle(_shown(title.get("title")), _shown(title.get("subtitle"))),
        authors=nonempty(
            inverted(string(author.get("name"))) for author in mappings(people.get("authors"))
        ),
        editors=nonempty(
            inverted(string(author.get("name"))) for author in mappings(people.get("editors"))
        ),
        date=loose_date(string(value.get("year"))),
        venue="" if kind == "book" else whole or in_series,
        doi=found.doi,
        arxiv=found.arxiv,
        url=found.url,
        abstract=_abstract(value),
        keywords=listed(filter(_is_said, strings(value.get("keywords")))),
        ids=filled({"zbl": number if number[:6] != "arXiv:" else ""}),
        extra=filled(
            {
                "volume": _shown(series.get("volume")),
                "issue": _shown(series.get("issue")),
                "container-title-short": "" if of_series else _shown(series.get("short_title")),
                "publisher": publisher or printed_by or _shown(series.get("publisher")),
                "publisher-place": city if colon else "",
                "ISSN": _shown(first(series.get("issn")).get("number")),
                "ISBN": _shown(first(book.get("isbn")).get("number")),
                "collection-title": in_series if of_series else "",
            }
            | paged(kind, _shown(said.get("pages")))
        ),
    )


def _book_title(text: str, publisher: str) -> str:
    """What a chapter is in, which is told only in a text, behind the editors and before the
    publisher: "Roe, Ben (ed.) et al., All ponds. Lund: Pond Press. 12-34 (2019)."."""
    before, found, _ = text.partition(f". {publisher}")
    return _EDITORS.split(before)[-1] if publisher and found else ""


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
    """A text, which may have the dashes and spaces of TeX."""
    text = string(value)
    return line(text.replace("~", " ").replace("--", "–")) if _is_said(text) else ""
