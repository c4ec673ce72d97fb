"""Which records are one work, what a paper is called, and how records become a paper.

Records are one work when they share an identifier; or a title, with authors and year that agree;
or the better part of an abstract, unless their titles differ. Nothing is compared all with all:
records meet only where they have a key in common, and meeting is only an occasion to compare.
A different work with a near-equal title (another year's edition, another part) has another key, and
another identifier of the same kind keeps apart what else agrees.
"""

from __future__ import annotations

import re
from array import array
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, fields
from itertools import compress, pairwise
from typing import Any

from carrel.paper import Paper, Record, Work, arxiv_of_doi
from carrel.text import fold

try:  # hashlib's own, without OpenSSL, which takes as long to load as reading twenty papers
    from _blake2 import blake2b
except ImportError:
    from hashlib import blake2b

# ---------------------------------------------------------------- keys and ids

_ASCII_NOT_KEY = bytes(set(range(128)) - set(b"0123456789abcdefghijklmnopqrstuvwxyz"))
_SENTENCE = re.compile(r"[.!?;:]\s")
_NUMERAL = re.compile(r"(?:19|20)\d\d|[ivx]+|[1-9]")
_SAME_TEXT = 0.75  # share of the shorter abstract's words that the longer must have
_FEW_WORDS = 4  # a title shorter than this does not tell a work from another
_YEARS_APART = 3  # preprint to journal
_MEETINGS = 32  # records kept under one key to be met by later ones
_MANY = 100_000  # keys from which it pays to load numpy
_64_BITS = (1 << 64) - 1

# Identifiers that name one work, besides DOI and arXiv, in order of preference.
_SCHEMES = ("pmid", "pmcid", "acl", "openalex", "s2", "corpusid", "dblp", "hal", "isbn")
_BOOKS = frozenset(("book", "report", "thesis", ""))


def _key(folded: str) -> str:
    """The letters and digits of a folded text."""
    if folded.isascii():
        return folded.encode().translate(None, _ASCII_NOT_KEY).decode()
    return "".join(filter(str.isalnum, folded))


def _plain(text: str) -> str:
    if "\\" not in text and "{" not in text and "$" not in text:
        return text
    from carrel.latex import to_unicode

    return to_unicode(text)


def id_hash(identifier: str) -> int:
    """64 bits of an id, the same in every process. Fingerprints consist of theirs."""
    scheme, _, value = identifier.partition(":")
    if scheme in ("title", "text") and len(value) == 16:
        try:
            return int(value, 16)
        except ValueError:
            pass
    return _hash(identifier)


def _hash(text: str) -> int:
    digest = blake2b(text.encode(errors="surrogatepass"), digest_size=8).digest()
    return int.from_bytes(digest, "big")


def _fingerprint(scheme: str, key: str) -> str:
    return f"{scheme}:{_hash(key):016x}"


def title_key(work: Work) -> str:
    """What is compared of a title; empty where it is inferred."""
    return "" if work.title_inferred else _key(fold(_plain(work.title)))


def text_keys(abstract: str) -> list[str]:
    """Keys of an abstract, one for each two sentences that follow one another.

    An edit in one sentence leaves the keys of the others; two long sentences in a row are hardly
    ever the same in two works.
    """
    sentences = [_key(part) for part in _SENTENCE.split(fold(abstract))]
    sentences = [sentence for sentence in sentences if len(sentence) > 20]
    if len(sentences) < 3:
        whole = "".join(sentences)
        return [whole] if len(whole) > 40 else []
    return [first + second for first, second in pairwise(sentences)]


def identifiers(work: Work) -> list[str]:
    """A work's own identifiers as `scheme:value`, the best first."""
    found: list[str] = []
    doi, arxiv = _doi_and_arxiv(work)
    if doi:
        found.append(f"doi:{doi}")
    if arxiv:
        found.append(f"arxiv:{arxiv}")
    ids = work.ids
    if ids:
        for scheme in (*_SCHEMES, *sorted(ids.keys() - set(_SCHEMES))):
            if scheme in ids and (scheme != "isbn" or work.type in _BOOKS):
                found.append(f"{scheme}:{ids[scheme].lower()}")
    return found


