"""What copying says and does, with programs that are scripts and a terminal that is none."""

from __future__ import annotations

import base64
import os
import select
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from carrel import clipboard
from carrel.clipboard import OSC_52, TMUX, WAYS, Attempt, Outcome, copy, survey
from tests import terminal as real
from tests.clipboard.conftest import TEXT, Env


class Terminal:
    """Takes what is sent to the terminal."""

    def __init__(self) -> None:
        self.sent: list[str] = []

    def __call__(self, sequence: str) -> None:
        self.sent.append(sequence)

    @property
    def copied(self) -> str:
        (sequence,) = self.sent
        assert sequence.startswith("\x1b]52;c;")
        assert sequence.endswith("\x07")
        return base64.b64decode(sequence[7:-1]).decode()


@pytest.fixture
def env(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Env]:
    """An X session in which no program is installed, in an xterm."""
    monkeypatch.setattr(clipboard, "PATIENCE", real.PATIENCE)
    programs = tmp_path / "bin"
    programs.mkdir()
    yield {"PATH": str(programs), "DISPLAY": ":9", "TERM": "xterm-256color"}
    for kept in programs.glob("*.kept"):  # which ends what serves it
        kept.unlink()


def install(env: Env, name: str, script: str) -> Path:
    """A program of this name; what it keeps, it keeps in the file returned."""
    program = Path(env["PATH"], name)
    kept = program.with_suffix(".kept")
    program.write_text(f"#!/bin/sh\nkept='{kept}'\n{script}\n")
    program.chmod(0o755)
    return kept


# Copies with "in", pastes with "out", as xclip does; the child that serves the clipboard keeps
# hold of what it was given, for longer than a program is waited for (`PATIENCE`).
SERVING = 'while [ -e "$kept" ]; do /bin/sleep 0.1; done'
HONEST = f'case "$*" in *in*) /bin/cat > "$kept"; {SERVING} & ;; *) /bin/cat "$kept" ;; esac'
FAILING = "echo; echo 'Can'\\''t open display: :9' >&2; echo more >&2; exit 3"
HANGING = 'exec 9> "$kept"; /bin/sleep 100 & wait'
LYING = 'case "$*" in *in*) /bin/cat > /dev/null ;; *) echo old ;; esac'


# ---------------------------------------------------------------- four outcomes


def test_what_is_read_back_is_copied(env: Env, capfd: pytest.CaptureFixture[str]) -> None:
    kept = install(env, "xclip", "echo noise >&2; echo noise >/dev/stderr\n" + HONEST)
    assert copy(TEXT, env=env) == Outcome(
        "copied", "xclip", "Copied", (Attempt("wl-copy", "WAYLAND_DISPLAY is not set"),)
    )
    assert kept.read_text(encoding="utf-8") == TEXT
    assert capfd.readouterr() == ("", "")


def test_what_can_not_be_read_back_is_handed_over(env: Env) -> None:
    kept = install(env, "xsel", 'case "$*" in *--input) /bin/cat > "$kept" ;; *) exit 1 ;; esac')
    outcome = copy(TEXT, env=env)
    assert (outcome.kind, outcome.message) == ("handed", "Handed to xsel")
    assert kept.read_text(encoding="utf-8") == TEXT


def test_what_the_terminal_gets_is_sent(env: Env) -> None:
    terminal = Terminal()
    outcome = copy(TEXT, env=env, send=terminal)
    assert (outcome.kind, outcome.message) == ("sent", "Sent to the terminal, paste to check")
    assert terminal.copied == TEXT
    assert outcome.tried == (
        ("wl-copy", "WAYLAND_DISPLAY is not set"),
        ("xclip", "xclip is not installed"),
        ("xsel", "xsel is not installed"),
        ("tmux", "not inside tmux"),
    )


def test_what_nothing_takes_is_not_copied(env: Env) -> None:
    install(env, "xclip", FAILING)
    env["TERM"] = "dumb"
    outcome = copy(TEXT, env=env, send=Terminal())
    assert (outcome.kind, outcome.way) == ("failed", "")
    assert outcome.message == (
        "Not copied: wl-copy: WAYLAND_DISPLAY is not set; xclip: Can't open display: :9; "
        "xsel: xsel is not installed; tmux: not inside tmux; "
        "osc52: a “dumb” terminal has no clipboard"
    )


