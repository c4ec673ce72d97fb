"""Entries in a form: a table, JSON Lines, a citation style, a format, a person's own template."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

from carrel.cli.entries import Entry
from carrel.cli.talk import CommandError, say
from carrel.desk import row
from carrel.paper import Work

if TYPE_CHECKING:
    from carrel.settings import Settings

TABLE, JSON_LINES = "table", "jsonl"
# What papers are cited with in a text, by names that are easier to remember.
_ALSO = {"cite": "latex", "citekey": "key"}


def settings() -> Settings:
    """The person's settings; what is wrong with them is said."""
    from carrel.settings import load

    found, problems = load()
    for problem in problems:
        say(problem)
    return found


class Form:
    """How entries are to be written: `name` is one of `names`, or a .csl file.

    Raises:
        CommandError: there is no such form.
    """

    def __init__(self, name: str, number: bool = False) -> None:
        self.name = name
        self._number = number
        if name in (TABLE, JSON_LINES):  # which are the same whatever is set
            return
        self._settings = settings()
        self.name = name or self._settings.style
        known = names(self._settings)
        if self.name not in known and not self.name.endswith(".csl"):
            from difflib import get_close_matches

            close = get_close_matches(self.name.casefold(), known, 1, 0.7)
            there = f"there are {', '.join(known)}, .csl files"
            hint = f"did you mean “{close[0]}”?" if close else there
            raise CommandError(f"no style or format “{self.name}”; {hint}")
        if self.name not in self._settings.templates:
            self.name = _ALSO.get(self.name, self.name)

    @property
    def cites(self) -> bool:
        """Is it one citation a line, so that what can't be cited leaves its line empty?"""
        from carrel.citation import STYLES

        return self.name in STYLES

    def of(self, entries: Iterable[Entry]) -> Iterator[str]:
        """The entries in this form, in pieces to be written one after the other."""
        if self.name == TABLE:
            from carrel.cli.table import lines

            return lines(entries)
        if self.name == JSON_LINES:
            rows = (row(entry.work, entry.id, entry.places, entry.said) for entry in entries)
            return (f"{json_line(values)}\n" for values in rows)
        return self._of_works([entry.work for entry in entries])

    def _of_works(self, works: Sequence[Work]) -> Iterator[str]:
        from carrel.citation import (
            FORMATS,
            SNIPPETS,
            STYLES,
            StyleUnavailable,
            cite_with_csl,
            citekeys,
            export,
            render,
            snippet,
            template,
        )

        if self.name in STYLES:
            return export(works, self.name, numbered=self._number)
        if self.name.endswith(".csl"):
            try:
                return (f"{line}\n" for line in cite_with_csl(works, self.name))
            except StyleUnavailable as error:
                raise CommandError(str(error)) from error
        keys = citekeys(works, self._settings.citekey)
        if self.name in FORMATS:
            return export(works, self.name, keys=keys)
        pairs = zip(works, keys, strict=True)
        if self.name in SNIPPETS:
            return (f"{snippet(work, self.name, key)}\n" for work, key in pairs)
        own = template(self._settings.templates[self.name])
        return (f"{render(own, work, key=key)}\n" for work, key in pairs)


def names(chosen: Settings) -> list[str]:
    """All forms by name."""
    from carrel.citation import FORMATS, SNIPPETS, STYLES

    return [*STYLES, *FORMATS, TABLE, JSON_LINES, *SNIPPETS, *_ALSO, *chosen.templates]


def json_line(value: object) -> str:
    """A value as one line of JSON. What a terminal would obey or not show stands in it as an
    escape, which JSON reads as the same text."""
    text = json.dumps(value, ensure_ascii=False)
    if text.isprintable():
        return text
    return "".join(char if char.isprintable() else _escape(char) for char in text)


def _escape(char: str) -> str:
    return f"\\u{ord(char):04x}" if char < "\U00010000" else json.dumps(char)[1:-1]
