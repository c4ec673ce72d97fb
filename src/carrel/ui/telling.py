"""What the screen tells besides papers: how many, which keys matter, how far reading is."""

from __future__ import annotations

import os
from dataclasses import replace
from typing import TYPE_CHECKING

from rich.cells import cell_len
from textual.content import Content
from textual.widgets import Static

from carrel.text import counted
from carrel.ui import notices
from carrel.ui.commands import BROWSE, FILTER, NOTE, PICK, SIDEBAR
from carrel.ui.filter_line import Filter
from carrel.ui.hints import Hints
from carrel.ui.sidebar import Sidebar

if TYPE_CHECKING:
    from carrel.library.reading import Progress
    from carrel.ui.browse import Browse
    from carrel.ui.views import View

_WAIT = "Still reading …"


class Telling:
    """Header, bottom line, progress, and the welcome; and what stands in place of papers."""

    def __init__(self, browse: Browse) -> None:
        self._browse = browse

    # ------------------------------------------------------------ the welcome

    def welcome(self) -> None:
        """Greet who is here for the first time, once."""
        browse = self._browse
        browse.mount(Static(self._welcome(browse.app.size.width), id="welcome"), before="#hints")
        browse.carrel.remember(lambda now: replace(now, hints=True))

    def _welcome(self, width: int) -> Content:
        return notices.welcome(width, low=not self._browse.has_class("-high"))

    def end_welcome(self) -> None:
        self._browse.query("#welcome").remove()

    def fit(self) -> None:
        """Say what there is room for."""
        for welcome in self._browse.query("#welcome").results(Static):
            welcome.update(self._welcome(self._browse.size.width))
        self.show_count()
        self.show_hints()

    # ------------------------------------------------------------ the header

    def show_count(self) -> None:
        """How many papers are shown, of how many; how they are sorted; how many are selected."""
        browse = self._browse
        if browse.view is None:
            return
        from carrel.ui.views import order_in_words

        shown, there = len(browse.view.order), len(browse.desk.library)
        parts = [f"{len(browse.marks):,} selected"] if browse.marks else []
        if browse.desk.new:
            parts.append(f"{len(browse.desk.new):,} new")
        if browse.finding.related:
            parts.append(self._related(browse.view))
        else:
            papers = f"{shown:,} of {there:,}" if browse.finding.text else counted(there, "paper")
            parts.append(f"{papers} so far" if browse.carrel.loading.partial else papers)
            if browse.view.found is not None and browse.view.found.partly:
                parts.append("not all words")
            elif browse.view.query.sort or not browse.has_class("-one"):
                parts.append(order_in_words(browse.view.query))
        if browse.has_class("-one"):  # whole parts or none, and half of the line for the query
            while len(parts) > 1 and cell_len(" · ".join(parts)) > browse.size.width // 2 - 2:
                parts.pop()
        browse.filter_line.show_count(" · ".join(parts))

    def _related(self, view: View) -> str:
        """How many papers are related, and, where there is room, to which."""
        from carrel.ui.views import title_in_short

        papers, library = max(len(view.order) - 1, 0), view.desk.library
        number = library.find(self._browse.finding.related)
        if number is None or self._browse.has_class("-one"):
            return counted(papers, "related paper")
        room = self._browse.size.width // 3
        title = Content(title_in_short(library.paper(number))).truncate(room, ellipsis=True)
        return f"{counted(papers, 'paper')} related to “{title}”"

    # ------------------------------------------------------------ the bottom line

    @property
    def hints(self) -> Hints:
        return self._browse.query_one(Hints)

    def show_hints(self) -> None:
        """Show the keys that matter where the person is."""
        browse = self._browse
        if isinstance(browse.focused, Filter):
            to_select = (("mark", "select"),) if browse.picks_several else ()
            self.hints.show_place(PICK if browse.picks else FILTER, to_select)
        elif isinstance(browse.focused, Sidebar):
            self.hints.show_place(SIDEBAR)
        elif browse.has_class("-writing") and browse.focused is not browse.papers:
            self.hints.show_place(NOTE)
        elif browse.reading.zoomed:
            reading = (("view_down", "scroll"), ("down", "next paper"), ("clear", "back"))
            self.hints.show_place(BROWSE, (*self._pick_hints, *reading))
        else:
            back = (("related", "back"),) if browse.view and browse.finding.related else ()
            narrow = (("zoom", "read"),) if browse.has_class("-one") else ()
            self.hints.show_place(BROWSE, (*self._pick_hints, *back, *narrow))

    @property
    def _pick_hints(self) -> tuple[tuple[str, str], ...]:
        several = (("select", "select"),) if self._browse.picks_several else ()
        return (*several, ("take", "choose"), ("refuse", "leave")) if self._browse.picks else ()

    # ------------------------------------------------------------ reading sources

    def show_progress(self, progress: Progress | None) -> None:
        """Show how far reading is; None when there is nothing to wait for."""
        browse = self._browse
        there = browse.query("#progress")
        if progress is None:
            there.remove()
            self.show_count()
            self.explain_emptiness()
            return
        line = notices.progress_line(progress, browse.size.width, stops=not browse.picks)
        if there:
            there.only_one(Static).update(line)
        else:
            browse.mount(Static(line, id="progress"), before="#desk")

    def explain_waiting(self) -> None:
        """Say why a key does nothing: there is no paper yet, or none at all."""
        carrel = self._browse.carrel
        begun = carrel.annotations is not None
        self._browse.say("There are no papers" if begun and not carrel.opening else _WAIT)

    def end_waiting(self) -> None:
        """There are papers: nobody is to be told any more to wait for them."""
        self.hints.hush(_WAIT)

    def explain_emptiness(self) -> None:
        """Say, in place of papers, why there are none."""
        browse = self._browse
        loading = browse.carrel.loading
        if browse.view is not None and len(browse.view.desk.library):
            text, without = browse.finding.text.strip(), browse.finding.without
            browse.papers.explain(notices.nothing_matches(text, without))
        elif loading.stopped:
            browse.papers.explain(notices.stopped())
        elif loading.partial:
            browse.papers.explain(Content("Reading …" if browse.view is not None else ""))
        else:
            gone = os.path.basename(loading.gone[0]) if loading.gone else ""
            unread = browse.view is not None and bool(browse.view.desk.library.rejects)
            browse.papers.explain(notices.no_papers(gone, unread))
