"""Driving the application as a person does: by its keys, looking at what is on the screen."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from pathlib import Path
from time import monotonic

from rich.style import Style
from textual import events
from textual.keys import REPLACED_KEYS, _character_to_key, key_to_character
from textual.message_pump import MessagePump
from textual.pilot import Pilot
from textual.strip import Strip
from textual.worker import Worker

from carrel.annotations import Annotations, annotations_path
from carrel.memory import Memory
from carrel.settings import Settings
from carrel.ui.app import Carrel
from carrel.ui.browse import Browse

WIDE, MIDDLE, NARROW, TINY = (200, 50), (100, 30), (60, 20), (40, 12)
_LOOKS = 3  # at a screen, between which nothing may have happened
_TURNS = 3  # of the event loop between two looks: what is no message goes on, too
PATIENCE = 60.0  # seconds; a busy machine is no failure


def _waits(pump: MessagePump) -> bool:
    """Has it dealt with its messages, and waits for the next, if it takes any?"""
    if pump._closing or pump._closed:
        return True
    waiting: object = pump._message_queue.ready_event._waiters
    return not pump.message_queue_size and bool(waiting)


class Screen:
    """An application that runs in a terminal of a size."""

    def __init__(self, app: Carrel, pilot: Pilot[int]) -> None:
        self.app = app
        self.pilot = pilot

    @property
    def browse(self) -> Browse:
        return self.app.browse

    async def press(self, *keys: str) -> None:
        """Press keys, each when the screen has dealt with the one before, and wait until all that
        they ask for is done."""
        for key in keys:
            self.hand_over(key)
            await self.rest()
        await self.settle()

    def hand_over(self, *keys: str) -> None:
        """Press keys as a terminal hands them over that has them all at once."""
        for key in keys:
            name = _character_to_key(key) if len(key) == 1 else key
            character = key if len(key) == 1 else key_to_character(REPLACED_KEYS.get(key, key))
            self.app.post_message(events.Key(name, character))

    async def type(self, text: str) -> None:
        """Type a text, letter by letter."""
        await self.press(*text)

    async def opened(self) -> None:
        """Wait until the sources are read."""
        await self.rest(lambda: self.app.annotations is None or self.app.opening)

    async def settle(self) -> None:
        """Wait until nothing is under way."""
        await self.rest(lambda: bool(self._at_work))

    async def says(self, text: str) -> None:
        """Wait for what the bottom line says, maybe only for a moment."""
        until = monotonic() + PATIENCE
        while text not in self.lines[-1]:
            assert self.app.is_running, f"it ended without: {text}"
            assert monotonic() < until, f"never said: {text}"
            await asyncio.sleep(0)

    async def rest(self, busy: Callable[[], bool] = bool) -> None:
        """Wait until no widget has a message to deal with, and nothing else is `busy`. One looks
        several times: what a widget does with its message may be a message to another."""
        calm, until = 0, monotonic() + PATIENCE
        while calm < _LOOKS and self.app.is_running:
            for _ in range(_TURNS):
                await asyncio.sleep(0)
            if self._unread or busy():
                calm = 0
                await asyncio.sleep(0.001)
            else:
                calm += 1
                # Paints what is to be painted, as `pause` does; what is below a dialog hands it on.
                for screen in self.app.screen_stack:
                    screen._on_timer_update()
            assert monotonic() < until, f"still at work: {self._at_work}"

    @property
    def _unread(self) -> bool:
        """Are there messages, or keys, that wait for their turn or are being dealt with?"""
        pumps = [
            self.app,
            *(
                node
                for screen in self.app.screen_stack
                for node in screen.walk_children(with_self=True)
            ),
        ]
        return bool(self.app._keyboard._waiting) or not all(map(_waits, pumps))

    @property
    def _at_work(self) -> list[Worker[object]]:
        return [worker for worker in self.app.workers if not worker.is_finished]

    @property
    def strips(self) -> list[Strip]:
        """What is on the screen, line by line, in its colours."""
        return self.app.screen._compositor.render_strips()

    @property
    def lines(self) -> list[str]:
        """What is on the screen, line by line."""
        return [strip.text for strip in self.strips]

    def styles(self, text: str) -> list[Style]:
        """How a text is drawn, wherever it stands alone in a segment."""
        return [
            segment.style
            for strip in self.strips
            for segment in strip
            if segment.text.strip() == text and segment.style is not None
        ]

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
        await screen.opened()
        await screen.settle()
        yield screen
