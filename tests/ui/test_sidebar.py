"""The sidebar: what is found in common, counted with each key, and chosen from."""

from __future__ import annotations

from pathlib import Path

import pytest

from carrel.ui.query_text import state_of, toggled
from tests.ui.papers import FEW, many, write
from tests.ui.screen import MIDDLE, TINY, WIDE, Screen, running


def _sidebar(screen: Screen) -> dict[str, str]:
    """The numbers in the sidebar by the words before them; bars left out."""
    region = screen.browse.sidebar.region
    found = {}
    for line in screen.lines[region.y : region.bottom]:
        words = line[region.x : region.right].strip(" │▁▂▃▄▅▆▇").split()
        if len(words) > 1 and words[-1].replace(",", "").isdecimal():
            name = " ".join(word for word in words[:-1] if not set(word) <= set("█▏▎▍▌▋▊▉"))
            found[name] = words[-1]
    return found


def _value(screen: Screen) -> str:
    return screen.browse.filter_line.input.value


async def test_counts_follow_each_key(few: Path) -> None:
    async with running(few, size=WIDE) as screen:
        assert _sidebar(screen)["Ben Rowan"] == "2"
        assert _sidebar(screen)["unread"] == "5"
        assert _sidebar(screen)["2024"] == "2"
        await screen.press("slash")
        await screen.type("kettl")
        assert _sidebar(screen)["Ben Rowan"] == "1"
        assert "Ada Quill" not in _sidebar(screen)
        assert "2025" not in _sidebar(screen)
        await screen.press("escape")
        assert _sidebar(screen)["Ada Quill"] == "1"
        await screen.press("escape", "f", "r", "t", *"one", "enter")
        said = _sidebar(screen)
        assert (said["★ starred"], said["✓ read"], said["unread"], said["#one"]) == tuple("1141")
        await screen.press("slash")
        await screen.type("pruned")
        said = _sidebar(screen)
        assert (said["★ starred"], said["✓ read"], said["#one"]) == tuple("111")
        await screen.press("escape")
        await screen.type("kettl")
        assert {"★ starred", "✓ read", "#one"}.isdisjoint(_sidebar(screen))
        assert _sidebar(screen)["unread"] == "1"


async def _go_to(screen: Screen, label: str) -> None:
    """Put the cursor of the sidebar on a line."""
    sidebar = screen.browse.sidebar
    await screen.press("g")
    for _ in range(sidebar.count):
        line = screen.lines[sidebar.region.y + sidebar.cursor - sidebar.scroll_offset.y]
        if label in line[: sidebar.region.right]:
            return
        await screen.press("j")
    raise AssertionError(label)


async def test_choosing_puts_it_into_the_query_and_again_takes_it_out(few: Path) -> None:
    async with running(few, size=WIDE) as screen:
        await screen.press("b")
        await _go_to(screen, "Ben Rowan")
        await screen.press("enter")
        assert _value(screen) == 'author:"Ben Rowan"'
        assert len(screen.titles) == 2
        await _go_to(screen, "2024")
        await screen.press("space")
        assert _value(screen) == 'author:"Ben Rowan" year:2024'
        assert screen.titles == ["A Quantised Kettle"]
        await screen.press("minus")
        assert _value(screen) == 'author:"Ben Rowan" -year:2024'
        assert screen.titles == ["Pruned Rivers: Sparse Attention for Streams"]
        assert screen.browse.sidebar.has_focus
        await screen.press("D")
        assert "Only tags and saved searches are removed here" in screen.lines[-1]
        await screen.press("ctrl+o")
        assert screen.titles == ["A Quantised Kettle"]
        await _go_to(screen, "Ben Rowan")
        await screen.press("enter")
        assert _value(screen) == "year:2024"
        assert "newest first" in screen.lines[0]  # a year is met or not
        await screen.press("escape")
        assert screen.browse.papers.has_focus


async def test_the_mouse_chooses_and_with_a_modifier_excludes(few: Path) -> None:
    async with running(few, size=WIDE) as screen:
        (place,) = [y for y, line in enumerate(screen.lines) if "  2024 " in line[:32]]
        await screen.pilot.click(offset=(5, place))
        await screen.settle()
        assert _value(screen) == "year:2024"
        (place,) = [y for y, line in enumerate(screen.lines) if "● 2024 " in line[:32]]
        await screen.pilot.click(offset=(5, place), control=True)
        await screen.settle()
        assert _value(screen) == "-year:2024"
        assert len(screen.titles) == len(FEW) - 2


async def test_a_long_section_unfolds(tmp_path: Path) -> None:
    async with running(write(tmp_path / "many.jsonl", many(60)), size=WIDE) as screen:
        await screen.press("b")
        await _go_to(screen, "28 more")
        before = screen.browse.sidebar.count
        await screen.press("enter")
        assert screen.browse.sidebar.count == before + 27
        assert _value(screen) == ""
        assert screen.browse.sidebar.has_focus


@pytest.mark.parametrize("size", [MIDDLE, TINY])
async def test_where_there_is_little_room_it_takes_the_place_of_something(
    few: Path, size: tuple[int, int]
) -> None:
    async with running(few, size=size) as screen:
        assert "unread" not in _sidebar(screen)
        await screen.press("b")
        assert _sidebar(screen)["unread"] == "5"
        await _go_to(screen, "2024")
        await screen.press("space", "b")
        assert "unread" not in _sidebar(screen)
        assert len(screen.titles) == 2
        assert screen.browse.papers.has_focus


