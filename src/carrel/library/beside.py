"""A process of carrel's own that works beside this one, and talks with it.

What they say are values that `marshal` knows, the number of its bytes before each: from bytes,
`marshal` reads a large value in a third of the time that it takes from a stream.
"""

from __future__ import annotations

import marshal
import subprocess
import sys
from typing import IO, Any, cast

_PATIENCE = 1.0  # seconds in which a process that is told to end may remove what it was writing
_SIZE = 8  # bytes of the number of bytes


def say(what: Any, stream: IO[bytes]) -> None:
    """Write a value to a stream."""
    data = marshal.dumps(what)
    stream.write(len(data).to_bytes(_SIZE, "big"))
    stream.write(data)


def heard(stream: IO[bytes]) -> Any:
    """The next value that was written to a stream.

    Raises:
        EOFError: there is none, or not all of it.
    """
    size = int.from_bytes(stream.read(_SIZE), "big")
    data = stream.read(size)
    if not size or len(data) < size:
        raise EOFError
    return marshal.loads(data)


class Beside:
    """A running module.

    Raises (all of its methods but `close`):
        OSError: the process failed; the message is what it said last.
    """

    def __init__(self, module: str, *arguments: str) -> None:
        pipe = subprocess.PIPE
        # -P: nothing is imported from the folder that one is in.
        command = [sys.executable, "-P", "-m", module, *arguments]
        self._process = subprocess.Popen(command, stdin=pipe, stdout=pipe, stderr=pipe)
        self._to = cast("IO[bytes]", self._process.stdin)
        self._from = cast("IO[bytes]", self._process.stdout)

    def tell(self, what: Any) -> None:
        """Send it a value."""
        try:
            say(what, self._to)
        except BrokenPipeError:
            self._fail()

    def flush(self) -> None:
        """Have it get what was told so far."""
        self._to.flush()

    def hear(self) -> Any:
        """The next value that it sends; waits for it."""
        try:
            return heard(self._from)
        except EOFError:
            self._fail()

    def wait(self) -> None:
        """Tell it that nothing more comes, and wait until it is done."""
        self._to.close()
        if self._process.wait():
            self._fail()
        self.close()

    def _fail(self) -> None:
        assert self._process.stderr is not None
        said = self._process.stderr.read().decode(errors="replace").strip()
        raise OSError(said.rpartition("\n")[2] or "a process that carrel started has stopped")

    def close(self) -> None:
        """End the process, if it is not done."""
        if self._process.poll() is None:
            self._process.terminate()
            try:
                self._process.wait(_PATIENCE)
            except subprocess.TimeoutExpired:
                self._process.kill()
                self._process.wait()
        for stream in (self._to, self._from, self._process.stderr):
            if stream is not None and not stream.closed:
                try:
                    stream.close()
                except BrokenPipeError:
                    continue
