"""Narrowing what is found: by what the papers have in common, by saved searches, by completion."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from typing import TYPE_CHECKING

from carrel.desk import Desk
from carrel.memory import LONGEST_NAME
from carrel.search.query import parse
from carrel.text import clean
from carrel.ui import query_text
from carrel.ui.facet_lines import Counts, Line, count, lines, tag_uses
from carrel.ui.views import steps

if TYPE_CHECKING:
    from carrel.ui.browse import Browse
    from carrel.ui.completion import Offer

_PAUSE = 0.03  # seconds of rest after a key before the sidebar is counted


class Narrowing:
    """Fills the sidebar, and offers completions from what it counted."""

    def __init__(self, browse: Browse) -> None:
        self._browse = browse
        self._counts: Counts | None = None
        self._saved: dict[str, int] = {}  # how many papers each saved query finds
        # Always the same thread, since each keeps tens of megabytes of what it once needed.
        self._thread = ThreadPoolExecutor(1, "counts")

    # ------------------------------------------------------------ the sidebar

    def go_to_sidebar(self) -> None:
        """Open the sidebar and go there; from there, close it."""
        browse = self._browse
        shown = not (browse.sidebar_shown and browse.sidebar.has_focus)
        wide = browse.has_class("-wide")
        browse.reading.unzoom()
        browse.set_class(shown and not wide, "-sidebar")
        if wide:  # elsewhere it takes the place of something, for a while
            browse.set_class(not shown, "-no-sidebar")
            browse.carrel.remember(lambda now: replace(now, sidebar=shown))
        if shown:
            browse.call_after_refresh(browse.sidebar.focus)
        else:
            browse.papers.focus()
        self.refresh()

    def act(self, what: str, line: Line) -> None:
        """Do to a line of the sidebar what its key asks for: "choose", "exclude", "rename" or
        "remove" it."""
        keeping = self._browse.keeping
        if what in ("choose", "exclude"):
            self.choose(line, negated=what == "exclude")
        elif line.kind == "search":
            {"rename": self.rename_search, "remove": self.remove_search}[what](line.value)
        elif line.label.startswith("#"):
            {"rename": keeping.rename_tag, "remove": keeping.remove_tag}[what](line.label[1:])
        else:
            self._browse.say(f"Only tags and saved searches are {what}d here", problem=True)

    def choose(self, line: Line, *, negated: bool = False) -> None:
        """Put a line of the sidebar into the query, or take it out."""
        finding = self._browse.finding
        if line.kind == "condition":
            finding.go(query_text.toggled(finding.text, line.value, negated=negated))
        elif line.kind == "search":
            query = self._browse.carrel.memory.now.searches.get(line.value, "")
            finding.go("" if query == finding.text.strip() else query)
        else:
            self._show_lines()

    def refresh(self, *, changed: bool = True) -> None:
        """Count again what the papers shown have in common; `changed` if other papers match now."""
        if changed:
            self._saved.clear()
        if self._browse.sidebar_shown or self._browse.filter_line.input.has_focus:
            self._browse.finding.begin(self._count, "sidebar")

    async def _count(self) -> None:
        await asyncio.sleep(_PAUSE)
        view = self._browse.view
        if view is None:
            return
        await asyncio.shield(self._browse.finding.ready(view.desk))
        if view is not self._browse.view:
            return
        new = list(view.desk.new)
        if view.found is None and len(view.order) < len(view.desk.library):
            # It looks at papers, which a thread may not beside the screen.
            self._counts = count(view, new)
        else:
            loop = asyncio.get_running_loop()
            self._counts = await loop.run_in_executor(self._thread, count, view, new)
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
        sidebar.show(lines(self._counts, self._browse.finding.text, saved, sidebar.unfolded))

    # ------------------------------------------------------------ saved searches

    def save_search(self) -> None:
        """Ask for a name for the query."""
        text = self._browse.finding.text.strip()
        if not text:
            self._browse.say("Type a filter first; then it can be saved", problem=True)
            return
        if parse(text).errors:
            self._browse.say("Not saved: the filter has a mistake", problem=True)
            return

        memory = self._browse.carrel.memory

        async def saved(name: str) -> None:
            memory.change(lambda now: now.with_search(name, text))
            await asyncio.to_thread(memory.save)
            if memory.problem:
                why = memory.problem
                self._browse.say(f"Not saved, but kept and tried again: {why}", problem=True)
            else:
                self._browse.say(f"Saved as “{name}”; it is in the sidebar (b)")
            self.refresh()

        def save(name: str) -> None:
            self._browse.run_worker(saved(name), group="remember")

        def named(name: str) -> None:
            self._replacing(name, text, lambda: save(name))

        known = memory.now.searches
        name = next((name for name, query in known.items() if query == text), "")
        self._ask_name("Save the search as", name, named, text[:LONGEST_NAME])

    def rename_search(self, old: str) -> None:
        def rename(new: str, query: str) -> None:
            self._browse.carrel.remember(
                lambda now: now.with_search(old, "").with_search(new, query)
            )
            self.refresh()

        def named(new: str) -> None:
            if query := self._browse.carrel.memory.now.searches.get(old, ""):
                self._replacing(new, query, lambda: rename(new, query))

        self._ask_name("Rename the search", old, named)

    def _ask_name(
        self, title: str, known: str, then: Callable[[str], None], short: str = ""
    ) -> None:
        """Ask for a search's name. `known` is the one it has, however long, and `short` what it is
        called where nothing is typed."""
        from carrel.ui.dialogs import Prompt

        def accepts(answer: str) -> bool:
            new = clean(answer)
            fits = len(new) <= LONGEST_NAME or new == known
            if not fits:
                has = f"“{new[:20]}…” has {len(new):,}"
                why = f"Not saved: a name has at most {LONGEST_NAME} characters, {has}"
                self._browse.say(why, problem=True)
            return fits

        def answered(answer: str | None) -> None:
            if new := clean(answer or ""):
                then(new)

        prompt = Prompt(title, known, placeholder=short, accepts=accepts)
        self._browse.app.push_screen(prompt, answered)

    def _replacing(self, name: str, query: str, act: Callable[[], None]) -> None:
        """Give a query a name; if that is another's, ask first."""
        other = self._browse.carrel.memory.now.searches.get(clean(name), query)
        if other == query:
            act()
        else:
            self._browse.confirm(f"“{name}” is the search  {other}  now. Replace it?", act)

    def remove_search(self, name: str) -> None:
        def remove() -> None:
            self._browse.carrel.remember(lambda now: now.with_search(name, ""))
            self.refresh()

        self._browse.confirm(f"Forget the search “{name}”?", remove)

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
            facets.sources,
            searches,
        )
        return offer(text, cursor, known, asked)
