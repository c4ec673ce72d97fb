"""Typed access to decoded JSON, where a member may be missing, null, or of another type."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TypeGuard

_ONLY_STRINGS = frozenset((str,))


def string(value: object) -> str:
    """A string or a number as text; of a list its first such; of anything else ""."""
    if isinstance(value, str):
        return value
    if isinstance(value, bool) or value is None:
        return ""
    if isinstance(value, int):
        return str(value) if abs(value) < 1 << 128 else ""
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() and abs(value) < 1e15 else repr(value)
    if isinstance(value, list):
        return next(iter(strings(value)), "")
    return ""


def strings(value: object) -> list[str]:
    """The texts of a list, or of a single value, those that say something."""
    if type(value) is list and _ONLY_STRINGS.issuperset(map(type, value)):
        return [text for text in value if text]
    items = value if isinstance(value, list) else [value]
    return [text for item in items if type(item) is not list and (text := string(item))]


def mapping(value: object) -> Mapping[str, object]:
    """An object; empty for anything else."""
    return value if _is_object(value) else {}


def mappings(value: object) -> list[Mapping[str, object]]:
    """The objects in a list."""
    return [item for item in value if _is_object(item)] if isinstance(value, list) else []


def first(value: object) -> Mapping[str, object]:
    """The first object in a list; an empty one where there is none."""
    return next(iter(mappings(value)), {})


def integer(value: object) -> int | None:
    """A whole number, also one written as text; else None."""
    text = string(value).strip()
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 10 else None


def _is_object(value: object) -> TypeGuard[dict[str, object]]:
    return isinstance(value, dict)
