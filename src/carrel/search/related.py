"""Related papers: those that share the most telling words.

A word, taken with the other forms that end in `s`, `ed` or `ing`, tells the more the fewer papers
have it, and the more often the one paper says it: its weight is the logarithm of the one times the
logarithm of the other. It counts twice where it stands in a title. Only the words of a paper that
weigh most are looked at, and how near another paper is, is the share of their weight that it has.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from carrel.latex import readable
from carrel.paper import Work
from carrel.search.index import Index
from carrel.search.tags import Tag
from carrel.search.words import words

if TYPE_CHECKING:
    from numpy.typing import NDArray

_TELLING = 40  # words of a paper that are looked at
_IN_TITLE = 2
_COMMON = 0.25  # a word that more than this share of the papers have tells nothing
_ENDING = re.compile(r"(?<=[a-z]{4})(?:ings?|e[ds]?|s)$")
_MOST_FORMS = 200  # words with one beginning among which its forms are looked for


def nearness(indexes: Sequence[Index], work: Work) -> NDArray[np.float32]:
    """How near each paper of some indexes, one after the other, is to a work: from 0 to 1."""
    title = set(map(_stem, words(readable(work.title)))) if not work.title_inferred else set()
    said = Counter(map(_stem, words(readable(f"{work.title} {work.abstract}"))))
    total = sum(map(len, indexes))
    weights: list[tuple[float, list[NDArray[np.uint32]]]] = []
    for stem, times in said.items():
        rows = [_forms(index, stem) for index in indexes]
        papers = sum(map(_count, indexes, rows))
        if papers > _COMMON * total and any(len(forms) > 1 for forms in rows):
            # counted again, since a paper may have several forms
            papers = sum(int(np.count_nonzero(there)) for there in map(_where, indexes, rows))
        if 1 < papers <= max(_COMMON * total, 2):
            weight = float(np.log(total / papers) * (1 + np.log(times)))
            weights.append((weight * (_IN_TITLE if stem in title else 1), rows))
    weights.sort(key=lambda pair: -pair[0])
    near = np.zeros(total, np.float32)
    whole = 0.0
    for weight, rows in weights[:_TELLING]:
        whole += weight * _IN_TITLE
        near += np.concatenate(list(map(_where, indexes, rows))) * np.float32(weight)
    return near / np.float32(whole or 1.0)


def _stem(word: str) -> str:
    return _ENDING.sub("", word)


def _forms(index: Index, stem: str) -> NDArray[np.uint32]:
    """The words that have this stem; of a stem that begins very many, it alone; of a letter or a
    number, which tell nothing, none."""
    if len(stem) < 2 or stem.isdecimal():
        return np.empty(0, np.uint32)
    low, high = index.words.prefix(stem)
    if high - low > _MOST_FORMS:
        number = index.words.find(stem)
        rows = [] if number is None else [number]
    else:
        rows = [number for number in range(low, high) if _stem(index.words[number]) == stem]
    return np.array(rows, np.uint32)


def _count(index: Index, rows: NDArray[np.uint32]) -> int:
    """How many papers have these words; one that has several of them counts for each."""
    return sum(max(index.heads.count(row), index.bodies.count(row)) for row in rows.tolist())


def _where(index: Index, rows: NDArray[np.uint32]) -> NDArray[np.uint8]:
    """For each paper: is one of the words in its abstract (1) or title (2)?"""
    there = np.zeros(len(index), np.uint8)
    common = index.bodies.common_rows(rows)
    if common is not None:
        there[common] = 1
    for papers in index.bodies.rows(rows):
        there[papers] = 1
    for papers, tags in index.heads.rows(rows):
        there[papers[tags < Tag.AUTHOR]] = _IN_TITLE
    return there
