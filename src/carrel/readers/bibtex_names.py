r"""Names as BibTeX writes them: "First von Last and von Last, Jr, First and {A Group} and others".

The rules are those of BibTeX (N. Markey, "Tame the BeaST", 2009, chapter 11): a list is split at
"and" outside of braces; in "First von Last" the words between the first and the last one that
begin with a small letter are the particle; what is in braces is one word, and a whole name in
braces is no person's. BibLaTeX's "family=…, given=…" is read too.
"""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import chain, takewhile

from carrel.latex import to_unicode, with_letters
from carrel.paper import SUFFIX, Name, is_particle
from carrel.readers.names import with_comma, without_others
from carrel.text import clean

_USUAL = re.compile(  # "Family, Given M.", with nothing in it that could be a particle or a suffix
    r"([^\W\d_a-z][\w'’-]*+), ([^\W\d_a-z][\w.'’-]*+(?>(?: [^\W\d_a-z][\w.'’-]*+)*))"
)
# Without braces but those of accents: "{\'e}", "{\'{e}}".
_ACCENTED = re.compile(r"(?>(?:[^{}]++|\{\\[^{}\s,]{1,8}(?:\{\w\}|\s\w)?\})*)")
_AND = re.compile(r"(?: and)+ ", re.IGNORECASE)
_AND_OR_BRACE = re.compile(r"[{}]|(?: and)+ ", re.IGNORECASE)
_COMMA_OR_BRACE = re.compile(r"[{},]")
_SPACE_OR_BRACE = re.compile(r"[{}]|(?:\s|(?<!\\)~|\\ )+")
_PART = re.compile(r"\s*(family|given|prefix|suffix|useprefix|[\w-]+-i)\s*=\s*", re.IGNORECASE)


def people(value: str) -> tuple[tuple[Name, ...], bool]:
    """The names in a field's value, and whether it says that there are others."""
    value = clean(" ".join(with_letters(value).split()))
    if ("{" in value or "}" in value) and not _ACCENTED.fullmatch(value):
        names = _split(f" {value} ", _AND_OR_BRACE)
    elif "and and" in value or "And " in value or "AND " in value:
        names = _AND.split(f" {value} ")
    else:
        names = value.removesuffix(" and").split(" and ")
    return without_others(tuple(chain.from_iterable(map(_names, names))))


@lru_cache(maxsize=1 << 17)
def _names(text: str) -> tuple[Name, ...]:
    """The name in a text without "and"; several where somebody listed them with commas or
    semicolons."""
    if usual := _USUAL.fullmatch(text):
        return (Name(usual[1], usual[2]),)
    text = text.strip(", *†‡")  # these mark who contributed equally
    if text.istitle() and text.replace(" ", "").replace(".", "").isalpha():
        return (Name.from_display(text),)  # "Given M. Family", the same
    if not text.strip("?- "):
        return ()
    if text[-4:].isdecimal() and text[-5:-3] == " 0":
        text = text[:-5]  # DBLP's number of one of several people of that name
    if ";" in text and "&" not in text and "{" not in text:
        several = map(with_comma, map(str.strip, text.split(";")))
        return tuple(chain.from_iterable(map(_names, several)))
    if ("{" in text or "}" in text) and not _ACCENTED.fullmatch(text):
        name = _with_suffix(_braced_name(text))
        return (name,) if name != Name() else ()
    text = clean(to_unicode(text))
    if not text:
        return ()
    if "=" in text and _PART.match(text):
        return (_name_of_parts(text.split(",")),)
    if "," not in text:
        return (_given_first(text),)
    parts = text.split(",")
    if len(parts) > 2 and all(" " in part.strip() for part in parts):
        return tuple(Name.from_display(part.strip()) for part in parts)
    return (Name.from_inverted(text),)


def _given_first(text: str) -> Name:
    """ "First von Last"; a particle in the middle makes all that follows it the family name."""
    name = Name.from_display(text)
    words = name.given.split()
    first = next((i for i, word in enumerate(words) if i and is_particle(word)), 0)
    if not first or text.islower():
        return name
    last = max(i for i, word in enumerate(words) if is_particle(word)) + 1
    family = " ".join([*words[last:], name.non_dropping_particle, name.family])
    return name._replace(
        given=" ".join(words[:first]),
        non_dropping_particle=" ".join(words[first:last]),
        family=" ".join(family.split()),
    )


