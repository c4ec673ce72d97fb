"""The main screen: what is where on it, and which room does what a key asks for."""

from __future__ import annotations

import os
from collections.abc import Awaitable, Callable
from functools import cached_property
from typing import TYPE_CHECKING, cast

from textual import events, on
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.widgets import Input

from carrel.text import clean
from carrel.ui.base_screen import BaseScreen
from carrel.ui.commands import BROWSE, BY_ID, WITHOUT_PAPERS, bindings, is_about_papers
from carrel.ui.doing import Doing, doing
from carrel.ui.filter_line import LONGEST, Filter, FilterLine
from carrel.ui.hints import Hints
from carrel.ui.marks import Marks, carried
from carrel.ui.moving import Lines
from carrel.ui.paper_list import PaperList, Row
from carrel.ui.paper_view import PaperView
from carrel.ui.reading import Reading
from carrel.ui.sidebar import Sidebar
from carrel.ui.telling import Telling

if TYPE_CHECKING:
    from carrel.desk import Desk
    from carrel.ui.app import Carrel
    from carrel.ui.citing import Citing
    from carrel.ui.finding import Finding
    from carrel.ui.keeping import Keeping
    from carrel.ui.narrowing import Narrowing
    from carrel.ui.note_editor import NoteEditor
    from carrel.ui.selecting import Selecting
    from carrel.ui.views import View
    from carrel.ui.visiting import Visiting
    from carrel.ui.writing import Writing

_PAUSE = 0.1  # seconds after which what the first search needs is loaded
# The list, or the paper; one over the other; beside one another; with the sidebar.
WIDTHS = [(0, "-one"), (61, "-stacked"), (100, "-beside"), (160, "-wide")]
# Too few lines for a dialog's frame; for what is beside its list; enough.
HEIGHTS = [(0, "-flat"), (7, "-low"), (14, "-high")]


