"""`carrel pick` on a real terminal, its output in a pipe, as an editor or a script reads it."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest

if sys.platform == "win32":
    pytest.skip("needs a POSIX terminal", allow_module_level=True)

from tests.terminal import Terminal, carrel


def picked(arguments: Sequence[str], keys: Sequence[str], wait: str = "5") -> tuple[int, str]:
    """The exit code and the output of `carrel pick` after some keys."""
    out, into = os.pipe()
    env = {**os.environ, "LC_ALL": "C.UTF-8"}
    with Terminal(carrel("pick", *arguments), env, stdout=into) as terminal:
        os.close(into)
        terminal.wait(wait)
        terminal.press(*keys)
        code = terminal.end()
        assert terminal.restored
    with open(out, encoding="utf-8") as pipe:
        return code, pipe.read()


def test_what_is_chosen_is_printed_and_nothing_else(few: Path) -> None:
    source = str(few)
    assert picked([source, "--style", "citekey"], [*"kettle", "enter"], "5 papers") == (
        0,
        "rowan2024quantised\n",
    )
    assert picked([source, "-q", "kettle", "--style", "cite"], ["enter"], "1 of 5") == (
        0,
        "\\cite{rowan2024quantised}\n",
    )
    code, out = picked(
        ["--multi", "--style", "bibtex", source], ["down", "space", "space", "enter"]
    )
    assert (code, out.count("@")) == (0, 2)
    assert out.index("quill2025pruned") < out.index("rowan2024quantised")
    # Of one only, space selects none; and a paper may be read before it is chosen.
    code, out = picked([source, "--style", "title"], ["down", "space", "j", "z", "enter"])
    assert (code, out) == (0, "A Quantised Kettle\n")


@pytest.mark.parametrize("closed", ["<&-", "2>&-"])
def test_one_who_has_closed_what_is_not_the_output_is_asked_all_the_same(
    few: Path, closed: str
) -> None:
    command = ["/bin/sh", "-c", f'exec "$@" {closed}', "sh"]
    command += carrel("pick", str(few), "--style", "citekey")
    with Terminal(command, {**os.environ, "LC_ALL": "C.UTF-8"}) as terminal:
        terminal.wait("5 papers")
        terminal.press(*"kettle", "enter")
        assert terminal.end() == 0
        assert terminal.restored
        assert "rowan2024quantised" in terminal.painted


def test_tab_selects_while_typing_where_it_completes_nothing(few: Path) -> None:
    several = ["--multi", "--style", "title", str(few)]
    keys = [*"rowan", "tab", "tab", "enter"]
    code, out = picked(several, keys)
    assert (code, set(out.splitlines())) == (
        0,
        {"Pruned Rivers: Sparse Attention for Streams", "A Quantised Kettle"},
    )
    keys = [*"author:voss", "tab", "tab", "ctrl+u", *"undated", "down", "tab", "enter"]
    code, out = picked(several, keys)
    assert (code, set(out.splitlines())) == (0, {"A Quantised Kettle", "An Undated Draft"})


def test_enter_chooses_of_what_was_typed_before_it(few: Path) -> None:
    """Though it comes in one piece, before what searching needs is loaded."""
    assert picked([str(few), "--style", "citekey"], ["kettle\r"]) == (0, "rowan2024quantised\n")


@pytest.mark.parametrize("keys", [["escape"], ["k", "escape"], ["down", "j", "q"], ["ctrl+c"]])
def test_leaving_without_a_choice(few: Path, keys: Sequence[str]) -> None:
    assert picked([str(few)], keys) == (130, "")


def test_nothing_can_be_chosen_where_nothing_is_found(few: Path) -> None:
    assert picked([str(few)], [*"zzzyx", "enter", "escape"], "5 papers") == (130, "")


def test_while_papers_are_waited_for_escape_leaves_and_that_is_said(few: Path) -> None:
    env = {**os.environ, "LC_ALL": "C.UTF-8"}
    reads, writes = os.pipe()
    with Terminal(carrel("pick", "-"), env, stdin=reads) as terminal:
        assert "esc stop" not in terminal.wait("Reading …  0 records")
        terminal.press("enter")
        terminal.wait("Still reading; escape leaves")
        terminal.press("escape")
        assert terminal.end() == 130
    os.close(reads)
    os.close(writes)


def test_who_is_asked_for_a_paper_is_not_told_how_to_open_some(few: Path) -> None:
    with Terminal(carrel("pick", str(few)), {**os.environ, "LC_ALL": "C.UTF-8"}) as terminal:
        assert "To open your own" not in terminal.wait("Pruned Rivers")
        terminal.press("escape")
        assert terminal.end() == 130


def test_how_to_choose_several_is_told(few: Path) -> None:
    env = {**os.environ, "LC_ALL": "C.UTF-8", "COLUMNS": "60", "LINES": "20"}
    with Terminal(carrel("pick", "--multi", str(few)), env, size=(60, 20)) as terminal:
        terminal.wait("tab select")
        terminal.press("down")
        terminal.wait("space select")
        terminal.press("escape")
        assert terminal.end() == 130


def test_what_is_wrong_is_said_before_the_screen_opens(few: Path) -> None:
    with Terminal(carrel("pick", str(few), "--style", "nonsense"), dict(os.environ)) as terminal:
        assert terminal.end() == 2
        assert "no style or format “nonsense”" in terminal.painted
        assert ", cite, citekey," in terminal.painted
        assert "\x1b[?1049h" not in terminal.painted
