"""How the screen is laid out at each size: columns, bars, dialogs; what is cut, and what is not."""

from __future__ import annotations

from pathlib import Path

import pytest
from rich.cells import cell_len
from rich.style import Style
from textual.geometry import Region
from textual.scrollbar import ScrollBar
from textual.theme import Theme

from carrel.settings import COLUMNS, Settings
from carrel.ui import themes
from carrel.ui.cells import words_in
from carrel.ui.commands import BY_ID
from carrel.ui.paper_list import columns, untagged
from tests.ui.papers import FEW, HOSTILE, hostile, many, write
from tests.ui.screen import MIDDLE, NARROW, TINY, WIDE, Screen, running

WANTED = Settings().columns


def test_an_ellipsis_stands_for_tags_that_have_no_room() -> None:
    words = [("#foo", Style()), ("#bar baz", Style()), ("#quux", Style())]
    for width in range(30):
        shown = "".join(segment.text for segment in words_in(words, width, Style()))
        assert cell_len(shown) == width
        if 6 <= width < 19 and width != 13:  # then there is no cell for it
            assert "…" in shown
    assert "".join(segment.text for segment in words_in(words[:2], 6, Style())) == "#foo …"


@pytest.mark.parametrize("tagged", [False, True])
def test_the_title_is_cut_last_and_columns_fill_the_line(tagged: bool) -> None:
    before = 0
    for width in range(20, 260):
        sizes = dict(columns(width, WANTED, tagged=tagged))
        assert sizes["title"] >= (width - 6) // 2
        assert 6 + sum(sizes.values()) + 2 * (len(sizes) - 1) == width
        if width >= 40:
            assert sizes["year"] == 4
        assert len(sizes) >= before  # what a narrower line has, a wider one has
        before = len(sizes)
        everything = dict(columns(width, COLUMNS, tagged=tagged))
        assert everything["title"] > 0
    assert [name for name, _ in columns(200, WANTED)] == list(WANTED)


@pytest.mark.parametrize("size", [WIDE, MIDDLE, NARROW, TINY])
async def test_wide_and_combining_characters_line_up(tmp_path: Path, size: tuple[int, int]) -> None:
    async with running(write(tmp_path / "h.jsonl", hostile()), size=size) as screen:
        place = screen.browse.papers.region
        for number in range(min(len(HOSTILE), place.height)):
            line = screen.strips[place.y + number]
            assert line.cell_length == size[0]
            row = line.crop(place.x, place.right)
            assert cell_len(row.text) == place.width
            assert row.crop(6, 10).text == str(10 + len(HOSTILE) + 1999 - number)
        assert all(cell_len(line) == size[0] for line in screen.lines)


async def test_a_match_within_an_emoji_pushes_nothing_aside(tmp_path: Path) -> None:
    """The digit of a keycap is a word that is found; drawn apart it would have a cell less."""
    titles = ["1\ufe0f\u20e3 step", "step 1\ufe0f\u20e3", "क\u094d\u200dषत्रिय 1", "1 👩\u200d🔬 1"]
    papers = [{"title": title, "year": 2020} for title in titles]
    async with running(write(tmp_path / "emoji.jsonl", papers), size=MIDDLE) as screen:
        for typed in ("1", "क"):
            await screen.press("/", *typed, "enter")
            assert screen.browse.papers.count
            place = screen.browse.papers.region
            for y in range(place.y, place.bottom):
                assert screen.strips[y].crop(place.right, place.right + 1).text == "│"
            await screen.press("escape")


async def test_marks_and_tags_push_nothing_aside(few: Path) -> None:
    async with running(few) as screen:
        before = [line.index(str(FEW[0]["title"])[:9]) for line in screen.lines[1:2]]
        await screen.press("f", "t", *"one", "enter", "space", "k", "e", *"note", "escape", "r")
        (line,) = screen.lines[1:2]
        assert [line.index(str(FEW[0]["title"])[:9])] == before
        assert "●★✓✎" in line
        assert "#one" in line
        years = {line.index("202") for line in screen.lines[1:5]}
        assert len(years) == 1


async def test_a_list_that_gets_shorter_does_not_move_sideways(tmp_path: Path) -> None:
    async with running(write(tmp_path / "many.jsonl", many(60))) as screen:
        at = {line.index("Family") for line in screen.lines[1:20]}
        assert len(at) == 1
        await screen.press("slash")
        await screen.type("family7")
        assert 0 < len(screen.titles) < 20
        assert {line.index("Family") for line in screen.lines[1 : len(screen.titles) + 1]} == at


def test_a_title_has_the_room_of_tags_that_are_not_there() -> None:
    divided = columns(90, WANTED)
    assert [name for name, _ in divided] == ["year", "title", "tags", "author"]
    line = untagged(90, WANTED)
    assert [name for name, _ in line] == ["year", "title", "author"]
    assert sum(size + 2 for _, size in line) == sum(size + 2 for _, size in divided)
    assert line[0] == divided[0]
    assert line[-1] == divided[-1]
    last = ("title", "year", "tags")
    assert untagged(90, last) == columns(90, last)


