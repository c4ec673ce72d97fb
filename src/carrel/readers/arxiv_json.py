"""arXiv's metadata as JSON Lines, in the schema of the snapshot on Kaggle.

https://www.kaggle.com/datasets/Cornell-University/arxiv. Texts hold LaTeX, which stays as it stands
but for the accents in names.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import lru_cache
from itertools import chain

from carrel.batches import ahead
from carrel.identifiers import arxiv_url
from carrel.paper import MONTHS, Name, Place, Record, Reject, make_date
from carrel.readers.dates import loose_date
from carrel.readers.fields import checked, filled
from carrel.readers.identifiers import arxiv_month, declared_arxiv, links
from carrel.readers.jsontext import abstract_of, objects
from carrel.readers.markup import unwrapped
from carrel.readers.names import behind, displayed, person
from carrel.readers.source import Source
from carrel.readers.values import mappings, string
from carrel.text import clean, clean_block

_HEAD = re.compile(r'"(?:authors_parsed|journal-ref|report-no)"\s*:')
_CREATED = re.compile(
    r"(\d{1,2}) ([A-Z][a-z]{2}) (\d{4})", re.ASCII
)  # "Sat, 5 May 2007 00:00:00 GMT"
_IN_A_ROW = re.compile(r",\s+(?:and\s+)?|\s+and\s+")
_ASIDE = re.compile(r"\s*\(\(.*|\s*\([^()]*\)")  # "(1) …, ((1) MIT)": affiliations among the names


def recognises(head: str) -> bool:
    return head.lstrip()[:1] in ("[", "{") and _HEAD.search(head) is not None


def read(source: Source) -> Iterator[Record | Reject]:
    for item in ahead(objects(source)):
        if isinstance(item, Reject):
            yield item
        else:
            yield record(item.value, Place(source.path, item.line, item.end), "arxiv_json")


def abstract_in(line: bytes) -> str | None:
    abstract = abstract_of(line)
    return None if abstract is None else _abstract(abstract)


def _abstract(text: str) -> str:
    return clean_block(unwrapped(text))


def record(value: Mapping[str, object], place: Place, format: str) -> Record | Reject:
    """The record of a paper, from what it says in the snapshot's schema; a reject where that is
    nothing. `format` is the name of the reader."""
    arxiv = declared_arxiv(value.get("id"))
    notes = [string(value.get("journal-ref")), string(value.get("comments"))]
    found = Record(
        place=place,
        format=format,
        type="article",
        title=clean(string(value.get("title"))),
        authors=_authors(value),
        date=_date(value) or arxiv_month(arxiv),
        categories=tuple(clean(string(value.get("categories"))).split()),
        doi=links(doi=string(value.get("doi"))).doi,
        arxiv=arxiv,
        url=arxiv_url(arxiv),
        abstract=_abstract(string(value.get("abstract"))),
        extra=filled({"note": "; ".join(map(clean, filter(None, notes)))}),
    )
    return checked(found, value)


def _authors(value: Mapping[str, object]) -> tuple[Name, ...]:
    parsed = value.get("authors_parsed")
    if isinstance(parsed, list) and parsed:
        found = (_names(*map(string, parts[:3])) for parts in parsed if isinstance(parts, list))
        return tuple(chain.from_iterable(found))
    names = _IN_A_ROW.split(_ASIDE.sub("", clean(string(value.get("authors")))))
    return tuple(chain.from_iterable(behind(displayed(name)) for name in names if name))


@lru_cache(maxsize=1 << 16)
def _names(family: str = "", given: str = "", suffix: str = "") -> tuple[Name, ...]:
    return behind(person(family, given, suffix))


def _date(value: Mapping[str, object]) -> str:
    """The day of the first version."""
    for version in mappings(value.get("versions"))[:1]:
        created = _CREATED.search(string(version.get("created")))
        if created:
            return make_date(int(created[3]), MONTHS.get(created[2].lower()), int(created[1]))
    return loose_date(string(value.get("update_date")))
