"""RefWorks' tagged format: `RT Journal Article`, one field a line."""

from __future__ import annotations

import re
from collections.abc import Iterator

from carrel.paper import Record, Reject
from carrel.readers.dates import loose_date
from carrel.readers.fields import checked, filled, line, listed, page_range, paged, standard_number
from carrel.readers.identifiers import links
from carrel.readers.markup import abstract, unwrapped
from carrel.readers.names import inverted
from carrel.readers.source import Source
from carrel.readers.tagged import Entry, Layout, entries
from carrel.text import clean_block

_HEAD = re.compile(r"(?m)^RT [A-Z][A-Za-z,/() ]{2,40}\s*\n(?:SR|ID|A1|T1|JF|YR) ")
_TAGS = (
    "RT|SR|ID|A[1-6D]|T[1-3]|J[FO]|YR|FD|VO|IS|[SO]P|K1|AB|NO|ED|P[BP]|SN|A[NV]|L[AKL]|C[LNR]|SF|OT|DO|D[BS]"
    "|IP|RD|ST|U[1-9L]|SL|W[TVP]|OL"
)
_TYPES = {
    "abstract": "article-journal",
    "artwork": "graphic",
    "bills/resolutions": "bill",
    "book, edited": "book",
    "book, section": "chapter",
    "book, whole": "book",
    "case/court decisions": "legal_case",
    "computer program": "software",
    "conference proceedings": "paper-conference",
    "dissertation": "thesis",
    "dissertation/thesis": "thesis",
    "dissertation/thesis, unpublished": "thesis",
    "generic": "document",
    "grant": "report",
    "hearing": "hearing",
    "journal": "periodical",
    "journal article": "article-journal",
    "journal, electronic": "article-journal",
    "laws/statutes": "legislation",
    "magazine article": "article-magazine",
    "map": "map",
    "monograph": "book",
    "motion picture": "motion_picture",
    "newspaper article": "article-newspaper",
    "patent": "patent",
    "personal communication": "personal_communication",
    "report": "report",
    "sound recording": "song",
    "thesis": "thesis",
    "unpublished material": "manuscript",
    "video/dvd": "motion_picture",
    "web page": "webpage",
}


def recognises(head: str) -> bool:
    return _HEAD.search(head) is not None


def read(source: Source) -> Iterator[Record | Reject]:
    begun = False
    layout = Layout(
        tag=re.compile(rf"\ufeff?({_TAGS})(?:[ \t]|$)(.*)$"),
        begins=frozenset({"RT"}),
    )
    # The legend of tags above the records is text outside of them, and no record's.
    for entry in entries(source, layout):
        if isinstance(entry, Reject):
            if begun:
                yield entry
        else:
            begun = True
            yield checked(_record(entry), entry.fields)


def _record(entry: Entry) -> Record:
    kind = _TYPES.get(entry.first("RT").strip().lower(), "")
    notes = entry.all("NO")
    doi = next((note for note in notes if note[:4].lower() == "doi:"), "")
    found = links(doi=entry.first("DO") or doi, urls=entry.all("UL", "LK"))
    year, day = entry.first("YR"), entry.first("FD")
    return Record(
        place=entry.place,
        format="refworks",
        key=line(entry.first("ID")),
        type=kind,
        title=line(entry.first("T1")),
        authors=tuple(map(inverted, entry.all("A1"))),
        editors=tuple(map(inverted, entry.all("A2"))),
        date=loose_date(f"{day} {year}") or loose_date(year) or loose_date(day),
        venue=line(entry.first("JF", "T2", "JO", "WT")),
        doi=found.doi,
        arxiv=found.arxiv,
        url=found.url,
        abstract=clean_block(unwrapped(abstract(entry.first("AB")))),
        keywords=listed(entry.all("K1")),
        extra=filled(
            {
                "volume": entry.first("VO"),
                "issue": entry.first("IS"),
                "publisher": entry.first("PB"),
                "publisher-place": entry.first("PP"),
                "edition": entry.first("ED"),
                "collection-title": entry.first("T3"),
                "container-title-short": entry.first("JO") if entry.first("JF") else "",
                "title-short": entry.first("ST"),
                "language": entry.first("LA"),
                "call-number": entry.first("CN"),
                "note": "; ".join(note for note in notes if note != doi),
                "accessed": loose_date(entry.first("RD")),
            }
        )
        | filled(paged(kind, page_range(entry.first("SP"), entry.first("OP"))))
        | standard_number(entry.first("SN")),
    )
