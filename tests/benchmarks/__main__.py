"""Measure everything, and print it. Ratios hold better than times: a machine is rarely quiet."""

from __future__ import annotations

import argparse
import os
import platform
import sys
import tempfile
from collections.abc import Sequence
from itertools import islice
from pathlib import Path

from tests.benchmarks import beside_fzf, corpus, opening, painting, searching, starting
from tests.benchmarks.world import ROOT, World

_SEEDS = ["nemotron nano", "spars attn", "han 2016", "efficent infrence", "deep compression"]


def main(arguments: Sequence[str]) -> int:
    """Run the measurements that are asked for."""
    parser = argparse.ArgumentParser("python -m tests.benchmarks", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="fewer times, smaller corpora")
    parser.add_argument("--source", type=Path, help="JSON Lines to search, not those made up")
    parser.add_argument("--queries", type=Path, help="queries for it, one a line")
    parser.add_argument("--only", default="", help="of start, paint, large, bibtex: these")
    options = parser.parse_args(arguments)
    parts = options.only.split(",") if options.only else ["start", "paint", "large", "bibtex"]
    load = os.getloadavg()[0]
    print(f"Python {platform.python_version()}, {os.cpu_count()} processors, load {load:.1f}")
    with tempfile.TemporaryDirectory() as folder:
        world = World(Path(folder), options.quick)
        if "start" in parts:
            starting.measure(world)
        if "paint" in parts:
            painting.measure(world, ROOT / "seeds", 43, _SEEDS)
        if "large" in parts:
            for source in _sources(world, options.source):
                _measure_large(world, source, options.queries)
        if "bibtex" in parts:
            count = 2_000 if options.quick else 10_000
            papers = corpus.write_papers(world.folder / "for-bibtex.jsonl", count)
            opening.measure_bibtex(world, papers, count)
    return 0


def _sources(world: World, given: Path | None) -> list[Path]:
    if given is not None:
        return [given.absolute()]
    counts = (5_000,) if world.quick else (5_000, 100_000)
    return [corpus.write_papers(world.folder / f"{count}.jsonl", count) for count in counts]


def _measure_large(world: World, source: Path, asked: Path | None) -> None:
    many = world.times(80)
    texts = corpus.queries_in(asked, many) if asked else corpus.queries(source, many)
    papers = opening.measure(world, source, texts[0])
    searching.measure(world, source, papers, texts)
    painting.measure(world, source, papers, list(islice(texts, world.times(12))))
    beside_fzf.measure(world, source, papers, list(islice(texts, world.times(6))))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
