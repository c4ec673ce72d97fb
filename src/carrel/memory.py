"""What carrel remembers of how it was used: the style and the order chosen last, the queries typed,
the searches that were given names. Small, in one JSON file; nothing that could not be lost.

Each change is made on what the file holds by then, so that two windows keep one another's; the
file is replaced as a whole. A damaged file counts as empty and is put aside; one that the system
does not give is left alone.
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from threading import Lock
from typing import Any

from carrel.atomic import write_whole
from carrel.folders import data_folder
from carrel.refusals import reason
from carrel.text import clean

MOST_QUERIES = 200
LONGEST_NAME = 100  # characters of a search's name that is given; the file may hold longer ones
LONGEST_QUERY = 10_000  # characters; more was not typed but pasted, by mistake or once
MOST_ROOM = 25


@dataclass(frozen=True, slots=True)
class Remembered:
    """What is remembered. Empty where nothing is.

    `style` was chosen while the settings said `style_set`. `queries` are those typed, the latest
    last; `searches` the queries that have a name; `sidebar` says whether it was open, None where
    nobody ever chose; `hints` whether these were seen; `paper_room` how much more of the screen the
    paper has than at first, in hundredths.
    """

    style: str = ""
    style_set: str = ""
    sort: str = ""
    theme: str = ""
    sidebar: bool | None = None
    hints: bool = False
    paper_room: int = 0
    queries: tuple[str, ...] = ()
    searches: Mapping[str, str] = field(default_factory=dict)

    def with_query(self, query: str) -> Remembered:
        """This query as the latest, and nowhere else; not a text that is too long for one."""
        query = clean(query)
        if not query or len(query) > LONGEST_QUERY or self.queries[-1:] == (query,):
            return self
        others = [other for other in self.queries if other != query]
        return replace(self, queries=(*others, query)[-MOST_QUERIES:])

    def with_search(self, name: str, query: str) -> Remembered:
        """A search under a name; without a query, none under this name."""
        searches = {own: text for own, text in self.searches.items() if own != name}
        if query:
            searches[clean(name)] = clean(query)
        return replace(self, searches=dict(sorted(searches.items())))


Change = Callable[[Remembered], Remembered]


def memory_path(env: Mapping[str, str] = os.environ) -> Path:
    """Where the memory is: `memory.json` in the data folder."""
    return data_folder(env) / "memory.json"


class Memory:
    """The memory in one file; safe to use from several threads.

    `now` is what is remembered, `change` changes it at once, and `save` brings what was changed to
    the disk: call it off the event loop. Without a path, nothing outlives the process.
    """

    def __init__(self, path: Path | None = None) -> None:
        self.path = path
        self.problem = ""  # why it is not kept, or what was lost, in words
        self._damage = ""  # that of it which writing it anew does not mend
        self._lock = Lock()  # of `now` and `_unsaved`
        self._saving = Lock()  # held while the disk is written, which may be slow
        self._unsaved: list[Change] = []
        self.now = Remembered()
        try:
            self.now = self._load()
        except OSError as error:
            self.problem = f"{path}: {reason(error)}"

    def change(self, change: Change) -> None:
        """Change what is remembered."""
        with self._lock:
            changed = change(self.now)
            if changed != self.now:
                self.now = changed
                self._unsaved.append(change)

    def save(self) -> None:
        """Write what was changed. Never raises; `problem` tells where it can't be written, as it is
        not over what can't be read now."""
        with self._saving:
            with self._lock:
                changes = list(self._unsaved)
            if not changes or self.path is None:
                return
            try:
                fresh = self._load()
                for change in changes:
                    fresh = change(fresh)
                self._write(self.path, fresh)
            except OSError as error:
                self.problem = f"{self.path}: {reason(error)}"
                return
            self.problem = self._damage
            with self._lock:
                del self._unsaved[: len(changes)]
                for change in self._unsaved:
                    fresh = change(fresh)
                self.now = fresh

    def _load(self) -> Remembered:
        """What the file holds.

        Raises:
            OSError: it is there, and can't be read; or it is damaged, and can't be put aside.
        """
        if self.path is None:
            return Remembered()
        try:
            read = json.loads(self.path.read_bytes())
            return _remembered(read)
        except FileNotFoundError:
            return Remembered()
        except (ValueError, TypeError, AttributeError, RecursionError):
            self._put_aside(self.path)
            return Remembered()

    def _put_aside(self, path: Path) -> None:
        aside = path.with_name(f"{path.name}.damaged")
        os.replace(path, aside)
        self._damage = f"{path} is damaged: saved searches are lost. It is kept as {aside.name}"
        self.problem = self._damage

    def _write(self, path: Path, remembered: Remembered) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        text = json.dumps(asdict(remembered), ensure_ascii=False, indent=1)
        write_whole(path, (text, "\n"), sync=False)


def _remembered(read: Any) -> Remembered:
    """From the file's JSON: what is of a wrong type is left out; a file of another kind raises."""
    if not isinstance(read, dict):
        raise TypeError
    text = {
        name: clean(value)
        for name in ("style", "style_set", "sort", "theme")
        if isinstance(value := read.get(name), str)
    }
    sidebar = read.get("sidebar")
    room = read.get("paper_room")
    queries = read.get("queries")
    searches = read.get("searches")
    return Remembered(
        **text,
        sidebar=sidebar if isinstance(sidebar, bool) else None,
        hints=read.get("hints") is True,
        paper_room=room if type(room) is int and abs(room) <= MOST_ROOM else 0,
        queries=tuple(clean(query) for query in queries if isinstance(query, str))[-MOST_QUERIES:]
        if isinstance(queries, list)
        else (),
        searches={
            clean(name): clean(query) for name, query in searches.items() if isinstance(query, str)
        }
        if isinstance(searches, dict)
        else {},
    )
