"""A terminal for the real program: keys go in, and what it prints is there to be looked at."""

from __future__ import annotations

import codecs
import fcntl
import os
import pty
import re
import select
import signal
import struct
import subprocess
import sys
import termios
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Self

from rich.cells import cell_len

KEYS = {
    "enter": "\r", "escape": "\x1b", "tab": "\t", "space": " ", "backspace": "\x7f",
    "up": "\x1b[A", "down": "\x1b[B", "end": "\x1b[F", "home": "\x1b[H", "f5": "\x1b[15~",
}  # fmt: skip
_PIECE = re.compile(
    r"\x1b\[(?P<private>[?>=<]?)(?P<numbers>[0-9;:]*)(?P<between>[ $!']*)(?P<final>[@-~])"
    r"|\x1b[\]P_^X](?P<string>[^\x07\x1b]*)(?:\x07|\x1b\\)"
    r"|\x1b(?P<escape>[ -/]*[0-~])"
    r"|(?P<control>[\x00-\x1f\x7f-\x9f])"
    r"|(?P<text>[^\x00-\x1f\x7f-\x9f]+)"
)
_BEGUN = re.compile(r"\x1b(?:\[[0-?]*[ -/]*|[\]P_^X][^\x07\x1b]*\x1b?|[ -/]*)\Z")
PATIENCE = 60.0  # seconds; a busy machine is no failure
# A session's terminal is the first that its leader opens. `pty.fork` sees to that, too, but forks
# Python, which is not safe beside threads, and the process that runs tests may have some.
_OPEN = ["/bin/sh", "-c", ': <>"$0" && exec "$@"']


