from __future__ import annotations

import json
import os
from pathlib import Path
from threading import Thread
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from carrel.cli.accounting import account
from carrel.paper import Place
from carrel.readers.source import Source
from tests.cli.conftest import REFS, Program
from tests.terminal import run_on_a_terminal

BROKEN = """\
% my papers
@article{good, title={Whole}, year=2001}

@article{bad, title={Never closed,
  year = 2002

@book{after, title={Goes on}}
"""


PAGE = Path(__file__).with_name("page.txt").read_text()


def accounts(carrel: Program, *arguments: str, stdin: str = "") -> list[dict[str, Any]]:
    done = carrel("check", *arguments, "--format", "jsonl", stdin=stdin)
    return [json.loads(line) for line in done.lines]


def test_records_are_new_or_merged(carrel: Program) -> None:
    carrel.file(
        "more.bib",
        "@article{a, title={Deep Compression}, doi={10.1000/deep.1}}\n@book{b, title={B}}",
    )
    done = carrel("check", "refs.bib", "more.bib")
    assert done.code == 0
    assert done.lines[0].split() == [
        "format", "records", "new", "merged", "rejected", "faulty", "lines", "other", "seconds",
        "source",
    ]  # fmt: skip
    first, second = (line.split() for line in done.lines[1:3])
    assert (first[:8], first[9]) == (["bibtex", "3", "3", "0", "0", "0", "20", "0"], "refs.bib")
    assert (second[:8], second[9]) == (["bibtex", "2", "1", "1", "0", "0", "2", "0"], "more.bib")
    assert done.lines[-1] == "5 records of 4 papers; 0 rejected"


def test_what_is_rejected_is_told_with_its_place_reason_and_text(carrel: Program) -> None:
    carrel.file("broken.bib", BROKEN + "@misc{empty}\n")
    done = carrel("check", "broken.bib")
    assert done.code == 1
    (account,) = accounts(carrel, "broken.bib")
    faulty, rejected = account["rejects"]
    assert (account["records"], account["rejected"], account["faulty"]) == (3, 1, 1)
    assert (faulty["line"], rejected["line"]) == (4, 8)
    assert "broken.bib:8: rejected: @misc without fields" in done.lines
    # An entry that was read and has a fault is no lost paper.
    assert faulty["reason"] == "read with a fault: the brace that opens title is not closed"
    assert f"broken.bib:4: {faulty['reason']}" in done.lines
    assert done.lines[-1] == "3 records of 3 papers; 1 rejected, 1 read with a fault"
    assert "broken.bib: text in no record: line 1" in done.lines
    assert any("Never closed" in line for line in done.lines)


@pytest.mark.parametrize(
    "text", [BROKEN, "", "\n \n", "nothing known\n", "[]", '[\n{"id": "a", "x": 1}\n]', PAGE]
)
def test_every_line_that_is_not_blank_is_accounted_for(carrel: Program, text: str) -> None:
    carrel.file("source", text)
    (line,) = accounts(carrel, "source")
    lines = line["lines"]
    others = sum(end - start + 1 for start, end in lines["other"])
    assert lines["total"] == len([part for part in text.split("\n") if part.strip()])
    assert lines["total"] == lines["records"] + lines["rejected"] + others


def test_standard_input_is_accounted_for_too(carrel: Program) -> None:
    (line,) = accounts(carrel, "-", stdin=BROKEN)
    assert (line["path"], line["rejected"], line["faulty"]) == ("-", 0, 1)
    assert line["lines"]["total"] == 5


def test_a_line_in_no_record_is_told_once(carrel: Program) -> None:
    carrel.file("page.txt", PAGE)
    carrel.file("feed.json", '{"next": 2,\n"papers": [\n{"title": "On Ponds"}]}\n')
    done = carrel("check", "page.txt", "feed.json")
    assert done.code == 0
    assert done.lines[3:-1] == ["page.txt: 1 short line is not part of any paper: line 1"]


def test_what_bibtex_has_between_entries_is_no_text_in_no_record(carrel: Program) -> None:
    carrel.file(
        "refs.bib",
        "@comment{jabref-meta: databaseType:bibtex;\n\n grouping:}\n"
        "@string{j = {A Journal}}\n@preamble{{a}\n # {b}}\n@COMMENT(a word\nmine)\n"
        "@comment{@book{x, title={X}}}\n@book{a, title={A}}\nDear all\n",
    )
    carrel.file("strings.bib", "@string(j = {A Journal})\n")
    done = carrel("check", "refs.bib", "strings.bib")
    assert done.code == 0
    assert [line for line in done.lines if "text in no record" in line] == [
        "refs.bib: text in no record: lines 8, 11"
    ]
    first, second = accounts(carrel, "refs.bib", "strings.bib")
    assert first["lines"]["other"] == [[1, 1], [3, 9], [11, 11]]
    assert second["lines"]["words"] == []
    (piped,) = accounts(carrel, "-", stdin=(carrel.home / "refs.bib").read_text())
    assert piped["lines"] == first["lines"]


