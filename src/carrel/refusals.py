"""What the system refuses, in words for a person."""

from __future__ import annotations


def reason(error: OSError) -> str:
    """Why the system refused, in its words."""
    return (error.strerror or str(error)).lower()
