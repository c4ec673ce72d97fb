"""The main screen: what is where on it, and which room does what a key asks for."""

from __future__ import annotations

import os
from collections.abc import Awaitable, Callable
from dataclasses import replace
from functools import cached_property
from typing import TYPE_CHECKING, cast

from textual import on
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.screen import Screen
from textual.widgets import Input, Static

from carrel.ui import notices
from carrel.ui.commands import BROWSE, FILTER, PICK, SIDEBAR, bindings
from carrel.ui.doing import Doing, doing
from carrel.ui.filter_line import Filter, FilterLine
from carrel.ui.hints import Hints
from carrel.ui.marks import Marks, carried
from carrel.ui.paper_list import PaperList, Row
from carrel.ui.paper_view import PaperView
from carrel.ui.sidebar import Sidebar

if TYPE_CHECKING:
    from carrel.desk import Desk
    from carrel.library.reading import Progress
    from carrel.search.query import QueryError
    from carrel.ui.app import Carrel
    from carrel.ui.citing import Citing
    from carrel.ui.finding import Finding
    from carrel.ui.keeping import Keeping
    from carrel.ui.note_editor import NoteEditor
    from carrel.ui.page import Page
    from carrel.ui.selecting import Selecting
    from carrel.ui.views import View
    from carrel.ui.visiting import Visiting
    from carrel.ui.writing import Writing

_PAUSE = 0.1  # seconds after which what the first search needs is loaded
# The list, or the paper; one over the other; beside one another; with the sidebar.
WIDTHS = [(0, "-one"), (61, "-stacked"), (100, "-beside"), (160, "-wide")]
WITHOUT_PAPERS = ("quit", "help", "theme", "palette", "filter", "clear", "suspend", "reload")


