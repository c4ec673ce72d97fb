"""A source as it was when it was read."""

from __future__ import annotations

import os
from typing import NamedTuple

from carrel.digest import blake2b


class Stamp(NamedTuple):
    """Absolute path, size in bytes, time of the last change in nanoseconds."""

    path: str
    size: int
    changed: int

    @classmethod
    def of(cls, path: str) -> Stamp:
        """The stamp of a file as it is now; OSError where there is none."""
        stat = os.stat(path)
        return cls(os.path.abspath(path), stat.st_size, stat.st_mtime_ns)

    @property
    def name(self) -> str:
        """A file name for what is kept of the source as it was; `family` is its beginning."""
        state = f"{self.size}:{self.changed}"
        return f"{self.family}-{blake2b(state.encode(), digest_size=5).hexdigest()}"

    @property
    def family(self) -> str:
        """What the names of all states of the source begin with."""
        return blake2b(os.fsencode(self.path), digest_size=8).hexdigest()
