"""Two themes of carrel's own, and which of them suits the terminal.

All pairs of text and ground that the style sheet uses have a contrast of at least 4.5 : 1 (WCAG 2.2,
1.4.3); a test measures them.
"""

from __future__ import annotations

from collections.abc import Mapping

from textual.theme import Theme

DARK = Theme(
    name="carrel-dark",
    primary="#86aed1",
    secondary="#9db8a0",
    accent="#e3b565",
    foreground="#d9dbe0",
    background="#16181d",
    surface="#1b1e24",
    panel="#262b34",
    success="#93bd8c",
    warning="#e3b565",
    error="#e58a80",
    dark=True,
    variables={
        "quiet": "#979da8",
        "input-selection-background": "#86aed1 35%",
        "block-cursor-background": "#86aed1",
        "block-cursor-foreground": "#16181d",
        "border": "#3a414d",
    },
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
    variables={
        "quiet": "#5f6368",
        "input-selection-background": "#2b5a86 25%",
        "block-cursor-background": "#2b5a86",
        "block-cursor-foreground": "#faf8f3",
        "border": "#c9c3b4",
    },
)


def suitable(env: Mapping[str, str]) -> Theme:
    """The light theme for a terminal that says its ground is light (COLORFGBG), else the dark."""
    ground = env.get("COLORFGBG", "").rpartition(";")[2]
    return LIGHT if ground in ("7", "15") else DARK
