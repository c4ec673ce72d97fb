"""Where a title ends and its authors begin, when a page glued them together.

A line such as

    ESE: Efficient Speech Recognition Engine with Sparse LSTM on FPGASong Han, Junlong Kang et al.

was two elements of a page, pasted as one. Nothing marks the joint; a person finds it because what
is left of it ends like a title and what is right of it is names. So does this module. Each place
*inside a word* where a name could begin is a candidate; each candidate explains the line as a
title, then names; the explanation that is least surprising wins.

Surprise is counted in bits, -log2 of how often a thing is seen, so that costs add up and a
difference of one bit is odds of 2 to 1. The commonest case of each kind costs nothing (most titles
end in a plain word, most names are two capitalised words) and the rest is what it is rarer by.
The frequencies are those of arXiv's listing, rounded: whole bits are precise enough.

    a title's last word                     a word of a name
    plain                 9 in 10    0      Capitalised              4 in 5     0
    ALLCAPS, ALLCAPSs     1 in 40    4, 5   initial "J."             1 in 7     3
    CamelCase             1 in 150   6      hyphened "Jean-Luc"      1 in 40    5
    one capital           1 in 500   8      bare initial "J"         1 in 300   7
    ends in a digit       1 in 90    1      particle "van", later    1 in 100   4
    (not 6: no name begins with a digit,    "McDonald", "O'Neil"     1 in 300   6-8
    so that the joint is plain)             ALLCAPS, or joined       1 in 1000  10
                                            lower case               1 in 1000  11-13
    a name of three words 1 in 5     2
    of one word           1 in 1500  10     a group ("… Team")       1 in 200   8

Where the outlines leave a doubt, the neighbourhood settles it. Four of five last words of a title
return in the abstract or were in the title before, and one in 25 of the wrong beginnings of the
glued word do; so the abstract's "SystemC" speaks for "SystemC|M. Hassan" and against
"System|CM. Hassan" (`_IN_TEXT`, `_NOT_IN_TEXT`: log2 of 0.8 / 0.04 and of 0.2 / 0.96). And what is
odd comes in clusters: where one author is written "J C Doe", so are the others (`outline`).

One thing that might be expected is left out, because it was tried and was worth nothing: names
known from other records. They made no difference in 20,000 lines of mixed pages, and mended 4 of
15,447 lines on pages of one researcher's papers, even where every other name on the page was given
beforehand. Who the authors are is rarely the question; where the title ends is.

Everything is linear in the line: at most `_MOST_NAMES` names of `MOST_WORDS` words are looked at.
"""

from __future__ import annotations

import re
from collections.abc import Container, Iterator
from collections.abc import Set as AbstractSet
from itertools import chain, islice
from typing import NamedTuple, cast

from carrel.readers.outline import (
    FUNCTION_WORDS,
    LONGEST_WORD,
    MOST_WORDS,
    NEVER,
    name_bits,
    shape_of,
)

_MOST_NAMES = 1_000
_LONGEST_LINE = 20_000  # of which the end is looked at

_SUFFIX = re.compile(r"(?:Jr|Sr|jr|sr)\.?|JR|SR|II|III|IV|2nd|3rd|Inc\.?|Ltd\.?|LLC|Ph\.?D\.?")
_ET_AL = re.compile(r"[\s,]+et al\b\.?(?:\s*[^\w\s]\s*(.*))?$")
_DOT = re.compile(r"\s([^\w\s])\s")
_DOTS = "·•∙⋅"
_WORD = re.compile(r"[^\W_]+(?:[-'./+_][^\W_]+)*[+#]*")
_PART = re.compile(r"[-'./+_]")
_TOKEN = re.compile(r"\S+")
_EDGE = ".,;:!?()[]{}'\"“”‘’«»$*"

_NO_NAMES = 14  # how rare a line without authors is …
_NAMES_FOLLOW = -6  # … unless the next line has them
_TITLE_COMMA = 4
_TITLE_JOINT = 7  # an unknown CamelCase word, or an initial, left standing in the title
_ON_NEW_LINE = 4  # is the first name, where others are glued to the title
_IN_TEXT, _PART_OF_WORD, _NOT_IN_TEXT = -4, 4, 2  # is the title's last word in the abstract?

_QUOTATION = re.compile(r"(?<!\w)['‘`]")
_ODD_IN_TITLE = re.compile(r"[a9?!.:;)\]}$\"'”»…]A|AAa|^-?AA?\.$")


class Byline(NamedTuple):
    """A title and its authors as printed; `names` is empty where the line holds no authors."""

    title: str
    names: tuple[str, ...] = ()
    et_al: bool = False
    affiliation: str = ""


