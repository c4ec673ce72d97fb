from __future__ import annotations

import os
from pathlib import Path

import pytest

from tests.ui.papers import FEW, write
from tests.ui.screen import PATIENCE


@pytest.fixture(autouse=True)
def _own_world(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """No test sees the person's own folders, terminal, desktop or colours."""
    for name in ("STATE", "DATA", "CACHE", "CONFIG"):
        monkeypatch.delenv(f"CARREL_{name}", raising=False)
    for name in ("DATA", "CACHE", "CONFIG"):
        monkeypatch.setenv(f"CARREL_{name}", str(tmp_path / name.lower()))
    for name in (
        "DISPLAY WAYLAND_DISPLAY TMUX STY SSH_TTY SSH_CONNECTION NO_COLOR COLORFGBG VISUAL EDITOR "
        "PAGER WSL_DISTRO_NAME WSL_INTEROP TERMUX_VERSION WT_SESSION"
    ).split():
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("TERM", "xterm-256color")
    monkeypatch.setenv("COLORTERM", "truecolor")
    # On a busy machine a message may have had its moment before it is looked at.
    monkeypatch.setattr("carrel.ui.hints._MOMENT", PATIENCE)


@pytest.fixture
def few(tmp_path: Path) -> Path:
    """A source of five papers."""
    return write(tmp_path / "few.jsonl", FEW)


def _tool(folder: Path, name: str, script: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """A program that a desktop has, on the PATH of what is tested."""
    folder.mkdir(exist_ok=True)
    path = folder / name
    path.write_text(f"#!/bin/sh\n{script}\n")
    path.chmod(0o755)
    monkeypatch.setenv("PATH", f"{folder}:{os.environ['PATH']}")
    monkeypatch.setenv("DISPLAY", ":99")


@pytest.fixture
def clipboard(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A clipboard that a program holds, as on a desktop: the file in which its text is."""
    held = tmp_path / "clipboard"
    script = f'case "$*" in *-in*) cat > "{held}";; *) cat "{held}";; esac'
    _tool(tmp_path / "tools", "xclip", script, monkeypatch)
    monkeypatch.setattr("carrel.clipboard.PATIENCE", PATIENCE)
    monkeypatch.setattr("carrel.clipboard._SETTLING", PATIENCE)
    return held


@pytest.fixture
def opened(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The file to which a desktop's opener writes the links it is given."""
    links = tmp_path / "links"
    _tool(tmp_path / "tools", "xdg-open", f'echo "$*" >> "{links}"', monkeypatch)
    return links
