from __future__ import annotations

import base64
import os
import select
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from carrel import clipboard
from carrel.clipboard import OSC_52, TMUX, WAYS, Attempt, Outcome, copy, survey
from tests import terminal as real

TEXT = "Müller & Šimůnek — “α→β” 山田\n\tline 2"
Env = dict[str, str]


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


# ---------------------------------------------------------------- the real things


def need(*programs: str) -> None:
    for program in programs:
        if shutil.which(program) is None:
            pytest.skip(f"{program} is not installed")


@pytest.fixture
def patient(monkeypatch: pytest.MonkeyPatch) -> None:
    """Programs are waited for as long as a busy machine may need."""
    monkeypatch.setattr(clipboard, "PATIENCE", real.PATIENCE)
    # Of much text a tool may lose a piece, and wait for it for ever: there is time to ask again.
    monkeypatch.setattr(clipboard, "_SETTLING", 2 * real.PATIENCE)


@pytest.fixture
def x_session(tmp_path: Path, patient: None) -> Iterator[Env]:
    """An X server that draws nowhere."""
    need("Xvfb")
    reading, writing = os.pipe()
    server = subprocess.Popen(
        ["Xvfb", "-displayfd", str(writing), "-noreset", "-nolisten", "tcp"],
        pass_fds=[writing],
        stderr=subprocess.DEVNULL,
    )
    os.close(writing)
    display = ""
    while not display.endswith("\n") and select.select([reading], [], [], real.PATIENCE)[0]:
        piece = os.read(reading, 20).decode()
        if not piece:
            break
        display += piece
    os.close(reading)
    if display:
        yield {
            "PATH": os.environ["PATH"],
            "HOME": str(tmp_path),  # xsel wants one
            "DISPLAY": f":{display.strip()}",
            "TERM": "dumb",
        }
    server.terminate()
    server.wait()
    if not display:
        pytest.skip("Xvfb does not start here")


@pytest.mark.parametrize(("tool", "other"), [("xclip", "xsel"), ("xsel", "xclip")])
@pytest.mark.parametrize("text", [TEXT, "x" * 900_000], ids=["short", "long"])
def test_x_tools(x_session: Env, tool: str, other: str, text: str) -> None:
    need("xclip", "xsel")
    assert copy(TEXT, way=tool, env=x_session).message == "Copied"
    assert (other, True, "") in survey(x_session)
    assert copy(text, way=tool, env=x_session).message == "Copied"
    paste = {"xclip": ["-selection", "clipboard", "-out"], "xsel": ["--clipboard", "--output"]}
    pasted = ""
    for _ in range(20):  # much comes in pieces, of which on a busy machine these tools lose some
        with suppress(subprocess.CalledProcessError, subprocess.TimeoutExpired):
            pasted = subprocess.run(
                [other, *paste[other]], env=x_session, capture_output=True, check=True, timeout=20
            ).stdout.decode()
        if pasted == text:
            break
    assert pasted == text


def test_pyperclip_is_read_back(x_session: Env, tmp_path: Path) -> None:
    need("xclip")
    program = """
import sys
from carrel import clipboard
clipboard.PATIENCE, clipboard._SETTLING = map(float, sys.argv[2:])
open(sys.argv[1], "w").write(clipboard.copy("ü", way="pyperclip").message)
"""
    wrong = "Not copied: pyperclip: the clipboard holds something"
    for env, settling, message in (
        (x_session, real.PATIENCE / 2, "Copied"),
        (x_session | {"DISPLAY": ":32123"}, 0.1, wrong),
    ):
        said = tmp_path / "said"
        subprocess.run(
            [sys.executable, "-c", program, said, str(real.PATIENCE), str(settling)],
            env=env,
            stderr=subprocess.DEVNULL,
            check=True,
        )
        assert said.read_text().startswith(message)


def test_a_dead_display(x_session: Env) -> None:
    need("xclip", "xsel")
    dead = x_session | {"DISPLAY": ":32123"}
    outcome = copy(TEXT, env=dead)
    assert outcome.kind == "failed"
    assert "xclip: Can't open display: :32123; xsel: Can't open display" in outcome.message
    assert not any(way.works for way in survey(dead))
    empty = [way for way in survey(x_session) if way.works]
    assert [way.name for way in empty] == ["xclip", "xsel"]


