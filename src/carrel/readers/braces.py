"""The braces of LaTeX, as bibliographies hold them."""

from __future__ import annotations

import re

_BRACE = re.compile(r"\\.|[{}]", re.DOTALL)


def closing(text: str) -> dict[int, int]:
    """Where the brace stands that closes each that is opened; nothing for one that stays open."""
    found: dict[int, int] = {}
    opened: list[int] = []
    for match in _BRACE.finditer(text):
        if match[0] == "{":
            opened.append(match.start())
        elif match[0] == "}" and opened:
            found[opened.pop()] = match.start()
    return found
