"""A file is there whole, or as it was before."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from carrel.atomic import write_whole


def test_a_file_is_replaced_as_a_whole_and_keeps_its_link_and_mode(tmp_path: Path) -> None:
    real, link = tmp_path / "real", tmp_path / "link"
    real.write_text("before")
    real.chmod(0o640)
    link.symlink_to(real)
    other = os.open(real, os.O_RDONLY)  # who reads it meanwhile reads on
    write_whole(link, ("after ", "all \udce9\n"))
    assert os.read(other, 99) == b"before"
    os.close(other)
    assert link.is_symlink()
    assert real.read_bytes() == b"after all \\udce9\n"
    assert real.stat().st_mode & 0o777 == 0o640
    write_whole(real, ("\udce9",), errors="surrogateescape", sync=False)
    assert real.read_bytes() == b"\xe9"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["link", "real"]


def test_a_folder_is_not_written_as_a_file(tmp_path: Path) -> None:
    for name in (tmp_path / "none", tmp_path):
        with pytest.raises(IsADirectoryError):
            write_whole(os.path.join(name, ""), ("text",))
    assert not list(tmp_path.iterdir())


def test_what_fails_leaves_the_file_as_it_was(tmp_path: Path) -> None:
    file = tmp_path / ("n" * 255)
    write_whole(file, ("before",))

    def pieces() -> Iterator[str]:
        yield "half of it"
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        write_whole(file, pieces())
    assert [path.read_text() for path in tmp_path.iterdir()] == ["before"]
    with pytest.raises(IsADirectoryError):
        write_whole(tmp_path, ("text",))
    with pytest.raises(FileNotFoundError):
        write_whole(tmp_path / "none" / "file", ("text",))


def test_a_pipe_is_written_to(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    reader = os.open(pipe, os.O_RDONLY | os.O_NONBLOCK)
    write_whole(pipe, ("text",))
    assert os.read(reader, 99) == b"text"
    os.close(reader)
