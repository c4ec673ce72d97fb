"""PubMed's XML: `PubmedArticle` and `PubmedBookArticle`.

https://dtd.nlm.nih.gov/ncbi/pubmed/doc/out/250101/index.html describes the elements.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from carrel.paper import MONTHS, Name, Place, Record, Reject, make_date
from carrel.readers.dates import loose_date
from carrel.readers.fields import bare_title, checked, filled, page_range, whole_pages
from carrel.readers.identifiers import links
from carrel.readers.names import dotted, nonempty, person
from carrel.readers.nbib import best_date, type_of
from carrel.readers.source import Source
from carrel.readers.values import integer
from carrel.readers.xmltext import child, children, elements, text_of
from carrel.text import clean, clean_block

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

_NOT_A_HEADING = ("UNLABELLED", "ABSTRACT")


def recognises(head: str) -> bool:
    return any(
        name in head for name in ("<PubmedArticle", "<PubmedBookArticle", "<MedlineCitation")
    )


def read(source: Source) -> Iterator[Record | Reject]:
    for node in elements(source, "PubmedArticle", "PubmedBookArticle"):
        if isinstance(node, Reject):
            yield node
            continue
        place = Place(source.path, node.line, node.end)
        book = node.element.find("BookDocument")
        record = (
            _article(node.element, place) if book is None else _chapter(node.element, book, place)
        )
        yield checked(record, child(node.element, ".//PMID"))


def _article(node: Element, place: Place) -> Record:
    citation = node.find("MedlineCitation")
    article = node.find("MedlineCitation/Article")
    journal = node.find("MedlineCitation/Article/Journal")
    authors, et_al = _authors(article, "AuthorList")
    dates = [
        article.find(path) if article is not None else None
        for path in ("Journal/JournalIssue/PubDate", "ArticleDate")
    ]
    return Record(
        place=place,
        format="pubmed_xml",
        type=type_of(children(article, "PublicationTypeList/PublicationType"))
        or ("article-journal" if journal is not None else ""),
        title=bare_title(
            clean(child(article, "ArticleTitle") or child(article, "VernacularTitle"))
        ),
        authors=authors,
        et_al=et_al,
        date=best_date(_date(date) for date in dates),
        venue=clean(child(journal, "Title") or child(citation, "MedlineJournalInfo/MedlineTA")),
        doi=_doi(node, article),
        abstract=_abstract(article, "Abstract") or _abstract(citation, "OtherAbstract"),
        keywords=_keywords(citation),
        affiliation=_affiliation(article),
        ids=_ids(node, child(citation, "PMID")),
        extra=filled(
            {
                "volume": child(journal, "JournalIssue/Volume"),
                "issue": child(journal, "JournalIssue/Issue"),
                "page": _pages(article),
                "container-title-short": child(journal, "ISOAbbreviation"),
                "ISSN": child(journal, "ISSN"),
                "language": child(article, "Language"),
                "original-title": child(article, "VernacularTitle"),
            }
        ),
    )


def _chapter(node: Element, document: Element, place: Place) -> Record:
    """A book, or a chapter of one where it has a title of its own."""
    book = document.find("Book")
    chapter = bare_title(clean(child(document, "ArticleTitle")))
    book_title = bare_title(clean(child(book, "BookTitle")))
    authors, et_al = _authors(document, "AuthorList")
    book_authors, book_et_al = _authors(book, "AuthorList[@Type='authors']")
    editors, _ = _authors(book, "AuthorList[@Type='editors']")
    published = book.find("PubDate") if book is not None else None
    contributed = document.find("ContributionDate")
    return Record(
        place=place,
        format="pubmed_xml",
        type="chapter" if chapter and book_title else "book",
        title=chapter or book_title,
        authors=authors or book_authors,
        et_al=et_al if authors else book_et_al,
        editors=editors,
        date=best_date([_date(contributed), _date(published)] if chapter else [_date(published)]),
        venue=book_title if chapter else "",
        doi=_doi(node, document) or _doi(node, book),
        abstract=_abstract(document, "Abstract"),
        keywords=_keywords(document),
        ids=_ids(node, child(document, "PMID")),
        extra=filled(
            {
                "page": _pages(document),
                "publisher": child(book, "Publisher/PublisherName"),
                "publisher-place": child(book, "Publisher/PublisherLocation"),
                "collection-title": child(book, "CollectionTitle"),
                "edition": child(book, "Edition"),
                "volume": child(book, "Volume"),
                "ISBN": child(book, "Isbn"),
                "language": child(document, "Language"),
            }
        ),
    )


def _authors(element: Element | None, path: str) -> tuple[tuple[Name, ...], bool]:
    """The names in a list, and whether PubMed says that it does not name all."""
    found = element.find(path) if element is not None else None
    if found is None:
        return (), False
    names = []
    for author in found.iterfind("Author"):
        group = clean(child(author, "CollectiveName"))
        given = child(author, "ForeName") or child(author, "FirstName") or child(author, "Initials")
        name = person(child(author, "LastName"), dotted(given), child(author, "Suffix"))
        names.append(Name(literal=group) if group else name)
    return nonempty(names), found.get("CompleteYN") == "N"


def _date(element: Element | None) -> str:
    if element is None:
        return ""
    medline = loose_date(child(element, "MedlineDate"))  # "1998 Dec-1999 Jan"
    year, month, day = (child(element, part) for part in ("Year", "Month", "Day"))
    if not year.isdecimal():
        return medline
    number = integer(month) or MONTHS.get(month[:3].lower())
    return make_date(int(year[:4]), number, integer(day))


def _pages(element: Element | None) -> str:
    first, last = (child(element, f"Pagination/{name}Page") for name in ("Start", "End"))
    return whole_pages(child(element, "Pagination/MedlinePgn")) or page_range(first, last)


def _doi(node: Element, article: Element | None) -> str:
    own = [
        text_of(identifier)
        for identifier in (article.iterfind("ELocationID") if article is not None else ())
        if identifier.get("EIdType") == "doi"
    ]
    lists = ("PubmedData/ArticleIdList/ArticleId", "PubmedBookData/ArticleIdList/ArticleId")
    others = [text_of(found) for path in lists for found in node.iterfind(f"{path}[@IdType='doi']")]
    return links(doi=next(iter(own + others), "")).doi


def _ids(node: Element, pmid: str) -> dict[str, str]:
    return filled(
        {
            "pmid": pmid,
            "pmcid": child(node, "PubmedData/ArticleIdList/ArticleId[@IdType='pmc']"),
            "bookaccession": child(node, "*/ArticleIdList/ArticleId[@IdType='bookaccession']"),
        }
    )


def _abstract(element: Element | None, path: str) -> str:
    """The abstract; each labelled part begins a line with its label ("METHODS: …")."""
    parts = []
    found = element.find(path) if element is not None else None
    for part in found.iterfind("AbstractText") if found is not None else ():
        label = clean(part.get("Label", ""))
        text = text_of(part)
        parts.append(f"{label}: {text}" if label and label not in _NOT_A_HEADING else text)
    return clean_block("\n".join(parts))


def _keywords(citation: Element | None) -> tuple[str, ...]:
    words = children(citation, "KeywordList/Keyword")
    words += children(citation, "MeshHeadingList/MeshHeading/DescriptorName")
    return tuple(dict.fromkeys(filter(None, map(clean, words))))


def _affiliation(article: Element | None) -> str:
    found = children(article, "AuthorList/Author/AffiliationInfo/Affiliation")
    found += children(article, "AuthorList/Author/Affiliation") + children(article, "Affiliation")
    return clean("; ".join(dict.fromkeys(found)))
