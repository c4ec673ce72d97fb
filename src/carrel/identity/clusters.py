"""Which records are one work.

Records are one work when they share an identifier; or a title, with authors and year that agree;
or the better part of an abstract, unless their titles differ. Nothing is compared all with all:
records meet only where they have a key in common, and meeting is only an occasion to compare.
A different work with a near-equal title (another year's edition, another part) has another key, and
another identifier of the same kind keeps apart what else agrees; so does another volume of the same
periodical.
"""

from __future__ import annotations

import re
from array import array
from collections import Counter
from collections.abc import Callable
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import accumulate, chain, product
from typing import TypeVar

from carrel.identity.evidence import BOOKS, MANY, Evidence, Keys, Printed
from carrel.latex import readable
from carrel.paper import Record
from carrel.text import fold

_NUMERAL = re.compile(r"(?:19|20)\d\d|[ivx]+|[1-9]")
_SAME_TEXT = 0.75  # share of the shorter text's words that the longer must have
_SAME_TITLE = 0.5  # of a title's, where an identifier is the same and no author another
_FEW_WORDS = 4  # a title shorter than this does not tell a work from another
_YEARS_APART = 3  # preprint to journal
MEETINGS = 32  # records kept under one key to be met by later ones
Fact = TypeVar("Fact", int, Printed)


