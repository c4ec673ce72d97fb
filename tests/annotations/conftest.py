import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from carrel.annotations import Annotations, Stored, set_favourite

P1, P2 = Stored("doi:10.1/1", title="One"), Stored("doi:10.1/2", title="Two")
STAR = set_favourite(True)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Where the annotations of a test are; nothing is there yet."""
    return tmp_path / "data" / "annotations.json"


@pytest.fixture
def quick_folder(tmp_path: Path) -> Iterator[Path]:
    """A folder in memory where there is one, for tests that save thousands of times."""
    if os.access("/dev/shm", os.W_OK):
        folder = Path(tempfile.mkdtemp(prefix="carrel-test-", dir="/dev/shm"))
        yield folder
        shutil.rmtree(folder)
    else:
        yield tmp_path


@pytest.fixture
def annotations(path: Path) -> Annotations:
    """Open, with P1 starred on disk."""
    opened = Annotations(path)
    assert not opened.change([P1], STAR, "Starred").unsaved
    return opened


def starred(path: Path) -> list[str]:
    """What is starred on disk."""
    return [paper.id for paper in Annotations(path).stored() if paper.annotation.favourite]


def assert_waits(annotations: Annotations, why: str) -> None:
    """A change now is shown, is not on disk, and that is said."""
    done = annotations.change([P2], STAR, "Starred")
    assert why in done.unsaved
    assert annotations.get(P2).favourite
    assert annotations.get(P1).favourite
    assert annotations.unsaved == f"Not on disk: {done.unsaved}.\n  Starred: Two"
    assert not annotations.retry()


def assert_arrives(annotations: Annotations, path: Path) -> None:
    """What was waiting is on disk now, as `starred` and the history tell."""
    assert annotations.retry()
    assert annotations.unsaved == ""
    assert starred(path) == [P1.id, P2.id]
    assert [change.label for change in annotations.history()] == ["Starred", "Starred"]
