"""CSL-JSON: the items of citeproc, Zotero, Better BibTeX, pandoc and doi.org.

Variables that `Work` has a field for go there; every other one is kept in `extra` under its CSL
name, as text:

- dates ("accessed", "original-date") as ISO 8601, a range as "2014-12-31/2015-01-01", a season as
  EDTF has it ("2014-21" is spring); `extra["issued"]` holds the date where `Work.date` cannot: a
  range, a season, words ("forthcoming"), a year before 1;
- names ("translator", "container-author") joined by "; ", each as `Name.from_inverted` reads it:
  "van Gogh, Vincent", "Fister, Jr., Iztok"; a group stands in braces: "{ATLAS Collaboration}";
- numbers as they are written.

The variables are those of https://docs.citationstyles.org/en/v1.0.2/specification.html; `keyword`
is split into keywords, and `categories` is carrel's own: a list of subject classes.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from carrel.identifiers import normal_doi
from carrel.paper import Name, Place, Record, Reject
from carrel.readers.dates import loose_date
from carrel.readers.fields import checked, filled, line, listed, paragraphs
from carrel.readers.identifiers import links
from carrel.readers.jsontext import objects
from carrel.readers.names import joined, nonempty
from carrel.readers.source import Source
from carrel.readers.values import mappings, string, strings
from carrel.text import clean

_HEAD = re.compile(
    r'"(?:issued|container-title|publisher-place|citation-key|accessed|collection-title'
    r'|title-short|event-place|non-dropping-particle|literal|date-parts)"\s*:'
)
_TYPE = re.compile(r'"type"\s*:\s*"[a-z_-]*"')
_ID = re.compile(r'"id"\s*:')
_NONE = re.compile(r"\s*+\[\s*+\]\s*+")  # a library without items
_IDS = {"PMID": "pmid", "PMCID": "pmcid"}
_FIELDS = frozenset(
    ("title", "author", "editor", "issued", "container-title", "DOI", "URL", "url", "abstract")
)
_FIELDS |= {"id", "type", "citation-key", "keyword", "categories"}
_FIELDS |= {"system_id", "multi", "custom"}  # these tell how a program keeps the item
_ARXIV_NOTE = re.compile(r"\barxiv:\s*(\S{1,40})", re.IGNORECASE)


def recognises(head: str) -> bool:
    if head.lstrip()[:1] not in ("[", "{"):
        return False
    if _NONE.fullmatch(head):
        return True
    return bool(_HEAD.search(head) or (_TYPE.search(head) and _ID.search(head)))


def read(source: Source) -> Iterator[Record | Reject]:
    for item in objects(source, "items", "references"):
        if isinstance(item, Reject):
            yield item
        else:
            yield record(item.value, Place(source.path, item.line, item.end), "csl_json")


def record(item: Mapping[str, object], place: Place, format: str) -> Record | Reject:
    """A CSL item as a record; `format` names the syntax that it was written in."""
    doi = string(item.get("DOI"))
    url = clean(string(item.get("URL")) or string(item.get("url")))
    number = string(item.get("number"))
    in_note = _ARXIV_NOTE.search(string(item.get("note")))
    arxiv = number if number[:6].lower() == "arxiv:" else in_note[1] if in_note else ""
    identifiers = links(doi=doi, arxiv=arxiv, urls=[url])
    date, issued = _issued(item.get("issued"))
    extra = {
        clean(variable): text
        for variable, value in item.items()
        if variable not in _FIELDS and variable not in _IDS and (text := _text(value))
    }
    if issued:
        extra["issued"] = issued
    if doi and not normal_doi(doi):  # a short one; the URL may have given the long one
        extra["DOI"] = clean(doi)
    keyword = item.get("keyword")
    if isinstance(keyword, str) and ";" not in keyword:
        keyword = keyword.split(",")
    found = Record(
        place=place,
        format=format,
        key=clean(string(item.get("citation-key")) or string(item.get("id"))),
        type=clean(string(item.get("type"))),
        title=line(string(item.get("title"))),
        authors=names(item.get("author")),
        editors=names(item.get("editor")),
        date=date,
        venue=line(string(item.get("container-title"))),
        doi=identifiers.doi,
        arxiv=identifiers.arxiv,
        url=url,
        abstract=paragraphs(string(item.get("abstract"))),
        keywords=listed(strings(keyword)),
        categories=tuple(map(clean, strings(item.get("categories")))),
        ids=filled({ours: string(item.get(theirs)) for theirs, ours in _IDS.items()}),
        extra=extra,
    )
    return checked(found, item)


# ---------------------------------------------------------------- names


def names(value: object) -> tuple[Name, ...]:
    """The names of a CSL name variable."""
    if isinstance(value, str):
        return (Name.from_display(clean(value)),) if value.strip() else ()
    found = (_name(part) for part in mappings(value))
    return nonempty(found)


def _name(parts: Mapping[str, object]) -> Name:
    """A name given in parts; particles left in them are told apart, as citeproc does."""
    family, given, non_dropping, dropping, suffix, literal = (
        clean(string(parts.get(part)))
        for part in (
            "family",
            "given",
            "non-dropping-particle",
            "dropping-particle",
            "suffix",
            "literal",
        )
    )
    if literal and not family:
        return Name(literal=literal)
    if family[:1] == family[-1:] == '"' and len(family) > 2:
        return Name(family[1:-1], given, non_dropping, dropping, suffix)  # "keep it as it is"
    if not given:
        return Name(family, given, non_dropping, dropping, suffix)
    if not non_dropping and not dropping:
        family_words = family.split()
        given_words = given.split()
        start, end = 0, len(given_words)
        while start < len(family_words) - 1 and family_words[start][0].islower():
            start += 1
        while end > 1 and given_words[end - 1].islower() and given_words[end - 1].isalpha():
            end -= 1
        non_dropping, family = " ".join(family_words[:start]), " ".join(family_words[start:])
        dropping, given = " ".join(given_words[end:]), " ".join(given_words[:end])
    return Name(family, given, non_dropping, dropping, suffix)


# ---------------------------------------------------------------- other variables


def _text(value: object) -> str:
    if isinstance(value, dict):
        return iso(value)
    if mappings(value):
        return joined(names(value))
    return "; ".join(filter(None, map(line, strings(value))))


def _issued(value: object) -> tuple[str, str]:
    """The date in carrel's form, and all of it as text where that form cannot say it."""
    whole = iso(value) if isinstance(value, dict) else line(string(value))
    before_christ = whole.startswith("-") and not whole.startswith("--")
    date = "" if before_christ else loose_date(re.split(r"[/~]", whole)[0])
    season = re.fullmatch(r"(\d{4})-2[1-4]", whole)
    return (season[1] if season else date), ("" if whole == date else whole)


