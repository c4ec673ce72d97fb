"""A work as the styles see it: CSL variables, with what follows from them filled in."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import NamedTuple

from carrel.citation.tex import readable
from carrel.citation.typography import dashed, title_case
from carrel.identifiers import ARXIV_DOI, arxiv_url, doi_url, short_doi
from carrel.paper import DATE, MONTH_NAMES, Name, Work

_PROCEEDINGS = re.compile(
    r"\b(?:proceedings|proc\.|conference|workshop|symposium|meeting|congress|findings of"
    r"|advances in neural)\b",
    re.IGNORECASE,
)
_ARXIV = re.compile(r"arxiv\b|corr\b(?: *abs/.*)?$", re.IGNORECASE)
_SERVER = re.compile(
    r"(?:bio|med|chem|psy|soc|eco|tech|engr|edu|earth)a?rxiv|ssrn|research square"
    r"|preprints(?:\.org)?|osf preprints|authorea",
    re.IGNORECASE,
)
_ORDINALS = {
    word: str(number)
    for number, word in enumerate(
        "first second third fourth fifth sixth seventh eighth ninth tenth".split(), 1
    )
}
_BEFORE_CHRIST = re.compile(r"-(\d{1,4})\b", re.ASCII)
_WEB = re.compile(r"https?://[^\s<>\"]+", re.IGNORECASE)
PERIODICALS = (
    "article-journal", "article-magazine", "article-newspaper", "post-weblog", "review",
)  # fmt: skip


class Date(NamedTuple):
    """A date as far as it is known; 0 stands for an unknown part. `words` say it where it has no
    year ("to appear")."""

    year: int = 0
    month: int = 0
    day: int = 0
    words: str = ""

    @classmethod
    def of(cls, text: str) -> Date:
        """The date a text in carrel's form begins with; without its year it is not known."""
        match = DATE.match(text)
        if not match or not match[1]:
            return cls()
        year, month, day = (int(part or 0) for part in match.groups()[:3])
        return cls(year, month, day) if month <= 12 else cls(year)

    @property
    def y(self) -> str:
        """The year in digits, or what is said in its place; empty where nothing is known."""
        return str(self.year) if self.year else self.words

    def m(self, longest: int = 9, stop: str = ".") -> str:
        """The month's name, cut to three letters and a stop where it has more than `longest`."""
        if not self.month:
            return ""
        name = MONTH_NAMES[self.month - 1]
        return name if len(name) <= longest else name[:3] + stop

    @property
    def d(self) -> str:
        """The day, in digits; empty where it is not known."""
        return str(self.day) if self.day else ""

    def american(self, longest: int = 9, *, two_digits: bool = False) -> str:
        """ "March 7, 2021", "March 2021" or "2021"."""
        if not self.day:
            return f"{self.m(longest)} {self.y}".strip()
        day = f"{self.day:02}" if two_digits else self.d
        return f"{self.m(longest)} {day}, {self.y}"

    def british(self) -> str:
        """ "7 March 2021", "March 2021" or "2021"."""
        return " ".join(part for part in (self.d, self.m(), self.y) if part)


@dataclass(slots=True, frozen=True)
class Item:
    """What can be cited of a work; unknown is empty. `item["volume"]` is any other variable."""

    type: str
    title: str
    authors: tuple[Name, ...]
    et_al: bool
    editors: tuple[Name, ...]
    translators: tuple[Name, ...]
    issued: Date
    container: str
    doi: str
    url: str
    variables: Mapping[str, str]

    def __getitem__(self, variable: str) -> str:
        return self.variables.get(variable, "")

    def cased(self, text: str) -> str:
        """A title of the work in headline capitals, which are English ones."""
        foreign = self["language"] and not self["language"].lower().startswith("en")
        return text if foreign else title_case(text)

    @property
    def doi_link(self) -> str:
        """The address that a DOI resolves at."""
        return doi_url(self.doi)

    @property
    def link(self) -> str:
        """The DOI's address, else the work's own."""
        return self.doi_link or self.url

    @property
    def serial(self) -> bool:
        """Does it stand in a periodical, or in proceedings that are set like one as no editor is
        named? (So APA, MLA and Chicago have it.)"""
        return self.type in PERIODICALS or (self.type == "paper-conference" and not self.editors)

    @property
    def container_short(self) -> str:
        """The abbreviated title of the journal where known, else its title."""
        return self["container-title-short"] or self.container

    @property
    def event(self) -> str:
        """Where a talk was given: the meeting and its place; empty for what was printed."""
        printed = self.editors or self["page"] or self["volume"] or self["issue"]
        if self.type not in ("paper-conference", "speech") or printed or not self["event-title"]:
            return ""
        return ", ".join(part for part in (self["event-title"], self["event-place"]) if part)

    @property
    def genre(self) -> str:
        """CSL's genre; "preprint" says no more than the type and an archive's number do."""
        genre = self["genre"]
        said = self.type == "article" and self["number"] and genre.lower() == "preprint"
        return "" if said else genre

    @property
    def series_number(self) -> str:
        """The number of a work in its series, of which the title is known."""
        return self["collection-number"] if self["collection-title"] else ""


