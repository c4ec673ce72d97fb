"""Paths, as the screen shows them."""

from __future__ import annotations

import os
from contextlib import suppress

from carrel.library.sources import STDIN


def short_path(path: str) -> str:
    """A path as one would type it: from the working folder, or from home, if it lies there; what
    is no path in words."""
    if path == STDIN:
        return "standard input"
    path = path.encode(errors="replace").decode()
    path = "".join(letter if letter.isprintable() else "�" for letter in path)
    if not os.path.isabs(path):
        return path
    with suppress(FileNotFoundError):  # the working folder may be gone
        if path.startswith(here := os.path.join(os.getcwd(), "")):
            return path[len(here) :]
    home = os.path.join(os.path.expanduser("~"), "")
    return f"~/{path[len(home) :]}" if home != "/" and path.startswith(home) else path
