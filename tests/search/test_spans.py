"""What is highlighted."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from carrel.paper import Name, Place, Record
from carrel.search.query import parse
from carrel.search.spans import spans, spans_in


def marked(text: str, query: str) -> list[str]:
    return [text[start:end] for start, end in spans_in(text, parse(query))]


@pytest.mark.parametrize(
    ("text", "query", "parts"),
    [
        ("Sparse attention", "attention", ["attention"]),
        ("Sparse attention", "atten", ["attention"]),
        ("Über Müller", "muller", ["Müller"]),
        ("딥러닝을 이용한 분석", "딥러닝", ["딥러닝을"]),
        ("Sparse attention, sparse", '"sparse attention"', ["Sparse", "attention"]),
        ("Attention, sparse", '"sparse attention"', []),
        ("Semi-supervised", "semisupervised", ["Semi", "supervised"]),
        ("Large language models", "llm", ["Large", "language", "models"]),
        ("Large language models", "llms", ["Large", "language", "models"]),
        ("Attention", "attn", ["Attention"]),
        ("Optimal control", "ctrl", ["control"]),
        ("Transformer", "transfomer", ["Transformer"]),
        ("Sparse attention", "sprsattn", ["Sparse", "attention"]),
        ("Sparse attention", "-attention", []),
        ("Sparse attention", "author:attention", ["attention"]),
        ("稀疏注意力", "注意", ["注", "意"]),
        ("O'Reilly of it", "o'reilly", ["O", "Reilly"]),
        ("X-rays of xenon, an X ray", "x-ray", ["X", "rays", "X", "ray"]),
        ("Xray of xenon", "x-ray", ["Xray"]),
        ("α-decay of an ace", "alpha-decay", ["α", "decay"]),
        ("On optics", "o'reilly", []),
        ("Cov of sars", "sars-cov-2", ["Cov", "sars"]),
        ("Every day", "e", ["Every"]),
    ],
)
def test_the_words_that_were_meant(text: str, query: str, parts: list[str]) -> None:
    assert marked(text, query) == parts


def test_a_letter_among_words_is_an_initial() -> None:
    work = Record(place=Place("t", 1), title="Edge", authors=(Name("Knuth", "Donald Ervin"),))
    assert spans(work, parse("knuth e")) == {"authors": [(7, 12), (13, 18)]}


def test_a_term_for_one_field_marks_that_field() -> None:
    work = Record(
        place=Place("t", 1), title="Han and Song", authors=(Name("Han", "Song"),), abstract="han"
    )
    assert spans(work, parse("author:han")) == {"authors": [(5, 8)]}
    assert set(spans(work, parse("han"))) == {"title", "authors", "abstract"}


@given(st.text(max_size=60), st.text(max_size=20))
def test_spans_lie_in_the_text_in_order(text: str, query: str) -> None:
    end = 0
    for start, stop in spans_in(text, parse(query)):
        assert end <= start < stop <= len(text)
        end = stop
