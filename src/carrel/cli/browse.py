"""`carrel`: browse."""

from __future__ import annotations

import io
import os
import stat
import sys
import threading
from argparse import Namespace
from collections.abc import Sequence
from typing import TYPE_CHECKING, Literal, TextIO, cast

from carrel.cli.talk import FAILED, NOTHING, CommandError, no_files, say
from carrel.refusals import reason

if TYPE_CHECKING:
    from carrel.ui.app import Carrel

STDIN = "-"
_NOT_READ = "Standard input was not read; carrel - reads it"
_COLOURS = ("auto", "standard", "256", "truecolor", "windows")  # what Textual can be told
# Seconds after which a thread gives way. At Python's 5 ms, the ones that read the terminal and
# write to it would wait so long for the one that goes on with what a key asks for.
_TURN = 0.0005


def run(options: Namespace) -> int:
    """Browse; 1 where something could not be saved."""
    if not sys.stdout.isatty():
        raise CommandError("browsing needs a terminal; `carrel list` prints to a pipe or file")
    return on_screen(options)[1]


def found_sources(named: Sequence[str]) -> list[str]:
    """What is to be opened: the sources named, else the person's library.

    Raises:
        CommandError: none of those named is there, or the person's can't be read.
    """
    from carrel.remembered import library_sources, remembered_path

    if STDIN in named:
        _keep_stdin()
    elif named and not any(map(os.path.lexists, named)):
        raise CommandError(f"there is no file “{named[0]}”{no_files(named)}")
    try:
        return list(named) or library_sources()
    except OSError as error:
        raise CommandError(f"{remembered_path()}: {reason(error)}") from error


class _Stdin:
    """Standard input, which may be a pipe into which somebody still writes, as something that can
    be read more than once: each `buffer` begins at its start."""

    def __init__(self, file: int) -> None:
        self._file = file
        self._read = bytearray()
        self._reading = threading.Lock()

    @property
    def buffer(self) -> io.RawIOBase:
        return _FromStart(self)

    def part(self, start: int, size: int) -> bytes:
        """At most so many bytes from a place that was come to; none at the end."""
        with self._reading:
            if start == len(self._read):
                self._read += os.read(self._file, size)
            return bytes(self._read[start : start + size])

    def close(self) -> None:
        """Nothing: one who waits for more may be reading still."""


class _FromStart(io.RawIOBase):
    def __init__(self, stdin: _Stdin) -> None:
        self._stdin = stdin
        self._at = 0

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: object) -> int:
        view = cast("memoryview", buffer)
        data = self._stdin.part(self._at, len(view))
        view[: len(data)] = data
        self._at += len(data)
        return len(data)


def _keep_stdin() -> None:
    if sys.stdin is None or sys.stdin.isatty():
        raise CommandError("- needs something to read: `curl … | carrel -`")
    file = os.dup(sys.stdin.fileno())  # soon this will be the terminal's
    sys.stdin = cast("TextIO", _Stdin(file))


def on_screen(options: Namespace, picks: Literal["", "one", "several"] = "") -> tuple[Carrel, int]:
    """Run the application, and tell what has to be told when it has ended; the application, and an
    exit code.

    Raises:
        CommandError: there is no terminal to run it on.
    """
    from carrel.memory import memory_path
    from carrel.ui.guard import guarded
    from carrel.ui.terminal import Ground, on_the_terminal, trust_its_size

    sources = found_sources(options.sources)
    notes = [_NOT_READ] if not (picks or options.sources) and _is_given_stdin() else []
    if os.environ.get("TERM") == "dumb":
        raise CommandError("TERM=dumb can't show a screen; `carrel list` prints")
    if (colours := os.environ.get("TEXTUAL_COLOR_SYSTEM", _COLOURS[0])) not in _COLOURS:
        raise CommandError(f"TEXTUAL_COLOR_SYSTEM={colours} is none of {', '.join(_COLOURS)}")
    if log := os.environ.get("TEXTUAL_LOG"):
        try:
            open(log, "ab").close()
        except OSError as error:
            raise CommandError(f"TEXTUAL_LOG={log} can't be written: {reason(error)}") from error
    try:
        with on_the_terminal():
            trust_its_size(os.environ)
            with Ground(os.environ) as ground:
                import carrel.ui.app  # noqa: F401 - takes as long as the terminal's answer

                app = _application(options, sources, ground.answer(), picks, notes)
            app.typed_ahead = ground.typed
            sys.setswitchinterval(_TURN)
            with guarded(str(memory_path().parent)) as app.note:
                code = app.run()
    except OSError as error:
        raise CommandError(f"there is no terminal: {reason(error)}") from error
    if app.error is not None:
        _tell_of_crash(app, app.error)
        return app, FAILED
    if app.annotations is not None and (unsaved := app.annotations.unsaved):
        say(unsaved)
        return app, NOTHING
    return app, code or 0


def _is_given_stdin() -> bool:
    """Is standard input a pipe or a file, from which somebody may want papers?"""
    try:
        mode = os.fstat(0).st_mode
    except OSError:
        return False
    return stat.S_ISFIFO(mode) or stat.S_ISREG(mode)


def _application(
    options: Namespace,
    sources: Sequence[str],
    ground: str,
    picks: Literal["", "one", "several"],
    notes: Sequence[str],
) -> Carrel:
    from carrel.memory import Memory, memory_path
    from carrel.settings import load
    from carrel.ui.app import Carrel

    settings, problems = load()
    return Carrel(
        sources,
        state=options.state,
        query=options.query,
        settings=settings,
        memory=Memory(memory_path()),
        ground=ground,
        problems=[*notes, *problems],
        picks=picks,
    )


def _tell_of_crash(app: Carrel, error: Exception) -> None:
    from carrel.memory import memory_path
    from carrel.ui import crash

    report = crash.report(error, app.actions, (app.size.width, app.size.height))
    try:
        where = f"The report is {crash.write(report, memory_path().parent)}"
    except OSError as why:
        where = f"There is no report, since it can't be written: {reason(why)}"
    say(f"a mistake in carrel has ended it ({type(error).__name__}). {where}")
    unsaved = app.annotations.unsaved if app.annotations is not None else ""
    say(unsaved or "Stars, tags and notes are saved.")
