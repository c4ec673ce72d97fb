"""Which papers have a word that begins with a letter: bitmaps, since that is most of them."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

LETTERS = "0123456789abcdefghijklmnopqrstuvwxyz"


def letter_rows(first: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """For the first byte of each of sorted words the place in LETTERS of what it begins with; for
    others, which are sorted behind, the number after the last."""
    places = np.full(256, len(LETTERS), np.uint8)
    places[np.frombuffer(LETTERS.encode(), np.uint8)] = np.arange(len(LETTERS), dtype=np.uint8)
    return places[first]


class LetterBitmaps:
    """A bitmap of papers for each letter."""

    def __init__(self, papers: int) -> None:
        self._papers = papers
        self.bits = np.zeros((len(LETTERS), (papers + 7) // 8), np.uint8)

    def add(self, row: NDArray[np.uint8], paper: NDArray[np.uint32]) -> None:
        """Put papers into the bitmaps of letters (rows from `letter_rows`, ascending)."""
        bounds = np.searchsorted(row, np.arange(len(LETTERS) + 1, dtype=np.uint8))
        for letter, (start, end) in enumerate(pairwise(bounds)):
            if start < end:
                there = np.zeros(self._papers, np.bool_)
                there[paper[start:end]] = True
                self.bits[letter] |= np.packbits(there, bitorder="little")