class Terminal:
    """Runs a command on a pseudo-terminal; `with` ends it."""

    def __init__(
        self,
        command: Sequence[str],
        env: Mapping[str, str],
        *,
        size: tuple[int, int] = (100, 30),
        folder: str | os.PathLike[str] = ".",
        stdout: int | None = None,
        stdin: int | None = None,
    ) -> None:
        """`size` is in columns and lines; `stdout` and `stdin` lead elsewhere than here."""
        self.keys = 0  # how many were pressed
        self.printed = bytearray()  # all of it
        self.closed = False  # has it let go of the terminal?
        self._drawn = 0  # bytes of what was printed that are on the screen
        self._strange: set[str] = set()
        self._rest = ""
        self._decoder = codecs.getincrementaldecoder("utf-8")("replace")
        self._resized(size)
        self._terminal, end = pty.openpty()
        self._name = os.ttyname(end)
        fcntl.ioctl(end, termios.TIOCSWINSZ, struct.pack("HHHH", size[1], size[0], 0, 0))
        self._process = subprocess.Popen(
            [*_OPEN, self._name, *command],
            stdin=end if stdin is None else stdin,
            stdout=end if stdout is None else stdout,
            stderr=end,
            cwd=folder,
            env=dict(env),
            start_new_session=True,
        )
        os.close(end)
        self.pid = self._process.pid

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._process.kill()
        self._process.send_signal(signal.SIGCONT)
        self._process.wait()
        self.hang_up()

    # ------------------------------------------------------------ what a person does

    def press(self, *names: str) -> None:
        """Press keys, one after the other, each when the screen is still."""
        for name in names:
            self.keys += 1
            code = KEYS.get(name, name)
            if name.startswith("ctrl+"):
                code = chr(ord(name[5]) & 0x1F)
            self.write(code.encode())
            self.rest(0.25 if name == "escape" else 0.05)  # else it begins the next key

    def write(self, data: bytes) -> None:
        while data:
            data = data[os.write(self._terminal, data) :]

    def resize(self, columns: int, lines: int) -> None:
        self._draw()
        self._resized((columns, lines))
        packed = struct.pack("HHHH", lines, columns, 0, 0)
        fcntl.ioctl(self._terminal, termios.TIOCSWINSZ, packed)

    def hang_up(self) -> None:
        """The connection breaks."""
        if self._terminal >= 0:
            os.close(self._terminal)
            self._terminal = -1

    def kill(self, number: signal.Signals) -> None:
        os.kill(self.pid, number)

    def wait(self, wanted: str | Callable[[str], object]) -> str:
        """Wait until a text, or something, is on the screen; the screen."""
        until = time.monotonic() + PATIENCE
        while True:
            screen = self.screen
            if wanted in screen if isinstance(wanted, str) else wanted(screen):
                return screen
            if time.monotonic() > until:
                raise AssertionError(f"{wanted} is not on the screen:\n{screen}")
            if not self._read_for(0.05) and (code := self._process.poll()) is not None:
                raise AssertionError(f"it ended with {code}:\n{screen}\n{self.painted[-2000:]!r}")

    def rest(self, seconds: float) -> None:
        """Wait until it has read what was typed, and has then been silent for so long while it had
        nothing to do; one that is kept waiting by a busy machine is silent, too."""
        until = time.monotonic() + PATIENCE
        while True:
            while self._busy:
                self.read(0.002)
                assert time.monotonic() < until, "it is never done"
            self._read_for(seconds)
            if not self._busy:
                return

    def end(self) -> int:
        """Wait for its end; the exit code, negative for a signal."""
        until = time.monotonic() + PATIENCE
        while (code := self._process.poll()) is None:
            if self._terminal >= 0:
                self._read_for(0.05)
            else:
                time.sleep(0.02)
            assert time.monotonic() < until, "it does not end"
        self._read_for(0.05)
        return code

    def stopped(self) -> None:
        """Wait until it has stopped, as by ctrl+z."""
        until = time.monotonic() + PATIENCE
        while os.waitid(os.P_PID, self.pid, os.WSTOPPED | os.WNOHANG) is None:
            self._read_for(0.02)
            assert time.monotonic() < until

    @property
    def _busy(self) -> bool:
        """Is something typed that it has not read, or does one of its threads want to go on?"""
        if self._terminal < 0 or self.closed or self._process.poll() is not None:
            return False
        return self._unread() > 0 or any(state in "RD" for state in self._states())

    def _unread(self) -> int:
        """How many bytes were typed that it has not read."""
        try:
            end = os.open(self._name, os.O_RDWR | os.O_NOCTTY | os.O_NONBLOCK)
        except OSError:  # it has let go of it
            return 0
        try:
            count: int = struct.unpack("i", fcntl.ioctl(end, termios.FIONREAD, bytes(4)))[0]
        finally:
            os.close(end)
        return count

    def _states(self) -> Iterator[str]:
        """What its threads do, where that can be seen: R for one that runs or would like to."""
        for thread in Path(f"/proc/{self.pid}/task").glob("*/stat"):
            with suppress(OSError):  # it has just ended
                yield thread.read_text().rpartition(")")[2].split()[0]

    @property
    def modes(self) -> tuple[bool, bool]:
        """Does the terminal echo, and wait for whole lines, as for a shell?"""
        flags = termios.tcgetattr(self._terminal)[3]
        return bool(flags & termios.ECHO), bool(flags & termios.ICANON)

    # ------------------------------------------------------------ what it prints

    def read(self, patience: float) -> bytes:
        """What it prints next; nothing where nothing is for so many seconds, or all has been."""
        if self._terminal < 0 or not select.select([self._terminal], [], [], patience)[0]:
            return b""
        try:
            part = os.read(self._terminal, 1 << 18)
        except OSError:  # how Linux says that the other end is closed
            part = b""
        self.closed = not part
        self.printed += part
        return part

    @property
    def painted(self) -> str:
        """All that it printed."""
        return self.printed.decode(errors="replace")

    @property
    def strange(self) -> set[str]:
        """Control sequences that it printed and that are no part of painting."""
        self._draw()
        return self._strange

    @property
    def screen(self) -> str:
        """What is to be seen."""
        self._draw()
        return "\n".join("".join(line).rstrip() for line in self._cells)

    @property
    def restored(self) -> bool:
        """Is the terminal as it was: main screen, cursor, no mouse, no brackets around pastes?"""
        painted = self.painted
        last = {
            mode: painted.rfind(f"\x1b[?{mode}h") > painted.rfind(f"\x1b[?{mode}l")
            for mode in ("1049", "1000", "1003", "2004")
        }
        hidden = painted.rfind("\x1b[?25l") > painted.rfind("\x1b[?25h")
        return not any(last.values()) and not hidden and self.modes == (True, True)

    def _resized(self, size: tuple[int, int]) -> None:
        self._size = size
        self._cells = [[" "] * size[0] for _ in range(size[1])]
        self._at = (0, 0)

    def _read_for(self, seconds: float) -> bool:
        """Read until nothing has come for so long (a cursor blinks for ever); did anything?"""
        came = False
        until = time.monotonic() + 10 * seconds
        while time.monotonic() < until and self.read(seconds):
            came = True
        return came

    def _draw(self) -> None:
        """Put what was printed on the screen, as far as it is not there yet."""
        text = self._rest + self._decoder.decode(bytes(self.printed[self._drawn :]))
        self._drawn = len(self.printed)
        begun = _BEGUN.search(text)
        cut = begun.start() if begun else len(text)
        self._rest = text[cut:]
        for piece in _PIECE.finditer(text[:cut]):
            self._obey(piece)

    def _obey(self, piece: re.Match[str]) -> None:
        column, line = self._at
        columns, lines = self._size
        if (text := piece["text"]) is not None:
            for char in text:
                width = cell_len(char)
                if width and column + width <= columns and line < lines:
                    self._cells[line][column : column + width] = [char, *[""] * (width - 1)]
                elif not width and 0 < column <= columns and line < lines:
                    self._cells[line][column - 1] += char
                column += width
            self._at = (column, line)
        elif piece["final"] == "H" and not piece["private"]:
            numbers = [int(number or 1) for number in f"{piece['numbers']};1".split(";")[:2]]
            self._at = (numbers[1] - 1, numbers[0] - 1)
        elif piece["final"] == "J" or piece[0] == "\x1b[?1049h":
            self._resized(self._size)
        elif piece["control"] == "\r":
            self._at = (0, line)
        elif piece["control"] == "\n":
            self._at = (column, min(line + 1, lines - 1))
        elif not (piece["final"] == "m" and not piece["private"]):
            self._strange.add(piece[0])


