"""Names, dates and identifiers."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from carrel.identifiers import arxiv_of_doi, normal_arxiv, normal_doi
from carrel.paper import Name, make_date, year_of
from carrel.text import clean


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Ada Lovelace", Name("Lovelace", "Ada")),
        ("Ludwig van Beethoven", Name("Beethoven", "Ludwig", "van")),
        ("Ana de la Cruz", Name("Cruz", "Ana", "de la")),
        ("Otto Van Berg", Name("Van Berg", "Otto")),
        ("Ivan Petrov Jr.", Name("Petrov", "Ivan", suffix="Jr.")),
        ("Ivan Petrov, III", Name("Petrov", "Ivan", suffix="III")),
        ("C. Y. N. Doe", Name("Doe", "C. Y. N.")),
        ("van Gogh", Name("Gogh", "", "van")),
        ("ada lovelace", Name("lovelace", "ada")),
        ("Office of Ponds", Name(literal="Office of Ponds")),
        ("the pond people", Name(literal="the pond people")),
        ("Plato", Name("Plato")),
        ("Example Team", Name(literal="Example Team")),
        ("The Widget Collaboration", Name(literal="The Widget Collaboration")),
        ("山田太郎", Name(literal="山田太郎")),
    ],
)
def test_a_name_is_split_where_its_parts_meet(text: str, name: Name) -> None:
    assert Name.from_display(text) == name


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Lovelace, Ada", Name("Lovelace", "Ada")),
        ("van Beethoven, Ludwig", Name("Beethoven", "Ludwig", "van")),
        ("Tocqueville, Alexis de", Name("Tocqueville", "Alexis", "", "de")),
        ("Petrov, Jr., Ivan", Name("Petrov", "Ivan", suffix="Jr.")),
        ("Petrov, Ivan, Jr.", Name("Petrov", "Ivan", suffix="Jr.")),
        ("Ivan Petrov, Jr.", Name("Petrov", "Ivan", suffix="Jr.")),
        ("Plato", Name("Plato")),
        (",", Name()),
    ],
)
def test_an_inverted_name_is_split_at_its_commas(text: str, name: Name) -> None:
    assert Name.from_inverted(text) == name


def test_any_number_of_initials_before_a_family_name() -> None:
    """Being taken off one by one, they took minutes."""
    name = Name.from_inverted(f"{'a. ' * 1_000_000}Fay, Ada")
    assert (name.family, len(name.given)) == ("Fay", len("Ada") + len(" A.") * 1_000_000)


@given(st.text(max_size=60))
def test_a_displayed_name_reads_as_it_was_written(text: str) -> None:
    written = clean(text)
    displayed = Name.from_display(written).display
    assert displayed.replace("’ ", "’") == written.replace("’ ", "’")  # as in “d’ Alembert”


@pytest.mark.parametrize(
    ("name", "surname"),
    [
        (Name("Petrov III", "Ivan"), "Petrov"),
        (Name("Petrov Jr.", "Ivan", "van"), "van Petrov"),
        (Name("Petrov", "Ivan", suffix="Jr."), "Petrov"),
        (Name("Van Berg", "Otto"), "Van Berg"),
        (Name("III"), "III"),
    ],
)
def test_a_surname_holds_no_suffix(name: Name, surname: str) -> None:
    assert name.surname == surname


def test_east_asian_names_are_read_family_first() -> None:
    assert Name("山田", "太郎").display == "山田太郎"


@pytest.mark.parametrize(
    ("parts", "date"),
    [
        ((2025, 12, 23), "2025-12-23"),
        ((2025, 12), "2025-12"),
        ((2025,), "2025"),
        ((None, 5, 18), "--05-18"),
        ((2025, 13, 1), "2025"),
        ((2025, 2, 40), "2025-02"),
        ((2025, None, 3), "2025"),
        ((None, 5), ""),
        ((0,), ""),
    ],
)
def test_a_date_holds_what_is_known(parts: tuple[int | None, ...], date: str) -> None:
    assert make_date(*parts) == date


def test_a_date_without_a_year_has_none() -> None:
    assert year_of("--05-18") is None
    assert year_of("2025-12") == 2025
    assert year_of("") is None


@pytest.mark.parametrize(
    ("text", "doi"),
    [
        ("https://doi.org/10.1000/Xyz(12)34.", "10.1000/Xyz(12)34"),
        ("(see doi:10.1000/abc)", "10.1000/abc"),
        ("10.1175/1520(1987)115<1606:GA>2.0.CO;2", "10.1175/1520(1987)115<1606:GA>2.0.CO;2"),
        ("10.1002/(SICI)1::AID-A1&gt;3", "10.1002/(SICI)1::AID-A1"),
        (
            "10.1002/(SICI)15:1&lt;3::AID-A3&gt;3.0.CO;2-G.",
            "10.1002/(SICI)15:1<3::AID-A3>3.0.CO;2-G",
        ),
        (
            "https://doi.org/10.1002%2F(SICI)1%3C3::A%3E3.0.CO;2-G",
            "10.1002/(SICI)1<3::A>3.0.CO;2-G",
        ),
        ("10.1000/x<br/>10.1000/y", "10.1000/x"),
        ("<a href='x'>10.1000/x</a> 2.0.", "10.1000/x"),
        ("10.1000/a_b;c", "10.1000/a_b;c"),
        ("https://example.org/chapter/10.1000/978-3-031-19836-6 _8", "10.1000/978-3-031-19836-6_8"),
        ("version 10.2", ""),
    ],
)
def test_a_doi_is_found_bare(text: str, doi: str) -> None:
    assert normal_doi(text) == doi


@pytest.mark.parametrize(
    ("text", "arxiv"),
    [
        ("https://arxiv.org/abs/2101.00001v3", "2101.00001"),
        ("arXiv:math/9406214", "math/9406214"),
        ("arXiv:math.GT/0309136v1", "math.GT/0309136"),
        ("pages 1234.56", ""),
    ],
)
def test_an_arxiv_number_is_found_without_its_version(text: str, arxiv: str) -> None:
    assert normal_arxiv(text) == arxiv


def test_arxiv_registers_dois_of_its_own() -> None:
    assert arxiv_of_doi("10.48550/arXiv.2101.00001") == "2101.00001"
    assert arxiv_of_doi("10.1000/2101.00001") == ""
