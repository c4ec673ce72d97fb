"""The papers of all sources, merged: opened, looked up, searched.

`carrel.library.background` opens them beside a screen; it is imported there, with asyncio.
"""

from carrel.library.found import Found
from carrel.library.library import Library
from carrel.library.opening import open_in_steps, open_library
from carrel.library.reading import Progress
from carrel.library.sources import Report

__all__ = ["Found", "Library", "Progress", "Report", "open_in_steps", "open_library"]
