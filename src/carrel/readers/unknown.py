"""What a source is that no reader knows, and what to name instead, in words for a person."""

from __future__ import annotations

import re

from carrel.paper import Place, Reject
from carrel.readers.source import SHOWN, Source

# How files begin that are no text, even where some lines of them look like it.
_MAGIC = {
    b"%PDF-": "a PDF, not a list of papers",
    b"PK\x03\x04": "a Zip archive, or an office document",
    b"SQLite format 3\0": "a database; name what its program exports",
}
# Compiled when they are wanted, which is rarely.
_LIKE = {
    r"\s*+<(?:!doctype html|html|head|body)\b": (
        "a web page; name what it exports, or paste its text into a file"
    ),
    r"(?s)\s*+1[.:] .{0,20000}?\bPMID: \d": (
        "a list that PubMed made for reading; save it as PubMed or CSV instead"
    ),
    r"\s*+(?=[^\n]*\btitle\b)(?=[^\n]*\b(?:authors?|year|doi)\b)\"?\w[\w ]*+\"?[,;\t]\"?\w": (
        "a table whose columns are not known; export BibTeX, RIS or CSL-JSON instead"
    ),
}


def is_no_text(head: bytes) -> bool:
    """Does a file that begins so hold no text to be read?"""
    return head.startswith(tuple(_MAGIC))


def reject(source: Source) -> Reject:
    """All of the source, with its beginning where that is text."""
    place = Place(source.path, 1)
    for magic, what in _MAGIC.items():
        if source.head.startswith(magic):
            return Reject(place, f"no known format: {what}")
    text = source.head_text
    if "\0" in text:
        return Reject(place, "not text")
    alike = (f": {what}" for like, what in _LIKE.items() if re.match(like, text, re.IGNORECASE))
    return Reject(place, f"no known format{next(alike, '')}", text[:SHOWN])
