"""Ends a process before and in the middle of the file-system calls of a save, and before the save
is acknowledged: what is on disk after a call is what is there before the next.

Run as a program with an empty folder: for each scenario, its actions are performed in a child
process that kills itself (SIGKILL) at one point; the parent then looks at what is on disk. One
JSON object a line on stdout: the scenario, how many points it had, what was wrong. With "all"
after the folder, the calls that only look are points as well; what is on disk does not change
between these and the others.
"""

from __future__ import annotations

import builtins
import errno
import fcntl
import gc
import json
import os
import shutil
import signal
import sys
import traceback
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from carrel.annotations import (
    Annotations,
    Stored,
    edit_tags,
    journal,
    set_favourite,
    set_note,
    set_read,
)
from carrel.annotations.disk import StateFile

CHANGING = (
    *("chmod", "chown", "fsync", "ftruncate", "link", "mkdir", "open", "replace", "rename"),
    *("rmdir", "truncate", "unlink", "write"),
)
LOOKING = ("access", "close", "fstat", "lseek", "lstat", "read", "stat")
PAPERS = [Stored(f"doi:10.1/{n}", (f"title:{n}",), f"Título {n}") for n in range(12)]
BETTER = Stored("doi:10.1/better", ("title:0", "title:1", "doi:10.1/0", "doi:10.1/1"), "Better")
View = dict[str, tuple[bool, tuple[str, ...], str, bool]]
Action = Callable[[Annotations], object]


class Scenario(NamedTuple):
    """Actions of one window, on a folder that was prepared."""

    name: str
    actions: list[Action]
    prepare: Callable[[Path], None] = lambda folder: None
    patch: Callable[[], None] = lambda: None


def view(annotations: Annotations) -> View:
    """What a person sees."""
    return {
        paper.id: (said.favourite, said.tags, said.note, said.read)
        for paper in annotations.stored()
        for said in [paper.annotation]
    }


# ---------------------------------------------------------------- points


