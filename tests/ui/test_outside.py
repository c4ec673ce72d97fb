"""What a paper leads to, opened outside: its pages, its texts, its sources."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import Any

import pytest

from carrel.citation import cite
from carrel.paper import Place, Record
from carrel.settings import Settings
from carrel.ui.links import all_links, page_link, pdf_link
from carrel.ui.outside import OutsideError, open_outside
from tests.ui.papers import FEW, many, write
from tests.ui.screen import WIDE, running
from tests.ui.test_keeping import until


def _has_lines(file: Path, count: int) -> bool:
    return file.exists() and file.read_text().count("\n") == count


async def test_links_are_links_and_open_by_key_and_letter(few: Path, opened: Path) -> None:
    async with running(few, size=WIDE) as screen:
        (style,) = [style for style in screen.styles("arXiv:2503.00001") if style.link]
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
        assert "No page is known for this paper" in screen.lines[-1]
        await screen.press("space", "space", "o")
        assert "No page is known for these papers" in screen.lines[-1]
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
