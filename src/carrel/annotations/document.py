"""The annotations file as JSON: what it may hold, what is made of it, how it is written.

    {"version": 1,
     "papers": {
    "arxiv:2512.12087": {"favourite": true, "tags": ["sparsity"], "title": "BLASST: …", …},
    …

One line for a paper, sorted by id, so that a person can read it and a version control system
can merge it. Unknown keys are kept, at every level.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping

from carrel.annotations.annotation import Annotation, both_notes
from carrel.text import clean

VERSION = 1
_ASIDE = "(not understood)"  # in the names of values put aside
_MOST_DUPLICATES = 1000  # joined one by one, so a limit keeps the whole linear
_MOST_ALIKE = 8  # entries that are looked at because abstracts begin alike; the same
Entry = Mapping[str, object]  # of one paper, as in the file; never changed in place


class DocumentError(Exception):
    """The bytes are not an annotations file; the message says why and where."""


class Document:
    """The parsed file. `papers` are the entries by id, `rest` the other top-level keys,
    `remarks` what in it could not be taken as it stands, in words."""

    def __init__(self) -> None:
        self.papers: dict[str, Entry] = {}
        self.rest: dict[str, object] = {}
        self.version = VERSION
        self.remarks: list[str] = []
        self._lines: dict[str, str] = {}  # entries as written; those that changed are left out
        self._keys: dict[str, tuple[str, ...]] | None = None  # of the entries, by alias

    def copy(self) -> Document:
        """An independent document with the same entries, at the cost of two flat dicts."""
        twin = Document()
        twin.papers, twin._lines = dict(self.papers), dict(self._lines)
        twin.rest, twin.version = self.rest, self.version
        twin._keys = None if self._keys is None else dict(self._keys)
        return twin

    # ------------------------------------------------------------ entries

    def find(self, id: str, aliases: Iterable[str] = ()) -> list[str]:
        """The keys of the entries of one paper: stored under its id, under another id that it
        has, or under a better id that an entry remembers one of these by.

        That a part of the abstract is the same ("text:…") is not enough where both have titles and
        these differ: the parts of a work may begin alike.
        """
        found: list[str] = []
        if self.papers:
            names = (id, *aliases)
            by_alias = self._keys_by_alias()
            for name in names:
                for key in (name, *by_alias.get(name, ())):
                    if key not in self.papers or key in found:
                        continue
                    known = (key, *aliases_of(self.papers[key]))
                    if name not in known:  # the entry was taken out since, and one put in its place
                        continue
                    if not name.startswith("text:") or titles_agree(names, known):
                        found.append(key)
        return found

    def put(self, key: str, entry: Entry, replaces: Iterable[str] = ()) -> None:
        """Set an entry, or take it out if it carries nothing; take out those it replaces."""
        by_alias = self._keys_by_alias()
        for old in (key, *replaces):
            self.papers.pop(old, None)
            self._lines.pop(old, None)
        if carries_something(entry):
            self.papers[key] = dict(sorted(entry.items()))
            _add_keys(by_alias, key, entry)

    def _keys_by_alias(self) -> dict[str, tuple[str, ...]]:
        if self._keys is None:
            keys: dict[str, tuple[str, ...]] = {}
            for key, entry in self.papers.items():
                _add_keys(keys, key, entry)
            self._keys = keys  # at once: another thread may be reading
        return self._keys

    # ------------------------------------------------------------ JSON

    @classmethod
    def parse(cls, data: bytes) -> Document:
        """From the file's bytes. `DocumentError` where they are no such file at all; an entry
        with a wrong type in it stays as it is and is told of in `remarks`. A `version` above
        `VERSION` means that the document must not be written back."""
        parsed, twice = _json_object(data)
        document = cls()
        version, papers = parsed.pop("version", VERSION), parsed.pop("papers", {})
        if type(version) is not int or version < 1:
            raise DocumentError(f"“version” is {json.dumps(version)[:40]}, not a number from 1")
        if not isinstance(papers, dict):
            raise DocumentError("“papers” is not an object")
        document.version, document.rest = version, parsed
        document.remarks = [f"“{clean(key)[:80]}” stands in it twice" for key in twice]
        for key, entry in papers.items():
            document.papers[key], faults = _understood(entry)
            document.remarks += [f"{clean(key)[:80]}: {fault}" for fault in faults]
        return document

    def encode(self) -> bytes:
        """The file's bytes."""
        write = json.JSONEncoder(ensure_ascii=False, check_circular=False).encode
        lines = self._lines
        for key in self.papers.keys() - lines.keys():
            lines[key] = f"{write(key)}: {write(self.papers[key])}"
        top = {"version": self.version, **self.rest}
        head = ",\n ".join(f"{write(key)}: {write(value)}" for key, value in top.items())
        body = ",\n".join([lines[key] for key in sorted(self.papers)])
        text = (
            f'{{{head},\n "papers": {{\n{body}\n}}}}\n'
            if body
            else f'{{{head},\n "papers": {{}}}}\n'
        )
        try:
            return text.encode()
        except UnicodeEncodeError:  # half a character, escaped in a file written elsewhere
            return "".join(
                f"\\u{ord(character):04x}" if "\ud800" <= character <= "\udfff" else character
                for character in text
            ).encode()


