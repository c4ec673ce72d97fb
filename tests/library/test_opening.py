"""Opening sources: what is read, what is said, what is kept."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path

import pytest

from carrel import open_library
from carrel.library import Library, open_in_steps
from carrel.library.cache import clear, entries
from carrel.library.kept import Kept
from carrel.paper import Record
from carrel.steps import finished
from tests.library.conftest import PAPERS, json_lines, ris
from tests.papers import made_up


def test_the_papers_of_all_sources_are_merged(large: Path, large_ris: Path, cache: Path) -> None:
    alone = open_library([large], cache)
    both = open_library([large, large_ris], cache)
    assert len(alone) == len(both) == PAPERS
    assert [paper.title for paper in both] == [record.title for record in made_up(PAPERS)]
    assert {len(paper.places) for paper in both} == {2}
    assert [(report.format, report.records) for report in both.reports] == [
        ("carrel_json", PAPERS),
        ("ris", PAPERS),
    ]


def test_what_the_cache_gives_is_what_was_read(large: Path, large_ris: Path, cache: Path) -> None:
    first = open_library([large_ris, large], cache)
    again = open_library([large_ris, large], cache)
    assert list(again) == list(first)
    assert list(again.records) == list(first.records)
    assert again.reports[0].records == PAPERS
    for query in ("sparse attention", "year:2001 pruning", "moreau", "sprse"):
        assert [(h.paper.id, h.score) for h in again.search(query, limit=50)] == [
            (h.paper.id, h.score) for h in first.search(query, limit=50)
        ]


def test_a_source_has_the_name_by_which_it_was_opened(
    large: Path, cache: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(large.parent)
    for path in (large, Path(large.name), Path("..", large.parent.name, large.name)):
        library = open_library([path], cache)
        assert {place.path for place in library.paper(0).places} == {str(path)}
        assert [report.path for report in library.reports] == [str(path)]


def test_opening_again_reads_no_source(large: Path, large_ris: Path, cache: Path) -> None:
    open_library([large_ris], cache)
    stat = large_ris.stat()
    large_ris.write_bytes(b"x" * stat.st_size)  # as it was, to all appearances
    os.utime(large_ris, ns=(stat.st_atime_ns, stat.st_mtime_ns))
    again = open_library([large_ris], cache)
    assert len(again) == PAPERS
    assert again.paper(PAPERS - 1).title.endswith(str(PAPERS - 1))


def test_a_line_that_changed_behind_the_back_is_not_believed(large: Path, cache: Path) -> None:
    library = open_library([large], cache)
    number = next(n for n in range(PAPERS) if "pruning" in library.paper(n).title)
    stat = large.stat()
    large.write_bytes(large.read_bytes().replace(b"pruning", b"PRUNING"))
    os.utime(large, ns=(stat.st_atime_ns, stat.st_mtime_ns))
    again = open_library([large], cache)
    assert again.paper(number).title == "(changed since it was read)"
    assert library.stale() is False  # sizes and times are all that is looked at


def test_only_the_source_that_changed_is_read_again(
    large: Path, large_ris: Path, cache: Path
) -> None:
    open_library([large, large_ris], cache)
    kept = {entry.path.name: entry.path.stat().st_ino for entry in entries(cache)}
    with large.open("a") as file:
        file.write('{"title": "One more paper of my own", "date": "2026"}\n')
    library = open_library([large, large_ris], cache)
    assert len(library) == PAPERS + 1
    assert library.reports[0].seconds is not None
    assert library.reports[1].seconds is None
    now = {entry.path.name: entry.path.stat().st_ino for entry in entries(cache)}
    assert len(now) == 3  # what was kept of the earlier state is gone
    assert len(kept.items() & now.items()) == 1


@pytest.mark.parametrize("name", ["large", "large_ris"])
def test_a_source_that_goes_and_comes_back_is_not_kept_as_one_that_cannot_be_read(
    name: str, cache: Path, request: pytest.FixtureRequest
) -> None:
    source: Path = request.getfixturevalue(name)
    elsewhere = source.with_name("elsewhere")
    kept = Kept([str(source)], cache)  # it is there
    source.rename(elsewhere)
    with pytest.raises(FileNotFoundError):
        finished(kept.make())
    elsewhere.rename(source)
    library = open_library([source], cache)
    assert len(library) == PAPERS
    assert not library.rejects


QUERIES = (
    "sparse",
    "attention network",
    "sort:title year:2001",
    "sort:author graph",
    "mine",
    "transfomer learnnig",
    '"sparse attention"',
    "-sparse quantum",
)


def facts(library: Library) -> list[tuple[object, ...]]:
    return sorted((p.id, p.title, p.abstract, sorted(p.places)) for p in library)


def test_beside_a_large_library_only_the_rest_is_indexed(
    tmp_path: Path, cache: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("carrel.library.opening.SMALL", 1 << 16)  # bytes
    monkeypatch.setattr("carrel.library.kept._WORTH_A_PART", 1 << 17)
    records = list(made_up(600))
    base = tmp_path / "base.jsonl"
    base.write_text(json_lines(records), "utf-8")
    mine = tmp_path / "mine.ris"

    def write(chosen: list[Record]) -> None:
        mine.write_text(ris(chosen), "utf-8")

    def check(sources: list[Path]) -> Library:
        library = open_library(sources, cache)
        fresh = open_library(sources, tmp_path / f"fresh-{len(list(tmp_path.iterdir()))}")
        assert facts(library) == facts(fresh)
        assert len(library) == len(fresh) == len(library.newest())
        dates = [library.paper(number).date for number in library.newest()]
        assert dates == sorted(dates, reverse=True)
        for query in QUERIES:
            found = [(hit.paper.id, hit.score) for hit in library.search(query)]
            wanted = [(hit.paper.id, hit.score) for hit in fresh.search(query)]
            assert sorted(found) == sorted(wanted), query
            if "sort" not in query:
                assert [score for _, score in found] == [score for _, score in wanted]
        for number in library.newest()[::90]:  # nothing is nearer to a paper than itself
            near = library.engine.related(library.paper(number), len(library))
            assert dict(near)[number] == near[0][1] == pytest.approx(1)
        titles = [hit.paper.title for hit in library.search("sort:title cat:cs.CV")]
        assert titles == [hit.paper.title for hit in fresh.search("sort:title cat:cs.CV")]
        assert library.facets(most=10_000).years == fresh.facets(most=10_000).years
        assert dict(library.facets(most=10_000).authors) == dict(fresh.facets(most=10_000).authors)
        for number in library.numbers()[::17]:
            paper = library.paper(number)
            assert library.find(paper.id) == number
        return library

    open_library([base], cache)
    (kept,) = cache.glob("*.library")
    state = kept.stat()
    own = [replace(r, title=f"Mine {r.title}", doi="", abstract=f"Mine. {r.abstract[40:]}")
           for r in made_up(20, seed=9)]  # fmt: skip

    write([*records[5:40], *own])  # some that the library has, some that it has not
    library = check([base, mine])
    assert len(library) == 620
    assert kept.stat() == state
    assert library.reports[1].records == 55

    write([*records[30:60], *own[:3]])  # another state: some papers lose a source, some get one
    library = check([base, mine])
    assert len(library) == 603
    assert len(list(cache.glob("*.library"))) == 2

    check([mine, base])
    check([base])
    assert kept.stat() == state

    with base.open("a") as file:
        file.write('{"title": "One more paper of my own", "date": "2026"}\n')
    assert len(open_library([base, mine], cache)) == 604


def test_what_has_an_id_in_common_is_beside_a_large_library_as_in_one(
    tmp_path: Path, cache: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys.modules["carrel.library.opening"], "SMALL", 1 << 16)  # bytes
    monkeypatch.setattr("carrel.library.kept._WORTH_A_PART", 1 << 16)
    base, mine, both = (tmp_path / f"{name}.jsonl" for name in ("base", "mine", "both"))
    smith, jones, wool, milk, more = (
        f'{{"title": "{title}", "authors": ["{author}"], "date": "2013", "doi": "{doi}"}}\n'
        for title, author, doi in (
            ("Editorial", "Ann Smith", ""),
            ("Editorial", "Bo Jones", ""),
            ("Wool", "Ann Smith", "10.5555/sheep"),
            ("Milk", "Bo Jones", "10.5555/sheep"),
            ("Feta", "Cy Brown", "10.5555/sheep"),
        )
    )
    base.write_text(json_lines(made_up(300)) + smith + jones + wool, "utf-8")
    both.write_text(milk, "utf-8")
    sources = [base, both]
    open_library(sources, cache)
    for number, text in enumerate((jones, wool + more, milk, "")):
        mine.write_text(text, "utf-8")
        if text == milk:  # no other has the identifier any more
            both.unlink()
            sources = [base]
        library = open_library([*sources, mine], cache)
        fresh = open_library([*sources, mine], tmp_path / f"fresh{number}")
        assert facts(library) == facts(fresh)


@pytest.mark.parametrize("threads", [1, 2])
@pytest.mark.parametrize("how", ["cut", "flipped", "emptied", "older"])
@pytest.mark.parametrize("which", [".library", ".records"])
def test_what_is_damaged_is_made_again(
    few_ris: Path, cache: Path, how: str, which: str, threads: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    if threads == 2:
        monkeypatch.setattr("carrel.library.kept._WORTH_A_THREAD", 0)
    whole = list(open_library([few_ris], cache))
    (path,) = (entry.path for entry in entries(cache) if entry.path.suffix == which)
    content = bytearray(path.read_bytes())
    if how == "cut":
        del content[len(content) // 2 :]
    elif how == "flipped":
        content[len(content) // 2] ^= 0xFF
    elif how == "emptied":
        content.clear()
    else:
        content = bytearray(re.sub(rb'"version": \d', b'"version": 0', bytes(content)))
    path.write_bytes(content)
    again = open_library([few_ris], cache)
    assert list(again) == whole
    assert again.search("attention")


def test_a_kill_at_any_moment_leaves_a_whole_cache_or_none(few_ris: Path, cache: Path) -> None:
    program = (
        "import os, sys\n"
        "from pathlib import Path\n"
        "from carrel.library import open_in_steps, opening\n"
        "opening.SMALL = 0\n"
        "calls = 0\n"
        "def hook(name, args):\n"
        "    global calls\n"
        "    if name in ('open', 'os.rename', 'os.remove', 'os.mkdir', 'mmap.__new__'):\n"
        "        calls += 1\n"
        "        if armed and calls == int(sys.argv[3]): os.kill(os.getpid(), 9)\n"
        "armed = False\n"
        "sys.addaudithook(hook)\n"
        "steps = open_in_steps([sys.argv[1]], Path(sys.argv[2]))\n"
        "calls = 0; armed = True\n"
        "for _ in steps: pass\n"
        "armed = False; print(calls)\n"
    )
    command = [sys.executable, "-c", program, str(few_ris), str(cache)]
    done = subprocess.run([*command, "0"], capture_output=True, text=True, check=True)
    points = int(done.stdout)
    whole = [paper.title for paper in open_library([few_ris], cache)]
    for point in range(1, points + 1, max(points // 8, 1)):
        shutil.rmtree(cache)
        subprocess.run([*command, str(point)], check=False)
        assert [paper.title for paper in open_library([few_ris], cache)] == whole
    assert any(cache.glob("*.library"))


def test_what_a_killed_process_had_begun_is_removed_when_it_is_old(
    few_ris: Path, cache: Path
) -> None:
    cache.mkdir()
    old, new = cache / "a.records.1.part", cache / "a.records.2.part"
    for path in (old, new):
        path.write_bytes(b"begun")
    os.utime(old, (time.time() - 7_200,) * 2)
    open_library([few_ris], cache)
    assert (old.exists(), new.exists()) == (False, True)


def test_two_processes_may_build_at_once(large: Path, large_ris: Path, cache: Path) -> None:
    program = (
        "import sys, carrel; from pathlib import Path; from carrel.library import opening;"
        "opening.SMALL = 0;"
        "print(len(carrel.open_library(sys.argv[2:], Path(sys.argv[1]))))"
    )
    command = [sys.executable, "-c", program, str(cache), str(large), str(large_ris)]
    running = [subprocess.Popen(command, stdout=subprocess.PIPE, text=True) for _ in range(3)]
    assert [process.communicate()[0] for process in running] == [f"{PAPERS}\n"] * 3


def test_a_folder_that_cannot_be_written_is_no_obstacle(large: Path, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    library = open_library([large], tmp_path / "file" / "cache")
    assert len(library) == PAPERS
    assert "kept in memory" in library.notes[0]
    assert library.search("attention")


@pytest.mark.usefixtures("in_small_steps")
def test_a_source_that_is_replaced_while_it_is_read(large: Path, cache: Path) -> None:
    """What is found is what is shown, be it the earlier state or the later."""
    steps = open_in_steps([large], cache)
    next(steps)
    other = large.with_suffix(".new")
    other.write_bytes(large.read_bytes().replace(b"attention", b"aardigan"))
    other.replace(large)
    library = finished(steps)
    shown = sum("aardigan" in paper.title for paper in library)
    assert len(library.search("title:aardigan")) == shown


@pytest.mark.usefixtures("in_small_steps")
def test_opening_tells_how_far_it_is_and_can_be_left(large: Path, cache: Path) -> None:
    steps = open_in_steps([large], cache)
    first = next(steps)
    assert 0 <= first.done <= first.total
    steps.close()
    assert not [entry for entry in entries(cache) if entry.kind != "unfinished"]
    assert len(open_library([large], cache)) == PAPERS


def test_clearing_removes_the_caches_files_and_no_others(large: Path, cache: Path) -> None:
    open_library([large], cache)
    (cache / "mine.txt").write_text("keep")
    assert clear(cache) > 0
    assert [path.name for path in cache.iterdir()] == ["mine.txt"]
