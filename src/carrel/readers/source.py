"""One source being read: its bytes decompressed, its text decoded, what was assumed said.

Decoding never fails and never guesses silently: a byte order mark decides; else the text is
UTF-8, and a line that is not is read as Windows-1252 and counted in `Source.remarks`.
"""

from __future__ import annotations

import codecs
import io
import os
import select
import stat
import sys
from collections.abc import Iterator
from typing import TYPE_CHECKING, BinaryIO, cast

from carrel.refusals import reason

if TYPE_CHECKING:
    from pathlib import Path

HEAD = 1 << 16  # bytes looked at to recognise a format
SHOWN = 500  # characters of a piece that could not be read that its reject carries
_CHUNK = 1 << 20
_PATIENCE = 0.5  # seconds to wait for a pipe before one looks whether the program is to end
# A source may grow at most this much when decompressed: 64 kB of zeros become 64 MB in gzip
# and 430 MB in xz; real metadata compresses 4 to 12 times.
_MOST_RATIO = 200
_ALWAYS_ALLOWED = 1 << 26
_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)


class Unreadable(Exception):
    """A source cannot be read (further); the message says why, for a person."""


class _Counted(io.RawIOBase):
    """Counts the compressed bytes taken from a file: progress, and the bomb check."""

    def __init__(self, raw: BinaryIO) -> None:
        self.raw = raw
        self.taken = 0
        self.most: int | None = None  # bytes to take
        self._comes_later = _comes_later(raw)
        self._ended = False

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: object) -> int:
        view = cast("memoryview", buffer)
        if self._ended:  # a terminal would have to be told again
            return 0
        while self._comes_later and not select.select([self.raw], [], [], _PATIENCE)[0]:
            pass  # a signal that came just before one would wait is dealt with here
        wanted = len(view) if self.most is None else min(len(view), self.most - self.taken)
        data = self.raw.read(wanted)
        view[: len(data)] = data
        self.taken += len(data)
        self._ended = not data
        return len(data)


class _Zstandard(io.BufferedIOBase):
    """What a Zstandard file holds; the library's own reader takes one cut off for a whole one."""

    def __init__(self, raw: io.BufferedReader[_Counted]) -> None:
        import zstandard

        self._raw = raw
        self._library = zstandard.ZstdDecompressor(max_window_size=1 << 27)
        self._frame = self._library.decompressobj()
        self._whole = True  # no frame is half read
        self._ready = memoryview(b"")

    def read1(self, size: int = -1, /) -> bytes:
        while not self._ready:
            # Four bytes can stand for 128 kB: little is taken at a time.
            piece = self._frame.unused_data if self._frame.eof else b""
            piece = piece or self._raw.read(4096)
            if not piece:
                if not self._whole:
                    raise EOFError("the file is cut off")
                return b""
            if self._frame.eof:
                self._frame = self._library.decompressobj()
            self._ready = memoryview(self._frame.decompress(piece))
            self._whole = self._frame.eof
        size = len(self._ready) if size < 0 else size
        taken, self._ready = self._ready[:size], self._ready[size:]
        return bytes(taken)