def words_of(text: str) -> set[str]:
    """The words of a text, compounds both whole and in parts: "nnU-Net" gives nnU and Net too."""
    found = set(_WORD.findall(text))
    for word in [word for word in found if not word.isalnum()]:
        found.update(_PART.split(word))
    return found


def split(line: str, words: AbstractSet[str], *, names_follow: bool = False) -> Byline:
    """Split a line into title, authors, "et al." and affiliation.

    `line` is one clean line; `words` those of the paper's abstract, as `words_of` gives them, or
    empty; `names_follow` says that the next line looks like the authors, so that this one hardly
    holds them too. Never raises; without a plausible joint the whole line is the title.
    """
    return weighed(line, words, names_follow=names_follow)[0]


def weighed(
    line: str,
    words: AbstractSet[str],
    breaks: AbstractSet[int] = frozenset(),
    *,
    names_follow: bool = False,
) -> tuple[Byline, int]:
    """As `split`, and how surprising what was found is, in bits. The first name may also begin at
    one of the `breaks`, where the line was several."""
    for body, et_al, affiliation in _bodies(line):
        limit = 3 * _NO_NAMES if et_al else _NAMES_FOLLOW if names_follow else _NO_NAMES
        joint, bits = _joint(body, words, limit, breaks)
        if joint:
            title = body[:joint].rstrip()
            return Byline(title, _names(body[joint:]), et_al, affiliation), bits
    return Byline(line), _NO_NAMES


def names_only(line: str) -> Byline | None:
    """The authors of a line that holds nothing else ("Ada Fay, B. Roe et al. · mit"), or None."""
    found, _ = names_weighed(line)
    return found


def names_weighed(line: str) -> tuple[Byline | None, int]:
    """As `names_only`, and how surprising the names are, in bits."""
    for body, et_al, affiliation in _bodies(line[:_LONGEST_LINE]):
        names = _names(body)
        odd: set[str] = set()
        costs = [name_bits(name.split(), frozenset(), odd) for name in names]
        bits = sum(costs)
        if (
            names
            and max(costs) < 2 * NEVER
            and bits <= (12 if len(names) == 1 else 11 * len(names))
        ):
            return Byline("", names, et_al, affiliation), bits
    return None, 2 * NEVER


def has_et_al(line: str) -> bool:
    """Does the line end as a list of authors cut short does: "… et al." or "… et al. · mit"?"""
    return _ET_AL.search(line, max(0, len(line) - 100)) is not None


def has_affiliation(line: str) -> bool:
    """Does an affiliation begin in this line of authors, behind a dot: "… et al. · mit"?"""
    return any(dot[1] in _DOTS for dot in _DOT.finditer(f" {line[:_LONGEST_LINE]} "))


def _bodies(line: str) -> list[tuple[str, bool, str]]:
    """The ways to take "et al." and an affiliation off a line's end, the likeliest first."""
    found = _ET_AL.search(line, max(0, len(line) - 100))
    bodies = [(line[: found.start()], True, found[1] or "")] if found else []
    dots = (dot for dot in _DOT.finditer(line) if dot[1] in _DOTS)
    for dot in islice(dots, 8):
        bodies.append((line[: dot.start()], False, line[dot.end() :]))
    return [*bodies, (line, False, "")]


def _names(text: str) -> tuple[str, ...]:
    """The names between commas; a suffix ("Jr.", "Inc.") stays with the name before it."""
    names: list[str] = []
    for piece in text.split(","):
        name = piece.strip()
        if names and _SUFFIX.fullmatch(name):
            names[-1] += ", " + name
        elif name:
            names.append(name)
    return tuple(names)


def _joint(
    body: str, words: AbstractSet[str], limit: int, breaks: AbstractSet[int]
) -> tuple[int, int]:
    """Where the first name begins in `body`, and the cost of that; 0 if that it holds no names is
    likelier.

    Goes from the last name to the left. `bits` is the cost of what lies right of the piece in
    hand when it is read as names, less its cost when it is read as more of the title.
    """
    start = max(0, len(body) - _LONGEST_LINE)
    seen = _Earlier(body, start)
    best, joint = limit, 0
    bits = 0
    odd: set[str] = set()
    pieces = body[start:].split(",")[-_MOST_NAMES:]
    end = len(body)
    for piece in reversed(pieces):
        begin = end - len(piece)
        name = piece.split()
        in_piece = bits
        tokens = list(_TOKEN.finditer(body, begin, end))[-MOST_WORDS:]
        for index in range(len(tokens) - 1, -1, -1):
            token = tokens[index]
            rest = [later[0] for later in tokens[index + 1 :]]
            in_piece -= _title_bits(token[0], words)
            seen.before = token.start()
            places = _places(token[0], rest, words, seen)
            if index and token.start() in breaks:
                places = chain([(0, _ON_NEW_LINE)], places)
            for place, evidence in places:
                first = [token[0][place:], *rest]
                cost = in_piece + evidence
                cost += tail_bits(token[0][:place] or tokens[index - 1][0])
                cost += name_bits(first, words, set(odd))
                if cost < best:
                    cost += _unbalanced_bits(body[start : token.start() + place].rstrip())
                    if cost < best:
                        best, joint = cost, token.start() + place
        if not _SUFFIX.fullmatch(piece.strip()):
            bits += name_bits(name, words, odd) if name else 0
        bits -= _TITLE_COMMA + sum(_title_bits(token[0], words) for token in tokens)
        if bits > best + NEVER:
            break
        end = begin - 1
    return joint, best