def _doi_and_arxiv(work: Work) -> tuple[str, str]:
    """The DOI, in lower case, and the arXiv id, which may have been given as a DOI."""
    if not work.doi:
        return "", work.arxiv
    doi = work.doi.lower()
    arxiv = arxiv_of_doi(doi)
    return "" if arxiv else doi, work.arxiv or arxiv


def fingerprints(work: Work) -> list[str]:
    """Ids made from a work's title and year, its title, its abstract, and parts of that."""
    titles = [_fingerprint("title", key) for key in _title_keys(work)]
    return titles + [_fingerprint("text", key) for key in _text_keys(work)]


def _title_keys(work: Work) -> list[str]:
    """What the fingerprints of a title are made from; the last is of the title alone."""
    key = title_key(work)
    year = work.year
    return [f"{key}{year}", key] if key and year else [key] if key else []


def _text_keys(work: Work) -> list[str]:
    """What the fingerprints of an abstract are made from."""
    texts = text_keys(work.abstract) if work.abstract else []
    return ["".join(texts), *texts] if len(texts) > 1 else texts


# ---------------------------------------------------------------- which records are one work


class Clusters:
    """Finds the records that are one work; records are added in order and known by number.

    `fetch` gives a record back by its number; it is asked for only where two records meet of which
    the facts that are kept here (as 64-bit hashes) don't tell whether they are one work.
    """

    def __init__(self, fetch: Callable[[int], Record]) -> None:
        self._fetch = fetch
        self._parent = array("I")
        # Every id of every record, by strength of evidence.
        self._ids = _Keys()
        self._titles = _Keys()
        self._texts = _Keys()
        # What each record says; 0 where it says nothing.
        self._arxiv = array("Q")
        self._doi = array("Q")
        self._title = array("Q")
        self._year = array("H")
        self._surnames = array("Q")
        self._surnames_end = array("I")
        self._facts: dict[int, _Facts] = {}  # of those that met another

    def add(self, record: Record) -> None:
        """Take the keys and facts of the next record."""
        number = len(self._parent)
        self._parent.append(number)
        doi, arxiv = _doi_and_arxiv(record)
        self._doi.append(hash(doi) & _64_BITS)
        self._arxiv.append(hash(arxiv) & _64_BITS)
        self._ids.add(map(id_hash, identifiers(record)), number)
        titles = [_hash(key) for key in _title_keys(record)]
        self._titles.add(titles, number)
        self._title.append(titles[-1] if titles else 0)
        self._texts.add(map(_hash, _text_keys(record)), number)
        self._year.append(record.year or 0)
        self._surnames.extend([hash(fold(name.surname)) & _64_BITS for name in record.authors])
        self._surnames_end.append(len(self._surnames))

    @property
    def ids(self) -> tuple[array[int], array[int]]:
        """The hash of every id of every record, fingerprints too, and the record's number."""
        hashes, numbers = array("Q"), array("I")
        for keys in (self._ids, self._titles, self._texts):
            hashes += keys.hashes
            numbers += keys.numbers
        return hashes, numbers

    def groups(self) -> list[list[int]]:
        """The record numbers of each work, works in the order of their first records."""
        for keys, same in (
            (self._ids, self._same_by_id),
            (self._titles, self._same_by_title),
            (self._texts, self._same_by_text),
        ):
            self._meet(keys, same)
        members: dict[int, list[int]] = {}
        for number in range(len(self._parent)):
            members.setdefault(self._root(number), []).append(number)
        return list(members.values())

    def _root(self, number: int) -> int:
        parent = self._parent
        while parent[number] != number:
            parent[number] = number = parent[parent[number]]
        return number

    def _meet(self, keys: _Keys, same: Same) -> None:
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
                if len(others) < _MEETINGS:
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
            start = self._surnames_end[root - 1] if root else 0
            self._facts[root] = _Facts(
                {self._arxiv[root]} - {0},
                {self._doi[root]} - {0},
                {self._title[root]} - {0},
                set(self._surnames[start : self._surnames_end[root]]),
                {self._year[root]} - {0},
            )
        return self._facts[root]

    # ------------------------------------------------------------ are two records one work?

    def _same_by_id(self, facts: _Facts, other: _Facts, one: int, two: int) -> bool:
        """Records that share an identifier; a copied identifier with another title is a mistake."""
        if not facts.titles or not other.titles or facts.titles & other.titles:
            return True
        if facts.surnames & other.surnames:
            return True
        mine, theirs = (Counter(_words(self._fetch(number).title)) for number in (one, two))
        return _share(mine, theirs) >= 0.5

    def _same_by_title(self, facts: _Facts, other: _Facts, one: int, two: int) -> bool:
        def long() -> bool:
            titles = (self._fetch(number).title for number in (one, two))
            return min(len(_words(title)) for title in titles) >= _FEW_WORDS

        apart = min((abs(a - b) for a in facts.years for b in other.years), default=0)
        if apart > _YEARS_APART or (apart and not long()):
            return False
        if facts.surnames and other.surnames:
            return bool(facts.surnames & other.surnames)
        return long() or self._same_text(one, two)

    def _same_by_text(self, facts: _Facts, other: _Facts, one: int, two: int) -> bool:
        if facts.titles and other.titles and not facts.titles & other.titles:
            return False
        if facts.surnames and other.surnames and not facts.surnames & other.surnames:
            return False
        return self._same_text(one, two)

    def _same_text(self, one: int, two: int) -> bool:
        return _same_text(self._fetch(one).abstract, self._fetch(two).abstract)


