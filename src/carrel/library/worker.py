"""Opening sources in a process of its own: `python -m carrel.library.worker`.

The index of a large library takes minutes of computing, which a process that also has a screen
to draw can't spare. This one fills the cache; its parent opens what it left there. On stdout, a
line of JSON for each word of progress.
"""

from __future__ import annotations

import gc
import json
import os
import signal
import sys
from pathlib import Path

from carrel.library.kept import Kept
from carrel.library.sources import expand
from carrel.refusals import reason


def main(arguments: list[str]) -> int:
    """Fill the cache. The arguments are its folder, the limit (0 for none), then the paths."""
    folder, limit, *paths = arguments
    os.nice(5)
    gc.disable()  # nothing here is garbage that counting references does not find
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))  # what is unfinished is removed
    try:
        for progress in Kept(list(expand(paths)), Path(folder), int(limit) or None).make():
            print(json.dumps(progress), flush=True)
    except BrokenPipeError:  # the parent is gone
        return 1
    except OSError as error:
        print(reason(error), file=sys.stderr)
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