class Points:
    """Counts points in the file-system calls of this process, and dies at one of them."""

    def __init__(self, fatal: int, calls: Sequence[str]) -> None:
        self.fatal = fatal
        self.calls = calls
        self.passed = 0
        self.write = os.write

    def pass_one(self) -> None:
        self.passed += 1
        if self.passed == self.fatal:
            os.kill(os.getpid(), signal.SIGKILL)

    def watch(self, module: Any, name: str) -> None:
        call = getattr(module, name)

        def watched(*args: Any, **kwargs: Any) -> Any:
            self.pass_one()
            if name == "write" and len(args[1]) > 1:
                if self.passed + 1 == self.fatal:
                    call(args[0], args[1][: len(args[1]) // 2])
                self.pass_one()
            return call(*args, **kwargs)

        setattr(module, name, watched)

    def watch_all(self) -> None:
        for name in self.calls:
            self.watch(os, name)
        self.watch(fcntl, "flock")
        self.watch(builtins, "open")


def run(scenario: Scenario, folder: Path, fatal: int, calls: Sequence[str]) -> tuple[bool, int]:
    """Perform the scenario in a child that dies at a point: did it, and how many actions were
    acknowledged before."""
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(reading)
        try:
            scenario.patch()
            points = Points(fatal, calls)
            points.watch_all()
            annotations = Annotations(folder / "annotations.json")
            for action in scenario.actions:
                action(annotations)
                points.pass_one()
                if not annotations.unsaved:
                    points.write(writing, b"+")
            os._exit(0)
        finally:  # only after an exception: it is printed, and this child goes no further
            traceback.print_exc()
            sys.stderr.flush()
            os._exit(1)
    os.close(writing)
    _, status = os.waitpid(child, 0)
    acknowledged = b""
    while piece := os.read(reading, 100):
        acknowledged += piece
    os.close(reading)
    if os.WIFEXITED(status) and os.WEXITSTATUS(status) != 0:
        raise RuntimeError(f"{scenario.name} failed without being killed")
    return os.WIFSIGNALED(status), len(acknowledged)


# ---------------------------------------------------------------- what must hold afterwards


def faults(folder: Path, states: list[View], acknowledged: int, kept: bytes) -> Iterator[str]:
    """What is wrong with the folder after a death."""
    path = folder / "annotations.json"
    allowed = states[acknowledged : acknowledged + 2]
    files = {file.name: file.read_bytes() for file in folder.iterdir() if file.is_file()}
    if kept and kept not in files.values():
        yield "the damaged file is lost"
    if path.exists() and path.read_bytes() != kept:
        try:
            json.loads(path.read_bytes())
        except ValueError:
            yield f"torn: {path.read_bytes()[:80]!r}"
            return
    elif len(states[acknowledged]) and not path.exists() and acknowledged:
        yield "the file is gone"
    if (backup := files.get("annotations.json.bak")) is not None:
        json.loads(backup)
    survivor = Annotations(path)
    if view(survivor) not in allowed:
        yield f"after {acknowledged} changes: {view(survivor)}"
    if survivor.problems and not kept:
        yield f"told: {survivor.problems}"
    done = survivor.change([PAPERS[11]], set_note("goes on", ""), "Noted")
    if done.unsaved or not view(Annotations(path)).get(PAPERS[11].id):
        yield f"does not go on: {done}"
    if survivor.history()[0].label != "Noted":
        yield "the history does not go on"
    survivor.undo()
    if view(Annotations(path)) not in allowed:
        yield "going on and back is not the same"
    if left := [file.name for file in folder.iterdir() if file.name.endswith("json.tmp")]:
        yield f"left behind: {left}"


def sweep(scenario: Scenario, work: Path, calls: Sequence[str]) -> tuple[int, list[str]]:
    """All points of a scenario: their number, and what was wrong."""
    template, folder = work / "template", work / "folder"
    shutil.rmtree(template, ignore_errors=True)
    template.mkdir(parents=True)
    scenario.prepare(template)
    damaged = template / "annotations.json"
    kept = damaged.read_bytes() if scenario.name.startswith("damaged") else b""

    def fresh() -> Path:
        shutil.rmtree(folder, ignore_errors=True)
        shutil.copytree(template, folder, symlinks=True)
        return folder

    annotations = Annotations(fresh() / "annotations.json")
    states = [view(annotations)]
    for action in scenario.actions:
        action(annotations)
        states.append(view(annotations))
    wrong: list[str] = []
    point = 0
    died = True
    while died:
        point += 1
        died, acknowledged = run(scenario, fresh(), point, calls)
        wrong += [f"point {point}: {fault}" for fault in faults(folder, states, acknowledged, kept)]
    return point - 1, wrong


# ---------------------------------------------------------------- scenarios


def some(folder: Path) -> None:
    annotations = Annotations(folder / "annotations.json")
    annotations.change(PAPERS[:3], set_favourite(True), "Starred")
    annotations.change(PAPERS[1:5], edit_tags(add=["naïve", "old"]), "Tagged")
    annotations.change(PAPERS[:1], set_note("one\n\n two", ""), "Noted")


def symlinked(folder: Path) -> None:
    some(folder)
    (folder / "annotations.json").rename(folder / "elsewhere.json")
    (folder / "annotations.json").symlink_to("elsewhere.json")


def damaged(folder: Path) -> None:
    some(folder)
    (folder / "annotations.json").write_bytes(b'{"version": 1, "papers": {"doi:10.1/1": {"favo')


def edited_outside(folder: Path) -> None:
    some(folder)
    path = folder / "annotations.json"
    parsed = json.loads(path.read_text(encoding="utf-8"))
    parsed["papers"]["doi:10.1/9"] = {"favourite": True, "mine": [1]}
    path.write_text(json.dumps(parsed), encoding="utf-8")


def without_locks() -> None:
    def flock(*_: object) -> None:
        raise OSError(errno.ENOLCK, "No locks available")

    fcntl.flock = flock


def small_journal() -> None:
    journal.MOST_BYTES = 100


def in_place() -> None:
    def write(self: StateFile, data: bytes, expected: object) -> None:
        with open(self.path, "wb", buffering=0) as file:
            os.write(file.fileno(), data)

    StateFile.write = write  # type: ignore[method-assign]  # the fault that must be noticed


def star(number: int, on: bool = True) -> Action:
    return lambda a: a.change([PAPERS[number]], set_favourite(on), "Starred")


SCENARIOS = [
    Scenario("first change", [star(0)]),
    Scenario("star and unstar", [star(4), star(0, False)], some),
    Scenario(
        "tags",
        [
            lambda a: a.change(PAPERS[2:6], edit_tags(add=["new"], remove=["old"]), "Tagged"),
            lambda a: a.replace_tags(["old", "naïve"], "merged"),
        ],
        some,
    ),
    Scenario(
        "note and read",
        [
            lambda a: a.change(PAPERS[:1], set_note("three\n" * 99, "one\n\n two"), "Noted"),
            lambda a: a.change(PAPERS[:10], set_read(True), "Read"),
        ],
        some,
    ),
    Scenario("undo, redo", [star(5), lambda a: a.undo(), lambda a: a.redo()], some),
    Scenario(
        "restore", [star(6), lambda a: a.restore(a.history()[2].at), lambda a: a.undo()], some
    ),
    Scenario("better id", [lambda a: a.change([BETTER], set_read(True), "Read")], some),
    Scenario("symbolic link", [star(7)], symlinked),
    Scenario("damaged file", [star(8)], damaged),
    Scenario("edited outside", [star(8), star(7)], edited_outside),
    Scenario("no locks", [star(8), star(7)], some, without_locks),
    Scenario("journal begun anew", [star(8), star(7)], some, small_journal),
]
CONTROL = Scenario("control: written in place", [star(8)], some, in_place)


def main() -> None:
    work = Path(sys.argv[1])
    calls = (*CHANGING, *LOOKING) if "all" in sys.argv[2:] else CHANGING
    gc.freeze()  # so that a child shares its memory with the parent
    for scenario in [*SCENARIOS, CONTROL]:
        points, wrong = sweep(scenario, work, calls)
        print(json.dumps({"scenario": scenario.name, "points": points, "wrong": wrong}), flush=True)


if __name__ == "__main__":
    main()
