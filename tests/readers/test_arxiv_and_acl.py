"""arXiv's Atom and JSON, the ACL Anthology's XML, and carrel's own JSON Lines."""

from __future__ import annotations

import json

import pytest

from carrel.paper import Name, Record, Reject
from tests.readers.conftest import ItemsOf, RecordsOf

ATOM = """<?xml version="1.0" encoding="UTF-8"?>
<feed xmlns="http://www.w3.org/2005/Atom" xmlns:arxiv="http://arxiv.org/schemas/atom">
  <title>arXiv Query</title>
  <entry>
    <id>http://arxiv.org/abs/2101.00001v2</id>
    <updated>2021-03-01T00:00:00Z</updated>
    <published>2021-01-05T18:59:59Z</published>
    <title>Nets that learn
  $O(n^2)$ ponds</title>
    <summary>  We study &lt;nets&gt; that are
wide.
  Then we fish.
</summary>
    <author><name>Ada Q. Walker</name><arxiv:affiliation>Pond Lab</arxiv:affiliation></author>
    <author><name>Piet van der Berg</name></author>
    <arxiv:doi>10.1000/nets</arxiv:doi>
    <arxiv:comment>9 pages</arxiv:comment>
    <arxiv:journal_ref>J. Ponds 12 (2021)</arxiv:journal_ref>
    <link href="http://arxiv.org/abs/2101.00001v2" rel="alternate"/>
    <category term="cs.LG"/>
    <category term="cs.CV"/>
    <arxiv:primary_category term="cs.CV"/>
  </entry>
</feed>
"""


def test_an_atom_entry(records_of: RecordsOf) -> None:
    [record] = records_of("query.xml", ATOM)
    assert record.title == "Nets that learn $O(n^2)$ ponds"
    assert record.authors == (
        Name("Walker", "Ada Q."),
        Name("Berg", "Piet", non_dropping_particle="van der"),
    )
    assert record.abstract == "We study <nets> that are wide.\nThen we fish."
    assert record.date == "2021-01-05"
    assert (record.arxiv, record.doi) == ("2101.00001", "10.1000/nets")
    assert record.url == "https://arxiv.org/abs/2101.00001"
    assert record.categories == ("cs.CV", "cs.LG")
    assert record.affiliation == "Pond Lab"
    assert record.extra == {"note": "J. Ponds 12 (2021); 9 pages"}
    assert (record.place.line, record.place.end) == (4, 23)
    assert (record.type, record.format) == ("article", "arxiv_atom")


def test_an_error_of_arxiv_is_told(items_of: ItemsOf) -> None:
    [reject] = items_of(
        "query.xml",
        '<feed xmlns="http://www.w3.org/2005/Atom"><entry>'
        "<id>http://arxiv.org/api/errors#incorrect_id_format_for_abc</id>"
        "<title>Error</title><summary>incorrect id format for abc</summary></entry></feed>",
    )
    assert isinstance(reject, Reject)
    assert "incorrect id format for abc" in reject.reason


KAGGLE = {
    "id": "0704.0001",
    "submitter": "Someone",
    "authors": "Ada Walker and others",
    "title": "Nets that\n  learn",
    "comments": "9 pages",
    "journal-ref": None,
    "doi": "10.1000/nets",
    "report-no": None,
    "categories": "math.CO cs.CG",
    "license": None,
    "abstract": "  We study nets\nthat are wide.\n",
    "versions": [
        {"version": "v1", "created": "Sat, 31 Mar 2007 02:26:18 GMT"},
        {"version": "v2", "created": "Sat, 13 Dec 2008 17:26:00 GMT"},
    ],
    "update_date": "2008-12-13",
    "authors_parsed": [["Walker", "Ada", ""], ["M\\'uller", "Jos\\'e", "Jr."], ["Group", "", ""]],
}


def test_a_line_of_arxivs_metadata(records_of: RecordsOf) -> None:
    first, second = records_of("arxiv.jsonl", f"{json.dumps(KAGGLE)}\n{json.dumps(KAGGLE)}\n")
    assert first.title == "Nets that learn"
    assert [name.display for name in first.authors] == ["Ada Walker", "José Múller Jr.", "Group"]
    assert first.date == "2007-03-31"
    assert (first.arxiv, first.doi) == ("0704.0001", "10.1000/nets")
    assert first.abstract == "We study nets that are wide."
    assert first.categories == ("math.CO", "cs.CG")
    assert second.place.line == 2


