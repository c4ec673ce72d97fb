"""What the Directory of Open Access Journals (DOAJ) answers in JSON. https://doaj.org/api."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from carrel.paper import Place, Record, Reject, make_date
from carrel.readers.fields import filled, line, listed, page_range, paragraphs
from carrel.readers.identifiers import links
from carrel.readers.names import displayed, nonempty
from carrel.readers.services import answers, institutions
from carrel.readers.source import Source
from carrel.readers.values import integer, mapping, mappings, string, strings

_HEAD = re.compile(r'"bibjson"\s*:')


def recognises(head: str) -> bool:
    return head.lstrip()[:1] in ("[", "{") and _HEAD.search(head) is not None


def read(source: Source) -> Iterator[Record | Reject]:
    return answers(source, _record, "results")


def _record(item: Mapping[str, object], place: Place) -> Record:
    value = mapping(item.get("bibjson"))
    journal = mapping(value.get("journal"))
    ids = {
        string(one.get("type")).lower(): string(one.get("id"))
        for one in mappings(value.get("identifier"))
    }
    found = links(
        doi=ids.get("doi", ""),
        urls=[string(page.get("url")) for page in mappings(value.get("link"))],
    )
    return Record(
        place=place,
        format="doaj",
        type="article-journal",
        title=line(string(value.get("title"))),
        authors=nonempty(
            displayed(string(who.get("name"))) for who in mappings(value.get("author"))
        ),
        date=make_date(integer(value.get("year")), integer(value.get("month"))),
        venue=line(string(journal.get("title"))),
        doi=found.doi,
        arxiv=found.arxiv,
        url=found.url,
        abstract=paragraphs(string(value.get("abstract"))),
        affiliation=institutions(
            string(who.get("affiliation")) for who in mappings(value.get("author"))
        ),
        keywords=listed(strings(value.get("keywords"))),
        extra=filled(
            {
                "volume": string(journal.get("volume")),
                "issue": string(journal.get("number")),
                "page": page_range(string(value.get("start_page")), string(value.get("end_page"))),
                "publisher": string(journal.get("publisher")),
                "ISSN": string(journal.get("issns"))
                or ids.get("eissn", "")
                or ids.get("pissn", ""),
            }
        ),
    )
