"""One index being searched: which of its papers meet conditions, and how well they match words."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Generator, Sequence
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np

from carrel.search import ranking
from carrel.search.index import Index
from carrel.search.matching import AS_TYPED, LENIENT, Matcher
from carrel.search.phrases import Texts
from carrel.search.query import (
    Condition,
    From,
    Having,
    Identified,
    Phrase,
    State,
    Tagged,
    Term,
    Word,
    Years,
)
from carrel.search.scores import Cache, Few, Left, Many, Matches, Scores, points_of, scored, tags_of
from carrel.search.tags import FAR, Tag
from carrel.search.words import words
from carrel.text import fold

if TYPE_CHECKING:
    from numpy.typing import NDArray


_CACHED = 48 << 20  # bytes of scores kept for the words that stay while one is typed
_PART = 2  # letters of a word that may be a part of another, written apart

_NEXT_CENTURY = "50"
_CITEKEY = re.compile(r"([^\W\d_]{2,})((?:19|20)\d\d|\d\d)([^\W\d_]*)")

Clause = Sequence[Condition]
Mark = Having | State | Tagged | Identified | Word
Marked = Callable[[Mark], "NDArray[np.uint32]"]


class Segment:
    """An index, the texts of its papers, and those (as they were numbered when they were indexed)
    that are not to be found any more.

    The scores of single words are kept for the next keystroke.
    """

    def __init__(self, index: Index, texts: Texts, hidden: Collection[int] = ()) -> None:
        self.index = index
        self.works = texts.works
        self.shown = np.ones(len(index), np.bool_)
        if hidden:
            self.shown[index.place[list(hidden)]] = False
        self._matcher = Matcher(index, texts)
        self._cache: Cache[tuple[Term, int]] = Cache(_CACHED)

    def __len__(self) -> int:
        return len(self.index)

    # ------------------------------------------------------------ conditions

    def meeting(
        self, clauses: Sequence[Clause], marked: Marked
    ) -> Generator[None, None, NDArray[np.bool_]]:
        """The papers that meet one condition of each clause, as one truth value a paper.

        `marked` tells which papers, as this index numbers them, carry an annotation or have an
        identifier.
        """
        allowed = self.shown
        for clause in clauses:
            either = np.zeros(len(self), np.bool_)
            for term, negated in clause:
                if isinstance(term, Word | Phrase) and term.field != "note":
                    mask = np.zeros(len(self), np.bool_)
                    for one in _whole(term) if negated else (term,):
                        mask |= (yield from self._score(one, AS_TYPED)).where(len(self))
                else:
                    mask = self._mask(term, marked)
                either |= ~mask if negated else mask
            allowed = allowed & either
        return allowed

    def _mask(self, term: Term, marked: Marked) -> NDArray[np.bool_]:
        match term:
            case Years(low, high):
                return self.index.years(low, high)
            case Having(what) if what not in ("note", "tag"):
                return self.index.having(what)
            case From(path):
                return self.index.facets.holding("sources", lambda name: path in fold(name))
            case State("unread"):
                return ~self._mask(State("read"), marked)
            case Phrase(parts, field):
                return self._mask(Word(parts, field), marked)
        mask = np.zeros(len(self), np.bool_)
        mask[marked(term)] = True
        return mask

    # ------------------------------------------------------------ words

    def matching(
        self, texts: Sequence[Clause], allowed: NDArray[np.bool_], stage: int
    ) -> Generator[None, None, tuple[Left, list[Matches]]]:
        """The papers in which every clause of words is found, and each clause's scores; none where
        there are no such papers."""
        found: dict[int, Matches] = {}
        left: Left = Many(allowed)
        # What is known from before comes first: it may leave no paper to look for more in.
        for place in sorted(range(len(texts)), key=lambda place: self._is_new(texts[place], stage)):
            best = yield from self._either(texts[place], _compounds(texts, place), stage)
            found[place] = best
            left = left.having(best)
            if not len(left):
                return left, []
            yield
        return left, [found[place] for place in range(len(texts))]

    def most_of(
        self, texts: Sequence[Clause], allowed: NDArray[np.bool_]
    ) -> Generator[None, None, tuple[Left, list[Matches]]]:
        """The papers in which the most of many clauses of words are found, if that is more than
        half; and each clause's scores, 0 where it is not found. Words of abstracts do not count:
        what is cited are titles, names and venues. What asks in one field has to be found."""
        several, found, wanted = np.zeros(len(self), np.uint16), [], 0
        for place, clause in enumerate(texts):
            matches = yield from self._either(clause, _compounds(texts, place), LENIENT)
            yield
            if any(_field(condition) for condition in clause):
                allowed = allowed & matches.where(len(self))
            elif weight := _weight(clause):
                cited = ranking.is_beyond_abstract(points_of(matches.best))
                several[matches.which] += cited * np.uint16(weight)
                wanted += weight
            found.append(matches)
            yield
        several *= allowed
        least = max(wanted // 2 + 1, int(several.max(initial=0)))
        papers = np.flatnonzero(several >= least).astype(np.uint32)
        yield
        return Few(papers), [Matches(papers, matches.of(papers)) for matches in found]

    def has_meant(
        self, texts: Sequence[Clause], papers: NDArray[np.uint32], found: Sequence[Matches]
    ) -> bool:
        """Has one of a few papers that were found all words where one mostly remembers them from,
        or was asked to look? A paper may have a word there though it is better matched elsewhere:
        as a word of the abstract that begins one of the title."""
        points = [points_of(matches.at(papers)) % ranking.STEP for matches in found]
        for place, paper in enumerate(papers.tolist()):
            elsewhere = [
                clause
                for clause, there in zip(texts, points, strict=True)
                if there[place] < ranking.REMEMBERED and not any(_field(c) for c in clause)
            ]
            if not elsewhere or (
                all(len(clause) == 1 for clause in elsewhere)
                and self._begins_remembered(paper, [clause[0].term for clause in elsewhere])
            ):
                return True
        return False

    def _begins_remembered(self, paper: int, terms: Sequence[Term]) -> bool:
        """Do words begin words of a paper's title or names?"""
        (work,) = self.works([paper])
        there = words(" ".join([work.title, *(name.display for name in work.names)]))
        return all(
            any(word.startswith(part) for word in there)
            for term in terms
            if isinstance(term, Word)
            for part in term.parts
        )

    def _is_new(self, clause: Clause, stage: int) -> bool:
        """Has any of a clause's words to be looked for?"""
        return any(self._key(term, stage) not in self._cache for term, _ in clause)

    def _either(
        self, clause: Clause, compounds: Sequence[Word], stage: int
    ) -> Generator[None, None, Matches]:
        """The better of the scores of a clause's words, and of words that its word is a part of."""
        best = yield from self._score(clause[0].term, stage)
        finds = self._matcher.has if stage == AS_TYPED else self._matcher.knows
        there = [word for word in compounds if finds(word.parts[0])]
        if len(clause) == 1 and not there:
            return best
        either = best.scores(len(self))
        for term, _ in clause[1:]:
            either.put_matches((yield from self._score(term, stage)))
            yield
        for word in there:
            if stage > AS_TYPED:
                either.put_better((yield from self._score(word, AS_TYPED)))
            else:
                whole = yield from self._score(Phrase(word.parts, word.field), AS_TYPED)
                either.put_better(whole.reaching(ranking.EXACT))
            yield
        return either.matches()

    def _key(self, term: Term, stage: int) -> tuple[Term, int]:
        """What the scores of a word or phrase are kept under: the word, and the last stage of
        leniency at which more was looked for."""
        if not isinstance(term, Word):
            return term, AS_TYPED
        while not any(self._matcher.finds_more(text, stage) for text in term.parts):
            stage -= 1
        return term, stage

    def _score(self, term: Term, stage: int) -> Generator[None, None, Matches]:
        """The scores of a word or phrase, from the cache where it has them."""
        key = self._key(term, stage)
        if (known := self._cache.get(key)) is not None:
            return known
        stage = key[1]
        if stage == AS_TYPED:
            scores = Scores(len(self))
        else:
            scores = (yield from self._score(term, stage - 1)).scores(len(self))
            yield
        if isinstance(term, Phrase):
            yield from self._phrase(scores, term)
        elif isinstance(term, Word) and len(term.parts) > 1:
            yield from self._compound(scores, term, stage)
        elif isinstance(term, Word):
            yield from self._matcher.word(scores, term.parts[0], term.field, stage)
        if stage > AS_TYPED and isinstance(term, Word) and not term.field:
            yield from self._made_up(scores, "".join(term.parts))
        matches = scores.matches()
        yield
        self._cache.put(key, matches)
        return matches

    def _compound(self, scores: Scores, word: Word, stage: int) -> Generator[None, None, None]:
        """Words joined by a hyphen: run together; or all of them, with the least of their points,
        fewer where they stand apart. What stands before a hyphen is a word, as typed, and so is a
        letter behind it: words with the beginnings of "wi-f" are everywhere."""
        one_each: list[Word | Phrase] = [Word((text,), word.field) for text in word.parts]
        if stage == AS_TYPED:
            yield from self._matcher.word(scores, "".join(word.parts), word.field, stage)
            whole = len(word.parts) - (len(word.parts[-1]) > 1)
            one_each[:whole] = [Phrase((text,), word.field) for text in word.parts[:whole]]
        least = [ranking.MANGLED] * len(word.parts)
        parts, papers = yield from self._all_of(one_each, least, stage)
        yield
        _put_least(scores, parts, papers, ranking.APART)

    def _made_up(self, scores: Scores, text: str) -> Generator[None, None, None]:
        """What programs make citekeys of: the first author's family name, the year, and a word of
        the title, "vaswani2017attention"; or a letter that tells two of the same from another. Or a
        conference and its year, "cvpr18"."""
        if not (key := _CITEKEY.fullmatch(text)):
            return
        name, year, word = key.groups()
        if len(year) < 4:
            year = ("19" if year > _NEXT_CENTURY else "20") + year
        of_author: list[Word | Phrase] = [Phrase((name,), "author"), Word((year,))]
        least = [ranking.EXACT + ranking.FIRST_FAMILY_NAME, ranking.YEAR_AS_WORD]
        if len(word) > 1:
            of_author.append(Word((word,), "title"))
            least.append(ranking.PREFIX)
        parts, papers = yield from self._all_of(of_author, least, AS_TYPED)
        _put_least(scores, parts, papers)
        if not word:
            of_venue: list[Word | Phrase] = [Phrase((name,), "venue"), Word((year,))]
            least = [ranking.SHORTENED, ranking.YEAR_AS_WORD]
            parts, papers = yield from self._all_of(of_venue, least, AS_TYPED)
            _put_least(scores, parts, papers)

    def _phrase(self, scores: Scores, phrase: Phrase) -> Generator[None, None, None]:
        """Words side by side; of one author's name; or one word, which does not begin another."""
        if len(phrase.parts) == 1:
            yield from self._matcher.whole(scores, phrase.parts[0], phrase.field)
            return
        if phrase.field == "author":
            yield from self._matcher.person(scores, phrase)
            return
        least = [ranking.EXACT] * len(phrase.parts)
        if phrase.open:
            least[-1] = ranking.PREFIX
        one_each = [Word((text,), phrase.field) for text in phrase.parts]
        parts, papers = yield from self._all_of(one_each, least, AS_TYPED)
        for begun in phrase.beginnings():
            if (known := self._cache.get((begun, AS_TYPED))) is not None:
                papers = known.among(papers)  # nothing else holds all of it
                break
        if len(papers):
            yield from self._matcher.phrases.find(scores, phrase, papers, parts[0])

    def _all_of(
        self, several: Sequence[Word | Phrase], least: Sequence[int], stage: int
    ) -> Generator[None, None, tuple[list[Matches], NDArray[np.uint32]]]:
        """The scores of the words of a compound or phrase, and the papers that have all of them
        with at least so many points."""
        parts: list[Matches] = []
        left: Left = Many(np.ones(len(self), np.bool_))
        for one, points in zip(several, least, strict=True):
            part = yield from self._score(one, stage)
            parts.append(part)
            left = left.having(part.reaching(points))
            if not len(left):
                return parts, np.empty(0, np.uint32)
            yield
        return parts, (yield from left.numbers())


