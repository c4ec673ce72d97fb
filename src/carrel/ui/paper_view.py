"""The detail pane: one paper, to be read."""

from __future__ import annotations

from collections.abc import Sequence

from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widgets import Static

from carrel.annotations import Annotation
from carrel.latex import to_spans
from carrel.paper import Paper, year_of
from carrel.search.query import Query
from carrel.search.spans import spans_in

_MONTHS = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split()


class PaperView(VerticalScroll, can_focus=False):
    """Shows one paper, the words of the filter set apart in it."""

    def compose(self) -> ComposeResult:
        yield Static(id="paper", markup=False)

    def show(self, paper: Paper | None, said: Annotation, query: Query, lenient: bool) -> None:
        """Show a paper, or nothing."""
        text = Content("") if paper is None else _page(paper, said, query, lenient)
        self.query_one("#paper", Static).update(text)
        self.scroll_home(animate=False)


def _page(paper: Paper, said: Annotation, query: Query, lenient: bool) -> Content:
    lines: list[Content] = [_marked(paper.title or "(no title)", query, "title", lenient, "bold")]
    if paper.title_inferred:
        lines.append(Content.styled("title inferred from the abstract", "italic $quiet"))
    names = ", ".join(name.display for name in paper.authors)
    if names:
        authors = _marked(names, query, "authors", lenient)
        lines.append(authors + Content.styled(" et al.", "$quiet") if paper.et_al else authors)
    facts = [*paper.categories, date_in_words(paper.date)]
    facts.append(f"arXiv:{paper.arxiv}" if paper.arxiv else "")
    facts.append(f"doi:{paper.doi}" if paper.doi and not paper.arxiv else "")
    facts.append(paper.venue if paper.venue.lower() != "arxiv" else "")
    facts += [paper.affiliation, "code" if paper.code else ""]
    facts.append(f"score {paper.score:g}" if paper.score is not None else "")
    lines.append(Content.styled(" · ".join(fact for fact in facts if fact), "$quiet"))
    lines.append(_said(said))
    if paper.keywords:
        lines.append(Content.styled("; ".join(paper.keywords), "$quiet"))
    lines.append(Content(""))
    if paper.abstract:
        for paragraph in paper.abstract.split("\n"):
            lines.append(_marked(paragraph, query, "abstract", lenient))
    else:
        lines.append(Content.styled("No abstract in any of the sources.", "italic $quiet"))
    if said.note:
        lines += [Content(""), Content.styled("Note", "bold $quiet")]
        lines += [Content(line) for line in said.note.split("\n")]
    lines += [Content(""), Content.styled("From", "bold $quiet")]
    for place in paper.places:
        lines.append(Content.styled(f"{place.path}:{place.line}", "$quiet"))
    return Content("\n").join(lines)


def _said(said: Annotation) -> Content:
    parts = [Content.styled("★", "$accent")] if said.favourite else []
    parts += [Content.styled(f"#{tag}", "$secondary") for tag in said.tags]
    parts.append(Content.styled("read" if said.read else "unread", "$quiet"))
    return Content("  ").join(parts)


def _marked(
    text: str, query: Query, field: str, lenient: bool, style: str = ""
) -> Content:  # fmt: skip
    """A text with its LaTeX as it is meant, and the words of the filter set apart."""
    shown, emphasis = to_spans(text)
    content = Content.styled(shown, style) if style else Content(shown)
    for start, end, kind in emphasis:
        content = content.stylize(
            {"strong": "bold", "code": "bold"}.get(kind, "italic"), start, end
        )
    for start, end in spans_in(shown, query, field, lenient):
        content = content.stylize("bold $accent", start, end)
    return content


def date_in_words(date: str) -> str:
    """A date as a person writes it: "12 Dec 2025", "Dec 2025", "2025", "18 May"."""
    year = year_of(date)
    rest = date[5:] if year else date[2:]
    month, _, day = rest.partition("-")
    parts: Sequence[str] = (
        str(int(day)) if day else "",
        _MONTHS[int(month) - 1] if month else "",
        str(year) if year else "",
    )
    return " ".join(part for part in parts if part)
