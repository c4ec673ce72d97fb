"""The command line's way in: `carrel`, and `python -m carrel`."""

from __future__ import annotations

import gc
import os
import sys

TYPE_CHECKING = False  # as that of typing, which is loaded where ctrl+c is answered already
if TYPE_CHECKING:
    from types import FrameType
    from typing import TextIO

# In place of 700, 10, 10. What is loaded at the start stays, and looking through it for garbage,
# time and again, would take a tenth of the start.
_COLLECTING = (200_000, 10, 10)


def main() -> int:
    """Run the program; returns its exit code."""
    try:
        _end_in_order()
        gc.set_threshold(*_COLLECTING)
        from carrel.cli import run

        try:
            code = run(sys.argv[1:])
        except SystemExit as end:
            code = end.code if isinstance(end.code, int) else 0
    except BrokenPipeError:  # whoever read the output has seen enough: `carrel list | head -1`
        code = 0
    except KeyboardInterrupt:
        code = 130
        # Where it came while a text was executed, as it is for a named tuple, `python -m` holds
        # that nobody has caught it and is killed by it at the end, until another text is executed.
        exec("")  # noqa: S102
    return _end(code)


def _end_in_order() -> None:
    """Let SIGTERM and a hang-up run what has to be done at the end: temporary files go."""
    import signal

    def end(number: int, frame: FrameType | None) -> None:
        sys.exit(128 + number)

    for name in ("SIGTERM", "SIGHUP"):
        if hasattr(signal, name):
            signal.signal(getattr(signal, name), end)


def _end(code: int) -> int:
    """Write what the streams still hold; the exit code, which tells if nobody got the data."""
    gc.freeze()  # looking for garbage once more takes a tenth of a short command
    try:
        _flush(sys.stdout)
    except BrokenPipeError:
        pass  # whoever read it has seen enough
    except OSError as error:
        from carrel.cli.streams import unwritten
        from carrel.cli.talk import FAILED, say

        if code != FAILED:  # where it was seen before, it is said
            say(str(unwritten(error)))
        code = code or FAILED
    try:
        _flush(sys.stderr)
    except OSError:
        pass  # there is nobody left to tell
    return code


def _flush(stream: TextIO | None) -> None:
    """Write what a stream still holds, or OSError, and then it is dropped: else the interpreter
    would try once more, and complain."""
    if stream is None:
        return
    try:
        stream.flush()
    except OSError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())
        raise


if __name__ == "__main__":
    sys.exit(main())
