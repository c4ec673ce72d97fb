"""Harvard (Pears and Shields, Cite Them Right, 12th edition), with British punctuation."""

from __future__ import annotations

from carrel.citation.item import Date, Item
from carrel.citation.names import NameStyle, list_names
from carrel.citation.typography import BRITISH, edition, labelled_pages

_AUTHORS = NameStyle(initials=".", inverted="all", serial="never", et_al_min=4)
_OTHERS = NameStyle(initials=".", et_al_min=4)
_PARTS = ("chapter", "paper-conference")
_JOURNALS = ("article-journal", "article-magazine", "article-newspaper")
_PAGED = (*_PARTS, *_JOURNALS, "article", "book", "report", "review")
_WHOLE = ("book", "report", "thesis", "webpage", "graphic", "song")
_join, _end = BRITISH.join, BRITISH.end


def cite(item: Item) -> str:
    """One entry of a reference list."""
    author, title, container = _author(item), _title(item), _container(item)
    if not author and container and item.type in _JOURNALS:
        author, container = BRITISH.plain(item.cased(item.container)), ""
    elif not author:
        author, title = title, ""
    year = f"({item.issued.y or 'no date'})"
    work = _join(", ", title, _join(" ", _people(item), container))
    entry = _join(". ", _join(" ", author, year, work), *_contributors(item), _publisher(item))
    entry = _join(", ", entry, _locator(item), _day_month(item), _pages(item))
    return _end(_join(". ", entry, _access(item)), ".")


def _author(item: Item) -> str:
    if item.authors:
        return list_names(item.authors, _AUTHORS, et_al=item.et_al)
    return _labelled(item, _AUTHORS)


def _labelled(item: Item, style: NameStyle) -> str:
    label = "(eds)" if len(item.editors) > 1 else "(ed.)"
    return f"{list_names(item.editors, style)} {label}" if item.editors else ""


def _people(item: Item) -> str:
    """The editors and translators of the whole that a work is part of."""
    if item.type not in _PARTS:
        return ""
    translators = list_names(item.translators, _OTHERS)
    people = _join(
        ", ",
        _labelled(item, _OTHERS) if item.authors else "",
        f"{translators} (trans.)" if translators else "",
    )
    return f"in {people}" if people else ""


def _contributors(item: Item) -> list[str]:
    """Sentences about editors and translators, where they do not stand elsewhere."""
    if item.type in _PARTS:
        return []
    editors = item.editors if item.authors else ()
    roles = (("Edited by", editors), ("Translated by", item.translators))
    return [f"{role} {list_names(names, _OTHERS)}" for role, names in roles if names]


def _title(item: Item) -> str:
    if item.type not in _WHOLE:
        return BRITISH.quote(item.title)
    medium = f"[{item['medium']}]" if item["medium"] else ""
    title = _join(" ", BRITISH.plain(item.title), medium)
    return _join(". ", title, edition(item["edition"], "edn"))


def _container(item: Item) -> str:
    if not item.container:
        return ""
    early = item.type in ("article", "article-journal") and not (item["page"] or item["volume"])
    title = _join(" ", BRITISH.plain(item.container), "[Preprint]" if early else "")
    return _join(". ", title, "" if item.type in _WHOLE else edition(item["edition"], "edn"))


def _publisher(item: Item) -> str:
    place = _join(": ", item["publisher-place"], item["publisher"])
    if item.type in _JOURNALS:
        return ""
    if item.type == "thesis":
        return _join(". ", item["genre"], item["publisher"])
    if item.type == "report":
        return _join(". ", _join(" ", item["genre"], item["number"]), place)
    series = _join(", ", item["collection-title"], item["collection-number"])
    return _join(" ", place, f"({series})" if series else "")


def _locator(item: Item) -> str:
    if item.type != "article-journal":
        return ""
    return item["volume"] + (f"({item['issue']})" if item["issue"] else "")


def _day_month(item: Item) -> str:
    if item.type not in ("article-newspaper", "article-magazine", "post-weblog", "speech"):
        return ""
    return _join(" ", item.issued.d, item.issued.m())


def _pages(item: Item) -> str:
    return labelled_pages(item["page"]) if item.type in _PAGED else ""


def _access(item: Item) -> str:
    if item.doi:
        return f"Available at: {item.doi_link}"
    if not item.url:
        return ""
    visited = Date.of(item["accessed"]).british()
    return f"Available at: {item.url}" + (f" (Accessed: {visited})" if visited else "")
