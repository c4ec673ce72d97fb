"""Reading a paper: its words, and how they are laid out."""

from __future__ import annotations

from pathlib import Path

import pytest

from carrel.annotations import Annotations, Stored, annotations_path, set_note
from carrel.library import open_library
from carrel.memory import Memory
from tests.ui.papers import hostile, write
from tests.ui.screen import MIDDLE, NARROW, WIDE, Screen, running

LATEX = {
    "title": "A $5\\times$ Faster \\emph{Kettle}",
    "authors": ["Jos\\'e Garc\\'ia"],
    "date": "2024",
    "abstract": "Saves 40\\% of $O(n^2)$ work, \\textbf{at once}, for \\$5.",
    "arxiv": "2401.00001",
}


async def test_latex_is_shown_as_what_it_means(tmp_path: Path) -> None:
    async with running(write(tmp_path / "a.jsonl", [LATEX]), size=WIDE) as screen:
        assert "A 5× Faster Kettle" in screen.text
        assert "Saves 40% of O(n²) work, at once, for $5." in screen.text
        assert "José García" in screen.text
        assert any(style.italic for style in screen.styles("Kettle"))
        assert any(style.bold for style in screen.styles("at once"))
        paper = screen.browse.desk.library.paper(0)
        assert paper.title == LATEX["title"]  # as it stands, for whoever copies it


async def test_the_paper_scrolls_while_the_list_keeps_the_focus(few: Path) -> None:
    async with running(few) as screen:
        await screen.press("j", "j", "j")
        view = screen.browse.paper_view
        assert view.scroll_offset.y == 0
        await screen.press("J", "J")
        below = view.scroll_offset.y
        assert below > 0
        assert screen.browse.papers.has_focus
        await screen.press("K")
        assert view.scroll_offset.y < below
        await screen.press("j")  # another paper begins at its top
        assert view.scroll_offset.y == 0


@pytest.mark.parametrize("size", [MIDDLE, NARROW])
async def test_no_letter_touches_the_scroll_bar(tmp_path: Path, size: tuple[int, int]) -> None:
    write(tmp_path / "a.jsonl", [{"title": "T", "abstract": "x" * 3_000}])
    async with running(tmp_path / "a.jsonl", size=size) as screen:
        if size == NARROW:
            await screen.press("enter")
        bar = screen.browse.paper_view.vertical_scrollbar.region
        before = {line[bar.x - 2 : bar.x] for line in screen.lines[bar.y + 5 : bar.bottom]}
        assert before == {"x "}


@pytest.mark.parametrize(("size", "way"), [(MIDDLE, "width"), ((80, 24), "height")])
async def test_the_room_of_list_and_paper_is_chosen_and_remembered(
    few: Path, tmp_path: Path, size: tuple[int, int], way: str
) -> None:
    def room(screen: Screen) -> int:
        return int(getattr(screen.browse.query_one("#right").outer_size, way))

    memory = tmp_path / "memory.json"
    async with running(few, size=size, memory=Memory(memory)) as screen:
        first = room(screen)
        await screen.press(*["less_than_sign"] * 4)
        most = room(screen)
        assert most > first
        await screen.press("z")
        assert room(screen) >= size[way == "height"] - 2
        await screen.press("greater_than_sign")
        assert "don't stand side by side" in screen.text
        await screen.press("z")
        assert room(screen) == most
        await screen.press(*["greater_than_sign"] * 20)
        least = room(screen)
        assert 4 < least < first
        assert "can't be any smaller" in screen.words
    async with running(few, size=size, memory=Memory(memory)) as screen:
        assert room(screen) == least
    memory.write_text('{"paper_room": 1000}', "utf-8")
    async with running(few, size=size, memory=Memory(memory)) as screen:
        assert room(screen) == first


