"""CSL style files, through processors that may or may not be installed."""

from __future__ import annotations

import importlib.util
import shutil
import stat
from pathlib import Path

import pytest

from carrel.citation import StyleUnavailable, cite_with_csl
from carrel.paper import Name, Work

STYLE = """<?xml version="1.0" encoding="utf-8"?>
<style xmlns="http://purl.org/net/xbiblio/csl" class="in-text" version="1.0">
  <info>
    <title>Tiny</title>
    <id>http://style.example/tiny</id>
    <updated>2020-01-01T00:00:00+00:00</updated>
  </info>
  <citation><layout><text variable="title"/></layout></citation>
  <bibliography second-field-align="flush">
    <layout suffix=".">
      <text variable="citation-number" prefix="[" suffix="] "/>
      <group delimiter=": ">
        <names variable="author"><name form="short"/></names>
        <text variable="title"/>
      </group>
    </layout>
  </bibliography>
</style>
"""
WORKS = [
    Work(title="Zebras & x < y", authors=(Name("Nap", "Ann"),), date="2020"),
    Work(title="Ants", authors=(Name("Doze", "Ben"),), date="2019"),
]


@pytest.fixture
def style(tmp_path: Path) -> Path:
    path = tmp_path / "tiny.csl"
    path.write_text(STYLE, encoding="utf-8")
    return path


@pytest.mark.skipif(shutil.which("pandoc") is None, reason="pandoc is not installed")
def test_pandoc_cites_in_the_order_given(style: Path) -> None:
    assert cite_with_csl(WORKS, style) == ["Nap: Zebras & x < y.", "Doze: Ants."]


@pytest.mark.skipif(shutil.which("pandoc") is None, reason="pandoc is not installed")
def test_pandoc_says_what_is_wrong_with_a_style(tmp_path: Path) -> None:
    path = tmp_path / "broken.csl"
    path.write_text("<style>", encoding="utf-8")
    with pytest.raises(StyleUnavailable, match=r"pandoc refused .*broken\.csl"):
        cite_with_csl(WORKS, path)


@pytest.mark.skipif(
    importlib.util.find_spec("citeproc") is None, reason="citeproc-py is not installed"
)
def test_citeproc_py_is_the_second_choice(style: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    assert cite_with_csl(WORKS, style) == ["Nap: Zebras & x < y.", "Doze: Ants."]


@pytest.mark.skipif(
    importlib.util.find_spec("citeproc") is not None, reason="citeproc-py is installed"
)
def test_without_a_processor_it_says_what_would_help(
    style: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", "")
    with pytest.raises(StyleUnavailable, match=r"pandoc.*citeproc-py.*neither is installed"):
        cite_with_csl(WORKS, style)


def test_a_style_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(StyleUnavailable, match=r"none\.csl: no such file"):
        cite_with_csl(WORKS, tmp_path / "none.csl")


def test_a_style_that_refers_to_another_is_not_fetched(tmp_path: Path) -> None:
    path = tmp_path / "dependent.csl"
    path.write_text(
        '<style><info><link href="http://style.example/parent" rel="independent-parent"/></info>',
        encoding="utf-8",
    )
    with pytest.raises(StyleUnavailable, match=r"give that one: http://style\.example/parent"):
        cite_with_csl(WORKS, path)


def test_a_program_that_fails_is_reported(
    style: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    program = tmp_path / "bin" / "pandoc"
    program.parent.mkdir()
    program.write_text("#!/bin/sh\necho 'out of ink' >&2\nexit 97\n", encoding="utf-8")
    program.chmod(program.stat().st_mode | stat.S_IXUSR)
    monkeypatch.setenv("PATH", f"{program.parent}:/usr/bin:/bin")
    with pytest.raises(StyleUnavailable, match="out of ink"):
        cite_with_csl(WORKS, style)
