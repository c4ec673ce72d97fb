"""The title and the authors of a record whose lines are all hard-wrapped.

Of a paragraph all lines are full, so that the next word had no room there, but for the last one,
which is full by chance about once in eight times. So the first line that is not full ends the title
and its authors, or the title alone, where the authors have lines of their own; or else the abstract
begins within the paragraph. Each of these readings is weighed as `carrel.readers.byline` does, and
the least surprising one wins.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from carrel.readers.byline import (
    Byline,
    has_affiliation,
    has_et_al,
    names_only,
    names_weighed,
    tail_bits,
    weighed,
    words_of,
)

WIDEST = 160  # characters of a hard-wrapped line
_RAGGED = 0.1  # by so much of it the longest line of an abstract is short of the page's width
_MOST_LINES = 100  # of a title and authors
_FEW_LINES = 6
_AFFILIATION_LINES = 3
_MOST_TEXT = 8_000  # characters of an abstract that are looked at
# Costs, in bits.
_FULL_BY_CHANCE = 3
_LIKELY = 14
_ANOTHER_NAME = 4
# Where a line break (newline) stands in a word: "long-|range" but not "pre- and", "Levi-|-Quill".
_BROKEN_WORD = re.compile(r"\w-\n(?!and |or |to )\w|\w--\n\w|\w\n--\w")


def head(lines: Sequence[str]) -> tuple[Byline, int] | None:
    """The title and authors that hard-wrapped lines begin with, and how many lines they take; None
    where the lines are no such ones."""
    width = max((len(line) for line in lines[1:] if " " in line), default=0)  # no long address
    if len(lines) < 3 or len(lines[0]) > (1 + _RAGGED) * width or width > WIDEST:
        return None
    page = _Page(lines, width)
    told = page.told_end()
    if told == 1:
        return None
    readings = [*page.readings(told)] if told else []
    readings = readings or [*page.readings(None)]
    best = min(readings, key=lambda reading: reading[0], default=None)
    return best[1:] if best and best[2] > 1 else None


class _Page:
    """The lines of a record, on a page of some width."""

    def __init__(self, lines: Sequence[str], width: int) -> None:
        self.lines = lines
        self.width = width
        self.first = self.paragraph(0)
        self.second = self.paragraph(self.first)

    def is_full(self, at: int) -> bool:
        """Had the first word of the next line no room in this one?"""
        width = self.width if at else max(self.width, len(self.lines[0]))
        return len(self.lines[at]) + 1 + len(self.lines[at + 1].split(" ", 1)[0]) > width

    def paragraph(self, start: int) -> int:
        """Where the paragraph ends that begins at a line."""
        last = min(len(self.lines), start + _MOST_LINES) - 1
        return next((at + 1 for at in range(start, last) if not self.is_full(at)), last + 1)

    def told_end(self) -> int | None:
        """Where the authors end, if an "et al." or an affiliation tells it."""
        for at, line in enumerate(self.lines[:_FEW_LINES]):
            if at and line.startswith(("et al", "al.")):
                line = f"{self.lines[at - 1]} {line}"
            if not has_et_al(line) and not has_affiliation(line):
                continue
            end = at + 1
            if line.endswith(("al.", "al")) and end < len(self.lines):
                if not has_affiliation(self.lines[end][:3]):
                    return end
                end += 1
            for more in range(end, min(end + _AFFILIATION_LINES, len(self.lines))):
                if not self.is_full(more - 1):
                    return more
            return end
        return None

    def readings(self, told: int | None) -> Iterator[tuple[int, Byline, int]]:
        """What the lines may say: its cost, the title and authors, and how many lines they take."""
        few = range(1, _FEW_LINES + 1)
        ends = {told} if told else {self.first, self.second, *few, *(self.first + n for n in few)}
        for end in sorted(ends, reverse=True):
            if not self._may_end(end) and end != told:
                continue
            glued = end <= self.first
            byline, bits = (self._in_title if glued else self._below_title)(end)
            if end not in (told, self.first, self.second):
                bits += _FULL_BY_CHANCE
            likely = bits < (_LIKELY if told else 0)
            if byline and byline.names and (likely or names_only(", ".join(byline.names))):
                yield bits, byline, end

    def _may_end(self, end: int) -> bool:
        """Could the authors end so? Else one line alone would be left to be an abstract, or half
        of a name."""
        if not 1 <= end <= len(self.lines) or end + 1 in (self.first, self.second):
            return False
        return end == len(self.lines) or not self.lines[end - 1].endswith(",")

    def _in_title(self, end: int) -> tuple[Byline, int]:
        text = joined(self.lines[:end])
        words = words_of(" ".join(self.lines[end:])[:_MOST_TEXT])
        breaks = frozenset(len(joined(self.lines[:at])) + 1 for at in range(1, end))
        return weighed(text, words, breaks)

    def _below_title(self, end: int) -> tuple[Byline | None, int]:
        title = joined(self.lines[: self.first])
        byline, bits = names_weighed(joined(self.lines[self.first : end]))
        if byline:
            bits += tail_bits(title.rsplit(" ", 1)[-1]) - _ANOTHER_NAME * (len(byline.names) - 1)
            byline = byline._replace(title=title)
        return byline, bits


def joined(lines: Sequence[str]) -> str:
    """One paragraph of hard-wrapped lines. A word broken at its own hyphen is one word again."""
    parts: list[str] = []
    for line in lines:
        if parts:
            broken = _BROKEN_WORD.search(f"{parts[-1][-3:]}\n{line[:4]}")
            parts.append("" if broken else " ")
        parts.append(line)
    return "".join(parts)
