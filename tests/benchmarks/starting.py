"""How long it takes to begin: the screen, beside the smallest Textual program; and a listing,
beside Python itself."""

from __future__ import annotations

import sys

from tests.benchmarks.figures import heading, ratio, say
from tests.benchmarks.frames import Timed
from tests.benchmarks.world import CARREL, ROOT, World, run

_SMALLEST = """\
from textual.app import App
from textual.widgets import Static


class Smallest(App):
    def compose(self):
        yield Static("ready")


Smallest().run()
"""


def measure(world: World) -> None:
    """Print the figures."""
    heading("Starting, on the seeds")
    smallest = world.folder / "smallest.py"
    smallest.write_text(_SMALLEST, "utf-8")
    frames, papers = [], []
    for _ in range(world.times(20)):
        with Timed([*CARREL, "seeds"], world.env, folder=ROOT) as terminal:
            frame = terminal.until("filter")
            listed = terminal.until("43 papers")
        with Timed([sys.executable, str(smallest)], world.env) as terminal:
            least = terminal.until("ready")
        frames.append((frame, least))
        papers.append((listed, least))
    say("first frame / that of the smallest Textual program", ratio(frames))
    say("list of papers painted / the same", ratio(papers))
    clock, processor = [], []
    for _ in range(world.times(30)):
        listing = run([*CARREL, "list", "seeds"], world)
        least_run = run([sys.executable, "-c", "pass"], world)
        clock.append((listing.seconds, least_run.seconds))
        processor.append((listing.processor, least_run.processor))
    say("carrel list seeds / python -c pass", ratio(clock))
    say("the same, processor time", ratio(processor))
