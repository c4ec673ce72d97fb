"""What DBLP's search for publications answers as JSON (`result` → `hits` → `hit` → `info`).

https://dblp.org/faq/How+to+use+the+dblp+search+API.html. Texts hold HTML entities.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from carrel.paper import Name, Place, Record, Reject, make_date
from carrel.readers.dblp_xml import person
from carrel.readers.fields import bare_title, filled, line, paged
from carrel.readers.identifiers import links
from carrel.readers.markup import unescaped
from carrel.readers.names import nonempty
from carrel.readers.services import answers
from carrel.readers.source import Source
from carrel.readers.values import integer, mapping, mappings, string, strings

_HEAD = re.compile(r'"hits"\s*:\s*\{\s*"@')
_TYPES = {
    "Journal Articles": "article-journal",
    "Informal Publications": "article",
    "Informal and Other Publications": "article",
    "Conference and Workshop Papers": "paper-conference",
    "Parts in Books or Collections": "chapter",
    "Books and Theses": "book",
    "Editorship": "book",
    "Reference Works": "book",
    "Data and Artifacts": "dataset",
}


def recognises(head: str) -> bool:
    return head.lstrip()[:1] == "{" and _HEAD.search(head) is not None


def read(source: Source) -> Iterator[Record | Reject]:
    return answers(source, _record, "result", "hits", "hit")


def _record(item: Mapping[str, object], place: Place) -> Record:
    info = mapping(item.get("info"))
    kind = _TYPES.get(string(info.get("type")), "")
    key = line(_text(info, "key"))
    names = _names(info)
    edited = info.get("type") == "Editorship"
    found = links(doi=_text(info, "doi"), urls=map(unescaped, strings(info.get("ee"))))
    return Record(
        place=place,
        format="dblp_json",
        key=f"DBLP:{key}" if key else "",
        type=kind,
        title=line(bare_title(_text(info, "title"))),
        authors=() if edited else names,
        editors=names if edited else (),
        date=make_date(integer(info.get("year"))),
        venue="" if kind == "book" else line(_text(info, "venue")),
        doi=found.doi,
        arxiv=found.arxiv,
        url=found.url,
        extra=filled(
            {
                "volume": _text(info, "volume"),
                "issue": _text(info, "number"),
                "publisher": _text(info, "publisher"),
            }
            | paged(kind, _text(info, "pages"))
        ),
    )


def _text(info: Mapping[str, object], name: str) -> str:
    return unescaped(string(info.get(name)))


def _names(info: Mapping[str, object]) -> tuple[Name, ...]:
    """The authors: one is no list."""
    authors = mapping(info.get("authors")).get("author")
    found = mappings(authors) or [mapping(authors)]
    names = (person(unescaped(string(author.get("text")))) for author in found)
    return nonempty(names)