class Clusters:
    """Finds the records that are one work; records are added in order and known by number.

    `fetch` gives a record back by its number. It is called only where the evidence kept here does
    not tell whether two records that meet are one work.
    """

    def __init__(self, fetch: Callable[[int], Record]) -> None:
        self._fetch = fetch
        self._evidence = Evidence()
        self.add = self._evidence.add
        self.extend = self._evidence.extend
        self.dump = self._evidence.dump
        self._parent = array("I")
        self._facts: dict[int, _Facts] = {}  # of those that met another

    @property
    def ids(self) -> tuple[array[int], array[int]]:
        """The hash of every id of every record, fingerprints, citekeys and addresses too, and the
        record's number."""
        hashes, numbers = array("Q"), array("I")
        evidence = self._evidence
        for keys in (evidence.ids, evidence.titles, evidence.texts, evidence.names):
            hashes += keys.hashes
            numbers += keys.numbers
        return hashes, numbers

    def groups(self) -> tuple[array[int], array[int]]:
        """The works, in the order of their first records: where in `members` each one's records
        begin (and the last one's end), and `members`, the record numbers, one work's after
        another's."""
        evidence = self._evidence
        self._parent = array("I", range(len(evidence)))
        for keys, same in (
            (evidence.ids, self._same_by_id),
            (evidence.titles, self._same_by_title),
            (evidence.texts, self._same_by_text),
        ):
            self._meet(keys, same)
        self._facts.clear()
        if len(self._parent) >= MANY:
            return _grouped(self._parent)
        groups: dict[int, list[int]] = {}
        for number in range(len(self._parent)):
            groups.setdefault(self._root(number), []).append(number)
        starts = array("I", accumulate(map(len, groups.values()), initial=0))
        return starts, array("I", chain.from_iterable(groups.values()))

    def varied(self, starts: array[int], members: array[int]) -> list[int]:
        """Of the works that `groups` gave those whose records do not all say the same in the same
        source; ones that were read by several processes may be among them all the same."""
        import numpy as np

        said = np.asarray(self._evidence.said)[np.asarray(members)]
        first = np.asarray(starts, np.int64)
        odd = np.flatnonzero(said != np.repeat(said[first[:-1]], np.diff(first)))
        works: list[int] = np.unique(np.searchsorted(first, odd, "right") - 1).tolist()
        return works

    def shared(self) -> set[int]:
        """The hashes of the ids that several works have; to be called after `groups`."""
        first: dict[int, int] = {}
        found = set()
        for keys in (self._evidence.ids, self._evidence.titles, self._evidence.texts):
            for key, number in keys.shared():
                work = self._root(number)
                if first.setdefault(key, work) != work:
                    found.add(key)
        return found

    def _root(self, number: int) -> int:
        parent = self._parent
        while parent[number] != number:
            parent[number] = number = parent[parent[number]]
        return number

    def _meet(self, keys: Keys, same: Same) -> None:
        """Unite records that share a key and are the same work."""
        first: dict[int, int] = {}
        more: dict[int, list[int]] = {}
        for key, number in keys.shared():
            other = first.setdefault(key, number)
            if other == number:
                continue
            others = [other, *more.get(key, ())]
            for other in others:
                if self._unite(other, number, same):
                    break
            else:
                if len(others) < MEETINGS:
                    more.setdefault(key, []).append(number)

    def _unite(self, one: int, two: int, same: Same) -> bool:
        first, second = sorted((self._root(one), self._root(two)))
        if first == second:
            return True
        facts, other = self._facts_of(first), self._facts_of(second)
        if facts.conflict(other) or not same(facts, other, one, two):
            return False
        self._parent[second] = first
        facts.take(other)
        del self._facts[second]
        return True

    def _facts_of(self, root: int) -> _Facts:
        if root not in self._facts:
            evidence = self._evidence
            printed = evidence.printed.get(root)
            self._facts[root] = _Facts(
                _known(evidence.arxiv[root]),
                _known(evidence.doi[root]),
                _known(evidence.title[root]),
                frozenset(evidence.surnames(root)),
                _known(evidence.year[root]),
                frozenset((printed,)) if printed else frozenset(),
            )
        return self._facts[root]

    # ------------------------------------------------------------ are two records one work?

    def _same_by_id(self, facts: _Facts, other: _Facts, one: int, two: int) -> bool:
        """Are records that share an identifier one work? Not where it was copied to another title
        by mistake, nor where it is a volume's and stands with each chapter (chapters may have an
        author in common), nor where it is a set's and stands with each volume."""
        if not facts.doi & other.doi and facts.of_another_issue(other, False, BOOKS):
            return False
        if not facts.titles or not other.titles or facts.titles & other.titles:
            return True
        names, others = map(self._evidence.surnames, (one, two))
        if 2 * len(names & others) > min(len(names), len(others)):
            return True
        mine, theirs = (Counter(_words(self._fetch(number).title)) for number in (one, two))
        return _share(mine, theirs) >= (_SAME_TEXT if names and others else _SAME_TITLE)

    def _same_by_title(self, facts: _Facts, other: _Facts, one: int, two: int) -> bool:
        """Are records that share a title one work? Its authors, year and issue have to agree; a
        short title alone is not enough."""

        def long() -> bool:
            titles = (self._fetch(number).title for number in (one, two))
            return min(len(_words(title)) for title in titles) >= _FEW_WORDS

        apart = min((abs(a - b) for a in facts.years for b in other.years), default=0)
        if (
            apart > _YEARS_APART
            or (apart and not long())
            or facts.of_another_issue(other, apart > 0)
        ):
            return False
        if facts.surnames and other.surnames:
            return bool(facts.surnames & other.surnames)
        return long() or self._same_text(one, two) or self._same_in_all(one, two)

    def _same_by_text(self, facts: _Facts, other: _Facts, one: int, two: int) -> bool:
        """Are records that share a part of an abstract one work? Not where titles or all authors
        differ, nor where the rest of the abstract does."""
        if facts.titles and other.titles and not facts.titles & other.titles:
            return False
        if facts.surnames and other.surnames and not facts.surnames & other.surnames:
            return False
        return self._same_text(one, two)

    def _same_in_all(self, one: int, two: int) -> bool:
        """Do two records say the same, wherever they stand?"""
        here, there = self._fetch(one), self._fetch(two)
        if here.venue != there.venue or here.extra != there.extra:  # which tells most of them apart
            return False
        moved = replace(there, place=here.place, format=here.format, verbatim=here.verbatim)
        return moved == here

    def _same_text(self, one: int, two: int) -> bool:
        return _same_text(self._fetch(one).abstract, self._fetch(two).abstract)


