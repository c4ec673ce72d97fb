"""The PDF of a work among the person's own files."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Sequence

from carrel.paper import Paper, is_text

_NOT_IN_NAMES = re.compile(r"[^\w.()-]+")
_VERSIONS = ("", "v9", "v8", "v7", "v6", "v5", "v4", "v3", "v2", "v1")


def pdf_of(paper: Paper, folders: Sequence[str] = ()) -> str:
    """The absolute path of a paper's PDF, or another file of its text; empty for none.

    It is a file that a source attaches to the paper; or one that lies beside a source, or in one of
    `folders`, under the paper's citekey, arXiv number (without a version or, of several, with the
    newest) or DOI ("/" as "_"), as downloads are called.
    """
    for path in paper.files:
        if is_text(path) and os.path.isfile(path):
            return path
    names = [f"{name}.pdf" for name in _names(paper)]
    sources = (os.path.dirname(place.path) for place in paper.places)
    for folder in dict.fromkeys([*map(os.path.expanduser, folders), *sources]):
        for name in names:
            path = os.path.join(folder, name)
            if os.path.isfile(path):
                return os.path.abspath(path)
    return ""


def _names(paper: Paper) -> Iterator[str]:
    if paper.key:
        yield _NOT_IN_NAMES.sub("_", paper.key)
    if paper.arxiv:
        number = paper.arxiv.rpartition("/")[2]
        yield from (f"{number}{version}" for version in _VERSIONS)
    if paper.doi:
        yield _NOT_IN_NAMES.sub("_", paper.doi)
