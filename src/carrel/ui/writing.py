"""Writing notes: in a pane beside the paper, or in the person's own editor."""

from __future__ import annotations

from typing import TYPE_CHECKING

from carrel.ui.note_editor import NoteEditor

if TYPE_CHECKING:
    from carrel.ui.browse import Browse


class Writing:
    """Opens the note of a paper, and keeps what was written when it is left."""

    def __init__(self, browse: Browse) -> None:
        self._browse = browse
        self._paper = ""  # by id: its note is open
        self._seen = ""  # what the note was
        self._editor: NoteEditor | None = None  # made when it is first needed

    def note(self) -> None:
        """The note of the paper at the cursor, in a pane."""
        number = self._browse.current
        if number is None or self._paper:
            return
        self._paper = self._browse.current_id
        self._seen = self._browse.desk.annotation(number).note
        if self._editor is None:
            self._editor = NoteEditor()
            self._browse.query_one("#right").mount(self._editor)
        self._browse.add_class("-writing")
        self._editor.begin(self._seen)

    def note_outside(self) -> None:
        """The note of the paper at the cursor, in the person's editor."""
        number = self._browse.current
        if number is None:
            return
        note = self._browse.desk.annotation(number).note
        self._outside(number, note, note)

    def left(self, text: str, outside: bool) -> None:
        """The person left the pane: keep the note."""
        number = self._browse.desk.library.find(self._paper)
        seen = self._seen
        self._close()
        if number is None:
            self._browse.say("The paper is gone from the sources; its note could not be kept", True)
        elif outside:
            self._outside(number, text, seen)
        else:
            self._browse.keeping.keep_note(number, text, seen)

    def finish(self) -> None:
        """Keep a note that is still being written."""
        if self._paper:
            self.left(self._editor.text if self._editor else self._seen, outside=False)

    def _outside(self, number: int, text: str, seen: str) -> None:
        written = self._browse.visiting.write_outside(text)
        self._browse.keeping.keep_note(number, text if written is None else written, seen)

    def _close(self) -> None:
        self._paper = ""
        self._browse.remove_class("-writing")
        self._browse.papers.focus()
