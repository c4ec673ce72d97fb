"""Whatever a file holds, a reader ends in records and rejects, in time that grows with the file."""

from __future__ import annotations

import io
import re
import sys
from importlib import import_module
from typing import cast

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from carrel.paper import DATE, Record, Reject
from carrel.readers import Reader, read_source
from carrel.readers.source import Source, Unreadable

JSON = (
    '[{"id": "a", "type": "book", "title": "t", "DOI": "10.1000/x", "author": [{"family": "A"}]}]'
)
TEXTS = {
    "acl_xml": '<collection id="a"><volume id="1"><paper id="1"><title>t</title></paper></volume>',
    "arxiv_atom": "<feed><entry><id>http://arxiv.org/abs/2101.00001</id><title>t</title></entry>",
    "arxiv_json": '{"id": "0704.0001", "authors_parsed": [["A", "B", ""]], "title": "t"}\n',
    "arxiv_mail": "\\\\\narXiv:2101.00001\nDate: 5 Jan 2021\n\nTitle: t\n\\\\\n  x\n\\\\ ( a)\n",
    "arxiv_page": "[1] arXiv:2101.00001 [pdf]\nTitle: t\nA B, et al. (4 additional …)\n",
    "bbl": "\\bibitem[x(1)]{a}\nAda Fay.\n\\newblock t.\n\\newblock {\\em J}, 1(2):3, 2020.\n",
    "bib_yaml": "---\na:\n  ENTRYTYPE: book\n  author:\n  - last: A\n  title: t\n...\n",
    "bibtex": '@string{s = "t"}\n@book{a,\n title = s # {},\n author = "A {\\\'e}", year = 20\n}\n',
    "carrel_json": '{"id": "a:b", "title": "t", "authors": ["A B"], "date": "2020", "score": 1}\n',
    "ads": '{"response": {"docs": [{"bibcode": "a", "title": ["t"], "author": ["A, B"]}]}}',
    "biorxiv": '{"collection": [{"title": "t", "authors": "A, B.", "author_corresponding": "B"}]}',
    "doaj": '{"results": [{"bibjson": {"title": "t", "author": [{"name": "A B"}], "year": "20"}}]}',
    "europe_pmc": '{"resultList": {"result": [{"title": "t", "authorString": "A B, C D 3rd."}]}}',
    "hal": '{"response": {"docs": [{"title_s": ["t"], "authFullName_s": ["A B"]}]}}',
    "inspire": '{"hits": {"hits": [{"metadata": {"texkeys": ["a"], "titles": [{"title": "t"}]}}]}}',
    "openreview": '{"notes": [{"forum": "a", "cdate": 16, "content": {"title": {"value": "t"}}}]}',
    "pubmed_json": '{"result": {"uids": ["1"], "1": {"title": "t", "sorttitle": "t"}}}',
    "zbmath": '{"result": [{"zbmath_url": "", "title": {"title": "t"}, "source": {"pages": 1}}]}',
    "zenodo": '{"hits": {"hits": [{"conceptdoi": "a", "metadata": {"title": "t"}}]}}',
    "crossref": '{"message": {"items": [{"DOI": "10.1/x", "title": ["t"], "author": [{}]}]}}',
    "csl_json": JSON,
    "csl_yaml": "references:\n- id: a\n  title: t\n  issued:\n  - year: 2020\n",
    "datacite": '{"doi": "10.1000/x", "titles": [{"title": "t"}], "creators": [{"name": "A, B"}]}',
    "dblp_json": '{"result": {"hits": {"@a": 1, "hit": [{"info": {"key": "a", "title": "t"}}]}}}',
    "dblp_xml": '<dblp><article key="a/b"><author>A B</author><title>t.</title></article>',
    "dump": "96.6CVMay 18, 2025Code\ntA B, C D et al. · x\nWe study this.\n",
    "datacite_xml": "<resource><titles><title>t</title></titles><creators/></resource>",
    "endnote_xml": "<xml><records><record><titles><title>t</title></titles></record></records>",
    "marc_xml": '<record><datafield tag="245"><subfield code="a">t</subfield></datafield></record>',
    "markdown_list": "- **t** NIPS 2020. *A B, C D.* [paper](https://arxiv.org/abs/2101.00001)\n",
    "mods": "<mods><titleInfo><title>t</title></titleInfo><name><namePart>A</namePart></name>"
    "</mods>",
    "ms_word": "<b:Sources><b:Source><b:Title>t</b:Title><b:Year>2020</b:Year></b:Source>",
    "nbib": "PMID- 1\nTI  - t\nFAU - A, B\nDP  - 2020 May\nAB  - x\n      y\n",
    "openalex": '{"results": [{"id": "a", "title": "t", "abstract_inverted_index": {"a": [0]}}]}',
    "pubmed_xml": "<PubmedArticle><MedlineCitation><Article><ArticleTitle>t</ArticleTitle>"
    "</Article></MedlineCitation></PubmedArticle>",
    "refer": "%0 Book\n%A A, B\n%T t\n%D 2020\n",
    "refworks": "RT Book\nA1 A, B\nT1 t\nYR 2020\n",
    "ris": "TY  - JOUR\nAU  - A, B\nTI  - t\nPY  - 2020\nDO  - 10.1/x\nER  - \n",
    "saved_page": "<html><p>[1] arXiv:2101.00001 [pdf]<p>Title: t<p>A B<br><td>x<td><!-- y -->",
    "scholar_page": "t\nA Fay, B van Roe, ...\nNature 12 (3), 1-9\t1,024*\t2020\n",
    "semantic_scholar": '{"data": [{"paperId": "a", "title": "t", "authors": [{"name": "A"}]}]}',
    "table": 'Title,Authors,DOI\nt,"A, B",10.1000/x\n',
    "web_page": '<head><meta name="citation_title" content="t"><meta name=dc.date content=1>',
    "wos": "FN x\nVR 1\nPT J\nAU A, B\n   C, D\nTI t\nPY 2020\nER\nEF\n",
    "zotero": '[{"itemType": "book", "title": "t", "creators": [{"lastName": "A"}]}]',
    "zotero_rdf": '<rdf:RDF xmlns:z="http://www.zotero.org/namespaces/export#"><bib:Article>'
    "<z:itemType>a</z:itemType><dc:title>t</dc:title></bib:Article></rdf:RDF>",
}
WRITTEN_IN = {"saved_page": "arxiv_page", "zotero_rdf": "zotero"}  # where that is another format
CONTROL = re.compile("[\x00-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")
PIECES = st.sampled_from(
    [part.encode() for text in TEXTS.values() for part in re.split(r"(\W)", text) if part]
    + [b"\n", b"\r", b"\0", b"\xff", b"\xff\xfe", b"\xef\xbb\xbf", b"<![CDATA[", b"&x;", b"\\ud800"]
    + [
        b"@book{",
        b"@comment{",
        b"\\",
        b"$",
        b"{\\'",
        b"%",
        b"#",
        b"crossref = {a},",
        b"Abstract: ",
        b"LGNov 3\n",
    ]
    + [
        b"null",
        b"-1",
        b"1e999",
        b"\x1b]52;c;x\x07",
        "\x9b31m".encode(),
        "\u202e".encode(),
        b"[[[[",
        b"{}",
        b"&a *a",
    ]
)


