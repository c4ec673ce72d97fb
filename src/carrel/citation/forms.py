"""Every form in which works are written, by one name each: styles, formats, short forms, a
person's own templates, CSL files."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from os.path import basename
from typing import NamedTuple

from carrel.citation import FORMATS, STYLES, cite, export
from carrel.citation.keys import PATTERN, citekeys
from carrel.citation.snippets import SNIPPETS
from carrel.paper import Work

# What papers are cited with in a text, by names that are easier to remember.
ALSO = {"cite": "latex", "citekey": "key"}


class Form(NamedTuple):
    """How a form is called, and what makes text of works: one for each work, in lists behind
    `number` if that is not empty; or, where it is `whole`, a document in pieces."""

    name: str
    label: str
    make: Callable[[Sequence[Work]], Iterable[str]]
    number: str = ""
    whole: bool = False

    def pieces(self, works: Sequence[Work], *, numbered: bool = False) -> Iterator[str]:
        """The works in pieces to be written one after the other. What a work lacks leaves its line
        empty.

        Raises:
            StyleUnavailable: a CSL file can't be used here.
        """
        made = self.make(works)
        return iter(made) if self.whole else self._lines(made, numbered)

    def text(self, works: Sequence[Work]) -> tuple[str, int]:
        """The works as text to paste, numbered where there are several, and of how many works that
        is: those that lack what it is made of are left out. Raises as `pieces` does."""
        made = self.make(works)
        if self.whole:
            return "".join(made).rstrip("\n"), len(works)
        texts = [text for text in made if text]
        return "".join(self._lines(texts, len(texts) > 1))[:-1], len(texts)

    def _lines(self, texts: Iterable[str], numbered: bool) -> Iterator[str]:
        label = self.number if numbered else ""
        return (f"{label.format(number)}{text}\n" for number, text in enumerate(texts, 1))


def form(name: str, templates: Mapping[str, str] = {}, pattern: str = PATTERN) -> Form:
    """The form of a name, or of the path of a CSL file; `pattern` is that of citekeys.

    Raises:
        KeyError: there is no such form.
    """

    def of_each(make: Callable[[Work, str], str]) -> Callable[[Sequence[Work]], Iterable[str]]:
        return lambda works: map(make, works, citekeys(works, pattern))

    if name in templates:
        from carrel.citation.templates import render, template

        own = template(templates[name])
        make = of_each(lambda work, key: render(own, work, key=key))
        return Form(name, f"{name}: your own", make)
    if name.endswith(".csl"):
        from carrel.citation.external import cite_with_csl

        return Form(name, basename(name), lambda works: cite_with_csl(works, name))
    name = ALSO.get(name, name)
    if name in STYLES:
        label, number = STYLES[name]
        return Form(name, label, lambda works: (cite(work, name) for work in works), number)
    if name in FORMATS:
        return Form(
            name,
            FORMATS[name],
            lambda works: export(works, name, keys=citekeys(works, pattern)),
            whole=True,
        )
    return Form(name, SNIPPETS[name].label, of_each(SNIPPETS[name].make))


def names(templates: Iterable[str] = ()) -> list[str]:
    """The name of each form but CSL files, in the order to offer them."""
    return [*STYLES, *FORMATS, *SNIPPETS, *templates]
