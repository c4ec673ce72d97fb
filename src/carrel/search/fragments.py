"""Words run together: `lowrank` leads to titles with "low rank" in them. They may be shortened,
too: `sprsattn` leads to those with "sparse attention"."""

from __future__ import annotations

import re
from collections.abc import Generator
from typing import TYPE_CHECKING

import numpy as np

from carrel.search.index import Index
from carrel.search.postings import among, distinct, joined
from carrel.search.tags import FAR
from carrel.search.words import is_skeleton

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Keys = NDArray[np.uint64]  # of places in titles: paper << 8 | place
    # By where they start in a text: where pieces stop, and the words that they may be short for.
    _Pieces = dict[int, list[tuple[int, NDArray[np.uint32]]]]

SHORTEST = 2  # letters of a word; so few are the word itself
_LONGEST = 32  # letters of all
_WHOLE = 3  # letters of a word that is not shortened, in one with another
_NUMBERED = re.compile(r"(?<=[^\W\d_])(?=\d)|(?<=\d)(?=[^\W\d_])")  # between letters and digits
_8, _LOW_8 = np.uint64(8), np.uint64(255)


class Fragments:
    """Finds words that are run together in the titles of an index."""

    def __init__(self, index: Index) -> None:
        self._index = index

    def find(
        self, text: str, several: int
    ) -> Generator[None, None, tuple[NDArray[np.uint32], NDArray[np.uint8]]]:
        """The papers with so many neighbours in their titles that `text` shortens in one, and the
        place of the first of these; in steps."""
        behind: dict[int, list[Keys]] = {0: []}  # places behind those pieces that end at a letter
        for pieces in (yield from self._pieces(text, several)):
            found: dict[int, list[Keys]] = {}
            for start, ends in pieces.items():
                if start not in behind:
                    continue
                before = np.concatenate(behind[start]) if start else None
                has = self._papers(before)
                for stop, rows in ends:
                    keys = yield from self._places(rows, has)
                    if before is not None:
                        # Few titles have both; only what stands in those is worth sorting.
                        both = self._papers(keys).take((before >> _8).astype(np.intp))
                        keys = distinct(keys)
                        keys = keys[among(keys, distinct(before.compress(both)))]
                    if len(keys):
                        found.setdefault(stop, []).append(keys + np.uint64(1))
                    yield
            behind = found
        last = joined(behind.get(len(text), []))
        first = (last & _LOW_8).astype(np.uint8) - np.uint8(several)
        return (last >> _8).astype(np.uint32), first

    def apart(
        self, text: str
    ) -> Generator[None, None, tuple[NDArray[np.uint32], NDArray[np.uint8]]]:
        """As `find`, of two neighbours that `text` is in one, nothing being left out."""
        cuts = {match.start() for match in _NUMBERED.finditer(text)}
        cuts.update(range(_WHOLE, len(text) - _WHOLE + 1))
        found: list[Keys] = []
        for cut in cuts if len(text) <= _LONGEST else ():
            both = self._row(text[:cut]), self._row(text[cut:])
            if all(map(len, both)):
                count = [self._index.heads.count(int(rows[0])) for rows in both]
                rare = count.index(min(count))  # it leaves few places of the other to look at
                there = yield from self._places(both[rare], self._papers(None))
                other = yield from self._places(both[1 - rare], self._papers(there))
                before, behind = (other, there) if rare else (there, other)
                yield
                follows: Keys = before + np.uint64(1)
                found.append(before[among(follows, distinct(behind))])
        keys = joined(found)
        return (keys >> _8).astype(np.uint32), (keys & _LOW_8).astype(np.uint8)

    def _row(self, word: str) -> NDArray[np.uint32]:
        """The row of a word, if it stands in a title, name or venue; else none."""
        row = self._index.words.find(word)
        rows = [] if row is None or not self._index.heads.count(row) else [row]
        return np.array(rows, np.uint32)

    def _pieces(self, text: str, several: int) -> Generator[None, None, list[_Pieces]]:
        """What may be the first of so many pieces of `text`, the second, and so on: only pieces
        behind which the rest of the text can be cut into pieces, too."""
        pieces: list[_Pieces] = []
        stops = {len(text)} if len(text) <= _LONGEST else set()
        for before in reversed(range(several)):
            mine: _Pieces = {}
            for stop in stops:
                for start in range(SHORTEST * before, stop - SHORTEST + 1) if before else (0,):
                    rows = self._meant(text[start:stop])
                    if len(rows):
                        mine.setdefault(start, []).append((stop, rows))
                    yield
            stops = set(mine)
            pieces.insert(0, mine)
        return pieces

    def _meant(self, short: str) -> NDArray[np.uint32]:
        """The words that `short` begins, or is without vowels; if it has but two letters, and
        could be anything, the word itself."""
        words = self._index.words
        low, high = words.prefix(short)
        if len(short) == SHORTEST:
            high = low + (low < high and words[low] == short)
        rows = np.arange(low, high, dtype=np.uint32)
        if len(short) > SHORTEST and is_skeleton(short):
            rows = distinct(np.concatenate((rows, words.without_vowels(short))))
        return rows

    def _papers(self, keys: Keys | None) -> NDArray[np.bool_]:
        """For each paper: is one of the places in its title? Without places, all are."""
        if keys is None:
            return np.ones(len(self._index), np.bool_)
        papers = np.zeros(len(self._index), np.bool_)
        papers[(keys >> _8).astype(np.intp)] = True
        return papers

    def _places(
        self, rows: NDArray[np.uint32], wanted: NDArray[np.bool_]
    ) -> Generator[None, None, Keys]:
        """The places in the titles of some papers where words stand."""
        places: list[Keys] = []
        for papers, tags in self._index.heads.rows(rows):
            kept = np.flatnonzero((tags < FAR) & wanted.take(papers))
            places.append(papers.take(kept).astype(np.uint64) << _8 | tags.take(kept))
            yield
        return joined(places)
