from __future__ import annotations

import hashlib
import json
import os
from pathlib import Path

import pytest

from carrel.cli.exporting import BY_ENDING
from tests.cli.conftest import REFS, Program


@pytest.mark.parametrize("format", ["bibtex", "biblatex", "ris", "csl-json", "jsonl"])
def test_what_is_exported_and_read_again_is_the_same_papers(carrel: Program, format: str) -> None:
    exported = carrel("export", "refs.bib", "--format", format)
    assert exported.code == 0
    carrel.file("again", exported.out)
    fields = ("id", "title", "authors", "year", "doi", "arxiv")
    before, after = (
        [{field: json.loads(row)[field] for field in fields} for row in done.lines]
        for done in (
            carrel("list", "refs.bib", "--format", "jsonl"),
            carrel("list", "again", "--format", "jsonl"),
        )
    )
    assert before == after


def test_a_file_is_written_whole_and_the_number_of_papers_said(carrel: Program) -> None:
    done = carrel("export", "refs.bib", "-q", "year:>=2020", "-o", "out.bib")
    assert (done.code, done.out, done.err) == (0, "", "carrel: 2 papers written to out.bib\n")
    assert (carrel.home / "out.bib").read_text() == carrel(
        "export", "refs.bib", "-q", "year:>=2020"
    ).out
    assert not [name for name in os.listdir(carrel.home) if name.startswith(".carrel")]


@pytest.mark.parametrize(
    ("name", "format"),
    [*BY_ENDING.items(), (".MD", "markdown"), (".gz", "bibtex"), ("", "bibtex")],
)
def test_without_a_format_the_ending_of_the_file_chooses_it(
    carrel: Program, name: str, format: str
) -> None:
    done = carrel("export", "refs.bib", "-o", f"out{name}")
    assert done.code == 0
    expected = carrel("export", "refs.bib", "--format", format).out
    assert (carrel.home / f"out{name}").read_text() == expected
    # Where no ending says so, the program does.
    assert ("as bibtex" in done.err) == (name.lower() not in BY_ENDING)


def test_a_format_that_is_named_goes_before_the_ending(carrel: Program) -> None:
    done = carrel("export", "refs.bib", "--format", "ris", "-o", "out.md")
    assert (done.code, done.err) == (0, "carrel: 3 papers written to out.md\n")
    assert (carrel.home / "out.md").read_text().startswith("TY  - ")


def test_an_existing_file_keeps_its_mode_and_its_link(carrel: Program) -> None:
    carrel.file("real.bib", "old")
    (carrel.home / "real.bib").chmod(0o600)
    (carrel.home / "link.bib").symlink_to("real.bib")
    carrel("export", "refs.bib", "-o", "link.bib")
    assert (carrel.home / "link.bib").is_symlink()
    assert (carrel.home / "real.bib").read_text().startswith("@article{han2016")
    assert (carrel.home / "real.bib").stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize("name", ["refs.bib", "~/refs.bib", "link.bib", "hard.bib"])
def test_a_source_is_never_written(carrel: Program, name: str) -> None:
    (carrel.home / "link.bib").symlink_to("refs.bib")
    os.link(carrel.home / "refs.bib", carrel.home / "hard.bib")
    done = carrel("export", "refs.bib", "-o", name)
    assert done.code == 2
    assert "is one of the sources" in done.err
    assert (carrel.home / "refs.bib").read_text() == REFS


def test_nothing_found_leaves_the_file_as_it_was(carrel: Program) -> None:
    carrel.file("out.bib", "kept")
    done = carrel("export", "refs.bib", "-q", "zzzzzz", "-o", "out.bib")
    assert (done.code, done.err) == (1, "carrel: no paper found; out.bib is not written\n")
    assert (carrel.home / "out.bib").read_text() == "kept"


@pytest.mark.parametrize(
    ("output", "why"), [("none/out.bib", "no such file or directory"), (".", "is a directory")]
)
def test_what_cannot_be_written_is_said(carrel: Program, output: str, why: str) -> None:
    done = carrel("export", "refs.bib", "-o", output)
    assert (done.code, done.err) == (2, f"carrel: {output} could not be written: {why}\n")


def test_nothing_that_is_read_changes(carrel: Program) -> None:
    carrel.file("library/a.bib", REFS)
    carrel.file("library/sub/page.txt", Path(__file__).with_name("page.txt").read_bytes())
    for name in ("library/a.bib", "library/sub/page.txt"):
        (carrel.home / name).chmod(0o444)
    for folder in ("library", "library/sub"):
        (carrel.home / folder).chmod(0o555)
    before = checksums(carrel.home / "library")
    for verb in ("list", "cite", "check", "export"):
        assert carrel(verb, "library").code == 0
    carrel("add", "library")
    carrel("related", "doi:10.1000/deep.1")
    assert checksums(carrel.home / "library") == before


def checksums(folder: Path) -> dict[str, tuple[str, int]]:
    return {
        str(path): (hashlib.sha256(path.read_bytes()).hexdigest(), path.stat().st_mtime_ns)
        for path in folder.rglob("*")
        if path.is_file()
    }
