"""Nature (Nature Portfolio formatting guide); numbered in the order of citation."""

from __future__ import annotations

from carrel.citation.item import Item
from carrel.citation.names import NameStyle, list_names
from carrel.citation.typography import AMERICAN, capitalised, pages, several

_NAMES = NameStyle(initials=". ", inverted="all", conjunction="&", serial="never", et_al_min=6)
_PARTS = ("chapter", "paper-conference")
_join, _end = AMERICAN.join, AMERICAN.end


def cite(item: Item) -> str:
    """One entry of a reference list."""
    whole = item.type in ("book", "report", "song", "graphic")
    title = item.cased(item.title) if whole else item.title
    container = item.container_short if item.type == "article-journal" else item.container
    entry = _join(
        " ",
        _end(list_names(item.authors, _NAMES, et_al=item.et_al), "."),
        _end(AMERICAN.plain(title), "."),
        "in" if item.type in _PARTS else "",
        AMERICAN.plain(container),
        _editors(item),
        _volume(item),
        pages(item["page"]),
        _issuance(item),
        _doi(item),
    )
    return _end(entry, ".")


def _editors(item: Item) -> str:
    if item.type not in _PARTS or not item.editors:
        return ""
    label = "eds." if len(item.editors) > 1 else "ed."
    return f"({label} {list_names(item.editors, _NAMES)})"


def _volume(item: Item) -> str:
    volume = item["volume"]
    if item.type == "article-journal":
        return f"{volume}," if volume else ""
    return _join(" ", "vols." if several(volume) else "vol.", volume) if volume else ""


def _issuance(item: Item) -> str:
    year = f"({item.issued.y})" if item.issued.y else ""
    link = item.link
    match item.type:
        case "book" | "thesis" | "chapter" | "paper-conference":
            inside = _join(", ", item["publisher"], item["publisher-place"], item.issued.y)
            return f"({inside})." if inside else ""
        case "article":
            kind = capitalised(item.genre) or "Preprint"
            return _join(" ", f"{kind} at {link}" if link else "", year)
        case "dataset" | "software":
            return _join(" ", item["publisher"], link if item.doi else "", year)
        case "report" | "webpage" | "post" | "post-weblog":
            return _join(" ", "" if item.doi and item.url.endswith(item.doi) else item.url, year)
        case "article-journal":
            return _join(" ", "" if item["volume"] or item["page"] else link, year)
        case _:
            return year


def _doi(item: Item) -> str:
    if not item.doi or item["volume"] or item.type in ("article", "dataset", "software"):
        return ""
    return f"doi:{item.doi}"
