"""Papers put together from several records: `python -m carrel.library.together`.

The records are read again for it. Where there are many, a second process does a part of it while
this one settles the index.
"""

from __future__ import annotations

import gc
import os
import sys
from array import array
from collections.abc import Iterable, Sequence
from contextlib import suppress
from itertools import takewhile
from typing import Any, NamedTuple

from carrel.identity import id_hash
from carrel.library.beside import Beside, heard, say
from carrel.library.chain import Chain
from carrel.library.indexer import entry
from carrel.library.papers import put_together
from carrel.paper import Paper

Work = Sequence[int]  # the numbers of its records in a chain

_MANY = 10_000  # papers from which it pays to start a process: a second's work
_SETTLING = 14  # records that are settled in the time in which one is read again and merged


class Together(NamedTuple):
    """The papers that some works are: an entry (`indexer.entry`) and the hash of the id of each."""

    entries: list[tuple[Any, ...]]
    ids: array[int]


def _told(papers: Iterable[Paper]) -> Together:
    done = Together([], array("Q"))
    for paper in papers:
        done.entries.append(entry(paper))
        done.ids.append(id_hash(paper.id))
    return done


class PuttingTogether:
    """Begins to put works together; `result` goes on with it. Another process does as many of them
    as will keep it busy while this one also settles the index of so many records."""

    def __init__(self, chain: Chain, works: Sequence[Work], records: int) -> None:
        self._chain = chain
        self._others: Sequence[Work] = ()
        self._own = works
        self._process: Beside | None = None
        if len(works) >= _MANY:
            read_again = sum(map(len, works))
            share = min(0.5 + records / (2 * _SETTLING * read_again), 1)
            cut = int(share * len(works))
            self._others, self._own = works[:cut], works[cut:]
            with suppress(OSError):  # it can't be started, or has failed: then all is done here
                self._process = Beside(__name__)
                self._process.tell((chain.dump(), list(self._others)))
                self._process.flush()

    def result(self) -> Together:
        """All of them, in their order."""
        entries, ids = _told(put_together(self._chain, self._own))
        theirs = self._heard() or _told(put_together(self._chain, self._others))
        return Together(theirs.entries + entries, theirs.ids + ids)

    def _heard(self) -> Together | None:
        """What the other process has made, if it has."""
        if self._process is None:
            return None
        try:
            entries, ids = self._process.hear()
        except OSError:
            return None
        return Together(entries, array("Q", ids))

    def close(self) -> None:
        """End the other process, if it is not done."""
        if self._process is not None:
            self._process.close()


def main() -> int:
    """Be told of records and works on stdin, and put these together."""
    gc.disable()  # nothing here is garbage that counting references does not find
    parent = os.getppid()
    try:
        told, works = heard(sys.stdin.buffer)
    except EOFError:  # who told has been stopped
        return 1
    papers = takewhile(lambda _: os.getppid() == parent, put_together(Chain.load(told), works))
    done = _told(papers)
    if len(done.ids) < len(works):  # nobody is waiting for them any more
        return 1
    say(tuple(done), sys.stdout.buffer)
    return 0


if __name__ == "__main__":
    sys.exit(main())
