"""From bytes to records: which format a source has, and reading it.

A reader is one module with two functions: `recognises(head)`, true when the first text of a
source is its format, and `read(source)`, which yields records and rejects and never raises
for anything the bytes may hold. To add a format, add its module and one line to `_FORMATS`. Where
a line is a record, `abstract_in(line)` may give its abstract in less time than reading it takes;
`asides(blocks)` may tell which lines of a text the format has between records.
"""

from __future__ import annotations

import codecs
import json
import re
from collections.abc import Iterator, Sequence
from importlib import import_module
from io import BytesIO
from os.path import splitext
from typing import TYPE_CHECKING, NamedTuple, Protocol, cast

from carrel.paper import Place, Record, Reject
from carrel.readers.source import Source, Unreadable, open_source

if TYPE_CHECKING:
    from pathlib import Path

# Module, and the file name endings that make it the first to be asked. Content decides: a
# format is used only when its `recognises` says so. Order matters where two could.
_FORMATS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("arxiv_page", (".txt", ".text")),
    ("arxiv_mail", (".txt", ".text")),
    ("scholar_page", (".txt", ".text")),
    ("dump", (".txt", ".text")),
    ("bibtex", (".bib", ".bibtex", ".biblatex")),
    ("ris", (".ris",)),
    ("nbib", (".nbib",)),
    ("refer", (".enw", ".refer")),
    ("wos", (".isi", ".ciw", ".wos")),
    ("refworks", ()),
    ("arxiv_atom", (".xml", ".atom")),
    ("acl_xml", (".xml",)),
    ("pubmed_xml", (".xml",)),
    ("endnote_xml", (".xml",)),
    ("mods", (".xml", ".mods")),
    ("ms_word", (".xml",)),
    ("marc_xml", (".xml",)),
    ("datacite_xml", (".xml",)),
    ("dblp_xml", (".xml",)),
    ("web_page", ()),  # of the pages in a folder few are of papers
    ("zotero_rdf", (".rdf", ".xml")),
    ("saved_page", ()),
    ("arxiv_json", (".json", ".jsonl", ".ndjson")),
    ("dblp_json", (".json",)),
    ("crossref", (".json", ".jsonl", ".ndjson")),
    ("openalex", (".json", ".jsonl", ".ndjson")),
    ("semantic_scholar", (".json", ".jsonl", ".ndjson")),
    ("datacite", (".json", ".jsonl", ".ndjson")),
    ("inspire", (".json", ".jsonl", ".ndjson")),
    ("ads", (".json", ".jsonl", ".ndjson")),
    ("europe_pmc", (".json", ".jsonl", ".ndjson")),
    ("biorxiv", (".json", ".jsonl", ".ndjson")),
    ("openreview", (".json", ".jsonl", ".ndjson")),
    ("hal", (".json", ".jsonl", ".ndjson")),
    ("zbmath", (".json", ".jsonl", ".ndjson")),
    ("zenodo", (".json", ".jsonl", ".ndjson")),
    ("doaj", (".json", ".jsonl", ".ndjson")),
    ("pubmed_json", (".json",)),
    ("zotero", (".json",)),
    ("csl_json", (".json", ".jsonl", ".ndjson")),
    ("bib_yaml", (".yaml", ".yml")),
    ("csl_yaml", (".yaml", ".yml")),
    ("carrel_json", (".json", ".jsonl", ".ndjson")),
    ("bbl", ()),  # what a .bib file beside it has better
    ("markdown_list", ()),  # of the notes in a folder, too, few are of papers
    ("table", (".csv", ".tsv", ".txt")),
)
SUFFIXES = frozenset(suffix for _, suffixes in _FORMATS for suffix in suffixes)
# Endings of file names that tell the format of a file with nothing but blanks or comments in it.
_MAY_BE_EMPTY = {".bib": "bibtex", ".bibtex": "bibtex", ".biblatex": "bibtex", ".ris": "ris"}
_MAY_BE_EMPTY |= {".jsonl": "carrel_json", ".ndjson": "carrel_json"}
_BLANK = "\ufeff \t\r\n"
_COMMENTS = r"(?:\s++|%[^\r\n]*+)*+"  # of BibTeX, whose entries would be known
_COUNTED = 1 << 20  # bytes in which lines are counted at a time
_COMPRESSED = (".gz", ".xz", ".zst")


class Reader(Protocol):
    """What a format's module looks like."""

    def recognises(self, head: str) -> bool: ...

    def read(self, source: Source) -> Iterator[Record | Reject]: ...


def suffix_of(path: str) -> str:
    """The ending that tells the format: ".bib" for "refs.bib" and for "refs.bib.gz"."""
    stem, suffix = splitext(path.lower())
    return splitext(stem)[1] if suffix in _COMPRESSED else suffix


def _reader(name: str) -> Reader:
    return cast("Reader", import_module(f"carrel.readers.{name}"))


