"""`carrel tags` and `carrel history`: what the person said of papers, from the command line."""

from __future__ import annotations

import json
from datetime import datetime, timedelta
from pathlib import Path
from time import sleep

import pytest

from carrel.annotations import Annotations, Stored, edit_tags, set_favourite
from tests.cli.conftest import Program


@pytest.fixture
def annotated(carrel: Program) -> Program:
    annotations = Annotations(path(carrel))
    papers = [Stored(f"doi:10.1/{name}", (), name.upper()) for name in "abc"]
    annotations.change(papers, edit_tags(add=["nlp"]), "Tagged #nlp")
    sleep(0.002)  # the moments of the history are milliseconds
    annotations.change(papers[:1], edit_tags(add=["to read"]), "Tagged #to read")
    sleep(0.002)  # the moments of the history are milliseconds
    annotations.change(papers[1:], set_favourite(True), "Starred")
    return carrel


def path(carrel: Program) -> Path:
    return carrel.home / "data" / "annotations.json"


def test_tags_with_their_numbers_of_papers(annotated: Program) -> None:
    done = annotated("tags")
    assert (done.code, done.out) == (0, "3\tnlp\n1\tto read\n")


def test_without_tags_nothing_is_found(carrel: Program) -> None:
    assert carrel("tags") == (1, "", "carrel: no paper has a tag\n")
    assert not path(carrel).exists()


def test_tags_are_renamed_and_merged(annotated: Program) -> None:
    done = annotated("tags", "--rename", "nlp", "to read", "language")
    assert done.code == 0
    assert "3 papers" in done.err
    assert annotated("tags").out == "3\tlanguage\n"


def test_tags_are_removed(annotated: Program) -> None:
    done = annotated("tags", "--remove", "nlp", "never")
    assert done.code == 1
    assert "no paper has the tag never" in done.err
    assert annotated("tags").out == "1\tto read\n"


def test_renaming_needs_two_names(annotated: Program) -> None:
    done = annotated("tags", "--rename", "nlp")
    assert done.code == 2
    done = annotated("tags", "--rename", "", "x")
    assert done == (2, "", "carrel: --rename needs a tag, or several, and the new name\n")
    done = annotated("tags", "--rename", "nlp", "x", "--remove", "to read")
    assert done == (2, "", "carrel: --rename or --remove, not both\n")
    assert annotated("tags").lines[0] == "3\tnlp"


def test_the_history_is_newest_first(annotated: Program) -> None:
    lines = [line.split("\t") for line in annotated("history").lines]
    assert [line[1:] for line in lines] == [
        ["Starred", "B; C"],
        ["Tagged #to read", "A"],
        ["Tagged #nlp", "A; B and 1 more"],
    ]
    moments = [line[0] for line in lines]
    assert moments == sorted(moments, reverse=True)
    assert annotated("history", "--limit", "0") == (0, "", "")
    row = json.loads(annotated("history", "--limit", "1", "--format", "jsonl").out)
    assert row["papers"][0] == {
        "id": "doi:10.1/b", "title": "B", "was": {"favourite": False}, "now": {"favourite": True},
    }  # fmt: skip


def test_an_earlier_state_is_restored_and_that_taken_back(annotated: Program) -> None:
    starred, *_, first = (line.split("\t")[0] for line in annotated("history").lines)
    done = annotated("history", "--restore", first)
    assert done.code == 0
    assert annotated("tags").out == "3\tnlp\n"
    assert annotated("history", "--restore", starred).code == 0
    assert annotated("tags").out == "3\tnlp\n1\tto read\n"
    done = annotated("history", "--restore", "2999-01-01")
    assert (done.code, done.err) == (1, "carrel: nothing to restore: all is as it was then\n")


def test_moments_are_local_time_unless_they_say_otherwise(annotated: Program) -> None:
    before_the_stars = datetime.fromisoformat(annotated("history").lines[1].split("\t")[0])
    ahead = (before_the_stars + timedelta(hours=5)).replace(tzinfo=None)
    done = annotated("history", "--restore", str(ahead), env={"TZ": "UTC-5"})
    assert done.code == 0
    papers = json.loads(path(annotated).read_text())["papers"]
    assert len(papers) == 3
    assert not any(paper.get("favourite") for paper in papers.values())


def test_what_is_no_moment_is_refused(annotated: Program) -> None:
    done = annotated("history", "--restore", "yesterday")
    assert done.code == 2
    assert "“yesterday” is no moment" in done.err


def test_a_damaged_file_is_told_and_not_overwritten(carrel: Program) -> None:
    carrel.file("data/annotations.json", "{ not json")
    done = carrel("list", "refs.bib")
    assert done.code == 0
    assert "annotations.json" in done.err
    carrel("tags")
    kept = [file.read_text() for file in path(carrel).parent.iterdir()]
    assert "{ not json" in kept


def test_what_cannot_be_saved_is_told(annotated: Program) -> None:
    path(annotated).unlink()
    path(annotated).mkdir()
    done = annotated("tags", "--rename", "nlp", "x")
    assert done.code != 0
    assert done.err
