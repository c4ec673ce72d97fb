"""What BibTeX and BibLaTeX entries inherit from others, by `crossref` and `xdata`.

The rules are those of section 2.4.1 and appendix B of the manual of BibLaTeX 3.20, and of BibTeX,
by which a field is inherited under its own name. What identifies a work (its DOI, its address) is
never inherited: else all papers of a volume would be one.
"""

from __future__ import annotations

from functools import partial

from carrel.readers.bibtex_document import Document
from carrel.readers.bibtex_syntax import Entry
from carrel.readers.fields import handed_down

_HOSTED = frozenset(
    "inbook incollection inproceedings conference bookinbook suppbook suppcollection inreference "
    "article suppperiodical".split()
)
_NOT_INHERITED = frozenset(
    "crossref xref xdata ids entryset options presort label shorthand sortkey sortname sorttitle "
    "sortyear related relatedtype relatedstring key doi url urldate eprint eprinttype eprintclass "
    "archiveprefix primaryclass pmid pmcid abstract keywords file pages pagetotal".split()
)
_DEEPEST = 8  # parents of parents


class Heirs:
    """Fields of entries, with those that they inherit from others of the document."""

    def __init__(self, document: Document) -> None:
        self._document = document
        self._parents: dict[str, tuple[str, dict[str, str]]] = {}

    def fields(self, entry: Entry, depth: int = 0) -> dict[str, str]:
        """The entry's own fields, then those of `xdata`, then those of `crossref`."""
        own = entry.fields
        if ("crossref" not in own and "xdata" not in own) or depth > _DEEPEST:
            return own
        fields = dict(own)
        for key in dict.fromkeys(own.get("xdata", "").split(",")):
            for name, value in self._parent(key, entry, depth)[1].items():
                fields.setdefault(name, value)
        kind, inherited = self._parent(own.get("crossref", ""), entry, depth)
        for name, value in inherited.items():
            name = _inherited_name(name, kind, entry.kind, "booktitle" in inherited)
            if name in _NOT_INHERITED or (name == "date" and "year" in own):
                continue
            fields.setdefault(name, value)
        return fields

    def _parent(self, key: str, entry: Entry, depth: int) -> tuple[str, dict[str, str]]:
        """The kind and the fields of the entry with this key; nothing where there is none."""
        key = key.strip().lower()
        if not key or key == entry.key.lower():
            return "", {}
        if key not in self._parents:
            parent = self._document.find(key)
            if parent is None:
                self._document.remark("crossref or xdata to an entry that is not there", entry.line)
                return "", {}
            if len(self._parents) > 1000:
                self._parents.clear()
            tell = partial(self._document.remark, line=parent.line)
            fields = handed_down(self.fields(parent, depth + 1), tell)
            self._parents[key] = parent.kind, fields
        return self._parents[key]


def _inherited_name(name: str, parent: str, child: str, has_booktitle: bool) -> str:
    """Under which name a child of one kind inherits the field of a parent of another."""
    if name not in ("title", "subtitle", "author"):
        return name
    if child in _HOSTED:
        if name == "author":
            return "author" if child == "inbook" else "bookauthor"
        if child in ("article", "suppperiodical"):
            return "journal" + name
        return "booksubtitle" if name == "subtitle" else "" if has_booktitle else "booktitle"
    if name != "author" and parent.startswith("mv"):
        return "main" + name
    return name
