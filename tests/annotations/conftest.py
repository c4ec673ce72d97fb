from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest


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
