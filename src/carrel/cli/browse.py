"""`carrel`: browse."""

from __future__ import annotations

import sys
from argparse import Namespace

from carrel.cli.opening import open_desk
from carrel.cli.talk import CommandError


def run(options: Namespace) -> int:
    if not (sys.stdin.isatty() or "-" in options.sources) or not sys.stdout.isatty():
        raise CommandError("browsing needs a terminal; `carrel list` prints to a pipe or file")
    desk = open_desk(options.sources, options.state)
    from carrel.ui.app import Carrel

    code = Carrel(desk, options.query).run()
    if unsaved := desk.annotations.unsaved:
        print(unsaved, file=sys.stderr)
        return 1
    return code or 0