def test_where_tags_leave_no_room_for_authors_papers_without_tags_show_theirs() -> None:
    for width in range(20, 260):
        alone = dict(columns(width, WANTED, tagged=False))
        divided = columns(width, WANTED)
        line = untagged(width, WANTED)
        assert ("author" in dict(line)) == ("author" in alone)
        assert sum(size + 2 for _, size in line) == sum(size + 2 for _, size in divided)
    assert untagged(58, WANTED) == [*columns(58, WANTED)[:2], ("author", 9)]


@pytest.mark.parametrize("theme", ["carrel-dark", "carrel-terminal"])
async def test_what_a_dialog_is_about_stays_in_view_around_it(few: Path, theme: str) -> None:
    async with running(few, settings=Settings(theme=theme)) as screen:
        for opens in ("t", "s"):
            await screen.press(opens)
            assert "Pruned Rivers" in screen.lines[1]
            assert "filter" in screen.lines[-1]
            await screen.press("escape")


@pytest.mark.parametrize(
    ("width", "shown"),
    [(60, "2 selected · 5 papers"), (40, "2 selected"), (20, "2 selected")],
)
async def test_the_header_has_whole_parts_where_there_is_little_room(
    few: Path, width: int, shown: str
) -> None:
    async with running(few, size=(width, 20)) as screen:
        await screen.press("s", "a", "space", "space")
        assert screen.lines[0].rstrip().endswith(f" {shown}")
        await screen.press("escape", "slash", *"author:rowan", "enter")
        order = " · by author" if width > 20 else ""
        assert screen.lines[0].rstrip().endswith(f" 2 of 5{order}")


async def test_what_is_said_is_said_to_its_end_where_the_line_is_short(few: Path) -> None:
    async with running(few, size=TINY) as screen:
        await screen.press("j", "G", "ctrl+s")
        assert screen.words.endswith("Type a filter first; then it can be saved")
        assert "▌" in screen.text
        screen.browse.say(f"{'word ' * 40}end")
        await screen.settle()
        assert [line.rstrip() for line in screen.lines[-3:-1]] == [" word" * 7] * 2
        assert screen.lines[-1].rstrip().endswith("…")
        await screen.press("z")  # the keys again, on one line
        assert screen.lines[-1].startswith(" J scroll")


async def test_lists_and_palette_where_there_is_no_room_for_them(few: Path) -> None:
    async with running(few, size=(1, 1)) as screen:
        for opens in ("colon", "Y", "s", "t", "question_mark", "T"):
            await screen.press(opens, "pageup", "pagedown", "down", "up", "end", "escape", "escape")
        await screen.press("colon", *"star", "pagedown", "enter", "enter")
        assert screen.app.is_running


async def test_what_the_bottom_line_names_is_done_where_it_is_clicked(few: Path) -> None:
    async with running(few) as screen:

        async def click(hint: str) -> None:
            await screen.pilot.click(offset=(screen.lines[-1].index(hint), MIDDLE[1] - 1))
            await screen.settle()

        await click("/ filter")
        await screen.type("kettle")
        await click("enter to the list")
        await click("star")
        assert screen.said("A Quantised Kettle")[0]
        await click("Starred")  # a message goes
        await click("? help")
        assert "type to search" in screen.text


@pytest.mark.parametrize(("lines", "greets"), [(30, True), (5, False)])
async def test_the_welcome_goes_with_the_first_step_and_needs_room(
    few: Path, lines: int, greets: bool
) -> None:
    async with running(few, size=(100, lines)) as screen:
        assert ("To open your own" in screen.text) is greets
        assert "Pruned Rivers" in screen.text
        await screen.press("j")
        assert "To open your own" not in screen.text


@pytest.mark.parametrize(
    ("size", "lines"), [((60, 20), 3), ((60, 13), 1), ((30, 20), 3), ((30, 8), 1), ((20, 8), 1)]
)
async def test_the_welcome_leaves_the_room_to_the_papers_where_there_is_little(
    few: Path, size: tuple[int, int], lines: int
) -> None:
    def welcome(screen: Screen) -> list[str]:
        at = next(at for at, line in enumerate(screen.lines) if "Your own" in line)
        return screen.lines[at - lines + 1 : -1]

    async with running(few, size=MIDDLE) as screen:
        await screen.pilot.resize_terminal(*size)
        await screen.settle()
        assert len(welcome(screen)) == lines == screen.app.query_one("#welcome").size.height
    async with running(few, size=size) as screen:
        assert len(welcome(screen)) == lines == screen.app.query_one("#welcome").size.height


async def test_the_help_goes_on_indented_however_narrow_the_terminal_becomes(few: Path) -> None:
    async with running(few, size=MIDDLE) as screen:
        await screen.press("question_mark")
        for width, indent in ((62, 21), (40, 4)):
            await screen.pilot.resize_terminal(width, 20)
            await screen.settle()
            last = next(line for line in screen.lines if "sources" in line).strip("│")
            assert len(last) - len(last.lstrip()) > indent


