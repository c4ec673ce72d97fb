"""RIS as reference managers and databases write it."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from carrel.paper import Name, Record, Reject
from tests.readers.conftest import ItemsOf, RecordsOf

ARTICLE = """TY  - JOUR
ID  - walker2019nets
AU  - Walker, Ada Q.
AU  - van der Berg, Piet
A1  - Fister, Jr., Iztok
TI  - Nets &amp; <i>fish</i>
JF  - Journal of Ponds
JA  - J. Ponds
PY  - 2019
DA  - 2019/05/17/
VL  - 12
IS  - 3
SP  - 101
EP  - 119
SN  - 1234-5679
DO  - https://doi.org/10.1000/ponds.12.3
UR  - https://example.org/ponds
KW  - nets
KW  - fish; ponds
AB  - We study nets.
N1  - Read in May
ER  -
"""


def test_an_article(records_of: RecordsOf) -> None:
    [record] = records_of("refs.ris", ARTICLE)
    assert record.type == "article-journal"
    assert record.key == "walker2019nets"
    assert record.title == "Nets & fish"
    assert record.authors == (
        Name("Walker", "Ada Q."),
        Name("Berg", "Piet", non_dropping_particle="van der"),
        Name("Fister", "Iztok", suffix="Jr."),
    )
    assert record.date == "2019-05-17"
    assert record.venue == "Journal of Ponds"
    assert record.doi == "10.1000/ponds.12.3"
    assert record.url == "https://example.org/ponds"
    assert record.keywords == ("nets", "fish", "ponds")
    assert record.abstract == "We study nets."
    assert record.extra == {
        "volume": "12",
        "issue": "3",
        "page": "101-119",
        "ISSN": "1234-5679",
        "container-title-short": "J. Ponds",
        "note": "Read in May",
    }
    assert (record.place.line, record.place.end) == (1, 22)
    assert record.format == "ris"


def test_words_in_place_of_a_year_are_kept(records_of: RecordsOf) -> None:
    (record,) = records_of(
        "ris", ARTICLE.replace("PY  - 2019\nDA  - 2019/05/17/", "PY  - in press")
    )
    assert (record.date, record.extra["issued"]) == ("", "in press")


def test_a_chapter_and_a_book(records_of: RecordsOf) -> None:
    chapter, book = records_of(
        "refs.ris",
        "TY  - CHAP\nTI  - On Nets\nT2  - All of Fishing\nED  - Lee, Bo\nSN  - 978-0-306-40615-7\n"
        "ER  - \nTY  - BOOK\nTI  - All of Fishing\nT2  - Ponds and Lakes\nPB  - Reed\nER  - \n",
    )
    assert (chapter.type, chapter.venue) == ("chapter", "All of Fishing")
    assert chapter.editors == (Name("Lee", "Bo"),)
    assert chapter.extra["ISBN"] == "978-0-306-40615-7"
    assert (book.venue, book.extra["collection-title"]) == ("", "Ponds and Lakes")


def test_a_preprint_is_known_by_its_link(records_of: RecordsOf) -> None:
    [record] = records_of(
        "refs.ris", "TY  - PREPRINT\nTI  - Nets\nUR  - http://arxiv.org/abs/2101.00001v2\nER  - \n"
    )
    assert (record.type, record.arxiv) == ("article", "2101.00001")


@pytest.mark.parametrize(
    ("fields", "arxiv"),
    [
        ("JO  - arXiv preprint arXiv:2101.00001\n", "2101.00001"),  # as Google Scholar has it
        ("JO  - CoRR\nVL  - abs/2101.00001\n", "2101.00001"),  # as DBLP has it
        ("JO  - CoRR\nVL  - cs.AI/0101001\n", "cs.AI/0101001"),
    ],
)
def test_a_preprint_is_known_by_its_journal(fields: str, arxiv: str, records_of: RecordsOf) -> None:
    [record] = records_of("scholar.ris", f"TY  - JOUR\nT1  - Nets\n{fields}ER  - \n")
    assert (record.arxiv, record.venue, record.type) == (arxiv, "arXiv", "article")
    assert record.extra == {}


def test_abstracts_may_go_on_over_lines_and_paragraphs(records_of: RecordsOf) -> None:
    [record] = records_of(
        "refs.ris", "TY  - JOUR\nTI  - x\nAB  - One is\nbroken.\n\nTwo.\nKW  - a\nER  - \n"
    )
    assert record.abstract == "One is broken.\nTwo."
    assert record.keywords == ("a",)


def test_family_name_first_without_a_comma(records_of: RecordsOf) -> None:
    text = "TY  - JOUR\nTI  - x\nA1  - Liu R.\nA1  - Ada Lovelace\nA1  - et al.\nER  -\n"
    [record] = records_of("refs.ris", text)
    assert record.authors == (Name("Liu", "R."), Name("Lovelace", "Ada"))
    assert record.et_al


@pytest.mark.parametrize(
    "text",
    [
        ARTICLE.replace("\n", "\r\n"),
        ARTICLE.replace("\n", "\r"),
        ARTICLE.replace("  - ", " - "),
        ARTICLE.replace("ER  -\n", ""),
        "\ufeff" + ARTICLE,
        "\n\n" + ARTICLE,
        "Record #1 of 1\nProvider: Someone\n1.\n" + ARTICLE,
    ],
)
def test_dialects(records_of: RecordsOf, text: str) -> None:
    [record] = records_of("refs.ris", text)
    assert record.title == "Nets & fish"
    assert len(record.authors) == 3


def test_other_encodings(records_of: RecordsOf) -> None:
    text = "TY  - JOUR\nTI  - Über Netze – schön\nER  - \n"
    for data in (text.encode("utf-16"), text.encode("cp1252"), text.encode("utf-8-sig")):
        [record] = records_of("refs.ris", data)
        assert record.title == "Über Netze – schön"


def test_the_content_decides_not_the_name(records_of: RecordsOf) -> None:
    [record] = records_of("savedrecs.txt", ARTICLE)
    assert record.format == "ris"


def test_what_stands_behind_a_record_is_none(records_of: RecordsOf) -> None:
    text = "TY  - INTV\nTI  - Nets\nER  - \nNL  - J Ponds\n\nLink to the Ovid Full Text: http://a.org\n"
    [record] = records_of("refs.ris", text)
    assert (record.title, record.type) == ("Nets", "interview")


@pytest.mark.parametrize(
    ("kind", "number", "wanted"),
    [("JOUR", "e17", "e17"), ("JOUR", "PMC17", ""), ("BOOK", "17", "")],
)
def test_an_article_may_have_a_number_for_pages(
    records_of: RecordsOf, kind: str, number: str, wanted: str
) -> None:
    (record,) = records_of("refs.ris", f"TY  - {kind}\nTI  - Naps\nC7  - {number}\nER  - \n")
    assert record.extra.get("number", "") == wanted


def test_authors_keep_their_order_under_either_tag(records_of: RecordsOf) -> None:
    text = "TY  - JOUR\nTI  - Nets\nA1  - Fay, Ada\nAU  - Roe, Bo\nA1  - Lee, Cy\nER  - \n"
    [record] = records_of("refs.ris", text)
    assert [name.family for name in record.authors] == ["Fay", "Roe", "Lee"]


def test_a_bare_doi_is_no_genre_and_links_may_stand_close(records_of: RecordsOf) -> None:
    text = "TY  - JOUR\nTI  - Nets\nM3  - 10.1000/nets\nUR  - {}\nER  - \n"
    [record] = records_of("refs.ris", text.format("http://a.org;http://b.org"))
    assert (record.doi, record.extra, record.url) == ("10.1000/nets", {}, "http://a.org")
    [record] = records_of("refs.ris", text.format("//a.org/nets"))
    assert record.url == "https://a.org/nets"
    [record] = records_of("refs.ris", text.format("<Go to ISI>://WOS:0001"))
    assert record.url == ""


def test_text_outside_of_records_and_empty_records_are_told(items_of: ItemsOf) -> None:
    text = "Some words\nand more\n" + ARTICLE + "TY  - JOUR\nER  - \n"
    stray, record, empty = items_of("refs.ris", text)
    assert isinstance(stray, Reject)
    assert isinstance(record, Record)
    assert isinstance(empty, Reject)
    assert (stray.place.line, stray.place.end) == (1, 2)
    assert (empty.place.line, empty.place.end) == (25, 26)
    assert empty.text == "TY: JOUR"


LINES = st.lists(
    st.sampled_from(["TY  - JOUR", "ER  - ", "", "TI  - A title", "AU  - Lee, Bo", "stray", "  x"])
    | st.text(st.characters(exclude_categories=["C", "Zl", "Zp"]), max_size=20),
    max_size=30,
)


@settings(suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture])
@given(LINES)
def test_every_line_is_in_a_record_or_told(items_of: ItemsOf, lines: list[str]) -> None:
    lines = ["TY  - JOUR", "TI  - First", "ER  - ", *lines]
    told: set[int] = set()
    for item in items_of("refs.ris", "\n".join(lines)):
        told.update(range(item.place.line, item.place.end + 1))
    untold = [line for number, line in enumerate(lines, 1) if number not in told]
    assert all(not line.strip() or line.startswith("ER  -") for line in untold), untold


# Without what may be taken for UTF-8 that was read in another encoding.
LETTERS = st.characters(categories=["Lu", "Ll"], max_codepoint=0x17F, exclude_characters="ÃÂâã")
NAMES = st.text(LETTERS, min_size=2, max_size=8)
WORDS = NAMES.map(str.capitalize)


@settings(suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture])
@given(st.lists(st.tuples(WORDS, st.lists(st.tuples(WORDS, WORDS), max_size=3)), min_size=1))
def test_what_is_written_is_read(
    records_of: RecordsOf, wanted: list[tuple[str, list[tuple[str, str]]]]
) -> None:
    text = "".join(
        f"TY  - JOUR\nTI  - {title}\n"
        + "".join(f"AU  - {family}, {given}\n" for family, given in authors)
        + "ER  - \n\n"
        for title, authors in wanted
    )
    found = [
        (record.title, [(name.family, name.given) for name in record.authors])
        for record in records_of("refs.ris", text)
    ]
    assert found == wanted
