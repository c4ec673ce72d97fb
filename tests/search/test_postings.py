"""Packed postings are what was packed."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import chain
from typing import TYPE_CHECKING

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from carrel.search.packing import pack
from carrel.search.postings import Postings, TaggedPostings

if TYPE_CHECKING:
    from numpy.typing import NDArray

rows_of_papers = st.lists(
    st.lists(st.one_of(st.integers(0, 90), st.integers(0, 200_000)), max_size=60)
    .map(set)
    .map(sorted),
    max_size=12,
)


def packed(rows: list[list[int]], papers: int) -> Postings:
    return Postings(pack("x", keys_of(rows), None, len(rows), papers), "x", papers)


def packed_with_tags(rows: list[list[int]], papers: int) -> TaggedPostings:
    keys = keys_of(rows)
    tags = tags_of(keys.astype(np.uint32))
    return TaggedPostings(pack("x", keys, tags, len(rows), papers), "x")


def keys_of(rows: list[list[int]]) -> NDArray[np.uint64]:
    return np.array([row << 32 | paper for row, some in enumerate(rows) for paper in some], "u8")


def tags_of(paper: NDArray[np.uint32]) -> NDArray[np.uint8]:
    return (paper % 251).astype(np.uint8)


def numbers(common: NDArray[np.bool_] | None, pieces: Iterable[NDArray[np.uint32]]) -> list[int]:
    found = [] if common is None else np.flatnonzero(common).tolist()
    return sorted([*found, *(number for papers in pieces for number in papers.tolist())])


def numbers_with_tags(
    pieces: Iterable[tuple[NDArray[np.uint32], NDArray[np.uint8]]],
) -> list[int]:
    several = list(pieces)
    assert all(tags.tolist() == tags_of(papers).tolist() for papers, tags in several)
    return numbers(None, (papers for papers, _ in several))


def ranges(data: st.DataObject, rows: list[list[int]]) -> tuple[int, int, list[int]]:
    """Where a range of rows begins and ends, and some scattered ones."""
    low = data.draw(st.integers(0, len(rows)))
    high = data.draw(st.integers(low, len(rows)))
    some = st.sets(st.integers(0, len(rows) - 1)) if rows else st.just(set[int]())
    return low, high, sorted(data.draw(some))


@given(rows_of_papers, st.data())
def test_slices_and_scattered_rows(rows: list[list[int]], data: st.DataObject) -> None:
    postings = packed(rows, 200_001)
    assert [postings.count(row) for row in range(len(rows))] == [len(row) for row in rows]
    low, high, few = ranges(data, rows)
    found = numbers(postings.common(low, high), postings.slice(low, high))
    assert found == sorted(chain.from_iterable(rows[low:high]))
    some = np.array(few, np.uint32)
    found = numbers(postings.common_rows(some), postings.rows(some))
    assert found == sorted(number for row in few for number in rows[row])


@given(rows_of_papers, st.data())
def test_slices_and_scattered_rows_with_tags(rows: list[list[int]], data: st.DataObject) -> None:
    postings = packed_with_tags(rows, 200_001)
    assert [postings.count(row) for row in range(len(rows))] == [len(row) for row in rows]
    low, high, few = ranges(data, rows)
    assert numbers_with_tags(postings.slice(low, high)) == sorted(
        chain.from_iterable(rows[low:high])
    )
    found = numbers_with_tags(postings.rows(np.array(few, np.uint32)))
    assert found == sorted(number for row in few for number in rows[row])


@given(st.lists(st.lists(st.integers(0, 99), max_size=80).map(set).map(sorted), max_size=8))
def test_frequent_rows_are_bitmaps(rows: list[list[int]]) -> None:
    postings = packed(rows, 100)
    for i, row in enumerate(rows):
        assert postings.count(i) == len(row)
        common = postings.common(i, i + 1)
        assert (common is not None) == (len(row) > 3)
        assert numbers(common, postings.slice(i, i + 1)) == row


def test_rows_of_any_length_come_in_bounded_pieces() -> None:
    row = list(range(0, 1_000_000, 3))
    pieces = [papers for papers, _ in packed_with_tags([row] * 3, 1_000_000).slice(0, 3)]
    assert [piece.tolist() for piece in pieces] == [row] * 3
