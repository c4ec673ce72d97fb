"""Sources: compressed, in folders, with odd lines and names, and what can't be read of them."""

from __future__ import annotations

import gzip
import lzma
import os
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
import zstandard

from carrel import open_library
from carrel.identity.ids import fingerprint
from tests.library.conftest import PAPERS, papers
from tests.papers import made_up


@pytest.mark.parametrize(
    ("suffix", "pack"),
    [(".gz", gzip.compress), (".xz", lzma.compress), (".zst", zstandard.compress)],
)
def test_compressed_sources(
    tmp_path: Path, large: Path, cache: Path, suffix: str, pack: Callable[[bytes], bytes]
) -> None:
    path = tmp_path / f"papers.jsonl{suffix}"
    path.write_bytes(pack(large.read_bytes()))
    assert [p.title for p in papers([path], cache)] == [p.title for p in papers([large], cache)]


def test_json_that_is_not_one_record_a_line(tmp_path: Path, large: Path, cache: Path) -> None:
    lines = large.read_text("utf-8").splitlines()
    path = tmp_path / "two.jsonl"
    path.write_text("\n".join([lines[0], *(f"{a} {b}" for a, b in pairs(lines[1:-1])), lines[-1]]))
    library = open_library([path], cache)
    assert [paper.title for paper in library] == [paper.title for paper in papers([large], cache)]
    assert not library.rejects


def pairs(lines: list[str]) -> list[tuple[str, str]]:
    return list(zip(lines[::2], lines[1::2], strict=True))


def test_carriage_returns_end_lines_too(tmp_path: Path, large: Path, cache: Path) -> None:
    path = tmp_path / "mac.jsonl"
    path.write_bytes(large.read_bytes().replace(b"\n", b"\r\n", 400).replace(b"\r\n", b"\r", 10))
    assert [p.title for p in papers([path], cache)] == [p.title for p in papers([large], cache)]


def test_a_carriage_return_in_a_broken_line_moves_no_paper(large: Path, cache: Path) -> None:
    wanted = [record.title for record in made_up(PAPERS)]
    large.write_bytes(large.read_bytes().replace(b"\n", b"\nno\robject\r\n", 1))
    assert [p.title for p in papers([large], cache)] == wanted
    assert [p.title for p in papers([large], cache)] == wanted  # as it was kept


def test_a_folder_is_its_sources(tmp_path: Path, cache: Path) -> None:
    folder = tmp_path / "papers"
    (folder / "sub").mkdir(parents=True)
    (folder / "a.ris").write_text("TY  - JOUR\nTI  - Alpha of it all\nER  - \n")
    (folder / "sub" / "b.ris").write_text("TY  - JOUR\nTI  - Beta of it all\nER  - \n")
    (folder / "picture.png").write_bytes(b"\x89PNG")
    (folder / ".hidden.ris").write_text("TY  - JOUR\nTI  - Not this one\nER  - \n")
    library = open_library([folder, folder / "a.ris"], cache)
    assert [paper.title for paper in library] == ["Alpha of it all", "Beta of it all"]
    assert not library.stale()
    (folder / "c.ris").write_text("TY  - JOUR\nTI  - Gamma\nER  - \n")
    assert library.stale()


@pytest.mark.skipif(sys.platform != "linux", reason="other systems refuse such names")
def test_names_of_files_are_kept_as_they_are(
    tmp_path: Path, cache: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("carrel.library.opening.SMALL", 0)
    folder = tmp_path / "papers"
    folder.mkdir()
    paths = [
        os.path.join(folder, os.fsdecode(name)) for name in (b"a\nb.ris", b"c.ris", b"\xff.ris")
    ]
    for number, path in enumerate(paths):
        Path(path).write_text(f"TY  - JOUR\nTI  - Paper of number {number}\nER  - \n")
    os.mkfifo(folder / "pipe.ris")  # which nobody writes to
    for _ in ("made", "from the cache"):
        library = open_library([folder], cache)
        assert dict(library.facets().sources) == dict.fromkeys(paths, 1)
        assert [paper.places[0].path for paper in library] == paths
        assert [reject.reason for reject in library.rejects] == ["not a file"]


def test_what_cannot_be_read_is_said_and_the_rest_is_there(tmp_path: Path, cache: Path) -> None:
    good = tmp_path / "good.ris"
    good.write_text("TY  - JOUR\nTI  - Alpha of it all\nER  - \n")
    (tmp_path / "empty.txt").write_bytes(b"\n\n")
    (tmp_path / "junk.bib").write_bytes(bytes(range(256)) * 10)
    (tmp_path / "bomb.gz").write_bytes(gzip.compress(b"TY  - JOUR\nAB  - " + b"b" * 80_000_000))
    (tmp_path / "cut.gz").write_bytes(
        gzip.compress(b"TY  - JOUR\nAB  - " + os.urandom(200_000).hex().encode())[:100_000]
    )
    (tmp_path / "hollow").mkdir()
    library = open_library(
        [tmp_path / name for name in
         ("missing.bib", "empty.txt", "junk.bib", "bomb.gz", "cut.gz", "hollow", "good.ris")],
        cache,
    )  # fmt: skip
    assert "Alpha of it all" in [paper.title for paper in library]
    said = {Path(reject.place.path).name: reject.reason for reject in library.rejects}
    assert "no such file" in said["missing.bib"]
    assert said["empty.txt"] == "empty"
    assert "decompresses to more than" in said["bomb.gz"]
    assert "cannot be decompressed" in said["cut.gz"]
    assert "no papers in this folder" in said["hollow"]
    assert set(said) == {"missing.bib", "empty.txt", "junk.bib", "bomb.gz", "cut.gz", "hollow"}


def test_a_paper_of_which_nothing_is_known_is_found_however_its_file_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = tmp_path / "real" / "refs.bib"
    real.parent.mkdir()
    real.write_text("@misc{a, note={only a note}}\n")
    (tmp_path / "link.bib").symlink_to(real)
    monkeypatch.chdir(tmp_path)
    names = [str(real), "real/refs.bib", "./real/../real/refs.bib", "link.bib"]
    libraries = [open_library([name]) for name in names]
    [id] = {paper.id for library in libraries for paper in library}
    assert id.startswith("place:")
    # and under the id that it had when a path was taken as it stood
    older = fingerprint("place", "real/refs.bib:1")
    assert older in libraries[1]
    assert libraries[1][older].id == id
