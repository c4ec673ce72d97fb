"""What archives and databases answer of books, their chapters, and theses."""

from __future__ import annotations

import json
from collections.abc import Mapping

import pytest

from carrel.paper import Name
from tests.readers.conftest import RecordsOf


def test_a_thesis_in_inspire(records_of: RecordsOf) -> None:
    value = {
        "texkeys": ["Fay:2019abc"],
        "titles": [{"title": "Mud"}],
        "authors": [
            {"full_name": "Roe, Ben", "inspire_roles": ["supervisor"]},
            {"full_name": "Fay, Ada", "inspire_roles": ["author"]},
        ],
        "thesis_info": {"date": "2019-05", "institutions": [{"name": "Lund U."}]},
        "isbns": [{"value": "9783161484100", "medium": "print"}],
        "document_type": ["thesis"],
        "earliest_date": "2018",
    }
    [found] = records_of("thesis.json", json.dumps({"metadata": value}))
    assert (found.authors, found.editors) == ((Name("Fay", "Ada"),), ())
    assert (found.type, found.date) == ("thesis", "2019-05")
    assert found.extra == {"publisher": "Lund U.", "ISBN": "9783161484100"}


def test_what_europe_pmc_has_of_a_book(records_of: RecordsOf) -> None:
    chapter = {
        "source": "MED",
        "title": "Mud.",
        "authorString": "Fay AB.",
        "pubYear": "1993",
        "firstPublicationDate": "2019-05-07",
        "bookOrReportDetails": {
            "comprisingTitle": "All Ponds.",
            "publisher": "Pond Press",
            "isbn13": "9783161484100",
            "yearOfPublication": 1993,
        },
    }
    whole = {**chapter, "title": "All Ponds."}
    found, book = records_of("answer.json", json.dumps([chapter, whole]))
    assert (found.title, found.venue, found.type) == ("Mud", "All Ponds", "chapter")
    assert found.date == "2019-05-07"
    assert found.extra == {"publisher": "Pond Press", "ISBN": "9783161484100"}
    assert (book.title, book.venue, book.date) == ("All Ponds", "", "1993")


def test_a_book_in_pubmed(records_of: RecordsOf) -> None:
    whole = {
        "title": "",
        "booktitle": "All Ponds",
        "publishername": "Pond Press",
        "publisherlocation": "Lund",
        "edition": "2nd",
        "sorttitle": "",
    }
    answer = {"result": {"uids": ["7", "8"], "7": whole, "8": {**whole, "title": "Mud"}}}
    book, chapter = records_of("esummary.json", json.dumps(answer))
    assert (book.title, book.venue, book.type) == ("All Ponds", "", "book")
    assert (chapter.title, chapter.venue, chapter.type) == ("Mud", "All Ponds", "chapter")
    assert book.extra == {"publisher": "Pond Press", "publisher-place": "Lund", "edition": "2nd"}


@pytest.mark.parametrize(
    ("about", "custom"),
    [
        (
            {
                "resource_type": {"type": "publication", "subtype": "section"},
                "part_of": {"title": "All ponds", "pages": "12-34"},
                "imprint": {"publisher": "Pond Press", "place": "Lund", "isbn": "9783161484100"},
                "meeting": {"title": "Ponds 2019"},
                "contributors": [
                    {"name": "Roe, Ben", "type": "Editor"},
                    {"name": "Cy, Di", "type": "Other"},
                ],
            },
            {},
        ),
        (
            {
                "resource_type": {"id": "publication-section"},
                "publisher": "Pond Press",
                "contributors": [
                    {
                        "person_or_org": {"family_name": "Roe", "given_name": "Ben"},
                        "role": {"id": "editor"},
                    }
                ],
            },
            {
                "imprint:imprint": {
                    "title": "All ponds",
                    "pages": "12-34",
                    "place": "Lund",
                    "isbn": "9783161484100",
                },
                "meeting:meeting": {"title": "Ponds 2019"},
            },
        ),
    ],
)
def test_what_zenodo_has_of_a_chapter(
    about: Mapping[str, object], custom: Mapping[str, object], records_of: RecordsOf
) -> None:
    deposit = {
        "conceptrecid": "1",
        "metadata": {"title": "Mud", "creators": [{"name": "Fay, Ada"}], **about},
        "custom_fields": custom,
    }
    [found] = records_of("zenodo.json", json.dumps(deposit))
    assert (found.title, found.venue, found.type) == ("Mud", "All ponds", "chapter")
    assert (found.authors, found.editors) == ((Name("Fay", "Ada"),), (Name("Roe", "Ben"),))
    assert found.extra == {
        "publisher": "Pond Press",
        "publisher-place": "Lund",
        "event-title": "Ponds 2019",
        "page": "12-34",
        "ISBN": "9783161484100",
    }


@pytest.mark.parametrize(
    "members",
    [
        {"metadata": {"thesis": {"university": "Lund"}}},
        {"custom_fields": {"thesis:university": "Lund"}},
        {"custom_fields": {"thesis:thesis": {"university": "Lund"}}},
    ],
)
def test_a_thesis_in_zenodo(
    members: Mapping[str, Mapping[str, object]], records_of: RecordsOf
) -> None:
    kind = {"id": "publication-thesis"}
    about: Mapping[str, object]
    about = {"title": "Mud", "publisher": "Zenodo", "resource_type": kind}
    about = {**about, **members.get("metadata", {})}
    deposit = {"conceptrecid": "1", **members, "metadata": about}
    [found] = records_of("zenodo.json", json.dumps(deposit))
    assert (found.type, found.extra) == ("thesis", {"publisher": "Lund"})


