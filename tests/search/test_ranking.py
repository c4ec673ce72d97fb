"""In which order papers are found: the one that the constants of `ranking` say."""

from __future__ import annotations

import itertools
from typing import Any

import pytest

from carrel.search import ranking
from tests.search.conftest import Titles, begun, score


def test_any_word_order_and_all_words(titles: Titles) -> None:
    search = titles("Sparse attention is enough", "Attention", "Sparse matrices")
    assert search("attention sparse") == ["Sparse attention is enough"]
    assert search("sparse -attention") == ["Sparse matrices"]
    assert set(search("matrices | enough")) == {"Sparse attention is enough", "Sparse matrices"}


def test_what_papers_write_in_capitals_stands_for_the_words_of_titles(titles: Titles) -> None:
    for categories in (), ("cs.LLM",):  # which say nothing of how the word is written
        search = titles(
            "Large language models in use",
            {"title": "Late lunches", "categories": categories},
            {"title": "On them", "abstract": "An LLM is used", "categories": categories},
        )
        assert "Large language models in use" in search("llm")


def test_what_stands_before_a_hyphen_is_a_word(titles: Titles) -> None:
    search = titles(
        *({"title": f"Paper {number}", "abstract": "wi-fi"} for number in range(ranking.FEW)),
        {"title": "With filters", "abstract": "which find"},
        "Wi-Fi",
        "WiFi",
        {"title": "Apart", "abstract": "a 2 by d"},
        {"title": "Other", "abstract": "2nd of dozens"},
    )
    assert search("wi-fi")[:2] == ["WiFi", "Wi-Fi"]
    assert "With filters" not in search("wi-fi")
    assert "With filters" not in search("wi-f")
    assert search("2-d")[0] == "Apart"


def test_words_that_a_hyphen_joins_are_worth_more_side_by_side(titles: Titles) -> None:
    search = titles("A wi-fi", "The wi fi", "Fi and wi")
    assert search("wi-fi") == ["The wi fi", "A wi-fi", "Fi and wi"]
    side_by_side = (ranking.EXACT + ranking.TITLE) * ranking.POINT
    apart = side_by_side - ranking.APART * ranking.POINT
    for title, points in ("Wi fi it is", side_by_side), ("Wi is it fi", apart):
        assert score(titles, "wi-fi", {"title": title}) == points + begun(0) + ranking.COVERED // 2


def test_a_dash_joins_no_words(titles: Titles) -> None:
    search = titles("Attention—is it all", "Attentionist")
    assert search("attentionis")[0] == "Attentionist"


CITED = {
    "title": "Gold and platinum diffusion: the key to defects",
    "authors": ("Hanna Zimmer", "Rolf Yssel"),
    "venue": "Appl. Phys. A",
    "date": "1992",
}


CITATIONS = """
Zimmer H, Yssel R. Gold and platinum diffusion: the key to defects. Appl Phys A 1992;55:121-34.
Zimmer H. Gold and platinum diffusion: the key to defects. Appl Phys A. doi: 10.1234/56789
H. Zimmer and R. Yssel, “Gold and platinum diffusion: the key to defects,” vol. 55, pp. 121-34.
Zimmer, H. (1992). Gold and platinum diffusion: The key to defects. Applied Physics A, 55(2), 121.
gold and silver diffusion key to defects
"""


@pytest.mark.parametrize("citation", CITATIONS.strip().splitlines())
def test_a_citation_pasted_finds_its_paper(titles: Titles, citation: str) -> None:
    others = ("Gold diffusion", {"title": "Platinum", "abstract": citation.lower()[:25]})
    assert titles(CITED, *others)(citation) == [CITED["title"]]
    assert titles(*others)(citation) == []
    # What is asked for in a field has to be there.
    assert titles(CITED, *others)(f"{citation} author:elsewhere") == []
    assert titles(CITED, *others)(f"{citation} year:2020") == []