async def test_a_paper_gets_no_wider_than_its_lines(few: Path) -> None:
    async with running(few, size=(250, 40)) as screen:
        width = screen.browse.query_one("#right").outer_size.width
        await screen.press("less_than_sign")
        assert screen.browse.query_one("#right").outer_size.width == width
        assert "lines" in screen.lines[-1]
        await screen.press("greater_than_sign")
        assert screen.browse.query_one("#right").outer_size.width < width


async def test_many_authors_are_folded_unfolded_by_a_letter_or_on_the_whole_screen(
    few: Path,
) -> None:
    async with running(few, size=WIDE) as screen:
        await screen.press("j", "j", "j")
        assert "… 15 more …" in screen.text
        assert "Author Z. Named" in screen.text
        assert "Author M. Named" not in screen.text
        await screen.press("z")
        assert "more …" not in screen.text
        assert "Author M. Named" in screen.text
        await screen.press("z", "l")
        (line,) = [line for line in screen.lines if "… 15" in line]
        await screen.press(line[line.index("… 15") - 1], "escape")
        assert "Author M. Named" in screen.text
        await screen.press("k", "j")
        assert "… 15 more …" in screen.text


async def test_of_more_than_two_letters_can_tell_apart_three_are_typed(tmp_path: Path) -> None:
    paper = {"title": "Collisions", "authors": [f"Ada Fay{n}" for n in range(700)], "date": "2012"}
    async with running(write(tmp_path / "a.jsonl", [paper]), size=WIDE) as screen:
        await screen.press("l")
        (line,) = [line for line in screen.lines if "… 689 more …" in line]
        await screen.press(line[line.index("… 689") - 1])
        assert "aaaAda Fay0, aasAda Fay1, " in screen.words
        await screen.press(*"aas")
        assert screen.browse.filter_line.input.value == 'author:"Ada Fay1"'


async def test_of_a_very_long_note_the_beginning_is_shown(few: Path) -> None:
    annotations = Annotations(annotations_path())
    paper = next(iter(open_library([few])))
    annotations.change(
        [Stored(paper.id)], set_note("x" * 12_000 + "\n" + "y" * 12_000, ""), "Wrote"
    )
    async with running(few, size=WIDE) as screen:
        await screen.press("slash", *"has:note", "enter")
        view = screen.browse.paper_view
        view.scroll_to(y=250, animate=False, force=True)
        await screen.settle()
        assert "… and 4,001 characters more" in screen.text


async def test_where_it_was_printed_is_told(tmp_path: Path) -> None:
    source = tmp_path / "printed.bib"
    source.write_text(
        "@article{a, title={A}, journal={Journal of Ponds}, volume=5, number=7, pages={43--44},"
        " year=2025}\n"
        "@inproceedings{b, title={B}, booktitle={Pond Days}, pages={1--9}, publisher={Frog},"
        " year=2024}\n"
        "@book{c, title={C}, publisher={Pond \\& Press}, year=2023}\n"
        "@phdthesis{d, title={D}, school={University of Ponds}, year=2022}\n"
        "@article{e, title={E}, journal={arXiv}, volume={abs/2101.00001}, year=2021}\n"
    )
    async with running(source) as screen:
        for facts in (
            "2025 · Journal of Ponds 5(7), 43–44",
            "2024 · Pond Days, 1–9",
            "2023 · Pond & Press",
            "2022 · PhD thesis, University of Ponds",
            "2021",
        ):
            assert facts in screen.words
            await screen.press("j")
        assert "abs/" not in screen.words


async def test_editors_stand_in_for_authors(tmp_path: Path) -> None:
    names = " and ".join(f"Named, {letter}" for letter in "ABCDEFGHIJKLMN")
    source = tmp_path / "edited.bib"
    source.write_text(
        "@book{one, title={Of Rivers}, year=2021, editor={Quill, Ada}}\n"
        f"@book{{many, title={{Of Kettles}}, year=2020, editor={{{names}}}}}\n"
    )
    async with running(source) as screen:
        assert "Ada Quill (ed.)" in screen.words
        assert "Of Rivers Quill" in screen.words.replace("▌", "")
        await screen.press("j")
        assert "J Named, … 4 more … (eds.)" in screen.words
        assert "Of Kettles Named…" in screen.words
        await screen.press("l", "a")
        assert "N Named (eds.)" in screen.words


