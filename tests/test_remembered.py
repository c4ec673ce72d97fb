from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from carrel.remembered import (
    forget,
    library_sources,
    remember,
    remembered,
    remembered_path,
    sample_folder,
)


@pytest.fixture(autouse=True)
def config(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "config" / "carrel"
    monkeypatch.setenv("CARREL_CONFIG", str(folder))
    return folder


def test_nothing_is_remembered_at_first_and_the_samples_are_opened() -> None:
    assert remembered() == []
    assert library_sources() == [sample_folder()]
    assert any(os.listdir(sample_folder()))


def test_sources_stay_in_the_order_they_were_added_as_absolute_paths(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert remember(["b.bib", "a.bib"]) == [str(tmp_path / "b.bib"), str(tmp_path / "a.bib")]
    assert remember(["c.bib", "./b.bib"]) == [str(tmp_path / "c.bib")]
    assert [os.path.basename(path) for path in library_sources()] == ["b.bib", "a.bib", "c.bib"]


def test_forgetting_leaves_the_others(tmp_path: Path) -> None:
    paths = [str(tmp_path / name) for name in "abc"]
    remember(paths)
    assert forget([paths[1], str(tmp_path / "never")]) == [paths[1]]
    assert remembered() == [paths[0], paths[2]]


def test_what_the_person_wrote_into_the_file_stays(config: Path) -> None:
    config.mkdir(parents=True)
    (config / "sources").write_text("# my own\n  /papers/a.bib  \n\n~/b.bib")
    home = os.path.expanduser("~/b.bib")
    assert remembered() == ["/papers/a.bib", home]
    remember(["/papers/c.bib"])
    forget(["/papers/a.bib"])
    assert (config / "sources").read_text() == "# my own\n\n~/b.bib\n/papers/c.bib\n"
    assert remembered() == [home, "/papers/c.bib"]


def test_a_link_stays_a_link(config: Path, tmp_path: Path) -> None:
    config.mkdir(parents=True)
    (tmp_path / "dotfiles").mkdir()
    (config / "sources").symlink_to(tmp_path / "dotfiles" / "sources")
    remember(["/papers/a.bib"])
    assert (config / "sources").is_symlink()
    assert remembered() == ["/papers/a.bib"]


@given(
    names=st.lists(
        st.binary(min_size=1, max_size=12)
        .filter(lambda name: b"/" not in name and b"\0" not in name and name not in (b".", b".."))
        .map(os.fsdecode),
        unique=True,
        min_size=1,
        max_size=5,
    )
)
@settings(
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
    max_examples=60,
)
def test_any_file_name_is_remembered_as_it_is(names: list[str]) -> None:
    remembered_path().unlink(missing_ok=True)
    paths = [f"/papers/{name}" for name in names]
    for path in paths:
        remember([path])
    assert remembered() == paths
    forget(paths[:1])
    assert remembered() == paths[1:]


@pytest.mark.parametrize("name", ["/papers/a\0.bib", '"/papers/\\u0000"', '"/papers/\\ud800"'])
def test_a_name_that_no_file_can_have_is_an_error_and_stays(config: Path, name: str) -> None:
    config.mkdir(parents=True)
    file = config / "sources"
    file.write_text(f"/papers/b.bib\n{name}\n")
    for attempt in (remembered, lambda: remember(["c.bib"]), lambda: forget(["/papers/b.bib"])):
        with pytest.raises(OSError, match="line 2 can't be the name of a file"):
            attempt()
    assert file.read_text() == f"/papers/b.bib\n{name}\n"


def test_a_list_that_cannot_be_read_is_an_error_and_stays(config: Path) -> None:
    (config / "sources").mkdir(parents=True)
    with pytest.raises(OSError, match="directory"):
        remember(["/papers/a.bib"])
    assert (config / "sources").is_dir()
