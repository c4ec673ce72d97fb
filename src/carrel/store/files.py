"""The files that records are kept in."""

from __future__ import annotations

import json
import os
import weakref
import zlib
from array import array
from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import accumulate, count
from operator import add, ge
from pathlib import Path
from typing import Any, Protocol, overload

from carrel.arrayfile import ArrayFile, Damaged, Writer, read_at
from carrel.paper import Place, Record, Reject
from carrel.store.packing import abstract_of, pack, unpack
from carrel.store.stamp import Stamp

KIND = "records"
VERSION = 4
_SAMPLE = 2_000  # records that the compression dictionary is made from
_DICTIONARY = 112_640  # bytes; what zstandard itself recommends
_LEVEL = 3
_CHUNK = 1 << 22


class NotLinesError(Exception):
    """A source is not one record a line after all."""


class Readers(Protocol):
    """Reads lines of a source again; `name` is its format."""

    def read_lines(
        self, name: str, path: str, numbers: Sequence[int], lines: Sequence[bytes]
    ) -> Sequence[Record | None]:
        """The record that each of some lines is, given by their numbers and bytes."""

    def abstracts_in(self, name: str, lines: Sequence[bytes]) -> Sequence[str | None]:
        """The abstracts of the records that some lines are; None for one that has to be read."""


class RecordFile(Sequence[Record]):
    """The records of one source, by number, from the cache.

    `path` is what the person calls the source; `readers` read lines of it again, where the file
    only knows their places.

    Raises:
        Damaged: the file is not whole, of another version, or of the source at another time.
        OSError: there is no such file.
    """

    def __init__(self, file: Path, stamp: Stamp, path: str, readers: Readers) -> None:
        self._file = ArrayFile(file, KIND, VERSION)
        meta: dict[str, Any] = self._file.meta
        if meta.get("stamp") != list(stamp):
            self._file.close()
            raise Damaged(f"{file}: the source has changed")
        self.path = path
        self.format: str = meta["format"]
        self.remarks: list[str] = meta["remarks"]
        self._count: int = meta["records"]
        self._kept: _Packed | _Lines
        if "frames" in self._file:
            self._kept = _Packed(self._file, path)
        else:
            self._kept = _Lines(self._file, path, self.format, readers)

    def __len__(self) -> int:
        return self._count

    @overload
    def __getitem__(self, number: int) -> Record: ...
    @overload
    def __getitem__(self, number: slice) -> Sequence[Record]: ...
    def __getitem__(self, number: int | slice) -> Record | Sequence[Record]:
        if isinstance(number, slice):
            return [self[i] for i in range(*number.indices(len(self)))]
        if not 0 <= number < self._count:
            raise IndexError(number)
        return self._kept.records([number])[0]

    def several(self, numbers: Sequence[int]) -> list[Record]:
        """The records with some numbers, in less time than one by one."""
        return self._kept.records(numbers)

    def abstracts(self, numbers: Sequence[int]) -> list[str]:
        """The abstracts of the records with some numbers, in a fraction of that time."""
        return self._kept.abstracts(numbers)

    @property
    def rejects(self) -> list[Reject]:
        """What of the source could not be read."""
        rows = map(json.loads, bytes(self._file["rejects"]).splitlines())
        return [Reject(Place(self.path, row[0], row[1]), row[2], row[3]) for row in rows]

    def verify(self) -> bool:
        """Is the file as it was written? Reads all of it."""
        return self._file.verify()


class _Packed:
    """Records that the file itself holds, each compressed."""

    def __init__(self, file: ArrayFile, path: str) -> None:
        import zstandard

        dictionary = bytes(file["dictionary"])
        self._decompress = zstandard.ZstdDecompressor(
            dict_data=zstandard.ZstdCompressionDict(dictionary) if dictionary else None
        ).decompress
        self._damage = zstandard.ZstdError
        self._file, self._path = file, path
        self._frames, self._at = file["frames"], file["at"]

    def records(self, numbers: Sequence[int]) -> list[Record]:
        return [unpack(self._data(number), self._path) for number in numbers]

    def abstracts(self, numbers: Sequence[int]) -> list[str]:
        return [abstract_of(self._data(number)) for number in numbers]

    def _data(self, number: int) -> bytes:
        try:
            return self._decompress(self._frames[self._at[number] : self._at[number + 1]])
        except self._damage as error:
            raise Damaged(f"{self._file.path}: record {number}: {error}") from error


class _Lines:
    """Records that are lines of the source; it stays open, so that removing it does no harm."""

    def __init__(self, file: ArrayFile, path: str, format: str, readers: Readers) -> None:
        self._source = os.open(path, os.O_RDONLY | getattr(os, "O_BINARY", 0))
        weakref.finalize(self, os.close, self._source)
        self._path, self._format, self._readers = path, format, readers
        self._lines, self._starts, self._sums = file["lines"], file["starts"], file["sums"]

    def records(self, numbers: Sequence[int]) -> list[Record]:
        places = [self._lines[number] for number in numbers]
        lines = list(map(self._line, numbers))
        read = self._readers.read_lines(self._format, self._path, places, lines)
        return [record or self._changed(line) for record, line in zip(read, places, strict=True)]

    def abstracts(self, numbers: Sequence[int]) -> list[str]:
        told = self._readers.abstracts_in(self._format, list(map(self._line, numbers)))
        missing = [number for number, text in zip(numbers, told, strict=True) if text is None]
        read = iter(self.records(missing) if missing else ())
        return [next(read).abstract if text is None else text for text in told]

    def _line(self, number: int) -> bytes:
        """What stands there now, if that is what stood there; else nothing."""
        start = self._starts[number]
        data = read_at(self._source, self._starts[number + 1] - start, start).partition(b"\n")[0]
        return data if zlib.crc32(data) == self._sums[number] else b""

    def _changed(self, line: int) -> Record:
        place = Place(self._path, line, line)
        return Record(place=place, title="(changed since it was read)", title_inferred=True)


