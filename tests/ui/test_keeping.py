"""Stars, tags, notes and read marks, by keys; what is on disk afterwards; windows and disks."""

from __future__ import annotations

import asyncio
import os
import shutil
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from time import monotonic

import pytest
from textual import events

from carrel.annotations import Annotations, annotations_path, edit_tags, set_favourite
from carrel.ui.tag_editor import completions, signed_tags
from tests.ui.papers import FEW, many, write
from tests.ui.screen import MIDDLE, PATIENCE, WIDE, Screen, running

RIVERS, KETTLE, WEIGHTS = (str(paper["title"]) for paper in FEW[:3])


async def until(screen: Screen, holds: Callable[[], bool]) -> None:
    """Wait for what happens by itself."""
    end = monotonic() + PATIENCE
    while not holds():
        assert monotonic() < end, f"it never happened:\n{screen.text}"
        await asyncio.sleep(0.05)
        await screen.settle()


async def test_star_and_read_mark_are_on_disk_when_shown_and_all_can_be_taken_back(
    few: Path,
) -> None:
    async with running(few) as screen:
        await screen.press("ctrl+r")
        assert "Nothing to make again" in screen.lines[-1]
        await screen.press("f", "r", "j", "f")
        assert "Starred" in screen.lines[-1]
        assert screen.said(RIVERS) == (True, (), "", True)
        assert screen.said(KETTLE) == (True, (), "", False)
        assert [line[2] for line in screen.lines[1:4]] == ["★", "★", " "]
        await screen.press("f")
        assert "Took the star away" in screen.lines[-1]
        assert screen.said(KETTLE) == (False, (), "", False)
        await screen.press("u", "u", "u", "u")
        assert "Undid: Starred" in screen.lines[-1]
        assert not list(screen.stored.stored())
        await screen.press("u")
        assert "Nothing to take back" in screen.lines[-1]
        await screen.press("ctrl+r", "ctrl+r", "ctrl+r")
        assert "Redid: Starred" in screen.lines[-1]  # as `carrel history` has it
        assert screen.said(RIVERS) == (True, (), "", True)
        assert screen.said(KETTLE)[0]
        await screen.press("slash")
        await screen.type("is:unread is:fav")
        assert screen.titles == [KETTLE]


async def test_tags_are_added_taken_away_and_completed_the_latest_first(few: Path) -> None:
    async with running(few) as screen:
        await screen.press("t")
        assert "no tags yet" in screen.text
        await screen.type("deep learning, +todo")
        await screen.press("enter")
        assert screen.said(RIVERS)[1] == ("deep learning", "todo")
        assert "#todo" in screen.text
        await screen.press("j", "t")
        await screen.type("quant")
        await screen.press("enter")
        await screen.press("j", "t", "down")
        await screen.press("enter")  # the tag used last, at once
        assert screen.said(WEIGHTS)[1] == ("quant",)
        await screen.press("t", *"dee", "tab")  # completed, and one goes on
        await screen.type("new -qua")
        await screen.press("tab", "enter")
        assert screen.said(WEIGHTS)[1] == ("deep learning", "new")
        await screen.press("t", *"nothing", "escape")
        assert screen.said(WEIGHTS)[1] == ("deep learning", "new")
        await screen.press("t", *"-quant", "enter")
        assert "This paper has no #quant" in screen.lines[-1]
        await screen.press("u")
        assert screen.said(WEIGHTS)[1] == ("quant",)
        await screen.press("t")
        screen.app.post_message(events.Paste("one, two\nthree words\n\n"))
        await screen.press("enter")
        assert screen.said(WEIGHTS)[1] == ("one", "quant", "three words", "two")


async def test_a_text_that_is_pasted_is_no_tag_and_one_goes_on_typing(few: Path) -> None:
    async with running(few, size=WIDE) as screen:
        await screen.press("t", *"todo, ")
        screen.app.post_message(events.Paste("x" * 100_000))
        await screen.press("enter")
        assert "Not tagged: a tag has at most 100 characters" in screen.words
        assert not screen.said(RIVERS)[1]
        await screen.press("ctrl+u", *"todo")
        assert "no tags yet" in screen.text
        await screen.press("enter")
        assert screen.said(RIVERS)[1] == ("todo",)
        await screen.press("b", "g", "R", "ctrl+u")
        screen.app.post_message(events.Paste("x" * 101))
        await screen.press("enter")
        assert "Not renamed: a tag has at most 100 characters" in screen.lines[-1]
        assert "Rename #todo (1 paper)" in screen.text
        await screen.press("ctrl+u", *"later", "enter")
        assert screen.said(RIVERS)[1] == ("later",)


