"""The README's pictures can be drawn, and are pictures of the screen."""

from __future__ import annotations

import os
from pathlib import Path
from xml.etree import ElementTree

import pytest

from tests.screenshots.__main__ import draw
from tests.screenshots.drawing import Frame, Look, Run
from tests.screenshots.film import Shot, film
from tests.screenshots.stories import PICTURES


async def test_a_picture_shows_what_the_screen_shows(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CARREL_DATA", os.environ["CARREL_DATA"])  # put back afterwards
    await draw(next(each for each in PICTURES if each.name == "filter"), tmp_path)
    svg = ElementTree.fromstring((tmp_path / "filter.svg").read_text("utf-8"))
    texts = ["".join(node.itertext()) for node in svg.iter("{http://www.w3.org/2000/svg}text")]
    assert {"attn sparse", "sparse", "F1"} <= set(texts)
    assert any("Dynamic" in text for text in texts)


def test_a_film_draws_once_what_stays() -> None:
    def row(text: str) -> tuple[Run, ...]:
        return (Run(0, len(text), text, Look("#ffffff", "#000000")),)

    frames = [Frame(9, (row("stays"), row(text)), "#000000") for text in ("one", "two", "one")]
    svg = film([Shot(frame, 1.0) for frame in frames], "A film")
    assert [svg.count(f">{text}<") for text in ("stays", "one", "two")] == [1, 1, 1]
    ElementTree.fromstring(svg)
    hidden = [group for group in svg.split("<g ") if 'visibility="hidden"' in group]
    assert len(hidden) == 1
    assert ">two<" in hidden[0]
