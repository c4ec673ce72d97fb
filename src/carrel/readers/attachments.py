"""The files that reference managers attach to a work, as their exports name them."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable
from contextlib import suppress
from urllib.parse import unquote

from carrel.text import clean

_BETWEEN = re.compile(r"(?<!\\); *")
_PARTS = re.compile(r"(?<!\\):")
_ESCAPED = re.compile(r"\\([:;\\_&%#$~{} ])")
_TYPE = re.compile(r"[A-Za-z]{2,10}(?:/[\w.+-]{1,60})?")  # "PDF", "application/pdf"
_DRIVE = re.compile(r"(?<![A-Za-z])([A-Za-z])(?:\$\\backslash\$|\\)?:(?=[\\/])")
_ADDRESS = re.compile(r"\b(https?|ftp|file):(?=//)", re.IGNORECASE)
_WITHOUT_ROOT = ("home/", "Users/")  # as Mendeley writes them
_SEVERAL_SLASHES = re.compile(r"^[/\\]{2,}(?=[/\\])")


def named(value: str) -> list[str]:
    """The paths in a field of BibTeX: `/a/b.pdf;/a/c.pdf`, or with what they are called and their
    types, as JabRef, Mendeley and Zotero write: `:papers/b.pdf:PDF;Full text:/a/c.pdf:text/html`.
    """
    return [path for part in _BETWEEN.split(value) if (path := _path(part))]


def _path(part: str) -> str:
    part = _ADDRESS.sub(r"\1\:", _DRIVE.sub(r"\1\:", part))  # whose colons part nothing
    parts = _PARTS.split(part)
    if len(parts) > 1 and _TYPE.fullmatch(parts[-1].strip()):
        parts.pop()
    path = parts[1] if len(parts) > 1 else parts[0]
    return _ESCAPED.sub(r"\1", path.replace("$\\backslash$", "\\")).strip()


def files(paths: Iterable[str], source: str) -> tuple[str, ...]:
    """The absolute paths of files that a source names, each once; those that are not absolute are
    seen from the folder of the source."""
    found = []
    for path in paths:
        path = clean(path)
        if path.startswith("file:"):
            path = unquote(path.removeprefix("file:").removeprefix("//localhost"))
            path = _SEVERAL_SLASHES.sub("", path)
        if path.startswith(_WITHOUT_ROOT):
            path = f"/{path}"
        if path and "://" not in path:
            path = os.path.join(os.path.dirname(source), os.path.expanduser(path))
            with suppress(FileNotFoundError):  # the working folder may be gone
                found.append(os.path.abspath(path))
    return tuple(dict.fromkeys(found))
