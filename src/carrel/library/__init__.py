"""The papers of all sources, merged: opened, looked up, searched."""

from carrel.library.library import Found, Library
from carrel.library.opening import open_library, opening
from carrel.library.reading import Progress
from carrel.library.sources import Report

__all__ = [
    "Found",
    "Library",
    "Progress",
    "Report",
    "open_in_background",
    "open_library",
    "opening",
]


def __getattr__(name: str) -> object:
    if name == "open_in_background":  # asyncio is not needed to open a library at once
        from carrel.library.background import open_in_background

        return open_in_background
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
