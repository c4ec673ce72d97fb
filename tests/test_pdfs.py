"""The PDF of a paper among the person's own files; tests/ui/test_reading.py has `O` in the app."""

from __future__ import annotations

from dataclasses import replace
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


@pytest.mark.parametrize(
    ("paper", "name"),
    [
        (Paper(id="title:a", key="Fay:2020/a"), "Fay_2020_a.pdf"),
        (Paper(id="arxiv:math/9912001", arxiv="math/9912001"), "9912001v1.pdf"),
        (Paper(id="doi:10.1000/a(b)-c:d", doi="10.1000/a(b)-c:d"), "10.1000_a(b)-c_d.pdf"),
    ],
)
def test_it_is_called_as_downloads_are(paper: Paper, name: str) -> None:
    path = Path.home() / "papers" / name
    path.parent.mkdir()
    path.touch()
    assert pdf_of(paper, ["~/papers"]) == str(path)
    attached = path.with_name("attached.pdf")
    attached.touch()
    assert pdf_of(replace(paper, files=("gone.pdf", str(attached))), ["~/papers"]) == str(attached)


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
