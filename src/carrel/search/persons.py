"""A person asked for by name: `author:"knuth, donald"`, `author:"d. e. knuth"`.

The words may come in any order, but all have to be in the name of one author. A letter stands for
the given name that begins with it, and a given name for its initial.
"""

from __future__ import annotations

import re
from collections.abc import Generator, Iterator
from itertools import combinations
from typing import TYPE_CHECKING

import numpy as np

from carrel.search import ranking
from carrel.search.index import Index
from carrel.search.naming import MOST, is_initial
from carrel.search.postings import among, joined
from carrel.search.query import Phrase
from carrel.search.scores import scored
from carrel.search.spellings import spellings
from carrel.search.tags import AUTHORS, Tag

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from carrel.search.scores import Best

    Keys = NDArray[np.uint64]  # of authors: paper << 8 | which of its authors
    Places = NDArray[np.uint8]  # bits: which words of a name one may be

_8, _LOW_8 = np.uint64(8), np.uint64(255)
# The bits: three for words before the family name, the last of them for all more; one for that; and
# one if it is more than an initial. Nobody is known by an initial of the family name.
_GIVEN, _THIRD, _FAMILY = np.uint8(0b00111), np.uint8(0b00100), np.uint8(0b01000)
_WORDS, _FULL = np.uint8(0b01111), np.uint8(0b10000)
# For each tag, the bit of the word that stands there; none where it is not of a name.
_PLACES: Places = np.zeros(256, np.uint8)
_PLACES[Tag.AUTHOR : Tag.VENUE] = np.uint8(1) << (np.arange(Tag.AUTHOR, Tag.VENUE) & 3)
_PARTICLES = re.compile(
    "al|d[aeiu]|da[ls]|de[lnrs]|del?la|dos|el|l[aeo]|los|st|te[nr]|van|vo[mn]|zur?"
)
_SHORTEST = 3  # letters of what particles stand before
_PARTICLES_OF_ONE = 3
_SYLLABLE = re.compile("[\u1100-\u1112][\u1161-\u1175][\u11a8-\u11c2]?")  # of folded Hangul
_KOREAN_NAMES = range(2, 5)  # syllables


