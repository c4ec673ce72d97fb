"""Running the program on a pseudo-terminal, as a person does."""

from __future__ import annotations

import fcntl
import os
import pty
import select
import signal
import struct
import sys
import termios
import time
from collections.abc import Callable, Sequence


def on_a_terminal(
    command: Sequence[str],
    env: dict[str, str],
    folder: str,
    *,
    size: tuple[int, int] = (80, 24),
    act: Callable[[int, bytes], bool] | None = None,
    patience: float = 60,
) -> tuple[int, bytes]:
    """Run a command to its end on a terminal of so many columns and lines.

    `act(terminal, seen)` is called when something was printed, until it returns True. Returns the
    exit code (negative: the signal that ended it) and all that was printed.
    """
    pid, terminal = pty.fork()
    if pid == 0:
        os.chdir(folder)
        os.execvpe(command[0], list(command), env)
    fcntl.ioctl(terminal, termios.TIOCSWINSZ, struct.pack("HHHH", size[1], size[0], 0, 0))
    seen = b""
    deadline = time.monotonic() + patience
    while True:
        ready, _, _ = select.select([terminal], [], [], 0.1)
        if ready:
            try:
                part = os.read(terminal, 1 << 16)
            except OSError:  # how Linux says that the other end is closed
                break
            if not part:
                break
            seen += part
            if act and act(terminal, seen):
                act = None
        elif time.monotonic() > deadline:
            os.kill(pid, signal.SIGKILL)
            sys.stderr.write(f"gave up on {command}\n")
    _, status = os.waitpid(pid, 0)
    os.close(terminal)
    return os.waitstatus_to_exitcode(status), seen
