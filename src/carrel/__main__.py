"""The command line's way in: `carrel`, and `python -m carrel`."""

from __future__ import annotations

import os
import sys
from types import FrameType


def main() -> int:
    """Run the program; returns its exit code."""
    try:
        _end_in_order()
        from carrel.cli import run

        try:
            code = run(sys.argv[1:])
        except SystemExit as end:
            code = end.code if isinstance(end.code, int) else 0
        if sys.stdout is not None:
            sys.stdout.flush()
    except BrokenPipeError:  # whoever read the output has seen enough: `carrel list | head -1`
        code = 0
    except KeyboardInterrupt:
        code = 130
    _drop_what_is_left()
    return code


def _end_in_order() -> None:
    """Let SIGTERM and a hang-up run what has to be done at the end: temporary files go."""
    import signal

    def end(number: int, frame: FrameType | None) -> None:
        sys.exit(128 + number)

    for name in ("SIGTERM", "SIGHUP"):
        if hasattr(signal, name):
            signal.signal(getattr(signal, name), end)


def _drop_what_is_left() -> None:
    """Write what stdout still holds, or where it takes nothing more, drop it without a word."""
    try:
        if sys.stdout is not None:
            sys.stdout.flush()
    except OSError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


if __name__ == "__main__":
    sys.exit(main())
