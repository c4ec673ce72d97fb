"""Which words of a name are those that a person is asked for by."""

from __future__ import annotations

from collections.abc import Sequence

from carrel.search.spellings import spellings
from carrel.search.words import FIRST_SPACELESS

MOST = 32  # words of what is taken for a name


def is_initial(word: str) -> bool:
    """Is a word of a name a single letter, rather than a character that is a word by itself?"""
    return len(word) == 1 and word < FIRST_SPACELESS


def words_of_person(name: Sequence[str], wanted: Sequence[str], unfinished: bool) -> set[int]:
    """The places of the words in a name that are the words wanted, each a different one; none where
    the name lacks any of these. The last of them may be `unfinished`."""
    if not len(wanted) <= min(len(name), MOST):
        return set()

    def is_full(number: int, at: int) -> bool:
        part, word = wanted[number], name[at]
        if unfinished and number == len(wanted) - 1 and word.startswith(part):
            return True
        return not is_initial(part) and (word == part or word in spellings(part).family)

    def may_be(number: int, at: int) -> bool:
        part, word = wanted[number], name[at]
        short = part[0] == word[0] and (is_initial(part) or is_initial(word))
        return short or is_full(number, at)

    taken: dict[int, int] = {}  # words of the name, each by one that is wanted

    def place(number: int, tried: set[int]) -> bool:
        """Find a word for one that is wanted, if need be another for those that have one."""
        for at in range(len(name)):
            if at not in tried and may_be(number, at):
                tried.add(at)
                if at not in taken or place(taken[at], tried):
                    taken[at] = number
                    return True
        return False

    if not all(place(number, set()) for number in range(len(wanted))):
        return set()
    return set(taken) if any(is_full(number, at) for at, number in taken.items()) else set()
