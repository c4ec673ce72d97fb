"""Text in the cells of a terminal: cut, filled, and with parts of it set apart."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from rich.cells import cell_len, set_cell_size
from rich.segment import Segment
from rich.style import Style

Span = tuple[int, int]


def fitted(text: str, width: int) -> str:
    """Text in exactly so many cells: filled with spaces, or cut with an ellipsis."""
    text = text[: 4 * width + 4]  # the rest is not seen, whatever its characters are wide
    size = cell_len(text)
    if size <= width:
        return text + " " * (width - size)
    return set_cell_size(text, width - 1) + "…" if width > 0 else ""


def segments(
    text: str, width: int, style: Style, spans: Sequence[Span] = (), marked: Style | None = None
) -> list[Segment]:
    """As `fitted`, with the parts in `spans` in another style."""
    shown = fitted(text, width)
    if not spans or marked is None:
        return [Segment(shown, style)]
    end_of_text = len(shown) - 1 if shown.endswith("…") else len(shown)
    parts: list[Segment] = []
    at = 0
    for start, end in spans:
        start, end = max(start, at), min(end, end_of_text)
        if start >= end:
            continue
        if start > at:
            parts.append(Segment(shown[at:start], style))
        parts.append(Segment(shown[start:end], style + marked))
        at = end
    parts.append(Segment(shown[at:], style))
    return parts


def total_width(parts: Iterable[Segment]) -> int:
    """The cells that segments fill."""
    return sum(cell_len(part.text) for part in parts)
