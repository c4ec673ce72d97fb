"""Reading lists, with abstracts: Markdown, HTML and plain text."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from html import escape

from carrel.citation.item import Item, item_of, link_of
from carrel.citation.tex import pieces, readable
from carrel.paper import Work
from carrel.text import counted

# What CommonMark and its usual extensions (tables, strikethrough, footnotes) give a meaning to.
_MARKDOWN = re.compile(r"([\\`*_\[\]<>|~])")
_BLOCK = re.compile(r"(?m)^(\s*)([#+=>-]|\d+(?=[.)]))")

_PAGE = """<!DOCTYPE html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Reading list</title>
<style>
body {{ max-width: 44rem; margin: 2rem auto; padding: 0 1rem; font: 1rem/1.5 serif; }}
h2 {{ font-size: 1.1rem; margin: 2rem 0 0; }}
p {{ margin: .3rem 0; }}
</style>
<h1>Reading list</h1>
<p>{count}</p>
"""


def markdown(works: Sequence[Work]) -> Iterator[str]:
    """A heading, then for each work its title as a link, who, when, where, and the abstract."""
    yield f"# Reading list\n\n{counted(len(works), 'paper')}\n"
    for work in works:
        item = item_of(work)
        title = escaped_markdown(item.title or "Untitled")
        link = link_of(work)
        yield f"\n## {f'[{title}](<{link}>)' if link else title}\n"
        facts = [escaped_markdown(fact) for fact in _facts(item)]
        if item.container:
            facts[-1] = f"*{facts[-1]}*"
        if facts:
            yield f"\n{' · '.join(facts)}\n"
        for paragraph in _paragraphs(work):
            yield f"\n{escaped_markdown(paragraph)}\n"


def html(works: Sequence[Work]) -> Iterator[str]:
    """A page of its own, in which nothing of a work is taken for markup or script."""
    yield _PAGE.format(count=counted(len(works), "paper"))
    for work in works:
        item = item_of(work)
        title = escape(item.title or "Untitled")
        link = link_of(work)
        yield f"<h2>{f'<a href={_quoted(link)}>{title}</a>' if link else title}</h2>\n"
        facts = [escape(fact) for fact in _facts(item)]
        if item.container:
            facts[-1] = f"<cite>{facts[-1]}</cite>"
        if facts:
            yield f"<p>{' · '.join(facts)}</p>\n"
        for paragraph in _paragraphs(work):
            yield f"<p>{escape(paragraph)}</p>\n"
    yield "</html>\n"


def text(works: Sequence[Work]) -> Iterator[str]:
    """Title, facts, link and abstract of each work, an empty line between works."""
    for position, work in enumerate(works):
        item = item_of(work)
        lines = [item.title or "Untitled", " · ".join(_facts(item)), link_of(work)]
        lines += _paragraphs(work)
        yield ("\n" if position else "") + "".join(f"{line}\n" for line in lines if line)


def escaped_markdown(text: str) -> str:
    """Text that Markdown prints as it stands; formulas are left to renderers that set them."""
    parts = (piece if formula else _MARKDOWN.sub(r"\\\1", piece) for piece, formula in pieces(text))
    return _BLOCK.sub(r"\1\\\2", "".join(parts)).replace("&", "&amp;")


def _facts(item: Item) -> list[str]:
    names = [name.display for name in item.authors]
    authors = ", ".join(names) + (" et al." if item.et_al else "")
    return [fact for fact in (authors, item.issued.british(), item.container) if fact]


def _paragraphs(work: Work) -> list[str]:
    return [readable(line) for line in work.abstract.split("\n") if line]


def _quoted(link: str) -> str:
    return f'"{escape(link)}"'
