"""When a program on a terminal has painted: it is answered what terminals are asked, and told to
put frames in synchronised updates (mode 2026), so the end of each is known."""

from __future__ import annotations

import os
import re
import time
from collections.abc import Mapping, Sequence
from pathlib import Path

from tests.terminal import Terminal

_ANSWERS = (
    (b"\x1b]11;?", b"\x1b]11;rgb:1111/1111/1111\x1b\\"),
    (b"\x1b[c", b"\x1b[?62;22c"),
    (b"\x1b[?2026$p", b"\x1b[?2026;2$y"),
    (b"\x1b[6n", b"\x1b[1;1R"),
)
LISTED = "▌|0 of "  # carrel's list was painted: the line that the cursor is on, or none found
_FRAME = b"\x1b[?2026l"
_PATIENCE = 120.0  # seconds after which something has gone wrong


class Timed(Terminal):
    """A program running on a terminal, in a `with`. Times are those of `time.perf_counter`."""

    def __init__(
        self, command: Sequence[str], env: Mapping[str, str], folder: Path | None = None
    ) -> None:
        self.seen = b""
        self.started = time.perf_counter()
        env = {**env, "TERM": "xterm-256color", "COLORTERM": "truecolor"}
        super().__init__(command, env, folder=folder or ".")

    def read(self, patience: float) -> bytes:
        """What is printed next; nothing where nothing is, for so many seconds.

        Raises:
            EOFError: the program has ended.
        """
        part = super().read(max(patience, 0))
        if self.closed:
            raise EOFError(f"it has ended: {self.seen[-2000:]!r}")
        for asked, answer in _ANSWERS:
            if asked in part:
                self.write(answer)
        self.seen += part
        return part

    def until(self, shown: str) -> float:
        """Wait until a text was painted since the last call; the seconds from the program's start.
        A regular expression, of which a space stands for any cells between."""
        pattern = re.compile(shown.encode())
        deadline = time.perf_counter() + _PATIENCE
        while not pattern.search(self.seen):
            if time.perf_counter() > deadline:
                raise TimeoutError(f"{shown!r} was never painted: {self.seen[-2000:]!r}")
            self.read(0.5)
        self.seen = b""
        return time.perf_counter() - self.started

    def settle(self, quiet: float) -> None:
        """Wait until nothing has been painted for so many seconds."""
        while self.read(quiet):
            pass
        self.seen = b""

    def paint_times(self, key: bytes, quiet: float, mark: str = "") -> tuple[float, float]:
        """Press a key; the seconds until the first frame after it was painted, and until the last
        was that shows the mark (a regular expression), before `quiet` seconds without any."""
        self.seen = b""
        pressed = time.perf_counter()
        self.write(key)
        first = last = 0.0
        marks, marked = 0, False
        while part := self.read(quiet if first else 2.0):
            now = time.perf_counter() - pressed
            whole = _FRAME in part or _FRAME not in self.seen
            if whole and not first:
                first = now
            found = len(re.findall(mark.encode(), self.seen))
            marks, marked = found, marked or found > marks
            if whole and marked:
                last, marked = now, False
        return first, last or first

    @property
    def memory(self) -> tuple[float, float]:
        """Resident memory in megabytes: all, and what is not of mapped files (Linux)."""
        status = Path(f"/proc/{self.pid}/status").read_text("ascii")
        kilobytes = dict(re.findall(r"(VmRSS|RssAnon):\s+(\d+) kB", status))
        return int(kilobytes["VmRSS"]) / 1000, int(kilobytes["RssAnon"]) / 1000

    @property
    def processor(self) -> float:
        """Seconds of processor time that the program has used (Linux)."""
        fields = Path(f"/proc/{self.pid}/stat").read_text("ascii").rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")
