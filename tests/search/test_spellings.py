"""Words that are spelt in two ways find one another."""

from __future__ import annotations

from itertools import permutations

import pytest

from carrel.search import ranking
from carrel.search.query import parse
from carrel.search.spans import spans_in
from carrel.search.spellings import spellings
from tests.search.conftest import Titles


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("behaviour", "behavior"), ("neighbourhood", "neighborhood"), ("centre", "center"),
        ("nanometres", "nanometers"), ("fibres", "fibers"), ("optimisation", "optimization"),
        ("analysed", "analyzed"), ("labelled", "labeled"), ("signalling", "signaling"),
        ("sulphate", "sulfate"), ("anaemia", "anemia"), ("haemoglobin", "hemoglobin"),
        ("paediatric", "pediatric"), ("diarrhoea", "diarrhea"), ("analogue", "analog"),
        ("aluminium", "aluminum"), ("defence", "defense"), ("ageing", "aging"),
        ("alpha", "α"), ("tgfbeta", "tgfβ"), ("pi", "π"),
        ("galaxy", "galaxies"), ("matrix", "matrices"), ("hypothesis", "hypotheses"),
        ("spectrum", "spectra"), ("nucleus", "nuclei"), ("woman", "women"), ("half", "halves"),
    ],
)  # fmt: skip
def test_each_spelling_finds_the_other(titles: Titles, one: str, other: str) -> None:
    for typed, written in permutations((one, other)):
        search = titles(f"On {written}", {"title": "Else", "abstract": f"On {written}"}, "None")
        assert search(typed) == [f"On {written}", "Else"]
        assert search(f"title:{typed}") == [f"On {written}"]
        assert marked(f"On {written}", typed) == [written]


@pytest.mark.parametrize(
    ("plural", "singular"),
    [("networks", "network"), ("boxes", "box"), ("tumours", "tumor"), ("gans", "gan")],
)
def test_a_plural_finds_the_singular(titles: Titles, plural: str, singular: str) -> None:
    assert titles(f"On {singular}", "None")(plural) == [f"On {singular}"]


@pytest.mark.parametrize("word", ["four", "hour", "this", "news", "gas", "class", "precise"])
def test_words_that_only_look_so_have_no_other_spelling(word: str) -> None:
    known = {"for", "hor", "thi", "new", "ga", "clas", "four", "hour", "precis"}
    others = spellings(word)
    assert not known & (others.whole | others.begun)


def test_what_is_too_long_for_a_word_is_not_spelt_otherwise() -> None:
    others = spellings("an" * 100_000 + "ell")  # hangs where it is
    assert not others.begun | others.family


def marked(text: str, query: str, field: str = "title") -> list[str]:
    return [text[start:end] for start, end in spans_in(text, parse(query), field)]


def test_a_word_as_typed_comes_before_its_other_spelling(titles: Titles) -> None:
    search = titles({"title": "Of it", "abstract": "colours"}, "Colors", "Color", "Colours")
    assert search("colours") == ["Colours", "Colors", "Of it", "Color"]


# So many papers that have a word as typed, that no slips are looked for.
ENOUGH = [{"title": f"Paper {number}", "authors": ("Bo Muller", "Bo Williams", "Bo Gray"),
           "abstract": "muller, williams, gray"} for number in range(ranking.FEW)]  # fmt: skip


def test_umlauts_written_out_in_long_words(titles: Titles) -> None:
    search = titles("A Schrödinger bridge", "Schroedinger", "The poem", "The pom")
    assert search("schroedinger") == ["Schroedinger", "A Schrödinger bridge"]
    assert set(search("schrödinger")) == {"A Schrödinger bridge", "Schroedinger"}
    assert search("poem") == ["The poem"]
    assert marked("Möbius", "moebius") == ["Möbius"]


def test_umlauts_written_out_in_family_names(titles: Titles) -> None:
    search = titles(
        *ENOUGH,
        {"title": "Out", "authors": ("Ada Mueller",)},
        {"title": "No name, Mueller"},
        {"title": "Given", "authors": ("Mueller Ada",)},
    )
    for field in "", "author:":
        assert search(f"{field}müller")[ranking.FEW :] == ["Out"]
    assert marked("Ada Müller", "mueller", "authors") == ["Müller"]
    assert marked("Ada Mueller", "müller", "authors") == ["Mueller"]


def test_names_are_not_translated(titles: Titles) -> None:
    search = titles(
        *ENOUGH, {"title": "One", "authors": ("William Grey", "Ada William")}, "William"
    )
    assert search("williams")[ranking.FEW :] == ["William"]
    assert len(search("author:williams")) == len(search("gray")) == ranking.FEW
