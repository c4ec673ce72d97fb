from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from carrel.citation.typography import (
    AMERICAN,
    BRITISH,
    edition,
    is_numeric,
    ordinal,
    pages,
    title_case,
)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("the end: a word of and? the thing", "The End: A Word of and? The Thing"),
        ("a state-of-the-art x-ray by in-vivo means", "A State-of-the-Art X-Ray by In-Vivo Means"),
        ("bar-in baz of k-means", "Bar-in Baz of K-Means"),
        ("iPhone and eBay meet ctDNA", "iPhone and eBay Meet ctDNA"),
        ("what is it for", "What Is It For"),
        ("word/word and/or more", "Word/Word and/or More"),
        ("l’amour d’un jour", "L’amour d’un Jour"),
        ("GPU-based r in a v1 model", "GPU-Based r in a v1 Model"),
        ("survey—of “the field”", "Survey—of “the Field”"),
        ("the $k$-means of \\emph{x}", "The $k$-Means of \\emph{x}"),
        ("über die brücke", "Über Die Brücke"),
        ("", ""),
    ],
)
def test_title_case(text: str, expected: str) -> None:
    assert title_case(text) == expected


@given(st.text())
def test_title_case_only_changes_the_case(text: str) -> None:
    cased = title_case(text)
    assert len(cased) == len(text) or cased.upper() == text.upper()
    assert cased.casefold() == text.casefold() or not text.isascii()


@pytest.mark.parametrize(
    ("text", "plain", "quoted", "british"),
    [
        ("it's", "it’s", "“it’s”", "‘it’s’"),
        ('a "b" c', "a “b” c", "“a ‘b’ c”", "‘a “b” c’"),
        ("a 'b' c", "a “b” c", "“a ‘b’ c”", "‘a “b” c’"),
        ("a “b ‘c’” d", "a “b ‘c’” d", "“a ‘b “c”’ d”", "‘a “b ‘c’” d’"),
        ("the ‘big’ ones", "the ‘big’ ones", "“the ‘big’ ones”", "‘the “big” ones’"),
        ("rock 'n' roll", "rock “n” roll", "“rock ‘n’ roll”", "‘rock “n” roll’"),
        ("the Joneses' cat", "the Joneses’ cat", "“the Joneses’ cat”", "‘the Joneses’ cat’"),
        ('5" disks', '5" disks', '“5" disks”', '‘5" disks’'),
    ],
)
def test_quotation_marks_alternate(text: str, plain: str, quoted: str, british: str) -> None:
    assert AMERICAN.plain(text) == plain
    assert AMERICAN.quote(text) == quoted
    assert BRITISH.quote(text) == british


@given(st.text(alphabet="ab '\"“”‘’(-", max_size=60))
def test_quotation_marks_keep_every_other_character(text: str) -> None:
    marks = "'\"“”‘’"
    kept = [character for character in AMERICAN.plain(text) if character not in marks]
    assert kept == [character for character in text if character not in marks]
    assert len(AMERICAN.plain(text)) == len(text)


def test_many_quotation_marks_are_no_trouble() -> None:
    text = " 'a\"b " * 100_000
    assert len(AMERICAN.quote(text)) == len(text) + 2


@pytest.mark.parametrize(
    ("text", "mark", "expected"),
    [
        ("Mass.", ".", "Mass."),
        ("Why?", ".", "Why?"),
        ("“Why?”", ",", "“Why?”"),
        ("“Why”", ",", "“Why,”"),
        ("“a ‘b’”", ".", "“a ‘b.’”"),
        ("the Joneses’", ".", "the Joneses’."),
        ("(a)", ".", "(a)."),
        ("", ".", ""),
    ],
)
def test_american_marks_meet(text: str, mark: str, expected: str) -> None:
    assert AMERICAN.end(text, mark) == expected


def test_british_marks_stay_outside() -> None:
    assert BRITISH.end("‘Why’", ",") == "‘Why’,"
    assert BRITISH.end("‘Why?’", ",") == "‘Why?’,"
    assert BRITISH.end("‘Why?’", ".") == "‘Why?’"


def test_join_leaves_out_what_is_empty() -> None:
    assert AMERICAN.join(", ", "", "a", "", "b", "") == "a, b"
    assert AMERICAN.join(". ", "Mass.", "b") == "Mass. b"


@pytest.mark.parametrize(
    ("text", "plain", "expanded", "chicago", "minimal", "two"),
    [
        ("321-328", "321–328", "321–328", "321–28", "321–8", "321–28"),
        ("101--108", "101–108", "101–108", "101–8", "101–8", "101–08"),
        ("100-104", "100–104", "100–104", "100–104", "100–4", "100–04"),
        ("1496-1504", "1496–1504", "1496–1504", "1496–504", "1496–504", "1496–504"),
        ("42-5", "42–5", "42–45", "42–45", "42–5", "42–45"),
        ("998-1002", "998–1002", "998–1002", "998–1002", "998–1002", "998–1002"),
        ("e123-e130", "e123–e130", "e123–e130", "e123–30", "e123–30", "e123–30"),
        ("12, 15-18", "12, 15–18", "12, 15–18", "12, 15–18", "12, 15–8", "12, 15–18"),
        (
            "115-118; 122",
            "115–118; 122",
            "115–118; 122",
            "115–18; 122",
            "115–8; 122",
            "115–18; 122",
        ),
        ("94-98,93",) + ("94–98, 93",) * 5,
        ("2384-34",) + ("2384–34",) * 5,
        ("1" * 5000 + "-0",) + ("1" * 5000 + "–0",) * 5,
        ("1308-1309.e1",) + ("1308–1309.e1",) * 5,
        ("e1937",) * 6,
        ("iv-xi",) + ("iv–xi",) * 5,
        ("7-7",) + ("7–7",) * 5,
    ],
)
def test_pages(text: str, plain: str, expanded: str, chicago: str, minimal: str, two: str) -> None:
    assert pages(text) == plain
    assert pages(text, "expanded") == expanded
    assert pages(text, "chicago-16") == chicago
    assert pages(text, "minimal") == minimal
    assert pages(text, "minimal-two") == two


def test_ordinals() -> None:
    numbers = ["1", "2", "3", "4", "11", "12", "13", "21", "112", "revised"]
    assert [ordinal(number) for number in numbers] == [
        "1st", "2nd", "3rd", "4th", "11th", "12th", "13th", "21st", "112th", "revised",
    ]  # fmt: skip
    assert edition("2", "ed.") == "2nd ed."
    assert edition("Second revised edition", "ed.") == "Second revised edition"


def test_numbers_may_have_letters_and_ranges() -> None:
    assert all(map(is_numeric, ["12", "w14448", "2nd", "7-8", "1, 3", "B12"]))
    assert not any(map(is_numeric, ["", "RC-6947", "Suppl. 1", "n/a", "12 b"]))