def write(
    file: Path, stamp: Stamp, items: Iterable[Record | Reject], about: Callable[[], dict[str, Any]]
) -> Iterator[Record | Reject]:
    """Keep what a reader yields in `file`, and hand it on as it comes.

    `about` is asked at the end for the source's format and remarks. The file appears when the
    last item has been taken; closing the iterator earlier leaves none.
    """
    import zstandard

    at = array("Q", [0])
    rejects: list[bytes] = []
    waiting: list[bytes] = []  # until the dictionary is made
    compressor: zstandard.ZstdCompressor | None = None
    dictionary = b""
    with Writer(file, KIND, VERSION) as writer:
        with writer.stream("frames") as put:

            def keep(data: bytes) -> None:
                assert compressor is not None
                frame = compressor.compress(data)
                at.append(at[-1] + len(frame))
                put(frame)

            for item in items:
                if isinstance(item, Reject):
                    rejects.append(_reject_row(item))
                elif compressor is not None:
                    keep(pack(item))
                else:
                    waiting.append(pack(item))
                    if len(waiting) == _SAMPLE:
                        trained = zstandard.train_dictionary(_DICTIONARY, [*waiting])
                        dictionary = trained.as_bytes()
                        compressor = zstandard.ZstdCompressor(
                            _LEVEL, dict_data=trained, write_checksum=True
                        )
                        for data in waiting:
                            keep(data)
                        waiting.clear()
                yield item
            compressor = compressor or zstandard.ZstdCompressor(_LEVEL, write_checksum=True)
            for data in waiting:
                keep(data)
        writer.add("at", at.tobytes(), "Q")
        writer.add("dictionary", dictionary)
        writer.add("rejects", b"".join(rejects))
        writer.describe({"stamp": list(stamp), "records": len(at) - 1, **about()})


def write_lines(
    file: Path,
    stamp: Stamp,
    items: Iterable[Record | Reject],
    about: Callable[[], dict[str, Any]],
    more: Callable[[], tuple[Sequence[int], Sequence[Reject]]] = lambda: ((), ()),
) -> Iterator[Record | Reject]:
    """As `write`, for a source of which each record is one line: only the lines' places are kept.

    `more` is asked at the end for the numbers of further lines that are records, and for rejects.

    Raises:
        NotLinesError: it is not, or it has changed meanwhile.
        OSError: it is gone.
    """
    lines = array("I")
    rejects: list[bytes] = []
    with Writer(file, KIND, VERSION) as writer:
        for item in items:
            if isinstance(item, Reject):
                rejects.append(_reject_row(item))
            else:
                line, end = item.place[1:]
                if line != end:
                    raise NotLinesError
                lines.append(line)
            yield item
        others, rejected = more()
        lines.extend(others)
        rejects += map(_reject_row, rejected)
        if any(map(ge, lines, lines[1:])):
            raise NotLinesError
        starts, sums = _line_places(stamp.path, lines)
        if Stamp.of(stamp.path) != stamp:  # these may be the lines of another file by now
            raise NotLinesError
        writer.add("lines", lines.tobytes(), "I")
        writer.add("starts", starts.tobytes(), "Q")
        writer.add("sums", sums.tobytes(), "I")
        writer.add("rejects", b"".join(rejects))
        writer.describe({"stamp": list(stamp), "records": len(lines), **about()})


def _line_places(path: str, lines: Sequence[int]) -> tuple[array[int], array[int]]:
    """Where in a file lines start (and the last one ends), and their CRC-32 sums.

    `lines` are their numbers, from 1, ascending.
    """
    starts, sums = array("Q"), array("I")
    position, first, taken = 0, 1, 0
    with open(path, "rb") as source:
        while chunk := source.read(_CHUNK):
            chunk += source.readline()
            here = chunk.split(b"\n")
            if not here[-1]:
                here.pop()  # behind the last line's end
            if b"\r" in chunk and any(b"\r" in line[:-1] for line in here):
                raise NotLinesError  # lines that end in a carriage return count differently
            places = [*map(add, accumulate(map(len, here), initial=position), count())]
            end = bisect_left(lines, first + len(here), taken)
            wanted = [number - first for number in lines[taken:end]]
            starts.extend(map(places.__getitem__, wanted))
            sums.extend(map(zlib.crc32, map(here.__getitem__, wanted)))
            position, first, taken = position + len(chunk), first + len(here), end
    starts.append(position)
    return starts, sums


def _reject_row(reject: Reject) -> bytes:
    row = [reject.place.line, reject.place.end, reject.reason, reject.text]
    return json.dumps(row).encode() + b"\n"
