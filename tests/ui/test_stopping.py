"""To the shell and back: stopped by a key, by a signal, at any moment."""

from __future__ import annotations

import signal
import sys
from functools import partial
from pathlib import Path

import pytest

if sys.platform == "win32":
    pytest.skip("needs a POSIX terminal", allow_module_level=True)

from tests.terminal import Terminal, carrel, env
from tests.ui.papers import stored


@pytest.mark.parametrize(
    ("opens", "shown"), [("t", "Tags"), ("?", "type to search"), ("ctrl+p", "Search for commands")]
)
def test_to_the_shell_from_a_dialog(few: Path, opens: str, shown: str) -> None:
    with Terminal(carrel(str(few)), env()) as terminal:
        terminal.wait("5 papers")
        terminal.press(opens)
        terminal.wait(shown)
        terminal.press("ctrl+z")
        terminal.stopped()
        assert terminal.restored
        terminal.kill(signal.SIGCONT)
        terminal.press("escape", "f", "q")
        assert terminal.end() == 0
    assert len(stored()) == 1


_STOPPED_IN_A_FRAME = """
import os, signal, sys
from textual.app import App
from carrel.__main__ import main

end = App._end_update

def stop(app):
    if len(app.screen_stack) > 1:
        App._end_update = end
        os.kill(os.getpid(), signal.SIGTSTP)
    end(app)

App._end_update = stop
sys.exit(main())
"""


def test_stopped_while_a_frame_is_written_it_leaves_the_terminal(few: Path) -> None:
    with Terminal([sys.executable, "-c", _STOPPED_IN_A_FRAME, str(few)], env()) as terminal:
        terminal.wait("5 papers")
        terminal.write(b"\x1b[?2026;2$y")  # frames can be held back until they are whole
        terminal.press("t")
        terminal.stopped()
        assert terminal.restored
        terminal.kill(signal.SIGCONT)
        terminal.wait("Tags")
        terminal.press("escape", "q")
        assert terminal.end() == 0


def test_to_the_shell_and_back(few: Path) -> None:
    with Terminal(carrel(str(few)), env()) as terminal:
        terminal.wait("5 papers")
        terminal.press("f", "ctrl+z")
        terminal.stopped()
        assert terminal.restored
        terminal.resize(60, 20)
        terminal.kill(signal.SIGCONT)
        terminal.press("j", "f")
        terminal.wait(lambda screen: screen.count("★") >= 2)
        terminal.press("q")
        assert terminal.end() == 0
    assert len(stored()) == 2


def test_stopped_and_continued_from_outside_it_goes_on(few: Path) -> None:
    with Terminal(carrel(str(few)), env()) as terminal:
        terminal.wait("5 papers")
        for times in range(2, 6):
            terminal.kill(signal.SIGSTOP)
            terminal.stopped()
            terminal.kill(signal.SIGCONT)
            terminal.wait(partial(_taken, terminal, times))
        terminal.press("f", "j", "f")
        terminal.wait(lambda screen: screen.count("★") >= 2)
        terminal.press("q")
        assert terminal.end() == 0
        assert terminal.restored
    assert len(stored()) == 2


def _taken(terminal: Terminal, times: int, _: str) -> bool:
    """Was the terminal taken so often?"""
    return terminal.painted.count("\x1b[?1049h") >= times


@pytest.mark.parametrize("how", ["by a key", "from outside"])
def test_back_from_the_shell_all_is_painted_again(few: Path, how: str) -> None:
    with Terminal(carrel(str(few)), env()) as terminal:
        terminal.wait("5 papers")
        terminal.press("escape")
        before = terminal.wait(lambda screen: "filters as you type" not in screen)
        if how == "by a key":
            terminal.press("ctrl+z")
        else:
            terminal.kill(signal.SIGSTOP)
        terminal.stopped()
        terminal.kill(signal.SIGCONT)
        terminal.wait(partial(_taken, terminal, 2))
        terminal.wait(before)
        terminal.press("q")
        assert terminal.end() == 0


_STOPPED_WHILE_IT_LEAVES = """
import os, signal, sys
from carrel.__main__ import main
from carrel.ui.app import Carrel

exit = Carrel.exit

def stop(app, *result):
    exit(app, *result)
    os.kill(os.getpid(), signal.SIGTSTP)
    os.kill(os.getpid(), signal.SIGCONT)

Carrel.exit = stop
sys.exit(main())
"""


def test_who_is_leaving_does_not_come_back_for_a_signal(few: Path) -> None:
    with Terminal([sys.executable, "-c", _STOPPED_WHILE_IT_LEAVES, str(few)], env()) as terminal:
        terminal.wait("5 papers")
        terminal.press("q")
        assert terminal.end() == 0
        assert terminal.restored
