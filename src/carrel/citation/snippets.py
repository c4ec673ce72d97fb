"""Short forms of one work: what one copies besides a citation."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import NamedTuple

from carrel.citation.item import item_of, link_of
from carrel.citation.lists import escaped_markdown
from carrel.paper import Paper, Record, Work, is_text

_TYPST_LABEL = re.compile(r"[\w.:-]+")


class Snippet(NamedTuple):
    """A form: how it is called, and what makes it of a work and its citekey; empty where the work
    lacks what it is made of."""

    label: str
    make: Callable[[Work, str], str]


def _title(work: Work, key: str) -> str:
    return item_of(work).title


def _markdown_link(work: Work, key: str) -> str:
    title, link = escaped_markdown(item_of(work).title or key), link_of(work)
    return f"[{title}](<{link}>)" if link and re.search(r"[()\s]", link) else (
        f"[{title}]({link})" if link else ""
    )  # fmt: skip


def _typst(work: Work, key: str) -> str:
    return f"#cite(<{key}>)" if _TYPST_LABEL.fullmatch(key) else f'#cite(label("{key}"))'


def _verbatim(work: Work, key: str) -> str:
    return work.verbatim if isinstance(work, (Record, Paper)) else ""


SNIPPETS: Mapping[str, Snippet] = {
    "title": Snippet("Title", _title),
    "link": Snippet("Link", lambda work, key: link_of(work)),
    "markdown-link": Snippet("Markdown link", _markdown_link),
    "doi": Snippet("DOI", lambda work, key: work.any_doi),
    "arxiv": Snippet("arXiv id", lambda work, key: work.arxiv),
    "pdf": Snippet("Path of the PDF", lambda work, key: next(filter(is_text, work.files), "")),
    "abstract": Snippet("Abstract", lambda work, key: work.abstract),
    "key": Snippet("Citekey", lambda work, key: key),
    "latex": Snippet("LaTeX: \\cite{key}", lambda work, key: f"\\cite{{{key}}}"),
    "pandoc": Snippet("Markdown: [@key]", lambda work, key: f"[@{key}]"),
    "typst": Snippet("Typst: #cite(<key>)", _typst),
    "org": Snippet("Org: [cite:@key]", lambda work, key: f"[cite:@{key}]"),
    "verbatim": Snippet("BibTeX as it stood in the source", _verbatim),
}
