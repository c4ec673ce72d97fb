from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.cli.conftest import Program

ITEMS = [
    {"id": "a", "type": "book", "title": "First", "author": [{"family": "Abel", "given": "A."}]},
    {"id": "b", "type": "book"},
    "no item",
    {"id": "d", "type": "book", "title": "Fourth", "issued": {"date-parts": [[2001]]}},
]


def test_each_item_has_its_line_in_order(carrel: Program) -> None:
    done = carrel("cite", "--from", "-", "--style", "apa", stdin=json.dumps(ITEMS, indent=1))
    assert done.lines == ["Abel, A. (n.d.). First.", "", "", "Fourth. (2001)."]
    assert done.code == 1
    assert done.err.count("\n") == 1


def test_an_entry_with_a_fault_has_one_line_and_one_that_is_not_read_an_empty_one(
    carrel: Program,
) -> None:
    carrel.file("x.bib", "@misc{a, title={First\n\n@misc{b}\n@misc{c, title={Last}}\n")
    done = carrel("cite", "--from", "x.bib", "--style", "apa")
    assert (done.code, done.lines) == (1, ["First. (n.d.).", "", "Last. (n.d.)."])
    assert "x.bib:1: read with a fault: the brace that opens title is not closed" in done.err


def test_lists_are_numbered_only_when_asked(carrel: Program) -> None:
    numbered = carrel("cite", "refs.bib", "--style", "ieee", "--number").lines
    plain = carrel("cite", "refs.bib", "--style", "ieee").lines
    assert numbered == [f"[{i}] {line}" for i, line in enumerate(plain, 1)]
    assert not plain[0].startswith("[")
    for style in ("apa", "bibtex", "key", "jsonl", "table"):
        asked = carrel("cite", "refs.bib", "--style", style, "--number")
        assert asked == (0, carrel("cite", "refs.bib", "--style", style).out, asked.err)
        assert asked.err == f"carrel: {style} has no numbers: --number does nothing\n"
    assert not carrel("cite", "refs.bib", "--style", "ieee", "--number").err


@pytest.mark.parametrize(
    ("style", "expected"),
    [
        ("key", "mueller2020"),
        ("latex", "\\cite{mueller2020}"),
        ("title", "Sparse Attention, Explained"),
        ("apa", "Müller, J. (2020). Sparse Attention, Explained. Proceedings of Instances."),
    ],
)
def test_styles_and_short_forms(carrel: Program, style: str, expected: str) -> None:
    done = carrel("cite", "refs.bib", "-q", "muller", "--style", style)
    assert done.lines == [expected]


def test_ids_are_cited_in_the_order_asked_for(carrel: Program) -> None:
    ids = ("https://arxiv.org/abs/2301.00001v2", "10.1000/DEEP.1")
    assert carrel("cite", "refs.bib", "--style", "key", "--id", *ids).lines == [
        "zhang2023",
        "han2016",
    ]


def test_an_id_that_no_paper_has_is_said(carrel: Program) -> None:
    done = carrel("cite", "refs.bib", "--style", "key", "--id", "doi:10.1/none", "arxiv:2301.00001")
    assert (done.code, done.lines) == (1, ["zhang2023"])
    assert done.err == "carrel: no paper has the id doi:10.1/none\n"
    done = carrel("cite", "--id", "arxiv:2301.00001", "refs.bib")
    assert done.code == 1
    assert "sources go before --id" in done.err


def test_ids_or_lines_of_a_list_are_read_from_standard_input(carrel: Program) -> None:
    ids = "\narxiv:2301.00001\n  10.1000/DEEP.1\r\n"
    done = carrel("cite", "refs.bib", "--style", "key", "--id", "-", stdin=ids)
    assert (done.code, done.lines) == (0, ["zhang2023", "han2016"])
    listed = carrel("list", "refs.bib", "-q", "author:han | muller", "--sort", "oldest").out
    cite = ("cite", "refs.bib", "--style", "key", "--id")
    assert carrel(*cite, "-", stdin=listed).lines == ["han2016", "mueller2020"]
    carrel.file("note.bib", "@misc{note, title={Notes}, abstract={On 10.1000/deep.1}}")
    listed = carrel("list", "note.bib", "--format", "jsonl").out
    done = carrel("cite", "refs.bib", "note.bib", "--style", "key", "--id", "-", stdin=listed)
    assert (done.code, done.lines) == (0, ["note"])  # and not what its abstract speaks of
    done = carrel(*cite, "-", stdin='{"id": 7}\n{"id"\n{}\n')
    assert (done.code, done.err.count("no paper has the id")) == (1, 3)
    done = carrel(*cite, "arxiv:2301.00001", "-", stdin=ids)  # one of them twice
    assert (done.code, done.lines) == (0, ["zhang2023", "han2016"])
    assert carrel(*cite, "-") == (1, "", "carrel: no paper found\n")
    done = carrel("cite", "-", "--id", "-", stdin=ids)
    assert (done.code, done.out) == (2, "")
    assert done.err == "carrel: standard input is papers or ids, not both\n"