def _json_object(data: bytes) -> tuple[dict[str, object], list[str]]:
    """The object that a file's bytes are in JSON, and the keys that stood in it twice; what was
    under such a key is united. `DocumentError` where the bytes are none."""
    twice: list[str] = []

    def unite_duplicates(pairs: list[tuple[str, object]]) -> dict[str, object]:
        united = dict(pairs)
        if len(united) < len(pairs):
            united = {}
            for key, value in pairs:
                if key in united:
                    twice.append(key)
                    if len(twice) > _MOST_DUPLICATES:
                        raise DocumentError("the same keys stand in it over and over")
                    value = union({key: united[key]}, {key: value})[key]
                united[key] = value
        return united

    try:
        parsed = json.loads(data.decode("utf-8-sig"), object_pairs_hook=unite_duplicates)
    except json.JSONDecodeError as error:
        raise DocumentError(f"not JSON: {error.msg} in line {error.lineno}") from error
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise DocumentError(f"not UTF-8 in line {line}") from error
    except RecursionError:
        raise DocumentError("nested too deeply") from None
    except ValueError as error:  # an integer of thousands of digits
        raise DocumentError(f"not JSON that can be read: {error}") from error
    if not isinstance(parsed, dict):
        raise DocumentError("not a JSON object")
    return parsed, twice


def _add_keys(keys: dict[str, tuple[str, ...]], key: str, entry: Entry) -> None:
    """Note an entry's key under each of its other ids. Of the papers with titles whose abstracts
    begin alike, a few will do: their titles find them, and what so many share tells little."""
    aliases = aliases_of(entry)
    titled = any(name.startswith("title:") for name in (key, *aliases))
    for alias in aliases:
        present = keys.get(alias, ())
        enough = titled and alias.startswith("text:") and len(present) >= _MOST_ALIKE
        if key not in present and not enough:
            keys[alias] = (*present, key)


# ---------------------------------------------------------------- one entry


def annotation_of(entry: Entry) -> Annotation:
    """What an entry says."""
    return Annotation(
        favourite=bool(entry.get("favourite")),
        tags=tuple(_texts(entry.get("tags"))),
        note=_text(entry.get("note")),
        read=bool(entry.get("read")),
        changed=_text(entry.get("changed")),
    )


def titles_agree(one: Iterable[str], other: Iterable[str]) -> bool:
    """Do two papers' ids tell of one title, or does either have none?"""
    mine = {name for name in one if name.startswith("title:")}
    theirs = {name for name in other if name.startswith("title:")}
    return not mine or not theirs or bool(mine & theirs)


def aliases_of(entry: Entry) -> list[str]:
    """The other ids of the entry's paper."""
    return _texts(entry.get("aliases"))


def title_of(entry: Entry) -> str:
    """The title that the paper had when it was last annotated."""
    return clean(_text(entry.get("title")))


def carries_something(entry: Entry) -> bool:
    """Is there anything of the user's, or anything unknown, in it?"""
    return any(value and key not in ("aliases", "changed", "title") for key, value in entry.items())


def with_annotation(
    entry: Entry, before: Annotation, after: Annotation, changed: str
) -> dict[str, object]:
    """The entry with what differs in `after`, and the time; the rest of it as it stood."""
    revised = dict(entry)
    for name in ("favourite", "note", "read", "tags"):
        value = getattr(after, name)
        if value != getattr(before, name):
            if value:
                revised[name] = list(value) if name == "tags" else value
            else:
                revised.pop(name, None)
    revised["changed"] = changed
    return revised


def united(document: Document, keys: Iterable[str]) -> Entry:
    """The entries under these keys as one; empty where there is none."""
    entry: Entry = {}
    for key in keys:
        entry = union(entry, document.papers[key]) if entry else document.papers[key]
    return entry


def union(first: Entry, second: Entry) -> dict[str, object]:
    """Two entries as one: what either says. Of two values that can't both be, the first's."""
    merged = {**second, **first}
    for key in first.keys() & second.keys():
        one, other = first[key], second[key]
        if isinstance(one, dict) and isinstance(other, dict):
            merged[key] = union(one, other)
        elif isinstance(one, list) and isinstance(other, list):
            present = set(_texts(one))
            merged[key] = one + [
                item for item in other if not (isinstance(item, str) and item in present)
            ]
        elif isinstance(one, bool) and isinstance(other, bool):
            merged[key] = one or other
        elif isinstance(one, str) and isinstance(other, str):
            if key == "note":
                merged[key] = both_notes(one, other)
            elif key == "changed":
                merged[key] = max(one, other)
    return merged


def _text(value: object) -> str:
    return value if isinstance(value, str) else ""


def _texts(values: object) -> list[str]:
    if not isinstance(values, list):
        return []
    return [value for value in values if isinstance(value, str)]


_KINDS: dict[str, tuple[type, str]] = {
    "aliases": (list, "a list of texts"),
    "changed": (str, "a text"),
    "favourite": (bool, "true or false"),
    "note": (str, "a text"),
    "read": (bool, "true or false"),
    "tags": (list, "a list of texts"),
    "title": (str, "a text"),
}
_UNKNOWN = (object, "")


def _understood(entry: object) -> tuple[Entry, list[str]]:
    """An entry with each known value that has a wrong type put aside, under a name of its own,
    and what was wrong, in words."""
    if not isinstance(entry, dict):
        return {_ASIDE: entry}, ["not an object"]
    wrong = []
    for name, value in entry.items():
        kind, _ = _KINDS.get(name, _UNKNOWN)
        if not isinstance(value, kind):
            if value is not None:
                wrong.append(name)
        elif kind is list and isinstance(value, list) and set(map(type, value)) - {str}:
            wrong.append(name)
    if wrong:
        entry = dict(entry)
        for name in wrong:
            aside = f"{name} {_ASIDE}"
            while aside in entry:
                aside += "′"
            entry[aside] = entry.pop(name)
            if texts := _texts(entry[aside]):
                entry |= {name: texts} if _KINDS[name][0] is list else {}
    return entry, [f"“{name}” is not {_KINDS[name][1]}" for name in wrong]
