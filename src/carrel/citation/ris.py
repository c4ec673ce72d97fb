"""RIS, as reference managers exchange it (specification of 2011): one field a line."""

from __future__ import annotations

import re
from collections.abc import Iterator

from carrel.citation.item import archive_of, is_preprint, issued_in_words, people, type_of
from carrel.identifiers import arxiv_url
from carrel.paper import MORE_AUTHORS, TITLE_INFERRED, Name, Work

_TYPES = {
    "article-journal": "JOUR",
    "article-magazine": "MGZN",
    "article-newspaper": "NEWS",
    "book": "BOOK",
    "chapter": "CHAP",
    "dataset": "DATA",
    "entry-dictionary": "DICT",
    "entry-encyclopedia": "ENCYC",
    "manuscript": "UNPB",
    "map": "MAP",
    "paper-conference": "CPAPER",
    "patent": "PAT",
    "post-weblog": "BLOG",
    "report": "RPRT",
    "software": "COMP",
    "speech": "SLIDE",
    "standard": "STAND",
    "thesis": "THES",
    "webpage": "ELEC",
}
_ALONE = ("book", "report", "thesis", "software", "manuscript", "map")
_NUMBERED = ("report", "patent", "standard")
_RANGE = re.compile(r"\s*(\w+)\s*[-‐‑–—]+\s*(\w+)\s*")


def entry(work: Work, key: str) -> str:
    """The record of one work, from TY to ER and an empty line."""
    lines = (f"{tag}  - {' '.join(text.split())}\n" for tag, text in _fields(work, key))
    return "".join(lines) + "ER  - \n\n"


def _fields(work: Work, key: str) -> Iterator[tuple[str, str]]:
    found = [("TY", _type(work)), ("ID", key), ("TI", work.title)]
    found += [("AU", _name(name)) for name in work.authors]
    found += [("A2", _name(name)) for name in work.editors]
    found += [("A4", _name(name)) for name in people(work.extra.get("translator", ""))]
    found += _published(work)
    found += [("DO", work.any_doi), ("UR", work.url or arxiv_url(work.arxiv))]
    if work.arxiv and work.url and work.arxiv not in work.url:
        found.append(("UR", arxiv_url(work.arxiv)))
    found += [("KW", keyword) for keyword in work.keywords]
    found.append(("AB", work.abstract))
    if work.et_al:
        found.append(("N1", MORE_AUTHORS))
    if work.title_inferred:
        found.append(("N1", TITLE_INFERRED))
    return ((tag, text) for tag, text in found if text)


def _published(work: Work) -> Iterator[tuple[str, str]]:
    extra = work.extra.get
    kind = type_of(work)
    date = work.date
    yield "PY", str(work.year or "") or issued_in_words(work)
    yield "DA", date if date.startswith("--") else date.replace("-", "/") if len(date) > 4 else ""
    if kind not in _ALONE and not archive_of(work):
        yield "T2", work.venue
        yield "T3", extra("collection-title", "")
    else:
        yield "T2", extra("collection-title", "")
    yield "J2", extra("container-title-short", "")
    yield "VL", extra("volume", "")
    yield "IS", extra("number" if kind in _NUMBERED else "issue", "")
    count = extra("number-of-pages", "") if kind in _ALONE else ""  # else it would be a page
    yield from _pages(extra("page", "") or count)
    if kind == "article-journal":
        yield "C7", extra("number", "")
    archive = archive_of(work) or ("arXiv" if work.arxiv and is_preprint(work) else "")
    yield "PB", extra("publisher", "") or archive
    yield "CY", extra("publisher-place", "")
    yield "ET", extra("edition", "")
    yield "M3", extra("genre", "")
    yield "SN", extra("ISSN", "") or extra("ISBN", "") or work.ids.get("isbn", "")
    yield "LA", extra("language", "")
    yield "N1", extra("note", "")
    yield "Y2", extra("accessed", "").replace("-", "/")


def _type(work: Work) -> str:
    if is_preprint(work):
        return "UNPB"  # the specification has no type for preprints
    return _TYPES.get(type_of(work), "GEN")


def _name(name: Name) -> str:
    """Family name, given names, suffix."""
    if name.literal:
        return name.literal
    family = f"{name.non_dropping_particle} {name.family}".strip()
    given = f"{name.given} {name.dropping_particle}".strip()
    return ", ".join(part for part in (family, given, name.suffix) if part)


def _pages(page: str) -> Iterator[tuple[str, str]]:
    match = _RANGE.fullmatch(page)
    yield "SP", match[1] if match else page
    yield "EP", match[2] if match else ""
