"""What a paper is: names, dates, records as sources hold them, papers as people know them.

The vocabulary is that of CSL 1.0.2 (https://docs.citationstyles.org) where it has a word:
`type`, family, given, literal, container-title. A *record* is one appearance of a work in a
source; a *paper* is the work itself, merged from its records. *Tags* are the user's and live with
the annotations; *keywords* are the publisher's and live here.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from carrel.identifiers import short_doi

# ---------------------------------------------------------------- names

SUFFIX = re.compile(r"(?:Jr|Sr|JR|SR|jr|sr)\.?|II|III|IV|2nd|3rd")
_SUFFIXES = frozenset(("Jr", "Jr.", "Sr", "Sr."))  # those that look like a name
# Capitalised particles that begin a family name when a word follows them ("Ugo Dal Lago").
_CAPITAL_PARTICLES = frozenset(
    "Al Ben Bin Da Dal Dalla De Degli Dei Del Della Den Der Des Di Do Dos Du El Ibn La Le Les Lo "
    "Mac San Santa St St. Ten Ter Van Vande Vanden Vander Von Zu Zum Zur".split()
)
_COLLECTIVE_WORDS = frozenset(
    "Team Teams Group Collaboration Consortium Committee Council Association Society Institute "
    "Institutes University Project Network Initiative Foundation Organisation Organization Agency "
    "Commission Department Ministry Laboratory Laboratories Lab Labs Inc Ltd Corporation Center "
    "Centre Research Contributors Authors Developers Community Alliance Coalition Federation "
    "Partnership Program Programme AI".split()
)
_COLLECTIVE = re.compile(rf"\b(?:{'|'.join(sorted(_COLLECTIVE_WORDS))})\b")
# Particles in small letters: of a name without any capital, no other word is one.
_PARTICLES = frozenset(word.lower() for word in _CAPITAL_PARTICLES) | frozenset(
    "af av aus dello degli delle dalle 't op tot vom y".split()
)
# Words of a title or a sentence, and of no person's name ("Centers for Disease Control").
_FUNCTION_WORDS = frozenset("and at for of the für & pour".split())
# Words that make of a name more than given names and a family name.
_UNUSUAL = _COLLECTIVE_WORDS | _CAPITAL_PARTICLES | {"Jr", "Sr"}
_CJK = "[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af\uf900-\ufaff]"
_FIRST_CJK = "\u3040"


class Name(NamedTuple):
    """A person (family, given, particles, suffix) or, when only `literal` is set, a group.

    `non_dropping_particle` belongs to the family name ("van" in "Vincent van Gogh" as the Dutch
    sort it); `dropping_particle` does not ("de" in "Alexis de Tocqueville" as the French do).
    """

    family: str = ""
    given: str = ""
    non_dropping_particle: str = ""
    dropping_particle: str = ""
    suffix: str = ""
    literal: str = ""

    @property
    def display(self) -> str:
        """The name as one reads it: "Ludwig van Beethoven", "Iztok Fister Jr.", "山田太郎"."""
        family, given = self.family, self.given
        if given and family.isascii() and not (self[2] or self[3] or self[4] or self[5]):
            return f"{given} {family}"  # as nearly all names are
        if self.literal:
            return self.literal
        parts = (self.given, self.dropping_particle, self.non_dropping_particle, self.family)
        if self.family and self.given and is_cjk(self.family) and is_cjk(self.given):
            return self.family + self.given
        name = " ".join(part for part in parts if part)
        name = name.replace("’ ", "’") if "’ " in name else name
        if self.suffix:
            return f"{name} {self.suffix}"
        return name

    @property
    def surname(self) -> str:
        """What a list shows and a citekey starts from: the family name with its particle, without
        the suffix that some sources write behind it ("Smith III", which stays in citations)."""
        if self.literal:
            return self.literal
        family = self.family
        if " " in family:
            before, _, last = family.rpartition(" ")
            family = before.rstrip(",") if SUFFIX.fullmatch(last) else family
        if self.non_dropping_particle:
            return f"{self.non_dropping_particle} {family}"
        return family or self.given

    @classmethod
    def from_display(cls, text: str) -> Name:
        """Split a name written given name first. `from_display(text).display == text`, but for a
        space after an apostrophe and a comma before a suffix.

        Groups ("Gemini Team") and names in scripts written without spaces stay whole, as
        `literal`; a single word is a family name.
        """
        given, _, family = text.partition(" ")
        usual = family.isalpha() and text.isascii() and given[:1].isupper()
        if usual and family not in _COLLECTIVE_WORDS:
            return cls(family, given)
        if text.istitle() and " " in text and text.isprintable() and _is_usual(text):
            given, _, family = text.rpartition(" ")
            return cls(family, given)
        words = text.split()
        if len(words) < 2:
            return cls(literal=text) if text and is_cjk(text) else cls(family=text)
        if is_cjk(text) or _COLLECTIVE.search(text):
            return cls(literal=text)
        if "," in text:
            rest, _, last = text.rpartition(", ")
            if SUFFIX.fullmatch(last) and "," not in rest and " " in rest:
                return cls.from_display(rest)._replace(suffix=last)
            return cls(literal=text)
        if not _FUNCTION_WORDS.isdisjoint(words):
            return cls(literal=text)
        is_particle_here = _is_known_particle if text.islower() else is_particle
        suffix = ""
        if len(words) > 2 and SUFFIX.fullmatch(words[-1]):
            suffix = words.pop()
        start = len(words) - 1
        if start > 1 and words[start - 1] in _CAPITAL_PARTICLES:
            start -= 1
        particle_start = start
        while particle_start > 1 and is_particle_here(words[particle_start - 1]):
            particle_start -= 1
        full = text.islower() and len(words) == 2  # "ben fay", of given names that are particles
        if particle_start == 1 and _is_known_particle(words[0]) and not full:
            particle_start = 0  # "van Gogh", no given name
        return cls(
            family=" ".join(words[start:]),
            given=" ".join(words[:particle_start]),
            non_dropping_particle=" ".join(words[particle_start:start]),
            suffix=suffix,
        )

    @classmethod
    def from_inverted(cls, text: str) -> Name:
        """Split a name written family name first: "Gogh, Vincent van", "Fister, Jr., Iztok".

        Without a comma the text is taken as `from_display` takes it.
        """
        if text.istitle() and text.isprintable() and "  " not in text and text.count(",") == 1:
            family, _, given = text.partition(",")
            family, given = family.strip(), given.strip()
            if family and given and given not in _SUFFIXES:
                return cls(family, given)
        parts = [part.strip() for part in text.split(",")]
        parts = [part for part in parts if part]
        if not parts:
            return cls()
        if len(parts) == 1:
            return cls.from_display(parts[0])
        suffix = ""
        if len(parts) == 2 and " " in parts[0] and SUFFIX.fullmatch(parts[1]):
            return cls.from_display(", ".join(parts))  # "Iztok Fister, Jr."
        if len(parts) > 2:
            rest = [part for part in parts[1:] if not SUFFIX.fullmatch(part)]
            suffixes = [part for part in parts[1:] if SUFFIX.fullmatch(part)]
            if not suffixes or len(rest) > 1:
                return cls(family=parts[0], given=", ".join(parts[1:]))
            suffix, given = suffixes[0], " ".join(rest)
        else:
            given = parts[1]
        family_words = parts[0].split()
        given_words = given.split()
        start = 0
        while start < len(family_words) - 1 and _is_initial(family_words[start]):
            start += 1
        given_words += family_words[:start]  # as Mendeley writes: "a. Fay, Ada"
        family_words = family_words[start:]
        given_words = [word.upper() if _is_initial(word) else word for word in given_words]
        start = 0
        while start < len(family_words) - 1 and is_particle(family_words[start]):
            start += 1
        end = len(given_words)
        while end > 1 and is_particle(given_words[end - 1]):
            end -= 1
        return cls(
            family=" ".join(family_words[start:]),
            given=" ".join(given_words[:end]),
            non_dropping_particle=" ".join(family_words[:start]),
            dropping_particle=" ".join(given_words[end:]),
            suffix=suffix,
        )


def _is_usual(name: str) -> bool:
    """Are these given names and a family name, of words that all begin with a capital?"""
    if "  " in name or name[:1] == " " or name[-1:] == " " or is_cjk(name):
        return False
    name = name.replace("-", " ").replace(".", " ").replace("'", " ").replace("’", " ")
    words = name.split()
    return len(words) > 1 and "".join(words).isalpha() and _UNUSUAL.isdisjoint(words)


def is_particle(word: str) -> bool:
    """Does a word of a name begin with a small letter, and is no initial ("a.")?"""
    return word[:1].islower() and not _is_initial(word) and not is_cjk(word)


def _is_known_particle(word: str) -> bool:
    return word in _PARTICLES or (is_particle(word) and word[-1] in "'’")


def _is_initial(word: str) -> bool:
    return word == "a."  # Mendeley's; "v." is short for a particle


def is_cjk(text: str) -> bool:
    """Is this a name in Han, Kana or Hangul, written family first and without a space?"""
    if text.isascii() or max(text) < _FIRST_CJK:
        return False
    return re.search(_CJK, text) is not None  # to compile so large a set takes 8 ms: only here


# ---------------------------------------------------------------- dates

# A date is text: "2025-12-23", "2025-12", "2025", or "--05-18" where no source tells the year.
DATE = re.compile(r"(\d{4})(?:-(\d\d))?(?:-(\d\d))?|--(\d\d)-(\d\d)")
MONTH_NAMES = (
    "January February March April May June July August September October November December"
).split()
MONTHS = {name[:3].lower(): number for number, name in enumerate(MONTH_NAMES, 1)}


def make_date(year: int | None, month: int | None = None, day: int | None = None) -> str:
    """A date in carrel's form; what is out of range or follows an unknown part is left out."""
    if month is not None and not 1 <= month <= 12:
        month = None
    if day is not None and not (month and 1 <= day <= 31):
        day = None
    if year is None or not 0 < year < 10000:
        return f"--{month:02}-{day:02}" if month and day else ""
    text = f"{year:04}"
    if month:
        text += f"-{month:02}"
        if day:
            text += f"-{day:02}"
    return text


