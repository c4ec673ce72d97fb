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
The frequencies are those of arXiv's listing, whole bits being precise enough:

    a title's last word                       a word of a name
    plain                  9 in 10    0       Capitalised            4 in 5    0
    ALLCAPS                1 in 40    4-5     initial "J."           1 in 7    3
    ends in a digit        1 in 90    1 *     hyphened "Jean-Luc"    1 in 40   5
    CamelCase              1 in 150   6       bare initial "J"       1 in 300  7
    one capital            1 in 500   8       particle "van", later  1 in 100  4
                                              "McDonald", "O'Neil"   1 in 300  6-8
    names of one word      1 in 1500  10      ALLCAPS, "CamelCase"   1 in 1000 10
    of three               1 in 5     2       lower case at first    1 in 1000 11

    * a digit costs less than it is rare, because no name begins with one: the joint is plain.

Where the outlines leave a doubt, the neighbourhood settles it. Four of five last words of a title
return in the abstract or were in the title before, and one in 25 of the wrong beginnings of the
glued word do; so the abstract's "SystemC" speaks for "SystemC|M. Hassan" and against
"System|CM. Hassan" (`_IN_TEXT`, `_NOT_IN_TEXT`: log2 of 0.8 / 0.04 and of 0.2 / 0.96). And what is
odd comes in clusters: where one author is written "J C Doe", so are the others (`_REPEATED`).

Two things that one might expect are left out, because they were tried and were worth nothing.
Names known from the other records changed no line of 20,000 taken from mixed pages, and 4 of
15,447 on pages that hold one researcher's papers, even with every other name of the page given
beforehand: whom to look for is not the question, but where the title ends. Lists of given and
family names had nothing left to decide.

Everything is linear in the line: at most `_MOST_NAMES` names of `_MOST_WORDS` words are looked at.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Container, Iterator
from collections.abc import Set as AbstractSet
from functools import lru_cache
from itertools import islice
from typing import NamedTuple, cast

_MOST_NAMES = 64
_MOST_WORDS = 10  # of one name: "María del Rosario de la Fuente y Martínez", "The … Working Group"
_LONGEST_WORD = 80
_LONGEST_LINE = 20_000  # of which the end is looked at

_PARTICLES = frozenset(
    "af al am auf av bin bint da de dal dalla de degli dei del della den der des di do dos du e el "
    "ibn in la las le les lo los of op san 't te ten ter tot und van vande vanden vander von vom y "
    "zu zum zur".split()
)
# Words that a title does not end with, and a name does not hold.
_FUNCTION_WORDS = frozenset(
    "a an and are as at be by can do does for from how in into is its nor not of on or our over "
    "per than that the their these this through to toward towards under upon using via vs we what "
    "when where which who why with within without".split()
)
_GROUPS = frozenset(
    "agency association authors center centre collaboration collaborations community consortium "
    "contributors corporation council group inc inc. initiative institute lab laboratory labs ltd "
    "network organization project research society team teams university".split()
)
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
_REPEATED = 1  # an oddity that another name of the line has too
_IN_TEXT, _PART_OF_WORD, _NOT_IN_TEXT = -4, 4, 2  # is the title's last word in the abstract?
_WORD_OF_TEXT = 4  # a name's word that the abstract uses in lower case ("Map")
_NEVER = 20

