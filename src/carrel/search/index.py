"""An index as it is searched: vocabulary, postings, and a few facts of each paper.

Papers are numbered newest first here, so that the order of numbers is the order of age;
`order` leads back to the numbers of whoever built the index.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np

from carrel.arrayfile import ArrayFile
from carrel.search.entry import BEHIND_ARTICLE, FLAGS
from carrel.search.facets import FacetIndex
from carrel.search.letters import LETTERS
from carrel.search.postings import Postings, TaggedPostings
from carrel.search.vocabulary import Vocabulary

if TYPE_CHECKING:
    from numpy.typing import NDArray


def views(arrays: ArrayFile) -> dict[str, NDArray[Any]]:
    """The arrays of a file as numpy sees them, still mapped."""
    return {name: np.asarray(arrays[name]) for name in arrays}


class Index:
    """The arrays that `build.Builder.finish` makes, in memory or mapped from a file."""

    def __init__(self, arrays: Mapping[str, NDArray[Any]]) -> None:
        self.order: NDArray[np.uint32] = arrays["order"]
        self.date: NDArray[np.int32] = arrays["date"]  # year × 10000 + month × 100 + day
        self.title_length: NDArray[np.uint8] = arrays["title_length"]  # in words
        self.name_length: NDArray[np.uint8] = arrays["name_length"]  # of the words before a colon
        self.by_title: NDArray[np.uint32] = arrays["by_title"]  # place in the order of titles
        self.by_author: NDArray[np.uint32] = arrays["by_author"]
        self._flags: NDArray[np.uint8] = arrays["flags"]
        self.facets = FacetIndex(arrays, self.date)
        self._letters = {
            where: arrays[f"letters.{where}"].reshape(len(LETTERS), (len(self) + 7) // 8)
            for where in ("title", "author", "body")
        }
        self.words = Vocabulary(arrays)
        self._initial_words: NDArray[np.uint32] = arrays["initials.word"]
        self.heads = TaggedPostings(arrays, "heads")
        self.bodies = Postings(arrays, "bodies", len(self))
        self.initials = TaggedPostings(arrays, "initials")

    def __len__(self) -> int:
        return len(self.order)

    @cached_property
    def place(self) -> NDArray[np.uint32]:
        """For each number of whoever built the index, the paper's number here: undoes `order`."""
        place = np.empty(len(self), np.uint32)
        place[self.order] = np.arange(len(self), dtype=np.uint32)
        return place

    def begins_with(self, letter: str, where: str) -> NDArray[np.bool_]:
        """For each paper: does its title, an author's name or its body ("title", "author", "body":
        abstract and facts) have a word that begins with a letter (one of `letters.LETTERS`)?"""
        bits = self._letters[where][LETTERS.index(letter)]
        return np.unpackbits(bits, count=len(self), bitorder="little").view(np.bool_)

    def having(self, what: str) -> NDArray[np.bool_]:
        """For each paper: does it have a DOI, code, … (one of `entry.FLAGS`)?"""
        return (self._flags & (1 << FLAGS.index(what))) > 0

    def behind_article(self, papers: NDArray[np.uint32]) -> NDArray[np.bool_]:
        """For each of some papers: does its title begin with an article?"""
        return (self._flags[papers] & BEHIND_ARTICLE) > 0

    def years(self, low: int, high: int) -> NDArray[np.bool_]:
        """For each paper: is it of these years, both included?"""
        return (self.date >= low * 10000) & (self.date < (high + 1) * 10000)

    def initialism(self, word: str) -> int | None:
        """The row of `initials` for a word, if titles are indexed by its letters."""
        number = self.words.find(word)
        if number is None:
            return None
        row = int(np.searchsorted(self._initial_words, np.uint32(number)))
        found = row < len(self._initial_words) and self._initial_words[row] == number
        return row if found else None