def read(name: str | None, data: bytes) -> list[Record | Reject]:
    try:
        source = Source("here", io.BytesIO(data), len(data))
    except Unreadable:  # it begins as a compressed file does
        return []
    if name is None:
        return list(read_source(source))
    reader = cast("Reader", import_module(f"carrel.readers.{name}"))
    reader.recognises(source.head_text)
    return list(reader.read(source))


@pytest.mark.parametrize("name", TEXTS)
def test_a_record_calls_its_format_as_the_list_of_formats_does(name: str) -> None:
    records = [item for item in read(name, TEXTS[name].encode()) if isinstance(item, Record)]
    assert {record.format for record in records} == {WRITTEN_IN.get(name, name)}


def check(items: list[Record | Reject]) -> None:
    for item in items:
        assert item.place.line <= item.place.end or item.place.end == 0
        if isinstance(item, Reject):
            assert item.reason
            continue
        names = [part for name in item.authors + item.editors for part in name]
        texts = [item.title, item.venue, item.doi, item.arxiv, item.url, item.key, item.type]
        texts += [*item.keywords, *item.categories, *item.ids.values(), *item.extra.values()]
        for text in [*names, *texts, item.affiliation, item.abstract.replace("\n", "")]:
            assert not CONTROL.search(text)
        assert item.date == "" or DATE.fullmatch(item.date)


def check_places(items: list[Record | Reject], data: bytes) -> None:
    """All of them are lines of the source."""
    try:
        last = len(list(Source("here", io.BytesIO(data), len(data)).lines()))
    except Unreadable:
        return
    for item in items:
        assert max(item.place.line, item.place.end) <= max(last, 1)


@pytest.mark.parametrize("name", TEXTS)
def test_the_texts_below_are_read(name: str) -> None:
    items = read(name, TEXTS[name].encode())
    titles = [item.title for item in items if isinstance(item, Record)]
    assert titles == ["t"] or name in ("pubmed_xml", "mods")  # which end with their records open


