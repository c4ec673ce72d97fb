"""Choosing papers for a verb, and printing them in a format."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from carrel.cli.common import Failure
from carrel.desk import Desk, row
from carrel.paper import Work

if TYPE_CHECKING:
    from carrel.search.query import Query

_SORTS = {  # the command line's orders in the query language's words: key, descending
    "relevance": ("", False),
    "newest": ("year", True),
    "oldest": ("year", False),
    "title": ("title", False),
    "author": ("author", False),
}


def parsed(text: str) -> Query:
    """The query that a text is.

    Raises:
        Failure: it is none; the message points at the word.
    """
    from carrel.search.query import parse

    query = parse(text)
    for error in query.errors:
        pointer = " " * error.start + "^" * max(error.end - error.start, 1)
        raise Failure(f"{error.message}\n  {text}\n  {pointer}")
    return query


def chosen(desk: Desk, text: str, sort: str = "", limit: int | None = None) -> Sequence[int]:
    """The numbers of the papers that a query finds, in its order or the one asked for."""
    if sort == "source" or not (text.strip() or sort):
        numbers: Sequence[int] = range(len(desk.library))
        if text.strip():
            numbers = sorted(number for number, _ in _found(desk, parsed(text)))
        return numbers[:limit]
    query = parsed(text)
    if sort:
        key, descending = _SORTS[sort]
        query = replace(query, sort=key, descending=descending)
    return [number for number, _ in _found(desk, query, limit)]


def _found(desk: Desk, query: Query, limit: int | None = None) -> Iterator[tuple[int, int]]:
    found = desk.search(query)
    return found.best(len(found) if limit is None else limit)


def works_as(
    desk: Desk, numbers: Sequence[int], format: str, number: bool = False
) -> Iterator[str]:
    """Papers in a format or style, in pieces.

    Raises:
        Failure: there is no such format.
    """
    if format == "jsonl":
        for paper_number in numbers:
            paper = desk.library.paper(paper_number)
            said = desk.annotation(paper_number)
            yield json.dumps(row(paper, paper.id, paper.places, said), ensure_ascii=False) + "\n"
        return
    papers = [desk.library.paper(paper_number) for paper_number in numbers]
    yield from written(papers, format, number)


def written(works: Sequence[Work], format: str, number: bool = False) -> Iterator[str]:
    """Works in a format or style, in pieces.

    Raises:
        Failure: there is no such format.
    """
    from carrel.citation import FORMATS, STYLES, StyleUnavailable, cite_with_csl, export

    if format.endswith(".csl"):
        try:
            yield from (f"{line}\n" for line in cite_with_csl(works, format))
        except StyleUnavailable as error:
            raise Failure(str(error)) from error
    elif format in FORMATS or format in STYLES:
        yield from export(works, format, numbered=number)
    else:
        known = ", ".join([*STYLES, *FORMATS, "jsonl"])
        raise Failure(f"no format or style “{format}”; there are {known}, and .csl files")
