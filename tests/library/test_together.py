"""Papers are put together from their records by two processes as by one."""

from __future__ import annotations

import json
import os
import signal
import sys
from contextlib import suppress
from itertools import islice
from pathlib import Path
from typing import Any

import pytest

from carrel import open_library
from carrel.library import Library
from carrel.library.together import PuttingTogether
from tests.library.conftest import children


@pytest.fixture
def twice(large: Path, tmp_path: Path) -> list[Path]:
    """Two sources with the same papers, in another order."""
    again = tmp_path / "again.jsonl"
    again.write_text("\n".join(reversed(large.read_text("utf-8").splitlines())), "utf-8")
    return [large, again]


def told(library: Library) -> list[object]:
    found = [(hit.paper.id, hit.score) for hit in library.search("sparse kernel moreau")]
    return [list(library), [library.find(paper.id) for paper in library], found]


def test_two_do_as_one_does(
    twice: list[Path], tmp_path: Path, cache: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    by_one = told(open_library(twice, cache))
    monkeypatch.setattr("carrel.library.together._MANY", 100)
    assert told(open_library(twice, tmp_path / "another cache")) == by_one


def test_records_that_say_the_same_are_one_paper(
    large: Path, tmp_path: Path, cache: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """And so are those of which one says more."""
    lines = large.read_text("utf-8").splitlines()
    more = [json.dumps(json.loads(line) | {"categories": ["q-bio.PE"]}) for line in lines[:3]]
    large.write_text("\n".join((*lines, *lines[2:5], *more, *lines[200:])), "utf-8")
    kept = open_library([large], cache)
    monkeypatch.setattr("carrel.library.opening.SMALL", 1 << 30)
    in_memory = open_library([large], tmp_path / "no cache")
    assert not (tmp_path / "no cache").exists()
    assert told(kept) == told(in_memory)
    assert len(kept) == len(lines)
    assert kept.facets() == in_memory.facets()
    assert sum(count for _, count in kept.facets().years) == len(lines)
    assert [len(paper.places) for paper in islice(kept, 6)] == [2, 2, 3, 2, 2, 1]
    assert dict(kept.facets().categories)["q-bio.PE"] == 3


@pytest.mark.parametrize("when", ["__init__", "groups"])
@pytest.mark.skipif(sys.platform != "linux", reason="children are looked up in /proc")
def test_when_the_other_process_is_killed_all_is_done_here(
    when: str, twice: list[Path], tmp_path: Path, cache: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    by_one = told(open_library(twice, cache))
    killed: list[int] = []

    def killing(self: PuttingTogether, *given: Any) -> Any:
        done = begin(self, *given)
        for child in children():
            with suppress(ProcessLookupError):
                os.kill(child, signal.SIGKILL)
                killed.append(child)
        return done

    begin = getattr(PuttingTogether, when)
    monkeypatch.setattr("carrel.library.together._MANY", 100)
    monkeypatch.setattr(PuttingTogether, when, killing)
    assert told(open_library(twice, tmp_path / "another cache")) == by_one
    assert killed
