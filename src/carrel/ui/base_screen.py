"""What all screens have in common: how they are laid out, and painted."""

from __future__ import annotations

from typing import Any, TypeVar

from textual.geometry import Size
from textual.screen import Screen

from carrel.ui.compositor import Painter

T = TypeVar("T")


class BaseScreen(Screen[T]):
    """A screen for which only the latest of several sizes counts.

    Textual lays out each size that it was told of, and tells the screen of it once more where that
    changed it. Of two that wait at once, as of a window that is placed while the program starts,
    one would follow the other for ever.
    """

    def __init__(self, *arguments: Any, **more: Any) -> None:
        super().__init__(*arguments, **more)
        self._compositor = Painter()

    def _screen_resized(self, size: Size) -> None:
        super()._screen_resized(self.app.size)
