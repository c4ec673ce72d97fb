"""What services answer in JSON: Crossref, OpenAlex, Semantic Scholar, DataCite, Zotero, DBLP."""

from __future__ import annotations

import json

import pytest

from carrel.paper import Name, Record, Reject
from tests.readers.conftest import ItemsOf, RecordsOf

CROSSREF = {
    "DOI": "10.1000/ponds.1",
    "type": "journal-article",
    "title": ["The <i>net</i>"],
    "subtitle": ["A story"],
    "author": [
        {"given": "Ada", "family": "Walker", "affiliation": [{"name": "Pond Lab"}]},
        {"given": "Bo", "family": "van der Lee", "suffix": "Jr."},
        {"name": "The Pond Group"},
    ],
    "container-title": ["Journal of Ponds"],
    "short-container-title": ["J. Ponds"],
    "issued": {"date-parts": [[None]]},
    "published-online": {"date-parts": [[2020, 5]]},
    "volume": "4",
    "page": "12-34",
    "publisher": "Reed",
    "ISSN": ["1234-5679"],
    "URL": "http://dx.doi.org/10.1000/ponds.1",
    "abstract": "<jats:title>Abstract</jats:title><jats:p>We fish.</jats:p>",
    "subject": ["Ponds"],
    "is-referenced-by-count": 7,
}


@pytest.mark.parametrize(
    "answer",
    [
        {"status": "ok", "message-type": "work", "message": CROSSREF},
        {"status": "ok", "message-type": "work-list", "message": {"items": [CROSSREF]}},
        {"items": [CROSSREF]},
        [CROSSREF],
        CROSSREF,
    ],
)
def test_crossref(records_of: RecordsOf, answer: object) -> None:
    [record] = records_of("answer.json", json.dumps(answer))
    assert record.title == "The net: A story"
    assert record.authors == (
        Name("Walker", "Ada"),
        Name("Lee", "Bo", non_dropping_particle="van der", suffix="Jr."),
        Name(literal="The Pond Group"),
    )
    assert (record.date, record.type) == ("2020-05", "article-journal")
    assert (record.venue, record.doi) == ("Journal of Ponds", "10.1000/ponds.1")
    assert record.abstract == "We fish."
    assert record.keywords == ("Ponds",)
    assert record.affiliation == "Pond Lab"
    assert record.extra == {
        "volume": "4",
        "page": "12-34",
        "publisher": "Reed",
        "container-title-short": "J. Ponds",
        "ISSN": "1234-5679",
    }


@pytest.mark.parametrize(
    "answer",
    [
        {"message-type": "member-list", "message": {"items": [{"id": 1, "primary-name": "Reed"}]}},
        {"message-type": "work-agency", "message": {"DOI": "10.1/x", "agency": {"id": "x"}}},
        {"message-type": "validation-failure", "message": [{"type": "x", "value": "y"}]},
    ],
)
def test_what_is_no_work_of_crossrefs_is_told(items_of: ItemsOf, answer: object) -> None:
    [reject] = items_of("answer.json", json.dumps(answer))
    assert isinstance(reject, Reject)
    assert "not a work" in reject.reason


OPENALEX = {
    "id": "https://openalex.org/W123",
    "doi": "https://doi.org/10.1000/ponds.1",
    "title": "The net",
    "publication_year": 2020,
    "publication_date": "2020-05-07",
    "type": "article",
    "type_crossref": "proceedings-article",
    "ids": {"openalex": "https://openalex.org/W123", "pmid": "https://pubmed.ncbi.nlm.nih.gov/9"},
    "primary_location": {
        "landing_page_url": "https://example.org/net",
        "source": {"display_name": "Ponds", "issn_l": "1234-5679"},
    },
    "locations": [{"landing_page_url": "https://arxiv.org/abs/2101.00001"}],
    "authorships": [
        {"raw_author_name": "Ada Walker", "author": {"display_name": "A. Walker"}},
        {"author": {"display_name": "Bo Lee"}},
    ],
    "biblio": {"volume": "4", "issue": None, "first_page": "12", "last_page": "34"},
    "abstract_inverted_index": {"nets.": [3], "We": [0], "fish": [1], "with": [2]},
    "keywords": [{"display_name": "Ponds"}],
}


