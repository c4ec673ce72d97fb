"""Ten things that people do all day, on a real terminal by keys alone; how many keys each takes is
printed (`pytest -s tests/ui/test_tasks.py`)."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

if sys.platform == "win32":
    pytest.skip("needs a POSIX terminal", allow_module_level=True)

import carrel as library
from carrel.annotations import Annotations, annotations_path
from carrel.memory import Memory, memory_path
from carrel.paper import Record
from tests.terminal import Terminal, carrel
from tests.ui.papers import FEW

RIVERS, KETTLE = str(FEW[0]["title"]), str(FEW[1]["title"])


@contextmanager
def task(terminal: Terminal, name: str) -> Iterator[None]:
    before = terminal.keys
    yield
    print(f"{terminal.keys - before:3} keys  {name}")


def annotated() -> int:
    return len(list(Annotations(annotations_path()).stored()))


def test_ten_tasks(few: Path, tmp_path: Path, clipboard: Path) -> None:
    records = [item for item in library.read(few) if isinstance(item, Record)]
    own = tmp_path / "own.bib"
    from carrel.citation import form

    own.write_text(form("bibtex").text(records)[0], "utf-8")
    env = {**os.environ, "LC_ALL": "C.UTF-8"}
    print()
    with Terminal(carrel(str(own)), env, size=(120, 36)) as terminal:
        with task(terminal, "open one's own .bib (and nothing but `carrel own.bib`)"):
            terminal.wait("5 papers")
        with task(terminal, "find a paper from two half-remembered words"):
            terminal.press("/", *"kett quan", "enter")
            terminal.wait("1 of 5")
        with task(terminal, "star and tag it"):
            terminal.press("f", "t", *"todo", "enter")
            terminal.wait("#todo")
        with task(terminal, "copy its APA citation"):
            terminal.press("y")
            terminal.wait("Copied (APA")
            assert clipboard.read_text().startswith("Rowan, B., & Voss, C. (2024")
        with task(terminal, "save a search"):
            terminal.press("ctrl+s", *"kettles", "enter")
            terminal.wait("Saved")
            assert Memory(memory_path()).now.searches == {"kettles": "kett quan"}
        terminal.press("escape")
        terminal.wait("5 papers")
        with task(terminal, "copy BibTeX of five selected papers"):
            terminal.press("*", "Y", "b")
            terminal.wait("Copied (BibTeX, 5 papers)")
            assert clipboard.read_text().count("@") == 5
        terminal.press("escape")
        with task(terminal, "find what is unread of 2025"):
            terminal.press("/", *"is:un", "tab", *"year:2025", "enter")
            terminal.wait("1 of 5")
        with task(terminal, "add a note and find it again"):
            terminal.press("e", *"ask Ben", "escape", "/", "escape", *"note:ask")
            terminal.wait("1 of 5")
            terminal.press("enter")
        with task(terminal, "open related papers"):
            terminal.press(".")
            terminal.wait("1 paper related to")
        assert annotated() == 2
        with task(terminal, "undo it all"):
            terminal.press("u", "u", "u")
            terminal.wait(lambda screen: not annotated())
        print(f"{terminal.keys:3} keys  together, with those between")
        terminal.press("q")
        assert terminal.end() == 0
