"""What HAL, the French open archive, answers in JSON. https://api.archives-ouvertes.fr/docs/search."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from carrel.paper import Name, Place, Record, Reject
from carrel.readers.fields import filled, isbn, line, listed, paragraphs, whole_pages, with_subtitle
from carrel.readers.identifiers import links
from carrel.readers.names import displayed, nonempty
from carrel.readers.services import answers, dated, firstly, institutions
from carrel.readers.source import Source
from carrel.readers.values import string, strings

_HEAD = re.compile(r'"(?:halId_s|label_s|title_s|authFullName_s|citationFull_s)"\s*:')
_TYPES = {
    "ART": "article-journal",
    "COMM": "paper-conference",
    "POSTER": "paper-conference",
    "COUV": "chapter",
    "OUV": "book",
    "DOUV": "book",
    "PROCEEDINGS": "book",
    "THESE": "thesis",
    "HDR": "thesis",
    "MEM": "thesis",
    "REPORT": "report",
    "PATENT": "patent",
    "MAP": "map",
    "IMG": "graphic",
    "VIDEO": "motion_picture",
    "UNDEFINED": "article",
    "PREPRINT": "article",
    "SOFTWARE": "software",
}
_DATES = ("publicationDate_s", "producedDate_s", "publicationDateY_i", "producedDateY_i")


def recognises(head: str) -> bool:
    return head.lstrip()[:1] in ("[", "{") and _HEAD.search(head) is not None


def read(source: Source) -> Iterator[Record | Reject]:
    return answers(source, _record, "response", "docs")


def _record(value: Mapping[str, object], place: Place) -> Record | Reject:
    if "title_s" not in value:
        reason = "without title_s; ask HAL for fl=halId_s,title_s,authFullName_s,…"
        return Reject(place, reason, line(string(value.get("label_s"))))
    found = links(
        doi=string(value.get("doiId_s")),
        arxiv=string(value.get("arxivId_s")),
        urls=strings(value.get("uri_s")),
    )
    kind = _TYPES.get(string(value.get("docType_s")), "")
    venue = firstly(
        line(string(value.get(name))) for name in ("journalTitle_s", "bookTitle_s", "source_s")
    )
    conference = line(string(value.get("conferenceTitle_s")))
    return Record(
        place=place,
        format="hal",
        type=kind,
        title=with_subtitle(
            line(string(value.get("title_s"))), line(string(value.get("subTitle_s")))
        ),
        authors=_names(value, editors=False),
        editors=_names(value, editors=True),
        date=dated(value, *_DATES),
        venue=venue or conference,
        doi=found.doi,
        arxiv=found.arxiv,
        url=found.url,
        abstract=paragraphs(string(value.get("abstract_s"))),
        affiliation=institutions(
            strings(value.get("instStructName_s")) or strings(value.get("structName_s"))
        ),
        keywords=listed(strings(value.get("keyword_s"))),
        ids=filled({"hal": string(value.get("halId_s"))}),
        extra=filled(
            {
                "volume": string(value.get("volume_s")),
                "issue": string(value.get("issue_s")),
                "page": whole_pages(string(value.get("page_s"))),
                "publisher": string(value.get("publisher_s"))
                or string(value.get("authorityInstitution_s")),  # of theses and reports
                "number": string(value.get("number_s")),
                "event-title": conference if venue else "",
                "ISSN": string(value.get("journalIssn_s")) or string(value.get("journalEissn_s")),
                "ISBN": isbn(string(value.get("isbn_s"))),
                "language": string(value.get("language_s")),
            }
        ),
    )


def _names(value: Mapping[str, object], editors: bool) -> tuple[Name, ...]:
    """The authors, or the editors, who stand among them: whom a role says so; all of a work that
    was only edited."""
    names = strings(value.get("authFullName_s"))
    roles = strings(value.get("authQuality_s"))
    if value.get("docType_s") == "DOUV":
        roles = ["edt"] * len(names)
    elif len(roles) != len(names):
        roles = [""] * len(names)
    found = zip(names, roles, strict=True)
    return nonempty(displayed(name) for name, role in found if (role == "edt") is editors)
