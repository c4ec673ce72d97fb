"""Words that are not written as papers write them: shortened, apart, or with a slip."""

from __future__ import annotations

import pytest

from carrel.search import ranking
from tests.search.conftest import Titles, begun, score


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
