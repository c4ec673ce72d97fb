"""The application: wires a desk to the screen, and to the world outside."""

from __future__ import annotations

import asyncio
import os
from functools import partial

from textual.app import App

from carrel import clipboard
from carrel.desk import Desk
from carrel.ui.browse import Browse
from carrel.ui.themes import DARK, LIGHT, suitable


class Carrel(App[int]):
    """carrel in the terminal."""

    CSS_PATH = "carrel.tcss"
    TITLE = "carrel"
    ENABLE_COMMAND_PALETTE = True

    def __init__(self, desk: Desk, query: str = "") -> None:
        super().__init__()
        self.desk = desk
        self._query = query
        self.register_theme(DARK)
        self.register_theme(LIGHT)
        self.theme = suitable(os.environ).name

    def get_default_screen(self) -> Browse:
        return Browse(self.desk, self._query)

    async def copy(self, text: str) -> clipboard.Outcome:
        """Copy a text, and tell what is known of that; never on the event loop."""

        def send(sequence: str) -> None:
            if self._driver is not None:
                self.call_from_thread(self._driver.write, sequence)

        return await asyncio.to_thread(partial(clipboard.copy, text, send=send))