async def test_a_tag_without_end_that_a_file_holds_leaves_room_to_type(few: Path) -> None:
    async with running(few) as screen:
        await screen.press("t", *"todo", "enter")
    path = Path(annotations_path())
    path.write_text(path.read_text().replace("todo", "x" * 100_000))
    async with running(few) as screen:
        assert len(screen.said(RIVERS)[1][0]) == 100_000
        await screen.press("t", *"zzz")
        assert "zzz" in screen.words
        await screen.press("ctrl+u", *"-xx", "tab", "enter")
        assert screen.said(RIVERS)[1] == ()
        await screen.press("u")
        assert len(screen.said(RIVERS)[1][0]) == 100_000


def test_what_a_line_of_tags_means() -> None:
    assert signed_tags("+a -b") == (["a"], ["b"])
    assert signed_tags("deep learning -to do, #x") == (["deep learning", "x"], ["to do"])
    assert signed_tags("c++ -c#, -, ,+") == (["c++"], ["c#"])
    assert signed_tags("x-ray #a #b") == (["x-ray", "a", "b"], [])
    assert completions("qant", ["other", "quant", "quantised"]) == ["quant", "quantised"]


async def test_tags_are_renamed_merged_and_removed_everywhere(few: Path) -> None:
    async with running(few, size=WIDE) as screen:
        await screen.press("t", *"nlp", "enter", "j", "t", *"language", "enter", "b")
        await screen.press("g")
        assert screen.browse.sidebar.has_focus
        tags = [line.split()[0] for line in screen.lines if line.lstrip().startswith("#")]
        assert sorted(tags) == ["#language", "#nlp"]
        await screen.press(*("j" for _ in range(tags.index("#nlp"))), "R")
        assert "Rename #nlp (1 paper)" in screen.text
        await screen.press("ctrl+u", *"language", "enter")
        assert screen.said(RIVERS)[1] == screen.said(KETTLE)[1] == ("language",)
        await screen.press("g", "D")
        assert "Remove #language from 2 papers?" in screen.text
        await screen.press("n")
        assert screen.said(RIVERS)[1] == ("language",)
        await screen.press("D", "y")
        assert screen.said(RIVERS)[1] == screen.said(KETTLE)[1] == ()
        await screen.press("escape", "u", "u")
        assert screen.said(RIVERS)[1] == ("nlp",)
        assert screen.said(KETTLE)[1] == ("language",)


async def test_a_note_is_kept_found_and_changed(few: Path) -> None:
    async with running(few, size=WIDE) as screen:
        keys = screen.lines[-1]
        await screen.press("e", *"Ask Ben", "enter", *"twice")
        assert screen.lines[-1].split() == ["F1", "help"]
        await screen.press("escape")
        assert "Wrote a note" in screen.lines[-1]
        await screen.press("j", "k", "slash", "escape")
        assert screen.lines[-1] == keys
        assert screen.said(RIVERS)[2] == "Ask Ben\ntwice"
        assert screen.lines[1].count("✎") == 1
        assert "Ask Ben" in screen.text
        await screen.press("slash")
        await screen.type("note:twice")
        assert screen.titles == [RIVERS]
        await screen.press("escape", "escape", "e", "backspace", "escape")
        assert screen.said(RIVERS)[2] == "Ask Ben\ntwic"
        # To another paper by the mouse: what was written stays with its own.
        await screen.press("e", "s")
        await screen.pilot.click("PaperList", offset=(10, 2))
        await screen.settle()
        assert screen.title == WEIGHTS
        assert screen.said(RIVERS)[2] == "Ask Ben\ntwics"
        assert not screen.said(WEIGHTS)[2]
        await screen.press("e", *"while reading", "q")
        await screen.app.leave()
        await screen.settle()
    assert screen.said(WEIGHTS)[2] == "while readingq"


async def test_where_there_is_no_editor_one_goes_on_writing_the_note(few: Path) -> None:
    async with running(few) as screen:
        await screen.press("e", *"begun", "ctrl+e")
        assert "set EDITOR to the editor that you like" in screen.words
        await screen.press(*" fry", "escape")  # no star, no read mark
        assert screen.said(RIVERS) == (False, (), "begun fry", False)
        await screen.press("ctrl+e", "f")
        assert screen.said(RIVERS)[0]


async def test_a_note_is_kept_though_its_paper_has_gone_from_the_sources(few: Path) -> None:
    async with running(few) as screen:
        await screen.press("e", *"kept")
        write(few, FEW[1:])
        await until(screen, lambda: len(screen.titles) == len(FEW) - 1)
        await screen.press("escape")
        assert screen.said(RIVERS)[2] == "kept"
        write(few, FEW)
        await until(screen, lambda: len(screen.titles) == len(FEW))
        await screen.press("slash")
        await screen.type("has:note")
        assert screen.titles == [RIVERS]


async def test_who_leaves_twice_loses_nothing_that_waits_for_the_disk(few: Path) -> None:
    async with running(few) as screen:
        free = threading.Event()
        disk = ThreadPoolExecutor(1)  # does one thing at a time, and now nothing
        asyncio.get_running_loop().set_default_executor(disk)
        disk.submit(free.wait, PATIENCE)
        for key in ("f", "q", "q"):
            screen.hand_over(key)
            await screen.rest()
        free.set()
        await screen.settle()
    assert screen.said(RIVERS)[0]


