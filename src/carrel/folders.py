"""carrel's three folders: settings, the person's data, and what can be made again.

CARREL_CONFIG, CARREL_DATA and CARREL_CACHE move them. Else they are where the platform has such
things: on Linux where the XDG Base Directory Specification says
(https://specifications.freedesktop.org/basedir-spec/), elsewhere where platformdirs says, which is
asked only there, since it takes as long to load as listing a hundred papers.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping
from typing import TYPE_CHECKING

if TYPE_CHECKING:  # pathlib loads no quicker than platformdirs
    from pathlib import Path

_PLATFORM: str = sys.platform
_XDG = {
    "config": ("XDG_CONFIG_HOME", "~/.config"),
    "data": ("XDG_DATA_HOME", "~/.local/share"),
    "cache": ("XDG_CACHE_HOME", "~/.cache"),
}


def config_folder(env: Mapping[str, str] = os.environ) -> Path:
    """Where settings and the list of remembered sources are."""
    return _as_path(folder("config", env))


def data_folder(env: Mapping[str, str] = os.environ) -> Path:
    """Where the person's stars, tags and notes are."""
    return _as_path(folder("data", env))


def cache_folder(env: Mapping[str, str] = os.environ) -> Path:
    """Where what is kept of large sources is."""
    return _as_path(folder("cache", env))


def folder(kind: str, env: Mapping[str, str] = os.environ) -> str:
    """The name of the folder for "config", "data" or "cache"."""
    if own := env.get(f"CARREL_{kind.upper()}", ""):
        return os.path.expanduser(own)
    if _PLATFORM == "linux":
        variable, usual = _XDG[kind]
        base = env.get(variable, "")
        return os.path.expanduser(os.path.join(base if os.path.isabs(base) else usual, "carrel"))
    import platformdirs

    return str(getattr(platformdirs, f"user_{kind}_dir")("carrel", appauthor=False))


def absolute(path: str) -> str:
    """A path from the root; as it stands where it is named from a working folder that is gone."""
    try:
        return os.path.abspath(path)
    except FileNotFoundError:
        return path


def real(path: str) -> str:
    """Where a path leads, symbolic links followed; as it stands where it is named from a working
    folder that is gone."""
    try:
        return os.path.realpath(path)
    except FileNotFoundError:
        return path


def _as_path(name: str) -> Path:
    from pathlib import Path

    return Path(name)
