"""Writing notes: in a pane beside the paper, or in the person's own editor."""

from __future__ import annotations

from typing import TYPE_CHECKING

from carrel.ui.commands import NOTE
from carrel.ui.note_editor import NoteEditor

if TYPE_CHECKING:
    from carrel.annotations import Stored
    from carrel.ui.browse import Browse


class Writing:
    """Opens the note of a paper, and keeps what was written when it is left."""

    def __init__(self, browse: Browse) -> None:
        self._browse = browse
        self._paper: Stored | None = None  # whose note is open
        self._seen = ""  # what the note was
        self._editor: NoteEditor | None = None  # made when it is first needed

    def note(self) -> None:
        """The note of the paper at the cursor, in a pane."""
        number = self._browse.current
        if self._paper and self._editor:
            self._editor.focus()
        if number is None or self._paper:
            return
        [paper] = self._browse.desk.identified([number])
        note = self._browse.desk.annotation(number).note
        self._open(paper, note, note)
        if self._browse.marks:  # other actions are about those
            self._browse.say("A note is of one paper: the one at the cursor, not those selected")

    def _open(self, paper: Stored, seen: str, text: str) -> None:
        """Open the pane with a text, to take the place of the note that was seen."""
        self._paper, self._seen = paper, seen
        if self._editor is None:
            self._editor = NoteEditor()
            self._browse.query_one("#right").mount(self._editor)
        self._browse.uncover()
        self._browse.add_class("-writing")
        self._editor.begin(text)
        self._browse.telling.hints.show_place(NOTE)  # now: the focus comes later than what is said

    def note_outside(self) -> None:
        """The note of the paper at the cursor, in the person's editor; or the one that is open."""
        if self._paper and self._editor:  # a click on the list leaves it so
            self.left(self._editor.text, outside=True)
            return
        number = self._browse.current
        if number is None:
            return
        note = self._browse.desk.annotation(number).note
        [paper] = self._browse.desk.identified([number])
        written = self._outside(paper, note, note)
        if written is not None:
            self._browse.keeping.keep_note(paper, written, note)

    def left(self, text: str, outside: bool) -> None:
        """The person left the pane: keep the note. Where going on with it `outside` fails, they
        stay in the pane, and what they type goes there."""
        paper, seen = self._paper, self._seen
        if paper is None:
            return
        if outside:
            written = self._outside(paper, seen, text)
            if written is None:
                return
            text = written
        self._close()
        self._browse.keeping.keep_note(paper, text, seen)

    def _outside(self, paper: Stored, seen: str, text: str) -> str | None:
        """A text as it comes back from the person's editor. None, and a message, where that failed;
        what it left is then in the pane: whether it is meant to be kept, the person knows."""
        written, failed = self._browse.visiting.write_outside(text)
        if not failed:
            return written
        also = ""
        if written != text:
            self._open(paper, seen, written)
            also = "; what it left is in the pane"
        self._browse.say(f"The note could not be edited outside: {failed}{also}", problem=True)
        return None

    def finish(self) -> None:
        """Keep a note that is still being written."""
        if self._paper:
            self.left(self._editor.text if self._editor else self._seen, outside=False)

    def _close(self) -> None:
        self._paper = None
        self._browse.remove_class("-writing")
        self._browse.papers.focus()
        self._browse.telling.show_hints()
