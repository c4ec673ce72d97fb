"""Who else writes the file meanwhile: a window with the lock, a program that knows of none."""

import errno
import fcntl
import os
from contextlib import suppress
from pathlib import Path

import pytest

from carrel.annotations import Annotations, Stored, set_favourite
from tests.annotations.conftest import P1, P2, STAR, assert_arrives, assert_waits, starred


def test_a_file_system_without_locks(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def flock(fd: int, operation: int) -> None:
        raise OSError(errno.ENOLCK, "No locks available")

    monkeypatch.setattr(fcntl, "flock", flock)
    annotations = Annotations(path)
    for paper in (P1, P2):
        assert annotations.change([paper], STAR, "Starred").unsaved == ""
    assert starred(path) == [P1.id, P2.id]
    (problem,) = annotations.problems
    assert problem.startswith("Files can't be locked in the folder of")


def test_another_window_that_hangs_while_it_saves(
    annotations: Annotations, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("carrel.annotations.disk._PATIENCE", 0.05)
    with open(f"{path}.lock", "rb") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        assert_waits(annotations, "another window keeps it locked")
    assert_arrives(annotations, path)


def test_the_lock_file_is_taken_away_while_it_is_waited_for(
    annotations: Annotations, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("carrel.annotations.disk._PATIENCE", 0.2)
    lock, flock = Path(f"{path}.lock"), fcntl.flock
    with lock.open("wb") as old, path.with_name("another").open("wb") as new:
        flock(new, fcntl.LOCK_EX)
        flock(old, fcntl.LOCK_EX)

        def take_it_away(fd: int, operation: int) -> None:
            try:
                flock(fd, operation)
            except BlockingIOError:  # it is waited for
                with suppress(FileNotFoundError):
                    path.with_name("another").replace(lock)
                    flock(old, fcntl.LOCK_UN)
                raise

        monkeypatch.setattr(fcntl, "flock", take_it_away)
        done = annotations.change([P2], STAR, "Starred")
        assert "another window keeps it locked" in done.unsaved
    assert_arrives(annotations, path)


def test_a_program_that_knows_nothing_of_locks_writes_meanwhile(
    annotations: Annotations, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pulls = [b'{"papers": {"doi:10.1/9": {"note": "theirs"}}}'] * 2
    sync = os.fsync

    def pull_and_sync(fd: int) -> None:
        if pulls:
            path.with_name("pulled").write_bytes(pulls.pop())
            path.with_name("pulled").replace(path)
        sync(fd)

    monkeypatch.setattr(os, "fsync", pull_and_sync)
    assert annotations.change([P2], STAR, "Starred").unsaved == ""
    assert pulls == []
    assert Annotations(path).get(P2).favourite
    assert Annotations(path).get(Stored("doi:10.1/9")).note == "theirs"
    assert [change.label for change in annotations.history()] == [
        "Starred", "Changed outside carrel", "Starred",
    ]  # fmt: skip


def test_however_often_another_program_writes_meanwhile_what_is_told_is_true(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    sync, left = os.fsync, 0

    def pull_and_sync(fd: int) -> None:
        nonlocal left
        if left:
            left -= 1
            path.with_name("pulled").write_bytes(b'{"papers": {"doi:10.1/1": {"favourite": true}}}')
            path.with_name("pulled").replace(path)
        sync(fd)

    monkeypatch.setattr(os, "fsync", pull_and_sync)
    told = []
    for often in range(20):
        annotations = Annotations(path)
        annotations.change([P2], set_favourite(False), "Unstarred")
        annotations.change([P1], STAR, "Starred")
        left = often
        told.append(annotations.change([P2], STAR, "Starred").unsaved)
        assert Annotations(path).get(P2).favourite == (told[-1] == "")
        assert not list(path.parent.glob("*.tmp"))
        left = 0
        assert annotations.retry()
        assert starred(path) == [P1.id, P2.id]
    assert set(told) == {"", f"another program is writing it ({path})"}
