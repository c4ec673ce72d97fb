"""The PDF of a paper among the person's own files; tests/ui/test_reading.py has `O` in the app."""

from __future__ import annotations

from pathlib import Path

import pytest

from carrel.paper import Paper, Place
from carrel.pdfs import pdf_of


def test_the_newest_version_is_opened(tmp_path: Path) -> None:
    paper = Paper(id="arxiv:2101.00001", arxiv="2101.00001")
    for version in ("v1", "v2"):
        (tmp_path / f"2101.00001{version}.pdf").touch()
    assert pdf_of(paper, [str(tmp_path)]) == f"{tmp_path}/2101.00001v2.pdf"
    (tmp_path / "2101.00001.pdf").touch()
    assert pdf_of(paper, [str(tmp_path)]) == f"{tmp_path}/2101.00001.pdf"


def test_a_program_is_no_pdf(tmp_path: Path) -> None:
    (tmp_path / "run.sh").touch()
    (tmp_path / "folder.pdf").mkdir()
    files = (f"{tmp_path}/run.sh", f"{tmp_path}/folder.pdf", f"{tmp_path}/gone.pdf")
    assert pdf_of(Paper(id="title:a", files=files), [f"{tmp_path}/gone"]) == ""


def test_beside_a_source_whose_folder_is_gone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    paper = Paper(id="title:a", key="fay", places=(Place("refs.bib", 1),))
    folder = tmp_path / "papers"
    folder.mkdir()
    monkeypatch.chdir(folder)
    (folder / "fay.pdf").touch()
    assert pdf_of(paper) == f"{folder}/fay.pdf"
    (folder / "fay.pdf").unlink()
    folder.rmdir()
    assert pdf_of(paper) == ""
