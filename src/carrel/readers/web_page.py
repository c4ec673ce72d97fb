"""Web pages that say what they hold, in `<meta name="citation_title" …>` and the like.

Publishers, repositories and arXiv put these tags into the page of each paper for Google Scholar
(https://scholar.google.com/intl/en/scholar/inclusion.html#indexing); some have Dublin Core's
instead (https://www.dublincore.org/specifications/dublin-core/dcq-html). Several pages may follow
one another.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from carrel.identifiers import arxiv_url
from carrel.paper import Name, Place, Record, Reject
from carrel.readers.dates import loose_date
from carrel.readers.fields import checked, filled, isbn, line, listed, page_range, paragraphs
from carrel.readers.identifiers import links
from carrel.readers.markup import unescaped
from carrel.readers.names import inverted, medline, with_comma
from carrel.readers.source import Source
from carrel.readers.tagged import Entry

_TITLED = re.compile(
    r"<meta\s[^<>]{0,200}?[\"'](?:bepress_)?(?:citation_title|dc(?:terms)?\.title)[\"']",
    re.IGNORECASE,
)
_TAG = re.compile(r"<(meta(?=[\s/])|html|head(?=[\s>]))", re.IGNORECASE)
_ATTRIBUTE = re.compile(
    r"[\s/]*+([^\s\"'<>/=]++)(?>\s*+=\s*+(?>\"([^\"]*)\"|'([^']*)'|([^\s\"'<>]++)))?"
)
_END = re.compile(r"[\s/]*+>")
_LONGEST = 1 << 17  # characters of a tag
_NAMES = {
    "citation_conference": "citation_conference_title",
    "citation_book_title": "citation_inbook_title",
    "dc.creator": "dc.contributor.author",
    "dc.creator.personalname": "dc.contributor.author",
    "dc.date": "dc.issued",
    "dc.date.issued": "dc.issued",
    "dc.source": "dc.ispartof",
}
_TYPES = {
    "citation_dissertation_institution": "thesis",
    "citation_technical_report_institution": "report",
    "citation_technical_report_number": "report",
    "citation_conference_title": "paper-conference",
    "citation_journal_title": "article-journal",
    "citation_inbook_title": "chapter",
}
_SHORT = re.compile(r"[^\W\d_][\w'’-]+(?: [^\W\d_][\w'’-]+){0,3} [A-Z]{1,3}")
_DATES = (
    "citation_publication_date", "citation_date", "citation_cover_date", "citation_year",
    "citation_online_date", "dc.issued",
)  # fmt: skip
_VENUES = ("citation_journal_title", "citation_conference_title", "citation_inbook_title")
_PAGES = (
    "citation_abstract_html_url", "citation_public_url", "citation_fulltext_html_url",
    "citation_pdf_url",
)  # fmt: skip


def recognises(head: str) -> bool:
    return _TITLED.search(head) is not None


def read(source: Source) -> Iterator[Record | Reject]:
    parts: list[Entry] = []  # of a page, each with a title at the most
    for number, name, value in _tags(source):
        if not name:  # another page
            yield from _papers(parts)
            parts = []
        elif value and name.startswith(("citation_", "dc.")):
            if not parts or (name == "citation_title" and name in parts[-1].fields):
                parts.append(Entry(Place(source.path, number)))
            entry = parts[-1]
            entry.fields.setdefault(name, []).append(value)
            entry.place = entry.place._replace(end=number)
    yield from _papers(parts)


def _papers(parts: list[Entry]) -> Iterator[Record | Reject]:
    """What the tags of a page are of: several papers where each title has authors of its own; else
    one, perhaps with its title in other languages."""
    if all("citation_author" in part.fields for part in parts):
        yield from map(_checked, parts)
    elif parts:
        entry = parts[0]
        for part in parts[1:]:
            for name, values in part.fields.items():
                entry.fields.setdefault(name, []).extend(values)
            entry.place = entry.place._replace(end=part.place.end)
        yield _checked(entry)


def _tags(source: Source) -> Iterator[tuple[int, str, str]]:
    """What the tags of the source say: the line of each, a name, and a value. Where a page begins,
    both are empty."""
    number = source.line
    for text in _pieces(source.blocks()):
        counted = at = 0
        while tag := _TAG.search(text, at):
            number += text.count("\n", counted, tag.start())
            counted, at = tag.start(), tag.end()
            said: dict[str, str] = {}
            while attribute := _ATTRIBUTE.match(text, at):
                at = attribute.end()
                value = attribute[2] or attribute[3] or attribute[4] or ""
                said.setdefault(attribute[1].lower(), value)
            if tag[1].lower() != "meta":
                yield number, "", ""
            elif _END.match(text, at) and (name := said.get("name") or said.get("property")):
                yield number, _usual(name), unescaped(said.get("content", "")).strip()
        number += text.count("\n", counted)


def _pieces(blocks: Iterator[str]) -> Iterator[str]:
    """The same text, cut where no tag is cut in two."""
    text = ""
    for block in blocks:
        text += block
        end = max(len(text) - _LONGEST, 0)
        last = max(text.rfind("<meta", end), text.rfind("<META", end))
        cut = last if last >= 0 else max(len(text) - len("<head>"), 0)
        yield text[:cut]
        text = text[cut:]
    yield text


def _usual(name: str) -> str:
    """The name of a tag, of whatever vocabulary, as most pages have it."""
    name = name.lower().removeprefix("bepress_").replace("dcterms.", "dc.")
    return _NAMES.get(name, name)


def _checked(entry: Entry) -> Record | Reject:
    return checked(_record(entry), entry.fields)


def _record(entry: Entry) -> Record:
    first = entry.first
    identifiers = first("dc.identifier", "dc.identifier.doi")
    found = links(
        first("citation_doi") or identifiers, first("citation_arxiv_id"), entry.all(*_PAGES)
    )
    kind = _type(entry)
    return Record(
        place=entry.place,
        format="web_page",
        type=kind or ("article" if found.arxiv else ""),
        title=line(first("citation_title", "dc.title")),
        authors=_authors(entry),
        editors=tuple(inverted(line(name)) for name in entry.all("citation_editor")),
        date=loose_date(first(*_DATES)),
        venue=line(first(*_VENUES, "dc.ispartof")),
        doi=found.doi,
        arxiv=found.arxiv,
        url=arxiv_url(found.arxiv) or found.url,
        abstract=paragraphs(first("citation_abstract", "dc.abstract", "dc.description")),
        keywords=listed(entry.all("citation_keywords")),
        ids=filled({"pmid": first("citation_pmid")}),
        extra=filled(
            {
                "volume": first("citation_volume"),
                "issue": first("citation_issue"),
                "page": page_range(first("citation_firstpage"), first("citation_lastpage")),
                "publisher": first(
                    "citation_publisher",
                    "citation_dissertation_institution",
                    "citation_technical_report_institution",
                    "dc.publisher",
                ),
                "container-title-short": first("citation_journal_abbrev"),
                "number": first("citation_technical_report_number"),
                "ISSN": first("citation_issn"),
                "ISBN": isbn(first("citation_isbn")),
                "language": first("citation_language", "dc.language"),
            }
        ),
    )


def _authors(entry: Entry) -> tuple[Name, ...]:
    """The authors, from a tag for each, or from one that has all of them, as PubMed writes:
    "Fay A;Roe BC;". So may each be written."""
    each = entry.all("citation_author")
    if each and all(map(_SHORT.fullmatch, each)) and any(name[-2:-1] == " " for name in each):
        return tuple(map(medline, each))  # and not "Jing LI", of which others are longer
    if not each and (together := entry.all("citation_authors")):
        return tuple(medline(with_comma(name)) for name in _parted(together))
    return tuple(map(inverted, _parted(each or entry.all("dc.contributor.author"))))


def _parted(values: Iterable[str]) -> list[str]:
    return [name for text in values for part in text.split(";") if (name := line(part))]


def _type(entry: Entry) -> str:
    for tag, kind in _TYPES.items():
        if entry.first(tag):
            return kind
    return ""
