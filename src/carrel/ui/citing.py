"""Papers as text: copied to the clipboard, or written to a file."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Callable, Coroutine, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from textual.worker import Worker, get_current_worker

from carrel.atomic import write_whole
from carrel.citation import FORMATS, STYLES
from carrel.citation.external import StyleUnavailable
from carrel.citation.forms import Form, form, names
from carrel.paper import Paper
from carrel.refusals import reason
from carrel.text import clean, counted
from carrel.ui.paths import short_path
from carrel.ui.turns import Stoppable, in_turns

if TYPE_CHECKING:
    from carrel.library import Library
    from carrel.ui.browse import Browse

# Papers by number, and of which library: sources may be read anew while one is asked something.
Chosen = tuple["Library", Sequence[int]]
_Write = Callable[[Path], Coroutine[None, None, None]]
_PREVIEWED = 12  # papers that a preview shows
_SUFFIXES = {
    "bibtex": "bib", "biblatex": "bib", "ris": "ris", "csl-json": "json", "markdown": "md",
    "html": "html",
}  # fmt: skip


class Citing:
    """Copies and writes the papers that are chosen."""

    def __init__(self, browse: Browse) -> None:
        self._browse = browse
        self._settings = browse.carrel.settings
        self._stoppable: set[Worker[object]] = set()  # those that put papers together

    @property
    def under_way(self) -> bool:
        """Are papers being put together, which may be stopped?"""
        return bool(self._stoppable)

    def stop(self) -> None:
        """Go no further with papers that are being put together."""
        for work in self._stoppable:
            work.cancel()
        self._browse.say("Stopped: nothing was copied or written", problem=True)

    @contextmanager
    def _putting_together(self) -> Iterator[None]:
        """What the worker that is in this does may be stopped."""
        work = get_current_worker()
        self._stoppable.add(work)
        try:
            yield
        finally:
            self._stoppable.discard(work)

    @property
    def style(self) -> str:
        """The form chosen last, if there still is one of this name and the settings have not been
        changed to another since; else that of the settings."""
        now, own = self._browse.carrel.memory.now, self._settings.style
        holds = now.style_set == own and now.style in self._names()
        return now.style if holds else self._form(own).name

    def cite(self) -> None:
        self._copy(self.style, self._chosen)

    def cite_as(self) -> None:
        chosen = self._chosen

        def copy(name: str | None) -> None:
            if name:
                own = self._settings.style
                self._browse.carrel.remember(lambda now: replace(now, style=name, style_set=own))
                self._copy(name, chosen)

        self._choose("Copy as", chosen, self._labels(), self.style, copy)

    def export(self) -> None:
        """Ask for a format, then for a file, and write it."""
        labels = {name: label for name, label in self._labels().items() if _is_list(name)}
        papers = self._chosen

        def chosen(name: str | None) -> None:
            if name:
                file = f"papers.{_SUFFIXES.get(name, 'txt')}"
                self._write(name, papers, labels[name], file)

        default = self.style if _is_list(self.style) else "bibtex"
        self._choose("Write as", papers, labels, default, chosen)

    def _form(self, name: str) -> Form:
        return form(name, self._settings.templates, self._settings.citekey)

    def _names(self) -> list[str]:
        """Every form to choose; the person's own come last, so that the letters of the others
        stay."""
        there = [name for name in names(self._settings.templates) if name != "html"]
        if self._settings.style.endswith(".csl"):
            there.append(self._settings.style)
        return there

    def _labels(self) -> dict[str, str]:
        """How every form to choose is called, by its name."""
        return {name: self._form(name).label for name in self._names()}

    @property
    def _chosen(self) -> Chosen:
        return self._browse.desk.library, self._browse.chosen

    def _choose(
        self,
        title: str,
        chosen: Chosen,
        labels: Mapping[str, str],
        current: str,
        then: Callable[[str | None], None],
    ) -> None:
        from carrel.ui.style_chooser import StyleChooser

        library, numbers = chosen
        if not numbers:
            return
        papers = [library.paper(number) for number in numbers[:_PREVIEWED]]

        def preview(name: str) -> str:
            if name.endswith(".csl"):
                return "(made by pandoc or citeproc-py when it is copied)"
            of = "this paper" if len(papers) == 1 else "these papers"
            text = self._form(name).text(papers)[0] or f"There is none of {of}."
            # A citation is one line, and wrapped here: one sees where the next begins.
            return text.replace("\n", "\n\n") if name in STYLES else text

        if len(numbers) > 1:
            title = f"{title}: {len(numbers):,} papers"
        if len(numbers) > len(papers):
            title = f"{title}, the first {len(papers)} shown"
        self._browse.app.push_screen(
            StyleChooser(title, list(labels.items()), current, preview), then
        )

    # ------------------------------------------------------------ doing it

    def _copy(self, name: str, chosen: Chosen) -> None:
        if chosen[1]:
            self._browse.run_worker(self._copied(name, chosen), group="copy", exclusive=True)

    async def _copied(self, name: str, chosen: Chosen) -> None:
        papers = await self._papers(chosen)
        made = await self._text(name, papers)
        if made is None:
            return
        text, of = made
        label = self._form(name).label
        if not text:
            none = "this paper has none" if len(papers) == 1 else "these papers have none"
            self._browse.say(f"Nothing to copy: {none} ({label})", problem=True)
            return
        count = f"{len(papers):,} papers"
        if of < len(papers):
            count = f"{of:,} of {count}"
        await self.copy(text, label if len(papers) == 1 else f"{label}, {count}")

    async def copy(self, text: str, what: str) -> None:
        """Copy a text, and tell what is known of that; show it where it can't be copied."""
        outcome = await self._browse.carrel.copy(text)
        if outcome.kind != "failed":
            self._browse.say(f"{outcome.message} ({what})")
            return
        from carrel.ui.dialogs import Shown

        self._browse.telling.hints.hush()

        def write(yes: bool | None) -> None:
            if yes:
                self._ask_file(text)

        self._browse.app.push_screen(Shown(outcome.message, text), write)

    async def _text(self, name: str, papers: Sequence[Paper]) -> tuple[str, int] | None:
        """What a form makes of papers, and of how many; None, and a message, where it can't."""
        works = Stoppable(papers)
        try:
            with self._putting_together():
                return await asyncio.to_thread(self._form(name).text, works)
        except StyleUnavailable as error:
            self._browse.say(f"{name}: {error}", problem=True)
            return None
        finally:
            works.stop()

    async def _papers(self, chosen: Chosen) -> list[Paper]:
        library, numbers = chosen
        if len(numbers) > 1_000:
            self._browse.say(
                f"Putting together {len(numbers):,} papers (esc stops it) …", stays=True
            )
        with self._putting_together():
            return [paper async for paper in in_turns(library.papers(numbers))]

    def _ask_file(self, text: str) -> None:
        """Ask for a file, and write a text there."""

        async def write(file: Path) -> None:
            await self._write_text(text, file)

        self._ask("Write to", "citation.txt", write)

    def _write(self, name: str, chosen: Chosen, label: str, path: str) -> None:
        from carrel.citation.adding import ADDABLE

        count = counted(len(chosen[1]), "paper")  # whoever meant all that is found sees it

        async def write(file: Path) -> None:
            if made := await self._text(name, await self._papers(chosen)):
                await self._write_text(made[0], file, f" ({label}, {count})")

        async def add(file: Path) -> None:
            await self._add(name, await self._papers(chosen), file)

        title = f"Write as {label}: {count}"
        self._ask(title, path, write, add if name in ADDABLE else None)

    def _ask(self, title: str, path: str, write: _Write, add: _Write | None = None) -> None:
        """Ask for a file, `path` being a first answer; where it can't be, say why and ask again.
        One that is there can be added to instead, if there is an `add`."""
        from carrel.ui.dialogs import Prompt

        def answered(answer: str | None) -> None:
            if answer and (why := self._checked(answer, write, add)):
                self._browse.say(why, problem=True)
                self._ask(title, answer, write, add)

        hint = "where to · enter write · esc close"
        self._browse.app.push_screen(Prompt(title, path, hint), answered)

    def _checked(self, path: str, write: _Write, add: _Write | None) -> str:
        """Write to a file that is no source, and that the person does not want to keep; else give
        why it can't be."""
        file = Path(os.path.realpath(os.path.expanduser(clean(path))))  # a link stays a link
        if any(_same(file, report.path) for report in self._browse.desk.library.reports):
            return f"carrel never writes to what it reads: {short_path(path)}"

        def act(do: _Write) -> None:
            self._browse.run_worker(do(file), group="write")

        if os.path.isdir(file):
            return f"That is a folder: {short_path(str(file))}"
        if os.path.exists(file) and not os.path.isfile(file):  # a pipe may wait for ever
            return f"That is no ordinary file: {short_path(str(file))}"
        if not os.path.isdir(file.parent):
            return f"Not written: there is no folder {short_path(str(file.parent))}"
        if not os.path.exists(file):  # Path's raises where a name is too long
            act(write)
        elif add:
            from carrel.ui.dialogs import Replace

            does = {"replace": write, "add": add}

            def answered(answer: str | None) -> None:
                if answer:
                    act(does[answer])

            self._browse.app.push_screen(Replace(short_path(str(file))), answered)
        else:
            self._browse.confirm(f"Replace {short_path(str(file))}?", lambda: act(write))
        return ""

    async def _write_text(self, text: str, file: Path, what: str = "") -> None:
        try:
            pieces = (text.rstrip("\n"), "\n")
            await asyncio.to_thread(write_whole, file, pieces, errors="replace")
        except OSError as error:
            self._browse.say(f"Not written: {reason(error)}: {short_path(str(file))}", problem=True)
        else:
            self._browse.say(f"Wrote {short_path(str(file))}{what}")

    async def _add(self, name: str, papers: Sequence[Paper], file: Path) -> None:
        """Add papers to the end of a file that is there."""
        from carrel.citation.adding import NotAddable, add

        path = short_path(str(file))
        try:
            added = await asyncio.to_thread(add, file, papers, name, self._settings.citekey)
        except (NotAddable, OSError) as error:
            why = reason(error) if isinstance(error, OSError) else error
            self._browse.say(f"Nothing added: {why}: {path}", problem=True)
            return
        there = f"{added.there:,} {'was' if added.there == 1 else 'were'} there already"
        if added.new:
            told = f"Added {counted(added.new, 'paper')} to {path} ({self._form(name).label})"
            self._browse.say(f"{told}; {there}" if added.there else told)
        else:
            self._browse.say(f"Nothing added to {path}: {there}")


def _is_list(name: str) -> bool:
    """Does a form make a document of many papers?"""
    return name in STYLES or name in FORMATS


def _same(file: Path, path: str) -> bool:
    try:
        return os.path.samefile(file, path)
    except OSError:
        return False