def test_a_thesis_and_a_book_in_ads(records_of: RecordsOf) -> None:
    thesis = {
        "bibcode": "2019PhDT........12F",
        "title": ["Mud"],
        "author": ["Fay, A. -B."],
        "pub": "Ph.D. Thesis",
        "aff": ["Lund University; <ORCID>0000-0000-0000-0000</ORCID>"],
        "doctype": "phdthesis",
    }
    book = {
        "bibcode": "2019pond.book.....R",
        "title": ["All ponds"],
        "author": ["Roe, Ben"],
        "editor": ["Cy, Di"],
        "pub": "Ponds of Sweden",
        "publisher": "Pond Press",
        "doctype": "book",
    }
    same = {**book, "pub": "All ponds"}
    docs = [thesis, book, same]
    found, first, second = records_of("a.json", json.dumps({"response": {"docs": docs}}))
    assert (found.type, found.venue, found.authors) == ("thesis", "", (Name("Fay", "A.-B."),))
    assert found.affiliation == "Lund University"
    assert found.extra == {"publisher": "Lund University", "genre": "PhD thesis"}
    assert (first.type, first.venue, first.editors) == ("book", "", (Name("Cy", "Di"),))
    assert first.extra == {"publisher": "Pond Press", "collection-title": "Ponds of Sweden"}
    assert (second.venue, second.extra) == ("", {"publisher": "Pond Press"})


def test_a_report_and_a_book_that_was_edited_in_hal(records_of: RecordsOf) -> None:
    report = {
        "title_s": ["Mud"],
        "authFullName_s": ["Ada Fay", "Ben Roe"],
        "authQuality_s": ["aut", "edt"],
        "instStructName_s": ["Pond Lab", "Mud Lab"],
        "authorityInstitution_s": ["Lund"],
        "number_s": ["RR-12"],
        "docType_s": "REPORT",
    }
    book = {"title_s": ["All ponds"], "authFullName_s": ["Ben Roe", "Di Cy"], "docType_s": "DOUV"}
    answer = {"response": {"docs": [report, book]}}
    found, edited = records_of("hal.json", json.dumps(answer))
    assert (found.authors, found.editors) == ((Name("Fay", "Ada"),), (Name("Roe", "Ben"),))
    assert (found.type, found.affiliation) == ("report", "Pond Lab; Mud Lab")
    assert found.extra == {"publisher": "Lund", "number": "RR-12"}
    assert (edited.type, edited.authors) == ("book", ())
    assert edited.editors == (Name("Roe", "Ben"), Name("Cy", "Di"))


def test_a_talk_in_hal_and_its_proceedings(records_of: RecordsOf) -> None:
    talk = {"title_s": ["Mud"], "docType_s": "COMM", "conferenceTitle_s": "Ponds 2019"}
    docs = [talk, {**talk, "source_s": "Proceedings of Ponds"}]
    alone, printed = records_of("hal.json", json.dumps({"response": {"docs": docs}}))
    assert (alone.venue, printed.venue) == ("Ponds 2019", "Proceedings of Ponds")
    assert (alone.extra, printed.extra) == ({}, {"event-title": "Ponds 2019"})


def test_a_talk_in_zenodo(records_of: RecordsOf) -> None:
    kind = {"type": "publication", "subtype": "conferencepaper"}
    about = {"title": "Mud", "resource_type": kind, "meeting": {"title": "Ponds 2019"}}
    deposits = [
        {"conceptrecid": "1", "metadata": about},
        {"conceptrecid": "2", "metadata": {**about, "part_of": {"title": "Proceedings of Ponds"}}},
    ]
    alone, printed = records_of("zenodo.json", json.dumps(deposits))
    assert (alone.venue, printed.venue) == ("Ponds 2019", "Proceedings of Ponds")
    assert (alone.extra, printed.extra) == ({}, {"event-title": "Ponds 2019"})


def test_a_chapter_and_its_book_in_zbmath(records_of: RecordsOf) -> None:
    printed = {
        "book": [{"isbn": [{"number": "978-3-16-148410-0"}], "publisher": "Lund: Pond Press"}],
        "series": [{"title": "Waters", "short_title": "W.", "volume": "4"}],
    }
    chapter = {
        "zbmath_url": "https://zbmath.org/12",
        "title": {"title": "Mud"},
        "document_type": {"code": "a"},
        "source": {
            **printed,
            "pages": "12-34",
            "source": "Roe, Ben (ed.) et al., All ponds. July 16--20. Lund: Pond Press. Waters 4, "
            "12-34 (2019).",
        },
    }
    book = {
        "title": {"title": "All ponds. July 16--20"},
        "document_type": {"code": "b"},
        "source": {**printed, "pages": "x, 478~p."},
    }
    preprint = {
        "title": {"title": "Reeds"},
        "database": "arXiv",
        "identifier": "arXiv:2101.00001",
        "links": [{"identifier": "2101.00001", "type": "arxiv"}],
    }
    answer = {"result": [chapter, book, preprint]}
    part, whole, other = records_of("zbmath.json", json.dumps(answer))
    assert (part.type, part.venue) == ("chapter", "All ponds. July 16–20")
    both = {"ISBN": "978-3-16-148410-0", "publisher": "Pond Press", "publisher-place": "Lund"}
    both |= {"collection-title": "Waters", "volume": "4"}
    assert part.extra == both | {"page": "12-34"}
    assert (whole.type, whole.title, whole.venue) == ("book", "All ponds. July 16–20", "")
    assert whole.extra == both | {"number-of-pages": "x, 478"}
    assert (other.type, other.arxiv, other.ids) == ("article", "2101.00001", {})
