"""Tables, as databases and spreadsheets export them."""

from __future__ import annotations

import pytest

from carrel.paper import Record, Reject
from tests.readers.conftest import ItemsOf, RecordsOf

SCOPUS = """\
Authors,Author full names,Title,Year,Source title,Volume,Issue,Art. No.,Page start,Page end,\
Cited by,DOI,Link,Abstract,Author Keywords,Index Keywords,ISSN,PubMed ID,Document Type,EID
"Fay A.; van der Berg P.","Fay, Ada (57001234567); van der Berg, Piet (57001234568)",\
"On ponds, again",2021,"Journal of Ponds","12","3","","101","119",5,"10.1000/ponds.1",\
"https://example.org/1","We study ""ponds"".
And nets.","nets; ponds","Fish; Nets","12345679","99","Conference paper","2-s2.0-1"
"[No author name available]","[No author name available]","Nets",2020,"",,,"12",,,\
0,"","","[No abstract available]","","","","","Review","2-s2.0-2"
"""
SCHOLAR = """\
Authors,Title,Publication,Volume,Number,Pages,Year,Publisher
"Fay, Ada Q; Coe, CD; ",Nets for ponds,Pond Letters,3,2,1-8,2018,Pond Press
"Fay, Ada; others, ",More nets,arXiv preprint arXiv:2101.00001,,,,2021,
"""
IEEE = """\
"Document Title",Authors,"Publication Title","Publication_Year","Start Page","End Page","ISSN",\
ISBNs,"DOI",PDF Link,"Author Keywords","Mesh_Terms","Publisher",Document Identifier
"Ponds","A. Fay; B. C. Roe","2017 Conference on Ponds","2017","66","69","2300-0000",\
"978-3-16-148410-0;978-3-16-148411-7","10.1109/P.1","https://example.org/2","nets;fish","","IEEE",\
"IEEE Conferences"
"""
PUBMED = """\
PMID,Title,Authors,Citation,First Author,Journal/Book,Publication Year,PMCID,DOI
"30000011","Oil of ponds","Fay R, de Roe Coe ASB, Cruz A.","Econ Pond. 2021","Fay R","Econ Pond",\
"2021","PMC123",""
"""
ZOTERO = """\
"Key","Item Type","Publication Year","Author","Title","Publication Title","DOI","Url",\
"Abstract Note","Date","Access Date","Pages","Num Pages","Extra","Manual Tags",\
"Automatic Tags","Editor"
"ABCD2345","journalArticle","2020","Fay, Ada; World Pond Organization","Ponds","Journal of Ponds",\
"10.1000/p","https://example.org/p","We <i>fish</i>.","2020-05-01","2021-01-02 10:00:00","12-19",\
"","Citation Key: fay2020
PMID: 99","net; fish","sea",""
"ABCD2346","book","2019","","Nets","","","","","","","","120","","","","Roe, Ben"
"""
WOS = (
    "\ufeffPT\tAU\tBA\tAF\tTI\tSO\tDT\tDE\tAB\tPD\tPY\tBP\tEP\tDI\tUT\r\n"
    'J\tFay, A; Roe, BC\t\tFay, Ada; Roe, Ben C.\t"Ponds" of now\tJOURNAL OF PONDS\tArticle\t'
    "nets; ponds\tWe study.\tMAR\t2020\t10\t19\t10.1000/w\tWOS:000123\r\n"
)


def names(record: Record) -> list[str]:
    return [name.display for name in record.authors]


def test_scopus(records_of: RecordsOf) -> None:
    first, second = records_of("scopus.csv", SCOPUS)
    assert names(first) == ["Ada Fay", "Piet van der Berg"]
    assert (first.title, first.date, first.venue) == ("On ponds, again", "2021", "Journal of Ponds")
    assert (first.doi, first.url) == ("10.1000/ponds.1", "https://example.org/1")
    assert first.abstract == 'We study "ponds".\nAnd nets.'
    assert first.keywords == ("nets", "ponds", "Fish", "Nets")
    assert (first.type, first.ids) == ("paper-conference", {"pmid": "99"})
    assert first.extra == {"volume": "12", "issue": "3", "page": "101-119", "ISSN": "12345679"}
    assert (first.place.line, first.place.end) == (2, 3)
    assert (second.title, second.authors, second.abstract) == ("Nets", (), "")
    assert second.extra == {"number": "12"}


def test_scholar(records_of: RecordsOf) -> None:
    first, second = records_of("citations.csv", "\ufeff" + SCHOLAR.replace("\n", "\r\n"))
    assert names(first) == ["Ada Q. Fay", "C. D. Coe"]
    assert first.extra == {"volume": "3", "issue": "2", "publisher": "Pond Press", "page": "1-8"}
    assert (second.arxiv, second.venue, second.type) == ("2101.00001", "arXiv", "article")
    assert (names(second), second.et_al) == (["Ada Fay"], True)


def test_ieee(records_of: RecordsOf) -> None:
    [record] = records_of("export.csv", IEEE)
    assert (record.title, names(record)) == ("Ponds", ["A. Fay", "B. C. Roe"])
    assert (record.date, record.type, record.doi) == ("2017", "paper-conference", "10.1109/P.1")
    assert record.extra["ISBN"] == "978-3-16-148410-0"
    assert record.keywords == ("nets", "fish")