# ---------------------------------------------------------------- tools that fail


def test_a_tool_that_hangs_is_given_up_and_ended(env: Env, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clipboard, "PATIENCE", 0.3)
    kept = install(env, "xclip", HANGING)
    os.mkfifo(kept)
    held = os.open(kept, os.O_RDONLY | os.O_NONBLOCK)
    os.close(os.open(kept, os.O_WRONLY))  # that it has an end is known before the tool is there
    outcome = copy(TEXT * 100_000, env=env, send=Terminal())  # more than a pipe holds
    assert ("xclip", "xclip did not answer in 0.3 s") in outcome.tried
    ended, _, _ = select.select(
        [held], [], [], real.PATIENCE
    )  # once nothing that it started is left
    os.close(held)
    assert ended


@pytest.mark.usefixtures("patient")
def test_a_tool_that_answers_before_it_is_done(env: Env) -> None:
    late = '/bin/cat > "$kept.tmp"; (/bin/sleep 0.2; /bin/mv "$kept.tmp" "$kept") &'
    kept = install(env, "xclip", f'case "$*" in *in*) {late} ;; *) /bin/cat "$kept" ;; esac')
    kept.write_text("before")
    assert copy(TEXT, env=env, way="xclip").message == "Copied"


def test_a_tool_that_lies_is_found_out(env: Env) -> None:
    install(env, "xclip", LYING)
    terminal = Terminal()
    outcome = copy(TEXT, env=env, send=terminal)
    assert ("xclip", "the clipboard holds something else afterwards") in outcome.tried
    assert (outcome.kind, terminal.copied) == ("sent", TEXT)


@pytest.mark.parametrize("script", ["exit 3", "kill -9 $$"])
def test_a_tool_that_says_nothing(env: Env, script: str) -> None:
    install(env, "xclip", script)
    reason = dict(copy(TEXT, env=env, way="xclip").tried)["xclip"]
    assert reason in ("xclip ended with 3", "xclip ended with -9")


def test_a_tool_that_can_not_be_run(env: Env) -> None:
    install(env, "xclip", "").with_suffix("").write_bytes(b"\x00\x01")
    assert copy(TEXT, env=env, way="xclip").message == (
        "Not copied: xclip: xclip can't be run: Exec format error"
    )


def test_what_a_tool_says_can_not_command_the_terminal(env: Env) -> None:
    install(env, "xclip", "printf '\\033]52;c;aGk=\\007oh\\033[31m\\n' >&2; exit 1")
    assert copy(TEXT, env=env, way="xclip").message == "Not copied: xclip: oh"


# ---------------------------------------------------------------- order


def test_over_ssh_the_clipboard_is_at_the_far_end(env: Env) -> None:
    install(env, "xclip", HONEST)
    env["SSH_CONNECTION"] = "10.0.0.1 50000 10.0.0.2 22"
    terminal = Terminal()
    assert copy(TEXT, env=env, send=terminal).way == OSC_52
    assert terminal.copied == TEXT
    assert [way.name for way in survey(env)][:2] == [TMUX, OSC_52]
    env["TERM"] = "dumb"
    assert copy(TEXT, env=env, send=terminal).way == "xclip"


def test_one_way_can_be_forced(env: Env) -> None:
    install(env, "xclip", HONEST)
    env["VTE_VERSION"] = "7006"
    terminal = Terminal()
    assert copy(TEXT, way=OSC_52, env=env, send=terminal).kind == "sent"
    assert terminal.copied == TEXT
    outcome = copy(TEXT, way=TMUX, env=env, send=terminal)
    assert outcome.message == "Not copied: tmux: not inside tmux"


def test_a_way_that_there_is_not(env: Env) -> None:
    outcome = copy(TEXT, way="xlip", env=env)
    assert outcome.kind == "failed"
    assert outcome.message == f"Not copied: there is no way 'xlip'; there are {', '.join(WAYS)}"


