"""A program on a pseudo-terminal, and when it has painted: the terminal answers what terminals are
asked, and takes frames in synchronised updates (mode 2026), so the end of each is known."""

from __future__ import annotations

import fcntl
import os
import pty
import re
import select
import signal
import struct
import termios
import time
from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from types import TracebackType

_ANSWERS = (
    (b"\x1b]11;?", b"\x1b]11;rgb:1111/1111/1111\x1b\\"),
    (b"\x1b[c", b"\x1b[?62;22c"),
    (b"\x1b[?2026$p", b"\x1b[?2026;2$y"),
    (b"\x1b[6n", b"\x1b[1;1R"),
)
_FRAME = b"\x1b[?2026l"
_PATIENCE = 120.0  # seconds after which something has gone wrong


class Terminal:
    """A program running on a terminal, in a `with`. Times are those of `time.perf_counter`."""

    def __init__(
        self,
        command: Sequence[str],
        env: Mapping[str, str],
        size: tuple[int, int] = (100, 30),
        folder: Path | None = None,
    ) -> None:
        self._command = list(command)
        self._env = {**env, "TERM": "xterm-256color", "COLORTERM": "truecolor"}
        self._size = size
        self._folder = folder

    def __enter__(self) -> Terminal:
        self.seen = b""
        self.started = time.perf_counter()
        self.pid, self._terminal = pty.fork()
        if self.pid == 0:
            os.chdir(self._folder or ".")
            os.execvpe(self._command[0], self._command, self._env)
        size = struct.pack("HHHH", self._size[1], self._size[0], 0, 0)
        fcntl.ioctl(self._terminal, termios.TIOCSWINSZ, size)
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        with suppress(ProcessLookupError):
            os.kill(self.pid, signal.SIGKILL)
        os.waitpid(self.pid, 0)
        os.close(self._terminal)

    def write(self, data: bytes) -> float:
        """Press keys; when."""
        moment = time.perf_counter()
        os.write(self._terminal, data)
        return moment

    def read(self, patience: float) -> bytes:
        """What is printed next; nothing where nothing is, for so many seconds."""
        ready, _, _ = select.select([self._terminal], [], [], max(patience, 0))
        if not ready:
            return b""
        try:
            part = os.read(self._terminal, 1 << 18)
        except OSError as error:
            raise EOFError(f"{self._command[0]} has ended: {self.seen[-2000:]!r}") from error
        for asked, answer in _ANSWERS:
            if asked in part:
                os.write(self._terminal, answer)
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
        pressed = self.write(key)
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
