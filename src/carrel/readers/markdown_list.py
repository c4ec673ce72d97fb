"""Reading lists in Markdown: what people keep in their notes, and as a README on the web.

A paper is an item of a list, a row of a table or a heading, with a link to it: by its number at
arXiv or its DOI, to a place that holds papers, or called "paper". Its title is what is linked, or
what stands in bold type or quotation marks, or at the beginning, or in bold type above the list;
what is emphasised may be the authors. carrel's own reading lists have the facts below a heading,
then the abstract. BibTeX that stands between fences is read as such.
"""

from __future__ import annotations

import re
import sys
from collections import deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from io import BytesIO
from typing import NamedTuple

from carrel.identifiers import ARXIV, arxiv_url
from carrel.paper import Name, Place, Record, Reject, make_date
from carrel.readers import bibtex
from carrel.readers.byline import names_only
from carrel.readers.dates import loose_date
from carrel.readers.fields import checked, line
from carrel.readers.identifiers import arxiv_month, links
from carrel.readers.pages import OUTSIDE
from carrel.readers.source import Source
from carrel.text import clean, clean_block

_MARKER = re.compile(r"[ \t]*(?:([-*+]|\d{1,4}[.)])[ \t]|(#{1,6})[ \t]|(\|))")
_IMAGE = re.compile(r"!\[[^\[\]]{0,300}\]\([^()\s]{0,2000}\)")
_URL = r"https?://[^\s()<>]{3,2000}(?:\([^\s()<>]{0,200}\)[^\s()<>]{0,2000})?"
_LINK = re.compile(
    r"\[((?>(?:[^\[\]]|\[[^\[\]]{0,100}\]){1,500}))\]"
    rf"\(<?({_URL})>?(?:\s+\"[^\"]{{0,300}}\")?\)|<?({_URL})>?"
)
_HOLDS_PAPERS = re.compile(
    r"//[^/]{0,60}(?:arxiv\.org/(?:abs|pdf|html)/|doi\.org/10\.|aclanthology\.|aclweb\.org/anth"
    r"|openreview\.net/(?:forum|pdf)|proceedings\.mlr\.press/|papers\.n(?:eur)?ips\.cc/"
    r"|openaccess\.thecvf\.com/|jmlr\.org/papers|dl\.acm\.org/doi/|ieeexplore\.ieee\.org/)"
)
_CALLED = frozenset(("paper", "pdf", "article", "preprint", "arxiv", "doi", "abs"))
_OTHERS = frozenset(
    "code github project website page site demo video slides poster blog link html bibtex data "
    "dataset here supp talk model models".split()
)
_RECOGNISED = re.compile(  # an item of a list, or a paragraph that begins in bold type
    rf"^(?:{_MARKER.pattern}|\*\*[^*\n]{{3,300}}\*\*(?:[^\n]{{0,500}}\n){{0,4}})"
    r"[^\n]{0,2000}?\]\(<?https?:",
    re.MULTILINE,
)
_BOLD = re.compile(r"\*\*([^*]{1,400})\*\*|__([^_]{1,400})__")
_QUOTED = re.compile(  # a title behind names, and not a word of prose
    r"(?:[^“”\"]{0,200}[.,:;)\]–—-] ?)?[“\"]((?:[^\s“”\"]+ ){2,80}[^\s“”\"]+)[”\"]"
)
_NO_TITLE = re.compile(
    rf"[\W\d]*|@.*|https?:.*|(?:(?i:arxiv)\W{{0,2}})?{ARXIV}|.{{2,60}} et al\b.{{0,9}}"
    r"|(?=\w*[A-Z]\w*[A-Z])[\w&-]{2,20}\W{0,3}(?:(?:19|20)\d\d|['’]\d\d)(?: \w+)?"  # "ICML 2021"
)
_YEAR_BEHIND = re.compile(r"(.+?) ?(\((?:19|20)\d\d\))")
_EMPHASISED = re.compile(r"(?<![*_\w])([*_])(?![*_\s])([^*_]{3,2000})(?<!\s)\1(?![*_\w])")
_DATE = re.compile(
    r"(?<![\d/.-])(?P<year>(?:19|20)\d\d)(?:[-/](?P<month>0[1-9]|1[0-2]))?(?![\d/])", re.ASCII
)
_VENUE = re.compile(r"(?:^|[.,(\[|*] ?)([A-Z][\w&'’ -]{1,60}?),? (?=(?:19|20)\d\d\b)")
_LIKE_A_VENUE = re.compile(r"[A-Z]{2}|arXiv|Journal|Transactions|Conference|Proceedings|Workshop")
_SHORTENED = re.compile(
    r"(?<![\w.'’-])((?:[^\W\d_a-z][\w.'’-]{0,40} ){0,3}[^\W\d_a-z][\w'’-]{1,40}) et al\b"
)
_BEGINNING = re.compile(
    r"[ .,;:–—-]*(?:\d{1,3}\) )?(?:\**[\[(][^\[\]()]{0,40}[\])]\**:? ?)*([^\[(*|]*)"
)
_SENTENCE = re.compile(r"\. | - | – | — ")
_SIGN = re.compile(r"\\([\\`*_\[\]<>|~#+=&.-])|\*\*|`")
_FENCE = re.compile(r"[ \t]{0,40}(`{3,}+(?=[^`]*$)|~{3,})")
_MAY_BE_BIBTEX = re.compile(r"[\s`~]*+(?:$|.{0,40}?(?:bib|te?x|plain))", re.IGNORECASE)
_ENCLOSED = re.compile(r"([*_])(.+)\1")
_MOST_LINES = 60  # of one paper
_LONGEST_TITLE = 300  # characters; what is longer is text


