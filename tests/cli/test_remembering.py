from __future__ import annotations

import os

from tests.cli.conftest import Program


def test_remembered_sources_are_what_a_bare_verb_opens(carrel: Program) -> None:
    done = carrel("add", "refs.bib")
    path = str(carrel.home / "refs.bib")
    assert (done.code, done.out) == (0, "")
    assert done.err == f"carrel: a bare `carrel` opens 1 source: {path}\n"
    assert len(carrel("list").lines) == 3
    assert carrel("add", "--list").lines == [path]


def test_forgetting(carrel: Program) -> None:
    carrel.file("b.bib", "@book{b, title={B}}")
    carrel("add", "refs.bib", "b.bib")
    assert carrel("add", "--remove", "refs.bib").code == 0
    assert carrel("list").lines[0].split("\t")[3] == "B"
    done = carrel("add", "--remove", "refs.bib")
    assert (done.code, done.err) == (2, "carrel: refs.bib was not remembered\n")
    (carrel.home / "b.bib").unlink()
    done = carrel("add", "--remove", "b.bib")
    assert done.code == 0
    assert "sample papers" in done.err
    assert len(carrel("list").lines) == 43


def test_only_what_can_be_read_is_remembered(carrel: Program) -> None:
    carrel.file("photo.jpg", b"\xff\xd8\xff\xe0\x00\x10JFIF\x00")
    carrel.file("later.bib", "")
    (carrel.home / "empty").mkdir()
    done = carrel("add", "none.bib", "photo.jpg", "-", "empty", "", "later.bib")
    assert done.code == 2
    assert done.err.splitlines()[:-1] == [
        "carrel: none.bib: no such file or directory; not remembered",
        "carrel: photo.jpg: not text; not remembered",
        "carrel: -: standard input is gone when it has been read; not remembered",
        "carrel: empty: no papers in this folder: no file of a known kind; not remembered",
        "carrel: “”: no such file or directory; not remembered",
    ]
    assert carrel("add", "--list").lines == [str(carrel.home / "later.bib")]


def test_of_many_sources_few_are_told_by_name(carrel: Program) -> None:
    names = [carrel.file(f"{i}.bib", f"@book{{b, title={{B{i}}}}}") for i in range(9)]
    said = carrel("add", *names).err
    assert [f"{i}.bib" in said for i in range(9)] == [True] * 5 + [False] * 4
    assert "opens 9 sources: " in said
    assert said.endswith("4.bib and 4 more; `carrel add --list` shows all\n")
    assert len(carrel("add", "--list").lines) == 9


def test_a_remembered_source_that_is_gone_is_told_and_the_others_open(carrel: Program) -> None:
    carrel.file("b.bib", "@book{b, title={B}}")
    carrel("add", "refs.bib", "b.bib")
    (carrel.home / "b.bib").unlink()
    done = carrel("list")
    assert (done.code, len(done.lines)) == (1, 3)
    assert done.err == f"carrel: {carrel.home / 'b.bib'}: no such file or directory\n"


def test_a_list_that_cannot_be_read_is_told(carrel: Program) -> None:
    (carrel.home / "config" / "sources").mkdir(parents=True)
    for arguments in (["list"], ["add", "refs.bib"], ["add", "--list"], ["add", "--remove", "x"]):
        done = carrel(*arguments)
        assert done.code == 2
        assert done.err == f"carrel: {carrel.home / 'config' / 'sources'}: is a directory\n"


def test_wrong_usage(carrel: Program) -> None:
    assert carrel("add", "--remove").code == 2
    assert carrel("add", "--list", "refs.bib").code == 2


def test_a_name_with_a_line_end_is_remembered_and_shown_on_one_line(carrel: Program) -> None:
    name = "two\nlines\x1b[31m.bib"
    os.rename(carrel.home / "refs.bib", carrel.home / name)
    carrel("add", name)
    assert len(carrel("list").lines) == 3
    done = carrel("add", "--list")
    assert done.lines == [str(carrel.home / "two") + "\\nlines\\x1b[31m.bib"]
