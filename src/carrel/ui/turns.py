"""Going through many things on the event loop without keeping the screen waiting."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterable
from typing import TypeVar

_AT_ONCE = 50  # papers that are put together in the time of a frame

T = TypeVar("T")


async def in_turns(items: Iterable[T]) -> AsyncIterator[T]:
    """The items, and after every few of them a turn for the screen. For what can't be done in a
    thread, such as putting papers together: a library is for one thread at a time."""
    for place, item in enumerate(items, 1):
        yield item
        if place % _AT_ONCE == 0:
            await asyncio.sleep(0)