_Line = tuple[int, str]


class _Link(NamedTuple):
    label: str
    url: str

    @property
    def called(self) -> str:
        """What the link says that it leads to, in small letters: "paper", "code"."""
        return self.label.strip(" []().:*").lower()

    @property
    def is_to_paper(self) -> bool:
        return self.called in _CALLED or _HOLDS_PAPERS.search(self.url) is not None


@dataclass(slots=True)
class _Item:
    """Lines that belong together: a list's item, a table's row, a paragraph, or a paper's heading
    with all that stands below it."""

    number: int
    end: int
    lines: list[str]
    is_heading: bool = False
    is_row: bool = False

    @property
    def links(self) -> list[_Link]:
        text = self.lines[0] if self.is_heading else " ".join(self.lines)
        return [_Link(_titled(m[1] or ""), m[2] or m[3]) for m in _LINK.finditer(text)]


def recognises(head: str) -> bool:
    if _RECOGNISED.search(head) is None:
        return False
    parts = list(_parts(enumerate(head.splitlines(), 1)))
    if "@" in head and bibtex.holds_entries("\n".join(p[0][1] for p in parts if len(p) == 1)):
        return False  # a list in a note or an abstract
    items = _items(_lines(parts, deque(), ""))
    return any(link.is_to_paper for item in items for link in item.links)


def read(source: Source) -> Iterator[Record | Reject]:
    above = ""  # what stands in bold type, and nothing else, above a list
    fenced: deque[Source] = deque()
    for item in _items(_lines(_parts(source.lines()), fenced, source.path)):
        yield from _entries(fenced, source, item.number)
        found = item.links
        if any(link.is_to_paper for link in found):
            record = _record(item, found, source.path)
            if not record.title:
                record.title, above = above, ""
            yield checked(record, "\n".join(item.lines))
        else:
            if bold := _BOLD.fullmatch(item.lines[0]):
                above = _titled(bold[1] or bold[2])
            source.remark(OUTSIDE, item.number, len(item.lines))
    yield from _entries(fenced, source)


def _parts(lines: Iterable[_Line]) -> Iterator[list[_Line]]:
    """Lines outside of fences, each by itself; what stands between fences, with the fences."""
    fence = ""
    block: list[_Line] = []
    for number, text in lines:
        mark = _FENCE.match(text)
        if fence:
            block.append((number, text))
            if mark and mark[1].startswith(fence) and not text[mark.end() :].strip():
                yield block
                fence, block = "", []
        elif mark:
            fence, block = mark[1], [(number, text)]
        else:
            yield [(number, text)]
    if block:
        yield block


def _lines(parts: Iterable[list[_Line]], fenced: deque[Source], path: str) -> Iterator[_Line]:
    """All lines, but for BibTeX between fences, which is put into `fenced` and leaves a blank."""
    for part in parts:
        if len(part) > 1 and _MAY_BE_BIBTEX.match(part[0][1]):
            text = "\n".join(text for _, text in part[1:])
            if bibtex.holds_entries(text):
                data = text.encode()
                fenced.append(Source(path, BytesIO(data), len(data), part[1][0]))
                part = [(part[0][0], "")]
        yield from part


def _entries(
    fenced: deque[Source], source: Source, before: int = sys.maxsize
) -> Iterator[Record | Reject]:
    """What is in those of the blocks that stand before a line."""
    while fenced and fenced[0].line < before:
        inner = fenced.popleft()
        yield from bibtex.read(inner)
        source.remarks += inner.remarks


def _items(lines: Iterable[tuple[int, str]]) -> Iterator[_Item]:
    item: _Item | None = None
    apart = False
    for number, raw in lines:
        text = clean(_IMAGE.sub("", raw))
        if not text:
            apart = True
            continue
        marker = _MARKER.match(text)
        ends = apart and item and not item.is_heading and not raw[0].isspace()
        if item and not (marker or ends) and len(item.lines) < _MOST_LINES:
            item.lines.append(text)
            item.end = number
        else:
            if item:
                yield item
            text = text[marker.end() if marker else 0 :].strip()
            item = _Item(number, number, [text], is_row=marker is not None and bool(marker[3]))
            item.is_heading = (
                marker is not None
                and bool(marker[2])
                and any(link.is_to_paper for link in item.links)
            )
        apart = False
    if item:
        yield item