class Persons:
    """Finds authors in an index by several words of their names."""

    def __init__(self, index: Index) -> None:
        self._index = index

    def find(
        self, phrase: Phrase
    ) -> Generator[None, None, tuple[NDArray[np.uint32], Best, NDArray[np.uint32]]]:
        """The papers by a person, and their scores, a paper once or more; and papers with so many
        authors that the index does not tell which of the last ones has which words. In steps."""
        parts = phrase.parts
        if len(parts) > MOST or all(map(is_initial, parts)):
            return np.empty(0, np.uint32), np.empty(0, np.uint16), np.empty(0, np.uint32)
        keys: Keys | None = None
        there: dict[int, Places] = {}
        for number in sorted(range(len(parts)), key=lambda number: -len(parts[number])):
            unfinished = phrase.open and number == len(parts) - 1
            mine, places = yield from self._authors(parts[number], unfinished, keys)
            if keys is not None:
                kept = among(keys, mine)
                there = {other: those[kept] for other, those in there.items()}
            keys, there[number] = mine, places
            yield
        assert keys is not None
        full = [there[number] & _FULL for number, part in enumerate(parts) if not is_initial(part)]
        fits = np.bitwise_or.reduce(full) > 0
        for one, other in combinations(range(len(parts)), 2):
            if _alike(parts[one], parts[other], phrase.open and other == len(parts) - 1):
                either = there[one] | there[other]
                fits &= (np.bitwise_count(either & _WORDS) > 1) | ((either & _THIRD) > 0)
        as_said = (there[(phrase.before_comma or len(parts)) - 1] & _FAMILY) > 0
        as_said &= np.bitwise_and.reduce(full) > 0
        keys, as_said = keys[fits], as_said[fits]
        author = (keys & _LOW_8).astype(np.uint8)
        points = np.where(author > 0, ranking.FAMILY_NAME, ranking.FIRST_FAMILY_NAME)
        points[~as_said] = ranking.GIVEN_NAME
        best = scored(ranking.EXACT + points, Tag.AUTHOR + 4 * author.astype(np.int16) + 3)
        papers = (keys >> _8).astype(np.uint32)
        known = author < AUTHORS - 1
        others = papers[~known]
        return papers[known], best[known], others[~among(others, papers[known])]

    def _authors(
        self, part: str, unfinished: bool, wanted: Keys | None
    ) -> Generator[None, None, tuple[Keys, Places]]:
        """The authors, of those `wanted`, who have a word in their names, in order; and which word
        of the name it may be."""
        index = self._index.words
        low, high = index.prefix(part)
        exact = low + (low < high and index[low] == part)
        ranges = [(low, exact, _WORDS if is_initial(part) else _WORDS | _FULL)]
        if unfinished:
            ranges.append((exact, high, _WORDS | _FULL))
        elif is_initial(part):
            ranges.append((exact, high, _GIVEN))
        others = [(other, _WORDS | _FULL) for other in spellings(part).family]
        for other, may_be in (*others, (part[0], _GIVEN)):
            if other != part and (row := index.find(other)) is not None:
                ranges.append((row, row + 1, may_be))
        papers_of_wanted = np.full(len(self._index), wanted is None)
        if wanted is not None:
            papers_of_wanted[(wanted >> _8).astype(np.intp)] = True
        found: list[Keys] = []
        for first, stop, may_be in ranges:
            for papers, tags in self._index.heads.slice(first, stop):
                fits = (_PLACES & may_be).take(tags) > 0
                fits &= papers_of_wanted.take(papers)  # few are left to be looked for
                names = np.flatnonzero(fits)
                papers, tags = papers.take(names), tags.take(names)
                author = ((tags - np.uint8(Tag.AUTHOR)) >> 2).astype(np.uint64)
                keys: Keys = papers.astype(np.uint64) << _8 | author
                bits = _PLACES.take(tags) & may_be | (may_be & _FULL)
                if wanted is not None:
                    mine = among(keys, wanted)
                    keys, bits = keys[mine], bits[mine]
                found.append(keys << _8 | bits)
                yield
        return _united(joined(found))


def _united(several: Keys) -> tuple[Keys, Places]:
    """Of keys << 8 | bits, each key once, in order; and all of its bits."""
    several.sort()
    keys = several >> _8
    if not len(keys):
        return keys, several.astype(np.uint8)
    starts = np.flatnonzero(np.append(True, keys[1:] != keys[:-1]))
    return keys[starts], np.bitwise_or.reduceat(several.astype(np.uint8), starts)


def _alike(one: str, other: str, unfinished: bool) -> bool:
    """May two words, the other of them `unfinished`, be the same word of a name?"""
    return (
        one == other
        or (one[0] == other[0] and (is_initial(one) or is_initial(other)))
        or (unfinished and one.startswith(other))
    )


def names_in_one(word: str) -> Iterator[tuple[str, ...]]:
    """The words of a name that a word may be in one: `vandermaaten` "van der Maaten", or a Korean
    family name and the given one."""
    syllables = _SYLLABLE.findall(word)
    if len(syllables) in _KOREAN_NAMES and "".join(syllables) == word:
        yield syllables[0], "".join(syllables[1:])
    yield from _with_particles(word, _PARTICLES_OF_ONE)


def phrases_apart(phrase: Phrase) -> Iterator[Phrase]:
    """The phrase with one of its words taken for several in one."""
    for number, word in enumerate(phrase.parts):
        for apart in names_in_one(word):
            parts = (*phrase.parts[:number], *apart, *phrase.parts[number + 1 :])
            more = len(apart) - 1 if number < phrase.before_comma else 0
            yield phrase._replace(parts=parts, before_comma=phrase.before_comma + more)


def _with_particles(word: str, most: int) -> Iterator[tuple[str, ...]]:
    for stop in range(2, min(6, len(word) - _SHORTEST + 1) if most else 0):
        if _PARTICLES.fullmatch(word, 0, stop):
            yield word[:stop], word[stop:]
            for others in _with_particles(word[stop:], most - 1):
                yield word[:stop], *others
