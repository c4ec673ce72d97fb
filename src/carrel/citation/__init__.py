"""Papers as text to paste: citations in eight styles, BibTeX and its kin, reading lists, citekeys.

    form("apa"), form("bibtex") …           any form by its name: lists, documents, short forms
    cite(work, "apa")                       one citation, plain text on one line
    export(works, "bibtex")                 a document, in pieces
    citekeys(works)                         a key for each, unique within the export
    template("{authors} ({year})"), render  a person's own format
    cite_with_csl(works, "style.csl")       any CSL style, where pandoc or citeproc-py is installed

What is unknown is left out and never made up. Importing this package is cheap: what a call needs
is loaded by the call.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from importlib import import_module
from typing import TYPE_CHECKING, NamedTuple, Protocol, cast

if TYPE_CHECKING:
    from carrel.citation.external import StyleUnavailable, cite_with_csl
    from carrel.citation.forms import Form, form
    from carrel.citation.item import Item
    from carrel.citation.keys import PatternError, citekeys
    from carrel.citation.snippets import SNIPPETS
    from carrel.citation.templates import Template, TemplateError, render, template
    from carrel.paper import Work

__all__ = [
    "FORMATS",
    "SNIPPETS",
    "STYLES",
    "Form",
    "PatternError",
    "Style",
    "StyleUnavailable",
    "Template",
    "TemplateError",
    "cite",
    "cite_with_csl",
    "citekeys",
    "export",
    "form",
    "render",
    "template",
]


class Style(NamedTuple):
    """A citation style: which edition it follows, and how its lists are numbered, if they are."""

    edition: str
    number: str = ""


STYLES: Mapping[str, Style] = {
    "apa": Style("APA, 7th edition"),
    "ieee": Style("IEEE Reference Guide, November 2023", "[{}] "),
    "mla": Style("MLA Handbook, 9th edition"),
    "chicago": Style("Chicago Manual of Style, 18th edition, author-date"),
    "acm": Style("ACM Reference Format, 2017", "[{}] "),
    "nature": Style("Nature, formatting guide", "{}. "),
    "vancouver": Style("Vancouver: NLM, Citing Medicine, 2nd edition", "{}. "),
    "harvard": Style("Harvard: Cite Them Right, 12th edition"),
}
FORMATS: Mapping[str, str] = {
    "bibtex": "BibTeX",
    "biblatex": "BibLaTeX",
    "ris": "RIS",
    "csl-json": "CSL-JSON",
    "markdown": "Markdown reading list",
    "html": "HTML reading list",
    "text": "Plain text reading list",
}


class _StyleModule(Protocol):
    def cite(self, item: Item) -> str: ...


def cite(work: Work, style: str) -> str:
    """The citation of a work in one of `STYLES`: one line of plain text, without a number.

    Empty for a work of which neither a title nor a name is known. KeyError for other styles.
    """
    from carrel.citation.item import item_of

    module = _style(style)
    return module.cite(item_of(work)) if work.title or work.authors or work.editors else ""


def export(
    works: Sequence[Work], format: str, *, keys: Sequence[str] | None = None
) -> Iterator[str]:
    """A document that holds the works, in order, in pieces to write one after the other.

    `format` is one of `FORMATS`; `keys` the citekeys (made by `citekeys` if not given).
    """
    if format in ("markdown", "html", "text"):
        from carrel.citation import lists

        write = {"markdown": lists.markdown, "html": lists.html, "text": lists.text}[format]
        yield from write(works)
    else:
        if keys is None:
            from carrel.citation.keys import citekeys

            keys = citekeys(works)
        yield from _database(works, format, keys)


def _database(works: Sequence[Work], format: str, keys: Sequence[str]) -> Iterator[str]:
    pairs = zip(works, keys, strict=True)
    if format == "ris":
        from carrel.citation import ris

        yield from (ris.entry(work, key) for work, key in pairs)
    elif format == "csl-json":
        from carrel.citation import csl_json

        yield "["
        for position, (work, key) in enumerate(pairs):
            text = csl_json.dump(csl_json.item(work, key))
            yield f"{',' if position else ''}\n{text}"
        yield "\n]\n"
    else:
        from carrel.citation import bibtex

        biblatex = {"bibtex": False, "biblatex": True}[format]
        for position, (work, key) in enumerate(pairs):
            entry = bibtex.entry(work, key, biblatex=biblatex)
            yield f"\n{entry}" if position else entry


def _style(name: str) -> _StyleModule:
    if name not in STYLES:
        raise KeyError(name)
    return cast("_StyleModule", import_module(f"carrel.citation.styles.{name}"))


_HOME = {
    "Form": "forms",
    "PatternError": "keys",
    "SNIPPETS": "snippets",
    "StyleUnavailable": "external",
    "Template": "templates",
    "TemplateError": "templates",
    "cite_with_csl": "external",
    "citekeys": "keys",
    "form": "forms",
    "render": "templates",
    "template": "templates",
}


def __getattr__(name: str) -> object:
    if name in _HOME:
        return getattr(import_module(f"carrel.citation.{_HOME[name]}"), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted(__all__)
