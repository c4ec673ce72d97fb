"""Single fields, which all formats write in the same few ways."""

from __future__ import annotations

import json

import pytest

from carrel.identity import identifiers
from carrel.readers.fields import (
    bare_title,
    filled,
    listed,
    page_range,
    paged,
    standard_number,
    whole_pages,
)
from tests.readers.conftest import RecordsOf


@pytest.mark.parametrize(
    ("pages", "whole"),
    [
        ("6913-7", "6913-6917"),
        ("511–23", "511-523"),
        ("51 -55", "51-55"),
        ("10-12", "10-12"),
        ("9-9", "9"),
        ("S4-S9", "S4-S9"),
        ("12345-1", "12345-1"),
        ("025501-2", "025501-2"),
        ("1, 4-9", "1, 4-9"),
        ("30-??", "30"),
        ("30--?", "30"),
        ("30?", "30?"),
        pytest.param("-" * 200_000, "-" * 200_000, id="hangs in quadratic time"),
    ],
)
def test_pages_in_full(pages: str, whole: str) -> None:
    assert whole_pages(pages) == whole


def test_a_range_without_its_end_is_one_page() -> None:
    assert page_range("12", "nan") == page_range("12", "") == page_range("12", "12") == "12"
    assert page_range("No", "Specified") == ""


@pytest.mark.parametrize(
    ("pages", "count"), [("224", "224"), ("xi + 320", "xi + 320"), ("XX, 32 p.", "XX, 32")]
)
def test_a_books_pages_are_their_count(pages: str, count: str) -> None:
    assert paged("book", pages) == {"number-of-pages": count}
    assert paged("chapter", pages) == {"page": pages}
    assert paged("book", "12-19") == {"page": "12-19"}


def test_pages_beside_a_count_are_pages(records_of: RecordsOf) -> None:
    [record] = records_of("refs.bib", "@book{a, title={Nets}, pages={12}, pagetotal={224}}")
    item = {"itemType": "book", "title": "Nets", "pages": "12", "numPages": "224"}
    [other] = records_of("items.json", json.dumps([item]))
    assert record.extra == other.extra == {"page": "12", "number-of-pages": "224"}


def test_what_stands_for_nothing_is_nothing() -> None:
    assert filled({"a": "????", "b": "null", "c": "??--??", "d": "nan", "e": "Nan"}) == {"e": "Nan"}


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("1234-5679", {"ISSN": "1234-5679"}),
        ("ISSN-1012-3457", {"ISSN": "1012-3457"}),
        ("EISSN-1234-5679", {"ISSN": "1234-5679"}),
        ("1234-5679 (print), 2345-6789 (electronic)", {"ISSN": "1234-5679"}),
        ("ISBN 978-3-16-148410-0", {"ISBN": "978-3-16-148410-0"}),
        ("ISBN-13: 978-3-16-148410-0 (paperback)", {"ISBN": "978-3-16-148410-0"}),
        ("978 3 16 148410 0", {"ISBN": "978-3-16-148410-0"}),
        ("3 16 148410 0", {"ISBN": "3-16-148410-0"}),
        ("1234-5679/2345-6789", {"ISSN": "1234-5679"}),
        ("10.1000/ponds", {}),
        ("10.1/12345", {}),
        ("10.1000/12345679", {}),
        ("EISSN-", {}),
    ],
)
def test_a_standard_number_is_told_by_its_digits(text: str, number: dict[str, str]) -> None:
    assert standard_number(text) == number


def test_the_asterisk_of_a_main_heading_is_no_part_of_it() -> None:
    assert listed(["*Ponds; Nets/*economics/law", "A*"]) == ("Ponds", "Nets/economics/law", "A*")


def test_a_journal_may_be_a_macro_of_astronomers(records_of: RecordsOf) -> None:
    known, unknown = records_of(
        "refs.bib", r"@article{a, journal = {\apj}} @article{b, journal = {\ponds}}"
    )
    assert (known.venue, unknown.venue) == ("The Astrophysical Journal", r"\ponds")


def test_these_fields_in_bibtex(records_of: RecordsOf) -> None:
    [paper, book, other] = records_of(
        "refs.bib",
        """
@article{a, title={Nets}, pages={411--5}, publisher={????}, address={Pond}, isbn={1234-5679}}
@book{b, title={Fish}, pages={xi + 320}, lccn={????}, isbn={3-16-148410-X (paperback)},
  url={https://example.org/a; https://example.org/b}, city={Lake}}
@article{c, type={article}, adsurl={https://example.org/ads}, issn={12-34}}
""",
    )
    assert paper.extra == {"page": "411-415", "publisher-place": "Pond", "ISSN": "1234-5679"}
    assert book.extra == {
        "number-of-pages": "xi + 320",
        "ISBN": "3-16-148410-X",
        "publisher-place": "Lake",
    }
    assert identifiers(book) == ["isbn:3-16-148410-x", "isbn:9783161484100"]
    assert book.url == "https://example.org/a"
    assert (other.url, other.extra) == ("https://example.org/ads", {"ISSN": "12-34"})


@pytest.mark.parametrize(
    ("title", "bare"),
    [
        ("Nets.", "Nets"),
        ("Nets, version 2.0.", "Nets, version 2.0"),
        ("Nets (a.k.a.).", "Nets (a.k.a.)"),
        ("Nets of the U.S.", "Nets of the U.S."),
        ("Nets..", "Nets.."),
    ],
)
def test_the_stop_of_a_title_is_no_abbreviations(title: str, bare: str) -> None:
    assert bare_title(title) == bare
