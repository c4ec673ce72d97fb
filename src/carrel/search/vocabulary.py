"""The words of an index, sorted: exact and prefix look-up, shortened and misspelt words."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Generator, Iterable, Iterator, Mapping, Sequence
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING, Any

import numpy as np

from carrel.search.words import skeleton

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Arrays = Mapping[str, NDArray[Any]]

_KEPT = 256  # prefixes, and sizes, whose words are remembered
_COMPARED = 1 << 14  # words compared in one step
_END = ord("\n")  # stands behind each word
_VOWELS = np.frombuffer(b"aeiou", np.uint8)
_BITS = np.full(256, 31, np.uint32)  # of a byte: its letter, its digit, or "something else"
for _byte in range(128):
    if chr(_byte).isalpha():
        _BITS[_byte] = ord(chr(_byte).lower()) - ord("a")
    elif chr(_byte).isdigit():
        _BITS[_byte] = 26 + (_byte - ord("0")) % 5


def letter_set(word: str) -> int:
    """Which letters a word has: a bit each of 26 letters, 5 for digits, one for all else."""
    bits = 0
    for byte in word.encode():
        bits |= 1 << int(_BITS[byte])
    return bits


def letter_sets(text: NDArray[np.uint8], at: NDArray[np.uint32]) -> NDArray[np.uint32]:
    """The letter set of each word in a text where each ends in `_END` and starts at `at`."""
    if len(at) < 2:
        return np.empty(0, np.uint32)
    bits = np.uint32(1) << _BITS[text]
    bits[text == _END] = 0
    return np.bitwise_or.reduceat(bits, at[:-1])


def vocabulary(terms: Sequence[str]) -> dict[str, NDArray[Any]]:
    """The arrays of a `Vocabulary` of sorted words."""
    text = np.frombuffer("\n".join([*terms, ""]).encode(), np.uint8)
    at = np.zeros(len(terms) + 1, np.uint32)
    at[1:] = np.flatnonzero(text == _END)[: len(terms)] + 1
    kept = ~np.isin(text, _VOWELS)
    kept[at[:-1]] = True
    skeletons = text[kept].tobytes().split(b"\n")  # as `skeleton` makes them
    by_skeleton = sorted(range(len(terms)), key=skeletons.__getitem__)
    return {
        "terms.text": text,
        "terms.at": at,
        "terms.letters": letter_sets(text, at),
        "terms.by_skeleton": np.array(by_skeleton, np.uint32),
    }


class Vocabulary:
    """The sorted words of an index, as `build` stores them; words are known by their numbers."""

    def __init__(self, arrays: Arrays) -> None:
        self._text: memoryview[int] = arrays["terms.text"].data
        self._at = arrays["terms.at"]
        self._letters = arrays["terms.letters"]
        self._by_skeleton = arrays["terms.by_skeleton"]
        self.prefix = lru_cache(_KEPT)(self._prefix)
        self._of_size = lru_cache(_KEPT)(self._having_size)

    def __len__(self) -> int:
        return len(self._letters)

    def __getitem__(self, number: int) -> str:
        return self._bytes(number).decode()

    def _bytes(self, number: int) -> bytes:
        return bytes(self._text[self._at[number] : self._at[number + 1] - 1])

    def several(self, numbers: NDArray[np.integer[Any]]) -> list[str]:
        """The words with some numbers."""
        starts, ends = self._at[numbers].tolist(), (self._at[numbers + 1] - 1).tolist()
        text = self._text
        return [str(text[start:end], "utf-8") for start, end in zip(starts, ends, strict=True)]

    def _bisect(self, word: str) -> int:
        """The number of the first word not before `word`."""
        return bisect_left(range(len(self)), word.encode(), key=self._bytes)

    def _prefix(self, start: str) -> tuple[int, int]:
        """The words that begin with `start`, as the range of their numbers."""
        return self._bisect(start), self._bisect(start + "\U0010ffff")

    def find(self, word: str) -> int | None:
        """The number of a word, or None."""
        number = self._bisect(word)
        return number if number < len(self) and self[number] == word else None

    def without_vowels(self, short: str) -> NDArray[np.uint32]:
        """The words whose skeleton begins with `short`: `attn` finds attention."""

        def skeleton_at(place: int) -> str:
            return skeleton(self[self._by_skeleton[place]])

        bounds = (short, short + "\U0010ffff")
        start, end = (bisect_left(range(len(self)), text, key=skeleton_at) for text in bounds)
        return np.sort(self._by_skeleton[start:end])

    def shortened(self, short: str) -> Generator[None, None, NDArray[np.uint32]]:
        """The words with the first letter and all the letters of `short` in order: `ctrl` finds
        control; in steps. At least two letters longer, or it is a slip; at most four times as
        long, to keep out words that hold any letters. Letters are bytes here."""
        wanted = short.encode()
        low, high = self.prefix(short[0])
        letters = np.uint32(letter_set(short))
        fits = (self._letters[low:high] & letters) == letters
        size = np.diff(self._at[low : high + 1]) - 1
        fits &= (size > len(wanted) + 1) & (size <= 4 * len(wanted))
        numbers = (low + np.flatnonzero(fits)).astype(np.uint32)
        next_letter = np.frombuffer(wanted + b"\0", np.uint8)
        kept = [numbers[:0]]
        for start in range(0, len(numbers), _COMPARED):
            yield
            some = numbers[start : start + _COMPARED]
            met = np.zeros(len(some), np.uint8)  # letters of `short`, so far
            inside = np.ones(len(some), np.bool_)
            for there in self._columns(some, int(size[some - np.uint32(low)].max())):
                inside &= there != _END
                met += inside & (there == next_letter[met])
            kept.append(some[met == len(wanted)])
        return np.concatenate(kept)

    def ending(self, numbers: NDArray[np.uint32], letter: str) -> NDArray[np.bool_]:
        """Which of some words end in an ASCII letter?"""
        last = self._at[numbers + np.uint32(1)].astype(np.intp) - 2
        ends: NDArray[np.bool_] = np.asarray(self._text)[last] == ord(letter)
        return ends

    def misspelt(self, word: str, most: int) -> Generator[None, None, list[NDArray[np.uint32]]]:
        """The words at a distance of 1, 2 … `most` edits, a list for each distance; in steps.

        An edit inserts, deletes or replaces a letter, or swaps two neighbours (optimal string
        alignment). Within d edits of a word that is n letters shorter, at most d - n letters are
        missing and d added, which rules out nearly all words before any is compared. Where `word`
        is ASCII, letters are bytes.
        """
        _ = self._sizes  # which takes a step of its own, the first time
        yield
        found: list[list[NDArray[np.uint32]]] = [[np.empty(0, np.uint32)] for _ in range(most)]
        wanted = word.encode()
        letters = np.uint32(letter_set(word))
        if word.isascii():
            sizes = range(max(len(wanted) - most, 1), min(len(wanted) + most, 255) + 1)
        else:
            sizes = range(1, 256)
        for size in sizes:
            longer = size - len(wanted) if word.isascii() else 0
            numbers, there = self._of_size(size)
            fits = np.bitwise_count(there & ~letters) <= most - max(-longer, 0)
            fits &= np.bitwise_count(~there & letters) <= most - max(longer, 0)
            numbers = numbers[fits]
            yield
            for start in range(0, len(numbers), _COMPARED):
                yield
                some = numbers[start : start + _COMPARED]
                if word.isascii():
                    edits = _edits(list(self._columns(some, size)), wanted, most)
                else:
                    from rapidfuzz import distance, process  # whole: two threads may load it

                    edits = process.cdist(
                        [word], self.several(some), scorer=distance.OSA.distance, dtype=np.uint8
                    )[0]
                for number, at_distance in enumerate(found, 1):
                    at_distance.append(some[edits == number])
        return [np.sort(np.concatenate(numbers)) for numbers in found]

    def misspelt_start(self, start: str) -> Generator[None, None, NDArray[np.uint32]]:
        """The words that begin, but for one edit, with `start`; its first letter is taken as
        right; in steps. Letters are bytes here: beyond ASCII, some edits are two."""
        low, high = self.prefix(start[0])
        wanted = start.encode()
        size = len(wanted)
        missing = np.uint32(letter_set(start)) & ~self._letters[low:high]
        fits = np.bitwise_count(missing) <= 1
        fits &= np.diff(self._at[low : high + 1]) > size + 1
        numbers = (low + np.flatnonzero(fits)).astype(np.uint32)
        kept = [numbers[:0]]
        for first in range(0, len(numbers), _COMPARED):
            yield
            some = numbers[first : first + _COMPARED]
            there = list(self._columns(some, size + 1))
            before = _alike(zip(there, wanted, strict=False))
            # Letters alike behind an edit that replaces, inserts or deletes one:
            replaced = _alike(zip(there[size - 1 :: -1], wanted[::-1], strict=True))
            longer = _alike(zip(there[:0:-1], wanted[::-1], strict=True))
            shorter = _alike(zip(there[size - 2 :: -1], wanted[:0:-1], strict=True))
            near = before + np.maximum(longer, np.maximum(replaced, shorter) + 1) >= size
            for at in range(size - 1):
                swapped = (there[at] == wanted[at + 1]) & (there[at + 1] == wanted[at])
                near |= swapped & (before >= at) & (replaced >= size - at - 2)
            kept.append(some[near])
        return np.concatenate(kept)

    @cached_property
    def _sizes(self) -> NDArray[np.uint8]:
        """How many bytes each word has."""
        sizes: NDArray[np.uint32] = np.diff(self._at) - np.uint32(1)
        return np.minimum(sizes, 255).astype(np.uint8)

    def _having_size(self, size: int) -> tuple[NDArray[np.uint32], NDArray[np.uint32]]:
        """The words of so many bytes, and their letter sets."""
        numbers = np.flatnonzero(self._sizes == size).astype(np.uint32)
        return numbers, self._letters[numbers]

    def _columns(self, numbers: NDArray[np.uint32], size: int) -> Iterator[NDArray[np.uint8]]:
        """The first bytes of some words, then their second ones … up to `size`; behind a word come
        `_END` and what follows it."""
        text = np.asarray(self._text)
        at = self._at[numbers].astype(np.intp)
        for _ in range(size):
            yield text.take(at, mode="clip")
            at += 1


def _edits(there: Sequence[NDArray[np.uint8]], wanted: bytes, most: int) -> NDArray[np.uint8]:
    """How many edits are between `wanted` and each of some words of one size, given as columns of
    their letters; more than `most` where so many are not enough.

    The usual table of distances between beginnings, each cell for all words at once. Of it only
    the cells near its diagonal count: elsewhere, more letters than `most` are missing.
    """
    far = np.full(len(there[0]), most + 1, np.uint8)
    differs = {
        (row, column): (there[column] != wanted[row]).view(np.uint8)
        for row in range(len(wanted))
        for column in range(max(row - most - 1, 0), min(row + most + 2, len(there)))
    }
    table = {(-1, column): np.full_like(far, column + 1) for column in range(-1, most)}
    for row in range(len(wanted)):
        if row < most:
            table[row, -1] = np.full_like(far, row + 1)
        for column in range(max(row - most, 0), min(row + most + 1, len(there))):
            edits = table[row - 1, column - 1] + differs[row, column]
            other = np.minimum(table.get((row - 1, column), far), table.get((row, column - 1), far))
            np.minimum(edits, other + np.uint8(1), out=edits)
            if row and column:
                swapped = differs[row - 1, column] | differs[row, column - 1]
                swapped *= np.uint8(most)
                swapped += table.get((row - 2, column - 2), far)
                swapped += np.uint8(1)
                np.minimum(edits, swapped, out=edits)
            table[row, column] = edits
    return table.get((len(wanted) - 1, len(there) - 1), far)


def _alike(pairs: Iterable[tuple[NDArray[np.uint8], int]]) -> NDArray[np.uint8]:
    """For each of some words: how many letters are alike before the first that is not. `pairs` are
    columns of their letters, each with the letter to be compared with."""
    count: NDArray[np.uint8] | None = None
    alike = None
    for there, wanted in pairs:
        same = there == wanted
        alike = same if alike is None else alike & same
        count = alike.astype(np.uint8) if count is None else count + alike
    return np.empty(0, np.uint8) if count is None else count
