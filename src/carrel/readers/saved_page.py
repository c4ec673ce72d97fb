"""Pages saved as HTML: of one paper, or what the readers of pasted pages know, made text as it is
when it is copied from a browser: blocks are lines, and the cells of a table have tabs before
them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from io import BytesIO

from carrel.paper import Record, Reject
from carrel.readers import Reader, arxiv_page, dump, scholar_page, unknown, web_page
from carrel.readers.markup import unescaped
from carrel.readers.source import HEAD, Source

_HTML = re.compile(r"\s*(?:<!--[^<>]{0,2000}-->\s*)?<(?:!doctype\s+html|html)\b", re.IGNORECASE)
_PASTED: tuple[Reader, ...] = (arxiv_page, scholar_page, dump)
_SMALL = HEAD // 4  # characters; a page of no more is seen as a whole
_MARKUP = re.compile(r"<(?:!--|[!?][^<>]*>?|(/?)([A-Za-z][A-Za-z0-9-]*)[^<>]*>?)")
_UNSEEN = frozenset("noscript script style svg template title".split())
_BLOCKS = frozenset(
    "address article aside blockquote body br center dd div dl dt fieldset figcaption figure "
    "footer form h1 h2 h3 h4 h5 h6 header hr li main nav ol p pre section table tbody thead tr "
    "ul".split()
)
_CELLS = frozenset(("td", "th"))
_SPACES = re.compile(r"[ \t\n\f]+")


def recognises(head: str) -> bool:
    if not _HTML.match(head):
        return False
    # Of a large page, what it holds may come far behind the beginning.
    return (
        len(head) > _SMALL or web_page.recognises(head) or _reader_of(_Page("", head)) is not None
    )


def read(source: Source) -> Iterator[Record | Reject]:
    html = source.text()
    if web_page.recognises(html):
        yield from web_page.read(Source(source.path, BytesIO(html.encode())))
        return
    page = _Page(source.path, html)
    if reader := _reader_of(page):
        yield from reader.read(page)
        source.remarks += page.remarks
    else:
        yield unknown.reject(source)


class _Page(Source):
    """A page as text; each line has the number of the line in the HTML on which it begins."""

    def __init__(self, path: str, html: str) -> None:
        self._shown = list(_shown(html))
        text = "\n".join(text for _, text in self._shown).encode()
        super().__init__(path, BytesIO(text), len(text))

    def lines(self) -> Iterator[tuple[int, str]]:
        yield from self._shown


def _reader_of(page: _Page) -> Reader | None:
    """The reader of pasted pages that knows this one."""
    return next((reader for reader in _PASTED if reader.recognises(page.head_text)), None)


def _shown(html: str) -> Iterator[tuple[int, str]]:
    """The lines of text that a page shows."""
    pieces: list[str] = []
    number = first = 1
    for data, tag in _tokens(html):
        if not pieces:
            first = number + data[: len(data) - len(data.lstrip())].count("\n")
        number += data.count("\n")
        pieces.append(_SPACES.sub(" ", unescaped(data)))
        name = tag.lstrip("/")
        if name in _BLOCKS:
            if text := "".join(pieces).strip(" "):
                yield first, text
            pieces = []
        elif tag in _CELLS:
            pieces.append("\t")
    if text := "".join(pieces).strip():
        yield first, text


def _tokens(html: str) -> Iterator[tuple[str, str]]:
    """The text before each tag, in which line ends of what is not shown are kept, and the name of
    the tag, behind a slash where it closes."""
    at = 0
    unclosed = set()
    hidden = ""
    while markup := _MARKUP.search(html, at):
        yield hidden + html[at : markup.start()], f"{markup[1] or ''}{(markup[2] or '').lower()}"
        at = markup.end()
        hidden = "\n" * markup[0].count("\n")
        end = "-->" if markup[0] == "<!--" else f"</{markup[2]}" if _is_unseen(markup) else ""
        if end and end not in unclosed:
            close = html.find(end, at)
            if close < 0:
                unclosed.add(end)  # it is not looked for again
            else:
                hidden += "\n" * html.count("\n", at, close)
                at = close + (len(end) if end == "-->" else 0)
    yield hidden + html[at:], ""


def _is_unseen(tag: re.Match[str]) -> bool:
    return not tag[1] and (tag[2] or "").lower() in _UNSEEN
