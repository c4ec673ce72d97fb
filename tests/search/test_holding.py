"""Texts that hold a phrase."""

from __future__ import annotations

from hypothesis import example, given, settings
from hypothesis import strategies as st

from carrel.latex import readable
from carrel.search.holding import holds
from carrel.search.query import Phrase
from carrel.search.words import words

_PIECES = ["in", "IN", "e", "é", "int", "注", *4 * [" "], "-", "\n", "{", "}", "$", r"\emph{in}"]


@example(r"e in\emph{in}", ["e", "in"], False)
@example("éin e $x$", ["in", "e"], False)
@example("in " + "e" * 70 + " int", ["in", "e" * 64, "e" * 6], False)
@settings(max_examples=1_000)
@given(
    st.lists(st.sampled_from(_PIECES), max_size=12).map("".join),
    st.lists(st.sampled_from(["in", "e", "i", "注"]), min_size=2, max_size=3),
    st.booleans(),
)
def test_a_phrase_is_held_by_a_text_with_its_words_in_a_row(
    text: str, parts: list[str], unfinished: bool
) -> None:
    there = words(readable(text))
    size = len(parts)
    in_a_row = [there[i : i + size] for i in range(len(there) - size + 1)]
    if unfinished:
        wanted = any(row[:-1] == parts[:-1] and row[-1].startswith(parts[-1]) for row in in_a_row)
    else:
        wanted = parts in in_a_row
    assert holds(text, Phrase(tuple(parts), open=unfinished)) == wanted
