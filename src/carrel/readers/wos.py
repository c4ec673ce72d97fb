"""Web of Science's tagged export (.isi, .ciw, "savedrecs.txt"): `PT J` to `ER`.

The tags are those of https://images.webofknowledge.com/images/help/WOS/hs_wos_fieldtags.html.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from carrel.paper import Name, Record, Reject
from carrel.readers.dates import loose_date
from carrel.readers.fields import (
    bare_title,
    checked,
    filled,
    line,
    listed,
    page_range,
    standard_number,
    whole_pages,
)
from carrel.readers.identifiers import links
from carrel.readers.markup import abstract, unwrapped
from carrel.readers.names import inverted, medline, readable
from carrel.readers.source import Source
from carrel.readers.tagged import Entry, Layout, entries
from carrel.text import clean, clean_block

_HEAD = re.compile(r"(?m)^\ufeff?(?:FN .+\nVR |PT [A-Z]\s*\n(?:AU|AF|TI|BA|CA|AN|DT|TY|GP|UT) )")
_ADDRESS = re.compile(r" ?\([^()@]*+@[^()]*+\)")
_TYPES = {
    "B": "book",
    "C": "chapter",
    "D": "dataset",
    "J": "article-journal",
    "P": "patent",
    "S": "book",
}
_DOCUMENT_TYPES = {
    "book chapter": "chapter",
    "proceedings paper": "paper-conference",
    "meeting abstract": "paper-conference",
    "conference paper": "paper-conference",
    "dissertation": "thesis",
    "thesis": "thesis",
}


def recognises(head: str) -> bool:
    return _HEAD.search(head) is not None


def read(source: Source) -> Iterator[Record | Reject]:
    layout = Layout(
        tag=re.compile(r"\ufeff?([A-Z][A-Z0-9])(?: |$)(.*)$"),
        begins=frozenset({"PT"}),
        ends=frozenset({"ER", "EF"}),
        furniture=re.compile(r"\ufeff?(?:FN|VR) "),
    )
    for entry in entries(source, layout):
        yield entry if isinstance(entry, Reject) else checked(record(entry), entry.fields)


def record(entry: Entry) -> Record:
    """The record of an entry, from its fields by their two-letter tags."""
    document = entry.first("DT").lower()
    kind = next(
        (ours for theirs, ours in _DOCUMENT_TYPES.items() if theirs in document),
        _TYPES.get(entry.first("PT").strip(), ""),
    )
    source_title = line(entry.first("SO"))
    if source_title.count(".") == 1:  # more are of abbreviations: "J. Pond Sci."
        source_title = bare_title(source_title)
    title = bare_title(line(entry.first("TI")))
    day, year = entry.first("PD"), entry.first("PY")
    first, last = entry.first("BP", "SP", "BR"), entry.first("EP")
    groups = [Name(literal=readable(name)) for name in _lines(entry, "CA")]
    return Record(
        place=entry.place,
        format="wos",
        type="chapter" if kind == "book" and source_title not in ("", title) and first else kind,
        title=title,
        authors=(*_authors(entry), *groups),
        editors=tuple(map(medline, _lines(entry, "BE", "ED"))),
        date=loose_date(f"{day} {year}") if year else loose_date(day),
        venue="" if source_title == title else source_title,
        doi=links(doi=entry.first("DI", "D2")).doi,
        abstract=clean_block(unwrapped(abstract(entry.first("AB")))),
        keywords=listed(value.replace("\n", " ") for value in entry.all("DE", "ID")),
        ids=filled({"wos": entry.first("UT").removeprefix("WOS:"), "pmid": entry.first("PM")}),
        extra=filled(
            {
                "volume": entry.first("VL"),
                "issue": entry.first("IS"),
                "page": page_range(first, last) or whole_pages(entry.first("PS")),
                "number": entry.first("PN" if kind == "patent" else "AR"),
                "publisher": entry.first("PU"),
                "publisher-place": entry.first("PI"),
                "container-title-short": entry.first("JI", "J9"),
                "collection-title": entry.first("SE"),
                "event-title": entry.first("CT"),
                "event-place": entry.first("CL"),
                "language": entry.first("LA"),
            }
        )
        | standard_number(entry.first("SN"))
        | standard_number(entry.first("BN")),
    )


def _authors(entry: Entry) -> list[Name]:
    """Full names where they are given; some databases put an address behind a name."""
    full = [_ADDRESS.sub("", clean(name)) for name in _lines(entry, "AF")]
    short = [_ADDRESS.sub("", clean(name)) for name in _lines(entry, "AU")]
    shortened = set(short)
    return [medline(name) if name in shortened else inverted(name) for name in full or short]


def _lines(entry: Entry, *tags: str) -> list[str]:
    """Names: one a line, or several between semicolons."""
    parts = [part.strip() for value in entry.all(*tags) for part in re.split(r"[\n;]", value)]
    return [part for part in parts if part]
