"""The files that reference managers attach to a work, as their exports name them."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable
from contextlib import suppress
from urllib.parse import unquote

from carrel.text import clean, clean_note

_BETWEEN = re.compile(r"(?<!\\); *")
_PARTS = re.compile(r"(?<!\\):")
_ESCAPED = re.compile(r"\\([:;\\_&%#$~{} ])")
_TYPE = re.compile(r"[A-Za-z]{2,10}(?:/[\w.+-]{1,60})?")  # "PDF", "application/pdf"
# A drive, or how an address begins, whose colon parts nothing.
_ROOT = re.compile(r"(?<![A-Za-z])([A-Za-z]|https?|ftp|file)(?:\$\\backslash\$|\\)?:(?=[\\/])")
_WITHOUT_ROOT = ("home/", "Users/")  # as Mendeley writes them
_LONGEST = 4096  # characters; systems take no more for a path
_SEVERAL_SLASHES = re.compile(r"^[/\\]{2,}(?=[/\\])")


def named(value: str) -> list[str]:
    """The paths in a field of BibTeX: `/a/b.pdf;/a/c.pdf`, or with what they are called and their
    types, as JabRef, Mendeley and Zotero write: `:papers/b.pdf:PDF;Full text:/a/c.pdf:text/html`.
    """
    parts = _BETWEEN.split(value) if ";" in value else [value]
    return [path for part in parts if (path := _path(part))]


def _path(part: str) -> str:
    if ":/" in part or ":\\" in part:
        part = _ROOT.sub(r"\1\:", part)
    if ":" in part:
        parts = _PARTS.split(part)
        if len(parts) > 1 and _TYPE.fullmatch(parts[-1].strip()):
            parts.pop()
        part = parts[1] if len(parts) > 1 else parts[0]
    if "\\" in part:
        part = _ESCAPED.sub(r"\1", part.replace("$\\backslash$", "\\"))
    return part.strip()


def files(paths: Iterable[str], source: str) -> tuple[str, ...]:
    """The absolute paths of files that a source names, each once; those that are not absolute are
    seen from the folder of the source."""
    found = []
    for path in dict.fromkeys(paths):
        path = clean(path)
        if path.startswith("file:"):
            path = unquote(path.removeprefix("file:").removeprefix("//localhost"))
            # What a terminal would obey may stand there in percent signs.
            path = "".join(clean_note(_SEVERAL_SLASHES.sub("", path)).splitlines())
        if path.startswith(_WITHOUT_ROOT):
            path = f"/{path}"
        if path and "://" not in path and len(path) < _LONGEST:
            if path.startswith("~"):
                path = os.path.expanduser(path)
            if not os.path.isabs(path):
                path = os.path.join(os.path.dirname(source), path)
            with suppress(FileNotFoundError):  # the working folder may be gone
                found.append(os.path.abspath(path))
    return tuple(dict.fromkeys(found))