def test_pubmed(records_of: RecordsOf) -> None:
    [record] = records_of("csv-ponds.csv", PUBMED)
    assert names(record) == ["R. Fay", "A. S. B. de Roe Coe", "A. Cruz"]
    assert (record.ids, record.venue) == ({"pmid": "30000011", "pmcid": "PMC123"}, "Econ Pond")


def test_zotero(records_of: RecordsOf) -> None:
    first, second = records_of("library.csv", ZOTERO)
    assert (first.format, first.type, first.key) == ("zotero", "article-journal", "fay2020")
    assert names(first) == ["Ada Fay", "World Pond Organization"]
    assert (first.date, first.abstract, first.ids) == ("2020-05-01", "We fish.", {"pmid": "99"})
    assert first.keywords == ("net", "fish", "sea")
    assert first.extra == {"page": "12-19", "accessed": "2021-01-02"}
    assert (second.date, second.extra) == ("2019", {"number-of-pages": "120"})
    assert second.editors[0].display == "Ben Roe"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_web_of_science(encoding: str, records_of: RecordsOf) -> None:
    text = WOS if encoding == "utf-8" else WOS.removeprefix("\ufeff")
    [record] = records_of("savedrecs.txt", text.encode(encoding))
    assert (record.format, record.type) == ("wos", "article-journal")
    assert (record.title, names(record)) == ('"Ponds" of now', ["Ada Fay", "Ben C. Roe"])
    assert (record.date, record.extra) == ("2020-03", {"page": "10-19"})


@pytest.mark.parametrize(
    ("authors", "wanted"),
    [
        ("Fay, Ada", ["Ada Fay"]),
        ("van der Berg, Piet Paul", ["Piet Paul van der Berg"]),
        ("Ada Fay and Ben Roe", ["Ada Fay", "Ben Roe"]),
        ("Fay, Ada and Roe, Ben", ["Ada Fay", "Ben Roe"]),
        ("Ada Fay, Ben Roe, and Cy Coe", ["Ada Fay", "Ben Roe", "Cy Coe"]),
        ("Fay A., Roe B.", ["A. Fay", "B. Roe"]),
        ("FAY, ADA|ROE, BEN", ["ADA FAY", "BEN ROE"]),
        ("Fay A.B.; Roe, Yu.", ["A.B. Fay", "Yu. Roe"]),
        ("Fay, Ada; Roe, Ben.", ["Ada Fay", "Ben Roe"]),
        ("Fay, A.-B., van Roe, B. C.", ["A.-B. Fay", "B. C. van Roe"]),
        ("Fay, A. & Roe, B.", ["A. Fay", "B. Roe"]),
    ],
)
def test_names_as_people_write_them(authors: str, wanted: list[str], records_of: RecordsOf) -> None:
    [record] = records_of("own.csv", f"title\tauthors\nPonds\t{authors}\n")
    assert names(record) == wanted


@pytest.mark.parametrize("mark", ["", "\ufeff"])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_a_line_for_excel_stands_before_the_table(
    mark: str, end: str, records_of: RecordsOf
) -> None:
    text = f"{mark}sep=;{end}Title;Author;Year{end}Nets, again;Ada Fay;2020{end}"
    [record] = records_of("refs.csv", text)
    assert (record.title, record.date, record.place.line) == ("Nets, again", "2020", 3)


def test_rows_that_are_none_are_told_and_the_others_read(items_of: ItemsOf) -> None:
    text = (
        'Title;Authors;DOI\n\n;"Fay; Ada";\n"Ponds;Ada Fay;\n"Nets";"Ada ""A."" Fay";10.1000/n\n'
        'Fish; 5" long;;\n"Sea";Ada;;more\n"Open;;\n'
    )
    found = []
    for item in items_of("own.csv", text):
        said = item.reason if isinstance(item, Reject) else item.title
        found.append((item.place.line, item.place.end, said))
    assert found == [
        (3, 3, "a row without title, abstract or identifier"),
        (4, 4, "a quotation mark is not closed"),
        (5, 5, "Nets"),
        (6, 6, "Fish"),
        (7, 7, "4 cells in a table of 3 columns"),
        (8, 8, "a quotation mark is not closed"),
    ]


def test_a_cell_may_be_long(records_of: RecordsOf) -> None:
    [record] = records_of("own.csv", f'title,doi,notes\nPonds,,"{"net " * 40_000}"\n')
    assert (record.title, len(record.extra["note"])) == ("Ponds", 159_999)


def test_quotation_marks_that_are_not_closed_take_linear_time(items_of: ItemsOf) -> None:
    rows = ('"x,y\n' + "a,b\n" * 700) * 10 + '"\n' * 5_001
    assert len(items_of("own.csv", "title,doi\n" + rows)) > 7_000  # hangs where it does not


def test_quotation_marks_that_close_and_open_take_linear_time(items_of: ItemsOf) -> None:
    """Being looked through from each line on, the lines behind it took minutes."""
    lines = 'a","b\n' * 100_000
    items = items_of("own.csv", f'title,doi\n{lines}\n{lines}a"b\nPonds,10.1000/x\n')
    assert len(items) > 200_000
    assert isinstance(items[-1], Record)
