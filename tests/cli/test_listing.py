from __future__ import annotations

import json

import pytest
from rich.cells import cell_len

from tests.cli.conftest import Program
from tests.terminal import run_on_a_terminal

FIELDS = [
    "id", "title", "title_inferred", "authors", "et_al", "date", "year", "categories", "venue",
    "doi", "arxiv", "url", "abstract", "keywords", "code", "score", "affiliation", "sources",
    "favourite", "tags", "read", "note",
]  # fmt: skip


def test_a_paper_is_a_line_of_columns(carrel: Program) -> None:
    done = carrel("list", "refs.bib")
    assert done.code == 0
    assert done.lines == [
        "\t2016\tHan et al.\tDeep Compression of Networks\tdoi:10.1000/deep.1",
        f"\t2020\tMüller\tSparse Attention, Explained\t{ids(carrel)[1]}",
        "\t2023\t张 & Li\tPruning Large Models\tarxiv:2301.00001",
    ]
    assert done.err == ""


def ids(carrel: Program) -> list[str]:
    rows = carrel("list", "refs.bib", "--format", "jsonl").lines
    return [json.loads(row)["id"] for row in rows]


def test_json_lines_have_every_field_also_where_nothing_is_known(carrel: Program) -> None:
    carrel.file("bare.json", '[{"id": "x", "type": "book", "title": "Bare"}]')
    done = carrel("list", "bare.json", "--format", "jsonl")
    row = json.loads(done.out)
    assert list(row) == FIELDS
    assert row["title"] == "Bare"
    assert row["sources"] == [{"path": "bare.json", "line": 1}]
    for field in set(FIELDS) - {"id", "title", "sources"}:
        assert row[field] in (None, False, []), field
    for field in ("authors", "categories", "keywords", "tags"):
        assert row[field] == []
    for field in ("title_inferred", "et_al", "code", "favourite", "read"):
        assert row[field] is False


def test_merged_papers_know_their_places_and_unmerged_records_have_one(carrel: Program) -> None:
    carrel.file(
        "more.bib", "@article{a, title={Deep  compression of networks}, doi={10.1000/DEEP.1}}"
    )
    merged = carrel("list", "refs.bib", "more.bib", "--format", "jsonl").lines
    assert len(merged) == 3
    places = json.loads(merged[0])["sources"]
    assert places == [{"path": "refs.bib", "line": 1}, {"path": "more.bib", "line": 1}]
    rows = carrel("list", "more.bib", "refs.bib", "--format", "jsonl", "--unmerged").lines
    records = [json.loads(row) for row in rows]
    assert [record["sources"] for record in records] == [
        [{"path": "more.bib", "line": 1}],
        [{"path": "refs.bib", "line": 1}],
        [{"path": "refs.bib", "line": 9}],
        [{"path": "refs.bib", "line": 16}],
    ]
    assert records[0]["title"] == "Deep compression of networks"
    assert records[0]["authors"] == []  # what the record itself says, not what the paper got


def test_unmerged_can_be_a_table_and_any_style(carrel: Program) -> None:
    assert len(carrel("list", "refs.bib", "refs.bib", "--unmerged").lines) == 3
    assert carrel("list", "refs.bib", "--unmerged", "--limit", "1").lines[0].endswith("deep.1")
    assert carrel("list", "refs.bib", "--unmerged", "--format", "key").lines == [
        "han2016",
        "mueller2020",
        "zhang2023",
    ]
    done = carrel("list", "refs.bib", "--unmerged", "--sort", "title")
    assert done.code == 2
    assert "--unmerged" in done.err


def test_a_query_chooses_and_ranks(carrel: Program) -> None:
    assert carrel("list", "refs.bib", "-q", "muller").lines[0].split("\t")[2] == "Müller"
    assert [
        line.split("\t")[1] for line in carrel("list", "refs.bib", "-q", "year:>=2020").lines
    ] == [
        "2023",
        "2020",
    ]


@pytest.mark.parametrize(
    ("order", "years"),
    [
        ("source", ["2016", "2020", "2023"]),
        ("newest", ["2023", "2020", "2016"]),
        ("oldest", ["2016", "2020", "2023"]),
        ("title", ["2016", "2023", "2020"]),
        ("author", ["2016", "2020", "2023"]),
        ("year", ["2016", "2020", "2023"]),  # as in a query
        ("-year", ["2023", "2020", "2016"]),
        ("-title", ["2020", "2023", "2016"]),
    ],
)
def test_orders(carrel: Program, order: str, years: list[str]) -> None:
    lines = carrel("list", "refs.bib", "--sort", order).lines
    assert [line.split("\t")[1] for line in lines] == years
    some = carrel(
        "list", "refs.bib", "--sort", order, "-q", "year:2016..2023", "--limit", "2"
    ).lines
    assert [line.split("\t")[1] for line in some] == years[:2]


