"""Programs outside: what opens a link, and what shows a file at a line."""

from __future__ import annotations

import os
import shlex
import shutil
import signal
import subprocess
import sys
import threading
from collections.abc import Mapping, Sequence
from pathlib import PurePath
from urllib.parse import urlsplit

from carrel.clipboard import is_remote
from carrel.paper import is_text
from carrel.refusals import reason

_LONGEST_LINK = 8_000  # characters; servers refuse what is longer (RFC 9110, section 4.1)


class OutsideError(Exception):
    """It cannot be done; the message says why."""


# ---------------------------------------------------------------- links


def is_safe(link: str) -> bool:
    """Is this a link to a page, and nothing that a program might take for something else?"""
    try:
        parts = urlsplit(link)
    except ValueError:
        return False
    known = parts.scheme in ("http", "https") and bool(parts.netloc)
    return known and link.isprintable() and len(link) <= _LONGEST_LINK


def opener(env: Mapping[str, str] = os.environ) -> list[str]:
    """The program that opens links for the person.

    Raises:
        OutsideError: there is none here; over ssh, one would open where nobody sits.
    """
    if is_remote(env):
        raise OutsideError("this is an ssh session")
    if sys.platform == "darwin":
        return ["open"]
    if sys.platform == "win32":
        return ["rundll32", "url.dll,FileProtocolHandler"]
    for name in ("wslview", "termux-open-url", "xdg-open"):
        graphical = name != "xdg-open" or env.get("DISPLAY") or env.get("WAYLAND_DISPLAY")
        if graphical and (found := shutil.which(name, path=env.get("PATH"))):
            return [found]
    raise OutsideError("there is no program here that opens links")


def open_outside(
    target: str, env: Mapping[str, str] = os.environ, own: Sequence[str] = ()
) -> subprocess.Popen[bytes]:
    """Have the desktop, or the person's `own` command, open a link to a page, or the file at an
    absolute path that holds a text; does not wait for it. Gives the program that was begun.

    Raises:
        OutsideError: it is neither, or nothing here can open it.
    """
    if not is_safe(target) and not (os.path.isabs(target) and is_text(target)):
        raise OutsideError("this is not a link to a page")
    if os.path.isabs(target) and not os.path.isfile(target):
        raise OutsideError("there is no such file")
    command = own or opener(env)
    try:
        process = subprocess.Popen(
            [*command, target],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
            env=dict(env),
        )
    except OSError as error:
        raise OutsideError(f"{command[0]}: {reason(error)}") from error
    # Somebody must take note of its end, or it stays in the table of processes.
    threading.Thread(target=process.wait, daemon=True).start()
    return process


# ---------------------------------------------------------------- files


# How editors are told a line.
_PLUS = ("+{line}", "{path}")
_COLON = ("{path}:{line}",)
_GOTO = ("--wait", "--goto", "{path}:{line}")
_WAYS = {
    **dict.fromkeys(("vi", "vim", "nvim", "view", "gvim", "nano", "pico", "micro", "ne"), _PLUS),
    **dict.fromkeys(("emacs", "emacsclient", "kak", "jed", "joe", "mg", "ed", "less"), _PLUS),
    **dict.fromkeys(("hx", "helix", "zed", "subl"), _COLON),
    **dict.fromkeys(("code", "codium", "code-insiders", "cursor"), _GOTO),
}


def editor(env: Mapping[str, str] = os.environ) -> list[str]:
    """The person's editor as VISUAL or EDITOR names it, arguments included; empty without one."""
    for name in ("VISUAL", "EDITOR"):
        if words := words_of(env.get(name, "")):
            return words
    return []


def words_of(command: str) -> list[str]:
    """The words of a command; where its quotes do not match, it is a program's name as it is."""
    try:
        return shlex.split(command)
    except ValueError:
        return [command]


def command_for(path: str, line: int, env: Mapping[str, str] = os.environ) -> list[str]:
    """The command that shows a file at a line (from 1; 0 for none): the editor, else a pager.

    Raises:
        OutsideError: there is neither.
    """
    words = editor(env) or _pager(env)
    if not os.path.isabs(path):
        path = os.path.join(os.curdir, path)  # so that it is not taken for an option
    way = _WAYS.get(PurePath(words[0]).stem)
    if way is None or line < 1:
        return [*words, path]
    return [*words, *(part.format(path=path, line=line) for part in way)]


def _pager(env: Mapping[str, str]) -> list[str]:
    for name in (env.get("PAGER", ""), "less", "more", "vi"):
        try:
            words = shlex.split(name)
        except ValueError:
            continue
        if words and shutil.which(words[0], path=env.get("PATH")):
            return words
    raise OutsideError("set EDITOR to the editor that you like")


def run(command: list[str], env: Mapping[str, str] = os.environ) -> int:
    """Run a program that takes over the terminal, and wait for it; gives its exit code, negative
    for a signal that ended it.

    Raises:
        OutsideError: it can't be run.
    """
    # ctrl+c is for the program, though the terminal tells both. (Where it is ignored here, it
    # would be ignored there, too: so it is handled, by nothing.)
    before = signal.signal(signal.SIGINT, lambda number, frame: None)
    try:
        return subprocess.run(command, check=False, env=dict(env)).returncode
    except OSError as error:
        raise OutsideError(f"{command[0]}: {reason(error)}") from error
    finally:
        signal.signal(signal.SIGINT, before)


def failure(program: str, code: int) -> str:
    """That a program failed with an exit code, or a signal, in words; empty where it did not."""
    name = os.path.basename(program)
    if code < 0:
        # Most real-time signals have no name.
        names = {known.value: known.name for known in signal.Signals}
        return f"{name} was ended by {names.get(-code, f'signal {-code}')}"
    return f"{name} failed with exit code {code}" if code else ""
