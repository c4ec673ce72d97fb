"""The filter line: what is typed, how many it finds, and what is wrong with it."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.message import Message
from textual.widgets import Input, Static

from carrel.search.query import QueryError


class Filter(Input):
    """The input; leaving it is a message."""

    BINDINGS = [
        Binding("enter,down", "leave", "to the list", id="filter.leave", show=False),
        Binding("escape", "escape", "clear, then leave", id="filter.escape", show=False),
    ]

    class Left(Message):
        """The person is done typing; the filter stays as it is."""

    def action_leave(self) -> None:
        self.post_message(self.Left())

    def action_escape(self) -> None:
        if self.value:
            self.value = ""
        else:
            self.post_message(self.Left())


class FilterLine(Vertical):
    """The input with a count beside it, and a line for errors that is there only when needed."""

    def compose(self) -> ComposeResult:
        with Horizontal():
            yield Static("/", id="prompt")
            yield Filter(placeholder="filter", id="filter", compact=True, select_on_focus=False)
            yield Static(id="count", markup=False)
        yield Static(id="error", markup=False)

    @property
    def input(self) -> Filter:
        return self.query_one(Filter)

    def show_count(self, text: str) -> None:
        self.query_one("#count", Static).update(Content(text))

    def show_error(self, error: QueryError | None) -> None:
        """Point at the word that is wrong, and say what is; or take that away."""
        line = self.query_one("#error", Static)
        line.display = error is not None
        if error is not None:
            before = max(2 + error.start, 2)
            text = f"{' ' * min(before, 40)}{'^' * max(error.end - error.start, 1)} {error.message}"
            line.update(Content(text))
