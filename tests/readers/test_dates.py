"""Dates as bibliographies write them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from carrel.paper import DATE
from carrel.readers.dates import loose_date


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2010-02-20", "2010-02-20"),
        ("2010-02", "2010-02"),
        ("2010", "2010"),
        ("--05-18", "--05-18"),
        ("2010/02/20", "2010-02-20"),
        ("2001/09/01/", "2001-09-01"),
        ("2001///", "2001"),
        ("2016/12//", "2016-12"),
        ("20151028", "2015-10-28"),
        ("2009-03-01T10:00:00Z", "2009-03-01"),
        ("1993 Oct 8", "1993-10-08"),
        ("2006 May-Jun", "2006-05"),
        ("FEB 2011", "2011-02"),
        ("March 15, 2005", "2005-03-15"),
        ("15 March 2005", "2005-03-15"),
        ("12/2003", "2003-12"),
        ("04 2006", "2006-04"),
        ("25/12/2012", "2012-12-25"),
        ("12/25/2012", "2012-12-25"),
        ("2015/october", "2015-10"),
        ("c2004", "2004"),
        ("[1999]", "1999"),
        ("Spring 2004", "2004"),
        ("1998, thesis publ. 1997", "1998"),
        ("2013-02-31", "2013-02-31"),
        ("2013-13-01", "2013"),
    ],
)
def test_a_date_is_read(text: str, expected: str) -> None:
    assert loose_date(text) == expected


def test_day_and_month_that_cannot_be_told_apart_are_left_out() -> None:
    assert loose_date("03/04/2012") == "2012"


@pytest.mark.parametrize("text", ["", "in press", "0000", "n.d.", "YEAR/MONTH/DAY/"])
def test_what_is_no_date_is_none(text: str) -> None:
    assert loose_date(text) == ""


@given(st.text(alphabet="0123456789/-. ,JanFebT:[]~²", max_size=40))
def test_whatever_the_text_the_date_is_in_our_form(text: str) -> None:
    date = loose_date(text)
    assert date == "" or DATE.fullmatch(date)
