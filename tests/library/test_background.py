"""Opening while a screen is up."""

from __future__ import annotations

from pathlib import Path

import pytest

from carrel.library import Library, Progress, background, open_library
from carrel.library.background import open_in_background
from carrel.library.cache import entries
from tests.library.conftest import PAPERS


async def collect(paths: list[Path], cache: Path) -> tuple[list[Library], list[Progress]]:
    libraries: list[Library] = []
    progress: list[Progress] = []
    async for item in open_in_background(paths, cache):
        if isinstance(item, Library):
            libraries.append(item)
        else:
            progress.append(item)
    return libraries, progress


async def test_the_first_papers_come_first_and_the_whole_last(
    large: Path, cache: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(background, "_FIRST", (100, 400))
    libraries, progress = await collect([large], cache)
    sizes = list(map(len, libraries))
    assert sizes == [100, 400, PAPERS]
    for library in libraries:
        assert library.search("attention", limit=1)
    assert progress


async def test_of_what_takes_long_more_and_more_comes(
    large: Path, cache: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    size = large.stat().st_size
    monkeypatch.setattr(background, "_FIRST", (100,))
    monkeypatch.setattr(background, "_NEXT", {400: size - 1, 500: size})
    libraries, _ = await collect([large], cache)
    assert list(map(len, libraries)) == [100, 400, PAPERS]
    assert len(list(entries(cache))) == 2  # one of records, one of the index of all


async def test_what_is_in_the_cache_comes_at_once(large: Path, cache: Path) -> None:
    open_library([large], cache)
    libraries, progress = await collect([large], cache)
    assert list(map(len, libraries)) == [PAPERS]
    assert not progress


async def test_small_sources_are_simply_read(tmp_path: Path, cache: Path) -> None:
    path = tmp_path / "a.ris"
    path.write_text("TY  - JOUR\nTI  - Alpha of it all\nER  - \n")
    libraries, _ = await collect([path], cache)
    assert [paper.title for paper in libraries[-1]] == ["Alpha of it all"]
    assert not list(entries(cache))


async def test_damage_in_the_cache_is_found_and_mended(large: Path, cache: Path) -> None:
    open_library([large], cache)
    (path,) = (entry.path for entry in entries(cache) if entry.kind == "index")
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 0xFF
    path.write_bytes(content)
    libraries, _ = await collect([large], cache)
    assert len(libraries[-1]) == PAPERS
    assert libraries[-1].verify()


async def test_a_cache_that_cannot_be_written_is_no_obstacle(large: Path, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    libraries, _ = await collect([large], tmp_path / "file" / "cache")
    assert len(libraries[-1]) == PAPERS
    assert "kept in memory" in libraries[-1].notes[0]


async def test_a_source_that_goes_while_it_is_read_is_no_fault_of_the_cache(
    large: Path, cache: Path
) -> None:
    large.write_bytes(large.read_bytes() * 5)  # so that it takes a while
    last: Library | None = None
    async for item in open_in_background([large], cache):
        if any(cache.glob("*.part")):  # it has begun to write
            large.unlink(missing_ok=True)
        last = item if isinstance(item, Library) else last
    assert last is not None
    assert not last.notes
    assert last.reports[0].rejects  # it is told of, where sources are


async def test_leaving_early_stops_the_work(large: Path, cache: Path) -> None:
    large.write_bytes(large.read_bytes() * 5)  # so that it takes a while
    items = open_in_background([large], cache)
    async for _ in items:
        if any(cache.glob("*.part")):  # it has begun to write
            break
    await items.aclose()
    assert not [entry for entry in entries(cache) if entry.kind in ("index", "unfinished")]
