"""Initialisms: words like `llm` lead to titles with words that begin with their letters.

The papers themselves say which words are initialisms: those that they mostly write in capitals.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from carrel.search.packing import first_of_each, pack
from carrel.search.pieces import pieces
from carrel.search.tags import FAR

if TYPE_CHECKING:
    from numpy.typing import NDArray

_8, _40 = np.uint64(8), np.uint64(40)
LENGTHS = range(2, 6)  # letters of an initialism
_LETTERS = "0abcdefghijklmnopqrstuvwxyz"  # 0 stands for whatever is no letter


def initialisms(
    first: NDArray[np.uint8],
    capitals: Sequence[tuple[str, int]],
    record: NDArray[np.uint32],
    word: NDArray[np.uint32],
    paper_of: NDArray[np.uint64],
    papers: int,
) -> dict[str, NDArray[Any]]:
    """Postings of the words in `capitals` (each with its number, sorted) in titles, tagged with the
    place of the first of the words that they stand for.

    `first` are the first bytes of all words; `record` and `word` are all words of all titles, in
    order; `paper_of` gives the paper of each record, of `papers` in all.
    """
    places = np.zeros(256, np.int32)
    places[np.frombuffer(_LETTERS.encode(), np.uint8)] = np.arange(len(_LETTERS))
    letter_of = places[first]
    wanted = {length: _rows(capitals, length) for length in LENGTHS}
    found = [np.empty(0, np.uint64)]
    for piece in pieces(len(word)):
        whole = slice(piece.start, piece.stop + LENGTHS[-1] - 1)  # those that begin in the piece
        letter, title = letter_of[word[whole]], record[whole]
        for length, row_of in wanted.items():
            size = min(len(letter) - length + 1, piece.stop - piece.start)
            if row_of is None or size < 1:
                continue
            code = np.zeros(size, np.int32)
            for i in range(length):
                code *= len(_LETTERS)
                code += letter[i : i + size]
            rows = row_of[code]
            of_one = title[:size] == title[length - 1 :][:size]
            hit = np.flatnonzero((rows >= 0) & of_one)
            place = hit + piece.start - record.searchsorted(title[hit])
            tag = np.minimum(place, FAR).astype(np.uint64)
            paper = paper_of[title[hit]]
            found.append((rows[hit].astype(np.uint64) << _40) | (paper << _8) | tag)
    keys = np.concatenate(found)
    found.clear()
    keys, tags = first_of_each(keys, np.zeros(1 << 8, np.uint64))
    return {
        "initials.word": np.array([number for _, number in capitals], np.uint32),
        **pack("initials", keys, tags, len(capitals), papers),
    }


def _rows(capitals: Sequence[tuple[str, int]], length: int) -> NDArray[np.int32] | None:
    """For the code of each initialism of a length its row, else -1; None if there are none."""
    codes = {_code(text): row for row, (text, _) in enumerate(capitals) if len(text) == length}
    if not codes:
        return None
    row_of = np.full(len(_LETTERS) ** length, -1, np.int32)
    row_of[[*codes]] = [*codes.values()]
    return row_of


def _code(text: str) -> int:
    """The letters of a word as one number."""
    code = 0
    for letter in text:
        code = code * len(_LETTERS) + _LETTERS.index(letter)
    return code
