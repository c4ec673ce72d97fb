"""What the list shows: the answer to a query, in an order."""

from __future__ import annotations

from collections.abc import Generator, Iterable, Sequence
from dataclasses import replace
from typing import NamedTuple

from carrel.desk import Desk
from carrel.latex import to_unicode
from carrel.library import Found
from carrel.paper import Paper
from carrel.search.query import Query
from carrel.search.spans import Span, spans_in
from carrel.ui.paper_list import Row


class View(NamedTuple):
    """Papers of a desk by number, in order, and the query that they are the answer to.

    `lenient` tells whether words had to be taken as shortened or misspelt for it; `found` is what
    the search gave, where there was one.
    """

    desk: Desk
    order: Sequence[int]
    query: Query = Query()
    lenient: bool = False
    found: Found | None = None

    def place_of(self, number: int | None) -> int | None:
        """The place of a paper; None where it is not shown."""
        if number is None:
            return None
        if self.order is self.found:
            return self.found.place_of(number)
        if isinstance(self.order, list):
            return self.order.index(number) if number in self.order else None
        import numpy as np

        places = np.flatnonzero(np.asarray(self.order) == number)
        return int(places[0]) if len(places) else None


class Sort(NamedTuple):
    """An order to choose: its key in the menu, what it is called there and in the header, and how
    the query language says it."""

    key: str
    label: str
    by: str
    descending: bool = False


SORTS = {
    "relevance": Sort("r", "best match first; without a filter, newest first", ""),
    "newest": Sort("n", "newest first", "year", True),
    "oldest": Sort("o", "oldest first", "year"),
    "title": Sort("t", "by title", "title"),
    "author": Sort("a", "by first author", "author"),
    "annotated": Sort("l", "latest starred, tagged, noted or read first", "annotated"),
}

# The columns in which words found are highlighted, and what the texts in them are called.
_HIGHLIGHTED = {"title": "title", "author": "authors", "venue": "venue"}
_LONGEST = 1_000  # characters of a text that a line may show
RELATED = 50  # related papers that are shown


def is_found_at_once(query: Query, sort: str) -> bool:
    """Can this be shown without a search?"""
    return not query.clauses and not (query.sort or SORTS[sort].by)


def steps(desk: Desk, query: Query, sort: str) -> Generator[None, None, View]:
    """Find papers, in steps of a few milliseconds between which it can be dropped."""
    if not query.sort:
        query = replace(query, sort=SORTS[sort].by, descending=SORTS[sort].descending)
    if not query.clauses and not query.sort:
        return View(desk, desk.library.newest(), query)
    found = yield from desk.steps(query)
    if query.sort != "annotated":
        return View(desk, found, query, found.lenient, found)
    yield
    return View(desk, desk.latest_first(found), query, found.lenient, found)


def order_in_words(query: Query) -> str:
    """How the answer to a query is sorted."""
    if not query.sort:
        ranked = any(all(c.ranks for c in clause) for clause in query.clauses)
        return "best first" if ranked else "newest first"
    if query.sort == "year":
        return "newest first" if query.descending else "oldest first"
    if query.sort == "annotated":
        return "latest annotated first"
    return f"by {query.sort}{', backwards' if query.descending else ''}"


def related(desk: Desk, number: int) -> View:
    """A paper, and those that are nearest to it."""
    near = desk.library.related(number, RELATED)
    return View(desk, [number, *(other for other, _ in near)])


def row(
    view: View, number: int, columns: Iterable[str], *, marked: bool = False, new: bool = False
) -> Row:
    """What the list shows of a paper in some columns; the title in any case."""
    paper = view.desk.library.paper(number)
    said = view.desk.annotation(number)

    def found(column: str) -> tuple[str, Sequence[Span]]:
        text, field = _text(paper, column), _HIGHLIGHTED.get(column)
        return text, spans_in(text, view.query, field, view.lenient) if field else ()

    return Row(
        {column: found(column) for column in {*columns, "title"}},
        tags=said.tags,
        inferred=paper.title_inferred,
        favourite=said.favourite,
        read=said.read,
        note=bool(said.note),
        new=new,
        marked=marked,
    )


def _text(paper: Paper, column: str) -> str:
    match column:
        case "title":
            return title_in_short(paper)
        case "author":
            return authors_in_short(paper)
        case "year":
            return str(paper.year or "")
        case "date":
            return paper.date
        case "venue":
            return to_unicode(paper.venue[:_LONGEST])
        case "category":
            return paper.categories[0] if paper.categories else ""
        case _:
            return ""


def title_in_short(paper: Paper) -> str:
    """The title, of which a line shows as much as there is room for."""
    return to_unicode(paper.title[:_LONGEST]) if paper.title else "(no title)"


def authors_in_short(paper: Paper) -> str:
    """The first author's family name, the second's if there are two, and whether there are more;
    of a work without authors the editors'."""
    names = paper.names
    if not names:
        return ""
    first = to_unicode(names[0].surname)
    if len(names) == 2 and not paper.et_al:
        return f"{first} & {to_unicode(names[1].surname)}"
    return f"{first} et al." if len(names) > 1 or paper.et_al else first
