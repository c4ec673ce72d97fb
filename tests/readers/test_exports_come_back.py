"""What carrel exports, it reads as what it was."""

from __future__ import annotations

import pytest

from carrel.citation import export
from carrel.paper import Name, Place, Record
from tests.readers.conftest import RecordsOf

PAPERS = [
    Record(
        place=Place("page.txt", 1),
        type="article-journal",
        title="Nets & fish: 100% of $5, A_b^c ~ “quoted” – O(n²)",
        authors=(
            Name("Berg", "Piet", non_dropping_particle="van der"),
            Name("Fister", "Iztok", suffix="Jr."),
            Name(literal="The Pond Group"),
            Name("山田", "太郎"),
            Name("Ríu y Vargas", "José-Ángel"),
        ),
        et_al=True,
        date="--05-18",
        venue="Journal of Ponds",
        doi="10.1000/nets_(12)",
        url="https://example.org/~ada/a_b%20c",
        abstract="We study nets. We catch 10% more_fish & less^2.",
        keywords=("nets", "fish, small"),
        extra={"volume": "12", "issue": "3", "page": "101-119", "note": "Read in May"},
    ),
    Record(
        place=Place("page.txt", 9),
        title="Elastic inference for nets",
        title_inferred=True,
        authors=(Name("Fay", "Ada"),),
        date="2021-03",
        arxiv="2101.00001",
        abstract="We elastically infer.",
    ),
    Record(
        place=Place("page.txt", 12),
        type="book",
        title="All of Fishing",
        editors=(Name("Lee", "Bo"),),
        date="2001-02-03",
        extra={
            "publisher": "Reed",
            "publisher-place": "Delft",
            "ISBN": "978-0-306-40615-7",
            "translator": "Roe, Eva; van der Zee, Jan",
            "accessed": "2020-01-02",
        },
    ),
    Record(
        place=Place("page.txt", 20),
        type="patent",
        title="A net",
        date="1999",
        extra={"number": "US 123"},
    ),
]
# What the formats have no field for, or write in their own way.
OWN = {"bibtex": {"keywords"}, "biblatex": {"keywords"}, "ris": set[str](), "csl-json": set[str]()}


@pytest.mark.parametrize("format", OWN)
def test_an_export_comes_back(format: str, records_of: RecordsOf) -> None:
    records = records_of("export", "".join(export(PAPERS, format)))
    assert len(records) == len(PAPERS)
    names = {"title", "title_inferred", "authors", "et_al", "editors", "date", "doi", "arxiv"}
    names |= {"abstract", "keywords"}
    for record, paper in zip(records, PAPERS, strict=True):
        for name in names - OWN[format]:
            assert getattr(record, name) == getattr(paper, name)
        assert record.venue == paper.venue or not paper.venue
        assert record.url == paper.url or not paper.url
        for variable, text in paper.extra.items():
            assert record.extra.get(variable) == text
