"""The user's own: favourite, tags, note and read mark of each paper, in one JSON file.

annotations = Annotations(annotations_path())
annotations.get(paper).favourite
done = annotations.change([paper], set_favourite(True), "Starred")
if done.unsaved: …  # kept, shown, tried again; and say so
"""

from __future__ import annotations

import os
from collections.abc import Mapping

from carrel.annotations.annotation import (
    UNANNOTATED,
    Annotation,
    Edit,
    TagError,
    edit_tags,
    normal_tags,
    set_favourite,
    set_note,
    set_read,
)
from carrel.annotations.document import titles_agree
from carrel.annotations.journal import Change
from carrel.annotations.step import Identified, Stored
from carrel.annotations.store import MOST_PAPERS, Annotations, Done, TagUse
from carrel.folders import folder

__all__ = [
    "MOST_PAPERS",
    "UNANNOTATED",
    "Annotation",
    "Annotations",
    "Change",
    "Done",
    "Edit",
    "Identified",
    "Stored",
    "TagError",
    "TagUse",
    "annotations_path",
    "edit_tags",
    "normal_tags",
    "set_favourite",
    "set_note",
    "set_read",
    "titles_agree",
]


def annotations_path(explicit: str = "", env: Mapping[str, str] = os.environ) -> str:
    """Where the annotations are: as told, else CARREL_STATE, else in the data folder."""
    path = explicit or env.get("CARREL_STATE", "")
    if path:
        return os.path.expanduser(path)
    return os.path.join(folder("data", env), "annotations.json")
