"""Opening the sources while the screen is up; and again when they change."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Sequence
from time import monotonic
from typing import TYPE_CHECKING

from carrel.annotations import Annotations
from carrel.desk import Desk
from carrel.library import Library
from carrel.library.background import open_in_background
from carrel.library.reading import Progress
from carrel.library.sources import STDIN
from carrel.text import counted
from carrel.ui.paper_list import PaperList
from carrel.ui.paths import short_path
from carrel.ui.turns import in_turns

if TYPE_CHECKING:
    from textual.worker import Worker

    from carrel.paper import Reject
    from carrel.ui.app import Carrel

_SHOWN_AFTER = 0.5  # seconds of reading after which its progress is shown
_SHOWN_EVERY = 0.1  # seconds


class Loading:
    """Gives the screen a library as soon as there is one, and each that comes after it."""

    def __init__(self, app: Carrel, sources: Sequence[str], annotations: Annotations) -> None:
        self._app = app
        self._sources = sources
        self._annotations = annotations
        self._worker: Worker[None] | None = None
        self._whole: Library | None = None  # the last that was read to its end
        self._stopped = False
        self._there: set[str] = set()  # the sources that could be read
        self._lost: list[str] = []  # those of them that can't be read now
        self.gone: list[str] = []  # files that were read once and are not there any more

    @property
    def under_way(self) -> bool:
        """Is something being read?"""
        return self._worker is not None and not self._worker.is_finished

    @property
    def stopped(self) -> bool:
        """Was reading stopped, so that more may be there?"""
        return self._stopped and self._whole is None

    @property
    def partial(self) -> bool:
        """Is what is shown only the beginning of what the sources hold?"""
        return self._whole is None

    def start(self) -> None:
        self._stopped = False
        self._worker = self._app.run_worker(self._open(), group="open", exclusive=True)
        self._app.browse.set_timer(_SHOWN_AFTER, self._say_reading)
        self._app.browse.telling.explain_emptiness()

    def _say_reading(self) -> None:
        """Nothing is known yet of how far it is, as where another program is waited for."""
        browse = self._app.browse
        if self.under_way and browse.view is None and not browse.query("#progress"):
            browse.telling.show_progress(Progress("Reading …", 0, 0, 0))

    def again(self) -> None:
        """Read the sources again."""
        self._app.browse.say("Reading again …")
        self.start()

    def stop(self) -> None:
        """Read no further; what was read stays."""
        if self._worker is not None:
            self._worker.cancel()
        self._stopped = True
        view = self._app.browse.view
        papers = len(view.desk.library) if view else 0
        self._app.browse.say(
            f"Stopped after {counted(papers, 'paper')}; F5 reads all of it", problem=True
        )

    async def look(self) -> None:
        """Read the sources again if they have changed. While one of them is gone, what was read
        stays: it may be on a disk that comes back, or be written anew just now."""
        whole = self._whole
        if self._stopped or self.under_way or (whole is None and not self._lost):
            return
        lost = await self._lost_now()
        if lost:
            self._say_lost(lost)
        elif whole is None or await asyncio.to_thread(whole.stale):
            if not self.under_way:
                self.start()
        elif self._lost:
            self._app.browse.say(f"{self._lost[0]} is back")
        self._lost = lost

    async def _lost_now(self) -> list[str]:
        """The sources that could be read, and can't be now."""
        readable = await asyncio.to_thread(_readable, self._sources)
        return [path for path in self._sources if path in self._there - readable]

    def _say_lost(self, lost: list[str]) -> None:
        """Say which sources are gone, unless it was said."""
        if lost != self._lost:
            more = f" and {len(lost) - 1} more" if len(lost) > 1 else ""
            self._app.browse.say(
                f"{lost[0]}{more} can't be read any more: what was read stays until F5, or "
                "until it is back",
                problem=True,
            )

    async def _open(self) -> None:
        """Open the sources. The first time, what has been read so far is shown on the way; later,
        what is shown stays until all is read; and where a source went meanwhile, so does what was
        read of it, which is less than all."""
        browse = self._app.browse
        due = monotonic() + _SHOWN_AFTER
        furthest = 0  # records: the first, shown at once, are read again to be indexed
        library: Library | None = None
        self._there, self._lost = _readable(self._sources), []
        try:
            async for item in open_in_background(self._sources):
                if isinstance(item, Library):
                    if self._whole is None and library is not None and len(item) < len(library):
                        lost = await self._lost_now()
                        if lost:
                            browse.telling.show_progress(None)
                            self._say_lost(lost)
                            self._lost = lost
                            return
                    library = item
                    if self._whole is None:
                        browse.take(Desk(library, self._annotations))
                elif monotonic() > due and item.records >= furthest:
                    browse.telling.show_progress(item)
                    due = monotonic() + _SHOWN_EVERY
                    furthest = item.records
        except asyncio.CancelledError:
            if browse.query(PaperList):  # else the program is being left
                browse.telling.show_progress(None)
            raise
        if library is None:
            return
        before, self._whole = self._whole, library
        browse.telling.show_progress(None)
        if before is not None:
            gone, self.gone = self.gone, await asyncio.to_thread(_missing, before, self.gone)
            news = went = _gone([path for path in self.gone if path not in gone], len(library))
            desk = Desk(library, self._annotations)
            unseen = [browse.desk.library.paper(number).id for number in browse.desk.new]
            browse.take(desk)
            desk.new.update(await _arrived(before, library, set(unseen)))
            if desk.new and desk is browse.newest_desk:
                if desk is browse.desk:
                    browse.annotations_changed()
                    browse.telling.show_count()
                papers = "1 paper is" if len(desk.new) == 1 else f"{len(desk.new):,} papers are"
                news = f"{news or 'The sources have changed'}; {papers} new (is:new)"
            if news:
                browse.say(news, problem=bool(went))
        elif (rejects := library.rejects) and not self._app.problems():  # these are told of
            browse.say(f"{_unread(rejects)}: ! shows why", problem=True)
        for note in library.notes:
            browse.say(note, problem=True)