class Browse(Screen[None]):
    """Filter, sidebar, list, paper, and the keys for all that is done with them."""

    BINDINGS = bindings(BROWSE)
    AUTO_FOCUS = ""  # `on_mount` says where the focus is
    picks = False  # is this another program's question?
    view: View | None = None
    newest_desk: Desk  # the one that is searched next; `desk` is the one that is shown

    def __init__(self) -> None:
        super().__init__()
        self.marks = Marks()
        self._does = self.doing()

    def doing(self) -> Doing:
        """What each command does."""
        return doing(self)

    @property
    def carrel(self) -> Carrel:
        return cast("Carrel", self.app)

    def compose(self) -> ComposeResult:
        # The class for the width, which Textual would set when all is there, and style all anew.
        fitting = [name for least, name in WIDTHS if self.app.size.width >= least]
        self.add_class(fitting[-1])
        yield FilterLine()
        with Horizontal(id="desk"):
            yield Sidebar(id="sidebar")
            yield PaperList(self._row, self.carrel.settings.columns, id="list")
            with Vertical(id="right"):
                yield PaperView(id="view")
        yield Hints(self.carrel.keys, id="hints")

    def on_mount(self) -> None:
        in_filter = self.carrel.settings.start_in_filter or self.picks
        (self.filter_line.input if in_filter else self.papers).focus()
        self.filter_line.escapes = self.picks
        self.filter_line.set_text(self.carrel.query_text)
        if self.carrel.memory.now.sidebar is False:
            self._show_sidebar(False)
        if not self.carrel.memory.now.hints:
            self._welcome()

    def _welcome(self) -> None:
        """Greet who is here for the first time, once."""
        self.mount(Static(notices.welcome(self.app.size.width), id="welcome"), before=self._hints)
        self.carrel.remember(lambda now: replace(now, hints=True))

    def on_resize(self) -> None:
        self.call_after_refresh(self._fit)

    def _fit(self) -> None:
        """Say what there is room for."""
        for welcome in self.query("#welcome").results(Static):
            welcome.update(notices.welcome(self.size.width))
        self.show_count()
        if self.papers.has_focus:
            self._show_hints()

    # ------------------------------------------------------------ what is where

    @property
    def papers(self) -> PaperList:
        return self.query_one(PaperList)

    @property
    def sidebar(self) -> Sidebar:
        return self.query_one(Sidebar)

    @property
    def filter_line(self) -> FilterLine:
        return self.query_one(FilterLine)

    @property
    def paper_view(self) -> PaperView:
        return self.query_one(PaperView)

    @property
    def _hints(self) -> Hints:
        return self.query_one(Hints)

    def say(self, text: str, problem: bool = False) -> None:
        """Tell the person something, in the bottom line."""
        self._hints.say(text, problem)

    def confirm(self, question: str, act: Callable[[], None]) -> None:
        """Act if the person says yes."""
        from carrel.ui.dialogs import Confirm

        def answered(yes: bool | None) -> None:
            if yes:
                act()

        self.app.push_screen(Confirm(question), answered)

    async def copy(self, text: str, what: str) -> None:
        """Copy a text, and tell what is known of that; show it where it can't be copied."""
        outcome = await self.carrel.copy(text)
        if outcome.kind == "failed":
            from carrel.ui.dialogs import Shown

            def write(yes: bool | None) -> None:
                if yes:
                    self.citing.ask_file(text)

            self.app.push_screen(Shown(outcome.message, text), write)
        else:
            self.say(f"{outcome.message} ({what})")

    # ------------------------------------------------------------ rooms

    # Each is made, and what it is made of imported, when it is first entered: the list of papers
    # should not wait for what only some key asks for.

    @cached_property
    def finding(self) -> Finding:
        from carrel.ui.finding import Finding

        return Finding(self)

    @cached_property
    def keeping(self) -> Keeping:
        from carrel.ui.keeping import Keeping

        return Keeping(self)

    @cached_property
    def citing(self) -> Citing:
        from carrel.ui.citing import Citing

        return Citing(self)

    @cached_property
    def visiting(self) -> Visiting:
        from carrel.ui.visiting import Visiting

        return Visiting(self, os.environ)

    @cached_property
    def selecting(self) -> Selecting:
        from carrel.ui.selecting import Selecting

        return Selecting(self)

    @cached_property
    def writing(self) -> Writing:
        from carrel.ui.writing import Writing

        return Writing(self)

    # ------------------------------------------------------------ papers

    def take(self, desk: Desk) -> None:
        """Show another library in place of the one before; the cursor stays on its paper."""
        self.newest_desk = desk
        first = self.view is None
        at_top = not self.papers.cursor and not self.papers.touched
        self.finding.text = self.filter_line.input.value
        keep = "" if first or at_top else self.current_id
        self.finding.search(keep, None if first else self.papers.line)
        self.set_timer(_PAUSE, self.finding.warm_up)

    def show(self, view: View, keep: str = "", line: int | None = None) -> None:
        """Show papers in an order, the cursor on the paper `keep` (its id), else on the first."""
        if self.view is None or self.view.desk is not view.desk:
            self.marks = carried(self.marks, self.view.desk if self.view else None, view.desk)
        self.view = view
        place = view.place_of(view.desk.library.find(keep)) if keep else None
        self.papers.tagged = any(said.tags for said in view.desk.annotated().values())
        self.papers.show(len(view.order), place or 0, line)
        self.papers.explain(self._why_empty(view))
        self.show_count()
        self.show_paper()
        if view.desk.new:
            self.selecting.arrive()
        if self.papers.has_focus:
            self._show_hints()
        self.finding.refresh_sidebar()

    def _why_empty(self, view: View) -> Content:
        """What to say in place of papers, where there are none."""
        if len(view.desk.library):
            return notices.nothing_matches(self.finding.text.strip())
        return notices.no_papers(opening=self.carrel.loading.unread)

    @property
    def desk(self) -> Desk:
        """The library that is shown."""
        assert self.view is not None
        return self.view.desk

    @property
    def current(self) -> int | None:
        """The number of the paper under the cursor."""
        if self.view is None or not len(self.view.order):
            return None
        return self.view.order[self.papers.cursor]

    @property
    def current_id(self) -> str:
        number = self.current
        return "" if number is None else self.desk.library.paper(number).id

    @property
    def at(self) -> tuple[str, int]:
        """The paper at the cursor, by id, and its line on the screen."""
        return self.current_id, self.papers.line

    @property
    def chosen(self) -> list[int]:
        """The papers that the next action is about: those selected, as they stand in the list and
        then those that it does not show; else the one at the cursor."""
        if self.marks and self.view is not None:
            return self.marks.in_order(self.view.order)
        return [] if self.current is None else [self.current]

    @property
    def seen(self) -> set[int]:
        """The papers whose lines are on the screen; and the one that is read."""
        order = self.view.order if self.view else ()
        places = (*self.papers.in_view, self.papers.cursor)
        return {order[place] for place in places if place < len(order)}

    def _row(self, place: int) -> Row:
        from carrel.ui.views import row

        assert self.view is not None
        number = self.view.order[place]
        new = number in self.view.desk.new
        return row(self.view, number, marked=number in self.marks, new=new)

    def show_count(self) -> None:
        """How many papers are shown, of how many; how they are sorted; how many are selected."""
        if self.view is None:
            return
        from carrel.ui.views import order_in_words

        shown, there = len(self.view.order), len(self.desk.library)
        parts = [f"{len(self.marks):,} selected"] if self.marks else []
        if self.desk.new:
            parts.append(f"{len(self.desk.new):,} new")
        if self.finding.related:
            parts.append(f"{shown - 1:,} related papers")
        else:
            parts.append(f"{shown:,} of {there:,}" if self.finding.text else f"{there:,} papers")
            if self.view.query.sort or not self.has_class("-one"):
                parts.append(order_in_words(self.view.query))
        self.filter_line.show_count(" · ".join(parts))

    def show_paper(self, *, same: bool = False) -> None:
        """Show the paper at the cursor; `same` if it was shown before."""
        number, view = self.current, self.view
        if number is None or view is None:
            self.paper_view.show(None)
            return

        def draw(unfolded: bool, letters: bool) -> Page:
            from carrel.ui.page import Reader, page_of

            zoomed = self.has_class("-zoomed")
            reader = Reader(view.query, view.lenient, unfolded, letters, zoomed)
            paper, said = view.desk.library.paper(number), view.desk.annotation(number)
            return page_of(paper, said, reader, new=number in view.desk.new)

        self.paper_view.show(draw, same=same)

    def annotations_changed(self) -> None:
        """Draw anew what shows annotations."""
        self.papers.tagged = any(said.tags for said in self.desk.annotated().values())
        self.papers.refresh()
        self.show_paper(same=True)
        self.finding.refresh_sidebar()

    # ------------------------------------------------------------ filter, sidebar, paper

    def set_filter(self, text: str) -> None:
        self.filter_line.set_text(text)

    def show_error(self, error: QueryError | None) -> None:
        self.filter_line.show_error(error)

    @on(Input.Changed, "#filter")
    def _filter_changed(self) -> None:
        if self.view is not None:
            self.finding.typed(self.filter_line.input.value)

    @on(FilterLine.Left)
    async def _filter_left(self, event: FilterLine.Left) -> None:
        outcome = self.filter_left(event.key)
        if isinstance(outcome, Awaitable):
            await outcome

    def filter_left(self, key: str) -> object:
        """The person left the filter by "enter", "escape" or "down"."""
        return self.papers.focus()

    def on_descendant_focus(self) -> None:
        focused = self.focused
        if isinstance(focused, Filter):
            self.filter_line.history = self.carrel.memory.now.queries
            if self.view is not None:
                self.finding.begin_typing()
            self._hints.show_place(PICK if self.picks else FILTER)
        elif isinstance(focused, Sidebar):
            self._hints.show_place(SIDEBAR)
        else:
            self._show_hints()

    def on_descendant_blur(self) -> None:
        if self.view is not None and not isinstance(self.focused, Filter):
            self.finding.end_typing()

    def _show_hints(self) -> None:
        reading = (("view_down", "scroll"), ("down", "next paper"), ("clear", "back"))
        zoomed = self.has_class("-zoomed")
        back = (("related", "back"),) if self.view and self.finding.related else ()
        narrow = (("zoom", "read"),) if self.has_class("-one") else ()
        pick = (("take", "choose"), ("refuse", "leave")) if self.picks else ()
        self._hints.show_place(BROWSE, (*pick, *(reading if zoomed else (*back, *narrow))))

    @property
    def sidebar_shown(self) -> bool:
        return bool(self.sidebar.display)

    def _show_sidebar(self, shown: bool | None) -> None:
        """Show or hide the sidebar; None for as the width suggests."""
        self.set_class(shown is True, "-sidebar")
        self.set_class(shown is False, "-no-sidebar")

    @on(PaperList.Moved)
    def _moved(self) -> None:
        if self.has_class("-writing"):  # by the mouse: what was written is about the paper before
            self.writing.finish()
        self.selecting.look()
        self.show_paper()

    @on(PaperList.Chosen)
    def _double_clicked(self) -> None:
        self.zoom()

    @on(PaperList.Turned)
    def _turned(self, event: PaperList.Turned) -> None:
        height = self.paper_view.size.height
        self.scroll_paper(round(event.pages * height))

    @on(Sidebar.Left)
    def _to_list(self) -> None:
        self.papers.focus()

    @on(PaperView.Left)
    def _picked_or_not(self) -> None:
        self._hints.hush()
        self.papers.focus()

    @on(Sidebar.Opened)
    def _sidebar_opened(self) -> None:
        if self.view is not None:
            self.finding.refresh_sidebar(changed=False)

    @on(Sidebar.Chosen)
    def _sidebar_chosen(self, event: Sidebar.Chosen) -> None:
        line = event.line
        if event.what in ("choose", "exclude"):
            self.finding.choose(line, negated=event.what == "exclude")
        elif line.kind == "search":
            does = {"rename": self.finding.rename_search, "remove": self.finding.remove_search}
            does[event.what](line.value)
        elif line.label.startswith("#"):
            does = {"rename": self.keeping.rename_tag, "remove": self.keeping.remove_tag}
            does[event.what](line.label[1:])

    def on_note_editor_left(self, event: NoteEditor.Left) -> None:
        self.writing.left(event.text, event.outside)

    @on(PaperView.Picked)
    def _picked(self, event: PaperView.Picked) -> None:
        self.remove_class("-zoomed")
        if event.target.kind == "filter":
            self.finding.go(event.target.value)
        else:
            self.visiting.follow(event.target)

    # ------------------------------------------------------------ commands

    async def action_do(self, id: str) -> None:
        """Do what a command says."""
        self.query("#welcome").remove()
        self.carrel.actions.append(id)
        if self.view is None and id not in WITHOUT_PAPERS:
            self.say("Still reading …" if self.carrel.opening else "There are no papers")
        else:
            if id not in WITHOUT_PAPERS:
                await self.finding.done()
            outcome = self._does[id]()
            if isinstance(outcome, Awaitable):
                await outcome

    def step_back(self) -> Awaitable[object] | None:
        """Undo the last of what was opened: the paper, the selection, the filter, the reading."""
        if self.has_class("-zoomed"):
            self.zoom()
        elif self.carrel.opening and not self.finding.text:
            self.carrel.loading.stop()
        elif self.marks:
            self.selecting.clear()
        else:
            self.finding.clear()
        return None

    def go_to_sidebar(self) -> None:
        """Open the sidebar and go there; from there, close it."""
        if self.sidebar_shown and self.sidebar.has_focus:
            self._show_sidebar(False)
            self.papers.focus()
        else:
            self._show_sidebar(True)
            self.call_after_refresh(self.sidebar.focus)
        self.finding.refresh_sidebar()
        if self.has_class("-wide"):  # elsewhere it takes the place of something
            shown = self.has_class("-sidebar")
            self.carrel.remember(lambda now: replace(now, sidebar=shown))

    def show_progress(self, progress: Progress | None) -> None:
        """Show how far reading is; None when there is nothing to wait for."""
        there = self.query("#progress")
        if progress is None:
            there.remove()
            if self.view is not None:
                self.papers.explain(self._why_empty(self.view))
        elif there:
            there.only_one(Static).update(notices.progress_line(progress))
        else:
            self.mount(Static(notices.progress_line(progress), id="progress"), before="#desk")

    def zoom(self) -> None:
        """Give the paper the whole screen, and back."""
        self.toggle_class("-zoomed")
        self.show_paper(same=True)
        self._show_hints()

    def pick(self) -> None:
        """Put letters beside what can be chosen of the paper."""
        if self.paper_view.pick():
            self._hints.say("Type a letter: to filter by it, or to open it; esc for none")

    def scroll_paper(self, lines: int) -> None:
        self.paper_view.scroll_relative(y=lines, animate=False)

    def go_to_match(self, step: int) -> None:
        number, of = self.paper_view.go_to_match(step)
        self.say(f"{number} of {of}" if of else "The filter found no words here", not of)
