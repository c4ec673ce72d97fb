"""Reading a paper: its words, its links, where it is from."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import Any

import pytest
from rich.style import Style

from carrel.annotations import Annotations, Stored, annotations_path, set_note
from carrel.citation import cite
from carrel.library import open_library
from carrel.memory import Memory
from carrel.paper import Place, Record
from carrel.settings import Settings
from carrel.ui.links import all_links, page_link, pdf_link
from carrel.ui.outside import OutsideError, open_outside
from tests.ui.papers import FEW, hostile, many, write
from tests.ui.screen import MIDDLE, NARROW, WIDE, Screen, running
from tests.ui.test_keeping import until

LATEX = {
    "title": "A $5\\times$ Faster \\emph{Kettle}",
    "authors": ["Jos\\'e Garc\\'ia"],
    "date": "2024",
    "abstract": "Saves 40\\% of $O(n^2)$ work, \\textbf{at once}, for \\$5.",
    "arxiv": "2401.00001",
}


def _styles(screen: Screen, text: str) -> list[Style]:
    """How a text is drawn, wherever it stands alone in a segment."""
    return [
        segment.style
        for strip in screen.strips
        for segment in strip
        if segment.text.strip() == text and segment.style is not None
    ]


def _has_lines(file: Path, count: int) -> bool:
    return file.exists() and file.read_text().count("\n") == count


async def test_latex_is_shown_as_what_it_means(tmp_path: Path) -> None:
    async with running(write(tmp_path / "a.jsonl", [LATEX]), size=WIDE) as screen:
        assert "A 5× Faster Kettle" in screen.text
        assert "Saves 40% of O(n²) work, at once, for $5." in screen.text
        assert "José García" in screen.text
        assert any(style.italic for style in _styles(screen, "Kettle"))
        assert any(style.bold for style in _styles(screen, "at once"))
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
        assert "has no less" in screen.words
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


async def test_links_are_links_and_open_by_key_and_letter(few: Path, opened: Path) -> None:
    async with running(few, size=WIDE) as screen:
        (style,) = [style for style in _styles(screen, "arXiv:2503.00001") if style.link]
        assert style.link == "https://arxiv.org/abs/2503.00001"
        await screen.press("o", "O", "l")
        (line,) = [line for line in screen.lines if "arXiv:2503.00001" in line]
        await screen.press(line[line.index("arXiv:2503.00001") - 1])
        assert "Opened https://arxiv.org/abs/2503.00001" in screen.lines[-1]
        await screen.press("j", "j", "O")
        await until(screen, lambda: opened.exists() and opened.read_text().count("\n") == 4)
        assert sorted(opened.read_text().split()) == [
            "https://arxiv.org/abs/2503.00001",
            "https://arxiv.org/abs/2503.00001",
            "https://arxiv.org/pdf/2503.00001",
            "https://example.org/muller.pdf",
        ]
        await screen.press("j", "o")
        assert "No page is known of this paper" in screen.lines[-1]
        await screen.press("space", "space", "o")
        assert "No page is known of these papers" in screen.lines[-1]
        await screen.press("escape", "asterisk", "o")
        assert "Opened 3 links" in screen.lines[-1]


async def test_a_file_of_the_persons_is_opened_before_the_webs(
    tmp_path: Path, opened: Path
) -> None:
    mine = tmp_path / "mine"
    (tmp_path / "pdfs").mkdir()
    mine.mkdir()
    for path in (
        tmp_path / "pdfs" / "fay.pdf",
        mine / "roe2021.pdf",
        tmp_path / "2101.00003v2.pdf",
    ):
        path.touch()
    source = tmp_path / "refs.bib"
    source.write_text(
        "@article{a, title={Attached}, year=2024, arxiv={2101.00001},\n"
        " file={a.html;b.html;c.html;:pdfs/fay.pdf:PDF}}\n"
        "@article{roe2021, title={By its key}, year=2023, arxiv={2101.00002}}\n"
        "@article{c, title={By its number}, year=2022, arxiv={2101.00003}}\n"
        "@article{d, title={Gone}, year=2021, arxiv={2101.00004}, file={:pdfs/gone.pdf:PDF}}\n"
        "@article{e, title={No text}, year=2020, arxiv={2101.00005}, file={refs.bib}}\n"
    )
    settings = Settings(pdf_folders=(str(mine),), viewer="xdg-open --pdf")
    async with running(source, size=WIDE, settings=settings) as screen:
        assert "fay.pdf" in screen.text
        for count in range(1, 6):
            await screen.press("O", "j")
            await until(screen, partial(_has_lines, opened, count))
        assert opened.read_text().splitlines() == [
            f"--pdf {tmp_path}/pdfs/fay.pdf",
            f"--pdf {mine}/roe2021.pdf",
            f"--pdf {tmp_path}/2101.00003v2.pdf",
            "https://arxiv.org/pdf/2101.00004",
            "https://arxiv.org/pdf/2101.00005",
        ]
        await screen.press("k", "l")
        (line,) = [line for line in screen.lines if "gone.pdf" in line]
        await screen.press(line[line.index("gone.pdf") - 1])
        assert "there is no such file" in screen.lines[-1]
        await screen.press("slash", *"has:pdf")
        assert "2 of 5" in screen.text


async def test_an_attached_file_that_is_not_there_is_named(tmp_path: Path, opened: Path) -> None:
    source = tmp_path / "refs.bib"
    source.write_text("@article{a, title={Gone}, year=2021, file={:gone.pdf:PDF}}\n")
    async with running(source, size=WIDE) as screen:
        await screen.press("O")
        assert "gone.pdf is not there" in screen.lines[-1]
    assert not opened.exists()


async def test_an_opener_that_fails_is_told_of(few: Path, tmp_path: Path) -> None:
    script = tmp_path / "viewer"
    script.write_text("#!/bin/sh\nexit 3\n")
    script.chmod(0o755)
    async with running(few, size=WIDE, settings=Settings(opener=str(script))) as screen:
        await screen.press("o")
        await until(screen, lambda: "viewer failed with exit code 3" in screen.lines[-1])


async def test_an_opener_that_is_no_command_is_told_of(few: Path) -> None:
    async with running(few, size=WIDE, settings=Settings(opener="my 'browser")) as screen:
        await screen.press("o")
        assert "my 'browser: no such file or directory" in screen.words


async def test_how_many_are_opened_is_asked_and_too_many_are_not(
    tmp_path: Path, opened: Path
) -> None:
    async with running(write(tmp_path / "many.jsonl", many(101))) as screen:
        await screen.press("asterisk", "o")
        assert "101 papers are too many to open: 100 at most" in screen.lines[-1]
        await screen.press("space", "o")
        assert "Open 100 links?" in screen.text
        await screen.press("n")
    assert not opened.exists()


async def test_over_ssh_the_link_is_copied_and_that_is_said(
    few: Path, opened: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SSH_CONNECTION", "10.0.0.1 50000 10.0.0.2 22")
    async with running(few) as screen:
        await screen.press("o")
        assert "(https://arxiv.org/abs/2503.00001; this is an ssh session)" in screen.lines[-1]
        assert "Opened" not in screen.lines[-1]
    assert not opened.exists()


async def test_every_place_that_a_paper_is_from_is_named_and_can_be_opened(
    few: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(few.parent)  # long paths are broken
    again = write(Path("again.jsonl"), [FEW[0]])
    async with running(few.relative_to(few.parent), again, size=WIDE) as screen:
        assert "few.jsonl:1" in screen.text
        assert "again.jsonl:1" in screen.text
        await screen.press("v")
        assert "Open the source" in screen.text
        assert "a number or enter" in screen.text
        await screen.press("2")  # there is no terminal here to hand over
        assert "again.jsonl:1: this terminal can't be handed over" in " ".join(screen.text.split())
        await screen.press("j", "v")
        assert "few.jsonl:2: this terminal can't be handed over" in " ".join(screen.text.split())


async def test_a_source_that_is_gone_is_not_opened(
    few: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An editor would show an empty file of its name."""
    monkeypatch.chdir(few.parent)
    async with running(few.relative_to(few.parent)) as screen:
        few.rename("other.jsonl")
        await screen.press("v")
        assert "few.jsonl is not there" in screen.lines[-1]
        few.mkdir()
        await screen.press("v")
        assert "few.jsonl is not a file" in screen.lines[-1]


