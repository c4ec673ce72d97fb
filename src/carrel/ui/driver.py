"""Reads the terminal: keys, and what else it sends; writes to it, as long as it is there.

Textual's own reader ends the program over a byte that is no UTF-8, as an é of a terminal that is
set to Latin-1, and takes a terminal's answer to a question for keys, which would be commands. Its
thread that writes ends where the terminal is gone, and who paints waits for it for ever.
"""

from __future__ import annotations

import asyncio
import codecs
import contextlib
import os
import re
import selectors
import signal
import threading
from collections.abc import Callable
from typing import IO, TYPE_CHECKING, Any, cast

from textual._ansi_sequences import SYNC_END, SYNC_START
from textual._xterm_parser import XTermParser
from textual.drivers.linux_driver import LinuxDriver

if TYPE_CHECKING:
    from carrel.ui.app import Carrel

_TICK = 0.1  # seconds without anything after which what has begun is no answer
_LONGEST = 200  # characters of an answer
_HANDING_OVER = 0.002  # seconds that who paints waits, at most, for the thread that writes

# Colours are answered by OSC, what the terminal is by DA (ECMA-48, section 8.3.24; XTerm Control
# Sequences). `ui/terminal.py` asks, and over a slow line the answer comes when the screen is up.
_ANSWER = re.compile(r"\x1b\]\d+;[^\x07\x1b]*(?:\x07|\x1b\\)|\x1b\[\?[\d;]*c")
_BEGUN = re.compile(r"\x1b(?:\](?:\d+(?:;[^\x07\x1b]*\x1b?)?)?|\[\?[\d;]*)\Z")


class Answers:
    """Takes the terminal's answers out of what it sends, in whatever pieces they come."""

    def __init__(self) -> None:
        self._begun = ""

    def without(self, text: str) -> str:
        """What is left of a text; the beginning of an answer is kept back until more comes."""
        text = _ANSWER.sub("", self._begun + text)
        begun = _BEGUN.search(text)
        cut = begun.start() if begun and len(begun[0]) <= _LONGEST else len(text)
        self._begun = text[cut:]
        return text[:cut]

    def rest(self) -> str:
        """What was kept back, once nothing more has come: keys."""
        rest, self._begun = self._begun, ""
        return rest


class Output:
    """The terminal to write to. Once it is gone, what is written is dropped, and nobody waits."""

    def __init__(self, file: IO[str]) -> None:
        self.fileno = file.fileno
        self.taken = threading.Event()  # is what was handed over last being written?
        self.busy = False  # is it not written yet?
        self._file = file

    def write(self, text: str) -> None:
        self.busy = True
        self.taken.set()
        with contextlib.suppress(OSError):
            self._file.write(text)
        self.busy = False

    def flush(self) -> None:
        with contextlib.suppress(OSError):
            self._file.flush()


class Driver(LinuxDriver):
    """A terminal. What was typed before it was read is the application's `typed_ahead`."""

    def __init__(self, *arguments: Any, **more: Any) -> None:
        super().__init__(*arguments, **more)
        self._output = Output(cast("IO[str]", self._file))
        self._file = cast("Any", self._output)
        self._reading = threading.Lock()
        self._frame: list[str] | None = None  # what is written of one, until it ends

    def start_application_mode(self) -> None:
        """Take the terminal. One that was not left, as by `kill -STOP`, has our own modes, which
        nobody wants back; but the shell has written on it, so that it is painted anew."""
        start: Callable[[], None] = super().start_application_mode
        before = self.attrs_before
        self._must_signal_resume = self._must_signal_resume or before is not None
        start()
        self.attrs_before = before or self.attrs_before

    def stop_application_mode(self) -> None:
        super().stop_application_mode()
        self.attrs_before = None

    def _sigtstp_application(self, *_: object) -> None:
        self._in_turn(super()._sigtstp_application)

    def _sigcont_application(self, *_: object) -> None:
        self._in_turn(super()._sigcont_application)

    def _in_turn(self, act: Callable[[], None]) -> None:
        """Leave or take the terminal when nothing is half done. A signal comes at any time: while
        a frame is written, which would hold back what leaves the terminal, or while the lock of
        what is handed over is held, which would wait for itself for ever. Who is leaving does not
        come back for it: one who reads the terminal anew would keep the program from ending."""

        def act_if_it_stays() -> None:
            if not self._app._exit:
                act()

        if not self._auto_restart:  # another program has the terminal, and the loop waits for it
            act()
            return
        with contextlib.suppress(RuntimeError):  # the loop has ended, and the terminal is left
            asyncio.get_running_loop().call_soon_threadsafe(act_if_it_stays)

    def write(self, data: str) -> None:
        """Hand over what is to be written; of a frame all at once, and not its three pieces."""
        if data == SYNC_START:
            self._frame = []
        if self._frame is not None:
            self._frame.append(data)
            if data != SYNC_END:
                return
            data, self._frame = "".join(self._frame), None
        self._output.taken.clear()
        super().write(data)

    def flush(self) -> None:
        """Let the thread that writes have its turn. Else it has to wait for one until there is
        nothing else to do, which is long after a frame."""
        if not self._output.busy:
            self._output.taken.wait(_HANDING_OVER)

    def run_input_thread(self) -> None:
        """Read, until another is begun: Textual does so at each SIGCONT, as after `kill -STOP`."""
        with self._reading:
            self._read_on()

    def _read_on(self) -> None:
        app = cast("Carrel", self._app)
        decode = codecs.getincrementaldecoder("utf-8")("replace").decode
        answers = Answers()
        self._parser = XTermParser(self._debug)
        self._take(answers.without(decode(app.typed_ahead)))
        app.typed_ahead = b""
        with selectors.SelectSelector() as selector:
            selector.register(self.fileno, selectors.EVENT_READ)
            while self._key_thread is threading.current_thread() and not self.exit_event.is_set():
                if not selector.select(_TICK):
                    self._take(answers.rest())
                elif data := self._read():
                    self._take(answers.without(decode(data)))
                else:  # nobody is there any more, which is not always told
                    os.kill(os.getpid(), signal.SIGHUP)
                    return

    def _read(self) -> bytes:
        try:
            return os.read(self.fileno, 4096)
        except OSError:  # how Linux says that the other end is closed
            return b""

    def _take(self, text: str) -> None:
        try:
            for message in self._parser.feed(text) if text else ():
                self.process_message(message)
            for message in self._parser.tick():
                self.process_message(message)
        except (ValueError, OverflowError):  # no key has such a number; this parser can't go on
            self._parser = XTermParser(self._debug)
