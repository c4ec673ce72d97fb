"""What lines are drawn with: a colour of the theme, a ground, and how the letters are.

The list and the sidebar are drawn line by line. Component classes of a style sheet would serve, but
Textual works out each of them for each widget before the first frame: a tenth of the start.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from rich.style import Style
from textual.color import Color

from carrel.ui.themes import TAG_COLOURS


class Ink(NamedTuple):
    """Variables of the theme for letters and ground, and attributes as Rich writes them."""

    letters: str = ""
    ground: str = ""
    attributes: str = ""


INKS: Mapping[str, Ink] = {
    "quiet": Ink("quiet"),
    "head": Ink("primary", attributes="bold"),
    "pointer": Ink("accent"),
    "star": Ink("accent"),
    "match": Ink("accent", attributes="bold underline"),
    "selected": Ink("primary", attributes="bold"),
    "cursor": Ink("block-cursor-foreground", "block-cursor-background"),
    "cursor-away": Ink("", "surface"),
    "wanted": Ink("accent", attributes="bold"),
    "unwanted": Ink("error", attributes="bold"),
    "bar": Ink("secondary"),
    **{f"tag-{number}": Ink(f"tag-{number}") for number in range(TAG_COLOURS)},
}


def style(name: str, variables: Mapping[str, str], *, plain: bool = False) -> Style:
    """The ink of a name in a theme's colours; `plain` where grounds can't be told apart."""
    ink = INKS[name]
    if plain and name == "cursor":
        return Style(reverse=True)
    ground = Color.parse(variables[ink.ground]) if ink.ground else None
    colour, letters = None, variables[ink.letters] if ink.letters else ""
    if ground and letters.startswith("auto"):  # "auto 87%": as much of black or white as is legible
        colour = ground + ground.get_contrast_text(_share(letters))
    elif letters:
        colour = Color.parse(letters)
    return Style(
        color=colour.rich_color if colour else None,
        bgcolor=ground.rich_color if ground else None,
    ) + Style.parse(ink.attributes)


def _share(colour: str) -> float:
    """What a colour of a style sheet has behind its name: "auto 87%" is 0.87."""
    share = colour.partition(" ")[2].removesuffix("%")
    return float(share) / 100 if share else 1
