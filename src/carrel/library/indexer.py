"""Indexing records, in this process or beside it: `python -m carrel.library.indexer`.

Where a source can't be read by two processes (`halves`), a second one indexes while the first one
reads. It is told of the records through a pipe, and writes the file of the library itself.
"""

from __future__ import annotations

import gc
import signal
import sys
from array import array
from collections.abc import Mapping
from pathlib import Path
from typing import Any, NamedTuple

from carrel.arrayfile import Writer
from carrel.library.beside import Beside, heard
from carrel.library.files import KIND, VERSION
from carrel.paper import Record, Work
from carrel.refusals import reason
from carrel.search.entry import Entry, entry_of

_BATCH = 256  # records told of at a time


class Rest(NamedTuple):
    """What of a library is known only when all is read: which records are one paper (numbered as
    they were added), the papers whose records differ, by number, other arrays of the file by name
    (type code and bytes), and facts of it."""

    starts: bytes
    members: bytes
    merged: Mapping[int, tuple[Any, ...]]
    arrays: Mapping[str, tuple[str, bytes]]
    meta: Mapping[str, Any]


class Indexer:
    """Indexes in this process."""

    def __init__(self) -> None:
        from carrel.search.build import Builder

        self._builder = Builder()

    def add(self, record: Record) -> None:
        """Index one more record."""
        self.add_entry(entry_of(record))

    def add_entry(self, entry: Entry) -> None:
        """As `add`, of a record whose words are known."""
        self._builder.add(entry)

    def pause(self) -> None:
        """Do what can be done before something is taken."""
        self._builder.pause()

    def extend(self, gathered: tuple[Any, ...]) -> None:
        """Index some more records, of which another process gathered the words."""
        from carrel.search.gathering import Gathered

        self._builder.extend(Gathered(*gathered))

    def settle(self) -> None:
        """No more records are coming."""
        self._builder.settle()

    def finish(self, file: Path, rest: Rest) -> None:
        """Write the library's file."""
        starts, members = array("I", rest.starts), array("I", rest.members)
        merged = {paper: Entry(*entry) for paper, entry in rest.merged.items()}
        index = self._builder.finish(starts, members, merged)
        with Writer(file, KIND, VERSION) as writer:
            writer.add("group.starts", starts, "I")
            for name, (code, data) in rest.arrays.items():
                writer.add(name, data, code)
            for name, values in index.items():
                writer.add(name, values.data, values.dtype.char)
            writer.describe(rest.meta)

    def close(self) -> None:
        """Nothing is to be done."""


class IndexerProcess:
    """Does what `Indexer` does, in a process of its own while this one reads.

    Raises:
        OSError: the process failed; the message is what it said last.
    """

    def __init__(self) -> None:
        self._process = Beside(__name__)
        self._waiting: list[tuple[Any, ...]] = []

    def add(self, record: Record) -> None:
        """Index one more record."""
        self._waiting.append(entry(record))
        if len(self._waiting) == _BATCH:
            self._process.tell(self._waiting)
            self._waiting = []

    def settle(self) -> None:
        """No more records are coming; does not wait for the process."""
        if self._waiting:
            self._process.tell(self._waiting)
        self._process.tell([])  # which ends them
        self._process.flush()

    def finish(self, file: Path, rest: Rest) -> None:
        """Have the library's file written, and wait for it."""
        self._process.tell([str(file), *rest])
        self._process.wait()

    def close(self) -> None:
        """End the process, if it is not done."""
        self._process.close()


def entry(work: Work) -> tuple[Any, ...]:
    """An entry as another process is told of it, and as `Rest.merged` has it."""
    return tuple(entry_of(work))


def main() -> int:
    """Be told of records on stdin, and write the library's file."""
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))  # what is unfinished is removed
    gc.disable()  # nothing here is garbage that counting references does not find
    indexer = Indexer()
    told = sys.stdin.buffer
    try:
        while batch := heard(told):
            for values in batch:
                indexer.add_entry(Entry(*values))
        indexer.settle()
        file, *rest = heard(told)
        indexer.finish(Path(file), Rest(*rest))
    except EOFError:  # who told has been stopped
        return 1
    except OSError as error:
        print(reason(error), file=sys.stderr)
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main())
