"""Works added to the end of a file that is there."""

from __future__ import annotations

import gzip
import resource
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

import carrel
from carrel.citation.adding import Added, NotAddable, add
from carrel.paper import Name, Record, Work

HAN = Work(title="Deep Compression", authors=(Name("Han", "Song"),), date="2015", doi="10.1000/han")
LIN = Work(title="Awaiting Quantisation", authors=(Name("Lin", "Ji"),), date="2023")
MINE = b"""% mine, \xc3\xa9\r
@string{j = "A Journal"}

@article{Han2015Deep,title={Deep  Compression},doi={10.1000/HAN},  journal=j, author={Han, Song}}"""


def keys(path: Path) -> list[str]:
    return [item.key for item in carrel.read(path) if isinstance(item, Record)]


def test_what_is_there_stays_and_is_not_added_again(tmp_path: Path) -> None:
    file, link = tmp_path / "refs.bib", tmp_path / "link.bib"
    file.write_bytes(MINE)
    file.chmod(0o640)
    link.symlink_to(file)
    assert add(link, [HAN, LIN], "bibtex") == Added(1, 1)
    assert file.read_bytes().startswith(MINE + b"\n\n@misc{lin2023awaiting,\n")
    assert file.read_bytes().endswith(b"}\n}\n")
    assert (link.is_symlink(), file.stat().st_mode & 0o777) == (True, 0o640)
    assert keys(file) == ["Han2015Deep", "lin2023awaiting"]
    before = file.read_bytes()
    assert add(file, [LIN, HAN], "biblatex") == Added(0, 2)
    assert file.read_bytes() == before
    third = replace(LIN, title="Third Thoughts")
    assert add(file, [third], "bibtex") == Added(1, 0)
    assert file.read_bytes().startswith(before + b"\n@misc{lin2023third,\n")


def test_a_key_of_another_work_gets_the_letters_of_a_double(tmp_path: Path) -> None:
    file = tmp_path / "refs.bib"
    file.write_text("@book{han2015deep, title={Deep Waters}, author={Han, Liu}, year={2015}}\n")
    other = replace(HAN, title="Deep Compression, Part Two", doi="10.1000/two")
    assert add(file, [HAN], "bibtex") == Added(1, 0)
    assert keys(file) == ["han2015deep", "han2015deepa"]
    assert add(file, [other, HAN], "bibtex") == Added(1, 1)
    assert keys(file) == ["han2015deep", "han2015deepa", "han2015deepb"]
    assert add(file, [HAN, other], "bibtex") == Added(0, 2)
    file = tmp_path / "two.bib"
    assert file.write_bytes(b"") == 0
    assert add(file, [HAN, other], "bibtex", "{author}") == Added(2, 0)
    assert file.read_text().startswith("@misc{han,\n")
    assert keys(file) == ["han", "hana"]


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("last", ["", "|", "||"], ids=["open", "ended", "empty"])
def test_lines_that_are_added_end_as_those_that_are_there(
    tmp_path: Path, end: str, last: str
) -> None:
    file = tmp_path / "refs.bib"
    before = f"@book{{a,|  title={{A}}|}}{last}".replace("|", end).encode()
    file.write_bytes(before)
    assert add(file, [HAN, LIN], "bibtex") == Added(2, 0)
    assert file.read_bytes().startswith(before)
    lines = file.read_bytes().decode().split(end)
    assert not [line for line in lines if "\r" in line or "\n" in line]
    assert lines[3:5] == ["", "@misc{han2015deep,"]
    assert (lines[-2:], lines.count("")) == (["}", ""], 3)
    assert keys(file) == ["a", "han2015deep", "lin2023awaiting"]


def test_in_ris_a_doi_or_title_tells_what_is_there(tmp_path: Path) -> None:
    file = tmp_path / "refs.ris"
    records = (
        "TY  - JOUR\r\nTI  - Deep compression, in a word\r\nDO  - 10.1000/han\r\nER  - \r\n\r\n",
        "TY  - JOUR\r\nTI  - Awaiting quantisation\r\nAU  - Lin, Ji\r\nER  - \r\n\r\n",
    )
    mine = "\ufeff" + "".join(records)
    file.write_bytes(mine.encode())
    new = Work(title="New", authors=(Name("Lin", "Ji"),), date="2024")
    assert add(file, [HAN, LIN, new], "ris") == Added(1, 2)
    assert (
        file.read_bytes().decode().startswith(mine + "TY  - GEN\r\nID  - lin2024new\r\nTI  - New")
    )
    assert [item.title for item in carrel.read(file) if isinstance(item, Record)][2:] == ["New"]


@pytest.mark.parametrize(
    ("holds", "why"),
    [
        (MINE + "\né".encode("latin-1"), "it is not UTF-8"),
        (MINE.decode().encode("utf-16"), "it is not UTF-8"),
        ("@misc{a, title={A}}\n".encode("utf-16-le"), "it is not UTF-8"),
        (gzip.compress(MINE), "it is not UTF-8"),
        (b"mine", "it can't be read as BibTeX"),
        (b"TY  - JOUR\nTI  - A title\nER  - \n", "it can't be read as BibTeX"),
        (b"@misc{a, title={A}}\n@misc{b,\n title={B\n", r"its end has a fault \(line 3: .*closed"),
    ],
)
def test_what_cannot_be_read_is_not_added_to(tmp_path: Path, holds: bytes, why: str) -> None:
    file = tmp_path / "refs.bib"
    file.write_bytes(holds)
    with pytest.raises(NotAddable, match=why):
        add(file, [HAN], "bibtex")
    assert file.read_bytes() == holds
    assert [path.name for path in tmp_path.iterdir()] == ["refs.bib"]


def test_what_another_program_writes_meanwhile_stays(tmp_path: Path) -> None:
    file = tmp_path / "refs.bib"
    file.write_bytes(MINE)

    class Edited(list[Work]):
        """Works during whose writing the file is changed."""

        def __iter__(self) -> Iterator[Work]:
            file.write_bytes(b"@misc{b, title={B}}\n")
            return super().__iter__()

    with pytest.raises(NotAddable, match="meanwhile"):
        add(file, Edited([LIN]), "bibtex")
    assert file.read_bytes() == b"@misc{b, title={B}}\n"


def test_a_disk_that_fills_up_leaves_what_was_there(tmp_path: Path) -> None:
    file = tmp_path / "refs.bib"
    file.write_bytes(MINE)
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (len(MINE) + 20, hard))
    try:
        with pytest.raises(OSError, match="too large"):
            add(file, [LIN], "bibtex")
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    assert [(path, path.read_bytes()) for path in tmp_path.iterdir()] == [(file, MINE)]
