"""Where a query's words stand in a paper's texts, for highlighting."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import lru_cache
from itertools import chain, pairwise

from carrel.paper import Work
from carrel.search.naming import words_of_person
from carrel.search.query import Phrase, Query, Word
from carrel.search.spellings import spellings
from carrel.search.words import is_skeleton, places_of_words, skeleton, words_there

Span = tuple[int, int]

_REMEMBERED = 1 << 9  # texts of some lists, and words in them
_NAMED = {"author": "authors", "keyword": "keywords"}  # fields of the query language


def spans(work: Work, query: Query, lenient: bool = True) -> dict[str, list[Span]]:
    """The spans of a query's words in the title, names (joined with ", "), venue and abstract.

    `lenient` looks for shortened and misspelt words too, where a text does not have a word itself.
    """
    texts = {
        "title": work.title,
        "authors": ", ".join(name.display for name in work.names),
        "venue": work.venue,
        "abstract": work.abstract,
    }
    found = {name: spans_in(text, query, name, lenient) for name, text in texts.items()}
    return {name: places for name, places in found.items() if places}


def spans_in(text: str, query: Query, field: str = "", lenient: bool = True) -> list[Span]:
    """The spans of a query's words in one text: sorted, not overlapping.

    `field` ("title", "authors", "venue", "abstract") leaves out terms that ask for another one.
    """
    wanted = [
        term
        for term in query.terms
        if isinstance(term, Word | Phrase)
        and (not term.field or not field or _NAMED.get(term.field, term.field) == field)
    ]
    if not wanted or not text:
        return []
    alone = len(query.terms) == 1
    marked: set[int] = set()
    for term in wanted:
        marked.update(_places(text, term, field, lenient, alone))
    if not marked:
        return []
    places = places_of_words(text)
    return [places[number] for number in sorted(marked)]


_words = lru_cache(maxsize=_REMEMBERED)(words_there)


@lru_cache(maxsize=_REMEMBERED)
def _places(
    text: str, term: Word | Phrase, field: str, lenient: bool, alone: bool
) -> Sequence[int]:
    """The words of a text that a term means, `alone` or among others. As one types, most texts
    that are shown and all words but the last are those of the moment before."""
    there = _words(text)
    if isinstance(term, Phrase) and "author" in (term.field, field.removesuffix("s")):
        return tuple(_person_places(text, there, term))
    if isinstance(term, Phrase):
        return tuple(_phrase_places(there, term))
    if len(term.parts) > 1:
        return tuple(_compound_places(there, term.parts, field, lenient))
    if len(term.parts[0]) > 1 or alone:
        return tuple(_word_places(there, term.parts[0], field, lenient))
    return tuple(_letter_places(there, term.parts[0], field))


def _compound_places(
    there: Sequence[str], parts: Sequence[str], field: str, lenient: bool
) -> Iterable[int]:
    """The words that parts joined by a hyphen or an apostrophe mean: side by side or run
    together; else each, but for single letters, which would mark words all over the text."""
    means = [set(_beginnings(there, part, field, whole=True)) for part in parts[:-1]]
    means.append(set(_beginnings(there, parts[-1], field)))
    found = [
        range(i, i + len(parts))
        for i in sorted(means[0])
        if all(i + k in places for k, places in enumerate(means))
    ]
    joined = "".join(parts)
    if places := [*chain.from_iterable(found), *_beginnings(there, joined, field)]:
        return places
    apart = [part for part in parts if len(part) > 1 or not part.isascii()]
    return chain.from_iterable(
        _word_places(there, word, field, lenient) for word in (*apart, joined)
    )


def _letter_places(there: Sequence[str], letter: str, field: str) -> list[int]:
    """The words that a letter among other words means: itself, and initials of names."""
    if field in ("", "authors"):
        return _beginnings(there, letter, field)
    return [i for i, whole in enumerate(there) if whole == letter]


def _beginnings(there: Sequence[str], word: str, field: str, whole: bool = False) -> list[int]:
    """The words that a word, or another spelling of it, begins; with `whole`, that it is."""
    others = spellings(word)
    same = others.whole if field != "authors" else frozenset[str]()
    if field in ("", "authors"):
        same |= others.family
    starts = (word, *others.begun)
    if not same and not whole:
        return [i for i, here in enumerate(there) if here.startswith(starts)]
    return [
        i
        for i, here in enumerate(there)
        if here in same or (here in starts if whole else here.startswith(starts))
    ]


def _word_places(there: Sequence[str], word: str, field: str, lenient: bool) -> Iterable[int]:
    """The words that a word means: those it begins, else the best of those it may mean."""
    exact = _beginnings(there, word, field)
    if exact or len(word) < 2:
        return exact
    for find in (_joined_up, _initials, _skeletons):
        if found := find(there, word):
            return found
    if not lenient:
        return ()
    if found := [i for i, whole in enumerate(there) if _shortens(word, whole)]:
        return found
    if found := [i for i, whole in enumerate(there) if _misspells(word, whole)]:
        return found
    return _run_together(there, word)


def _skeletons(there: Sequence[str], word: str) -> list[int]:
    """The words that are `word` but for their vowels, or begin so."""
    if len(word) < 3 or not is_skeleton(word):
        return []
    return [i for i, whole in enumerate(there) if skeleton(whole).startswith(word)]


def _joined_up(there: Sequence[str], word: str) -> list[int]:
    """Neighbours that are `word` run together: `semisupervised`."""
    for i, (first, second) in enumerate(pairwise(there)):
        if word.startswith(first) and (first + second).startswith(word):
            return [i, i + 1]
    return []


def _shortens(word: str, whole: str) -> bool:
    """Are the letters of `word` in `whole`, in order and from its first letter on?"""
    if not len(word) + 1 < len(whole) <= 4 * len(word) or len(word) < 3 or word[0] != whole[0]:
        return False
    rest = iter(whole)
    return all(letter in rest for letter in word)


def _misspells(word: str, whole: str) -> bool:
    """Is `word` one edit (two in a long word) from `whole` or from its beginning?"""
    if len(word) < 3:
        return False
    from rapidfuzz import distance as distances  # whole: two threads may load it

    osa = distances.OSA.distance
    most = 2 if len(word) >= 6 else 1
    if osa(word, whole, score_cutoff=most) <= most:
        return True
    return len(word) >= 5 and word[0] == whole[0] and any(
        osa(word, whole[:length], score_cutoff=1) <= 1
        for length in (len(word) - 1, len(word), len(word) + 1)
    )  # fmt: skip


def _run_together(there: Sequence[str], word: str) -> list[int]:
    """Neighbours, two or three, that `word` shortens in one: `sprsattn`."""

    def begins(short: str, whole: str) -> bool:
        return whole.startswith(short) or skeleton(whole).startswith(short)

    def rest(short: str, at: int, several: int) -> bool:
        if several == 1 or at + 1 >= len(there):
            return several == 1 and at < len(there) and begins(short, there[at])
        return any(
            begins(short[:cut], there[at]) and rest(short[cut:], at + 1, several - 1)
            for cut in range(2, len(short) - 1)
        )

    starts = [at for at, whole in enumerate(there) if whole[0] == word[0]]
    for several in (2, 3):
        for at in starts:
            if rest(word, at, several):
                return list(range(at, at + several))
    return []


def _initials(there: Sequence[str], word: str) -> list[int]:
    """Neighbours whose first letters are `word`, an `s` at its end aside."""
    first_letters = "".join([whole[0] for whole in there])
    for letters in (word, word.removesuffix("s")):
        if 2 <= len(letters) <= 5 and (at := first_letters.find(letters)) >= 0:
            return list(range(at, at + len(letters)))
    return []


def _phrase_places(there: Sequence[str], phrase: Phrase) -> Iterable[int]:
    """The words of a phrase, wherever they stand side by side."""
    size = len(phrase.parts)
    for i in range(len(there) - size + 1):
        here = list(there[i : i + size])
        same = here[:-1] == list(phrase.parts[:-1])
        last = (
            here[-1].startswith(phrase.parts[-1]) if phrase.open else here[-1] == phrase.parts[-1]
        )
        if same and last:
            yield from range(i, i + size)


def _person_places(text: str, there: Sequence[str], phrase: Phrase) -> Iterable[int]:
    """The words of names, between commas, that have all words of a phrase."""
    first = 0
    places = places_of_words(text)
    for end in range(1, len(there) + 1):
        if end == len(there) or "," in text[places[end - 1][1] : places[end][0]]:
            for at in words_of_person(there[first:end], phrase.parts, phrase.open):
                yield first + at
            first = end