async def test_matches_are_set_apart_and_gone_to(few: Path) -> None:
    async with running(few, size=WIDE) as screen:
        await screen.press("n")
        assert "The filter found no words here" in screen.lines[-1]
        await screen.press("slash")
        await screen.type("attention")
        await screen.press("enter")
        marked = [style for style in _styles(screen, "attention") if style.underline]
        assert marked
        assert not any(style.reverse for style in marked)
        await screen.press("n", "n", "n")
        assert "3 of 3" in screen.lines[-1]
        assert any(style.reverse for style in _styles(screen, "attention"))
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


def _work(**facts: Any) -> Record:
    return Record(place=Place("a.bib", 1), **facts)


@pytest.mark.parametrize(
    "target", ["/bin/sh", "a.pdf", "/gone/a.pdf", "file:///bin/sh", "javascript:alert(1)", ""]
)
def test_nothing_is_opened_but_pages_and_texts(target: str) -> None:
    with pytest.raises(OutsideError):
        open_outside(target, own=["true"])


@pytest.mark.parametrize(
    ("doi", "address"),
    [
        ("10.1000/a<b>#c?d", "10.1000/a%3Cb%3E%23c%3Fd"),
        ("10.1890/0012(2006)87[2018:TT]2.0.CO;2", "10.1890/0012(2006)87[2018:TT]2.0.CO;2"),
        ("10.1000/87%5B2018", "10.1000/87%5B2018"),  # as another address had it
        ("10.1000/süß", "10.1000/s%C3%BC%C3%9F"),
        ("10/gk7b5n", "10/gk7b5n"),
    ],
)
def test_a_citation_and_the_screen_lead_to_the_same_address(doi: str, address: str) -> None:
    work = _work(title="A", doi=doi)
    assert page_link(work) == f"https://doi.org/{address}"
    assert cite(work, "apa").endswith(f" https://doi.org/{address}")


def test_what_leads_to_a_page_and_to_a_pdf() -> None:
    acl = _work(ids={"acl": "P19-1001"}, url="https://www.aclanthology.org/P19-1001/")
    assert pdf_link(acl) == "https://aclanthology.org/P19-1001.pdf"
    review = _work(url="https://openreview.net/forum?id=aB-1")
    assert pdf_link(review) == "https://openreview.net/pdf?id=aB-1"
    odd = _work(doi="10.1000/a<b>#c", url="javascript:alert(1)")
    assert page_link(odd) == "https://doi.org/10.1000/a%3Cb%3E%23c"
    assert [link for _, link in all_links(odd)] == ["https://doi.org/10.1000/a%3Cb%3E%23c"]
    short = _work(extra={"DOI": "10/gk7b5n"})
    assert all_links(short) == [("doi:10/gk7b5n", "https://doi.org/10/gk7b5n")]
    assert page_link(short) == "https://doi.org/10/gk7b5n"
    both = _work(
        arxiv="1706.03762", doi="10.48550/arXiv.1706.03762", url="http://arxiv.org/abs/1706.03762v5"
    )
    assert [name for name, _ in all_links(both)] == ["arXiv:1706.03762", "PDF"]


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
