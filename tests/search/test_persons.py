"""A person asked for by several words of the name."""

from __future__ import annotations

import pytest

from carrel.paper import Name, Place, Record
from carrel.search.query import parse
from carrel.search.spans import spans
from tests.search.conftest import Titles, library_of

MANY = tuple(f"Ann B{number}" for number in range(30))


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ('"donald knuth"', {"Full", "Short", "Late"}),
        ('"knuth, donald"', {"Full", "Short", "Late"}),
        ('"donald e. knuth"', {"Full", "Short", "Late"}),
        ('"knuth, d. e."', {"Full", "Short", "Late"}),
        ('"d knuth"', {"Full", "Short", "Late"}),
        ('"knuth, don', {"Full", "Short", "Late"}),
        ('"ervin knuth"', {"Full", "Short", "Late"}),
        ('"e d knuth"', {"Full", "Short", "Late"}),
        ('"donald ervin"', {"Full", "Late", "Late, but another"}),
        ('"eve knuth"', {"Short"}),
        ('"d d knuth"', set()),
        ('"knuth knuth"', set()),
        ('"r knuth"', {"Other"}),
        ('"donald e"', {"Full", "Late", "Late, but another", "Other"}),
        ('"ann b3"', {"Late", "Late, but another"}),
        ('"ann knuth"', set()),
        ('"jeanluc jodard"', {"Other"}),
        ('"luc jodard"', {"Other"}),
        ('"muller, u"', {"Other"}),
        ('"mueller, urs"', {"Other"}),
    ],
)
def test_all_words_are_of_one_name(titles: Titles, query: str, found: set[str]) -> None:
    search = titles(
        {"title": "Full", "authors": ("Donald Ervin Knuth", "Ann Bee")},
        {"title": "Short", "authors": ("D. E. Knuth",)},
        {"title": "Late", "authors": (*MANY, "Donald Ervin Knuth", "Kay Dahl")},
        {"title": "Late, but another", "authors": (*MANY, "Kay Knuth", "Donald E. Dahl")},
        {"title": "Other", "authors": ("Donald E", "Rae Knuth", "Jean-Luc Jodard", "Urs Müller")},
    )
    assert set(search(f"author:{query}")) == found


def test_a_name_as_it_was_said_comes_first(titles: Titles) -> None:
    search = titles(
        {"title": "Short", "authors": ("S. Han",)},
        {"title": "Second", "authors": ("Ann Bee", "Song Han")},
        {"title": "First", "authors": ("Song Han", "Ann Bee")},
        {"title": "Turned", "authors": ("Han Song",)},
    )
    assert search('author:"song han"') == ["First", "Second", "Turned", "Short"]
    assert search('author:"song, han"') == ["Turned", "First", "Second", "Short"]
    assert search('"han song"') == ["Turned", "First", "Second"]


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("vandenberg 1991", ["Apart"]),
        ("author:delarosa", ["Rose"]),
        ("delarosa trees", []),
        ('author:"vandenberg, p"', ["Apart"]),
        ('author:"p. delarosa"', []),
        ('author:"de la rosa, cy"', ["Rose"]),
        ('author:"van den berg"', ["One", "Apart"]),
        ('author:"an na"', []),
        ("김철수", ["Korean in one", "Korean"]),
        ('author:"철수 김"', ["Korean"]),
        ('author:"김, 철수"', ["Korean in one", "Korean"]),
    ],
)
def test_a_name_written_in_one_word_or_in_several(
    titles: Titles, query: str, found: list[str]
) -> None:
    search = titles(
        {"title": "Apart", "authors": ("Pieter van den Berg",)},
        {"title": "One", "authors": ("Ann Vandenberg",), "abstract": "By Vandenberg."},
        {"title": "Rose", "authors": ("Cy de la Rosa",)},
        {"title": "Anna", "authors": ("Anna", "Anna Bee")},
        {"title": "Korean", "authors": ("김 철수",)},
        {"title": "Korean in one", "authors": ("김철수",)},
    )
    assert search(query) == found


def test_papers_by_hundreds_are_looked_through_one_a_step() -> None:
    names = tuple(Name(f"B{number}", "Ann") for number in range(250))
    records = [Record(place=Place("t", n), title=f"Edge {n}", authors=names) for n in range(40)]
    library = library_of(records)
    assert sum(1 for _ in library.steps(parse('author:"ann b240"'))) > len(library) == 40


@pytest.mark.parametrize("query", ['author:"knuth, d e"', '"knuth, donald ervin"'])
def test_the_words_of_the_name_are_highlighted(query: str) -> None:
    authors = (Name("Dee", "Ervin"), Name("Knuth", "Donald Ervin"))
    work = Record(place=Place("t", 1), title="Edge", authors=authors)
    assert spans(work, parse(query)) == {"authors": [(11, 17), (18, 23), (24, 29)]}


def test_a_name_of_many_words_is_looked_for_in_no_time(titles: Titles) -> None:
    search = titles({"title": "Many", "authors": (" ".join(["Ada"] * 300 + ["Bee"]),)})
    assert search(f'author:"{"a " * 200}bee"') == []
    assert search(f'author:"{"a " * 31}bee"') == ["Many"]
