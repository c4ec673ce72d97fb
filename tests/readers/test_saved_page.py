"""Pages saved as HTML, which are read as if they were copied from a browser."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

import pytest

from carrel.paper import Reject
from carrel.readers import read_source
from carrel.readers.source import open_source
from tests.readers.conftest import ItemsOf, RecordsOf

ARXIV = """<!DOCTYPE html>
<html
 lang="en"><head><title>arXiv:2101.00009 (cs)</title><script>a = "<p>Title: no</p>";</script>
<style>
p { color: red }
</style></head><body><!-- <p>arXiv:2101.00008 (cs)</p>
--><h1>Limnology</h1>
<dl>
<dt>
  <a name='item1'>[1]</a>
  <a href="/abs/2101.00001" title="Abstract">
    arXiv:2101.00001
  </a> [<a href="/pdf/2101.00001">pdf</a>, <a href="x">other</a>]
</dt>
<dd><div class='list-title'><span>Title:</span>
      Nets &amp; <i>ponds</i>
    </div>
    <div class='list-authors'><a href="x">Ada Walker</a>, <a href="y">Ben Roe</a></div>
    <div><span>Subjects:</span> <span>Limnology (cs.LN)</span>; Ponds (cs.PO)</div>
    <p>Abstract: Nets are … &#9661; More
      <span style="display:none">Nets are wide. We fish. &#9651; Less</span></p>
</dd></dl></body></html>
"""
SCHOLAR = """<html><table><tr><th>Title</th><th>Cited by</th><th>Year</th></tr>
<TR><TD><a>A lake</a><div>A Fay, B Roe, ...</div><div>Journal of
  Ponds 12<span>, 2017</span></div></td><td><a>31</a></td><td><span>2017</span></td></tr>
<tr><td><a>A puddle</a><div>A Fay</div><div>arXiv preprint arXiv:2001.01234</div></td><td><a></a>
</td><td>2020</td></tr></table>"""


def test_a_list_of_arxiv(tmp_path: Path, records_of: RecordsOf) -> None:
    [record] = records_of("list.html", ARXIV)
    assert (record.title, record.arxiv) == ("Nets & ponds", "2101.00001")
    assert [name.display for name in record.authors] == ["Ada Walker", "Ben Roe"]
    assert record.categories == ("cs.LN", "cs.PO")
    assert record.abstract == "Nets are wide. We fish."
    assert (record.place.line, record.place.end) == (10, 20)
    with closing(open_source(tmp_path / "list.html")) as source:
        list(read_source(source))
        assert source.remarks == ["outside of any paper: 1; first in line 7"]


def test_what_is_not_closed_hides_nothing(records_of: RecordsOf) -> None:
    cut = ARXIV[: ARXIV.index(" &#9651; Less")].replace("</style>", "")
    [record] = records_of("list.html", cut)
    assert (record.title, record.abstract) == ("Nets & ponds", "Nets are wide. We fish.")


def test_a_number_of_any_length_for_a_character(records_of: RecordsOf) -> None:
    number = f"&#{'1' * 5_000};"
    [record] = records_of("list.html", ARXIV.replace("&amp; <i>ponds</i>", number))
    assert record.title == f"Nets {number}"


def test_a_profile_of_google_scholar(records_of: RecordsOf) -> None:
    lake, puddle = records_of("profile.html", SCHOLAR)
    assert (lake.title, lake.date, lake.et_al) == ("A lake", "2017", True)
    assert (lake.venue, lake.extra) == ("Journal of Ponds", {"volume": "12"})
    assert (puddle.title, puddle.arxiv, puddle.date) == ("A puddle", "2001.01234", "2020")


def test_a_paper_told_in_tags_far_behind_the_beginning(records_of: RecordsOf) -> None:
    tags = (
        '<meta name="citation_title" content="A lake"><meta name="citation_doi" content="10.1/x">'
    )
    text = f"<html><head><style>{'p { color: red }' * 10_000}</style>{tags}</head></html>"
    [record] = records_of("page.html", text)
    assert record.title == "A lake"


@pytest.mark.parametrize("times", [1, 10_000])
def test_another_page_is_told(times: int, items_of: ItemsOf) -> None:
    page = f"<html><body>{'<p>Ponds are wet.</p>' * times}</body></html>"
    [reject] = items_of("page.html", page)
    assert isinstance(reject, Reject)
    assert "a web page" in reject.reason
