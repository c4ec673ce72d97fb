"""Citations copied and written, by keys; what is then on the clipboard and in the file."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from textual.widgets import TextArea

import carrel
from carrel.memory import Memory
from carrel.paper import Record
from carrel.settings import Settings
from carrel.ui.style_chooser import letters
from tests.ui.papers import FEW, many, write
from tests.ui.screen import MIDDLE, NARROW, running

APA = (
    "Quill, A., Rowan, B., & Hart, S. (2025). Pruned Rivers: Sparse Attention for Streams "
    "(arXiv:2503.00001). arXiv. https://arxiv.org/abs/2503.00001"
)


async def test_y_copies_in_the_style_chosen_last_also_tomorrow(
    few: Path, clipboard: Path, tmp_path: Path
) -> None:
    file = tmp_path / "data" / "memory.json"
    async with running(few, memory=Memory(file)) as screen:
        await screen.press("y")
        assert clipboard.read_text() == APA
        assert "Copied (APA" in screen.lines[-1]
        await screen.press("Y")
        assert APA[:30] in screen.text  # the preview of where it stands
        await screen.press("j")
        assert "A. Quill, B. Rowan, and S. Hart" in screen.text
        await screen.press("b")  # BibTeX, by its letter
        assert clipboard.read_text().startswith("@misc{quill2025pruned,")
        await screen.press("j", "y")
        assert clipboard.read_text().startswith("@article{rowan2024quantised,")
        await screen.press("Y", "escape", "q")
    async with running(few, memory=Memory(file)) as screen:
        await screen.press("y")
        assert clipboard.read_text().startswith("@misc{quill2025pruned,")
        assert "Copied (BibTeX)" in screen.lines[-1]
    # Who sets another style afterwards wants that.
    async with running(few, memory=Memory(file), settings=Settings(style="ieee")) as screen:
        await screen.press("y")
        assert "Copied (IEEE" in screen.lines[-1]


async def test_all_that_one_copies_of_a_paper(few: Path, clipboard: Path) -> None:
    doi = "10.5555/kettle.1"
    wanted = {
        "Title": "A Quantised Kettle",
        "Link": f"https://doi.org/{doi}",
        "Markdown link": f"[A Quantised Kettle](https://doi.org/{doi})",
        "DOI": doi,
        "Abstract": FEW[1]["abstract"],
        "LaTeX: \\cite{key}": "\\cite{rowan2024quantised}",
        "Markdown: [@key]": "[@rowan2024quantised]",
        "Typst: #cite(<key>)": "#cite(<rowan2024quantised>)",
        "short: your own": "Ben Rowan and Cora Voss, 2024",
    }
    settings = Settings(templates={"short": "{authors}, {year}"})
    async with running(few, settings=settings, size=(120, 40)) as screen:
        await screen.press("j")
        for label, text in wanted.items():
            await screen.press("Y")
            (line,) = (line for line in screen.lines if f" {label} " in line[: len(label) + 12])
            await screen.press(line.split()[1])
            assert clipboard.read_text() == text, label
        # This paper has no arXiv number: that is said, and the clipboard keeps what it held.
        await screen.press("Y", "x")
        assert "Nothing to copy" in screen.lines[-1]


def test_each_form_has_a_letter_of_its_own() -> None:
    names = [f"form{number}" for number in range(60)]
    given = letters(["apa", "acm", "bibtex", "biblatex", *names])
    assert given[:4] == ["a", "c", "b", "i"]
    there = [letter for letter in given if letter != " "]
    assert len(set(there)) == len(there) == 52 - 6
    assert not set(there) & set("jkJKyq")


async def test_several_are_copied_in_the_list_s_order_and_numbered(
    few: Path, clipboard: Path
) -> None:
    async with running(few) as screen:
        await screen.press("G", "k", "space", "g", "space", "space", "Y")
        # In the preview, where they are wrapped, there is space between them.
        second = next(line for line, text in enumerate(screen.lines) if "Rowan, B., & Vo" in text)
        assert not screen.lines[second - 1].rpartition("│")[0].rpartition("│")[2].strip()
        await screen.press("i")
        lines = clipboard.read_text().splitlines()
        assert [line[:8] for line in lines] == ["[1] A. Q", "[2] B. R", "[3] A. A"]
        assert "3 papers" in screen.lines[-1]
        await screen.press("s", "o", "y")
        assert clipboard.read_text().startswith("[1] A. A")
        await screen.press("Y", "D")  # which only one of them has
        assert clipboard.read_text() == "10.5555/kettle.1"
        assert "Copied (DOI, 1 of 3 papers)" in screen.lines[-1]
        await screen.press("escape", "G", "space", "k", "k", "space", "y")
        assert "Nothing to copy: these papers have none (DOI)" in screen.lines[-1]


async def test_of_several_those_without_what_is_copied_are_left_out_and_counted(
    tmp_path: Path, clipboard: Path
) -> None:
    source = write(tmp_path / "few.jsonl", [*FEW[:2], {"abstract": "Of nobody knows what, told."}])
    settings = Settings(style="ieee", templates={"own": "{doi}"})
    async with running(source, settings=settings) as screen:
        await screen.press("asterisk", "y")
        assert "2 of 3 papers" in screen.lines[-1]
        assert [line[:6] for line in clipboard.read_text().splitlines()] == ["[1] A.", "[2] B."]
        await screen.press("Y", "end", "enter")
        assert clipboard.read_text() == "10.5555/kettle.1"
        assert "Copied (own: your own, 1 of 3 papers)" in screen.lines[-1]
    async with running(source, settings=Settings(style="cite")) as screen:
        await screen.press("y")
        assert clipboard.read_text() == "\\cite{quill2025pruned}"


async def test_what_could_not_be_copied_is_shown_and_can_be_written(
    few: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    async with running(few, settings=Settings(clipboard="xsel")) as screen:
        await screen.press("y")
        assert "Not copied" in screen.text
        assert "Quill, A., Rowan, B., & Hart, S. (2025)" in " ".join(screen.text.split())
        await screen.press("w")
        assert "citation.txt" in screen.text
        await screen.press("enter")
        assert (tmp_path / "citation.txt").read_text() == f"{APA}\n"
        assert "Wrote" in screen.lines[-1]


async def test_of_a_long_text_the_beginning_is_shown_and_all_is_written(
    few: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    text = "\n".join(f"line {number}" for number in range(100_000))
    async with running(few) as screen:
        await screen.browse.citing.copy(text, "a text")
        await screen.settle()
        assert "Not copied, the first 100,000 characters shown" in screen.text
        assert screen.app.screen.query_one(TextArea).text == f"{text[:100_000]} …"
        await screen.press("w", "enter")
        assert (tmp_path / "citation.txt").read_text() == f"{text}\n"


async def test_why_nothing_could_be_copied_is_said_to_its_end(few: Path) -> None:
    async with running(few, size=NARROW) as screen:
        await screen.browse.citing.copy("x" * 1_000_000, "a text")
        await screen.settle()
        assert "Not copied" in screen.text
        assert "1000 kB are too much for a control sequence" in screen.words


async def test_without_a_desktop_the_terminal_is_sent_the_text_and_no_more_is_claimed(
    few: Path,
) -> None:
    async with running(few, size=NARROW) as screen:
        await screen.press("y")
        assert "Sent to the terminal, paste to check" in screen.lines[-1]


async def test_a_file_is_written_whole_and_never_over_another_unasked(
    few: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    async with running(few) as screen:
        await screen.press("w", "b", "ctrl+u", *"one.bib", "enter")
        assert screen.words.endswith("one.bib (BibTeX, 1 paper)")
        await screen.press("asterisk", "w", "b")
        assert "Write as BibTeX: 5 papers" in screen.text
        assert "papers.bib" in screen.text
        await screen.press("enter")
        assert "Wrote" in screen.words
        assert screen.words.endswith("papers.bib (BibTeX, 5 papers)")
        records = list(carrel.read(str(tmp_path / "papers.bib")))
        assert [item.title for item in records if isinstance(item, Record)] == [
            paper["title"] for paper in FEW
        ]
        (tmp_path / "papers.bib").write_text("mine")
        (tmp_path / "papers.bib").chmod(0o640)
        (tmp_path / "link.bib").symlink_to("papers.bib")
        for answer, holds in (("n", "mine"), ("y", "@misc{quill2025pruned")):
            await screen.press("w", "b", "ctrl+u", *"link.bib", "enter")
            assert "Replace" in screen.text
            await screen.press(answer)
            assert (tmp_path / "papers.bib").read_text().startswith(holds)
        assert (tmp_path / "link.bib").is_symlink()
        assert (tmp_path / "papers.bib").stat().st_mode & 0o777 == 0o640
        for path, told in {
            "few.jsonl": "never writes to what it reads",
            "none/papers.bib": "Not written",
            "~nobody-of-this-name/x": "Not written",
            "x" * 300: "file name too long",
            ".": "is a folder",
        }.items():
            await screen.press("w", "b", "ctrl+u")
            screen.hand_over(*path, "enter")
            await screen.settle()
            assert told in screen.words, path
            if "too long" not in told:  # it is asked again, and nothing has to be typed again
                assert [line for line in screen.lines if f"│  {path} " in line], screen.text
                await screen.press("escape")
        assert [json.loads(line) for line in few.read_text().splitlines()] == FEW
        assert not [path.name for path in tmp_path.iterdir() if "part" in path.name]


async def test_papers_are_added_to_the_end_of_a_file_that_is_there(
    few: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    refs = tmp_path / "refs.bib"
    refs.write_bytes(mine := b"% \xc3\xa9\r\n@misc{rowan2024quantised, title={Another}}")
    async with running(few, size=NARROW) as screen:
        await screen.press("w", "b", "ctrl+u", *"refs.bib", "enter")
        assert "Replace refs.bib? y yes n no a add to its end" in screen.words
        await screen.press("n")
        assert refs.read_bytes() == mine
        await screen.press("w", "b", "ctrl+u", *"refs.bib", "enter", "a")
        assert "Added 1 paper to refs.bib (BibTeX)" in screen.lines[-1]
        once = refs.read_bytes()
        assert once.startswith(mine + b"\r\n\r\n@misc{quill2025pruned,\r\n")
        await screen.press("w", "b", "ctrl+u", *"refs.bib", "enter", "a")
        assert "Nothing added to refs.bib: 1 was there already" in screen.lines[-1]
        assert refs.read_bytes() == once
        await screen.press("asterisk", "w", "l", "ctrl+u", *"refs.bib", "enter", "a")
        assert "Added 4 papers to refs.bib (BibLaTeX); 1 was there already" in screen.words
        assert refs.read_bytes().startswith(once + b"\r\n@article{rowan2024quantiseda,\r\n")
        refs.write_bytes(b"mine")
        await screen.press("w", "b", "ctrl+u", *"refs.bib", "enter", "a")
        assert "Nothing added: it can't be read as BibTeX: refs.bib" in screen.words
        assert refs.read_bytes() == b"mine"
        await screen.press("w", "d", "ctrl+u", *"refs.bib", "enter")
        assert "Replace refs.bib? y yes n no" in screen.words  # of a list that has a heading
        await screen.press("a")
        assert "Replace refs.bib?" in screen.words
        await screen.press("n")
        assert refs.read_bytes() == b"mine"


async def test_a_thousand_at_once_and_leaving_waits_for_them(
    tmp_path: Path, clipboard: Path
) -> None:
    source = write(tmp_path / "many.jsonl", many(1_000))
    async with running(source, size=MIDDLE, settings=Settings(style="bibtex")) as screen:
        await screen.press("asterisk", "Y")
        assert "1,000 papers, the first 12 shown" in screen.text
        await screen.press("escape")
        await screen.pilot.press("y")
        await screen.app.leave()
        await screen.settle()
    assert clipboard.read_text().count("@misc{") == 1_000


@pytest.mark.parametrize("keys", [["y"], ["w", "b", "enter"]])
async def test_escape_stops_the_putting_together_of_many_papers(
    tmp_path: Path, clipboard: Path, monkeypatch: pytest.MonkeyPatch, keys: list[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    async with running(write(tmp_path / "many.jsonl", many(5_000)), size=MIDDLE) as screen:
        await screen.press("asterisk")
        for key in keys[:-1]:
            await screen.press(key)
        screen.hand_over(keys[-1])
        await screen.says("Putting together 5,000 papers (esc stops it)")
        screen.hand_over("escape")
        await screen.settle()
        assert "Stopped: nothing was copied or written" in screen.lines[-1]
        assert not clipboard.exists()
        assert not (tmp_path / "papers.bib").exists()
        assert "5,000 selected" in screen.lines[0]
        await screen.press(*keys)
        assert "5,000 papers" in screen.lines[-1]
        assert clipboard.exists() or (tmp_path / "papers.bib").exists()
        await screen.press("escape")  # there is nothing to stop any more
        assert "selected" not in screen.lines[0]


async def test_who_leaves_meanwhile_is_told_what_it_waits_for_and_may_stop_it(
    tmp_path: Path, clipboard: Path
) -> None:
    async with running(write(tmp_path / "many.jsonl", many(5_000)), size=MIDDLE) as screen:
        await screen.press("asterisk")
        screen.hand_over("y", "q")
        await screen.says("Leaving when all is copied or written (esc stops it)")
        screen.hand_over("escape")
        await screen.settle()
        assert not screen.app.is_running
    assert not clipboard.exists()
