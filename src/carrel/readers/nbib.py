"""PubMed's nbib, the tagged form of MEDLINE, as PubMed and ERIC write it.

The tags are those of https://pubmed.ncbi.nlm.nih.gov/help/#pubmed-format.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from carrel.paper import Name, Record, Reject
from carrel.readers.dates import loose_date
from carrel.readers.fields import (
    bare_title,
    checked,
    filled,
    line,
    listed,
    standard_number,
    whole_pages,
)
from carrel.readers.identifiers import links
from carrel.readers.markup import abstract, unwrapped
from carrel.readers.names import medline, readable
from carrel.readers.source import Source
from carrel.readers.tagged import Entry, Layout, entries
from carrel.text import clean_block

_HEAD = re.compile(r"(?m)^[ \t]{0,8}(?:PMID- ?\d|OWN - (?:NLM|ERIC|NASA|KIE|HMD|PIP)|STAT- ?[A-Z])")
_TYPES = {
    "journal article": "article-journal",
    "journal articles": "article-journal",
    "preprint": "article",
    "book chapter": "chapter",
    "book": "book",
    "books": "book",
    "dissertations, academic": "thesis",
    "academic dissertation": "thesis",
    "dataset": "dataset",
    "newspaper article": "article-newspaper",
    "technical report": "report",
}


def recognises(head: str) -> bool:
    return _HEAD.search(head) is not None


def read(source: Source) -> Iterator[Record | Reject]:
    layout = Layout(
        tag=re.compile(r"\ufeff?([A-Z][A-Z0-9]{1,3}) {0,3}- ?(.*)$"),
        begins=frozenset({"PMID"}),
        blank_ends=True,
    )
    for entry in entries(source, layout):
        yield entry if isinstance(entry, Reject) else checked(_record(entry), entry.fields)


def _record(entry: Entry) -> Record:
    identifiers = entry.all("AID", "LID")
    dois = [text for text in identifiers if "[doi]" in text]
    addresses = [text for text in identifiers if text.startswith("http")]
    found = links(doi="".join(dois[:1]), urls=sorted(addresses, key=lambda url: "doi.org" in url))
    authors, et_al = _authors(entry)
    book = line(entry.first("BTI"))
    title = bare_title(line(entry.first("TI"))) or book
    kind = type_of(sorted(entry.all("PT"), key=lambda name: name.startswith("Reports")))
    if kind in ("", "report") and (entry.first("TA") or entry.first("OID").startswith("EJ")):
        kind = "article-journal"  # ERIC numbers those "EJ…" that stand in a journal
    journal, publisher = line(entry.first("JT", "TA")), entry.first("PB")
    if entry.first("OWN") == "ERIC" and kind in ("book", "report", "thesis"):
        journal, publisher = "", publisher or journal  # where ERIC names no journal
    return Record(
        place=entry.place,
        format="nbib",
        type=kind,
        title=title,
        authors=authors,
        et_al=et_al,
        editors=tuple(map(medline, entry.all("FED"))) or tuple(map(medline, entry.all("ED"))),
        date=best_date(loose_date(entry.first(tag)) for tag in ("DP", "DEP")),
        venue=journal or ("" if book == title else book),
        doi=found.doi,
        arxiv=found.arxiv,
        url=found.url,
        abstract=clean_block(unwrapped(abstract(entry.first("AB", "OAB")))),
        keywords=listed([*entry.all("OT"), *map(_descriptor, entry.all("MH"))]),
        affiliation=line("; ".join(dict.fromkeys(entry.all("AD")))),
        ids=filled({"pmid": entry.first("PMID"), "pmcid": entry.first("PMC")}),
        extra=filled(
            {
                "volume": entry.first("VI"),
                "issue": entry.first("IP"),
                "page": whole_pages(entry.first("PG")),
                "container-title-short": entry.first("TA") if entry.first("JT") else "",
                "publisher": publisher,
                "publisher-place": entry.first("PL"),
                "edition": entry.first("EN"),
                "language": entry.first("LA"),
                "original-title": entry.first("TT"),
            }
        )
        | standard_number(entry.first("IS", "ISSN"))
        | standard_number(entry.first("ISBN")),
    )


def _authors(entry: Entry) -> tuple[tuple[Name, ...], bool]:
    """The authors, and whether "et al." stands for more: full names where they are given."""
    short = entry.all("AU")
    et_al = any(name.lower().startswith("et al") for name in short)
    short = [name for name in short if not name.lower().startswith("et al")]
    full = [medline(name) for name in entry.all("FAU")]
    groups = [Name(literal=readable(name)) for name in entry.all("CN")]
    return (*(full or map(medline, short)), *groups), et_al


def _descriptor(heading: str) -> str:
    """A subject heading without its qualifiers: "Fishes" of "Fishes/*physiology"."""
    return heading.partition("/")[0]


def best_date(dates: Iterable[str]) -> str:
    """The first date; or one that tells month or day of the same year."""
    best = ""
    for date in dates:
        if not best or (len(date) > len(best) and date.startswith(best)):
            best = date
    return best


def type_of(kinds: Iterable[str]) -> str:
    """The CSL type for MEDLINE's publication types: the first that tells it."""
    for kind in kinds:
        kind = kind.lower()
        if kind in _TYPES:
            return _TYPES[kind]
        if kind.startswith(("reports - ", "dissertations/theses")):  # as ERIC has them
            return "report" if kind[0] == "r" else "thesis"
    return ""