# Ways of matching `attention` and places, with the points that the constants give them.
WAYS = [
    ("attention", {"title": "On attention"}, ranking.EXACT + ranking.TITLE),
    ("attention", {"title": "On", "abstract": "all attention"}, ranking.EXACT + ranking.ABSTRACT),
    ("attention", {"title": "On", "authors": ("Ann Attention",)},
     ranking.EXACT + ranking.FIRST_FAMILY_NAME),
    ("attention", {"title": "On", "authors": ("Ann Bee", "Cy Attention")},
     ranking.EXACT + ranking.FAMILY_NAME),
    ("attention", {"title": "On", "authors": ("Attention Bee",)},
     ranking.EXACT + ranking.GIVEN_NAME),
    ("attention", {"title": "On", "venue": "Attention Letters"}, ranking.EXACT + ranking.FACT),
    ("attent", {"title": "On attention"}, ranking.PREFIX + ranking.TITLE),
    ("attn", {"title": "On attention"}, ranking.SHORTENED + ranking.TITLE),
    ("atnt", {"title": "On attention"}, ranking.SHORTENED + ranking.TITLE),
    ("attenn", {"title": "On attention"}, ranking.SHORTENED + ranking.TITLE),
    ("atnion", {"title": "On attention"}, ranking.MANGLED + ranking.TITLE),
    ("sprsattn", {"title": "On sparse attention"}, ranking.RUN_TOGETHER + ranking.TITLE),
    ("atention", {"title": "On attention"}, ranking.MISSPELT + ranking.TITLE),
    ("atenttion", {"title": "On attention"}, ranking.MANGLED + ranking.TITLE),
]  # fmt: skip


@pytest.mark.parametrize(("query", "work", "points"), WAYS)
def test_a_word_scores_as_its_match_and_place(
    titles: Titles, query: str, work: dict[str, Any], points: int
) -> None:
    kind, place = divmod(points, ranking.STEP)
    parts = points * ranking.POINT
    if place == ranking.TITLE:  # of which it is the second word
        parts += ranking.COVERED // len(str(work["title"]).split()) + begun(1)
    if kind == ranking.PREFIX // ranking.STEP:
        parts += ranking.UNFINISHED
    assert score(titles, query, work) == parts


def test_any_match_is_better_than_any_of_the_next_kind() -> None:
    kinds = (
        ranking.MANGLED, ranking.RUN_TOGETHER, ranking.MISSPELT, ranking.SHORTENED, ranking.PREFIX,
        ranking.EXACT,
    )  # fmt: skip
    best_place = max(
        ranking.ABSTRACT, ranking.FACT, ranking.GIVEN_NAME, ranking.FAMILY_NAME,
        ranking.TITLE, ranking.FIRST_FAMILY_NAME,
    )  # fmt: skip
    for worse, better in itertools.pairwise(kinds):
        assert better > worse + best_place
    assert kinds[-1] + best_place < 256


def test_exact_before_prefix_before_shortened(titles: Titles) -> None:
    search = titles("Ttnsr", "Tensor", "Tnsrs", "Tnsr")
    assert search("tnsr") == ["Tnsr", "Tnsrs", "Tensor"]


def test_title_and_authors_before_abstract(titles: Titles) -> None:
    search = titles(
        {"title": "A", "abstract": "han"},
        {"title": "B", "authors": ("Song Han",)},
        {"title": "C han"},
    )
    assert search("han")[-1] == "A"


def test_what_a_work_is_called_before_what_only_mentions_it(titles: Titles) -> None:
    search = titles(
        "Papers by noria",
        {"title": "Wells", "authors": ("Ann Noria",)},
        "Noria: a wheel for lifting papers",
        "Noria",
    )
    assert search("noria") == [
        "Noria",
        "Noria: a wheel for lifting papers",
        "Wells",
        "Papers by noria",
    ]


