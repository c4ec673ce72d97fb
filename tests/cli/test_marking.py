"""`carrel mark`: stars, tags and read marks given and taken from the command line."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path
from typing import Any

import pytest

from tests.cli.conftest import Program
from tests.cli.test_annotations import path

HAN, ZHANG = "doi:10.1000/deep.1", "arxiv:2301.00001"
HISTORY = "`carrel history` takes it back"


def kept(carrel: Program) -> dict[str, Any]:
    """What the file on the disk says of papers, by their titles' first words."""
    text = path(carrel).read_text("utf-8") if path(carrel).exists() else '{"papers": {}}'
    return {
        entry["title"].split()[0]: {
            name: value
            for name, value in entry.items()
            if name in ("favourite", "read", "tags", "note")
        }
        for entry in json.loads(text)["papers"].values()
    }


def test_what_a_query_finds_is_tagged_and_those_that_are_already_are_counted(
    carrel: Program,
) -> None:
    done = carrel("mark", "--tag", "todo", "refs.bib", "-q", "year:2016")
    assert done == (0, "", f"carrel: Tagged +todo: 1 paper; {HISTORY}\n")
    done = carrel("mark", "refs.bib", "-q", "year:>=2000", "--tag", "#ToDo")
    assert done == (0, "", f"carrel: Tagged +ToDo: 2 papers, 1 was so already; {HISTORY}\n")
    assert kept(carrel) == {
        "Deep": {"tags": ["todo"]}, "Sparse": {"tags": ["ToDo"]}, "Pruning": {"tags": ["ToDo"]},
    }  # fmt: skip
    before = path(carrel).read_bytes()
    done = carrel("mark", "refs.bib", "-q", "#todo", "--tag", "todo")
    assert done == (0, "", "carrel: Tagged +todo: nothing to change, 3 were so already\n")
    assert path(carrel).read_bytes() == before


def test_a_text_is_no_tag(carrel: Program) -> None:
    asked = carrel("mark", "refs.bib", "-q", "year:2016", "--star", "--tag", "x" * 101)
    told = f"a tag has at most 100 characters, “{'x' * 20}…” has 101"
    assert asked == (2, "", f"carrel: {told}\n")
    assert not kept(carrel)
    carrel("mark", "refs.bib", "-q", "year:2016", "--tag", "short")
    assert carrel("tags", "--rename", "short", "x" * 101) == (2, "", f"carrel: {told}\n")
    assert kept(carrel) == {"Deep": {"tags": ["short"]}}


def test_all_that_is_asked_for_is_one_change_and_is_taken_back_by_the_history(
    carrel: Program,
) -> None:
    ways = ("--star", "--read", "--tag", "pruning, to read", "--tag", "new")
    assert carrel("mark", "refs.bib", "--id", HAN, *ways).code == 0
    first = {"favourite": True, "read": True, "tags": ["new", "pruning", "to read"]}
    assert kept(carrel) == {"Deep": first}
    back = ("--unstar", "--unread", "--untag", "NEW,never", "--untag", "to read", "--tag", "x")
    done = carrel("mark", "refs.bib", "--id", HAN, ZHANG, *back)
    label = "Took the star away, marked as unread, tagged +x -never -NEW -to read"
    assert done == (0, "", f"carrel: {label}: 2 papers; {HISTORY}\n")
    assert kept(carrel) == {"Deep": {"tags": ["pruning", "x"]}, "Pruning": {"tags": ["x"]}}
    (_, what, _), (at, _, _) = (line.split("\t") for line in carrel("history").lines)
    assert what == label
    assert carrel("history", "--restore", at).code == 0
    assert kept(carrel) == {"Deep": first}


def test_a_note_is_written_replaced_and_removed_and_the_history_has_each(carrel: Program) -> None:
    one = ("mark", "refs.bib", "--id", HAN)
    done = carrel(*one, "--star", "--note", "tables:\r\n  in \x1b[2J the appendix\udcff\n")
    assert done == (0, "", f"carrel: Starred, wrote a note: 1 paper; {HISTORY}\n")
    first = {"favourite": True, "note": "tables:\n  in  the appendix\ufffd"}
    assert kept(carrel) == {"Deep": first}
    assert carrel("list", "refs.bib", "-q", "note:appendix").out.count("\n") == 1
    again = carrel(*one, "--note", "read again")
    assert again.err == f"carrel: Wrote a note: 1 paper; {HISTORY}\n"
    assert carrel(*one, "--note", "read again").err.endswith(
        "nothing to change, 1 was so already\n"
    )
    assert kept(carrel) == {"Deep": {"favourite": True, "note": "read again"}}
    removed = carrel(*one, "--note", " \x1b")  # of which nothing would stay
    assert removed.err == f"carrel: Removed the note: 1 paper; {HISTORY}\n"
    assert kept(carrel) == {"Deep": {"favourite": True}}
    at, what, _ = carrel("history").lines[-1].split("\t")
    assert what == "Starred, wrote a note"
    assert carrel("history", "--restore", at).code == 0
    assert kept(carrel) == {"Deep": first}
    assert carrel(*one, "--note", "a", "--unstar").code == 0
    assert carrel("mark", "refs.bib", "-q", "year:>=2000", "--note", "").code == 0
    assert not kept(carrel)


