"""Reading one source, and saying how far it is."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Generator, Iterator, Sequence
from contextlib import closing
from typing import TYPE_CHECKING, BinaryIO, NamedTuple, cast

from carrel import readers
from carrel.library.sources import STDIN, Report
from carrel.paper import Place, Record, Reject
from carrel.readers.source import Source, Unreadable, open_source

if TYPE_CHECKING:
    from carrel.library.library import Library


class Progress(NamedTuple):
    """How far opening is: what is being done, how much of it is done, of how much (0 where that is
    not known), and how many records have been read so far."""

    what: str
    done: int
    total: int
    records: int


Opening = Generator[Progress, None, "Library"]


def total_size(files: Sequence[str]) -> int:
    """Bytes of all the files that are there."""
    return sum(os.path.getsize(file) for file in files if os.path.exists(file))


class Reading:
    """A source being read: its items as they come, and a report of it."""

    def __init__(self, path: str, report: Report | None = None) -> None:
        self.report = report or Report(path)
        self.source: Source | None = None
        self._parts = 1.0  # of which this is one
        self._failed: Reject | None = None
        self._refusal: OSError | None = None
        try:
            self.source = Source(path, _stdin()) if path == STDIN else open_source(path)
            self.report.format = readers.detect(self.source) or ""
        except Unreadable as error:
            self._failed = Reject(Place(path, 0), str(error))
            if isinstance(error.__cause__, OSError) and error.__cause__.errno:
                self._refusal = error.__cause__

    def __iter__(self) -> Iterator[Record | Reject]:
        started = time.perf_counter()
        if self._failed:
            self.report.rejects.append(self._failed)
            yield self._failed
        elif self.source:
            with closing(self.source):
                for item in readers.read_source(self.source, self.report.format):
                    if isinstance(item, Reject):
                        self.report.rejects.append(item)
                    else:
                        self.report.records += 1
                    yield item
            self.report.remarks = self.source.remarks
        self.report.seconds = time.perf_counter() - started

    @property
    def refusal(self) -> OSError | None:
        """What the system said where it did not let the source be read, or not to its end: it may
        another time, though the source is the same."""
        return self.source.refusal if self.source else self._refusal

    @property
    def by_line(self) -> bool:
        """Is every line likely to be a record?"""
        return self.source is not None and readers.is_by_line(self.source, self.report.format)

    def close(self) -> None:
        """Close the source; reading it to its end does, too."""
        if self.source:
            self.source.close()

    def end_at(self, middle: readers.Middle) -> None:
        """Read only what comes before the middle; another process reads the rest."""
        if self.source:
            self._parts = self.source.size / middle.byte
            self.source.end_at(middle.byte)

    @property
    def done(self) -> int:
        """Bytes read so far, with what the other process has probably read."""
        return int(self.source.done * self._parts) if self.source else 0

    def with_beside(self, records: int) -> int:
        """How many records are read, where so many are here: with those that the other process has
        probably read."""
        return int(records * self._parts)


def _stdin() -> BinaryIO:
    """Standard input without its buffer, of whose contents `select` would know nothing."""
    stream = sys.stdin.buffer
    return cast("BinaryIO", getattr(stream, "raw", stream))


class Pulse:
    """Says when it is time for another word of progress."""

    def __init__(self, total: int, between: float = 0.05) -> None:
        self.total = total
        self._between = between  # seconds
        self.before = 0
        self._last = time.monotonic()

    def due(self) -> bool:
        """Is it time? Then the next is due a while from now."""
        now = time.monotonic()
        if now - self._last < self._between:
            return False
        self._last = now
        return True

    def progress(self, path: str, done: int, records: int) -> Progress:
        """`done` bytes of the source at `path` are read, and `records` of all sources."""
        name = os.path.basename(path)
        return Progress(f"Reading {name}", self.before + done, self.total, records)