def _unread(rejects: Sequence[Reject]) -> str:
    """How much was not read, and how much was, but with a fault: of the latter no paper is lost."""
    faulty = sum(reject.was_read for reject in rejects)
    lost = len(rejects) - faulty
    parts = [f"{counted(lost, 'place')} could not be read"] if lost else []
    if faulty:
        were = "was" if faulty == 1 else "were"
        parts.append(f"{counted(faulty, 'record')} {were} read with a fault")
    return ", ".join(parts)


def _missing(library: Library, earlier: Sequence[str]) -> list[str]:
    """The files that are not there any more, of those that papers were read from and of those that
    were missing already."""
    files = [report.path for report in library.reports if report.records]
    return [
        path
        for path in dict.fromkeys((*earlier, *files))
        if path != STDIN and not os.path.exists(path)
    ]


def _gone(files: Sequence[str], papers: int) -> str:
    """What to say of files that have gone; empty where there are none."""
    if not files:
        return ""
    more = f" and {len(files) - 1} more are" if len(files) > 1 else " is"
    left = counted(papers, "paper") if papers else "no papers"
    return f"{short_path(files[0])}{more} gone; {left} left"


def _readable(sources: Sequence[str]) -> set[str]:
    """Those that are there and may be read."""
    return {path for path in sources if os.access(os.path.expanduser(path), os.R_OK)}


async def _arrived(before: Library, now: Library, unseen: set[str]) -> list[int]:
    """The papers of a library that the one before did not have, and those of ids not seen yet."""
    arrived = []
    async for number in in_turns(now.numbers()):
        id = now.paper(number).id
        if id in unseen or before.number_of(id) is None:
            arrived.append(number)
    return arrived
