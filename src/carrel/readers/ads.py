"""What the Astrophysics Data System (ADS) answers in JSON. https://ui.adsabs.harvard.edu/help/api."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from carrel.paper import Name, Place, Record, Reject
from carrel.readers.fields import filled, isbn, line, listed, paragraphs, whole_pages
from carrel.readers.identifiers import links
from carrel.readers.names import inverted, nonempty
from carrel.readers.services import answers, dated, institutions
from carrel.readers.source import Source
from carrel.readers.values import string, strings

_HEAD = re.compile(r'"bibcode"\s*:\s*"')
_LISTS = re.compile(r'"(?:title|author)"\s*:\s*\[\s*"')  # others have bibcodes, too
_TYPES = {
    "article": "article-journal",
    "eprint": "article",
    "inproceedings": "paper-conference",
    "abstract": "paper-conference",
    "proceedings": "book",
    "book": "book",
    "inbook": "chapter",
    "phdthesis": "thesis",
    "mastersthesis": "thesis",
    "techreport": "report",
    "intechreport": "report",
    "software": "software",
    "catalog": "dataset",
    "dataset": "dataset",
    "editorial": "article-journal",
    "erratum": "article-journal",
    "obituary": "article-journal",
    "circular": "article-journal",
    "newsletter": "article-journal",
    "bookreview": "review-book",
    "talk": "speech",
}
_GENRES = {"phdthesis": "PhD thesis", "mastersthesis": "Master's thesis"}
_NO_PLACE = re.compile(r"<(ORCID|EMAIL|id)\b[^<>]*>[^<>]*</\1>", re.IGNORECASE)


def recognises(head: str) -> bool:
    return head.lstrip()[:1] in ("[", "{") and bool(_HEAD.search(head) and _LISTS.search(head))


def read(source: Source) -> Iterator[Record | Reject]:
    return answers(source, _record, "response", "docs")


def _record(value: Mapping[str, object], place: Place) -> Record:
    bibcode = line(string(value.get("bibcode")))
    eprints = (text for text in strings(value.get("identifier")) if text[:6].lower() == "arxiv:")
    found = links(doi=string(value.get("doi")), arxiv=next(eprints, ""))
    doctype = string(value.get("doctype"))
    is_preprint = doctype == "eprint"
    kind = _TYPES.get(doctype, "")
    title, whole = line(string(value.get("title"))), line(string(value.get("pub")))
    if doctype in _GENRES:  # "Ph.D. Thesis"
        whole = ""
    places = institutions(
        _NO_PLACE.sub("", place).rstrip(" ;,") for place in strings(value.get("aff"))
    )
    school = places.partition(";")[0] if doctype in _GENRES else ""
    return Record(
        place=place,
        format="ads",
        key=bibcode,
        type=kind,
        title=title,
        authors=nonempty(map(_name, strings(value.get("author")))),
        editors=nonempty(map(_name, strings(value.get("editor")))),
        date=dated(value, "pubdate", "year"),
        venue="arXiv" if is_preprint and found.arxiv else "" if kind == "book" else whole,
        doi=found.doi,
        arxiv=found.arxiv,
        url=f"https://ui.adsabs.harvard.edu/abs/{bibcode}" if bibcode else "",
        categories=tuple(map(line, strings(value.get("arxiv_class")))),
        abstract=paragraphs(string(value.get("abstract"))),
        keywords=listed(strings(value.get("keyword"))),
        affiliation=places,
        ids=filled({"bibcode": bibcode}),
        extra=filled(
            {}
            if is_preprint
            else {
                "ISSN": string(value.get("issn")),
                "ISBN": isbn(string(value.get("isbn"))),
                "volume": string(value.get("volume")),
                "issue": string(value.get("issue")),
                "page": whole_pages(string(value.get("page_range")) or string(value.get("page"))),
                "publisher": string(value.get("publisher")) or school,
                "genre": _GENRES.get(doctype, ""),
                "collection-title": whole if kind == "book" and whole != title else "",
            }
        ),
    )


def _name(text: str) -> Name:
    """A name; ADS parts what a hyphen joins: "Inutsuka, S. -I."."""
    return inverted(text.replace(". -", ".-"))
