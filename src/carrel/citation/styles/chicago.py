"""Chicago (The Chicago Manual of Style, 18th edition), author-date."""

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
    pages,
)

_OTHERS = NameStyle(initials="full", et_al_min=7, et_al_first=3)
_AUTHORS = _OTHERS._replace(inverted="first", serial="always", demote=True)
_QUOTED = (
    "article", "dataset", "document", "manuscript", "paper-conference", "post", "speech",
    "thesis", "webpage",
)  # fmt: skip
_DATED = (
    "article", "dataset", "document", "manuscript", "post", "software", "speech", "webpage",
)  # fmt: skip
_ENTRIES = ("entry-dictionary", "entry-encyclopedia")  # dated where they are on the web
_SITES = ("webpage", "post")
_NEWS = ("article-magazine", "article-newspaper")
_join, _end = AMERICAN.join, AMERICAN.end


def cite(item: Item) -> str:
    """One entry of a reference list."""
    author, title = _author(item), _title(item)
    if not author and item.type in _NEWS:
        author = _named_container(item)
    if not author:
        author, title = title, ""
    original = Date.of(item["original-date"]).y
    entry = _join(
        ". ",
        author,
        _join(" ", f"({original})" if original else "", item.issued.y or "n.d."),
        title,
        _description(item),
        _source(item),
        _publication(item),
        capitalised(item["medium"]),
        _access(item),
    )
    return _end(entry, ".")


def _author(item: Item) -> str:
    if item.authors:
        return list_names(item.authors, _AUTHORS, et_al=item.et_al)
    if item.editors:
        label = "eds." if len(item.editors) > 1 else "ed."
        return f"{list_names(item.editors, _AUTHORS)}, {label}"
    if item.type == "webpage":
        return item["publisher"] or item.cased(item.container)
    return item["publisher"] if item.type == "software" else ""


def _title(item: Item) -> str:
    title = item.title if item.type == "post" else item.cased(item.title)
    if item.type != "book" and (item.container or item.type in _QUOTED):
        return AMERICAN.quote(title)
    return AMERICAN.plain(title)


def _description(item: Item) -> str:
    """Genre, number, edition, people and volume of a work that is not part of another."""
    genre = "" if item["number"] or item.type == "thesis" else capitalised(item.genre)
    if item.container and item.type not in _SITES:
        return genre
    number = capitalised(edition(item["edition"], "ed."))
    people = [capitalised(text) for text in _contributors(item)]
    volume = "" if item.serial else capitalised(_volume(item))
    return _join(". ", genre, _number(item), capitalised(_version(item)), number, *people, volume)


def _version(item: Item) -> str:
    label = "v." if item.type == "software" else "version"
    return f"{label} {item['version']}" if item["version"] else ""


def _contributors(item: Item) -> list[str]:
    editors = item.editors if item.authors else ()
    roles = (("edited by", editors), ("translated by", item.translators))
    return [f"{role} {list_names(names, _OTHERS)}" for role, names in roles if names]


def _number(item: Item) -> str:
    number = item["number"]
    if not number or item.type == "thesis":
        return ""
    return _join(" ", item.cased(item.genre), f"No. {number}" if is_numeric(number) else number)


def _volume(item: Item) -> str:
    return counted(item["volume"], "vol.", "vols.")


def _source(item: Item) -> str:
    if item.type in _SITES:
        return ""
    return _serial_source(item) if item.serial else _whole_source(item)


def _serial_source(item: Item) -> str:
    """ "Title 12 (3): 45–67", with what is missing made up for by the month."""
    title = _named_container(item) if item.authors or item.editors else ""
    if item.type not in _NEWS:
        title = _named_container(item)
    number, series, month = item["issue"], item["collection-title"], item.issued.m()
    day = _join(" ", month, item.issued.d)
    where = item["number"] or pages(item["page"], "chicago-16")
    if item.type in _NEWS:
        return _join(", ", title, day)
    if item.type == "post-weblog":
        return _join(", ", title, item["publisher"], day)
    if item["volume"]:
        label = _volume(item) if series else item["volume"]
        number = _join(" ", label, f"({number or month})" if number or month else "")
        return _join(
            ", " if series else " ", title, _join(": ", _join(", ", series, number), where)
        )
    if number:
        number = _join(" ", issue(number), f"({month})" if month else "")
        return _join(", ", title, _join(": ", _join(", ", series, number), where))
    rest = _join(", ", _ahead(item), series, day, where)
    if item.event:
        return _join(". ", title, f"Paper presented at {item.event}", rest)
    return _join(", ", title, rest)


def _place(item: Item) -> str:
    """The place of publication; with an event, sources give the event's for it."""
    return "" if item["event-title"] else item["publisher-place"]


def _named_container(item: Item) -> str:
    """The periodical's title, told apart from others by its place."""
    place = _place(item)
    return _join(" ", AMERICAN.plain(item.cased(item.container)), f"({place})" if place else "")


def _ahead(item: Item) -> str:
    """Of an article without volume, issue and pages that has a DOI."""
    placed = item["page"] or item["number"] or item["collection-title"]
    dated = item.type == "article-journal" and item.doi and item.issued.y
    return "ahead of print" if dated and not placed else ""


def _whole_source(item: Item) -> str:
    whole = ""
    if item.container:
        title = f"In {AMERICAN.plain(item.cased(item.container))}"
        number = edition(item["edition"], "ed.")
        people = _contributors(item)
        about = (_number(item), _version(item), number, *people, _volume(item))
        whole = _join(", ", title, *about)
    number = item.series_number
    series = _join(
        " " if is_numeric(number) else ", ", item.cased(item["collection-title"]), number
    )
    return _join(". ", whole, series)


def _publication(item: Item) -> str:
    if item.serial:
        return ""
    nobody = not item.authors and not item.editors
    site = item.cased(item.container) if item.type in _SITES else ""
    if item.type == "webpage" and nobody and not item["publisher"]:
        site = ""  # it stands in for the author
    kind = capitalised(item["genre"]) if item.type == "thesis" else ""
    if item.type == "article" and not item.genre:
        kind = "Preprint"
    publisher = capitalised(item["publisher"] or _place(item))
    if item.type in ("webpage", "software") and nobody:
        publisher = ""  # and this one
    dated = item.type in _DATED or (item.type in _ENTRIES and item.link)
    day = _join(" ", item.issued.m(), item.issued.d) if dated else ""
    if item.type == "software" and day:
        day = f"{'released' if publisher else 'Released'} {day}"
    return _join(", ", item.event, AMERICAN.plain(site), kind, publisher, day)


def _access(item: Item) -> str:
    if item.doi:
        return item.doi_link
    accessed = Date.of(item["accessed"])
    visited = ""
    if item.url and accessed.year and not item.issued.y:
        visited = f"Accessed {accessed.american()}"
    return _join(". ", visited, item.url)
