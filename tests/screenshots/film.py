"""An animated SVG: the rows of a few dozen frames, each shown while it is on the screen.

A row that is the same in several frames is drawn once. CSS does the rest, so it plays wherever a
page shows an SVG picture, over and over; who asked the system for less motion sees the beginning.
"""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from typing import NamedTuple

from tests.screenshots.drawing import CELL, LINE, MARGIN, Classes, Frame, document, row_svg


class Shot(NamedTuple):
    """A frame, for how many seconds it is shown, and the key that was pressed for it."""

    frame: Frame
    seconds: float
    key: str = ""


def film(shots: Sequence[Shot], title: str) -> str:
    """The shots one after the other, as an SVG document."""
    first = shots[0].frame
    total = sum(shot.seconds for shot in shots)
    starts = [sum(shot.seconds for shot in shots[:number]) for number in range(len(shots) + 1)]
    moments = [f"{100 * start / total:.2f}%" for start in starts]
    classes = Classes()
    shown: dict[tuple[int, str], list[int]] = {}  # the shots in which a row shows a drawing
    for number, shot in enumerate(shots):
        for place, row in enumerate(shot.frame.rows):
            if drawn := row_svg(row, first.ground, classes):
                shown.setdefault((place, drawn), []).append(number)
        if shot.key:
            shown.setdefault((len(shot.frame.rows), _key_cap(shot.key, first)), []).append(number)
    keyframes: dict[str, str] = {}
    body = []
    for (place, drawn), numbers in shown.items():
        css = _keyframes(numbers, moments)
        name = keyframes.setdefault(css, f"k{len(keyframes)}") if css else ""
        hidden = ' visibility="hidden"' if numbers[0] else ""
        style = f' style="animation-name:{name}"' if name else ""
        group = f'<g transform="translate(0,{place * LINE})"{hidden}{style}>'
        body.append(f"{group}{drawn}</g>")
    motion = "".join(f"@keyframes {name}{{{css}}}" for css, name in keyframes.items())
    css = (
        f"{classes.css}g[style]{{animation:{total:.2f}s step-end infinite}}"
        f"@media(prefers-reduced-motion:reduce){{g[style]{{animation:none}}}}{motion}"
    )
    return document(first, body, css, lines=len(first.rows) + 2, title=title)


def _keyframes(numbers: Sequence[int], moments: Sequence[str]) -> str:
    """The CSS keyframes of what is visible in these shots; empty if it always is."""
    shots = len(moments) - 1
    if len(numbers) == shots:
        return ""
    steps = []
    before = None
    for number in range(shots):
        visible = number in numbers
        if visible != before:
            value = "visible" if visible else "hidden"
            steps.append(f"{moments[number]}{{visibility:{value}}}")
        before = visible
    return "".join(steps)


def _key_cap(key: str, frame: Frame) -> str:
    """The key that is pressed, below the screen and in the middle."""
    width = (len(key) + 4) * CELL
    left = (frame.columns * CELL - width) / 2
    return (
        f'<rect x="{left:g}" y="{MARGIN / 2:g}" width="{width:.1f}" height="{LINE + 6}" rx="5" '
        f'fill="#808080" fill-opacity=".25" stroke="#808080"/>'
        f'<text x="{left + 2 * CELL:.1f}" y="{LINE + MARGIN / 2 - 1:g}" '
        f'textLength="{len(key) * CELL:.1f}" fill="#9ba1ac">{escape(key, quote=False)}</text>'
    )
