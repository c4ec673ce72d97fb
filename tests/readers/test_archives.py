"""What archives and databases of single fields answer in JSON: INSPIRE, ADS, Europe PMC, bioRxiv,
OpenReview, HAL, PubMed, zbMATH, Zenodo, DOAJ."""

from __future__ import annotations

import json
from collections.abc import Mapping

import pytest

from carrel.paper import Name, Record, Reject
from tests.readers.conftest import ItemsOf, RecordsOf

DOI, ARXIV = "10.1000/mud.1", "2101.00001"
INSPIRE = {
    "id": "12",
    "metadata": {
        "control_number": 12,
        "texkeys": ["Fay:2019abc"],
        "titles": [
            {"title": "Mud in the <math><mi>x</mi></math>", "source": "APS"},
            {"title": "Mud", "subtitle": "A study", "source": "arXiv"},
        ],
        "authors": [
            {"full_name": "Fay, Ada B.", "affiliations": [{"value": "Pond Lab"}]},
            {"full_name": "van der Roe, Ben"},
            {"full_name": "Cy, Di", "inspire_roles": ["editor"]},
        ],
        "abstracts": [{"value": "We study mud."}],
        "arxiv_eprints": [{"value": ARXIV, "categories": ["hep-th", "gr-qc"]}],
        "dois": [{"value": "10.1000/erratum", "material": "erratum"}, {"value": DOI}],
        "publication_info": [
            {"cnum": "C19-05-07", "conference_record": {}},
            {"journal_title": "Errata", "material": "erratum"},
            {
                "journal_title": "J.Ponds",
                "journal_volume": "4",
                "journal_issue": "2",
                "year": 2019,
                "page_start": "12",
                "page_end": "34",
            },
        ],
        "document_type": ["article"],
        "earliest_date": "2018-12-31",
    },
}
ADS = {
    "bibcode": "2019JPond...4...12F",
    "title": ["Mud: A study"],
    "author": ["Fay, Ada B.", "van der Roe, Ben"],
    "pub": "J.Ponds",
    "volume": "4",
    "issue": "2",
    "page": ["12"],
    "page_range": "12-34",
    "pubdate": "2019-00-00",
    "abstract": "We study mud.",
    "doi": [DOI],
    "identifier": ["2021arXiv210100001F", f"arXiv:{ARXIV}", DOI],
    "arxiv_class": ["hep-th", "gr-qc"],
    "aff": ["Pond Lab", "-"],
    "doctype": "article",
    "issn": ["1234-5679"],
}
EUROPE_PMC = {
    "id": "7",
    "source": "MED",
    "pmid": "7",
    "doi": DOI,
    "title": "Mud: A study.",
    "authorString": "Fay AB, van der Roe B.",
    "authorList": {
        "author": [
            {"fullName": "Fay AB", "firstName": "Ada B.", "lastName": "Fay"},
            {"fullName": "van der Roe B", "firstName": "Ben", "lastName": "van der Roe"},
        ]
    },
    "journalInfo": {
        "issue": "2",
        "volume": "4",
        "dateOfPublication": "2019",
        "journal": {"title": "J.Ponds", "issn": "1234-5679"},
    },
    "pubYear": "2019",
    "pageInfo": "12-34",
    "abstractText": "We study <i>mud</i>.",
}
HAL = {
    "halId_s": "hal-0000012",
    "title_s": ["Mud"],
    "subTitle_s": ["A study"],
    "authFullName_s": ["Ada B. Fay", "Ben van der Roe"],
    "abstract_s": ["We study mud."],
    "doiId_s": DOI,
    "arxivId_s": ARXIV,
    "journalTitle_s": "J.Ponds",
    "volume_s": "4",
    "issue_s": ["2"],
    "page_s": "12-34",
    "journalEissn_s": "1234-5679",
    "publicationDateY_i": 2019,
    "docType_s": "ART",
}
ZBMATH = {
    "id": 12,
    "identifier": "1400.12345",
    "zbmath_url": "https://zbmath.org/12",
    "title": {"title": "Mud", "subtitle": "A study", "original": None},
    "contributors": {"authors": [{"name": "Fay, Ada B."}, {"name": "van der Roe, Ben"}]},
    "source": {
        "pages": "12-34",
        "series": [
            {
                "title": "J.Ponds",
                "volume": "4",
                "issue": "2",
                "issn": [{"number": "1234-5679", "type": "print"}],
            }
        ],
        "book": [],
    },
    "year": "2019",
    "document_type": {"code": "j"},
    "editorial_contributions": [
        {"text": "A fine paper."},
        {"text": "Summary: We study mud."},
    ],
    "links": [{"identifier": DOI, "type": "doi"}, {"identifier": ARXIV, "type": "arxiv"}],
}
DOAJ = {
    "id": "a",
    "bibjson": {
        "identifier": [{"id": DOI, "type": "doi"}, {"id": "1234-5679", "type": "eissn"}],
        "title": "Mud: A study",
        "author": [{"name": "Ada B. Fay", "affiliation": "Pond Lab"}, {"name": "Ben van der Roe"}],
        "journal": {"title": "J.Ponds", "volume": "4", "number": "2"},
        "year": "2019",
        "start_page": "12",
        "end_page": "34",
        "abstract": "We study mud.",
    },
}


