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


def library_of(records: Sequence[Record]) -> Library:
    clusters = Clusters(records.__getitem__)
    clusters.add(records)
    return Library(records, [Part(Groups(*clusters.groups()))], ())


@pytest.fixture
def titles() -> Callable[..., Callable[[str], list[str]]]:
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
