"""The text of a query as the person sees it: conditions made, put in, and taken out.

It is taken as it is parsed: of what is pasted, what it asks for stays.
"""

from __future__ import annotations

from typing import Literal

from carrel.search.pasted import plain
from carrel.search.query import pieces

_ONE_OF = ("year:", "venue:")  # a paper has one of these: two of them mean either


def condition_of(field: str, value: str) -> str:
    """A condition in the query language: that a field has a value."""
    value = value.replace('"', "")
    return f"{field}:{value}" if value and not set(value) & set(' |,"') else f'{field}:"{value}"'


def state_of(text: str, condition: str) -> Literal["", "wanted", "unwanted"]:
    """Does a query ask for a condition, or for its opposite?"""
    words = [piece.text for piece in pieces(plain(text))]
    if condition in words:
        return "wanted"
    return "unwanted" if f"-{condition}" in words else ""


def toggled(text: str, condition: str, *, negated: bool = False) -> str:
    """The query with a condition put in or, where it is in, taken out; its opposite goes. A quote
    that is open is closed."""
    words = [piece.text + '"' * piece.open for piece in pieces(plain(text))]
    new, other = (f"-{condition}", condition) if negated else (condition, f"-{condition}")
    there = new in words
    words = _without(_without(words, new), other)
    if there:
        return " ".join(words)
    field = next((name for name in _ONE_OF if condition.startswith(name)), "")
    same = [place for place, word in enumerate(words) if field and word.startswith(field)]
    if same and not negated:
        return " ".join([*words[: same[-1] + 1], "|", new, *words[same[-1] + 1 :]])
    return " ".join([*words, new])


def _without(words: list[str], gone: str) -> list[str]:
    """The words but one, and but the bar that joined it to another."""
    while gone in words:
        place = words.index(gone)
        if place and words[place - 1] == "|":
            words = words[: place - 1] + words[place + 1 :]
        elif words[place + 1 : place + 2] == ["|"]:
            words = words[:place] + words[place + 2 :]
        else:
            words = words[:place] + words[place + 1 :]
    return words
