"""The papers of all sources, merged: opened, looked up, searched."""

from carrel.library.library import Found, Library
from carrel.library.opening import open_library, opening
from carrel.library.sources import Report

__all__ = ["Found", "Library", "Report", "open_library", "opening"]
