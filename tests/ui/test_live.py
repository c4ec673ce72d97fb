"""Sources that change while they are read; reading that takes long, and stopping it."""

from __future__ import annotations

import json
import re
from pathlib import Path
from time import monotonic

import pytest

from carrel.desk import Desk
from carrel.library import background
from carrel.ui.app import Carrel
from tests.ui.papers import FEW, write
from tests.ui.screen import MIDDLE, PATIENCE, Screen, running
from tests.ui.test_keeping import until


async def test_a_source_that_changes_is_read_again(few: Path) -> None:
    async with running(few) as screen:
        await screen.press("j", "j", "space", "k")
        title = screen.title
        write(few, [*FEW, {"title": "Newly Come", "date": "2026", "authors": ["N. Ew"]}])
        await until(screen, lambda: "1 new" in screen.lines[0])
        assert screen.title == title
        assert "1 selected" in screen.lines[0]
        assert "1 paper is new (is:new)" in screen.text
        await screen.press("slash")
        await screen.type("is:new")
        assert screen.titles == ["Newly Come"]
        assert screen.lines[1][3] == "+"
        # It is new until one goes on from it.
        await screen.press("escape", "escape", "escape", "g", "j")
        assert "1 new" not in screen.lines[0]


@pytest.mark.parametrize("key", ["z", "Y"])
async def test_the_first_paper_stays_when_one_has_begun_with_it(few: Path, key: str) -> None:
    async with running(few) as screen:
        title = screen.title
        await screen.press(key)
        write(few, [*FEW, {"title": "Newly Come", "date": "2026"}])
        await until(screen, lambda: len(screen.titles) == len(FEW) + 1)
        assert (screen.titles[0], screen.title) == ("Newly Come", title)


