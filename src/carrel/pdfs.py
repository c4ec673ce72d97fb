"""The PDF of a work among the person's own files."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Sequence

from carrel.paper import Paper, is_text

_NOT_IN_NAMES = re.compile(r"[^\w.()-]+")
_VERSIONS = ("", "v1", "v2", "v3", "v4", "v5", "v6", "v7", "v8", "v9")


def pdf_of(paper: Paper, folders: Sequence[str] = ()) -> str:
    """The absolute path of a paper's PDF, or another file of its text; empty for none.

    It is a file that a source attaches to the paper; or one that lies beside a source, or in one of
    `folders`, under the paper's citekey, arXiv number (with or without a version) or DOI ("/" as
    "_"), as downloads are called.
    """
    for path in paper.files:
        if is_text(path) and os.path.isfile(path):
            return path
    names = [f"{name}.pdf" for name in _names(paper)]
    sources = (os.path.dirname(place.path) for place in paper.places)
    for folder in dict.fromkeys([*map(os.path.expanduser, folders), *sources]):
        for name in names:
            path = os.path.abspath(os.path.join(folder, name))
            if os.path.isfile(path):
                return path
    return ""


def _names(paper: Paper) -> Iterator[str]:
    if paper.key:
        yield _NOT_IN_NAMES.sub("_", paper.key)
    if paper.arxiv:
        number = paper.arxiv.rpartition("/")[2]
        yield from (f"{number}{version}" for version in _VERSIONS)
    if paper.doi:
        yield _NOT_IN_NAMES.sub("_", paper.doi)
