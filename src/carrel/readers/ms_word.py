"""Word's list of sources: `<b:Sources>` of Office Open XML (ECMA-376 part 1, chapter 22.6)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from carrel.paper import MONTHS, Name, Place, Record, Reject, make_date
from carrel.readers.fields import checked, filled, line, standard_number
from carrel.readers.identifiers import links
from carrel.readers.names import joined, nonempty, person, readable
from carrel.readers.source import Source
from carrel.readers.xmltext import child, elements

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

_NAMESPACE = "schemas.openxmlformats.org/officeDocument/2006/bibliography"
_TYPES = {
    "ArticleInAPeriodical": "article-magazine",
    "Art": "graphic",
    "Book": "book",
    "BookSection": "chapter",
    "Case": "legal_case",
    "ConferenceProceedings": "paper-conference",
    "DocumentFromInternetSite": "webpage",
    "ElectronicSource": "webpage",
    "Film": "motion_picture",
    "InternetSite": "webpage",
    "Interview": "interview",
    "JournalArticle": "article-journal",
    "Misc": "document",
    "Patent": "patent",
    "Performance": "performance",
    "Report": "report",
    "SoundRecording": "song",
}
_VENUES = ("JournalName", "PeriodicalTitle", "BookTitle", "ConferenceName", "InternetSiteTitle")


def recognises(head: str) -> bool:
    return _NAMESPACE in head


def read(source: Source) -> Iterator[Record | Reject]:
    for node in elements(source, "Source"):
        if isinstance(node, Reject):
            yield node
        else:
            record = _record(node.element, Place(source.path, node.line, node.end))
            yield checked(record, child(node.element, "Tag"))


def _record(source: Element, place: Place) -> Record:
    number = child(source, "StandardNumber")
    address = [child(source, part) for part in ("City", "StateProvince", "CountryRegion")]
    found = links(doi=child(source, "DOI") or number, urls=[child(source, "URL")])
    standard = standard_number(number)
    day = child(source, "Day")
    return Record(
        place=place,
        format="ms_word",
        key=line(child(source, "Tag")),
        type=_TYPES.get(child(source, "SourceType"), ""),
        title=line(child(source, "Title")),
        authors=_names(source, "Author") or _names(source, "Inventor"),
        editors=_names(source, "Editor"),
        date=make_date(
            _number(child(source, "Year")), _month(child(source, "Month")), _number(day)
        ),
        venue=line(next((text for name in _VENUES if (text := child(source, name))), "")),
        doi=found.doi,
        arxiv=found.arxiv,
        url=line(found.url),
        extra=filled(
            {
                "volume": child(source, "Volume"),
                "issue": child(source, "Issue"),
                "page": child(source, "Pages"),
                "edition": child(source, "Edition"),
                "publisher": child(source, "Publisher") or child(source, "Institution"),
                "publisher-place": ", ".join(filter(None, address)),
                "title-short": child(source, "ShortTitle"),
                "genre": child(source, "ThesisType") or child(source, "Type"),
                "number": child(source, "PatentNumber")
                or ("" if standard or found.doi else number),
                "number-of-volumes": child(source, "NumberVolumes"),
                "note": child(source, "Comments"),
                "translator": joined(_names(source, "Translator")),
            }
        )
        | standard,
    )


def _names(source: Element, role: str) -> tuple[Name, ...]:
    group = readable(child(source, f"Author/{role}/Corporate"))
    found = [Name(literal=group)] if group else []
    for name in source.iterfind(f"Author/{role}/NameList/Person"):
        given = f"{child(name, 'First')} {child(name, 'Middle')}"
        found.append(person(child(name, "Last"), given))
    return nonempty(found)


def _number(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 5 else None


def _month(text: str) -> int | None:
    return _number(text) or MONTHS.get(text[:3].lower())
