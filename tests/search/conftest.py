"""What the search tests share: a library of a few papers, searched."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import pytest

from carrel.identity import Clusters
from carrel.library import Library
from carrel.library.groups import Groups
from carrel.library.library import Part
from carrel.paper import Name, Place, Record
from carrel.search import ranking

Titles = Callable[..., Callable[[str], list[str]]]


def library_of(records: Sequence[Record]) -> Library:
    clusters = Clusters(records.__getitem__)
    clusters.add(records)
    return Library(records, [Part(Groups(*clusters.groups()))], ())


@pytest.fixture
def titles() -> Titles:
    """Papers with these titles (or facts), newest last; and a search that gives titles."""

    def make(*works: str | dict[str, Any]) -> Callable[[str], list[str]]:
        records = []
        for line, work in enumerate(works, 1):
            facts: dict[str, Any] = {"title": work} if isinstance(work, str) else dict(work)
            names = facts.pop("authors", ())
            assert isinstance(names, tuple)
            facts.setdefault("date", str(1990 + line))
            authors = tuple(map(Name.from_display, names))
            place = Place("t", line, line)
            records.append(Record(place=place, authors=authors, **facts))
        library = library_of(records)
        return lambda query: [hit.paper.title for hit in library.search(query)]

    return make


def score(titles: Titles, query: str, work: dict[str, Any]) -> int:
    """The score of a work, the only one of its library, for a query that finds it."""
    facts = dict(work)
    authors = tuple(map(Name.from_display, facts.pop("authors", ())))
    library = library_of([Record(place=Place("t", 1), authors=authors, **facts)])
    (hit,) = library.search(query)
    return hit.score


def begun(words_before: int) -> int:
    """What it is worth that the first word of a query stands so near the title's beginning."""
    return ranking.BEGUN >> words_before
