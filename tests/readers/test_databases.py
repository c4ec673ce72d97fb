"""PubMed's, EndNote's, RefWorks', Web of Science's, Word's and DBLP's formats."""

from __future__ import annotations

import pytest

from carrel.paper import Name, Record, Reject
from tests.readers.conftest import ItemsOf, RecordsOf

NBIB = """
PMID- 12345678
OWN - NLM
DP  - 2019 May-Jun
TI  - The net and
      the fish.
PG  - 6913-7
VI  - 75
IP  - 1
LID - 10.1000/ponds.1 [doi]
LID - S0-1 [pii]
AB  - BACKGROUND: Ponds are
      wide. METHODS: We fish.
FAU - Walker, Ada Q
AU  - Walker AQ
FAU - van der Berg, Piet
AU  - van der Berg P
AU  - et al.
CN  - Pond Group
PT  - Comparative Study
PT  - Journal Article
TA  - J Ponds
JT  - Journal of ponds
PMC - PMC99
MH  - Fishes/*physiology
OT  - nets

PMID- 12345679
TI  - [Netze].
AU  - Hiles ID
"""


def test_nbib(records_of: RecordsOf) -> None:
    first, second = records_of("pubmed.nbib", NBIB)
    assert first.title == "The net and the fish"
    assert first.authors == (
        Name("Walker", "Ada Q."),
        Name("Berg", "Piet", non_dropping_particle="van der"),
        Name(literal="Pond Group"),
    )
    assert first.et_al
    assert (first.date, first.type, first.venue) == (
        "2019-05",
        "article-journal",
        "Journal of ponds",
    )
    assert first.doi == "10.1000/ponds.1"
    assert first.abstract == "BACKGROUND: Ponds are wide. METHODS: We fish."
    assert first.keywords == ("nets", "Fishes")
    assert first.ids == {"pmid": "12345678", "pmcid": "PMC99"}
    assert first.extra == {
        "volume": "75",
        "issue": "1",
        "page": "6913-6917",
        "container-title-short": "J Ponds",
    }
    assert (first.place.line, first.place.end, second.place.line) == (2, 26, 28)
    assert (second.title, second.authors) == ("Netze", (Name("Hiles", "I. D."),))


PUBMED = """<?xml version="1.0"?>
<!DOCTYPE PubmedArticleSet PUBLIC "-//NLM//DTD PubMedArticle, 1st January 2025//EN"
  "https://dtd.nlm.nih.gov/ncbi/pubmed/out/pubmed_250101.dtd">
<PubmedArticleSet>
<PubmedArticle>
  <MedlineCitation><PMID Version="1">12345678</PMID>
    <Article>
      <Journal><ISSN>1234-5679</ISSN>
        <JournalIssue><Volume>75</Volume><Issue>1</Issue>
          <PubDate><Year>2019</Year><Month>May</Month></PubDate></JournalIssue>
        <Title>Journal of ponds</Title><ISOAbbreviation>J Ponds</ISOAbbreviation></Journal>
      <ArticleTitle>The net and H<sub>2</sub>O.</ArticleTitle>
      <Pagination><MedlinePgn>6913-7</MedlinePgn></Pagination>
      <ELocationID EIdType="doi">10.1000/ponds.1</ELocationID>
      <Abstract><AbstractText Label="BACKGROUND">Ponds are <i>wide</i>.</AbstractText>
        <AbstractText Label="METHODS">We fish.</AbstractText></Abstract>
      <AuthorList CompleteYN="N">
        <Author><LastName>Walker</LastName><ForeName>Ada Q</ForeName><Initials>AQ</Initials>
          <AffiliationInfo><Affiliation>Pond Lab</Affiliation></AffiliationInfo></Author>
        <Author><CollectiveName>Pond Group</CollectiveName></Author></AuthorList>
      <PublicationTypeList><PublicationType>Journal Article</PublicationType></PublicationTypeList>
      <ArticleDate><Year>2019</Year><Month>05</Month><Day>07</Day></ArticleDate>
    </Article>
    <KeywordList><Keyword>nets</Keyword></KeywordList></MedlineCitation>
  <PubmedData><ArticleIdList><ArticleId IdType="pmc">PMC99</ArticleId></ArticleIdList>
    <ReferenceList><Reference><ArticleIdList><ArticleId IdType="doi">10.1000/other</ArticleId>
      </ArticleIdList></Reference></ReferenceList></PubmedData>
</PubmedArticle>
<PubmedBookArticle><BookDocument><PMID>9</PMID>
  <Book><Publisher><PublisherName>Reed</PublisherName></Publisher><BookTitle>Ponds</BookTitle>
    <PubDate><Year>2009</Year></PubDate><AuthorList Type="authors"><Author>
    <LastName>Lee</LastName><ForeName>Bo</ForeName></Author></AuthorList></Book>
  <ArticleTitle>Of nets</ArticleTitle></BookDocument></PubmedBookArticle>
</PubmedArticleSet>
"""