def test_what_bibtex_has_between_entries_may_share_lines_with_them(carrel: Program) -> None:
    carrel.file(
        "refs.bib",
        "@book{a,\n title={A}} @comment{\none line\nanother\n} @book{b,\n title={B}\n}\n\n"
        "@book{c, title={C}} @string{j =\n\n{A Journal}\n}\nDear all\n",
    )
    (line,) = accounts(carrel, "refs.bib")
    assert line["records"] == 3
    assert line["lines"]["other"] == [[3, 4], [11, 13]]
    assert line["lines"]["words"] == [[13, 13]]


def test_what_no_reader_knows_is_rejected_as_a_whole(carrel: Program) -> None:
    carrel.file("page.html", "<!DOCTYPE html>\n<p>Sign in\n<p>to go on\n")
    done = carrel("check", "page.html", "refs.bib")
    assert done.code == 1
    assert done.lines[1].split()[:8] == ["-", "0", "0", "0", "1", "0", "3", "0"]
    reason = "no known format: a web page; name what it exports, or paste its text into a file"
    assert done.lines[3] == f"page.html:1: rejected: {reason}"
    assert "text in no record" not in done.out


def test_the_table_keeps_its_columns_on_a_narrow_terminal(carrel: Program) -> None:
    path = carrel.file("a/folder/with/quite/a/long/name/refs.bib", "@book{b, title={B}}")
    command = carrel.command("check", path, "refs.bib")
    for width, lines in ((80, 2), (120, 1)):
        code, seen = run_on_a_terminal(command, carrel.env, carrel.home, size=(width, 24))
        account = seen.decode().rpartition("\r\x1b[K")[2]  # behind how far it is, if it is slow
        table = account.splitlines()[: 3 * lines]
        assert code == 0
        assert max(map(len, table)) <= width
        assert table[2 * lines - 1].endswith(f"  {path}")
        figures = table[::lines]
        assert {line[: figures[0].index("seconds") + 7][-1] for line in figures} <= {*"s0123456789"}


def test_sources_that_cannot_be_read_are_in_the_account(carrel: Program) -> None:
    done = carrel("check", "refs.bib", "none.bib")
    assert done.code == 1
    assert "none.bib: rejected: no such file or directory" in done.lines
    assert carrel("check", "none.bib").code == 2


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no pipes with names")
def test_the_lines_of_a_pipe_are_not_waited_for(carrel: Program) -> None:
    """Neither of one in a folder, which isn't read, nor of one that was read already."""
    carrel.file("papers/b.bib", "@book{b, title={B}}")
    pipe = carrel.home / "papers" / "pipe.bib"
    os.mkfifo(pipe)
    done = carrel("check", "papers")
    assert done.code == 1
    assert "papers/pipe.bib: rejected: not a file" in done.lines
    Thread(target=pipe.write_text, args=(REFS,), daemon=True).start()
    done = carrel("check", "papers/pipe.bib")
    assert done.code == 0
    assert done.lines[-1] == "3 records of 3 papers; 0 rejected"


_RANGES = st.lists(st.tuples(st.integers(1, 30), st.integers(0, 6)).map(lambda r: (r[0], sum(r))))


@given(_RANGES, _RANGES, st.lists(st.sampled_from(["word", "", "  ", "]"]), max_size=30))
def test_the_account_of_lines(
    records: list[tuple[int, int]], rejects: list[tuple[int, int]], texts: list[str]
) -> None:
    from io import BytesIO

    source = Source("x", BytesIO("\n".join(texts).encode()))
    lines = account(source, [Place("x", *r) for r in records], [Place("x", *r) for r in rejects])

    def within(ranges: list[tuple[int, int]], number: int) -> bool:
        return any(start <= number <= end for start, end in ranges)

    numbers = [number for number, text in enumerate(texts, 1) if text.strip()]
    in_records = [number for number in numbers if within(records, number)]
    rejected = [n for n in numbers if within(rejects, n) and not within(records, n)]
    other = [n for n in numbers if n not in in_records and n not in rejected]
    assert (lines.total, lines.records, lines.rejected) == (
        len(numbers), len(in_records), len(rejected),
    )  # fmt: skip
    assert [n for a, b in lines.other for n in range(a, b + 1)] == other
    told = [n for a, b in lines.words for n in range(a, b + 1)]
    assert told == [n for n in other if texts[n - 1] == "word"]
