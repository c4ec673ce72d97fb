"""The words of an index, sorted: exact and prefix look-up, shortened and misspelt words."""

from __future__ import annotations

import re
from collections.abc import Generator, Mapping, Sequence
from functools import lru_cache
from typing import TYPE_CHECKING, Any

import numpy as np
from rapidfuzz import distance, process  # whole: two threads may load it at once

from carrel.search.words import skeleton

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Arrays = Mapping[str, NDArray[Any]]

_KEPT = 256  # prefixes whose words are remembered
_COMPARED = 1 << 13  # words compared in one step
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
    """The letter set of each word in a text where each ends in a line feed and starts at `at`."""
    if len(at) < 2:
        return np.empty(0, np.uint32)
    bits = np.uint32(1) << _BITS[text]
    bits[text == ord("\n")] = 0
    return np.bitwise_or.reduceat(bits, at[:-1])


def vocabulary(terms: Sequence[str]) -> dict[str, NDArray[Any]]:
    """The arrays of a `Vocabulary` of sorted words."""
    text = np.frombuffer("\n".join([*terms, ""]).encode(), np.uint8)
    at = np.zeros(len(terms) + 1, np.uint32)
    at[1:] = np.flatnonzero(text == ord("\n"))[: len(terms)] + 1
    skeletons = [skeleton(term) for term in terms]
    by_skeleton = sorted(range(len(terms)), key=skeletons.__getitem__)
    lengths = np.fromiter(map(len, terms), np.uint32, len(terms))
    return {
        "terms.text": text,
        "terms.at": at,
        "terms.letters": letter_sets(text, at),
        "terms.length": np.minimum(lengths, 255).astype(np.uint8),
        "terms.by_skeleton": np.array(by_skeleton, np.uint32),
    }


class Vocabulary:
    """The sorted words of an index, as `build` stores them; words are known by their numbers."""

    def __init__(self, arrays: Arrays) -> None:
        self._text: memoryview[int] = arrays["terms.text"].data
        self._at = arrays["terms.at"]
        self._letters = arrays["terms.letters"]
        self._length = arrays["terms.length"]
        self._by_skeleton = arrays["terms.by_skeleton"]
        self.prefix = lru_cache(_KEPT)(self._prefix)

    def __len__(self) -> int:
        return len(self._length)

    def __getitem__(self, number: int) -> str:
        return bytes(self._text[self._at[number] : self._at[number + 1] - 1]).decode()

    def several(self, numbers: NDArray[np.integer[Any]]) -> list[str]:
        """The words with some numbers."""
        starts, ends = self._at[numbers].tolist(), (self._at[numbers + 1] - 1).tolist()
        text = self._text
        return [str(text[start:end], "utf-8") for start, end in zip(starts, ends, strict=True)]

    def _bisect(self, word: str) -> int:
        """The number of the first word not before `word`."""
        wanted = word.encode()
        low, high = 0, len(self)
        while low < high:
            middle = (low + high) // 2
            if bytes(self._text[self._at[middle] : self._at[middle + 1] - 1]) < wanted:
                low = middle + 1
            else:
                high = middle
        return low

    def _prefix(self, start: str) -> tuple[int, int]:
        """The words that begin with `start`, as the range of their numbers."""
        return self._bisect(start), self._bisect(start + "\U0010ffff")

    def find(self, word: str) -> int | None:
        """The number of a word, or None."""
        number = self._bisect(word)
        return number if number < len(self) and self[number] == word else None

    def without_vowels(self, short: str) -> NDArray[np.uint32]:
        """The words whose skeleton begins with `short`: `attn` finds attention."""

        def bisect(text: str) -> int:
            low, high = 0, len(self)
            while low < high:
                middle = (low + high) // 2
                if skeleton(self[int(self._by_skeleton[middle])]) < text:
                    low = middle + 1
                else:
                    high = middle
            return low

        start, end = bisect(short), bisect(short + "\U0010ffff")
        return np.sort(self._by_skeleton[start:end])

    def shortened(self, short: str) -> NDArray[np.uint32]:
        """The words with the first letter and all the letters of `short` in order: `ctrl` finds
        control. At least two letters longer, or it is a slip; at most four times as long, to keep
        out words that hold any letters."""
        low, high = self.prefix(short[0])
        wanted = np.uint32(letter_set(short))
        fits = (self._letters[low:high] & wanted) == wanted
        length = self._length[low:high]
        fits &= (length > len(short) + 1) & (length <= 4 * len(short))
        in_order = re.compile("[^\\n]*?".join(map(re.escape, short)))
        numbers = low + np.flatnonzero(fits)
        kept = [in_order.match(word) is not None for word in self.several(numbers)]
        return numbers[np.array(kept, np.bool_)].astype(np.uint32)

    def misspelt(self, word: str, most: int) -> Generator[None, None, list[NDArray[np.uint32]]]:
        """The words at a distance of 1, 2 … `most` edits, a list for each distance; in steps.

        An edit inserts, deletes or replaces a letter, or swaps two neighbours (optimal string
        alignment). At distance d, neither word has more than d letters that the other has not,
        which rules out nearly all words before any is compared.
        """
        wanted = np.uint32(letter_set(word))
        shortest = np.uint8(max(len(word) - most, 0))
        near = np.flatnonzero(self._length - shortest <= len(word) + most - shortest)
        letters = self._letters[near]
        fits = np.bitwise_count(letters & ~wanted) <= most
        fits &= np.bitwise_count(~letters & wanted) <= most
        numbers = near[fits].astype(np.uint32)
        yield
        osa = distance.OSA.distance
        edits = np.empty(len(numbers), np.uint8)
        for start in range(0, len(numbers), _COMPARED):
            some = slice(start, start + _COMPARED)
            others = self.several(numbers[some])
            edits[some] = process.cdist(
                [word], others, scorer=osa, score_cutoff=most, dtype=np.uint8
            )[0]
            yield
        return [numbers[edits == count] for count in range(1, most + 1)]

    def misspelt_start(self, start: str) -> NDArray[np.uint32]:
        """The words that begin, but for one edit, with `start`; its first letter is taken as
        right. Letters are bytes here: beyond ASCII, some edits are two."""
        low, high = self.prefix(start[0])
        missing = np.uint32(letter_set(start)) & ~self._letters[low:high]
        fits = (np.bitwise_count(missing) <= 1) & (self._length[low:high] > len(start))
        numbers = (low + np.flatnonzero(fits)).astype(np.uint32)
        wanted = np.frombuffer(start.encode(), np.uint8)
        size = len(wanted)
        text = np.asarray(self._text)
        there = text[self._at[numbers][:, None] + np.arange(size + 1, dtype=np.uint32)]
        same = there[:, :size] == wanted
        before = _leading(same)  # letters alike before the edit, and behind it:
        replaced = _leading(same[:, ::-1])
        longer = _leading((there[:, 1:] == wanted)[:, ::-1])
        shorter = _leading((there[:, : size - 1] == wanted[1:])[:, ::-1])
        kept = before + np.maximum(longer, np.maximum(replaced, shorter) + 1) >= size
        at = np.minimum(before, size - 2)
        row = np.arange(len(numbers))
        swapped = (there[row, at] == wanted[at + 1]) & (there[row, at + 1] == wanted[at])
        kept |= swapped & (before + replaced + 2 >= size)
        found: NDArray[np.uint32] = numbers[kept]
        return found


def _leading(same: NDArray[np.bool_]) -> NDArray[np.int64]:
    """How many truths each row begins with."""
    count: NDArray[np.int64] = np.where(same.all(axis=1), same.shape[1], same.argmin(axis=1))
    return count
