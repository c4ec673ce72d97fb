"""A line on stderr that says how far a long job is; only on a terminal, and only if it is long."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping
from time import monotonic

from carrel.cli.streams import width_of
from carrel.cli.talk import shown

_PATIENCE = 0.5  # seconds before anything is shown
_CELLS = 24


class Bar:
    """A progress bar; use it as a context, so that it is gone at the end."""

    def __init__(self) -> None:
        self._on = sys.stderr is not None and sys.stderr.isatty() and _moves(os.environ)
        self._since = monotonic()
        self._shown = False
        utf_8 = "utf" in str(getattr(sys.stderr, "encoding", "")).lower()
        self._full, self._empty = ("█", "░") if utf_8 else ("#", "-")

    def show(self, what: str, done: int, total: int, count: str = "") -> None:
        """`done` of `total` units of something are done, of 0 where nobody knows how many there
        are; `count` is said after it."""
        if not self._on or monotonic() - self._since < _PATIENCE:
            return
        how_far = ""
        if total:
            share = min(done / total, 1.0)
            how_far = (
                f"{(self._full * int(_CELLS * share)).ljust(_CELLS, self._empty)}  {share:4.0%}  "
            )
        line = f"{shown(what)}  {how_far}{count}"
        self._shown = True
        self._write(f"\r\x1b[K{line[: width_of(sys.stderr, 80) - 1]}")

    def __enter__(self) -> Bar:
        return self

    def __exit__(self, *_: object) -> None:
        if self._shown:
            self._write("\r\x1b[K")

    def _write(self, text: str) -> None:
        try:
            sys.stderr.write(text)
            sys.stderr.flush()
        except OSError:
            self._on = False


def _moves(env: Mapping[str, str]) -> bool:
    """Can the terminal go back to the beginning of a line?"""
    return env.get("TERM", "dumb" if os.name != "nt" else "") != "dumb"
