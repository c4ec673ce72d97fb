"""arXiv's pages, copied from a browser: lists, search results, the page of one paper.

Every paper begins with its number: `[1] arXiv:2101.00001 [pdf, html, other]` in a list,
`arXiv:2101.00001 (cs)` or `[Submitted on 1 Jan 2021]` on its own page. What follows has a label
("Title:", "Subjects:") or is known by its place: the title, the authors, the abstract. What else
stands on the page is counted in the source's remarks; long lines that are not arXiv's own are
rejected.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from carrel.identifiers import ARXIV
from carrel.paper import Place, Record, Reject
from carrel.readers.arxiv_json import record
from carrel.readers.pages import outside
from carrel.readers.source import Source
from carrel.text import clean

_NUMBERED = rf"(?:\[\d{{1,5}}\] ?|\d{{1,5}}\. ?)?arXiv: ?(?P<arxiv>{ARXIV})"
_NOTED = r" ?\((?:cross-list|replaced)[^()]{0,40}\)"
_ARCHIVE = r" ?\([a-z][a-z-]{1,11}\)"
_LINKS = r" ?\[(?:pdf|ps|html|other|abs|src|view)\b[^\[\]]{0,60}\]"
_OPENING = re.compile(rf"{_NUMBERED}(?:(?:{_NOTED})?{_LINKS}(?P<rest>.*)|{_ARCHIVE})")
_SUBMITTED = re.compile(r"\[?Submitted (?:on )?(\d.*)")
_FIRST_SUBMITTED = re.compile(r"v1 submitted (\d[^;.]*)")
_CITED = re.compile(rf"Cite as ?: ?arXiv:(?P<arxiv>{ARXIV})")
_OF_A_PAGE = re.compile(r"\[Submitted on |Abstract ?:|Subjects ?:")
# Labels, and what arXiv's JSON calls it; "" for what is not kept.
_LABELS = {
    "title": "title",
    "author": "authors",
    "authors": "authors",
    "abstract": "abstract",
    "comments": "comments",
    "subjects": "subjects",
    "journal ref": "journal-ref",
    "journal-ref": "journal-ref",
    "journal reference": "journal-ref",
    "doi": "doi",
    "related doi": "doi",
    "report number": "",
    "report-no": "",
    "msc classes": "",
    "acm classes": "",
    "cite as": "",
}
_LABEL = re.compile(rf"({'|'.join(_LABELS)}) ?: ?(.*)", re.IGNORECASE)
_CLASS = r"[a-z]{2,8}(?:-[a-z]{2,4})?(?:\.[A-Za-z-]{2,8})?"
_CLASSES = re.compile(rf"{_CLASS}(?: {_CLASS})*")
_CLASS_NAMED = re.compile(rf"\(({_CLASS})\)")
_DOI = re.compile(r"(?:doi )?(10\.\d{4,9}/\S+)")
_BUTTONS = re.compile(r"(?:.* ▽ More (?=\S))?(.*?)(?: ?[▽△] ?(?:More|Less))?", re.DOTALL)
_NARROW = 50  # characters; a line of an abstract that has no label is not shorter
_FURNITURE = re.compile("arXiv|Simons Foundation")  # of a long line: what arXiv says of itself


def recognises(head: str) -> bool:
    if "arXiv:" not in head:
        return False
    lines = [clean(line) for line in head.splitlines()]
    if any("arXiv:" in line and _OPENING.fullmatch(line) for line in lines):
        return True
    # A reference manager's notes may have the one without the other.
    return any(map(_CITED.match, lines)) and any(map(_OF_A_PAGE.match, lines))


def read(source: Source) -> Iterator[Record | Reject]:
    shown: _Shown | None = None
    for number, raw in source.lines():
        if not (text := clean(raw)):
            continue
        begins = _OPENING.fullmatch(text) is not None
        if not begins and (shown is None or "title" in shown.texts):
            begins = text.startswith("[Submitted on ") or text[:6].lower() == "title:"
        if begins:
            if shown:
                yield shown.record(source.path)
            shown = _Shown(number, number)
        if shown is None or not shown.add(text, number):
            yield from outside(source, number, text, _FURNITURE)
    if shown:
        yield shown.record(source.path)


@dataclass(slots=True)
class _Shown:
    """A paper being read: lines by the name that arXiv's JSON has for what they are."""

    line: int
    end: int
    texts: dict[str, list[str]] = field(default_factory=dict)
    label: str | None = None  # one that stood alone on its line
    has_abstract: bool = False  # all of it: what comes now is not part of it

    def add(self, text: str, number: int) -> bool:
        """Take a line; False where it is none of the paper's."""
        label, self.label = self.label, None
        if match := _OPENING.fullmatch(text):
            self._put("id", match["arxiv"])
            classes, _, doi = (match["rest"] or "").partition(" doi ")
            self._put("categories", classes if _CLASSES.fullmatch(classes.strip()) else "")
            self._put("doi", doi)
        elif match := _CITED.match(text):
            self._put("id", match["arxiv"])
        elif match := _SUBMITTED.match(text):
            first = _FIRST_SUBMITTED.search(text)
            self._put("update_date", (first or match)[1].partition("(")[0].partition(";")[0])
        elif match := _LABEL.match(text):
            label = _LABELS[match[1].lower()]
            if not match[2]:
                self.label = label
            self._put(label, match[2])
        elif label is not None:
            self._put(label, text)
        elif not self._took_its_place(text):
            return False
        self.end = number
        return True

    def _put(self, label: str, text: str) -> None:
        self.has_abstract = "abstract" in self.texts
        if label and text:
            self.texts.setdefault(label, [text])

    def _took_its_place(self, text: str) -> bool:
        """Take a line without a label, by what has not been there yet."""
        if "title" not in self.texts:
            if _CLASSES.fullmatch(text) and ("." in text or "-" in text):
                self.texts.setdefault("categories", []).append(text)
            elif match := _DOI.fullmatch(text):
                self.texts["doi"] = [match[1]]
            elif text != "doi":
                self.texts["title"] = [text]
        elif "authors" not in self.texts:
            self.texts["authors"] = [text]
        elif self.has_abstract:
            return False
        elif len(text) >= _NARROW or ("abstract" in self.texts and text[-1] in ".!?"):
            self.texts.setdefault("abstract", []).append(text)
        else:
            return False
        return True

    def record(self, path: str) -> Record | Reject:
        texts = {label: "\n\n".join(lines) for label, lines in self.texts.items()}
        if subjects := texts.pop("subjects", ""):
            texts["categories"] = " ".join(_CLASS_NAMED.findall(subjects))
        if shown := _BUTTONS.fullmatch(texts.get("abstract", "")):  # both the beginning and all
            texts["abstract"] = shown[1]
        return record(texts, Place(path, self.line, self.end), "arxiv_page")