def iso(date: Mapping[str, object]) -> str:
    """A CSL date in ISO 8601 and, for a range, a season or "circa", EDTF; or its own words."""
    parts = date.get("date-parts")
    ends = [_edtf(part, date.get("season")) for part in parts] if isinstance(parts, list) else []
    if not ends or not ends[0]:
        return line(string(date.get("literal")) or string(date.get("raw")))
    text = "/".join(end or ".." for end in ends[:2])
    return f"{text}~" if date.get("circa") else text


def _edtf(part: object, season: object) -> str:
    """One date: year, month or pseudo-month of a season (13–16, 21–24), day."""
    year, month, day, *_ = [*map(_number, part if isinstance(part, list) else [part]), 0, 0, 0]
    if not year:
        return ""
    if not month and 1 <= _number(season) <= 4:
        month = 20 + _number(season)
    if 13 <= month <= 16:
        month += 8
    text = f"{'-' if year < 0 else ''}{abs(year):04}"
    if 1 <= month <= 12 or 21 <= month <= 24:
        text += f"-{month:02}"
        if 1 <= day <= 31 and month <= 12:
            text += f"-{day:02}"
    return text


def _number(value: object) -> int:
    text = string(value).strip()
    sign = -1 if text.startswith("-") else 1
    digits = text.removeprefix("-")
    return sign * int(digits) if digits.isascii() and digits.isdecimal() and len(digits) < 6 else 0
