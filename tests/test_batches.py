"""Taking things in batches."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from carrel.batches import ahead, batches


def failing(count: int) -> Iterator[int]:
    yield from range(count)
    raise OSError("cut off")


@pytest.mark.parametrize("count", [0, 1, 4, 5, 9])
def test_batches_hold_all_items_in_their_order(count: int) -> None:
    taken = list(batches(range(count), 4))
    assert [item for batch in taken for item in batch] == list(range(count))
    assert [len(batch) for batch in taken[:-1]] == [4] * (len(taken) - 1)


@pytest.mark.parametrize("count", [0, 3, 16, 35])
def test_what_was_there_before_a_failure_comes_first(count: int) -> None:
    got: list[int] = []
    with pytest.raises(OSError, match="cut off"):
        got.extend(ahead(failing(count)))
    assert got == list(range(count))


def test_no_more_is_taken_than_a_batch() -> None:
    items = iter(range(100))
    assert next(ahead(items)) == 0
    assert next(items) == 16
