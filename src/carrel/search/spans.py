"""Where a query's words stand in a paper's texts, for highlighting; and phrases in them."""

from __future__ import annotations

from collections.abc import Sequence

from carrel.paper import Work
from carrel.search.query import Phrase
from carrel.search.words import readable, words


def phrase_field(work: Work, phrase: Phrase) -> str:
    """The field of a work, best first, that holds a phrase; empty where none does."""
    texts: dict[str, Sequence[str]] = {
        "title": [work.title],
        "authors": [name.display for name in work.authors],
        "venue": [work.venue],
        "keywords": work.keywords,
        "abstract": [work.abstract],
    }
    wanted = {"author": "authors", "keyword": "keywords"}.get(phrase.field, phrase.field)
    for name, values in texts.items():
        if wanted in ("", name) and any(_holds(value, phrase) for value in values):
            return name
    return ""


def _holds(text: str, phrase: Phrase) -> bool:
    found = "\x00".join(["", *words(readable(text)), ""])
    wanted = "\x00".join(["", *phrase.parts])
    return (wanted if phrase.open else wanted + "\x00") in found
