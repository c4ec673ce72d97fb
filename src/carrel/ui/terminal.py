"""The terminal that the screen is drawn on: found where stdin or stdout is a pipe, and asked for
its background before it is taken over."""

from __future__ import annotations

import contextlib
import os
import re
import select
import sys
from collections.abc import Iterator, Mapping, MutableMapping
from time import monotonic
from typing import Any

if sys.platform != "win32":
    import termios

_ANSWER = re.compile(rb"\x1b\]11;rgba?:([0-9a-fA-F]{1,4})/([0-9a-fA-F]{1,4})/([0-9a-fA-F]{1,4})")
# The background (OSC 11); then what nearly all answer (DA1), which tells that no more is coming.
_ASK = b"\x1b]11;?\x1b\\\x1b[c"
_ANSWERED = re.compile(rb"\x1b\[\?[0-9;]*c")
_NEEDED = ((0, "__stdin__"), (2, "__stderr__"))  # what Textual reads, and writes to
_PATIENCE = 0.15  # seconds to wait for an answer; what is done meanwhile mostly takes longer


@contextlib.contextmanager
def on_the_terminal() -> Iterator[None]:
    """Have Textual read keys from the terminal and draw on it, wherever stdin, stdout and stderr
    lead, and though stdin or stderr is closed; it asks stdout how large the terminal is.

    Afterwards, and for what is read as `sys.stdin`, they lead where they led before.

    Raises:
        OSError: there is no terminal.
    """
    if sys.platform == "win32" or all(map(os.isatty, (0, 1, 2))):
        yield
        return
    terminal = os.open("/dev/tty", os.O_RDWR)
    before = sys.stdin
    closed = [(number, name) for number, name in _NEEDED if getattr(sys, name) is None]
    for number, name in closed:  # one of them may be what was opened now
        os.dup2(terminal, number)
        setattr(
            sys, name, os.fdopen(number, "w" if number else "r", encoding="utf-8", closefd=False)
        )
    kept = {number: os.dup(number) for number in (0, 1, 2) if not os.isatty(number)}
    try:
        if 0 in kept and sys.stdin is sys.__stdin__:  # else what it held was read already
            sys.stdin = os.fdopen(os.dup(kept[0]), "r", encoding="utf-8", errors="replace")
        for number in kept:
            os.dup2(terminal, number)
        yield
    finally:
        for number, copy in kept.items():
            os.dup2(copy, number)
            os.close(copy)
        for number, name in closed:
            setattr(sys, name, None)
            if number != terminal:
                os.close(number)
        os.close(terminal)
        if sys.stdin is not before and sys.stdin is not None:
            sys.stdin.close()
        sys.stdin = before


def trust_its_size(env: MutableMapping[str, str]) -> None:
    """Leave out COLUMNS and LINES, which Textual would believe, where the terminal knows how large
    it is: a window may have been resized since they were set, and will be again."""
    with contextlib.suppress(OSError):
        if all(os.get_terminal_size(1)):
            for name in ("COLUMNS", "LINES"):
                env.pop(name, None)


class Ground:
    """Asks the terminal for its background, and waits for the answer only when it is wanted:

    with Ground(os.environ) as ground:
        …  # what takes time anyway
        ground.answer()  # "light", "dark", or "" where the terminal does not say
    ground.typed  # all that came meanwhile: the answer, and the keys of who types ahead
    """

    def __init__(self, env: Mapping[str, str]) -> None:
        self.typed = b""
        # Known already, not wanted, or by a terminal that prints what it does not know.
        known = env.get("COLORFGBG") or "NO_COLOR" in env or env.get("TERM") in ("linux", "dumb")
        self._reads = sys.platform != "win32" and os.isatty(0)
        self._asks = self._reads and not known and os.isatty(2)
        self._modes: list[Any] = []
        self._until = 0.0

    def __enter__(self) -> Ground:
        if self._reads:
            try:
                self._modes = termios.tcgetattr(0)
                quiet = termios.tcgetattr(0)
                quiet[0] &= ~termios.ICRNL
                quiet[3] &= ~(termios.ECHO | termios.ICANON)
                termios.tcsetattr(0, termios.TCSANOW, quiet)
                if self._asks:
                    os.write(2, _ASK)
                    self._until = monotonic() + _PATIENCE
            except (termios.error, OSError):
                self._reads = self._asks = False
        return self

    def __exit__(self, *_: object) -> None:
        while self._read(0):
            pass
        self.typed = self.typed.replace(b"\n", b"\r")  # enter, typed before this began
        if self._modes:
            with contextlib.suppress(termios.error):
                termios.tcsetattr(0, termios.TCSANOW, self._modes)

    def answer(self) -> str:
        """What the terminal has said, or says before one's patience ends."""
        while self._asks and not _ANSWERED.search(self.typed):
            if not self._read(max(self._until - monotonic(), 0)):
                break
        found = _ANSWER.search(self.typed)
        if found is None:
            return ""
        red, green, blue = (int(part, 16) / (16 ** len(part) - 1) for part in found.groups())
        return "light" if 0.2126 * red + 0.7152 * green + 0.0722 * blue > 0.5 else "dark"

    def _read(self, seconds: float) -> bool:
        """Read what comes within so many seconds; did anything?"""
        if not self._reads or not select.select([0], [], [], seconds)[0]:
            return False
        data = os.read(0, 4096)
        self.typed += data
        return bool(data)
