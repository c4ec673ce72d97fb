from __future__ import annotations

from array import array
from pathlib import Path

import pytest

from carrel.library.indexer import Indexer, IndexerProcess, Rest
from tests.papers import made_up


@pytest.mark.parametrize("records", [0, 1, 255, 256, 512])
def test_a_process_indexes_as_this_one_does(records: int, tmp_path: Path) -> None:
    numbers = array("I", range(records + 1))
    rest = Rest(numbers.tobytes(), numbers[:records].tobytes(), {}, {}, {"of": records})
    for indexer, name in ((Indexer(), "here"), (IndexerProcess(), "beside")):
        for record in made_up(records):
            indexer.add(record)
        indexer.settle()
        indexer.finish(tmp_path / name, rest)
        indexer.close()
    assert (tmp_path / "here").read_bytes() == (tmp_path / "beside").read_bytes()


def test_what_the_process_cannot_do_is_told(tmp_path: Path) -> None:
    indexer = IndexerProcess()
    indexer.settle()
    (tmp_path / "taken").write_text("not a folder")
    with pytest.raises(OSError, match=r"file exists|not a directory"):
        indexer.finish(tmp_path / "taken" / "file", Rest(bytes(4), b"", {}, {}, {}))
    indexer.close()
