"""Screens that are laid out in the size that the terminal has now."""

from __future__ import annotations

from typing import TypeVar

from textual.geometry import Size
from textual.screen import Screen

T = TypeVar("T")


class Sized(Screen[T]):
    """A screen for which only the latest of several sizes counts.

    Textual lays out each size that it was told of, and tells the screen of it once more where that
    changed it. Of two that wait at once, as of a window that is placed while the program starts,
    one would follow the other for ever.
    """

    def _screen_resized(self, size: Size) -> None:
        super()._screen_resized(self.app.size)
