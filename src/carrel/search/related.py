"""Related papers: those that share the most telling words.

A word, taken with the other forms that end in `s`, `ed` or `ing`, tells the more the fewer papers
have it, and the more often the one paper says it: its weight is the logarithm of the one times the
logarithm of the other. It counts twice where it stands in a title. Only the words of a paper that
weigh most are looked at, and how near another paper is, is the share of their weight that it has.
"""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING

import numpy as np

from carrel.paper import Work
from carrel.search.index import Index
from carrel.search.tags import Tag
from carrel.search.words import readable, words

if TYPE_CHECKING:
    from numpy.typing import NDArray

_TELLING = 40  # words of a paper that are looked at
_IN_TITLE = 2
_COMMON = 0.25  # a word that more than this share of the papers have tells nothing
_ENDING = re.compile(r"(?<=[a-z]{4})(?:ings?|e[ds]?|s)$")
_MOST_FORMS = 200  # words with one beginning among which its forms are looked for


def related(index: Index, work: Work, limit: int) -> tuple[NDArray[np.uint32], NDArray[np.float32]]:
    """The papers nearest to a work, best first, and how near each is, up to 1."""
    title = set(map(_stem, words(readable(work.title)))) if not work.title_inferred else set()
    said = Counter(map(_stem, words(readable(f"{work.title} {work.abstract}"))))
    weights: list[tuple[float, NDArray[np.uint32]]] = []
    for stem, times in said.items():
        rows = _forms(index, stem)
        papers = sum(max(index.heads.count(row), index.bodies.count(row)) for row in rows.tolist())
        if len(rows) > 1 and papers > _COMMON * len(index):  # a paper may have several forms
            papers = int(np.count_nonzero(_where(index, rows)))
        if 1 < papers <= max(_COMMON * len(index), 2):
            weight = float(np.log(len(index) / papers) * (1 + np.log(times)))
            weights.append((weight * (_IN_TITLE if stem in title else 1), rows))
    weights.sort(key=lambda pair: -pair[0])
    near = np.zeros(len(index), np.float32)
    whole = 0.0
    for weight, rows in weights[:_TELLING]:
        whole += weight * _IN_TITLE
        near += _where(index, rows) * np.float32(weight)
    found = np.flatnonzero(near)
    if len(found) > limit:
        found = found[np.argpartition(near[found], len(found) - limit)[-limit:]]
    found = found[np.lexsort((found, -near[found]))]
    return found.astype(np.uint32), near[found] / np.float32(whole or 1.0)


def _stem(word: str) -> str:
    return _ENDING.sub("", word)


def _forms(index: Index, stem: str) -> NDArray[np.uint32]:
    """The words that have this stem."""
    low, high = index.words.prefix(stem)
    if len(stem) < 2 or stem.isdecimal() or high - low > _MOST_FORMS:
        number = index.words.find(stem)
        few = [] if number is None or stem.isdecimal() or len(stem) < 2 else [number]
    else:
        few = [number for number in range(low, high) if _stem(index.words[number]) == stem]
    return np.array(few, np.uint32)


def _where(index: Index, rows: NDArray[np.uint32]) -> NDArray[np.uint8]:
    """For each paper: is one of the words in its abstract (1) or title (2)?"""
    there = np.zeros(len(index), np.uint8)
    common = index.bodies.common_rows(rows)
    if common is not None:
        there[common] = 1
    for papers, _ in index.bodies.rows(rows):
        there[papers] = 1
    for papers, tags in index.heads.rows(rows):
        assert tags is not None
        there[papers[tags < Tag.AUTHOR]] = _IN_TITLE
    return there
