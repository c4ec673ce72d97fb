"""Put text where the person can paste it, and say no more about it than is known.

The ways, in the order in which they are tried on this machine: the desktop's own tool, whose
clipboard can be read back; tmux, which answers whether it took the text; the terminal's
OSC 52 sequence, which has no answer. In an ssh session the person's clipboard is at the far end of
the terminal, where only the last two reach, so they come first.

`copy` waits for other programs, some seconds at worst: call it off the event loop
(`asyncio.to_thread`).
"""

from __future__ import annotations

import base64
import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from typing import Literal, NamedTuple

from carrel.text import clean

PATIENCE = 2.0  # seconds for one program to answer
# Seconds that a tool may take to own the clipboard after it ended (xsel does), or for which another
# program may have it.
_SETTLING = 0.5
# tmux gives up on a sequence of more than 1 MiB (its INPUT_BUF_LIMIT); terminals differ and
# do not say: 500 kB of text passed all that were tried, 900 kB did not.
MOST_IN_A_SEQUENCE = 1 << 20

TMUX, OSC_52, PYPERCLIP = "tmux", "osc52", "pyperclip"


class _Tool(NamedTuple):
    """A desktop's clipboard program: how to copy and to paste with it (text on its standard
    input and output), and the environment variable without which it can't work."""

    copy: tuple[str, ...]
    paste: tuple[str, ...]
    needs: str
    encoding: str = "utf-8"


_TOOLS = {
    "wl-copy": _Tool(
        ("wl-copy", "--type", "text/plain"), ("wl-paste", "--no-newline"), "WAYLAND_DISPLAY"
    ),
    "xclip": _Tool(
        ("xclip", "-selection", "clipboard", "-in"),
        ("xclip", "-selection", "clipboard", "-out"),
        "DISPLAY",
    ),
    "xsel": _Tool(
        ("xsel", "--clipboard", "--input"), ("xsel", "--clipboard", "--output"), "DISPLAY"
    ),
    "clip.exe": _Tool(("clip.exe",), (), "", "utf-16-le"),
    "termux-clipboard-set": _Tool(("termux-clipboard-set",), ("termux-clipboard-get",), ""),
}
WAYS = (PYPERCLIP, *_TOOLS, TMUX, OSC_52)


class Attempt(NamedTuple):
    """A way that was tried and why it did not work, in words."""

    way: str
    reason: str


class Outcome(NamedTuple):
    """What is known of a copy, and `message`, which says it.

    "copied": it was read back from the clipboard. "handed": the program `way` took it, and that is
    all it tells. "sent": it was sent to the terminal, which does not answer. "failed": nothing
    took it. `tried` are the ways that did not work before.
    """

    kind: Literal["copied", "handed", "sent", "failed"]
    way: str
    message: str
    tried: tuple[Attempt, ...] = ()


class Way(NamedTuple):
    """A way to the clipboard, and whether it works here; if not, why."""

    name: str
    works: bool
    why_not: str = ""


class _WayError(Exception):
    """This way does not work; the message says why."""


Send = Callable[[str], object]


def send_to_terminal(sequence: str) -> None:
    """Write a control sequence to the terminal that this program runs in, past stdout."""
    with open("CONOUT$" if sys.platform == "win32" else "/dev/tty", "w") as terminal:
        terminal.write(sequence)


def copy(
    text: str,
    *,
    way: str = "",
    env: Mapping[str, str] = os.environ,
    send: Send = send_to_terminal,
) -> Outcome:
    """Copy `text` by the first way that works, or only by `way`, one of `WAYS`.

    Control characters are left out (a paste into a shell would obey them). `send` writes a
    control sequence to the terminal. Never raises for what goes wrong.
    """
    text = _CONTROL.sub("", _one_line_end(text)).encode(errors="replace").decode()
    if way and way not in WAYS:
        reason = f"there is no way {clean(way)!r}; there are {', '.join(WAYS)}"
        return Outcome("failed", "", f"Not copied: {reason}", (Attempt(way, reason),))
    tried: list[Attempt] = []
    for name in (way,) if way else _in_order(env):
        try:
            kind = _copy_by(name, text, env, send, forced=bool(way))
        except _WayError as error:
            tried.append(Attempt(name, str(error)))
        else:
            return Outcome(kind, name, _MESSAGES[kind].format(name), tuple(tried))
    reasons = "; ".join(f"{name}: {reason}" for name, reason in tried)
    return Outcome("failed", "", f"Not copied: {reasons}", tuple(tried))


_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f]")
_MESSAGES = {
    "copied": "Copied",
    "handed": "Handed to {}",
    "sent": "Sent to the terminal, paste to check",
}