def test_a_query_beside_ids_is_refused_before_anything_is_read(carrel: Program) -> None:
    for verb in (["cite"], ["mark", "--star"]):
        done = carrel(*verb, "none.bib", "-q", "han", "--id", "arxiv:2301.00001")
        assert done == (2, "", "carrel: the papers are those of -q or those of --id, not both\n")


def test_an_id_that_several_papers_have_is_said(carrel: Program) -> None:
    carrel.file(
        "book.bib",
        "@incollection{lee, title = {Wool}, author = {Lee, Ada}, doi = {10.5555/sheep}}\n"
        "@incollection{fay, title = {Milk}, author = {Fay, Bo}, doi = {10.5555/sheep}}\n",
    )
    done = carrel("cite", "book.bib", "--style", "key", "--id", "10.5555/sheep")
    assert (done.code, done.out) == (1, "")
    said, _, ids = done.err.strip().rpartition(": ")
    assert said == "carrel: 2 papers have the id 10.5555/sheep"
    for style, lines in (("key", ["lee", "fay"]), ("title", ["Wool", "Milk"])):
        assert carrel("cite", "book.bib", "--style", style, "--id", *ids.split()).lines == lines
    assert len(carrel("list", "book.bib", "-q", "id:10.5555/sheep").lines) == 2


def test_nothing_found(carrel: Program) -> None:
    done = carrel("cite", "refs.bib", "-q", "zzzzzz")
    assert (done.code, done.out, done.err) == (1, "", "carrel: no paper found\n")


def test_settings_give_the_style_the_templates_and_the_citekeys(carrel: Program) -> None:
    carrel.file(
        "config/carrel.toml",
        'style = "mine"\ncitekey = "{Author}{year}"\nstile = 1\n'
        '[templates]\nmine = "{key}: {title} ({year})"\n',
    )
    carrel.file("x.bib", "@book{, title = {Own}, author = {Lee, Ada}}")
    done = carrel("cite", "--from", "x.bib")
    assert done.lines == ["Lee: Own"]
    assert "carrel.toml:3: no setting “stile”; did you mean “style”?" in done.err
    assert carrel("cite", "--from", "x.bib", "--style", "apa").lines == ["Lee, A. (n.d.). Own."]
    assert carrel("cite", "--from", "x.bib", "--style", "citekey").lines == ["Lee"]


def test_an_unknown_style_is_refused_before_anything_is_read(carrel: Program) -> None:
    done = carrel("cite", "no-such-file.bib", "--style", "appa")
    assert done.code == 2
    assert done.err == "carrel: no style or format “appa”; did you mean “apa”?\n"
    assert "did you mean “bibtex”?" in carrel("list", "--format", "BibTeX").err
    done = carrel("export", "no-such-file.bib", "--format", "docx")
    assert ", bibtex, " in done.err


def test_a_missing_style_file_is_said(carrel: Program) -> None:
    done = carrel("cite", "refs.bib", "--style", "none.csl")
    assert (done.code, done.out) == (2, "")
    assert "none.csl: no such file" in done.err


def test_from_takes_all_of_one_file(carrel: Program) -> None:
    assert carrel("cite", "--from", "refs.bib", "-q", "x").code == 2
    done = carrel("cite", "--from", "none.bib")
    assert (done.code, done.out) == (2, "")
    assert done.err.splitlines() == [
        "carrel: none.bib: no such file or directory",
        "carrel: nothing could be read",
    ]


@pytest.fixture
def clipboard(carrel: Program) -> Path:
    """A desktop whose clipboard is a file."""
    board = carrel.home / "board"
    tool = carrel.file(
        "bin/xclip", f'#!/bin/sh\ncase $3 in -in) cat > "{board}";; *) cat "{board}";; esac\n'
    )
    (carrel.home / tool).chmod(0o755)
    carrel.env["PATH"] = f"{carrel.home / 'bin'}:{carrel.env['PATH']}"
    carrel.env["DISPLAY"] = ":9"
    return board


def test_a_citation_is_copied_instead_of_printed(carrel: Program, clipboard: Path) -> None:
    done = carrel("cite", "refs.bib", "-q", "muller", "--style", "key", "--copy")
    assert (done.code, done.out, done.err) == (0, "", "carrel: Copied (1 paper)\n")
    assert clipboard.read_text() == "mueller2020"


def test_what_could_not_be_copied_is_printed(carrel: Program, clipboard: Path) -> None:
    clipboard.mkdir()  # so that it can hold nothing
    carrel.file("config/carrel.toml", 'clipboard = "xclip"')
    done = carrel("cite", "refs.bib", "-q", "muller", "--style", "key", "--copy")
    assert (done.code, done.lines) == (2, ["mueller2020"])
    assert done.err.startswith("carrel: Not copied: xclip")