def _put_least(
    scores: Scores, parts: Sequence[Matches], papers: NDArray[np.uint32], apart: int = 0
) -> None:
    """Put the least of the points of several words, at the first one's place; so many less where
    they stand `apart` in a title or in names."""
    if not len(papers):
        return
    here = [part.at(papers) for part in parts]
    points = points_of(here[0])
    for other in here[1:]:
        np.minimum(points, points_of(other), out=points)
    tags = [tags_of(part) for part in here]
    if apart:
        side_by_side = points % ranking.STEP < ranking.GIVEN_NAME
        neighbours = [_neighbours(*pair) for pair in pairwise(tags)]
        side_by_side |= np.logical_and.reduce(neighbours)
        points -= ~side_by_side * np.uint16(apart)
    scores.put_better(Matches(papers, scored(points, tags[0])))


def _neighbours(here: NDArray[np.int16], there: NDArray[np.int16]) -> NDArray[np.bool_]:
    """Where does the second word follow the first in a title, or stand in the same name?"""
    in_names = (here >= Tag.AUTHOR) & (here // 4 == there // 4)
    follows: NDArray[np.bool_] = (there == here + 1) | (there == FAR) | in_names
    return follows


def _field(condition: Condition) -> str:
    """The field that a condition asks in, if it is one of words."""
    return condition.term.field if isinstance(condition.term, Word | Phrase) else ""


def _whole(term: Word | Phrase) -> tuple[Word | Phrase, ...]:
    """What is not wanted: a word and its plural, but not all that it begins. Nobody would see that
    `-ai` left out those who aim."""
    if isinstance(term, Phrase) or len(term.parts) > 1:
        return (term,)
    return tuple(Phrase((word,), term.field) for word in (term.parts[0], f"{term.parts[0]}s"))


def _weight(clause: Clause) -> int:
    """How many words a clause asks for; numbers, such as of pages, do not count."""
    return max(
        sum(not part.isdecimal() for part in condition.term.parts)
        for condition in clause
        if isinstance(condition.term, Word | Phrase)
    )


def _compounds(texts: Sequence[Clause], place: int) -> list[Word]:
    """The words that the word of a clause and that of the one before or behind it are, in one."""
    several = []
    for first, second in pairwise(texts[max(place - 1, 0) : place + 2]):
        match first, second:
            case ((Condition(Word((one,), field)),), (Condition(Word((other,), same)),)):
                if field == same and min(len(one), len(other)) >= _PART:
                    several.append(Word((one + other,), field))
    return several
