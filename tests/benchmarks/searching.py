"""How long a search takes, key by key, as the filter asks for it: no screen, all of the ranking."""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Sequence
from pathlib import Path

from tests.benchmarks.corpus import typed
from tests.benchmarks.figures import heading, say, spread
from tests.benchmarks.world import World, run

_FIRST = 200  # hits that are asked for by rank: more than a screen shows


def measure(world: World, source: Path, papers: int, texts: Sequence[str]) -> None:
    """Print the figures, measured in a process of its own."""
    heading(f"From key to result, {papers:,} papers")
    asked = world.folder / "asked.json"
    asked.write_text(json.dumps(texts), "utf-8")
    done = run([sys.executable, "-m", __name__, str(source), str(asked)], world)
    keys, steps = json.loads(done.output)
    say("search and rank: median / p95 / worst", spread(keys))
    say("longest step between two turns of the screen", f"{1000 * max(steps):.3g} ms")


def main(source: str, asked: str) -> None:
    """Print as JSON the seconds of each key, and of the longest step of each."""
    from carrel import open_library
    from carrel.search.query import parse

    library = open_library([source])
    library.search("warm up", limit=10)
    keys, longest = [], []
    for text in typed(json.loads(Path(asked).read_text("utf-8"))):
        query = parse(text)
        started = turn = time.perf_counter()
        worst = 0.0
        steps = library.steps(query)
        while True:
            try:
                next(steps)
            except StopIteration as end:
                _ = list(end.value.best(_FIRST))
                break
            finally:
                now = time.perf_counter()
                worst, turn = max(worst, now - turn), now
        keys.append(time.perf_counter() - started)
        longest.append(worst)
    json.dump([keys, longest], sys.stdout)


if __name__ == "__main__":
    main(*sys.argv[1:])