def test_names_come_from_the_text_where_they_are_not_parsed(records_of: RecordsOf) -> None:
    line = KAGGLE | {"authors_parsed": None, "authors": "A. Lee (1), B. Fox and C. Roe ((1) MIT)"}
    [record] = records_of("arxiv.jsonl", json.dumps(line))
    assert [name.display for name in record.authors] == ["A. Lee", "B. Fox", "C. Roe"]


ACL = """<?xml version='1.0' encoding='UTF-8'?>
<collection id="2031.ponds">
  <volume id="main" type="proceedings">
    <meta>
      <booktitle>Proceedings of the <fixed-case>P</fixed-case>ond Conference</booktitle>
      <editor><first>Bo</first><last>Lee</last></editor>
      <publisher>Reed</publisher>
      <address>Delft</address>
      <month>July</month>
      <year>2031</year>
    </meta>
    <frontmatter><url>2031.ponds-main.0</url><bibkey>ponds-2031</bibkey></frontmatter>
    <paper id="1">
      <title>Deep <fixed-case>N</fixed-case>ets for <tex-math>x^2</tex-math></title>
      <author id="x"><first>Ada</first><last>Walker</last>
        <affiliation>Pond Lab</affiliation></author>
      <author><first/><last>Plato</last></author>
      <pages>1–12</pages>
      <abstract>We <i>fish</i>.</abstract>
      <url hash="00">2031.ponds-main.1</url>
      <doi>10.1000/ponds.1</doi>
      <bibkey>walker-2031-deep</bibkey>
    </paper>
  </volume>
  <event id="x"><meta><title>Not a volume</title></meta></event>
  <volume id="2" type="journal">
    <meta><booktitle>Ponds, Volume 3, Issue 1</booktitle><year>2032</year>
      <journal-volume>3</journal-volume></meta>
    <paper id="1"><title>Announcements</title><url>2031.ponds-2.1</url></paper>
  </volume>
</collection>
"""


def test_acl_papers(records_of: RecordsOf) -> None:
    paper, notice = records_of("2031.ponds.xml", ACL)
    assert paper.title == "Deep Nets for $x^2$"
    assert paper.authors == (Name("Walker", "Ada"), Name("Plato"))
    assert paper.editors == (Name("Lee", "Bo"),)
    assert paper.date == "2031-07"
    assert paper.venue == "Proceedings of the Pond Conference"
    assert paper.abstract == "We fish."
    assert paper.url == "https://aclanthology.org/2031.ponds-main.1"
    assert (paper.doi, paper.ids) == ("10.1000/ponds.1", {"acl": "2031.ponds-main.1"})
    assert paper.key == "walker-2031-deep"
    assert paper.affiliation == "Pond Lab"
    assert paper.extra == {"page": "1-12", "publisher": "Reed", "publisher-place": "Delft"}
    assert (paper.type, paper.place.line, paper.place.end) == ("paper-conference", 13, 23)
    assert (notice.title, notice.venue, notice.date) == ("Announcements", "Ponds", "2032")
    assert (notice.type, notice.extra) == ("article-journal", {"volume": "3"})


OWN = {
    "id": "arxiv:2101.00001",
    "title": "Nets",
    "title_inferred": True,
    "authors": ["Ada Walker", "Piet van der Berg"],
    "et_al": True,
    "date": "--05-18",
    "year": None,
    "categories": ["cs.CV"],
    "venue": None,
    "doi": None,
    "arxiv": "2101.00001",
    "url": "https://arxiv.org/abs/2101.00001",
    "abstract": "We fish.\nOften.",
    "keywords": ["nets"],
    "code": True,
    "score": 7.5,
    "affiliation": "Pond Lab",
    "sources": [{"path": "/x", "line": 9}],
    "favourite": True,
    "tags": ["mine"],
    "read": False,
    "note": "mine too",
}


