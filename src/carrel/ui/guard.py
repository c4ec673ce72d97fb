"""The terminal is put back even where this process can't do it itself any more.

SIGKILL, as of a system without memory, can't be answered; neither can SIGBUS, in Python: a mapped
file of the cache was cut short by another program, or is gone from a network disk, and what would
read it is begun again when the handler returns. So a shell waits beside the application for its
end, at the other end of a pipe that closes then, however it comes.
"""

from __future__ import annotations

import contextlib
import faulthandler
import os
import sys
from collections.abc import Callable, Iterator

if sys.platform != "win32":
    import termios

Note = Callable[[str], None]

_BYE = b"bye\n"
# What Textual's driver says when it lets go of the terminal: mouse, pastes, keyboard, colours …
_RESET = (
    *(f"\x1b[?{mode}l" for mode in (1000, 1003, 1015, 1006, 2004, 2048, 1004)),
    *("\x1b[<u", "\x1b[0m", "\x1b[?7h", "\x1b[?1049l", "\x1b[?25h"),
)
# $1 resets the terminal, $2 are its modes for stty, $3 is the folder for reports, $4 is Python.
# Where the shell that carrel was started from has the terminal back by then, stty is refused, as it
# should be. The latest commands are in "$@".
_WATCH = r"""
trap '' HUP INT QUIT TERM
reset=$1 modes=$2 folder=$3 python=$4
set --
said=
while IFS= read -r line; do
    case $line in
    bye) exit ;;
    '- '*) set -- "$@" "$line"; [ $# -le 50 ] || shift ;;
    *) said="$said$line
" ;;
    esac
done
printf %s "$reset"
tell() {
    printf '%s\n\n' "carrel crashed at $(date -u '+%Y-%m-%d %H:%M:%S') UTC"
    "$python" -P -m carrel.ui.crash 2>&1
    printf '\nThe last commands, the latest at the end:\n'
    for line; do printf '  %s\n' "${line#- }"; done
    printf '\n%s' "$said"
}
if [ -z "$said" ]; then
    echo 'carrel: it was killed, as by kill -9 or for want of memory.'
else
    report="$folder/crash-$(date -u +%Y%m%d-%H%M%S).txt"
    echo 'carrel: a fault has ended it: a file of its cache was cut short while it was open, or'
    if mkdir -p "$folder" && tell "$@" > "$report"; then
        printf 'it has a mistake. The report is %s\n' "$report"
    else
        echo 'it has a mistake. There is no report, since it can not be written.'
    fi
fi
echo 'Stars, tags and notes that it had shown as saved are saved.'
stty $modes <&2 2>/dev/null
"""


@contextlib.contextmanager
def guarded(reports: str) -> Iterator[Note]:
    """Have somebody put the terminal (stderr) back, and say so, if this process is ended in the
    midst of it. What a fault leaves to say of where it happened goes into the folder `reports`,
    with the commands that what this yields is told.

    Without a shell, or where it can't be started, nothing is guarded.
    """
    with contextlib.ExitStack() as stack:
        note: Note = unheard
        if sys.platform != "win32":
            with contextlib.suppress(OSError, termios.error):
                note = stack.enter_context(_watched(reports))
        yield note


@contextlib.contextmanager
def _watched(reports: str) -> Iterator[Note]:
    modes = _modes()
    heard, told = os.pipe()
    try:
        command = ["sh", "-c", _WATCH, "carrel-guard", "".join(_RESET), modes, reports]
        command.append(sys.executable)
        actions = [(os.POSIX_SPAWN_DUP2, heard, 0), (os.POSIX_SPAWN_DUP2, 2, 1)]
        watcher = os.posix_spawn("/bin/sh", command, os.environ, file_actions=actions)
    except OSError:
        os.close(told)
        raise
    finally:
        os.close(heard)
    faulthandler.enable(told)
    os.set_blocking(told, False)

    def note(command: str) -> None:
        with contextlib.suppress(BrokenPipeError, BlockingIOError):
            os.write(told, f"- {command}\n".encode())

    try:
        yield note
    finally:
        faulthandler.disable()
        os.set_blocking(told, True)
        with contextlib.suppress(BrokenPipeError):
            os.write(told, _BYE)
        os.close(told)
        with contextlib.suppress(ChildProcessError):
            os.waitpid(watcher, 0)


def unheard(command: str) -> None:
    """Where nobody watches, nobody need know what was done."""


def _modes() -> str:
    """What Textual changes of the terminal's modes, as stty is told to set them again."""
    flags = termios.tcgetattr(2)
    names = [
        (0, "ixon", termios.IXON), (0, "ixoff", termios.IXOFF), (0, "icrnl", termios.ICRNL),
        (0, "inlcr", termios.INLCR), (0, "igncr", termios.IGNCR), (3, "echo", termios.ECHO),
        (3, "icanon", termios.ICANON), (3, "iexten", termios.IEXTEN), (3, "isig", termios.ISIG),
    ]  # fmt: skip
    return " ".join(name if flags[part] & flag else f"-{name}" for part, name, flag in names)