@pytest.mark.parametrize("size", [WIDE, MIDDLE, (80, 24), TINY])
async def test_the_paper_gets_its_room_from_it_and_back(few: Path, size: tuple[int, int]) -> None:
    abstract = "We prune attention"
    async with running(few, size=size, query="rivers") as screen:
        await screen.press("b", "escape", "enter")
        assert abstract in screen.words
        assert "Years" not in screen.text
        await screen.press("b")
        assert (abstract in screen.words) == (size == WIDE)
        assert _sidebar(screen)["2025"] == "1"
        assert screen.browse.sidebar.has_focus
        await screen.press("z")
        assert abstract in screen.words
        await screen.press("escape", "/")
        assert _value(screen) == "rivers"
        assert screen.browse.filter_line.input.has_focus


async def test_a_step_back_gives_the_paper_its_place_again(few: Path) -> None:
    async with running(few, size=MIDDLE) as screen:
        await screen.press("b")
        await _go_to(screen, "2024")
        await screen.press("enter", "escape")
        assert "Years" in screen.text
        assert "Kettles with four bits" not in screen.words
        await screen.press("escape")
        assert "Years" not in screen.text
        assert "Kettles with four bits" in screen.words
        assert _value(screen) == "year:2024"
        await screen.press("escape")
        assert not _value(screen)
    async with running(few, size=WIDE, query="2024") as screen:
        await screen.press("b", "escape", "escape")  # there it is in place of nothing
        assert "Years" in screen.text
        assert not _value(screen)


@pytest.mark.parametrize("size", [MIDDLE, (80, 24), TINY])
async def test_a_note_gets_its_room_from_it(few: Path, size: tuple[int, int]) -> None:
    async with running(few, size=size, query="rivers") as screen:
        await screen.press("b", "escape", "e")
        await screen.type("mind the rivers")
        assert "mind the rivers" in screen.text


@pytest.mark.parametrize("way", ["escape", "slash"])
async def test_no_key_is_about_papers_that_it_hides(few: Path, way: str) -> None:
    async with running(few, size=TINY) as screen:
        await screen.press("b", way)
        assert "Years" not in screen.text
        assert screen.title[:20] in screen.text
        await screen.press("escape", "b")
        await screen.pilot.resize_terminal(*WIDE)
        await screen.settle()
        await screen.press("escape")
        await screen.pilot.resize_terminal(*TINY)
        await screen.settle()
        assert screen.title[:20] in screen.text


async def test_whether_it_is_shown_is_remembered_where_there_is_room(few: Path) -> None:
    async with running(few, size=WIDE) as screen:
        await screen.press("b", "b")
        assert not screen.browse.sidebar_shown
        memory = screen.app.memory
    async with running(few, size=MIDDLE, memory=memory) as screen:
        assert not screen.browse.sidebar_shown
        await screen.pilot.resize_terminal(*WIDE)
        await screen.settle()
        assert not screen.browse.sidebar_shown
        await screen.press("b")
        assert _sidebar(screen)["unread"] == "5"


@pytest.mark.parametrize(
    ("text", "condition", "after"),
    [
        ("", "tag:a", "tag:a"),
        ("kettle", "tag:a", "kettle tag:a"),
        ("kettle tag:a", "tag:a", "kettle"),
        ("-tag:a kettle", "tag:a", "kettle tag:a"),
        ("year:2024", "year:2025", "year:2024 | year:2025"),
        ("year:2024 | year:2025", "year:2024", "year:2025"),
        ("year:2024 | year:2025", "year:2025", "year:2024"),
        ('author:"Ben Rowan" x', 'author:"Ben Rowan"', "x"),
        ('"open author:a', "tag:b", '"open author:a" tag:b'),
        ("“open author:a", "tag:b", '"open author:a" tag:b'),
        ('5" disk tag:b', "tag:b", '5" disk'),
        ("@misc{a, title = {Deep Cats}}", "tag:b", "Deep Cats tag:b"),
    ],
)
def test_a_condition_goes_into_the_text_and_out(text: str, condition: str, after: str) -> None:
    assert toggled(text, condition) == after
    assert (state_of(after, condition) == "wanted") != (state_of(text, condition) == "wanted")
    negated = state_of(toggled(text, condition, negated=True), condition)
    assert (negated == "unwanted") != (state_of(text, condition) == "unwanted")


async def test_sources_are_told_apart_by_the_ends_of_their_paths(tmp_path: Path) -> None:
    folder = tmp_path / "a folder with a name" / "that is longer than all of the sidebar"
    for name in ("ponds/refs.jsonl", "lakes/refs.jsonl", "0123456789-0123456789-0123456789.jsonl"):
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        write(folder / name, many(len(name)))
    async with running(folder, size=WIDE) as screen:
        assert "…/ponds/refs.jsonl" in _sidebar(screen)
        assert "…/lakes/refs.jsonl" in _sidebar(screen)
        assert "0123456789-0123456789-0…" in _sidebar(screen)


async def test_a_source_is_chosen_from(few: Path, tmp_path: Path) -> None:
    other = write(tmp_path / "other one.jsonl", many(3))
    async with running(few, other, size=WIDE) as screen:
        assert len(screen.titles) == len(FEW) + 3
        await screen.press("b")
        await screen.press("G", "enter")
        assert f"{other}" in _value(screen)
        assert len(screen.titles) == 3
        await screen.press("enter")
        assert not _value(screen)
