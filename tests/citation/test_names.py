from __future__ import annotations

import pytest

from carrel.citation.names import NameStyle, given_name, list_names
from carrel.paper import Name


@pytest.mark.parametrize(
    ("given", "spaced", "tight", "bare", "full"),
    [
        ("Kyeong Jin", "K. J.", "K.J.", "KJ", "Kyeong Jin"),
        ("Hans-Peter", "H.-P.", "H.-P.", "HP", "Hans-Peter"),
        ("Paulo J.M.", "P. J. M.", "P.J.M.", "PJM", "Paulo J. M."),
        ("George A", "G. A.", "G.A.", "GA", "George A."),
        ("M. -A.", "M.-A.", "M.-A.", "MA", "M. A."),
        ("Hans‐Peter", "H.-P.", "H.-P.", "HP", "Hans‐Peter"),
        ("Xiao-ming", "X.", "X.", "XM", "Xiao-ming"),
        ("Amy Y-Hui", "A. Y.-H.", "A.Y.-H.", "AYH", "Amy Y.-Hui"),
        ("Yang (Trista)", "Y. (Trista)", "Y. (Trista)", "Y (Trista)", "Yang (Trista)"),
        ("Yu. M.", "Yu. M.", "Yu.M.", "YuM", "Yu. M."),
        ("Jean de la", "J. de la", "J. de la", "J de la", "Jean de la"),
        ("Ł.", "Ł.", "Ł.", "Ł", "Ł."),
    ],
)
def test_given_names(given: str, spaced: str, tight: str, bare: str, full: str) -> None:
    assert given_name(given, ". ") == spaced
    assert given_name(given, ".") == tight
    assert given_name(given, "", hyphens=False) == bare
    assert given_name(given, "full") == full
    assert given_name(given, "given") == given


GOGH = Name("Gogh", "Vincent", non_dropping_particle="van")
FISTER = Name("Fister", "Iztok", suffix="Jr.")
INVERTED = NameStyle(initials=". ", inverted="all", conjunction="&")


@pytest.mark.parametrize(
    ("name", "style", "expected"),
    [
        (GOGH, INVERTED, "van Gogh, V."),
        (GOGH, INVERTED._replace(demote=True), "Gogh, V. van"),
        (GOGH, NameStyle(initials=". "), "V. van Gogh"),
        (Name("van der Zee", "Dick"), INVERTED._replace(demote=True), "Zee, D. van der"),
        (Name("d’Ancona", "Paolo"), INVERTED._replace(demote=True), "Ancona, P. d’"),
        (Name("Tocqueville", "Alexis", dropping_particle="de"), INVERTED, "Tocqueville, A. de"),
        (FISTER, INVERTED, "Fister, I., Jr."),
        (FISTER, NameStyle(initials="given"), "Iztok Fister Jr."),
        (Name("Daume", "Hal", suffix="III"), INVERTED._replace(separator=" ", initials=""),
         "Daume H 3rd"),
        (Name("山田", "太郎"), INVERTED, "山田太郎"),
        (Name(literal="Gemini Team"), INVERTED, "Gemini Team"),
        (Name("Plato"), INVERTED, "Plato"),
        (Name(given="Banksy"), INVERTED, "Banksy"),
    ],
)  # fmt: skip
def test_one_name(name: Name, style: NameStyle, expected: str) -> None:
    assert list_names([name], style) == expected


ABC = [Name("A", "Xa"), Name("B", "Xb"), Name("C", "Xc")]


def test_conjunctions() -> None:
    assert list_names(ABC[:2], INVERTED) == "A, X. & B, X."
    assert list_names(ABC, INVERTED) == "A, X., B, X., & C, X."
    assert list_names(ABC, INVERTED._replace(serial="never")) == "A, X., B, X. & C, X."
    assert list_names(ABC[:2], INVERTED._replace(serial="always")) == "A, X., & B, X."
    assert list_names(ABC, INVERTED._replace(inverted="first")) == "A, X., X. B, & X. C"


def test_et_al_by_number_and_by_what_the_source_left_out() -> None:
    short = INVERTED._replace(et_al_min=3)
    assert list_names(ABC, short) == "A, X. et al."
    assert list_names(ABC[:2], short) == "A, X. & B, X."
    assert list_names(ABC[:2], short, et_al=True) == "A, X. et al."
    assert list_names(ABC[:2], INVERTED, et_al=True) == "A, X., B, X., et al."


def test_the_last_of_many_after_an_ellipsis() -> None:
    many = INVERTED._replace(et_al_min=3, et_al_first=1, et_al_last=True)
    assert list_names(ABC, many) == "A, X., … C, X."
    assert list_names(ABC, many, et_al=True) == "A, X., B, X., C, X., et al."


def test_nobody() -> None:
    assert list_names([], INVERTED) == ""
    assert list_names([], INVERTED, et_al=True) == ""


def test_initials_without_stops_are_initials() -> None:
    assert list_names([Name("Fay", "AB")], INVERTED) == "Fay, A. B."
    assert list_names([Name("FAY", "ADA")], INVERTED) == "FAY, A."
