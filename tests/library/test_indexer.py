from __future__ import annotations

from array import array
from dataclasses import replace
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


def test_an_index_is_the_same_in_pieces_of_any_size(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    records = [
        replace(
            record,
            title=f"{record.title} in Large Language Models (LLM) and an LLM",
            abstract=f"{record.abstract} Only {number // 2:05}.",
        )
        for number, record in enumerate(made_up(300))
    ]
    pairs, numbers = array("I", range(0, 301, 2)), array("I", range(300))
    rest = Rest(pairs.tobytes(), numbers.tobytes(), {}, {}, {})
    written = []
    for size in (1 << 16, 1, 7):
        monkeypatch.setattr("carrel.search.pieces._PIECE", size)
        indexer = Indexer()
        for record in records:
            indexer.add(record)
        indexer.finish(tmp_path / str(size), rest)
        written.append((tmp_path / str(size)).read_bytes())
    assert written == written[:1] * 3


def test_what_the_process_cannot_do_is_told(tmp_path: Path) -> None:
    indexer = IndexerProcess()
    indexer.settle()
    (tmp_path / "taken").write_text("not a folder")
    with pytest.raises(OSError, match=r"file exists|not a directory"):
        indexer.finish(tmp_path / "taken" / "file", Rest(bytes(4), b"", {}, {}, {}))
    indexer.close()
