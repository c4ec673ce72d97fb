"""What holds for every work: citations are one clean line, and exports read back as the same."""

from __future__ import annotations

import io
import re
from importlib import import_module

import pytest
from hypothesis import given
from hypothesis import strategies as st

from carrel.citation import STYLES, cite, export
from carrel.latex import to_unicode
from carrel.paper import Name, Record, Work
from carrel.readers.source import Source
from carrel.text import clean

_LETTERS = st.text(alphabet="abcdeéøßABCDÅ", min_size=1, max_size=8)
_WORDS = st.lists(_LETTERS, min_size=1, max_size=5).map(" ".join)
_ANY = st.text(
    alphabet=st.characters(exclude_categories=("Cs", "Cc", "Cn", "Co", "Cf")), max_size=40
).map(clean)
# What a backslash means, only LaTeX knows; and "&GT;" is ">", as sites leave it in BibTeX.
_PROSE = _ANY.filter(lambda text: not re.search(r"\\|&#?\w+;", text))
_TRICKY = st.text(alphabet="abAB1 &%#_$~^{}\\<>*[]`'\"-:.,;/|@=+é山“", max_size=40).map(clean)
_SURNAMES = st.sampled_from(["Nap", "de la Cruz", "Ørsted", "山田", "O’Neill", "Smith-Jones", "Li"])
_GIVEN = st.sampled_from(["Ann", "J. H.", "Jean-Luc", "太郎", "Zoë Q", ""])
_DATES = st.sampled_from(["", "2020", "2020-02", "2020-02-29", "1899-12-01", "--05-18"])


@st.composite
def names(draw: st.DrawFn) -> Name:
    if draw(st.integers(0, 5)) == 0:
        return Name(literal=draw(st.sampled_from(["Gemini Team", "ATLAS Collaboration"])))
    family, given = draw(_SURNAMES), draw(_GIVEN)
    return Name.from_inverted(f"{family}, {given}") if given else Name(family=family.split()[-1])


@st.composite
def works(draw: st.DrawFn, text: st.SearchStrategy[str] = _WORDS) -> Work:
    kinds = ("", "article", "article-journal", "paper-conference", "book", "chapter", "report",
             "thesis", "dataset", "webpage")  # fmt: skip
    extra = draw(
        st.fixed_dictionaries(
            {},
            optional={
                "volume": st.sampled_from(["1", "12-13", "B7"]),
                "issue": st.sampled_from(["3", "7-8", "Suppl. 1"]),
                "page": st.sampled_from(["1-9", "e12", "321-328"]),
                "publisher": _WORDS,
                "publisher-place": st.sampled_from(["Hull", "Reading, Mass."]),
                "edition": st.sampled_from(["2", "Revised"]),
                "genre": st.sampled_from(["PhD thesis", "Memo", "preprint"]),
                "collection-title": _WORDS,
            },
        )
    )
    return Work(
        title=draw(text),
        authors=tuple(draw(st.lists(names(), max_size=4))),
        editors=tuple(draw(st.lists(names(), max_size=2))),
        date=draw(_DATES),
        type=draw(st.sampled_from(kinds)),
        venue=draw(st.one_of(st.just(""), text)),
        doi=draw(st.sampled_from(["", "10.5555/rest.1"])),
        arxiv=draw(st.sampled_from(["", "2109.00001", "math/0309136"])),
        url=draw(st.sampled_from(["", "https://rest.example/a_b?c=1&d=%20e"])),
        abstract=draw(st.one_of(st.just(""), text)),
        extra=extra,
    )


_CLUMSY = re.compile(r"  |\.\.|,,|;;|\(\)|\[\]|“”|‘’| [.,;:)\]]|[(\[] |^[\s.,;:]|, \.|None|\n")


@given(works())
def test_citations_are_one_line_without_stray_marks(work: Work) -> None:
    for style in STYLES:
        cited = cite(work, style)
        assert not _CLUMSY.search(cited), (style, cited)
        assert cited, style


@given(works(st.one_of(_ANY, _TRICKY)))
def test_any_text_can_be_cited(work: Work) -> None:
    for style in STYLES:
        assert "\n" not in cite(work, style), style


def read_back(format: str, reader: str, works: list[Work]) -> list[Record]:
    data = "".join(export(works, format)).encode()
    found = list(import_module(f"carrel.readers.{reader}").read(Source("-", io.BytesIO(data))))
    assert all(isinstance(record, Record) for record in found), found
    return [record for record in found if isinstance(record, Record)]


def known(work: Work) -> bool:
    return bool(work.title or work.authors or work.abstract)


def display(names: tuple[Name, ...]) -> list[str]:
    return [name.display for name in names]


@given(st.lists(works(st.one_of(_WORDS, _ANY)).filter(known), max_size=2))
def test_csl_json_reads_back_as_the_same_papers(originals: list[Work]) -> None:
    for work, record in zip(originals, read_back("csl-json", "csl_json", originals), strict=True):
        assert record.title == work.title
        assert record.authors == work.authors
        assert record.editors == work.editors
        assert (record.doi, record.abstract) == (work.doi, work.abstract)
        assert (record.date or record.extra.get("issued", "")) == work.date
        assert record.arxiv == work.arxiv
        assert work.url in ("", record.url)


@given(st.lists(works(st.one_of(_WORDS, _ANY)).filter(known), max_size=2))
def test_ris_reads_back_as_the_same_papers(originals: list[Work]) -> None:
    for work, record in zip(originals, read_back("ris", "ris", originals), strict=True):
        assert record.title == work.title
        assert display(record.authors) == display(work.authors)
        assert display(record.editors) == display(work.editors)
        assert (record.date, record.doi, record.abstract) == (work.date, work.doi, work.abstract)
        assert record.arxiv == work.arxiv
        assert work.url in ("", record.url)


@pytest.mark.parametrize("format", ["bibtex", "biblatex"])
@given(originals=st.lists(works(st.one_of(_WORDS, _PROSE)).filter(known), max_size=2))
def test_bibtex_reads_back_as_the_same_papers(format: str, originals: list[Work]) -> None:
    for work, record in zip(originals, read_back(format, "bibtex", originals), strict=True):
        assert record.title in (work.title, clean(to_unicode(work.title)))
        assert display(record.authors) == display(work.authors)
        assert display(record.editors) == display(work.editors)
        assert (record.doi, record.arxiv) == (work.doi, work.arxiv)
        assert record.abstract in (work.abstract, clean(to_unicode(work.abstract)))
        assert work.year is None or record.date == work.date
        assert work.url in ("", record.url)
