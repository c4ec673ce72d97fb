"""What of a work is indexed, as plain values: another process can be told of them."""

from __future__ import annotations

from typing import NamedTuple

from carrel.paper import Paper, Record, Work, is_text
from carrel.text import fold

FLAGS = ("doi", "code", "abstract", "arxiv", "url", "pdf")  # what `has:` asks for; a bit each
BEHIND_ARTICLE = 1 << len(FLAGS)  # the bit of titles that begin with an article
_ARTICLES = ("a ", "an ", "the ")


class Entry(NamedTuple):
    """A work's texts as they stand; `title_key` and `author_key` are what it is sorted by.

    `date` is year × 10000 + month × 100 + day, with 0 for what is not known; `flags` a bit for each
    of FLAGS, and BEHIND_ARTICLE; `sources` the paths of the sources it is from.
    """

    title: str
    inferred: bool
    title_key: str
    author_key: str
    authors: tuple[str, ...]
    venue: str
    keywords: tuple[str, ...]
    categories: tuple[str, ...]
    abstract: str
    date: int
    flags: int
    sources: tuple[str, ...]


def entry_of(work: Work) -> Entry:
    """The entry of a record or paper."""
    authors = tuple([name.display for name in work.names])
    if isinstance(work, Record):
        sources: tuple[str, ...] = (work.place.path,)
    elif isinstance(work, Paper):
        sources = tuple(dict.fromkeys(place.path for place in work.places))
    else:
        sources = ()
    flags = (
        bool(work.doi)
        | bool(work.code) << 1
        | bool(work.abstract) << 2
        | bool(work.arxiv) << 3
        | bool(work.url) << 4
        | bool(work.files and any(map(is_text, work.files))) << 5
    )
    title_key = fold(work.title).lstrip("\"'“‘([{$\\ ")
    if title_key.startswith(_ARTICLES):
        flags |= BEHIND_ARTICLE
    return Entry(
        work.title,
        work.title_inferred,
        title_key,
        fold(work.names[0].surname) if authors else "\U0010ffff",  # at the end
        authors,
        work.venue,
        work.keywords,
        work.categories,
        work.abstract,
        _date_number(work.date),
        flags,
        sources,
    )


def _date_number(date: str) -> int:
    if not date[:4].isdecimal():
        return 0
    return int(date[:4]) * 10000 + int(date[5:7] or 0) * 100 + int(date[8:10] or 0)