def detect(source: Source) -> str | None:
    """The name of the source's format; None where no reader knows it and, of an empty file, its
    name does not tell."""
    from carrel.readers.unknown import is_no_text

    if is_no_text(source.head):
        return None
    head = source.head_text
    suffix = suffix_of(source.path)
    empty = _MAY_BE_EMPTY.get(suffix)
    if empty and not head.strip(_BLANK):
        return empty
    for name, _ in sorted(_FORMATS, key=lambda entry: suffix not in entry[1]):
        if _reader(name).recognises(head):
            return name
    return "bibtex" if empty == "bibtex" and re.fullmatch(_COMMENTS, head) else None


def read(path: str | Path) -> Iterator[Record | Reject]:
    """The records of one file as they stand, in order, and what of it was rejected.

    Never raises for what the file holds; a file that cannot be read at all is one `Reject`.
    """
    try:
        source = open_source(path)
    except Unreadable as error:
        yield Reject(Place(str(path), 0), str(error))
        return
    try:
        yield from read_source(source)
    finally:
        source.close()


def read_source(source: Source, name: str | None = None) -> Iterator[Record | Reject]:
    """As `read`, from an open source; `name` is its format, where that is known already."""
    name = name or detect(source)
    if not name and not source.head.strip(b"\x00 \t\r\n\xef\xbb\xbf\xff\xfe"):
        yield Reject(Place(source.path, 0), "empty")
        return
    if not name:
        from carrel.readers.unknown import reject

        yield reject(source)
        return
    try:
        yield from _reader(name).read(source)
    except Unreadable as error:
        yield Reject(Place(source.path, 0), str(error))


# Formats of which a line can be a record that needs no other line to be read.
_BY_LINE = frozenset(
    ("arxiv_json", "carrel_json", "crossref", "csl_json", "openalex", "semantic_scholar")
)


def is_by_line(source: Source, name: str) -> bool:
    """Does this look like a plain file of which every line is a record?"""
    if name not in _BY_LINE or source.compressed or source.encoding != "utf-8":
        return False
    first, end, _ = source.head.lstrip().partition(b"\n")
    return bool(end) and first.startswith(b"{") and first.rstrip(b"\r ").endswith(b"}")


def abstracts_in(name: str, lines: Sequence[bytes]) -> list[str | None]:
    """The abstracts of the records on some lines of a source of the format `name`; None for one
    that can't be told without reading the record."""
    tell = getattr(_reader(name), "abstract_in", None)
    return list(map(tell, lines)) if tell else [None] * len(lines)


def asides_in(name: str, blocks: Iterator[str]) -> list[tuple[int, int]]:
    """The lines, first and last, of what the format `name` has between records, in a text that
    comes in pieces and need not hold the records."""
    tell = getattr(_reader(name), "asides", None)
    return tell(blocks) if tell else []


class Middle(NamedTuple):
    """Where the second half of a file begins: the byte, and the number of the line."""

    byte: int
    line: int


def middle(source: Source, name: str) -> Middle | None:
    """Where a file can be cut so that its halves, read separately, give what the whole gives; None
    where it can't be."""
    if not is_by_line(source, name):
        return None
    with open(source.path, "rb") as file:
        first = file.readline()
        file.seek(source.size // 2)
        file.readline()
        at = file.tell()
        second = file.readline()
        behind = file.read(64)
        # What comes first decides how the rest is taken; and an object may be part of a record.
        if not (_is_object(first) and _is_object(second)) or b"\0" in second + behind:
            return None
        if behind.lstrip()[:1] in (b",", b"]", b"}"):
            return None
        file.seek(0)
        line = 1
        for start in range(0, at, _COUNTED):
            line += file.read(min(_COUNTED, at - start)).count(b"\n")
    return Middle(at, line)


def _is_object(line: bytes) -> bool:
    try:
        return isinstance(json.loads(line), dict) and line.startswith(b"{")
    except (ValueError, RecursionError):
        return False


def read_lines(
    name: str, path: str, numbers: Sequence[int], lines: Sequence[bytes]
) -> list[Record | None]:
    """Lines of a source of the format `name`, which stand there with these numbers, each read by
    itself; None where one is no record."""
    found: list[Record | None] = [None] * len(lines)
    # In the midst of a source its mark says nothing of how the other lines are written.
    text = b"\n".join(lines).removeprefix(codecs.BOM_UTF8)
    for item in _reader(name).read(Source(path, BytesIO(text), len(text))):
        line = item.place.line - 1
        if isinstance(item, Record) and found[line] is None:
            item.place = Place(path, numbers[line], numbers[line])
            found[line] = item
    if len(lines) > 1:  # a line by itself may be read as it is not among others
        for line, record in enumerate(found):
            if record is None:
                [found[line]] = read_lines(name, path, [numbers[line]], [lines[line]])
    return found
