"""Selecting several papers, and doing things to all of them at once."""

from __future__ import annotations

from pathlib import Path

from tests.ui.papers import FEW, many, write
from tests.ui.screen import MIDDLE, Screen, running

TITLES = [str(paper["title"]) for paper in FEW]


def starred(screen: Screen) -> set[str]:
    return {paper.title for paper in screen.stored.stored() if paper.annotation.favourite}


async def test_what_is_selected_is_what_is_acted_on_and_one_undo_takes_it_back(few: Path) -> None:
    async with running(few) as screen:
        await screen.press("space", "j", "space")
        assert "2 selected" in screen.lines[0]
        assert [line[1] for line in screen.lines[1:6]] == ["●", " ", "●", " ", " "]
        await screen.press("f")
        assert starred(screen) == {TITLES[0], TITLES[2]}
        assert "Starred (2 papers)" in screen.lines[-1]
        # What all of them have is taken away, what some lack is given to all.
        await screen.press("escape", "f", "asterisk", "f")
        assert starred(screen) == set(TITLES)
        await screen.press("f")
        assert not starred(screen)
        await screen.press("u", "u")
        assert starred(screen) == {TITLES[0], TITLES[2], TITLES[3]}
        await screen.press("escape")
        assert "selected" not in screen.lines[0]


async def test_a_note_is_of_the_paper_at_the_cursor_and_that_is_said(few: Path) -> None:
    async with running(few) as screen:
        await screen.press("space", "space", "e")
        assert "the one at the cursor, not those selected" in screen.lines[-1]
        await screen.press(*"mine", "escape")
        assert screen.said(screen.title)[2] == "mine"
        assert [paper.annotation.note for paper in screen.stored.stored()] == ["mine"]


async def test_a_range_begins_where_one_says_and_never_at_the_top_by_itself(few: Path) -> None:
    async with running(few) as screen:
        await screen.press("j", "V")
        assert "1 selected" in screen.lines[0]
        await screen.press("j", "j", "V")
        assert [line[1] for line in screen.lines[1:6]] == [" ", "●", "●", "●", " "]
        await screen.press("I")
        assert [line[1] for line in screen.lines[1:6]] == ["●", " ", " ", " ", "●"]
        await screen.press("escape", "G", "V", "k", "V", "t", *"end", "enter")
        assert [screen.said(title)[1] for title in TITLES] == [(), (), (), ("end",), ("end",)]


async def test_the_selection_outlives_filters_and_new_sources(few: Path) -> None:
    async with running(few) as screen:
        await screen.press("space", "slash")
        await screen.type("cabbage")
        await screen.press("enter", "space")
        assert "2 selected" in screen.lines[0]
        # One of the two is not to be seen: how many is asked first.
        await screen.press("r")
        assert "Mark 2 papers as read?" in screen.text
        await screen.press("n", "slash", *"zzzyx", "enter", "r")  # none of them is in view
        assert "Mark 2 papers as read?" in screen.text
        await screen.press("n")
        assert not list(screen.stored.stored())
        write(few, [{"title": "New on top", "date": "2026", "authors": ["N. Ew"]}, *FEW])
        await screen.press("f5")
        assert "2 selected" in screen.lines[0]
        await screen.press("escape", "escape", "escape")
        assert screen.titles[0] == "New on top"


async def test_on_more_than_one_sees_an_action_asks_first(tmp_path: Path) -> None:
    source = write(tmp_path / "many.jsonl", many(1_000))
    async with running(source, size=MIDDLE) as screen:
        await screen.press("f")  # nothing selected: only the paper at the cursor
        assert len(starred(screen)) == 1
        await screen.press("u", "asterisk", "f")
        assert "Star 1,000 papers?" in screen.text
        await screen.press("escape")
        assert not starred(screen)
        await screen.press("f", "y")
        assert len(starred(screen)) == 1_000
        assert "Starred (1,000 papers)" in screen.lines[-1]
        await screen.press("f")
        assert "Take the star from 1,000 papers?" in screen.text
        await screen.press("n", "t", *"all", "enter")
        assert "Tag 1,000 papers +all?" in screen.text
        await screen.press("enter")
        assert len(screen.stored.tags()) == 1
        await screen.press("u", "u")
        assert not list(screen.stored.stored())
