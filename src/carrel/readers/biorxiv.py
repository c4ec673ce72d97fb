"""What bioRxiv and medRxiv answer in JSON. https://api.biorxiv.org."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from carrel.paper import Place, Record, Reject
from carrel.readers.dates import loose_date
from carrel.readers.fields import filled, line, listed, paragraphs
from carrel.readers.identifiers import links
from carrel.readers.names import inverted, nonempty
from carrel.readers.services import answers
from carrel.readers.source import Source
from carrel.readers.values import string, strings

_HEAD = re.compile(r'"(?:author_corresponding|preprint_author_corresponding|jatsxml)"\s*:')
_SERVERS = {"biorxiv": "bioRxiv", "medrxiv": "medRxiv"}


def recognises(head: str) -> bool:
    return head.lstrip()[:1] in ("[", "{") and _HEAD.search(head) is not None


def read(source: Source) -> Iterator[Record | Reject]:
    return answers(source, _record, "collection")


def _record(value: Mapping[str, object], place: Place) -> Record:
    def said(name: str) -> str:
        return string(value.get(name)) or string(value.get(f"preprint_{name}"))

    server = string(value.get("server")) or string(value.get("preprint_platform"))
    if not server:  # so in older answers
        full_text = string(value.get("jatsxml"))
        server = next((name for name in _SERVERS if f"{name}.org/" in full_text), "")
    return Record(
        place=place,
        format="biorxiv",
        type="article",
        title=line(said("title")),
        authors=nonempty(inverted(name.strip()) for name in said("authors").split(";")),
        date=loose_date(said("date")),
        venue=_SERVERS.get(server.lower(), line(server)),
        doi=links(doi=said("doi") or string(value.get("biorxiv_doi"))).doi,
        abstract=paragraphs(said("abstract")),
        keywords=listed(strings(said("category"))),
        affiliation=line(said("author_corresponding_institution")),
        extra=filled({"version": string(value.get("version"))}),
    )
