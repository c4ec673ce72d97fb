"""What a verb is about: papers of a library, or records of a source, ready to be written."""

from __future__ import annotations

import json
import os
import sys
from argparse import Namespace
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

from carrel.annotations import UNANNOTATED, Annotation
from carrel.cli.opening import open_desk, require_stdin
from carrel.cli.talk import NOTHING, OK, CommandError, called, say
from carrel.identity import merge
from carrel.library.sources import STDIN
from carrel.paper import Place, Record, Work

if TYPE_CHECKING:
    from carrel.desk import Desk
    from carrel.search.query import Query

_TOLD = 5  # of the papers of one id


class Entry(NamedTuple):
    """A paper or record: the work, its id, where it stands, and what the person says of it."""

    work: Work
    id: str
    places: Sequence[Place]
    said: Annotation = UNANNOTATED


def of_papers(desk: Desk, numbers: Sequence[int]) -> Iterator[Entry]:
    """Papers of a library by number."""
    for number, paper in zip(numbers, desk.library.papers(numbers), strict=True):
        yield Entry(paper, paper.id, paper.places, desk.annotation(number))


def of_records(desk: Desk, numbers: Iterable[int], limit: int | None) -> Iterator[Entry]:
    """The records of papers, at most `limit`, each as its source has it, in the sources' order."""
    library = desk.library
    paper_of = {record: number for number in numbers for record in library.members(number)}
    wanted = sorted(paper_of)[:limit]
    for number, record in zip(wanted, library.read_records(wanted), strict=True):
        yield of_record(record, desk.annotation(paper_of[number]))


def of_record(record: Record, said: Annotation = UNANNOTATED) -> Entry:
    """A record by itself."""
    return Entry(record, merge([record]).id, (record.place,), said)


def identified(desk: Desk, identifier: str, hint: str = "") -> int | None:
    """The number of the paper that is meant by an id. Where there is none, or several have it, that
    is said, with a hint in the first case."""
    numbers = desk.library.having(identifier)
    if not numbers:
        say(f"no paper has the id {called(identifier)}{hint}")
        return None
    if len(numbers) > 1:
        ids = list(dict.fromkeys(paper.id for paper in desk.library.papers(numbers[:_TOLD])))
        if len(ids) > 1 and identifier not in ids:
            more = " …" if len(numbers) > _TOLD else ""
            say(f"{len(numbers)} papers have the id {identifier}: {' '.join(ids)}{more}")
            return None
    return numbers[0]


def asked_for(options: Namespace) -> tuple[Desk, Sequence[int], int]:
    """The desk of the sources named; the numbers of the papers with the ids asked for, else of
    those that the query finds; and the exit code. Where there are none, that is said.

    Raises:
        CommandError: both are given, the query is none, or nothing could be read.
    """
    if options.query and options.id:
        raise CommandError("the papers are those of -q or those of --id, not both")
    require_query(options.query)
    desk, read = open_desk(options.sources, options.state, options.id)
    if options.id:
        numbers, code = _with_ids(desk, options.id)
        return desk, numbers, max(read, code)
    found = chosen(desk, options.query)
    if not found:
        say("no paper found")
    return desk, found, read if found else NOTHING


def _with_ids(desk: Desk, ids: Iterable[str]) -> tuple[list[int], int]:
    """The numbers of the papers with these ids, - for those on standard input, in their order, each
    once; and the exit code. Of what id there is no paper is said."""
    numbers = []
    wanted = [own for given in ids for own in (_listed() if given == STDIN else [given])]
    for identifier in wanted:
        hint = "; sources go before --id" if os.path.exists(identifier) else ""
        number = identified(desk, identifier, hint)
        if number is not None:
            numbers.append(number)
    if not wanted:
        say("no paper found")
    all_found = wanted and len(numbers) == len(wanted)
    return list(dict.fromkeys(numbers)), OK if all_found else NOTHING


def _listed() -> list[str]:
    """The ids on standard input, one a line, or of what `carrel list` printed."""
    require_stdin()
    lines = sys.stdin.buffer.read().decode("utf-8", "replace").splitlines()
    return [_id_in(line) for line in lines if line.strip()]


def _id_in(line: str) -> str:
    """The id that a line is, or the one in a line of a list: at its end, or as JSON Lines have it,
    in which other ids stand, too."""
    if line.startswith("{"):
        with suppress(ValueError, RecursionError):
            if isinstance(found := json.loads(line).get("id"), str):
                return found
    return line.rpartition("\t")[2].strip()


def chosen(desk: Desk, text: str, sort: str = "", limit: int | None = None) -> Sequence[int]:
    """The numbers of the papers that a query finds, in its order or the one asked for.

    Raises:
        CommandError: the text is no query; the message points at the word.
    """
    if not text.strip() and sort in ("", "source"):
        return desk.library.numbers()[:limit]
    query = parsed(text)
    if sort == "source":
        return sorted(desk.search(query))[:limit]
    if sort:
        order = parsed(f"sort:{sort}")
        query = replace(query, sort=order.sort, descending=order.descending)
    found = desk.search(query)
    if query.sort == "annotated":
        return desk.latest_first(found)[:limit]
    return [number for number, _ in found.best(len(found) if limit is None else limit)]


def require_query(text: str) -> None:
    """Let a query be refused before sources are read, which may take long.

    Raises:
        CommandError: as of `parsed`.
    """
    if text:
        parsed(text)


def parsed(text: str) -> Query:
    """The query that a text is.

    Raises:
        CommandError: it is none; the message points at the word.
    """
    from carrel.search.query import parse

    query = parse(text, whole=True)
    for error in query.errors:
        pointer = " " * error.start + "^" * max(error.end - error.start, 1)
        raise CommandError(f"{error.message}\n  {text}\n  {pointer}")
    return query
