"""A library: papers by number, by id, and by query.

Papers have numbers, which stay as long as the library is open. A paper is put together from its
records when it is asked for, so that a library of a million papers costs what is looked at, not
what it holds.
"""

from __future__ import annotations

from array import array
from bisect import bisect_right
from collections.abc import Callable, Container, Generator, Iterable, Iterator, Sequence
from functools import partial
from itertools import accumulate, islice
from typing import TYPE_CHECKING

from carrel import identity
from carrel.batches import MANY, batches
from carrel.identity import address_hash, address_key, citekey_hash, id_hash
from carrel.library.found import Found
from carrel.library.groups import Groups, Ids
from carrel.library.papers import Papers, read_records
from carrel.library.sources import Report, Watch
from carrel.paper import Paper, Record, Reject
from carrel.steps import finished

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from carrel.search import Hit
    from carrel.search.engine import Engine
    from carrel.search.facets import Facets
    from carrel.search.index import Index
    from carrel.search.phrases import Texts
    from carrel.search.query import Query
    from carrel.search.segment import Mark

_LOOKS = 4  # into the index, after which much of it that is hardly needed again is in memory
_MOST_NAMED = 100  # papers with one citekey, or at one address, that are told from each other

Marks = Callable[["Mark"], Iterable[int]]
"""Answers what a library cannot know: the numbers of the papers with a tag, a note, a star."""


class Part:
    """Papers that were merged and indexed together: which records each has, and what finds them.

    `hidden` are those, by number from 0, that a later part has in their place. `shared` are the
    hashes of ids that several papers have, where there are no `ids` to tell. What else is not given
    is made from the papers when it is needed.
    """

    def __init__(
        self,
        groups: Groups,
        ids: Ids | None = None,
        index: Callable[[], Index] | None = None,
        newest: Sequence[int] | None = None,
        hidden: Sequence[int] = (),
        shared: Container[int] = (),
    ) -> None:
        self.groups = groups
        self.ids = ids
        self.index = index
        self.newest = newest
        self.hidden = frozenset(hidden)
        self._shared = shared

    def is_shared(self, wanted: int) -> bool:
        """Have several papers an id with this hash?"""
        if self.ids is None:
            return wanted in self._shared
        if not self.ids.is_shared(wanted):
            return False
        shown = (number for number in self.ids.having(wanted) if number not in self.hidden)
        return len(list(islice(shown, 2))) > 1


