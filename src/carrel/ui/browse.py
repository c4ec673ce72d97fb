"""The main screen: coordinates the filter, the list and the paper."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Generator, Sequence
from dataclasses import replace
from time import perf_counter
from typing import TYPE_CHECKING, cast

from textual import on
from textual.app import ComposeResult
from textual.containers import Container
from textual.content import Content
from textual.screen import Screen
from textual.widgets import Input

from carrel.annotations import Done, Edit, edit_tags, set_favourite, set_read
from carrel.desk import Desk
from carrel.latex import to_unicode
from carrel.library import Found
from carrel.paper import Paper
from carrel.search.query import Query, parse
from carrel.search.spans import spans_in
from carrel.ui.commands import COMMANDS, GROUPS, bindings, shown_keys
from carrel.ui.dialogs import Choice, Choose, Confirm, Listing, Shown, StyleChooser, TagEditor
from carrel.ui.filter_line import Filter, FilterLine
from carrel.ui.hints import Hints
from carrel.ui.paper_list import PaperList, Row
from carrel.ui.paper_view import PaperView

if TYPE_CHECKING:
    from carrel.ui.app import Carrel

_AT_ONCE = 0.008  # seconds of a search that are done before the screen is given a turn
_REFRESH = 0.5  # seconds between looks at what other windows wrote

_SORTS = {  # name: key, label, the query's words for it
    "relevance": ("r", "best match first; without a filter, newest", ("", False)),
    "newest": ("n", "newest first", ("year", True)),
    "oldest": ("o", "oldest first", ("year", False)),
    "title": ("t", "by title", ("title", False)),
    "author": ("a", "by first author", ("author", False)),
}
_NO_QUERY = Query()


class Browse(Screen[None]):
    """Filter, list, paper, and the keys for all that is done with them."""

    BINDINGS = bindings("browse")
    HORIZONTAL_BREAKPOINTS = [(0, "-one"), (61, "-stacked"), (100, "-beside")]

    def __init__(self, desk: Desk, query: str = "") -> None:
        super().__init__()
        self.desk = desk
        self._text = query
        self._query = _NO_QUERY  # the one whose results are shown
        self._lenient = False
        self._order: Sequence[int] = desk.library.newest()
        self._sort = "relevance"
        self._marked: set[int] = set()
        self._last_marked = 0
        self._style = "apa"
        self._before_filter: int | None = None  # the paper the cursor was on

    def compose(self) -> ComposeResult:
        yield FilterLine()
        with Container(id="desk"):
            yield PaperList(self._row, id="list")
            yield PaperView(id="view")
        yield Hints({}, id="hints")

    def on_mount(self) -> None:
        self._list.focus()
        self._list.show(len(self._order), 0)
        self._show_count()
        self._show_paper()
        self.set_interval(_REFRESH, self._refresh)
        if self._text:
            self.query_one(Filter).value = self._text
        self.call_after_refresh(self._warm_up)

    # ------------------------------------------------------------ what is where

    @property
    def _carrel(self) -> Carrel:
        return cast("Carrel", self.app)

    @property
    def _list(self) -> PaperList:
        return self.query_one(PaperList)

    @property
    def _hints(self) -> Hints:
        return self.query_one(Hints)

    @property
    def current(self) -> int | None:
        """The number of the paper under the cursor."""
        return self._order[self._list.cursor] if len(self._order) else None

    @property
    def chosen(self) -> list[int]:
        """The papers that the next action is about: those marked, else the one at the cursor."""
        if self._marked:
            return sorted(self._marked)
        return [] if self.current is None else [self.current]

    def _row(self, place: int) -> Row:
        number = self._order[place]
        paper = self.desk.library.paper(number)
        said = self.desk.annotation(number)
        title = to_unicode(paper.title) if paper.title else "(no title)"
        author = _authors(paper)
        return Row(
            title=title,
            title_spans=spans_in(title, self._query, "title", self._lenient),
            inferred=paper.title_inferred,
            year=str(paper.year or ""),
            author=author,
            author_spans=spans_in(author, self._query, "authors", self._lenient),
            tags=said.tags,
            favourite=said.favourite,
            read=said.read,
            note=bool(said.note),
            marked=number in self._marked,
        )

    # ------------------------------------------------------------ filtering

    async def _warm_up(self) -> None:
        """Load what the first search needs while nobody waits for it."""
        await asyncio.to_thread(self.desk.prepare)

    @on(Input.Changed, "#filter")
    def _filter_changed(self, event: Input.Changed) -> None:
        self._text = event.value
        self._search(keep=None)

    def _search(self, keep: int | None) -> None:
        """Find what the filter asks for; `keep` is the paper that the cursor stays on."""
        query = parse(self._text)
        self.query_one(FilterLine).show_error(query.errors[0] if query.errors else None)
        self.workers.cancel_group(self, "search")
        if query.errors:
            return
        if self._before_filter is None and query.clauses:
            self._before_filter = self.current
        if not query.clauses:
            keep = self._before_filter if keep is None else keep
            self._before_filter = None
        query = self._sorted(query)
        if not query.clauses and not query.sort:
            self._show(query, self.desk.library.newest(), False, keep)
            return
        steps = self.desk.steps(query)
        until = perf_counter() + _AT_ONCE
        while perf_counter() < until:
            try:
                next(steps)
            except StopIteration as end:
                self._found(end.value, keep)
                return
        self.run_worker(self._finish(steps, keep), group="search", exclusive=True)

    async def _finish(self, steps: Generator[None, None, Found], keep: int | None) -> None:
        """Go on with a search that takes longer, a step at a time."""
        while True:
            await asyncio.sleep(0)
            try:
                next(steps)
            except StopIteration as end:
                self._found(end.value, keep)
                return

    def _sorted(self, query: Query) -> Query:
        if query.sort or self._sort == "relevance":
            return query
        key, descending = _SORTS[self._sort][2]
        return replace(query, sort=key, descending=descending)

    def _found(self, found: Found, keep: int | None) -> None:
        self._show(found.query, found, found.lenient, keep)

    def _show(self, query: Query, order: Sequence[int], lenient: bool, keep: int | None) -> None:
        """Show papers in an order, the cursor on the paper `keep` or else on the first."""
        self._query, self._order, self._lenient = query, order, lenient
        place = self.desk.library.place_in(order, keep) if keep is not None else None
        self._list.show(len(order), place or 0)
        self._show_count()
        self._show_paper()

    def _show_count(self) -> None:
        count = f"{len(self._order):,} of {len(self.desk.library):,}"
        if not self._query.clauses:
            count = f"{len(self.desk.library):,} papers"
        parts = [f"{len(self._marked):,} marked"] if self._marked else []
        parts.append(count)
        if self._sort != "relevance":
            parts.append(self._sort)
        self.query_one(FilterLine).show_count(" · ".join(parts))

    def _show_paper(self) -> None:
        number = self.current
        view = self.query_one(PaperView)
        if number is None:
            view.show(None, self.desk.annotation(-1), self._query, False)
            return
        paper = self.desk.library.paper(number)
        view.show(paper, self.desk.annotation(number), self._query, self._lenient)

    @on(PaperList.Moved)
    def _moved(self) -> None:
        self._show_paper()

    @on(PaperList.Chosen)
    def _double_clicked(self) -> None:
        self.action_zoom()

    @on(Filter.Left)
    def _filter_left(self) -> None:
        self._list.focus()

    def action_filter(self) -> None:
        self.query_one(Filter).focus()

    def action_clear(self) -> None:
        if self.has_class("-zoomed"):
            self.remove_class("-zoomed")
        elif self._marked:
            self._marked.clear()
            self._changed_marks()
        else:
            self.query_one(Filter).value = ""

    async def action_sort(self) -> None:
        def sort(name: str | None) -> None:
            if name:
                self._sort = name
                self._search(keep=self.current)

        choices = [Choice(name, key, label) for name, (key, label, _) in _SORTS.items()]
        self.app.push_screen(Choose("Sort", choices, self._sort), sort)

    # ------------------------------------------------------------ marking several

    def action_select(self) -> None:
        number = self.current
        if number is None:
            return
        self._marked ^= {number}
        self._last_marked = self._list.cursor
        self._list.refresh_place(self._list.cursor)
        self._list.move(self._list.cursor + 1)
        self._show_count()

    def action_select_range(self) -> None:
        first, last = sorted((self._last_marked, self._list.cursor))
        self._marked.update(self._order[place] for place in range(first, last + 1))
        self._changed_marks()

    def action_select_all(self) -> None:
        self._marked.update(self._order[place] for place in range(len(self._order)))
        self._changed_marks()

    def action_invert(self) -> None:
        shown = {self._order[place] for place in range(len(self._order))}
        self._marked = (self._marked - shown) | (shown - self._marked)
        self._changed_marks()

    def _changed_marks(self) -> None:
        self._list.refresh()
        self._show_count()

    # ------------------------------------------------------------ keeping

    def _asked(self, what: str, act: Callable[[], None]) -> None:
        """Act at once on what is in view; ask first where more would be changed than one sees."""
        papers = self.chosen
        top = self._list.scroll_offset.y
        bottom = min(top + self._list.size.height, len(self._order))
        seen = {self._order[place] for place in range(top, bottom)}
        if seen.issuperset(papers):
            act()
            return

        def answered(yes: bool | None) -> None:
            if yes:
                act()

        self.app.push_screen(Confirm(f"{what} {len(papers):,} papers?"), answered)

    def _change(self, edit: Edit, label: str) -> None:
        papers = self.chosen
        if papers:
            self._done(self.desk.change(papers, edit, label))

    def _done(self, done: Done | None, verb: str = "") -> None:
        """Show what a change has changed, once it is on disk; say where it is not."""
        self._list.refresh()
        self._show_paper()
        if done is None:
            self._hints.say("Nothing to take back" if verb == "Undid" else "Nothing to make again")
        elif done.unsaved:
            self._hints.say(f"Not saved: {done.unsaved}. It is kept, and tried again.", True)
        elif verb or done.papers > 1:
            papers = f" ({done.papers:,} papers)" if done.papers > 1 else ""
            self._hints.say(f"{verb}: {done.label}{papers}" if verb else f"{done.label}{papers}")

    def action_star(self) -> None:
        on = not all(self.desk.annotation(number).favourite for number in self.chosen)
        label = "Starred" if on else "Took the star away"
        self._asked("Star" if on else "Unstar", lambda: self._change(set_favourite(on), label))

    def action_read(self) -> None:
        on = not all(self.desk.annotation(number).read for number in self.chosen)
        label = "Marked as read" if on else "Marked as unread"
        self._asked(f"{label}:", lambda: self._change(set_read(on), label))

    def action_tags(self) -> None:
        papers = self.chosen
        if not papers:
            return
        tags = sorted({tag for number in papers for tag in self.desk.annotation(number).tags})
        uses = sorted(self.desk.annotations.tags(), key=lambda use: use.changed, reverse=True)

        def edit(line: str | None) -> None:
            if line and line.strip(" ,"):
                added, removed = _signed_tags(line)
                label = " ".join([*(f"+{tag}" for tag in added), *(f"-{tag}" for tag in removed)])
                change = edit_tags(added, removed)
                self._asked("Tag", lambda: self._change(change, f"Tagged {label}"))

        title = "Tags" if len(papers) == 1 else f"Tags of {len(papers):,} papers"
        self.app.push_screen(TagEditor(title, tags, [use.tag for use in uses]), edit)

    def action_undo(self) -> None:
        self._done(self.desk.undo(), "Undid")

    def action_redo(self) -> None:
        self._done(self.desk.redo(), "Made again")

    def _refresh(self) -> None:
        """Show what other windows changed, and try again what could not be written."""
        if self.desk.refresh():
            self._list.refresh()
            self._show_paper()

    # ------------------------------------------------------------ citing

    def action_cite(self) -> None:
        self._copy_as(self._style)

    def action_cite_as(self) -> None:
        from carrel.citation.forms import forms, text_in

        papers = [self.desk.library.paper(number) for number in self.chosen]
        if not papers:
            return

        def copy(form: str | None) -> None:
            if form:
                self._style = form
                self._copy_as(form)

        def preview(form: str) -> str:
            return text_in(form, papers[:20]) or "This paper has none."

        self.app.push_screen(StyleChooser(forms(), self._style, preview), copy)

    def _copy_as(self, form: str) -> None:
        from carrel.citation.forms import text_in

        papers = [self.desk.library.paper(number) for number in self.chosen]
        if not papers:
            return
        text = text_in(form, papers)
        what = form if len(papers) == 1 else f"{form}, {len(papers):,} papers"
        if text:
            self.run_worker(self._copy(text, what), group="copy", exclusive=True)
        else:
            self._hints.say(f"Nothing to copy: no {form}", True)

    async def _copy(self, text: str, what: str) -> None:
        outcome = await self._carrel.copy(text)
        if outcome.kind == "failed":
            self.app.push_screen(Shown(outcome.message, text))
        else:
            self._hints.say(f"{outcome.message} ({what})")

    # ------------------------------------------------------------ reading

    def action_view_down(self) -> None:
        self.query_one(PaperView).scroll_relative(y=3, animate=False)

    def action_view_up(self) -> None:
        self.query_one(PaperView).scroll_relative(y=-3, animate=False)

    def action_zoom(self) -> None:
        self.toggle_class("-zoomed")

    def action_help(self) -> None:
        lines: list[tuple[str, Content, str]] = []
        for group in GROUPS:
            lines.append(("", Content.styled(group, "bold $accent"), group))
            for command in COMMANDS:
                if command.group == group:
                    keys = "  ".join(shown_keys(command.keys))
                    shown = Content.assemble((f"  {keys:16.16}", "bold $primary"), command.help)
                    lines.append((command.id, shown, f"{keys} {command.label} {command.help}"))

        def run(name: str | None) -> None:
            for command in COMMANDS:
                if command.id == name:
                    target = self._list if command.place == "list" else self
                    self.call_later(target.run_action, command.action)

        self.app.push_screen(Listing("Keys", lines, "enter does it · esc close"), run)

    def action_problems(self) -> None:
        rejects = self.desk.library.rejects
        if not rejects:
            self._hints.say("Everything in the sources was read")
            return
        lines = []
        for reject in rejects:
            where = f"{reject.place.path}:{reject.place.line}"
            text = Content.assemble((f"{where}  ", "bold"), (reject.reason, "$error"))
            lines.append((where, text, f"{where} {reject.reason} {reject.text}"))
        self.app.push_screen(Listing("Not read", lines, "esc close"))

    def action_quit(self) -> None:
        self.app.exit(0)


def _authors(paper: Paper) -> str:
    """The first author's family name, and whether there are more."""
    if not paper.authors:
        return ""
    first = paper.authors[0].surname
    if len(paper.authors) == 2 and not paper.et_al:
        return f"{first} & {paper.authors[1].surname}"
    return f"{first} et al." if len(paper.authors) > 1 or paper.et_al else first


def _signed_tags(line: str) -> tuple[list[str], list[str]]:
    """The tags to add and to remove that a line names."""
    parts = [part.strip() for part in line.split(",")]
    added = [part.lstrip("+") for part in parts if part and not part.startswith("-")]
    removed = [part[1:] for part in parts if part.startswith("-")]
    return added, removed
