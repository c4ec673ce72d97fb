"""A library: papers by number, by id, and by query.

Papers have numbers, from 0 in the order in which their first records were read. A paper is put
together from its records when it is asked for, so that a library of a million papers costs what is
looked at, not what it holds.
"""

from __future__ import annotations

from array import array
from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
from functools import lru_cache
from typing import TYPE_CHECKING

from carrel import identity
from carrel.identity import id_hash
from carrel.library.groups import Groups, Ids
from carrel.library.sources import Report, Watch
from carrel.paper import Paper, Record, Reject, normal_arxiv, normal_doi

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from carrel.search import Hit
    from carrel.search.engine import Engine, Mark, Ranked
    from carrel.search.facets import Facets
    from carrel.search.index import Index
    from carrel.search.query import Query

_KEPT = 2_000  # papers put together that are kept for the next look

Marks = Callable[["Mark"], Iterable[int]]
"""Answers what a library cannot know: the numbers of the papers with a tag, a note, a star."""


class Library:
    """What `open_library` gives.

    `records` are those of all sources in order; `groups` says which of them are one paper;
    `reports` what became of each source; `ids` finds papers by id; `make_index` gives the
    search index when it is first needed. The last two are made from the papers where not given.
    """

    def __init__(
        self,
        records: Sequence[Record],
        groups: Groups,
        reports: Sequence[Report],
        ids: Ids | None = None,
        make_index: Callable[[], Index] | None = None,
        newest: Sequence[int] | None = None,
    ) -> None:
        self.records = records
        self.reports = reports
        self.notes: list[str] = []  # what the person should know of how it was opened
        self.watch = Watch(())
        self.verify: Callable[[], bool] = lambda: True
        """Is what the cache holds of this library undamaged? Reads all of it."""
        self._groups = groups
        self._ids = ids
        self._make_index = make_index or self._index_of_all
        self._newest = newest
        self._engine: Engine | None = None
        self.paper = lru_cache(_KEPT)(self._paper)

    # ------------------------------------------------------------ papers

    def __len__(self) -> int:
        return len(self._groups)

    def __iter__(self) -> Iterator[Paper]:
        for number in range(len(self)):
            yield self._paper(number)

    def __getitem__(self, identifier: str) -> Paper:
        """The paper with this id, or with it among its other ids.

        Raises:
            KeyError: no paper has it.
        """
        number = self.find(identifier)
        if number is None:
            raise KeyError(identifier)
        return self.paper(number)

    def __contains__(self, identifier: object) -> bool:
        return isinstance(identifier, str) and self.find(identifier) is not None

    def _paper(self, number: int) -> Paper:
        """The paper with this number, from 0."""
        return identity.merge(self.records_of(number))

    def records_of(self, number: int) -> list[Record]:
        """The records that a paper was merged from, in the order of their sources."""
        return [self.records[record] for record in self._groups[number]]

    def members(self, number: int) -> Sequence[int]:
        """The numbers, in `records`, of a paper's records."""
        return self._groups[number]

    def papers_of_records(self) -> Sequence[int]:
        """For each record, the number of its paper."""
        return self._groups.papers()

    def aliases(self, number: int) -> tuple[str, ...]:
        """All the ids that a paper has besides its own, or would have had from one source."""
        return identity.aliases(self.paper(number), self.records_of(number))

    def find(self, identifier: str) -> int | None:
        """The number of the paper with this id or alias, or with the DOI or arXiv number that a
        text or link holds; None where there is none."""
        for candidate in (
            identifier,
            f"doi:{normal_doi(identifier).lower()}",
            f"arxiv:{normal_arxiv(identifier)}",
        ):
            number = self.ids.find(candidate)
            if number is not None:
                return number
        return None

    def newest(self) -> Sequence[int]:
        """All papers by number, newest first."""
        if self._newest is None:
            dates = [self.paper(number).date for number in range(len(self))]
            dated = [date if date[:1] != "-" else "" for date in dates]
            self._newest = sorted(range(len(self)), key=dated.__getitem__, reverse=True)
        return self._newest

    def place_in(self, order: Sequence[int], number: int) -> int | None:
        """The place of a paper in some order of papers; None where it is not in it."""
        if isinstance(order, Found):
            return order.place_of(number)
        try:
            return order.index(number)
        except ValueError:
            return None

    @property
    def ids(self) -> Ids:
        """Finds papers by exact id or alias."""
        if self._ids is None:
            self._ids = self._all_ids()
        return self._ids

    def _all_ids(self) -> Ids:
        hashes, papers = array("Q"), array("I")
        for number in range(len(self)):
            for identifier in (self.paper(number).id, *self.aliases(number)):
                hashes.append(id_hash(identifier))
                papers.append(number)
        return Ids.of(hashes, papers)

    def stale(self) -> bool:
        """Has any of the sources changed since they were read? Cheap: looks at sizes and times."""
        return self.watch.changed()

    @property
    def rejects(self) -> list[Reject]:
        """What of the sources could not be read."""
        return [reject for report in self.reports for reject in report.rejects]

    # ------------------------------------------------------------ searching

    @property
    def engine(self) -> Engine:
        """The search engine over all papers; made when first asked for, which may take a while."""
        if self._engine is None:
            from carrel.search.engine import Engine

            index = self._make_index()
            order = index.order
            self._engine = Engine(index, lambda number: self.paper(int(order[number])))
        return self._engine

    def prepare(self) -> None:
        """Load what searching needs, so that the first search does not wait for it."""
        import rapidfuzz.process  # noqa: F401

        _ = self.engine

    def _index_of_all(self) -> Index:
        from carrel.search.build import Builder
        from carrel.search.entry import entry_of
        from carrel.search.index import Index

        builder = Builder()
        for record in self.records:
            builder.add(entry_of(record))
        groups = [self._groups[number] for number in range(len(self))]
        several = [number for number, group in enumerate(groups) if len(group) > 1]
        return Index(builder.finish(groups, [entry_of(self.paper(n)) for n in several]))

    def steps(self, query: Query, marks: Marks | None = None) -> Generator[None, None, Found]:
        """Search in steps of a few milliseconds, between which it can be dropped.

        Without `marks`, no paper has annotations. The generator returns what it found.
        """
        import numpy as np

        from carrel.search.query import Identified

        engine = self.engine

        def marked(mark: Mark) -> NDArray[np.uint32]:
            if isinstance(mark, Identified):
                number = self.find(mark.text)
                papers = [] if number is None else [number]
            else:
                papers = list(marks(mark)) if marks else []
            return engine.index.place[np.array(papers, np.int64)]

        found = yield from engine.steps(query, marked)
        return Found(query, found, engine.index.order)

    def search(
        self, query: str, limit: int | None = None, marks: Marks | None = None
    ) -> list[Hit]:  # fmt: skip
        """The papers that a query finds, best first, at most `limit`.

        Raises:
            ValueError: the query cannot be parsed; the message says where and why.
        """
        from carrel.search import Hit
        from carrel.search.query import parse

        parsed = parse(query)
        for error in parsed.errors:
            raise ValueError(f"{error.message}, at “{query[error.start : error.end]}”")
        steps = self.steps(parsed, marks)
        while True:
            try:
                next(steps)
            except StopIteration as end:
                found: Found = end.value
                return [
                    Hit(self.paper(number), score, parsed, found.lenient)
                    for number, score in found.best(len(found) if limit is None else limit)
                ]

    def facets(self, found: Found | None = None, most: int = 50) -> Facets:
        """How many of the papers found, or of all, are of each year, author, category, venue and
        source; at most `most` values of each."""
        return self.engine.index.facets.count(None if found is None else found.indexed, most)

    def related(self, number: int, limit: int = 20) -> list[tuple[int, float]]:
        """The papers nearest to one by the words that tell most, best first, and how near: 0 to 1."""
        from carrel.search.related import related

        index = self.engine.index
        papers, near = related(index, self.paper(number), limit + 1)
        pairs = zip(index.order[papers].tolist(), near.tolist(), strict=True)
        return [(other, nearness) for other, nearness in pairs if other != number][:limit]


class Found(Sequence[int]):
    """What a search found: as many numbers of papers as `len` says, best first.

    `lenient` tells whether words had to be taken as shortened or misspelt for it; `indexed` are the
    papers as the index numbers them.
    """

    def __init__(self, query: Query, ranked: Ranked, order: NDArray[np.uint32]) -> None:
        self.query = query
        self.lenient = ranked.lenient
        self.indexed = ranked.papers
        self._scores = ranked.scores
        self._order = order

    def __len__(self) -> int:
        return len(self.indexed)

    def __getitem__(self, place: int) -> int:
        """The number, in the library, of the paper at this place."""
        return int(self._order[self.indexed[place]])

    def place_of(self, number: int) -> int | None:
        """The place of a paper among those found; None where it is not."""
        import numpy as np

        places = np.flatnonzero(self._order[self.indexed] == number)
        return int(places[0]) if len(places) else None

    def best(self, limit: int) -> Iterator[tuple[int, int]]:
        """The first papers' numbers and scores."""
        numbers = self._order[self.indexed[:limit]].tolist()
        return zip(numbers, self._scores[:limit].tolist(), strict=True)
