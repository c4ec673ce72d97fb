"""Named arrays in one file: written whole and atomically, mapped and never trusted blindly.

The layout is a magic line, the arrays one after another on 64-byte boundaries, a table of
contents as JSON, and a trailer: the table's place, size and checksum. A reader that finds anything
else, a truncated file or another version, gets `Damaged`, and whoever made the file makes it
again. The arrays have checksums too, which `verify` compares (reading the whole file). They are
Adler-32, the fastest at hand; what they guard against is chance, not malice.
"""

from __future__ import annotations

import contextlib
import json
import mmap
import os
import struct
import sys
import weakref
import zlib
from array import array
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from threading import Lock
from types import TracebackType
from typing import TYPE_CHECKING, BinaryIO, Literal, Self, cast

_MAGIC = b"carrel arrays 1\n"
_TRAILER = struct.Struct("<QII8s")  # table offset, size, Adler-32, end mark
_END = b"carrelOK"
_ALIGN = 64

if TYPE_CHECKING:
    Buffer = bytes | bytearray | memoryview | array[int]


class Damaged(Exception):
    """Not an array file of this version, or not a whole one."""


class Writer:
    """Writes an array file next to its final place and moves it there when all is well.

    As a context manager: leaving it normally publishes the file, an exception removes it.
    """

    def __init__(self, path: Path, kind: str, version: int) -> None:
        self.path = path
        self._table: dict[str, object] = {"kind": kind, "version": version, "meta": {}}
        self._arrays: dict[str, tuple[str, int, int, int]] = {}
        self._temporary = path.with_name(f"{path.name}.{os.urandom(6).hex()}.part")
        self._file: BinaryIO

    def add(self, name: str, data: Buffer, code: str = "B") -> None:
        """Add an array: its bytes, as this machine has them, and the `struct` code of its items."""
        with self.stream(name, code) as write:
            write(data)

    @contextlib.contextmanager
    def stream(self, name: str, code: str = "B") -> Iterator[Callable[[Buffer], object]]:
        """Add an array piece by piece."""
        self._file.write(bytes(-self._file.tell() % _ALIGN))
        start = self._file.tell()
        checksum = 1  # what Adler-32 begins with

        def write(data: Buffer) -> None:
            nonlocal checksum
            view = memoryview(data)
            if view.nbytes == 0:
                return
            view = view.cast("B")
            checksum = zlib.adler32(view, checksum)
            self._file.write(view)

        yield write
        self._arrays[name] = (code, start, self._file.tell() - start, checksum)

    def describe(self, meta: Mapping[str, object]) -> None:
        """Facts about the whole, as JSON values, that `ArrayFile.meta` gives back."""
        self._table["meta"] = dict(meta)

    def __enter__(self) -> Self:
        self.path.parent.mkdir(parents=True, exist_ok=True)
        try:
            self._file = open(self._temporary, "xb", buffering=1 << 20, opener=_privately)
            self._file.write(_MAGIC)
            return self
        except BaseException:  # a signal may come at any moment
            self._temporary.unlink(missing_ok=True)
            raise

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        try:
            if error is None:
                table = json.dumps({**self._table, "arrays": self._arrays}).encode()
                place = self._file.tell()
                self._file.write(table)
                self._file.write(_TRAILER.pack(place, len(table), zlib.adler32(table), _END))
                self._file.flush()
                os.fsync(self._file.fileno())
                os.replace(self._temporary, self.path)
        finally:
            with contextlib.suppress(OSError):  # a full disk: what is buffered is tried once more
                self._file.close()
            self._temporary.unlink(missing_ok=True)


def _privately(path: str, flags: int) -> int:
    return os.open(path, flags, 0o600)


class ArrayFile:
    """An array file, mapped into memory; pages are read when they are touched.

    Raises:
        Damaged: the file is not whole, or of another kind or version.
        OSError: it cannot be opened.
    """

    def __init__(self, path: Path, kind: str, version: int) -> None:
        self.path = path
        self._file = os.open(path, os.O_RDONLY | getattr(os, "O_BINARY", 0))
        self._closed = weakref.finalize(self, os.close, self._file)
        size = os.fstat(self._file).st_size
        if size < len(_MAGIC) + _TRAILER.size:
            self._closed()
            raise Damaged(f"{path}: too short")
        self._map = mmap.mmap(self._file, 0, access=mmap.ACCESS_READ)
        self._view = memoryview(self._map)
        try:
            place, length, checksum, end = _TRAILER.unpack(self._view[-_TRAILER.size :])
            if self._view[: len(_MAGIC)] != _MAGIC or end != _END:
                raise Damaged(f"{path}: not an array file, or cut off")
            if place + length + _TRAILER.size != size:
                raise Damaged(f"{path}: wrong size")
            table_bytes = self._view[place : place + length]
            if zlib.adler32(table_bytes) != checksum:
                raise Damaged(f"{path}: its table of contents is damaged")
            table = json.loads(bytes(table_bytes))
            if table["kind"] != kind or table["version"] != version:
                raise Damaged(f"{path}: another kind or version")
        except Damaged:
            self.close()
            raise
        self.meta: dict[str, object] = table["meta"]
        self._arrays: dict[str, tuple[str, int, int, int]] = table["arrays"]

    def __getitem__(self, name: str) -> memoryview:
        """The array of this name, as a typed view of the mapped file."""
        code, start, length, _ = self._arrays[name]
        view = self._view[start : start + length]
        return view.cast(cast("Literal['B', 'H', 'I', 'Q']", code))

    def __contains__(self, name: str) -> bool:
        return name in self._arrays

    def __iter__(self) -> Iterator[str]:
        return iter(self._arrays)

    def verify(self) -> bool:
        """Do all arrays still have their checksums?"""
        return all(map(self.is_whole, self))

    def is_whole(self, name: str) -> bool:
        """Has this array still its checksum? Reads the file, not the mapping; several threads may
        look at several arrays at once."""
        _, start, length, checksum = self._arrays[name]
        end = start + length
        found = 1
        try:
            while start < end and (chunk := read_at(self._file, min(end - start, 1 << 20), start)):
                found = zlib.adler32(chunk, found)
                start += len(chunk)
        except OSError:
            return False
        return start == end and found == checksum

    def unload(self) -> None:
        """Take the pages that were touched out of this process's memory. The system has them still,
        and gives them back at a touch."""
        if hasattr(mmap, "MADV_DONTNEED"):
            self._map.madvise(mmap.MADV_DONTNEED)

    def close(self) -> None:
        """Let go of the file; arrays of it that are in use stay readable."""
        self._closed()
        with contextlib.suppress(BufferError):  # someone still holds a view; the map goes with it
            self._view.release()
            self._map.close()


# Reads from a place in a file, as several threads may at once.
if sys.platform == "win32":
    _reading = Lock()

    def read_at(file: int, length: int, place: int) -> bytes:
        with _reading:
            os.lseek(file, place, os.SEEK_SET)
            return os.read(file, length)
else:
    read_at = os.pread
