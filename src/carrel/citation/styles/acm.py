"""ACM (ACM Reference Format, 2017 and later); numbered, sorted by the first author's name."""

from __future__ import annotations

from carrel.citation.item import Date, Item
from carrel.citation.names import NameStyle, list_names
from carrel.citation.typography import AMERICAN, edition, pages

_AUTHORS = NameStyle(initials="given")
_EDITORS = NameStyle(initials="given", serial="never")
_join, _end = AMERICAN.join, AMERICAN.end


def cite(item: Item) -> str:
    """One entry of a reference list."""
    start = _join(". ", _author(item), item.issued.y, _title(item))
    return _join(" ", _end(start, "."), _end(_source(item), "."), _access(item))


def _author(item: Item) -> str:
    if item.authors:
        return list_names(item.authors, _AUTHORS, et_al=item.et_al)
    label = "(Eds.)" if len(item.editors) > 1 else "(Ed.)"
    return f"{list_names(item.editors, _AUTHORS)} {label}" if item.editors else ""


def _title(item: Item) -> str:
    whole = item.type in ("book", "report") and item["edition"]
    number = f"({edition(item['edition'], 'ed.')})" if whole else ""
    return _join(" ", AMERICAN.plain(item.title), number)


def _source(item: Item) -> str:
    container = AMERICAN.plain(item.container)
    publisher = _join(", ", item["publisher"], item["publisher-place"])
    page = pages(item["page"])
    match item.type:
        case "book" | "report":
            return publisher
        case "thesis":
            return _join(". ", item["genre"], publisher)
        case "paper-conference":
            series = f"({item['collection-title']})" if item["collection-title"] else ""
            place = _join(" ", "In" if container or series else "", container, series)
            event = _join(", ", place, item.issued.american(two_digits=True))
            return _join(". " if item.issued.y else ", ", event, _join(", ", publisher, page))
        case "chapter":
            number = f"({edition(item['edition'], 'ed.')})" if item["edition"] else ""
            place = _join(", ", _join(" ", container, number), _editors(item))
            return _join(". ", f"In {place}" if place else "", _join(", ", publisher, page))
        case "article-journal":
            return _join(", ", _journal(item), page)
        case "article":
            return _join(", ", _join(" ", container, item["volume"]), item["number"], page)
        case _:
            return _join(", ", _join(" ", container, item["volume"]), page)


def _editors(item: Item) -> str:
    if not (item.editors and item.authors):
        return ""
    label = "(eds.)" if len(item.editors) > 1 else "(ed.)"
    return f"{list_names(item.editors, _EDITORS)} {label}"


def _journal(item: Item) -> str:
    """ "J. ACM 12, 3 (March 2001)"; the comma after the volume stays where there is no issue."""
    date = _join(" ", item.issued.m(), item.issued.y)
    volume = f"{item['volume']}," if item["volume"] else ""
    number = _join(" ", volume, item["issue"], f"({date})" if date else "")
    return _join(" ", AMERICAN.plain(item.container_short), number).rstrip(",")


def _access(item: Item) -> str:
    if item.doi:
        return item.doi_link
    if not item.url:
        return ""
    return _join(" ", "Retrieved", Date.of(item["accessed"]).american(), "from", item.url)
