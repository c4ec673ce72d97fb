"""Names as a style writes them: order, initials, particles, and how many before "et al."."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from carrel.paper import Name, is_cjk

_LOOSE_HYPHEN = re.compile(r" ?([-‐‑])(?= ?\S) ?")
_HYPHENS = re.compile(r"[-‐‑]")
_STOP = re.compile(r"\.(?=[^\s.‐‑-])")
_ORDINAL = {"II": "2nd", "III": "3rd", "IV": "4th"}


class NameStyle(NamedTuple):
    """How a list of names is written, in CSL's terms.

    `initials` is what follows each initial (". ", ".", ""), "full" for given names in full with
    the spacing of their initials mended, or "given" for them as they stand. `inverted` says whose
    family name comes first: "all", "first" or "none". `serial` says when the delimiter precedes
    the conjunction: "always", "never", or "contextual" (three names or more). With `et_al_min`
    authors or more, `et_al_first` are named; `et_al_last` adds an ellipsis and the last one.
    `demote` puts a particle that belongs to the family name after the given name.
    """

    initials: str
    inverted: str = "none"
    conjunction: str = "and"
    serial: str = "contextual"
    separator: str = ", "
    hyphens: bool = True
    demote: bool = False
    et_al_min: int = 1000
    et_al_first: int = 1
    et_al_last: bool = False
    et_al_comma: bool = False


def list_names(names: Sequence[Name], style: NameStyle, *, et_al: bool = False) -> str:
    """The names, joined; `et_al` says that there are more, which nobody knows."""
    count = len(names) + et_al
    if style.et_al_last and not et_al and count >= style.et_al_min:
        shown = [_one(name, style, position) for position, name in enumerate(names)]
        return ", ".join([*shown[: style.et_al_first], f"… {shown[-1]}"])
    shortened = count >= style.et_al_min
    kept = names[: style.et_al_first] if shortened and not style.et_al_last else names
    shown = [_one(name, style, position) for position, name in enumerate(kept)]
    if not shown:
        return ""
    if shortened or et_al:
        comma = "," if style.et_al_comma or len(shown) > 1 else ""
        return f"{', '.join(shown)}{comma} et al."
    if not style.conjunction or len(shown) == 1:
        return ", ".join(shown)
    many = style.serial == "always" or (style.serial == "contextual" and len(shown) > 2)
    comma = "," if many else ""
    return f"{', '.join(shown[:-1])}{comma} {style.conjunction} {shown[-1]}"


def _one(name: Name, style: NameStyle, position: int) -> str:
    if name.literal:
        return name.literal
    name = _with_particle(name)
    if not name.family:
        return name.given
    if not name.given:
        return _attached(name.dropping_particle, _attached(name.non_dropping_particle, name.family))
    if is_cjk(name.family) and is_cjk(name.given):
        return name.family + name.given
    given = name.given
    if _is_crowded(name) and style.initials != "given":
        given = " ".join(f"{initial}." for initial in given)
    given = given_name(given, style.initials, hyphens=style.hyphens)
    if style.inverted == "none" or (style.inverted == "first" and position):
        family = _attached(name.non_dropping_particle, name.family)
        family = _attached(name.dropping_particle, family)
        return " ".join(part for part in (given, family, name.suffix) if part)
    if style.demote:
        particle = _attached(name.dropping_particle, name.non_dropping_particle)
        family = name.family
    else:
        particle = name.dropping_particle
        family = _attached(name.non_dropping_particle, name.family)
    text = family + style.separator + " ".join(part for part in (given, particle) if part)
    if not name.suffix:
        return text
    if style.separator == " ":
        return f"{text} {_ORDINAL.get(name.suffix, name.suffix.rstrip('.'))}"
    return f"{text}, {name.suffix}"


def _is_crowded(name: Name) -> bool:
    """Are the given names initials without their stops, as databases write them ("Fay, AB")?"""
    given = name.given
    are_capitals = given.isascii() and given.isalpha() and given.isupper()
    return 1 < len(given) < 4 and are_capitals and not name.family.isupper()


def _attached(particle: str, name: str) -> str:
    """A particle before a name, without a space after an apostrophe or hyphen ("d’Ancona")."""
    if not particle or not name:
        return particle or name
    return particle + name if particle[-1] in "'’-" else f"{particle} {name}"


def _with_particle(name: Name) -> Name:
    """Particles that a source left in the family name ("van der Zee"), told apart."""
    if name.non_dropping_particle or not name.family[:1].islower() or is_cjk(name.family):
        return name
    words = name.family.split(" ")
    start = 0
    while start < len(words) - 1 and words[start][:1].islower():
        start += 1
    particle, family = " ".join(words[:start]), " ".join(words[start:])
    if family[:1].islower():
        for mark in "’'-":
            head, found, rest = family.partition(mark)
            if found and rest[:1].isupper() and len(head) < 5:
                particle, family = _attached(particle, head + mark), rest
                break
    return name._replace(non_dropping_particle=particle, family=family) if family else name


def given_name(given: str, initials: str, *, hyphens: bool = True) -> str:
    """Given names as initials, or in full.

    `initials` as in `NameStyle`. Words that begin with a small letter or a bracket stay ("Yang
    (Trista)" is "Y. (Trista)"); abbreviations of several letters too ("Yu." is "Yu.").
    """
    if initials == "given":
        return given
    words = _STOP.sub(". ", _LOOSE_HYPHEN.sub(r"\1", given)).split()
    out = ""
    space = ""
    for word in words:
        if initials == "full":
            text, tight = _spelt(word), False
        elif word[0].isupper():
            text = _initialled(word, initials.strip(), hyphens=hyphens)
            tight = initials in (".", "")
        else:
            text, tight = word, False
        out += (space if tight else " " if out else "") + text
        space = "" if tight else " "
    return out


def _spelt(word: str) -> str:
    """A given name in full; letters alone are initials ("Y-Hui" is "Y.-Hui", "M.-A." "M. A.")."""
    parts = [part for part in _HYPHENS.split(word) if part]
    if not any(len(part.rstrip(".")) == 1 for part in parts):
        return word
    shown = [f"{part}." if len(part) == 1 and part.isupper() else part for part in parts]
    return (" " if all(len(part) == 2 for part in shown) else "-").join(shown)


def _initialled(word: str, stop: str, *, hyphens: bool) -> str:
    parts = [part for part in _HYPHENS.split(word) if part]
    if hyphens:
        parts = [part for part in parts if not part[0].islower()]
    shown = [part.rstrip(".") if part.endswith(".") else part[0].upper() for part in parts]
    return ("-" if hyphens else "").join(part + stop for part in shown)
