"""Text that enters: harmless, and readable."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from carrel.text import clean, clean_block, clean_note, fold

ATTACKS = [
    ("a\x1b]52;c;cGF5bG9hZA==\x07b", "ab"),  # write the clipboard
    ("a\x1b]0;title\x1b\\b", "ab"),
    ("\x1b]8;;http://x.example\x07link\x1b]8;;\x07", "link"),
    ("\x1b[31mred\x1b[0m", "red"),
    ("\x9b31mred\x9b0m", "red"),  # the same with C1 introducers
    ("a\x1bP1;2|x\x1b\\b", "ab"),
    ("a\x1b_apc\x1b\\b", "ab"),
    ("a\x1b]52;c;never ended", "a52;c;never ended"),
    ("a\x00b\x08c\x7fd", "abcd"),
    ("abc\u202edcba\u2066x\u2069", "abcdcbax"),
    ("pay\u200bpal\ufeff", "paypal"),
    ("it\x92s", "it’s"),  # Windows-1252 read as Latin-1
    ("lone \ud800 surrogate", "lone \ufffd surrogate"),
    ("a\tb\r\nc  d", "a b c d"),
]


@pytest.mark.parametrize(("given_text", "wanted"), ATTACKS)
def test_what_a_terminal_would_obey_is_taken_out(given_text: str, wanted: str) -> None:
    assert clean(given_text) == wanted


def test_marks_that_flood_a_line_are_limited() -> None:
    flooded = clean("e" + "\u0301" * 500 + "x")
    assert len(flooded) <= 6
    assert flooded.endswith("x")


@pytest.mark.parametrize("marks", ["\u0301\u0316", "\u0651\u064b"])
def test_a_flood_of_marks_that_are_out_of_order_ends(marks: str) -> None:
    """Being put in order all at once, they took minutes."""
    for cleaned in (clean, clean_block, clean_note):
        assert len(cleaned(f"a{marks * 300_000}")) <= 32


def test_joiners_stay_where_scripts_and_emoji_need_them() -> None:
    family = "👩\u200d👩\u200d👧"
    persian = "می\u200cخواهم"
    assert clean(family) == family
    assert clean(persian) == persian
    assert clean("joi\u200dned") == "joined"
    assert clean("می\u200c\u200c\u200bخواهم") == persian


def test_a_block_keeps_its_paragraphs() -> None:
    assert clean_block("one  two\r\n\r\n\r\nthree \n four") == "one two\nthree\nfour"
    assert clean_block("of proxim(cid:173) ity data.\nAn in(cid:173)\nverse") == (
        "of proximity data.\nAn inverse"
    )
    assert clean_block("(cid:17(cid:173)3)") == "(cid:17(cid:173)3)"


@given(st.text(st.characters(codec=None), max_size=300))
def test_cleaned_text_obeys_nobody(text: str) -> None:
    cleaned = clean_block(text)
    allowed = {"\n", "\u200c", "\u200d"}
    for character in cleaned:
        assert character in allowed or unicodedata.category(character) not in ("Cc", "Cs")
    assert "\x1b" not in cleaned
    assert clean_block(cleaned) == cleaned
    cleaned.encode()


_INVISIBLE = "\u200b\u200c\u200d\xad\u202e\x1b\x9b\u2028\ud800\ue000 \n\xa0\u2003"
_PIECES = st.text(
    st.sampled_from(_INVISIBLE + "aéàÂÃâ€’›©中あ\u0301\u0302\u0344\u212aA[31m"), max_size=8
)


def _misread(text: str, times: int) -> str:
    for _ in range(times):
        text = text.encode("utf-8", "replace").decode("latin-1")
    return text


@settings(max_examples=200)
@given(st.lists(st.builds(_misread, _PIECES, st.integers(0, 4)), max_size=3), _PIECES)
def test_what_is_clean_stays_as_it_is(misread: list[str], between: str) -> None:
    text = between.join(misread)
    assert clean(clean(text)) == clean(text)
    assert clean_block(clean_block(text)) == clean_block(text)


def test_cleaning_takes_linear_time() -> None:
    for hostile in ("\x1b]", "\u0301", "\x9b", "\x90", "\x9d\x9f", "\x1bP\x90", "あ\u200d"):
        clean("a" + hostile * 100_000)  # hangs where it does not


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("Müller", "muller"),
        ("GARCÍA-PEÑALVO", "garcia-penalvo"),
        ("Łukasz", "lukasz"),
        ("Straße", "strasse"),
        ("Ørsted", "orsted"),
        ("İstanbul", "istanbul"),
        ("CO₂", "co2"),
        ("ﬁne—tuned", "fine-tuned"),
    ],
)
def test_folding_leaves_neither_case_nor_accents(text: str, folded: str) -> None:
    assert fold(text) == folded


@pytest.mark.parametrize(
    ("misread", "text"),
    [
        ("JosÃ© FÃ¼r", "José Für"),
        ("FÃ\u0083Â¼rst", "Fürst"),
        ("â€œnetsâ€\u009d", "“nets”"),
        ("SÃO", "SÃO"),
        ("matrix Ã, «FOÃ»", "matrix Ã, «FOÃ»"),
        ("JosÃ\u200b©", "José"),  # what stands between the bytes is invisible
        ("Ã¢Â\x80Â\x99s", "’s"),  # twice
        ("Â›31m", "Â›31m"),  # it would be a control character
    ],
)
def test_text_read_in_the_wrong_encoding_is_read_again(misread: str, text: str) -> None:
    assert clean(misread) == text