@pytest.mark.parametrize("asked", [("--sort", "annotated"), ("-q", "sort:annotated")])
def test_what_was_annotated_last_comes_first(carrel: Program, asked: tuple[str, ...]) -> None:
    said = {
        "doi:10.1000/deep.1": {"changed": "2026-11-02T00:00:00Z", "read": True},
        "arxiv:2301.00001": {"changed": "2026-11-01T00:00:00Z", "favourite": True},
    }
    carrel.file("mine.json", json.dumps({"version": 1, "papers": said}))
    lines = carrel("list", "refs.bib", "--state", "mine.json", *asked).lines
    assert [line.split("\t")[1] for line in lines] == ["2016", "2023", "2020"]


def test_nothing_found_is_said_and_told_by_the_exit_code(carrel: Program) -> None:
    done = carrel("list", "refs.bib", "-q", "zzzzzz")
    assert (done.code, done.out, done.err) == (1, "", "carrel: no paper found\n")


def test_a_query_that_cannot_be_read_is_pointed_at(carrel: Program) -> None:
    done = carrel("list", "refs.bib", "-q", "deep autor:han")
    assert done.code == 2
    assert done.err.splitlines()[1:] == ["  deep autor:han", "       ^^^^^^"]
    for verb in (["list"], ["cite"], ["export"], ["mark", "--star"]):
        done = carrel(*verb, "none.bib", "-q", "year:")  # before anything is read
        assert done == (2, "", "carrel: nothing stands behind year:\n  year:\n  ^^^^^\n")
    done = carrel("export", "refs.bib", "-q", "is:unre")  # not all papers
    assert (done.code, done.out) == (2, "")
    assert "did you mean unread?" in done.err


def test_sources_and_options_may_come_in_any_order(carrel: Program) -> None:
    carrel.file("b.bib", "@book{b, title={Another}}")
    assert len(carrel("list", "refs.bib", "--limit", "9", "b.bib").lines) == 4
    assert len(carrel("list", "--limit", "9", "refs.bib", "b.bib").lines) == 4


def test_a_query_may_begin_with_a_hyphen_and_a_name_behind_two(carrel: Program) -> None:
    papers = [line.partition("\t")[2] for line in carrel("list", "refs.bib", "-q", "-deep").lines]
    assert [paper.split("\t")[0] for paper in papers] == ["2023", "2020"]
    assert len(carrel("list", "-q", "-is:fav", "refs.bib", "--limit", "2").lines) == 2
    done = carrel("list", "refs.bib", "-q", "--limit", "2")
    assert (done.code, done.out) == (2, "")
    assert "expected one argument" in done.err
    carrel.file("-rf", "@book{b, title={B}}")
    assert "\tB\t" in carrel("list", "--limit", "1", "--", "-rf").out
    assert len(carrel("list", "-n9", "--", "refs.bib", "-rf").lines) == 4


def test_standard_input_is_a_source(carrel: Program) -> None:
    done = carrel("list", "-", "--format", "jsonl", stdin="@book{b, title={Piped}}")
    assert json.loads(done.out)["sources"] == [{"path": "-", "line": 1}]
    assert carrel(
        "list", "-", "refs.bib", "-", "--format", "jsonl", stdin="@book{b, title={Piped}}"
    ).out.startswith(done.out)


def test_without_sources_the_sample_papers_are_listed(carrel: Program) -> None:
    done = carrel("list")
    assert done.code == 0
    assert len(done.lines) == 43


def test_stars_and_notes_are_listed_and_searched(carrel: Program) -> None:
    said = {"favourite": True, "tags": ["nlp"], "note": "read\nagain"}
    state = {"version": 1, "papers": {"doi:10.1000/deep.1": said}}
    carrel.file("mine.json", json.dumps(state))
    done = carrel("list", "refs.bib", "--state", "mine.json", "-q", "is:fav #nlp")
    assert done.lines == ["★\t2016\tHan et al.\tDeep Compression of Networks\tdoi:10.1000/deep.1"]
    row = json.loads(
        carrel("list", "refs.bib", "--format", "jsonl", env={"CARREL_STATE": "mine.json"}).lines[0]
    )
    assert (row["favourite"], row["tags"], row["note"]) == (True, ["nlp"], "read\nagain")


def test_a_paper_is_a_line_also_on_a_narrow_terminal(carrel: Program) -> None:
    for width, names in ((200, "Han et al."), (60, "Han et al."), (40, "Han et al."), (20, "")):
        command = carrel.command("list", "refs.bib")
        code, seen = run_on_a_terminal(command, carrel.env, carrel.home, size=(width, 24))
        lines = seen.decode().rpartition("\r\x1b[K")[2].splitlines()  # behind how far it is
        assert (code, len(lines)) == (0, 3)
        assert max(map(cell_len, lines)) <= width
        assert names in lines[0]
        assert "Deep Comp" in lines[0]
