"""What identifies a work: DOI, arXiv id, URL."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from carrel.readers.identifiers import Links, declared_arxiv, links


def test_a_doi_is_bare_however_it_is_written() -> None:
    for text in ("10.1000/x", "doi:10.1000/x", "https://doi.org/10.1000/x", "DOI 10.1000/x."):
        assert links(doi=text).doi == "10.1000/x"


def test_links_tell_doi_and_arxiv_id() -> None:
    found = links(urls=["https://arxiv.org/abs/2101.00001v3", "http://dx.doi.org/10.1000/xyz"])
    assert found == Links("10.1000/xyz", "2101.00001", "https://arxiv.org/abs/2101.00001v3")


def test_a_doi_in_the_middle_of_a_link_is_not_taken() -> None:
    assert links(urls=["https://example.org/10.1000/xyz/full?src=1"]).doi == ""


def test_the_doi_that_arxiv_registers_tells_the_arxiv_id() -> None:
    assert links(doi="10.48550/arXiv.2101.00001").arxiv == "2101.00001"


def test_links_are_harmless() -> None:
    found = links(doi="10.1000/a\x9bb", urls=["https://example.org/\x1b]52;c;AAAA\x07x y"])
    assert "\x9b" not in found.doi
    assert found.url == "https://example.org/x"


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("2101.00001", "2101.00001"),
        ("2101.00001v2", "2101.00001"),
        ("arXiv:2101.00001", "2101.00001"),
        ("math/0309136", "math/0309136"),
        ("math.GT/0309136v1", "math.GT/0309136"),
        ("0704.0001", "0704.0001"),
        # taken for a number on its way here
        ("1512.0511", "1512.05110"),
        ("1412.05", "1412.0500"),
        ("1207.5", "1207.5000"),
        ("1807.0948399999997", "1807.09484"),
        (704.0001, "0704.0001"),
        (1501.00001, "1501.00001"),
        ("704.001", "0704.0010"),
        # not ids
        ("1399.0001", "1399.0001"),
        ("hello", ""),
        ("", ""),
    ],
)
def test_a_declared_arxiv_id_is_whole(value: object, expected: str) -> None:
    assert declared_arxiv(value) == expected


@given(
    st.integers(7, 35), st.integers(1, 12), st.integers(1, 99_999), st.sampled_from([str, float])
)
def test_every_id_survives_being_a_number(year: int, month: int, number: int, kind: type) -> None:
    digits = 5 if year * 100 + month >= 1501 else 4
    number = number % (10**digits - 1) + 1  # none is 0000
    arxiv = f"{year:02}{month:02}.{number:0{digits}}"
    assert declared_arxiv(kind(float(arxiv))) == arxiv


@given(st.text(max_size=60))
def test_any_text_may_stand_in_the_fields(text: str) -> None:
    found = links(doi=text, arxiv=text, urls=[text])
    assert found.doi == "" or found.doi.startswith("10.")
    assert found.url == found.url.strip()
