from __future__ import annotations

import pytest

from carrel.paper import Reject
from tests.readers.conftest import ItemsOf

TABLE = '"Item Title","Year","Rating"\n"On Ponds, again","2020","5"\n'


@pytest.mark.parametrize(
    ("name", "content", "what"),
    [
        ("paper.bib", b"%PDF-1.5\n1 0 obj\n@misc{x, y = {1}}\n", ": a PDF"),
        ("paper.docx", b"PK\x03\x04\x14\x00\x06\x00", ": a Zip archive"),
        ("zotero.sqlite", b"SQLite format 3\0\x10\x00", ": a database"),
        ("login.bib", "\n<!doctype HTML>\n<style>@media screen {a: b}</style>", ": a web page"),
        ("moved.json", "<html>\n<head><title>301</title></head></html>", ": a web page"),
        ("pubmed.txt", "1. J Ponds. 2020;1:1.\n\nPonds.\n\nFay A(1).\n\nPMID: 1\n", ": a list"),
        ("scopus.csv", TABLE, ": a table"),
        ("scopus.csv", TABLE.encode("utf-16"), ": a table"),
        ("list.txt", TABLE.replace(",", "\t"), ": a table"),
        ("prose.txt", "Dear Ada, the title and the year are to come.", ""),
        ("notes.md", "# To read\n- [On Ponds](https://example.org)\n", ""),
    ],
)
def test_what_it_is_is_told(name: str, content: str | bytes, what: str, items_of: ItemsOf) -> None:
    [reject] = items_of(name, content)
    assert isinstance(reject, Reject)
    assert reject.reason.startswith(f"no known format{what}")
    assert (reject.place.line, "\0" in reject.text) == (1, False)


def test_bytes_that_are_no_text_are_not_shown(items_of: ItemsOf) -> None:
    [reject] = items_of("photo.bib", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR")
    assert isinstance(reject, Reject)
    assert (reject.reason, reject.text) == ("not text", "")