_BITS = {
    "Aa": 0, "c": 3, "a": 13, "A": 7, "AA": 10, "A.": 3, "AA.": 10, "Aa.": 8, "A.-A.": 4, "-A.": 4,
    "-Aa": 8, "Aa-Aa": 5, "Aa-a": 8, "A'Aa": 6, "a'Aa": 8, "Aa'a": 8, "Aa'Aa": 8, "AaAa": 10,
}  # fmt: skip
_PATTERNS = tuple(
    (re.compile(pattern), bits)
    for pattern, bits in (
        (r"(?:A\.-?)+A?", 5),  # J.R.R.
        (r"(?:A\.-?)+Aa", 9),  # J.R.Smith
        (r"(?:Aa?\.?-)+(?:A?a|A\.?|Aa\.)", 9),  # Al-Sa'di, J.-Paul, Ann-M.
        (r"-?Aa(?:-Aa?|-a)+", 9),  # Dias-da-Silva
        (r"[Aa'.-]+", 16),
    )
)
# Two syllables of a Chinese or Korean given name, written as one word: JiaCheng, HyunJae.
_SYLLABLES = re.compile(r"(?:[^\Waeiou\d]{0,2}[aeiou]{1,3}(?:ng?|[bhklmpr])?){2}", re.IGNORECASE)
_INITIAL = re.compile(r"-?(?:A\.?-?)+")
_ODD_IN_TITLE = re.compile(r"[a9?!.:;)\]}$\"'”»…]A|AAa|^-?A\.$")
# What is run together with the rest of a name: McDonald, DeVito, AbdulRahman.
_PREFIXES = frozenset(
    "Mc Mac De Di Du La Le Lo Van Von Fitz Al El Da Del San Abd Abdel Abdul Abu Ali Amir Mir "
    "Mohamad Mohamed Mohammad Muhammad Sayed Seyed Syed".split()
)
_PLAIN = str.maketrans("’‘ʼ`´ʹ‐‑", "'" * 6 + "--")


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
    for body, et_al, affiliation in _bodies(line):
        limit = 3 * _NO_NAMES if et_al else _NAMES_FOLLOW if names_follow else _NO_NAMES
        joint = _joint(body, words, limit)
        if joint:
            return Byline(body[:joint], _names(body[joint:]), et_al, affiliation)
    return Byline(line)


def names_only(line: str) -> Byline | None:
    """The authors of a line that holds nothing else ("Ada Fay, B. Roe et al. · mit"), or None."""
    for body, et_al, affiliation in _bodies(line[:_LONGEST_LINE]):
        names = _names(body)
        odd: set[str] = set()
        bits = sum(_name_bits(name.split(), frozenset(), odd) for name in names)
        if names and bits <= (12 if len(names) == 1 else 11 * len(names)):
            return Byline("", names, et_al, affiliation)
    return None


def has_et_al(line: str) -> bool:
    """Does the line end as a list of authors cut short does: "… et al." or "… et al. · mit"?"""
    return _ET_AL.search(line, max(0, len(line) - 100)) is not None


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


