"""One paper from the records of one work."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import fields
from functools import lru_cache
from itertools import chain
from typing import Any

from carrel.identifiers import arxiv_of_doi
from carrel.identity.ids import fingerprint, fingerprints, hashed, identifiers
from carrel.latex import readable
from carrel.paper import Paper, Record, Work
from carrel.text import fold

# How far a format is to be trusted with names and titles; what is not listed is in the middle.
_TRUST = {
    "crossref": 3, "csl_json": 2, "bibtex": 2, "dump": 0, "scholar_page": 0, "markdown_list": 0,
}  # fmt: skip
_PARTICULAR = re.compile(r"(?:title|text):[0-9a-f]{16}\.[0-9a-f]{8}")
_ALL = tuple(field.name for field in fields(Work))
_OWN = frozenset(_ALL) - {
    "title", "title_inferred", "authors", "et_al", "date", "abstract", "venue", "type", "ids",
    "extra", "doi", "code", "categories", "keywords", "files",
}  # fmt: skip


def merge(records: Sequence[Record]) -> Paper:
    """One paper from the records of one work: the best of each field, and all of the places.

    The result does not depend on the order of the records, but for the order of the places.
    """
    paper = _alone(*records) if len(records) == 1 else _merged(records)
    known = identifiers(paper)
    if known and len(records) > 1:  # an ISBN of one and the type of another make no identifier
        of_records = set(chain.from_iterable(map(identifiers, records)))
        known = list(filter(of_records.__contains__, known))
    known = known or fingerprints(paper)[:1]
    paper.id = known[0] if known else _of_place(records)
    return paper


def _alone(record: Record) -> Paper:
    """The paper of a work that has one record, as nearly all have."""
    paper = Paper(id="", places=(record.place,), verbatim=record.verbatim)
    for name in _ALL:
        setattr(paper, name, getattr(record, name))
    for name in ("categories", "keywords", "files"):  # of which sources repeat some
        if len(values := getattr(record, name)) > 1:
            setattr(paper, name, _union([values]))
    return paper


def _merged(records: Sequence[Record]) -> Paper:
    """The best of each field, and all of the places."""
    ranked = sorted(records, key=_rank)
    best = ranked[0]
    whole: dict[str, Any] = {name: _first(ranked, name) for name in _OWN}
    with_names = max(ranked, key=lambda record: (len(record.authors), not record.et_al))
    complete = [r for r in ranked if r.authors and not r.et_al]
    if complete and len(complete[0].authors) >= len(with_names.authors):
        with_names = complete[0]
    titles = [r for r in ranked if r.title and not r.title_inferred] or [best]
    titled = next((r for r in titles if readable(r.title) == r.title), titles[0])
    dois = [record.doi for record in ranked if record.doi]
    return Paper(
        id="",
        title=titled.title,
        title_inferred=titled.title_inferred,
        authors=with_names.authors,
        et_al=with_names.et_al,
        date=_date(ranked),
        abstract=merged_abstract([record.abstract for record in records]),
        venue=_first(ranked, "venue"),
        type=_first(ranked, "type"),
        doi=next((doi for doi in dois if not arxiv_of_doi(doi)), dois[0] if dois else ""),
        code=any(record.code for record in records),
        categories=_union(record.categories for record in ranked),
        keywords=_union(record.keywords for record in ranked),
        files=_union(record.files for record in ranked),
        ids={k: v for record in reversed(ranked) for k, v in record.ids.items()},
        extra={k: v for record in reversed(ranked) for k, v in record.extra.items()},
        places=tuple(record.place for record in records),
        verbatim=next((record.verbatim for record in ranked if record.verbatim), ""),
        **whole,
    )


def merged_abstract(abstracts: Sequence[str]) -> str:
    """The abstract of a paper, from those of its records."""
    return max(abstracts, key=lambda text: (len(text), text))


def own_id(paper: Paper, is_shared: Callable[[str], bool]) -> str:
    """The id of a paper from `merge`, where `is_shared` tells which ids other papers have too, as
    chapters have the DOI of their book: the first that is its own, else a particular fingerprint.
    """
    if not is_shared(paper.id):
        return paper.id
    marks = fingerprints(paper)[:1]
    known = (*identifiers(paper), *marks)
    own = next((identifier for identifier in known if not is_shared(identifier)), "")
    return own or (_particular(paper, marks[0]) if marks else paper.id)


def _particular(work: Work, shared: str) -> str:
    """A fingerprint that other works have too, with what else tells them apart
    ("title:333c48cb8fbe25d4.9a0c11de")."""
    surname = work.authors[0].surname if work.authors else ""
    printed = [work.extra.get(name, "") for name in ("volume", "issue", "page")]
    key = fold("\0".join((surname, work.venue, *printed, work.key)))
    return f"{shared}.{hashed(key) >> 32:08x}"


def shared_part(identifier: str) -> str:
    """What several works have of a particular fingerprint; empty of any other id."""
    return identifier[:-9] if _PARTICULAR.fullmatch(identifier) else ""


def aliases(paper: Paper, records: Sequence[Record]) -> tuple[str, ...]:
    """All ids that a paper has besides its own, or would have had from any of its records."""
    found: list[str] = []
    for work in (paper, *records) if len(records) > 1 else records:  # one says what the paper does
        marks = fingerprints(work)
        found += identifiers(work) + marks
        if marks:
            found.append(_particular(work, marks[0]))
    if paper.id.startswith("place:"):  # what its id was when paths were taken as they were named
        found += [fingerprint("place", f"{r.place.path}:{r.place.line}") for r in records]
    return tuple(dict.fromkeys(alias for alias in found if alias != paper.id))


def _of_place(records: Sequence[Record]) -> str:
    """The id of a paper of which only its place is known; the same whatever path led there."""
    place = min(record.place for record in records)
    return fingerprint("place", f"{_real(place.path)}:{place.line}")


@lru_cache(64)
def _real(path: str) -> str:
    return os.path.realpath(path) if os.path.exists(path) else path  # standard input has none


def _rank(record: Record) -> tuple[object, ...]:
    """Sorts the record to be believed first to the front; total, so that order does not matter."""
    published = bool(record.doi) and not arxiv_of_doi(record.doi.lower())
    return (
        record.title_inferred,
        not published,
        -_TRUST.get(record.format, 1),
        record.et_al,
        -len(record.authors),
        -len(record.title),
        record.title,
        record.date,
        record.place,
    )


def _first(ranked: Sequence[Record], name: str) -> Any:
    empty: Any = None
    for record in ranked:
        value = getattr(record, name)
        if value or (value is not None and value is not False and value == 0):
            return value
        empty = value if empty is None else empty
    return empty


def _union(values: Iterable[Iterable[str]]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(value for some in values for value in some))


def _date(ranked: Sequence[Record]) -> str:
    """The most precise date of the year that the most trusted record tells.

    A month and day without a year take the year from another record: "--05-18" and "2026".
    """
    dates = [record.date for record in ranked if record.date]
    known = [date for date in dates if not date.startswith("--")]
    if not known:
        return dates[0] if dates else ""
    year = known[0][:4]
    best = max((date for date in known if date.startswith(year)), key=len)
    partial = next((date for date in dates if date.startswith("--")), "")
    if partial and len(best) <= 7 and best[4:7] in ("", partial[1:4]):
        return year + partial[1:]
    return best
