"""Copying with the real programs, where they are installed."""

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

from carrel.clipboard import TMUX, Outcome, copy, survey
from tests import terminal as real
from tests.clipboard.conftest import TEXT, Env


def need(*programs: str) -> None:
    for program in programs:
        if shutil.which(program) is None:
            pytest.skip(f"{program} is not installed")


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
