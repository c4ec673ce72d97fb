"""A paper as a page to be read, and what on it can be chosen."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from itertools import islice, product
from string import punctuation
from typing import Literal, NamedTuple
from urllib.parse import quote

from textual.content import Content
from textual.style import Style

from carrel.annotations import Annotation
from carrel.latex import to_spans, to_unicode
from carrel.paper import MONTHS, Paper, Place, is_text, year_of
from carrel.search.query import Query
from carrel.search.spans import spans_in
from carrel.text import clean
from carrel.ui.links import all_links
from carrel.ui.paths import short_path
from carrel.ui.query_text import condition_of
from carrel.ui.themes import tag_colour

_SHORT_MONTHS = [name.capitalize() for name in MONTHS]
_LONGEST = 20_000  # characters of a text that are shown: wrapping more takes time
# Names that are shown of a longer list, and the last, and those that the filter found: beside the
# list, and where the paper has the whole screen.
_AUTHORS, _MANY_AUTHORS = 10, 60
_LONGEST_PIECE = 500  # characters of a name, a category, a venue
_FILES = 3  # PDFs that are shown of a longer list
_PLACES = 12  # places in files that are shown of a longer list
_LETTERS = "asdfghjklqwertyuiopzxcvbnm"


class Target(NamedTuple):
    """Something on the page that can be chosen: a piece of query, a link, a PDF, a place in a file,
    or the folded names."""

    kind: Literal["filter", "link", "pdf", "file", "unfold"]
    value: str
    line: int = 0


class Page(NamedTuple):
    """A page: its text, what can be chosen on it (a span's meta "pick" counts these), and the ends,
    in the text, of the words that the filter found."""

    content: Content
    targets: Sequence[Target] = ()
    matches: Sequence[tuple[int, int]] = ()


class Reader(NamedTuple):
    """How the page is looked at: the filter, whether long lists are unfolded, whether letters
    stand beside what can be chosen, and whether it has the whole screen."""

    query: Query
    lenient: bool = False
    unfolded: bool = False
    letters: bool = False
    zoomed: bool = False


def page_of(paper: Paper, said: Annotation, reader: Reader, new: bool = False) -> Page:
    """The page of a paper and of what is said of it."""
    return _Writer(reader).write(paper, said, new)


def letters(count: int) -> list[str]:
    """Something to type for each of so many things, the shortest that differ."""
    length = 1
    while len(_LETTERS) ** length < count:
        length += 1
    return ["".join(word) for word in islice(product(_LETTERS, repeat=length), count)]


class _Writer:
    """Writes one page, line by line."""

    def __init__(self, reader: Reader) -> None:
        self.reader = reader
        self.lines: list[Content] = []
        self.targets: list[Target] = []

    def write(self, paper: Paper, said: Annotation, new: bool) -> Page:
        title = paper.title or "(no title)"
        self.lines.append(self._text(title, "title").stylize_before("bold"))
        if paper.title_inferred:
            self._line("title inferred from the abstract", "italic $quiet")
        if paper.authors:
            self.lines.append(self._authors(paper))
        elif paper.editors:
            self.lines.append(self._editors(paper))
        if facts := list(self._facts(paper)):
            self.lines.append(Content.styled(" · ", "$quiet").join(facts))
        self.lines.append(self._said(said, new))
        self.lines.append(Content(""))
        if said.note:
            self._line("Note", "bold $quiet")
            for line in said.note[:_LONGEST].split("\n"):
                self.lines.append(self._found(Content(line), "note"))
            self._left_out(said.note)
            self.lines.append(Content(""))
        if paper.abstract:
            for paragraph in paper.abstract[:_LONGEST].split("\n"):
                self.lines.append(self._text(paragraph, "abstract"))
            self._left_out(paper.abstract)
        else:
            self._line("No abstract in any of the sources.", "italic $quiet")
        if paper.keywords:
            self._head("Keywords")
            self.lines.append(self._text("; ".join(paper.keywords), "keywords"))
        self._head("From")
        self._places(paper.places)
        return self._page()

    def _page(self) -> Page:
        shown = self.lines
        if self.reader.letters:
            shown = [_lettered(line, letters(len(self.targets))) for line in shown]
        content = Content("\n").join(shown)
        matches = [(span.start, span.end) for span in content.spans if span.style == _MATCH]
        return Page(content, self.targets, sorted(matches))

    def _line(self, text: str, style: str) -> None:
        self.lines.append(Content.styled(text, style))

    def _left_out(self, text: str) -> None:
        if (more := len(text) - _LONGEST) > 0:
            self._line(f"… and {more:,} characters more", "italic $quiet")

    def _head(self, text: str) -> None:
        self.lines += [Content(""), Content.styled(text, "bold $quiet")]

    # ------------------------------------------------------------ pieces of text

    def _text(self, text: str, field: str) -> Content:
        """A text with its LaTeX as it is meant, and what the filter found of it set apart."""
        shown, emphasis = to_spans(text[:_LONGEST])
        content = Content(shown)
        for start, end, kind in emphasis:
            content = content.stylize("italic" if kind == "emphasis" else "bold", start, end)
        return self._found(content, field)

    def _found(self, content: Content, field: str) -> Content:
        for start, end in spans_in(content.plain, self.reader.query, field, self.reader.lenient):
            content = content.stylize(_MATCH, start, end)
        return content

    def _target(self, content: Content, target: Target) -> Content:
        number = len(self.targets)
        self.targets.append(target)
        style = Style.from_meta({"pick": number})
        if target.kind == "link":
            content = content.stylize("underline").stylize(Style(link=_encoded(target.value)))
        return content.stylize(style)

    # ------------------------------------------------------------ parts of the page

    @property
    def _most(self) -> int:
        """The names that are shown of a longer list, besides the last and those found."""
        return _MANY_AUTHORS if self.reader.zoomed else _AUTHORS

    def _folds(self, names: int) -> bool:
        return names > self._most + 2 and not self.reader.unfolded

    def _authors(self, paper: Paper) -> Content:
        names = [to_unicode(_short(name.display)) for name in paper.authors]
        whole = ", ".join(names[:2_000])
        found = spans_in(whole, self.reader.query, "authors", self.reader.lenient)
        most, fold = self._most, self._folds(len(names))
        parts: list[Content] = []
        at, hidden = 0, 0
        for number, name in enumerate(names):
            own = [(s - at, e - at) for s, e in found if at <= s < at + len(name)]
            at += len(name) + 2
            if fold and most <= number < len(names) - 1 and not own:
                hidden += 1
                continue
            if hidden:
                parts.append(self._more(hidden))
                hidden = 0
            content = Content(name)
            for start, end in own:
                content = content.stylize(_MATCH, start, end)
            parts.append(self._target(content, Target("filter", condition_of("author", name))))
        joined = Content(", ").join(parts)
        return joined + Content.styled(" et al.", "$quiet") if paper.et_al else joined

    def _editors(self, paper: Paper) -> Content:
        """Who answers for a work without authors. The filter looks for authors alone."""
        shown = paper.editors[: self._most if self._folds(len(paper.editors)) else None]
        parts = [Content(to_unicode(_short(name.display))) for name in shown]
        if hidden := len(paper.editors) - len(shown):
            parts.append(self._more(hidden))
        role = "ed." if len(paper.editors) == 1 else "eds."
        return Content(", ").join(parts) + Content.styled(f" ({role})", "$quiet")

    def _more(self, hidden: int) -> Content:
        return self._target(
            Content.styled(f"… {hidden:,} more …", "italic $quiet"), Target("unfold", "")
        )

    def _facts(self, paper: Paper) -> Iterator[Content]:
        for category in paper.categories:
            yield self._fact(_short(category), "cat", category)
        if date := date_in_words(paper.date):
            year = f"year:{paper.year}"
            shown = Content.styled(date, "$quiet")
            yield self._target(shown, Target("filter", year)) if paper.year else shown
        if paper.venue and paper.venue.lower() != "arxiv":
            venue = self._fact(to_unicode(_short(paper.venue)), "venue", paper.venue)
            yield venue + Content.styled(_place_in_venue(paper), "$quiet")
        elif publisher := _publisher(paper):
            yield Content.styled(publisher, "$quiet")
        for path in islice(filter(is_text, paper.files), _FILES):
            name = _short(clean(os.path.basename(path)))
            yield self._target(Content.styled(name, "$quiet"), Target("pdf", path))
        for name, link in all_links(paper):
            yield self._target(Content.styled(_short(name), "$quiet"), Target("link", link))
        for fact in (
            _short(paper.affiliation),
            "code" if paper.code else "",
            f"score {paper.score:g}" if paper.score is not None else "",
        ):
            if fact:
                yield Content.styled(fact, "$quiet")

    def _fact(self, shown: str, field: str, value: str) -> Content:
        content = self._found(Content.styled(shown, "$quiet"), field)
        return self._target(content, Target("filter", condition_of(field, value)))

    def _said(self, said: Annotation, new: bool) -> Content:
        parts = [Content.styled("+ new", "$accent")] if new else []
        parts += [Content.styled("★ starred", "$accent")] if said.favourite else []
        parts.append(Content.styled("✓ read" if said.read else "unread", "$quiet"))
        for tag in said.tags:
            shown = Content.styled(f"#{tag}", f"${tag_colour(tag)}")
            parts.append(self._target(shown, Target("filter", condition_of("tag", tag))))
        return Content("  ").join(parts)

    def _places(self, places: Sequence[Place]) -> None:
        for place in places[: None if self.reader.unfolded else _PLACES]:
            line = f":{place.line}" if place.line else ""
            shown = Content.styled(f"{short_path(place.path)}{line}", "$quiet")
            self.lines.append(self._target(shown, Target("file", place.path, place.line)))
        if len(places) > _PLACES and not self.reader.unfolded:
            self.lines.append(self._more(len(places) - _PLACES))


_MATCH = "bold underline $accent"


def _place_in_venue(paper: Paper) -> str:
    """Volume, issue and pages, to stand after the venue: " 521(7553), 436–444"."""
    volume, issue, page = (
        to_unicode(_short(paper.extra.get(name, ""))) for name in ("volume", "issue", "page")
    )
    number = f"{volume}({issue})" if volume and issue else volume or issue
    return (f" {number}" if number else "") + (f", {page.replace('-', '–')}" if page else "")


def _publisher(paper: Paper) -> str:
    """Who published what stands in nothing larger: a book, a thesis, a report."""
    names = ("genre", "publisher") if paper.type == "thesis" else ("publisher",)
    if paper.extra.get("publisher", "").lower() == "arxiv":
        return ""  # the link says so
    return ", ".join(to_unicode(_short(paper.extra[name])) for name in names if name in paper.extra)


def _encoded(link: str) -> str:
    """A link of ASCII alone, as a terminal is to be given it."""
    return quote(link, safe=punctuation)


def _short(text: str) -> str:
    """A name, or another piece, of a length that a person would write."""
    return text if len(text) <= _LONGEST_PIECE else f"{text[:_LONGEST_PIECE]}…"


def _lettered(line: Content, keys: Sequence[str]) -> Content:
    """A line with a letter before all that can be chosen on it, close by, so that no line of the
    screen ends between them."""
    places: dict[int, int] = {}
    for span in line.spans:
        if isinstance(span.style, Style) and "pick" in span.style.meta:
            places[span.style.meta["pick"]] = span.start
    parts, at = [], 0
    for number, start in sorted(places.items(), key=lambda place: place[1]):
        parts += [line[at:start], Content.styled(keys[number], "bold reverse")]
        at = start
    return Content("").join([*parts, line[at:]]) if parts else line


def date_in_words(date: str) -> str:
    """A date as a person writes it: "12 Dec 2025", "Dec 2025", "2025", "18 May"."""
    year = year_of(date)
    rest = date[5:] if year else date[2:]
    month, _, day = rest.partition("-")
    parts = (
        str(int(day)) if day else "",
        _SHORT_MONTHS[int(month) - 1] if month else "",
        str(year) if year else "",
    )
    return " ".join(part for part in parts if part)
