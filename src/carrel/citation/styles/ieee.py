"""IEEE (IEEE Reference Guide, November 2023); numbered in the order of citation."""

from __future__ import annotations

from carrel.citation.item import Date, Item
from carrel.citation.names import NameStyle, list_names
from carrel.citation.typography import (
    AMERICAN,
    capitalised,
    edition,
    is_numeric,
    labelled_pages,
)

_AUTHORS = NameStyle(initials=". ", et_al_min=7)
_EDITORS = NameStyle(initials=". ")
_WHOLE = ("book", "standard", "software")
_SITES = ("webpage", "post", "post-weblog")
_join, _end = AMERICAN.join, AMERICAN.end


def cite(item: Item) -> str:
    """One entry of a reference list."""
    body = _body(item)
    closed = _end(
        body.rstrip(" ,"), "," if item.type == "article-journal" and _access(item) else "."
    )
    return _end(_author(item), ", ") + (closed + _access(item)).lstrip()


def _body(item: Item) -> str:
    issued = item.issued
    title = AMERICAN.plain(item.title) if item.type in _WHOLE else AMERICAN.quote(item.title)
    container = AMERICAN.plain(item.container)
    month_year = _join(" ", issued.m(3), issued.y)
    date = issued.american(3, two_digits=True)
    page = labelled_pages(item["page"])
    locators, publisher = _locators(item), _publisher(item)
    match item.type:
        case "article-journal":
            journal = AMERICAN.plain(item.container_short)
            article = f"Art. no. {item['number']}" if item["number"] else page
            return _join(", ", title, journal, locators, article, month_year)
        case "paper-conference" | "speech":
            event = f"in {container}" if container else ""
            if not container and item.event:
                event = f"presented at the {item.event}"
            start = _end(_join(", ", title, event, _editors(item)), ", ") + _series(item)
            day = date if item.type == "speech" else month_year
            return start + _join(", ", publisher, day, page)
        case "chapter":
            place = f"in {container}" if container else ""
            series = _series(item).rstrip(" .")
            start = _join(", ", title, place, locators, _editors(item), series)
            number = f"ch. {item['chapter-number']}" if item["chapter-number"] else ""
            return _join(", ", start, publisher, issued.y, number, page)
        case "report":
            number = _join(" ", item.genre, item["number"])
            return _join(", ", title, publisher, number, month_year)
        case "thesis":
            return _join(", ", title, item.genre, publisher, issued.y)
        case "software":
            return _join(". ", title, f"({date})" if date else "", item.genre, publisher)
        case "article":
            archive = _join(": ", publisher, item["number"])
            if item["number"].lower().startswith(f"{publisher.lower()}:"):
                archive = item["number"]  # "arXiv:1706.03762" names its archive
            return _join(", ", title, date, archive)
        case "webpage" | "post" | "post-weblog":
            return _join(", ", title, container)
        case "article-magazine" | "article-newspaper" | "manuscript":
            return _join(", ", title, container, locators, publisher, page, date)
        case "book":
            start = _end(_join(", ", title, locators), ". ") + _series(item)
            return start + _join(", ", publisher, issued.y, page)
        case _:
            start = _end(_join(", ", title, container, locators), ". ") + _series(item)
            return start + _join(", ", publisher, page, date)


def _author(item: Item) -> str:
    if item.authors:
        return list_names(item.authors, _AUTHORS, et_al=item.et_al)
    return _labelled(item, _AUTHORS)


def _editors(item: Item) -> str:
    """The editors, where they do not stand in for the authors."""
    return _labelled(item, _EDITORS) if item.authors else ""


def _labelled(item: Item, style: NameStyle) -> str:
    label = "Eds." if len(item.editors) > 1 else "Ed."
    return _join(", ", list_names(item.editors, style), label) if item.editors else ""


def _locators(item: Item) -> str:
    number = ""
    if item.type in ("book", "chapter", "paper-conference", "report"):
        number = edition(item["edition"], "ed.")
        if not is_numeric(item["edition"]):
            number = _end(capitalised(number), ".")
    volume = f"vol. {item['volume']}" if item["volume"] else ""
    return _join(", ", number, volume, f"no. {item['issue']}" if item["issue"] else "")


def _series(item: Item) -> str:
    if not item["collection-title"]:
        return ""
    number = f"no. {item['collection-number']}" if item["collection-number"] else ""
    volume = f"vol. {item['volume']}" if item["volume"] else ""
    return _end("in " + _join(", ", item["collection-title"], number, volume), ". ")


def _publisher(item: Item) -> str:
    if item.type in ("book", "chapter", "paper-conference"):
        return _join(": ", item["publisher-place"], item["publisher"])
    return _join(", ", item["publisher"], item["publisher-place"])


def _access(item: Item) -> str:
    if item.doi and item.type not in _SITES:
        return f" doi: {item.doi}."
    if not item.url:
        return ""
    accessed = Date.of(item["accessed"])
    visited = f"Accessed: {accessed.american(3, two_digits=True)}. " if accessed.year else ""
    medium = "" if item.type in _SITES else capitalised(item["medium"])
    return f" {visited}[{medium or 'Online'}]. Available: {item.url}"