def _braced_name(text: str) -> Name:
    """A name with braces in it, for accents, for a family name of several words, or around all."""
    inner = _content(text)
    if inner is not None:
        return _whole(_plain(inner))
    parts = _split(text, _COMMA_OR_BRACE)
    if _PART.match(parts[0]):
        return _name_of_parts(parts)
    words = [[word for word in _split(part, _SPACE_OR_BRACE) if word.strip()] for part in parts]
    words = [part for part in words if part]
    if not words:
        return Name()
    if len(words) == 1:
        return _from_words(words[0])
    family = words[0]
    if len(words) > 1 and family[0] == "a.":  # as Mendeley writes: "a. {Fay}, Ada"
        initials = list(takewhile("a.".__eq__, family[:-1]))
        family = family[len(initials) :]
        words[-1] += map(str.upper, initials)
    particle, family = _leading_particle(family)
    given = words[-1] if len(words) < 4 else [word for part in words[1:] for word in part]
    suffix = words[1] if len(words) == 3 else []
    end = len(given)
    while end > 1 and _is_small(given[end - 1]):
        end -= 1
    return Name(
        family=_joined(family),
        given=_joined(given[:end]),
        non_dropping_particle=_joined(particle),
        dropping_particle=_joined(given[end:]),
        suffix=_joined(suffix),
    )


def _whole(text: str) -> Name:
    """A name that stood in braces: no person's, but where somebody set each "Family, Given" so."""
    family, comma, given = text.partition(", ")
    is_inverted = comma and " " not in family and given.partition(" ")[0].istitle()
    if is_inverted and "," not in given and not Name.from_display(f"{given} {family}").literal:
        return Name.from_inverted(text)
    return Name(literal=text)


def _with_suffix(name: Name) -> Name:
    """The suffix told apart where braces keep it with the family name ("Ada {Fay, Jr.}")."""
    family, comma, suffix = name.family.rpartition(", ")
    return (
        name._replace(family=family, suffix=suffix) if comma and SUFFIX.fullmatch(suffix) else name
    )


def _from_words(words: list[str]) -> Name:
    if len(words) == 1:
        return Name(family=_plain(words[0]))
    if not any(_content(word) is not None for word in words):
        return _given_first(_joined(words))  # braces for accents only
    small = [i for i, word in enumerate(words[:-1]) if _is_small(word)]
    start, end = (small[0], small[-1] + 1) if small else (len(words) - 1, len(words) - 1)
    return Name(
        family=_joined(words[end:]),
        given=_joined(words[:start]),
        non_dropping_particle=_joined(words[start:end]),
    )


def _leading_particle(words: list[str]) -> tuple[list[str], list[str]]:
    start = 0
    while start < len(words) - 1 and _is_small(words[start]):
        start += 1
    return words[:start], words[start:]


def _is_small(word: str) -> bool:
    """Does the word begin with a small letter? One in braces has no case, save for an accent."""
    if word.startswith("{") and not word.startswith("{\\"):
        return False
    return is_particle(_plain(word))


def _name_of_parts(parts: list[str]) -> Name:
    """BibLaTeX: "given=Hans, family=Harman, prefix=von"."""
    found = {}
    for part in parts:
        if match := _PART.match(part):
            found[match[1].lower()] = _plain(part[match.end() :].strip(' "'))
    particle = found.get("prefix", "")
    dropped = found.get("useprefix", "true") == "false"
    return Name(
        family=found.get("family", ""),
        given=found.get("given", ""),
        non_dropping_particle="" if dropped else particle,
        dropping_particle=particle if dropped else "",
        suffix=found.get("suffix", ""),
    )


def _joined(words: list[str]) -> str:
    return _plain(" ".join(words))


def _plain(text: str) -> str:
    return clean(to_unicode(text))


def _content(text: str) -> str | None:
    """What is inside of the braces that enclose the whole text; None if none do."""
    if not (text.startswith("{") and text.endswith("}")) or text.startswith("{\\"):
        return None
    depth = 0
    for match in re.finditer(r"[{}]", text[:-1]):
        depth += 1 if match[0] == "{" else -1
        if depth == 0:
            return None
    return text[1:-1]


def _split(text: str, separator: re.Pattern[str]) -> list[str]:
    """The parts of a text between separators that are outside of braces."""
    parts = []
    depth = start = 0
    for match in separator.finditer(text):
        if match[0] == "{":
            depth += 1
        elif match[0] == "}":
            depth = max(0, depth - 1)
        elif depth == 0:
            parts.append(text[start : match.start()])
            start = match.end()
    parts.append(text[start:])
    return parts
