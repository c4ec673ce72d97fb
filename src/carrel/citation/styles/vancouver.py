"""Vancouver (NLM, Citing Medicine, 2nd edition); numbered in the order of citation."""

from __future__ import annotations

from carrel.citation.item import PERIODICALS, Date, Item
from carrel.citation.names import NameStyle, list_names
from carrel.citation.typography import (
    AMERICAN,
    capitalised,
    counted,
    edition,
    is_numeric,
    pages,
)

_NAMES = NameStyle(
    initials="",
    inverted="all",
    conjunction="",
    separator=" ",
    hyphens=False,
    et_al_min=7,
    et_al_first=6,
)
_PARTS = ("chapter", "paper-conference", "entry-encyclopedia", "entry-dictionary")
_join, _end = AMERICAN.join, AMERICAN.end


def cite(item: Item) -> str:
    """One entry of a reference list."""
    site = item.type == "webpage" and item.container
    entry = _join(
        ". ",
        _author(item),
        _title(item),
        "" if item.container else edition(item["edition"], "ed."),
        _join(": ", "In" if item.type in _PARTS else "", _container(item)),
        _join("; ", _publisher(item), _date(item)),
        _page(item),
        AMERICAN.plain(item.title) if site else "",
        _series(item),
        _report_number(item),
    )
    return _join(" ", _end(entry, "."), _availability(item))


def _online(item: Item) -> bool:
    """Is it cited as found on the web? A DOI that is also the address is no second place, and a
    journal's article is known well enough by its DOI."""
    if item.doi and (item.type == "article-journal" or item.url.endswith(item.doi)):
        return False
    return bool(item.url)


def _author(item: Item) -> str:
    if item.authors:
        return list_names(item.authors, _NAMES, et_al=item.et_al)
    return _editors(item)


def _editors(item: Item) -> str:
    label = "editors" if len(item.editors) > 1 else "editor"
    return _join(", ", list_names(item.editors, _NAMES), label) if item.editors else ""


def _title(item: Item) -> str:
    site = item.type == "webpage" and item.container
    title = AMERICAN.plain(item.container if site else item.title)
    medium = ""
    if (site or not item.container) and item.type not in _PARTS:
        medium = capitalised(item["medium"]) or ("Internet" if _online(item) else "")
    brackets = (f"[{text}]" for text in (item.genre, medium) if text)
    return _join(" ", title, *brackets)


def _container(item: Item) -> str:
    editors = _editors(item) if item.authors else ""
    if item.type == "webpage":
        return editors
    if not item.container:
        volume = "" if item.type in PERIODICALS else item["volume"]
        return _join(". ", editors, counted(volume, "Vol.", "Vols."))
    title = item.container
    if item.type == "article-journal":
        title = item.container_short.replace(".", "")
    title = _join(" ", AMERICAN.plain(title), "[Internet]" if _online(item) else "")
    return _join(". ", editors, title, edition(item["edition"], "ed."))


def _publisher(item: Item) -> str:
    if item.type in PERIODICALS:
        return ""
    place = item["publisher-place"]
    if place and item.type == "thesis":
        place = f"[{place}]"
    return _join(": ", place, item["publisher"])


def _date(item: Item) -> str:
    issued, accessed = item.issued, Date.of(item["accessed"])
    cited = f"[cited {_ymd(accessed)}]" if accessed.year and _online(item) else ""
    if item.type == "report":
        return _join(" ", _ymd(issued._replace(day=0)), cited)
    if item.type not in PERIODICALS:
        return _join(" ", _ymd(issued) if item.type == "speech" else issued.y, cited)
    date = _join(" ", _ymd(issued), cited)
    where = item["number"] or pages(item["page"], "minimal")
    if item.type == "article-newspaper":
        return _join(":", date, where)
    volume = item["volume"] + (f"({item['issue']})" if item["issue"] else "")
    return _join(";", date, _join(":", volume, where))


def _ymd(date: Date) -> str:
    return _join(" ", date.y, date.m(3, ""), date.d)


def _page(item: Item) -> str:
    if item.type in PERIODICALS:
        return ""
    if item.type == "book":
        count = item["number-of-pages"]
        return f"{count} p." if is_numeric(count) else count
    return f"p. {pages(item['page'], 'minimal')}" if item["page"] else ""


def _series(item: Item) -> str:
    if item.type in PERIODICALS or not item["collection-title"]:
        return ""
    number = counted(item["collection-number"], "no.", "nos.")
    return f"({_join('; ', item['collection-title'], number)})"


def _report_number(item: Item) -> str:
    number = item["number"]
    if item.type != "report" or not number:
        return ""
    kind = capitalised(item["genre"]) or "Report"
    return f"{kind} no.: {number}" if is_numeric(number) else f"{kind} {number}"


def _availability(item: Item) -> str:
    known = item["PMID"] or item["PMCID"]
    address = ""
    if _online(item) and not (item.type == "article-journal" and known):
        address = f"Available from: {item.url}"
    pmid = f"PubMed PMID: {item['PMID']}" if item["PMID"] else ""
    pmcid = f"PubMed Central PMCID: {item['PMCID']}" if item["PMCID"] else ""
    notes = _end(_join("; ", pmid, pmcid), ".")
    return _join(" ", address, f"doi:{item.doi}" if item.doi else "", notes)
