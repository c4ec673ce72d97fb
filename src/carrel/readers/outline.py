"""The outline of words, and how surprising they are as a name.

The outline of a word keeps its capitals and marks and forgets its letters: "McDonald" is AaAa,
"J.-P." is A.-A. Names have few outlines. Costs are in bits; the table that they come from, and
what they are weighed against, stand in `carrel.readers.byline`.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Set as AbstractSet
from functools import lru_cache

NEVER = 20  # bits
MOST_WORDS = 10  # of one name: "María del Rosario de la Fuente y Martínez", "The … Working Group"
LONGEST_WORD = 80
_REPEATED = 1  # an oddity that another name of the line has too
_WORD_OF_TEXT = 4  # a name's word that the abstract uses in lower case ("Map")

_PARTICLES = frozenset(
    "af al am auf av bin bint da de dal dalla de degli dei del della den der des di do dos du e el "
    "ibn in la las le les lo los of op san 't te ten ter tot und van vande vanden vander von vom y "
    "zu zum zur".split()
)
# Words that a title does not end with, and a name does not hold.
FUNCTION_WORDS = frozenset(
    "a an and are as at be by can do does for from how in into is its nor not of on or our over "
    "per than that the their these this through to toward towards under upon using via vs we what "
    "when where which who why with within without".split()
)
_GROUPS = frozenset(
    "agency association authors center centre collaboration collaborations community consortium "
    "contributors corporation council group inc inc. initiative institute lab laboratory labs ltd "
    "network organization project research society team teams university workshop".split()
)
# Companies that sign as authors.
_COMPANIES = frozenset(
    "Adobe Alibaba Apple Baidu BigScience ByteDance Cohere DeepMind Google Huawei Meta Microsoft "
    "MiniMax NVIDIA Tencent Xiaomi".split()
)
_BITS = {
    "Aa": 0, "c": 3, "a": 13, "A": 7, "AA": 10, "A.": 3, "AA.": 10, "Aa.": 8, "A.-A.": 4, "-A.": 4,
    "-Aa": 8, "Aa-Aa": 5, "Aa-a": 8, "a-Aa": 7, "A'Aa": 6, "a'Aa": 8, "Aa'a": 8, "Aa'Aa": 8,
    "AaAa": 10,
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
# What is run together with the rest of a name: McDonald, DeVito, AbdulRahman.
_PREFIXES = frozenset(
    "Mc Mac De Di Du La Le Lo Van Von Fitz Al El Da Del San Abd Abdel Abdul Abu Ali Amir Mir "
    "Mohamad Mohamed Mohammad Muhammad Sayed Seyed Syed".split()
)
_PLAIN = str.maketrans("’‘ʼ`´ʹ‐‑", "'" * 6 + "--")


def name_bits(name: list[str], words: AbstractSet[str], odd: set[str]) -> int:
    """How surprising these words are as one name, in bits.

    `words` are those of the abstract; `odd` collects the odd outlines of a line, which are cheap
    when they come again.
    """
    if not 0 < len(name) <= MOST_WORDS or max(map(len, name)) > LONGEST_WORD:
        return 2 * NEVER
    if len(name) > 1 and name[-1].lower() in _GROUPS:
        return _group_bits(name, words)
    if len(name) == 1 and name[0] in _COMPANIES:
        return 4
    if len(name) > 2 and (end := _group_end(name)):  # "FAIR CodeGen team. Jade Copet"
        return 4 + _group_bits(name[:end], words) + name_bits(name[end:], words, odd)
    costs: list[int] = []
    initials: set[str] = set()
    for position, word in enumerate(name):
        shape = shape_of(word)
        bits = _word_bits(shape)
        if word in _PARTICLES and len(name) > 1:
            bits = 4 if position else 11
        elif shape == "AaAa":
            bits = _joined_bits(word)
        elif len(name) == 1 and len(word) > 4 and word.endswith("AI"):
            bits = 1  # a company
        elif shape == "Aa" and len(word) > 2 and word.lower() in words:
            bits += _WORD_OF_TEXT
        if word in FUNCTION_WORDS and word not in _PARTICLES:
            bits = NEVER
        if shape in ("A.", "A"):  # who has one has more
            bits = 1 if shape in initials else bits
            initials.add(shape)
        if bits > 4 and shape != "AaAa":
            if shape in odd:
                bits = min(bits, _REPEATED)
            elif bits < NEVER:
                odd.add(shape)
        costs.append(bits)
    full = sum(word not in _PARTICLES and not _INITIAL.fullmatch(shape_of(word)) for word in name)
    length = 10 if len(name) == 1 and "." not in name[0] else (0, 0, 0, 2, 5, 8, 10)[min(full, 6)]
    return length + sum(costs)


def _group_end(name: list[str]) -> int:
    """How many words of a name are a group's, where somebody's name follows with no comma."""
    return next(
        (
            end
            for end, word in enumerate(name[:-1], 1)
            if end > 1 and word[:-1].lower() in _GROUPS and word[-1] in ".:"
        ),
        0,
    )


def _group_bits(name: list[str], text: AbstractSet[str]) -> int:
    """How surprising "The QUX Collaboration", "MoonFold Team", "for the N2 Group" is as a name."""
    words = [word for word in name[:-1] if word not in FUNCTION_WORDS]
    bits = 8 + max(0, 3 * (len(words) - 3))
    for position, word in enumerate(words):
        shape = shape_of(word)
        if position == 0 and shape == "AA" and word in text:
            continue  # the paper speaks of its experiment
        if position:
            bits += 11 if "aA" in shape and shape != "AaAa" else min(_word_bits(shape), 2)
        elif word[0].islower():
            bits += 11
        else:
            bits += 6 if shape == "AaAa" else min(_word_bits(shape), 10 if "aA" in shape else 4)
    return bits


def _joined_bits(word: str) -> int:
    """ "McDonald", "AbdulRahman", and "HyunJae" are likelier than a "DataSmith"."""
    second = max((place for place, letter in enumerate(word) if letter.isupper()), default=0)
    if word[:second] in _PREFIXES:
        return 6
    if _SYLLABLES.fullmatch(word):
        return 5
    return 8 if max(second, len(word) - second) <= 5 else 14


@lru_cache(maxsize=4096)
def shape_of(word: str) -> str:
    """The word's outline: "McDonald" AaAa, "J.-P." A.-A., "GPT-4o" AAA-9a, "張" c."""
    shape = ""
    for character in word[: 2 * LONGEST_WORD].translate(_PLAIN):
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
    """How surprising this outline is for a word of a name."""
    if shape in _BITS:
        return _BITS[shape]
    marked = shape.rstrip("*†‡§¶9")
    if marked != shape:  # "Ann Lee*", "Ann Lee 1"
        return 6 + _BITS.get(marked, NEVER) if marked else 6
    return next((bits for pattern, bits in _PATTERNS if pattern.fullmatch(shape)), NEVER)
