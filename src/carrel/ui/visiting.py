"""Going from a paper to what is outside: its page, its PDF, the file it was read from."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from textual.app import SuspendNotSupported
from textual.content import Content

from carrel import settings
from carrel.library.sources import STDIN
from carrel.paper import Paper, Place, is_text
from carrel.pdfs import pdf_of
from carrel.refusals import reason
from carrel.text import clean, clean_block
from carrel.ui import outside
from carrel.ui.links import page_link, pdf_link
from carrel.ui.page import Target
from carrel.ui.paths import short_path

if TYPE_CHECKING:
    from carrel.ui.browse import Browse

_MANY = 5  # pages that are opened without asking
_MOST = 100  # pages that are opened at all
_LOOKED_EVERY = 0.2  # seconds in which a program that was begun may fail
_LOOKS = 50
_QUOTED = 100  # characters that are quoted of what could not be read
_INDENT = 4  # cells before them


class Visiting:
    """Opens links and files."""

    def __init__(self, browse: Browse, env: Mapping[str, str]) -> None:
        self._browse = browse
        own = browse.carrel.settings
        self._env = dict(env)
        if own.editor:
            self._env["VISUAL"] = own.editor
        self._opener = outside.words_of(own.opener)
        self._viewer = outside.words_of(own.viewer) or self._opener
        self._folders = own.pdf_folders

    # ------------------------------------------------------------ links

    def open(self) -> None:
        self._open(page_link, "page")

    def open_pdf(self) -> None:
        numbers = self._browse.chosen
        if len(numbers) == 1 and (lost := self._lost(numbers[0])):
            self._browse.say(f"{short_path(lost)} is not there", problem=True)
        else:
            self._open(self._pdf, "PDF")

    def _pdf(self, paper: Paper) -> str:
        return pdf_of(paper, self._folders) or pdf_link(paper)

    def _lost(self, number: int) -> str:
        """The file that a source names of a paper of which there is nothing else to open."""
        paper = self._browse.desk.library.paper(number)
        return "" if self._pdf(paper) else next(filter(is_text, paper.files), "")

    def _open(self, link_of: Callable[[Paper], str], what: str) -> None:
        numbers, library = self._browse.chosen, self._browse.desk.library
        if len(numbers) > _MOST:
            self._browse.say(
                f"{len(numbers):,} papers are too many to open: {_MOST} at most", problem=True
            )
            return
        links = [link for number in numbers if (link := link_of(library.paper(number)))]
        if not links:
            if numbers:
                of = "this paper" if len(numbers) == 1 else "these papers"
                self._browse.say(f"No {what} is known for {of}", problem=True)
        elif len(links) > _MANY:
            self._browse.confirm(f"Open {len(links):,} links?", lambda: self.follow_links(links))
        else:
            self.follow_links(links)

    def follow_links(self, links: Sequence[str]) -> None:
        """Have links opened; where nobody would see them, copy them instead."""
        try:
            for link in links:
                own = self._viewer if os.path.isabs(link) else self._opener
                self._watch(outside.open_outside(link, self._env, own), own)
        except outside.OutsideError as why:
            text = "\n".join(links)
            copying = self._browse.citing.copy(text, f"{_links(links)}; {why}")
            self._browse.run_worker(copying, group="copy", exclusive=True)
        else:
            self._browse.say(f"Opened {_links(links)}")

    def _watch(self, process: subprocess.Popen[bytes], own: Sequence[str]) -> None:
        """Tell of a program that fails at once, as where it finds no display."""
        name = own[0] if own else "the opener"

        def look() -> None:
            code = process.poll()
            if code is not None:
                timer.stop()
            if code:
                self._browse.say(f"Not opened: {outside.failure(name, code)}", problem=True)

        timer = self._browse.set_interval(_LOOKED_EVERY, look, repeat=_LOOKS)

    # ------------------------------------------------------------ files

    def open_source(self) -> None:
        """The place that the paper was read from; where there are several, a choice of them."""
        number = self._browse.current
        if number is None:
            return
        every = self._browse.desk.library.paper(number).places
        places = [place for place in every if place.path != STDIN] or every[:1]
        if len(places) == 1:
            self.open_file(places[0].path, places[0].line)
            return
        from carrel.ui.dialogs import Choice, Choose, Listing, ListLine

        def chosen(value: str | None) -> None:
            if value:
                self.open_file(places[int(value)].path, places[int(value)].line)

        named = [_named(place) for place in places]
        if len(places) < 10:
            choices = [Choice(str(n), str(n + 1), name) for n, name in enumerate(named)]
            self._browse.app.push_screen(Choose("Open the source", choices, "0"), chosen)
        else:
            lines = [ListLine(str(n), Content(name), name) for n, name in enumerate(named)]
            listing = Listing("Open the source", lines, "enter open · esc close")
            self._browse.app.push_screen(listing, chosen)

    def open_file(self, path: str, line: int) -> None:
        """Show a file at a line in the person's editor, or a pager."""
        if path == STDIN:
            self._browse.say(
                "This was read from standard input; there is no file to open", problem=True
            )
            return
        if not os.path.isfile(path):  # an editor would begin a new one, a pager end unseen
            what = "not a file" if os.path.exists(path) else "not there"
            self._browse.say(f"{short_path(path)} is {what}", problem=True)
            return
        try:
            failed = self.run(outside.command_for(path, line, self._env))
        except outside.OutsideError as why:
            failed = str(why)
        if failed:
            self._browse.say(f"{short_path(path)}:{line}: {failed}", problem=True)

    def run(self, command: list[str]) -> str:
        """Give the terminal to a program, and take it back; gives why that failed, in words."""
        failed = ""
        try:
            with self._browse.app.suspend():  # which takes nothing back after an exception in it
                try:
                    failed = outside.failure(command[0], outside.run(command, self._env))
                except outside.OutsideError as why:
                    failed = str(why)
        except SuspendNotSupported:
            return "this terminal can't be handed over"
        self._browse.refresh(layout=True)
        return failed

    def write_outside(self, text: str) -> tuple[str, str]:
        """Have a text edited in the person's editor; gives the text and, in words, why that failed.
        Of an editor that failed, too, the text is what it left, if that is anything else."""
        import tempfile

        failed = "set EDITOR to the editor that you like"
        if outside.editor(self._env):
            try:
                with tempfile.TemporaryDirectory(prefix="carrel-") as folder:
                    file = Path(folder) / "note.md"
                    file.write_text(text + "\n" if text else "", "utf-8")
                    failed = self.run(outside.command_for(str(file), 0, self._env))
                    written = _decoded(file.read_bytes()).rstrip()
                if failed and written in ("", text.rstrip()):  # nothing of its own
                    return text, failed
                return written, failed
            except OSError as error:
                failed = f"note.md: {reason(error)}"
        return text, failed

    # ------------------------------------------------------------ what was not read

    def problems(self) -> None:
        """List what was not read or has a fault, and what else is wrong; choosing one opens its
        file there."""
        from carrel.ui.dialogs import Listing, ListLine

        library = self._browse.desk.library
        wrong = self._browse.carrel.problems()
        lines = [
            ListLine(f"-{number}", Content.styled(clean_block(problem), "$error"), problem, _INDENT)
            for number, problem in enumerate(wrong)
        ]
        rejects = library.rejects
        for index, reject in enumerate(rejects):
            where = _named(reject.place)
            about = clean(reject.text.strip().partition("\n")[0])
            about = about if len(about) <= _QUOTED else f"{about[: _QUOTED - 1]}…"
            why = clean(reject.reason)
            shown = Content.assemble((where, "bold"), "  ", (why, "$error"))
            if about:
                shown = Content.assemble(shown, "\n", (about, "$quiet"))
            searched = f"{where} {why} {reject.text}"
            lines.append(ListLine(str(index), shown, searched, _INDENT))
        partial = self._browse.carrel.loading.partial
        if not lines:
            said = "Nothing was wrong so far" if partial else "Everything in the sources was read"
            self._browse.say(said)
            return

        def chosen(value: str | None) -> None:
            if value and value.isdecimal():
                place = rejects[int(value)].place
                self.open_file(place.path, place.line)
            elif value and (there := settings.place_of(wrong[int(value[1:])])):
                self.open_file(str(there[0]), there[1])

        title = "What is wrong" if wrong else "Not read, or with a fault"
        title = f"{title}, so far" if partial else title
        hint = "esc close"
        if rejects:
            hint = f"enter open it; read again when saved · {hint}"
        elif any(map(settings.place_of, wrong)):
            hint = f"enter open it; settings hold from the next start · {hint}"
        self._browse.app.push_screen(Listing(title, lines, hint), chosen)

    def follow(self, target: Target) -> None:
        """Go where a link or a place on the page leads."""
        if target.kind in ("link", "pdf"):
            self.follow_links([target.value])
        elif target.kind == "file":
            self.open_file(target.value, target.line)


def _links(links: Sequence[str]) -> str:
    """A link or a file, or how many there are."""
    return short_path(links[0]) if len(links) == 1 else f"{len(links):,} links"


def _decoded(data: bytes) -> str:
    """The text of a file, its lines in UTF-8; one that is not, as an editor in an old locale
    leaves it, in Windows-1252."""

    def line_of(line: bytes) -> str:
        try:
            return line.decode()
        except UnicodeDecodeError:
            return line.decode("cp1252", "replace")

    return "".join(map(line_of, data.splitlines(keepends=True)))


def _named(place: Place) -> str:
    return f"{short_path(place.path)}{f':{place.line}' if place.line else ''}"
