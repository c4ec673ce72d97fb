"""Small screens over the large one: a question, a choice, a line to type, lines to search in."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple, TypeVar

from textual import events
from textual.app import ComposeResult
from textual.await_complete import AwaitComplete
from textual.binding import Binding
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Input, OptionList, Static, TextArea
from textual.widgets.option_list import Option

from carrel.text import clean
from carrel.ui.base_screen import BaseScreen
from carrel.ui.one_line import OneLine

KEY = "bold $primary"
_MOST = 500  # lines of a listing that are shown at once
# Characters of a text to read: to wrap what is many times as long takes a minute.
_LONGEST = 100_000
_LITTLE = 4  # cells that a line goes on in where there is no room for its own indent
CLOSE = Binding("escape,ctrl+g", "dismiss(None)", "close", show=False)
# As on the large screen; by the same ids, so that they move there with the reader's own keys.
EVERYWHERE = [
    Binding("ctrl+z", "app.suspend_process", "to the shell", show=False, id="suspend"),
    Binding("ctrl+l", "app.repaint", "repaint", show=False, id="repaint"),
]


T = TypeVar("T")


class Dialog(ModalScreen[T], BaseScreen[T]):
    """A small screen that gives a result, once: keys that were typed ahead may ask for it again."""

    CSS_PATH = "dialogs.tcss"
    BINDINGS = [*EVERYWHERE]

    def dismiss(self, result: T | None = None) -> AwaitComplete:
        return super().dismiss(result) if self.is_current else AwaitComplete()


class Confirm(Dialog[bool]):
    """A question that yes or no answers."""

    BINDINGS = [
        Binding("y,enter", "dismiss(True)", "yes"),
        Binding("n,escape,q,ctrl+g", "dismiss(False)", "no"),
    ]

    def __init__(self, question: str) -> None:
        super().__init__()
        self._question = question

    def compose(self) -> ComposeResult:
        with Vertical(classes="dialog"):
            yield Static(Content(clean(self._question)))
            yield Static(Content.assemble(("y", KEY), " yes   ", ("n", KEY), " no"))


class Replace(Dialog[str]):
    """Whether to replace a file, which gives "replace", or to add to its end, which gives "add"."""

    BINDINGS = [
        Binding("y,enter", "dismiss('replace')", "yes"),
        Binding("a", "dismiss('add')", "add to its end"),
        Binding("n,escape,q,ctrl+g", "dismiss('')", "no"),
    ]

    def __init__(self, file: str) -> None:
        super().__init__()
        self._file = file

    def compose(self) -> ComposeResult:
        answers = ("y", KEY), " yes   ", ("n", KEY), " no   ", ("a", KEY), " add to its end"
        with Vertical(classes="dialog"):
            yield Static(Content(clean(f"Replace {self._file}?")))
            yield Static(Content.assemble(*answers))


class Prompt(Dialog[str | None]):
    """A line to type. Gives what was typed, or the placeholder where nothing was, or None. What is
    not accepted, of which `accepts` says why, stays to be mended."""

    BINDINGS = [CLOSE]

    def __init__(
        self,
        title: str,
        value: str = "",
        hint: str = "",
        placeholder: str = "",
        accepts: Callable[[str], bool] = lambda answer: True,
    ) -> None:
        super().__init__()
        self._accepts = accepts
        self._title = title
        self._value = value
        self._hint = hint or "enter ok · esc close"
        self._placeholder = placeholder

    def compose(self) -> ComposeResult:
        with Vertical(classes="dialog") as dialog:
            dialog.border_title = Content(self._title)
            dialog.border_subtitle = Content(self._hint)
            yield OneLine(self._value, self._placeholder, compact=True)

    def on_input_submitted(self, event: Input.Submitted) -> None:
        answer = event.value.strip() or self._placeholder
        if not answer or self._accepts(answer):
            self.dismiss(answer or None)


class Choice(NamedTuple):
    """One of several things: its value, a key that chooses it at once, and what it says."""

    value: str
    key: str
    label: str


class Options(OptionList):
    """Options that j and k go through, too."""

    BINDINGS = [
        Binding("j", "cursor_down", show=False),
        Binding("k", "cursor_up", show=False),
    ]

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        if action in ("page_up", "page_down") and not self.scrollable_content_region:
            return False  # there is no room for any, where Textual would look for one
        return super().check_action(action, parameters)


class Choose(Dialog[str | None]):
    """A choice of one of a few things, each with a key of its own."""

    BINDINGS = [CLOSE]

    def __init__(self, title: str, choices: Sequence[Choice], current: str) -> None:
        super().__init__()
        self._title = title
        self._choices = choices
        self._current = current

    def compose(self) -> ComposeResult:
        with Vertical(classes="dialog") as dialog:
            dialog.border_title = Content(self._title)
            keys = "number" if self._choices[0].key.isdecimal() else "letter"
            dialog.border_subtitle = Content(f"a {keys} or enter · esc close")
            yield Options(
                *(
                    Option(
                        Content.assemble((f"{choice.key} ", KEY), choice.label),
                        id=choice.value,
                    )
                    for choice in self._choices
                ),
                markup=False,
                compact=True,
            )

    def on_mount(self) -> None:
        options = self.query_one(OptionList)
        values = [choice.value for choice in self._choices]
        options.highlighted = values.index(self._current) if self._current in values else 0

    def on_key(self, event: events.Key) -> None:
        for choice in self._choices:
            if event.character == choice.key:
                event.stop()
                self.dismiss(choice.value)

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        self.dismiss(event.option.id)


class Shown(Dialog[bool | None]):
    """A text to read and to select from by hand, where it could not be copied: of `title`, what
    comes after a colon says why. Gives True where it is to be written to a file instead, as all of
    one has to be that is too long to be shown."""

    BINDINGS = [
        CLOSE,
        Binding("q", "dismiss(None)", "close", show=False),
        Binding("w", "dismiss(True)", "write to a file", show=False),
    ]

    def __init__(self, title: str, text: str) -> None:
        super().__init__()
        self._title, _, self._why = title.partition(": ")
        self._text = text
        if len(text) > _LONGEST:
            self._title += f", the first {_LONGEST:,} characters shown"
            self._text = text[:_LONGEST] + " …"

    def compose(self) -> ComposeResult:
        with Vertical(classes="dialog wide") as dialog:
            dialog.border_title = Content(self._title)
            dialog.border_subtitle = Content(
                "select with the mouse · w write to a file · esc close"
            )
            yield Static(Content.styled(clean(self._why), "$quiet"), id="why")
            yield TextArea(self._text, read_only=True, soft_wrap=True, compact=True)


class ListLine(NamedTuple):
    """A line of a listing: what choosing it gives (nothing for a heading), what is shown, what is
    searched, and how many cells further in it goes on where one line of the screen won't do."""

    value: str
    shown: Content
    searched: str
    indent: int = 0

    def hung(self, width: int) -> Content:
        """What is shown, on lines of at most so many cells."""
        indent = self.indent if width >= 2 * self.indent else _LITTLE
        if not self.indent or width < 2 * indent:
            return self.shown
        lines = self.shown[indent:].wrap(width - indent)
        return self.shown[:indent] + Content("\n" + " " * indent).join(lines)