def test_pubmed_xml(records_of: RecordsOf) -> None:
    article, chapter = records_of("pubmed.xml", PUBMED)
    assert article.title == "The net and H₂O"
    assert article.authors == (Name("Walker", "Ada Q."), Name(literal="Pond Group"))
    assert article.et_al
    assert article.date == "2019-05-07"
    assert article.abstract == "BACKGROUND: Ponds are wide.\nMETHODS: We fish."
    assert (article.doi, article.type) == ("10.1000/ponds.1", "article-journal")
    assert article.venue == "Journal of ponds"
    assert (article.keywords, article.affiliation) == (("nets",), "Pond Lab")
    assert article.ids == {"pmid": "12345678", "pmcid": "PMC99"}
    assert article.extra["page"] == "6913-6917"
    assert article.place.line == 5
    assert (chapter.title, chapter.venue, chapter.type) == ("Of nets", "Ponds", "chapter")
    assert chapter.authors == (Name("Lee", "Bo"),)
    assert (chapter.date, chapter.extra["publisher"]) == ("2009", "Reed")


def test_endnote_xml(records_of: RecordsOf) -> None:
    style = '<style face="normal" font="default" size="100%">{}</style>'
    [record] = records_of(
        "library.xml",
        f"""<?xml version="1.0" encoding="UTF-8"?>
<xml><records><record><rec-number>7</rec-number><ref-type name="Zeitschriftenartikel">17</ref-type>
<contributors><authors><author>{style.format("Walker, Ada Q.")}</author></authors></contributors>
<titles><title>{style.format("The ")}{style.format("net")}</title>
<secondary-title>Journal of Ponds</secondary-title></titles>
<periodical><full-title>Journal of Ponds</full-title><abbr-1>J. Ponds</abbr-1></periodical>
<pages>12-34</pages><volume>4</volume><number>2</number>
<keywords><keyword>nets</keyword><keyword>ponds</keyword></keywords>
<dates><year>2019</year><pub-dates><date>May 7</date></pub-dates></dates>
<isbn>1234-5679</isbn><electronic-resource-num>10.1000/ponds.1</electronic-resource-num>
<abstract>We fish.</abstract><label>walker2019</label>
<urls><related-urls><url>https://example.org/net</url></related-urls></urls>
</record></records></xml>""",
    )
    assert (record.title, record.key) == ("The net", "walker2019")
    assert record.authors == (Name("Walker", "Ada Q."),)
    assert (record.date, record.type, record.venue) == (
        "2019-05-07",
        "article-journal",
        "Journal of Ponds",
    )
    assert (record.doi, record.url) == ("10.1000/ponds.1", "https://example.org/net")
    assert (record.keywords, record.abstract) == (("nets", "ponds"), "We fish.")
    assert record.extra == {
        "volume": "4",
        "issue": "2",
        "page": "12-34",
        "container-title-short": "J. Ponds",
        "ISSN": "1234-5679",
    }


@pytest.mark.parametrize("start", ["%0 Journal Article\n", ""])
def test_refer(records_of: RecordsOf, start: str) -> None:
    first, second = records_of(
        "library.enw",
        f"{start}%T The net\n%A Walker, Ada Q.\n%A Bo Lee\n%J Ponds\n%D 2019\n%8 May 7\n%V 4\n"
        "%P 12-34\n%R 10.1000/ponds.1\n%K nets\nponds\n%X We\nfish.\n%@ 1234-5679\n\n"
        "%A Fox, Cy\n%T Another\n",
    )
    assert first.title == "The net"
    assert first.authors == (Name("Walker", "Ada Q."), Name("Lee", "Bo"))
    assert (first.date, first.venue, first.doi) == ("2019-05-07", "Ponds", "10.1000/ponds.1")
    assert (first.keywords, first.abstract) == (("nets", "ponds"), "We fish.")
    assert first.extra == {"volume": "4", "page": "12-34", "ISSN": "1234-5679"}
    assert (second.title, second.authors) == ("Another", (Name("Fox", "Cy"),))