def test_papers_are_named_by_ids_links_and_the_lines_of_a_list(carrel: Program) -> None:
    listed = carrel("list", "refs.bib", "-q", "muller | han").out
    link = "https://arxiv.org/abs/2301.00001v2"
    done = carrel("mark", "refs.bib", "--id", link, "-", HAN, "--star", stdin=listed)
    assert done == (0, "", f"carrel: Starred: 3 papers; {HISTORY}\n")
    assert kept(carrel) == {name: {"favourite": True} for name in ("Deep", "Sparse", "Pruning")}
    assert carrel("list", "refs.bib", "-q", "-is:fav") == (1, "", "carrel: no paper found\n")
    done = carrel("mark", "refs.bib", "--id", "-", "--unstar")
    assert done == (1, "", "carrel: no paper found\n")
    assert len(kept(carrel)) == 3


def test_an_id_that_no_paper_has_is_said_and_the_others_are_marked(carrel: Program) -> None:
    done = carrel("mark", "refs.bib", "--id", "doi:10.1/none", ZHANG, "--read")
    assert done.code == 1
    assert done.err == (
        f"carrel: no paper has the id doi:10.1/none\ncarrel: Marked as read: 1 paper; {HISTORY}\n"
    )
    assert kept(carrel) == {"Pruning": {"read": True}}
    assert carrel("mark", "refs.bib", "--id", "doi:10.1/none", "--unread").code == 1
    assert kept(carrel) == {"Pruning": {"read": True}}


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--tag", "todo"], "which papers? say so with -q QUERY or --id ID"),
        (["--tag", "todo", "-q", " "], "which papers? say so with -q QUERY or --id ID"),
        (["--tag", "todo", "-q", "sort:year"], "which papers? say so with -q QUERY or --id ID"),
        (["--tag", "todo", "-q", "is:unr"], "no state “unr”: did you mean unread?"),
        (["--tag", "todo", "--tag", "", "-q", "han"], "--tag needs a tag"),
        (["--untag", "#", "-q", "han"], "--untag needs a tag"),
        (["-q", "han", "--star", "--read", "--unstar"], "--star or --unstar, not both"),
        (["-q", "han", "--unread", "--read"], "--read or --unread, not both"),
        (
            ["-q", "han", "--tag", "a,#B,c", "--untag", "C", "--untag", "b"],
            "--tag or --untag B, c, not both",
        ),
        (["-q", "han"], "mark them how? --star, --read, --tag TAG, one of their opposites, or "),
        (["-q", "year:>=2000", "--note", "x"], "a note is of one paper, and these are 3"),
        (["-q", "han", "--note"], "argument --note: expected one argument"),
        (["-", "--star", "--id", "-"], "standard input is papers or ids, not both"),
    ],
)
def test_nothing_is_changed_where_it_is_not_clear_what(
    carrel: Program, arguments: list[str], said: str
) -> None:
    done = carrel("mark", "refs.bib", *arguments)
    assert (done.code, done.out) == (2, "")
    assert done.err.startswith(f"carrel: {said}")
    assert not path(carrel).exists()


def test_where_nothing_is_found_nothing_is_written(carrel: Program) -> None:
    done = carrel("mark", "refs.bib", "-q", "zzzzzz", "--star")
    assert done == (1, "", "carrel: no paper found\n")
    assert not path(carrel).exists()


def test_marks_made_side_by_side_all_stay(carrel: Program) -> None:
    command = carrel.command("mark", "refs.bib", "-q", "year:>=2000", "--tag")
    running = [
        subprocess.Popen(
            [*command, f"t{i}"], cwd=carrel.home, env=carrel.env, stderr=subprocess.PIPE
        )
        for i in range(4)
    ]
    assert [process.communicate()[1].count(b"3 papers") for process in running] == [1] * 4
    assert [entry["tags"] for entry in kept(carrel).values()] == [["t0", "t1", "t2", "t3"]] * 3


def test_a_damaged_file_is_told_of_and_kept(carrel: Program) -> None:
    carrel.file("data/annotations.json", "{ not json")
    done = carrel("mark", "refs.bib", "--id", HAN, "--star")
    assert done.code == 0
    assert "is damaged" in done.err
    assert kept(carrel) == {"Deep": {"favourite": True}}
    assert "{ not json" in [file.read_text() for file in path(carrel).parent.iterdir()]


def test_what_cannot_be_saved_is_not_said_to_be(carrel: Program) -> None:
    path(carrel).mkdir(parents=True)
    done = carrel("mark", "refs.bib", "--id", HAN, "--star")
    assert done.code == 2
    assert "carrel: not saved: " in done.err
    assert "Starred" not in done.err


@pytest.mark.parametrize(
    "arguments",
    [
        ["mark", "refs.bib", "--id", HAN, "--star"],
        ["tags", "--rename", "old", "new"],
    ],
)
def test_a_history_that_is_not_kept_is_told_of(carrel: Program, arguments: list[str]) -> None:
    carrel("mark", "refs.bib", "--id", HAN, "--tag", "old")
    history = path(carrel).with_name("annotations.json.history")
    history.unlink()
    history.mkdir()
    done = carrel(*arguments)
    assert done.code == 0
    assert done.err.count("The history is not kept") == 1


def test_the_state_is_where_it_is_said_to_be_and_the_source_stays(carrel: Program) -> None:
    source = carrel.home / "refs.bib"
    before = source.read_bytes()
    done = carrel("mark", "refs.bib", "--id", HAN, "--star", "--state", "my own.json")
    assert done.code == 0
    assert json.loads(Path(carrel.home, "my own.json").read_text())["papers"][HAN]["favourite"]
    assert "; `carrel history --state 'my own.json'` takes it back" in done.err
    assert "Starred" in carrel("history", "--state", "my own.json").out
    assert not path(carrel).exists()
    assert source.read_bytes() == before
