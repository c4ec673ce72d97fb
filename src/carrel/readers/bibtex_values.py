"""The values of BibTeX fields, in LaTeX, as readable text."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache

from carrel.latex import to_unicode
from carrel.readers.fields import meaningful
from carrel.readers.markup import plain
from carrel.text import clean

_LINE_END = re.compile(r"\n\s*")
_PARAGRAPH = re.compile(r"\n[ \t]*\n")


def text(value: str) -> str:
    """A field's value as one line of readable text."""
    if "\n" in value:
        value = _LINE_END.sub(" ", value).strip()
        if "  " in value or "\t" in value:  # else splitting it would take five times as long
            value = " ".join(value.split())
    value = to_unicode(value)
    return clean(plain(value) if "<" in value or "&" in value else value)


@lru_cache(maxsize=1 << 14)
def shared(value: str) -> str:
    """As `text`, if the field says something. What the papers of one volume or of one journal have
    alike is converted once."""
    return meaningful(text(value))


def first(fields: Mapping[str, str], *names: str) -> str:
    """The first of some fields that says something."""
    for name in names:
        if name in fields and (value := shared(fields[name])):
            return value
    return ""


def paragraphs(value: str) -> str:
    """As `text`, of several paragraphs, which an empty line divides as in TeX."""
    if "\n" not in value:
        return text(value)
    parts = _PARAGRAPH.split(value)
    return "\n".join(filter(None, (text(" ".join(part.split())) for part in parts)))
