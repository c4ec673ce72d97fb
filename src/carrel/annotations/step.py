"""A step: a change of some papers' annotations, to be made, made again, and taken back."""

from __future__ import annotations

import sys
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import NamedTuple, Protocol

from carrel.annotations.annotation import (
    UNANNOTATED,
    Annotation,
    Difference,
    Edit,
    Value,
    absent,
    difference,
    fields,
    revised,
)
from carrel.annotations.document import (
    Document,
    aliases_of,
    annotation_of,
    united,
    with_annotation,
)
from carrel.annotations.journal import Change, now


class Identified(Protocol):
    """What annotations need to know of a paper: its id, those it has or had besides, its title."""

    @property
    def id(self) -> str: ...
    @property
    def aliases(self) -> tuple[str, ...]: ...
    @property
    def title(self) -> str: ...


class Stored(NamedTuple):
    """One annotated paper, of this library or not, and what is said of it."""

    id: str
    aliases: tuple[str, ...] = ()
    title: str = ""
    annotation: Annotation = UNANNOTATED


@dataclass(slots=True, eq=False)
class Step:
    """A change to be made. `made` is, for each of `edits`, under which key it was made and what
    it did, when last performed; `serial` its number among this window's steps on disk."""

    label: str
    edits: list[tuple[Stored, Edit]] = field(default_factory=list)
    takes_back: bool = False  # undo or redo: claims nothing that it did not change
    at: str = field(default_factory=now)
    made: list[tuple[str, Difference]] = field(default_factory=list)
    serial: int = sys.maxsize
    kept: int = 0  # values that it would have taken back, had no other window set them since

    @property
    def papers(self) -> int:
        """How many papers it is about."""
        return sum(bool(did) for _, did in self.made)

    def change(self, window: str) -> Change:
        """The step as the journal knows it."""
        papers = {key: did for key, did in self.made if did}
        return Change(self.at, window, self.label, papers, self.titles())

    def titles(self) -> dict[str, str]:
        """The titles of the papers it is about, by key."""
        made = zip(self.edits, self.made, strict=True)
        return {key: paper.title for (paper, _), (key, did) in made if did}

    def perform(self, document: Document) -> None:
        """Make the change in a document. `made` becomes what it did now, together with what it
        did when performed before that was already so this time."""
        earlier = [] if self.takes_back else self.made
        self.made, self.kept = [], 0
        for number, (paper, edit) in enumerate(self.edits):
            keys = document.find(paper.id, paper.aliases)
            entry = united(document, keys)
            before = annotation_of(entry)
            after = edit(before)
            did = difference(before, after)
            if earlier:
                values = fields(after)
                for name in earlier[number][1]:
                    value = values.get(name, absent(name))
                    did.setdefault(name, (value, value))
            key = _home(document, paper.id, keys)
            if did:
                revised_entry = with_annotation(entry, before, after, f"{self.at[:19]}Z")
                names = {paper.id, *paper.aliases, *keys, *aliases_of(entry)} - {key}
                if names:
                    revised_entry["aliases"] = sorted(names)
                if paper.title:
                    revised_entry["title"] = paper.title
                document.put(key, revised_entry, replaces=keys)
            self.made.append((key, did))

    def reverse(self, label: str, set_since: Callable[[str, str, int], bool]) -> Step:
        """The step that sets what this one set back, wherever it still stands and
        `set_since(key, field, serial)` does not say that another window has set it since."""
        back = Step(label, takes_back=True)
        for number, (paper, _) in enumerate(self.edits):
            key = self.made[number][0]
            names = {paper.id, *paper.aliases} - {key}
            target = Stored(key, tuple(sorted(names)), paper.title)
            back.edits.append((target, self._reverse_edit(number, back, set_since)))
        return back

    def _reverse_edit(
        self, number: int, back: Step, set_since: Callable[[str, str, int], bool]
    ) -> Edit:
        def edit(annotation: Annotation) -> Annotation:
            standing = fields(annotation)
            key, did = self.made[number]
            values: dict[str, Value] = {}
            for name, (was, became) in did.items():
                stands = standing.get(name, absent(name)) == became
                if stands and was != became and not set_since(key, name, self.serial):
                    values[name] = was
                else:
                    back.kept += 1
            return revised(annotation, values)

        return edit


def _home(document: Document, id: str, keys: list[str]) -> str:
    """The key to store a paper under: its id, unless an entry knows that as an older one."""
    for key in keys:
        if id in aliases_of(document.papers[key]):
            return key
    return id
