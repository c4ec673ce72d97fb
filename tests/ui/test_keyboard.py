"""Keys that arrive faster than what they ask for is done."""

from __future__ import annotations

from pathlib import Path

import pytest

from carrel.settings import Settings
from carrel.ui.browse import Browse
from carrel.ui.completion import Offer
from carrel.ui.filter_line import LONGEST
from carrel.ui.views import View
from tests.ui.papers import FEW
from tests.ui.screen import PATIENCE, Screen, running


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


async def test_what_was_just_kept_of_papers_is_found(few: Path) -> None:
    async with running(few) as screen:
        await at_once(screen, *"fjfjfjf/is:fav", "enter")
        assert len(screen.titles) == 4
        await at_once(screen, "escape", *"gfjf/-is:fav")
        assert len(screen.titles) == 3


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


async def test_of_letters_that_come_at_once_the_last_is_searched_for(
    few: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shown: list[str] = []
    show = Browse.show

    def watched(browse: Browse, view: View, keep: str = "", line: int | None = None) -> None:
        shown.append(browse.finding.text)
        show(browse, view, keep, line)

    async with running(few) as screen:
        await screen.press("slash")
        monkeypatch.setattr("carrel.ui.finding._PAUSE", PATIENCE)  # they come slowly to a busy one
        monkeypatch.setattr(Browse, "show", watched)
        await at_once(screen, *"kettle")
        assert shown == ["kettle"]
        assert screen.titles == ["A Quantised Kettle"]


async def test_letters_that_wait_are_written_together_up_to_the_next_key(few: Path) -> None:
    written: list[str] = []

    def write(text: str) -> None:
        written.append(text)

    async with running(few) as screen:
        await screen.press("slash")
        screen.app.watch(screen.browse.filter_line.input, "value", write, init=False)
        await at_once(screen, *"kettle o", "backspace", *"quantised", "enter", *"eSee 4", "escape")
        assert written == ["k", "kettle o", "kettle ", "kettle quantised"]
        assert screen.said("A Quantised Kettle") == (False, (), "See 4", False)


async def test_of_more_letters_than_there_is_room_for_the_first_are_written(few: Path) -> None:
    async with running(few) as screen:
        await at_once(screen, "slash", *("kettle " * LONGEST))
        assert screen.browse.filter_line.input.value == ("kettle " * LONGEST)[:LONGEST]


async def test_of_letters_that_come_at_once_the_last_is_completed(few: Path) -> None:
    async with running(few) as screen:
        await screen.press("slash")
        line = screen.browse.filter_line
        complete, asked = line.complete, []

        def watched(text: str, cursor: int, offered: bool) -> Offer | None:
            asked.append(text)
            return complete(text, cursor, offered)

        line.complete = watched
        await at_once(screen, *"year:20")
        assert set(asked) == {"year:20"}
        assert "year:2025" in screen.text  # offered


async def test_a_letter_for_which_there_is_no_room_does_not_keep_the_search_waiting(
    few: Path,
) -> None:
    async with running(few) as screen:
        await screen.press("slash")
        screen.browse.filter_line.set_text(" " * (LONGEST - 6))
        await at_once(screen, *"kettles")
        assert screen.browse.filter_line.input.value.strip() == "kettle"
        assert screen.titles == ["A Quantised Kettle"]


async def test_the_words_gone_to_are_those_of_the_paper_that_is_at_the_cursor_now(
    few: Path,
) -> None:
    async with running(few, size=(200, 50)) as screen:
        await screen.press("slash")
        await screen.type("attention")
        await screen.press("enter", "n")
        assert "1 of 3" in screen.lines[-1]
        screen.browse.finding.clear()  # the list is there; the paper is painted after it
        screen.browse.reading.go_to_match(1)
        await screen.settle()
        assert "The filter found no words here" in screen.lines[-1]


async def test_ctrl_c_tells_how_to_leave(few: Path) -> None:
    async with running(few) as screen:
        await screen.press("ctrl+c")
        assert screen.lines[-1].rstrip() == " q leaves"
        await screen.press("slash", "ctrl+c")
        assert screen.lines[-1].rstrip() == " q leaves"
    own = Settings(keymap={"quit": "x"})
    async with running(few, settings=own) as screen:
        await screen.press("ctrl+c")
        assert screen.lines[-1].rstrip() == " x leaves"
