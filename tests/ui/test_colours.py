"""Themes, and what can be told with their colours, with few, and with none."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product
from pathlib import Path

import pytest
from rich.segment import Segment
from rich.style import Style
from textual.color import Color
from textual.theme import Theme

from carrel.settings import Settings
from carrel.ui import theme_names, themes
from tests.ui.papers import FEW
from tests.ui.screen import Screen, running

CONTRAST = 4.5  # WCAG 2.2, 1.4.3
# Lines, bars, and the ends of scroll bars: no text.
_NO_TEXT = set(" ─│╭╮╰╯▏▎▍▌▋▊▉█▁▂▃▄▅▆▇▔▕▐━●")


def _contrast(letters: Color, ground: Color) -> float:
    dark, light = sorted(_luminance(colour) for colour in (letters, ground))
    return (light + 0.05) / (dark + 0.05)


def _luminance(colour: Color) -> float:
    """Relative luminance as WCAG defines it."""
    parts = (part / 255 for part in (colour.r, colour.g, colour.b))
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


@pytest.mark.parametrize("theme", [themes.DARK, themes.LIGHT], ids=lambda theme: theme.name)
def test_every_ink_is_legible_on_every_ground(theme: Theme) -> None:
    inks = {
        "foreground": theme.foreground,
        "primary": theme.primary,
        "accent": theme.accent,
        "error": theme.error,
        "success": theme.success,
        "quiet": theme.variables["quiet"],
        "cursor": theme.variables["block-cursor-foreground"],
        **{f"tag-{n}": theme.variables[f"tag-{n}"] for n in range(themes.TAG_COLOURS)},
    }
    grounds = {"background": theme.background, "surface": theme.surface, "panel": theme.panel}
    illegible = [
        (ink, ground)
        for ink, ground in product(inks, grounds)
        if _contrast(Color.parse(inks[ink] or ""), Color.parse(grounds[ground] or "")) < CONTRAST
    ]
    assert not illegible


def _segments(screen: Screen) -> Iterator[tuple[Segment, Style]]:
    for strip in screen.strips:
        for segment in strip:
            if set(segment.text) - _NO_TEXT and segment.style is not None:
                yield segment, segment.style


def _illegible(screen: Screen) -> set[str]:
    found = set()
    for segment, style in _segments(screen):
        if style.color is None or style.bgcolor is None:
            found.add(segment.text)
            continue
        pair = [Color.from_rich_color(colour) for colour in (style.color, style.bgcolor)]
        if _contrast(*pair) < CONTRAST:
            found.add(segment.text)
    return found


@pytest.mark.parametrize("theme", ["carrel-dark", "carrel-light"])
async def test_every_text_on_the_screen_is_legible(few: Path, theme: str) -> None:
    async with running(few, settings=Settings(theme=theme)) as screen:
        assert not _illegible(screen)
        await screen.press("f", "t", *"one", "comma", *"two", "enter", "space", "j", "r", "slash")
        await screen.type("kettle")
        assert not _illegible(screen)
        await screen.type(" is:x")
        assert not _illegible(screen)
        await screen.press("ctrl+u", "question_mark", "down")
        assert not _illegible(screen)
        await screen.press("escape", "escape", "b", "j", "minus")
        assert not _illegible(screen)
        await screen.press("escape", "l")
        assert not _illegible(screen)


async def test_without_colour_everything_is_still_told(
    few: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    async with running(few) as screen:
        await screen.press("f", "t", *"good", "enter", "space", "r", "slash")
        await screen.type("kettle")
        await screen.press("enter")
        assert {"kettle", "Kettle"} & {
            segment.text for segment, style in _segments(screen) if style.underline
        }
        (cursor,) = {
            line
            for line, strip in enumerate(screen.strips)
            if any(s.style and s.style.reverse and "Quantised" in s.text for s in strip)
        }
        assert cursor == 1
        await screen.press("escape", "escape")
        assert "★✓" in screen.lines[1]
        assert "#good" in screen.lines[1]
        assert not {
            style.color.name
            for _, style in _segments(screen)
            if style.color is not None and not style.color.is_default
        }


@pytest.mark.parametrize(
    ("env", "ground", "theme"),
    [
        ({"COLORTERM": "truecolor"}, "dark", "carrel-dark"),
        ({"COLORTERM": "truecolor"}, "light", "carrel-light"),
        ({"TERM": "xterm-256color", "COLORFGBG": "0;15"}, "", "carrel-light"),
        ({"TERM": "xterm-256color", "COLORFGBG": "15;0"}, "light", "carrel-dark"),
        ({"TERM": "xterm"}, "dark", "carrel-terminal"),
        ({"COLORTERM": "truecolor"}, "", "carrel-terminal"),
        ({"WT_SESSION": "1"}, "", "carrel-dark"),
        ({"TERM": "linux"}, "", "carrel-terminal"),
        ({"TERM": "xterm-256color", "NO_COLOR": ""}, "light", "carrel-terminal"),
    ],
)
def test_the_theme_suits_the_terminal(env: dict[str, str], ground: str, theme: str) -> None:
    assert themes.suitable(env, ground).name == theme


async def test_a_theme_is_chosen_by_its_name_and_remembered(few: Path) -> None:
    async with running(few) as screen:
        ground = screen.app.theme_variables["background"]
        await screen.press("T")
        assert "✓ carrel-dark" in screen.text
        await screen.press(*"light", "enter")
        assert screen.app.theme == "carrel-light"
        assert screen.app.memory.now.theme == "carrel-light"
        assert screen.app.theme_variables["background"] != ground
        assert not _illegible(screen)
        await screen.press("T", "enter")  # the cursor is on the one that is on
        assert screen.app.theme == "carrel-light"


async def test_every_theme_can_be_chosen(few: Path) -> None:
    async with running(few) as screen:
        for name in (*theme_names.TEXTUALS, *theme_names.OWN):
            await screen.press("T", *name, "enter")
            assert screen.app.theme == name
            y = screen.browse.papers.region.y
            (title,) = (
                part.style
                for part in screen.strips[y].crop(0, screen.browse.papers.region.right)
                if part.style is not None and str(FEW[0]["title"])[:9] in part.text
            )
            assert title.reverse or title.color != title.bgcolor
            await screen.press("b", "j", "b")
        assert screen.app.memory.now.theme == theme_names.OWN[-1]


async def test_few_colours_are_the_terminals_own(
    few: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("COLORTERM")
    monkeypatch.setenv("TERM", "xterm")
    async with running(few) as screen:
        await screen.press("f", "t", *"good", "enter")
        grounds = {s.bgcolor.name for _, s in _segments(screen) if s.bgcolor is not None}
        assert grounds <= {"default"}  # whatever ground the terminal has
        colours = {s.color for _, s in _segments(screen) if s.color is not None}
        assert all(colour.is_default or (colour.number or 16) < 16 for colour in colours)
        await screen.press("b", *"jjjjj")  # to a bar, whose colour would be a ground
        turned = [style for _, style in _segments(screen) if style.reverse]
        assert turned
        assert not [style for style in turned if style.color and not style.color.is_default]
        lines = ("s", "j", "newest first"), ("Y", "down", "IEEE"), ("colon", "down", "Clear")
        for opens, moves, chosen in lines:
            await screen.press("escape", opens, moves)
            assert any(chosen in s.text and style.underline for s, style in _segments(screen))
