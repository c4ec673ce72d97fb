"""How long it takes to open a source for the first time and again, and what is kept of it."""

from __future__ import annotations

import json
import shutil
import sys
from pathlib import Path

from tests.benchmarks.corpus import write_bibtex
from tests.benchmarks.figures import heading, say
from tests.benchmarks.frames import Timed
from tests.benchmarks.world import CARREL, ROOT, World, run

_OPEN = """\
import json, resource, sys, time
from carrel import open_library

started = time.perf_counter()
library = open_library([sys.argv[1]])
papers = len(library)
opened = time.perf_counter() - started
found = len(library.search(sys.argv[2], limit=10))
peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1000
json.dump([papers, opened, time.perf_counter() - started, peak], sys.stdout)
"""
_READ = """\
import json, sys, time
from carrel import read

started = time.process_time()
records = sum(1 for item in read(sys.argv[1]))
json.dump([records, time.process_time() - started], sys.stdout)
"""


def measure(world: World, source: Path, query: str) -> int:
    """Print the figures for a source; the number of its papers."""
    cache = world.folder / "cache"
    shutil.rmtree(cache, ignore_errors=True)
    first = run([sys.executable, "-c", _OPEN, str(source), query], world)
    papers, opened, _, peak = json.loads(first.output)
    heading(f"Opening {papers:,} papers ({source.stat().st_size / 1e6:.0f} MB)")
    say("the first time: read, merged, indexed", f"{opened:.1f} s, {first.processor:.1f} s of CPU")
    say("the most memory that this takes", f"{peak:.0f} MB")
    kept = sum(file.stat().st_size for file in cache.glob("*")) if cache.exists() else 0
    say("kept on disk / source", f"{kept / source.stat().st_size:.2f}")
    again = run([sys.executable, "-c", _OPEN, str(source), query], world)
    _, opened, found, _ = json.loads(again.output)
    say("again: opened; first ten hits there", f"{opened:.3f} s; {found:.2f} s")
    asked = run([*CARREL, "list", str(source), "-q", query, "--limit", "10"], world)
    say("carrel list -q … --limit 10", f"{asked.seconds:.2f} s")
    return int(papers)


def measure_bibtex(world: World, papers: Path, count: int) -> None:
    """Print the figures for a BibTeX file of so many entries."""
    file = write_bibtex(world.folder / "many.bib", papers, count)
    heading(f"BibTeX, {count:,} entries ({file.stat().st_size / 1e6:.0f} MB)")
    records, seconds = json.loads(run([sys.executable, "-c", _READ, str(file)], world).output)
    say("read, processor time", f"{seconds:.2f} s, {records / seconds:,.0f} entries a second")
    with Timed([*CARREL, str(file)], world.env, folder=ROOT) as terminal:
        say("opened for the first time: first frame", f"{terminal.until('filter'):.2f} s")
        say("first papers painted", f"{terminal.until('[0-9] papers'):.2f} s")
        say("all papers there", f"{terminal.until(f'{count:,} papers'):.2f} s")
