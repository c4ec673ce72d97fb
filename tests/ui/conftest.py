from __future__ import annotations

import os
from pathlib import Path

import pytest

from tests.ui.papers import FEW, write


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


@pytest.fixture
def few(tmp_path: Path) -> Path:
    """A source of five papers."""
    return write(tmp_path / "few.jsonl", FEW)


def _script(path: Path, text: str) -> None:
    path.write_text(f"#!/bin/sh\n{text}\n")
    path.chmod(0o755)


@pytest.fixture
def clipboard(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A clipboard that a program holds, as on a desktop: the file in which its text is."""
    tools, held = tmp_path / "tools", tmp_path / "clipboard"
    tools.mkdir(exist_ok=True)
    _script(tools / "xclip", f'case "$*" in *-in*) cat > "{held}";; *) cat "{held}";; esac')
    monkeypatch.setenv("PATH", f"{tools}:{os.environ['PATH']}")
    monkeypatch.setenv("DISPLAY", ":99")
    return held


@pytest.fixture
def opened(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The file to which a desktop's opener writes the links it is given."""
    tools, links = tmp_path / "tools", tmp_path / "links"
    tools.mkdir(exist_ok=True)
    _script(tools / "xdg-open", f'echo "$*" >> "{links}"')
    monkeypatch.setenv("PATH", f"{tools}:{os.environ['PATH']}")
    monkeypatch.setenv("DISPLAY", ":99")
    return links
