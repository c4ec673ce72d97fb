"""What takes long is gone through in turns with the screen, or can be stopped."""

from __future__ import annotations

import asyncio

import pytest

from carrel.ui.turns import Stoppable, Stopped


async def test_a_thread_is_stopped_on_its_way_through_many_things() -> None:
    numbers = Stoppable(range(1 << 60))
    thread = asyncio.create_task(asyncio.to_thread(sum, numbers))
    await asyncio.sleep(0)
    numbers.stop()
    with pytest.raises(Stopped):
        await thread


def test_what_can_be_stopped_is_what_it_was() -> None:
    numbers = Stoppable([3, 1, 2])
    assert (len(numbers), [*numbers], numbers[1], numbers[1:]) == (3, [3, 1, 2], 1, [1, 2])
    numbers.stop()
    assert numbers[0] == 3
