"""The pane in which a note is written, beside the paper that it is about."""

from __future__ import annotations

from textual.binding import Binding
from textual.content import Content
from textual.message import Message
from textual.widgets import TextArea


class NoteEditor(TextArea):
    """A note being written. Leaving it is a message; whoever opened it keeps the text."""

    BINDINGS = [
        Binding("escape,ctrl+s,ctrl+g", "leave(False)", "keep it", show=False),
        Binding("ctrl+e", "leave(True)", "go on in your editor", show=False),
    ]

    class Left(Message):
        """The person is done, or (`outside`) wants to go on in an editor."""

        def __init__(self, text: str, outside: bool) -> None:
            super().__init__()
            self.text = text
            self.outside = outside

    def __init__(self) -> None:
        super().__init__(soft_wrap=True, compact=True, id="note")
        self.border_title = Content("Note")
        self.border_subtitle = Content("esc keep it · ctrl+e in your editor")

    def begin(self, note: str) -> None:
        """Go on writing a note, from its end."""
        self.load_text(note)
        self.move_cursor(self.document.end)
        self.focus()

    def action_leave(self, outside: bool) -> None:
        self.post_message(self.Left(self.text, outside))