class Listing(Dialog[str | None]):
    """Lines to search in and to choose from: the keys, or what could not be read."""

    BINDINGS = [
        CLOSE,
        Binding("down,ctrl+n", "move(1)", "down", priority=True, show=False),
        Binding("up,ctrl+p", "move(-1)", "up", priority=True, show=False),
        Binding("pagedown", "move(10)", "down", priority=True, show=False),
        Binding("pageup", "move(-10)", "up", priority=True, show=False),
    ]

    def __init__(self, title: str, lines: Sequence[ListLine], hint: str, current: str = "") -> None:
        """`current` is the value of the line on which the cursor is at first."""
        super().__init__()
        self._title = title
        self._lines = lines
        self._hint = hint
        self._current = current

    def compose(self) -> ComposeResult:
        with Vertical(classes="dialog wide") as dialog:
            dialog.border_title = Content(self._title)
            dialog.border_subtitle = Content(self._hint)
            yield OneLine(placeholder="type to search", compact=True)
            yield OptionList(markup=False, compact=True)

    def on_mount(self) -> None:
        self.query_one(OptionList).can_focus = False

    def on_resize(self) -> None:
        self.call_after_refresh(self._list)

    def on_input_changed(self) -> None:
        self._list()

    def on_input_submitted(self) -> None:
        options = self.query_one(OptionList)
        if options.highlighted is not None:
            self.dismiss(options.get_option_at_index(options.highlighted).id)

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        self.dismiss(event.option.id)

    def action_move(self, step: int) -> None:
        """Go so many lines on or back, to the next that can be chosen."""
        options = self.query_one(OptionList)
        at = max(0, min((options.highlighted or 0) + step, options.option_count - 1))
        while 0 <= at < options.option_count:
            if not options.get_option_at_index(at).disabled:
                options.highlighted = at
                return
            at += 1 if step > 0 else -1

    def _list(self) -> None:
        """List the lines with all words that are typed, and the headings over them."""
        wanted = self.query_one(Input).value.casefold().split()
        options = self.query_one(OptionList)
        width = options.scrollable_content_region.width
        options.clear_options()
        found: list[ListLine] = []
        for line in self._lines:
            if not line.value:
                if found and not found[-1].value:
                    found.pop()  # nothing is under the heading before
                found.append(line)
            elif all(word in line.searched.casefold() for word in wanted):
                found.append(line)
        if found and not found[-1].value:
            found.pop()
        if more := len(found) - _MOST:
            del found[_MOST:]
        if more > 0:
            found.append(ListLine("", Content(f"… and {more:,} more; type to search them"), ""))
        if wanted and not found:
            found.append(ListLine("", Content.styled("Nothing matches", "$quiet"), ""))
        options.add_options(
            Option(line.hung(width), id=line.value or None, disabled=not line.value)
            for line in found
        )
        first = next((place for place, line in enumerate(found) if line.value), None)
        own = (place for place, line in enumerate(found) if line.value == self._current)
        options.highlighted = next(own, first) if self._current and not wanted else first
