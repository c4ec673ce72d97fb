"""Sources for the library tests: some hundred made-up papers, as what is large is less here than in
the program."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from functools import cache as once
from pathlib import Path

import pytest

from carrel import open_library
from carrel.library.reading import Pulse
from carrel.paper import Paper, Record
from tests.papers import made_up

PAPERS = 600
SMALL = 1 << 17  # bytes of sources that are not kept; these have three times as many


def json_lines(records: Iterable[Record]) -> str:
    rows = (
        {
            "title": record.title,
            "authors": [name.display for name in record.authors],
            "date": record.date,
            "doi": record.doi or None,
            "venue": record.venue or None,
            "categories": list(record.categories),
            "abstract": record.abstract,
        }
        for record in records
    )
    return "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)


def ris(records: Iterable[Record]) -> str:
    parts = []
    for record in records:
        parts.append(f"TY  - JOUR\nTI  - {record.title}\n")
        parts += [f"AU  - {name.family}, {name.given}\n" for name in record.authors]
        parts.append(f"PY  - {record.date[:4]}\nAB  - {record.abstract}\n")
        parts.append(f"DO  - {record.doi}\nER  - \n" if record.doi else "ER  - \n")
    return "".join(parts)


@once
def _many(text_of: Callable[[Iterable[Record]], str]) -> str:
    return text_of(made_up(PAPERS))


@pytest.fixture
def cache(tmp_path: Path) -> Path:
    return tmp_path / "cache"


@pytest.fixture
def large(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Papers as JSON Lines, enough of them to be kept in the cache."""
    monkeypatch.setattr("carrel.library.opening.SMALL", SMALL)
    path = tmp_path / "large.jsonl"
    path.write_text(_many(json_lines), "utf-8")
    return path


@pytest.fixture
def few_ris(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A few papers as RIS; and what is small is kept in the cache, too."""
    monkeypatch.setattr("carrel.library.opening.SMALL", 0)
    path = tmp_path / "few.ris"
    path.write_text(ris(made_up(200)), "utf-8")
    return path


@pytest.fixture
def large_ris(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The same papers as RIS."""
    monkeypatch.setattr("carrel.library.opening.SMALL", SMALL)
    path = tmp_path / "large.ris"
    path.write_text(_many(ris), "utf-8")
    return path


@pytest.fixture
def in_small_steps(monkeypatch: pytest.MonkeyPatch) -> None:
    """How far opening is, is told with each record, so that something can come between any two."""
    monkeypatch.setattr(Pulse, "due", lambda _: True)


def papers(paths: list[Path], cache: Path) -> list[Paper]:
    return list(open_library(paths, cache))


def children() -> set[int]:
    """The processes that this one has started."""
    tasks = Path("/proc/self/task").glob("*/children")
    return {int(number) for task in tasks for number in task.read_text().split()}
