"""Long work is done in steps: a generator that can be dropped between them, and returns what it
made."""

from __future__ import annotations

from collections.abc import Generator
from typing import TypeVar

Result = TypeVar("Result")


def finished(steps: Generator[object, None, Result]) -> Result:
    """Take all steps that are left; what the work made."""
    while True:
        try:
            next(steps)
        except StopIteration as end:
            result: Result = end.value
            return result
