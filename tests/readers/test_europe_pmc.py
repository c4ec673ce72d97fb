"""What Europe PMC answers in short, and how well it knows dates."""

from __future__ import annotations

import json

import pytest

from carrel.paper import Name
from tests.readers.conftest import RecordsOf


def test_europe_pmc_in_short(records_of: RecordsOf) -> None:
    short = {
        "source": "PPR",
        "title": "Mud",
        "authorString": "Fay AB, van der Roe B.",
        "pubYear": "2019",
        "bookOrReportDetails": {"publisher": "bioRxiv"},
        "firstPublicationDate": "2019-05-07",
    }
    [found] = records_of("answer.json", json.dumps({"resultList": {"result": [short]}}))
    assert found.authors == (Name("Fay", "A. B."), Name("Roe", "B.", "van der"))
    assert (found.type, found.venue, found.date) == ("article", "bioRxiv", "2019-05-07")


def test_a_journal_in_europe_pmc_in_short(records_of: RecordsOf) -> None:
    short = {"source": "MED", "title": "Mud", "authorString": "Fay AB.", "pubYear": "2019"}
    short |= {"journalTitle": "J Ponds", "journalIssn": "1234-5678; 2345-678X; "}
    [found] = records_of("answer.json", json.dumps(short))
    assert (found.venue, found.type) == ("J Ponds", "article-journal")
    assert found.extra == {"ISSN": "1234-5678"}


@pytest.mark.parametrize(
    ("first", "date"),
    [
        ("2019-05-07", "2019-05-07"),
        ("2019-05-01", "2019-05"),
        ("2019-01-01", "2019"),
        ("2019-01-07", "2019-01-07"),
    ],
)
def test_a_first_day_in_europe_pmc_is_a_month_or_a_year(
    first: str, date: str, records_of: RecordsOf
) -> None:
    short = {
        "source": "PMC",
        "title": "Mud",
        "authorString": "Fay AB.",
        "firstPublicationDate": first,
    }
    [found] = records_of("answer.json", json.dumps(short))
    assert found.date == date