def test_windows_clipboard_from_its_linux(env: Env) -> None:
    env |= {"WSL_DISTRO_NAME": "Debian"}
    kept = install(env, "clip.exe", '/bin/cat > "$kept"')
    outcome = copy(TEXT, env=env)
    assert outcome.message == "Handed to clip.exe"
    assert kept.read_bytes().decode("utf-16-le") == TEXT


def test_android(env: Env) -> None:
    env |= {"TERMUX_VERSION": "0.118"}
    kept = install(env, "termux-clipboard-set", '/bin/cat > "$kept"')
    install(env, "termux-clipboard-get", f'/bin/cat "{kept}"')
    assert copy(TEXT, env=env).message == "Copied"


# ---------------------------------------------------------------- the terminal


@pytest.mark.parametrize(
    ("variables", "reason"),
    [
        ({"TERM": ""}, "TERM is not set"),
        ({"TERM": "linux"}, "a “linux” terminal has no clipboard"),
        ({"VTE_VERSION": "7006"}, "this terminal (VTE) does not take it"),
        ({"TERM_PROGRAM": "Apple_Terminal"}, "Apple's Terminal does not take it"),
    ],
)
def test_terminals_known_to_drop_it_get_nothing(env: Env, variables: Env, reason: str) -> None:
    terminal = Terminal()
    outcome = copy(TEXT, env=env | variables, send=terminal)
    assert outcome.kind == "failed"
    assert outcome.tried[-1] == (OSC_52, reason)
    assert terminal.sent == []


def test_there_is_no_terminal(env: Env) -> None:
    def send(sequence: str) -> None:
        raise OSError(6, "No such device or address")

    reason = copy(TEXT, env=env, send=send).tried[-1].reason
    assert reason == "no terminal to send it to: No such device or address"


def test_too_much_for_a_sequence(env: Env) -> None:
    terminal = Terminal()
    assert copy("x" * 500_000, env=env, send=terminal).kind == "sent"
    outcome = copy("x" * 900_000, env=env, send=terminal)
    assert outcome.tried[-1].reason == "900 kB are too much for a control sequence"
    assert len(terminal.sent) == 1


def test_inside_screen_it_goes_in_pieces(env: Env) -> None:
    terminal = Terminal()
    copy(TEXT * 50, env=env | {"STY": "1.pts-0"}, send=terminal)
    (sequence,) = terminal.sent
    first, *pieces = sequence.split("\x1bP")
    assert first == ""
    assert len(pieces) > 10
    assert all(piece.endswith("\x1b\\") and len(piece) <= 250 for piece in pieces)
    terminal.sent = ["".join(piece[:-2] for piece in pieces)]
    assert terminal.copied == TEXT * 50


def test_control_characters_are_not_copied(env: Env) -> None:
    terminal = Terminal()
    copy("a\x1b[31mb\x00\x07\x9bc\r\nd\re\x7f\ud800", env=env, send=terminal)
    assert terminal.copied == "a[31mbc\nd\ne?"


def test_the_cli_reaches_its_terminal_past_stdout(env: Env) -> None:
    program = """
import os
os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
from carrel.clipboard import copy
assert copy("hello").kind == "sent"
"""
    printed = real.run_on_a_terminal([sys.executable, "-c", program], env, ".")
    assert printed == (0, b"\x1b]52;c;aGVsbG8=\x07")


def test_without_a_terminal_that_is_said(env: Env) -> None:
    program = "from carrel.clipboard import copy; print(copy('hello').message)"
    command = [sys.executable, "-c", program]
    printed = subprocess.check_output(command, env=env, start_new_session=True, text=True)
    assert "no terminal to send it to" in printed


# ---------------------------------------------------------------- what works here


def test_the_survey_says_what_works_and_why_not(env: Env) -> None:
    install(env, "xclip", FAILING)
    kept = install(env, "xsel", HONEST)
    kept.write_text("mine")
    env["WAYLAND_DISPLAY"] = "wayland-0"
    assert survey(env) == [
        ("wl-copy", False, "wl-paste is not installed"),
        ("xclip", False, "Can't open display: :9"),
        ("xsel", True, ""),
        ("tmux", False, "not inside tmux"),
        ("osc52", True, ""),
    ]
    assert kept.read_text() == "mine"
