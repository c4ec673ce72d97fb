r"""What Biber writes for BibLaTeX: an `\entry` with its fields, as BibLaTeX names them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from carrel.readers.braces import closing

_HEAD = re.compile(r"\\entry\{([^{}]*)\}\{([^{}]*)\}")
_FIELD = re.compile(
    r"\\(?:(?P<verb>verb)\{(?P<of>\w+)\}\s*\\verb (?P<said>.*)|keyw\s*+\{(?P<words>[^{}]*)\}"
    r"|(?P<more>true)\{more(?P<whose>\w+)\}"
    r"|(?P<what>field|list|name)(?:\[[^\[\]]*\])?\{(?P<name>\w+)\}(?:\{\d*\})?(?:\{[^{}]*\})?\{)"
)
_PART = re.compile(r"(?<!\w)(\w++)=\{")
_COMMANDS = {
    r"\bibrangedash": "--", r"\bibinithyphendelim": "-", r"\bibinitperiod": ".",
    r"\bibnamedelima": " ", r"\bibnamedelimb": " ", r"\bibnamedelimc": " ",
    r"\bibnamedelimd": " ", r"\bibnamedelimi": " ", r"\bibinitdelim": " ", r"\bibrangessep": ", ",
}  # fmt: skip
_COMMAND = re.compile(r"\\bib[a-z]+\s?")
_POSITIONS = ("family", "familyi", "given", "giveni", "prefix", "prefixi", "suffix", "suffixi")


def fields_of_entry(text: str) -> tuple[str, str, dict[str, str]]:
    """The type, key and fields of what Biber writes for an entry, as they were in BibLaTeX."""
    head = _HEAD.match(text.lstrip())
    ends = closing(text)
    fields: dict[str, str] = {}
    others: set[str] = set()
    at = 0
    while field := _FIELD.search(text, at):
        at = field.end()
        if field["verb"]:
            fields[field["of"].removesuffix("raw")] = field["said"].strip()
        elif field["more"]:
            others.add(field["whose"])
        elif field["words"]:
            fields["keywords"] = field["words"]
        elif field["what"] and (end := ends.get(at - 1)):
            value = text[at:end]
            if field["what"] == "name":
                fields[field["name"]] = " and ".join(_names(value, at, ends))
            elif field["what"] == "list":
                fields[field["name"]] = " and ".join(_groups(value, at, ends))
            else:
                fields[field["name"]] = _said(value)
            at = end  # what lies within is part of it
    for whose in others & fields.keys():
        fields[whose] += " and others"
    if "month" in fields:
        date = [fields.pop(name) for name in ("year", "month", "day") if name in fields]
        fields["date"] = "-".join(part.rjust(2, "0") for part in date)
    return (head[2].lower() if head else ""), (head[1] if head else ""), fields


def _names(text: str, start: int, ends: Mapping[int, int]) -> Iterator[str]:
    """The names of a list, as BibLaTeX takes them in parts."""
    for name in _groups(text, start, ends, raw=True):
        inner = closing(name)
        parts: dict[str, str] = {}
        at = 0
        while part := _PART.search(name, at):
            at = part.end()
            if end := inner.get(at - 1):
                parts[part[1]] = _said(name[at:end])
                at = end
        if not parts:  # before 2016: {{hash=…}{Fay}{F.}{Ada}{A.}{}{}{}{}}
            parts = dict(zip(_POSITIONS, list(_groups(name, 0, inner))[1:], strict=False))
        family, given = parts.get("family", ""), parts.get("given", "")
        if not given and " " in family:
            yield f"{{{family}}}"
        elif family:
            before = f"{parts['prefix']} " if parts.get("prefix") else ""
            yield ", ".join(filter(None, (f"{before}{{{family}}}", parts.get("suffix", ""), given)))


def _groups(text: str, start: int, ends: Mapping[int, int], raw: bool = False) -> Iterator[str]:
    """What stands in braces in a text, which begins at a position for which `ends` holds."""
    at = text.find("{")
    while at >= 0:
        end = ends.get(start + at, start) - start
        if end <= at:
            return
        yield text[at + 1 : end] if raw else _said(text[at + 1 : end])
        at = text.find("{", end)


def _said(text: str) -> str:
    return _COMMAND.sub(lambda match: _COMMANDS.get(match[0].strip(), match[0]), text).strip(" %\n")