class _Earlier:
    """The words of a line that stand before a position in it."""

    def __init__(self, line: str, start: int) -> None:
        self.before = 0
        self._first: dict[str, int] = {}
        for found in _WORD.finditer(line, start):
            for word in (found[0], *_PART.split(found[0])):
                self._first.setdefault(word, found.start())

    def __contains__(self, word: object) -> bool:
        return self._first.get(cast("str", word), self.before) < self.before


def _places(
    token: str, rest: list[str], words: AbstractSet[str], seen: _Earlier
) -> Iterator[tuple[int, int]]:
    """The places in a word of the line where a name may begin, with what the texts say of each."""
    if len(token) > LONGEST_WORD:
        return
    places = [
        place
        for place in range(1, len(token))
        if token[place].isalpha() and not token[place].islower() and token[place - 1] != "\\"
    ]
    longest = len(token) if _is_word(token, words) else 0
    for place in range(len(token) - 1, 0, -1) if not longest else ():
        if place in places:
            known = _is_word(token[:place], words) or _is_word(token[:place], seen)
        else:  # a name that begins in lower case: only after a word of the abstract
            after = token[place:]
            known = place > 3 and len(after) > 1 and after.isalpha() and token[:place] in words
            if known and rest:
                places.append(place)
        if known:
            longest = place
            break
    for place in places:
        if place == longest:
            yield place, _IN_TEXT
        elif place < longest:
            yield place, _PART_OF_WORD
        else:
            yield place, _NOT_IN_TEXT if words else 0


def _is_word(text: str, words: Container[str]) -> bool:
    """Is this text, or its last part, or what it is the plural of, among the words?"""
    core = text.strip(_EDGE)
    part = _PART.split(core)[-1]
    if part[-1:] == "s" and part[:-1] in words and len(part) > 2:
        return True
    return core in words or (len(part) > 1 and (part in words or part.lower() in words))


def tail_bits(word: str) -> int:
    """How surprising it is that a title ends with this word."""
    core = word.strip(_EDGE)
    if word[-1] in "([{/\\&=<" or core in FUNCTION_WORDS:
        return NEVER
    if word[-1] in "-–—,;:":  # "… - a survey --", but rather the first half of "Jean-Luc"
        return 12 if not word[-2:-1].isalnum() or word[-1] in ",;:" else NEVER
    bits = 6 if len(core) > 1 and core.lower() in FUNCTION_WORDS else 0
    if word[-1] in ".'’":  # "H.E.S.S.", but rather an initial or O'Neil
        bits += 4 if len(core) > 3 else 10
    core = _PART.split(core)[-1] or core
    shape = shape_of(core)
    if shape in ("a", "Aa", "", "c"):
        return bits
    if shape[-1] == "9":
        return bits + 1
    if shape == "A":
        return bits + 8
    if shape.strip("A") == "":
        return bits + 4
    if core[-1] == "s" and core[:-1].isupper():
        return bits + 5
    if shape[0] == "a" and core[2:3].islower():  # "noiseDeep", but not "iPhone"
        return bits + 10
    return bits + (6 if shape.isalpha() else 3)


def _title_bits(word: str, words: AbstractSet[str]) -> int:
    """How surprising it is that a title holds this word, other than at the joint."""
    shape = shape_of(word)
    if shape == "Aa" or shape == "a" or not _ODD_IN_TITLE.search(shape) or _is_word(word, words):
        return 0
    return _TITLE_JOINT


def _unbalanced_bits(title: str) -> int:
    bits = NEVER * (title.count("$") % 2)
    bits += NEVER // 2 * (title.count("(") != title.count(")"))
    bits += NEVER // 2 * (title.count("{") != title.count("}"))
    if title[-1] in "'’" and not _QUOTATION.search(title[:-1]):  # "D'Arcy"
        bits += NEVER // 2
    return bits + (4 if " " not in title else 0)
