"""Does a text hold a phrase? This is told by reading it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from carrel.latex import has_markup, readable
from carrel.paper import Work
from carrel.search.naming import words_of_person
from carrel.search.query import Phrase
from carrel.search.words import LONGEST, words_of_folded
from carrel.text import fold

_LOOKED_FOR = 8  # words of a phrase that are looked for before a text is cut into words
_MARKUP = re.compile(r"[\\{$]")  # what `has_markup` asks for


def phrase_field(work: Work, phrase: Phrase) -> str:
    """The field, as queries name it, of a work that holds a phrase, the one worth most points
    first; empty where none does."""
    texts: dict[str, Sequence[str]] = {
        "title": [work.title],
        "author": [name.display for name in work.names],
        "venue": [work.venue],
        "keyword": work.keywords,
        "abstract": [work.abstract],
    }
    for field, values in texts.items():
        hold = _names_hold if field == "author" else _texts_hold
        if phrase.field in ("", field) and hold(values, phrase):
            return field
    return ""


def _names_hold(names: Sequence[str], phrase: Phrase) -> bool:
    """Has one of some names the words of a phrase?"""
    folded = fold("\n".join(names))
    # Of hundreds of names, few begin so.
    likely = folded.split("\n")
    if folded.isascii():
        likely = _with_letters(phrase.parts[:_LOOKED_FOR]).findall(folded)
    return any(words_of_person(words_of_folded(name), phrase.parts, phrase.open) for name in likely)


def _texts_hold(texts: Sequence[str], phrase: Phrase) -> bool:
    """Has one of some texts the words of a phrase side by side?"""
    return any(holds(text, phrase) for text in texts)


def holds(text: str, phrase: Phrase) -> bool:
    """Has a text the words of a phrase side by side?

    Of most this can be told before their LaTeX is converted, which takes ten times as long.
    """
    if has_markup(text):
        plain = _MARKUP.split(text, 1)[0].rpartition(" ")[0]
        if plain.isascii() and _words_in_a_row(phrase).search(plain.lower()):
            return True
    folded = fold(readable(text))
    if folded.isascii() and max(map(len, phrase.parts)) < LONGEST:  # else parts of a long word
        return _words_in_a_row(phrase).search(folded) is not None
    if not _letters_in_a_row(phrase.parts[:_LOOKED_FOR]).search(folded):
        return False  # as most do: to cut a text into words takes ten times as long
    found = "\x00".join(["", *words_of_folded(folded), ""])
    wanted = "\x00".join(["", *phrase.parts])
    return (wanted if phrase.open else wanted + "\x00") in found


@lru_cache(64)
def _letters_in_a_row(parts: Sequence[str]) -> re.Pattern[str]:
    """Finds words with no letters between them, perhaps within others."""
    return re.compile("[^a-z0-9]*".join(map(re.escape, parts)))


@lru_cache(64)
def _words_in_a_row(phrase: Phrase) -> re.Pattern[str]:
    """Finds the words of a phrase in folded ASCII. Looking for the first of them, and then back, is
    seven times as fast as looking for where a word begins."""
    first, *others = map(re.escape, phrase.parts)
    words = "[^a-z0-9]+".join([f"{first}(?<![a-z0-9]{first})", *others])
    return re.compile(words + ("" if phrase.open else "(?![a-z0-9])"))


@lru_cache(64)
def _with_letters(parts: Sequence[str]) -> re.Pattern[str]:
    """Finds the lines that have words with the first letters of some."""
    letters = [re.escape(letter) for letter in sorted({part[0] for part in parts})]
    return re.compile("".join(["(?m)^", *(rf"(?=.*(?<![a-z0-9]){one})" for one in letters), ".+"]))
