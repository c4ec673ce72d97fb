"""arXiv as people have it without an export: pages copied from a browser, and its mails."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

from carrel.paper import Name, Reject
from carrel.readers import read_source
from carrel.readers.source import open_source
from tests.readers.conftest import ItemsOf, RecordsOf

LIST = """Limnology
Authors and titles for recent submissions

    Fri, 8 Jan 2021
    Thu, 7 Jan 2021

Total of 212 entries : 1-50 51-100
Fri, 8 Jan 2021 (showing first 50 of 60 entries )

[1] arXiv:2101.00001 [pdf, html, other]
    Title: Nets that learn $O(n^2)$ ponds
    Ada Q. Walker, Piet van der Berg
    Comments: 9 pages
    Journal-ref: J. Ponds 12 (2021)
    Subjects: Limnology and Nets (cs.LN); Pond Physics (pond-ph)
[2] arXiv:math/9912001 (cross-list from cs.LN) [pdf, ps, other]
    Title: A lake
    Ben Roe, Cy Fay, et al. (40 additional authors not shown)
    Subjects: Ponds (math.PO)
    Whatever is wet is looked at, for as long as it takes to see what swims in it.
[3] arXiv:2101.00003 [pdf, html, other]
"""
SEARCH = """Showing 1–50 of 2,318 results for all: ponds
1. arXiv:2101.00001 [pdf, ps, other] cs.LN cs.PO doi 10.1000/nets
Nets that learn ponds
Authors: Ada Walker, Ben Roe
Abstract: …are wide, and we fish them. △ Less
Submitted 2 August, 2023; v1 submitted 5 January, 2021; originally announced January 2021.
Comments: 9 pages
2. arXiv:2101.00002 [pdf, other]
cs.LN
doi
10.1000/lake
A lake
Authors: Cy Fay
Abstract: Short.
Submitted 6 January, 2021; originally announced January 2021.
"""
PAGE = """We gratefully acknowledge support from the Simons Foundation, and all of its members.
Computer Science > Limnology
arXiv:2101.00001 (cs)
[Submitted on 5 Jan 2021 (v1), last revised 2 Aug 2023 (this version, v7)]
Title:Nets that learn ponds
Authors:Ada Walker, Ben Roe
View PDF
HTML (experimental)
Abstract:We study nets that are wide.

Then we fish.
Comments:\t9 pages
Subjects:\tLimnology (cs.LN); Ponds (cs.PO)
Cite as:\tarXiv:2101.00001 [cs.LN]
 \t(or arXiv:2101.00001v7 [cs.LN] for this version)
Related DOI:
https://doi.org/10.1000/nets
Submission history
"""
MAIL = r"""------------------------------------------------------------------------------
Submissions to:
Limnology
------------------------------------------------------------------------------
\\
arXiv:2101.00001
Date: Tue, 5 Jan 2021 13:59:20 GMT   (24kb)

Title: Nets that learn
  ponds
Authors: Ada Walker (1), Ben Roe (2) and
  Cy Fay ((1) Pond Lab, (2) Lake Lab)
Categories: cs.LN cs.PO
Comments: 9 pages
License: http://creativecommons.org/licenses/by/4.0/
\\
  We study nets that
are wide.
  Then we fish.
