"""Titles for records that have only an abstract."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from carrel.readers.inferred import LONGEST, infer_title

BACKGROUND = "Shirts are folded every day. "


@pytest.mark.parametrize(
    ("abstract", "title"),
    [
        # What is introduced by name
        ("To this end, we introduce QUX, a drop-in folding method that needs no table.",
         "QUX: drop-in folding method"),
        ("We present FoldNet-2.0, the first efficient network to fold shirts on a small table.",
         "FoldNet-2.0: efficient network to fold shirts on a small table"),
        ("This paper presents Deep Fold Descent (DFD), a novel learning algorithm for laundry.",
         "Deep Fold Descent (DFD): learning algorithm for laundry"),
        ("In this work, we propose a novel sleeve-based folding algorithm (SbF-Folder).",
         "SbF-Folder: sleeve-based folding algorithm"),
        ("We propose a simple and robust model, called FastFold, that saves water.",
         "FastFold: model that saves water"),
        ("We introduce “deep folding”, a three stage pipeline: soak, press, and fold.",
         "Deep folding: three stage pipeline"),
        ("We break with this habit with FoldFusion, an efficient folding framework.",
         "FoldFusion: efficient folding framework"),
        ("We introduce ProFold: a set of over 700 shirts.", "ProFold: set of over 700 shirts"),
        ("We then describe how to fold, and propose nnFold, which folds by itself.",
         "nnFold, which folds by itself"),
        # What is introduced without a name
        ("We present an elastic folding method for wet shirts. It works.",
         "Elastic folding method for wet shirts"),
        ("In this paper, we develop a theory of socks that explains their disappearance.",
         "Theory of socks that explains their disappearance"),
        # Nothing is introduced: the first clause, without its lead
        ("This paper studies some basic problems of drawers in three dimensions. Then it ends.",
         "Some basic problems of drawers in three dimensions"),
        ("Socks disappear because nobody looks after them, which is a pity. We weep.",
         "Socks disappear because nobody looks after them"),
        ("We have three results: one, two and three.", "We have three results: one, two and three"),
        ("We introduce three ideas. None of them works.", "We introduce three ideas"),
        ("Why fold?", "Why fold?"),
        ("", ""),
        ("...", "..."),
    ],
)  # fmt: skip
def test_titles(abstract: str, title: str) -> None:
    assert infer_title(abstract) == title


def test_a_name_is_found_behind_the_background() -> None:
    abstract = BACKGROUND * 20 + "We propose QUX, a folding machine for everybody."
    assert infer_title(abstract) == "QUX: folding machine for everybody"


def test_a_long_clause_ends_at_a_word_and_says_so() -> None:
    title = infer_title("shirts " * 40)
    assert title.endswith("shirts…")
    assert len(title) <= LONGEST


@given(
    st.text()
    | st.lists(
        st.sampled_from(["we", "propose", "a", "novel", "QUX,", "(AB)", "called", "that", ",", ":",
                         "method", "with", "\"x\"", "This paper presents", ".", "A", "–", "$x$"]),
        max_size=60,
    ).map(" ".join)
)  # fmt: skip
def test_any_abstract_gets_a_short_title(abstract: str) -> None:
    title = infer_title(abstract)
    assert len(title) <= LONGEST
    assert bool(title.strip()) == bool(abstract.strip())
    assert "\n" not in title
