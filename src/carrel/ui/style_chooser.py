"""The style chooser: forms of a citation, with what each makes of the papers."""

from __future__ import annotations

import string
from collections.abc import Callable, Sequence

from textual import events
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Horizontal, VerticalScroll
from textual.content import Content
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from carrel.ui.dialogs import CLOSE, KEY, Dialog, Options

_LONGEST = 20_000  # characters of a preview: wrapping more takes time, and nobody reads on
_TAKEN = "jkJKyq"  # letters that do something else here


class StyleChooser(Dialog[str | None]):
    """Styles, formats and short forms, with a preview as one moves. Gives the one chosen, by enter
    or at once by its letter.

    `forms` are names and labels; `preview` gives what a form makes of the papers.
    """

    BINDINGS = [
        CLOSE,
        Binding("J,shift+down", "scroll(3)", show=False),
        Binding("K,shift+up", "scroll(-3)", show=False),
        Binding("y", "take", show=False),
        Binding("q", "dismiss(None)", show=False),
    ]

    def __init__(
        self,
        title: str,
        forms: Sequence[tuple[str, str]],
        current: str,
        preview: Callable[[str], str],
    ) -> None:
        super().__init__()
        self._title = title
        self._forms = forms
        self._current = current
        self._preview = preview
        self._letters = letters([name for name, _ in forms])

    def compose(self) -> ComposeResult:
        with Horizontal(classes="dialog wide") as dialog:
            dialog.border_title = Content(self._title)
            dialog.border_subtitle = Content("a letter or enter · J K scroll · esc close")
            yield Options(
                *(
                    Option(Content.assemble((f"{letter} ", KEY), label), id=name)
                    for letter, (name, label) in zip(self._letters, self._forms, strict=True)
                ),
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
        name = event.option.id or ""
        label = Content.styled(dict(self._forms)[name], "bold $accent")
        self.query_one("#preview", Static).update(label + "\n\n" + self._preview(name)[:_LONGEST])
        self.query_one(VerticalScroll).scroll_home(animate=False)

    def on_key(self, event: events.Key) -> None:
        if event.character and event.character in self._letters:
            event.stop()
            self.dismiss(self._forms[self._letters.index(event.character)][0])

    def action_take(self) -> None:
        self.query_one(OptionList).action_select()

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        self.dismiss(event.option.id)

    def action_scroll(self, lines: int) -> None:
        self.query_one(VerticalScroll).scroll_relative(y=lines, animate=False)


def letters(names: Sequence[str]) -> list[str]:
    """A letter for each name: the first of its own that is free, else a capital, else any; blank
    where there are more names than letters."""
    given: list[str] = []
    for name in names:
        choices = f"{name.lower()}{name.upper()}{string.ascii_letters}"
        free = (
            letter
            for letter in choices
            if letter in string.ascii_letters and letter not in (*_TAKEN, *given)
        )
        given.append(next(free, " "))
    return given