@pytest.mark.parametrize(
    ("query", "title", "share"),
    [
        ("noria", "Noria: a wheel for lifting papers", begun(0) + ranking.NAMED),
        ("noria", "Small-noria: a wheel for lifting papers", begun(1) + ranking.NEARLY_NAMED),
        ("noria", "The small noria: a wheel for lifting papers", begun(2) + ranking.COVERED // 8),
        ("u-noria", "U-Noria: a wheel for lifting papers", begun(0) + ranking.NAMED),
        (
            "u-noria",
            "The UNoria: a wheel for lifting papers",
            ranking.BEHIND_ARTICLE + ranking.NEARLY_NAMED,
        ),
        ("u-noria", "U-turns of a U-Noria", begun(4) + 2 * ranking.COVERED // 6),
        ("wheel", "Noria: a wheel for lifting papers", begun(2) + ranking.COVERED // 6),
    ],
)
def test_a_name_asked_for_is_worth_nearly_as_much_as_a_title(
    titles: Titles, query: str, title: str, share: int
) -> None:
    points = (ranking.EXACT + ranking.TITLE) * ranking.POINT
    assert score(titles, query, {"title": title}) == points + share


def test_two_words_written_in_one_stand_side_by_side(titles: Titles) -> None:
    search = titles("TallTrees: shade", "Tall or short trees in one", "Low-rank trees are tall")
    assert search("tall trees")[0] == "TallTrees: shade"
    words = 3 * (ranking.EXACT + ranking.TITLE) * ranking.POINT + 2 * ranking.NEIGHBOURS
    whole = begun(0) + ranking.COVERED
    assert score(titles, "low rank trees", {"title": "Low-rank trees"}) == words + whole


def test_a_title_that_begins_so_before_one_that_only_holds_the_words(titles: Titles) -> None:
    search = titles(
        "The sparse trees for all the birds of the wood",
        "Large and sparse trees",
        "Sparse trees for all the birds of the wood",
    )
    assert search("sparse trees") == [
        "Sparse trees for all the birds of the wood",
        "Large and sparse trees",
        "The sparse trees for all the birds of the wood",
    ]
    share = 2 * ranking.COVERED
    assert begun(0) + share // 9 > begun(2) + share // 4 > begun(1) + share // 10


def test_the_last_word_may_still_be_being_typed(titles: Titles) -> None:
    search = titles(
        {"title": "On the many networks", "abstract": "memory"},
        {"title": "Trees", "abstract": "a memory network"},
    )
    assert search("memory network") == ["On the many networks", "Trees"]
    assert search("network memory") == ["Trees", "On the many networks"]
    prefix = (ranking.PREFIX + ranking.TITLE) * ranking.POINT + ranking.UNFINISHED
    assert prefix > (ranking.EXACT + ranking.ABSTRACT) * ranking.POINT


def test_words_near_one_another_first(titles: Titles) -> None:
    search = titles(
        "Sparse attention for tall trees",
        "Sparse trees for tall attention",
        "Attention to sparse tall trees",
    )
    assert search("sparse attention")[0] == "Sparse attention for tall trees"


def test_two_names_of_one_person_before_two_persons(titles: Titles) -> None:
    search = titles(
        {"title": "One", "authors": ("Song Han", "Ann Bee")},
        {"title": "Two", "authors": ("Han Bee", "Ann Song")},
    )
    assert search("song han")[0] == "One"


def test_what_two_wrote_together_before_what_many_did(titles: Titles) -> None:
    search = titles(
        {"title": "Two", "authors": ("Ann Bee", "Cy Dee")},
        {"title": "Three", "authors": ("Ann Bee", "Cy Dee", "Kay Eff")},
        {"title": "Forty", "authors": ("Ann Bee", "Cy Dee", *(f"Jo A{n}" for n in range(38)))},
    )
    assert search("bee dee") == search("author:dee author:bee") == ["Two", "Three", "Forty"]
    assert search("bee") == ["Forty", "Three", "Two"]


def test_equal_matches_newest_first(titles: Titles) -> None:
    search = titles("Old pruning", "New pruning", {"title": "No pruning", "date": ""})
    assert search("pruning") == ["New pruning", "Old pruning", "No pruning"]


def test_a_title_typed_in_full_beats_a_longer_one(titles: Titles) -> None:
    search = titles("Deep compression", "Deep compression of large recurrent networks")
    assert search("deep compression")[0] == "Deep compression"


def test_a_year_is_a_word_too(titles: Titles) -> None:
    search = titles(
        {"title": "Alpha", "authors": ("Ann Burns",), "date": "2014-03"},
        {"title": "Beta", "authors": ("Ann Burns",), "date": "2015"},
    )
    assert search("burns 2014") == ["Alpha"]


def test_a_phrase_in_a_title_counts_where_it_stands(titles: Titles) -> None:
    phrase = ranking.EXACT + ranking.TITLE
    for title in ("Life in the sea", "In ice and life in the sea", "The life of bees in the sea"):
        parts = phrase * ranking.POINT + 2 * ranking.COVERED // len(title.split())
        parts += begun(title.lower().split().index("in"))
        assert score(titles, '"in the"', {"title": title}) == parts
    assert titles("The bees in spring", "In spring, the bees")('"in the"') == []
