"""RIS: `TY  - JOUR` to `ER  - `, one field a line.

The tags are those of the specification of 2011 (in copies, as its page is gone:
https://web.archive.org/web/20170707033254/http://www.researcherid.com/resources/html/help_upload.htm)
and what reference managers and databases write beside it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from carrel.paper import Record, Reject
from carrel.readers.attachments import files
from carrel.readers.dates import loose_date
from carrel.readers.fields import checked, filled, line, listed, page_range, paged, standard_number
from carrel.readers.identifiers import links
from carrel.readers.markup import abstract, unwrapped
from carrel.readers.names import inverted
from carrel.readers.source import Source
from carrel.readers.tagged import Entry, Layout, entries
from carrel.text import clean_block

_HEAD = re.compile(r"(?m)^\s{0,3}TY( {0,4})-(?: ?[A-Za-z ]{0,40}\d?)\s*$")
_WITHOUT_TYPE = re.compile(r"(?m)^(?:T1|TI)  - .*\n(?:[A-Z][A-Z0-9]  - .*\n){0,100}?ER  -")
# What databases put around records: "1.", "<1>", "Record #1 of 2", "Provider: Ovid"; behind them,
# the journal's short name and a link.
_FURNITURE = re.compile(
    r"\s*(?:\d{1,7}\.|<\d{1,7}>|Record #?\d+ of \d+|(?:Provider|Content|Database): ?.*"
    r"|NL  - .*|Link to the Ovid .*)\s*$"
)


def recognises(head: str) -> bool:
    return _HEAD.search(head) is not None or _WITHOUT_TYPE.search(head) is not None


def read(source: Source) -> Iterator[Record | Reject]:
    # Two spaces stand before the hyphen; in some files none, one or more, then in every line.
    found = _HEAD.search(source.head_text)
    gap = f"(?:  |{found[1]})" if found else "  "
    layout = Layout(
        tag=re.compile(rf"\ufeff?\s{{0,3}}([A-Z][A-Z0-9]){gap}-(?:[ \t]|$)(.*)$"),
        begins=frozenset({"TY"}),
        ends=frozenset({"ER"}),
        furniture=_FURNITURE,
        alike={"A1": "AU"},
    )
    for entry in entries(source, layout):
        yield entry if isinstance(entry, Reject) else checked(_record(entry), entry.fields)


_TYPES = {
    "ABST": "article-journal",
    "AGGR": "dataset",
    "ADVS": "motion_picture",
    "ANCIENT": "classic",
    "ART": "graphic",
    "BILL": "bill",
    "BLOG": "post-weblog",
    "BOOK": "book",
    "CASE": "legal_case",
    "CHAP": "chapter",
    "CHART": "figure",
    "CLSWK": "classic",
    "COMP": "software",
    "CONF": "paper-conference",
    "CPAPER": "paper-conference",
    "CTLG": "book",
    "DATA": "dataset",
    "DBASE": "dataset",
    "DICT": "entry-dictionary",
    "EBOOK": "book",
    "ECHAP": "chapter",
    "EDBOOK": "book",
    "EJOUR": "article-journal",
    "ELEC": "webpage",
    "ENCYC": "entry-encyclopedia",
    "EQUA": "figure",
    "FIGURE": "figure",
    "GEN": "document",
    "GOVDOC": "report",
    "GRNT": "report",
    "HEAR": "hearing",
    "ICOMM": "personal_communication",
    "INPR": "article-journal",
    "INTV": "interview",
    "JFULL": "periodical",
    "JOUR": "article-journal",
    "LEGAL": "regulation",
    "MANSCPT": "manuscript",
    "MAP": "map",
    "MGZN": "article-magazine",
    "MPCT": "motion_picture",
    "MULTI": "motion_picture",
    "MUSIC": "musical_score",
    "NEWS": "article-newspaper",
    "PAMP": "pamphlet",
    "PAT": "patent",
    "PCOMM": "personal_communication",
    "POD": "song",
    "PREPRINT": "article",
    "PRESS": "document",
    "RPRT": "report",
    "SER": "periodical",
    "SLIDE": "speech",
    "SOUND": "song",
    "STAND": "standard",
    "STAT": "legislation",
    "STD": "standard",
    "THES": "thesis",
    "UNBILL": "bill",
    "UNPB": "manuscript",
    "UNPD": "manuscript",
    "VIDEO": "motion_picture",
    "WEB": "webpage",
}
# Of these a second title is the series, and of all others what the work appeared in.
_STANDS_ALONE = frozenset({"book", "thesis", "report", "classic", "map", "software", "manuscript"})


def _record(entry: Entry) -> Record:
    kind = _TYPES.get(entry.first("TY").strip().upper(), "")
    alone = kind in _STANDS_ALONE
    series = entry.first("T2") if alone else entry.first("T3")
    venue = "" if alone else entry.first("JF", "T2", "JO", "JA", "J2", "BT", "C3")
    title = entry.first("T1", "TI", "CT", "BT", "ST")
    identifiers = links(doi=_doi(entry), urls=_links(entry))
    in_pubmed = "pubmed" in (entry.first("DB").lower(), entry.first("DP").lower())
    report = kind in ("report", "patent", "standard")
    date = _date(entry)
    return Record(
        place=entry.place,
        format="ris",
        key=line(entry.first("ID")),
        type=kind,
        title=line(title),
        authors=tuple(map(inverted, entry.all("AU"))),
        editors=tuple(map(inverted, entry.all("ED", "A2"))),
        date=date,
        venue=line(venue) if venue != title else "",
        doi=identifiers.doi,
        arxiv=identifiers.arxiv,
        url=identifiers.url,
        files=files(entry.all("L1"), entry.place.path),
        abstract=clean_block(unwrapped(abstract(entry.first("AB", "N2")))),
        keywords=listed(entry.all("KW")),
        ids=filled({"pmid": entry.first("AN") if in_pubmed else ""}),
        extra=filled(
            {
                "volume": entry.first("VL", "VO"),
                "number" if report else "issue": entry.first("IS", "M1" if report else "CP"),
                "publisher": entry.first("PB"),
                "publisher-place": entry.first("CY", "PP"),
                "edition": entry.first("ET"),
                "collection-title": series,
                "container-title-short": entry.first("J2", "JA", "JO") if venue else "",
                "title-short": entry.first("ST") if title != entry.first("ST") else "",
                "genre": "" if _is_doi(entry.first("M3")) else entry.first("M3"),
                "language": entry.first("LA"),
                "call-number": entry.first("CN"),
                "archive": entry.first("DB"),
                "section": entry.first("SE"),
                "note": "; ".join(note for note in entry.all("N1") if not _is_doi(note)),
                "translator": "; ".join(entry.all("A4")),
                "collection-editor": "; ".join(entry.all("A3")),
                "accessed": loose_date(entry.first("Y2")),
                "issued": "" if date else entry.first("PY"),  # "in press"
            }
        )
        | filled({"number": _article_number(entry) if kind == "article-journal" else ""})
        | filled(paged(kind, page_range(entry.first("SP"), entry.first("EP"))))
        | standard_number(entry.first("SN")),
    )


def _article_number(entry: Entry) -> str:
    """What EndNote has in the seventh custom field of an article, where others put a PMCID."""
    number = entry.first("C7")
    return "" if number.startswith("PMC") else number


def _date(entry: Entry) -> str:
    """The year of PY, and month and day where DA or Y1 tell them of the same year."""
    date = loose_date(entry.first("PY"))
    for tag in ("DA", "Y1"):
        other = loose_date(entry.first(tag))
        if not date or (len(other) > len(date) and other.startswith(date)):
            date = other
    return date


def _doi(entry: Entry) -> str:
    """The DOI, which some publishers write only into a note: "doi: 10.1016/…"."""
    notes = filter(_is_doi, entry.all("N1", "M3"))
    return entry.first("DO", "DI") or next(notes, "")


def _is_doi(note: str) -> bool:
    return note[:4].lower() == "doi:" or (note[:3] == "10." and " " not in note)


def _links(entry: Entry) -> list[str]:
    values = entry.all("UR", "LK", "L2", "L1")
    parts = [part.strip() for value in values for part in re.split(r";(?=\s|http)|\s", value)]
    parts = [f"https:{part}" if part.startswith("//") else part for part in parts]
    return [part for part in parts if part.startswith(("http", "ftp"))]
