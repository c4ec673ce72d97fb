"""Bytes to text: compression, encodings, and files that end badly."""

from __future__ import annotations

import gzip
import lzma
import warnings
from collections.abc import Callable
from pathlib import Path

import pytest
import zstandard

from carrel.paper import Record, Reject
from carrel.readers import read
from carrel.readers.source import open_source

LINES = [f'{{"id": "{n}", "title": "Paper number {n * 7919 % 10007}"}}' for n in range(8_000)]
COMPRESS: dict[str, Callable[[bytes], bytes]] = {
    "gz": gzip.compress,
    "xz": lzma.compress,
    "zst": zstandard.compress,
}


@pytest.mark.parametrize("ending", COMPRESS)
def test_compressed_files_are_read(tmp_path: Path, ending: str) -> None:
    data = "\n".join(LINES).encode()
    path = tmp_path / f"papers.jsonl.{ending}"
    path.write_bytes(
        COMPRESS[ending](data[: len(data) // 2]) + COMPRESS[ending](data[len(data) // 2 :])
    )
    assert [record.key for record in read(path) if isinstance(record, Record)] == [
        str(n) for n in range(8_000)
    ]


@pytest.mark.parametrize("ending", COMPRESS)
def test_of_a_compressed_file_cut_off_what_came_before_is_kept(tmp_path: Path, ending: str) -> None:
    data = COMPRESS[ending]("\n".join(LINES).encode())
    path = tmp_path / f"papers.jsonl.{ending}"
    path.write_bytes(data[: len(data) // 2])
    *items, last = read(path)
    records = [item for item in items if isinstance(item, Record)]
    assert len(records) > 2_000
    assert [record.key for record in records] == [str(n) for n in range(len(records))]
    assert isinstance(last, Reject)
    assert "cannot be" in last.reason


@pytest.mark.skipif(not Path("/proc/self/mem").exists(), reason="no file that gives EIO")
def test_a_file_whose_first_bytes_cannot_be_read_is_told() -> None:
    [reject] = read("/proc/self/mem")
    assert isinstance(reject, Reject)
    assert reject.reason == "input/output error"


def test_a_file_is_closed_when_it_is_read(tmp_path: Path) -> None:
    path = tmp_path / "papers.jsonl"
    path.write_text("\n".join(LINES[:10]))
    with warnings.catch_warnings():
        warnings.simplefilter("error", ResourceWarning)
        assert len(list(read(path))) == 10
        next(iter(read(path)))


def test_old_line_ends_are_line_ends_to_those_who_recognise(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes(b"one\r\ntwo\rthree\n")
    source = open_source(path)
    assert source.head_text == "one\ntwo\nthree\n"
    source.close()