@pytest.mark.parametrize("answer", [OPENALEX, {"meta": {"count": 1}, "results": [OPENALEX]}])
def test_openalex(records_of: RecordsOf, answer: object) -> None:
    [record] = records_of("answer.json", json.dumps(answer))
    assert record.title == "The net"
    assert record.authors == (Name("Walker", "Ada"), Name("Lee", "Bo"))
    assert record.abstract == "We fish with nets."
    assert (record.date, record.type, record.venue) == ("2020-05-07", "paper-conference", "Ponds")
    assert (record.doi, record.arxiv) == ("10.1000/ponds.1", "2101.00001")
    assert record.url == "https://example.org/net"
    assert record.ids == {"openalex": "W123", "pmid": "9"}
    assert record.extra == {"volume": "4", "page": "12-34", "ISSN": "1234-5679"}


def test_an_abstract_is_not_many_times_as_long_as_its_index(records_of: RecordsOf) -> None:
    index = {"We": [0, 3], "x" * 50_000: list(range(4, 10_000)), "fish": [1]}
    work = OPENALEX | {"abstract_inverted_index": index}
    [record] = records_of("answer.json", json.dumps(work))
    assert record.abstract == f"We fish We {'x' * 50_000}"


def test_the_first_of_january_of_openalex_is_the_year(records_of: RecordsOf) -> None:
    work = OPENALEX | {"publication_date": "2020-01-01"}
    [record] = records_of("works.jsonl", json.dumps(work))
    assert record.date == "2020"


S2 = {
    "paperId": "0f34",
    "externalIds": {
        "DOI": "10.1000/ponds.1",
        "ArXiv": "2101.00001",
        "CorpusId": 12,
        "ACL": "P19-1",
    },
    "url": "https://www.semanticscholar.org/paper/0f34",
    "title": "The net",
    "abstract": "We fish.",
    "venue": "Ponds",
    "year": 2020,
    "publicationDate": "2020-05-07",
    "publicationTypes": ["JournalArticle", "Conference"],
    "journal": {"name": "Ponds", "volume": "4", "pages": "12-34"},
    "authors": [{"authorId": "1", "name": "Ada Walker"}, {"authorId": None, "name": "B. Lee"}],
}


@pytest.mark.parametrize(
    "answer",
    [S2, [S2], {"total": 1, "data": [S2]}, {"data": [{"contexts": [], "citingPaper": S2}]}],
)
def test_semantic_scholar(records_of: RecordsOf, answer: object) -> None:
    [record] = records_of("answer.json", json.dumps(answer))
    assert record.title == "The net"
    assert record.authors == (Name("Walker", "Ada"), Name("Lee", "B."))
    assert (record.date, record.type, record.venue) == ("2020-05-07", "paper-conference", "Ponds")
    assert (record.doi, record.arxiv) == ("10.1000/ponds.1", "2101.00001")
    assert record.abstract == "We fish."
    assert record.ids == {"s2": "12", "acl": "P19-1"}
    assert record.extra == {"volume": "4", "page": "12-34"}


def test_a_paper_without_title_and_abstract_is_told(items_of: ItemsOf) -> None:
    answer = {"data": [{"paperId": "1", "title": None}, {"paperId": "2", "title": "t"}, None]}
    first, second, third = items_of("answer.json", json.dumps(answer))
    assert isinstance(first, Reject)
    assert isinstance(second, Record)
    assert isinstance(third, Reject)
    assert (first.text, third.reason) == ("1", "no paper is known by this id")


