"""Which of a record's identifiers and links names the work: its DOI, its arXiv id, its URL."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import NamedTuple

from carrel.identifiers import arxiv_of_doi, normal_arxiv, normal_doi
from carrel.paper import make_date
from carrel.readers.values import string
from carrel.text import clean

_DOI_LINK = re.compile(r"(?:dx\.)?doi\.org/|^(?:doi|urn:doi):", re.IGNORECASE)
_ARXIV_LINK = re.compile(
    r"(?:\barxiv\.org/(?:abs|pdf|html|format)/|^arxiv:)([^\s?#]{1,40})", re.IGNORECASE
)
_FOUR_DIGITS = re.compile(r"\d\d(?:0[1-9]|1[0-2])\.\d{4}", re.ASCII)
_NUMBER = re.compile(r"((\d{3,4})\.(\d{1,20}))(?:v\d+)?", re.ASCII)
_FIRST_YEAR = 91
_FIVE_DIGITS_SINCE = 1501  # https://info.arxiv.org/help/arxiv_identifier.html


class Links(NamedTuple):
    """What identifies a work; empty where it is not known."""

    doi: str = ""
    arxiv: str = ""
    url: str = ""


def links(doi: str = "", arxiv: str = "", urls: Iterable[str] = ()) -> Links:
    """What identifies a work, from what a record says in its fields for DOI, arXiv id and URLs.

    A DOI or an arXiv id is also taken from a link to doi.org or arxiv.org, and an arXiv id from
    the DOI that arXiv registers; never from the middle of another link. The URL is the first.
    All three come back harmless, and without white space.
    """
    found_doi = normal_doi(clean(doi))
    found_arxiv = declared_arxiv(arxiv) if arxiv else ""
    url = ""
    for link in urls:
        link = clean(link).partition(" ")[0]
        if link[:1] == "<":  # "<Go to ISI>://000123" of EndNote's is no address
            link = link[1:].partition(">")[0] if "://" in link else ""
        url = url or link
        if not found_doi and _DOI_LINK.search(link):
            found_doi = normal_doi(link)
        if not found_arxiv and (match := _ARXIV_LINK.search(link)):
            found_arxiv = declared_arxiv(match[1].removesuffix(".pdf"))
    return Links(found_doi, found_arxiv or arxiv_of_doi(found_doi), url)


def declared_arxiv(value: object) -> str:
    """The arXiv id in a field that holds nothing else, mended where it was once a number.

    A spreadsheet or a data frame that takes "1512.05110" for a number gives back "1512.0511", and
    "1807.09484" perhaps as "1807.0948399999997", "0704.0001" as "704.0001". An id has five digits
    after the point since January 2015, four before, and so can be told and rounded back.
    """
    text = value if type(value) is str else string(value)
    if len(text) == 10 and text[4] == "." and text[:4].isdecimal() and text[5:].isdecimal():
        return text  # by far the most common shape, whole
    text = text.strip()
    if text[:6].lower() == "arxiv:":
        text = text[6:]
    if len(text) == 9 and _FOUR_DIGITS.fullmatch(text) and int(text[:4]) < _FIVE_DIGITS_SINCE:
        return text  # and that of the years before
    match = _NUMBER.fullmatch(text)
    if not match:
        return normal_arxiv(text)
    month = match[2].rjust(4, "0")
    if not 1 <= int(month[2:]) <= 12:
        return normal_arxiv(text)
    digits = 5 if int(month) >= _FIVE_DIGITS_SINCE else 4
    return f"{float(match[1]):.{digits}f}".rjust(digits + 5, "0")


def arxiv_month(arxiv: str) -> str:
    """The month in which arXiv got a paper, which its number begins with: "2021-01" for 2101.00001
    and "1999-12" for math/9912001; empty for no number."""
    number = arxiv.rpartition("/")[2][:4]
    if not number.isdecimal():
        return ""
    year = int(number[:2])
    return make_date(year + (1900 if year >= _FIRST_YEAR else 2000), int(number[2:]))
