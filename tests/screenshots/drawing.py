"""From what is on the screen to SVG: rows of cells, each run of one style a piece of text.

The letters stand at places of their own (`textLength`), so that columns line up in whatever
monospaced font the viewer has; lines and blocks are drawn, so that they join in any. Nothing is
fetched from anywhere.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from html import escape
from itertools import groupby
from typing import NamedTuple

from rich.cells import cell_len
from rich.color import Color
from rich.segment import Segment
from rich.style import Style as RichStyle
from textual._compositor import LayoutUpdate
from textual.app import App

# Pixels: width and height of a cell, size of a letter. Fira Code's are 8 / 13 as wide as large.
CELL, LINE, SIZE = 8, 18, 13
MARGIN = 12  # pixels around all of it
FONTS = "'Fira Code', Menlo, Consolas, 'DejaVu Sans Mono', monospace"


class Look(NamedTuple):
    """How a run looks: the colours of letters and ground (#rrggbb), and what CSS says besides."""

    colour: str
    ground: str
    more: str = ""


class Run(NamedTuple):
    """Letters of one look in a row, from a column on, over so many cells."""

    at: int
    cells: int
    text: str
    look: Look


Row = tuple[Run, ...]


class Frame(NamedTuple):
    """What the screen shows: its size in cells, its rows, and the colour of its ground."""

    columns: int
    rows: tuple[Row, ...]
    ground: str


def frame_of(app: App[int]) -> Frame:
    """What an application shows at this moment, dialogs and what is under them included."""
    update = app.screen._compositor.render_update(full=True, screen_stack=app._background_screens)
    assert isinstance(update, LayoutUpdate)
    base = app.get_css_variables()["background"]
    rows = [_row((segment for strip in line for segment in strip), base) for line in update.strips]
    return Frame(app.size.width, tuple(rows), base)


def _row(segments: Iterable[Segment], base: str) -> Row:
    runs: list[Run] = []
    at = 0
    for text, style, _ in segments:
        for piece in _pieces(text):
            run = Run(at, cell_len(piece), piece, _look(style, base))
            at += run.cells
            if runs and runs[-1].look == run.look and _is_plain(piece) and _is_plain(runs[-1].text):
                last = runs.pop()
                run = Run(last.at, last.cells + run.cells, last.text + run.text, run.look)
            runs.append(run)
    return tuple(runs)


def _pieces(text: str) -> Iterator[str]:
    """Letters of one cell each together; lines of a kind together; any other letter by itself."""

    def kind(letter: str) -> str:
        return letter if shape(letter) or cell_len(letter) != 1 else ""

    for special, group in groupby(text, key=kind):
        letters = "".join(group)
        yield from [letters] if not special or shape(special) else letters


def _is_plain(text: str) -> bool:
    return cell_len(text) == len(text) and not any(map(shape, text))


def _look(style: RichStyle | None, base: str) -> Look:
    style = style or RichStyle.null()
    colour, ground = _hex(style.color, "#d9dbe0"), _hex(style.bgcolor, base.lower())
    if style.reverse:
        colour, ground = ground, colour
    css = {
        "font-weight:bold": style.bold,
        "font-style:italic": style.italic,
        "text-decoration:underline": style.underline,
        "opacity:.6": style.dim,
    }
    return Look(colour, ground, ";".join(name for name, wanted in css.items() if wanted))


def _hex(colour: Color | None, default: str) -> str:
    return default if colour is None or colour.is_default else colour.get_truecolor().hex


# ---------------------------------------------------------------- SVG


class Classes:
    """CSS classes for looks, each made when it is first asked for."""

    def __init__(self) -> None:
        self._names: dict[str, str] = {}

    def name(self, look: Look) -> str:
        css = f"fill:{look.colour}" + (f";{look.more}" if look.more else "")
        return self._names.setdefault(css, f"c{len(self._names)}")

    @property
    def css(self) -> str:
        return "".join(f".{name}{{{css}}}" for css, name in self._names.items())


def row_svg(row: Row, ground: str, classes: Classes) -> str:
    """A row, its upper left corner at 0, 0."""
    parts = []
    for colour, runs in groupby(row, key=lambda run: run.look.ground):
        if colour != ground.lower():
            there = list(runs)
            width = there[-1].at + there[-1].cells - there[0].at
            parts.append(
                f'<rect x="{_px(there[0].at)}" width="{_px(width)}" height="{LINE}" '
                f'fill="{colour}"/>'
            )
    for run in row:
        letters = run.text.strip()
        if letters and (drawn := shape(letters[0], run.cells)):
            parts.append(
                f'<path transform="translate({_px(run.at)})" d="{drawn}" '
                f'class="{classes.name(run.look)}"/>'
            )
        elif letters:
            cells = cell_len(letters)
            at = run.at + cell_len(run.text) - cell_len(run.text.lstrip())
            parts.append(
                f'<text x="{_px(at)}" y="{LINE - 5}" textLength="{_px(cells)}" '
                f'class="{classes.name(run.look)}">{_unjoined(letters)}</text>'
            )
    return "".join(parts)


_SIGNS = re.compile("([-<>=!:]{2,})")


def _unjoined(text: str) -> str:
    """A text whose signs stand by themselves: rsvg would draw ">=" as one, and knows no CSS to
    forbid it."""
    parts = [escape(part, quote=False) for part in _SIGNS.split(text)]
    parts[1::2] = ("".join(f"<tspan>{escape(sign)}</tspan>" for sign in signs)
                   for signs in _SIGNS.findall(text))  # fmt: skip
    return "".join(parts)


def _px(cells: int) -> str:
    return str(cells * CELL)


_EIGHTHS_LEFT, _EIGHTHS_LOW = "▏▎▍▌▋▊▉█", "▁▂▃▄▅▆▇"
_ARMS = {
    "│": "ud", "─": "lr", "┌": "dr", "╭": "dr", "┐": "dl", "╮": "dl", "└": "ur", "╰": "ur",
    "┘": "ul", "╯": "ul", "├": "udr", "┤": "udl", "┃": "UD", "━": "LR",
}  # fmt: skip


def shape(letter: str, cells: int = 1) -> str:
    """The SVG path of a line or block that fills so many cells; empty for what is a letter."""
    width, middle, centre = cells * CELL, LINE / 2, CELL / 2
    if letter in _EIGHTHS_LEFT:
        part = (cells - 1) * CELL + CELL * (_EIGHTHS_LEFT.index(letter) + 1) / 8
        return f"M0 0h{part:g}v{LINE}h-{part:g}z"
    if letter in _EIGHTHS_LOW:
        height = LINE * (_EIGHTHS_LOW.index(letter) + 1) / 8
        return f"M0 {LINE}v-{height:g}h{width}v{height:g}z"
    path = ""
    for arm in _ARMS.get(letter, ""):
        thick = 2 if arm.isupper() else 1
        left, top = centre - thick / 2, middle - thick / 2
        if arm in "lrLR":
            start, end = {"l": (0, centre), "r": (left, width)}[arm.lower()]
            path += f"M{start:g} {top:g}h{end - start:g}v{thick}h-{end - start:g}z"
        else:
            start, end = {"u": (0, middle), "d": (top, LINE)}[arm.lower()]
            path += f"M{left:g} {start:g}v{end - start:g}h{thick}v-{end - start:g}z"
    return path


def document(frame: Frame, body: Sequence[str], css: str, *, lines: int, title: str) -> str:
    """A picture of so many lines, on the ground of the frame."""
    width, height = frame.columns * CELL + 2 * MARGIN, lines * LINE + 2 * MARGIN
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width:g} {height:g}" '
        f'width="{width:g}" height="{height:g}">\n'
        f"<title>{escape(title)}</title>\n"
        f"<style>text{{font:{SIZE}px {FONTS};white-space:pre;font-variant-ligatures:none}}"
        f"{css}</style>\n"
        f'<rect x=".5" y=".5" width="{width - 1:g}" height="{height - 1:g}" rx="8" '
        f'fill="{frame.ground}" stroke="#808080" stroke-opacity=".5"/>\n'
        f'<g transform="translate({MARGIN},{MARGIN})" xml:space="preserve">\n'
        + "\n".join(body)
        + "\n</g>\n</svg>\n"
    )


def picture(frame: Frame, title: str) -> str:
    """One frame as an SVG document."""
    classes = Classes()
    body = [
        f'<g transform="translate(0,{number * LINE})">{svg}</g>'
        for number, row in enumerate(frame.rows)
        if (svg := row_svg(row, frame.ground, classes))
    ]
    return document(frame, body, classes.css, lines=len(frame.rows), title=title)
