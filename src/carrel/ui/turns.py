"""Going through many things without keeping the screen waiting."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterable, Iterator, Sequence
from typing import TypeVar, overload

_AT_ONCE = 50  # papers that are put together in the time of a frame

T = TypeVar("T")


async def in_turns(items: Iterable[T]) -> AsyncIterator[T]:
    """The items, and after every few of them a turn for the screen. For what can't be done in a
    thread, such as putting papers together: a library is for one thread at a time."""
    for place, item in enumerate(items, 1):
        yield item
        if place % _AT_ONCE == 0:
            await asyncio.sleep(0)


class Stopped(Exception):
    """A thread need not go on."""


class Stoppable(Sequence[T]):
    """Items for a thread, which can't be ended from outside: once `stop` was called, going through
    them raises Stopped."""

    def __init__(self, items: Sequence[T]) -> None:
        self._items = items
        self._stopped = False

    def stop(self) -> None:
        """Have the thread end at its next item; one that has ended is not touched."""
        self._stopped = True

    def __len__(self) -> int:
        return len(self._items)

    def __iter__(self) -> Iterator[T]:
        for item in self._items:
            if self._stopped:
                raise Stopped
            yield item

    @overload
    def __getitem__(self, number: int) -> T: ...
    @overload
    def __getitem__(self, number: slice) -> Sequence[T]: ...
    def __getitem__(self, number: int | slice) -> T | Sequence[T]:
        return self._items[number]
