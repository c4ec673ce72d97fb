"""What is found: by words in a field, phrases, filters, identifiers."""

from __future__ import annotations

import pytest

from carrel.paper import Name
from tests.search.conftest import Titles


def test_fields_ask_in_their_place_only(titles: Titles) -> None:
    search = titles(
        {"title": "Han dynasty", "abstract": "weaving"},
        {"title": "Looms", "authors": ("Song Han",), "venue": "Weaving Letters"},
    )
    assert search("author:han") == ["Looms"]
    assert search("title:han") == ["Han dynasty"]
    assert search("abstract:weaving") == ["Han dynasty"]
    assert search("venue:weaving") == ["Looms"]
    assert search("venue:weaving han") == ["Looms"]


def test_a_phrase_is_found_as_it_stands(titles: Titles) -> None:
    search = titles(
        {"title": "Sparse attention"},
        {"title": "Attention, sparse"},
        {"title": "Trees", "abstract": "of sparse attention and"},
        {"title": "Shrubs", "abstract": "sparse is not attention"},
    )
    assert set(search('"sparse attention"')) == {"Sparse attention", "Trees"}
    assert set(search('"sparse atten')) == {"Sparse attention", "Trees"}
    assert search('"sparse attention" -of') == ["Sparse attention"]


def test_a_phrase_being_typed_finds_what_it_finds_at_once(titles: Titles) -> None:
    papers = [
        {"title": "Sparse attention models"},
        {"title": "Trees", "abstract": "Of SPARSE, attentive\nmodels and a sparse model."},
        {"title": "Shrubs", "abstract": "sparse is not attention; no sparser attempts"},
        {"title": "Groves", "abstract": r"A \\emph{sparse} attempt at Möbius’ sparse-attack"},
        {"title": "Woods", "abstract": "a sparse at " + "word " * 99 + "of sparseattention"},
        {"title": "Fields", "keywords": ("sparse models",), "venue": "Sparse Attention"},
    ]
    typed = titles(*papers)
    for text in (
        '"sparse attention models"',
        '"sparse model" "sparse models',
        '"a sparse model and',
        '"a sparse attempt at',
        'abstract:"sparse attack',
        '"emph sparse attempt',
    ):
        for end in range(text.index('"') + 2, len(text) + 1):
            assert typed(text[:end]) == titles(*papers)(text[:end])
    assert set(typed('"sparse at')) == {
        "Sparse attention models",
        "Trees",
        "Groves",
        "Woods",
        "Fields",
    }
    assert typed('"sparse models') == ["Fields"]


def test_a_word_that_is_not_wanted_is_a_whole_word(titles: Titles) -> None:
    search = titles("Surveying", "A survey", "Two surveys", "Aims")
    assert set(search("-survey")) == {"Surveying", "Aims"}
    assert search("-title:survey -surveying -a") == ["Aims"]


def test_filters_and_orders(titles: Titles) -> None:
    search = titles(
        {"title": "Gamma", "date": "2001", "doi": "10.1000/1"},
        {"title": "Alpha", "date": "2003-05", "code": True},
        {"title": "Beta", "date": "2002", "abstract": "x y z"},
    )
    assert search("year:2002..2003") == ["Alpha", "Beta"]
    assert search("-year:>2001") == ["Gamma"]
    assert search("has:doi") == ["Gamma"]
    assert search("has:code | has:abstract") == ["Alpha", "Beta"]
    assert search("sort:title") == ["Alpha", "Beta", "Gamma"]
    assert search("sort:-title") == ["Gamma", "Beta", "Alpha"]
    assert search("sort:year") == ["Gamma", "Beta", "Alpha"]
    assert search("doi:10.1000/1") == ["Gamma"]
    assert search("https://doi.org/10.1000/1") == ["Gamma"]


def test_editors_stand_in_for_authors(titles: Titles) -> None:
    search = titles(
        {"title": "A Volume", "editors": (Name("Quill", "Ada"),)},
        {"title": "A Chapter", "authors": ("Ben Rowan",), "editors": (Name("Quill", "Ada"),)},
    )
    assert search("author:quill") == search('"ada quill"') == ["A Volume"]
    assert search("sort:author") == ["A Volume", "A Chapter"]


def test_a_doi_that_arxiv_registers_finds_the_paper(titles: Titles) -> None:
    search = titles({"title": "Rivers", "arxiv": "2503.00001"}, "Kettles")
    for text in ("10.48550/arXiv.2503.00001", "https://doi.org/10.48550/arxiv.2503.00001"):
        assert search(text) == ["Rivers"]


def test_an_identifier_says_it_all(titles: Titles) -> None:
    search = titles(
        {"title": "Rivers", "arxiv": "2503.00001", "date": "2025"},
        {"title": "Rivulets", "doi": "10.18653/v1/2020.acl-main.7"},
        "Kettles",
    )
    for text in (
        "arXiv preprint arXiv:2503.00001",
        "arXiv:2503.00001v2 [cs.CL] 3 Jun 2025",
        "[2503.00001] Kettles",
        "https://doi.org/10.48550/arXiv.2503.00001?x=1 kettles",
    ):
        assert search(text) == ["Rivers"]
    assert search("arXiv:2503.00001 year:2024") == search("arXiv:2503.99999 kettles") == []
    for text in (
        "https://link.example.org/doi/pdf/10.18653/v1/2020.acl-main.7.pdf?download=true",
        "https://example.org/10.18653/v1/2020.acl-main.7/full#refs",
        "https://aclanthology.org/2020.acl-main.7/",
        "@misc{x, title = {Kettles}, doi = {10.18653/v1/2020.acl-main.7}}",
    ):
        assert search(text) == ["Rivulets"]


