"""A job of a shell: stopped and continued from outside, in the foreground and in the background."""

from __future__ import annotations

import os
import select
import shlex
import signal
import sys
import time
from pathlib import Path
from typing import Self

import pytest

if sys.platform != "linux":
    pytest.skip("what the job does is looked up in /proc", allow_module_level=True)

from tests.terminal import PATIENCE, Terminal, carrel
from tests.ui.test_terminal import RIVERS, env, stored


class Job:
    """carrel, started from a shell that can stop and continue it; `with` ends both."""

    def __init__(self, few: Path) -> None:
        os.mkfifo(few.parent / "runs")
        self._runs = os.open(few.parent / "runs", os.O_RDONLY | os.O_NONBLOCK)
        self.terminal = Terminal(["bash", "--norc", "--noprofile", "-i"], env(PS1="$ "))
        self.terminal.wait("$")
        line = f"sh -c 'echo $$ >&3; exec \"$@\"' - {shlex.join(carrel(str(few)))}"
        self.terminal.write(f"{line} 3>{shlex.quote(str(few.parent / 'runs'))}\n".encode())
        self.terminal.wait("5 papers")
        self.pid = int(os.read(self._runs, 99))

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        if not self._ended(0):
            os.killpg(self.pid, signal.SIGKILL)
        self.terminal.__exit__()
        os.close(self._runs)

    def kill(self, number: signal.Signals) -> None:
        os.killpg(self.pid, number)

    def stopped(self) -> None:
        """Wait until it is stopped, and the shell has the terminal."""
        until = time.monotonic() + PATIENCE
        stat = Path(f"/proc/{self.pid}/stat")
        while (
            stat.read_text().rpartition(")")[2].split()[0] != "T"
            or self.terminal.foreground == self.pid
        ):
            self.terminal.read(0.02)
            assert time.monotonic() < until

    def foreground(self) -> None:
        """Let the shell have it again in the foreground."""
        before = self.terminal.painted.count("\x1b[?1049h")
        self.terminal.write(b"fg\n")
        self.terminal.wait(lambda screen: self.terminal.painted.count("\x1b[?1049h") > before)
        self.terminal.wait("5 papers")

    def end(self) -> None:
        """Wait until nothing of it runs any more."""
        assert self._ended(PATIENCE), "it does not end"

    def _ended(self, patience: float) -> bool:
        until = time.monotonic() + patience
        while not select.select([self._runs], [], [], 0)[0]:
            if time.monotonic() > until:
                return False
            if not self.terminal.read(0.05):
                time.sleep(0.05)
        return True


def test_stopped_and_continued_from_outside_it_goes_on(few: Path) -> None:
    with Job(few) as job:
        for _ in range(4):
            job.kill(signal.SIGSTOP)
            job.stopped()
            job.foreground()
        job.terminal.resize(60, 20)
        job.terminal.wait("? help")  # which the wider screen has farther right
        job.terminal.press("f", "j", "f")
        job.terminal.wait(lambda screen: screen.count("★") >= 2)
        job.terminal.press("ctrl+z")
        job.stopped()
        job.foreground()
        job.terminal.press("q")
        job.end()
    assert len(stored()) == 2


@pytest.mark.parametrize("key", ["", "ctrl+z"])
def test_stopped_and_continued_in_the_background_it_ends_with_its_terminal(
    few: Path, key: str
) -> None:
    with Job(few) as job:
        job.terminal.press("f")
        job.terminal.wait("Starred")
        if key:
            job.terminal.press(key)
        else:
            job.kill(signal.SIGSTOP)
        job.stopped()
        for _ in range(5):
            job.kill(signal.SIGCONT)
            job.stopped()
        job.terminal.hang_up()
        job.end()
    assert stored() == {RIVERS: (True, "")}
