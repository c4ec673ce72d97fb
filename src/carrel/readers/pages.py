"""What readers of pages that somebody copied from a browser do alike."""

from __future__ import annotations

import re
from collections.abc import Iterator

from carrel.paper import Place, Reject
from carrel.readers.source import SHOWN, Source

OUTSIDE = "outside of any paper"  # what sources remark of lines that say nothing of one
_SHORT = 80  # characters; buttons, headings and the like are shorter


def outside(source: Source, number: int, text: str, furniture: re.Pattern[str]) -> Iterator[Reject]:
    """Account for a line that is part of no paper: what is short, or says what `furniture` looks
    for, is counted in the source's remarks; other text is rejected."""
    if len(text) < _SHORT or furniture.search(text):
        source.remark(OUTSIDE, number)
    else:
        place = Place(source.path, number, number)
        yield Reject(place, f"text {OUTSIDE}", text[:SHOWN])
