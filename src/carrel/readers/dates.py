"""Dates as bibliographies write them, to carrel's form."""

from __future__ import annotations

import re
from functools import lru_cache

from carrel.paper import DATE, MONTHS, make_date

_TOKENS = re.compile(r"\d+|[^\W\d_]+")


@lru_cache(maxsize=1 << 14)
def loose_date(text: str) -> str:
    """The date in a text ("2010/02/20", "1993 Oct 8", "15 March 2005", "12/2003"), "" for none.

    Of a range the beginning; where day and month cannot be told apart ("03/04/2012"), the year.
    """
    text = text.strip()
    if DATE.fullmatch(text) and text.isascii():
        return _checked(text)
    tokens = _TOKENS.findall(text[:200])[:8]
    year = month = None
    words = False
    before: list[int] = []
    after: list[int] = []
    for token in tokens:
        if not token[0].isdecimal():
            named = MONTHS.get(token[:3].lower())
            if named and month is None:
                month = named
            words = True
        elif len(token) == 8 and year is None and token.isascii():
            year, after = int(token[:4]), [int(token[4:6]), int(token[6:])]
        elif len(token) == 4 and year is None and token.isascii():
            year = int(token)
        elif len(token) <= 2 and token.isascii():
            (before if year is None else after).append(int(token))
    if not year:
        return ""
    if month:
        days = before or after
        return make_date(year, month, days[0] if days else None)
    if after and not before:
        return make_date(year, *after[:2])
    if len(before) == 1 and not words:
        return make_date(year, before[0])
    if len(before) == 2 and max(before) > 12 and min(before) <= 12:
        return make_date(year, min(before), max(before))
    return make_date(year)


def _checked(date: str) -> str:
    if date.startswith("--"):
        return make_date(None, int(date[2:4]), int(date[5:7]))
    return make_date(*map(int, date.split("-")))
