"""The bottom line: the keys that matter here, or for a moment what has just been done."""

from __future__ import annotations

from collections.abc import Mapping

from rich.cells import cell_len
from textual.content import Content
from textual.reactive import reactive
from textual.timer import Timer
from textual.widget import Widget

from carrel.ui.commands import COMMANDS, shown_keys

_MOMENT = 5.0  # seconds that a message stays


class Hints(Widget):
    """Keys and what they do, as many as fit; `say` shows a message instead."""

    message = reactive(Content(""))

    def __init__(self, keymap: Mapping[str, str], *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._hints = [
            (shown_keys(keymap.get(command.id, command.keys))[0], command.label)
            for command in COMMANDS
            if command.shown
        ]
        self._timer: Timer | None = None

    def say(self, text: str, problem: bool = False) -> None:
        """Show a message for a moment."""
        self.message = Content.styled(text, "bold $error" if problem else "bold $success")
        if self._timer is not None:
            self._timer.stop()
        self._timer = self.set_timer(_MOMENT, self.hush)

    def hush(self) -> None:
        """Show the keys again."""
        self.message = Content("")

    def render(self) -> Content:
        if self.message:
            return self.message
        parts: list[Content] = []
        left = self.size.width
        # "help" is last, and always there: it leads to all the others.
        *hints, last = self._hints
        left -= cell_len(f"{last[0]} {last[1]}")
        for key, label in hints:
            left -= cell_len(f"{key} {label}  ")
            if left < 0:
                break
            parts.append(_hint(key, label))
        return Content("  ").join([*parts, _hint(*last)])


def _hint(key: str, label: str) -> Content:
    return Content.assemble((key, "bold $primary"), (f" {label}", "$quiet"))