@pytest.fixture
def wayland_session(x_session: Env, tmp_path: Path) -> Iterator[Env]:
    """A Wayland compositor with a seat, drawing into an X server without a screen."""
    need("weston", "wl-copy")
    runtime = tmp_path / "run"
    runtime.mkdir(mode=0o700)
    env = x_session | {
        "XDG_RUNTIME_DIR": str(runtime),
    }
    compositor = subprocess.Popen(
        ["weston", "--backend=x11-backend.so", "--use-pixman", "--socket=w", "--no-config"],
        env=env,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    deadline = time.monotonic() + real.PATIENCE
    while not (runtime / "w").exists() and compositor.poll() is None:
        if time.monotonic() > deadline:
            break
        time.sleep(0.05)
    started = (runtime / "w").exists()
    if started:
        yield {key: value for key, value in env.items() if key != "DISPLAY"} | {
            "WAYLAND_DISPLAY": "w"
        }
    compositor.terminate()
    compositor.wait()
    if not started:
        pytest.skip("weston does not start here")


def test_wl_copy(wayland_session: Env) -> None:
    assert survey(wayland_session)[0] == ("wl-copy", True, "")
    assert copy(TEXT, env=wayland_session) == Outcome("copied", "wl-copy", "Copied")
    pasted = subprocess.run(
        ["wl-paste", "--no-newline"], env=wayland_session, capture_output=True, check=True
    )
    assert pasted.stdout.decode() == TEXT
    stale = wayland_session | {"WAYLAND_DISPLAY": "gone"}
    assert copy(TEXT, way="wl-copy", env=stale).kind == "failed"
    assert not survey(stale)[0].works


class Tmux:
    """A tmux server of its own, with one client on a terminal that records what it gets."""

    def __init__(self, folder: Path) -> None:
        self.outer = {
            "PATH": os.environ["PATH"],
            "TERM": "xterm-256color",
            "SHELL": "/bin/sh",  # the person's own may let nobody in
            "TMUX_TMPDIR": str(folder),
            "LC_ALL": "C.UTF-8",
        }
        command = ["tmux", "-f", "/dev/null", "new-session", "sleep 600"]
        self.client = real.Terminal(command, self.outer)
        deadline = time.monotonic() + real.PATIENCE
        while not self.ask("list-clients") and time.monotonic() < deadline:
            self.client.read(0.1)
        socket, pid = self.ask("display-message", "-p", "#{socket_path},#{pid}").split(",")
        self.env = self.outer | {"TERM": "screen", "TMUX": f"{socket},{pid},0"}

    def ask(self, *command: str) -> str:
        ran = subprocess.run(
            ["tmux", *command], env=self.outer, capture_output=True, text=True, check=False
        )
        return ran.stdout

    def copied(self) -> str:
        """What the terminal was told to put on its clipboard last."""
        deadline = time.monotonic() + real.PATIENCE
        while time.monotonic() < deadline:
            while self.client.read(0.1):
                pass
            received = self.client.printed
            start = received.rfind(b"\x1b]52;")
            end = received.find(b"\x07", start)
            if start >= 0 and end >= 0:
                return base64.b64decode(received[start:end].rpartition(b";")[2]).decode()
        return ""

    def close(self) -> None:
        self.ask("kill-server")
        self.client.end()
        self.client.hang_up()


@pytest.fixture
def tmux(quick_folder: Path, patient: None) -> Iterator[Tmux]:
    need("tmux")
    server = Tmux(quick_folder)
    yield server
    server.close()


@pytest.fixture
def quick_folder() -> Iterator[Path]:
    """A folder with a short name: a socket's path is at most 107 bytes."""
    import tempfile

    with tempfile.TemporaryDirectory(prefix="carrel-") as folder:
        yield Path(folder)


@pytest.mark.parametrize("setting", ["external", "on"])
@pytest.mark.parametrize("text", [TEXT, "x" * 900_000], ids=["short", "long"])
def test_tmux(tmux: Tmux, setting: str, text: str) -> None:
    tmux.ask("set-option", "-s", "set-clipboard", setting)
    assert copy(text, env=tmux.env, way=TMUX) == Outcome("handed", TMUX, "Handed to tmux")
    assert tmux.ask("show-buffer") == text
    assert tmux.copied() == text
    assert [way for way in survey(tmux.env) if way.name == TMUX] == [(TMUX, True, "")]


def test_tmux_that_keeps_the_clipboard_to_itself(tmux: Tmux) -> None:
    tmux.ask("set-option", "-s", "set-clipboard", "off")
    outcome = copy(TEXT, env=tmux.env, way=TMUX)
    assert outcome.message == "Not copied: tmux: set-clipboard is off in tmux"


@pytest.mark.parametrize(
    "setting", [("-s", "set-clipboard", "on"), ("-g", "allow-passthrough", "on")]
)
def test_a_sequence_inside_tmux(tmux: Tmux, setting: tuple[str, str, str]) -> None:
    tmux.ask("set-option", *setting)
    program = "from carrel.clipboard import copy; copy('wörld', way='osc52')"
    tmux.ask("respawn-pane", "-k", f'{sys.executable} -c "{program}"; sleep 600')
    assert tmux.copied() == "wörld"


def test_a_tmux_that_is_gone(tmux: Tmux) -> None:
    gone = tmux.env | {"TMUX": "/nonexistent/default,1,0", "TERM": "dumb"}
    assert "tmux: error connecting to /nonexistent/default" in copy(TEXT, env=gone).message