def test_a_volume_with_a_name_of_a_novel(records_of: RecordsOf) -> None:
    meta = f"<booktitle>{'On ponds ' * 2_000}</booktitle><publisher>Pond Press</publisher>"
    papers = "<paper id='1'><title>Mud</title></paper><paper id='2'><title>Reeds</title></paper>"
    volume = f"<collection id='2020.x'><volume id='1'><meta>{meta}</meta>{papers}</volume>"
    mud, reeds = records_of("acl.xml", f"{volume}</collection>".replace("'", '"'))
    assert (mud.venue, reeds.venue) == ("", "")
    assert mud.extra == reeds.extra == {"publisher": "Pond Press"}


def test_our_own_lines(records_of: RecordsOf) -> None:
    [record] = records_of("papers.jsonl", json.dumps(OWN) + "\n")
    assert (record.title, record.title_inferred) == ("Nets", True)
    assert [name.display for name in record.authors] == ["Ada Walker", "Piet van der Berg"]
    assert (record.et_al, record.date, record.categories) == (True, "--05-18", ("cs.CV",))
    assert (record.arxiv, record.doi, record.venue) == ("2101.00001", "", "")
    assert record.abstract == "We fish.\nOften."
    assert (record.keywords, record.code, record.score) == (("nets",), True, 7.5)
    assert (record.affiliation, record.ids, record.key) == ("Pond Lab", {}, "")
    assert record.extra == {}
    assert record.place.line == 1
    assert "/x" not in record.place.path


@pytest.mark.parametrize(
    ("line", "arxiv", "doi", "ids", "date"),
    [
        ({"id": "pond2016:ae99", "title": "t", "year": 2016}, "", "", {"pond2016": "ae99"}, "2016"),
        ({"id": "title:0123abcd", "title": "t", "date": None}, "", "", {}, ""),
        ({"id": "doi:10.1000/x", "title": "t"}, "", "10.1000/x", {}, ""),
        ({"id": "arxiv:1512.0511", "title": "t"}, "1512.05110", "", {}, ""),
        ({"id": "a:b", "title": "1512.0511", "arxiv": None}, "", "", {"a": "b"}, ""),
        ({"title": "t", "url": "https://doi.org/10.1000/x"}, "", "10.1000/x", {}, ""),
    ],
)
def test_parts_of_our_own_lines(
    records_of: RecordsOf,
    line: dict[str, object],
    arxiv: str,
    doi: str,
    ids: dict[str, str],
    date: str,
) -> None:
    [record] = records_of("papers.jsonl", json.dumps(line))
    assert (record.arxiv, record.doi, record.ids, record.date) == (arxiv, doi, ids, date)


def test_the_link_is_mended_with_the_number(records_of: RecordsOf) -> None:
    line = {
        "title": "t",
        "arxiv": "1807.0948399999997",
        "url": "https://arxiv.org/abs/1807.0948399999997",
    }
    [record] = records_of("papers.jsonl", json.dumps(line))
    assert (record.arxiv, record.url) == ("1807.09484", "https://arxiv.org/abs/1807.09484")


@pytest.mark.parametrize(
    "authors",
    ["Ada Walker; Bo Lee", "Ada Walker and Bo Lee", [{"name": "Ada Walker"}, {"name": "Bo Lee"}]],
)
def test_authors_in_other_shapes(records_of: RecordsOf, authors: object) -> None:
    [record] = records_of("papers.json", json.dumps([{"title": "t", "authors": authors}]))
    assert record.authors == (Name("Walker", "Ada"), Name("Lee", "Bo"))


def test_a_line_that_says_nothing_is_told(items_of: ItemsOf) -> None:
    record, reject = items_of("papers.jsonl", '{"title": "t"}\n{"id": "x", "title": ""}\n')
    assert isinstance(record, Record)
    assert isinstance(reject, Reject)
    assert reject.place.line == 2


def test_what_a_terminal_would_obey_is_taken_out(records_of: RecordsOf) -> None:
    line = {"title": "a\x1b]52;c;x\x07b", "authors": ["A\x9b2J B"], "abstract": "x\u202ey\n\nz"}
    [record] = records_of("papers.jsonl", json.dumps(line))
    assert record.title == "ab"
    assert record.authors[0].display == "A B"
    assert record.abstract == "xy\nz"
