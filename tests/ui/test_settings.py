"""Settings as they show on the screen, and what is wrong with them."""

from __future__ import annotations

from importlib.metadata import version
from pathlib import Path

import pytest

from carrel.settings import Settings, read
from carrel.ui import theme_names, themes
from tests.ui.screen import running


async def test_presets_and_own_keys(few: Path) -> None:
    settings, problems = read(b'keys = "emacs"\n[keymap]\nstar = "x"\nundo = "Z,ctrl+underscore"\n')
    assert not problems
    async with running(few, settings=settings, problems=problems) as screen:
        await screen.press("ctrl+n", "ctrl+n", "ctrl+p", "x")
        assert screen.said("A Quantised Kettle")[0]
        await screen.press("f", "j")
        assert screen.title == "A Quantised Kettle"
        await screen.press("question_mark", *"star")
        assert "x" in screen.text
        await screen.press("escape", "Z")
        assert not screen.said("A Quantised Kettle")[0]


async def test_what_is_wrong_is_said_with_its_line(few: Path) -> None:
    text = b'stile = "apa"\nkeys = "vim"\n[keymap]\nstarr = "x"\nstar = "t"\n'
    settings, problems = read(text)
    async with running(few, settings=settings, problems=problems) as screen:
        assert "carrel.toml:1" in screen.lines[-1]
        assert "! shows all" in screen.lines[-1]
        await screen.press("exclamation_mark")
        shown = screen.words
        assert "carrel.toml:1: no setting “stile”; did you mean “style”?" in shown
        assert "carrel.toml:4: no command is called “starr”; did you mean “star”?" in shown
        assert "carrel.toml:5: the key “t” is both “star” and “tags”" in shown


@pytest.mark.skipif(not version("textual").startswith("8.2."), reason="themes come and go")
async def test_the_names_of_themes_known_without_textual_are_those_there_are(few: Path) -> None:
    async with running(few) as screen:
        assert screen.app.available_themes.keys() == {*theme_names.OWN, *theme_names.TEXTUALS}
        assert tuple(theme.name for theme in themes.OWN) == theme_names.OWN


async def test_starting_in_the_filter_with_other_columns(few: Path) -> None:
    settings = Settings(start_in_filter=True, columns=("title", "year"))
    async with running(few, settings=settings, size=(160, 30)) as screen:
        await screen.type("kettle")
        await screen.press("enter")
        line = screen.lines[1]
        assert 0 < line.index("A Quantised Kettle") < line.index("2024")
