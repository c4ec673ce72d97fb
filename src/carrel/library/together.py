"""Which records are one work, and the papers that such works are, put together from their records:
`python -m carrel.library.together`.

Records that all say the same need not be merged; others are read again for it. Where there are
many, a second process finds out which are one work while this one settles the index; then both put
papers together, a half each.
"""

from __future__ import annotations

import gc
import os
import sys
from array import array
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from itertools import islice, takewhile
from typing import Any, NamedTuple

from carrel.identity import Clusters, id_hash
from carrel.library.beside import Beside, heard, say
from carrel.library.chain import Chain
from carrel.library.indexer import entry
from carrel.library.papers import put_together
from carrel.paper import Paper

_MANY = 50_000  # records from which it pays to start a process: a second's work


class Together(NamedTuple):
    """The papers that works of several records are, where these do not say the same: by number the
    entry of each (`indexer.entry`), and the hashes of their ids."""

    entries: dict[int, tuple[Any, ...]]
    ids: array[int]


Works = Mapping[int, Sequence[int]]  # the numbers of their records, by those of the works


def _varied(
    clusters: Clusters, groups: tuple[array[int], array[int]], numbers: array[int]
) -> Works:
    """Of works as `Clusters.groups` gives them those whose records do not all say the same;
    `numbers` has the number of each record."""
    starts, members = groups
    return {
        work: [numbers[record] for record in members[starts[work] : starts[work + 1]]]
        for work in clusters.varied(starts, members)
    }


def _halves(works: Works) -> tuple[Works, Works]:
    """Those that the other process puts together, and those that are put together here."""
    items = iter(works.items())
    return dict(islice(items, len(works) // 2)), dict(items)


def _put_together(chain: Chain, works: Works) -> Iterator[tuple[int, Paper]]:
    """The papers that some works are, each with the number of its work."""
    return zip(works, put_together(chain, works.values()), strict=True)


def _together(papers: Iterable[tuple[int, Paper]]) -> Together:
    """What is kept of papers, each given with the number of its work."""
    done = Together({}, array("Q"))
    for work, paper in papers:
        done.entries[work] = entry(paper)
        done.ids.append(id_hash(paper.id))
    return done


class PuttingTogether:
    """Begins to put together records that were added to `clusters`; `numbers` are theirs in the
    chain. What another process does of it is done here where that one fails."""

    def __init__(self, chain: Chain, numbers: array[int], clusters: Clusters) -> None:
        self._chain = chain
        self._numbers = numbers
        self._clusters = clusters
        self._works: Works = {}
        self._process: Beside | None = None
        if len(numbers) >= _MANY:
            with suppress(OSError):  # it can't be started, or has failed
                self._process = Beside(__name__)
                self._process.tell((chain.dump(), numbers.tobytes(), clusters.dump()))
                self._process.flush()

    def groups(self) -> tuple[array[int], array[int]]:
        """The works, as `Clusters.groups` gives them."""
        if told := self._hear():
            starts, members = (array("I", part) for part in told)
        else:
            starts, members = self._clusters.groups()
        self._works = _varied(self._clusters, (starts, members), self._numbers)
        return starts, members

    def papers(self) -> Together:
        """The papers that those of several records are; after `groups`."""
        first, second = _halves(self._works)
        entries, ids = _together(_put_together(self._chain, second))
        if told := self._hear():
            theirs = Together(told[0], array("Q", told[1]))
        else:
            theirs = _together(_put_together(self._chain, first))
        return Together(theirs.entries | entries, theirs.ids + ids)

    def _hear(self) -> Any:
        """What the other process says next; None if there is no such process any more."""
        if self._process is None:
            return None
        try:
            return self._process.hear()
        except OSError:
            self.close()
            return None

    def close(self) -> None:
        """End the other process, if it is not done."""
        if self._process is not None:
            self._process.close()
            self._process = None


def main() -> int:
    """Be told of records and their evidence on stdin; say which are one work, then the papers of
    the first half of the works."""
    gc.disable()  # nothing here is garbage that counting references does not find
    parent = os.getppid()
    try:
        dumped, numbers, evidence = heard(sys.stdin.buffer)
    except EOFError:  # who told has been stopped
        return 1
    chain, numbers = Chain.load(dumped), array("I", numbers)
    clusters = Clusters(lambda number: chain[numbers[number]])
    clusters.extend(evidence)
    del evidence, dumped
    groups = clusters.groups()
    say(tuple(part.tobytes() for part in groups), sys.stdout.buffer)
    sys.stdout.buffer.flush()
    works, _ = _halves(_varied(clusters, groups, numbers))
    done = _together(takewhile(lambda _: os.getppid() == parent, _put_together(chain, works)))
    if len(done.ids) < len(works):  # nobody is waiting for them any more
        return 1
    say(tuple(done), sys.stdout.buffer)
    return 0


if __name__ == "__main__":
    sys.exit(main())
