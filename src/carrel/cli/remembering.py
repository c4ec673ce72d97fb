"""`carrel add`."""

from __future__ import annotations

import os
from argparse import Namespace
from contextlib import closing

from carrel.cli.streams import put
from carrel.cli.talk import FAILED, OK, CommandError, called, say, shown
from carrel.refusals import reason
from carrel.remembered import forget, remember, remembered, remembered_path
from carrel.text import counted

_TOLD = 5  # sources that are told of by name


def run(options: Namespace) -> int:
    if options.list and (options.remove or options.sources):
        raise CommandError("--list only shows what is remembered")
    if options.remove and not options.sources:
        raise CommandError("--remove what? `carrel add --list` shows what is remembered")
    try:
        if options.list or not options.sources:
            return _listed()
        return _removed(options.sources) if options.remove else _added(options.sources)
    except OSError as error:
        raise CommandError(f"{remembered_path()}: {reason(error)}") from error


def _listed() -> int:
    known = remembered()
    if not known:
        say("nothing is remembered: a bare `carrel` opens the sample papers")
    put(f"{shown(path)}\n" for path in known)
    return OK


def _removed(paths: list[str]) -> int:
    gone = forget(paths)
    missing = [path for path in paths if path not in gone]
    for path in missing:
        say(f"{called(path)} was not remembered")
    if gone:
        _tell()
    return FAILED if missing else OK


def _added(paths: list[str]) -> int:
    good = []
    for path in paths:
        if why := _unfit(os.path.expanduser(path)):
            say(f"{called(path)}: {why}; not remembered")
        else:
            good.append(path)
    if good:
        remember(good)
        _tell()
    return OK if len(good) == len(paths) else FAILED


def _unfit(path: str) -> str:
    """Why a source can't be remembered; empty where it can. A file may be empty yet."""
    from carrel.library.sources import STDIN, expand
    from carrel.paper import Reject
    from carrel.readers import detect
    from carrel.readers.source import Unreadable, open_source
    from carrel.readers.unknown import reject

    if path == STDIN:
        return "standard input is gone when it has been read"
    if os.path.exists(path) and not os.path.isfile(path) and not os.path.isdir(path):
        return "not a file"  # a pipe would be waited for
    if os.path.isdir(path):
        problems = [item.reason for item in expand([path]) if isinstance(item, Reject)]
        return problems[0] if problems else ""
    try:
        source = open_source(path)
    except Unreadable as error:
        return str(error)
    with closing(source):
        return "" if not source.head.strip() or detect(source) else reject(source).reason


def _tell() -> None:
    known = remembered()
    if known:
        names = ", ".join(map(called, known[:_TOLD]))
        more = len(known) - _TOLD
        rest = f" and {more:,} more; `carrel add --list` shows all" if more > 0 else ""
        say(f"a bare `carrel` opens {counted(len(known), 'source')}: {names}{rest}")
    else:
        say("nothing is remembered any more: a bare `carrel` opens the sample papers")
