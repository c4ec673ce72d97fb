"""carrel's own JSON Lines, and any JSON with the like members: `id, title, authors, date, …`.

This is what `carrel list --format jsonl` prints. Every member but one of title, authors, abstract
and identifier may be missing; the list may lie in an envelope, as an interface answers
(`{"status": …, "data": {"results": […]}}`). What is the person's own (favourite, tags, read, note)
is not read: it is kept with the annotations.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import lru_cache

from carrel.batches import ahead
from carrel.identifiers import ARXIV_PAGE, arxiv_url
from carrel.paper import Name, Place, Record, Reject
from carrel.readers.dates import loose_date
from carrel.readers.fields import checked
from carrel.readers.identifiers import declared_arxiv, links
from carrel.readers.jsontext import abstract_of, objects
from carrel.readers.names import displayed, inverted, nonempty
from carrel.readers.source import Source
from carrel.readers.values import mappings, string, strings
from carrel.text import clean, clean_block

_HEAD = re.compile(r'"(?:title|abstract)"\s*:\s*"')
_ENVELOPES = frozenset(
    "papers items results records entries articles publications works documents docs hits data "
    "message response".split()
)
_STRING_OR_BRACKET = re.compile(r'"[^"\\]*(?:\\.[^"\\]*)*"?|[\[\]{}]')
_NOBODY = Name()
_FINGERPRINTS = frozenset({"title", "text"})  # ids made from a record's own texts
_LARGEST = 1e15  # of a score; and no NaN, which compares with nothing


def recognises(head: str) -> bool:
    return head.lstrip()[:1] in ("[", "{") and _HEAD.search(head) is not None


def read(source: Source) -> Iterator[Record | Reject]:
    path = source.path
    for item in ahead(objects(source, *_envelopes(source.head_text))):
        if isinstance(item, Reject):
            yield item
        else:
            yield _record(item.value, Place(path, item.line, item.end))


def abstract_in(line: bytes) -> str | None:
    abstract = abstract_of(line)
    return None if abstract is None else clean_block(abstract)


def _envelopes(head: str) -> set[str]:
    """The members that hold what is in the source: those in which its first title or abstract lies.
    A paper may itself have members of these names."""
    first = _HEAD.search(head)
    around: list[str] = []
    said = ""
    for match in _STRING_OR_BRACKET.finditer(head, 0, first.start() if first else 0):
        if match[0] in ("{", "["):
            around.append(said)
            said = ""
        elif match[0] not in ("}", "]"):
            said = match[0][1:-1]
        elif around:
            around.pop()
    return {"papers", *(_ENVELOPES & set(around))}


def _record(value: Mapping[str, object], place: Place) -> Record | Reject:
    get = value.get
    identifier = _text(get("id"))
    scheme, _, rest = identifier.partition(":") if " " not in identifier else (identifier, "", "")
    doi = _text(get("doi"))
    arxiv = get("arxiv")
    abstract = get("abstract")
    url = _text(get("url"))
    ids: dict[str, str] = {}
    if scheme == "arxiv":
        arxiv = arxiv or rest
    elif scheme == "doi":
        doi = doi or rest
    elif rest and scheme not in _FINGERPRINTS:
        ids[scheme] = rest
    number = declared_arxiv(arxiv) if arxiv else ""
    if number and url.startswith(ARXIV_PAGE):
        url = arxiv_url(number)  # the link lost the digits that the number lost
    if doi or (url and not number):
        doi, number, _ = links(doi, number, (url,))
    record = Record(
        place=place,
        format="carrel_json",
        key="" if rest else scheme,
        title=_text(get("title")),
        title_inferred=get("title_inferred") is True,
        authors=_authors(get("authors") or get("author")),
        et_al=get("et_al") is True,
        date=loose_date(string(get("date") or get("year"))),
        categories=_repeated(get("categories")),
        venue="".join(_repeated(get("venue") or get("journal"))),
        doi=doi,
        arxiv=number,
        url=url,
        abstract=clean_block(string(abstract)) if abstract else "",
        keywords=_repeated(get("keywords")),
        code=get("code") is True,
        score=_score(get("score")),
        affiliation=_text(get("affiliation")),
        ids=ids,
    )
    return checked(record, value)


def _score(value: object) -> float | None:
    if value is None or isinstance(value, bool) or not isinstance(value, int | float):
        return None
    return float(value) if abs(value) < _LARGEST else None


def _text(value: object) -> str:
    return clean(value if type(value) is str else string(value)) if value else ""


_cleaned = lru_cache(maxsize=1 << 14)(clean)


def _repeated(value: object) -> tuple[str, ...]:
    """The texts of a member whose values many papers share; each is kept in memory once."""
    return tuple(map(_cleaned, strings(value))) if value else ()


def _authors(value: object) -> tuple[Name, ...]:
    """A list of display strings; or of objects with a name; or one string of several names, also
    as BibTeX writes them."""
    if not value:
        return ()
    if type(value) is list and type(value[0]) is str:
        if "," in value[0] and _are_inverted(texts := strings(value)):
            return nonempty(map(inverted, texts))
        names = tuple([displayed(text) for text in value if type(text) is str])
        return names if _NOBODY not in names else nonempty(names)
    if isinstance(value, str):
        parts = value.split(" and ")
        if _are_inverted(parts):  # "Fay, Ada", but not "Ada Fay, Bo Cy"
            return tuple(map(inverted, parts))
        separator = ";" if ";" in value else r",| and "
        value = [name for name in re.split(separator, clean(value)) if name.strip()]
    texts = [string(part.get("name")) for part in mappings(value)] or strings(value)
    return nonempty(map(inverted if _are_inverted(texts) else displayed, texts))


def _are_inverted(texts: list[str]) -> bool:
    """Are names all written family name first? One by itself may be a group's: "Pond Lab, Bath"."""
    one = len(texts) == 1 and " " not in texts[0].partition(",")[0]
    return (one or len(texts) > 1) and all(text.count(",") == 1 for text in texts)
