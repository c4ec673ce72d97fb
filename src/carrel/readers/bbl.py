r"""Bibliographies that BibTeX and Biber made for LaTeX (`.bbl`), and `thebibliography` by hand.

Of BibLaTeX's `\entry` all fields are named (`bbl_entry`). Of a `\bibitem` some styles say what is
what (`bibitem`); where nothing marks the title, the item is rejected.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from carrel.paper import Place, Record, Reject
from carrel.readers.source import SHOWN, Source

_RECOGNISED = re.compile(r"^[ \t]*+\\(?:bibitem\b|begin\{thebibliography\}|entry\{)", re.MULTILINE)
_BEGIN = re.compile(r"[ \t]*+\\(bibitem\b|entry\{)")
_END = re.compile(r"[ \t]*+\\(?:endentry|end(?:ref)?section|enddatalist|end\{)")
_TITLE_IN_COMMENT = re.compile(r"[ \t]*+%+[ \t]*+(?=``)")  # as INSPIRE has it
_CITE = re.compile(r"[ \t]*+%+[ \t]*+\\cite\{")
_AGAIN = "the same in another of BibLaTeX's lists"


def recognises(head: str) -> bool:
    return _RECOGNISED.search(head) is not None


def read(source: Source) -> Iterator[Record | Reject]:
    from carrel.readers.bbl_entry import fields_of_entry
    from carrel.readers.bibitem import Unclear, fields_of_item
    from carrel.readers.bibtex_record import record
    from carrel.readers.bibtex_syntax import Entry
    from carrel.readers.fields import checked

    seen: set[tuple[str, str]] = set()
    for number, end, text in _pieces(source):
        place = Place(source.path, number, end)
        try:
            is_entry = text.lstrip().startswith("\\entry")
            kind, key, fields = fields_of_entry(text) if is_entry else fields_of_item(text)
        except Unclear as error:
            yield Reject(place, str(error), text[:SHOWN])
            continue
        if is_entry and (key, text) in seen:
            source.remark(_AGAIN, number)
            continue
        seen.add((key, text))
        found = record(Entry(kind, key, fields, text, number, end), fields, place)
        found.format, found.verbatim = "bbl", ""
        yield checked(found, text[:SHOWN])


def _pieces(source: Source) -> Iterator[tuple[int, int, str]]:
    """The first and last line of each entry or item, and its text, without comments."""
    first = last = 0
    parts: list[str] = []
    for number, line in source.lines():
        begins = _BEGIN.match(line) is not None
        if parts and (begins or _END.match(line) or _CITE.match(line)):
            yield first, last, "".join(parts)
            parts = []
        if begins:
            first = number
        if not (begins or parts) or not line.strip():
            continue
        if title := _TITLE_IN_COMMENT.match(line):
            line = line[title.end() :]
        if line.lstrip()[:1] != "%":
            # BibTeX breaks a line that is too long behind a sign of its own.
            parts.append(line[:-1] if line[-1] == "%" and line[-2:] != "\\%" else line + "\n")
            last = number
    if parts:
        yield first, last, "".join(parts)
