"""Several windows over one file, as processes and as a model."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from carrel.annotations import (
    Annotation,
    Annotations,
    Edit,
    Stored,
    edit_tags,
    set_favourite,
    set_note,
    set_read,
)
from carrel.annotations.annotation import absent, fields

WRITER = """
import sys
from carrel.annotations import Annotations, Stored, disk, edit_tags, set_favourite
disk._PATIENCE = 60  # as a busy machine may need
path, window = sys.argv[1:]
annotations = Annotations(path)
for number in range(250):
    shared, own = Stored(f"doi:10.1/{number % 20}"), Stored(f"doi:10.2/{window}-{number // 10}")
    paper = own if number % 3 == 0 else shared
    done = annotations.change([paper], edit_tags(add=[f"{window}-{number}"]), "Tagged")
    print(paper.id, f"{window}-{number}", bool(done.unsaved), flush=True)
"""


def test_four_processes_keep_all_of_their_1000_changes(quick_folder: Path) -> None:
    path = quick_folder / "annotations.json"
    windows = [
        subprocess.Popen(
            [sys.executable, "-c", WRITER, str(path), str(window)],
            stdout=subprocess.PIPE,
            text=True,
        )
        for window in range(4)
    ]
    acknowledged = [
        line.split() for window in windows for line in window.communicate()[0].splitlines()
    ]
    assert len(acknowledged) == 1000
    assert {unsaved for _, _, unsaved in acknowledged} == {"False"}
    kept = Annotations(path)
    assert all(tag in kept.get(Stored(id)).tags for id, tag, _ in acknowledged)
    assert len(kept.tags()) == 1000
    assert kept.problems == []


# ---------------------------------------------------------------- a model

Cell = tuple[str, str]  # paper, field
Cells = dict[Cell, bool | str]  # those that carry something
PAPERS = [Stored(f"doi:10.1/{n}") for n in range(3)]
papers = st.lists(st.sampled_from(PAPERS), min_size=1, max_size=3, unique=True)
edits = st.one_of(
    st.booleans().map(set_favourite),
    st.booleans().map(set_read),
    st.sampled_from(["", "one", "two"]).map(
        lambda note: lambda said: set_note(note, seen=said.note)(said)
    ),
    st.tuples(st.sets(st.sampled_from("abc")), st.sets(st.sampled_from("abc"))).map(
        lambda tags: edit_tags(*tags)
    ),
)


@dataclass
class Step:
    """What a step did, cell by cell; and when."""

    did: dict[Cell, tuple[bool | str, bool | str]]
    time: int


class Window:
    """One window, and what a person would expect of it."""

    def __init__(self, path: Path) -> None:
        self.annotations = Annotations(path)
        self.shown: Cells = {}
        self.undo: list[Step] = []
        self.redo: list[Step] = []


def edited(cells: Cells, edit: Edit, ids: set[str]) -> Cells:
    """The cells after an edit of these papers."""
    result = {cell: value for cell, value in cells.items() if cell[0] not in ids}
    for id in ids:
        said = Annotation(
            favourite=(id, "favourite") in cells,
            read=(id, "read") in cells,
            note=str(cells.get((id, "note"), "")),
            tags=tuple(name[1:] for paper, name in cells if paper == id and name[0] == "#"),
        )
        result |= {(id, name): value for name, value in fields(edit(said)).items()}
    return result


def changed(before: Cells, after: Cells) -> Iterator[Cell]:
    """The cells that differ."""
    for cell in before.keys() | after.keys():
        if before.get(cell) != after.get(cell):
            yield cell


class TwoWindows(RuleBasedStateMachine):
    """Two windows that change, undo, redo, refresh and reopen, against plain dicts."""

    @initialize()
    def open(self) -> None:
        self.folder = TemporaryDirectory(dir="/dev/shm" if Path("/dev/shm").is_dir() else None)
        self.path = Path(self.folder.name) / "annotations.json"
        self.disk: Cells = {}
        self.time = 0
        self.log: list[tuple[int, int, Cell]] = []  # time, window, cell that it set
        self.windows = [Window(self.path), Window(self.path)]

    def write(self, number: int, step: Step, after: Cells) -> None:
        self.time += 1
        step.time = self.time
        self.log += [(self.time, number, cell) for cell in step.did]
        self.disk = after
        self.windows[number].shown = dict(after)

    @rule(number=st.integers(0, 1), papers=papers, edit=edits)
    def change(self, number: int, papers: list[Stored], edit: Edit) -> None:
        window = self.windows[number]
        window.annotations.change(papers, edit, "Changed")
        ids = {paper.id for paper in papers}
        intended = set(changed(window.shown, edited(window.shown, edit, ids)))
        after = edited(self.disk, edit, ids)
        cells = intended | set(changed(self.disk, after))
        if not cells:
            window.shown = dict(self.disk)  # nothing to do: it looked again to be sure
            return
        step = Step({}, 0)
        for cell in cells:
            nothing = absent(cell[1])
            step.did[cell] = (self.disk.get(cell, nothing), after.get(cell, nothing))
        self.write(number, step, after)
        window.undo.append(step)
        window.redo.clear()

    def take_back(self, number: int, steps: list[Step], others: list[Step]) -> None:
        step, after, did = steps.pop(), dict(self.disk), {}
        for cell, (was, became) in step.did.items():
            now = self.disk.get(cell, absent(cell[1]))
            since = any(t > step.time and n != number and c == cell for t, n, c in self.log)
            if now == became != was and not since:
                did[cell] = (now, was)
                after[cell] = was
                if not was:
                    del after[cell]
        back = Step(did, 0)
        self.write(number, back, after)
        others.append(back)

    @precondition(lambda self: any(window.undo for window in self.windows))
    @rule(number=st.integers(0, 1))
    def undo(self, number: int) -> None:
        window = self.windows[number]
        assert (window.annotations.undo() is not None) == bool(window.undo)
        if window.undo:
            self.take_back(number, window.undo, window.redo)

    @precondition(lambda self: any(window.redo for window in self.windows))
    @rule(number=st.integers(0, 1))
    def redo(self, number: int) -> None:
        window = self.windows[number]
        assert (window.annotations.redo() is not None) == bool(window.redo)
        if window.redo:
            self.take_back(number, window.redo, window.undo)

    @rule(number=st.integers(0, 1))
    def refresh(self, number: int) -> None:
        window = self.windows[number]
        window.annotations.refresh()
        window.shown = dict(self.disk)

    @rule(number=st.integers(0, 1))
    def reopen(self, number: int) -> None:
        self.windows[number] = Window(self.path)
        self.windows[number].shown = dict(self.disk)

    @invariant()
    def all_is_as_expected(self) -> None:
        for opened, cells in (
            (Annotations(self.path), self.disk),
            *((window.annotations, window.shown) for window in self.windows),
        ):
            shown = {
                (paper.id, name): value
                for paper in opened.stored()
                for name, value in fields(paper.annotation).items()
            }
            assert shown == cells
            assert (opened.problems, opened.unsaved) == ([], "")

    def teardown(self) -> None:
        if hasattr(self, "folder"):
            self.folder.cleanup()


TestTwoWindows = TwoWindows.TestCase
TestTwoWindows.settings = settings(max_examples=60, stateful_step_count=30)
