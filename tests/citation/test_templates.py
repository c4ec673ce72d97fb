from __future__ import annotations

import pytest

from carrel.citation import TemplateError, render, template
from carrel.paper import Name, Work

WORK = Work(
    title="Deep rest",
    authors=(Name("Nap", "Ann"), Name("Doze", "Ben")),
    date="2021-09-14",
    venue="Journal of Rest",
    doi="10.5555/rest.1",
    key="nap21",
    extra={"volume": "12", "page": "321-328"},
)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("{authors} ({year}). {title}.", "Ann Nap and Ben Doze (2021). Deep rest."),
        ("{author}, {venue} {volume}: {pages}", "Nap, Journal of Rest 12: 321–328"),
        ("{date} / {isodate}", "14 September 2021 / 2021-09-14"),
        ("- [{title}]({link})", "- [Deep rest](https://doi.org/10.5555/rest.1)"),
        ("\\cite{{{key}}}", "\\cite{nap21}"),
        ("{title}\\n\\t{venue}", "Deep rest\n\tJournal of Rest"),
        ("no field", "no field"),
    ],
)
def test_templates(text: str, expected: str) -> None:
    assert render(template(text), WORK) == expected


def test_the_key_of_the_export_counts() -> None:
    assert render(template("@{key}"), WORK, key="nap2021deep") == "@nap2021deep"


def test_brackets_around_nothing_go() -> None:
    work = Work(title="Rest")
    assert render(template("{title} ({year}). {venue}"), work) == "Rest. "
    assert render(template("{title} [{arxiv}] <{url}>"), work) == "Rest"


def test_what_stands_in_for_a_year_or_a_doi_is_said_as_citations_say_it() -> None:
    work = Work(title="Rest", extra={"issued": "to appear", "DOI": "10/gfzrww"})
    assert render(template("{title} ({year}, {date}), {doi}"), work) == (
        "Rest (to appear, to appear), 10/gfzrww"
    )


@pytest.mark.parametrize(
    ("text", "message", "position"),
    [
        ("{authors} {yaer}", "unknown field “yaer”", 10),
        ("{title.__class__}", "unknown field “title.__class__”", 0),
        ("{0}", "unknown field “0”", 0),
        ("{title!r}", "unknown field “title!r”", 0),
        ("a {title", "a lone “{”", 2),
        ("title}", "a lone “}”", 5),
    ],
)
def test_what_cannot_be_used_is_said_at_its_place(text: str, message: str, position: int) -> None:
    with pytest.raises(TemplateError) as caught:
        template(text)
    assert message in str(caught.value)
    assert caught.value.position == position


def test_a_paper_s_own_braces_are_text() -> None:
    assert render(template("{title}"), Work(title="on {year} and {0.__class__}"))
    assert "{year}" not in render(template("{year}"), Work(title="{year}", date="2020"))