class _Keys:
    """Hashes of ids, each with a record that has the id, in the order of the records."""

    def __init__(self) -> None:
        self.hashes = array("Q")
        self.numbers = array("I")

    def add(self, hashes: Iterable[int], number: int) -> None:
        before = len(self.hashes)
        self.hashes.extend(hashes)
        self.numbers.extend([number] * (len(self.hashes) - before))

    def shared(self) -> Iterator[tuple[int, int]]:
        """Those that several records may have: of a few all, of many not the others."""
        pairs = zip(self.hashes, self.numbers, strict=True)
        if len(self.hashes) < _MANY:
            return pairs
        import numpy as np

        hashes = np.frombuffer(self.hashes, np.uint64)
        order = np.argsort(hashes)
        equal = hashes[order[1:]] == hashes[order[:-1]]
        shared = np.zeros(len(hashes), np.bool_)
        shared[order[1:][equal]] = shared[order[:-1][equal]] = True
        return compress(pairs, shared.tolist())


@dataclass(slots=True)
class _Facts:
    """What a group of records says of its work, as far as it can contradict another group."""

    arxiv: set[int]
    doi: set[int]
    titles: set[int]
    surnames: set[int]
    years: set[int]

    def take(self, other: _Facts) -> None:
        self.arxiv |= other.arxiv
        self.doi |= other.doi
        self.titles |= other.titles
        self.surnames |= other.surnames
        self.years |= other.years

    def conflict(self, other: _Facts) -> bool:
        """Do they have identifiers of a kind that gives a work only one, and not the same?"""
        return bool(
            (self.arxiv and other.arxiv and not self.arxiv & other.arxiv)
            or (self.doi and other.doi and not self.doi & other.doi)
        )


Same = Callable[[_Facts, _Facts, int, int], bool]


def _words(text: str) -> list[str]:
    return re.findall(r"[^\W_]+", fold(_plain(text)))


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


# ---------------------------------------------------------------- records to paper

# How far a format is to be trusted with names and titles; what is not listed is in the middle.
_TRUST = {"crossref": 3, "csl-json": 2, "bibtex": 2, "dump": 0}
_UNITED = frozenset(("categories", "keywords"))
_OWN = frozenset(field.name for field in fields(Work)) - _UNITED - {
    "title", "title_inferred", "authors", "et_al", "date", "abstract", "venue", "type", "ids",
    "extra", "doi", "code",
}  # fmt: skip


