r"""The mails in which arXiv announces papers to subscribers.

Each paper lies between lines of two backslashes: its number and labelled fields, which go on in
lines that are indented, then its abstract. https://info.arxiv.org/help/subscribe.html
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from carrel.paper import Place, Record, Reject
from carrel.readers.arxiv_json import record
from carrel.readers.pages import OUTSIDE
from carrel.readers.source import Source

_BETWEEN = "\\\\"
_RECOGNISED = re.compile(r"^\\\\[ \t\r]*\n(?:Paper|arXiv): ?[\w.-]+[/.]?\d", re.MULTILINE)
_NUMBER = re.compile(r"(?:Paper|arXiv): ?([\w.-]+(?:/\d+)?)")
_FIELD = re.compile(r"(Title|Authors?|Date|Categories|Comments|Journal-ref|DOI)(?: \(v1\))?: *(.*)")
_RULE = re.compile(r"[-%]{20,}")


def recognises(head: str) -> bool:
    return _RECOGNISED.search(head) is not None


def read(source: Source) -> Iterator[Record | Reject]:
    announced: _Announced | None = None
    for number, line in source.lines():
        line = line.rstrip()
        begins = line == _BETWEEN
        if announced and (begins or line.startswith(_BETWEEN + " (") or _RULE.fullmatch(line)):
            announced.end = number
            if begins and not announced.has_abstract:
                announced.has_abstract = True
                announced.label = "abstract"
                continue
            yield announced.record(source.path)
            announced = None
        elif begins:
            announced = _Announced(number, number)
        elif announced:
            announced.add(line, number)
        elif line and not _RULE.fullmatch(line):
            source.remark(OUTSIDE, number)
    if announced:
        yield announced.record(source.path)


@dataclass(slots=True)
class _Announced:
    """A paper being read: lines by the name that arXiv's JSON has for what they are."""

    line: int
    end: int
    label: str = ""  # of what a line goes on with
    has_abstract: bool = False
    lines: dict[str, list[str]] = field(default_factory=dict)

    def add(self, line: str, number: int) -> None:
        self.end = number
        if not self.has_abstract:
            if match := _NUMBER.match(line):
                self.label, line = "id", match[1]
            elif match := _FIELD.match(line):
                self.label, line = match[1].lower(), match[2]
            elif not line.startswith(" "):
                self.label = ""
        if self.label:
            self.lines.setdefault(self.label, []).append(line)

    def record(self, path: str) -> Record | Reject:
        texts = {label: "\n".join(lines) for label, lines in self.lines.items()}
        texts["update_date"] = texts.pop("date", "")
        texts.setdefault("authors", texts.pop("author", ""))
        return record(texts, Place(path, self.line, self.end), "arxiv_mail")
