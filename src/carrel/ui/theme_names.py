"""What themes are called, for whom it takes too long to load Textual, which has them."""

from __future__ import annotations

from carrel.settings import AUTO

OWN = ("carrel-dark", "carrel-light", "carrel-terminal")
# Those of Textual 8.2; a test compares them.
TEXTUALS = (
    "ansi-dark", "ansi-light", "atom-one-dark", "atom-one-light", "catppuccin-frappe",
    "catppuccin-latte", "catppuccin-macchiato", "catppuccin-mocha", "dracula", "flexoki", "gruvbox",
    "monokai", "nord", "rose-pine", "rose-pine-dawn", "rose-pine-moon", "solarized-dark",
    "solarized-light", "textual-dark", "textual-light", "tokyo-night",
)  # fmt: skip


def problem_of(name: str) -> str:
    """What is wrong with a theme's name in the settings; empty if nothing is."""
    if name in (AUTO, *OWN, *TEXTUALS):
        return ""
    from difflib import get_close_matches

    close = get_close_matches(name, (*OWN, *TEXTUALS), 1)
    more = f"did you mean “{close[0]}”?" if close else f"there are {', '.join((*OWN, *TEXTUALS))}"
    return f"no theme is called “{name}”; {more}"
