"""The command line's way in: `carrel`, and `python -m carrel`."""

from __future__ import annotations

import os
import sys


def main() -> int:
    """Run the program; returns its exit code."""
    from carrel.cli import run

    try:
        code = run(sys.argv[1:])
        sys.stdout.flush()
    except BrokenPipeError:  # whoever read the output has seen enough: `carrel list | head -1`
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except KeyboardInterrupt:
        return 130
    return code


if __name__ == "__main__":
    sys.exit(main())
