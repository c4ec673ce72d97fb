"""Searches that are saved: their names, and what becomes of them."""

from __future__ import annotations

import json
from pathlib import Path

from textual import events

from carrel.memory import Memory, Remembered
from tests.ui.screen import WIDE, running


async def test_a_search_is_saved_renamed_chosen_and_forgotten(few: Path) -> None:
    async with running(few, size=WIDE) as screen:
        await screen.press("slash")
        await screen.type("year:2024")
        await screen.press("enter", "ctrl+s")
        await screen.type("Last")
        await screen.press("enter", "escape")
        assert screen.app.memory.now.searches == {"Last": "year:2024"}
        await screen.press("b", "g")
        await screen.press("enter")
        assert screen.browse.filter_line.input.value == "year:2024"
        assert len(screen.titles) == 2
        await screen.press("R", *"Older", "enter")
        assert screen.app.memory.now.searches == {"Older": "year:2024"}
        await screen.press("D", "y")
        assert screen.app.memory.now.searches == {}


async def test_a_saved_search_is_replaced_only_when_one_says_yes(few: Path) -> None:
    searches = {"Both": "is:fav", "Last": "year:2023"}
    memory = Memory()
    memory.now = Remembered(searches=searches)
    async with running(few, memory=memory, query="year:2024") as screen:
        save = ("ctrl+s", *"Last", "enter")
        await screen.press(*save)
        assert "“Last” is the search year:2023 now. Replace it?" in screen.words
        await screen.press("n")
        assert memory.now.searches == searches
        await screen.press(*save, "y")
        assert memory.now.searches == {"Both": "is:fav", "Last": "year:2024"}
        await screen.press(*save)
        assert "Saved as “Last”" in screen.text
        await screen.press("b", "g", "j", "R", *"Both", "enter", "n")
        assert len(memory.now.searches) == 2


async def test_a_search_that_cannot_be_kept_is_not_said_to_be_saved(
    few: Path, tmp_path: Path
) -> None:
    (tmp_path / "full").write_text("in the way")
    memory = Memory(tmp_path / "full" / "memory.json")
    async with running(few, memory=memory, query="year:2024", size=WIDE) as screen:
        await screen.press("ctrl+s", *"Last", "enter")
        await screen.settle()
        assert "Not saved, but kept and tried again:" in screen.text
        assert "Saved as" not in screen.text
        (tmp_path / "full").unlink()
        await screen.press("ctrl+s", "ctrl+u", *"Again", "enter")
        await screen.settle()
        assert "Saved as “Again”" in screen.text
    assert Memory(memory.path).now.searches == {"Last": "year:2024", "Again": "year:2024"}


async def test_a_search_without_a_name_is_called_as_it_reads_and_one_with_a_mistake_is_not_saved(
    few: Path,
) -> None:
    async with running(few, query="year:2024") as screen:
        await screen.press("ctrl+s", "enter")
        assert screen.app.memory.now.searches == {"year:2024": "year:2024"}
        await screen.press("slash")
        await screen.type("is:fav")
        await screen.press("ctrl+s")
        assert "Not saved: the filter has a mistake" in screen.text
        await screen.press("escape", "ctrl+s", "escape")
        assert len(screen.app.memory.now.searches) == 1


async def test_a_search_has_a_short_name_but_for_one_that_the_file_holds(
    few: Path, tmp_path: Path
) -> None:
    file = tmp_path / "memory.json"
    longer = {"x" * 100_000: "year:2024"}
    file.write_text(json.dumps({"searches": longer}))
    memory = Memory(file)
    async with running(few, memory=memory, query="year:2023", size=WIDE) as screen:
        await screen.press("ctrl+s")
        screen.app.post_message(events.Paste("y" * 101))
        await screen.press("enter")
        assert (
            "Not saved: a name has at most 100 characters, “yyyyyyyyyyyyyyyyyyyy…” has 101"
            in (screen.lines[-1])
        )
        await screen.press("end", "backspace", "enter")
        assert memory.now.searches == {**longer, "y" * 100: "year:2023"}
        await screen.press("b", "g", "enter", "ctrl+s", "enter")  # as it is called already
        assert "Saved as" in screen.text
        await screen.press("R")
        screen.app.post_message(events.Paste("z" * 101))
        await screen.press("enter", "escape")
        assert memory.now.searches == {**longer, "y" * 100: "year:2023"}
        await screen.press("slash", "ctrl+u")
        screen.app.post_message(events.Paste("pruning | kettle " * 10))
        await screen.press("enter", "ctrl+s", "enter")
    assert len(Memory(file).now.searches) == 3


async def test_several_lines_that_are_pasted_are_all_in_the_line(few: Path) -> None:
    async with running(few, query="year:2024") as screen:
        await screen.press("ctrl+s")
        screen.app.post_message(events.Paste("of last\nyear\x1b[2J\n"))
        await screen.press("enter")
        assert screen.app.memory.now.searches == {"of last year": "year:2024"}
        await screen.press("question_mark")
        screen.app.post_message(events.Paste("copy\ncitation"))
        await screen.settle()
        assert "copy citation" in screen.text
