"""Keys that arrive faster than what they ask for is done."""

from __future__ import annotations

import json
import os
from pathlib import Path

from tests.terminal import Terminal, carrel
from tests.ui.papers import FEW
from tests.ui.screen import Screen, running


async def at_once(screen: Screen, *keys: str) -> None:
    """Press keys as a terminal hands them over that has them all at once."""
    screen.hand_over(*keys)
    await screen.settle()


async def test_what_is_typed_ahead_goes_where_the_key_before_it_leads(few: Path) -> None:
    async with running(few) as screen:
        await at_once(screen, *"/kettle")
        assert screen.browse.filter_line.input.value == "kettle"
        assert screen.titles == ["A Quantised Kettle"]
        await at_once(screen, "enter", *"tread later", "enter", "escape", "G", "f")
        assert screen.said("A Quantised Kettle") == (False, ("read later",), "", False)
        assert len(screen.titles) == len(FEW)
        assert screen.said(screen.title) == (True, (), "", False)


async def test_keys_that_open_and_close_keep_their_order(few: Path) -> None:
    async with running(few) as screen:
        await at_once(
            screen,
            "?",
            "escape",
            "Y",
            "escape",
            *"/weights",
            "enter",
            *"eSee page 4",
            "escape",
            "f",
        )
        assert screen.said("Müller Weights and their Gradients") == (True, (), "See page 4", False)


def test_keys_typed_ahead_are_kept_and_what_else_a_terminal_sends_does_nothing(
    few: Path, tmp_path: Path
) -> None:
    black = b"\x1b]11;rgb:0000/0000/0000\x1b\\\x1b[?62;22c"
    with Terminal(carrel(str(few)), os.environ) as terminal:
        terminal.write(b"/kettle\n")  # before it has begun
        terminal.wait(lambda screen: "\x1b]11;?" in terminal.painted)
        terminal.write(b"/stre" + black + b"ams\r")
        terminal.wait("/ kettlestreams")
        terminal.press("escape")
        terminal.wait("5 papers")
        for piece in (black, black[:9], black[9:], b"\xe9", b"\x1b[99999999999999;1u"):
            terminal.write(piece)
            terminal.press("G", "g")
        terminal.press("f")
        terminal.wait("Starred")
        terminal.press("q")
        assert terminal.end() == 0
    kept = json.loads((tmp_path / "data/annotations.json").read_text())["papers"]
    assert [set(said) & {"favourite", "read", "tags"} for said in kept.values()] == [{"favourite"}]
