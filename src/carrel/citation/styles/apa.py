"""APA (Publication Manual of the American Psychological Association, 7th edition)."""

from __future__ import annotations

from carrel.citation.item import Date, Item
from carrel.citation.names import NameStyle, list_names
from carrel.citation.typography import (
    AMERICAN,
    capitalised,
    counted,
    edition,
    is_numeric,
    labelled_pages,
    pages,
)

_OTHERS = NameStyle(initials=". ", conjunction="&", et_al_min=21, et_al_first=19, et_al_last=True)
_AUTHORS = _OTHERS._replace(inverted="all", serial="always")
_DATED = (
    "article-magazine", "article-newspaper", "document", "post", "post-weblog", "speech", "webpage",
)  # fmt: skip
_DESCRIBED = {
    "dataset": "Dataset",
    "software": "Computer software",
    "review": "Review",
    "graphic": "Graphic",
    "map": "Map",
    "song": "Song",
    "motion_picture": "Film",
    "manuscript": "Unpublished manuscript",
}
_join, _end = AMERICAN.join, AMERICAN.end


def cite(item: Item) -> str:
    """One entry of a reference list."""
    author, title = _author(item), _join(" ", AMERICAN.plain(item.title), _parenthetical(item))
    if author:
        title = _join(" ", title, _description(item))
    else:
        author, title = title, _description(item)
    entry = _join(". ", author, _date(item), title, _source(item))
    original = Date.of(item["original-date"]).y
    history = f"(Original work published {original})" if original else ""
    return _join(" ", _end(entry, "."), _link(item), history)


def _published(item: Item) -> bool:
    return bool(item.editors or item["issue"] or item["page"] or item["volume"])


def _author(item: Item) -> str:
    if item.authors:
        return list_names(item.authors, _AUTHORS, et_al=item.et_al)
    if item.editors:
        return _labelled(item, _AUTHORS)
    return item["publisher"] if item.type in ("webpage", "software") else ""


def _labelled(item: Item, style: NameStyle) -> str:
    return f"{list_names(item.editors, style)} {'(Eds.)' if len(item.editors) > 1 else '(Ed.)'}"


def _date(item: Item) -> str:
    if not item.issued.y:
        return f"({item['status'].lower() or 'n.d.'})"
    full = item.type in _DATED or (item.type == "paper-conference" and not _published(item))
    day = _join(" ", item.issued.m(), item.issued.d) if full else ""
    return f"({_join(', ', item.issued.y, day)})"


def _parenthetical(item: Item) -> str:
    """What stands in parentheses after the title: people, and numbers of what is no part."""
    alone = item.type == "webpage" or not item.container
    editors = ""
    if alone and not item.serial and item.editors and item.authors:
        label = "Eds." if len(item.editors) > 1 else "Ed."
        editors = f"{list_names(item.editors, _OTHERS)}, {label}"
    translators = ""
    if item.translators:
        translators = f"{list_names(item.translators, _OTHERS)}, Trans."
    numbers = (_number(item), _locators(item)) if alone else ()
    inside = _join("; ", editors, translators, *numbers)
    return f"({inside})" if inside else ""


def _number(item: Item) -> str:
    """ "Working Paper No. 12"."""
    number = item["number"]
    if not number:
        return ""
    if is_numeric(number):
        number = f"No. {number}"
    genre = "Publication" if item.type == "thesis" and item["genre"] else item.cased(item.genre)
    return _join(" ", genre, number)


def _locators(item: Item) -> str:
    if item.serial or item.type in ("webpage", "post", "speech"):
        return ""
    series = ""
    if item.type in ("report", "document"):
        series = _join(" ", item.cased(item["collection-title"]), item["collection-number"])
    return _join(
        ", ",
        f"Version {item['version']}" if item["version"] else "",
        edition(item["edition"], "ed."),
        series,
        counted(item["volume"], "Vol.", "Vols."),
        f"Issue {item['issue']}" if item["issue"] else "",
        labelled_pages(item["page"], "expanded"),
    )


def _description(item: Item) -> str:
    """What kind of work it is, in square brackets, where the rest does not tell."""
    if item.type == "thesis":
        school = item["publisher"] if item.doi or item.url else ""
        kind = _join(", ", capitalised(item["genre"]), school)
        inside = _join("; ", kind, capitalised(item["medium"]))
        return f"[{inside}]" if inside else ""
    return "" if _described_last(item) else _kind(item)


def _described_last(item: Item) -> bool:
    """Does the description follow the whole that the work stands in?"""
    if item.type in ("paper-conference", "speech"):
        return bool(item.container) and not _published(item)
    return bool(item.container) and item.type in ("document", "report", "software")


def _kind(item: Item) -> str:
    medium = capitalised(item["medium"])
    inside = _join("; ", "" if item["number"] else capitalised(item.genre), medium)
    if not item.genre and not medium:
        placed = item.link or item.container or item["publisher"] or item["number"]
        if item.type != "manuscript" or not placed:
            inside = _DESCRIBED.get(item.type, "")
    return f"[{inside}]" if inside else ""


def _source(item: Item) -> str:
    if item.type in ("webpage", "post"):
        publisher = item["publisher"] if item.authors or item.editors else ""
        return _join(". ", publisher, AMERICAN.plain(item.cased(item.container)))
    if item.serial:
        return _join(". ", _serial_source(item), item.event)
    publisher = item["publisher"]
    if item.type == "thesis" and (item.doi or item.url):
        publisher = ""
    if item.type == "software" and not item.authors and not item.editors:
        publisher = ""
    whole = ""
    if item.container:
        editors = _labelled(item, _OTHERS) if item.editors and item.authors else ""
        inside = _join("; ", _number(item), _locators(item))
        title = _join(", ", editors, AMERICAN.plain(item.container))
        kind = _kind(item) if _described_last(item) else ""
        whole = _join(" ", "In", title, f"({inside})" if inside else "", kind)
    return _join(". ", whole, publisher, item.event)


def _serial_source(item: Item) -> str:
    titles = _join(", ", item.cased(item.container), item.cased(item["collection-title"]))
    issue = f"({item['issue']})" if item["issue"] else ""
    number = f"Article {item['number']}" if item["number"] else ""
    where = number or pages(item["page"], "expanded")
    return _join(", ", AMERICAN.plain(titles), item["volume"] + issue, where)


def _link(item: Item) -> str:
    accessed = Date.of(item["accessed"])
    if item.url and not item.doi and accessed.year and not item.issued.y:
        return f"Retrieved {accessed.american()}, from {item.url}"
    return item.link