@pytest.mark.parametrize("name", TEXTS)
@settings(max_examples=30)
@given(data=st.data())
def test_any_bytes_end_in_records_and_rejects(name: str, data: st.DataObject) -> None:
    text = TEXTS[name].encode() * 3
    for _ in range(data.draw(st.integers(0, 6))):
        at = data.draw(st.integers(0, len(text)))
        cut = data.draw(st.sampled_from([0, 1, 2, 20]))
        piece = data.draw(PIECES | st.binary(max_size=6))
        text = text[:at] + piece + text[at + cut :]
    for items in (read(name, text), read(None, text)):
        check(items)
        check_places(items, text)


@pytest.mark.sweep
@settings(max_examples=2000)
@given(st.sampled_from([*TEXTS, None]), st.lists(PIECES | st.binary(max_size=6), max_size=200))
def test_any_pieces_end_in_records_and_rejects(name: str | None, pieces: list[bytes]) -> None:
    text = b"".join(pieces)
    items = read(name, text)
    check(items)
    check_places(items, text)


@pytest.mark.parametrize("name", [name for name in TEXTS if TEXTS[name].lstrip()[0] in "[{"])
@pytest.mark.parametrize("depth", [50, 900, 5000])
def test_lists_deep_within_each_other(name: str, depth: int) -> None:
    for member in re.findall(r'"(\w+)":', TEXTS[name]):
        deep = "[" * depth + "]" * depth
        check(read(name, f'{{"title": "t", "{member}": {deep}, "x": {deep}}}'.encode()))


@pytest.mark.parametrize("name", [name for name in TEXTS if TEXTS[name].lstrip()[0] in "[{"])
def test_lists_as_deep_as_can_be_read(name: str) -> None:
    for depth in range(sys.getrecursionlimit() - 200, sys.getrecursionlimit()):
        check(read(name, f'{{"x": {"[" * depth + "]" * depth}}}'.encode()))


LARGE = 1 << 16
FLOODS = [b"a ", b"[", b'{"a":', b'{"title":"x', b'"', b"<entry>", b"<", b"&", b"10.1000/)", b"-"]
FLOODS += [
    b"<i>",
    b"<sub>",
    b"&lt;",
    b"A B, ",
    b"\n",
    b" ",
    b'{"n":1},',
    b"TY  - JOUR\n",
    b"{}" + b"\n" * 14,
]


@pytest.mark.parametrize("name", ["carrel_json", "csl_json", "arxiv_atom", "ris", "refer", "nbib"])
@pytest.mark.parametrize("flood", FLOODS)
def test_a_flood_ends(name: str, flood: bytes) -> None:
    """Much of one thing, on its own and as a title: what took the square of it would take hours."""
    many = flood * (LARGE // len(flood))
    check(read(name, many))
    text = TEXTS[name].encode()
    at = text.index(b"t</title>" if name == "arxiv_atom" else b"t")
    check(read(name, text[:at] + many + text[at:]))


@pytest.mark.parametrize("flood", ["a", " ", "(", "@", "a and ", "$", "-", ",", ";", "et al. "])
def test_a_flood_of_names_ends(flood: str) -> None:
    many = flood * (LARGE // len(flood))
    for name, text in (
        ("bibtex", f"@book{{a, title = {{$t{many}$}}, author = {{{many}}}, pages = {{{many}}}}}"),
        ("carrel_json", f'{{"title": "t", "authors": "{many}"}}'),
        ("csl_json", f'[{{"title": "t", "author": [{{"literal": "{many}"}}]}}]'),
        ("arxiv_json", f'{{"title": "t", "authors": "{many}", "id": "{many}"}}'),
        ("ris", f"TY  - JOUR\nTI  - t\nAU  - A{many}\nSP  - {many}\nPY  - {many}\nER  - \n"),
        ("wos", f"PT J\nAU A{many}\nTI t\nER\n"),
    ):
        assert len(read(name, text.encode())) == 1


@pytest.mark.parametrize("flood", ["\n", " ", "\n ", "%\n", "x = {}\n"])
def test_a_flood_between_the_fields_of_an_entry_ends(flood: str) -> None:
    """The entry refers to another, which is looked for in all that follows."""
    many = flood * (LARGE // len(flood))
    items = read("bibtex", f"@book{{a, title = {{t}},{many} crossref = {{b}}\n}}\n{many}".encode())
    assert isinstance(items[0], Record)


def test_one_line_of_ten_megabytes() -> None:
    words = b"word " * (40 * LARGE)
    for name in ("carrel_json", "ris", "arxiv_atom"):
        head, tail = {
            "carrel_json": (b'{"title": "t", "abstract": "', b'"}'),
            "ris": (b"TY  - JOUR\nTI  - t\nAB  - ", b"\nER  - \n"),
            "arxiv_atom": (b"<feed><entry><title>t</title><summary>", b"</summary></entry></feed>"),
        }[name]
        [record] = read(name, head + words + tail)
        assert isinstance(record, Record)
        assert len(record.abstract) == len(words) - 1
