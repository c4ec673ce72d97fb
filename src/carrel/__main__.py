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
    except BrokenPipeError:  # whoever read the output has seen enough: `carrel list | head -1`
        code = 0
    except KeyboardInterrupt:
        code = 130
    return code if _flushed() else code or 2


def _end_in_order() -> None:
    """Let SIGTERM and a hang-up run what has to be done at the end: temporary files go."""
    import signal

    def end(number: int, frame: FrameType | None) -> None:
        sys.exit(128 + number)

    for name in ("SIGTERM", "SIGHUP"):
        if hasattr(signal, name):
            signal.signal(getattr(signal, name), end)


def _flushed() -> bool:
    """Write what stdout still holds; is all that somebody wants to read written? What can't be
    written is dropped, so that the interpreter does not try again and complain."""
    try:
        if sys.stdout is not None:
            sys.stdout.flush()
        return True
    except OSError as error:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        if isinstance(error, BrokenPipeError):
            return True
        from carrel.cli.talk import say

        say(f"the output could not be written: {error.strerror}")
        return False


if __name__ == "__main__":
    sys.exit(main())
