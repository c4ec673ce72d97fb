"""BibTeX's fields as YAML: papis' `info.yaml`, of one paper, and coBib's database, an entry in each
document.

The fields are those of https://papis.readthedocs.io/en/latest/info-file.html and of
https://cobib.gitlab.io/cobib/cobib/database.html: BibTeX's, some as lists.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from carrel.paper import Name, Place, Record, Reject
from carrel.readers import bibtex_record
from carrel.readers.attachments import files
from carrel.readers.bibtex_syntax import Entry
from carrel.readers.fields import checked, listed
from carrel.readers.names import nonempty, person
from carrel.readers.source import SHOWN, Source
from carrel.readers.values import mapping, mappings, string, strings
from carrel.readers.yamltext import RefusedError, Values, fault, lines_of, reject

_PAPIS = re.compile(r"(?m)^(?:papis_id|author_list|time-added):")
_ENTRY = re.compile(r"(?m)^(?:author|doi|editor|eprint|isbn|journal|year):")
_COBIB = re.compile(r"(?m)^[^\s#].*:\n  ENTRYTYPE: ")
_TITLE = re.compile(r"(?m)^title:")
_REF = re.compile(r"(?m)^ref:")  # which stands in many another file, too
_CSL = re.compile(r"(?m)^references:")
_DOCUMENT = re.compile(r"---(?:\s|$)")
_KINDS = ("ENTRYTYPE", "type")


def recognises(head: str) -> bool:
    if head.lstrip()[:1] in ("{", "[", "<", "@", "%"):
        return False
    is_papis = _PAPIS.search(head) or (_REF.search(head) and _ENTRY.search(head))
    titled = _TITLE.search(head) and not _CSL.search(head)
    return bool((is_papis and titled) or _COBIB.search(head))


def read(source: Source) -> Iterator[Record | Reject]:
    from yaml import YAMLError

    lines = lines_of(source.text())
    start = 0
    while start < len(lines):
        values = Values(lines, start)
        try:
            yield from _documents(values, source.path)
            return
        except (YAMLError, RefusedError) as error:
            first, reason = fault(error, start, values)
            # Nothing goes on over the line that begins the next document.
            after = range(first, len(lines))
            start = next((at for at in after if _DOCUMENT.match(lines[at])), len(lines))
            yield reject(source.path, lines, first, start, reason)


def _documents(values: Values, path: str) -> Iterator[Record | Reject]:
    from yaml import MappingStartEvent, ScalarEvent, SequenceStartEvent

    for event in values.events:
        if not isinstance(event, (MappingStartEvent, ScalarEvent, SequenceStartEvent)):
            continue
        line = values.begin(event)
        value = values.value(event)
        place = Place(path, line, max(line, values.end))
        entries = mapping(value)
        if any("ENTRYTYPE" in mapping(entry) for entry in entries.values()):
            for label, entry in entries.items():
                yield _record(label, mapping(entry), place)
        elif entries:
            yield _record(string(entries.get("ref")), entries, place)
        elif value:
            yield Reject(place, "not an entry", str(value)[:SHOWN])


def _record(label: str, entry: Mapping[str, object], place: Place) -> Record | Reject:
    kind = next((string(entry[name]) for name in _KINDS if name in entry), "").lower()
    fields = {
        name.lower(): text
        for name, value in entry.items()
        if name not in _KINDS and not mappings(value) and (text := string(value).strip())
    }
    shown = "\n".join(fields.values())
    found = bibtex_record.record(
        Entry(kind, label, fields, shown, place.line, place.end), fields, place
    )
    found.format = "bib_yaml"
    found.verbatim = ""
    if authors := _names(entry, "author"):
        found.authors, found.et_al = authors, False
    found.editors = _names(entry, "editor") or found.editors
    words = (word for name in ("keywords", "tags") for word in strings(entry.get(name)))
    found.files = files(strings(entry.get("files")) or strings(entry.get("file")), place.path)
    found.keywords = listed(word.replace(",", ";") for word in words)
    return checked(found, entry)


def _names(entry: Mapping[str, object], role: str) -> tuple[Name, ...]:
    """The names given in parts, of papis in a field of their own."""
    found = (
        person(
            f"{string(name.get('particle'))} {string(name.get('family') or name.get('last'))}",
            string(name.get("given") or name.get("first")),
            string(name.get("suffix")),
        )
        for name in mappings(entry.get(f"{role}_list")) or mappings(entry.get(role))
    )
    return nonempty(found)