DATACITE = {
    "id": "https://doi.org/10.1000/data.1",
    "doi": "10.1000/data.1",
    "url": "https://example.org/data",
    "types": {"resourceTypeGeneral": "Dataset", "resourceType": "Counts", "citeproc": "dataset"},
    "creators": [
        {"name": "Walker, Ada", "givenName": "Ada", "familyName": "Walker"},
        {"name": "Lee, Bo", "nameType": "Personal"},
        {"name": "Pond Group, The", "nameType": "Organizational"},
    ],
    "contributors": [{"name": "Fox, Cy", "contributorType": "Editor"}],
    "titles": [{"title": "Counts"}, {"title": "of fish", "titleType": "Subtitle"}],
    "publisher": {"name": "Reed"},
    "publicationYear": 2020,
    "dates": [{"date": "2020-05-07", "dateType": "Issued"}],
    "subjects": [{"subject": "ponds"}],
    "descriptions": [
        {"description": "Not this", "descriptionType": "Other"},
        {"description": "<p>We count.</p>", "descriptionType": "Abstract"},
    ],
    "schemaVersion": "http://datacite.org/schema/kernel-4",
}


def check_datacite(record: Record) -> None:
    assert record.title == "Counts: of fish"
    assert record.authors == (
        Name("Walker", "Ada"),
        Name("Lee", "Bo"),
        Name(literal="Pond Group, The"),
    )
    assert record.editors == (Name("Fox", "Cy"),)
    assert (record.date, record.type, record.doi) == ("2020-05-07", "dataset", "10.1000/data.1")
    assert record.abstract == "We count."
    assert record.keywords == ("ponds",)
    assert record.extra == {"publisher": "Reed"}


@pytest.mark.parametrize(
    "answer", [DATACITE, {"data": [{"type": "dois", "attributes": DATACITE}]}, [DATACITE]]
)
def test_datacite(records_of: RecordsOf, answer: object) -> None:
    [record] = records_of("answer.json", json.dumps(answer))
    check_datacite(record)
    assert record.url == "https://example.org/data"


def test_datacite_xml(records_of: RecordsOf) -> None:
    [record] = records_of(
        "data.xml",
        """<resource xmlns="http://datacite.org/schema/kernel-4">
  <identifier identifierType="DOI">10.1000/data.1</identifier>
  <creators>
    <creator><creatorName>Walker, Ada</creatorName><givenName>Ada</givenName>
      <familyName>Walker</familyName></creator>
    <creator><creatorName nameType="Personal">Lee, Bo</creatorName></creator>
    <creator><creatorName nameType="Organizational">Pond Group, The</creatorName></creator>
  </creators>
  <titles><title>Counts</title><title titleType="Subtitle">of fish</title></titles>
  <publisher>Reed</publisher><publicationYear>2020</publicationYear>
  <subjects><subject>ponds</subject></subjects>
  <contributors><contributor contributorType="Editor">
    <contributorName>Fox, Cy</contributorName></contributor></contributors>
  <dates><date dateType="Issued">2020-05-07</date></dates>
  <resourceType resourceTypeGeneral="Dataset">Counts</resourceType>
  <descriptions><description descriptionType="Abstract">We<br/>count.</description></descriptions>
</resource>""",
    )
    record.abstract = record.abstract.replace("\n", " ")
    check_datacite(record)


def test_zotero(records_of: RecordsOf) -> None:
    data = {
        "key": "AAAA",
        "itemType": "conferencePaper",
        "title": "The net",
        "creators": [
            {"creatorType": "author", "firstName": "Ada", "lastName": "Walker"},
            {"creatorType": "author", "name": "Pond Group"},
            {"creatorType": "editor", "firstName": "Bo", "lastName": "Lee"},
            {"creatorType": "translator", "firstName": "Cy", "lastName": "Fox"},
        ],
        "abstractNote": "We fish.",
        "date": "May 7, 2020",
        "proceedingsTitle": "Proceedings on Ponds",
        "pages": "12-34",
        "DOI": "",
        "url": "https://example.org/net",
        "accessDate": "2021-01-02T03:04:05Z",
        "extra": "DOI: 10.1000/ponds.1\nPMID: 9\nCitation Key: walker2020net",
        "tags": [{"tag": "ponds", "type": 1}],
    }
    note = {"key": "BBBB", "data": {"key": "BBBB", "itemType": "note", "note": "<p>x</p>"}}
    text = json.dumps([{"key": "AAAA", "meta": {}, "data": data}, note])
    [record] = records_of("items.json", text)
    assert record.title == "The net"
    assert record.authors == (Name("Walker", "Ada"), Name(literal="Pond Group"))
    assert record.editors == (Name("Lee", "Bo"),)
    assert (record.date, record.type) == ("2020-05-07", "paper-conference")
    assert (record.venue, record.doi) == ("Proceedings on Ponds", "10.1000/ponds.1")
    assert (record.key, record.ids, record.keywords) == ("walker2020net", {"pmid": "9"}, ("ponds",))
    assert record.extra["translator"] == "Fox, Cy"
    assert (record.extra["page"], record.extra["accessed"]) == ("12-34", "2021-01-02")


