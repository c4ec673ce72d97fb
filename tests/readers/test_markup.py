"""Markup in titles and abstracts becomes readable text; what only looks like it stays."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from carrel.readers.markup import abstract, plain, unwrapped


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Growth of <i>Escherichia coli</i>", "Growth of Escherichia coli"),
        ("H<sub>2</sub>O at 10<sup>−5</sup> Pa", "H₂O at 10⁻⁵ Pa"),
        ("x<sub>max</sub>", "xmax"),
        ("<scp>DNA</scp> repair", "DNA repair"),
        ('<span class="nocase">C</span>hinese', "Chinese"),
        ("Smith &amp; Sons", "Smith & Sons"),
        ("&amp;lt;i&amp;gt;In vivo&amp;lt;/i&amp;gt; imaging", "In vivo imaging"),
        ("caf&eacute; &#8212; na&#xEF;ve", "café — naïve"),
        ("one<br>two<br/>three", "one\ntwo\nthree"),
        ("<mml:math><mml:mi>α</mml:mi></mml:math>-decay", "α-decay"),
    ],
)
def test_markup_is_taken_out(text: str, expected: str) -> None:
    assert plain(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "significant (p < 0.05, n > 30)",
        "a List<T> of <unknown> things",
        "AT&T; R&D",
        "https://example.org/?a=1&copy=2",
        "$a<b$ and $b>c$",
        "<3 this title",
    ],
)
def test_what_only_looks_like_markup_stays(text: str) -> None:
    assert plain(text) == text


def test_paragraphs_of_an_abstract_are_lines() -> None:
    text = "<jats:title>Abstract</jats:title><jats:p>One\n   two.</jats:p><jats:p>Three.</jats:p>"
    assert [line.split() for line in abstract(text).split("\n") if line.strip()] == [
        ["One", "two."],
        ["Three."],
    ]


def test_a_section_title_in_an_abstract_stays() -> None:
    text = "<jats:sec><jats:title>Methods</jats:title><jats:p>We ask.</jats:p></jats:sec>"
    assert abstract(text).split() == ["Methods", "We", "ask."]


def test_an_abstract_that_says_only_abstract_is_none() -> None:
    assert abstract("<p>Abstract</p>").strip() == ""


@pytest.mark.parametrize(
    ("text", "bare"),
    [
        ("Abstract. We fish.", "We fish."),
        ("Abstract Background Nets are wide.", "Background Nets are wide."),
        ("Abstract In this paper we fish.", "In this paper we fish."),
        ("Abstract The nets are wide.", "The nets are wide."),
        ("AbstractNets are wide.", "Nets are wide."),
        ("ABSTRACT BACKGROUND Nets are wide.", "BACKGROUND Nets are wide."),
        ("Abstract nets are wide.", "Abstract nets are wide."),
        ("Abstract methods are wide.", "Abstract methods are wide."),
    ],
)
def test_the_heading_may_stand_on_the_line_of_the_text(text: str, bare: str) -> None:
    assert abstract(text) == bare


def test_lines_broken_at_a_width_are_joined_and_paragraphs_kept() -> None:
    text = "  One is\nbroken.\n  Two is\nas well.\n"
    assert unwrapped(text) == "One is broken.\n  Two is as well."


@given(st.text())
def test_text_without_markup_is_unchanged(text: str) -> None:
    bare = text.replace("<", "").replace("&", "")
    assert plain(bare) == bare


@given(st.text(alphabet="<>/&;#isupb ltgam0123:-", max_size=300))
def test_any_text_ends_without_its_tags(text: str) -> None:
    assert "<sub>" not in plain(text)
