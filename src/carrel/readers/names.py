"""Names as records hold them in parts, to `Name`."""

from __future__ import annotations

import re
from collections.abc import Iterable

from carrel.latex import to_unicode
from carrel.paper import SUFFIX, Name
from carrel.text import clean

_INITIALS = re.compile(r"(?:[^\W\d_a-z]\.?-?){1,4}")
_OTHERS = frozenset(("others", "and others", "et al", "et al.", "et. al", "et. al."))
_ENDS = _OTHERS | {"al", "al."}
_DOTTED = re.compile(  # a family name, then initials: "Fay-Roe A.", "van der Berg A.B."
    r"(?=[^\W\d_][\w'’-])[^\W\d_]+(?:['’-][^\W\d_]+)*(?: [^\W\d_]{2,}(?:['’-][^\W\d_]+)*)*"
    r" (?:[^\W\d_a-z]\.-?){1,4}"
)
_GROUPS = frozenset(
    "collaboration collaborations consortium consortia team teams group groups project".split()
)
_FOR = re.compile(r"(?:^|(?<=[\s-]))(?:on behalf of|representing|for) (?:the )?", re.IGNORECASE)
_AND = re.compile(r"^\\?and\s+")


def person(family: str, given: str = "", suffix: str = "") -> Name:
    """A name from its parts. A particle in front of the family name or behind the given name is
    told apart; a family name alone may be a whole name, or a group."""
    family, given, suffix = readable(family), readable(given), readable(suffix)
    if given[:4] in ("and ", "\\and"):
        given = _AND.sub("", given, count=1)
    if suffix and SUFFIX.fullmatch(given) and not SUFFIX.fullmatch(suffix):
        given, suffix = suffix, given  # from "Fay, Jr., Ada"
    if not family or not given:
        name = Name.from_display(family or given)
    elif given.lower() == "the" and (" " in family or not family.istitle()):  # else a person's
        return Name(literal=family)
    elif family.lower() in _GROUPS:
        return Name(literal=f"{given} {family}")
    elif "," in family or "," in given:
        name = _with_comma(family, given)
    else:
        name = Name.from_inverted(f"{family}, {given}")
    return name._replace(suffix=suffix) if suffix else name


def _with_comma(family: str, given: str) -> Name:
    """A name in whose parts a suffix stands behind a comma: "Fay" and "Ada, Jr.", as in Zotero."""
    for part, text in (("family", family), ("given", given)):
        pieces = text.split(", ")
        suffix = ""
        while len(pieces) > 1 and SUFFIX.fullmatch(pieces[-1]):
            suffix = pieces.pop()
        if suffix and any(pieces):
            rest = ", ".join(pieces)
            return person(**{"family": family, "given": given, part: rest, "suffix": suffix})
    return Name(family=family, given=given)


def behind(name: Name) -> tuple[Name, ...]:
    """The name; of one who speaks for a group ("Ada Fay for the FOO Collaboration"), both names.
    Nothing for what holds neither letter nor digit."""
    if not name.literal:
        family = name.family
        return (name,) if family.isalpha() or any(map(str.isalnum, name.display)) else ()
    if name.literal.rpartition(" ")[2].lower() not in _GROUPS:
        return (name,) if any(map(str.isalnum, name.literal)) else ()
    if not (found := _FOR.search(name.literal)):
        return (Name(literal=name.literal.removeprefix("the ")),)
    speaker = Name.from_display(name.literal[: found.start()].strip(" ,-"))
    if speaker != Name() and not speaker.given and found[0][:3].lower() == "for":
        return (name,)  # "Centers for Pond Control Team": no person's name stands there
    group = Name(literal=name.literal[found.end() :])
    return (speaker, group) if speaker != Name() else (group,)


def displayed(text: str) -> Name:
    """A name written given name first, cleaned, also of what stood around it in a list."""
    text = clean(text) if "\\" not in text else readable(text)
    return Name.from_display(text.rstrip(",; ").removeprefix("and "))


def inverted(text: str) -> Name:
    """A name written family name first, cleaned; also without its comma, as "Liu R."."""
    return Name.from_inverted(with_comma(readable(text)))


def with_comma(text: str) -> str:
    """A name; with the comma before its initials where they stand behind the family name."""
    if text[-1:] in ".-" and _DOTTED.fullmatch(text):
        family, _, given = text.rpartition(" ")
        return f"{family}, {given}"
    return text


def readable(text: str) -> str:
    """A name on one line, TeX accents as letters."""
    if "\\" in text or "{" in text:
        text = to_unicode(text)
    return clean(text.replace("~", " "))


def medline(text: str) -> Name:
    """A name as MEDLINE shortens it: the family name, then initials without their stops, then a
    suffix ("Hiles ID", "Hiles, I D", "Roberts, Maegan E", "Smith JA 3rd")."""
    text = readable(text)
    before, _, suffix = text.rpartition(" ")
    if " " in before and SUFFIX.fullmatch(suffix):
        text = before
    else:
        suffix = ""
    family, comma, given = text.partition(",")
    if not comma:
        family, _, given = text.rpartition(" ")
    if comma or (family and _INITIALS.fullmatch(given)):
        text = f"{family}, {dotted(given)}"
    name = Name.from_inverted(text)
    return name._replace(suffix=suffix) if suffix else name


def dotted(given: str) -> str:
    """Given names whose initials have lost their stops: "I D" and "ID" are "I. D."."""
    words = given.split()
    for number, word in enumerate(words):
        alone = len(word) == 1 or (len(word) < 4 and len(words) == 1 and word.isascii())
        if word.isalpha() and word.isupper() and alone:
            words[number] = " ".join(f"{initial}." for initial in word)
    return " ".join(words)


def without_others(names: tuple[Name, ...]) -> tuple[tuple[Name, ...], bool]:
    """The names before an "others" or "et al." that ends them, and whether one does. It may stand
    as a name of its own or behind the last one ("Fay, Ada et al.", "Ada Fay et al.")."""
    last = names[-1] if names else Name()
    end = (last.dropping_particle or last.literal or last.family).lower()
    if end not in _ENDS and not end.startswith("et") and " et" not in last.given.lower():
        return names, False  # as nearly always
    if last.given.lower().endswith((" et al", " et al.")):
        given = last.given.removesuffix(".")[: -len(" et al")]
        return (*names[:-1], last._replace(given=given)), True
    if last.display.lower() in _OTHERS:
        return names[:-1], True
    if last.family.lower() in ("al", "al.") and last.dropping_particle in ("et", "et."):
        return (*names[:-1], Name.from_display(last.given)), True
    if end not in _ENDS:
        return names, False
    if last.dropping_particle:
        given = "" if last.given == "et" else last.given
        return (*names[:-1], last._replace(given=given, dropping_particle="")), True
    if last.non_dropping_particle == "et":
        return (*names[:-1], Name.from_display(last.given)), True
    return names, False


def nonempty(names: Iterable[Name]) -> tuple[Name, ...]:
    """Those of some names that say something."""
    return tuple(name for name in names if name != Name())


def joined(names: Iterable[Name]) -> str:
    """Names in one text, each as `Name.from_inverted` reads it, groups in braces:
    "van Gogh, Vincent; Fister, Jr., Iztok; {ATLAS Collaboration}"."""
    return "; ".join(map(_inverted, names))


def _inverted(name: Name) -> str:
    if name.literal:
        return f"{{{name.literal}}}"
    family = f"{name.non_dropping_particle} {name.family}".strip()
    given = f"{name.given} {name.dropping_particle}".strip()
    return ", ".join(part for part in (family, name.suffix, given) if part)
