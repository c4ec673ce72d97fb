"""What INSPIRE answers in JSON: papers of high-energy physics. https://github.com/inspirehep/rest-api-doc."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from carrel.paper import Name, Place, Record, Reject
from carrel.readers.dates import loose_date
from carrel.readers.fields import filled, isbn, line, listed, page_range, paragraphs, with_subtitle
from carrel.readers.identifiers import links
from carrel.readers.names import inverted, nonempty
from carrel.readers.services import answers, firstly, institutions
from carrel.readers.source import Source
from carrel.readers.values import first, mapping, mappings, string, strings

_HEAD = re.compile(
    r'"(?:arxiv_eprints|texkeys|inspire_categories|earliest_date|publication_info)"\s*:'
)
_LINK = re.compile(r'"(?:\$ref|self|json)"\s*:\s*"https?://inspirehep\.net/api/')
_GLUED = re.compile(r"\.(?=[^\W\d_])")  # "Phys.Rev.D"
_TYPES = {
    "article": "article-journal",
    "conference paper": "paper-conference",
    "thesis": "thesis",
    "book": "book",
    "book chapter": "chapter",
    "proceedings": "book",
    "report": "report",
    "note": "report",
}


def recognises(head: str) -> bool:
    # The references alone may fill a head, and a record may stand there without its envelope.
    return head.lstrip()[:1] in ("[", "{") and bool(
        _LINK.search(head) or ('"metadata"' in head and _HEAD.search(head))
    )


def read(source: Source) -> Iterator[Record | Reject]:
    return answers(source, _record, "hits")


def _record(item: Mapping[str, object], place: Place) -> Record:
    value = mapping(item.get("metadata")) or item
    titles = {string(title.get("title")): title for title in mappings(value.get("titles"))}
    title = firstly(titles)
    subtitle = line(string(titles[title].get("subtitle"))) if title else ""
    eprint = first(value.get("arxiv_eprints"))
    published = _itself(value.get("publication_info"), "journal_title")
    imprint = first(value.get("imprints"))
    found = links(
        doi=string(_itself(value.get("dois"), "value").get("value")),
        arxiv=string(eprint.get("value")),
    )
    venue = _GLUED.sub(". ", line(string(published.get("journal_title"))))
    thesis = mapping(value.get("thesis_info"))
    university = first(thesis.get("institutions"))
    book = first(value.get("isbns"))
    kind = _TYPES.get(string(value.get("document_type")), "")
    dates = [imprint.get("date"), published.get("year")]
    dates += [thesis.get("date"), thesis.get("defense_date")]
    dates += [value.get("preprint_date"), value.get("earliest_date")]
    abstracts = (string(text.get("value")) for text in mappings(value.get("abstracts")))
    groups = [string(group.get("value")) for group in mappings(value.get("collaborations"))]
    number = string(value.get("control_number"))
    return Record(
        place=place,
        format="inspire",
        key=line(string(value.get("texkeys"))),
        type="article" if kind == "article-journal" and not venue and found.arxiv else kind,
        title=with_subtitle(line(title), subtitle),
        authors=_names(value, "author") or nonempty(Name(literal=line(group)) for group in groups),
        editors=_names(value, "editor"),
        date=firstly(map(loose_date, map(string, dates))),
        venue=venue,
        doi=found.doi,
        arxiv=found.arxiv,
        url=f"https://inspirehep.net/literature/{number}" if title and number.isdecimal() else "",
        categories=tuple(map(line, strings(eprint.get("categories")))),
        abstract=paragraphs(firstly(abstracts)),
        affiliation=institutions(
            string(place.get("value"))
            for author in mappings(value.get("authors"))
            for place in mappings(author.get("affiliations"))
        ),
        keywords=listed(string(word.get("value")) for word in mappings(value.get("keywords"))),
        extra=filled(
            {
                "volume": string(published.get("journal_volume")),
                "issue": string(published.get("journal_issue")),
                "page": page_range(
                    string(published.get("page_start")), string(published.get("page_end"))
                ),
                "number": string(published.get("artid")),
                "publisher": string(imprint.get("publisher")) or string(university.get("name")),
                "ISBN": isbn(string(book.get("value"))),
            }
        ),
    )


def _itself(value: object, name: str) -> Mapping[str, object]:
    """The first of several objects that is about the publication itself, not about an erratum, a
    talk or data, and has a member; else the first."""
    found = mappings(value)
    itself = (one for one in found if one.get("material") in (None, "publication"))
    return next((one for one in itself if one.get(name)), next(iter(found), {}))


def _names(value: Mapping[str, object], role: str) -> tuple[Name, ...]:
    """Those who have a role. Who has none told is an author; supervisors of a thesis stand among
    the authors, too."""
    return nonempty(
        inverted(string(author.get("full_name")))
        for author in mappings(value.get("authors"))
        if role in (strings(author.get("inspire_roles")) or ["author"])
    )
