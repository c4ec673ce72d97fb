"""Small screens over the large one: a question, a choice, the tags, the styles, the keys."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import NamedTuple

from textual import events
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Input, OptionList, Static, TextArea
from textual.widgets.option_list import Option

_CLOSE = Binding("escape", "dismiss(None)", "close", show=False)


class Confirm(ModalScreen[bool]):
    """A question that yes or no answers."""

    BINDINGS = [
        Binding("y,enter", "dismiss(True)", "yes"),
        Binding("n,escape,q", "dismiss(False)", "no"),
    ]

    def __init__(self, question: str) -> None:
        super().__init__()
        self._question = question

    def compose(self) -> ComposeResult:
        with Vertical(classes="dialog"):
            yield Static(Content(self._question))
            yield Static(Content.from_markup("[bold $primary]y[/] yes   [bold $primary]n[/] no"))


class Choice(NamedTuple):
    """One of several things: its value, a key that chooses it at once, and what it says."""

    value: str
    key: str
    label: str


class Choose(ModalScreen[str | None]):
    """A choice of one of a few things, each with a key of its own."""

    BINDINGS = [_CLOSE]

    def __init__(self, title: str, choices: Sequence[Choice], current: str) -> None:
        super().__init__()
        self._title = title
        self._choices = choices
        self._current = current

    def compose(self) -> ComposeResult:
        with Vertical(classes="dialog") as dialog:
            dialog.border_title = Content(self._title)
            yield OptionList(
                *(
                    Option(
                        Content.assemble((f"{choice.key} ", "bold $primary"), choice.label),
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


class TagEditor(ModalScreen[str | None]):
    """A line of tags to add (`+` or nothing before them) and to take away (`-`).

    Existing tags that go on from what is typed are listed; tab or enter takes the one at the cursor.
    """

    BINDINGS = [
        _CLOSE,
        Binding("tab", "complete", "complete", priority=True),
        Binding("down", "next(1)", "next", priority=True),
        Binding("up", "next(-1)", "previous", priority=True),
    ]

    def __init__(self, title: str, tags: Sequence[str], known: Sequence[str]) -> None:
        super().__init__()
        self._title = title
        self._tags = tags
        self._known = known

    def compose(self) -> ComposeResult:
        with Vertical(classes="dialog") as dialog:
            dialog.border_title = Content(self._title)
            dialog.border_subtitle = Content("enter save · tab complete · -tag removes")
            now = "  ".join(f"#{tag}" for tag in self._tags) or "no tags yet"
            yield Static(Content.styled(now, "$secondary"), id="now")
            yield Input(placeholder="tag, another tag, -not this one", compact=True)
            yield OptionList(markup=False, compact=True)

    def on_mount(self) -> None:
        self.query_one(OptionList).can_focus = False
        self._list_completions("")

    def on_input_changed(self, event: Input.Changed) -> None:
        self._list_completions(event.value)

    def on_input_submitted(self, event: Input.Submitted) -> None:
        self.dismiss(event.value)

    def action_next(self, step: int) -> None:
        options = self.query_one(OptionList)
        if options.option_count:
            at = -1 if options.highlighted is None and step > 0 else options.highlighted or 0
            options.highlighted = (at + step) % options.option_count

    def action_complete(self) -> None:
        options = self.query_one(OptionList)
        if not options.option_count:
            return
        tag = options.get_option_at_index(options.highlighted or 0).id or ""
        line = self.query_one(Input)
        head, sign, _ = _last_tag(line.value)
        line.value = f"{head}{sign}{tag}, "
        line.cursor_position = len(line.value)

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        self.query_one(OptionList).highlighted = event.option_index
        self.action_complete()

    def _list_completions(self, text: str) -> None:
        _, sign, part = _last_tag(text)
        pool = self._tags if sign == "-" else [t for t in self._known if t not in self._tags]
        options = self.query_one(OptionList)
        options.clear_options()
        options.add_options(
            Option(Content(f"{sign}{tag}"), id=tag) for tag in completions(part, pool)
        )
        options.display = bool(options.option_count)
        if options.option_count:
            options.highlighted = 0


def _last_tag(text: str) -> tuple[str, str, str]:
    """What comes before the tag being typed, its sign, and what there is of it."""
    before, comma, last = text.rpartition(",")
    part = last.lstrip()
    sign = part[:1] if part[:1] in ("-", "+") else ""
    return f"{before}{comma}{' ' if comma else ''}", sign, part[len(sign) :].lstrip("#").strip()


def completions(part: str, known: Iterable[str], most: int = 8) -> list[str]:
    """The known tags that go on from what is typed; then those that are like it, best first."""
    known = list(known)
    if not part:
        return known[:most]
    from rapidfuzz.fuzz import partial_ratio
    from rapidfuzz.process import extract

    start = [tag for tag in known if tag.casefold().startswith(part.casefold())]
    like = extract(
        part, known, scorer=partial_ratio, processor=str.casefold, score_cutoff=75, limit=most
    )
    return list(dict.fromkeys([*start, *(tag for tag, _, _ in like)]))[:most]


class Shown(ModalScreen[None]):
    """A text to read and to select from by hand, where it could not be copied."""

    BINDINGS = [_CLOSE, Binding("q", "dismiss(None)", "close", show=False)]

    def __init__(self, title: str, text: str) -> None:
        super().__init__()
        self._title = title
        self._text = text

    def compose(self) -> ComposeResult:
        with Vertical(classes="dialog wide") as dialog:
            dialog.border_title = Content(self._title)
            dialog.border_subtitle = Content("esc close · select with the mouse")
            yield TextArea(self._text, read_only=True, soft_wrap=True, compact=True)


class StyleChooser(ModalScreen[str | None]):
    """Styles and short forms, with what each makes of the paper as one moves."""

    BINDINGS = [_CLOSE]

    def __init__(
        self, forms: Sequence[tuple[str, str]], current: str, preview: Callable[[str], str]
    ) -> None:
        """`forms` are names and labels; `preview` gives what a form makes of the papers."""
        super().__init__()
        self._forms = forms
        self._current = current
        self._preview = preview

    def compose(self) -> ComposeResult:
        with Horizontal(classes="dialog wide") as dialog:
            dialog.border_title = Content("Copy as")
            dialog.border_subtitle = Content("enter copy · esc close")
            yield OptionList(
                *(Option(Content(label), id=name) for name, label in self._forms),
                markup=False,
                compact=True,
            )
            with VerticalScroll(can_focus=False):
                yield Static(id="preview", markup=False)

    def on_mount(self) -> None:
        names = [name for name, _ in self._forms]
        options = self.query_one(OptionList)
        options.highlighted = names.index(self._current) if self._current in names else 0

    def on_option_list_option_highlighted(self, event: OptionList.OptionHighlighted) -> None:
        text = self._preview(event.option.id or "")
        self.query_one("#preview", Static).update(Content(text))

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        self.dismiss(event.option.id)


class Listing(ModalScreen[str | None]):
    """Lines to search in and to choose from: the keys, or what could not be read.

    `lines` are (value, what is shown, what is searched); choosing one gives its value.
    """

    BINDINGS = [
        _CLOSE,
        Binding("down", "move(1)", "down", priority=True),
        Binding("up", "move(-1)", "up", priority=True),
        Binding("pagedown", "move(10)", "down", priority=True),
        Binding("pageup", "move(-10)", "up", priority=True),
    ]

    def __init__(
        self, title: str, lines: Sequence[tuple[str, Content, str]], hint: str
    ) -> None:  # fmt: skip
        super().__init__()
        self._title = title
        self._lines = lines
        self._hint = hint

    def compose(self) -> ComposeResult:
        with Vertical(classes="dialog wide") as dialog:
            dialog.border_title = Content(self._title)
            dialog.border_subtitle = Content(self._hint)
            yield Input(placeholder="type to search", compact=True)
            yield OptionList(markup=False, compact=True)

    def on_mount(self) -> None:
        self.query_one(OptionList).can_focus = False
        self._list("")

    def on_input_changed(self, event: Input.Changed) -> None:
        self._list(event.value)

    def on_input_submitted(self) -> None:
        options = self.query_one(OptionList)
        if options.highlighted is not None:
            self.dismiss(options.get_option_at_index(options.highlighted).id)

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        self.dismiss(event.option.id)

    def action_move(self, step: int) -> None:
        options = self.query_one(OptionList)
        if options.option_count:
            at = (options.highlighted or 0) + step
            options.highlighted = max(0, min(at, options.option_count - 1))

    def _list(self, text: str) -> None:
        wanted = text.casefold().split()
        options = self.query_one(OptionList)
        options.clear_options()
        options.add_options(
            Option(shown, id=value or None, disabled=not value)
            for value, shown, searched in self._lines
            if all(word in searched.casefold() for word in wanted)
        )
