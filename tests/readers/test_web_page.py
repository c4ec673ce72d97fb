"""The web page of a paper, as `curl` fetches it or a browser saves it."""

from __future__ import annotations

from collections.abc import Iterator
from io import BytesIO

import pytest

from carrel.paper import Name, Reject
from carrel.readers import web_page
from carrel.readers.source import Source
from tests.readers.conftest import ItemsOf, RecordsOf

ARXIV = """<!DOCTYPE html>
<html lang="en">
<head><title>[2101.00001] Nets</title>
  <meta property="og:title" content="Not this" />
  <meta name="citation_title" content="Nets that learn $O(n^2)$ &amp; more" />
  <meta name="citation_author" content="Walker, Ada" />
  <meta name="citation_author" content="van der Berg, Piet" />
  <meta name="citation_date" content="2021/01/05" />
  <meta name="citation_online_date" content="2023/08/02" />
  <meta name="citation_pdf_url" content="https://arxiv.org/pdf/2101.00001" />
  <meta name="citation_arxiv_id" content="2101.00001" />
  <meta name="citation_abstract" content="We study nets
for which a > b, and ponds." />
</head><body><h1>Nets</h1></body></html>
"""
JOURNAL = """<html><head>
<META CONTENT='A lake' NAME='citation_title'>
<meta name=citation_author content="Ben Roe">
<meta name="citation_author_institution" content="Pond Lab">
<meta name="citation_journal_title" content="Journal of Ponds">
<meta name="citation_volume" content="12">
<meta name="citation_issue" content="3"><meta name="citation_firstpage" content="436">
<meta name="citation_lastpage" content="44"><meta name="citation_doi" content="doi:10.1000/lake">
<meta name="citation_issn" content="1234-5678">
<meta name="citation_publication_date" content="2015">
<meta name="citation_keywords" content="water; fish">
<meta name="dc.title" content="A lake">
"""
THESIS = """<head><meta name="DC.title" content="On puddles">
<meta name="DC.creator" content="Fay, Cy">
<meta name="DCTERMS.issued" content="2019-05"><meta name="DCTERMS.abstract" content="They dry.">
<meta name="DC.identifier" content="https://doi.org/10.1000/puddles">"""


def test_a_page_of_arxiv(records_of: RecordsOf) -> None:
    [record] = records_of("page.html", ARXIV)
    assert record.title == "Nets that learn $O(n^2)$ & more"
    assert record.authors == (
        Name("Walker", "Ada"),
        Name("Berg", "Piet", non_dropping_particle="van der"),
    )
    assert record.abstract == "We study nets\nfor which a > b, and ponds."
    assert (record.arxiv, record.date, record.type) == ("2101.00001", "2021-01-05", "article")
    assert record.url == "https://arxiv.org/abs/2101.00001"
    assert (record.place.line, record.place.end) == (5, 12)


def test_pages_behind_one_another(records_of: RecordsOf) -> None:
    arxiv, lake, puddles = records_of("-", ARXIV + JOURNAL + THESIS)
    assert arxiv.arxiv == "2101.00001"
    assert (lake.title, lake.doi, lake.date) == ("A lake", "10.1000/lake", "2015")
    assert [name.display for name in lake.authors] == ["Ben Roe"]
    assert (lake.venue, lake.type) == ("Journal of Ponds", "article-journal")
    assert lake.extra == {"volume": "12", "issue": "3", "page": "436-444", "ISSN": "1234-5678"}
    assert lake.keywords == ("water", "fish")
    assert (puddles.title, puddles.doi, puddles.date) == (
        "On puddles",
        "10.1000/puddles",
        "2019-05",
    )
    assert puddles.authors == (Name("Fay", "Cy"),)
    assert puddles.abstract == "They dry."