@pytest.mark.parametrize(
    "answer",
    [
        {"hits": {"hits": [INSPIRE], "total": 1}},
        INSPIRE,
        {"responseHeader": {"status": 0}, "response": {"numFound": 1, "docs": [ADS]}},
        {"hitCount": 1, "resultList": {"result": [EUROPE_PMC]}},
        {"response": {"numFound": 1, "docs": [HAL]}},
        {"result": [ZBMATH], "status": {"execution": "ok"}},
        {"total": 1, "results": [DOAJ]},
    ],
)
def test_an_article(answer: Mapping[str, object], records_of: RecordsOf) -> None:
    [found] = records_of("answer.json", json.dumps(answer))
    assert found.title == "Mud: A study"
    assert found.authors == (Name("Fay", "Ada B."), Name("Roe", "Ben", "van der"))
    assert (found.date, found.type) == ("2019", "article-journal")
    assert found.venue == ("J. Ponds" if found.format == "inspire" else "J.Ponds")
    assert (found.doi, found.abstract) == (DOI, "We study mud.")
    assert found.arxiv == ("" if found.format in ("europe_pmc", "doaj") else ARXIV)
    assert found.categories in ((), ("hep-th", "gr-qc"))
    assert (found.extra["volume"], found.extra["issue"]) == ("4", "2")
    assert found.extra["page"] == "12-34"
    told = found.format in ("inspire", "ads", "doaj")
    assert found.affiliation == ("Pond Lab" if told else "")
    assert found.extra.get("ISSN") == (None if found.format == "inspire" else "1234-5679")


def test_a_paper_of_inspire_by_itself(items_of: ItemsOf) -> None:
    link = "https://inspirehep.net/api/literature/12"
    references = [{"record": {"$ref": link}}] * 2_000
    alone = {"references": references, "titles": [{"title": "Mud"}], "control_number": 12}
    for answer in (alone, {"id": "12", "links": {"self": link}, "metadata": alone}):
        [found] = items_of("paper.json", json.dumps(answer))
        assert isinstance(found, Record)
        assert (found.title, found.url) == ("Mud", "https://inspirehep.net/literature/12")
    person = {"name": {"value": "Fay, Ada"}, "control_number": 12, "links": {"papers": link}}
    [reject] = items_of("person.json", json.dumps({"metadata": person}))
    assert isinstance(reject, Reject)


def test_affiliations_in_ads_that_say_nothing(records_of: RecordsOf) -> None:
    places = ["Pond Lab", "-", "<i></i>", " Pond Lab", "Mud Lab"]
    [found] = records_of("answer.json", json.dumps({**ADS, "aff": places}))
    assert found.affiliation == "Pond Lab; Mud Lab"


