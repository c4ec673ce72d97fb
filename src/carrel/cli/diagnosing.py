"""`carrel doctor`: what this installation is and has, to be pasted in a bug report.

Of the environment it tells the variables in `_VARIABLES`, and of some more that they are set.
"""

from __future__ import annotations

import os
import sys
from argparse import Namespace
from collections.abc import Iterator
from pathlib import Path

from carrel import __version__
from carrel.annotations import Annotations, annotations_path
from carrel.cli.caching import size
from carrel.cli.configuring import checked
from carrel.cli.streams import put
from carrel.cli.talk import OK, shown, tidy
from carrel.folders import cache_folder
from carrel.library.cache import entries
from carrel.memory import memory_path
from carrel.refusals import reason
from carrel.remembered import remembered, remembered_path, sample_folder
from carrel.settings import settings_path
from carrel.text import counted

_VARIABLES = (
    "TERM", "COLORTERM", "TERM_PROGRAM", "NO_COLOR", "COLORFGBG", "LANG", "LC_ALL", "LC_CTYPE",
    "PYTHONIOENCODING", "PYTHONUTF8", "VISUAL", "EDITOR", "PAGER",
)  # fmt: skip
_WHETHER = (
    "TMUX", "STY", "SSH_TTY", "SSH_CONNECTION", "DISPLAY", "WAYLAND_DISPLAY", "WSL_DISTRO_NAME",
    "CARREL_CONFIG", "CARREL_DATA", "CARREL_CACHE", "CARREL_STATE",
)  # fmt: skip
_PACKAGES = ("textual", "rapidfuzz", "pyperclip", "numpy", "zstandard", "platformdirs", "pyyaml")
_PROGRAMS = ("pandoc", "tmux", "wl-copy", "xclip", "xsel")


def run(options: Namespace) -> int:
    for title, lines in (
        ("carrel", _versions()),
        ("terminal", _terminal()),
        ("clipboard, in the order in which it is tried", _clipboard()),
        ("files", _files(options.state)),
        ("to mend", _problems(options.state)),
    ):
        put([f"{title}\n", *(f"  {shown(line)}\n" for line in lines)])
    return OK


def _versions() -> Iterator[str]:
    import platform
    from importlib.metadata import PackageNotFoundError, version
    from shutil import which

    yield f"carrel {__version__} in {tidy(str(Path(__file__).parents[1]))}"
    yield f"Python {platform.python_version()} ({platform.python_implementation()})"
    yield f"{platform.system()} {platform.release()} {platform.machine()}"
    for package in _PACKAGES:
        try:
            yield f"{package} {version(package)}"
        except PackageNotFoundError:
            yield f"{package}: not installed"
    yield "programs: " + (", ".join(filter(which, _PROGRAMS)) or "none of those that are of use")


def _terminal() -> Iterator[str]:
    import locale

    for name, stream in (("input", sys.stdin), ("output", sys.stdout), ("talk", sys.stderr)):
        if stream is None:
            yield f"{name}: closed"
        else:
            yield f"{name}: {'a terminal' if stream.isatty() else 'no terminal'}, {stream.encoding}"
    try:
        columns, lines = os.get_terminal_size(sys.__stderr__.fileno() if sys.__stderr__ else 2)
        yield f"size: {columns} x {lines}"
    except OSError:
        yield "size: unknown"
    yield f"encoding of the locale: {locale.getpreferredencoding(False)}"
    yield from (f"{name}={os.environ[name]}" for name in _VARIABLES if name in os.environ)
    there = [name for name in _WHETHER if os.environ.get(name)]
    yield "set: " + (", ".join(there) or "none of the others that matter")


def _clipboard() -> Iterator[str]:
    from carrel.clipboard import survey

    for way in survey():
        yield f"{way.name}: {'works' if way.works else f'no: {way.why_not}'}"


def _files(state: str) -> Iterator[str]:
    annotations = Path(annotations_path(state))
    for name, path in (
        ("settings", settings_path()),
        ("remembered sources", remembered_path()),
        ("annotations", annotations),
        ("history", Path(f"{annotations}.history")),
        ("queries and choices", memory_path()),
        ("sample papers", Path(sample_folder())),
    ):
        yield f"{name}: {tidy(str(path))}: {_state(path)}"
    folder = cache_folder()
    try:
        found = list(entries(folder))
        held = f"{counted(len(found), 'file')}, {size(sum(entry.size for entry in found))}"
    except OSError as error:
        held = reason(error)
    yield f"cache: {tidy(str(folder))}: {_state(folder)}, {held}"
    try:
        sources = remembered()
    except OSError:  # which is among the problems
        return
    for source in sources:
        yield f"source: {tidy(source)}: {_state(Path(source))}"


def _state(path: Path) -> str:
    """Is it there, how big is it, and could it be written?"""
    try:
        stat = path.stat()
    except FileNotFoundError:
        above = next(folder for folder in path.parents if folder.exists())
        writable = "can" if _takes_files(above) else "can't"
        return f"not there, {writable} be made"
    except OSError as error:
        return reason(error)
    what = "folder" if path.is_dir() else size(stat.st_size)
    return f"{what}, {'writable' if os.access(path, os.W_OK) else 'not writable'}"


def _takes_files(folder: Path) -> bool:
    """Can files be made in it? In a working folder that is gone none can."""
    try:
        return folder.is_dir() and os.access(folder.absolute(), os.W_OK)
    except FileNotFoundError:
        return False


def _problems(state: str) -> Iterator[str]:
    """What is wrong with the settings, the list of sources, or the annotations."""
    path = annotations_path(state)
    found = [*checked()[1], *Annotations(path).problems]
    folder = next(folder for folder in Path(path).parents if os.path.lexists(folder))
    if not _takes_files(folder):
        found.append(f"{tidy(str(folder))}: no star, tag or note can be written here")
    try:
        remembered()
    except OSError as error:
        found.append(f"{tidy(str(remembered_path()))}: {reason(error)}")
    yield from found or ["nothing"]
