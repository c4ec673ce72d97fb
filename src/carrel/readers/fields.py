"""What the readers of all formats do alike with single fields, and with a record that is done."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Mapping
from itertools import chain, islice
from operator import attrgetter

from carrel.identifiers import normal_arxiv
from carrel.paper import MORE_AUTHORS, TITLE_INFERRED, Record, Reject
from carrel.readers.markup import abstract, plain
from carrel.readers.names import behind, without_others
from carrel.readers.source import SHOWN
from carrel.readers.values import strings
from carrel.text import clean, clean_block

_MAIN = re.compile(r"(?:^|(?<=/))\*(?=\w)")  # "*Ponds", "Nets/*economics"
_SEPARATORS = re.compile(r"[;\n]")
_NOTHING = frozenset(("null", "nan", "NaN"))
_ENDS_ITSELF = re.compile(r"\.\.$|(?<!\w)(?:[^\W\d_]\.){2,}$")  # "…", "U.S."
_PAGES = re.compile(r"(\w{1,12}) ?[-–]{1,2} ?(\w{1,12})")
_COUNT = re.compile(  # "224", "xi + 320", "XX, 327 p.", "173 s."
    r"((?:[ivxlc]{1,8} ?[+,] ?)?\d{1,5})(?: ?(?:pp?|pages|s|seiten|str|с)\b\.?)?", re.IGNORECASE
)
_LONGEST = 10_000  # characters of what parts take over from a whole, …
_MOST_FIELDS = 200  # … and fields; formats have some hundred
_COUNTED = ("book", "thesis", "report")
_DIGITS = re.compile(r"[\dXx]")
_literal = attrgetter("literal")
_SPACED_ISBN = re.compile(r"(?:97[89] )?\d{1,5} \d{1,7} \d{1,7} [\dXx]")
_LABEL = re.compile(r"[ep]?-?IS[BS]N(?:-1[03](?!\d))?[-: ]*", re.IGNORECASE)


def line(text: str) -> str:
    """A field of one line: markup taken out, harmless, single spaces."""
    return clean(plain(text)) if text else ""


def paragraphs(text: str) -> str:
    """A field of paragraphs, such as an abstract: its heading and markup taken out, harmless."""
    return clean_block(abstract(text)) if text else ""


def filled(fields: Mapping[str, str]) -> dict[str, str]:
    """Those of some fields that say something, each on one line."""
    return {name: text for name, value in fields.items() if (text := meaningful(line(value)))}


def meaningful(text: str) -> str:
    """A field's text, or "" where it is only what people or programs put in for nothing: "????",
    "null", "nan"."""
    if text in _NOTHING or (text[:1] == "?" and not text.strip("?- ")):
        return ""
    return text


def with_subtitle(title: str, subtitle: str) -> str:
    """A title and its subtitle, behind a colon where the title ends in no mark of its own."""
    if not subtitle or not title:
        return title or subtitle
    return f"{title}{'' if title[-1] in '?!.:…' else ':'} {subtitle}"


def bare_title(title: str) -> str:
    """A title without the full stop that MEDLINE, DBLP and others put behind it, and without the
    brackets of a translated one. A stop that ends an abbreviation ("U.S.") stays."""
    if title.endswith(".") and not _ENDS_ITSELF.search(title[-12:]):
        title = title[:-1].rstrip()
    if title[:1] == "[" and title[-1:] == "]" and title.count("[") == 1:
        title = title[1:-1].strip()
    return title


def page_range(first: str, last: str) -> str:
    """The pages "12-34", from the first and the last where both are known and differ."""
    first, last = meaningful(first.strip()), meaningful(last.strip())
    if (first, last) == ("No", "Specified"):  # as PsycINFO has it
        return ""
    if not first or not last or first == last or "-" in first or "–" in first:
        return whole_pages(first or last)
    return whole_pages(f"{first}-{last}")


def whole_pages(text: str) -> str:
    """Pages whose last number is cut short ("6913-7", as MEDLINE writes) in full: "6913-6917"; one
    page that is both the first and the last by itself."""
    text = text.strip()
    first, _, last = text.partition("-")
    if first.isdecimal() and last.isdecimal() and len(first) <= len(last) and first != last:
        return text  # as nearly all are
    if (known := text.rstrip("?")) != text and known.endswith(("-", "–")):
        text = known.rstrip("-–")
    match = _PAGES.fullmatch(text)
    if not match:
        return text
    first, last = match[1], match[2]
    if first == last:
        return first
    if len(last) < len(first) < 6 and first[0] != "0" and (first + last).isdecimal():
        whole = first[: -len(last)] + last
        last = whole if whole > first else last  # in "12345-1" an article's number goes before
    return f"{first}-{last}"


def paged(kind: str, pages: str) -> dict[str, str]:
    """The pages under their CSL name; of what stands alone, as a book does, their count."""
    pages = whole_pages(pages)
    if kind in _COUNTED and (match := _COUNT.fullmatch(pages)):
        return {"number-of-pages": match[1]}
    return {"page": pages}


def listed(values: Iterable[str]) -> tuple[str, ...]:
    """Keywords, each once, in order; a value may hold several, between semicolons."""
    words = (_word(word) for value in values for word in _SEPARATORS.split(value))
    return tuple(dict.fromkeys(word for word in words if word))


def _word(text: str) -> str:
    """A keyword without the asterisk that says of a subject heading that it is a main one."""
    text = line(text)
    return _MAIN.sub("", text) if "*" in text else text


def standard_number(text: str) -> dict[str, str]:
    """The ISSN or the ISBN in a field that may hold either, under its CSL name; else nothing."""
    text = _LABEL.sub(" ", text).strip()
    if _SPACED_ISBN.fullmatch(text):
        text = text.replace(" ", "-")
    if text.startswith("10."):  # a DOI, in which there may be any digits
        return {}
    for part in re.split(r"[;,/\s]+", text):
        digits = len(_DIGITS.findall(part))
        if digits in (8, 10, 13) and digits >= len(part) - 4:
            return {"ISSN" if digits == 8 else "ISBN": clean(part)}
    return {}


def isbn(text: str) -> str:
    """The ISBN, or the first of several, without what was written about it."""
    return standard_number(text).get("ISBN", text)


def handed_down(fields: Mapping[str, str], tell: Callable[[str], None]) -> dict[str, str]:
    """What the parts of a whole take over of its fields: but for texts of a novel's length, and
    thousands of fields, which each of many parts would have. Of these one is told."""
    said = {name: text for name, text in fields.items() if len(text) < _LONGEST}
    if len(said) < len(fields):
        tell(f"a text of {_LONGEST:,} characters or more, which parts don't take over")
    if len(said) > _MOST_FIELDS:
        tell(f"more than {_MOST_FIELDS} fields, of which parts take over the first")
        said = dict(islice(said.items(), _MOST_FIELDS))
    return said


def noted(record: Record) -> Record:
    """The record, with what carrel itself writes as a note where a format has no field for it."""
    note = record.extra.get("note", "")
    if not note or (TITLE_INFERRED not in note and MORE_AUTHORS not in note):
        return record
    notes = note.split("; ")
    record.title_inferred = record.title_inferred or TITLE_INFERRED in notes
    record.et_al = record.et_al or MORE_AUTHORS in notes
    rest = "; ".join(text for text in notes if text not in (TITLE_INFERRED, MORE_AUTHORS))
    others = {name: text for name, text in record.extra.items() if name != "note"}
    record.extra = {**others, "note": rest} if rest else others
    return record


def checked(record: Record, piece: str | Mapping[str, object] = "") -> Record | Reject:
    """The record, "et al." told from its authors; or, where it holds nothing to know a work by, a
    reject that shows the `piece` of the source: some text, or members by name."""
    if record.extra:
        record = noted(record)
    if record.venue and ("rXiv:" in record.venue or record.venue == "CoRR"):
        record = _in_arxiv(record)
    record.authors, others = without_others(record.authors)
    if any(map(_literal, record.authors)):
        record.authors = tuple(chain.from_iterable(map(behind, record.authors)))
    record.et_al = record.et_al or others
    if (
        record.title
        or record.abstract
        or record.authors
        or record.editors
        or record.doi
        or record.arxiv
        or record.url
        or record.venue
        or record.ids
        or sum(map(bool, (record.key, record.type, record.extra))) > 1  # it can still be cited
    ):
        return record
    return Reject(
        record.place, "a record without title, names, abstract or identifier", _shown(piece)
    )


def _in_arxiv(record: Record) -> Record:
    """The record of a preprint, whose id Google Scholar writes behind the name of the archive
    ("arXiv preprint arXiv:2101.00001"), and DBLP as a volume of "CoRR"."""
    volume = record.extra.get("volume", "")
    arxiv = normal_arxiv(volume if record.venue == "CoRR" else record.venue)
    if not arxiv or record.venue[:5].lower() not in ("arxiv", "corr"):
        return record
    record.arxiv = record.arxiv or arxiv
    record.venue = "arXiv"
    record.type = "article" if record.type in ("", "article-journal") else record.type
    others = ("volume", "container-title-short")
    record.extra = {name: text for name, text in record.extra.items() if name not in others}
    return record


def _shown(piece: str | Mapping[str, object]) -> str:
    if isinstance(piece, str):
        return piece
    members = (
        f"{name}: {'; '.join(strings(value)) or _as_json(value)}" for name, value in piece.items()
    )
    return ", ".join(members)[:SHOWN]


def _as_json(value: object) -> str:
    try:
        return json.dumps(value, default=str)
    except RecursionError:  # it was just not too deep to be read
        return "…"
