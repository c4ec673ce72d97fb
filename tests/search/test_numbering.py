"""Words are numbered as `words` cuts them, whatever the text and however many there are."""

from __future__ import annotations

from hypothesis import example, given, settings
from hypothesis import strategies as st

from carrel.search.numbering import Numbering
from carrel.search.words import words

TEXTS = st.lists(st.text(st.characters(exclude_characters="\0"), max_size=80), max_size=6)


@settings(max_examples=200)
@given(TEXTS)
@example(["Müller’s snake_case — naïve", "日本型排外主義・外国人、をめぐる", ""])
@example(["a" * 64 + "b", "ß" * 70, "x" * 200])
@example(["ﬁne ½ Ⅳ İstanbul", "e\u0301te\u0301", "한국어 がぎ"])
def test_the_words_of_each_text(texts: list[str]) -> None:
    numbering = Numbering()
    for _ in range(2):  # new, and known
        numbers = numbering.of_texts(texts).tolist()
        found: list[list[str]] = []
        for number in numbers:
            if number == 0:
                found.append([])
            else:
                found[-1].append(numbering.words[number])
        assert found == [words(text) for text in texts]


def test_each_of_many_words_keeps_its_number() -> None:
    numbering = Numbering()
    many = [f"w{number:x}" for number in range(100_000)]
    of_text = numbering.of_texts([" ".join(many)])[1:].tolist()
    assert [numbering.words[number] for number in of_text] == many
    assert numbering.of_words(many[::1000]).tolist() == of_text[::1000]
    assert len(set(of_text)) == len(many) == len(numbering) - 1
