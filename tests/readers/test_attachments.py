"""Files that reference managers attach to a work."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from carrel.identity import merge
from carrel.readers.attachments import files, named
from tests.readers.conftest import RecordsOf


@pytest.mark.parametrize(
    ("value", "paths"),
    [
        (":papers/b.pdf:PDF", ["papers/b.pdf"]),  # JabRef
        (r"a\; b.pdf:a\; b.pdf:PDF", ["a; b.pdf"]),
        (
            "Full text:/a/c.pdf:application/pdf;Snapshot:/a/x.html:text/html",
            ["/a/c.pdf", "/a/x.html"],
        ),
        ("/a/b.pdf;/a/c.pdf", ["/a/b.pdf", "/a/c.pdf"]),  # Zotero
        (":home/u/Doe - 2001.pdf:pdf", ["home/u/Doe - 2001.pdf"]),  # Mendeley
        (r":C$\backslash$:/Users/u/a.pdf:pdf", ["C:/Users/u/a.pdf"]),
        (r"PDF:C\:\\Users\\u\\a.pdf:application/pdf", [r"C:\Users\u\a.pdf"]),
        (r"C:\Users\u\a.pdf", [r"C:\Users\u\a.pdf"]),
        (r"a\_b.pdf", ["a_b.pdf"]),
        ("https://h.example/i.pdf", ["https://h.example/i.pdf"]),
        ("PDF:file:///e%20f.pdf:PDF", ["file:///e%20f.pdf"]),
        ("", []),
    ],
)
def test_what_a_field_names(value: str, paths: list[str]) -> None:
    assert named(value) == paths


def test_where_files_are(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", "/home/u")
    monkeypatch.chdir(tmp_path)
    paths = ["a.pdf", "/b.pdf", "~/c.pdf", "home/u/d.pdf", "file:///e%20f.pdf", "a.pdf"]
    paths += ["file://localhost/g.pdf", "file:////h.pdf", "Users/u/i.pdf"]
    assert files([*paths, "internal-pdf://g.pdf", "https://h.example/i.pdf", ""], "refs/x.bib") == (
        f"{tmp_path}/refs/a.pdf",
        "/b.pdf",
        "/home/u/c.pdf",
        "/home/u/d.pdf",
        "/e f.pdf",
        "/g.pdf",
        "/h.pdf",
        "/Users/u/i.pdf",
    )


def test_no_file_is_seen_from_a_folder_that_is_gone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "gone"
    folder.mkdir()
    monkeypatch.chdir(folder)
    folder.rmdir()
    assert files(["a.pdf", "/b.pdf"], "-") == ("/b.pdf",)


def test_what_is_too_long_for_a_path_is_none() -> None:
    assert files(["/a" * 5_000, "/b.pdf"], "-") == ("/b.pdf",)


def test_each_format_tells_its_files(tmp_path: Path, records_of: RecordsOf) -> None:
    exports = {
        "a.bib": "@article{a, title={T}, file={:b.pdf:PDF}}",
        "a.ris": "TY  - JOUR\nTI  - T\nL1  - b.pdf\nER  - \n",
        "info.yaml": "title: T\nref: a\nauthor: A B\nfiles:\n- b.pdf\n",
        "a.json": json.dumps(
            [{"itemType": "book", "title": "T", "attachments": [{"path": "b.pdf"}, {"url": "x"}]}]
        ),
        "a.csv": "Item Type,Title,Publication Title,Author,File Attachments\n"
        "journalArticle,T,J,A,b.pdf; c.html\n",
        "a.xml": "<xml><records><record><ref-type>17</ref-type><titles><title>T</title></titles>"
        "<urls><pdf-urls><url>b.pdf</url></pdf-urls></urls></record></records></xml>",
    }
    for name, text in exports.items():
        [record] = records_of(name, text)
        assert record.files[0] == f"{tmp_path}/b.pdf", name


def test_a_paper_has_the_files_of_all_its_records(records_of: RecordsOf) -> None:
    first = records_of("a.bib", "@article{a, title={T}, file={/b.pdf}}")
    second = records_of("b.bib", "@article{a, title={T}, file={/b.pdf;/c.pdf}}")
    assert set(merge([*first, *second]).files) == {"/b.pdf", "/c.pdf"}


def test_what_an_address_says_in_percent_signs_is_harmless() -> None:
    paths = ["file:///a%1b]52;c;x%07b.pdf", "file:///c%00%0ad.pdf", "file:///e%20%20f.pdf"]
    found = files(paths, "-")
    assert found == ("/ab.pdf", "/cd.pdf", "/e  f.pdf")
