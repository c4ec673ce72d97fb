"""A file of annotations that can not be used as it is: told of, kept, and not written over."""

import errno
import json
import os
import shutil
import time
from pathlib import Path

import pytest

from carrel.annotations import Annotation, Annotations, edit_tags
from tests.annotations.conftest import P1, P2, STAR, assert_waits, starred

GOOD = b'{"version": 1, "papers": {"doi:10.1/1": {"favourite": true}}}'
DAMAGED = {
    "empty": b"",
    "truncated": GOOD[:40],
    "not JSON": b"<<<<<<< HEAD\n" + GOOD,
    "binary": bytes(range(256)),
    "another thing": b"[1, 2, 3]",
    "wrong types": b'{"version": 1, "papers": ["doi:10.1/1"]}',
    "no version at all": b'{"version": null, "papers": {}}',
    "nested too deeply": b'{"papers": ' * 50_000,
    "200 MB": None,
}


@pytest.mark.parametrize("damage", DAMAGED)
def test_a_damaged_file_is_kept_and_its_backup_used(path: Path, damage: str) -> None:
    Annotations(path).change([P1], STAR, "Starred")
    data = DAMAGED[damage]
    if data is None:
        os.truncate(path, 200 << 20)
    else:
        path.write_bytes(data)
    size = path.stat().st_size
    for _ in range(2):  # opening writes nothing into it, and keeps it once
        annotations = Annotations(path)
        (problem,) = annotations.problems
        assert "is damaged: " in problem or "too large" in problem
        assert "is shown instead" in problem
        assert "with 1 paper, is" in problem
        assert path.stat().st_size == size
        assert annotations.get(P1).favourite
    assert annotations.change([P2], STAR, "Starred").unsaved == ""
    (kept,) = path.parent.glob("annotations.json.bad-*")
    assert str(kept) in problem
    assert kept.stat().st_size == size
    assert data is None or kept.read_bytes() == data
    assert starred(path) == [P1.id, P2.id]
    assert Annotations(path).problems == []


def test_a_file_damaged_while_it_is_open(annotations: Annotations, path: Path) -> None:
    for number, junk in enumerate((b"junk", b"\nother junk")):
        path.write_bytes(junk)
        assert annotations.refresh() == set()
        assert len(annotations.problems) == 2 * number  # it may be half written
        assert annotations.refresh() == annotations.refresh() == set()
        assert "What was known here is shown" in annotations.problems[2 * number]
        assert annotations.change([P2], edit_tags(add=[f"t{number}"]), "Tagged").unsaved == ""
        assert "It is kept as" in annotations.problems[2 * number + 1]
    kept = path.parent.glob("annotations.json.bad-*")
    assert sorted(file.read_bytes() for file in kept) == [b"\nother junk", b"junk"]
    assert Annotations(path).get(P2).tags == ("t0", "t1")


def test_where_a_file_can_have_one_name_only(
    annotations: Annotations, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def link(*_: object) -> None:
        raise PermissionError(errno.EPERM, "Operation not permitted")

    monkeypatch.setattr(os, "link", link)
    path.write_bytes(b"junk")
    for _ in range(2):
        (problem,) = Annotations(path).problems
        assert "is damaged" in problem
    for _ in range(2):
        assert annotations.change([P2], STAR, "Starred").unsaved == ""
    (kept,) = path.parent.glob("annotations.json.bad-*")
    assert str(kept) in problem
    assert kept.read_bytes() == b"junk"


def test_a_damaged_file_without_a_backup(path: Path) -> None:
    path.parent.mkdir()
    path.write_bytes(b"junk")
    annotations = Annotations(path)
    assert "There is no backup of it" in annotations.problems[0]
    annotations.change([P1], STAR, "Starred")
    (kept,) = path.parent.glob("annotations.json.bad-*")
    assert kept.read_bytes() == b"junk"
    assert starred(path) == [P1.id]


def test_a_file_with_duplicates_is_kept_before_they_are_united(path: Path) -> None:
    path.parent.mkdir()
    twice = b'{"papers": {"doi:10.1/1": {"note": "a"}, "doi:10.1/1": {"favourite": true}}}'
    path.write_bytes(twice)
    annotations = Annotations(path)
    assert "“doi:10.1/1” stands in it twice. The rest is used." in annotations.problems[0]
    assert annotations.get(P1) == Annotation(favourite=True, note="a")
    annotations.change([P2], STAR, "Starred")
    (kept,) = path.parent.glob("annotations.json.bad-*")
    assert kept.read_bytes() == twice
    assert Annotations(path).problems == []


def test_a_file_that_can_not_be_kept_is_not_written_over(path: Path) -> None:
    """There are as many damaged files beside it as there may be."""
    path.parent.mkdir()
    stamp = time.strftime("%Y%m%d-%H%M%S", time.localtime(1e9))
    for number in range(1, 1000):
        Path(f"{path}.bad-{stamp}" + (f"-{number}" if number > 1 else "")).touch()
    for data in (b"junk", b'{"papers": {"doi:10.1/1": {"note": 7}}}'):
        path.write_bytes(data)
        os.utime(path, (1e9, 1e9))
        annotations = Annotations(path)
        assert "too many damaged files are kept" in annotations.problems[0]
        assert "too many damaged files" in annotations.change([P2], STAR, "Starred").unsaved
        assert path.read_bytes() == data


def test_a_file_of_which_no_copy_can_be_kept_is_not_written_over(
    annotations: Annotations, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def link(*_: object) -> None:
        raise PermissionError(errno.EPERM, "Operation not permitted")

    def copy(_: str, kept: str) -> None:
        Path(kept).write_bytes(b"ju")
        raise OSError(errno.ENOSPC, "No space left on device")

    path.write_bytes(b"junk")
    with monkeypatch.context() as meanwhile:
        meanwhile.setattr(os, "link", link)
        meanwhile.setattr(shutil, "copy2", copy)
        assert_waits(annotations, "no space left on device")
        assert path.read_bytes() == b"junk"
        assert not list(path.parent.glob("annotations.json.bad-*"))
    assert annotations.retry()
    (kept,) = path.parent.glob("annotations.json.bad-*")
    assert kept.read_bytes() == b"junk"


def test_a_newer_carrels_file_is_shown_and_not_written_to(path: Path) -> None:
    path.parent.mkdir()
    newer = {"version": 2, "papers": {P1.id: {"favourite": True, "stars": 5}}}
    path.write_text(json.dumps(newer))
    before = path.read_bytes()
    annotations = Annotations(path)
    assert "newer carrel (version 2)" in annotations.problems[0]
    assert annotations.get(P1).favourite
    assert_waits(annotations, "a newer carrel wrote the file (version 2)")
    assert path.read_bytes() == before
