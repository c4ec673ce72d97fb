"""Search: the query language, the index, and the ranking of what a query finds."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property

from carrel.paper import Paper
from carrel.search.query import Query
from carrel.search.spans import Span, spans


@dataclass(frozen=True)
class Hit:
    """A paper that a query found, and its score: higher is better, see `carrel.search.ranking`.

    `lenient` tells whether words had to be taken as shortened or misspelt. `fetch` gives the paper;
    it is asked when the paper is first looked at, for of many hits few are.
    """

    score: int
    query: Query
    lenient: bool
    fetch: Callable[[], Paper] = field(repr=False)

    @cached_property
    def paper(self) -> Paper:
        """The paper found."""
        return self.fetch()

    @cached_property
    def spans(self) -> dict[str, list[Span]]:
        """Where the query's words stand, as (start, end): under "title", "abstract" and "venue" in
        those texts, under "authors" in the display forms of `Paper.names` joined with ", "."""
        return spans(self.paper, self.query, self.lenient)