# ---------------------------------------------------------------- other windows


async def test_what_another_window_does_is_seen_and_is_not_undone_here(few: Path) -> None:
    async with running(few) as screen:
        await screen.press("f")
        desk = screen.browse.desk
        rivers, kettle = desk.identified([0, 1])
        assert (rivers.title, kettle.title) == (RIVERS, KETTLE)
        other = Annotations(screen.stored.path)
        other.change([kettle, rivers], edit_tags(["theirs"]), "Tagged")
        await until(screen, lambda: screen.text.count("#theirs") >= 2)
        await screen.press("u")
        assert screen.said(RIVERS) == (False, ("theirs",), "", False)
        assert screen.said(KETTLE) == (False, ("theirs",), "", False)
        await screen.press("u")
        assert "Nothing to take back" in screen.lines[-1]
        # A star that both took away and set: theirs stays.
        await screen.press("f")
        other.refresh()
        other.change([rivers], set_favourite(False), "Unstarred")
        other.change([rivers], set_favourite(True), "Starred")
        await screen.press("u")
        assert screen.said(RIVERS)[0]
        assert "; 1 stays as another window set it" in screen.lines[-1]


# ---------------------------------------------------------------- disks that fail


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
async def test_a_folder_that_may_not_be_written_to(few: Path) -> None:
    await _survives(few, lambda folder: folder.chmod(0o500), lambda folder: folder.chmod(0o700))


async def test_the_folder_has_become_a_file(few: Path) -> None:
    def take_away(folder: Path) -> None:
        if folder.exists():
            folder.rename(folder.with_name("away"))
        folder.write_text("a file in its place")

    def give_back(folder: Path) -> None:
        folder.unlink()
        away = folder.with_name("away")
        if away.exists():
            away.rename(folder)

    await _survives(few, take_away, give_back)


async def test_the_folder_is_gone(few: Path) -> None:
    """It is made again: nothing is lost."""
    async with running(few) as screen:
        await screen.press("f")
        shutil.rmtree(Path(screen.stored.path).parent)
        await screen.press("j", "f")
        assert screen.said(KETTLE)[0]
        assert "Starred" in screen.lines[-1]


async def test_a_file_that_is_damaged_while_it_is_open_is_told_of(few: Path) -> None:
    async with running(few, size=WIDE) as screen:
        await screen.press("f")
        file = Path(screen.stored.path)
        whole = file.read_bytes()
        file.write_bytes(whole[:40])
        await until(screen, lambda: "can't be read: not JSON" in screen.words)
        file.write_bytes(whole.replace(b'"favourite"', b'"tags": ["by-hand"], "favourite"'))
        await until(screen, lambda: "#by-hand" in screen.text)
        file.write_bytes(whole[:40])
        await screen.press("j", "f")
        assert "is damaged: not JSON" in screen.words
        assert screen.said(RIVERS) == (True, ("by-hand",), "", False)
        assert screen.said(KETTLE)[0]
        await screen.press("f")
        assert "Took the star away" in screen.lines[-1]  # it is said once


async def _survives(
    few: Path, take_away: Callable[[Path], None], give_back: Callable[[Path], None]
) -> None:
    async with running(few, size=MIDDLE) as screen:
        await screen.press("f")
        folder = Path(screen.stored.path).parent
        take_away(folder)
        await screen.press("j", "f")
        assert "Not saved, but kept and tried again: " in screen.words
        assert "★" in screen.lines[2]
        await screen.press("exclamation_mark")
        assert "Not on disk" in screen.text
        assert "What is wrong" in screen.text
        assert "Not read" not in screen.text
        assert f"Starred: {KETTLE}" in screen.words
        await screen.press("escape", "j", "t", *"still", "enter")
        assert "#still" in screen.text
        assert screen.app.annotations is not None
        assert "Tagged +still" in screen.app.annotations.unsaved
        give_back(folder)
        await until(screen, lambda: "Now it is saved" in screen.lines[-1])
        assert screen.said(RIVERS)[0]
        assert screen.said(KETTLE)[0]
        assert screen.said(WEIGHTS)[1] == ("still",)
        assert not screen.app.annotations.unsaved


async def test_who_leaves_while_many_are_starred_is_told_what_it_waits_for(tmp_path: Path) -> None:
    async with running(write(tmp_path / "many.jsonl", many(2_000)), size=MIDDLE) as screen:
        await screen.press("asterisk", "f")
        screen.hand_over("y", "q")
        await screen.says("Leaving when all is saved …")
        await screen.settle()
        assert not screen.app.is_running
    assert (
        sum(paper.annotation.favourite for paper in Annotations(annotations_path()).stored())
        == 2_000
    )
