"""Papers as text: copied to the clipboard, or written to a file."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Callable, Coroutine, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from carrel.atomic import write_whole
from carrel.citation import FORMATS, STYLES, cite_with_csl, citekeys, render, template
from carrel.citation.external import StyleUnavailable
from carrel.citation.forms import forms, lacking, text_in
from carrel.paper import Paper
from carrel.settings import Settings
from carrel.text import clean
from carrel.ui.cells import short_path
from carrel.ui.turns import in_turns

if TYPE_CHECKING:
    from carrel.library import Library
    from carrel.ui.browse import Browse

# Papers by number, and of which library: sources may be read anew while one is asked something.
Chosen = tuple["Library", Sequence[int]]
_PREVIEWED = 12  # papers that a preview shows
_SUFFIXES = {
    "bibtex": "bib", "biblatex": "bib", "ris": "ris", "csl-json": "json", "markdown": "md",
    "html": "html",
}  # fmt: skip


def all_forms(settings: Settings) -> list[tuple[str, str]]:
    """Every form by name, and how it is called; the person's own come last, so that the letters
    of the others stay."""
    own = [(name, f"{name}: your own") for name in settings.templates]
    if settings.style.endswith(".csl"):
        own.append((settings.style, Path(settings.style).name))
    return [*forms(), *own]


def text_of(form: str, papers: Sequence[Paper], settings: Settings) -> str:
    """What a form makes of the papers.

    Raises:
        KeyError: there is no such form.
        StyleUnavailable: a .csl file can't be used here.
    """
    if form in settings.templates:
        own = template(settings.templates[form])
        keys = citekeys(papers, settings.citekey)
        return "\n".join(
            render(own, paper, key=key) for paper, key in zip(papers, keys, strict=True)
        )
    if form.endswith(".csl"):
        return "\n".join(cite_with_csl(papers, form))
    return text_in(form, papers, settings.citekey)


class Citing:
    """Copies and writes the papers that are chosen."""

    def __init__(self, browse: Browse) -> None:
        self._browse = browse
        self._settings = browse.carrel.settings

    @property
    def style(self) -> str:
        """The form chosen last, if there still is one of this name and the settings have not been
        changed to another since; else that of the settings."""
        now, own = self._browse.carrel.memory.now, self._settings.style
        holds = now.style_set == own and now.style in dict(all_forms(self._settings))
        return now.style if holds else own

    def cite(self) -> None:
        self._copy(self.style, self._chosen)

    def cite_as(self) -> None:
        chosen = self._chosen

        def copy(form: str | None) -> None:
            if form:
                own = self._settings.style
                self._browse.carrel.remember(lambda now: replace(now, style=form, style_set=own))
                self._copy(form, chosen)

        self._choose("Copy as", chosen, all_forms(self._settings), self.style, copy)

    def export(self) -> None:
        """Ask for a format, then for a file, and write it."""
        from carrel.ui.dialogs import Prompt

        kinds = [(name, label) for name, label in all_forms(self._settings) if _is_list(name)]
        labels = dict(kinds)
        papers = self._chosen

        def chosen(form: str | None) -> None:
            if form:
                name = f"papers.{_SUFFIXES.get(form, 'txt')}"
                hint = "where to · enter write · esc close"
                self._browse.app.push_screen(
                    Prompt(f"Write as {labels[form]}", name, hint),
                    lambda path: self._write(form, papers, path),
                )

        default = self.style if _is_list(self.style) else "bibtex"
        self._choose("Write as", papers, kinds, default, chosen)

    @property
    def _chosen(self) -> Chosen:
        return self._browse.desk.library, self._browse.chosen

    def _choose(
        self,
        title: str,
        chosen: Chosen,
        kinds: Sequence[tuple[str, str]],
        current: str,
        then: Callable[[str | None], None],
    ) -> None:
        from carrel.ui.style_chooser import StyleChooser

        library, numbers = chosen
        if not numbers:
            return
        papers = [library.paper(number) for number in numbers[:_PREVIEWED]]

        def preview(form: str) -> str:
            if form.endswith(".csl"):
                return "(made by pandoc or citeproc-py when it is copied)"
            of = "this paper" if len(papers) == 1 else "these papers"
            text = text_of(form, papers, self._settings) or f"There is none of {of}."
            # A citation is one line, and wrapped here: one sees where the next begins.
            return text.replace("\n", "\n\n") if form in STYLES else text

        if len(numbers) > 1:
            title = f"{title}: {len(numbers):,} papers"
        if len(numbers) > len(papers):
            title = f"{title}, the first {len(papers)} shown"
        self._browse.app.push_screen(StyleChooser(title, kinds, current, preview), then)

    # ------------------------------------------------------------ doing it

    def _copy(self, form: str, chosen: Chosen) -> None:
        if chosen[1]:
            self._browse.run_worker(self._copied(form, chosen), group="copy", exclusive=True)

    async def _copied(self, form: str, chosen: Chosen) -> None:
        papers = await self._papers(chosen)
        text = await self._text(form, papers)
        if text is None:
            return
        label = dict(all_forms(self._settings)).get(form, form)
        if not text:
            none = "this paper has none" if len(papers) == 1 else "these papers have none"
            self._browse.say(f"Nothing to copy: {none} ({label})", True)
            return
        count = f"{len(papers):,} papers"
        if without := await asyncio.to_thread(lacking, form, papers):
            count = f"{len(papers) - without:,} of {count}"
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

    async def _text(self, form: str, papers: Sequence[Paper]) -> str | None:
        """What a form makes of papers; None, and a message, where it can't be made."""
        try:
            return await asyncio.to_thread(text_of, form, papers, self._settings)
        except (KeyError, StyleUnavailable) as error:
            self._browse.say(f"{form}: {error}", True)
            return None

    async def _papers(self, chosen: Chosen) -> list[Paper]:
        library, numbers = chosen
        if len(numbers) > 1_000:
            self._browse.say(f"Putting together {len(numbers):,} papers …", stays=True)
        return [paper async for paper in in_turns(library.papers(numbers))]

    def _ask_file(self, text: str) -> None:
        """Ask for a file, and write a text there."""
        from carrel.ui.dialogs import Prompt

        async def write(file: Path) -> None:
            await self._write_text(text, file)

        self._browse.app.push_screen(
            Prompt("Write to", "citation.txt"), lambda path: self._checked(path, write)
        )

    def _write(self, form: str, chosen: Chosen, path: str | None) -> None:
        async def write(file: Path) -> None:
            text = await self._text(form, await self._papers(chosen))
            if text is not None:
                await self._write_text(text, file)

        self._checked(path, write)

    def _checked(
        self, path: str | None, write: Callable[[Path], Coroutine[None, None, None]]
    ) -> None:
        """Write to a file that is no source, and that the person does not want to keep."""
        if not path:
            return
        file = Path(os.path.realpath(os.path.expanduser(clean(path))))  # a link stays a link
        if any(_same(file, report.path) for report in self._browse.desk.library.reports):
            self._browse.say(f"carrel never writes to what it reads: {short_path(path)}", True)
            return

        def act() -> None:
            self._browse.run_worker(write(file), group="write")

        if os.path.isdir(file):
            self._browse.say(f"That is a folder: {short_path(str(file))}", True)
        elif os.path.exists(file) and not os.path.isfile(file):  # a pipe may wait for ever
            self._browse.say(f"That is no ordinary file: {short_path(str(file))}", True)
        elif os.path.exists(file):  # Path's raises where a name is too long
            self._browse.confirm(f"Replace {short_path(str(file))}?", act)
        else:
            act()

    async def _write_text(self, text: str, file: Path) -> None:
        try:
            pieces = (text.rstrip("\n"), "\n")
            await asyncio.to_thread(write_whole, file, pieces, errors="replace")
        except OSError as error:
            why = (error.strerror or str(error)).lower()
            self._browse.say(f"Not written: {why}: {short_path(str(file))}", True)
        else:
            self._browse.say(f"Wrote {short_path(str(file))}")


def _is_list(form: str) -> bool:
    """Does a form make a document of many papers?"""
    return form in STYLES or form in FORMATS


def _same(file: Path, path: str) -> bool:
    try:
        return os.path.samefile(file, path)
    except OSError:
        return False