def _plain(text: str) -> str:
    """Text without Markdown's own signs."""
    return line(_SIGN.sub(lambda match: match[1] or "", text))


def _titled(text: str) -> str:
    """A title, without what stands around it."""
    text = text.strip(" .,;:|")
    enclosed = _ENCLOSED.fullmatch(text)
    return _plain(enclosed[2] if enclosed else text)


def _record(item: _Item, found: list[_Link], path: str) -> Record:
    papers = [link for link in found if link.is_to_paper]
    known = links(urls=[link.url for link in papers])
    record = Record(
        place=Place(path, item.number, item.end),
        format="markdown_list",
        doi=known.doi,
        arxiv=known.arxiv,
        url=arxiv_url(known.arxiv) or known.url,
        code=any(link.called == "code" or "//github.com/" in link.url for link in found),
    )
    if item.is_heading:
        titles = (link.label for link in papers if link.called not in _CALLED | _OTHERS)
        record.title = next(titles, "")
        _add_facts(record, item.lines[1:])
    else:
        _add_said(record, item, papers)
    record.date = record.date or arxiv_month(known.arxiv)
    return record


def _add_said(record: Record, item: _Item, papers: list[_Link]) -> None:
    """Title, authors, venue and date, as far as an item says them."""
    rest = _LINK.sub("", " ".join(item.lines)).replace("[]", "").strip()
    title = next(filter(None, _titles(rest, papers, item.is_row)), "")
    rest = rest.replace(title, "", 1).replace("****", "").strip()
    title = _titled(title)
    if year := _YEAR_BEHIND.fullmatch(title):
        title, rest = year[1], rest + year[2]
    record.title = title if len(title) <= _LONGEST_TITLE else ""
    for emphasised in _EMPHASISED.finditer(rest):
        if byline := names_only(emphasised[2].rstrip(". ").replace(" and ", ", ")):
            record.authors = tuple(map(Name.from_display, byline.names))
            record.et_al = byline.et_al
            break
    else:
        if not item.is_row and (shortened := _SHORTENED.search(rest)):
            record.authors = (Name.from_display(shortened[1]),)
            record.et_al = True
    if date := _DATE.search(rest):
        record.date = make_date(int(date["year"]), int(date["month"] or 0))
    venue = _VENUE.search(rest)
    if venue and _LIKE_A_VENUE.search(venue[1]):
        record.venue = clean(venue[1])


def _titles(rest: str, papers: list[_Link], is_row: bool) -> Iterator[str]:
    """What may be the title of a paper, the likeliest first, and as it stands; `rest` is what an
    item says beside links."""
    labels = list(filter(_may_be_title, (link.label for link in papers)))
    bold = _BOLD.search(rest)
    name = (bold[1] or bold[2]) if bold else ""
    linked = next((label for label in labels if label[0] != "["), "")
    if linked:
        # In bold type before a link may be the title, or what it is called for short.
        yield name if bold and not bold.start() and len(name) > len(linked) else linked
    if quoted := _QUOTED.match(rest):
        yield quoted[1] if not bold or quoted.start(1) < bold.start() else name
    if _may_be_title(name) and name[0] not in "[(":
        yield name
    begun = [
        _SENTENCE.split(beginning[1])[0].strip()
        for cell in (rest.strip("| ").split("|") if is_row else [rest])
        if (beginning := _BEGINNING.match(cell))
    ]
    begun = list(filter(_may_be_title, begun))
    yield from (text for text in begun if " " in text)
    yield from begun
    yield from (label.strip("[]") for label in labels)


def _may_be_title(text: str) -> bool:
    """Is a piece of an item neither a number, an address, a meeting and its year, nor what links
    are called?"""
    text = text.strip(" []().:*|")
    return text.lower() not in _CALLED | _OTHERS and not _NO_TITLE.fullmatch(text)


def _add_facts(record: Record, lines: list[str]) -> None:
    """What carrel writes below a heading: "Ada Fay, Ben Roe · 12 May 2021 · *Venue*", and the
    abstract."""
    if not lines:
        return
    facts = lines[0].split(" · ")
    date = loose_date(facts[-1]) or (loose_date(facts[-2]) if len(facts) > 1 else "")
    byline = names_only(_plain(facts[0]))
    if date or byline:
        record.date = date
        if facts[-1].startswith("*"):
            record.venue = _plain(facts[-1]).strip("*")
        if byline:
            record.authors = tuple(map(Name.from_display, byline.names))
            record.et_al = byline.et_al
        lines = lines[1:]
    record.abstract = clean_block("\n".join(map(_plain, lines)))