class Source:
    """A file, or standard input, opened for reading; used once, front to back.

    `path` is what the person called it; `size` its size in bytes where known, else 0; `line` the
    number of the first line; `remarks` collects what had to be assumed ("3 lines are not UTF-8 …").
    Readers use one of `lines`, `blocks` and `text`; each raises `Unreadable` where the bytes end
    badly, and so does to make one of what gives none.
    """

    def __init__(self, path: str, raw: BinaryIO, size: int = 0, line: int = 1) -> None:
        self.path = path
        self.size = size
        self.line = line
        self.remarks: list[str] = []
        self._counted = _Counted(raw)
        start = io.BufferedReader(self._counted, min(size, _CHUNK) or _CHUNK)
        try:
            magic = start.peek(6)[:6]
        except OSError as error:
            raise Unreadable(reason(error)) from error
        self.compressed = True
        self._errors: tuple[type[Exception], ...] = (OSError, EOFError, ValueError)
        self._problem: Unreadable | None = None
        self.refusal: OSError | None = None  # what the system said where it gave no more bytes
        if magic[:2] == b"\x1f\x8b":
            import gzip
            import zlib

            self._stream: io.BufferedIOBase = gzip.GzipFile(fileobj=start)
            self._errors = (*self._errors, zlib.error)
        elif magic == b"\xfd7zXZ\x00":
            import lzma

            self._stream = lzma.LZMAFile(start)  # noqa: SIM115 (closed by close)
            self._errors = (*self._errors, lzma.LZMAError)
        elif magic[:4] == b"\x28\xb5\x2f\xfd":
            import zstandard

            self._stream = _Zstandard(start)
            self._errors = (*self._errors, zstandard.ZstdError)
        else:
            self._stream = start
            self.compressed = False
        self._given = 0
        self._others = self._first_other = 0  # lines that are not UTF-8
        self._counts: dict[str, tuple[int, int, int]] = {}  # how often, the first line, the remark
        self.head = self._read(HEAD)
        self._pending = self.head

    def close(self) -> None:
        """Close the file that is read."""
        self._counted.raw.close()

    def remark(self, what: str, line: int, times: int = 1) -> None:
        """Count what had to be assumed at a line, or so many times from it on; all that is alike is
        one of the remarks."""
        count, first, at = self._counts.get(what, (0, line, len(self.remarks)))
        if not count:
            self.remarks.append("")
        self.remarks[at] = f"{what}: {count + times}; first in line {first}"
        self._counts[what] = (count + times, first, at)

    def end_at(self, size: int) -> None:
        """Read only so many bytes of it; fewer have been read so far."""
        self._counted.most = size

    @property
    def done(self) -> int:
        """How many of the source's `size` bytes have been taken so far."""
        return self._counted.taken

    @property
    def encoding(self) -> str:
        """What the byte order mark says; without one "utf-8", or UTF-16 by its zero bytes."""
        for mark, name in _MARKS:
            if self.head.startswith(mark):
                return name
        start = self.head[:64]
        if b"\0" in start and 4 * start.count(b"\0") > len(start):
            zeros = start[::2].count(b"\0"), start[1::2].count(b"\0")
            if min(zeros) == 0:
                return "utf-16-be" if zeros[0] else "utf-16-le"
        return "utf-8"

    @property
    def head_text(self) -> str:
        """The first text of the source, decoded without complaint, to recognise a format by."""
        text = self.head.decode(self.encoding, "replace").lstrip("\ufeff")
        return text.replace("\r\n", "\n").replace("\r", "\n")

    def _read(self, size: int) -> bytes:
        """Up to `size` decompressed bytes; empty at the end."""
        if self._problem:
            raise self._problem
        parts: list[bytes] = []
        missing = size
        while missing > 0:
            try:
                part = self._stream.read1(missing)
            except self._errors as error:
                self._problem = Unreadable(f"cannot be decompressed or read further: {error}")
                if isinstance(error, OSError) and error.errno:  # gzip has some of its own
                    self.refusal = error
                if not parts:
                    raise self._problem from error
                break  # what came before it is given first
            if not part:
                break
            parts.append(part)
            missing -= len(part)
        data = b"".join(parts)
        self._given += len(data)
        if (
            self.compressed
            and self._given > _ALWAYS_ALLOWED
            and self._given > _MOST_RATIO * max(self.done, 1)
        ):
            raise Unreadable(f"refused: it decompresses to more than {_MOST_RATIO} times its size")
        return data

    def chunks(self) -> Iterator[bytes]:
        """The decompressed bytes, a megabyte at a time."""
        if self._pending:
            chunk, self._pending = self._pending, b""
            yield chunk
        while chunk := self._read(_CHUNK):
            yield chunk

    def text(self) -> str:
        """The whole text, line ends as "\\n"."""
        return "".join(self.blocks())

    def lines(self) -> Iterator[tuple[int, str]]:
        """Each line, without its end, and its number from 1. Memory holds one line at a time."""
        if self.encoding != "utf-8":
            rest = ""
            number = self.line - 1
            for part in self._decoded():
                *whole, rest = (rest + part).split("\n") if "\n" in part else (rest + part,)
                for line in whole:
                    number += 1
                    yield number, line
            if rest:
                yield number + 1, rest
            return
        for number, line in self._split(self.chunks(), self.line - 1):
            yield number, line.removesuffix("\n")
        self._remark_others()

    def blocks(self) -> Iterator[str]:
        """The text as `text` gives it, in pieces of about a megabyte."""
        if self.encoding != "utf-8":
            yield from self._decoded()
            return
        number = self.line - 1
        for block in _at_line_ends(self.chunks()):
            try:
                text = block.decode()
            except UnicodeDecodeError:
                text = "".join(line for _, line in self._split(iter([block]), number))
            if "\r" in text:
                text = text.replace("\r\n", "\n").replace("\r", "\n")
            number += text.count("\n")
            yield text
        self._remark_others()

    def _decoded(self) -> Iterator[str]:
        """Text with a byte order mark, decoded as it says; broken units become U+FFFD."""
        decoder = codecs.getincrementaldecoder(self.encoding)("replace")
        newlines = io.IncrementalNewlineDecoder(decoder, translate=True)
        broken = 0
        for chunk in self.chunks():
            text = newlines.decode(chunk)
            broken += text.count("\ufffd")
            yield text
        yield newlines.decode(b"", True)
        if self.encoding.endswith("le") or self.encoding.endswith("be"):
            self.remarks.append(f"read as {self.encoding.upper()}, as its zero bytes suggest")
        elif self.encoding != "utf-8-sig":
            self.remarks.append(f"read as {self.encoding.upper()}, as its byte order mark says")
        if broken:
            self.remarks.append(f"{broken} characters could not be decoded")

    def _split(self, chunks: Iterator[bytes], number: int = 0) -> Iterator[tuple[int, str]]:
        """Lines with their ends, and numbers; UTF-8, else Windows-1252, line by line."""
        pieces: list[bytes] = []
        for chunk in chunks:
            *whole, rest = chunk.split(b"\n")
            for raw in whole:
                if pieces:
                    pieces.append(raw)
                    raw = b"".join(pieces)
                    pieces = []
                number += 1
                try:
                    line = raw.decode()
                except UnicodeDecodeError:
                    line = self._other(raw, number)
                if line.endswith("\r"):
                    line = line[:-1]
                if "\r" not in line:
                    yield number, line + "\n"
                    continue
                for part in line.split("\r"):  # old Macintosh line ends
                    yield number, part + "\n"
                    number += 1
                number -= 1
            if rest:
                pieces.append(rest)
        if pieces:
            number += 1
            raw = b"".join(pieces)
            try:
                line = raw.decode()
            except UnicodeDecodeError:
                line = self._other(raw, number)
            for part in line.removesuffix("\r").split("\r"):
                yield number, part + ("\n" if "\r" in line else "")
                number += 1

    def _other(self, raw: bytes, number: int) -> str:
        """A line that is not UTF-8, as Windows-1252; its five unassigned bytes as Latin-1."""
        self._others += 1
        self._first_other = self._first_other or number
        try:
            return raw.decode("cp1252")
        except UnicodeDecodeError:
            return raw.decode("latin-1")

    def _remark_others(self) -> None:
        if self._others:
            what = "line is" if self._others == 1 else "lines are"
            said = f"{self._others} {what} not UTF-8, read as Windows-1252"
            self.remarks.append(f"{said}; first: {self._first_other}")


