"""EndNote's XML export: `<xml><records><record>`, texts in `<style>` elements."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from carrel.paper import Name, Place, Record, Reject
from carrel.readers.attachments import files
from carrel.readers.dates import loose_date
from carrel.readers.fields import checked, filled, line, listed, paged, paragraphs, standard_number
from carrel.readers.identifiers import links
from carrel.readers.names import inverted
from carrel.readers.source import Source
from carrel.readers.xmltext import child, children, elements

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

# The numbers that stand beside the names are the same in every language of EndNote.
_TYPES = {
    "0": "article-journal",
    "1": "article",
    "2": "graphic",
    "3": "motion_picture",
    "4": "bill",
    "5": "chapter",
    "6": "book",
    "7": "legal_case",
    "8": "software",
    "9": "software",
    "10": "paper-conference",
    "12": "webpage",
    "13": "document",
    "14": "hearing",
    "16": "webpage",
    "17": "article-journal",
    "19": "article-magazine",
    "20": "map",
    "21": "motion_picture",
    "22": "chapter",
    "23": "article-newspaper",
    "25": "patent",
    "26": "personal_communication",
    "27": "report",
    "28": "book",
    "31": "legislation",
    "32": "thesis",
    "34": "manuscript",
    "36": "manuscript",
    "37": "figure",
    "43": "article-journal",
    "44": "book",
    "45": "dataset",
    "46": "report",
    "47": "paper-conference",
    "48": "software",
    "52": "entry-encyclopedia",
    "53": "report",
    "54": "periodical",
    "56": "post-weblog",
    "57": "periodical",
    "58": "standard",
    "59": "dataset",
    "60": "report",
}


def recognises(head: str) -> bool:
    return "<records>" in head and ("<ref-type" in head or "<rec-number" in head)


def read(source: Source) -> Iterator[Record | Reject]:
    for node in elements(source, "record"):
        if isinstance(node, Reject):
            yield node
        else:
            place = Place(source.path, node.line, node.end)
            yield checked(_record(node.element, place), child(node.element, "rec-number"))


def _record(record: Element, place: Place) -> Record:
    kind = _TYPES.get(child(record, "ref-type"), "")
    alone = kind in ("book", "report", "thesis")
    second = child(record, "titles/secondary-title")
    periodical = child(record, "periodical/full-title")
    urls = [url for url in children(record, "urls/*/url") if "://" in url]
    found = links(doi=child(record, "electronic-resource-num"), urls=urls)
    title, venue = line(child(record, "titles/title")), line(periodical or second)
    year, day = child(record, "dates/year"), child(record, "dates/pub-dates/date")
    return Record(
        place=place,
        format="endnote_xml",
        key=line(child(record, "label")),
        type=kind,
        title=title,
        authors=_names(record, "contributors/authors/author"),
        editors=() if alone and second else _names(record, "contributors/secondary-authors/author"),
        date=loose_date(f"{day} {year}") or loose_date(year) or loose_date(day),
        venue="" if alone and not periodical else venue,
        doi=found.doi,
        arxiv=found.arxiv,
        url=found.url,
        files=files(children(record, "urls/pdf-urls/url"), place.path),
        abstract=paragraphs(child(record, "abstract")),
        keywords=listed(children(record, "keywords/keyword")),
        affiliation=line(child(record, "auth-address")),
        extra=filled(
            {
                "volume": child(record, "volume"),
                "issue": child(record, "number"),
                "edition": child(record, "edition"),
                "publisher": child(record, "publisher"),
                "publisher-place": child(record, "pub-location"),
                "collection-title": second if alone else child(record, "titles/tertiary-title"),
                "title-short": child(record, "titles/short-title"),
                "container-title-short": child(record, "periodical/abbr-1"),
                "genre": child(record, "work-type"),
                "language": child(record, "language"),
                "call-number": child(record, "call-num"),
                "note": "; ".join(children(record, "notes")),
                "translator": "; ".join(children(record, "contributors/translated-authors/author")),
            }
        )
        | filled(paged(kind, child(record, "pages")))
        | standard_number(child(record, "isbn")),
    )


def _names(record: Element, path: str) -> tuple[Name, ...]:
    return tuple(map(inverted, children(record, path)))
