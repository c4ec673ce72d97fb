"""What OpenReview answers in JSON, in both versions of its API. https://docs.openreview.net."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime

from carrel.paper import Place, Record, Reject
from carrel.readers.dates import loose_date
from carrel.readers.fields import line, listed
from carrel.readers.names import displayed, nonempty
from carrel.readers.services import answers
from carrel.readers.source import Source
from carrel.readers.values import integer, mapping, string, strings
from carrel.text import clean_block

_HEAD = re.compile(r'"(?:invitations?|forum)"\s*:')
_CONTENT = re.compile(r'"content"\s*:\s*\{')
_YEAR = re.compile(r"\byear\s*+=\s*+\{(\d{4})\}")
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
    cited = _YEAR.search(string(content.get("_bibtex")))
    times = (value.get(name) for name in ("pdate", "odate", "cdate", "tcdate"))
    return Record(
        place=place,
        format="openreview",
        type="paper-conference" if venue and not venue.startswith("Submitted") else "article",
        title=line(string(content.get("title"))),
        authors=nonempty(map(displayed, strings(content.get("authors")))),
        date=_dated(next(filter(None, map(_date, times)), ""), cited[1] if cited else ""),
        venue=venue,
        url=f"https://openreview.net/forum?id={forum}" if forum else "",
        abstract=clean_block(string(content.get("abstract"))),
        keywords=listed(strings(content.get("keywords"))),
    )


def _dated(date: str, year: str) -> str:
    """The date; where the paper is to be cited with another year, that year."""
    return loose_date(year) if year and not date.startswith(year) else date


def _date(milliseconds: object) -> str:
    time = integer(milliseconds) if not isinstance(milliseconds, int) else milliseconds
    if not time or not 0 < time < _LATEST:
        return ""
    return datetime.fromtimestamp(time // _IN_SECONDS, UTC).date().isoformat()
