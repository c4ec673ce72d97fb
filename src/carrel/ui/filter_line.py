"""The filter line: what is typed, what could be typed, how many it finds, what is wrong with it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Self

from rich.cells import cell_len
from rich.highlighter import Highlighter
from rich.text import Text
from textual import events
from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.content import Content
from textual.geometry import Offset, Region
from textual.message import Message
from textual.messages import Update
from textual.widgets import Input, Static

from carrel.ui.commands import FILTER, bindings
from carrel.ui.one_line import OneLine

if TYPE_CHECKING:
    from carrel.search.query import QueryError
    from carrel.ui.completion import Completion, Offer

LONGEST = 1_000  # characters of a filter; more has been pasted by mistake
_PROMPT = 3  # cells before the input


class _Wrong(Highlighter):
    """Sets the word apart that is wrong."""

    error: QueryError | None = None

    def highlight(self, text: Text) -> None:
        if self.error is not None:
            text.stylize("bold underline", self.error.start, self.error.end)


class Filter(OneLine):
    """The input; what its keys ask for are messages."""

    BINDINGS = bindings(FILTER)

    class Asked(Message):
        """The person wants something of the line: the name of a command."""

        def __init__(self, what: str) -> None:
            super().__init__()
            self.what = what

    class Stepped(Message):
        """The person wants another paper without leaving the line: the next (1), or the one before
        (-1)."""

        def __init__(self, papers: int) -> None:
            super().__init__()
            self.papers = papers

    def refresh(
        self,
        *regions: Region,
        repaint: bool = True,
        layout: bool = False,
        recompose: bool = False,
    ) -> Self:
        """Draw it anew. It is where it is, whatever is typed: nothing is laid out for that."""
        return super().refresh(*regions, repaint=repaint, recompose=recompose)

    def action_leave_filter(self) -> None:
        self.post_message(self.Asked("leave"))

    def action_clear_filter(self) -> None:
        self.post_message(self.Asked("clear"))

    def action_complete(self) -> None:
        self.post_message(self.Asked("complete"))

    def action_typing_down(self) -> None:
        self.post_message(self.Stepped(1))

    def action_typing_up(self) -> None:
        self.post_message(self.Stepped(-1))

    def action_older_query(self) -> None:
        self.post_message(self.Asked("older"))

    def action_newer_query(self) -> None:
        self.post_message(self.Asked("newer"))

    def replace(self, text: str, start: int, end: int) -> None:
        """Put in as much of a text as there is room for; if there is none, the bell rings."""
        room = LONGEST - len(self.value) + (end - start)
        super().replace(text[: max(room, 1)], start, end)


class Popup(Static, can_focus=False):
    """Lines over the list: completions, or what is wrong."""

    class Clicked(Message):
        def __init__(self, line: int) -> None:
            super().__init__()
            self.line = line

    def on_click(self, event: events.Click) -> None:
        event.stop()
        self.post_message(self.Clicked(event.y))


class FilterLine(Horizontal):
    """The input with a count beside it, and completions or an error over what is below.

    `complete(text, cursor, asked)` offers completions, which is not asked for while `text_follows`,
    more that is typed; `history` are earlier queries, latest last.
    """

    class Left(Message):
        """The person is done typing, by "enter", "escape" or "down"; the filter stays as it is."""

        def __init__(self, key: str) -> None:
            super().__init__()
            self.key = key

    class Selected(Message):
        """The person selects the paper at the cursor of the list, and types on."""

    def __init__(self) -> None:
        super().__init__()
        self.complete: Callable[[str, int, bool], Offer | None] = lambda text, cursor, asked: None
        self.text_follows: Callable[[], bool] = lambda: False
        self.history: Sequence[str] = ()
        self.escapes = False  # does escape leave at once, whatever is typed?
        self.selects = False  # does tab select the paper where no completions are shown?
        self._offer: Offer | None = None
        self._asked = False  # was it asked for?
        self._at: int | None = None  # the completion that is chosen
        self._offering = False  # since something was typed, until it was taken or refused
        self._recalled = 0  # how many queries back the line shows
        self._draft = ""  # what was typed before one was recalled
        self._wrong = _Wrong()

    def compose(self) -> ComposeResult:
        yield Static("/", id="prompt")
        yield Filter(
            placeholder="filter",
            id="filter",
            compact=True,
            select_on_focus=False,
            max_length=LONGEST,
            highlighter=self._wrong,
        )
        yield Static(id="count", markup=False)

    @property
    def input(self) -> Filter:
        return self.query_one(Filter)

    def show_count(self, text: str) -> None:
        """Say how many are found. While one types, the room for it only grows: to lay the line out
        for each key would take longer than to search."""
        count = self.query_one("#count", Static)
        more = cell_len(text) - count.content_size.width
        count.update(Content(text), layout=more > 0 or (more < 0 and not self.input.has_focus))
        # With the letter just typed, which is on the same line: painted with the list, all between
        # them would be painted.
        self.screen.post_message(Update(count))

    def set_text(self, text: str) -> None:
        """Put a query into the line, the cursor at its end."""
        self.input.value = text[:LONGEST]
        self.input.cursor_position = len(self.input.value)
        self._hide_offer()

    # ------------------------------------------------------------ what is wrong

    def show_error(self, error: QueryError | None) -> None:
        """Point at the word that is wrong, and say what is; or take that away."""
        if self._wrong.error == error:
            return
        self._wrong.error = error
        self.input.refresh()
        self._draw_popup()

    # ------------------------------------------------------------ completions

    def on_input_changed(self, event: Input.Changed) -> None:
        if event.value != self._shown_of_history():
            self._recalled = 0
        self._at = None
        self._offering = True
        if not self.text_follows():
            self.offer_completions()

    def offer_completions(self, asked: bool = False) -> None:
        """Offer what could stand in place of the word at the cursor."""
        line = self.input
        focused = line.has_focus
        self._asked = asked
        self._offer = self.complete(line.value, line.cursor_position, asked) if focused else None
        self._draw_popup()

    def refresh_offer(self) -> None:
        """Offer again what is offered unasked: there may be more to offer now."""
        if self._offering and not self._asked and self._at is None:
            self.offer_completions()

    def _hide_offer(self) -> None:
        self._offer, self._at = None, None
        self._offering = False
        self._draw_popup()

    def _draw_popup(self) -> None:
        error = self._wrong.error
        lines: list[Content] = []
        start = 0
        if self._offer is not None:
            start = self._offer.start
            width = max(cell_len(c.text) for c in self._offer.completions)
            for place, completion in enumerate(self._offer.completions):
                gap = " " * (width - cell_len(completion.text) + 2 if completion.about else 0)
                line = Content.assemble(
                    f" {completion.text}", (f"{gap}{completion.about}", "$quiet"), " "
                )
                lines.append(line.stylize("reverse") if place == self._at else line)
        elif error is not None:
            start = error.start
            lines = [Content.styled(f"^ {error.message} ", "$error")]
        popup = self.query(Popup).first() if self.query(Popup) else None
        if not lines and not (popup and popup.display):
            return
        if popup is None:
            popup = Popup(id="popup", markup=False)
            self.mount(popup)
        popup.display = bool(lines)
        popup.update(Content("\n").join(lines))
        before = cell_len(self.input.value[:start]) - self.input.scroll_offset.x
        inset = 0 if self._offer is None else 1
        popup.styles.offset = Offset(max(_PROMPT + before - inset, 0), 1)

    def _take(self, place: int) -> None:
        """Put a completion in place of the word."""
        if self._offer is None or not self._offer.completions[place].text:
            return
        start, end, completions = self._offer
        done = not completions[place].text.endswith(":")
        text = completions[place].text + (" " if done and end == len(self.input.value) else "")
        self.input.replace(text, start, end)
        self.input.cursor_position = start + len(text)
        if done:
            self._hide_offer()
        else:
            self.call_later(self.offer_completions)

    def on_popup_clicked(self, event: Popup.Clicked) -> None:
        event.stop()
        if self._offer is not None and 0 <= event.line < len(self._offer.completions):
            self._take(event.line)

    # ------------------------------------------------------------ keys

    def on_filter_asked(self, event: Filter.Asked) -> None:
        event.stop()
        does = {
            "leave": self._leave,
            "clear": self._clear,
            "complete": self._complete,
            "older": self._older,
            "newer": self._newer,
        }
        does[event.what]()

    def _leave(self) -> None:
        if self._offer is not None and self._at is not None:
            self._take(self._at)
            return
        self._hide_offer()
        self.post_message(self.Left("enter"))

    def _clear(self) -> None:
        if self._offer is not None:
            self._hide_offer()
        elif self.input.value and not self.escapes:
            self.input.value = ""
        else:
            self.post_message(self.Left("escape"))

    def _complete(self) -> None:
        if not self._completions:
            if self.selects:
                self.post_message(self.Selected())
                return
            self.offer_completions(asked=True)
            if len(self._completions) != 1:
                return
        self._take(self._at or 0)

    @property
    def _completions(self) -> Sequence[Completion]:
        return self._offer.completions if self._offer else ()

    def _move(self, step: int) -> None:
        if self._offer is not None:
            count = len(self._offer.completions)
            at = self._at if self._at is not None else -1 if step > 0 else count
            self._at = (at + step) % count
            self._draw_popup()

    def _older(self) -> None:
        if self._offer is not None:
            self._move(-1)
            return
        if not self._recalled:
            self._draft = self.input.value
        self._recall(self._recalled + 1)

    def _newer(self) -> None:
        if self._offer is not None:
            self._move(1)
        elif self._recalled:
            self._recall(self._recalled - 1)
        else:
            self.post_message(self.Left("down"))

    def _recall(self, back: int) -> None:
        """Show the query so many back, leaving out what the line shows already."""
        if back <= len(self.history):
            self._recalled = back
            self.set_text(self._shown_of_history())

    def _shown_of_history(self) -> str:
        return self.history[-self._recalled] if self._recalled else self._draft

    def on_descendant_blur(self) -> None:
        self._hide_offer()
        self._recalled = 0
