"""Adding works to the end of a file of BibTeX, BibLaTeX or RIS that a person keeps."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import fields
from io import BytesIO
from itertools import pairwise, takewhile
from os import fspath
from pathlib import Path
from typing import NamedTuple

from carrel.atomic import write_whole
from carrel.citation import FORMATS, export
from carrel.citation.keys import PATTERN, citekeys, doubles, wanted_keys
from carrel.identity import Clusters
from carrel.paper import FAULTY, Place, Record, Reject, Work
from carrel.readers import detect, read_source
from carrel.readers.source import Source

# The formats of which a file can be added to, and by what reader it is known.
ADDABLE: Mapping[str, str] = {"bibtex": "bibtex", "biblatex": "bibtex", "ris": "ris"}
_LINE_ENDS = ("\r\n", "\n", "\r")
_AN_EMPTY_LINE = ("\n\n", "\n\r\n", "\r\r")


class NotAddable(Exception):
    """A file can't be added to; the message says why, for a person."""


class Added(NamedTuple):
    """How many works were new and are added, and how many were there already."""

    new: int
    there: int


def add(path: Path, works: Sequence[Work], format: str, pattern: str = PATTERN) -> Added:
    """Add to a file, in one of the formats of `ADDABLE`, the works that are not there: in BibTeX
    and BibLaTeX, under their citekeys. A citekey that another work has there gets letters behind
    it, as `citekeys` gives them. What stands in the file stays, byte for byte, and the lines added
    end as its last ones do.

    Raises:
        NotAddable: the file can't be read as that format, or is not UTF-8.
        OSError: it can't be read or written.
    """
    data = path.read_bytes()
    old, records = _read(path, data, format)
    missing = _missing(works, records, format, pattern)
    if missing:
        taken = [record.key for record in records]
        new = export(missing, format, keys=citekeys(missing, pattern, taken))
        text = "".join(new).rstrip("\n") + "\n"
        if old.strip() and not old.endswith(_AN_EMPTY_LINE):
            text = f"\n{text}" if old.endswith(_LINE_ENDS) else f"\n\n{text}"
        if path.read_bytes() != data:
            raise NotAddable("another program has changed it meanwhile")
        write_whole(path, (old, text.replace("\n", _line_end(old))), errors="replace")
    return Added(len(missing), len(works) - len(missing))


def _read(path: Path, data: bytes, format: str) -> tuple[str, list[Record]]:
    """The text of a file, and the records in it."""
    try:
        old = data.decode()  # which nothing is that is compressed
    except UnicodeDecodeError:
        raise NotAddable("it is not UTF-8") from None
    source = Source(fspath(path), BytesIO(data), len(data))
    if not source.encoding.startswith("utf-8"):
        raise NotAddable("it is not UTF-8")
    if not old.strip("\ufeff \t\r\n"):
        return old, []
    if detect(source) != ADDABLE[format]:
        raise NotAddable(f"it can't be read as {FORMATS[format]}")
    items = list(read_source(source))
    if items and isinstance(last := items[-1], Reject):  # which may swallow what is put behind it
        fault = last.reason.removeprefix(FAULTY)
        raise NotAddable(f"its end has a fault (line {last.place.line}: {fault})")
    return old, [item for item in items if isinstance(item, Record)]


def _line_end(text: str) -> str:
    """How the last line of a text that has an end ends."""
    last = max(text.rfind("\n"), text.rfind("\r"))
    return next((end for end in _LINE_ENDS if text.endswith(end, 0, last + 1)), "\n")


def _missing(
    works: Sequence[Work], records: Sequence[Record], format: str, pattern: str
) -> list[Work]:
    """The works that are not among the records."""
    group = _groups([*records, *map(_as_record, works)])
    own = group[len(records) :]
    if format == "ris":
        known = set(group[: len(records)])
        return [work for work, number in zip(works, own, strict=True) if number not in known]
    held: dict[str, set[int]] = {}
    for record, number in zip(records, group, strict=False):
        held.setdefault(record.key.lower(), set()).add(number)
    keys = wanted_keys(works, pattern)
    return [
        work for work, key, number in zip(works, keys, own, strict=True)
        if not _holds(held, key, number)
    ]  # fmt: skip


def _holds(held: Mapping[str, set[int]], key: str, number: int) -> bool:
    """Is a work there under its citekey, or under that with the letters of a double?"""
    taken = takewhile(held.__contains__, doubles(key.lower()))
    return any(number in held[candidate] for candidate in taken)


def _groups(records: Sequence[Record]) -> list[int]:
    """Of each record, the number of the work that it is of."""
    clusters = Clusters(records.__getitem__)
    clusters.add(records)
    starts, members = clusters.groups()
    group = [0] * len(records)
    for number, (start, end) in enumerate(pairwise(starts)):
        for member in members[start:end]:
            group[member] = number
    return group


def _as_record(work: Work) -> Record:
    facts = {field.name: getattr(work, field.name) for field in fields(Work)}
    return Record(place=Place("", 0), **facts)
