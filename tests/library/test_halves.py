"""Large sources are read in halves by two processes, as if one had read them."""

from __future__ import annotations

import json
import os
import signal
import sys
from array import array
from contextlib import closing
from itertools import pairwise
from pathlib import Path

import pytest

from carrel import open_library
from carrel.library import Library, open_in_steps
from carrel.library.halves import middle_of
from carrel.library.reading import Reading
from carrel.library.sources import Report
from carrel.readers.source import open_source
from carrel.search.build import Builder
from carrel.search.entry import entry_of
from carrel.search.gathering import Gathered, Gatherer
from carrel.steps import finished
from tests.library.conftest import PAPERS, SMALL, children
from tests.papers import made_up


@pytest.fixture
def in_halves(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is not small is large; and its beginning, which is read before it is cut, little."""
    monkeypatch.setattr("carrel.library.making._WORTH_A_PROCESS", SMALL)
    monkeypatch.setattr("carrel.readers.source._CHUNK", 1 << 16)
    monkeypatch.setattr("carrel.store.files._CHUNK", 1 << 12)


def told(library: Library) -> list[object]:
    reports = [
        (r.path, r.format, r.records, r.first, [(x.place, x.reason, x.text) for x in r.rejects])
        for r in library.reports
    ]
    found = [(hit.paper.id, hit.score) for hit in library.search("sparse kernel moreau")]
    return [list(library), reports, found]


def broken(lines: list[str]) -> bytes:
    """Lines with all that may be wrong with some, in both halves."""
    lines = [lines[0], "", '{"title": "cut off', *lines[1:], "[] 1", '{"of": "nothing"}', lines[5]]
    lines[-3] = f"  {lines[-3]}"
    lines[400] = '{"papers": [{"title": "In an envelope"}]}'
    return "\r\n".join(lines).encode().replace("Šimić".encode(), b"\x8aimi\xe6", 1)


@pytest.mark.usefixtures("in_halves")
@pytest.mark.parametrize("bad", [False, True])
def test_halves_are_as_the_whole(bad: bool, tmp_path: Path, large: Path, cache: Path) -> None:
    if bad:
        large.write_bytes(broken(large.read_text("utf-8").splitlines()))
    assert middle_of(str(large))
    kept = open_library([large], cache)
    assert not kept.notes
    (tmp_path / "file").write_text("not a folder")
    read = open_library([large], tmp_path / "file" / "cache")
    assert read.notes  # that the cache can't be used
    assert told(kept) == told(read) == told(open_library([large], cache))
    assert len(kept.rejects) == (3 if bad else 0)
    assert len(kept.reports[0].remarks) == len(read.reports[0].remarks) == bad


@pytest.mark.usefixtures("in_halves")
@pytest.mark.parametrize("line", [100, 560])
def test_a_record_may_stand_on_several_lines(
    line: int, large: Path, cache: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = list(open_library([large], cache))
    lines = large.read_text("utf-8").splitlines()
    lines[line] = json.dumps(json.loads(lines[line]), indent=1)
    large.write_text("\n".join(lines), "utf-8")
    begun: list[str] = []

    class Counted(Reading):
        def __init__(self, path: str, report: Report | None = None) -> None:
            begun.append(path)
            super().__init__(path, report)

    monkeypatch.setattr("carrel.library.making.Reading", Counted)
    library = open_library([large], cache)
    assert begun == [str(large)] * 2
    assert not library.rejects
    assert [paper.id for paper in library] == [paper.id for paper in whole]
    assert library.paper(line).title == whole[line].title


@pytest.mark.usefixtures("in_halves", "in_small_steps")
def test_the_records_of_both_halves_are_counted_while_they_are_read(
    large: Path, cache: Path
) -> None:
    steps = [step for step in open_in_steps([large], cache) if step.what == "Reading large.jsonl"]
    records = [step.records for step in steps]
    assert records == sorted(records)
    assert records[-2] == pytest.approx(PAPERS, rel=0.1)


@pytest.mark.usefixtures("in_halves")
def test_other_sources_come_before_and_after(
    tmp_path: Path, large: Path, large_ris: Path, cache: Path
) -> None:
    again = tmp_path / "again.jsonl"
    again.write_text("\n".join(reversed(large.read_text("utf-8").splitlines())), "utf-8")
    few = tmp_path / "few.ris"
    few.write_text("TY  - JOUR\nTI  - Alpha of it all\nER  - \n")
    library = open_library([few, large, large_ris, again], cache)
    assert len(library) == PAPERS + 1
    assert next(paper.title for paper in library) == "Alpha of it all"
    assert [report.first for report in library.reports] == [0, 1, PAPERS + 1, 2 * PAPERS + 1]
    places = [str(large), str(large_ris), str(again)]
    assert [[place.path for place in paper.places] for paper in library][1:] == [places] * PAPERS
    assert [hit.paper.title for hit in library.search("alpha")] == ["Alpha of it all"]


@pytest.mark.usefixtures("in_halves", "in_small_steps")
@pytest.mark.skipif(sys.platform != "linux", reason="children are looked up in /proc")
def test_when_the_other_process_is_killed_all_is_read_here(large: Path, cache: Path) -> None:
    before = children()
    steps = open_in_steps([large], cache)
    while not (others := children() - before):
        next(steps)
    for other in others:
        os.kill(other, signal.SIGKILL)
    library = finished(steps)
    assert len(library) == PAPERS
    assert not library.notes
    assert {path.suffix for path in cache.iterdir()} == {".records", ".library"}


@pytest.mark.usefixtures("in_halves")
def test_no_process_can_be_started(
    large: Path, cache: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "executable", "false")
    library = open_library([large], cache)
    assert len(library) == PAPERS
    assert "a process that carrel started has stopped" in library.notes[0]
    assert not list(cache.iterdir())


@pytest.mark.usefixtures("in_halves")
def test_python_files_of_the_current_folder_are_not_run(
    tmp_path: Path, large: Path, cache: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "carrel").mkdir()
    for file in (tmp_path / "random.py", tmp_path / "carrel" / "__init__.py"):
        file.write_text(f"open({str(tmp_path / 'ran')!r}, 'w')")
    assert len(open_library([large], cache)) == PAPERS
    assert not (tmp_path / "ran").exists()


OBJECT = '{"title": "One of many"}\n'


@pytest.mark.parametrize(
    "text",
    [
        OBJECT,
        OBJECT[:-1] * 20,
        "[\n" + ",\n".join([OBJECT[:-1]] * 20) + "\n]\n",
        "\n" + OBJECT * 20,
        OBJECT * 9 + "no object\n" * 4 + OBJECT * 9,
        OBJECT * 9 + "\n" * 40 + OBJECT * 9,
        OBJECT * 9 + '{"title": "pretty",\n"year": 1}\n' * 4 + OBJECT * 9,
        OBJECT * 9 + '{\n"of":\n' + OBJECT * 2 + "}\n" + OBJECT * 9,
        OBJECT * 13 + "\0" * 20 + "\n" + OBJECT * 9,
        "TY  - JOUR\nTI  - Alpha\nER  - \n" * 20,
    ],
    ids=range(10),
)
def test_what_lines_might_depend_on_is_not_cut(text: str, tmp_path: Path) -> None:
    path = tmp_path / "file"
    path.write_text(text)
    assert middle_of(str(path)) is None


def test_a_file_is_cut_at_a_line(tmp_path: Path) -> None:
    path = tmp_path / "file"
    path.write_text("".join(f'{{"title": "Number {n}"}}\n' for n in range(100)))
    middle = middle_of(str(path))
    assert middle
    assert path.read_bytes()[: middle.byte].count(b"\n") == middle.line - 1
    with closing(open_source(path, *middle)) as rest:
        assert next(rest.lines()) == (middle.line, f'{{"title": "Number {middle.line - 1}"}}')


def test_words_gathered_in_parts_make_the_same_index() -> None:
    entries = [entry_of(record) for record in made_up(900)]
    whole, parts = Builder(), Builder()
    for entry in entries:
        whole.add(entry)
    for number, (first, last) in enumerate(pairwise((0, 1, 400, 800, 900))):
        elsewhere = Gatherer()
        for entry in entries[first:last]:
            (elsewhere.add if number % 2 else parts.add)(entry)
        if number % 2:
            parts.extend(Gathered(*elsewhere.gathered()))
    starts, members = array("I", [0, *range(3, 901)]), array("I", [0, 899, 450, *range(1, 450)])
    members.extend(range(451, 899))
    one, two = (builder.finish(starts, members, {0: entries[0]}) for builder in (whole, parts))
    assert one.keys() == two.keys()
    for name, array_of in one.items():
        assert array_of.tobytes() == two[name].tobytes(), name
