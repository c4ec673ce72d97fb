"""carrel: a keyboard-driven terminal browser for research papers.

The public interface of the library behind the program:

- `open_library(paths)` reads sources and gives a `Library` of merged papers;
- `read(path)` gives the records of one source as they stand, and what was rejected.

Importing this package is cheap: names are loaded when they are first used (PEP 562).
"""

from __future__ import annotations

TYPE_CHECKING = False  # as that of typing, which is loaded where ctrl+c is answered already
if TYPE_CHECKING:
    from carrel.library import Library, open_library
    from carrel.paper import Name, Paper, Place, Record, Reject
    from carrel.readers import read
    from carrel.search import Hit

__version__ = "0.1.0"

__all__ = [
    "Hit",
    "Library",
    "Name",
    "Paper",
    "Place",
    "Record",
    "Reject",
    "__version__",
    "open_library",
    "read",
]

_HOME = {
    "Hit": "carrel.search",
    "Library": "carrel.library",
    "Name": "carrel.paper",
    "Paper": "carrel.paper",
    "Place": "carrel.paper",
    "Record": "carrel.paper",
    "Reject": "carrel.paper",
    "open_library": "carrel.library",
    "read": "carrel.readers",
}


def __getattr__(name: str) -> object:
    if name in _HOME:
        from importlib import import_module

        return getattr(import_module(_HOME[name]), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted(__all__)
