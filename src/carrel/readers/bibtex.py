"""BibTeX and BibLaTeX: entries to records, fields inherited, LaTeX made readable.

The work is done in modules that are imported when a file turns out to be BibTeX: `bibtex_document`
(the file), `bibtex_syntax` (an entry), `bibtex_inheritance`, `bibtex_record`, and of its fields
`bibtex_values`, `bibtex_names` and `bibtex_dates`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from carrel.batches import ahead
from carrel.paper import FAULTY, Place, Record, Reject
from carrel.readers.source import Source

_RECOGNISED = re.compile(
    r"(?:^|[\r\n})])[ \t]*+@[ \t]*+(?:(?:string|preamble|comment)\s*+[{(]"
    r"|[A-Za-z][\w-]*+\s*+[{(]\s*+(?:[^\s{}(),=\"]++[ \t]*+[,\r\n]|,?\s*+[\w-]++\s*+=\s*+[{\"\w]))",
    re.IGNORECASE,
)
# Entries that hold data for others, and are no works.
_DATA = {"xdata": "@xdata, data for other entries", "set": "@set, groups of other entries"}


def recognises(head: str) -> bool:
    return holds_entries(head) and not _is_in_a_list(head)


def holds_entries(text: str) -> bool:
    """Does an entry begin in a text, or `@string` and the like?"""
    return "@" in text and _RECOGNISED.search(text) is not None


def _is_in_a_list(head: str) -> bool:
    """Do the entries stand in a reading list in Markdown, between its fences?"""
    if "```" not in head and "~~~" not in head:
        return False
    from carrel.readers import markdown_list

    return markdown_list.recognises(head)


def asides(blocks: Iterator[str]) -> list[tuple[int, int]]:
    """The lines, first and last, of each `@string`, `@preamble` and `@comment` of a text."""
    from carrel.readers.bibtex_document import Document

    document = Document(blocks)
    for _ in document.entries():
        pass
    return document.asides


def read(source: Source) -> Iterator[Record | Reject]:
    from carrel.readers.bibtex_document import Document
    from carrel.readers.bibtex_inheritance import Heirs
    from carrel.readers.bibtex_record import record

    document = Document(source.blocks(), source.line)
    heirs = Heirs(document)
    # What is inherited is read with the strings that are defined so far: not later than this.
    entries = ((entry, heirs.fields(entry)) for entry in document.entries())
    for entry, fields in ahead(entries):
        place = Place(source.path, entry.line, entry.end)
        fault = entry.fault
        if entry.kind in _DATA:
            document.remark(_DATA[entry.kind], entry.line)
        elif entry.fields and entry.kind not in ("string", "preamble"):
            yield record(entry, fields, place)
            fault = fault and FAULTY + fault
        elif not fault:
            yield Reject(place, f"@{entry.kind} without fields", entry.text)
        if fault:
            place = place._replace(line=entry.fault_line, end=max(entry.fault_line, entry.end))
            yield Reject(place, fault, entry.text)
    for what, (count, line) in document.remarks.items():
        source.remark(what, line, count)
