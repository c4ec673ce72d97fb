"""Search: the query language, the index, and the ranking of what a query finds."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from carrel.paper import Paper
from carrel.search.query import Query
from carrel.search.spans import Span, spans


@dataclass(frozen=True)
class Hit:
    """A paper that a query found, and its score: higher is better, see `carrel.search.ranking`.

    `lenient` tells whether words had to be taken as shortened or misspelt.
    """

    paper: Paper
    score: int
    query: Query
    lenient: bool = True

    @cached_property
    def spans(self) -> dict[str, list[Span]]:
        """Where the query's words stand, as (start, end): under "title", "abstract" and "venue" in
        those texts, under "authors" in the names' display forms joined with ", "."""
        return spans(self.paper, self.query, self.lenient)