def merge(records: Sequence[Record]) -> Paper:
    """One paper from the records of one work: the best of each field, and all of the places.

    The result does not depend on the order of the records, but for the order of the places.
    """
    ranked = sorted(records, key=_rank) if len(records) > 1 else records
    best = ranked[0]
    whole: dict[str, Any] = {name: _first(ranked, name) for name in _OWN}
    with_names = max(ranked, key=lambda record: (len(record.authors), not record.et_al))
    complete = [r for r in ranked if r.authors and not r.et_al]
    if complete and len(complete[0].authors) >= len(with_names.authors):
        with_names = complete[0]
    titles = [r for r in ranked if r.title and not r.title_inferred] or [best]
    titled = next((r for r in titles if _plain(r.title) == r.title), titles[0])
    dois = [record.doi for record in ranked if record.doi]
    paper = Paper(
        id="",
        title=titled.title,
        title_inferred=titled.title_inferred,
        authors=with_names.authors,
        et_al=with_names.et_al,
        date=_date(ranked),
        abstract=max((r.abstract for r in records), key=lambda text: (len(text), text)),
        venue=_first(ranked, "venue"),
        type=_first(ranked, "type"),
        doi=next((doi for doi in dois if not arxiv_of_doi(doi)), dois[0] if dois else ""),
        code=any(record.code for record in records),
        categories=_union(record.categories for record in ranked),
        keywords=_union(record.keywords for record in ranked),
        ids={k: v for record in reversed(ranked) for k, v in record.ids.items()},
        extra={k: v for record in reversed(ranked) for k, v in record.extra.items()},
        places=tuple(record.place for record in records),
        verbatim=next((record.verbatim for record in ranked if record.verbatim), ""),
        **whole,
    )
    known = identifiers(paper) or fingerprints(paper)[:1]
    paper.id = known[0] if known else _of_place(records)
    return paper


def aliases(paper: Paper, records: Sequence[Record]) -> tuple[str, ...]:
    """All ids that a paper has besides its own, or would have had from any of its records."""
    found = identifiers(paper) + fingerprints(paper)
    for record in records:
        found += identifiers(record) + fingerprints(record)
    return tuple(dict.fromkeys(alias for alias in found if alias != paper.id))


def _of_place(records: Sequence[Record]) -> str:
    """The id of a paper of which nothing is known but that it is there."""
    place = min(record.place for record in records)
    return _fingerprint("place", f"{place.path}:{place.line}")


def _rank(record: Record) -> tuple[object, ...]:
    """Sorts the record to be believed first to the front; total, so that order does not matter."""
    published = bool(record.doi) and not arxiv_of_doi(record.doi.lower())
    return (
        record.title_inferred,
        not published,
        -_TRUST.get(record.format, 1),
        record.et_al,
        -len(record.authors),
        -len(record.title),
        record.title,
        record.place,
    )


def _first(ranked: Sequence[Record], name: str) -> Any:
    empty: Any = None
    for record in ranked:
        value = getattr(record, name)
        if value or (value is not None and value is not False and value == 0):
            return value
        empty = value if empty is None else empty
    return empty


def _union(values: Iterable[Iterable[str]]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(value for some in values for value in some))


def _date(ranked: Sequence[Record]) -> str:
    """The most precise date of the year that the most trusted record tells.

    A month and day without a year take the year from another record: "--05-18" and "2026".
    """
    dates = [record.date for record in ranked if record.date]
    known = [date for date in dates if not date.startswith("--")]
    if not known:
        return dates[0] if dates else ""
    year = known[0][:4]
    best = max((date for date in known if date.startswith(year)), key=len)
    partial = next((date for date in dates if date.startswith("--")), "")
    if partial and len(best) <= 7 and best[4:7] in ("", partial[1:4]):
        return year + partial[1:]
    return best
