"""The fields of a BibTeX or BibLaTeX entry, in LaTeX, as a record's CSL variables, in Unicode."""

from __future__ import annotations

import re
from collections.abc import Mapping

from carrel.latex import to_unicode
from carrel.paper import MONTHS, Place, Record, make_date
from carrel.readers.bibtex_names import people
from carrel.readers.bibtex_syntax import Entry
from carrel.readers.dates import loose_date
from carrel.readers.identifiers import links
from carrel.readers.markup import plain
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
# Fields that are one CSL variable; where two are the same one, the first in the entry counts.
_VARIABLES = {
    "address": "publisher-place",
    "annotation": "annote",
    "annote": "annote",
    "chapter": "chapter-number",
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
_ROLES = {"translator": "translator", "bookauthor": "container-author"}
_IDS = {"pmid": "pmid", "pmcid": "pmcid", "pmc": "pmcid", "mrnumber": "mr", "zblnumber": "zbl"}
_IDS |= {"bibcode": "bibcode", "adsbibcode": "bibcode"}
_EPRINT_IDS = {"pubmed": "pmid", "jstor": "jstor", "hdl": "hdl", "googlebooks": "googlebooks"}

_ARXIV_ID = re.compile(
    r"\barxiv\W{0,3}\s*(?:preprint\s+)?(\d{4}\.\d{4,5}|[a-z][a-z-]{1,9}(?:\.[A-Z]{2})?/\d{7})(?!\d)", re.I
)  # fmt: skip
_ABS = re.compile(r"abs/(\S+)")  # as DBLP gives the volume
_ARCHIVE = re.compile(r"arxiv\b|corr\b(?!.*\w{4})|computing research repository", re.IGNORECASE)
_CLASS = re.compile(r"\[?([a-z][a-z-]{1,9}(?:\.[A-Za-z-]{2,12})?)\]?")
_WHERE_ARXIV = "journal journaltitle note howpublished volume number pages eid publisher series booktitle".split()
_ADDRESS = re.compile(r"(?:https?|ftp)://[^\s{}\"<>\\]+")
_ESCAPES = re.compile(r"\\([%&_#$~{}])|\{?\\textasciitilde(?:\{\})?\}?|\$\\sim\$|\\url\b|[{}]")
_DASHES = re.compile(r"\s*[-‐‑–—]+\s*")
_YEAR = re.compile(r"(?<!\d)\d{4}(?!\d)")
_NUMBER = re.compile(r"\d{1,2}(?!\d)")
_WORD = re.compile(r"[^\W\d_]{3,}")
_SENTENCE_END = ("?", "!", ".", ":", "…")


def record(entry: Entry, fields: Mapping[str, str], place: Place) -> Record:
    """The record of an entry, from its fields (its own and the inherited ones) in LaTeX."""
    get = fields.get
    authors, et_al = people(get("author", ""))
    editors, _ = people(get("editor", "")) if "editor" in fields else ((), False)
    arxiv = _arxiv(fields)
    identifiers = links(_address(get("doi", "")), arxiv, _addresses(fields))
    arxiv = identifiers.arxiv
    date, issued = _date(fields)
    extra = _extra(entry.kind, fields)
    if issued:
        extra["issued"] = issued
    venue, in_archive = _venue(entry.kind, fields, arxiv)
    kind = _type(entry.kind, fields, bool(arxiv) and (in_archive or not venue))
    ids = {_IDS[name]: text(fields[name]) for name in _IDS.keys() & fields.keys()}
    scheme = _EPRINT_IDS.get(get("eprinttype", get("archiveprefix", "")).lower())
    if scheme and get("eprint"):
        ids[scheme] = text(fields["eprint"])
    if kind == "book" and "ISBN" in extra:
        ids["isbn"] = extra["ISBN"]
    return Record(
        place=place,
        format="bibtex",
        key=clean(entry.key),
        verbatim=entry.text,
        title=_title(entry.kind, fields),
        authors=authors,
        et_al=et_al,
        editors=editors,
        date=date,
        type=kind,
        categories=_categories(fields, arxiv),
        venue=venue,
        doi=identifiers.doi,
        arxiv=arxiv,
        url=identifiers.url,
        abstract=_paragraphs(get("abstract", "")),
        keywords=_keywords(get("keywords") or get("keyword") or get("author_keywords") or ""),
        affiliation=text(get("affiliation", "")),
        ids=ids,
        extra=extra,
    )


def text(value: str) -> str:
    """A field's value as one line of readable text."""
    if not value:
        return value
    value = to_unicode(value)
    return clean(plain(value) if "<" in value or "&" in value else value)


def _paragraphs(value: str) -> str:
    """As `text`, of several paragraphs, which an empty line divides as in TeX."""
    if "\n" not in value:
        return text(value)
    paragraphs = re.split(r"\n[ \t]*\n", value)
    return "\n".join(filter(None, (text(" ".join(part.split())) for part in paragraphs)))


def _first(fields: Mapping[str, str], *names: str) -> str:
    return next((value for name in names if (value := text(fields.get(name, "")))), "")


# ---------------------------------------------------------------- what the work is


def _type(kind: str, fields: Mapping[str, str], is_preprint: bool) -> str:
    found = _TYPES.get(kind, "")
    if is_preprint and found in ("", "article-journal", "webpage", "manuscript", "report"):
        return "article"
    if kind == "article":
        return _SUBTYPES.get(fields.get("entrysubtype", "").lower(), found)
    return found


def _title(kind: str, fields: Mapping[str, str]) -> str:
    title = text(fields.get("title", ""))
    if not title:
        alone = _TYPES.get(kind) in ("book", "")
        title = _first(fields, "maintitle", "booktitle") if alone else _first(fields, "maintitle")
    return _with_subtitle(title, fields.get("subtitle", ""))


def _with_subtitle(title: str, subtitle: str) -> str:
    subtitle = text(subtitle)
    if not subtitle or not title:
        return title or subtitle
    return f"{title}{'' if title.endswith(_SENTENCE_END) else ':'} {subtitle}"


def _venue(kind: str, fields: Mapping[str, str], arxiv: str) -> tuple[str, bool]:
    """What the work appeared in; and whether the source names an archive of preprints for it,
    which is no venue."""
    venue = _with_subtitle(
        _first(fields, "journaltitle", "journal"), fields.get("journalsubtitle", "")
    )
    if not venue and _TYPES.get(kind) != "book":
        venue = _with_subtitle(_first(fields, "booktitle"), fields.get("booksubtitle", ""))
    if not venue and _TYPES.get(kind, "webpage") in ("webpage", "manuscript", "dataset", "software"):
        names = ("howpublished", "organization") if kind == "online" else ("howpublished",)
        venue = "" if _ADDRESS.search(fields.get("howpublished", "")) else _first(fields, *names)
    if arxiv and _ARCHIVE.match(venue):
        return "", True
    return venue, False


def _categories(fields: Mapping[str, str], arxiv: str) -> tuple[str, ...]:
    value = fields.get("primaryclass") or fields.get("eprintclass") or ""
    if value and arxiv:
        return tuple(_CLASS.findall(text(value)))
    return ()


def _keywords(value: str) -> tuple[str, ...]:
    """Keywords, each once; between semicolons if there is one, else commas."""
    if not value:
        return ()
    value = text(value.replace("\n", ";") if "," not in value and ";" not in value else value)
    words = (word.strip() for word in value.split(";" if ";" in value else ","))
    return tuple(dict.fromkeys(word for word in words if word))


# ---------------------------------------------------------------- identifiers


def _address(value: str) -> str:
    """A DOI or URL with what LaTeX needed to print it taken out."""
    if "\\" in value or "{" in value or "$" in value:
        value = _ESCAPES.sub(lambda match: match[1] or ("~" if "tilde" in match[0] or "sim" in match[0] else ""), value)
    return clean(value)


def _addresses(fields: Mapping[str, str]) -> list[str]:
    """The links of an entry, the one to the work first."""
    found = []
    for name in ("url", "link", "ee", "howpublished", "note", "bdsk-url-1"):
        value = fields.get(name)
        if value and "://" in value:
            found += _ADDRESS.findall(_address(value))[:1]
        elif value and name == "url":
            found.append(_address(value))
    return found


def _arxiv(fields: Mapping[str, str]) -> str:
    """The arXiv identifier that an entry declares, in one of the many ways in use."""
    eprint = fields.get("eprint", "")
    archive = (fields.get("eprinttype") or fields.get("archiveprefix") or "arxiv").strip("{}").lower()
    if eprint and archive == "arxiv":
        return _address(eprint)
    if eprint and "/" not in eprint and re.fullmatch(r"[a-z-]+(?:\.[a-z]{2})?", archive):
        if re.fullmatch(r"\d{7}", eprint):
            return f"{archive}/{eprint}"  # archiveprefix = {hep-th}, eprint = {9901001}
    for name in ("arxivid", "arxiv", "arxiv_id"):
        if fields.get(name):
            return _address(fields[name])
    for name in _WHERE_ARXIV:
        value = fields.get(name)
        if value and ("rxiv" in value or "abs/" in value):
            if match := _ARXIV_ID.search(value) or (name == "volume" and _ABS.match(value)):
                return match[1]
    return ""


# ---------------------------------------------------------------- dates


def _date(fields: Mapping[str, str]) -> tuple[str, str]:
    """The date in carrel's form, and all of it as it is written where that form cannot say it."""
    whole = text(fields.get("date", ""))
    date = loose_date(whole.split("/")[0]) if whole and not whole.startswith("-") else ""
    if len(date) < 5:
        written = text(fields.get("year", ""))
        whole = whole or written
        year = _YEAR.search(date or written)
        month = text(fields["month"]) if "month" in fields else ""
        if year:
            date = make_date(int(year[0]), *_month(month, text(fields.get("day", ""))))
        elif month and not date:
            date, whole = loose_date(month), whole or month
    return date, "" if whole in (date, date[:4]) else whole


def _month(month: str, day: str) -> tuple[int | None, int | None]:
    """The number of a month and of a day in it, from "feb", "February 5", "5 Feb.", "02"."""
    name = _WORD.search(month)
    numbers = [int(number) for number in _NUMBER.findall(month)]
    if name:
        number = MONTHS.get(name[0][:3].lower())
    else:
        number = numbers.pop(0) if numbers else None
    if _NUMBER.fullmatch(day):
        numbers = [int(day)]
    return number, numbers[0] if numbers else None


# ---------------------------------------------------------------- other variables


def _extra(kind: str, fields: Mapping[str, str]) -> dict[str, str]:
    extra: dict[str, str] = {}
    for name, value in fields.items():
        variable = _VARIABLES.get(name)
        if variable and variable not in extra and value and (found := text(value)):
            extra[variable] = found
        elif name in _DATES and (found := text(value)):
            extra[_DATES[name]] = loose_date(found) or found
        elif name in _ROLES and (found := joined(people(value)[0])):
            extra[_ROLES[name]] = found
    if "volume" in extra and "abs/" in extra["volume"]:
        del extra["volume"]
    if "pages" in fields and (pages := text(fields["pages"])):
        extra["page"] = _DASHES.sub("-", pages.removeprefix("pp.").strip())
    article_number = _first(fields, "eid", "articleno", "article-number")
    number, issue = text(fields.get("number", "")), text(fields.get("issue", ""))
    if kind in ("article", "suppperiodical", "periodical", "inproceedings", "conference", "review"):
        if number and "series" in fields and kind in ("inproceedings", "conference"):
            extra["collection-number"] = number
            number = ""
        extra["issue"] = number or issue
        extra["number"] = article_number
    elif _TYPES.get(kind) in ("book", "chapter"):
        extra["collection-number"] = number
        extra["issue"] = issue
    else:
        extra["number"] = number or article_number
    if "publisher" not in extra:
        extra["publisher"] = _first(fields, "school", "institution", "organization")
    genre = text(fields.get("type", ""))
    extra["genre"] = _GENRES.get(genre.lower().replace(" ", ""), genre) or _implied_genre(kind)
    notes = [_first(fields, "note"), _first(fields, "addendum")]
    extra["note"] = "; ".join(filter(None, notes))
    if kind not in ("misc", "online", "unpublished") and "howpublished" in fields:
        extra["medium"] = text(fields["howpublished"])
    return {variable: found for variable, found in extra.items() if found}


def _implied_genre(kind: str) -> str:
    return _GENRES[kind] if kind in ("phdthesis", "mastersthesis") else ""
