"""Scores of single words, kept as few numbers or as many, are what was put; so are orders."""

from __future__ import annotations

import itertools

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from carrel.library import Library
from carrel.library.groups import Groups
from carrel.library.library import Part
from carrel.search import ranking, totals
from carrel.search.query import parse
from carrel.search.scores import Cache, Left, Many, Matches, Scores, points_of, scored, tags_of
from carrel.steps import finished
from tests.papers import made_up
from tests.search.conftest import library_of

PAPERS = 200
PUT = st.dictionaries(
    st.integers(0, PAPERS - 1),
    st.tuples(st.integers(ranking.MANGLED, 255), st.integers(0, 255)),
)


def matches_of(put: dict[int, tuple[int, int]]) -> Matches:
    scores = Scores(PAPERS)
    for paper, (points, tag) in put.items():
        scores.put(np.array([paper], np.uint32), scored(points, np.array([tag], np.uint8)))
    return scores.matches()


@settings(max_examples=40)
@given(PUT, PUT, st.integers(ranking.MANGLED, 255))
def test_the_best_of_what_is_put_is_kept(
    one: dict[int, tuple[int, int]], other: dict[int, tuple[int, int]], least: int
) -> None:
    better = {  # more points; of as many, the tag that comes first
        paper: max(
            (put[paper] for put in (one, other) if paper in put), key=lambda p: (p[0], -p[1])
        )
        for paper in sorted({*one, *other})
    }
    scores = matches_of(one).scores(PAPERS)
    scores.put_matches(matches_of(other))
    matches = scores.matches()
    papers = np.array([*better], np.uint32)
    assert np.flatnonzero(matches.where(PAPERS)).tolist() == [*better]
    assert points_of(matches.at(papers)).tolist() == [points for points, _ in better.values()]
    assert tags_of(matches.at(papers)).tolist() == [tag for _, tag in better.values()]
    assert matches.among(np.arange(0, PAPERS, 3, dtype=np.uint32)).tolist() == [
        paper for paper in better if paper % 3 == 0
    ]
    assert np.flatnonzero(matches.reaching(least).where(PAPERS)).tolist() == [
        paper for paper, (points, _) in better.items() if points >= least
    ]


@settings(max_examples=40)
@given(st.lists(PUT, max_size=4))
def test_left_are_the_papers_that_have_all(words: list[dict[int, tuple[int, int]]]) -> None:
    left: Left = Many(np.ones(PAPERS, np.bool_))
    wanted = set(range(PAPERS))
    for put in words:
        wanted &= {*put}
        left = left.having(matches_of(put))
        assert len(left) == len(wanted)
    assert finished(left.numbers()).tolist() == sorted(wanted)


def test_those_asked_for_last_are_kept_and_put_twice_they_are_counted_once() -> None:
    matches = matches_of({1: (ranking.EXACT, 0)})
    cache: Cache[str] = Cache(2 * matches.size)
    for word in ("sparse", "sparse", "attention"):
        cache.put(word, matches)
    assert cache.get("sparse") is matches
    cache.put("transformer", matches)
    assert [word in cache for word in ("sparse", "attention", "transformer")] == [True, False, True]
    assert cache.get("attention") is None
    cache.put("all", Matches(None, np.zeros(10_000, np.uint16)))
    assert "all" in cache
    assert "transformer" not in cache


@pytest.fixture(scope="module", params=[1, 2], ids=["one segment", "two segments"])
def library(request: pytest.FixtureRequest) -> Library:
    """A thousand papers; of two segments, the second has some that the first has hidden."""
    records = list(made_up(1_000))
    if request.param == 1:
        return library_of(records)
    one = Groups(range(901), range(900))
    other = Groups(range(101), range(900, 1_000))
    return Library(records, [Part(one, hidden=(3, 5, 700)), Part(other)], ())


@pytest.mark.parametrize("text", ["w", "spar | net", "attention", "sort:-relevance net", "zzz"])
def test_any_place_can_be_asked_for_first(
    library: Library, monkeypatch: pytest.MonkeyPatch, text: str
) -> None:
    monkeypatch.setattr(totals, "_REFINED", 20)  # of the others the order is made when asked for
    query = parse(text)
    order = list(library.found(query)[:])
    assert len(order) == len(set(order)) == len(library.found(query))
    found = library.found(query)
    scores = dict(found.best(len(found)))
    assert [*scores] == order
    worst_first = query.descending
    for one, next_one in itertools.pairwise(order):
        better, worse = (next_one, one) if worst_first else (one, next_one)
        assert scores[better] >= scores[worse]
        if scores[better] == scores[worse]:
            assert library.paper(one).date >= library.paper(next_one).date
    for place in (*range(0, len(order), 37), *range(min(len(order), 30))):
        assert library.found(query)[place] == order[place]
        assert library.found(query).place_of(order[place]) == place
    for places in (slice(5, 40), slice(40, 5, -1), slice(-3, None), slice(7, 7)):
        assert list(found[places]) == order[places]
        assert [found[place] for place in range(len(order))] == order
    assert library.found(query).place_of(next(iter({*range(1_000)} - {*order}), 0)) is None or (
        len(order) == 1_000
    )


def test_segments_together_are_searched_as_one() -> None:
    records = list(made_up(300))
    gone = {1, 4, 9, 60}
    parts = [
        Part(Groups(range(201), range(200)), hidden=sorted(gone)),
        Part(Groups(range(101), range(200, 300))),
    ]
    whole = library_of([record for i, record in enumerate(records) if i not in gone])
    parted = Library(records, parts, ())
    for text in ("sparse", "a -attention", "year:>2000 net", "transfomer", '"neural network"'):
        one, other = whole.search(text), parted.search(text)
        assert sorted((hit.paper.id, hit.score) for hit in one) == sorted(
            (hit.paper.id, hit.score) for hit in other
        )
    assert parted.facets().years == whole.facets().years
