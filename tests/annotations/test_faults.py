"""What the disk can do to a save, done to it: the change is shown, kept, tried again, told of."""

import errno
import os
import resource
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from carrel.annotations import Annotation, Annotations, Stored, edit_tags, set_note
from tests.annotations.conftest import P1, P2, STAR, assert_arrives, assert_waits, starred

NOBODY = 65534


@contextmanager
def without_privileges() -> Iterator[None]:
    """As an ordinary user, whom permissions stop."""
    if os.geteuid() != 0:
        yield
        return
    os.seteuid(NOBODY)
    try:
        yield
    finally:
        os.seteuid(0)


@pytest.fixture
def users_path(quick_folder: Path) -> Path:
    """As `path`, in a folder that an ordinary user owns."""
    folder = quick_folder / "data"
    folder.mkdir()
    if os.geteuid() == 0:
        os.chmod(quick_folder, 0o755)
        os.chown(folder, NOBODY, NOBODY)
        with without_privileges():
            if not os.access(folder, os.W_OK, effective_ids=True):
                pytest.skip("run as root, and an ordinary user can't reach the temporary folder")
    return folder / "annotations.json"


# ---------------------------------------------------------------- the disk


def test_a_file_that_may_not_grow(annotations: Annotations, path: Path) -> None:
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    before = path.read_bytes()
    resource.setrlimit(resource.RLIMIT_FSIZE, (1000, hard))
    try:
        done = annotations.change([P1], set_note("x" * 2000, ""), "Noted")
        assert "file too large" in done.unsaved
        assert "The history is not kept: file too large" in annotations.problems[0]
        assert path.read_bytes() == before
        assert sorted(os.listdir(path.parent)) == [
            f"annotations.json{suffix}" for suffix in ("", ".bak", ".history", ".lock")
        ]
        assert not annotations.retry()
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    assert annotations.change([P1], edit_tags(add=["t"]), "Tagged").unsaved == ""
    assert annotations.unsaved == ""
    assert Annotations(path).get(P1) == Annotation(favourite=True, tags=("t",), note="x" * 2000)


