"""The fields of a BibTeX or BibLaTeX entry, in LaTeX, as a record's CSL variables, in Unicode."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache

from carrel.identifiers import ARXIV_NUMBER
from carrel.paper import Place, Record
from carrel.readers.attachments import files, named
from carrel.readers.bibtex_dates import issued
from carrel.readers.bibtex_names import people
from carrel.readers.bibtex_syntax import Entry
from carrel.readers.bibtex_values import first, paragraphs, shared, text
from carrel.readers.dates import loose_date
from carrel.readers.fields import meaningful, noted, paged, standard_number, with_subtitle
from carrel.readers.identifiers import Links, links
from carrel.readers.markup import without_heading
from carrel.readers.names import joined
from carrel.text import clean

# Entry types of BibTeX and BibLaTeX, and some that programs write, as item types of CSL 1.0.2.
_TYPES = {
    "article": "article-journal",
    "artwork": "graphic",
    "audio": "song",
    "book": "book",
    "bookinbook": "chapter",
    "booklet": "pamphlet",
    "collection": "book",
    "conference": "paper-conference",
    "dataset": "dataset",
    "electronic": "webpage",
    "image": "graphic",
    "inbook": "chapter",
    "incollection": "chapter",
    "inproceedings": "paper-conference",
    "inreference": "entry-encyclopedia",
    "jurisdiction": "legal_case",
    "legislation": "legislation",
    "letter": "personal_communication",
    "manual": "book",
    "map": "map",
    "mastersthesis": "thesis",
    "movie": "motion_picture",
    "music": "song",
    "mvbook": "book",
    "mvcollection": "book",
    "mvproceedings": "book",
    "mvreference": "book",
    "online": "webpage",
    "patent": "patent",
    "performance": "performance",
    "periodical": "periodical",
    "phdthesis": "thesis",
    "preprint": "article",
    "proceedings": "book",
    "reference": "book",
    "report": "report",
    "review": "review",
    "software": "software",
    "standard": "standard",
    "suppbook": "chapter",
    "suppcollection": "chapter",
    "suppperiodical": "article-journal",
    "techreport": "report",
    "thesis": "thesis",
    "unpublished": "manuscript",
    "video": "motion_picture",
    "webpage": "webpage",
    "www": "webpage",
}
_SUBTYPES = {"magazine": "article-magazine", "newspaper": "article-newspaper"}
# The keys that BibLaTeX translates in its `type` field, and what two of BibTeX's types imply.
_GENRES = {
    "phdthesis": "PhD thesis",
    "mastersthesis": "Master's thesis",
    "mathesis": "Master's thesis",
    "bathesis": "Bachelor's thesis",
    "candthesis": "Candidate thesis",
    "techreport": "Technical report",
    "resreport": "Research report",
}
# Those of its `pubstate` field that are no words.
_STATES = {"inpress": "in press", "inpreparation": "in preparation"}
# Fields that are one CSL variable; where two are the same one, the first in the entry counts.
_VARIABLES = {
    "address": "publisher-place",
    "annotation": "annote",
    "annote": "annote",
    "chapter": "chapter-number",
    "city": "publisher-place",
    "edition": "edition",
    "eventtitle": "event-title",
    "isbn": "ISBN",
    "issn": "ISSN",
    "journalabbr": "container-title-short",
    "langid": "language",
    "language": "language",
    "library": "call-number",
    "location": "publisher-place",
    "numpages": "number-of-pages",
    "origlocation": "original-publisher-place",
    "origpublisher": "original-publisher",
    "origtitle": "original-title",
    "pagetotal": "number-of-pages",
    "part": "part-number",
    "pubstate": "status",
    "publisher": "publisher",
    "series": "collection-title",
    "shortjournal": "container-title-short",
    "shorttitle": "title-short",
    "venue": "event-place",
    "version": "version",
    "volume": "volume",
    "volumes": "number-of-volumes",
}
_DATES = {"urldate": "accessed", "origdate": "original-date", "eventdate": "event-date"}
_NOTES = ("titleaddon", "note", "addendum")
_ROLES = {"translator": "translator", "bookauthor": "container-author"}
_IDS = {"pmid": "pmid", "pmcid": "pmcid", "pmc": "pmcid", "mrnumber": "mr", "zblnumber": "zbl"}
_IDS |= {"bibcode": "bibcode", "adsbibcode": "bibcode", "lccn": "lccn"}
_IDS |= {"zmnumber": "zbl", "zbl": "zbl"}
_EPRINT_IDS = {"pubmed": "pmid", "jstor": "jstor", "hdl": "hdl", "googlebooks": "googlebooks"}

_ARXIV_ID = re.compile(rf"\barxiv\W{{0,3}}\s*(?:preprint\s+)?({ARXIV_NUMBER})(?!\d)", re.IGNORECASE)
_ARXIV_FIELDS = ("arxivid", "arxiv", "arxiv_id")
_MENTIONS = (
    "journal", "journaltitle", "note", "howpublished", "volume", "number", "pages", "eid",
    "publisher", "series", "booktitle",
)  # fmt: skip
_ARCHIVE = re.compile(r"arxiv\b|corr$|corr,? abs|computing research repository", re.IGNORECASE)
_CLASS = re.compile(r"[A-Za-z][A-Za-z-]{1,9}(?:\.[A-Za-z-]{2,12})?")
_ADDRESSES = ("url", "link", "ee", "howpublished", "note", "bdsk-url-1", "adsurl")
_ADDRESS = re.compile(r"(?:https?|ftp)://[^\s{}\"<>\\]+")
_ESCAPES = re.compile(
    r"\\([%&_#$~{}<>])|(\{?\\text(?:asciitilde|less|greater)(?:\{\})?\}?|\$\\sim\$|\$[<>]\$)|\\url\b|[{}]"
)
_SIGNS = {"<": "<", "less": "<", ">": ">", "greater": ">"}
_NO_LINKS = Links()
_ISSN = re.compile(r"\d{4}-?\d{3}[\dXx]")
_ISBN = re.compile(r"[\dXx-]{10,17}")
_DASHES = re.compile(r"\s*[-‐‑–—]+\s*")

# The papers of one volume have the same editors.
_editors = lru_cache(maxsize=1 << 10)(people)


def record(entry: Entry, fields: Mapping[str, str], place: Place) -> Record:
    """The record of an entry, from its fields (its own and the inherited ones) in LaTeX."""
    get = fields.get
    authors, et_al = people(fields["author"]) if "author" in fields else ((), False)
    doi = _address(fields["doi"]) if "doi" in fields else ""
    addresses = _addresses(fields)
    telling = [url for url in addresses if "doi" in url or "rXiv" in url or "rxiv" in url]
    arxiv = _arxiv(entry, fields)
    identifiers = links(doi, arxiv, telling) if doi or arxiv or telling else _NO_LINKS
    arxiv = identifiers.arxiv
    date, in_words = issued(get("date", ""), get("year", ""), get("month", ""), get("day", ""))
    venue = _venue(entry.kind, fields)
    in_archive = bool(arxiv) and _ARCHIVE.match(venue) is not None
    kind = _type(entry.kind, fields, bool(arxiv) and (in_archive or not venue))
    extra = _extra(entry.kind, fields)
    if in_words:
        extra["issued"] = in_words
    if doi and not identifiers.doi:
        extra["DOI"] = doi
    found = Record(
        place=place,
        format="bibtex",
        key=clean(entry.key),
        verbatim=entry.text,
        title=_title(entry.kind, fields),
        authors=authors,
        et_al=et_al,
        editors=_editors(fields["editor"])[0] if "editor" in fields else (),
        date=date,
        type=kind,
        categories=_categories(fields) if arxiv else (),
        venue="arXiv" if in_archive and venue[:5].lower() == "arxiv" else venue,
        doi=identifiers.doi,
        arxiv=arxiv,
        url=addresses[0] if addresses else "",
        abstract=without_heading(paragraphs(fields["abstract"])) if "abstract" in fields else "",
        keywords=_keywords(get("keywords") or get("keyword") or get("author_keywords") or ""),
        affiliation=text(fields["affiliation"]) if "affiliation" in fields else "",
        files=_files(fields, place.path) if "file" in fields or "pdf" in fields else (),
        ids=_ids(fields),
        extra=extra,
    )
    return noted(found) if "note" in extra else found


# ---------------------------------------------------------------- what the work is


def _type(kind: str, fields: Mapping[str, str], is_preprint: bool) -> str:
    found = _TYPES.get(kind, "")
    if is_preprint and found in ("", "article-journal", "webpage", "manuscript", "report"):
        return "article"
    if "entrysubtype" in fields and kind == "article":
        return _SUBTYPES.get(fields["entrysubtype"].lower(), found)
    return found


def _title(kind: str, fields: Mapping[str, str]) -> str:
    title = text(fields["title"]) if "title" in fields else ""
    if not title:
        title = first(fields, "maintitle", "titleaddon")
        if not title and _TYPES.get(kind, "book") == "book":
            title = first(fields, "booktitle")
    return with_subtitle(title, text(fields["subtitle"])) if "subtitle" in fields else title


def _venue(kind: str, fields: Mapping[str, str]) -> str:
    """What the work appeared in; of what has no such place, how it was published."""
    if venue := _full_journal(fields) or first(fields, "journaltitle", "journal"):
        if venue[0] == "\\":
            from carrel.readers.bibtex_journals import JOURNALS

            venue = JOURNALS.get(venue.strip("\\{} "), venue)
        return with_subtitle(venue, first(fields, "journalsubtitle"))
    found = _TYPES.get(kind, "")
    if found != "book" and (venue := first(fields, "booktitle")):
        return with_subtitle(venue, first(fields, "booksubtitle"))
    if found not in ("", "webpage", "manuscript", "dataset", "software"):
        return ""
    if (published := first(fields, "howpublished")) and "://" not in published:
        return published
    return first(fields, "organization") if kind == "online" else ""


def _full_journal(fields: Mapping[str, str]) -> str:
    """The name of a journal that MathSciNet abbreviates in the field that BibTeX knows."""
    if "fjournal" not in fields:
        return ""
    full = first(fields, "fjournal")
    return full if len(full) > len(first(fields, "journal")) else ""


def _categories(fields: Mapping[str, str]) -> tuple[str, ...]:
    return tuple(_CLASS.findall(first(fields, "primaryclass", "eprintclass")))


def _keywords(value: str) -> tuple[str, ...]:
    """Keywords, each once; between semicolons if there is one, else commas, else line ends."""
    if not value:
        return ()
    if "," not in value and ";" not in value:
        value = value.replace("\n", ";")
    value = text(value)
    words = (word.strip() for word in value.split(";" if ";" in value else ","))
    return tuple(dict.fromkeys(word for word in words if word))


# ---------------------------------------------------------------- identifiers


def _address(value: str) -> str:
    """A DOI or URL with what LaTeX needed to print it taken out."""
    if "\\" in value or "{" in value or "$" in value:
        value = _ESCAPES.sub(_unescaped, value)
    return clean(value)


def _unescaped(escape: re.Match[str]) -> str:
    if not (command := escape[2]):
        return escape[1] or ""
    return next((sign for name, sign in _SIGNS.items() if name in command), "~")


def _addresses(fields: Mapping[str, str]) -> list[str]:
    """The links of an entry, the one to the work first."""
    found = []
    for name in _ADDRESSES:
        if name in fields:
            value = _address(fields[name])
            if "://" in value:
                found += [link.rstrip(";,") for link in _ADDRESS.findall(value)[:1]]
            elif value and name == "url":
                found.append(value)
    return found


def _files(fields: Mapping[str, str], source: str) -> tuple[str, ...]:
    """The files of an entry, in the fields of reference managers."""
    paths = [path for name in ("file", "pdf") if name in fields for path in named(fields[name])]
    return files(paths, source)


def _arxiv(entry: Entry, fields: Mapping[str, str]) -> str:
    """The arXiv identifier that an entry declares, in one of the many ways in use."""
    if "eprint" in fields:
        eprint = _address(fields["eprint"])
        archive = fields.get("eprinttype") or fields.get("archiveprefix") or "arxiv"
        archive = archive.strip("{}").lower()
        if archive == "arxiv":
            return eprint
        if len(eprint) == 7 and eprint.isdecimal() and archive not in _EPRINT_IDS:
            return f"{archive}/{eprint}"  # archiveprefix = {hep-th}, eprint = {9901001}
    for name in _ARXIV_FIELDS:
        if name in fields:
            return _address(fields[name])
    if fields.get("volume", "").startswith("abs/") and _mentions_arxiv(entry):  # as DBLP has it
        return fields["volume"][4:]
    for name in _MENTIONS:
        if name in fields and "xiv" in fields[name].lower():
            match = _ARXIV_ID.search(fields[name])
            if match and _mentions_arxiv(entry):
                return match[1]
    return ""


def _mentions_arxiv(entry: Entry) -> bool:
    """Does the entry itself, and not only what it inherits from, speak of arXiv?"""
    return any(word in entry.text for word in ("Xiv", "xiv", "XIV", "abs/"))


def _ids(fields: Mapping[str, str]) -> dict[str, str]:
    ids = {
        _IDS[name]: found
        for name, value in fields.items()
        if name in _IDS and (found := meaningful(text(value)))
    }
    scheme = _EPRINT_IDS.get(fields["eprinttype"].lower()) if "eprinttype" in fields else None
    if scheme and "eprint" in fields:
        ids[scheme] = text(fields["eprint"])
    return ids


# ---------------------------------------------------------------- other variables


def _extra(kind: str, fields: Mapping[str, str]) -> dict[str, str]:
    """The remaining CSL variables, those that say something."""
    extra: dict[str, str] = {}
    for name, value in fields.items():
        if (variable := _VARIABLES.get(name)) and variable not in extra and (said := shared(value)):
            extra[variable] = said
    if _full_journal(fields):
        extra.setdefault("container-title-short", first(fields, "journal"))
    for name, variable in _DATES.items():
        if name in fields:
            found = text(fields[name])
            extra[variable] = loose_date(found) or found
    for name, variable in _ROLES.items():
        if name in fields:
            extra[variable] = joined(people(fields[name])[0])
    if extra.get("volume", "").startswith("abs/"):
        del extra["volume"]
    if "pages" in fields:
        pages = fields["pages"]
        pages = text(pages) if "\\" in pages or "{" in pages else clean(pages)
        pages = _DASHES.sub("-", pages.removeprefix("pp.").strip())
        counted = "number-of-pages" in extra
        extra |= paged("" if counted else _TYPES.get(kind, ""), meaningful(pages))
    if not fields.keys().isdisjoint(_NUMBERS):
        extra |= _numbers(kind, fields)
    if "publisher" not in extra:
        extra["publisher"] = first(fields, "school", "institution", "organization")
    genre = kind if kind in ("phdthesis", "mastersthesis") else ""
    if genre or "type" in fields:
        named = first(fields, "type")
        if named.lower() != kind or kind not in _TYPES:  # some programs repeat the entry's own type
            genre = named or genre
        extra["genre"] = _GENRES.get(genre.lower().replace(" ", ""), genre)
    if "status" in extra:
        extra["status"] = _STATES.get(extra["status"].lower(), extra["status"])
    if "note" in fields or "titleaddon" in fields or "addendum" in fields:
        notes = [text(fields[name]) for name in _NOTES if name in fields]
        extra["note"] = "; ".join(filter(None, notes))
    if "howpublished" in fields and _TYPES.get(kind, "webpage") not in ("webpage", "manuscript"):
        extra["medium"] = text(fields["howpublished"])
    for variable, usual in (("ISBN", _ISBN), ("ISSN", _ISSN)):
        if variable in extra and not usual.fullmatch(extra[variable]):
            number = extra.pop(variable)
            kept = {} if "/" in number else {variable: number}
            extra = (standard_number(number) or kept) | extra
    return {variable: found for variable, found in extra.items() if found}


_NUMBERS = frozenset(("number", "issue", "eid", "articleno", "article-number"))


def _numbers(kind: str, fields: Mapping[str, str]) -> dict[str, str]:
    """What a number counts: issues, volumes of a series, or itself as of a report."""
    number, issue = first(fields, "number"), first(fields, "issue")
    article = first(fields, "eid", "articleno", "article-number")
    if kind in ("inproceedings", "conference") and "series" in fields:
        return {"collection-number": number, "issue": issue, "number": article}
    if kind in ("article", "suppperiodical", "periodical", "review", "inproceedings", "conference"):
        return {"issue": number or issue, "number": article}
    if _TYPES.get(kind) in ("book", "chapter"):
        return {"collection-number": number, "issue": issue}
    return {"number": number or article}