class Library:
    """What `open_library` gives.

    `records` are those of all sources in order; `parts` say which of them are papers, and number
    the papers through; `reports` what became of each source. `undamaged` is what `verify` asks, and
    `unload` takes out of memory what comes back when it is needed.
    """

    def __init__(
        self,
        records: Sequence[Record],
        parts: Sequence[Part],
        reports: Sequence[Report],
        undamaged: Callable[[], bool] | None = None,
        unload: Callable[[], None] = lambda: None,
    ) -> None:
        self.records = records
        self.reports = reports
        self.notes: list[str] = []  # what the person should know of how it was opened
        self.watch = Watch(())
        self._undamaged = undamaged
        self._unload = unload
        self._looks = 0  # into the index
        self._parts = parts
        self._starts = list(accumulate((len(part.groups) for part in parts), initial=0))
        self._newest: Sequence[int] | None = None
        self._engine: Engine | None = None
        self._papers = Papers(records, self.members, self.is_shared)

    def verify(self) -> bool:
        """Is what the cache holds of this library undamaged? Reads all of it."""
        return self._undamaged is None or self._undamaged()

    # ------------------------------------------------------------ papers

    def __len__(self) -> int:
        return self._starts[-1] - sum(len(part.hidden) for part in self._parts)

    def numbers(self) -> Sequence[int]:
        """The numbers of all papers, in the order in which their records were read."""
        if not any(part.hidden for part in self._parts):
            return range(self._starts[-1])
        return [
            start + number
            for part, start in zip(self._parts, self._starts, strict=False)
            for number in range(len(part.groups))
            if number not in part.hidden
        ]

    def __iter__(self) -> Iterator[Paper]:
        return self.papers(self.numbers())

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

    def paper(self, number: int) -> Paper:
        """The paper with this number."""
        return self._papers[number]

    def papers(self, numbers: Iterable[int]) -> Iterator[Paper]:
        """The papers with these numbers, in half the time that one by one would take."""
        return self._papers.several(numbers)

    def read_ahead(self, numbers: Iterable[int]) -> None:
        """Read papers together that `paper` is about to be asked for."""
        self._papers.ahead(numbers)

    def records_of(self, number: int) -> list[Record]:
        """The records that a paper was merged from, in the order of their sources."""
        return [self.records[record] for record in self.members(number)]

    def read_records(self, numbers: Sequence[int]) -> Iterator[Record]:
        """The records with these numbers, which ascend, in less time than one by one."""
        for some in batches(numbers, MANY):
            yield from read_records(self.records, some)

    def members(self, number: int) -> Sequence[int]:
        """The numbers, in `records`, of a paper's records."""
        part = bisect_right(self._starts, number) - 1
        return self._parts[part].groups[number - self._starts[part]]

    def is_shared(self, identifier: str) -> bool:
        """Have several papers this id, so that it does not tell which one is meant?"""
        wanted = id_hash(identifier)
        return any(part.is_shared(wanted) for part in self._parts)

    def papers_of_records(self) -> Sequence[int]:
        """For each record, the number of its paper; of records that are gone, any number."""
        papers = array("I", bytes(4 * len(self.records)))
        for number in self.numbers():
            for record in self.members(number):
                papers[record] = number
        return papers

    def with_aliases(self, numbers: Sequence[int]) -> Iterator[tuple[Paper, tuple[str, ...]]]:
        """The papers with these numbers, each with all the ids that it has besides its own, or
        would have had from one source, that no other paper has."""
        for paper, records in self._papers.with_records(numbers):
            found = identity.aliases(paper, records)
            yield paper, tuple(alias for alias in found if not self.is_shared(alias))

    def find(self, identifier: str) -> int | None:
        """The number of the first paper with this id or alias, with the DOI, arXiv number or ISBN
        that a text or link holds, or the only one with this citekey or at this address; None where
        there is none."""
        first = next(self._known_by(identifier), None)
        if first is None and len(named := self._named(identifier)) == 1:
            return named[0]
        return first

    def having(self, identifier: str) -> list[int]:
        """The numbers of all papers that `find` would look at: more than one where a book's DOI
        stands with its chapters, or two sources have one citekey."""
        return list(dict.fromkeys(self._known_by(identifier))) or self._named(identifier)

    def number_of(self, identifier: str) -> int | None:
        """The number of the first paper with exactly this id or alias; None where there is none."""
        return next(self._numbers_of(identifier), None)

    def _known_by(self, identifier: str) -> Iterator[int]:
        for candidate in identity.meant(identifier):
            yield from self._numbers_of(candidate)

    def _numbers_of(self, identifier: str) -> Iterator[int]:
        shared = identity.shared_part(identifier)
        for part, ids, start in self._parts_and_ids():
            for number in ids.having(id_hash(identifier)):
                if number not in part.hidden:
                    yield start + number
            for number in ids.having(id_hash(shared)) if shared else ():
                [(paper, aliases)] = self.with_aliases([start + number])
                if identifier in (paper.id, *aliases) and number not in part.hidden:
                    yield start + number

    def _named(self, name: str) -> list[int]:
        """The numbers of the papers with a citekey, or with an address on the web; none where so
        many have it that it is not theirs: each of them would have to be looked at."""
        key, address = name.lower(), address_key(name)
        wanted = [citekey_hash(name), *([address_hash(address)] if address else [])]
        return [
            start + number
            for part, ids, start in self._parts_and_ids()
            for number in dict.fromkeys(n for one in wanted for n in _few(ids.having(one)))
            if number not in part.hidden
            and any(
                record.key.lower() == key or (address and address_key(record.url) == address)
                for record in self.records_of(start + number)
            )
        ]

    def _parts_and_ids(self) -> Iterator[tuple[Part, Ids, int]]:
        """The parts, the last one first, with their ids and the numbers of their first papers."""
        for part, start in zip(reversed(self._parts), self._starts[-2::-1], strict=True):
            if part.ids is None:
                part.ids = self._ids_of(part, start)
            yield part, part.ids, start

    def _ids_of(self, part: Part, start: int) -> Ids:
        pairs: set[tuple[int, int]] = set()
        for number in range(len(part.groups)):
            paper, records = self.paper(start + number), self.records_of(start + number)
            names = identity.aliases(paper, records)  # shared ones, too
            pairs.update((id_hash(identifier), number) for identifier in (paper.id, *names))
            pairs.update((citekey_hash(record.key), number) for record in records if record.key)
            addresses = filter(None, (address_key(record.url) for record in records))
            pairs.update((address_hash(address), number) for address in addresses)
        return Ids.of(pairs)

    def newest(self) -> Sequence[int]:
        """The numbers of all papers, newest first."""
        if self._newest is None:
            if len(self._parts) > 1:
                self._newest = self.engine.newest()
            elif (newest := self._parts[0].newest) is not None:
                self._newest = newest
            else:
                dates = [self.paper(number).date for number in self.numbers()]
                dated = [date if date[:1] != "-" else "" for date in dates]
                self._newest = sorted(self.numbers(), key=dated.__getitem__, reverse=True)
        return self._newest

    def stale(self) -> bool:
        """Has any of the sources changed since they were read? Cheap: looks at sizes and times."""
        return self.watch.changed()

    @property
    def rejects(self) -> list[Reject]:
        """What of the sources could not be read, or not without a fault."""
        return [reject for report in self.reports for reject in report.rejects]

    # ------------------------------------------------------------ searching

    @property
    def engine(self) -> Engine:
        """The search engine over all papers; made when first asked for, which may take a while."""
        if self._engine is None:
            from carrel.search.engine import Engine
            from carrel.search.segment import Segment

            segments = []
            for part, start in zip(self._parts, self._starts, strict=False):
                index = part.index() if part.index else self._index_of(part, start)
                segments.append(Segment(index, self._texts(index, start), part.hidden))
            self._engine = Engine(segments)
        return self._engine

    def _texts(self, index: Index, start: int) -> Texts:
        """What of the papers of an index, the first of which has the number `start`, is read."""
        from carrel.search.phrases import Texts

        def numbers(found: Sequence[int]) -> list[int]:
            return [start + int(index.order[number]) for number in found]

        return Texts(
            lambda found: self._papers.together(numbers(found)),
            lambda found: self._papers.abstracts(numbers(found)),
        )

    def _index_of(self, part: Part, start: int) -> Index:
        from carrel.search.build import Builder
        from carrel.search.entry import entry_of
        from carrel.search.index import Index

        builder = Builder()
        starts, merged = [0], {}
        for number in range(len(part.groups)):  # records in the order of their papers
            records = self.records_of(start + number)
            starts.append(starts[-1] + len(records))
            for record in records:
                builder.add(entry_of(record))
            if len(records) > 1:
                merged[number] = entry_of(self.paper(start + number))
        return Index(builder.finish(starts, range(starts[-1]), merged))

    def prepare(self) -> None:
        """Load what searching needs, so that the first search does not wait for it."""
        _ = self.engine

    def steps(self, query: Query, marks: Marks | None = None) -> Generator[None, None, Found]:
        """Search in steps of a few milliseconds, between which it can be dropped.

        Without `marks`, no paper has annotations. The generator returns what it found.
        """
        from carrel.search.query import Identified

        engine = self.engine

        def marked(mark: Mark) -> NDArray[np.uint32]:
            if isinstance(mark, Identified):
                return engine.indexed(self.having(mark.text))
            return engine.indexed(list(marks(mark)) if marks else [])

        self._look()
        ranked = yield from engine.steps(query, marked)
        return Found(ranked, engine)

    def found(self, query: Query, marks: Marks | None = None) -> Found:
        """As `steps`, to the end."""
        return finished(self.steps(query, marks))

    def search(self, query: str, limit: int | None = None) -> list[Hit]:
        """The papers that a query finds, best first, at most `limit`.

        A library knows no annotations: `is:unread` finds all of them, `is:fav` none. A condition
        that may still be typed on (`year:`) asks for nothing, so that a query may be searched for
        as it is typed.

        Raises:
            ValueError: the query cannot be parsed; the message says where and why.
        """
        from carrel.search import Hit
        from carrel.search.query import parse

        parsed = parse(query)
        for error in parsed.errors:
            raise ValueError(f"{error.message}, at “{query[error.start : error.end]}”")
        found = self.found(parsed)
        return [
            Hit(score, parsed, found.lenient, partial(self.paper, number))
            for number, score in found.best(len(found) if limit is None else limit)
        ]

    def facets(self, found: Found | None = None, most: int = 50) -> Facets:
        """How many of the papers found, or of all, are of each year, author, category, venue and
        source; at most `most` values of each."""
        self._look()
        return self.engine.facets(None if found is None else found.indexed, most)

    def _look(self) -> None:
        self._looks += 1
        if self._looks % _LOOKS == 0:
            self._unload()

    def related(self, number: int, limit: int = 20) -> list[tuple[int, float]]:
        """The papers nearest to one by the words that tell most, best first; how near: 0 to 1."""
        found = self.engine.related(self.paper(number), limit + 1)
        return [(other, nearness) for other, nearness in found if other != number][:limit]


def _few(numbers: Iterator[int]) -> list[int]:
    found = list(islice(numbers, _MOST_NAMED + 1))
    return found if len(found) <= _MOST_NAMED else []