def survey(env: Mapping[str, str] = os.environ) -> list[Way]:
    """Every way of this platform, in the order in which `copy` tries them, and whether it would
    work. Asks the programs, and leaves the clipboard as it is."""
    ways = []
    for name in _in_order(env):
        try:
            if name == OSC_52:
                _terminal_takes_sequences(env)
            elif name == TMUX:
                _tmux_takes_text(env)
            elif name in _TOOLS:
                _tool_answers(_TOOLS[name], env)
        except _WayError as error:
            ways.append(Way(name, False, str(error)))
        else:
            ways.append(Way(name, True))
    return ways


def is_remote(env: Mapping[str, str]) -> bool:
    """Is this an ssh session, with the person and the clipboard at its far end?"""
    return bool(env.get("SSH_TTY") or env.get("SSH_CONNECTION"))


def _in_order(env: Mapping[str, str]) -> tuple[str, ...]:
    native: tuple[str, ...]
    if sys.platform in ("darwin", "win32"):
        native = (PYPERCLIP,)
    elif "TERMUX_VERSION" in env:
        native = ("termux-clipboard-set",)
    else:
        native = ("wl-copy", "xclip", "xsel")
        if "WSL_DISTRO_NAME" in env or "WSL_INTEROP" in env:
            native = ("clip.exe", *native)
    return (TMUX, OSC_52, *native) if is_remote(env) else (*native, TMUX, OSC_52)


def _copy_by(
    name: str, text: str, env: Mapping[str, str], send: Send, *, forced: bool
) -> Literal["copied", "handed", "sent"]:
    if name == OSC_52:
        if not forced:
            _terminal_takes_sequences(env)
        _send_sequence(text, env, send)
        return "sent"
    if name == TMUX:
        _tmux_takes_text(env)
        _run(("tmux", "load-buffer", "-w", "-"), env, text.encode())
        return "handed"
    if name == PYPERCLIP:
        return _copy_by_pyperclip(text)
    return _copy_by_tool(_TOOLS[name], text, env)


# ---------------------------------------------------------------- programs


def _run(command: tuple[str, ...], env: Mapping[str, str], given: bytes | None = None) -> bytes:
    """Run a program to its end, or for at most `PATIENCE` seconds; what it printed.

    Without `given`, its output is read; with `given`, it may leave a child behind that serves the
    clipboard and holds on to whatever it was given, so it gets no pipe to hold.
    """
    program = shutil.which(command[0], path=env.get("PATH"))
    if program is None:
        raise _WayError(f"{command[0]} is not installed")
    with tempfile.TemporaryFile() as errors:
        try:
            process = subprocess.Popen(
                command,
                executable=program,
                stdin=subprocess.DEVNULL if given is None else subprocess.PIPE,
                stdout=subprocess.PIPE if given is None else subprocess.DEVNULL,
                stderr=errors,
                env=dict(env),
                start_new_session=True,  # so that it outlives the terminal, or can be ended whole
            )
        except OSError as error:
            raise _WayError(f"{command[0]} can't be run: {error.strerror}") from error
        try:
            output, _ = process.communicate(given, PATIENCE)
        except subprocess.TimeoutExpired:
            _end(process)
            raise _WayError(f"{command[0]} did not answer in {PATIENCE:g} s") from None
        if process.returncode:
            errors.seek(0)
            said = (
                clean(line) for line in errors.read(10_000).decode(errors="replace").split("\n")
            )
            reason = next((line for line in said if line), "")[:200]
            for prefix in (f"{command[0]}: ", "Error: "):
                reason = reason.removeprefix(prefix)
            raise _WayError(reason or f"{command[0]} ended with {process.returncode}")
        return output or b""


def _end(process: subprocess.Popen[bytes]) -> None:
    """End a program and what it started."""
    with suppress(OSError):
        if sys.platform == "win32":
            process.kill()
        else:
            os.killpg(process.pid, signal.SIGKILL)
    for pipe in (process.stdin, process.stdout):
        if pipe is not None:
            with suppress(OSError):
                pipe.close()
    process.wait()


def _copy_by_tool(tool: _Tool, text: str, env: Mapping[str, str]) -> Literal["copied", "handed"]:
    _tool_has_what_it_needs(tool, env)
    _run(tool.copy, env, text.encode(tool.encoding))
    if not tool.paste:
        return "handed"

    def paste() -> str | None:
        with suppress(_WayError):
            return _run(tool.paste, env).decode(tool.encoding, "replace")
        return None

    return _read_back(paste, text)