def year_of(date: str) -> int | None:
    """The year of a date in carrel's form, or None where it has none."""
    return int(date[:4]) if date[:4].isdecimal() else None


# ---------------------------------------------------------------- works


_TEXTS = (".pdf", ".djvu", ".epub", ".ps")  # how the names of files end that hold a work's text


def is_text(path: str) -> bool:
    """Is a file, by its name, the text of a work, and no program?"""
    return path.lower().endswith(_TEXTS)


class Place(NamedTuple):
    """Where a record stands: the source's path as opened, and its first and last line (from 1)."""

    path: str
    line: int
    end: int = 0


@dataclass(slots=True, kw_only=True)
class Work:
    """The bibliographic facts of a work. Unknown is empty, never invented.

    `type` is a CSL item type ("article-journal", "article" for a preprint) or empty; `key` the
    citekey that the source gives; `ids` other identifiers by scheme ("pmid", "acl", "isbn");
    `extra` the remaining CSL variables by their CSL names ("volume", "page", "publisher"), as
    plain text. `venue` is CSL's container-title. `categories` are subject classes as arXiv writes
    them ("cs.CV"); `score` a figure that the source printed with the record, unitless; `files` the
    absolute paths of the work's own files. `et_al` says that the source named only
    the first of more authors.
    """

    title: str = ""
    title_inferred: bool = False
    authors: tuple[Name, ...] = ()
    et_al: bool = False
    date: str = ""
    type: str = ""
    categories: tuple[str, ...] = ()
    venue: str = ""
    doi: str = ""
    arxiv: str = ""
    url: str = ""
    abstract: str = ""
    keywords: tuple[str, ...] = ()
    code: bool = False
    score: float | None = None
    affiliation: str = ""
    editors: tuple[Name, ...] = ()
    key: str = ""
    files: tuple[str, ...] = ()
    ids: Mapping[str, str] = field(default_factory=dict)
    extra: Mapping[str, str] = field(default_factory=dict)

    @property
    def year(self) -> int | None:
        """The year of `date`; None where it is not known."""
        return year_of(self.date)

    @property
    def any_doi(self) -> str:
        """The DOI; where only a short one is known, that."""
        return self.doi or short_doi(self.extra.get("DOI", ""))

    @property
    def names(self) -> tuple[Name, ...]:
        """Whom the work is by: its authors; of a work without authors, its editors."""
        return self.authors or self.editors


# Notes in which an export says what its format has no field for, and by which it is read again.
TITLE_INFERRED = "Title inferred from the abstract"
MORE_AUTHORS = "The source names only the first of more authors"


@dataclass(slots=True, kw_only=True)
class Record(Work):
    """One appearance of a work in a source. `verbatim` is the source's own text of it, kept where
    copying it as it stands is of use (a BibTeX entry); `format` what it was written in, by the name
    of the reader: of BibTeX in a reading list "bibtex"."""

    place: Place
    format: str = ""
    verbatim: str = ""


@dataclass(slots=True, kw_only=True)
class Paper(Work):
    """A work, merged from its records. `id` is the same whatever the sources, their order, and the
    time at which they are opened; `Library.aliases` has the other ids."""

    id: str
    places: tuple[Place, ...] = ()
    verbatim: str = ""


# What the reason begins with where a record was made of the piece all the same.
FAULTY = "read with a fault: "


@dataclass(slots=True, frozen=True)
class Reject:
    """A piece of a source that could not be read as a record, or not without a fault: where, why,
    and its text."""

    place: Place
    reason: str
    text: str = ""

    @property
    def was_read(self) -> bool:
        """Is there a record of it, too?"""
        return self.reason.startswith(FAULTY)