def test_an_empty_query_finds_everything(titles: Titles) -> None:
    assert titles("One", "Two")("") == ["Two", "One"]


def test_an_error_says_where(titles: Titles) -> None:
    with pytest.raises(ValueError, match="yeer:"):
        titles("One")("yeer:2001")


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("9783161484100", "Ponds"),
        ("ISBN 3-16-148410-X", "Ponds"),
        ("978-1-4028-9462-6", "Birds"),
        ("isbn:1402894627", "Birds"),
        ("isbn:9781402894627", None),
        ("PMID 123456", "Frogs"),
        ("PMID: 123456; doi:10.1000/nowhere", "Frogs"),
        ("id:PMID:123456", "Frogs"),
    ],
)
def test_an_identifier_is_found_however_it_is_written(
    titles: Titles, query: str, found: str | None
) -> None:
    search = titles(
        {"title": "Ponds", "type": "book", "extra": {"ISBN": "3-16-148410-X"}},
        {"title": "Birds", "type": "book", "ids": {"isbn": "9781402894626"}},
        {"title": "A chapter", "type": "chapter", "extra": {"ISBN": "978-1-4028-9462-6"}},
        {"title": "Frogs", "ids": {"pmid": "123456"}},
    )
    assert search(query) == ([found] if found else [])


def test_a_citekey_finds_its_papers(titles: Titles) -> None:
    search = titles(
        {"title": "Ponds", "key": "DBLP:journals/x/Pond17"},
        {"title": "Lakes", "key": "fay17Lakes"},
        {"title": "Larger lakes", "key": "fay17lakes"},
        {"title": "Rivers", "authors": ("Ann Bee", "Cy Fay"), "date": "2017"},
        {"title": "A river", "authors": ("Cy Fay", "Ann Bee"), "date": "2017-05"},
        {"title": "River", "authors": ("Cy Fay",), "date": "2016", "abstract": "of 2017"},
        {"title": "Banks", "key": "riv-etal-2017-river"},
        {"title": "Shores", "key": "riv_2016"},
        {"title": "Words", "key": "river", "abstract": "fay17"},
    )
    assert search("id:DBLP:journals/x/Pond17") == ["Ponds"]
    assert search("fay17lakes") == search("@Fay17Lakes") == ["Larger lakes", "Lakes"]
    assert search("fay2017riv") == search("fay2017a") == ["A river"]
    assert search("fay_2017_riv.pdf")[0] == search("Fay-2017")[0] == "A river"
    assert search("riv-etal-2017-river") == ["Banks"]
    assert search("riv_2016") == ["Shores"]
    assert "Words" not in search("river")
    assert search("fay17") == ["A river", "Words"]
    assert search("fay17lakes year:1900") == []
    assert set(search(r"\cite{fay17lakes, riv_2016}")) == {"Larger lakes", "Lakes", "Shores"}
    assert search("[@fay2017riv; @riv_1900]") == ["A river"]


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("https://openreview.net/forum?id=rJ4km2R5", ["Ponds"]),
        ("openreview.net/forum?id=rJ4km2R5&noteId=3", ["Ponds"]),
        ("http://www.openreview.net/pdf?id=rJ4km2R5#page=2", ["Ponds"]),
        ("https://openreview.net/forum?id=rj4km2r5", []),
        ("https://openreview.net/forum", []),
        ("http://proceedings.mlr.press/v51/lake16.pdf", ["Lakes"]),
        ("https://proceedings.mlr.press/v51/lake16?utm_source=x", ["Lakes"]),
        ("https://proceedings.mlr.press/", []),
        ("id:https://example.org/rivers/", ["Rivers"]),
        ("https://example.org/a-paper-of-2022", ["Seas"]),
    ],
)
def test_an_address_finds_its_paper(titles: Titles, query: str, found: list[str]) -> None:
    search = titles(
        {"title": "Ponds", "url": "https://openreview.net/forum?id=rJ4km2R5"},
        {"title": "Lakes", "url": "https://proceedings.mlr.press/v51/lake16.html"},
        {"title": "Rivers", "url": "http://www.example.org/rivers"},
        {"title": "Shores", "url": "https://proceedings.mlr.press"},
        {"title": "Seas", "url": "https://example.org/a-paper-of-2022"},
    )
    assert search(query) == found


def test_an_address_of_many_papers_is_not_theirs(titles: Titles) -> None:
    """Looking at each of 20,000 took five seconds."""
    page = "https://example.org/all/papers"
    search = titles(*({"title": f"Pond {n}", "url": page, "key": "pond"} for n in range(101)))
    assert search(page) == []
    assert len(search("pond")) == 101  # by its word


def test_a_conference_and_its_year_in_one_word(titles: Titles) -> None:
    search = titles(
        {"title": "Nets of 2018", "venue": "CVPR 2018 (Poster)", "date": "2018"},
        {"title": "Later nets", "venue": "CVPR 2019", "date": "2019"},
        {"title": "Other nets", "venue": "NIPS 2018", "date": "2018"},
    )
    assert search("cvpr2018 nets")[0] == search("nets CVPR'18")[0] == "Nets of 2018"
    assert search("neurips18")[0] == search("neurips 2018")[0] == "Other nets"