def test_refworks(records_of: RecordsOf) -> None:
    [record] = records_of(
        "export.txt",
        "Refworks Export Tagged Format\n\nRT=Reference Type\n\nBEGIN EXPORTED REFERENCES\n\n"
        "RT Journal Article\nSR Electronic(1)\nID 7\nA1 Walker,Ada Q.\nT1 The net\nJF Ponds\n"
        "YR 2019\nFD May 7\nVO 4\nSP 12\nOP 34\nK1 nets\nAB We fish.\nDO 10.1000/ponds.1\n",
    )
    assert (record.title, record.key, record.venue) == ("The net", "7", "Ponds")
    assert record.authors == (Name("Walker", "Ada Q."),)
    assert (record.date, record.doi) == ("2019-05-07", "10.1000/ponds.1")
    assert record.extra == {"volume": "4", "page": "12-34"}


def test_web_of_science(records_of: RecordsOf) -> None:
    first, second = records_of(
        "savedrecs.txt",
        "\ufeffFN Clarivate Analytics Web of Science\nVR 1.0\nPT J\nAU Walker, AQ\n   Lee, B\n"
        "AF Walker, Ada Q.\n   Lee, Bo\nTI The net and\n   the fish\nSO JOURNAL OF PONDS\n"
        "DT Article\nAB We\n   fish.\nDE nets; ponds\nSN 1234-5679\nPD MAY 7\nPY 2019\nVL 4\n"
        "BP 12\nEP 34\nDI 10.1000/ponds.1\nUT WOS:000111\nER\n\n"
        "PT J\nAU Fox, C\nTI Another\nER\n\nEF\n",
    )
    assert first.title == "The net and the fish"
    assert first.authors == (Name("Walker", "Ada Q."), Name("Lee", "Bo"))
    assert (first.date, first.doi) == ("2019-05-07", "10.1000/ponds.1")
    assert (first.keywords, first.abstract) == (("nets", "ponds"), "We fish.")
    assert first.ids == {"wos": "000111"}
    assert first.extra == {"volume": "4", "page": "12-34", "ISSN": "1234-5679"}
    assert (first.place.line, first.place.end) == (3, 23)
    assert second.authors == (Name("Fox", "C."),)


def test_the_sources_of_word(records_of: RecordsOf) -> None:
    [record] = records_of(
        "Sources.xml",
        """<b:Sources
 xmlns:b="http://schemas.openxmlformats.org/officeDocument/2006/bibliography">
<b:Source><b:Tag>Wal19</b:Tag><b:SourceType>JournalArticle</b:SourceType><b:Title>The net</b:Title>
<b:Year>2019</b:Year><b:Month>May</b:Month><b:Day>7</b:Day><b:JournalName>Ponds</b:JournalName>
<b:Author><b:Author><b:NameList><b:Person><b:Last>Walker</b:Last><b:First>Ada</b:First>
<b:Middle>Q.</b:Middle></b:Person></b:NameList></b:Author></b:Author>
<b:Volume>4</b:Volume><b:Pages>12-34</b:Pages><b:DOI>10.1000/ponds.1</b:DOI></b:Source></b:Sources>""",
    )
    assert (record.title, record.key, record.venue) == ("The net", "Wal19", "Ponds")
    assert record.authors == (Name("Walker", "Ada Q."),)
    assert (record.date, record.doi) == ("2019-05-07", "10.1000/ponds.1")
    assert record.extra == {"volume": "4", "page": "12-34"}


def test_an_article_among_reports(records_of: RecordsOf) -> None:
    [record] = records_of(
        "eric.nbib",
        "OWN - ERIC\nTI  - Nets\nJT  - Ponds\nOID - EJ1\nDP  - 2019\nDEP - 20190507\n"
        "ISSN - EISSN-1234-5679\nMH  - *Fishes/growth\nPT  - Reports - Research\n",
    )
    assert (record.type, record.venue, record.date) == ("article-journal", "Ponds", "2019-05-07")
    assert (record.extra, record.keywords) == ({"ISSN": "1234-5679"}, ("Fishes",))


def test_pages_in_two_elements(records_of: RecordsOf) -> None:
    [record] = records_of(
        "pubmed.xml",
        "<PubmedArticle><MedlineCitation><PMID>9</PMID><Article><Journal><Title>Ponds</Title>"
        "</Journal><ArticleTitle>Nets.</ArticleTitle><Pagination><StartPage>12</StartPage>"
        "<EndPage>34</EndPage></Pagination></Article></MedlineCitation></PubmedArticle>",
    )
    assert (record.type, record.extra) == ("article-journal", {"page": "12-34"})


def test_months_and_days_of_thousands_of_digits_are_none(records_of: RecordsOf) -> None:
    digits = "1" * 5_000
    article = (
        "<PubmedArticle><MedlineCitation><Article><ArticleTitle>t</ArticleTitle><Journal>"
        f"<JournalIssue><PubDate><Year>2020</Year><Month>{digits}</Month><Day>{digits}</Day>"
        "</PubDate></JournalIssue></Journal></Article></MedlineCitation></PubmedArticle>"
    )
    [record] = records_of("pubmed.xml", article)
    assert record.date == "2020"


