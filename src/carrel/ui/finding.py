"""Finding: from what is typed, and how it is to be sorted, to what the list shows."""

from __future__ import annotations

import asyncio
import gc
from collections.abc import Callable, Coroutine, Generator
from contextlib import suppress
from dataclasses import replace
from functools import partial
from time import perf_counter
from typing import TYPE_CHECKING

from textual.worker import WorkerCancelled, WorkerFailed

from carrel.desk import Desk
from carrel.search.query import parse
from carrel.ui import query_text
from carrel.ui.facet_lines import Counts, Line, count, lines, tag_uses
from carrel.ui.trail import Trail, Visit
from carrel.ui.views import SORTS, View, is_found_at_once, related, steps

if TYPE_CHECKING:
    from textual.worker import Worker

    from carrel.ui.browse import Browse
    from carrel.ui.completion import Known, Offer

_AT_ONCE = 0.008  # seconds of a search that are done before the screen is given a turn
_COLLECTING = (2_000, 10, 100)  # in place of 700, 10, 10
_PAUSE = 0.03  # seconds of rest after a key before the sidebar is counted


class Finding:
    """Searches as one types. The query's text is the one truth of what is looked for."""

    def __init__(self, browse: Browse) -> None:
        self._browse = browse
        self.text = ""
        self.sort = browse.carrel.memory.now.sort
        if self.sort not in SORTS:
            self.sort = "relevance"
        self.related = ""  # the id of the paper whose relatives are shown
        self._trail = Trail()
        self._before_filter = ""  # the paper, by id, that the cursor was on
        self._started: Visit | None = None  # the view in which the person began to type
        self._prepared: tuple[Desk, asyncio.Task[None]] | None = None
        self._counts: Counts | None = None
        self._saved: dict[str, int] = {}  # how many papers each saved query finds
        self._known: Known | None = None

    # ------------------------------------------------------------ searching

    def typed(self, text: str) -> None:
        """The text of the filter has changed."""
        if text != self.text:
            self.text = text
            self.related = ""
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
        if query.errors:
            return
        desk = browse.newest_desk
        if self.related and (number := desk.library.find(self.related)) is not None:
            self._begin(partial(self._related, desk, number), "search")
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
        elif not (
            self._ready(desk).done() and self._run(found, perf_counter() + _AT_ONCE, keep, line)
        ):
            self._begin(partial(self._finish, desk, found, keep, line), "search")

    def _run(
        self, found: Generator[None, None, View], until: float, keep: str, line: int | None
    ) -> bool:
        """Search until a moment; was it done, and shown, by then?"""
        while perf_counter() < until:
            try:
                next(found)
            except StopIteration as end:
                self._browse.show(end.value, keep, line)
                return True
        return False

    def _begin(self, work: Callable[[], Coroutine[None, None, None]], group: str) -> Worker[None]:
        """Begin work in place of what its group is at. Given as a function: a coroutine that is
        cancelled before it has begun would be complained of."""
        return self._browse.run_worker(work, group=group, exclusive=True)

    async def _finish(
        self, desk: Desk, found: Generator[None, None, View], keep: str, line: int | None
    ) -> None:
        """Go on with a search that takes longer, a little at a time."""
        await asyncio.shield(self._ready(desk))
        while True:
            if self._run(found, perf_counter() + _AT_ONCE, keep, line):
                return
            await asyncio.sleep(0)

    async def _related(self, desk: Desk, number: int) -> None:
        await asyncio.shield(self._ready(desk))
        self._browse.show(related(desk, number))

    async def done(self) -> None:
        """Wait for a search under way: what is asked for next is meant for what it finds."""
        browse = self._browse
        for worker in [work for work in browse.workers if work.group == "search"]:
            with suppress(WorkerCancelled, WorkerFailed):
                await worker.wait()

    def _ready(self, desk: Desk) -> asyncio.Task[None]:
        """Done when what the first search needs is loaded."""
        if self._prepared is None or self._prepared[0] is not desk:
            task = asyncio.create_task(asyncio.to_thread(desk.prepare))
            self._prepared = (desk, task)
        return self._prepared[1]

    def warm_up(self) -> None:
        """Load what the first search needs, while nobody waits for it."""
        self._ready(self._browse.newest_desk).add_done_callback(lambda _: _spare_the_collector())

    # ------------------------------------------------------------ views

    @property
    def visit(self) -> Visit:
        """The present view."""
        return Visit(self.text, self.sort, self.related, *self._browse.at)

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
            if self._browse.reading.zoomed:
                self._browse.reading.zoom()
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

    # ------------------------------------------------------------ saved searches

    def save_search(self) -> None:
        """Ask for a name for the query."""
        from carrel.ui.dialogs import Prompt

        text = self.text.strip()
        if not text:
            self._browse.say("Type a filter first; then it can be saved", True)
            return

        def save(name: str | None) -> None:
            if name:
                self._browse.carrel.remember(lambda now: now.with_search(name, text))
                self._browse.say(f"Saved as “{name}”; it is in the sidebar (b)")
                self.refresh_sidebar()

        known = self._browse.carrel.memory.now.searches
        name = next((name for name, query in known.items() if query == text), "")
        self._browse.app.push_screen(Prompt("Save the search as", name, placeholder=text), save)

    def rename_search(self, old: str) -> None:
        from carrel.ui.dialogs import Prompt

        def rename(new: str | None) -> None:
            query = self._browse.carrel.memory.now.searches.get(old, "")
            if new and query:
                self._browse.carrel.remember(
                    lambda now: now.with_search(old, "").with_search(new, query)
                )
                self.refresh_sidebar()

        self._browse.app.push_screen(Prompt("Rename the search", old), rename)

    def remove_search(self, name: str) -> None:
        def remove() -> None:
            self._browse.carrel.remember(lambda now: now.with_search(name, ""))
            self.refresh_sidebar()

        self._browse.confirm(f"Forget the search “{name}”?", remove)

    # ------------------------------------------------------------ the sidebar

    def choose(self, line: Line, *, negated: bool = False) -> None:
        """Put a line of the sidebar into the query, or take it out."""
        if line.kind == "condition":
            self.go(query_text.toggled(self.text, line.value, negated=negated))
        elif line.kind == "search":
            query = self._browse.carrel.memory.now.searches.get(line.value, "")
            self.go("" if query == self.text.strip() else query)
        else:
            self._show_lines()

    def refresh_sidebar(self, *, changed: bool = True) -> None:
        """Count again what the papers shown have in common; `changed` if other papers match now."""
        if changed:
            self._saved.clear()
        if self._browse.sidebar_shown or self._browse.filter_line.input.has_focus:
            self._begin(self._count, "sidebar")

    async def _count(self) -> None:
        await asyncio.sleep(_PAUSE)
        view = self._browse.view
        if view is None:
            return
        await asyncio.shield(self._ready(view.desk))
        if view is not self._browse.view:
            return
        new = list(view.desk.new)
        if view.found is None and len(view.order) < len(view.desk.library):
            # It looks at papers, which a thread may not beside the screen.
            self._counts = count(view, new)
        else:
            self._counts = await asyncio.to_thread(count, view, new)
        self._show_lines()
        self._browse.filter_line.refresh_offer()
        if self._browse.sidebar_shown:
            await self._count_saved(view.desk)

    async def _count_saved(self, desk: Desk) -> None:
        """How many papers each saved search finds."""
        for query in set(self._browse.carrel.memory.now.searches.values()) - self._saved.keys():
            parsed = parse(query)
            if parsed.errors:
                continue
            found = steps(desk, replace(parsed, sort="", descending=False), "relevance")
            while query not in self._saved:
                try:
                    next(found)
                except StopIteration as end:
                    self._saved[query] = len(end.value.order)
                await asyncio.sleep(0)
            self._show_lines()

    def _show_lines(self) -> None:
        if self._counts is None or not self._browse.sidebar_shown:
            return
        searches = self._browse.carrel.memory.now.searches.items()
        saved = [(name, query, self._saved.get(query)) for name, query in searches]
        sidebar = self._browse.sidebar
        sidebar.show(lines(self._counts, self.text, saved, sidebar.unfolded))

    # ------------------------------------------------------------ completions

    def offer(self, text: str, cursor: int, asked: bool) -> Offer | None:
        """What could stand at the cursor of the filter line."""
        from carrel.ui.completion import Known, offer

        view = self._browse.view
        if view is None:
            return None
        facets = self._counts.facets if self._counts else None
        tags = tag_uses(view.desk.annotated().values())
        searches = self._browse.carrel.memory.now.searches
        if facets is None:
            return offer(text, cursor, Known(tags=tags, searches=searches), asked)
        known = Known(
            tags,
            facets.authors,
            facets.venues,
            facets.categories,
            facets.years,
            searches,
        )
        return offer(text, cursor, known, asked)


def _spare_the_collector() -> None:
    """What is there now stays; and among what comes, cycles that may go are few. Looking through
    all of it for them would take longer than all else that a key asks for."""
    gc.freeze()
    gc.set_threshold(*_COLLECTING)
