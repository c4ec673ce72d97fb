"""When a work was issued, as BibTeX and BibLaTeX say it: in one field or several, in any words."""

from __future__ import annotations

import re
from functools import lru_cache

from carrel.paper import DATE, MONTHS, make_date
from carrel.readers.bibtex_values import text
from carrel.readers.dates import loose_date

_YEAR = re.compile(r"(?<!\d)\d{4}(?!\d)")
_NUMBER = re.compile(r"\d{1,2}(?!\d)")
_WORD = re.compile(r"[^\W\d_]{3,}")


@lru_cache(maxsize=1 << 12)
def issued(date: str, year: str, month: str, day: str) -> tuple[str, str]:
    """The date in carrel's form, and all of it as it is written where that form cannot say it; from
    the fields of these names, each in LaTeX or empty."""
    whole = date.strip()
    if not DATE.fullmatch(whole):  # of which "--05-18" is no LaTeX
        whole = text(whole)
    before_christ = whole.startswith("-") and not whole.startswith("--")
    date = loose_date(whole.split("/")[0]) if whole and not before_christ else ""
    if len(date) < 5 and not before_christ:
        year, month, day = text(year), text(month), text(day)
        whole = whole or year
        named = _month(month, day) if month else (None, None)
        if found := _YEAR.search(date or year):
            date = make_date(int(found[0]), *named)
        elif month and not date:
            date = loose_date(month) or make_date(None, *named)
            whole = whole or (date if date.startswith("--") else month)
    return date, "" if whole in (date, date[:4]) else whole


def _month(month: str, day: str) -> tuple[int | None, int | None]:
    """The number of a month and of a day in it, from "feb", "February 5", "5 Feb.", "02"."""
    name = _WORD.search(month)
    numbers = [int(number) for number in _NUMBER.findall(month)]
    if name:
        number = MONTHS.get(name[0][:3].lower())
    else:
        number = numbers.pop(0) if numbers else None
    if _NUMBER.fullmatch(day):
        numbers = [int(day)]
    return number, numbers[0] if numbers else None
