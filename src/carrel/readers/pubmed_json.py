"""What PubMed's esummary answers in JSON. https://www.ncbi.nlm.nih.gov/books/NBK25500."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from carrel.paper import Name, Place, Record, Reject
from carrel.readers.fields import bare_title, checked, filled, line, whole_pages
from carrel.readers.identifiers import links
from carrel.readers.jsontext import objects
from carrel.readers.names import medline, nonempty, readable
from carrel.readers.services import dated
from carrel.readers.source import Source
from carrel.readers.values import mapping, mappings, string, strings

_HEAD = re.compile(r'"(?:sortpubdate|fulljournalname|sorttitle|sortfirstauthor)"\s*:')


def recognises(head: str) -> bool:
    return head.lstrip()[:1] == "{" and _HEAD.search(head) is not None


def read(source: Source) -> Iterator[Record | Reject]:
    for item in objects(source, "result"):
        if isinstance(item, Reject):
            yield item
            continue
        place = Place(source.path, item.line, item.end)
        # The answer is one object, with a member for each of the papers.
        uids = dict.fromkeys(strings(item.value.get("uids")))
        papers = [mapping(item.value.get(uid)) for uid in uids]
        for paper in papers or [item.value]:
            yield checked(_record(paper, place), paper)


def _record(value: Mapping[str, object], place: Place) -> Record:
    ids = {string(one.get("idtype")): one for one in mappings(value.get("articleids"))}
    pmid, doi, pmcid = (
        string(mapping(ids.get(scheme)).get("value")) for scheme in ("pubmed", "doi", "pmc")
    )
    title, book = (bare_title(line(string(value.get(name)))) for name in ("title", "booktitle"))
    kind = "article-journal" if not book else "book" if title in ("", book) else "chapter"
    journal = string(value.get("fulljournalname")) or string(value.get("source"))
    return Record(
        place=place,
        format="pubmed_json",
        type=kind,
        title=title or book,
        authors=nonempty(
            medline(string(author.get("name")))
            if author.get("authtype") != "CollectiveName"
            else Name(literal=readable(string(author.get("name"))))
            for author in mappings(value.get("authors"))
        ),
        date=dated(value, "pubdate", "epubdate"),
        venue={"chapter": book, "book": ""}.get(kind, line(journal)),
        doi=links(doi=doi or string(value.get("elocationid"))).doi,
        ids=filled({"pmid": pmid, "pmcid": pmcid}),
        extra=filled(
            {
                "volume": string(value.get("volume")),
                "issue": string(value.get("issue")),
                "page": whole_pages(string(value.get("pages"))),
                "container-title-short": string(value.get("source")),
                "ISSN": string(value.get("issn")) or string(value.get("essn")),
                "publisher": string(value.get("publishername")),
                "publisher-place": string(value.get("publisherlocation")),
                "edition": string(value.get("edition")),
                "language": string(value.get("lang")),
            }
        ),
    )