async def test_a_list_that_had_no_room_for_a_while_is_drawn_anew() -> None:
    """While a note is written, three lines have room for that alone."""
    async with running(Path(__file__).parents[2] / "seeds", size=MIDDLE) as screen:
        await screen.press("e")
        before = screen.text
        for size in ((120, 50), (10, 3), MIDDLE):
            await screen.pilot.resize_terminal(*size)
            await screen.settle()
        assert screen.text == before


@pytest.mark.parametrize("width", [40, 80])
async def test_five_lines_have_room_for_what_a_dialog_is_for(few: Path, width: int) -> None:
    async with running(few, size=(width, 5)) as screen:
        for opens, shown in {
            "Y": "m MLA Handbook",
            "t": "tag, another tag",
            "s": "n newest first",
            "question_mark": "/  i",
            "T": "carrel-dark",
            "colon": "Filter  /  i",
        }.items():
            await screen.press(opens)
            assert shown in screen.text, opens
            await screen.press("escape")
        await screen.press("e", *"a thought")
        assert "a thought" in screen.text


async def test_few_lines_and_columns_show_several_styles_and_what_one_types(few: Path) -> None:
    async with running(few, size=(30, 8)) as screen:
        await screen.press("Y")
        assert [word in screen.text for word in ("a APA", "i IEEE", "m MLA", "c Chicago")] == (
            [True] * 4
        )
    async with running(few, size=(10, 3)) as screen:
        await screen.press("t", *"todo")
        assert "todo" in screen.text


@pytest.mark.parametrize(
    ("keys", "shown", "key"),
    [("?,f1", "F1 help", "f1"), ("H,ctrl+g", "ctrl g help", "ctrl+g"), ("H", "help", "")],
)
async def test_where_one_types_the_key_for_help_is_one_that_types_nothing(
    few: Path, keys: str, shown: str, key: str
) -> None:
    async with running(few, settings=Settings(keymap={"help": keys})) as screen:
        assert screen.lines[-1].rstrip().rpartition("  ")[2] == f"{keys[0]} help"
        await screen.press("slash", keys[0])
        assert screen.lines[-1].rstrip().rpartition("  ")[2] == shown
        if key:
            await screen.press(key)
            assert "type to search In the filter line" in screen.words


@pytest.mark.parametrize(
    ("name", "shown"),
    [("export", "Write file  w"), ("select_all", "Select all  *"), ("open_pdf", "PDF  O")],
)
async def test_the_palette_and_the_help_find_a_command_by_its_name_in_the_keymap(
    few: Path, name: str, shown: str
) -> None:
    async with running(few) as screen:
        await screen.press("colon", *name)
        assert shown in screen.text
        assert "No matches found" not in screen.text
        await screen.press("escape", "escape", "question_mark", *name)
        assert BY_ID[name].help in screen.words
        await screen.press(*"zzz", "down", "enter")
        assert "Nothing matches" in screen.text


@pytest.mark.parametrize("theme", [*themes.OWN], ids=lambda theme: theme.name)
async def test_the_scroll_bar_is_drawn_as_textual_draws_it(tmp_path: Path, theme: Theme) -> None:
    source = write(tmp_path / "many.jsonl", many(500))
    async with running(source, size=MIDDLE, settings=Settings(theme=theme.name)) as screen:
        bar = screen.browse.papers.vertical_scrollbar
        seen = set()
        for keys in ((), ("ctrl+f",), ("G",), ("/", "1")):
            await screen.press(*keys)
            whole = Region(0, 0, 1, bar.size.height)
            drawn = bar.render_lines(whole)
            assert len(drawn) > 1
            assert drawn == ScrollBar.render_lines(bar, whole)
            seen.add("".join(line.text for line in drawn))
        assert len(seen) > 2


async def test_the_scroll_bar_scrolls(tmp_path: Path) -> None:
    source = write(tmp_path / "many.jsonl", many(500))
    async with running(source, size=MIDDLE) as screen:
        papers = screen.browse.papers
        bar = papers.vertical_scrollbar.region
        for y, is_there in ((bar.bottom - 2, False), (bar.y, True)):
            await screen.pilot.click(offset=(bar.x, y))
            await screen.settle()
            await screen.app.animator.wait_until_complete()
            assert (papers.scroll_offset.y == 0) == is_there


async def test_a_long_note_has_a_scroll_bar_as_the_list_has(tmp_path: Path) -> None:
    source = write(tmp_path / "many.jsonl", many(500))
    async with running(source, size=MIDDLE) as screen:
        await screen.press("e", *["enter"] * 30)
        bars = [
            widget.vertical_scrollbar.region
            for widget in screen.browse.query("PaperList, NoteEditor")
        ]
        assert [bar.width for bar in bars] == [1, 1]
