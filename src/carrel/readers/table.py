"""Tables: the CSV of Scopus, IEEE Xplore, Google Scholar, PubMed, Zotero and spreadsheets, and Web
of Science's tab-delimited file.

The first line names the columns. Those of Zotero and of Web of Science are the fields of their
other formats, and read as these; of other tables the columns are read that have the names which
services give them, in whatever order they stand.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Callable, Iterator, Mapping

from carrel.paper import Name, Place, Record, Reject
from carrel.readers import wos, zotero
from carrel.readers.attachments import named
from carrel.readers.csvtext import rows
from carrel.readers.dates import loose_date
from carrel.readers.fields import (
    checked,
    filled,
    isbn,
    line,
    listed,
    page_range,
    paragraphs,
    whole_pages,
)
from carrel.readers.identifiers import links
from carrel.readers.names import displayed, inverted, medline, nonempty
from carrel.readers.source import SHOWN, Source
from carrel.readers.tagged import Entry
from carrel.text import clean

_Cells = Mapping[str, str]  # those that say something, by the name of their column

_LONGEST_HEAD = 1 << 14  # characters of a line that names columns
# Tells Excel what stands between the cells.
_FOR_EXCEL = re.compile(r"\A\s*+\ufeff?sep=[^\n][^\S\n]*\n", re.IGNORECASE)
_TITLE = ("title", "document title", "article title", "paper title")
_AUTHORS = (
    "author full names", "authors", "author", "author names", "author/s",
    "authorships.author.display name",
)  # fmt: skip

_ABSTRACT = ("abstract", "abstract note")
_PMID = ("pmid", "pubmed id")
_IDENTIFYING = frozenset((*_AUTHORS, *_ABSTRACT, *_PMID, "doi"))
_TELLING = frozenset((*_TITLE, *_ABSTRACT, *_PMID, "doi", "ti", "di", "url"))
_ZOTERO = frozenset(("item type", "title", "publication title"))
_WOS = frozenset(("pt", "au", "ti"))
_VENUES = (
    "publication title", "source title", "journal", "journal/book", "journal title", "publication",
    "venue", "book title", "booktitle", "container title",
    "primary location.source.display name",
)  # fmt: skip
_DATES = ("date", "publication date", "date published")
_KEYWORDS = ("author keywords", "keywords", "index keywords", "ieee terms", "mesh terms")
_VARIABLES = {
    "volume": ("volume",),
    "issue": ("issue", "issue number", "number"),
    "number": ("art. no.", "article number"),
    "publisher": ("publisher",),
    "edition": ("edition",),
    "collection-title": ("series", "book series title"),
    "container-title-short": ("abbreviated source title", "journal abbreviation"),
    "event-title": ("conference name", "conference title"),
    "event-place": ("conference location",),
    "language": ("language of original document", "language"),
    "ISSN": ("issn", "issns"),
}
_TYPES = {
    "article": "article-journal",
    "book": "book",
    "book chapter": "chapter",
    "conference paper": "paper-conference",
    "conference proceedings article": "paper-conference",
    "dissertation": "thesis",
    "ieee conferences": "paper-conference",
    "ieee early access articles": "article-journal",
    "ieee journals": "article-journal",
    "ieee magazines": "article-magazine",
    "ieee standards": "standard",
    "journal article": "article-journal",
    "preprint": "article",
    "proceedings paper": "paper-conference",
    "report": "report",
    "review": "article-journal",
    "thesis": "thesis",
}
_NOTHING = re.compile(r"\[No (?:author|abstract)\b[^\]]*\]|N/?A")
_NUMBER = re.compile(r" ?\(\d{6,}\)")  # Scopus' of an author
_BETWEEN = re.compile(r"[;|\n]")
# In "Fay, A., Roe, B." initials end a name.
_AFTER_INITIALS = re.compile(r"(?<=\.)(?:,?\s+(?:and|&)\s+|,\s*)")
_WITH_INITIALS = re.compile(r"[^,]+,\s*(?:[^\W\d_]{1,2}\.[ -]?)+|et al\.?")
_INITIAL_LAST = re.compile(r"\b[^\W\d_][a-z]?\.$")  # the stop is its own, not the list's
# Zotero's columns as the fields of its API, where they differ by more than blanks and capitals.
_FIELDS = {"doi": "DOI", "isbn": "ISBN", "issn": "ISSN", "type": "genre"}
_CREATORS = {
    "author": "author",
    "editor": "editor",
    "series editor": "seriesEditor",
    "translator": "translator",
    "book author": "bookAuthor",
}


def recognises(head: str) -> bool:
    return _layout(head) is not None


def read(source: Source) -> Iterator[Record | Reject]:
    delimiter, columns, record = _layout(source.head_text) or (",", [], _record)
    table = rows(source, delimiter)
    for _ in range(2 if _FOR_EXCEL.match(source.head_text) else 1):
        next(table, None)
    for row in table:
        if isinstance(row, Reject):
            yield row
            continue
        place = Place(source.path, row.line, row.end)
        shown = delimiter.join(row.cells)[:SHOWN]
        if any(map(str.strip, row.cells[len(columns) :])):
            reason = f"{len(row.cells)} cells in a table of {len(columns)} columns"
            yield Reject(place, reason, shown)
            continue
        cells: dict[str, str] = {}
        for column, cell in zip(columns, row.cells, strict=False):
            if (cell := cell.strip()) and not _NOTHING.fullmatch(cell):
                cells.setdefault(column, cell)
        if cells.keys() & _TELLING:
            yield checked(record(cells, place), shown)
        elif cells:
            yield Reject(place, "a row without title, abstract or identifier", shown)


def _layout(head: str) -> tuple[str, list[str], Callable[[_Cells, Place], Record]] | None:
    """What is between the cells, the names of the columns, and how rows with these are read; None
    where the first line is not of a table of papers."""
    head = _FOR_EXCEL.sub("", head).lstrip().partition("\n")[0]
    if len(head) > _LONGEST_HEAD:
        return None
    for delimiter in ",\t;":
        try:
            [cells] = csv.reader([head.lstrip("\ufeff")], delimiter=delimiter)
        except (csv.Error, ValueError):
            continue
        columns = [" ".join(cell.replace("_", " ").split()).lower() for cell in cells]
        names = set(columns)
        if names >= _ZOTERO:
            return delimiter, columns, _zotero
        if names >= _WOS:
            return delimiter, columns, _wos
        if not names.isdisjoint(_TITLE) and not names.isdisjoint(_IDENTIFYING):
            return delimiter, columns, _record
    return None


def _first(cells: _Cells, *columns: str) -> str:
    return next((cells[column] for column in columns if column in cells), "")


def _record(cells: _Cells, place: Place) -> Record:
    year, date = _first(cells, "year", "publication year"), _first(cells, *_DATES)
    written = loose_date(date)
    kind = _first(
        cells, "document type", "publication type", "item type", "type", "document identifier"
    )
    address = _first(cells, "url", "link", "pdf link")
    found = links(_first(cells, "doi"), _first(cells, "arxiv", "arxiv id"), [address])
    pages = page_range(
        _first(cells, "page start", "start page"), _first(cells, "page end", "end page")
    )
    keywords = [cells[column] for column in _KEYWORDS if column in cells]
    return Record(
        place=place,
        format="table",
        key=clean(_first(cells, "citation key", "citekey", "bibtex key")),
        type=_TYPES.get(kind.lower(), ""),
        title=line(_first(cells, *_TITLE)),
        authors=_names(_first(cells, *_AUTHORS)),
        editors=_names(_first(cells, "editors", "editor")),
        date=written if written[:4] == year or not year else loose_date(year),
        venue=line(_first(cells, *_VENUES)),
        doi=found.doi,
        arxiv=found.arxiv,
        url=found.url,
        abstract=paragraphs(_first(cells, *_ABSTRACT)),
        keywords=listed(value if ";" in value else value.replace(",", ";") for value in keywords),
        ids=filled({"pmid": _first(cells, *_PMID), "pmcid": _first(cells, "pmcid")}),
        extra=filled(
            {variable: _first(cells, *columns) for variable, columns in _VARIABLES.items()}
            | {
                "page": pages or whole_pages(_first(cells, "pages")),
                "ISBN": isbn(_first(cells, "isbn", "isbns")),
                "note": _first(cells, "note", "notes"),
            }
        ),
    )


def _names(text: str) -> tuple[Name, ...]:
    """Names between semicolons; else behind initials; else between "and" and, where most have
    several words, commas."""
    text = _NUMBER.sub("", text)
    parts = [part for part in map(str.strip, _BETWEEN.split(text)) if part]
    if len(parts) == 1 and all(map(_WITH_INITIALS.fullmatch, _AFTER_INITIALS.split(parts[0]))):
        parts = _AFTER_INITIALS.split(parts[0])
    elif len(parts) == 1:
        parts = [part for piece in parts[0].split(" and ") for part in _listed(piece.strip(" ,"))]
    return nonempty(map(_name, parts))


def _listed(text: str) -> list[str]:
    """Names between commas, or one that is written family name first."""
    parts = [part for part in map(str.strip, text.split(",")) if part]
    spaced = sum(" " in part for part in parts)
    return parts if 2 * spaced > len(parts) and not text[:1].islower() else [text]


def _name(text: str) -> Name:
    if "," not in text and (text.partition(" ")[0].endswith(".") or text.rfind(" ") < 0):
        return displayed(text)  # "A. Fay"
    if text.isupper():
        return inverted(text)
    return medline(text if _INITIAL_LAST.search(text) else text.rstrip("."))


def _zotero(cells: _Cells, place: Place) -> Record:
    value: dict[str, object] = {"date": _first(cells, "publication year")}
    for column, cell in cells.items():
        words = column.split(" ")
        value[_FIELDS.get(column, words[0] + "".join(map(str.capitalize, words[1:])))] = cell
    value["creators"] = [
        {"creatorType": role, "lastName": family, "firstName": given}
        for column, role in _CREATORS.items()
        for name in _BETWEEN.split(cells.get(column, ""))
        for family, _, given in [name.partition(",")]
    ]
    value["attachments"] = [{"path": path} for path in named(_first(cells, "file attachments"))]
    tags = (_first(cells, "manual tags"), _first(cells, "automatic tags"))
    value["tags"] = [tag for cell in tags for tag in cell.split(";")]
    return zotero.record(value, place)


def _wos(cells: _Cells, place: Place) -> Record:
    return wos.record(Entry(place, {tag.upper(): [cell] for tag, cell in cells.items()}))
