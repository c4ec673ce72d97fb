"""Finding: from what is typed, and how it is to be sorted, to what the list shows."""

from __future__ import annotations

import asyncio
import gc
from collections.abc import Callable, Coroutine, Generator
from contextlib import suppress
from dataclasses import replace
from functools import partial
from itertools import islice
from time import perf_counter
from typing import TYPE_CHECKING

from textual.worker import WorkerCancelled, WorkerFailed

from carrel.desk import Desk
from carrel.search.query import parse, without_each
from carrel.ui.trail import Trail, Visit
from carrel.ui.views import SORTS, View, is_found_at_once, related, steps

if TYPE_CHECKING:
    from textual.worker import Worker

    from carrel.ui.browse import Browse

_AT_ONCE = 0.008  # seconds of a search that are done before the screen is given a turn
_PAUSE = 0.03  # seconds in which what was typed already has arrived
_REST = 0.15  # seconds without a key, after which it is looked why nothing is found
_MOST_LOOKED_AT = 6  # conditions of a query without which it is tried
_COLLECTING = (2_000, 10, 100)  # in place of 700, 10, 10


class Finding:
    """Searches as one types. The query's text is the one truth of what is looked for."""

    def __init__(self, browse: Browse) -> None:
        self._browse = browse
        self.text = ""
        self.sort = browse.carrel.memory.now.sort
        if self.sort not in SORTS:
            self.sort = "relevance"
        self.related = ""  # the id of the paper whose relatives are shown
        self.without: list[tuple[str, int]] = []  # conditions without which something is found
        self._trail = Trail()
        self._before_filter = ""  # the paper, by id, that the cursor was on
        self._started: Visit | None = None  # the view in which the person began to type
        self._prepared: tuple[Desk, asyncio.Task[None]] | None = None

    # ------------------------------------------------------------ searching

    def typed(self, text: str, *, more: bool = False) -> None:
        """The text of the filter has changed. If `more` letters wait already, the search waits for
        them."""
        if text != self.text:
            self.text = text
            self.related = ""
            if more:
                self.begin(self._search_soon, "search")
            else:
                self.search()

    async def _search_soon(self) -> None:
        await asyncio.sleep(_PAUSE)
        self.search()

    def begin_typing(self) -> None:
        """The person is in the filter line."""
        self._started = self.visit

    def end_typing(self) -> None:
        """The person has left it: the view before is one to come back to."""
        if self._started is not None and not self._started.shows_as(self.visit):
            self._trail.leave(self._started)
        self._started = None
        self._remember()

    def _remember(self) -> None:
        text = self.text
        self._browse.carrel.remember(lambda now: now.with_query(text))

    def search(self, keep: str = "", line: int | None = None) -> None:
        """Find what is asked for now. The cursor stays on the paper `keep` (its id), on a line of
        the screen."""
        browse = self._browse
        query = parse(self.text)
        browse.filter_line.show_error(query.errors[0] if query.errors else None)
        browse.workers.cancel_group(browse, "search")
        browse.workers.cancel_group(browse, "without")
        self.without = []
        if query.errors:
            return
        desk = browse.newest_desk
        if self.related and (number := desk.library.find(self.related)) is not None:
            self.begin(partial(self._related, desk, number), "search")
            return
        self.related = ""
        if not self._before_filter and query.clauses:
            self._before_filter = browse.current_id
        if not query.clauses:
            keep = keep or self._before_filter
            self._before_filter = ""
        found = steps(desk, query, self.sort)
        if is_found_at_once(query, self.sort):
            self._run(found, perf_counter() + 60, keep, line)
            return
        waits = (query.asks_reader or self.sort == "annotated") and browse.keeping.under_way
        begins = not waits and self.ready(desk).done()
        if not (begins and self._run(found, perf_counter() + _AT_ONCE, keep, line)):
            self.begin(partial(self._finish, desk, found, keep, line, waits), "search")

    def _run(
        self, found: Generator[None, None, View], until: float, keep: str, line: int | None
    ) -> bool:
        """Search until a moment; was it done, and shown, by then?"""
        while perf_counter() < until:
            try:
                next(found)
            except StopIteration as end:
                self._browse.show(end.value, keep, line)
                if self.text and not len(end.value.order):
                    self.begin(partial(self._try_without, end.value.desk), "without")
                return True
        return False

    def begin(self, work: Callable[[], Coroutine[None, None, None]], group: str) -> Worker[None]:
        """Begin work in place of what its group is at. Given as a function: a coroutine that is
        cancelled before it has begun would be complained of."""
        return self._browse.run_worker(work, group=group, exclusive=True)

    async def _finish(
        self,
        desk: Desk,
        found: Generator[None, None, View],
        keep: str,
        line: int | None,
        waits: bool,
    ) -> None:
        """Go on with a search that takes longer, a little at a time; that `waits` for what is being
        written of papers, which it asks for."""
        await asyncio.shield(self.ready(desk))
        if waits:
            await self._browse.keeping.done()
        while True:
            if self._run(found, perf_counter() + _AT_ONCE, keep, line):
                return
            await asyncio.sleep(0)

    async def _try_without(self, desk: Desk) -> None:
        """Nothing was found: say what would be, without each of the conditions."""
        await asyncio.sleep(_REST)
        for condition, rest in islice(without_each(self.text), _MOST_LOOKED_AT):
            query = parse(rest)
            if not query.clauses:  # "author:" alone asks for nothing yet
                continue
            looking = desk.steps(query)
            try:
                while True:
                    next(looking)
                    await asyncio.sleep(0)
            except StopIteration as end:
                if count := len(end.value):
                    self.without.append((condition, count))
        self._browse.telling.explain_emptiness()

    async def _related(self, desk: Desk, number: int) -> None:
        await asyncio.shield(self.ready(desk))
        self._browse.show(related(desk, number))

    async def done(self) -> None:
        """Wait for a search under way: what is asked for next is meant for what it finds."""
        while work := self._search_under_way:
            with suppress(WorkerCancelled, WorkerFailed):
                await work.wait()

    @property
    def _search_under_way(self) -> Worker[object] | None:
        works = (work for work in self._browse.workers if work.group == "search")
        return next((work for work in works if not work.is_finished), None)

    def ready(self, desk: Desk) -> asyncio.Task[None]:
        """Done when what the first search needs is loaded."""
        if self._prepared is None or self._prepared[0] is not desk:
            task = asyncio.create_task(asyncio.to_thread(desk.prepare))
            self._prepared = (desk, task)
        return self._prepared[1]

    def warm_up(self) -> None:
        """Load what the first search needs, while nobody waits for it."""
        self.ready(self._browse.newest_desk).add_done_callback(lambda _: _spare_the_collector())

    # ------------------------------------------------------------ views

    @property
    def visit(self) -> Visit:
        """The present view."""
        paper, line = self._browse.current_id, self._browse.papers.line
        return Visit(self.text, self.sort, self.related, paper, line)

    def go(self, text: str, *, sort: str = "", related: str = "") -> None:
        """Show another view; `back` comes back to this one."""
        self._trail.leave(self.visit)
        self._set(text, sort or self.sort, related)
        self.search()
        self._remember()

    def back(self) -> None:
        self._visit(self._trail.back(self.visit), "This is the first view")

    def forward(self) -> None:
        self._visit(self._trail.forward(self.visit), "This is the last view")

    def _visit(self, visit: Visit | None, none: str) -> None:
        if visit is None:
            self._browse.say(none)
            return
        self._set(visit.text, visit.sort, visit.related)
        self.search(visit.paper, visit.line)

    def _set(self, text: str, sort: str, related: str) -> None:
        self.text, self.sort, self.related = text, sort, related
        self._browse.filter_line.set_text(text)

    def show_related(self) -> None:
        """The papers nearest to this one; of a paper whose relatives are shown, back."""
        paper = self._browse.current_id
        if paper and self.related == paper:
            self.back()
        elif paper:
            self._browse.reading.unzoom()
            self.go("", related=paper)

    def clear(self) -> None:
        """Everything again, the filter and the related papers put away."""
        if self.related:
            self.back()
        elif self.text:
            self._trail.leave(self.visit)
            self._set("", self.sort, "")
            self.search()

    def choose_sort(self) -> None:
        from carrel.ui.dialogs import Choice, Choose

        def sort(name: str | None) -> None:
            if name and name != self.sort:
                self.sort = name
                self._browse.carrel.remember(lambda now: replace(now, sort=name))
                self.search(self._browse.current_id)

        choices = [Choice(name, sort.key, sort.label) for name, sort in SORTS.items()]
        self._browse.app.push_screen(Choose("Sort", choices, self.sort), sort)


def _spare_the_collector() -> None:
    """What is there now stays; and among what comes, cycles that may go are few. Looking through
    all of it for them would take longer than all else that a key asks for."""
    gc.freeze()
    gc.set_threshold(*_COLLECTING)
