"""Google Scholar as people have it without an export: a profile, or what a search found, pasted."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

import pytest

from carrel.paper import Name, Reject
from carrel.readers import read_source
from carrel.readers.source import open_source
from tests.readers.conftest import ItemsOf, RecordsOf

PROFILE = """Ada Fay
University of Ponds
Verified email at ponds.example - Homepage
TITLE\t
CITED BY
YEAR
Nets that learn ponds
AB Fay, P van der Berg, Ł Roe, ...
Advances in pond processing systems 30, 2017\t157,031*\t2017
    A lake
A Fay, B Roe
Journal of Ponds 12 (3), 436-44    12    2015
A puddle
A Fay
arXiv preprint arXiv:2001.01234\t\t2020
Proceedings of water
A Fay
ICPP 2011\t3\t2011
A pond by any name
A Fay
\t3\t2010
A pond in cells of its own
A Fay
International conference on ponds, 12-14
7\t2009
Articles 1–20
"""
SEARCH = """About 101 results (0.02 sec)
[PDF] ponds.example
Pond-driven intelligence: a title
A Fay, BC Roe… - IEEE transactions on …, 2022 - ieeexplore.example.org
… We look at ponds as a problem of nets between which what swims is to be predicted, and …
Save Cite Cited by 122 Related articles All 6 versions
[BOOK][B] Ponds
A Fay, B Roe - 2016 - books.example.com
Ponds are a form of water that enables whoever looks at them to learn from experience and …
Save Cite Cited by 78 Related articles
"""


def test_a_profile(records_of: RecordsOf) -> None:
    first, lake, puddle, water, unnamed, apart = records_of("profile.txt", PROFILE)
    assert first.title == "Nets that learn ponds"
    assert first.authors == (
        Name("Fay", "A. B."),
        Name("Berg", "P.", non_dropping_particle="van der"),
        Name("Roe", "Ł."),
    )
    assert first.et_al
    assert (first.venue, first.date) == ("Advances in pond processing systems", "2017")
    assert first.extra == {"volume": "30"}
    assert (first.place.line, first.place.end) == (7, 9)
    assert (lake.title, lake.venue, lake.et_al) == ("A lake", "Journal of Ponds", False)
    assert lake.extra == {"volume": "12", "issue": "3", "page": "436-444"}
    assert lake.type == "article-journal"
    assert (puddle.arxiv, puddle.venue, puddle.date) == ("2001.01234", "arXiv", "2020")
    assert (water.venue, water.extra) == ("ICPP 2011", {})  # a year, and no volume
    assert (unnamed.title, unnamed.venue, unnamed.date) == ("A pond by any name", "", "2010")
    assert (apart.title, apart.venue) == (
        "A pond in cells of its own",
        "International conference on ponds",
    )
    assert (apart.type, apart.extra) == ("paper-conference", {"page": "12-14"})


def test_what_a_search_finds(tmp_path: Path, records_of: RecordsOf) -> None:
    first, book = records_of("found.txt", SEARCH)
    assert (first.title, first.date) == ("Pond-driven intelligence: a title", "2022")
    assert [name.display for name in first.authors] == ["A. Fay", "B. C. Roe"]
    assert (first.et_al, first.venue) == (True, "IEEE transactions on …")
    assert (book.title, book.venue, book.date) == ("Ponds", "", "2016")
    with closing(open_source(tmp_path / "found.txt")) as source:
        list(read_source(source))
        assert source.remarks == [
            "outside of any paper: 2; first in line 1",
            "words that a search shows of a text, not kept: 2; first in line 5",
        ]


def test_a_paper_behind_much_else(tmp_path: Path, records_of: RecordsOf) -> None:
    """However much: of what may be of the next paper only its last lines are held."""
    ponds = "Ponds\n" * 38 + "A lake\nA Fay\nJournal of Ponds\n7\t2009\n"
    [record] = records_of("profile.txt", ponds)
    assert (record.title, record.venue) == ("A lake", "Journal of Ponds")
    with closing(open_source(tmp_path / "profile.txt")) as source:
        list(read_source(source))
        assert source.remarks == ["outside of any paper: 38; first in line 1"]


def test_in_another_language(records_of: RecordsOf) -> None:
    german = SEARCH.replace("Save Cite Cited by", "Speichern Zitieren Zitiert von:")
    first, book = records_of("found.txt", german.replace("Related articles", "Ähnliche Artikel"))
    assert (first.title, book.title) == ("Pond-driven intelligence: a title", "Ponds")


def test_a_list_of_names_and_years_is_no_page(items_of: ItemsOf) -> None:
    [reject] = items_of("years.txt", "Somebody wrote this\nand then that\tin\t2017\n")
    assert isinstance(reject, Reject)


@pytest.mark.parametrize("pages", ["", " , 12-14"])
def test_a_space_behind_the_venue_is_no_part_of_it(pages: str, records_of: RecordsOf) -> None:
    page = f"TITLE\tYEAR\nA puddle\nA Fay\nJournal of Ponds{pages} , 2017\n\t3\t2017\n"
    [record] = records_of("page.txt", page)
    assert record.venue == "Journal of Ponds"


def test_much_that_looks_like_what_a_search_finds_is_no_page(items_of: ItemsOf) -> None:
    """Being looked through for each such line, the page took many seconds."""
    [reject] = items_of("found.txt", "A B - x, 2020\n" * 100_000)
    assert isinstance(reject, Reject)
