"""Numbering the words of many texts at once.

An index of a hundred thousand abstracts has fifteen million words to number. Cutting them out and
looking up each in a dictionary was half of what building it took. Here the words of a batch are
hashed together, by a few passes over its bytes, and looked up together in a table with open
addressing; a word is cut out of the text only when it is new.

Two words with the same 64 bits would count as one. Among ten million words that is less likely
than one in three hundred thousand.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from carrel.search.words import BREAK, LONGEST, in_pieces, spaced

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Keys = NDArray[np.uint64]
    Numbers = NDArray[np.uint32]

_SPACE = 32
_STRETCH = 1 << 15  # bytes hashed at a time: what is computed for them stays in the cache
# A word's hash is the sum of its bytes, the first by _FACTOR, the next by its square, and so on.
# It is the difference of two running sums, divided by the power at which the word begins; an odd
# number has an inverse modulo 2 ** 64. The golden ratio, as Knuth multiplies to spread keys.
_FACTOR = 0x9E3779B97F4A7C15
_POWERS = np.cumprod(np.full(_STRETCH, _FACTOR, np.uint64))
_INVERSES = np.cumprod(np.full(_STRETCH, pow(_FACTOR, -1, 1 << 64), np.uint64))
_FIRST_BITS = 16  # of the table's size
_SPREAD = np.uint64(0xD6E8FEB86659FD93)


class Numbering:
    """Words by number: `words` are those numbered so far; 0 is the number of BREAK."""

    def __init__(self) -> None:
        self.words = [BREAK]
        self._empty(_FIRST_BITS)

    def __len__(self) -> int:
        return len(self.words)

    def of_texts(self, texts: Sequence[str]) -> Numbers:
        """The numbers of all words of some texts, 0 before those of each."""
        data = spaced(texts)
        starts, ends = _bounds(data)
        # No word of so many bytes has more letters.
        if len(starts) and int((ends - starts).max()) > LONGEST:
            data = in_pieces(data)
            starts, ends = _bounds(data)
        return self._of(data, starts, ends)

    def of_words(self, words: Sequence[str]) -> Numbers:
        """The number of each of some words."""
        data = f" {' '.join(words)} ".encode()
        return self._of(data, *_bounds(data))

    def _of(self, data: bytes, starts: NDArray[np.int64], ends: NDArray[np.int64]) -> Numbers:
        keys = _hashes(data, starts, ends)
        numbers, missing = self._find(keys)
        if len(missing):
            new, first = np.unique(keys[missing], return_index=True)
            begin, end = (bounds[missing[first]].tolist() for bounds in (starts, ends))
            given = np.arange(len(self.words), len(self.words) + len(new), dtype=np.uint32)
            self.words += [data[a:b].decode() for a, b in zip(begin, end, strict=True)]
            if 2 * len(self.words) > len(self._keys):
                self._grow()
            self._put(new, given)
            numbers[missing] = given[np.searchsorted(new, keys[missing])]
        return numbers

    # ------------------------------------------------------------ the table

    def _empty(self, bits: int) -> None:
        self._bits = bits
        self._keys = np.zeros(1 << bits, np.uint64)  # 0 where nothing is
        self._numbers = np.zeros(1 << bits, np.uint32)

    def _home(self, keys: Keys) -> NDArray[np.int64]:
        """Where in the table keys belong; a key whose place is taken has the next free one."""
        return ((keys * _SPREAD) >> np.uint64(64 - self._bits)).astype(np.int64)

    def _find(self, keys: Keys) -> tuple[Numbers, NDArray[np.int64]]:
        """The numbers of keys, and which keys are not in the table. BREAK has the key 0, and so is
        found wherever nothing is."""
        at = self._home(keys)
        held = self._keys[at]
        numbers = self._numbers[at]
        waiting = np.flatnonzero(held != keys)
        at, held = at[waiting], held[waiting]
        missing = []
        while len(waiting):
            free = held == 0
            missing.append(waiting[free])
            waiting = waiting[~free]
            at = (at[~free] + 1) & (len(self._keys) - 1)
            held = self._keys[at]
            numbers[waiting] = self._numbers[at]
            on = held != keys[waiting]
            waiting, at, held = waiting[on], at[on], held[on]
        return numbers, np.concatenate(missing) if missing else waiting

    def _put(self, keys: Keys, numbers: Numbers) -> None:
        """Put in keys that are not there."""
        at = self._home(keys)
        while len(keys):
            free = self._keys[at] == 0
            self._keys[at[free]] = keys[free]  # of several at one place, one stays
            there = self._keys[at] == keys
            self._numbers[at[there]] = numbers[there]
            keys, numbers = keys[~there], numbers[~there]
            at = (at[~there] + 1) & (len(self._keys) - 1)

    def _grow(self) -> None:
        held = self._keys != 0
        keys, numbers = self._keys[held], self._numbers[held]
        self._empty((4 * len(self.words)).bit_length())
        self._put(keys, numbers)


def _bounds(data: bytes) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Where the words begin and end in bytes that begin and end with a space."""
    spaces = np.flatnonzero(np.frombuffer(data, np.uint8) == _SPACE)
    starts, ends = spaces[:-1] + 1, spaces[1:]
    some = ends > starts
    return starts[some], ends[some]


def _hashes(data: bytes, starts: NDArray[np.int64], ends: NDArray[np.int64]) -> Keys:
    """The hash of each word; 0 of BREAK, whose only byte is zero."""
    values = np.frombuffer(data, np.uint8)
    hashes = np.empty(len(starts), np.uint64)
    sums = np.zeros(_STRETCH + 1, np.uint64)
    first = 0
    while first < len(starts):
        begin = starts[first]
        last = int(np.searchsorted(ends, begin + _STRETCH, "right"))
        stretch = values[begin : ends[last - 1]]
        np.cumsum(stretch * _POWERS[: len(stretch)], out=sums[1 : len(stretch) + 1])
        start = starts[first:last] - begin
        hashes[first:last] = (sums[ends[first:last] - begin] - sums[start]) * _INVERSES[start]
        first = last
    return hashes
