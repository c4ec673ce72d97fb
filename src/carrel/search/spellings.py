"""The same word spelt otherwise: in British and in American English, a Greek letter by its name,
a noun in the singular and in the plural, a family name or a long word with its umlauts written out,
a conference by its other name.

What is made by these rules need not be a word: it is looked up before it counts.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

GREEK = dict(
    zip(
        "alpha beta gamma delta epsilon zeta eta theta iota kappa lambda mu nu xi omicron pi rho "
        "sigma tau upsilon phi chi psi omega".split(),
        "αβγδεζηθικλμνξοπρστυφχψω",
        strict=True,
    )
)
_NAMES = {letter: name for name, letter in GREEK.items()}
# A Greek letter's name, or one that ends a word, as in "tgfbeta", and is not too short for that.
_NAMED_END = re.compile("|".join(f"{'^' if len(name) < 3 else ''}{name}$" for name in GREEK))

# What stands before, the British and the American spelling, what follows.
_BRITISH = (
    ("behavi|col|endeav|fav|flav|harb|hon|hum|lab|neighb|od|rig|rum|tum|vap|vig", "our", "or", ""),
    ("^|cent|epicent", "centre", "center", ""),
    ("^|milli|micro|nano|centi|kilo", "metre", "meter", "s?$"),
    ("^", "fibre", "fiber", ""),
    ("^", "litre", "liter", "s?$"),
    ("^", "theatre", "theater", ""),
    ("[a-z]{3,}", "is", "iz", "(?:$|e|ing|abl|at)"),
    ("[a-z]{2,}ly", "s", "z", "(?:e|ing)"),
    ("[a-z]{2,}[^aeiou]e", "ll", "l", "(?:ed|ing|er)"),
    ("sign|tot|equ", "all", "al", "(?:ed|ing|er)"),
    ("", "sulph", "sulf", ""),
    ("[a-z]{2}", "aemi", "emi", "[ac]"),
    ("^", "haem", "hem", "(?:o|a)"),
    ("", "paedi", "pedi", ""),
    ("", "oestr", "estr", ""),
    ("^", "oesoph", "esoph", ""),
    ("^", "oedem", "edem", ""),
    ("^", "foet", "fet", ""),
    ("^", "aetiol", "etiol", ""),
    ("", "anaesth", "anesth", ""),
    ("^", "gynaec", "gynec", ""),
    ("^", "caesium", "cesium", ""),
    ("", "rrhoea", "rrhea", ""),
    ("^", "archaeo", "archeo", ""),
    ("^", "palaeo", "paleo", ""),
    ("", "alogue", "alog", "s?$"),
    ("^", "alumini", "alumin", "um$"),
    ("^", "programme", "program", "s?$"),
    ("def|off|lic|pret", "ence", "ense", "s?$"),
    ("^", "grey", "gray", ""),
    ("^", "mould", "mold", ""),
    ("^", "artefact", "artifact", ""),
    ("^", "ageing", "aging", "$"),
    ("", "judgement", "judgment", ""),
    ("", "manoeuv", "maneuv", ""),
    ("^", "sceptic", "skeptic", ""),
)
# Each with what a word has to hold: few words hold any, and looking is quicker than matching.
_RULES = [
    (one, re.compile(f"({before}){one}(?={after})"), rf"\g<1>{other}")
    for before, british, american, after in _BRITISH
    for one, other in ((british, american), (american, british))
]
# Endings of the singular and the plural of nouns. A plural that goes on where the singular ends is
# found by its beginning; but not the other way about.
_NUMBER = (
    ("[^aeiou]", "y", "ies"), ("(?:s|x|z|ch|sh)", "", "es"), ("[a-z]", "ix", "ices"),
    ("[a-z]", "ex", "ices"), ("[a-z]{3}", "is", "es"), ("[a-z]{2}", "us", "i"),
    ("(?:tr|ri|ct|di|nt)", "um", "a"), ("(?:en|ri|at)", "on", "a"), ("[a-z]m", "an", "en"),
    ("[a-z]v", "a", "ae"), ("[a-z]l", "f", "ves"),
)  # fmt: skip
_ENDINGS = [
    (one, re.compile(f"({before}){one}$"), rf"\g<1>{other}")
    for before, singular, plural in _NUMBER
    for one, other in ((singular, plural), (plural, singular))
    if not plural.startswith(singular) or one == plural
]
_PLURAL = re.compile(r"([a-z0-9]{2,}[^siu\W])s$")
_NO_PLURALS = frozenset(("news", "does", "always"))
_WRITTEN_OUT = re.compile(r"(?<![aeq])ue|(?<=.)[ao]e")  # an umlaut, in ASCII
_VOWEL = re.compile(r"(?<!^)[ao](?=[^aeiouy])|(?<![aeoq])u(?=[^aeiouy])")
_WRITTEN_OUT_ANYWHERE = 7  # letters of a word that is no other with an umlaut written out
_RENAMED = {"neurips": "nips", "nips": "neurips"}
_SHORTEST, _LONGEST = 4, 40  # letters of a word to which the rules are put


class Spellings(NamedTuple):
    """How a word may be spelt otherwise: all of it; its beginning; and it as a family name."""

    whole: frozenset[str]
    begun: frozenset[str]
    family: frozenset[str]


@lru_cache(512)
def spellings(word: str) -> Spellings:
    """Other spellings of a folded word, without itself."""
    whole, begun, family = set(), set(), set()
    if not word.isascii():
        whole.add("".join(_NAMES.get(letter, letter) for letter in word))
    elif word.isalpha() and len(word) > 1 and (found := _NAMED_END.search(word)):
        whole.add(word[: found.start()] + GREEK[found[0]])
    if word.isascii() and _SHORTEST <= len(word) <= _LONGEST:
        begun = {rule.sub(other, word) for part, rule, other in _RULES if part in word}
        whole |= {rule.sub(other, word) for end, rule, other in _ENDINGS if word.endswith(end)}
        if word not in _NO_PLURALS and (plural := _PLURAL.match(word)):
            whole.add(plural[1])
        # In the other English, too: "tumours" is a plural of "tumor".
        for other in begun - {word}:
            if plural := _PLURAL.match(other):
                whole.add(plural[1])
        if word.isalpha():
            family.add(_WRITTEN_OUT.sub(lambda match: match[0][0], word))
            family |= {word[: at.end()] + "e" + word[at.end() :] for at in _VOWEL.finditer(word)}
        if len(word) >= _WRITTEN_OUT_ANYWHERE:
            whole |= family
        if word in _RENAMED:
            whole.add(_RENAMED[word])
    return Spellings(*(frozenset(found) - {word} for found in (whole, begun, family)))
