"""Names as sources hold them, where they are not simply given names and a family name."""

from __future__ import annotations

import json

import pytest

from carrel.paper import Name
from carrel.readers.names import inverted, medline, person, without_others
from tests.readers.conftest import RecordsOf


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Fay A.", Name("Fay", "A.")),
        ("Fay-Roe A.B.", Name("Fay-Roe", "A.B.")),
        ("O'Fay J.-P.", Name("O'Fay", "J.-P.")),
        ("van der Fay A.B.", Name("Fay", "A.B.", "van der")),
        ("Ada Fay", Name("Fay", "Ada")),
    ],
)
def test_a_family_name_before_initials_needs_no_comma(text: str, name: Name) -> None:
    assert inverted(text) == name


@pytest.mark.parametrize("text", ["Fay AB Jr", "Fay, A B Jr"])
def test_a_suffix_behind_initials(text: str) -> None:
    assert medline(text) == Name("Fay", "A. B.", suffix="Jr")


@pytest.mark.parametrize(
    ("parsed", "names"),
    [
        (["Collaboration", "for the POND", ""], [Name(literal="POND Collaboration")]),
        (["collaboration", "Ada Fay for the POND", ""], [Name("Fay", "Ada"), "POND collaboration"]),
        (["Team", "on behalf of the Pond", ""], [Name(literal="Pond Team")]),
        (["The Pond Collaboration", "", ""], [Name(literal="The Pond Collaboration")]),
        (["POND", "the", ""], [Name(literal="POND")]),
        (["Pond Net", "The", ""], [Name(literal="Pond Net")]),
        (["Pham", "The", ""], [Name("Pham", "The")]),
        (["Ada Fay, for POND Team", "", ""], [Name("Fay", "Ada"), "POND Team"]),
        (["Centers for Pond Control Team", "", ""], ["Centers for Pond Control Team"]),
        (["Dutch Alliance for Ponds Group", "", ""], ["Dutch Alliance for Ponds Group"]),
        (["Roe", "and Bo", ""], [Name("Roe", "Bo")]),
        (["Fay", "Jr.", "Ada"], [Name("Fay", "Ada", suffix="Jr.")]),
        (["Fay", "Ada~B.", ""], [Name("Fay", "Ada B.")]),
        (["--", "", ""], []),
    ],
)
def test_parsed_names_of_arxiv(
    records_of: RecordsOf, parsed: list[str], names: list[Name | str]
) -> None:
    paper = {"id": "1907.00001", "title": "Nets", "authors_parsed": [parsed], "report-no": None}
    [record] = records_of("arxiv.json", json.dumps(paper))
    expected = [name if isinstance(name, Name) else Name(literal=name) for name in names]
    assert list(record.authors) == expected


@pytest.mark.parametrize(
    ("author", "name"),
    [
        ("ada fay", Name("fay", "ada")),
        ("ada b. van fay", Name("fay", "ada b.", "van")),
        ("ben fay", Name("fay", "ben")),
        ("a. Fay, Ada", Name("Fay", "Ada A.")),
        ("Fay, a. B.", Name("Fay", "A. B.")),
        ("a. {de Fay}, Ada", Name("de Fay", "Ada A.")),
        ("Fay, Ada v.", Name("Fay", "Ada", dropping_particle="v.")),
        ("Ada {Fay, Jr.}", Name("Fay", "Ada", suffix="Jr.")),
        ("Ada Fay 0001", Name("Fay", "Ada")),
        ("Ada Fay*", Name("Fay", "Ada")),
        ("Fay A.B.;", Name("Fay", "A.B.")),
        ("Ødegård Å.;", Name("Ødegård", "Å.")),
        ("Centers for Ponds", Name(literal="Centers for Ponds")),
        ("de la Fay", Name("Fay", "", "de la")),
    ],
)
def test_names_in_bibtex(records_of: RecordsOf, author: str, name: Name) -> None:
    [record] = records_of("refs.bib", f"@misc{{a, title = {{Nets}}, author = {{{author}}}}}")
    assert record.authors == (name,)


def test_any_number_of_initials_before_a_family_name(records_of: RecordsOf) -> None:
    """Being taken off one by one, they took minutes."""
    many = "a. " * 500_000
    [record] = records_of("refs.bib", f"@misc{{a, author = {{{many}{{de Fay}}, Ada}}}}")
    assert record.authors == (Name("de Fay", "Ada" + " A." * 500_000),)


def test_names_that_stand_for_nothing(records_of: RecordsOf) -> None:
    [record] = records_of("refs.bib", "@misc{a, title = {Nets}, author = {????}}")
    assert record.authors == ()


def test_a_suffix_behind_a_comma_of_a_part() -> None:
    assert (
        person("Fay", "Ada, Jr.") == person("Fay, Jr.", "Ada") == Name("Fay", "Ada", suffix="Jr.")
    )
    assert person("Fay", "Ada, the Elder") == Name("Fay", "Ada, the Elder")


@pytest.mark.parametrize(
    ("last", "names"),
    [
        (Name("Fay", "A. et al."), (Name("Fay", "A."),)),
        (Name("Fay", "İ. et al"), (Name("Fay", "İ."),)),  # which in small letters is one longer
        (Name("al", "A. Fay", dropping_particle="et."), (Name("Fay", "A."),)),
        (Name("al", dropping_particle="et"), ()),
    ],
)
def test_et_al_may_stand_in_any_part_of_the_last_name(last: Name, names: tuple[Name, ...]) -> None:
    assert without_others((last,)) == (names, True)


@pytest.mark.parametrize("suffixes", [2, 5_000])
def test_a_flood_of_suffixes_is_one(suffixes: int) -> None:
    fay = Name("Fay", "Ada", suffix="Jr.")
    assert person("Fay", "Ada" + ", Jr." * suffixes) == fay
    assert person("Fay" + ", Jr." * suffixes, "Ada") == fay
