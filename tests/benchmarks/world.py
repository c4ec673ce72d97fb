"""Where the measured programs run: carrel in folders of its own, and the commands for it."""

from __future__ import annotations

import os
import resource
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).parents[2]
CARREL = (sys.executable, "-m", "carrel")


class World(NamedTuple):
    """A scratch folder, and the environment in which carrel's folders are below it; `quick` where
    fewer repetitions will do."""

    folder: Path
    quick: bool

    @property
    def env(self) -> dict[str, str]:
        kept = {name: os.environ[name] for name in ("PATH", "SYSTEMROOT") if name in os.environ}
        folders = {
            f"CARREL_{name}": str(self.folder / name.lower())
            for name in ("CONFIG", "DATA", "CACHE")
        }
        return {**kept, **folders, "HOME": str(self.folder), "LANG": "C.UTF-8"}

    def times(self, many: int) -> int:
        """How often to repeat what is repeated so often in full."""
        return max(many // 4, 2) if self.quick else many


class Spent(NamedTuple):
    """What a run of a program took: seconds on the clock, and of processors."""

    seconds: float
    processor: float
    output: str = ""


def run(command: Sequence[str], world: World) -> Spent:
    """Run a program to its end."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    started = time.perf_counter()
    done = subprocess.run(
        command, env=world.env, cwd=ROOT, capture_output=True, text=True, check=True
    )
    seconds = time.perf_counter() - started
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    processor = after.ru_utime - before.ru_utime + after.ru_stime - before.ru_stime
    return Spent(seconds, processor, done.stdout)
