"""Which papers have a word that begins with a letter: bitmaps, since that is most of them."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np

from carrel.search.pieces import pieces

if TYPE_CHECKING:
    from numpy.typing import NDArray

_32, _LOW_32 = np.uint64(32), np.uint64(0xFFFFFFFF)
LETTERS = "0123456789abcdefghijklmnopqrstuvwxyz"


def letter_rows(first: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """For the first byte of each of sorted words the place in LETTERS of what it begins with; for
    others, which are sorted behind, the number after the last."""
    places = np.full(256, len(LETTERS), np.uint8)
    places[np.frombuffer(LETTERS.encode(), np.uint8)] = np.arange(len(LETTERS), dtype=np.uint8)
    return places[first]


def letter_bitmaps(
    keys: NDArray[np.uint64],
    letters: NDArray[np.uint8],
    papers: int,
    kinds: int = 1,
    kind_of: Callable[[slice], NDArray[np.int64]] | None = None,
) -> list[NDArray[np.uint8]]:
    """For each kind of postings (row << 32 | paper, ascending) a bitmap of `papers` a letter, one
    after the other.

    `letters` are those of the rows, as `letter_rows` gives them; `kind_of` the kinds, from 0, of
    some of the postings.
    """
    bits = np.zeros((kinds, len(LETTERS), (papers + 7) // 8), np.uint8)
    rows = letters.searchsorted(np.arange(len(LETTERS) + 1, dtype=np.uint8))
    bounds = keys.searchsorted(rows.astype(np.uint64) << _32).tolist()
    for letter, (start, end) in enumerate(pairwise(bounds)):
        if start == end:
            continue
        there = np.zeros(kinds * papers, np.bool_)
        for piece in pieces(end, start):
            paper = (keys[piece] & _LOW_32).astype(np.int64)
            there[paper if kind_of is None else kind_of(piece) * papers + paper] = True
        bits[:, letter] = np.packbits(there.reshape(kinds, papers), axis=1, bitorder="little")
    return [some.reshape(-1) for some in bits]