def test_a_summary_in_zbmath_that_is_only_called_so(records_of: RecordsOf) -> None:
    texts = [
        {"text": "A fine paper.", "contribution_type": "review"},
        {"text": "We study mud.", "contribution_type": "summary"},
    ]
    answer = {"result": [{**ZBMATH, "editorial_contributions": texts}]}
    [found] = records_of("answer.json", json.dumps(answer))
    assert found.abstract == "We study mud."


def test_biorxiv(records_of: RecordsOf) -> None:
    paper = {
        "doi": "10.1101/2019.05.07.1",
        "title": "Mud",
        "authors": "Fay, A. B.; van der Roe, B.",
        "author_corresponding": "Ada Fay",
        "author_corresponding_institution": "Pond Lab",
        "date": "2019-05-07",
        "category": "ecology",
        "server": "biorxiv",
    }
    old = {**paper, "server": None, "jatsxml": "https://www.medrxiv.org/content/a.source.xml"}
    answer = {"messages": [{"status": "ok"}], "collection": [paper, old]}
    found, older = records_of("answer.json", json.dumps(answer))
    assert older.venue == "medRxiv"
    assert found.authors == (Name("Fay", "A. B."), Name("Roe", "B.", "van der"))
    assert (found.venue, found.date, found.keywords) == ("bioRxiv", "2019-05-07", ("ecology",))
    assert found.affiliation == "Pond Lab"


def test_openreview(items_of: ItemsOf) -> None:
    content = {
        "title": "Mud",
        "authors": ["Ada Fay"],
        "venue": "Ponds 2024 poster",
        "_bibtex": "@inproceedings{\nfay,\nyear={2024}\n}",
    }
    first = {"id": "aB", "forum": "aB", "invitation": "x", "cdate": 1705400000000}
    second = {name: {"value": value} for name, value in content.items()}
    notes = [
        {**first, "content": content},
        {**first, "cdate": 1695000000000, "content": second},
        {"id": "cD", "forum": "aB", "content": {"title": "Official Review"}},
    ]
    old, new, review = items_of("notes.json", json.dumps({"notes": notes, "count": 3}))
    assert isinstance(old, Record)
    assert isinstance(new, Record)
    assert isinstance(review, Reject)
    assert (old.date, new.date) == ("2024-01-16", "2024")
    assert old.authors == new.authors == (Name("Fay", "Ada"),)
    assert (new.title, new.venue, new.type) == ("Mud", "Ponds 2024 poster", "paper-conference")
    assert new.url == "https://openreview.net/forum?id=aB"
    assert "a reply" in review.reason


def test_what_openreview_has_from_dblp(records_of: RecordsOf) -> None:
    content = {
        "title": "Mud",
        "authors": ["Ada Fay"],
        "venue": "Ponds 2016",
        "venueid": "dblp.org/conf/PONDS/2016",
        "html": f"https://doi.org/{DOI}",
        "pdf": f"https://arxiv.org/pdf/{ARXIV}",
        "_bibtex": "@inproceedings{DBLP:a,\n year={2016},\n volume={4},\n pages={12-34}\n}",
    }
    preprint = content | {
        "venue": "CoRR 2016",
        "venueid": "dblp.org/journals/CORR/2016",
        "_bibtex": f"@article{{DBLP:b,\n volume={{abs/{ARXIV}}},\n journal={{CoRR}}\n}}",
    }
    article = preprint | {"venue": "J. Ponds 2016", "_bibtex": "@article{DBLP:c,\n number={2}\n}"}
    notes = [
        {
            "id": "aB",
            "invitations": ["x"],
            "cdate": 1451606400000,
            "content": {name: {"value": value} for name, value in about.items()},
        }
        for about in (content, preprint, article)
    ]
    found, first, last = records_of("notes.json", json.dumps({"notes": notes}))
    assert (first.type, first.venue, first.arxiv, first.extra) == ("article", "arXiv", ARXIV, {})
    assert (last.type, last.extra) == ("article-journal", {"issue": "2"})
    assert found.type == "paper-conference"
    assert (found.doi, found.arxiv, found.date) == (DOI, ARXIV, "2016")
    assert found.extra == {"volume": "4", "page": "12-34"}
    assert found.url == "https://openreview.net/forum?id=aB"


