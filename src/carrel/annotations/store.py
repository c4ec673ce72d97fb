"""Annotations: what the user said of each paper, changed one undoable step at a time.

What this window shows is what the file holds, and on top of it the steps that could not be
written yet. A step is kept as what to do, not as its result: under the lock, the file is read
again, the steps are done on what it holds now, and the whole is put in its place. So two
windows lose nothing of one another's, and a step that failed is simply done again later.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from contextlib import suppress
from threading import RLock
from typing import NamedTuple

from carrel.annotations.annotation import (
    UNANNOTATED,
    Annotation,
    Edit,
    Value,
    edit_tags,
    normal_tags,
    revised,
)
from carrel.annotations.disk import ChangedError
from carrel.annotations.document import Document, aliases_of, annotation_of, title_of, united
from carrel.annotations.journal import Change, Journal
from carrel.annotations.step import Identified, Step, Stored
from carrel.annotations.storage import Storage, changed_ids
from carrel.folders import absolute

MOST_PAPERS = 100_000  # to be changed in one step: all annotations are in memory
_ATTEMPTS = 3  # that a program which knows nothing of locks may foil, by writing in between


class Done(NamedTuple):
    """What became of a change: how many papers it is about; how many of an undone step's
    values stay because another window has set them since; and, if it is not on disk, why."""

    label: str
    papers: int
    kept: int = 0
    unsaved: str = ""


class TagUse(NamedTuple):
    """A tag, how many papers carry it, and when one of these last changed (UTC)."""

    tag: str
    papers: int
    changed: str


class Annotations:
    """The annotations in one file. Safe to use from several threads; reading never waits."""

    def __init__(self, path: str | os.PathLike[str]) -> None:
        """Load the file. Never raises for what is on disk (see `problems`), and writes nothing
        but a second name for a damaged file."""
        self.path = absolute(os.fspath(path))
        self._storage = Storage(self.path)
        if not os.path.isabs(self.path):
            self._storage.tell(f"{self.path} is named from a working folder that is gone")
        self._journal = Journal(self._storage.file.real)
        self._window = os.urandom(6).hex()
        self._lock = RLock()
        self._undo: list[Step] = []
        self._redo: list[Step] = []
        self._pending: list[Step] = []
        self._why_pending = ""
        self._serial = 0
        # (id, field) → this window's `_serial` when another was seen to have set it
        self._set_by_others: dict[tuple[str, str], int] = {}
        self._changed_by_others: set[str] = set()  # since `refresh` told of it
        self._shown = self._storage.document

    @property
    def problems(self) -> list[str]:
        """What the person must be told (a damaged file, no locks …), in words, oldest first."""
        return self._storage.problems

    # ------------------------------------------------------------ reading

    def get(self, paper: Identified) -> Annotation:
        """What is said of a paper under its id or any other that it has or had."""
        document = self._shown
        keys = document.find(paper.id, paper.aliases)
        return annotation_of(united(document, keys)) if keys else UNANNOTATED

    def stored(self) -> Iterator[Stored]:
        """Every annotated paper, open or not."""
        for key, entry in self._shown.papers.items():
            if annotation := annotation_of(entry):
                yield Stored(key, tuple(aliases_of(entry)), title_of(entry), annotation)

    def tags(self) -> list[TagUse]:
        """All tags in use, alphabetically; each in the spelling that most papers have."""
        spellings: dict[str, dict[str, int]] = {}
        changed: dict[str, str] = {}
        for paper in self.stored():
            for tag in paper.annotation.tags:
                key = tag.casefold()
                counts = spellings.setdefault(key, {})
                counts[tag] = counts.get(tag, 0) + 1
                changed[key] = max(changed.get(key, ""), paper.annotation.changed)
        return [
            TagUse(max(counts, key=counts.__getitem__), sum(counts.values()), changed[key])
            for key, counts in sorted(spellings.items())
        ]

    def refresh(self) -> set[str]:
        """Take up what others wrote; the ids (and other ids) of the papers that changed by it.

        Costs one `stat` where nothing did: call it often.
        """
        with self._lock:
            self._take_up()
            changed, self._changed_by_others = self._changed_by_others, set()
            return changed

    # ------------------------------------------------------------ changing

    def change(self, papers: Iterable[Identified], edit: Edit, label: str) -> Done:
        """Edit the annotations of these papers: one step to undo, on disk when this returns.

        The edit is done on what the file holds by then, possibly more than once. Where it can't
        be written, `Done.unsaved` says why, and the step waits for `retry` or the next change.
        """
        targets = [Stored(paper.id, paper.aliases, paper.title) for paper in papers]
        return self._change(Step(label, [(target, edit) for target in targets]))

    def replace_tags(self, tags: Iterable[str], new: str = "") -> Done:
        """Rename a tag everywhere, merge several into one, or, without `new`, remove them.

        Raises:
            TagError: `new` is too long.
        """
        old, new_tags = normal_tags(tags), normal_tags([new])
        replacing = edit_tags(add=new_tags, remove=old)
        gone, come = (", ".join(f"#{tag}" for tag in tags) for tags in (old, new_tags))
        label = f"Renamed {gone} to {come}" if come else f"Removed {gone}"

        def edit(annotation: Annotation) -> Annotation:
            return replacing(annotation) if any(map(annotation.tagged, old)) else annotation

        with self._lock:
            self._take_up()
            papers = [paper for paper in self.stored() if any(map(paper.annotation.tagged, old))]
            return self.change(papers, edit, label)

    def undo(self) -> Done | None:
        """Take back this window's last step, except what another window has set since; None
        where there is none."""
        return self._take_back(self._undo, self._redo, "Undid: ")

    def redo(self) -> Done | None:
        """Do again what `undo` took back last, except what another window has set since."""
        return self._take_back(self._redo, self._undo, "Redid: ")

    def _change(self, step: Step) -> Done:
        with self._lock:
            done = self._do(step)
            if done.papers:
                self._undo.append(step)
                self._redo.clear()
            return done

    def _take_back(self, steps: list[Step], others: list[Step], verb: str) -> Done | None:
        with self._lock:
            if not steps:
                return None
            step = steps.pop()
            label = step.label.partition(": ")[2] if step.takes_back else step.label
            back = step.reverse(verb + label, self._set_since)
            done = self._do(back)
            others.append(back)
            return done._replace(label=label)

    # ------------------------------------------------------------ history

    def history(self) -> list[Change]:
        """The journal of changes, newest first. OSError where it can't be read."""
        return self._journal.changes()[::-1]

    def restore(self, moment: str) -> Done:
        """Set everything that was changed after a moment (a `Change.at`, or the beginning of
        one: "2026-11-20") back to what it was then; one step, undone like any other."""
        values: dict[str, dict[str, Value]] = {}
        titles: dict[str, str] = {}
        for change in self.history():
            if change.at > moment:
                titles = change.titles | titles
                for key, did in change.papers.items():
                    values.setdefault(key, {}).update({name: was for name, (was, _) in did.items()})
        step = Step(f"Restored the state of {moment}")
        for key, earlier in values.items():
            step.edits.append((Stored(key, title=titles[key]), _setting(earlier)))
        return self._change(step)

    # ------------------------------------------------------------ to the disk

    @property
    def unsaved(self) -> str:
        """What is not on disk and why, in words for a person, also on leaving; else empty."""
        with self._lock:
            if not self._pending:
                return ""
            lines = [f"Not on disk: {self._why_pending}."]
            for step in self._pending:
                titles = [title or key for key, title in step.titles().items()]
                more = f" and {len(titles) - 3} more" if len(titles) > 3 else ""
                lines.append(f"  {step.label}: {', '.join(titles[:3])}{more}")
            return "\n".join(lines)

    def retry(self) -> bool:
        """Try again to write what is not on disk; is everything there now?"""
        with self._lock:
            return not self._pending or self._save()

    def _do(self, step: Step) -> Done:
        """Show a step, and write it."""
        shown = self._shown.copy()
        step.perform(shown)
        if not step.papers and self._take_up():  # it may do something after all
            shown = self._shown.copy()
            step.perform(shown)
        saved = True
        if step.papers:
            self._shown = shown
            self._pending.append(step)
            saved = self._save()
        return Done(step.label, step.papers, step.kept, "" if saved else self._why_pending)

    def _save(self) -> bool:
        """Write the pending steps; is all on disk now?"""
        try:
            for _ in range(_ATTEMPTS):
                with suppress(ChangedError):
                    self._write()
                    return True
            self._write()
        except OSError as error:
            self._why_pending = self._storage.reason(error)
            return False
        finally:
            if self._storage.file.lockless:
                self._storage.tell(
                    f"Files can't be locked in the folder of {self.path}: "
                    "of two windows that save at the same moment, one may lose its change."
                )
        return True

    def _write(self) -> None:
        """Do the pending steps on what the file holds now, and put that on disk, or OSError."""
        storage = self._storage
        known = storage.document
        with storage.locked():
            fresh, outside = storage.read_to_write()
            others = [*self._journal.news(), *outside]
            self._hear(others, fresh)
            document = self._shown
            if others or fresh is not known:
                document = self._with_pending(fresh)
            for serial, step in enumerate(self._pending, self._serial + 1):
                step.serial = serial
            size = self._note([*outside, *(step.change(self._window) for step in self._pending)])
            try:
                storage.write(document)
            except BaseException:
                if size is not None:
                    self._journal.cut(size)
                raise
        self._serial += len(self._pending)
        self._pending = []
        self._shown = document
        if fresh is not known:
            self._changed_by_others |= changed_ids(known, fresh)

    def _with_pending(self, base: Document) -> Document:
        document = base.copy()
        for step in self._pending:
            step.perform(document)
        return document

    def _note(self, changes: list[Change]) -> int | None:
        """Write to the journal; its size before, or None where it could not be written."""
        try:
            return self._journal.append(changes)
        except OSError as error:
            self._storage.tell(f"The history is not kept: {self._storage.reason(error)}.")
            return None

    # ------------------------------------------------------------ other windows

    def _take_up(self) -> bool:
        """Show what others wrote; did they?"""
        if not self._storage.refresh():
            return False
        before, self._shown = self._shown, self._with_pending(self._storage.document)
        self._changed_by_others |= changed_ids(before, self._shown)
        return True

    def _hear(self, others: list[Change], document: Document) -> None:
        """Remember what others have set, under every id of the paper."""
        for change in others:
            for key, did in change.papers.items():
                for found in document.find(key) or [key]:
                    for id in {key, found, *aliases_of(document.papers.get(found, {}))}:
                        for name in did:
                            self._set_by_others[id, name.casefold()] = self._serial

    def _set_since(self, key: str, name: str, serial: int) -> bool:
        return self._set_by_others.get((key, name.casefold()), -1) >= serial


def _setting(values: dict[str, Value]) -> Edit:
    return lambda annotation: revised(annotation, values)
