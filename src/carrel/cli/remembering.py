"""`carrel add`."""

from __future__ import annotations

import os
from argparse import Namespace

from carrel.cli.common import FAILED, OK, say
from carrel.remembered import forget, remember, remembered


def run(verb: str, options: Namespace) -> int:
    code = OK
    if options.remove:
        gone = forget(options.sources)
        for path in options.sources:
            if os.path.abspath(path) not in gone:
                say(f"{path} was not remembered")
                code = FAILED
    elif options.sources:
        missing = [path for path in options.sources if not os.path.exists(path)]
        for path in missing:
            say(f"{path}: no such file or directory")
            code = FAILED
        remember(path for path in options.sources if path not in missing)
    known = remembered()
    if options.list:
        for path in known:
            print(path)
    elif known:
        say("a bare `carrel` opens " + ", ".join(known))
    else:
        say("nothing is remembered: a bare `carrel` opens the sample papers")
    return code