def _at_line_ends(chunks: Iterator[bytes]) -> Iterator[bytes]:
    """The same bytes, cut at line ends."""
    pieces: list[bytes] = []
    for chunk in chunks:
        if cut := chunk.rfind(b"\n") + 1:
            yield b"".join([*pieces, chunk[:cut]])
            pieces = []
        pieces.append(chunk[cut:])
    yield b"".join(pieces)


def _comes_later(raw: BinaryIO) -> bool:
    """Is it a pipe or a terminal, of which reading may wait?"""
    try:
        mode = os.fstat(raw.fileno()).st_mode
    except (OSError, ValueError):  # bytes in memory
        return False
    return sys.platform != "win32" and not stat.S_ISREG(mode)


def _is_endless(mode: int) -> bool:
    return stat.S_ISCHR(mode) or stat.S_ISBLK(mode)


def open_source(path: str | Path, start: int = 0, line: int = 1) -> Source:
    """Open a file for reading, from a byte on at which the line with a number begins.

    Raises:
        Unreadable: there is no such file, it is not a file, or reading it is not allowed.
    """
    try:
        status = os.stat(path)
        if stat.S_ISSOCK(status.st_mode):
            raise Unreadable("is a socket")
        raw = io.FileIO(path)
    except OSError as error:
        raise Unreadable(reason(error)) from error
    try:
        if _is_endless(status.st_mode) and not raw.isatty() and os.fspath(path) != os.devnull:
            raise Unreadable("is a device")
        if start:
            raw.seek(start)
        return Source(os.fspath(path), cast("BinaryIO", raw), max(status.st_size - start, 0), line)
    except BaseException:
        raw.close()
        raise
