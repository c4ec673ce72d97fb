"""Papers that come through a pipe, on a real terminal."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

if sys.platform == "win32":
    pytest.skip("needs a POSIX terminal", allow_module_level=True)

from tests.terminal import Terminal, carrel, env
from tests.ui.papers import RIVERS, many, stored, write


def test_papers_from_a_pipe_and_keys_from_the_terminal(few: Path) -> None:
    source = os.open(few, os.O_RDONLY)
    with Terminal(carrel("-"), env(), stdin=source) as terminal:
        terminal.wait("5 papers")
        terminal.press("f", "q")
        assert terminal.end() == 0
        assert terminal.restored
    os.close(source)
    assert stored()[RIVERS][0]


def test_what_came_through_a_pipe_is_called_so_and_not_offered_to_be_opened(
    few: Path, tmp_path: Path
) -> None:
    """Each paper stands there twice."""
    (tmp_path / "twice.jsonl").write_bytes(2 * few.read_bytes())
    source = os.open(tmp_path / "twice.jsonl", os.O_RDONLY)
    with Terminal(carrel("-"), env(), stdin=source) as terminal:
        terminal.wait("5 papers")
        terminal.press("v")
        terminal.wait("This was read from standard input; there is no file to open")
        terminal.press("z")
        terminal.wait("standard input:6")
        terminal.press("q")
        assert terminal.end() == 0
    os.close(source)


def test_the_screen_does_not_wait_for_who_writes_into_a_pipe(few: Path) -> None:
    reads, writes = os.pipe()
    with Terminal(carrel("-"), env(), stdin=reads) as terminal:
        terminal.wait("Reading …  0 records   esc stop")
        os.write(writes, few.read_bytes()[:100])
        terminal.press("escape")
        terminal.wait("Stopped before any paper was read.")
        terminal.press("f5")
        terminal.wait("esc stop")
        os.write(writes, few.read_bytes()[100:])
        os.close(writes)
        terminal.wait("5 papers")
        terminal.press("f", "q")
        assert terminal.end() == 0
        assert terminal.restored
    os.close(reads)
    assert stored()[RIVERS][0]


def test_who_pipes_papers_in_and_does_not_name_them_is_told(few: Path) -> None:
    source = os.open(few, os.O_RDONLY)
    with Terminal(carrel(), env(), stdin=source) as terminal:
        terminal.wait("Standard input was not read; carrel - reads it")
        terminal.press("q")
        assert terminal.end() == 0
    os.close(source)
    nothing = os.open(os.devnull, os.O_RDONLY)
    with Terminal(carrel(), env(), stdin=nothing) as terminal:
        terminal.wait("? help")
        assert "Standard input" not in terminal.painted
        terminal.press("q")
        assert terminal.end() == 0
    os.close(nothing)


@pytest.mark.parametrize("papers", [5, 5_000])
def test_a_pipe_into_which_nobody_writes_holds_nothing_up(tmp_path: Path, papers: int) -> None:
    """Nor beside a source that is large enough to be kept in the cache."""
    os.mkfifo(tmp_path / "slow")
    source = write(tmp_path / "papers.jsonl", many(papers))
    with Terminal(carrel(str(tmp_path / "slow"), str(source)), env()) as terminal:
        terminal.wait("? help")
        terminal.press("?")
        terminal.wait("Keys")
        terminal.press("escape")
        terminal.wait("Reading …  0 records   esc stop")
        terminal.press("escape")
        terminal.wait("Stopped before any paper was read.")
        terminal.wait(lambda screen: "esc stop" not in screen)
        terminal.press("f5")
        terminal.wait("esc stop")
        terminal.wait(lambda screen: "Stopped before" not in screen)
        terminal.press("q")
        assert terminal.end() == 0
        assert terminal.restored
