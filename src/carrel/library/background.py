"""Opening sources while a screen is up: what has been read so far is there to be used."""

from __future__ import annotations

import asyncio
import contextlib
import json
import sys
import tempfile
import threading
from collections.abc import AsyncGenerator, Callable, Iterable, Sequence
from concurrent.futures import Future
from functools import partial
from pathlib import Path

from carrel.folders import cache_folder
from carrel.library import worker
from carrel.library.kept import Kept
from carrel.library.library import Library
from carrel.library.opening import in_memory, is_large, no_cache
from carrel.library.reading import Opening, Progress, total_size
from carrel.library.sources import Watch, expand, is_pipe
from carrel.paper import Reject

# Libraries of the first records are shown on the way: small ones that this process reads itself in
# the time of a few frames, and some that another process makes where there are so many bytes of
# sources that all of it takes several times as long.
_FIRST = (200, 1_500)
_NEXT = {8_000: 1 << 26, 40_000: 1 << 28}
_STEP = 0.008  # seconds that this process reads before it gives way

Item = Progress | Library


async def open_in_background(
    paths: Iterable[str | Path], cache: Path | None = None
) -> AsyncGenerator[Item, None]:
    """Open sources; yields words of progress, libraries of what has been read so far, each in place
    of the one before, and at last the whole library. Ending the iteration stops the work.

    What is small, or in the cache already, comes whole and at once.
    """
    names = list(map(str, paths))
    watch = Watch(names)
    named = list(expand(names))
    items = _read(named)
    if is_large(named):
        items = _kept(names, named, cache or cache_folder(), watch)
    async with contextlib.aclosing(items):
        async for item in items:
            if isinstance(item, Library):
                item.watch = watch
            yield item


async def _read(
    named: Sequence[str | Reject], limit: int | None = None
) -> AsyncGenerator[Item, None]:
    """Read sources in this process, giving way to others between steps."""
    step = partial(_step, in_memory(named, limit, _STEP))
    pipes = _has_pipes(named)
    while True:
        item = await _in_a_thread(step) if pipes else step()
        yield item
        if isinstance(item, Library):
            return
        await asyncio.sleep(0)


def _has_pipes(named: Sequence[str | Reject]) -> bool:
    """May reading have to wait for another program, as for a pipe: `carrel <(curl …)`?"""
    return any(isinstance(path, str) and is_pipe(path) for path in named)


def _step(steps: Opening) -> Item:
    try:
        return next(steps)
    except StopIteration as end:
        library: Library = end.value
        return library


async def _in_a_thread(step: Callable[[], Item]) -> Item:
    """Take a step that may never end. The program ends without waiting for this thread, as it
    would for one of asyncio's."""
    future = Future[Item]()
    future.set_running_or_notify_cancel()

    def run() -> None:
        try:
            future.set_result(step())
        except BaseException as error:  # noqa: BLE001 - raised where it is waited for
            future.set_exception(error)

    threading.Thread(target=run, daemon=True).start()
    return await asyncio.wrap_future(future)


async def _kept(
    paths: Sequence[str], named: Sequence[str | Reject], folder: Path, watch: Watch
) -> AsyncGenerator[Item, None]:
    """Open what the cache has; have another process make what it lacks, and show the first papers
    meanwhile.

    Nothing damaged is shown. To look for damage takes 50 ms for each 100 MB; the screen is drawn
    meanwhile.
    """
    library = Kept(named, folder).open(verify=False)
    if library is not None:
        if await asyncio.to_thread(library.verify):
            yield library
            return
        library = None
    with tempfile.TemporaryDirectory(prefix="carrel-") as partial:
        size = total_size([path for path in named if isinstance(path, str)])
        jobs = [(Path(partial, str(few)), few) for few, least in _NEXT.items() if size > least]
        for place, limit in (*jobs, (folder, None)):
            process = await _Worker.start(paths, place, limit)
            try:
                if library is None:
                    for few in _FIRST:
                        async for item in _read(named, few):
                            yield item
                async for progress in process.progress():
                    yield progress
            finally:
                await process.stop()
            library = Kept(named, place, limit).open(verify=False)
            if library is None:
                async for item in _in_spite_of(process.failure, named, watch):
                    yield item
                return
            yield library


async def _in_spite_of(
    failure: str, named: Sequence[str | Reject], watch: Watch
) -> AsyncGenerator[Item, None]:
    """Read everything in this process, and say why, unless it is the sources that have changed."""
    async for item in _read(named):
        if isinstance(item, Library) and not watch.changed():
            item.notes.append(no_cache(failure))
        yield item


class _Worker:
    """A process that fills a cache folder: see `carrel.library.worker`."""

    def __init__(self, process: asyncio.subprocess.Process) -> None:
        self._process = process
        self.failure = ""

    @classmethod
    async def start(cls, paths: Sequence[str], folder: Path, limit: int | None) -> _Worker:
        command = [sys.executable, "-P", "-m", worker.__name__]  # -P: nothing of the current folder
        command += [str(folder), str(limit or 0), *paths]
        pipe = asyncio.subprocess.PIPE
        return cls(
            await asyncio.create_subprocess_exec(
                *command, stdin=asyncio.subprocess.DEVNULL, stdout=pipe, stderr=pipe
            )
        )

    async def progress(self) -> AsyncGenerator[Progress, None]:
        """What it says, until it is done; `failure` is then why it failed, if it did."""
        assert self._process.stdout
        assert self._process.stderr
        async for line in self._process.stdout:
            yield Progress(*json.loads(line))
        said = await self._process.stderr.read()
        if await self._process.wait():
            self.failure = said.decode(errors="replace").strip().rpartition("\n")[2].lower()

    async def stop(self) -> None:
        """End it, if it is not done."""
        if self._process.returncode is None:
            with contextlib.suppress(ProcessLookupError):
                self._process.terminate()
            await self._process.wait()
