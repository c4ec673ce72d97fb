"""The same lines and the same keys in fzf, on the same terminal in the same run."""

from __future__ import annotations

import json
import shutil
from collections.abc import Sequence
from pathlib import Path
from statistics import median

from tests.benchmarks.figures import heading, percentile, say, spread
from tests.benchmarks.frames import LISTED, Timed
from tests.benchmarks.world import CARREL, ROOT, World

_QUIET = 0.4  # seconds without a change: fzf is still for longer than carrel while it searches


def measure(world: World, source: Path, papers: int, texts: Sequence[str]) -> None:
    """Print the figures for both."""
    heading(f"Beside fzf, {papers:,} papers, from key to the list that it finds")
    if shutil.which("fzf") is None:
        print("  fzf is not installed: left out")
        return
    lines = world.folder / "lines.txt"
    count = 0  # of lines: there are more of them than papers where some are of one paper
    with source.open(encoding="utf-8") as file, lines.open("w", encoding="utf-8") as out:
        for line in file:
            paper = json.loads(line)
            names = ", ".join(paper["authors"])
            title = " ".join(paper["title"].split())
            out.write(f"{title}  {names}  {paper['year'] or ''}\n")
            count += 1
    ours: list[float] = []
    theirs: list[float] = []
    carrel = Timed([*CARREL, str(source)], world.env, folder=ROOT)
    fzf = Timed(["sh", "-c", f"exec fzf < '{lines}'"], world.env)
    with carrel, fzf:
        carrel.until(f"{papers:,} papers")
        carrel.settle(1.0)
        carrel.paint_times(b"/", 0.5)
        fzf.until(rf"{count}/{count}")
        fzf.settle(1.0)
        for text in texts:
            for letter in text:
                key = letter.encode()
                ours.append(carrel.paint_times(key, _QUIET, LISTED)[1])
                theirs.append(fzf.paint_times(key, _QUIET, f"[0-9]+/{count}")[1])
            carrel.paint_times(b"\x15", _QUIET)
            fzf.paint_times(b"\x15", _QUIET)
    say("carrel: median / p95 / worst", spread(ours))
    say("fzf", spread(theirs))
    middle, high = median(ours) / median(theirs), percentile(ours, 0.95) / percentile(theirs, 0.95)
    say("carrel / fzf: median, p95", f"{middle:.2f}, {high:.2f}")
