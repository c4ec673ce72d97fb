"""Driving the application as a person does: by its keys, looking at what is on the screen."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from pathlib import Path

from textual.pilot import Pilot

from carrel.annotations import Annotations, annotations_path
from carrel.memory import Memory
from carrel.settings import Settings
from carrel.ui.app import Carrel
from carrel.ui.browse import Browse

WIDE, MIDDLE, NARROW, TINY = (200, 50), (100, 30), (60, 20), (40, 12)
_FOR_EVER = {"begin"}  # groups of workers that are not waited for


class Screen:
    """An application that runs in a terminal of a size."""

    def __init__(self, app: Carrel, pilot: Pilot[int]) -> None:
        self.app = app
        self.pilot = pilot

    @property
    def browse(self) -> Browse:
        return self.app.browse

    async def press(self, *keys: str) -> None:
        """Press keys, and wait until all that they ask for is done."""
        for key in keys:
            await self.pilot.press(key)
        await self.settle()

    async def type(self, text: str) -> None:
        """Type a text, letter by letter."""
        names = {" ": "space", "#": "number_sign", ",": "comma", "?": "question_mark"}
        await self.press(*(names.get(letter, letter) for letter in text))

    async def settle(self) -> None:
        """Wait until nothing is under way."""
        for _ in range(400):
            await self.pilot.pause()
            if not [worker for worker in self.app.workers if not worker.is_finished]:
                await self.pilot.pause()
                return
            await asyncio.sleep(0.01)
        raise AssertionError(f"still at work: {list(self.app.workers)}")

    @property
    def lines(self) -> list[str]:
        """What is on the screen, line by line."""
        strips = self.app.screen._compositor.render_strips()
        return [strip.text for strip in strips]

    @property
    def text(self) -> str:
        return "\n".join(line.rstrip() for line in self.lines)

    @property
    def words(self) -> str:
        """What is on the screen as one line, without the frames."""
        return " ".join(self.text.translate(dict.fromkeys(map(ord, "│╭╮╰╯─"), " ")).split())

    @property
    def titles(self) -> list[str]:
        """The titles that the list holds, all of them, in order."""
        view = self.browse.view
        assert view is not None
        return [view.desk.library.paper(number).title for number in view.order]

    @property
    def title(self) -> str:
        """The title of the paper at the cursor."""
        number = self.browse.current
        assert number is not None
        return self.browse.desk.library.paper(number).title

    @property
    def stored(self) -> Annotations:
        """What is on disk now, read anew."""
        return Annotations(annotations_path())

    def said(self, title: str) -> tuple[bool, tuple[str, ...], str, bool]:
        """What is on disk of the paper with a title: star, tags, note, read."""
        for paper in self.stored.stored():
            if paper.title == title:
                said = paper.annotation
                return said.favourite, said.tags, said.note, said.read
        return False, (), "", False


@asynccontextmanager
async def running(
    *sources: Path,
    size: tuple[int, int] = MIDDLE,
    settings: Settings | None = None,
    memory: Memory | None = None,
    query: str = "",
    problems: Sequence[str] = (),
) -> AsyncIterator[Screen]:
    """The application with these sources, read to their end."""
    app = Carrel(
        [str(path) for path in sources],
        settings=settings,
        memory=memory,
        query=query,
        problems=problems,
        ground="dark",
    )
    async with app.run_test(size=size, notifications=True, tooltips=True) as pilot:
        screen = Screen(app, pilot)
        for _ in range(1000):
            await pilot.pause()
            if app.annotations is not None and app.browse.view is not None and not app.opening:
                break
            await asyncio.sleep(0.01)
        await screen.settle()
        yield screen