def _read_back(paste: Callable[[], str | None], text: str) -> Literal["copied", "handed"]:
    """Look whether the clipboard holds a text, which may take a moment; "handed" where `paste`
    can't tell.

    Raises:
        _WayError: it holds something else.
    """
    deadline = time.monotonic() + _SETTLING
    while True:
        pasted = paste()
        if pasted is not None and _one_line_end(pasted) == _one_line_end(text):
            return "copied"
        if time.monotonic() > deadline:
            break
        time.sleep(0.02)
    if pasted is None:
        return "handed"
    raise _WayError("the clipboard holds something else afterwards")


def _one_line_end(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _tool_has_what_it_needs(tool: _Tool, env: Mapping[str, str]) -> None:
    if tool.needs and not env.get(tool.needs):
        raise _WayError(f"{tool.needs} is not set")


def _tool_answers(tool: _Tool, env: Mapping[str, str]) -> None:
    """Raises `_WayError` where the tool reaches no clipboard. It is asked to paste, which an empty
    clipboard refuses, too."""
    _tool_has_what_it_needs(tool, env)
    if not tool.paste:
        if shutil.which(tool.copy[0], path=env.get("PATH")) is None:
            raise _WayError(f"{tool.copy[0]} is not installed")
        return
    try:
        _run(tool.paste, env)
    except _WayError as error:
        if not any(word in str(error) for word in _EMPTY):
            raise


# What xclip, and wl-paste of several versions, say of a clipboard that holds no text.
_EMPTY = ("target STRING not available", "No selection", "Nothing is copied", "No suitable type")


def _copy_by_pyperclip(text: str) -> Literal["copied"]:
    """macOS and Windows, where pyperclip knows the system's own calls. It does not look at how
    they end, so what it copied is read back."""
    import threading

    result: list[str] = []

    def copy_and_paste() -> None:
        try:
            import pyperclip

            pyperclip.copy(text)
            _read_back(pyperclip.paste, text)
            result.append("")
        except (ImportError, OSError, RuntimeError, _WayError) as error:
            result.append(clean(str(error)) or type(error).__name__)

    thread = threading.Thread(target=copy_and_paste, daemon=True)
    thread.start()
    thread.join(PATIENCE)
    if not result:
        raise _WayError(f"the system's clipboard did not answer in {PATIENCE:g} s")
    if result[0]:
        raise _WayError(result[0])
    return "copied"


# ---------------------------------------------------------------- tmux and the terminal


def _tmux_takes_text(env: Mapping[str, str]) -> None:
    """Raises `_WayError` outside of tmux, and where tmux does not hand text on to the terminal."""
    if not env.get("TMUX"):
        raise _WayError("not inside tmux")
    setting = _run(("tmux", "show-options", "-s", "-v", "set-clipboard"), env)
    if setting.strip() == b"off":
        raise _WayError("set-clipboard is off in tmux")


def _terminal_takes_sequences(env: Mapping[str, str]) -> None:
    """Raises `_WayError` where there is a reason to think that the terminal drops OSC 52."""
    terminal = env.get("TERM", "")
    if terminal in ("", "dumb", "linux"):
        raise _WayError(
            f"a “{terminal}” terminal has no clipboard" if terminal else "TERM is not set"
        )
    if env.get("TMUX") or env.get("STY"):
        return  # what the terminal around it is, the environment does not tell
    if env.get("TERM_PROGRAM") == "Apple_Terminal":
        raise _WayError("Apple's Terminal does not take it")
    if env.get("VTE_VERSION"):
        raise _WayError("this terminal (VTE) does not take it")


def _send_sequence(text: str, env: Mapping[str, str], send: Send) -> None:
    encoded = base64.b64encode(text.encode()).decode("ascii")
    if len(encoded) >= MOST_IN_A_SEQUENCE:
        raise _WayError(f"{len(text.encode()) // 1000} kB are too much for a control sequence")
    try:
        for sequence in _sequences(encoded, env):
            send(sequence)
    except OSError as error:
        raise _WayError(f"no terminal to send it to: {error.strerror or error}") from error


def _sequences(encoded: str, env: Mapping[str, str]) -> Iterator[str]:
    """OSC 52 (xterm's control sequences, "Manipulate Selection Data"), as what is between this
    program and the terminal lets it through."""
    plain = f"\x1b]52;c;{encoded}\x07"
    if env.get("STY"):  # GNU screen passes on a control string that it need not hold whole
        pieces = [plain[start : start + 240] for start in range(0, len(plain), 240)]
        yield "".join(f"\x1bP{piece}\x1b\\" for piece in pieces)
        return
    yield plain
    if env.get("TMUX"):  # takes either of the two, by set-clipboard and by allow-passthrough
        doubled = plain.replace("\x1b", "\x1b\x1b")
        yield f"\x1bPtmux;{doubled}\x1b\\"
