"""A line to type in, of which nothing that is pasted is lost."""

from __future__ import annotations

from textual import events
from textual.widgets import Input

from carrel.text import clean


class OneLine(Input):
    """A line; of what is pasted Textual's takes only the first, this one all."""

    def on_paste(self, event: events.Paste) -> None:
        event.stop()
        event.prevent_default()
        self.replace(self.joined(event.text), *sorted(self.selection))

    def joined(self, text: str) -> str:
        """What is pasted as one harmless line."""
        return clean(text)
