"""The style chooser: forms of a citation, with what each makes of the papers."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Horizontal, VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from carrel.ui.dialogs import CLOSE


class StyleChooser(ModalScreen[str | None]):
    """Styles, formats and short forms, with a preview as one moves. Gives the one chosen.

    `forms` are names and labels; `preview` gives what a form makes of the papers.
    """

    BINDINGS = [
        CLOSE,
        Binding("j", "move(1)", show=False),
        Binding("k", "move(-1)", show=False),
        Binding("J,shift+down", "scroll(3)", show=False),
        Binding("K,shift+up", "scroll(-3)", show=False),
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

    def compose(self) -> ComposeResult:
        with Horizontal(classes="dialog wide") as dialog:
            dialog.border_title = Content(self._title)
            dialog.border_subtitle = Content("enter take it · J K scroll · esc close")
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
        self.query_one(VerticalScroll).scroll_home(animate=False)

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        self.dismiss(event.option.id)

    def action_move(self, step: int) -> None:
        options = self.query_one(OptionList)
        if step > 0:
            options.action_cursor_down()
        else:
            options.action_cursor_up()

    def action_scroll(self, lines: int) -> None:
        self.query_one(VerticalScroll).scroll_relative(y=lines, animate=False)
