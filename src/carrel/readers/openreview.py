"""What OpenReview answers in JSON, in both versions of its API. https://docs.openreview.net."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime

from carrel.paper import Place, Record, Reject
from carrel.readers.dates import loose_date
from carrel.readers.fields import filled, line, listed, whole_pages
from carrel.readers.identifiers import links
from carrel.readers.names import displayed, nonempty
from carrel.readers.services import answers
from carrel.readers.source import Source
from carrel.readers.values import integer, mapping, string, strings
from carrel.text import clean_block

_HEAD = re.compile(r'"(?:invitations?|forum)"\s*:')
_CONTENT = re.compile(r'"content"\s*:\s*\{')
_ENTRY = re.compile(r"\s*@(\w+)")
_TYPES = {"article": "article-journal", "proceedings": "book"}
_CITED = re.compile(r"\b(year|volume|number|pages)\s*+=\s*+\{([\w /.,–-]{1,40})\}")  # in BibTeX
_IN_SECONDS = 1000
_LATEST = 1 << 42  # milliseconds; in the year 2109


def recognises(head: str) -> bool:
    return head.lstrip()[:1] in ("[", "{") and bool(_HEAD.search(head) and _CONTENT.search(head))


def read(source: Source) -> Iterator[Record | Reject]:
    return answers(source, _record, "notes")


def _record(value: Mapping[str, object], place: Place) -> Record | Reject:
    note, forum = string(value.get("id")), string(value.get("forum"))
    if forum and note and note != forum:
        return Reject(place, "a reply to a paper, not a paper", line(f"{forum}: {note}"))
    content = {  # in the second version each value lies in an object
        name: mapping(said).get("value") if isinstance(said, dict) else said
        for name, said in mapping(value.get("content")).items()
    }
    venue = line(string(content.get("venue")))
    forum = line(forum or note).partition(" ")[0]
    if venue.startswith("CoRR "):  # "CoRR 2019"
        venue = "CoRR"
    bibtex = string(content.get("_bibtex"))
    entry = _ENTRY.match(bibtex)
    kind = _TYPES.get(entry[1].lower() if entry else "", "paper-conference")
    cited = dict(_CITED.findall(bibtex))
    # What comes from DBLP has the links that DBLP has; else the PDF is OpenReview's own.
    found = links(urls=[*strings(content.get("html")), *strings(content.get("pdf"))])
    times = (value.get(name) for name in ("pdate", "odate", "cdate", "tcdate"))
    return Record(
        place=place,
        format="openreview",
        type=kind if venue and not venue.startswith("Submitted") else "article",
        title=line(string(content.get("title"))),
        authors=nonempty(map(displayed, strings(content.get("authors")))),
        date=_dated(next(filter(None, map(_date, times)), ""), cited.get("year", "")),
        venue=venue,
        doi=found.doi,
        arxiv=found.arxiv,
        url=f"https://openreview.net/forum?id={forum}" if forum else "",
        abstract=clean_block(string(content.get("abstract"))),
        keywords=listed(strings(content.get("keywords"))),
        extra=filled(
            {
                "volume": cited.get("volume", ""),
                "issue": cited.get("number", ""),
                "page": whole_pages(cited.get("pages", "")),
            }
        ),
    )


def _dated(date: str, year: str) -> str:
    """The date; where the paper is to be cited with another year, that year."""
    return loose_date(year) if year and not date.startswith(year) else date


def _date(milliseconds: object) -> str:
    time = integer(milliseconds) if not isinstance(milliseconds, int) else milliseconds
    if not time or not 0 < time < _LATEST:
        return ""
    at = datetime.fromtimestamp(time // _IN_SECONDS, UTC)
    # Of what comes from DBLP the year alone is known, and stands there as its first moment.
    return f"{at.year}" if at == datetime(at.year, 1, 1, tzinfo=UTC) else at.date().isoformat()
