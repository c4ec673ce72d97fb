"""What is painted of what has changed: with what was there before, the whole screen."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

if sys.platform == "win32":
    pytest.skip("needs a POSIX terminal", allow_module_level=True)

from tests.terminal import Terminal, carrel, env
from tests.ui.papers import FEW, hostile, write

# Keys after which something is in front of something else, beside it, or gone from there.
STATES = (
    ("/",), ("r",), ("i", "v"), ("ctrl+u",), tuple("title"), (":",), tuple("x y:"), ("ctrl+u",),
    ("escape",), ("escape",), ("j", "j"), ("s",), ("space", "space"), ("t",), ("a", "b"),
    ("enter",), ("b",), ("j",), ("b",), ("e",), ("w", "o"), ("escape",), ("Y",), ("j",),
    ("escape",), ("?",), ("f", "i"), ("escape",), ("z",), ("J",), ("z",), ("end",), ("home",),
)  # fmt: skip


@pytest.mark.parametrize("size", [(200, 50), (100, 30), (60, 20)])
def test_what_is_painted_in_parts_is_the_whole(tmp_path: Path, size: tuple[int, int]) -> None:
    # But for letters of several characters, of which the terminal here makes several letters.
    papers = [*FEW, *(paper for paper in hostile() if "\u200d" not in str(paper["title"]))]
    source = write(tmp_path / "papers.jsonl", papers)
    with Terminal(carrel(str(source)), env(), size=size) as terminal:
        terminal.wait("papers")
        screens = set()
        for keys in STATES:
            terminal.press(*keys)
            in_parts = _still(terminal)
            terminal.press("ctrl+l")
            assert _still(terminal) == in_parts, keys
            screens.add(in_parts)
        assert len(screens) > len(STATES) / 2  # each key has done something


def _still(terminal: Terminal) -> str:
    """The screen, when nothing has come for a while; without its last line, where what is said goes
    by itself."""
    terminal.rest(0.3)
    return terminal.screen.rpartition("\n")[0]
