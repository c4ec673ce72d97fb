"""Draw every picture: the real program is driven by its keys, and what it shows is drawn.

Two runs on one machine give the same bytes. The SVG files need nothing; for the PNG files beside
them `rsvg-convert` has to be there, with the fonts Fira Code and Noto CJK.
"""

from __future__ import annotations

import asyncio
import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from tests.screenshots.stories import ANNOTATIONS, FILM, PICTURES, SEARCHES, Picture

if TYPE_CHECKING:
    from tests.ui.screen import Screen

ROOT = Path(__file__).parents[2]
_UNSEEN = "TMUX STY SSH_TTY SSH_CONNECTION NO_COLOR COLORFGBG WAYLAND_DISPLAY".split()


def main(arguments: list[str]) -> int:
    """Draw into the folder that is named."""
    if len(arguments) != 1:
        print("usage: python -m tests.screenshots FOLDER", file=sys.stderr)
        return 2
    folder = Path(arguments[0]).absolute()
    folder.mkdir(parents=True, exist_ok=True)
    os.chdir(ROOT)
    with tempfile.TemporaryDirectory() as world:
        _move_to(Path(world))
        for picture in PICTURES:
            asyncio.run(draw(picture, folder))
            print(f"{picture.name}.svg", flush=True)
        asyncio.run(_shoot(folder))
        print("demo.svg")
    return _to_png(folder)


def _move_to(world: Path) -> None:
    """See nothing of the person's folders, terminal and desktop; have a clipboard."""
    for name in os.environ:
        if name.startswith("CARREL_") or name in _UNSEEN:
            del os.environ[name]
    for name in ("CONFIG", "DATA", "CACHE"):
        os.environ[f"CARREL_{name}"] = str(world / name.lower())
    tool = world / "xclip"
    tool.write_text(
        f'#!/bin/sh\ncase "$*" in *-in*) cat >"{world}/held";; *) cat "{world}/held";; esac\n'
    )
    tool.chmod(0o755)
    os.environ |= {
        "HOME": str(world),
        "PATH": f"{world}:{os.environ['PATH']}",
        "DISPLAY": ":99",
        "TERM": "xterm-256color",
        "COLORTERM": "truecolor",
        "TEXTUAL_ANIMATIONS": "none",
    }


@asynccontextmanager
async def _program(size: tuple[int, int], theme: str) -> AsyncIterator[Screen]:
    """The program on the seeds, with the same annotations each time."""
    from carrel.memory import Memory
    from carrel.settings import Settings
    from tests.ui.screen import running

    memory = Memory()
    memory.change(lambda now: replace(now, hints=True, searches=SEARCHES))
    with tempfile.TemporaryDirectory() as data:
        os.environ["CARREL_DATA"] = data
        _annotate()
        async with running(
            ROOT / "seeds", size=size, settings=Settings(theme=theme), memory=memory
        ) as screen:
            yield screen


def _annotate() -> None:
    from carrel.annotations import annotations_path

    entries = {id: {**said, "changed": "2026-01-01T00:00:00Z"} for id, said in ANNOTATIONS.items()}
    text = json.dumps({"version": 1, "papers": entries})
    Path(annotations_path()).write_text(text, "utf-8")


async def _look(screen: Screen) -> None:
    """Wait until the screen is at rest, and stop the cursors' blinking."""
    from textual.widgets import Input, TextArea

    await asyncio.sleep(0.1)  # the sidebar is counted a moment after a key
    await screen.settle()
    for widget in (*screen.app.screen.query(Input), *screen.app.screen.query(TextArea)):
        widget.cursor_blink = False
    await screen.settle()


async def draw(picture: Picture, folder: Path) -> None:
    """Draw one picture as SVG."""
    from tests.screenshots import drawing

    async with _program(picture.size, picture.theme) as screen:
        for key in picture.keys:
            await (screen.type(key[1:]) if key.startswith("'") else screen.press(key))
        await _look(screen)
        svg = drawing.picture(drawing.frame_of(screen.app), f"carrel: {picture.title}")
    (folder / f"{picture.name}.svg").write_text(svg, "utf-8")


async def _shoot(folder: Path) -> None:
    from tests.screenshots.drawing import frame_of
    from tests.screenshots.film import Shot, film

    shots = []
    async with _program((100, 30), "carrel-dark") as screen:
        for step in FILM:
            if step.key:
                await screen.press(step.key)
            await _look(screen)
            shots.append(Shot(frame_of(screen.app), step.seconds, step.shown))
    svg = film(shots, "carrel: find, star, tag, cite")
    (folder / "demo.svg").write_text(svg, "utf-8")


def _to_png(folder: Path) -> int:
    if shutil.which("rsvg-convert") is None:
        print("rsvg-convert is not installed, so there are no new PNG files", file=sys.stderr)
        return 1
    for picture in PICTURES:
        svg = folder / f"{picture.name}.svg"
        subprocess.run(
            ["rsvg-convert", "--output", str(svg.with_suffix(".png")), str(svg)], check=True
        )
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
