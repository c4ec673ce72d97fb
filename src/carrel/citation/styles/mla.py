"""MLA (MLA Handbook, 9th edition)."""

from __future__ import annotations

from carrel.citation.item import Date, Item
from carrel.citation.names import NameStyle, list_names
from carrel.citation.typography import (
    AMERICAN,
    capitalised,
    counted,
    edition,
    is_numeric,
    issue,
    labelled_pages,
)

_AUTHORS = NameStyle(
    initials="full", inverted="first", serial="always", et_al_min=3, et_al_comma=True
)
_OTHERS = NameStyle(initials="full", et_al_min=3)
_QUOTED = ("article", "dataset", "document", "manuscript", "paper-conference", "speech", "post")
_YEARLY = ("book", "chapter", "paper-conference", "thesis")
_join, _end = AMERICAN.join, AMERICAN.end


def cite(item: Item) -> str:
    """One entry of a list of works cited."""
    genre = "" if item.type == "thesis" or item["number"] else capitalised(item.genre)
    original = _written(Date.of(item["original-date"]))
    after_title = _join(", ", original, genre)
    entry = _join(
        ". ", _author(item), _title(item), after_title, _container(item), _end_matter(item)
    )
    return _end(entry, ".")


def _author(item: Item) -> str:
    if item.authors:
        return list_names(item.authors, _AUTHORS, et_al=item.et_al)
    label = "editors" if len(item.editors) > 1 else "editor"
    return _join(", ", list_names(item.editors, _AUTHORS), label) if item.editors else ""


def _title(item: Item) -> str:
    title = item.title if item.type == "post" else item.cased(item.title)
    if item.type != "book" and (item.container or item.type in _QUOTED):
        return AMERICAN.quote(title)
    return AMERICAN.plain(title)


def _container(item: Item) -> str:
    """MLA's elements of a container, in their order, from its title to the location."""
    title = AMERICAN.plain(item.cased(item.container))
    place = f"[{item['publisher-place']}]" if item["publisher-place"] else ""
    publisher = item["publisher"] or item["publisher-place"]
    elements = [
        _join(" ", title, place if item.serial else ""),
        _contributors(item),
        capitalised(edition(item["edition"], "ed.")),
        f"Version {item['version']}" if item["version"] else "",
        _numbers(item),
        "" if item.serial or item.type == "thesis" else publisher,
        _date(item),
        item.event,
        labelled_pages(item["page"], "minimal-two"),
        item.link,
    ]
    return _join(", ", *elements)


def _contributors(item: Item) -> str:
    editors = item.editors if item.authors else ()
    roles = (("edited by", editors), ("translated by", item.translators))
    text = _join(", ", *(f"{role} {list_names(n, _OTHERS)}" for role, n in roles if n))
    return text if item.container else capitalised(text)


def _numbers(item: Item) -> str:
    volume = counted(item["volume"], "vol.", "vols.")
    begun = item.container or item.editors or item.translators or item["edition"]
    if not (begun or item.serial):
        volume = capitalised(volume)
    number = item["number"]
    if number:
        number = _join(" ", item.genre, f"no. {number}" if is_numeric(number) else number)
    series = item["collection-title"] if item.serial else ""
    return _join(", ", series, volume, issue(item["issue"]), number)


def _date(item: Item) -> str:
    if item.type in _YEARLY:
        return item.issued.y
    if item.type == "speech" and item.event:
        return ""
    date = item.issued
    return _written(date._replace(day=0) if item.type == "article-journal" else date)


def _written(date: Date) -> str:
    """ "7 Sept. 2021"; months of up to four letters stay whole."""
    month = "Sept." if date.month == 9 else date.m(4)
    return _join(" ", date.d, month, date.y)


def _end_matter(item: Item) -> str:
    """What may follow the containers: access, medium, a thesis's school, the series."""
    accessed = Date.of(item["accessed"])
    visited = f"Accessed {_written(accessed)}" if accessed.year and not item.issued.y else ""
    thesis = (item["publisher"], item["genre"]) if item.type == "thesis" else ()
    series = ""
    if not item.serial:
        number = item.series_number
        delimiter = " " if is_numeric(number) else ", "
        series = _join(delimiter, item.cased(item["collection-title"]), number)
    return _join(", ", visited, capitalised(item["medium"]), *thesis, series)
