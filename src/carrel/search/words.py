"""Text to words: the same for what is indexed, what is asked for, and what is highlighted.

A word is a run of letters and digits, folded (no case, no accents). Each character of a script
that is written without spaces is a word of its own. In titles and names, words that a hyphen or
an apostrophe joins count apart and also run together, so that `semi-supervised`, `semi supervised`
and `semisupervised` find one another.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from carrel.text import fold

_SPACELESS = "\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
FIRST_SPACELESS = "\u3040"  # no character before it is one of these
LONGEST = 64  # letters of a word; what is longer is data, and is taken in pieces
_ASCII_WORD = re.compile(rf"[a-z0-9]{{1,{LONGEST}}}")
_SPACED_WORD = re.compile(rf"[^\W_]{{1,{LONGEST}}}")
# Patterns with so large a set take 10 ms to compile: not before a text needs them.
_ANY_WORD = rf"[{_SPACELESS}]|[^\W_{_SPACELESS}]{{1,{LONGEST}}}"
_ALONE = f"[{_SPACELESS}]"
_NO_LETTER = rf"[^\w{_SPACELESS}]|_"
BREAK = "\0"  # before each of many texts that are split at once
# Of ASCII, letters in lower case, digits, and spaces for all else but BREAK; other bytes stay.
_LETTERS = bytes(
    (ord(chr(code).lower()) if chr(code).isalnum() else 32) if 0 < code < 128 else code
    for code in range(256)
)
_NOT_ASCII = re.compile(r"[^\x00-\x7f]+")
_COMPOUND = re.compile(r"[^\W_]+(?:[-'][^\W_]+)+")  # of folded text: its dashes are hyphens
_ASCII_UNIT = re.compile(r"[a-z0-9]+(?:[-'][a-z0-9]+)*")  # a word, or a compound
_VOWELS = str.maketrans("", "", "aeiou")
_JOINTS = re.compile(r"[-']")


def words_of_folded(folded: str) -> list[str]:
    """The words of a text that `fold` has folded, in order."""
    return (_ASCII_WORD if folded.isascii() else _word_in(folded)).findall(folded)


def _word_in(text: str) -> re.Pattern[str]:
    """What a word of the text is, which is not empty."""
    return _SPACED_WORD if max(text) < FIRST_SPACELESS else re.compile(_ANY_WORD)


def words(text: str) -> list[str]:
    """The words of a text, in order."""
    return words_of_folded(fold(text))


class _Folded(dict[int, str]):
    """What is left of characters, each by itself, when a text is folded and cut into words."""

    def __missing__(self, code: int) -> str:
        letters = fold(chr(code))
        if max(letters, default="") >= FIRST_SPACELESS:
            letters = re.sub(_ALONE, r" \g<0> ", letters)
        letters = re.sub(_NO_LETTER, " ", letters)
        self[code] = letters
        return letters


_folded = _Folded()


def spaced(texts: Sequence[str]) -> bytes:
    """The words of many texts in UTF-8, with spaces around each, and BREAK before those of each
    text. Words may be longer than those of `words`."""
    plain = [text if text.isascii() else _NOT_ASCII.sub(_fold_match, text) for text in texts]
    return (f" {BREAK} ".join(["", *plain]) + " ").encode(errors="replace").translate(_LETTERS)


def _fold_match(match: re.Match[str]) -> str:
    return match[0].translate(_folded)


def in_pieces(data: bytes) -> bytes:
    """What `spaced` gives, with long words cut as `words` cuts them."""
    return f" {' '.join(re.findall(f'{_ANY_WORD}|{BREAK}', data.decode()))} ".encode()


def compounds(text: str) -> list[tuple[int, str]]:
    """Words that hyphens or apostrophes join, run together, each with the number of its first word.

    `compounds("From t-closeness on")` is `[(1, "tcloseness")]`.
    """
    folded = fold(text.replace("—", " "))
    if "-" not in folded and "'" not in folded:
        return []
    found = []
    place = 0
    if folded.isascii():
        for unit in _ASCII_UNIT.findall(folded):
            if "-" in unit or "'" in unit:
                parts = _JOINTS.split(unit)
                found.append((place, "".join(parts)))
                place += len(parts)
            else:
                place += 1
        return found
    end = 0
    for match in _COMPOUND.finditer(folded):
        place += len(words_of_folded(folded[end : match.start()]))
        end = match.start()
        found.append((place, _JOINTS.sub("", match[0])))
    return found


def skeleton(word: str) -> str:
    """A word without the vowels after its first letter, as people shorten it: `attention` is
    `attntn`."""
    return word[0] + word[1:].translate(_VOWELS)


def is_skeleton(word: str) -> bool:
    """Is a word as it is when its vowels are left out?"""
    return skeleton(word) == word


def words_there(text: str) -> list[str]:
    """The words of a text as they stand there, each folded by itself: for highlighting."""
    if text.isascii():
        return _ASCII_WORD.findall(text.lower())
    return [fold(word) for word in _word_in(text).findall(text)]


def places_of_words(text: str) -> list[tuple[int, int]]:
    """Where in a text the words of `words_there` begin and end."""
    if text.isascii():
        return [word.span() for word in _ASCII_WORD.finditer(text.lower())]
    return [word.span() for word in _word_in(text).finditer(text)]
