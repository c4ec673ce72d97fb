"""Packed postings are what was packed."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from carrel.search.postings import Postings, pack


def packed(rows: list[list[int]], papers: int, tagged: bool) -> tuple[Postings, list[list[int]]]:
    rows = [sorted(set(row)) for row in rows]
    row = np.array([i for i, some in enumerate(rows) for _ in some], np.uint32)
    paper = np.array([number for some in rows for number in some], np.uint32)
    tag = (paper % 251).astype(np.uint8) if tagged else None
    arrays = pack("x", row, paper, tag, len(rows), papers)
    return Postings(arrays, "x", papers), rows


def unpacked(postings: Postings, low: int, high: int) -> list[int]:
    found: list[int] = []
    common = postings.common(low, high)
    if common is not None:
        found += np.flatnonzero(common).tolist()
    for papers, tags in postings.slice(low, high):
        found += papers.tolist()
        if tags is not None:
            assert tags.tolist() == (papers % 251).tolist()
    return found


rows_of_papers = st.lists(
    st.lists(st.one_of(st.integers(0, 90), st.integers(0, 200_000)), max_size=60), max_size=12
)


@given(rows_of_papers, st.booleans(), st.data())
def test_slices_and_scattered_rows(
    rows: list[list[int]], tagged: bool, data: st.DataObject
) -> None:
    postings, rows = packed(rows, 200_001, tagged)
    assert [postings.count(row) for row in range(len(rows))] == [len(row) for row in rows]
    low = data.draw(st.integers(0, len(rows)))
    high = data.draw(st.integers(low, len(rows)))
    wanted = sorted(number for row in rows[low:high] for number in row)
    assert sorted(unpacked(postings, low, high)) == wanted
    chosen = sorted(data.draw(st.sets(st.integers(0, len(rows) - 1)) if rows else st.just(set())))
    numbers = np.array(chosen, np.uint32)
    found = [n for papers, _ in postings.rows(numbers) for n in papers.tolist()]
    common = postings.common_rows(numbers) if len(numbers) else None
    if common is not None:
        found += np.flatnonzero(common).tolist()
    assert sorted(set(found)) == sorted({number for i in chosen for number in rows[i]})


@given(st.lists(st.lists(st.integers(0, 99), max_size=80), max_size=8))
def test_frequent_rows_are_bitmaps(rows: list[list[int]]) -> None:
    postings, rows = packed(rows, 100, tagged=False)
    for i, row in enumerate(rows):
        assert postings.count(i) == len(row)
        assert sorted(unpacked(postings, i, i + 1)) == row


def test_rows_of_any_length_come_in_bounded_pieces() -> None:
    postings, rows = packed([list(range(0, 1_000_000, 3))] * 3, 1_000_000, tagged=True)
    pieces = [papers for papers, _ in postings.slice(0, 3)]
    assert len(pieces) == 3
    assert all(piece.tolist() == rows[0] for piece in pieces)
