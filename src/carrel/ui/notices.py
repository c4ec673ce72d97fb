"""What the screen says when there is no paper to show, or for the first time."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from textual.content import Content

from carrel.text import clean, counted

if TYPE_CHECKING:
    from carrel.library.reading import Progress

_BAR = 24  # cells of the progress bar
_FOR_BAR = 80  # cells of a screen that has room for it beside the rest of its line
_NAMED = 20  # cells for what is being read, so that all of the line is seen in 80
_WELCOMING = 96  # cells that the welcome takes
_FOR_FOLDER = 36  # cells of a screen that has room for two words of one's own
_KEY = "bold $primary"


def welcome(width: int, low: bool) -> Content:
    """Three lines, of so many cells, for who is here for the first time; on a `low` screen one, of
    what the bottom line does not show."""
    if width < _WELCOMING or low:
        sources = "refs.bib FOLDER" if width >= _FOR_FOLDER else "refs.bib"
        own = Content.assemble("Your own:  ", (f"carrel {sources}", "bold"))
        if low:
            return own
        first = _keys("/", "filter", "enter", "read", "f", "star", gap=2)
        return Content("\n").join([first, _keys("t", "tag", "y", "cite", "?", "keys", gap=2), own])
    return Content("\n").join(
        [
            _keys("/", "filters as you type", "j k", "go down and up", "enter", "reads"),
            _keys("f", "stars", "t", "tags", "y", "copies the citation", "?", "shows all keys"),
            Content.assemble(
                "To open your own:  ",
                ("carrel refs.bib page.txt FOLDER", "bold"),
                "    and to keep them:  ",
                ("carrel add refs.bib", "bold"),
            ),
        ]
    )


def _keys(*words: str, gap: int = 4) -> Content:
    pairs = zip(words[::2], words[1::2], strict=True)
    return Content(" " * gap).join(
        Content.assemble((key, _KEY), f" {what}") for key, what in pairs
    )  # fmt: skip


def nothing_matches(text: str, without: Sequence[tuple[str, int]]) -> Content:
    """In place of papers: the filter finds none. `without` are conditions of it, each with how many
    papers it would find without that."""
    hints = [
        Content.assemble(f"{counted(count, 'paper')} without  ", (condition[:200], "bold"), "\n")
        for condition, count in without
    ]
    return Content.assemble(
        *("Nothing matches  ", (text[:200], "bold"), "\n\n"),
        *(*hints, "\n" if hints else ""),
        *(("esc", _KEY), " clears the filter"),
    )


def stopped() -> Content:
    """In place of papers: reading was stopped before there were any."""
    return Content.assemble(
        "Stopped before any paper was read.\n\n", ("F5", _KEY), " reads all of it"
    )


def no_papers(gone: str, unread: bool) -> Content:
    """In place of papers: there are none, or none now that a file is `gone`; `unread` where
    something could not be read."""
    return Content.assemble(
        f"There are no papers here any more: {clean(gone)} is gone.\n\n" if gone
        else "There are no papers here.\n\n",
        "To open your own:   ", ("carrel refs.bib page.txt FOLDER", "bold"), "\n",
        "and to keep them:   ", ("carrel add refs.bib", "bold"), "\n\n",
        *((("!", _KEY), " shows what could not be read") if unread else ()),
    )  # fmt: skip


def _bar(share: float, cells: int) -> tuple[tuple[str, str], tuple[str, str], str]:
    filled = round(share * cells)
    return ("━" * filled, "$accent"), ("━" * (cells - filled), "$border"), f" {share:4.0%}  "


def progress_line(progress: Progress, width: int, stops: bool = True) -> Content:
    """How far reading is, in so many cells; and that escape `stops` it, where it does."""
    what = Content(clean(progress.what))  # a file's name may hold anything
    cells = _BAR if width >= _FOR_BAR else 0
    return Content.assemble(
        *(what.truncate(_NAMED, ellipsis=True), "  "),
        *(_bar(min(progress.done / progress.total, 1), cells) if progress.total else ()),
        f"{counted(progress.records, 'record')}   ",
        *((("esc", _KEY), (" stop", "$quiet")) if stops else ()),
    )