def test_json_that_is_no_bibliography_is_no_known_format(items_of: ItemsOf) -> None:
    [reject] = items_of("package.json", '{"name": "x", "version": "1"}')
    assert isinstance(reject, Reject)
    assert reject.reason == "no known format"


def test_a_journal_of_crossrefs_is_a_periodical(records_of: RecordsOf) -> None:
    journal = {"title": "Ponds", "publisher": "Reed", "ISSN": ["1234-5679"], "counts": {}}
    answer = {"status": "ok", "message-type": "journal", "message": journal}
    [record] = records_of("answer.json", json.dumps(answer))
    assert (record.title, record.type) == ("Ponds", "periodical")


def test_a_subtitle_follows_a_question_without_a_colon(records_of: RecordsOf) -> None:
    work = {"DOI": "10.1000/a", "title": ["Why fish?"], "subtitle": ["A story"], "deposited": {}}
    [record] = records_of("work.json", json.dumps(work))
    assert record.title == "Why fish? A story"


def test_an_ebook_platform_is_no_venue(records_of: RecordsOf) -> None:
    source = {"display_name": "Reed eBooks", "type": "ebook platform"}
    work = {
        "id": "https://openalex.org/W1",
        "title": "Nets",
        "type": "book-chapter",
        "primary_location": {"source": source | {"host_organization_name": "Reed"}},
        "authorships": [],
    }
    [record] = records_of("work.json", json.dumps(work))
    assert (record.venue, record.extra["publisher"]) == ("", "Reed")


def test_what_datacite_derives_from_words_is_doubted(records_of: RecordsOf) -> None:
    container = {"title": "Ponds", "volume": "Studies of Nets", "firstPage": "No 1 (2018)"}
    types = {"citeproc": "article", "resourceTypeGeneral": "BookChapter"}
    work = {"doi": "10.1000/a", "titles": [{"title": "Nets"}], "types": types}
    [record] = records_of("work.json", json.dumps(work | {"container": container}))
    assert (record.type, record.venue, record.extra) == ("chapter", "Ponds", {})


def test_zotero_items_as_translators_give_them(records_of: RecordsOf) -> None:
    item = {
        "itemType": "book",
        "title": "Nets",
        "date": "-0300",
        "pages": "224",
        "tags": ["ponds", {"tag": "fish"}],
        "extra": "PMID: 9\n\nRead in May\n\nand June",
    }
    [record] = records_of("items.json", json.dumps([item]))
    assert (record.date, record.keywords) == ("", ("ponds", "fish"))
    assert (record.ids, record.extra) == (
        {"pmid": "9"},
        {"note": "Read in May; and June", "number-of-pages": "224"},
    )


def test_who_speaks_for_a_group_is_an_author_beside_it(records_of: RecordsOf) -> None:
    author = {"family": "collaboration", "given": "Ada Fay for the POND"}
    work = {"DOI": "10.1000/a", "title": ["Nets"], "author": [author], "deposited": {}}
    [record] = records_of("work.json", json.dumps(work))
    assert record.authors == (Name("Fay", "Ada"), Name(literal="POND collaboration"))
