"""Any CSL style file, through a processor that the person has: pandoc, else citeproc-py.

Neither comes with carrel: pandoc is a program of 160 MB, and citeproc-py agrees with the reference
processor less often than the styles that are built in.
"""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from collections.abc import Sequence
from html.parser import HTMLParser
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path

from carrel.citation.csl_json import item
from carrel.paper import Work
from carrel.refusals import reason

_SECONDS = 60
_LINK = re.compile(r"<link\b[^<>]*>")
_BLANKS = re.compile(r"\s+")
_NUMBER = re.compile(r"^(?:\[\d+\]|\d+\.)\s*")


class StyleUnavailable(Exception):
    """A CSL style cannot be used; the message says why, and what would help."""


def cite_with_csl(works: Sequence[Work], path: str | Path) -> list[str]:
    """The citations of the works, in their order, in the CSL style of a file; without numbers.

    Raises:
        StyleUnavailable: no such file, no processor is installed, or it refused the style.
    """
    path = Path(path)
    try:
        style = path.read_text(encoding="utf-8", errors="replace")
    except OSError as error:
        raise StyleUnavailable(f"{path}: {reason(error)}") from error
    for link in _LINK.findall(style):
        if 'rel="independent-parent"' in link:  # a processor would fetch it from the network
            parent = link.partition('href="')[2].partition('"')[0]
            raise StyleUnavailable(f"{path} only refers to another style; give that one: {parent}")
    items = [item(work, f"item{position}") for position, work in enumerate(works)]
    program = shutil.which("pandoc")
    if program:
        return _pandoc(program, items, path)
    if find_spec("citeproc"):
        return _citeproc(items, path)
    raise StyleUnavailable(
        "CSL style files need pandoc (https://pandoc.org/installing.html) or the Python package "
        "citeproc-py; neither is installed"
    )


def _pandoc(program: str, items: Sequence[dict[str, object]], path: Path) -> list[str]:
    command = [program, "--sandbox", "--from=csljson", "--to=html", "--wrap=none", "--citeproc"]
    try:
        done = subprocess.run(
            [*command, "--csl", str(path)],
            input=json.dumps(items),
            capture_output=True,
            encoding="utf-8",
            errors="replace",
            timeout=_SECONDS,
            check=False,
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        raise StyleUnavailable(f"pandoc could not be used: {error}") from error
    if done.returncode:
        reason = " ".join(done.stderr.split()) or f"exit status {done.returncode}"
        raise StyleUnavailable(f"pandoc refused {path}: {reason}")
    entries = _Entries()
    entries.feed(done.stdout)
    return [entries.text(str(item["id"])) for item in items]


class _Entries(HTMLParser):
    """The text of each reference in pandoc's HTML, by the id of its item."""

    def __init__(self) -> None:
        super().__init__()
        self._texts: dict[str, list[str]] = {}
        self._entry = ""
        self._divs: list[str] = []

    def text(self, key: str) -> str:
        return _BLANKS.sub(" ", "".join(self._texts.get(key, []))).strip()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag != "div":
            return
        attributes = dict(attrs)
        key = attributes.get("id") or ""
        if key.startswith("ref-"):
            self._entry = key.removeprefix("ref-")
        self._divs.append(attributes.get("class") or "")

    def handle_endtag(self, tag: str) -> None:
        if tag == "div" and self._divs:
            self._divs.pop()

    def handle_data(self, data: str) -> None:
        if self._entry and "csl-left-margin" not in self._divs:
            self._texts.setdefault(self._entry, []).append(data)


def _citeproc(items: Sequence[dict[str, object]], path: Path) -> list[str]:
    processor = import_module("citeproc")
    source = import_module("citeproc.source.json")
    try:
        style = processor.CitationStylesStyle(str(path), validate=False)
        bibliography = processor.CitationStylesBibliography(
            style, source.CiteProcJSON(items), processor.formatter.plain
        )
        for entry in items:
            cited = processor.CitationItem(str(entry["id"]))
            bibliography.register(processor.Citation([cited]))
        texts = [_BLANKS.sub(" ", str(text)).strip() for text in bibliography.bibliography()]
    except Exception as error:  # whatever the style or an item makes it stumble over
        raise StyleUnavailable(f"citeproc-py could not use {path}: {error}") from error
    return [_NUMBER.sub("", text) for text in texts]
