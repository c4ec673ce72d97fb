"""Citations as a person pastes them."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest

from carrel.citation import STYLES, cite
from carrel.paper import Name, Work

GOLDEN = tomllib.loads((Path(__file__).parent / "golden.toml").read_text(encoding="utf-8"))["work"]


def names(texts: list[str]) -> tuple[Name, ...]:
    return tuple(
        Name(literal=text[1:-1]) if text.startswith("{") else Name.from_inverted(text)
        for text in texts
    )


def work_of(entry: dict[str, Any]) -> Work:
    fields = {key: value for key, value in entry.items() if key not in ("name", "cited")}
    for role in ("authors", "editors"):
        if role in fields:
            fields[role] = names(fields[role])
    return Work(**fields)


@pytest.mark.parametrize("style", STYLES)
@pytest.mark.parametrize("entry", GOLDEN, ids=[entry["name"] for entry in GOLDEN])
def test_citation_is_right_to_the_character(entry: dict[str, object], style: str) -> None:
    cited = entry["cited"]
    assert isinstance(cited, dict)
    assert cite(work_of(entry), style) == cited[style]


PASTED = Work(
    title="Sleepy heads",
    authors=names(["Nap, Ann", "Doze, Ben", "Snore, Cy"]),
    et_al=True,
    date="2025-12-12",
)


@pytest.mark.parametrize(
    ("style", "beginning"),
    [
        ("apa", "Nap, A., Doze, B., Snore, C., et al. (2025"),
        ("ieee", "A. Nap, B. Doze, C. Snore, et al., “Sleepy heads"),
        ("mla", "Nap, Ann, et al. “Sleepy Heads"),
        ("chicago", "Nap, Ann, Ben Doze, Cy Snore, et al. 2025. “Sleepy Heads"),
        ("acm", "Ann Nap, Ben Doze, Cy Snore, et al. 2025. Sleepy heads"),
        ("nature", "Nap, A., Doze, B., Snore, C., et al. Sleepy heads"),
        ("vancouver", "Nap A, Doze B, Snore C, et al. Sleepy heads"),
        ("harvard", "Nap, A. et al. (2025) ‘Sleepy heads"),
    ],
)
def test_authors_that_nobody_knows_are_not_denied(style: str, beginning: str) -> None:
    assert cite(PASTED, style).startswith(beginning)


@pytest.mark.parametrize("style", STYLES)
def test_nothing_is_made_up(style: str) -> None:
    """No archive, no venue, no year are known here; none of them may be named."""
    work = Work(title="Sleepy heads", authors=names(["Nap, Ann"]), date="--05-18")
    cited = cite(work, style)
    assert "arXiv" not in cited
    assert "Preprint" not in cited
    assert not any(character.isdigit() for character in cited)


@pytest.mark.parametrize("style", STYLES)
def test_a_title_that_was_inferred_stands_in_brackets(style: str) -> None:
    work = Work(title="Rest", title_inferred=True, authors=names(["Nap, Ann"]), date="2020")
    assert "[Rest]" in cite(work, style)


@pytest.mark.parametrize("style", STYLES)
def test_an_abstract_alone_is_no_citation(style: str) -> None:
    assert cite(Work(abstract="We sleep."), style) == ""


@pytest.mark.parametrize("style", STYLES)
@pytest.mark.parametrize(
    "venue", ["arXiv preprint arXiv:1510.00149", "CoRR", "arXiv.org", "CoRR abs/1510.00149"]
)
def test_what_calls_itself_a_journal_and_is_arxiv_is_a_preprint(style: str, venue: str) -> None:
    fields: dict[str, Any] = {"title": "Rest", "authors": names(["Nap, Ann"]), "date": "2015"}
    plain = Work(arxiv="1510.00149", **fields)
    scholar = Work(
        arxiv="1510.00149",
        venue=venue,
        type="article-journal",
        extra={"volume": "abs/1510.00149"},
        **fields,
    )
    assert cite(scholar, style) == cite(plain, style)


def test_a_preprint_is_cited_by_its_own_address_not_the_published_doi() -> None:
    work = Work(
        title="Rest",
        authors=names(["Nap, Ann"]),
        date="2015",
        venue="arXiv",
        arxiv="1510.00149",
        doi="10.1103/PhysRevA.1.1",
    )
    assert cite(work, "apa").endswith("(arXiv:1510.00149). arXiv. https://arxiv.org/abs/1510.00149")


def test_a_published_paper_with_an_arxiv_id_is_cited_as_published() -> None:
    work = Work(
        title="Rest",
        authors=names(["Nap, Ann"]),
        date="2015",
        venue="Journal of Rest",
        arxiv="1510.00149",
        doi="10.5555/rest",
        extra={"volume": "3"},
    )
    expected = "Nap, A. (2015). Rest. Journal of Rest, 3. https://doi.org/10.5555/rest"
    assert cite(work, "apa") == expected


def test_latex_is_made_readable_and_formulas_stay() -> None:
    work = Work(
        title=r"The G{\"o}del ``number'' of \emph{everything} in $\mathbb{N}$",
        authors=names([r"Erd{\H o}s, P\'al"]),
        date="1950",
    )
    expected = "Erdős, P. (1950). The Gödel “number” of everything in $\\mathbb{N}$."
    assert cite(work, "apa") == expected


@pytest.mark.parametrize(
    ("style", "title", "cited"),
    [
        ("ieee", "On sleepy heads.", "“On sleepy heads,” Rest, 2020."),
        ("harvard", "On sleepy heads.", "Rest (2020) ‘On sleepy heads’."),
        ("apa", "On sleepy heads.", "On sleepy heads. (2020). Rest."),
        ("ieee", "Sleep in the U.S.", "“Sleep in the U.S.,” Rest, 2020."),
    ],
)
def test_the_stop_behind_a_title_is_none_of_it(style: str, title: str, cited: str) -> None:
    work = Work(title=title, date="2020", venue="Rest", type="article-journal")
    assert cite(work, style) == cited


def test_translators_are_named() -> None:
    work = Work(
        type="book",
        title="Sleep",
        authors=names(["Rau, Eva"]),
        date="2001",
        extra={"publisher": "Bed", "translator": "van Dyck, Jo; {Night Group}"},
    )
    assert cite(work, "apa") == "Rau, E. (2001). Sleep (J. van Dyck & Night Group, Trans.). Bed."
    assert "Translated by Jo van Dyck and Night Group, Bed" in cite(work, "mla")
    assert "Translated by Jo van Dyck and Night Group. Bed." in cite(work, "chicago")
    assert "Translated by J. van Dyck and Night Group. Bed." in cite(work, "harvard")


def test_an_unknown_style_is_named() -> None:
    with pytest.raises(KeyError, match="turabian"):
        cite(PASTED, "turabian")


def test_styles_name_their_edition() -> None:
    assert STYLES["apa"].edition == "APA, 7th edition"
    assert [name for name, style in STYLES.items() if style.number] == [
        "ieee",
        "acm",
        "nature",
        "vancouver",
    ]


def test_titles_in_other_languages_keep_their_capitals() -> None:
    work = Work(
        type="book",
        title="Les rites de passage",
        authors=names(["van Gennep, Arnold"]),
        date="1909",
        extra={"publisher": "Nourry", "language": "fr"},
    )
    assert cite(work, "mla") == "van Gennep, Arnold. Les rites de passage. Nourry, 1909."
    assert cite(work, "chicago") == "Gennep, Arnold van. 1909. Les rites de passage. Nourry."


def test_reprints_name_the_first_year() -> None:
    work = Work(
        type="book",
        title="Rest",
        authors=names(["Nap, Ann"]),
        date="2001",
        extra={"publisher": "Bed", "original-date": "1922", "edition": "Second"},
    )
    assert cite(work, "apa") == (
        "Nap, A. (2001). Rest (2nd ed.). Bed. (Original work published 1922)"
    )
    assert cite(work, "mla") == "Nap, Ann. Rest. 1922. 2nd ed., Bed, 2001."
    assert cite(work, "chicago") == "Nap, Ann. (1922) 2001. Rest. 2nd ed. Bed."


def test_a_doi_with_angle_brackets_is_a_working_link() -> None:
    work = Work(title="Rest", doi="10.1002/(SICI)1096(1998)19:4<377::AID>3.0.CO;2-P")
    assert cite(work, "apa").endswith(
        "https://doi.org/10.1002/(SICI)1096(1998)19:4%3C377::AID%3E3.0.CO;2-P"
    )


def test_a_short_doi_is_a_doi() -> None:
    work = Work(title="Rest", url="https://rest.example", extra={"DOI": "10/gfzrww"})
    assert cite(work, "apa").endswith("https://doi.org/10/gfzrww")


def test_spaces_are_single_where_there_is_no_title() -> None:
    work = Work(type="webpage", authors=names(["{Pond Office}"]), url="https://pond.example")
    assert cite(work, "ieee") == "Pond Office, [Online]. Available: https://pond.example"