@pytest.mark.parametrize("asks", [("t", *"kept"), ("w", "b", "enter")], ids=["tags", "file"])
async def test_what_is_asked_about_a_paper_is_done_to_it_though_a_source_changes(
    few: Path, asks: tuple[str, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(few.parent)
    file = Path("papers.bib")
    file.touch()  # so that it is asked whether to replace it
    async with running(few) as screen:
        await screen.press("j", *asks)
        write(few, [{"title": "Newly Come"}, *FEW])  # each paper has another number now
        await until(screen, lambda: len(screen.browse.desk.library) == len(FEW) + 1)
        await screen.press("enter")
        if asks[0] == "t":
            assert screen.said("A Quantised Kettle")[1] == ("kept",)
        else:
            assert "A Quantised Kettle" in file.read_text()


async def test_a_source_that_goes_and_comes_back(
    few: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(few.parent)  # a long path would leave no room for what is said of it
    few = Path(few.name)
    async with running(few) as screen:
        few.rename(few.with_name("elsewhere"))
        await until(screen, lambda: "can't be read any more" in screen.text)
        await screen.press("f")  # what was read of it stays
        assert len(screen.titles) == len(FEW)
        assert screen.said(screen.title)[0]
        few.with_name("elsewhere").rename(few)
        await until(screen, lambda: "is back" in screen.text)
        few.unlink()
        await until(screen, lambda: "can't be read any more" in screen.text)
        write(few, [*FEW, {"title": "Newly Come", "date": "2026", "authors": ["N. Ew"]}])
        await until(screen, lambda: len(screen.titles) == len(FEW) + 1)


async def test_reading_again_without_a_source_that_is_gone(
    few: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(few.parent)
    async with running(few) as screen:
        few.rename(few.with_name("elsewhere"))
        await screen.press("f5")
        await until(screen, lambda: "few.jsonl is gone; no papers left" in screen.text)
        assert "There are no papers here any more: few.jsonl is gone" in screen.words
        await screen.press("f", "y", "t", "e", "space", "u", "exclamation_mark")
        assert "no such file or directory" in screen.words
        await screen.press("escape")
        few.with_name("elsewhere").rename(few)
        await until(screen, lambda: len(screen.titles) == len(FEW))


async def test_it_is_said_which_file_of_a_folder_has_gone(
    few: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = few.parent / "folder"
    folder.mkdir()
    monkeypatch.chdir(folder)  # a long path would leave no room for what is said of it
    write(folder / "first.jsonl", FEW[:3])
    write(folder / "second.jsonl", FEW[3:])
    async with running(folder) as screen:
        (folder / "second.jsonl").unlink()
        await until(screen, lambda: "second.jsonl is gone; 3 papers left" in screen.text)
        (folder / "first.jsonl").unlink()
        await until(screen, lambda: "first.jsonl is gone; no papers left" in screen.text)
        assert "There are no papers here any more" in screen.words
        await screen.press("f5")
        assert "There are no papers here any more" in screen.words
        write(folder / "first.jsonl", FEW)
        await until(screen, lambda: len(screen.titles) == len(FEW))


async def test_a_folder_that_goes_while_it_is_read_for_the_first_time_and_comes_back(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    folder = Path("folder")
    folder.mkdir()
    for place in range(20):
        numbers = range(place * 100, place * 100 + 100)
        papers = [{"title": f"Paper {n}", "abstract": f"word{n} " * 100} for n in numbers]
        write(folder / f"{place:02}.jsonl", papers)
    monkeypatch.setattr(background, "_FIRST", (150,))
    app = Carrel([str(folder)], ground="dark")
    async with app.run_test(size=MIDDLE, notifications=True, tooltips=True) as pilot:
        screen = Screen(app, pilot)
        while app.browse.view is None:
            await pilot.pause(0.01)
        folder.rename("elsewhere")
        await until(screen, lambda: "folder can't be read any more" in screen.text)
        assert "150 papers so far" in screen.lines[0]
        await screen.press("f")
        assert screen.said(screen.title)[0]
        Path("elsewhere").rename(folder)
        await until(screen, lambda: "2,000 papers ·" in screen.lines[0])
        folder.rename("elsewhere")
        await screen.press("f5")
        await until(screen, lambda: "There are no papers here any more" in screen.words)


async def test_what_is_kept_while_the_sources_are_read_again_is_shown(few: Path) -> None:
    """A note, or anything, that is written when the new library has been made already, but is
    not on the screen yet."""
    async with running(few) as screen:
        newer = Desk(screen.browse.desk.library, screen.browse.desk.annotations)
        await screen.press("f")
        screen.browse.take(newer)
        await screen.settle()
        assert screen.browse.desk is newer
        assert "★" in screen.text


async def test_that_one_has_to_wait_is_said_until_one_has_not(few: Path) -> None:
    app = Carrel([str(few)], ground="dark")
    async with app.run_test(size=MIDDLE, notifications=True, tooltips=True) as pilot:
        screen = Screen(app, pilot)
        app.browse.telling.explain_waiting()
        while app.browse.view is None:
            await pilot.pause()
        await screen.opened()
        await screen.settle()
        assert "Still reading" not in screen.text


async def _seen(screen: Screen, text: str) -> None:
    """Wait for a text, while other things go on."""
    end = monotonic() + PATIENCE
    while text not in screen.text:
        assert monotonic() < end, f"{text} is not on the screen:\n{screen.text}"
        await screen.pilot.pause(0.02)


async def test_reading_shows_how_far_it_is_and_can_be_stopped(tmp_path: Path) -> None:
    large = tmp_path / "large.jsonl"
    with large.open("w") as file:
        for number in range(60_000):
            paper = {"title": f"Paper {number}", "date": "2020", "abstract": "word " * 150}
            file.write(json.dumps(paper) + "\n")
    app = Carrel([str(large)], ground="dark")
    async with app.run_test(size=MIDDLE, notifications=True, tooltips=True) as pilot:
        screen = Screen(app, pilot)
        await _seen(screen, "%")
        await _seen(screen, "papers so far")
        assert "records" in screen.text
        counts = [0]  # of records: those that are shown at first are read again, to be indexed
        while counts[-1] < 2_000:
            await pilot.pause(0.02)
            counts += [int(n.replace(",", "")) for n in re.findall(r"([\d,]+) record", screen.text)]
        assert counts == sorted(counts)
        assert "esc stop" in screen.text
        assert "papers so far" in screen.lines[0]
        await pilot.resize_terminal(60, 20)
        await _seen(screen, "esc stop")
        await pilot.resize_terminal(*MIDDLE)
        await pilot.press("exclamation_mark")
        await _seen(screen, "Nothing was wrong so far")
        await pilot.press("j", "f")
        await _seen(screen, "Starred")
        await pilot.press("escape")
        await screen.settle()
        assert "papers; F5 reads all of it" in screen.text
        assert "esc stop" not in screen.text
        assert "papers so far" in screen.lines[0]
        assert len(list(screen.stored.stored())) == 1
        assert 0 < len(screen.titles) < 60_000
        await pilot.press("slash", *"paper 7", "enter", "u")
        await screen.settle()
        assert not list(screen.stored.stored())
