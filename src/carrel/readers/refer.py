"""Refer and its offspring BibIX and EndNote's tagged export: `%A`, `%T`, one field a line."""

from __future__ import annotations

import re
from collections.abc import Iterator

from carrel.paper import Record, Reject
from carrel.readers.dates import loose_date
from carrel.readers.fields import checked, filled, line, listed, paged, standard_number
from carrel.readers.identifiers import links
from carrel.readers.markup import abstract, unwrapped
from carrel.readers.names import inverted
from carrel.readers.source import Source
from carrel.readers.tagged import Entry, Layout, entries
from carrel.text import clean_block

_FIRST = re.compile(r"\s*%[0-9A-Z@](?:[ \t].*)?(?:\n|$)")
_NAMED = re.compile(r"(?m)^%[0AT](?:[ \t]|$)")
_TYPES = {
    "journal article": "article-journal",
    "electronic article": "article-journal",
    "journal": "article-journal",
    "review": "article-journal",
    "magazine article": "article-magazine",
    "newspaper article": "article-newspaper",
    "book": "book",
    "edited book": "book",
    "electronic book": "book",
    "book section": "chapter",
    "conference": "paper-conference",
    "conference paper": "paper-conference",
    "conference proceedings": "paper-conference",
    "thesis": "thesis",
    "report": "report",
    "government document": "report",
    "dataset": "dataset",
    "manuscript": "manuscript",
    "unpublished work": "manuscript",
    "generic": "document",
    "web page": "webpage",
    "electronic source": "webpage",
    "blog": "post-weblog",
    "patent": "patent",
    "map": "map",
    "statute": "legislation",
    "bill": "bill",
    "case": "legal_case",
    "hearing": "hearing",
    "standard": "standard",
    "computer program": "software",
    "film or broadcast": "motion_picture",
    "audiovisual material": "motion_picture",
    "audio": "song",
    "artwork": "graphic",
    "personal communication": "personal_communication",
    "encyclopedia": "entry-encyclopedia",
    "dictionary": "entry-dictionary",
    "serial": "periodical",
}


def recognises(head: str) -> bool:
    return _FIRST.match(head) is not None and _NAMED.search(head) is not None


def read(source: Source) -> Iterator[Record | Reject]:
    layout = Layout(
        tag=re.compile(r"\ufeff?(%[0-9A-Z@?!#$(<>=*&^+\[~|\]])(?:[ \t]|$)(.*)$"),
        begins=frozenset({"%0"}),
        blank_ends=True,
    )
    for entry in entries(source, layout):
        yield entry if isinstance(entry, Reject) else checked(_record(entry), entry.fields)


def _record(entry: Entry) -> Record:
    kind = _TYPES.get(entry.first("%0").strip().lower(), "")
    alone = kind in ("book", "report", "thesis")
    day, year = entry.first("%8"), entry.first("%D")
    found = links(doi=entry.first("%R"), urls=entry.all("%U"))
    return Record(
        place=entry.place,
        format="refer",
        key=line(entry.first("%F")),
        type=kind,
        title=line(entry.first("%T")),
        authors=tuple(map(inverted, entry.all("%A"))),
        editors=tuple(map(inverted, entry.all("%E"))),
        date=loose_date(day) or loose_date(f"{day} {year}") or loose_date(year),
        venue=line(entry.first("%J") or ("" if alone else entry.first("%B"))),
        doi=found.doi,
        arxiv=found.arxiv,
        url=found.url,
        abstract=clean_block(unwrapped(abstract(entry.first("%X")))),
        keywords=listed(entry.all("%K")),
        extra=filled(
            {
                "volume": entry.first("%V"),
                "issue": entry.first("%N"),
                "publisher": entry.first("%I"),
                "publisher-place": entry.first("%C"),
                "edition": entry.first("%7"),
                "collection-title": entry.first("%S", "%B" if alone else "%S"),
                "genre": entry.first("%9"),
                "language": entry.first("%G"),
                "call-number": entry.first("%L"),
                "note": "; ".join(entry.all("%O", "%Z")),
                "translator": "; ".join(entry.all("%?")),
            }
        )
        | filled(paged(kind, entry.first("%P")))
        | standard_number(entry.first("%@")),
    )
