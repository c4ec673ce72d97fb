"""Words found by their letters, against a plain definition."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from rapidfuzz.distance import OSA

from carrel.search.vocabulary import Vocabulary, vocabulary
from carrel.steps import finished

LATIN = st.text("abcde", min_size=1, max_size=9)
GREEK = st.text("αβγab", min_size=1, max_size=6)


@given(st.lists(LATIN | GREEK, unique=True, max_size=60), LATIN | GREEK, st.integers(1, 2))
def test_words_within_some_edits(terms: list[str], word: str, most: int) -> None:
    if word.isascii():  # then letters are bytes
        terms = [term for term in terms if term.isascii()]
    words = Vocabulary(vocabulary(sorted(terms)))
    found = finished(words.misspelt(word, most))
    for edits, numbers in enumerate(found, 1):
        assert words.several(numbers) == [
            term for term in sorted(terms) if OSA.distance(word, term) == edits
        ]


@given(st.lists(LATIN, unique=True, max_size=60), st.text("abcde", min_size=2, max_size=7))
def test_words_that_begin_so_but_for_an_edit(terms: list[str], start: str) -> None:
    words = Vocabulary(vocabulary(sorted(terms)))
    sizes = range(len(start) - 1, len(start) + 2)
    wanted = [
        term
        for term in sorted(terms)
        if term[0] == start[0]
        and len(term) > len(start)
        and any(OSA.distance(start, term[:size]) <= 1 for size in sizes)
    ]
    assert words.several(finished(words.misspelt_start(start))) == wanted


@given(st.lists(LATIN, unique=True, max_size=60), LATIN)
def test_words_with_all_letters_in_order(terms: list[str], short: str) -> None:
    def holds(term: str) -> bool:
        rest = iter(term)
        return all(letter in rest for letter in short)

    words = Vocabulary(vocabulary(sorted(terms)))
    found = finished(words.shortened(short))
    assert found.dtype == np.uint32
    assert words.several(found) == [
        term
        for term in sorted(terms)
        if term[0] == short[0] and len(short) + 1 < len(term) <= 4 * len(short) and holds(term)
    ]
