"""The verbs of the command line. stdout is data, stderr is talk.

Exit codes: see `carrel.cli.talk` and `carrel --help`.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from importlib import import_module

from carrel.cli.parser import make_parser
from carrel.cli.streams import prepare
from carrel.cli.talk import FAILED, CommandError, say
from carrel.cli.verbs import ELSEWHERE, VERBS


def run(arguments: Sequence[str]) -> int:
    """Run one command; returns the exit code. What is not a verb is a source to browse.

    Raises:
        SystemExit: after help or version, or on wrong usage.
        BrokenPipeError: whoever reads stdout has seen enough.
    """
    try:
        prepare()
        first, *rest = arguments or ("browse",)
        if first == "help":
            about = [word for word in rest if word not in ("help", "-h", "--help")]
            first, rest = (about[0] if about else "browse"), ["--help"]
            if first not in VERBS:
                raise CommandError(f"there is no verb “{first}”; `carrel help` names them all")
        if first in VERBS:
            return _done(first, rest)
        _look_for_slips(first)
        return _done("browse", arguments)
    except CommandError as error:
        say(str(error))
        return FAILED


def _done(verb: str, arguments: Sequence[str]) -> int:
    options = make_parser(verb).parse(arguments)
    module = import_module(f"carrel.cli.{VERBS[verb].module}")
    code: int = module.run(options)
    return code


def _look_for_slips(first: str) -> None:
    """Is this a verb with a typing error, or another program's, rather than a file?"""
    if first.isalpha() and not os.path.exists(first):
        from difflib import get_close_matches

        close = [ELSEWHERE[first]] if first in ELSEWHERE else get_close_matches(first, VERBS, 1)
        if close:
            raise CommandError(f"there is no file “{first}”; did you mean `carrel {close[0]}`?")