class Browse(BaseScreen[None]):
    """Filter, sidebar, list, paper, and the keys for all that is done with them."""

    BINDINGS = bindings(BROWSE)
    AUTO_FOCUS = ""  # `on_mount` says where the focus is
    picks = False  # is this another program's question?
    picks_several = False  # and one for several papers?
    view: View | None = None
    newest_desk: Desk  # the one that is searched next; `desk` is the one that is shown

    def __init__(self) -> None:
        super().__init__()
        self.marks = Marks()
        self.telling = Telling(self)
        self.reading = Reading(self)
        self._does = self.doing()

    def doing(self) -> Doing:
        """What each command does."""
        return doing(self)

    @property
    def carrel(self) -> Carrel:
        return cast("Carrel", self.app)

    def compose(self) -> ComposeResult:
        # The classes for the size, which Textual would set when all is there, and style all anew.
        size = self.app.size
        for there, sizes in ((size.width, WIDTHS), (size.height, HEIGHTS)):
            self.add_class([name for least, name in sizes if there >= least][-1])
        yield FilterLine()
        with Horizontal(id="desk"):
            yield Sidebar(id="sidebar")
            yield PaperList(self._row, self._read_ahead, self.carrel.settings.columns, id="list")
            with Vertical(id="right"):
                yield PaperView(id="view")
        yield Hints(self.carrel.keys, id="hints")

    def on_mount(self) -> None:
        in_filter = self.carrel.settings.start_in_filter or self.picks
        (self.filter_line.input if in_filter else self.papers).focus()
        self.filter_line.escapes = self.picks
        self.filter_line.selects = self.picks_several
        self.filter_line.set_text(self.carrel.query_text)
        self.set_class(self.carrel.memory.now.sidebar is False, "-no-sidebar")
        if not (self.carrel.memory.now.hints or self.picks):
            self.telling.welcome()

    def on_resize(self) -> None:
        self.call_after_refresh(self._fit)

    def _fit(self) -> None:
        self.telling.fit()
        self._uncover_list()

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

    def say(self, text: str, *, problem: bool = False, stays: bool = False) -> None:
        """Tell the person something, in the bottom line; what `stays`, until there is another."""
        self.telling.hints.say(text, problem=problem, stays=stays)

    def confirm(self, question: str, act: Callable[[], None]) -> None:
        """Act if the person says yes."""
        from carrel.ui.dialogs import Confirm

        def answered(yes: bool | None) -> None:
            if yes:
                act()

        self.app.push_screen(Confirm(question), answered)

    # ------------------------------------------------------------ rooms

    # Each is made, and what it is made of imported, when it is first entered: the list of papers
    # should not wait for what only some key asks for.

    @cached_property
    def finding(self) -> Finding:
        from carrel.ui.finding import Finding

        return Finding(self)

    @cached_property
    def narrowing(self) -> Narrowing:
        from carrel.ui.narrowing import Narrowing

        return Narrowing(self)

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
        if self.view is None:
            self.telling.end_waiting()
        if self.view is None or self.view.desk is not view.desk:
            if self.view is not None:
                view.desk.take_up()  # what was written while its papers were looked for
            self.marks = carried(self.marks, self.view.desk if self.view else None, view.desk)
            self._make_room_for_tags(view.desk)
        self.view = view
        place = view.place_of(view.desk.library.find(keep)) if keep else None
        self.papers.show(len(view.order), place or 0, line)
        self.telling.explain_emptiness()
        self.telling.show_count()
        self.telling.show_hints()
        self.reading.show_after_list()
        if view.desk.new:
            self.selecting.arrive()
        self.narrowing.refresh()

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
    def chosen(self) -> list[int]:
        """The papers that the next action is about: those selected, as they stand in the list and
        then those that it does not show; else the one at the cursor."""
        if self.marks and self.view is not None:
            return self.marks.in_order(self.view.order)
        return [] if self.current is None else [self.current]

    def _read_ahead(self, places: range) -> None:
        if self.view is not None:
            numbers = self.view.order[places.start : places.stop]
            self.view.desk.library.read_ahead(numbers)

    def _row(self, place: int) -> Row:
        from carrel.ui.views import row

        assert self.view is not None
        number = self.view.order[place]
        new = number in self.view.desk.new
        columns = self.carrel.settings.columns
        return row(self.view, number, columns, marked=number in self.marks, new=new)

    def annotations_changed(self) -> None:
        """Draw anew what shows annotations."""
        self._make_room_for_tags(self.desk)
        self.papers.refresh()
        self.reading.show(same=True)
        self.narrowing.refresh()

    def _make_room_for_tags(self, desk: Desk) -> None:
        """If there are any; looks at all annotations, which is not for each key."""
        self.papers.tagged = any(said.tags for said in desk.annotated().values())

    # ------------------------------------------------------------ filter, sidebar, paper

    @on(Input.Changed, "#filter")
    def _filter_changed(self) -> None:
        if self.view is not None:
            self.finding.typed(self.filter_line.input.value, more=self.carrel.text_follows)

    @on(Filter.Stepped)
    async def _stepped_while_typing(self, event: Filter.Stepped) -> None:
        if self.view is not None:
            await self.finding.done()
            self.papers.move(self.papers.cursor + event.papers)

    @on(FilterLine.Left)
    async def _filter_left(self, event: FilterLine.Left) -> None:
        outcome = self.filter_left(event.key)
        if isinstance(outcome, Awaitable):
            await outcome

    def filter_left(self, key: str) -> object:
        """The person left the filter by "enter", "escape" or "down"."""
        return self.papers.focus()

    def on_paste(self, event: events.Paste) -> None:
        """What is pasted where one does not write is to be found."""
        if self.view is not None and isinstance(self.focused, Lines):
            self.finding.go(clean(event.text)[:LONGEST])

    def on_descendant_focus(self) -> None:
        if isinstance(self.focused, Filter):
            self.filter_line.history = self.carrel.memory.now.queries
            if self.view is not None:
                self.finding.begin_typing()
        self._uncover_list()
        self.telling.show_hints()

    def on_descendant_blur(self) -> None:
        if self.view is not None and not isinstance(self.focused, Filter):
            self.finding.end_typing()

    @property
    def sidebar_shown(self) -> bool:
        return bool(self.sidebar.display)

    def uncover(self) -> None:
        """Give its place back to what the sidebar is shown in place of, where there is little."""
        self.remove_class("-sidebar")

    def _uncover_list(self) -> None:
        """The sidebar goes with the focus where it hides the list: keys would be about papers that
        nobody sees."""
        if self.has_class("-one") and not self.sidebar.has_focus:
            self.uncover()

    @on(PaperList.Moved)
    def _moved(self) -> None:
        self.telling.end_welcome()
        if self.has_class("-writing"):  # by the mouse: what was written is about the paper before
            self.writing.finish()
        self.selecting.look()
        self.reading.show()

    @on(PaperList.Chosen)
    def _double_clicked(self) -> None:
        self.reading.zoom()

    @on(PaperList.Turned)
    def _turned(self, event: PaperList.Turned) -> None:
        self.reading.turn(event.pages)

    @on(Sidebar.Left)
    def _to_list(self) -> None:
        self.papers.focus()

    @on(PaperView.Left)
    def _picked_or_not(self) -> None:
        self.telling.hints.hush()
        self.papers.focus()

    @on(Sidebar.Opened)
    def _sidebar_opened(self) -> None:
        if self.view is not None:
            self.narrowing.refresh(changed=False)

    @on(Sidebar.Chosen)
    def _sidebar_chosen(self, event: Sidebar.Chosen) -> None:
        self.narrowing.act(event.what, event.line)

    @on(Hints.Clicked)
    async def _hint_clicked(self, event: Hints.Clicked) -> None:
        from carrel.ui.help import do

        await do(self, BY_ID[event.command])

    def on_note_editor_left(self, event: NoteEditor.Left) -> None:
        self.writing.left(event.text, event.outside)

    @on(PaperView.Picked)
    def _picked(self, event: PaperView.Picked) -> None:
        self.reading.follow(event.target)

    # ------------------------------------------------------------ commands

    async def action_do(self, id: str) -> None:
        """Do what a command says."""
        self.telling.end_welcome()
        if id not in WITHOUT_PAPERS:
            if self.view is None:
                self.telling.explain_waiting()
                return
            await self.finding.done()
        if is_about_papers(id):
            self.papers.touched = True
            if not self.chosen:
                self.say("No paper is found", problem=True)
                return
        outcome = self._does[id]()
        if isinstance(outcome, Awaitable):
            await outcome

    def step_back(self) -> Awaitable[object] | None:
        """Undo the last of what was opened: the paper, the sidebar in place of it, the selection,
        the filter, the reading."""
        if self.reading.zoomed:
            self.reading.zoom()
        elif self.has_class("-sidebar") and not self.has_class("-wide"):
            self.uncover()
        elif self.carrel.opening and not self.finding.text:
            self.carrel.loading.stop()
        elif self.marks:
            self.selecting.clear()
        else:
            self.finding.clear()
        return None
