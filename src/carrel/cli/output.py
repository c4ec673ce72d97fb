"""Entries in a form: a table, JSON Lines, a citation style, a format, a person's own template."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from carrel.cli.entries import Entry
from carrel.cli.talk import CommandError, say_each
from carrel.desk import row

if TYPE_CHECKING:
    from carrel.settings import Settings

TABLE, JSON_LINES = "table", "jsonl"


def settings() -> Settings:
    """The person's settings; what is wrong with them is said."""
    from carrel.settings import load

    found, problems = load()
    say_each(problems)
    return found


class EntryForm:
    """The form in which entries are written: `name` is one of `names`, or a .csl file.

    Raises:
        CommandError: there is no such form.
    """

    def __init__(self, name: str, number: bool = False) -> None:
        self.name = name
        self._number = number
        if name in (TABLE, JSON_LINES):  # which are the same whatever is set
            return
        from carrel.citation import form

        own = settings()
        name = name or own.style
        try:
            self._form = form(name, own.templates, own.citekey)
        except KeyError as error:
            from difflib import get_close_matches

            known = names(own)
            close = get_close_matches(name.casefold(), known, 1, 0.7)
            there = f"there are {', '.join(known)}, .csl files"
            hint = f"did you mean “{close[0]}”?" if close else there
            raise CommandError(f"no style or format “{name}”; {hint}") from error
        self.name = self._form.name

    @property
    def cites(self) -> bool:
        """Is it one citation a line, so that what can't be cited leaves its line empty?"""
        from carrel.citation import STYLES

        return self.name in STYLES

    @property
    def numbers(self) -> bool:
        """Are its lists numbered, where that is asked for?"""
        return self.name not in (TABLE, JSON_LINES) and bool(self._form.number)

    def of(self, entries: Iterable[Entry]) -> Iterator[str]:
        """The entries in this form, in pieces to be written one after the other."""
        if self.name == TABLE:
            from carrel.cli.table import lines

            return lines(entries)
        if self.name == JSON_LINES:
            rows = (row(entry.work, entry.id, entry.places, entry.said) for entry in entries)
            return (f"{json_line(values)}\n" for values in rows)
        from carrel.citation import StyleUnavailable

        try:
            works = [entry.work for entry in entries]
            return self._form.pieces(works, numbered=self._number)
        except StyleUnavailable as error:
            raise CommandError(str(error)) from error


def names(chosen: Settings) -> list[str]:
    """All forms by name."""
    from carrel.citation import forms

    return [*forms.names(chosen.templates), *forms.ALSO, TABLE, JSON_LINES]


def json_line(value: object) -> str:
    """A value as one line of JSON. What a terminal would obey or not show stands in it as an
    escape, which JSON reads as the same text."""
    text = json.dumps(value, ensure_ascii=False)
    if text.isprintable():
        return text
    return "".join(char if char.isprintable() else _escape(char) for char in text)


def _escape(char: str) -> str:
    return f"\\u{ord(char):04x}" if char < "\U00010000" else json.dumps(char)[1:-1]