def _joint(body: str, words: AbstractSet[str], limit: int) -> int:
    """Where the first name begins in `body`; 0 if that it holds no names is likelier.

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
        tokens = list(_TOKEN.finditer(body, begin, end))[-_MOST_WORDS:]
        for index in range(len(tokens) - 1, -1, -1):
            token = tokens[index]
            rest = [later[0] for later in tokens[index + 1 :]]
            in_piece -= _title_bits(token[0], words)
            seen.before = token.start()
            for place, evidence in _places(token[0], rest, words, seen):
                first = [token[0][place:], *rest]
                cost = in_piece + evidence + _tail_bits(token[0][:place])
                cost += _name_bits(first, words, set(odd))
                if cost < best:
                    title = body[: token.start() + place]
                    cost += _unbalanced_bits(title)
                    if cost < best:
                        best, joint = cost, len(title)
        if not _SUFFIX.fullmatch(piece.strip()):
            bits += _name_bits(name, words, odd) if name else 0
        bits -= _TITLE_COMMA + sum(_title_bits(token[0], words) for token in tokens)
        if bits > best + _NEVER:
            break
        end = begin - 1
    return joint


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
    if len(token) > _LONGEST_WORD:
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


def _tail_bits(word: str) -> int:
    """How surprising it is that a title ends with this word."""
    core = word.strip(_EDGE)
    if word[-1] in "([{/\\&=<" or core in _FUNCTION_WORDS:
        return _NEVER
    if word[-1] in "-–—,;:":  # "… - a survey --", but rather the first half of "Jean-Luc"
        return 12 if not word[-2:-1].isalnum() or word[-1] in ",;:" else _NEVER
    bits = 6 if len(core) > 1 and core.lower() in _FUNCTION_WORDS else 0
    if word[-1] in ".'’":  # "H.E.S.S.", but rather an initial or O'Neil
        bits += 4 if len(core) > 3 else 10
    core = _PART.split(core)[-1] or core
    shape = _shape(core)
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
    return bits + (6 if shape.isalpha() else 3)


def _title_bits(word: str, words: AbstractSet[str]) -> int:
    """How surprising it is that a title holds this word, other than at the joint."""
    shape = _shape(word)
    if shape == "Aa" or shape == "a" or not _ODD_IN_TITLE.search(shape) or _is_word(word, words):
        return 0
    return _TITLE_JOINT


def _unbalanced_bits(title: str) -> int:
    bits = _NEVER * (title.count("$") % 2)
    bits += _NEVER // 2 * (title.count("(") != title.count(")"))
    bits += _NEVER // 2 * (title.count("{") != title.count("}"))
    return bits + (4 if " " not in title else 0)


def _name_bits(name: list[str], words: AbstractSet[str], odd: set[str]) -> int:
    """How surprising these words are as one name; `odd` collects shapes, which repeat cheaply."""
    if not name or len(name) > _MOST_WORDS:
        return 2 * _NEVER
    costs: list[int] = []
    initials: set[str] = set()
    for position, word in enumerate(name):
        shape = _shape(word)
        bits = _word_bits(shape)
        if word in _PARTICLES and len(name) > 1:
            bits = 4 if position else 11
        elif shape == "AaAa":
            bits = _joined_bits(word)
        elif len(name) == 1 and len(word) > 4 and word.endswith("AI"):
            bits = 4  # a company
        elif len(word) > 2 and word.lower() in words:
            bits += _WORD_OF_TEXT
        if word in _FUNCTION_WORDS and word not in _PARTICLES:
            bits = _NEVER
        if shape in ("A.", "A"):  # who has one has more
            bits = 1 if shape in initials else bits
            initials.add(shape)
        if bits > 4 and shape != "AaAa":
            if shape in odd:
                bits = min(bits, _REPEATED)
            elif bits < _NEVER:
                odd.add(shape)
        costs.append(bits)
    if len(name) > 1 and name[-1].lower() in _GROUPS:
        costs = [
            min(cost, 11 if not position and word[0].islower() else 4)
            for position, (cost, word) in enumerate(zip(costs, name, strict=True))
            if word not in _FUNCTION_WORDS
        ]
        return 8 + sum(costs)
    full = sum(word not in _PARTICLES and not _INITIAL.fullmatch(_shape(word)) for word in name)
    length = 10 if len(name) == 1 and "." not in name[0] else (0, 0, 0, 2, 5, 8, 10)[min(full, 6)]
    return length + sum(costs)


def _joined_bits(word: str) -> int:
    """ "McDonald", "AbdulRahman", and "HyunJae" are likelier than a "DataSmith"."""
    second = max((place for place, letter in enumerate(word) if letter.isupper()), default=0)
    if word[:second] in _PREFIXES:
        return 6
    if _SYLLABLES.fullmatch(word):
        return 5
    return 8 if max(second, len(word) - second) <= 5 else 14


@lru_cache(maxsize=4096)
def _shape(word: str) -> str:
    """The word's outline: "McDonald" AaAa, "J.-P." A.-A., "GPT-4o" AAA-9a, "張" c."""
    shape = ""
    for character in word[: 2 * _LONGEST_WORD].translate(_PLAIN):
        if character.isupper() or character.istitle():
            kind = "A"
        elif character.islower() or unicodedata.combining(character):
            kind = "a"
        elif character.isdecimal():
            kind = "9"
        else:
            kind = "c" if character.isalpha() else character
        if not shape.endswith(kind if kind in "a9c" else 2 * kind):
            shape += kind
    return shape


@lru_cache(maxsize=1024)
def _word_bits(shape: str) -> int:
    """How surprising this outline is for a word of a name, by the table above."""
    if shape in _BITS:
        return _BITS[shape]
    marked = shape.rstrip("*†‡§¶9")
    if marked != shape:  # "Ann Lee*", "Ann Lee 1"
        return 6 + _BITS.get(marked, _NEVER) if marked else 6
    return next((bits for pattern, bits in _PATTERNS if pattern.fullmatch(shape)), _NEVER)