def env(**more: str) -> dict[str, str]:
    """The environment here, of a terminal that takes UTF-8, and what else is told."""
    return {**os.environ, "LANG": "C.UTF-8", "LC_ALL": "C.UTF-8", **more}


def carrel(*arguments: str) -> list[str]:
    """The command that runs it."""
    return [sys.executable, "-m", "carrel", *arguments]


def run_on_a_terminal(
    command: Sequence[str],
    env: Mapping[str, str],
    folder: str | os.PathLike[str],
    *,
    size: tuple[int, int] = (80, 24),
    act: Callable[[Terminal, bytes], bool] | None = None,
    patience: float = PATIENCE,
) -> tuple[int, bytes]:
    """Run a command to its end; after `patience` seconds without a word it is killed.

    `act(terminal, printed)` is called when something was printed, until it returns True. Returns
    the exit code (negative: the signal that ended it) and all that was printed.
    """
    with Terminal(command, env, size=size, folder=folder) as terminal:
        deadline = time.monotonic() + patience
        while not terminal.closed:
            if terminal.read(0.1):
                deadline = time.monotonic() + patience
                if act and act(terminal, bytes(terminal.printed)):
                    act = None
            elif time.monotonic() > deadline:
                terminal.kill(signal.SIGKILL)
        return terminal.end(), bytes(terminal.printed)
