"""A large source read by two processes, a half each: `python -m carrel.library.halves`.

Reading takes longer than everything else that is done for a library, so it is what has to be
shared. The other process reads from the middle on, and sends the words that it finds and the
evidence of which records are one work, but not the records themselves.
"""

from __future__ import annotations

import gc
import os
import sys
from array import array
from contextlib import closing
from typing import Any, NamedTuple

from carrel import readers
from carrel.batches import MANY, batches
from carrel.identity import Evidence
from carrel.library.beside import Beside, say
from carrel.library.reading import Reading
from carrel.paper import Place, Record, Reject
from carrel.readers import Middle
from carrel.readers.source import Unreadable, open_source
from carrel.search.entry import entry_of
from carrel.store import NotLinesError


class HalfLostError(Exception):
    """The other process has failed: the whole is to be read here."""


class Half(NamedTuple):
    """What the other process made of its half: the numbers of the lines that are records, what was
    rejected, what had to be assumed, and `Evidence.dump` and `Gatherer.gathered` of the records."""

    lines: array[int]
    rejects: list[Reject]
    remarks: list[str]
    evidence: tuple[Any, ...]
    gathered: tuple[Any, ...]


def middle_of(path: str) -> Middle | None:
    """Where a source can be cut in two, if it can be."""
    try:
        source = open_source(path)
    except Unreadable:
        return None
    with closing(source):
        return readers.middle(source, readers.detect(source) or "")


class OtherHalf:
    """The second half of a source, being read by another process."""

    def __init__(self, reading: Reading, middle: Middle) -> None:
        self._path = reading.report.path
        where = (self._path, reading.report.format, *map(str, middle))
        self._process = Beside(__name__, *where)

    def wait(self) -> Half:
        """All of it, when it is read.

        Raises:
            HalfLostError: the process failed, or was killed, or the file was cut short.
            NotLinesError: a record does not stand on one line.
        """
        try:
            told = self._process.hear()
            if told is None:
                raise NotLinesError
            lines, rejects, remarks, evidence, parts = told
            gathered = tuple([self._process.hear() for _ in range(parts)])
        except OSError as error:
            raise HalfLostError from error
        rejected = [Reject(Place(self._path, *where), *why) for where, why in rejects]
        return Half(array("I", lines), rejected, remarks, evidence, gathered)

    def close(self) -> None:
        """End the process, if it is not done."""
        self._process.close()


def main(arguments: list[str]) -> int:
    """Read a half. The arguments are path, format, the half's first byte, and the number of the
    line that begins there."""
    path, name, start, line = arguments
    gc.disable()  # nothing here is garbage that counting references does not find
    from carrel.search.gathering import Gatherer

    parent = os.getppid()
    evidence, gatherer = Evidence(), Gatherer()
    lines = array("I")
    rejects: list[Any] = []
    try:
        source = open_source(path, int(start), int(line))
    except Unreadable as error:
        print(error, file=sys.stderr)
        return 2
    for items in batches(readers.read_source(source, name), MANY):
        records = [item for item in items if isinstance(item, Record)]
        for record in records:
            if record.place.end != record.place.line:
                say(None, sys.stdout.buffer)
                return 0
            lines.append(record.place.line)
        evidence.add(records)
        for record in records:
            gatherer.add(entry_of(record))
        rejected = [item for item in items if isinstance(item, Reject)]
        rejects += [(item.place[1:], (item.reason, item.text)) for item in rejected]
        if os.getppid() != parent:  # nobody is waiting for them any more
            return 1
    if source.refusal:
        print(source.refusal, file=sys.stderr)
        return 2
    gathered: list[Any] = [*gatherer.gathered()]
    say((lines, rejects, source.remarks, evidence.dump(), len(gathered)), sys.stdout.buffer)
    del evidence, gatherer
    while gathered:  # one by one: each is there twice while it is said
        say(gathered.pop(0), sys.stdout.buffer)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