def test_pubmed(records_of: RecordsOf) -> None:
    paper = {
        "uid": "7",
        "pubdate": "2019 May 7",
        "source": "J Ponds",
        "authors": [
            {"name": "Fay AB 3rd", "authtype": "Author"},
            {"name": "Pond Group", "authtype": "CollectiveName"},
        ],
        "title": "Mud.",
        "pages": "12-34",
        "articleids": [
            {"idtype": "pubmed", "value": "7"},
            {"idtype": "doi", "value": DOI},
        ],
        "fulljournalname": "Journal of ponds",
    }
    answer = {"header": {"type": "esummary"}, "result": {"uids": ["7"], "7": paper}}
    [found] = records_of("esummary.json", json.dumps(answer))
    assert (found.title, found.venue, found.doi) == ("Mud", "Journal of ponds", DOI)
    assert found.authors == (Name("Fay", "A. B.", suffix="3rd"), Name(literal="Pond Group"))
    assert (found.date, found.ids) == ("2019-05-07", {"pmid": "7"})


def test_a_paper_that_pubmed_names_twice_is_one(records_of: RecordsOf) -> None:
    answer = {"result": {"uids": ["7"] * 3, "7": {"title": "Mud.", "sorttitle": "mud"}}}
    assert len(records_of("esummary.json", json.dumps(answer))) == 1


@pytest.mark.parametrize(
    ("creator", "resource"),
    [
        (
            {"name": "Fay, Ada", "affiliation": "Pond Lab"},
            {"type": "dataset", "title": "Dataset"},
        ),
        (
            {
                "person_or_org": {"type": "personal", "family_name": "Fay", "given_name": "Ada"},
                "affiliations": [{"name": "Pond Lab"}],
            },
            {"id": "dataset"},
        ),
    ],
)
def test_zenodo(
    creator: Mapping[str, object], resource: Mapping[str, object], records_of: RecordsOf
) -> None:
    deposit = {
        "conceptrecid": "1",
        "doi": DOI,
        "metadata": {
            "title": "Mud",
            "creators": [creator],
            "publication_date": "2019-05-07",
            "description": "<p>We study mud.</p>",
            "resource_type": resource,
        },
    }
    [found] = records_of("zenodo.json", json.dumps({"hits": {"hits": [deposit]}}))
    assert (found.title, found.authors, found.type) == ("Mud", (Name("Fay", "Ada"),), "dataset")
    assert (found.doi, found.date, found.abstract) == (DOI, "2019-05-07", "We study mud.")
    assert found.affiliation == "Pond Lab"


def test_what_hal_answers_unasked(items_of: ItemsOf) -> None:
    docs = [{"docid": 12, "label_s": "Ada Fay. Mud. 2019.", "uri_s": "https://hal.science/x"}]
    [reject] = items_of("hal.json", json.dumps({"response": {"docs": docs}}))
    assert isinstance(reject, Reject)
    assert "fl=" in reject.reason


@pytest.mark.parametrize(
    "also",
    [
        {"bibcode": "2019JPond...4...12F"},
        {"pubYear": 2019, "source": "crawled"},
        {"forum": "Ponds", "content": "All of it."},
    ],
)
def test_members_that_other_papers_have_too(
    also: Mapping[str, object], records_of: RecordsOf
) -> None:
    paper = {"title": "Mud", "authors": ["Ada Fay"], "abstract": "We study mud.", **also}
    [found] = records_of("papers.json", json.dumps([paper]))
    assert (found.title, found.abstract) == ("Mud", "We study mud.")
    assert found.authors == (Name("Fay", "Ada"),)
