"""How long it takes from a key to what it changes on the screen, and how much memory that takes."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from tests.benchmarks.figures import heading, say, spread
from tests.benchmarks.frames import LISTED, Timed
from tests.benchmarks.world import CARREL, ROOT, World

QUIET = 0.15  # seconds without a change after which a key has done what it does


def measure(world: World, source: Path, papers: int, texts: Sequence[str]) -> None:
    """Print the figures for a source of so many papers."""
    heading(f"From key to frame, {papers:,} papers")
    with Timed([*CARREL, str(source)], world.env, folder=ROOT) as terminal:
        terminal.until(f"{papers:,} papers")
        terminal.settle(1.0)
        moves = [terminal.paint_times(key.encode(), QUIET) for key in "jjjjkkkjGg" * world.times(8)]
        say("a move: first frame, median / p95 / worst", spread([first for first, _ in moves]))
        terminal.paint_times(b"/", 0.5)
        firsts, lasts = [], []
        used = terminal.processor
        for text in texts:
            for letter in text:
                first, last = terminal.paint_times(letter.encode(), QUIET, LISTED)
                firsts.append(first)
                lasts.append(last)
            terminal.paint_times(b"\x15", QUIET)  # ctrl+u
        say("a letter of a query: it is on the screen", spread(firsts))
        say("the same: the list that it finds is", spread(lasts))
        each = 1000 * (terminal.processor - used) / len(lasts)
        say("processor time a letter, the clearing of the line in it", f"{each:.1f} ms")
        resident, own = terminal.memory
        say("resident memory, and of it not of mapped files", f"{resident:.0f} MB, {own:.0f} MB")
