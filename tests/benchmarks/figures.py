"""Figures from measurements: medians, percentiles, and a line of print for each."""

from __future__ import annotations

from collections.abc import Sequence
from statistics import median


def percentile(values: Sequence[float], share: float) -> float:
    """The value below which `share` (0 to 1) of the values lie."""
    ordered = sorted(values)
    return ordered[min(int(share * len(ordered)), len(ordered) - 1)]


def spread(seconds: Sequence[float]) -> str:
    """Median, 95th percentile and worst of durations in seconds, in milliseconds."""
    three = median(seconds), percentile(seconds, 0.95), max(seconds)
    return " / ".join(f"{1000 * value:.3g}" for value in three) + f" ms  ({len(seconds)} times)"


def ratio(pairs: Sequence[tuple[float, float]]) -> str:
    """The medians of pairs of durations in seconds, and the median of their ratios."""
    one, other = (median(column) for column in zip(*pairs, strict=True))
    share = median(first / second for first, second in pairs)
    return f"{1000 * one:.0f} ms / {1000 * other:.0f} ms = {share:.2f}  ({len(pairs)} pairs)"


def heading(text: str) -> None:
    """Begin a group of figures."""
    print(f"\n{text}", flush=True)


def say(what: str, figure: str) -> None:
    """Print one figure."""
    print(f"  {what:<52} {figure}", flush=True)
