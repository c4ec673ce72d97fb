"""What Europe PMC answers in JSON, full or in short. https://europepmc.org/RestfulWebService."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from carrel.paper import Name, Place, Record, Reject
from carrel.readers.dates import loose_date
from carrel.readers.fields import (
    bare_title,
    filled,
    line,
    listed,
    paragraphs,
    standard_number,
    whole_pages,
)
from carrel.readers.identifiers import links
from carrel.readers.names import medline, nonempty, person, readable
from carrel.readers.services import answers
from carrel.readers.source import Source
from carrel.readers.values import mapping, mappings, string, strings

_HEAD = re.compile(r'"(?:authorString|abstractText|pubYear)"\s*:')
_DATABASE = re.compile(r'"source"\s*:\s*"[A-Z]{3}"')


def recognises(head: str) -> bool:
    return head.lstrip()[:1] in ("[", "{") and bool(_HEAD.search(head) and _DATABASE.search(head))


def read(source: Source) -> Iterator[Record | Reject]:
    return answers(source, _record, "resultList", "result")


def _record(value: Mapping[str, object], place: Place) -> Record:
    issue = mapping(value.get("journalInfo"))
    journal = mapping(issue.get("journal"))
    book = mapping(value.get("bookOrReportDetails"))
    found = links(doi=string(value.get("doi")))
    is_preprint = value.get("source") == "PPR"
    venue = line(string(journal.get("title")) or string(value.get("journalTitle")))
    title = bare_title(line(string(value.get("title"))))
    whole = "" if is_preprint else bare_title(line(string(book.get("comprisingTitle"))))
    if whole == title:  # so of some books
        whole = ""
    kind = "article-journal" if venue else "chapter" if whole else ""
    dates = [loose_date(string(issue.get("dateOfPublication"))), _first_date(value)]
    year = string(value.get("pubYear"))  # of the whole book, where this is a part
    dated = (date for date in dates if whole or not year or date[:4] == year)
    return Record(
        place=place,
        format="europe_pmc",
        type="article" if is_preprint else kind,
        title=title,
        authors=_authors(value),
        date=next(filter(None, dated), loose_date(year)),
        venue=venue or (line(string(book.get("publisher"))) if is_preprint else whole),
        doi=found.doi,
        arxiv=found.arxiv,
        abstract=paragraphs(string(value.get("abstractText"))),
        keywords=listed(strings(mapping(value.get("keywordList")).get("keyword"))),
        affiliation=line(string(value.get("affiliation"))),
        ids=filled({"pmid": string(value.get("pmid")), "pmcid": string(value.get("pmcid"))}),
        extra=filled(
            {
                "volume": string(issue.get("volume")) or string(value.get("journalVolume")),
                "issue": string(issue.get("issue")) or string(value.get("issue")),
                "page": whole_pages(string(value.get("pageInfo"))),
                "container-title-short": string(journal.get("isoabbreviation")),
                "ISSN": string(journal.get("issn")) or string(journal.get("essn")),
                "ISBN": string(book.get("isbn13")) or string(book.get("isbn10")),
                "publisher": "" if is_preprint else string(book.get("publisher")),
                "edition": string(book.get("edition")),
                "collection-title": string(book.get("seriesName")),
            }
            | standard_number(string(value.get("journalIssn")))  # two of them, in short answers
        ),
    )


def _first_date(value: Mapping[str, object]) -> str:
    """When it was first published; Europe PMC has the first day where it knows no more than the
    month, and the first of January for a year."""
    date = loose_date(string(value.get("firstPublicationDate")))
    return date.removesuffix("-01").removesuffix("-01") if date[7:] == "-01" else date


def _authors(value: Mapping[str, object]) -> tuple[Name, ...]:
    """The authors from the full list; else from a line: "Fay AB, van der Roe B."."""
    full = mappings(mapping(value.get("authorList")).get("author"))
    if not full:
        names = string(value.get("authorString")).removesuffix(".").split(", ")
        return nonempty(map(medline, names))
    return nonempty(
        Name(literal=readable(string(author.get("collectiveName"))))
        if author.get("collectiveName")
        else person(string(author.get("lastName")), string(author.get("firstName")))
        if author.get("firstName")
        else medline(string(author.get("fullName")))
        for author in full
    )
