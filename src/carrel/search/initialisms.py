"""Initialisms: words like `llm` lead to titles with words that begin with their letters.

The papers themselves say which words are initialisms: those that they mostly write in capitals.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from carrel.search.postings import pack
from carrel.search.tags import FAR

if TYPE_CHECKING:
    from numpy.typing import NDArray

LENGTHS = range(2, 6)  # letters of an initialism
_PIECE = 1 << 18  # words looked at at a time: what is computed for them stays in the cache
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
    letter = places[first][word]
    changed = np.ones(len(record), np.bool_)
    changed[1:] = record[1:] != record[:-1]
    starts = np.flatnonzero(changed)
    sizes = np.diff(np.append(starts, len(word)))
    place = np.arange(len(word), dtype=np.uint32) - np.repeat(starts.astype(np.uint32), sizes)
    found = [np.empty(0, np.uint64)]
    for length in LENGTHS:
        mine = [(_code(text), row) for row, (text, _) in enumerate(capitals) if len(text) == length]
        if not mine or len(word) < length:
            continue
        code = np.zeros(len(word) - length + 1, np.int32)
        for i in range(length):
            code *= len(_LETTERS)
            code += letter[i : i + len(code)]
        codes, rows = np.array(mine, np.int64).T
        row_of = np.full(len(_LETTERS) ** length, -1, np.int32)
        row_of[codes] = rows
        whole = record[: len(code)] == record[length - 1 :]  # all in one title
        for start in range(0, len(code), _PIECE):
            piece = slice(start, start + _PIECE)
            here = row_of[code[piece]]
            hit = np.flatnonzero((here >= 0) & whole[piece])
            tag = np.minimum(place[piece][hit], FAR).astype(np.uint64)
            hits = here[hit].astype(np.uint64)
            paper = paper_of[record[piece][hit]]
            found.append((hits << np.uint64(40)) | (paper << np.uint64(8)) | tag)
    keys = np.sort(np.concatenate(found))
    first = np.ones(len(keys), np.bool_)
    first[1:] = keys[1:] >> np.uint64(8) != keys[:-1] >> np.uint64(8)
    keys = keys[first]
    row = (keys >> np.uint64(40)).astype(np.uint32)
    number = ((keys >> np.uint64(8)) & np.uint64(0xFFFFFFFF)).astype(np.uint32)
    place_tag = (keys & np.uint64(255)).astype(np.uint8)
    return {
        "initials.word": np.array([number for _, number in capitals], np.uint32),
        **pack("initials", row, number, place_tag, len(capitals), papers),
    }


def _code(text: str) -> int:
    """The letters of a word as one number."""
    code = 0
    for letter in text:
        code = code * len(_LETTERS) + _LETTERS.index(letter)
    return code
