"""Papers that are read together are as those that are read one by one."""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path

import pytest

from carrel import open_library
from carrel.search.words import words


@pytest.mark.parametrize("source", ["large", "large_ris"])
def test_together_as_one_by_one(source: str, cache: Path, request: pytest.FixtureRequest) -> None:
    library = open_library([request.getfixturevalue(source)], cache)
    numbers = [*range(0, len(library), 7), 5, 5, 3]
    one_by_one = [library.paper(number) for number in numbers]
    again = open_library([request.getfixturevalue(source)], cache)
    assert list(again.papers(numbers)) == one_by_one
    again.read_ahead(numbers)
    assert [again.paper(number) for number in numbers] == one_by_one
    known = [next(library.with_aliases([number])) for number in numbers]
    assert (
        list(open_library([request.getfixturevalue(source)], cache).with_aliases(numbers)) == known
    )
    assert [paper for paper, _ in known] == one_by_one
    ascending = sorted(set(numbers))
    assert list(again.read_records(ascending)) == [again.records[number] for number in ascending]


@pytest.mark.parametrize("source", ["large", "large_ris"])
def test_phrases_are_found_in_the_abstracts(
    source: str, cache: Path, request: pytest.FixtureRequest
) -> None:
    path = request.getfixturevalue(source)
    open_library([path], cache)
    library = open_library([path], cache)
    abstracts = {paper.id: " ".join(words(paper.abstract)) for paper in library}
    for abstract in [*abstracts.values()][::60]:
        phrase = " ".join(abstract.split()[20:23])
        held = {id for id, text in abstracts.items() if f" {phrase} " in text}
        assert held
        assert {hit.paper.id for hit in library.search(f'"{phrase}"')} == held


def test_a_phrase_is_looked_for_in_the_abstract_that_a_paper_of_two_sources_has(
    large: Path, large_ris: Path, cache: Path
) -> None:
    lines = [json.loads(line) for line in large.read_text("utf-8").splitlines()]
    lines[7]["abstract"] += " An abstract that is longer by these words."
    lines[8]["abstract"] = "An abstract that is longer by nothing."
    large.write_text("".join(json.dumps(line) + "\n" for line in lines), "utf-8")
    open_library([large, large_ris], cache)
    library = open_library([large, large_ris], cache)
    assert len(library) == len(lines)
    [hit] = library.search('"that is longer by"')
    assert hit.paper.title == lines[7]["title"]


def test_a_line_that_has_changed_is_told_and_its_neighbours_are_there(
    large: Path, cache: Path
) -> None:
    open_library([large], cache)
    library = open_library([large], cache)
    titles = [paper.title for paper in library]
    state = os.stat(large)
    data = large.read_bytes()
    at = data.index(titles[40].encode())
    large.write_bytes(data[:at] + b"?" + data[at + 1 :])
    os.utime(large, ns=(state.st_atime_ns, state.st_mtime_ns))
    library = open_library([large], cache)
    abstract = json.loads(data.splitlines()[40])["abstract"]
    assert library.search(f'"{abstract[:40]}') == []
    titles[40] = "(changed since it was read)"
    assert [paper.title for paper in library] == titles


def test_a_paper_that_was_looked_at_stays_what_it_was_where_its_line_has_changed(
    large: Path, cache: Path
) -> None:
    open_library([large], cache)
    library = open_library([large], cache)
    paper = library.paper(40)
    large.write_bytes(b"?" * large.stat().st_size)
    assert [paper.title for paper, _ in library.with_aliases([40])] == [paper.title]


def test_a_damaged_record_is_told_and_its_neighbours_are_there(
    large_ris: Path, cache: Path
) -> None:
    library = open_library([large_ris], cache)
    titles = [paper.title for paper in library]
    [kept] = cache.glob("*.records")
    with kept.open("r+b") as file:  # while it is open: when it is opened, it is verified
        file.seek(9_000)
        byte = file.read(1)[0]
        file.seek(9_000)
        file.write(bytes([byte ^ 255]))
    found = [paper.title for paper in library]
    assert found.count("(gone from the cache)") == 1
    assert sum(map(str.__eq__, found, titles)) == len(titles) - 1


@pytest.mark.skipif(sys.platform != "linux", reason="Linux tells how much of a file is mapped")
def test_what_searches_touched_does_not_stay_in_memory(large: Path, cache: Path) -> None:
    open_library([large], cache)
    library = open_library([large], cache)
    [file] = cache.glob("*.library")
    in_memory = []
    for _ in range(20):
        library.search("a")
        library.facets()
        maps = Path("/proc/self/smaps").read_text().partition(str(file))[2]
        in_memory.append(int(maps.partition("Rss:")[2].split()[0]))
    assert min(in_memory[4:]) < max(in_memory)