async def test_on_a_narrow_screen_one_key_leads_to_the_paper_and_back(few: Path) -> None:
    async with running(few, size=NARROW) as screen:
        assert "enter read" in screen.lines[-1]
        assert "Attention is costly" not in screen.text
        await screen.press("enter")
        assert "Attention is costly" in screen.text
        assert "esc back" in screen.lines[-1]
        await screen.press("j")  # the next paper, still on the whole screen
        assert "Kettles with four bits" in screen.text
        await screen.press("escape")
        assert screen.title == "A Quantised Kettle"
        assert "Kettles with four bits" not in screen.text


@pytest.mark.parametrize("size", [NARROW, MIDDLE])
async def test_keys_of_the_paper_bring_it_in_where_something_is_in_its_place(
    few: Path, size: tuple[int, int]
) -> None:
    for key, seen in (("n", "1 of 61"), ("J", "Cabbages"), ("l", "aAuthor A. Named")):
        async with running(few, size=size, query="cabbages") as screen:
            await screen.press("b", "escape")
            assert "Cabbages, stacked" not in screen.text
            await screen.press(key)
            assert seen in screen.words
            assert "Cabbages, stacked" in screen.words
            assert "Years" not in screen.words


async def test_matches_are_set_apart_and_gone_to(few: Path) -> None:
    async with running(few, size=WIDE) as screen:
        await screen.press("n")
        assert "The filter found no words here" in screen.lines[-1]
        await screen.press("slash")
        await screen.type("attention")
        await screen.press("enter")
        marked = [style for style in screen.styles("attention") if style.underline]
        assert marked
        assert not any(style.reverse for style in marked)
        await screen.press("n", "n", "n")
        assert "3 of 3" in screen.lines[-1]
        assert any(style.reverse for style in screen.styles("attention"))
        await screen.press("n")
        assert "1 of 3" in screen.lines[-1]


async def test_nothing_in_a_paper_is_obeyed(tmp_path: Path) -> None:
    async with running(write(tmp_path / "h.jsonl", hostile()), size=WIDE) as screen:
        for _ in range(len(screen.titles)):
            assert not any(
                ord(letter) < 32 or 0x7F <= ord(letter) < 0xA0
                for letter in screen.text.replace("\n", "")
            )
            await screen.press("j")
        await screen.press("g", "slash")
        await screen.type("click")
        assert any("[@click=app.quit]press[/] me" in line for line in screen.lines)
        assert screen.app.is_running


async def test_what_is_selected_with_the_mouse_is_the_text_as_it_was_before_it_was_cut(
    tmp_path: Path,
) -> None:
    paper = {
        "title": "Kettles",
        "date": "2024",
        "abstract": " ".join(f"word{n}" for n in range(40)),
    }
    async with running(write(tmp_path / "a.jsonl", [paper]), size=MIDDLE) as screen:
        view = screen.browse.paper_view
        first = next(y for y, line in enumerate(screen.lines) if "word0" in line)
        left, top = screen.lines[first].index("word0"), view.region.y
        await screen.pilot.mouse_down(view, offset=(left - view.region.x, first - top))
        await screen.pilot.hover(view, offset=(left - view.region.x + 3, first - top + 2))
        await screen.pilot.mouse_up(view, offset=(left - view.region.x + 3, first - top + 2))
        await screen.settle()
        selected = screen.browse.get_selected_text() or ""
        assert selected.startswith("word0 word1 word2")
        assert paper["abstract"].startswith(selected)
        assert len(selected) > 2 * 30
        await screen.press("j")  # and it can be read on
        assert "word39" in screen.text
