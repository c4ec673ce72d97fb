"""Three themes of carrel's own, and which of them suits the terminal.

All pairs of text and ground that the style sheet uses in the dark and the light theme have a
contrast of at least 4.5 : 1 (WCAG 2.2, 1.4.3); a test measures them. The third theme uses the
terminal's own colours and ground, and of these only what is legible on dark and on light.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING
from zlib import crc32

from textual.theme import Theme

if TYPE_CHECKING:
    from textual.app import App

TAG_COLOURS = 6


def _variables(quiet: str, border: str, tags: str, **more: str) -> dict[str, str]:
    colours = dict(zip((f"tag-{n}" for n in range(TAG_COLOURS)), tags.split(), strict=True))
    more = {name.replace("_", "-"): colour for name, colour in more.items()}
    return {"quiet": quiet, "border": border} | colours | more


DARK = Theme(
    name="carrel-dark",
    primary="#8ab4d8",
    secondary="#9db8a0",
    accent="#e5b567",
    foreground="#d9dbe0",
    background="#16181d",
    surface="#1c1f26",
    panel="#292e38",
    success="#93bd8c",
    warning="#e5b567",
    error="#ec9187",
    dark=True,
    variables=_variables(
        quiet="#9ba1ac",
        border="#3a414d",
        tags="#8ab4d8 #a0c48c #e0a58a #c6a8e0 #d6bd76 #83c5be",
        input_selection_background="#8ab4d8 35%",
        block_cursor_background="#292e38",
        block_cursor_foreground="#f0f1f4",
        scrollbar="#3a414d",
        scrollbar_hover="#566073",
        scrollbar_active="#8ab4d8",
        scrollbar_background="#16181d",
        scrollbar_background_hover="#16181d",
        scrollbar_background_active="#16181d",
    ),
)
LIGHT = Theme(
    name="carrel-light",
    primary="#2b5a86",
    secondary="#47633f",
    accent="#8a4b00",
    foreground="#26282c",
    background="#faf8f3",
    surface="#f3f0e8",
    panel="#e6e1d4",
    success="#35642f",
    warning="#8a4b00",
    error="#a02c24",
    dark=False,
    variables=_variables(
        quiet="#5a5e63",
        border="#c9c3b4",
        tags="#2b5a86 #3c622f #8a3f22 #6b4391 #68500f #1d5f5b",
        input_selection_background="#2b5a86 25%",
        block_cursor_background="#e6e1d4",
        block_cursor_foreground="#16181d",
        scrollbar="#c9c3b4",
        scrollbar_hover="#a39c8a",
        scrollbar_active="#2b5a86",
        scrollbar_background="#faf8f3",
        scrollbar_background_hover="#faf8f3",
        scrollbar_background_active="#faf8f3",
    ),
)
TERMINAL = Theme(
    name="carrel-terminal",
    primary="ansi_default",
    secondary="ansi_green",
    accent="ansi_magenta",
    foreground="ansi_default",
    background="ansi_default",
    surface="ansi_default",
    panel="ansi_default",
    boost="ansi_default",
    success="ansi_green",
    warning="ansi_magenta",
    error="ansi_red",
    ansi=True,
    variables=_variables(
        quiet="ansi_default",
        border="ansi_default",
        tags="ansi_green ansi_magenta ansi_red ansi_green ansi_magenta ansi_red",
        ansi_background="ansi_default",
        ansi_foreground="ansi_default",
        scrollbar="ansi_default",
        scrollbar_hover="ansi_default",
        scrollbar_active="ansi_default",
        scrollbar_background="ansi_default",
        scrollbar_background_hover="ansi_default",
        scrollbar_background_active="ansi_default",
        input_cursor_text_style="reverse",
        block_cursor_background="ansi_default",
        block_cursor_text_style="reverse",
        block_cursor_blurred_text_style="reverse",
    ),
)
OWN = (DARK, LIGHT, TERMINAL)


def defaults(app: App[int]) -> dict[str, str]:
    """What the style sheet needs of a theme that is not carrel's own."""
    theme = app.current_theme
    if theme.ansi:
        return TERMINAL.variables
    return (DARK if theme.dark else LIGHT).variables


def tag_colour(tag: str) -> str:
    """The variable of the colour that a tag always has."""
    return f"tag-{crc32(tag.casefold().encode()) % TAG_COLOURS}"


def suitable(env: Mapping[str, str], ground: str = "") -> Theme:
    """The theme for a terminal.

    Its own colours where colours are not wanted (NO_COLOR) or are few; else light or dark, by
    COLORFGBG, then by `ground`, what the terminal says of its background ("light", "dark", ""); its
    own again where it does not say, so that there is no black box in a light terminal.
    """
    if "NO_COLOR" in env or not _many_colours(env):
        return TERMINAL
    background = env.get("COLORFGBG", "").rpartition(";")[2]
    if background.isdecimal():
        return LIGHT if background in ("7", "15") else DARK
    if "WT_SESSION" in env:  # Windows Terminal is not asked; it is dark unless it was changed
        return DARK
    return {"light": LIGHT, "dark": DARK}.get(ground, TERMINAL)


def _many_colours(env: Mapping[str, str]) -> bool:
    if env.get("COLORTERM", "") in ("truecolor", "24bit") or "WT_SESSION" in env:
        return True
    # As Rich sees it, which brings all others down to 16 colours. There is no TERM on Windows.
    return env.get("TERM", "256color").endswith(("256color", "kitty"))
