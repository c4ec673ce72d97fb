"""What the papers found are worth in all: the sum over the words, and how these stand together."""

from __future__ import annotations

from collections.abc import Generator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from carrel.search import ranking
from carrel.search.index import Index
from carrel.search.scores import PIECE, Left, Many, Matches, points_of, tags_of

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Sums = NDArray[np.unsignedinteger[Any]]  # of two bytes each where that is enough

_REFINED = 20_000  # best papers in which it is looked at how words stand together
_SAMPLED = 64  # of so many values one is looked at, to guess


@dataclass(frozen=True, slots=True)
class Totals:
    """What the papers found are worth: `scores` in parts of a point, of `count` papers. `best` are
    those that were looked at closely, how their words stand together; `rest` is the highest score
    of the others, or -1."""

    scores: Matches
    count: int
    best: NDArray[np.uint32]
    best_scores: Sums
    rest: int


def totals(
    index: Index, left: Left, found: Sequence[Matches], typed: Sequence[int]
) -> Generator[None, None, Totals]:
    """The scores of the papers that are left, from those of the words. `typed` says how many
    words were typed as each: "u-net" is two."""
    most = len(found) * ranking.POINT * (ranking.EXACT + ranking.STEP) + ranking.MOST_REFINED
    kind = np.uint16 if most < 1 << 16 else np.uint32
    where = left.where if found and isinstance(left, Many) else None
    papers = None if where is not None else (yield from left.numbers())
    total: Sums = np.zeros(len(index) if papers is None else len(papers), kind)
    for start in range(0, len(total), PIECE):
        piece = slice(start, start + PIECE)
        for matches in found:  # where it is most papers, no word is in few
            mine = matches.best[piece] if papers is None else matches.at(papers[piece])
            total[piece] += points_of(mine)
        np.multiply(total[piece], kind(ranking.POINT), out=total[piece])
        if where is not None:
            total[piece] *= where[piece]
        yield
    count, rest = len(left), -1
    if count > _REFINED:
        refined, rest = yield from _highest(total, _REFINED)
        yield
    else:
        refined = np.flatnonzero(total) if papers is None else np.arange(count)
    best = refined.astype(np.uint32) if papers is None else papers[refined]
    here = [matches.at(best) for matches in found]
    words = [
        ranking.Standing(several, points_of(score), tags_of(score))
        for several, score in zip(typed, here, strict=False)
    ]
    lengths = index.title_length[best], index.name_length[best]
    authors = index.facets.sizes("authors", best)
    behind_article = index.behind_article(best)
    total[refined] += ranking.refinement(words, *lengths, authors, behind_article)
    return Totals(Matches(papers, total), count, best, total[refined], rest)


def _highest(values: Sums, most: int) -> Generator[None, None, tuple[NDArray[np.int64], int]]:
    """Where the highest of many values are, ascending, of equal ones the first; and the highest of
    the others; in steps.

    Values are few (points) and many are equal: a partition by comparing them takes ten times as
    long as counting does. Where to count from is guessed, nearly always rightly.
    """
    pieces = [values[start : start + PIECE] for start in range(0, len(values), PIECE)]

    def reaching(least: int) -> int:
        return sum(int(np.count_nonzero(piece >= least)) for piece in pieces)

    some = np.sort(values[::_SAMPLED])
    guess = int(some[max(len(some) - most // _SAMPLED - 1, 0)])
    guesses = [guess + 1, guess]
    low, high, above = 0, int(values.max()), 0  # `most` or more reach `low`; `above`, `high + 1`
    yield
    while low < high:
        middle = guesses.pop() if guesses else (low + high + 1) // 2
        if not low < middle <= high:
            continue
        count = reaching(middle)
        if count >= most:
            low = middle
        else:
            high, above = middle - 1, count
        yield
    wanted = most - above  # of those that are equal to `low`
    found = []
    for number, piece in enumerate(pieces):
        there = np.flatnonzero(piece > low)
        if wanted:
            equal = np.flatnonzero(piece == low)[:wanted]
            wanted -= len(equal)
            there = np.sort(np.concatenate((there, equal)))
        found.append(there + number * PIECE)
    return np.concatenate(found), low