\\ ( https://arxiv.org/abs/2101.00001 ,  24kb)
------------------------------------------------------------------------------
\\
arXiv:2012.00002 (*cross-listing*)
replaced with revised version Thu, 2 Jan 2025 03:00:00 GMT   (12kb)

Title: A lake
Authors: Ben Roe
Categories: cs.PO
\\ ( https://arxiv.org/abs/2012.00002 ,  12kb)
------------------------------------------------------------------------------
"""

OLD_MAIL = r"""\\
Paper: math/9912001
From: Cy Fay <fay@ponds.example>
Date (v1): Mon, 6 Dec 1999 13:59:20 GMT   (24kb)
Date (revised v2): Tue, 4 Jan 2000 13:59:20 GMT   (24kb)

Title: A lake
Author: Ben Roe
Comments: 9 pages,
  2 figures
Report-no: POND-7
  -8
Journal-ref: J. Ponds 12 (2000)
DOI: 10.1000/lake
\\
  Title: We fish.
"""


def test_a_list(records_of: RecordsOf) -> None:
    first, second, third = records_of("recent.txt", LIST)
    assert first.title == "Nets that learn $O(n^2)$ ponds"
    assert first.authors == (
        Name("Walker", "Ada Q."),
        Name("Berg", "Piet", non_dropping_particle="van der"),
    )
    assert first.categories == ("cs.LN", "pond-ph")
    assert (first.arxiv, first.date) == ("2101.00001", "2021-01")
    assert first.extra == {"note": "J. Ponds 12 (2021); 9 pages"}
    assert (first.place.line, first.place.end) == (10, 15)
    assert (first.type, first.format) == ("article", "arxiv_page")
    assert (second.arxiv, second.date) == ("math/9912001", "1999-12")
    assert [name.family for name in second.authors] == ["Roe", "Fay"]
    assert second.et_al
    assert second.abstract.startswith("Whatever is wet")
    assert (third.arxiv, third.title) == ("2101.00003", "")


def test_what_search_shows(records_of: RecordsOf) -> None:
    first, second = records_of("found.txt", SEARCH)
    assert (first.title, first.doi) == ("Nets that learn ponds", "10.1000/nets")
    assert first.categories == ("cs.LN", "cs.PO")
    assert (first.date, first.abstract) == ("2021-01-05", "…are wide, and we fish them.")
    assert [name.display for name in first.authors] == ["Ada Walker", "Ben Roe"]
    assert (second.title, second.doi) == ("A lake", "10.1000/lake")
    assert (second.categories, second.date) == (("cs.LN",), "2021-01-06")


def test_the_page_of_a_paper(records_of: RecordsOf) -> None:
    first, second = records_of("page.txt", PAGE + PAGE.replace("2101.00001", "2101.00002"))
    assert (first.title, first.arxiv) == ("Nets that learn ponds", "2101.00001")
    assert first.abstract == "We study nets that are wide.\nThen we fish."
    assert (first.date, first.doi) == ("2021-01-05", "10.1000/nets")
    assert first.categories == ("cs.LN", "cs.PO")
    assert second.arxiv == "2101.00002"


def test_a_page_copied_without_its_labels(records_of: RecordsOf) -> None:
    abstract = (
        "We study nets that are wide, and lakes that are wider, until there is no water left."
    )
    [record] = records_of(
        "page.txt",
        f"[Submitted on 5 Jan 2021]\nA lake\nAda Walker, Ben Roe\nView PDF\n{abstract}\n"
        "Cite as: arXiv:2101.00001 [cs.LN]\n",
    )
    assert (record.title, record.abstract) == ("A lake", abstract)
    assert (record.arxiv, record.date) == ("2101.00001", "2021-01-05")


def test_notes_that_mention_a_paper_are_no_page(records_of: RecordsOf) -> None:
    text = "@misc{a,\n title = {Nets},\n note = {Read.\nCite as: arXiv:2101.00001 [cs.LN]}\n}\n"
    [record] = records_of("-", text)
    assert (record.format, record.title) == ("bibtex", "Nets")


def test_what_stands_around_the_papers_is_told(tmp_path: Path, items_of: ItemsOf) -> None:
    text = (
        "Somebody pasted something else, which is too long to be a part of the page itself: this."
    )
    rejects = [item for item in items_of("page.txt", f"{text}\n{LIST}") if isinstance(item, Reject)]
    assert [(reject.place.line, reject.text) for reject in rejects] == [(1, text)]
    with closing(open_source(tmp_path / "page.txt")) as source:
        assert len(list(read_source(source))) == 4
    assert source.remarks == ["outside of any paper: 6; first in line 2"]


def test_a_mail(tmp_path: Path, records_of: RecordsOf) -> None:
    first, second = records_of("mail.txt", MAIL)
    assert (first.title, first.arxiv) == ("Nets that learn ponds", "2101.00001")
    assert [name.display for name in first.authors] == ["Ada Walker", "Ben Roe", "Cy Fay"]
    assert first.abstract == "We study nets that are wide.\nThen we fish."
    assert (first.date, first.categories) == ("2021-01-05", ("cs.LN", "cs.PO"))
    assert (first.place.line, first.place.end) == (5, 20)
    assert (second.title, second.date, second.abstract) == ("A lake", "2020-12", "")
    with closing(open_source(tmp_path / "mail.txt")) as source:
        list(read_source(source))
        assert source.remarks == ["outside of any paper: 2; first in line 2"]


def test_an_old_mail(records_of: RecordsOf) -> None:
    text = OLD_MAIL.replace("\\\n", "\\ \n") + MAIL.replace("arXiv:", "Paper: ")
    record, *others = records_of("mail.txt", text)
    assert [other.arxiv for other in others] == ["2101.00001", "2012.00002"]
    assert (record.title, record.arxiv, record.date) == ("A lake", "math/9912001", "1999-12-06")
    assert (record.authors, record.doi) == ((Name("Roe", "Ben"),), "10.1000/lake")
    assert record.extra == {"note": "J. Ponds 12 (2000); 9 pages, 2 figures"}
    assert record.abstract == "Title: We fish."


def test_a_mail_that_is_cut_off(records_of: RecordsOf) -> None:
    [record] = records_of("mail.txt", MAIL[: MAIL.index("are wide")])
    assert (record.place.line, record.place.end) == (5, 17)
    assert (record.title, record.abstract) == ("Nets that learn ponds", "We study nets that")