def _grouped(parents: array[int]) -> tuple[array[int], array[int]]:
    """As `Clusters.groups`, for many records. A parent has a lower number than its children, so
    that the root of a tree is its first record."""
    import numpy as np

    root = np.frombuffer(parents, np.uint32)
    while not np.array_equal(root, above := root[root]):
        root = above
    members = np.argsort(root, kind="stable").astype(np.uint32)
    root = root[members]
    starts = np.append(np.flatnonzero(np.append(True, root[1:] != root[:-1])), len(root))
    return array("I", starts.astype(np.uint32).tobytes()), array("I", members.tobytes())


@lru_cache(1 << 12)
def _known(fact: int) -> frozenset[int]:
    """What a record says, if it does: 0 stands for nothing. Many say the same."""
    return frozenset((fact,)) if fact else frozenset()


@dataclass(slots=True)
class _Facts:
    """What a group of records says of its work, as far as it can contradict another group."""

    arxiv: AbstractSet[int]
    doi: AbstractSet[int]
    titles: AbstractSet[int]
    surnames: AbstractSet[int]
    years: AbstractSet[int]
    printed: AbstractSet[Printed]

    def take(self, other: _Facts) -> None:
        """Add what the other group says, which is of the same work."""
        self.arxiv = _both(self.arxiv, other.arxiv)
        self.doi = _both(self.doi, other.doi)
        self.titles = _both(self.titles, other.titles)
        self.surnames = _both(self.surnames, other.surnames)
        self.years = _both(self.years, other.years)
        self.printed = _both(self.printed, other.printed)

    def conflict(self, other: _Facts) -> bool:
        """Do they have identifiers of a kind that gives a work only one, and not the same?"""
        return bool(
            (self.arxiv and other.arxiv and not self.arxiv & other.arxiv)
            or (self.doi and other.doi and not self.doi & other.doi)
        )

    def of_another_issue(self, other: _Facts, years_differ: bool, of: int | None = None) -> bool:
        """Are they of another volume or issue of one periodical, as a column is ("Contents") and
        each year's report? `of` leaves out what is printed in another one, by its CRC-32."""
        pairs = [
            (one, two)
            for one, two in product(self.printed, other.printed)
            if one[0] == two[0] and of in (None, one[0])
        ]
        return bool(pairs) and not any(_same_issue(*pair, years_differ) for pair in pairs)


def _both(one: AbstractSet[Fact], two: AbstractSet[Fact]) -> AbstractSet[Fact]:
    """What groups say that become one. What the first one has made its own grows in place: a work
    of many records that all say something else would be copied with each of them."""
    if two <= one:
        return one
    own = one if isinstance(one, set) else set(one)
    own |= two
    return own


def _same_issue(one: Printed, two: Printed, years_differ: bool) -> bool:
    """May these issues of one periodical be the same? Volumes of one year always may: some number
    them by the year, others by the month."""
    (_, volume, issue), (_, its_volume, its_issue) = one, two
    if volume and its_volume and not volume & its_volume:
        return not years_differ
    return not issue or not its_issue or bool(issue & its_issue)


Same = Callable[[_Facts, _Facts, int, int], bool]


def _words(text: str) -> list[str]:
    return re.findall(r"[^\W_]+", fold(readable(text)))


def _share(one: Counter[str], two: Counter[str]) -> float:
    """The share of the smaller one's words that the other has too."""
    return (one & two).total() / max(min(one.total(), two.total()), 1)


def _same_text(one: str, two: str) -> bool:
    """Is one abstract an edit of the other? Not where years or parts are what differs."""
    mine, theirs = Counter(_words(one)), Counter(_words(two))
    if not mine or not theirs or _share(mine, theirs) < _SAME_TEXT:
        return False
    only_mine = {word for word in mine - theirs if _NUMERAL.fullmatch(word)}
    only_theirs = {word for word in theirs - mine if _NUMERAL.fullmatch(word)}
    return not (only_mine and only_theirs)
