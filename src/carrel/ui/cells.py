"""Text in the cells of a terminal: shortened, cut, filled, and with parts of it set apart."""

from __future__ import annotations

import os
from collections.abc import Sequence

from rich.cells import cell_len, set_cell_size
from rich.segment import Segment
from rich.style import Style

Span = tuple[int, int]


def fitted(text: str, width: int) -> str:
    """Text in exactly so many cells: filled with spaces, or cut with an ellipsis."""
    if width <= 0:
        return ""
    text = text[: 4 * width + 4]  # the rest is not seen, whatever its characters are wide
    if text.isascii() and text.isprintable():  # as nearly all is: each has a cell
        return text.ljust(width) if len(text) <= width else f"{text[: width - 1]}…"
    size = cell_len(text)
    if size <= width:
        return text + " " * (width - size)
    return set_cell_size(text, width - 1) + "…"


def path_in(path: str, width: int) -> str:
    """As much of the end of a path as there are cells for, in whole names: files differ there. Of
    a name that is longer than that, the name."""
    names = path.split(os.sep)
    for start in range(len(names)):
        shown = os.sep.join(["…", *names[start:]] if start else names)
        if cell_len(shown) <= width:
            return shown
    return names[-1]


def segments(
    text: str, width: int, style: Style, spans: Sequence[Span] = (), marked: Style | None = None
) -> list[Segment]:
    """As `fitted`, with the parts in `spans` in another style."""
    shown = fitted(text, width)
    if not spans or marked is None:
        return [Segment(shown, style)]
    end_of_text = len(shown) - 1 if shown.endswith("…") else len(shown)
    plain = shown[:end_of_text].isascii()
    parts: list[Segment] = []
    at = 0
    for start, end in spans:
        start, end = max(start, at), min(end, end_of_text)
        if not plain:
            start, end = _whole(shown, start, at), _whole(shown, end, at)
        if start >= end:
            continue
        if start > at:
            parts.append(Segment(shown[at:start], style))
        parts.append(Segment(shown[start:end], style + marked))
        at = end
    parts.append(Segment(shown[at:], style))
    return parts


def _whole(text: str, cut: int, at: int) -> int:
    """Where to cut what stands from a place on, so that its parts have the cells that it has: not
    within an emoji or a letter of several characters, but behind it."""
    size = cell_len(text[at:])
    while cut < len(text) and cell_len(text[at:cut]) + cell_len(text[cut:]) != size:
        cut += 1
    return cut


def words_in(
    words: Sequence[tuple[str, Style]], width: int, style: Style
) -> list[Segment]:  # fmt: skip
    """Words side by side, each in its style, in exactly so many cells; what has no room is cut, and
    an ellipsis stands for words left out, if there is a cell for it."""
    parts: list[Segment] = []
    left = width
    for number, (word, own) in enumerate(words):
        gap = 1 if number else 0
        if left <= gap + 1:
            more = " …" if left > 1 else "…" * left
            parts.append(Segment(more, style))
            left -= len(more)
            break
        if gap:
            parts.append(Segment(" ", style))
            left -= 1
        shown = fitted(word, min(cell_len(word[: 4 * left + 4]), left))
        parts.append(Segment(shown, own))
        left -= cell_len(shown)
    if left > 0:
        parts.append(Segment(" " * left, style))
    return parts
