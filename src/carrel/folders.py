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
from pathlib import Path

_PLATFORM: str = sys.platform
_XDG = {
    "config": ("XDG_CONFIG_HOME", "~/.config"),
    "data": ("XDG_DATA_HOME", "~/.local/share"),
    "cache": ("XDG_CACHE_HOME", "~/.cache"),
}


def config_folder(env: Mapping[str, str] = os.environ) -> Path:
    """Where settings and the list of remembered sources are."""
    return _folder("config", env)


def data_folder(env: Mapping[str, str] = os.environ) -> Path:
    """Where the person's stars, tags and notes are."""
    return _folder("data", env)


def cache_folder(env: Mapping[str, str] = os.environ) -> Path:
    """Where what is kept of large sources is."""
    return _folder("cache", env)


def _folder(kind: str, env: Mapping[str, str]) -> Path:
    if own := env.get(f"CARREL_{kind.upper()}", ""):
        return Path(own).expanduser()
    if _PLATFORM == "linux":
        variable, usual = _XDG[kind]
        folder = env.get(variable, "")
        return Path(folder if os.path.isabs(folder) else usual).expanduser() / "carrel"
    import platformdirs

    return Path(getattr(platformdirs, f"user_{kind}_dir")("carrel", appauthor=False))
