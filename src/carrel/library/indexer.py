"""Indexing records, in this process or beside it: `python -m carrel.library.indexer`.

Reading and indexing take about equally long, so that a second process halves the time. It is told
of the records through a pipe, and writes the file of the library itself.
"""

from __future__ import annotations

import gc
import marshal
import signal
import subprocess
import sys
from array import array
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import IO, Any, NamedTuple, cast

from carrel.arrayfile import Writer
from carrel.library.files import KIND, VERSION
from carrel.paper import Record, Work
from carrel.search.entry import Entry, entry_of

_BATCH = 256  # records told of at a time
_PATIENCE = 1.0  # seconds in which a process that is told to end may remove what it was writing


class Rest(NamedTuple):
    """What of a library is known only when all is read: which records are one paper (numbered as
    they were added), the papers that have several, other arrays of the file by name (type code
    and bytes), and facts of it."""

    starts: bytes
    members: bytes
    merged: Sequence[tuple[Any, ...]]
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
        self._builder.add(entry)

    def settle(self) -> None:
        """No more records are coming."""
        self._builder.settle()

    def finish(self, file: Path, rest: Rest) -> None:
        """Write the library's file."""
        starts, members = array("I", rest.starts), array("I", rest.members)
        index = self._builder.finish(starts, members, [Entry(*entry) for entry in rest.merged])
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
    """Indexes in a process of its own; the same methods.

    Raises:
        OSError: the process failed; the message is what it said last.
    """

    def __init__(self) -> None:
        command = [sys.executable, "-m", __name__]
        pipe = subprocess.PIPE
        self._process = subprocess.Popen(command, stdin=pipe, stderr=pipe)
        self._pipe = cast("IO[bytes]", self._process.stdin)
        self._waiting: list[tuple[Any, ...]] = []

    def add(self, record: Record) -> None:
        self._waiting.append(entry(record))
        if len(self._waiting) == _BATCH:
            self._tell(self._waiting)
            self._waiting = []

    def settle(self) -> None:
        if self._waiting:
            self._tell(self._waiting)
        self._tell([])  # which ends them
        self._pipe.flush()

    def finish(self, file: Path, rest: Rest) -> None:
        self._tell([str(file), *rest])
        self._pipe.close()
        if self._process.wait():
            self._fail()
        self.close()

    def _tell(self, what: list[Any]) -> None:
        try:
            marshal.dump(what, self._pipe)
        except BrokenPipeError:
            self._fail()

    def _fail(self) -> None:
        assert self._process.stderr is not None
        said = self._process.stderr.read().decode(errors="replace").strip()
        raise OSError(said.rpartition("\n")[2] or "the indexer stopped")

    def close(self) -> None:
        """End the process, if it is not done."""
        if self._process.poll() is None:
            self._process.terminate()
            try:
                self._process.wait(_PATIENCE)
            except subprocess.TimeoutExpired:
                self._process.kill()
                self._process.wait()
        for stream in (self._process.stdin, self._process.stderr):
            if stream is not None and not stream.closed:
                try:
                    stream.close()
                except BrokenPipeError:
                    continue


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
        while batch := marshal.load(told):
            for values in batch:
                indexer.add_entry(Entry(*values))
        indexer.settle()
        file, *rest = marshal.load(told)
        indexer.finish(Path(file), Rest(*rest))
    except EOFError:  # who told has been stopped
        return 1
    except OSError as error:
        print(error.strerror or error, file=sys.stderr)
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main())
