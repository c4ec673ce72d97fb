"""A crash, should there be one: the terminal is restored, nothing is lost, a report says where."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from contextlib import suppress
from pathlib import Path

import pytest

if sys.platform == "win32":
    pytest.skip("needs a POSIX terminal", allow_module_level=True)

from textual.worker import WorkerFailed

from carrel.annotations import Annotations, annotations_path
from carrel.ui.crash import report
from tests.terminal import Terminal, carrel
from tests.ui.papers import FEW, many, write

LIMIT = (
    "import resource, signal, sys, os;"
    "signal.signal(signal.SIGXFSZ, signal.SIG_IGN);"
    "resource.setrlimit(resource.RLIMIT_FSIZE, (64, resource.RLIM_INFINITY));"
    "os.execv(sys.executable, [sys.executable, *sys.argv[1:]])"
)
RIVERS = str(FEW[0]["title"])


def test_a_crash_leaves_a_report_without_a_word_of_a_paper(few: Path, tmp_path: Path) -> None:
    # A mistake put into the program: sorting raises, with a paper's title in its message.
    (tmp_path / "sitecustomize.py").write_text(
        "import carrel.ui.finding as finding\n"
        "def broken(self):\n"
        f"    title = {RIVERS!r}\n"
        "    raise KeyError(title)\n"
        "finding.Finding.choose_sort = broken\n"
    )
    env = {**os.environ, "LC_ALL": "C.UTF-8", "PYTHONPATH": str(tmp_path)}
    with Terminal(carrel(str(few)), env) as terminal:
        terminal.wait("5 papers")
        terminal.press("f", "j", "/", "r", "escape", "escape", "s")
        assert terminal.end() == 2
        assert terminal.restored
        after = terminal.painted.rpartition("\x1b[?1049l")[2]
    assert "a mistake in carrel has ended it (KeyError)" in after
    assert "Stars, tags and notes are saved." in after
    (report,) = (tmp_path / "data").glob("crash-*.txt")
    text = report.read_text()
    assert "textual 8" in text
    assert "LC_ALL=C.UTF-8" in text
    commands = _commands(text)
    assert commands[:4] == ["star", "down", "filter", "clear_filter"]
    assert commands[-1] == "sort"
    assert "r" not in commands
    assert "KeyError" in text
    assert "Rivers" not in text + after
    assert [paper.title for paper in Annotations(annotations_path()).stored()] == [RIVERS]


def test_a_report_says_where_a_worker_failed() -> None:
    with pytest.raises(ZeroDivisionError) as error:
        divmod(1, len([]))
    text = report(WorkerFailed(error.value), (), (80, 24))
    assert "textual.worker.WorkerFailed, at" in text
    assert "test_trust.py:" in text.partition("builtins.ZeroDivisionError, at\n")[2]


def test_it_can_be_left_while_sources_are_read(tmp_path: Path) -> None:
    large = write(tmp_path / "large.jsonl", many(30_000))
    with Terminal(carrel(str(large)), {**os.environ, "LC_ALL": "C.UTF-8"}) as terminal:
        terminal.wait(lambda screen: "Reading" in terminal.painted)
        terminal.press("q")
        assert terminal.end() == 0
        assert terminal.restored
        assert "mistake" not in terminal.painted


def _commands(report: str) -> list[str]:
    """What was done last, as a report tells it."""
    return report.partition("the end:\n")[2].partition("\n\n")[0].split()


def test_a_full_disk_is_said_and_told_again_on_leaving(few: Path, tmp_path: Path) -> None:
    """No file may grow over some bytes: as on a full disk, a write fails half-way."""
    limited = [
        sys.executable,
        "-c",
        LIMIT,
        *carrel(str(few))[1:],
    ]
    env = {**os.environ, "LC_ALL": "C.UTF-8"}
    with Terminal(limited, env) as terminal:
        terminal.wait("5 papers")
        terminal.press("f")
        terminal.wait("Not saved")
        terminal.press("j", "f")
        terminal.wait(lambda screen: screen.count("★") >= 2)
        terminal.press("q")
        assert terminal.end() == 1
        assert terminal.restored
        after = terminal.painted.rpartition("\x1b[?1049l")[2]
    assert "Not on disk" in after
    assert f"Starred: {RIVERS}" in after
    assert not list(Annotations(annotations_path()).stored())


def _last_words(terminal: Terminal) -> str:
    """What is said once the screen is gone; the program's own end may come before."""
    while not terminal.closed:
        terminal.read(1)
    assert terminal.restored
    return terminal.painted.rpartition("\x1b[?25h")[2]


def test_a_file_of_the_cache_that_is_cut_short_while_it_is_mapped(
    few: Path, tmp_path: Path
) -> None:
    (tmp_path / "sitecustomize.py").write_text(
        "import carrel.library.opening\n"
        "import sys; sys.modules['carrel.library.opening'].SMALL = 0\n"
    )
    env = {**os.environ, "LC_ALL": "C.UTF-8", "PYTHONPATH": str(tmp_path)}
    # What is in the cache before is mapped as soon as it is shown.
    subprocess.run(carrel("list", str(few)), env=env, stdout=subprocess.DEVNULL, check=True)
    with Terminal(carrel(str(few)), env) as terminal:
        terminal.wait("5 papers")
        terminal.press("f")
        terminal.wait("Starred")
        while not terminal.closed:  # again, if it was found out and the file was made anew
            for file in (tmp_path / "cache").glob("*.library"):
                os.truncate(file, 0)
            with suppress(OSError):
                terminal.press("/", "a", "escape")
        assert terminal.end() == -signal.SIGBUS
        after = _last_words(terminal)
    (report,) = (tmp_path / "data").glob("crash-*.txt")
    text = report.read_text()
    assert "Bus error" in text
    assert "textual 8" in text
    assert "LC_ALL=C.UTF-8" in text
    commands = _commands(text)
    assert commands[:2] == ["star", "filter"]
    assert "a" not in commands
    assert f"The report is {report}" in after
    assert "was cut short while it was open" in after
    assert "Stars, tags and notes that it had shown as saved are saved." in after
    assert [paper.title for paper in Annotations(annotations_path()).stored()] == [RIVERS]


def test_the_terminal_is_put_back_even_after_kill_9(few: Path) -> None:
    with Terminal(carrel(str(few)), {**os.environ, "LC_ALL": "C.UTF-8"}) as terminal:
        terminal.wait("5 papers")
        terminal.kill(signal.SIGKILL)
        assert terminal.end() == -signal.SIGKILL
        assert "carrel: it was killed" in _last_words(terminal)
