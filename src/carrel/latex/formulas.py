"""Where a formula ends, and whether what stands between two dollars is one."""

from __future__ import annotations

import re

_DOLLAR = re.compile(r"\$(?<!\\\$)")
_COMMAND = re.compile(r"\\[A-Za-z]")
_PROSE = re.compile(r"[A-Za-z]{2}[ \n]++[A-Za-z]{2}")
_CLOSING = {"$$": "$$", "\\(": "\\)", "\\[": "\\]"}
_LONGEST = 2000  # characters of a formula set off from the text; bounds how far each is looked for


def end_of_formula(source: str, opening: str, start: int) -> int:
    """Where the delimiter stands that closes the formula opened before `start`; -1 for none."""
    if opening != "$":
        found = source.find(_CLOSING[opening], start, start + _LONGEST)
        return found if found >= 0 and _is_balanced(source[start:found]) else -1
    at = start
    for _ in range(3):  # `$x \text{ if $y$}$` has dollars within
        match = _DOLLAR.search(source, at)
        if match is None:
            return -1
        formula = source[start : match.start()]
        if _is_balanced(formula):
            return (
                match.start() if _is_formula(formula, source[match.end() : match.end() + 1]) else -1
            )
        at = match.end()
    return -1


def _is_balanced(text: str) -> bool:
    if "{" not in text and "}" not in text:
        return True
    return text.count("{") - text.count("\\{") == text.count("}") - text.count("\\}")


def _is_formula(text: str, after: str) -> bool:
    """Does the text look like a formula, and not like prose on prices?"""
    if "\n\n" in text or not text.strip():
        return False
    if _COMMAND.search(text):
        return True
    if _PROSE.search(text):
        return False
    if "_" in text or "^" in text:
        return True
    if after.isdigit() and any(map(str.isalnum, text)):
        return False
    return text[0].isspace() == text[-1].isspace()
