"""In which order papers are found: the one that the constants of `ranking` say."""

from __future__ import annotations

import itertools
from collections.abc import Callable
from typing import Any

import pytest

from carrel.paper import Name
from carrel.search import ranking

Titles = Callable[..., Callable[[str], list[str]]]


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


def score(titles: Titles, query: str, work: dict[str, Any]) -> int:
    from carrel.paper import Place, Record
    from tests.search.conftest import library_of

    facts = dict(work)
    authors = tuple(map(Name.from_display, facts.pop("authors", ())))
    library = library_of([Record(place=Place("t", 1), authors=authors, **facts)])
    (hit,) = library.search(query)
    return hit.score


def begun(words_before: int) -> int:
    """What it is worth that the first word of a query stands so near the title's beginning."""
    return ranking.BEGUN >> words_before


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


@pytest.mark.parametrize(
    ("query", "title"),
    [
        ("muller", 'Theory of M\\"uller matrices'),
        ("müller", "Theory of Muller matrices"),
        ("garcia-penalvo", "García-Peñalvo on learning"),
        ("garciapenalvo", "García-Peñalvo on learning"),
        ("semi-supervised", "Semisupervised parsing"),
        ("semisupervised", "Semi-supervised parsing"),
        ("semi supervised", "Semi-supervised parsing"),
        ("d'oro", "The D’Oro effect"),
        ("doro", "The D'Oro effect"),
        ("co2", "Fixing CO$_2$ in stone"),
        ("llm", "Pruning Large Language Models with an LLM"),
        ("llms", "Large language model pruning, LLM style"),
        ("ctrl", "Optimal control"),
        ("attn", "Attention"),
        ("sprsattn", "Very sparse attention here"),
        ("govt spending", "Spending of a government"),
        ("multi modal", "Multimodal learning"),
        ("learning multi moda", "Multimodal learning"),
        ("namedentrecogn", "Notes on named entity recognition"),
        ("transfomer", "Transformer"),
        ("trnasformer", "Transformer"),
        ("transformmer", "Transformer"),
        ("trensfomer", "Transformer"),
        ("tranzfor", "Transformers"),
        ("注意", "稀疏注意力机制"),
    ],
)
def test_spellings_find_one_another(titles: Titles, query: str, title: str) -> None:
    assert titles(title, "Something else entirely")(query) == [title]


def test_a_query_is_taken_at_its_word_where_that_finds_something(titles: Titles) -> None:
    search = titles("Neural case", "Neutral ground", "Nature")
    assert search("neural") == ["Neural case"]
    assert search("neuraal") == ["Neural case"]
    assert set(search("neutal")) == {"Neural case", "Neutral ground"}


def test_a_word_that_is_known_may_still_be_a_slip(titles: Titles) -> None:
    search = titles("The trade of war", "Peace and tirade", "Tade is a name")
    assert search("tade war") == ["The trade of war"]


def test_a_word_of_abstracts_alone_may_still_be_a_slip(titles: Titles) -> None:
    lte = {"title": "Radio", "abstract": "too many lte masts, trained too early"}
    search = titles(lte, "Too late: trained again")
    assert set(search("too lte trained")) == {"Too late: trained again", "Radio"}
    radio = titles({**lte, "title": "LTE masts trained too"}, "Too late: trained again")
    assert radio("too lte trained") == ["LTE masts trained too"]
    assert titles(lte, "A late abstract")("abstract:lte") == ["Radio"]


def test_the_beginning_of_a_title_word_is_no_slip_for_being_a_word_itself(titles: Titles) -> None:
    search = titles({"title": "Models of bees", "abstract": "a model"}, "Modes of bees")
    assert search("model bees") == ["Models of bees"]


def test_letters_in_order_are_less_than_a_slip(titles: Titles) -> None:
    search = titles({"title": "Web mapping", "abstract": "factualure"}, "Failure of mapping")
    assert search("falure mapping")[0] == "Failure of mapping"


def test_two_edits_count_beside_a_word_that_is_one_edit_away(titles: Titles) -> None:
    search = titles("Refining prompts", "Retaining walls and retfinig")
    assert search("retfinin prompts") == ["Refining prompts"]


def test_words_written_apart_are_one_where_it_is_a_word(titles: Titles) -> None:
    search = titles(*(f"Multi-modal {n}" for n in range(6)), "Multimodal learning", "Multitude")
    assert "Multimodal learning" in search("multi modal")
    assert "Multitude" not in search("multi tud")[1:] + search("multi modal")


@pytest.mark.parametrize(
    ("query", "joined", "there", "elsewhere"),
    [
        ("lowrank", "Low-rank", "On low rank", "On low and rank"),
        ("su2", "SU2", "On $SU(2)$", "On su and 2"),
        ("l1", "ℓ1", "On L 1", "On L and 1"),
    ],
)
def test_a_word_may_be_written_apart(
    titles: Titles, query: str, joined: str, there: str, elsewhere: str
) -> None:
    search = titles(there, elsewhere, *[f"{joined} {n}" for n in range(ranking.FEW)])
    assert there in search(query)
    assert elsewhere not in search(query)
    points = (ranking.EXACT + ranking.TITLE) * ranking.POINT + ranking.COVERED // 3
    assert score(titles, query, {"title": there}) == points + begun(1)


def test_a_typo_does_not_narrow_what_the_letters_before_it_found(titles: Titles) -> None:
    search = titles("Attention", "Aten crops", "Nothing of it")
    assert "Attention" in search("ate") + search("atent")
    assert "Attention" in search("atent")


def test_two_words_in_one_are_found_beside_slips(titles: Titles) -> None:
    search = titles(
        {"title": "Trees", "abstract": "the sprsatn of birch"},
        "Sparse attention",
        "Attention, sparse",
        "Sparse but for attention",
    )
    assert search("sprsattn") == ["Trees", "Sparse attention"]
    assert search("spaattn birch | attention") == ["Sparse attention"]


def test_two_words_in_one_are_more_than_two_edits(titles: Titles) -> None:
    search = titles("Odometry errors", "Odometry")
    assert search("odomeerr") == ["Odometry errors", "Odometry"]


def test_what_begins_many_words_but_is_none_may_be_two_in_one(titles: Titles) -> None:
    joined = [{"title": f"{n}", "abstract": "of finitetemperature"} for n in range(6)]
    search = titles(*joined, "A universe at finite temperature")
    assert search("finitetemp universe") == ["A universe at finite temperature"]


def test_what_begins_a_few_words_may_still_be_two_in_one(titles: Titles) -> None:
    search = titles("Exponential concentration", "Expconcave losses")
    assert search("expconc") == ["Expconcave losses"]
    assert search("expconc exponential") == ["Exponential concentration"]


def test_a_phrase_in_a_title_counts_where_it_stands(titles: Titles) -> None:
    phrase = ranking.EXACT + ranking.TITLE
    for title in ("Life in the sea", "In ice and life in the sea", "The life of bees in the sea"):
        parts = phrase * ranking.POINT + 2 * ranking.COVERED // len(title.split())
        parts += begun(title.lower().split().index("in"))
        assert score(titles, '"in the"', {"title": title}) == parts
    assert titles("The bees in spring", "In spring, the bees")('"in the"') == []