def test_authors_in_one_tag(records_of: RecordsOf) -> None:
    page = '<head><meta name="citation_title" content="Nets">'
    page += '<meta name="citation_authors" content="Fay A;van der Roe BC; Li, Dong; Liu R.;">'
    [pubmed] = records_of("a.html", page)
    names = ["A. Fay", "B. C. van der Roe", "Dong Li", "R. Liu"]
    assert [name.display for name in pubmed.authors] == names
    [both] = records_of("b.html", page + '<meta name="citation_author" content="Fay, Ada">')
    assert [name.display for name in both.authors] == ["Ada Fay"]


def test_entities_part_nothing(records_of: RecordsOf) -> None:
    page = """<head><meta name="citation_title" content="Nets">
<meta name="citation_author" content="M&uuml;ller, J&#246;rg">
<meta name="citation_keywords" content="caf&eacute;s; R&amp;D">
<meta name="citation_doi" content="10.1000/a&amp;b">
<meta name="citation_public_url" content="https://h.example/?a=1&amp;copy=2&copy=3">"""
    [record] = records_of("page.html", page)
    assert record.authors == (Name("Müller", "Jörg"),)
    assert record.keywords == ("cafés", "R&D")
    assert record.doi == "10.1000/a&b"
    assert record.url == "https://h.example/?a=1&copy=2&copy=3"


class InPieces(Source):
    """Pages that come in smaller pieces than they would from a file."""

    def __init__(self, text: str, size: int) -> None:
        super().__init__("pages.html", BytesIO(text.encode()))
        self._size = size

    def blocks(self) -> Iterator[str]:
        text = "".join(super().blocks())
        yield from (text[at : at + self._size] for at in range(0, len(text), self._size))


@pytest.mark.parametrize("size", [1, 4, 7, 300])
def test_no_tag_is_cut_in_two(size: int) -> None:
    text = ARXIV + JOURNAL + THESIS
    whole = list(web_page.read(InPieces(text, len(text))))
    assert len(whole) == 3
    assert list(web_page.read(InPieces(text, size))) == whole


def test_a_page_of_many_megabytes(records_of: RecordsOf) -> None:
    """Tags lie on the borders of the pieces in which it is read."""
    padding = "<p>some text</p>\n" * 61_680  # a little over a megabyte
    [record] = records_of("page.html", f"<head>{ARXIV[15:200]}{padding}{ARXIV[200:]}")
    assert (record.title, record.arxiv) == ("Nets that learn $O(n^2)$ & more", "2101.00001")


def test_a_page_that_says_nothing_of_a_paper(items_of: ItemsOf) -> None:
    [reject] = items_of("page.html", "<html><head><title>A lake</title></head></html>")
    assert isinstance(reject, Reject)
    assert "a web page" in reject.reason


def test_authors_by_family_name_and_initials(records_of: RecordsOf) -> None:
    tag = '<meta name="citation_author" content="%s">'
    page = '<head><meta name="citation_title" content="Nets">' + tag + tag
    [short] = records_of("page.html", page % ("van der Fay A", "Roe BC"))
    assert short.authors == (Name("Fay", "A.", "van der"), Name("Roe", "B. C."))
    [full] = records_of("page.html", page % ("Jing LI", "Wei XU"))
    assert full.authors == (Name("LI", "Jing"), Name("XU", "Wei"))


def test_several_papers_in_one_head(records_of: RecordsOf) -> None:
    paper = '<meta name="citation_title" content="%s"><meta name="citation_author" content="%s">\n'
    nets, lakes = records_of(
        "issue.html", "<head>" + paper % ("Nets", "Ada Fay") + paper % ("Lakes", "Ben Roe")
    )
    assert (nets.title, nets.authors) == ("Nets", (Name("Fay", "Ada"),))
    assert (lakes.title, lakes.authors) == ("Lakes", (Name("Roe", "Ben"),))
    assert (nets.place.line, lakes.place.line) == (1, 2)
    translated = paper % ("Nets", "Ada Fay") + '<meta name="citation_title" content="Redes">'
    [both] = records_of("page.html", f"<head>{translated}")
    assert (both.title, both.authors) == ("Nets", (Name("Fay", "Ada"),))
