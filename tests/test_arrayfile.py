"""Array files: whole or not there, and never trusted when damaged."""

from __future__ import annotations

import sys
from array import array
from dis import opmap
from itertools import count, takewhile
from pathlib import Path
from types import FrameType
from typing import Any, cast

import pytest
from hypothesis import given
from hypothesis import strategies as st

from carrel.arrayfile import ArrayFile, Damaged, Writer


def write(path: Path) -> None:
    with Writer(path, "test", 1) as writer:
        writer.add("numbers", array("I", range(1000)), "I")
        with writer.stream("pieces") as put:
            put(b"one")
            put(b"two")
        writer.add("nothing", b"")
        writer.describe({"source": "Müller"})


def test_what_was_written_is_read(tmp_path: Path) -> None:
    write(tmp_path / "x")
    file = ArrayFile(tmp_path / "x", "test", 1)
    assert list(file["numbers"]) == list(range(1000))
    assert bytes(file["pieces"]) == b"onetwo"
    assert len(file["nothing"]) == 0
    assert file.meta == {"source": "Müller"}
    assert file.verify()
    assert [path.name for path in tmp_path.iterdir()] == ["x"]


def test_a_failed_write_leaves_what_was_there(tmp_path: Path) -> None:
    write(tmp_path / "x")
    before = (tmp_path / "x").read_bytes()
    with pytest.raises(TypeError), Writer(tmp_path / "x", "test", 1) as writer:
        writer.add("numbers", cast("bytes", "no bytes"))
    assert (tmp_path / "x").read_bytes() == before
    assert [path.name for path in tmp_path.iterdir()] == ["x"]


@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")  # files not closed
def test_an_interrupt_while_the_file_is_being_made_leaves_none(tmp_path: Path) -> None:
    def interrupt_at(wanted: int) -> bool:
        """Interrupt it at one of the instructions that begin it; has it so many?"""
        seen = 0

        def trace(frame: FrameType, event: str, _: object) -> Any:
            nonlocal seen
            if frame.f_code is not Writer.__enter__.__code__:
                return None
            frame.f_trace_opcodes = True
            # Python looks for signals behind calls, and not before it returns.
            if event == "opcode" and frame.f_code.co_code[frame.f_lasti] != opmap["RETURN_VALUE"]:
                seen += 1
                if seen == wanted:
                    raise KeyboardInterrupt
            return trace

        before = sys.gettrace()
        sys.settrace(trace)
        try:
            write(tmp_path / "x")
        except KeyboardInterrupt:
            return True
        finally:
            sys.settrace(before)
        return False

    interrupted = list(takewhile(interrupt_at, count(1)))
    assert len(interrupted) > 20
    assert [path.name for path in tmp_path.iterdir()] == ["x"]


@pytest.mark.skipif(sys.platform == "win32", reason="needs setrlimit(2)")
def test_a_full_disk_is_not_left_full(tmp_path: Path) -> None:
    import resource

    limit = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (1000, limit[1]))
    try:
        with pytest.raises(OSError, match="too large"):
            write(tmp_path / "x")
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limit)
    assert not list(tmp_path.iterdir())


def test_another_kind_or_version_is_damage(tmp_path: Path) -> None:
    write(tmp_path / "x")
    for kind, version in (("other", 1), ("test", 2)):
        with pytest.raises(Damaged):
            ArrayFile(tmp_path / "x", kind, version)


def test_a_mapped_file_may_be_replaced_and_removed(tmp_path: Path) -> None:
    write(tmp_path / "x")
    file = ArrayFile(tmp_path / "x", "test", 1)
    write(tmp_path / "x")
    (tmp_path / "x").unlink()
    assert list(file["numbers"])[-1] == 999
    assert file.verify()


@pytest.mark.skipif(sys.platform != "linux", reason="Linux tells how much of a file is mapped")
def test_what_was_touched_can_be_taken_out_of_memory_and_is_still_there(tmp_path: Path) -> None:
    with Writer(tmp_path / "x", "test", 1) as writer:
        writer.add("numbers", array("I", range(1 << 20)), "I")
        writer.describe({})
    file = ArrayFile(tmp_path / "x", "test", 1)

    def in_memory() -> int:
        """Kilobytes of the file that this process has mapped and touched."""
        maps = Path("/proc/self/smaps").read_text().partition(str(tmp_path / "x"))[2]
        return int(maps.partition("Rss:")[2].split()[0])

    assert sum(file["numbers"]) == (1 << 19) * ((1 << 20) - 1)
    assert in_memory() >= 1 << 12
    file.unload()
    assert in_memory() == 0
    assert sum(file["numbers"]) == (1 << 19) * ((1 << 20) - 1)


@given(st.data())
def test_any_damage_is_seen(tmp_path_factory: pytest.TempPathFactory, data: st.DataObject) -> None:
    path = tmp_path_factory.mktemp("damage") / "x"
    write(path)
    content = bytearray(path.read_bytes())
    if data.draw(st.booleans(), label="cut"):
        del content[data.draw(st.integers(0, len(content) - 1)) :]
    else:
        place = data.draw(st.integers(0, len(content) - 1))
        content[place] ^= data.draw(st.integers(1, 255))
    path.write_bytes(content)
    try:
        file = ArrayFile(path, "test", 1)
    except Damaged:
        return
    if not file.verify():
        return
    # padding between arrays is not covered, and holds nothing
    assert list(file["numbers"]) == list(range(1000))
    assert bytes(file["pieces"]) == b"onetwo"
