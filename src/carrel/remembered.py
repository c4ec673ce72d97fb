"""The sources that make up the person's own library: one path a line, in the configuration folder."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from pathlib import Path


def config_folder(env: Mapping[str, str] = os.environ) -> Path:
    """Where settings are: CARREL_CONFIG, else the platform's folder."""
    if folder := env.get("CARREL_CONFIG", ""):
        return Path(folder).expanduser()
    from platformdirs import user_config_dir

    return Path(user_config_dir("carrel", appauthor=False))


def _file() -> Path:
    return config_folder() / "sources"


def remembered() -> list[str]:
    """The remembered sources, in the order they were added; none where there is no file."""
    try:
        text = _file().read_text("utf-8")
    except FileNotFoundError:
        return []
    return [line for line in map(str.strip, text.splitlines()) if line and line[0] != "#"]


def remember(paths: Iterable[str]) -> list[str]:
    """Add sources, as absolute paths; returns those that are new."""
    known = remembered()
    new = [path for path in dict.fromkeys(map(os.path.abspath, paths)) if path not in known]
    if new:
        _write([*known, *new])
    return new


def forget(paths: Iterable[str]) -> list[str]:
    """Take sources out; returns those that were in."""
    known = remembered()
    gone = [path for path in map(os.path.abspath, paths) if path in known]
    if gone:
        _write([path for path in known if path not in gone])
    return gone


def _write(paths: Iterable[str]) -> None:
    file = _file()
    file.parent.mkdir(parents=True, exist_ok=True)
    temporary = file.with_name(f"{file.name}.{os.getpid()}.part")
    temporary.write_text("".join(f"{path}\n" for path in paths), "utf-8")
    os.replace(temporary, file)


def sample_folder() -> Path:
    """The sample papers that come with carrel."""
    here = Path(__file__).parent
    installed = here / "seeds"
    return installed if installed.is_dir() else here.parents[1] / "seeds"


def library_sources() -> list[str]:
    """What a bare `carrel` opens: the remembered sources, or else the sample papers."""
    return remembered() or [str(sample_folder())]