def test_more_than_could_be_read_again_is_not_written(
    annotations: Annotations, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("carrel.annotations.disk.MOST_BYTES", 2000)
    before = path.read_bytes()
    papers = [Stored(f"doi:10.1/{n}", title=f"T{n}") for n in range(5)]
    done = annotations.change(papers, set_note("x" * 500, ""), "Noted")
    assert "it would be too large" in done.unsaved
    assert annotations.unsaved.endswith("\n  Noted: T0, T1, T2 and 2 more")
    assert path.read_bytes() == before
    undone = annotations.undo()
    assert undone is not None
    assert (undone.unsaved, annotations.unsaved) == ("", "")
    assert starred(path) == [P1.id]


def test_no_space_left() -> None:
    program = """
import os, subprocess, sys, tempfile
from carrel.annotations import *
folder = tempfile.mkdtemp()
mounted = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=64k", "none", folder])
if mounted.returncode:
    print("no mount"), sys.exit()
path = folder + "/annotations.json"
papers = [Stored(f"doi:10.1/{n}", title=f"T{n}") for n in range(3)]
annotations = Annotations(path)
annotations.change(papers[:1], set_favourite(True), "Starred")
before = open(path, "rb").read()
with open(folder + "/filler", "wb", buffering=0) as filler:
    try:
        while True: filler.write(bytes(4096))
    except OSError: pass
print(annotations.change(papers[1:], set_favourite(True), "Starred 2").unsaved)
print(annotations.unsaved)
print(annotations.get(papers[2]).favourite, annotations.retry(), open(path, "rb").read() == before)
os.unlink(folder + "/filler")
print(annotations.retry(), repr(annotations.unsaved), Annotations(path).get(papers[2]).favourite)
"""
    unshare = shutil.which("unshare")
    if unshare is None:
        pytest.skip("no unshare(1)")
    ran = subprocess.run(
        [unshare, "-rm", sys.executable, "-c", program], capture_output=True, text=True, check=False
    )
    if ran.stderr.startswith("unshare:") or ran.stdout == "no mount\n":
        pytest.skip("no small file system can be mounted here")
    assert ran.stderr == ""
    reason, *told, waiting, arrived = ran.stdout.splitlines()
    assert reason.startswith("no space left on device")
    assert told == [f"Not on disk: {reason}.", "  Starred 2: T1, T2"]
    assert waiting == "True False True"
    assert arrived == "True '' True"


def test_the_folder_is_gone(annotations: Annotations, path: Path) -> None:
    shutil.rmtree(path.parent)
    assert annotations.change([P2], STAR, "Starred").unsaved == ""
    assert starred(path) == [P1.id, P2.id]


def test_the_folder_is_a_file_now(annotations: Annotations, path: Path) -> None:
    away = path.parent.rename(path.parent.with_name("away"))
    path.parent.write_text("not a folder")
    assert_waits(annotations, "file exists")
    path.parent.unlink()
    away.rename(path.parent)
    assert_arrives(annotations, path)


def test_the_file_is_a_folder_now(annotations: Annotations, path: Path) -> None:
    path.unlink()
    path.mkdir()
    assert_waits(annotations, "it is a folder")
    opened = Annotations(path)
    assert "it is a folder" in opened.problems[0]
    assert opened.get(P1).favourite  # from the backup
    path.rmdir()
    assert_arrives(annotations, path)


def test_the_backup_cannot_be_written(annotations: Annotations, path: Path) -> None:
    """Which is no reason to say that a change is not on disk."""
    os.unlink(f"{path}.bak")
    os.mkdir(f"{path}.bak")
    assert annotations.change([P2], STAR, "Starred").unsaved == ""
    assert starred(path) == [P1.id, P2.id]


def test_the_file_is_a_pipe(path: Path) -> None:
    path.parent.mkdir()
    os.mkfifo(path)
    opened = Annotations(path)
    assert "it is not an ordinary file" in opened.problems[0]
    assert "it is not an ordinary file" in opened.change([P1], STAR, "Starred").unsaved


def test_the_file_was_taken_away(annotations: Annotations, path: Path) -> None:
    path.unlink()
    reopened = Annotations(path)
    assert "is gone. Its backup of" in reopened.problems[0]
    assert reopened.get(P1).favourite
    assert annotations.change([P2], STAR, "Starred").unsaved == ""
    assert starred(path) == [P1.id, P2.id]


@pytest.mark.parametrize("refused", [False, True])
def test_file_and_folder_are_past_the_caches_of_the_system_when_a_change_is_told_as_done(
    annotations: Annotations, path: Path, refused: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The bytes before the file has its name, the name after; some systems refuse the latter."""
    sync, synced, folder = os.fsync, list[tuple[int, bool]](), path.parent.stat().st_ino

    def note_and_sync(fd: int) -> None:
        inode = os.fstat(fd).st_ino
        synced.append((inode, inode == path.stat().st_ino))
        if refused and inode == folder:
            raise OSError(errno.EINVAL, "Invalid argument")
        sync(fd)

    monkeypatch.setattr(os, "fsync", note_and_sync)
    assert annotations.change([P2], STAR, "Starred").unsaved == ""
    file = path.stat().st_ino
    assert synced[-2:] == [(file, False), (folder, False)]


# ---------------------------------------------------------------- permissions


def test_a_read_only_folder(users_path: Path) -> None:
    with without_privileges():
        annotations = Annotations(users_path)
        annotations.change([P1], STAR, "Starred")
        os.chmod(users_path.parent, 0o500)
        assert_waits(annotations, "permission denied")
        os.chmod(users_path.parent, 0o700)
        assert_arrives(annotations, users_path)


def test_a_read_only_folder_with_nothing_in_it(users_path: Path) -> None:
    with without_privileges():
        os.chmod(users_path.parent, 0o500)
        annotations = Annotations(users_path)
        assert annotations.problems == []
        assert "permission denied" in annotations.change([P1, P2], STAR, "Starred").unsaved
        os.chmod(users_path.parent, 0o700)
        assert annotations.retry()
        assert starred(users_path) == [P1.id, P2.id]


def test_a_write_protected_file(users_path: Path) -> None:
    with without_privileges():
        annotations = Annotations(users_path)
        annotations.change([P1], STAR, "Starred")
        os.chmod(users_path, 0o400)
        assert_waits(annotations, "it is write-protected")
        os.chmod(users_path, 0o600)
        assert_arrives(annotations, users_path)


def test_a_file_that_may_not_be_read(users_path: Path) -> None:
    with without_privileges():
        Annotations(users_path).change([P1], STAR, "Starred")
        os.unlink(f"{users_path}.bak")
        os.chmod(users_path, 0)
        annotations = Annotations(users_path)
        (problem,) = annotations.problems
        assert "can't be read: permission denied" in problem
        assert "There is no backup" in problem
        assert "permission denied" in annotations.change([P2], STAR, "Starred").unsaved
        os.chmod(users_path, 0o600)
        assert annotations.retry()
        assert starred(users_path) == [P1.id, P2.id]


def test_symbolic_link_and_mode_stay(annotations: Annotations, path: Path) -> None:
    elsewhere = path.parent.parent / "dotfiles"
    elsewhere.mkdir()
    path.rename(elsewhere / "mine.json")
    os.chmod(elsewhere / "mine.json", 0o640)
    owner = NOBODY if os.geteuid() == 0 else os.geteuid()
    os.chown(elsewhere / "mine.json", owner, -1)
    path.symlink_to(os.path.join("..", "dotfiles", "mine.json"))
    annotations.change([P2], STAR, "Starred")
    assert path.is_symlink()
    assert (elsewhere / "mine.json").stat().st_mode & 0o777 == 0o640
    assert (elsewhere / "mine.json").stat().st_uid == owner
    assert (elsewhere / "mine.json.bak").stat().st_mode & 0o777 == 0o640
    assert starred(path) == [P1.id, P2.id]


def test_private_annotations_have_a_private_history(path: Path) -> None:
    path.parent.mkdir()
    path.write_bytes(b"{}")
    os.chmod(path, 0o600)
    Annotations(path).change([P1], STAR, "Starred")
    modes = {file.suffix: file.stat().st_mode & 0o777 for file in path.parent.iterdir()}
    assert modes[".json"] == modes[".bak"] == modes[".history"] == 0o600


# ---------------------------------------------------------------- undo while nothing can be saved


def test_what_is_not_on_disk_is_told_by_its_titles(annotations: Annotations, path: Path) -> None:
    path.rename(path.with_name("away"))
    path.mkdir()
    papers = [Stored(f"doi:10.1/{n}", title=title) for n, title in enumerate(("A", "", "C", "D"))]
    for number in (1, 2, 3, 4):
        annotations.change(papers[:number], edit_tags(add=[f"t{number}"]), f"Tagged t{number}")
    assert annotations.unsaved.splitlines()[1:] == [
        "  Tagged t1: A",
        "  Tagged t2: A, doi:10.1/1",
        "  Tagged t3: A, doi:10.1/1, C",
        "  Tagged t4: A, doi:10.1/1, C and 1 more",
    ]


def test_what_is_not_on_disk_can_be_undone(annotations: Annotations, path: Path) -> None:
    other = Annotations(path)
    away = path.rename(path.with_name("away"))
    path.mkdir()
    annotations.change([P2], STAR, "Starred 2")
    annotations.change([P1], set_note("n", ""), "Noted")
    undone = annotations.undo()
    assert undone is not None
    assert undone.unsaved
    assert annotations.get(P1).note == ""
    path.rmdir()
    away.rename(path)
    other.change([P2], edit_tags(add=["t"]), "Tagged")
    assert annotations.retry()
    assert Annotations(path).get(P2) == Annotation(favourite=True, tags=("t",))
    assert Annotations(path).get(P1) == Annotation(favourite=True)
    annotations.undo()
    assert Annotations(path).get(P2) == Annotation(tags=("t",))
