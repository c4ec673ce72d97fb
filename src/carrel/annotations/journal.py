"""The journal of changes: what was changed when, by which window, from what to what.

One JSON object a line, appended before the annotations file is replaced:

    {"at": "2026-11-21T10:22:33.120Z", "by": "3f9a…", "label": "Starred",
     "papers": {"arxiv:2512.12087": {"title": "BLASST: …", "was": {"favourite": false},
                                     "now": {"favourite": true}}}}

It serves two ends: a person can go back to an earlier state, and a window that undoes its own
change can tell what another window has set since. The annotations do not depend on it: it is
not synced, a torn line is skipped, and it is begun anew at `MOST_BYTES`, the one before
kept as FILE.old.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime

from carrel.annotations.annotation import Difference, Value
from carrel.annotations.disk import BINARY
from carrel.text import clean

MOST_BYTES = 4 << 20
OUTSIDE = ""  # `Change.by` of what another program (or a person, by hand) changed


@dataclass(frozen=True, slots=True)
class Change:
    """One change of the annotations: when (UTC, "2026-11-21T10:22:33.120Z"), by which window,
    what it was for a person, and per paper (by the id it is kept under) what it did."""

    at: str
    by: str
    label: str
    papers: dict[str, Difference] = field(default_factory=dict)
    titles: dict[str, str] = field(default_factory=dict)

    def encode(self) -> str:
        """The change as a line of the journal."""
        papers = {
            key: {
                "title": self.titles.get(key, ""),
                "was": {name: was for name, (was, _) in made.items()},
                "now": {name: now for name, (_, now) in made.items()},
            }
            for key, made in self.papers.items()
        }
        line = {"at": self.at, "by": self.by, "label": self.label, "papers": papers}
        return json.dumps(line, ensure_ascii=True)

    @classmethod
    def decode(cls, line: bytes) -> Change | None:
        """From a line of the file; None where the line is torn or not carrel's."""
        try:
            read = json.loads(line)
            papers, titles = {}, {}
            for key, paper in read["papers"].items():
                was, now = paper["was"], paper["now"]
                papers[key] = {
                    clean(name): (_value(name, was[name]), _value(name, now[name]))
                    for name in was
                    if clean(name)
                }
                titles[key] = clean(paper["title"])
            return cls(clean(read["at"]), str(read["by"]), clean(read["label"]), papers, titles)
        except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
            return None


def _value(name: str, value: object) -> Value:
    if name == "note" and isinstance(value, str):
        return value
    if name != "note" and isinstance(value, bool):
        return value
    raise TypeError(f"{name} has a value of a wrong type")


def now() -> str:
    """The time as the journal writes it: UTC, to the millisecond."""
    return datetime.now(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


class Journal:
    """The journal beside an annotations file. Appending is for the holder of that one's lock."""

    def __init__(self, annotations: str) -> None:
        self.annotations = annotations
        self.path = annotations + ".history"
        self._seen = self._end()  # (inode, size) up to which this window knows the journal

    def _end(self, suffix: str = "") -> tuple[int, int]:
        try:
            status = os.stat(self.path + suffix)
        except OSError:
            return (0, 0)
        return (status.st_ino, status.st_size)

    def append(self, changes: list[Change]) -> int:
        """Write the changes at the end; the size of the journal before, for `cut`."""
        with suppress(FileNotFoundError):
            if os.stat(self.path).st_size > MOST_BYTES:
                os.replace(self.path, self.path + ".old")
        mode = 0o666  # but not readable for more people than the annotations are
        with suppress(OSError):
            mode = os.stat(self.annotations).st_mode & 0o666
        fd = os.open(self.path, os.O_RDWR | os.O_CREAT | os.O_APPEND | BINARY, mode)
        try:
            size = os.lseek(fd, 0, os.SEEK_END)
            text = "".join(change.encode() + "\n" for change in changes)
            if size:
                os.lseek(fd, size - 1, os.SEEK_SET)
                if os.read(fd, 1) != b"\n":
                    text = "\n" + text  # after a line that a crash tore
            rest = memoryview(text.encode())
            try:
                while rest:
                    rest = rest[os.write(fd, rest) :]
            except OSError:
                with suppress(OSError):
                    os.ftruncate(fd, size)
                raise
            self._seen = (os.fstat(fd).st_ino, os.lseek(fd, 0, os.SEEK_END))
            return size
        finally:
            os.close(fd)

    def cut(self, size: int) -> None:
        """Take back what was appended after `size`, because it did not come about."""
        with suppress(OSError):
            os.truncate(self.path, size)
        self._seen = self._end()

    def news(self) -> Iterator[Change]:
        """What others appended since this window last looked or wrote."""
        inode, size = self._seen
        self._seen = end = self._end()
        with suppress(OSError):  # then nothing is known of the others
            if end[0] != inode:  # begun anew meanwhile
                if self._end(".old")[0] == inode:
                    yield from self._changes(".old", size)
                size = 0
            if end[1] > size:
                yield from self._changes("", size)

    def changes(self) -> list[Change]:
        """All that is kept, oldest first. OSError where it is there but can't be read."""
        return [*self._changes(".old"), *self._changes("")]

    def _changes(self, suffix: str, start: int = 0) -> Iterator[Change]:
        try:
            with open(self.path + suffix, "rb") as file:
                file.seek(start)
                lines = file.readlines()
        except FileNotFoundError:
            return
        for line in lines:
            change = Change.decode(line)
            if change is not None:
                yield change