def test_web_of_science_of_books_and_patents(records_of: RecordsOf) -> None:
    chapter, book, pages, patent = records_of(
        "savedrecs.ciw",
        "FN x\nVR 1.0\nPT S\nAU Fay, AB\nAF Fay, AB\nTI Nets.\nSO PONDS, VOL 3\nPS 411-22\n"
        "BP 411\nEP 422\nER\n\nPT B\nAU Fay, A\nTI Nets.\nSO Nets\nER\n\n"
        "PT B\nAU Fay, A\nTI Nets of the U.S.\nBP 1\nEP 9\nER\n\n"
        "PT P\nAU FAY A\nTI Net\nSO J. Ponds.\nPN US1\nER\nEF\n",
    )
    assert (chapter.type, chapter.title, chapter.venue) == ("chapter", "Nets", "PONDS, VOL 3")
    assert (chapter.authors, chapter.extra["page"]) == ((Name("Fay", "A. B."),), "411-422")
    assert (book.type, book.title, book.venue) == ("book", "Nets", "")
    assert (pages.type, pages.title) == ("book", "Nets of the U.S.")
    assert (patent.venue, patent.extra) == ("J. Ponds.", {"number": "US1"})


@pytest.mark.parametrize(
    ("number", "doi", "extra"),
    [
        (":ISSN:1234-5679", "", {"ISSN": "1234-5679"}),
        ("ISBN 978-3-16-148410-0", "", {"ISBN": "978-3-16-148410-0"}),
        ("DOI: 10.1000/ponds", "10.1000/ponds", {}),
        ("POND/TP-2", "", {"number": "POND/TP-2"}),
    ],
)
def test_word_has_one_field_for_all_numbers(
    records_of: RecordsOf, number: str, doi: str, extra: dict[str, str]
) -> None:
    [record] = records_of(
        "Sources.xml",
        '<b:Sources xmlns:b="http://schemas.openxmlformats.org/officeDocument/2006/bibliography">'
        f"<b:Source><b:Title>Nets</b:Title><b:StandardNumber>{number}</b:StandardNumber>"
        "</b:Source></b:Sources>",
    )
    assert (record.doi, record.extra) == (doi, extra)


DBLP = """<?xml version="1.0" encoding="ISO-8859-1"?>
<!DOCTYPE dblp SYSTEM "dblp.dtd">
<dblp>
<article mdate="2020-05-28" key="journals/pond/FayM20">
<author>Ada Fay 0001</author>
<author>J&ouml;rg van der M&uuml;ller</author>
<title>On <i>H</i><sub>2</sub>O ponds.</title>
<pages>101-119</pages><year>2020</year><volume>12</volume><journal>J. Ponds</journal>
<number>3</number><ee>https://doi.org/10.1000/ponds.1</ee>
</article><inproceedings key="conf/pond/Roe21"><author>Ben Roe</author><title>What are nets?</title>
<booktitle>POND (1)</booktitle><year>2021</year></inproceedings>
<article key="journals/corr/abs-2101-00001"><author>Ben Roe</author><title>Nets.</title>
<year>2021</year><volume>abs/2101.00001</volume><journal>CoRR</journal></article>
<www key="homepages/r/Roe"><author>Ben Roe</author><title>Home Page</title></www>
<phdthesis key="phd/Fay18"><author>Ada Fay</author><title>Ponds.</title><year>2018</year>
<school>University of Ponds</school></phdthesis>
<article></article>
"""


def test_dblp(items_of: ItemsOf) -> None:
    *records, empty, cut_off = items_of("dblp.xml", DBLP)
    article, paper, preprint, thesis = [item for item in records if isinstance(item, Record)]
    assert (article.title, article.key) == ("On H₂O ponds", "DBLP:journals/pond/FayM20")
    assert [name.display for name in article.authors] == ["Ada Fay", "Jörg van der Müller"]
    assert (article.doi, article.venue, article.date) == ("10.1000/ponds.1", "J. Ponds", "2020")
    assert article.extra == {"volume": "12", "issue": "3", "page": "101-119"}
    assert (paper.title, paper.venue, paper.type) == (
        "What are nets?",
        "POND (1)",
        "paper-conference",
    )
    assert (preprint.arxiv, preprint.venue, preprint.type) == ("2101.00001", "arXiv", "article")
    assert "volume" not in preprint.extra
    assert thesis.extra == {"publisher": "University of Ponds", "genre": "PhD thesis"}
    assert isinstance(empty, Reject)
    assert empty.reason.startswith("a record without title")
    assert isinstance(cut_off, Reject)
    assert cut_off.reason == "not XML: the file ends before its elements do"