def link_of(work: Work) -> str:
    """Where a reader of the citation finds the work: by its DOI, which stays, else on arXiv, else
    at its own address."""
    link = doi_url(work.any_doi) or arxiv_url(work.arxiv)
    return link or (work.url if _WEB.fullmatch(work.url) else "")


def archive_of(work: Work) -> str:
    """The archive of preprints that the source gives as the venue, which is none: "arXiv" for
    "arXiv preprint arXiv:1706.03762" and "CoRR", "bioRxiv"; empty for a real venue."""
    if _ARXIV.match(work.venue):
        return "arXiv"
    return work.venue if _SERVER.fullmatch(work.venue) else ""


def is_preprint(work: Work) -> bool:
    """Is the work known only as a manuscript in an archive such as arXiv?"""
    if work.type == "article" or archive_of(work):
        return True
    return bool(work.arxiv and not work.venue and work.type in ("", "manuscript", "document"))


def type_of(work: Work) -> str:
    """The CSL type of a work: the one its source gives, else what its fields say."""
    if is_preprint(work):
        return "article"
    if work.type:
        return work.type
    if not work.venue:
        return "book" if "isbn" in work.ids else "document"
    if work.extra.get("volume") or work.extra.get("issue"):
        return "article-journal"
    return "paper-conference" if _PROCEEDINGS.search(work.venue) else "article-journal"


def item_of(work: Work) -> Item:
    """The work as the text styles see it, LaTeX in its texts made readable."""
    extra = {name: _set(text) for name, text in work.extra.items() if text}
    for name in ("volume", "issue", "collection-number"):
        if name in extra:
            extra[name] = dashed(extra[name])
    if "edition" in extra:  # BibTeX has it in words
        extra["edition"] = _ORDINALS.get(extra["edition"].lower(), extra["edition"])
    # A short one is what the source gives; the long one then is that of its address.
    doi = short_doi(work.extra.get("DOI", "")) or work.doi
    url, venue = work.url, readable(work.venue)
    archive = archive_of(work)
    if archive:
        venue = ""
        extra.setdefault("publisher", archive)
        for name in ("volume", "issue", "page"):  # "abs/1706.03762"
            extra.pop(name, None)
    if work.arxiv and is_preprint(work):
        extra.setdefault("publisher", "arXiv")
        extra.setdefault("number", f"arXiv:{work.arxiv}")
        url = url or arxiv_url(work.arxiv)
        if extra["publisher"] == "arXiv" and not doi.lower().startswith(ARXIV_DOI):
            doi = ""  # the published version's, which is not what is cited
    title = _without_stop(readable(work.title))
    return Item(
        type=type_of(work),
        title=f"[{title}]" if title and work.title_inferred else title,
        authors=tuple(map(_printed, work.authors)),
        et_al=work.et_al and bool(work.authors),
        editors=tuple(map(_printed, work.editors)),
        translators=tuple(map(_printed, people(work.extra.get("translator", "")))),
        issued=_issued(work),
        container=venue,
        doi=doi,
        url=url,
        variables=extra,
    )


def issued_in_words(work: Work) -> str:
    """What is said in place of a year ("to appear", "-0043"); empty where the year is known."""
    return "" if work.year else work.extra.get("issued", "")


def _issued(work: Work) -> Date:
    """When the work was issued; a year before 1 ("-0043") as CSL processors print it."""
    words = _set(issued_in_words(work))
    before_christ = _BEFORE_CHRIST.match(words)
    words = f"{int(before_christ[1])}BC" if before_christ else words
    return Date(words=words) if words else Date.of(work.date)


def _without_stop(title: str) -> str:
    """A title without the full stop behind it, which PubMed gives every title and a style puts
    where it wants one. That of an abbreviation ("Inc.", "U.S.") stays."""
    last = title[title.rfind(" ") + 1 : -1].replace("-", "")
    return title[:-1] if title.endswith(".") and last.isalpha() and len(last) > 3 else title


def people(text: str) -> tuple[Name, ...]:
    """The names in one of `Work.extra`'s name variables: "Gogh, Vincent van; {ATLAS Group}"."""
    return tuple(_person(part) for part in text.split("; ") if part)


def _person(text: str) -> Name:
    if text.startswith("{") and text.endswith("}"):
        return Name(literal=text[1:-1])
    return Name.from_inverted(text)


def _set(text: str) -> str:
    """A name or number as it is printed."""
    return readable(text).replace("'", "’")


def _printed(name: Name) -> Name:
    if any("\\" in part or "{" in part or "'" in part for part in name):
        return Name(*map(_set, name))
    return name
