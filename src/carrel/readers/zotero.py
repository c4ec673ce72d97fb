"""Items as Zotero's API and its translators give them: `itemType`, `creators`, `publicationTitle`.

The fields are those of https://api.zotero.org/schema. Notes, attachments and annotations are no
works, and are passed over; so are the empty templates of new items.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from carrel.paper import Name, Place, Record, Reject
from carrel.readers.attachments import files
from carrel.readers.dates import loose_date
from carrel.readers.fields import checked, filled, isbn, line, listed, paged, paragraphs
from carrel.readers.identifiers import links
from carrel.readers.jsontext import objects
from carrel.readers.names import joined, person
from carrel.readers.source import Source
from carrel.readers.values import mapping, mappings, string, strings
from carrel.text import clean

_HEAD = re.compile(r'"itemType"\s*:')
_TYPES = {
    "artwork": "graphic",
    "audioRecording": "song",
    "blogPost": "post-weblog",
    "bookSection": "chapter",
    "case": "legal_case",
    "computerProgram": "software",
    "conferencePaper": "paper-conference",
    "dictionaryEntry": "entry-dictionary",
    "email": "personal_communication",
    "encyclopediaArticle": "entry-encyclopedia",
    "film": "motion_picture",
    "forumPost": "post",
    "instantMessage": "personal_communication",
    "journalArticle": "article-journal",
    "letter": "personal_communication",
    "magazineArticle": "article-magazine",
    "newspaperArticle": "article-newspaper",
    "podcast": "song",
    "preprint": "article",
    "presentation": "speech",
    "radioBroadcast": "broadcast",
    "statute": "legislation",
    "tvBroadcast": "broadcast",
    "videoRecording": "motion_picture",
}
_NO_WORKS = frozenset({"note", "attachment", "annotation"})
_TITLES = ("title", "caseName", "nameOfAct", "subject")
_DATES = ("dateDecided", "dateEnacted", "issueDate")
# Of whom the work is, where it has no author.
_AUTHORS = (
    "author",
    "artist",
    "director",
    "programmer",
    "presenter",
    "inventor",
    "podcaster",
    "performer",
)
_VENUES = (
    "publicationTitle",
    "bookTitle",
    "proceedingsTitle",
    "encyclopediaTitle",
    "dictionaryTitle",
    "websiteTitle",
    "blogTitle",
    "forumTitle",
)
_VARIABLES = {
    "volume": ("volume",),
    "issue": ("issue",),
    "publisher": ("publisher", "university", "institution", "repository", "label", "studio"),
    "publisher-place": ("place",),
    "edition": ("edition",),
    "collection-title": ("series", "seriesTitle"),
    "collection-number": ("seriesNumber",),
    "container-title-short": ("journalAbbreviation",),
    "title-short": ("shortTitle",),
    "event-title": ("conferenceName", "meetingName"),
    "genre": ("thesisType", "reportType", "genre", "websiteType", "presentationType"),
    "number": ("reportNumber", "archiveID", "number", "patentNumber"),
    "number-of-pages": ("numPages",),
    "number-of-volumes": ("numberOfVolumes",),
    "ISSN": ("ISSN",),
    "language": ("language",),
    "archive": ("archive",),
    "call-number": ("callNumber",),
}
_LABELS = ("doi", "arxiv", "citation key", "pmid", "pmcid")  # in "extra", and read from there
_ROLES = {
    "translator": "translator",
    "seriesEditor": "collection-editor",
    "bookAuthor": "container-author",
}


def recognises(head: str) -> bool:
    return head.lstrip()[:1] in ("[", "{") and _HEAD.search(head) is not None


def read(source: Source) -> Iterator[Record | Reject]:
    for item in objects(source, "items"):
        if isinstance(item, Reject):
            yield item
            continue
        value = mapping(item.value.get("data")) or item.value
        if is_work(value):
            place = Place(source.path, item.line, item.end)
            yield checked(record(value, place), value)


def is_work(value: Mapping[str, object]) -> bool:
    """Is an item a work, not a note or a file?"""
    return string(value.get("itemType")) not in _NO_WORKS


def record(value: Mapping[str, object], place: Place) -> Record:
    """The record of an item, from its fields by the names that Zotero's API has for them."""
    kind = string(value.get("itemType"))
    lines = [
        text for part in strings(value.get("extra")) for text in part.splitlines() if text.strip()
    ]
    note = dict(map(_labelled, lines))
    archive_id = string(value.get("archiveID"))
    found = links(
        doi=string(value.get("DOI")) or note.get("doi", ""),
        arxiv=archive_id if archive_id[:6].lower() == "arxiv:" else note.get("arxiv", ""),
        urls=[clean(string(value.get("url")))],
    )
    people: dict[str, list[Name]] = {}
    for creator in mappings(value.get("creators")):
        family = string(creator.get("lastName")) or string(creator.get("name"))
        name = person(family, string(creator.get("firstName")))
        if name != Name():
            people.setdefault(string(creator.get("creatorType")), []).append(name)
    authors = next((people[role] for role in _AUTHORS if role in people), [])
    return Record(
        place=place,
        format="zotero",
        key=clean(note.get("citation key", "") or string(value.get("citationKey"))),
        type=_TYPES.get(kind, clean(kind)),
        title=line(_first(value, _TITLES)),
        authors=tuple(authors),
        editors=tuple(people.get("editor", ())),
        date=_date(string(value.get("date")) or _first(value, _DATES)),
        venue=line(_first(value, _VENUES)),
        doi=found.doi,
        arxiv=found.arxiv,
        url=found.url,
        abstract=paragraphs(string(value.get("abstractNote"))),
        keywords=listed(_tags(value.get("tags"))),
        files=files(
            [string(file.get("path")) for file in mappings(value.get("attachments"))], place.path
        ),
        ids=filled({"pmid": note.get("pmid", ""), "pmcid": note.get("pmcid", "")}),
        extra=filled(
            {variable: _first(value, fields) for variable, fields in _VARIABLES.items()}
            | {variable: joined(people.get(role, ())) for role, variable in _ROLES.items()}
            | paged("" if value.get("numPages") else kind, string(value.get("pages")))
            | {
                "ISBN": isbn(string(value.get("ISBN"))),
                "note": "; ".join(text for text in lines if _labelled(text)[0] not in _LABELS),
                "accessed": loose_date(string(value.get("accessDate"))[:10]),
            }
        ),
    )


def _first(value: Mapping[str, object], fields: tuple[str, ...]) -> str:
    """The first of some fields that says anything."""
    return next((text for name in fields if (text := string(value.get(name)))), "")


def _date(text: str) -> str:
    """A date; none of a year before Christ ("-0300")."""
    return "" if text.startswith("-") and text[1:2].isdecimal() else loose_date(text)


def _tags(value: object) -> list[str]:
    """Tags, each an object, or, as translators give them, a text."""
    return strings(value) + [string(tag.get("tag")) for tag in mappings(value)]


def _labelled(text: str) -> tuple[str, str]:
    """A line of Zotero's "extra" field, "PMID: 123", as name and value."""
    name, _, rest = text.partition(":")
    return name.strip().lower(), rest.strip()
