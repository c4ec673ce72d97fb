"""The verbs of the command line. stdout is data, stderr is talk.

Exit codes: 0 all went well; 1 something was rejected (`check`) or nothing was found (`cite`,
`pick`, `related`); 2 wrong usage, or none of the sources could be read; 130 interrupted, or left without a choice.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from importlib import import_module

from carrel.cli.parser import VERBS, make_parser


def run(arguments: Sequence[str]) -> int:
    """Run one command; returns the exit code. Anything that is not a verb is a source to browse."""
    for stream in (sys.stdout, sys.stderr):  # what the locale can't say is shown as it can
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")
    first = next((word for word in arguments if not word.startswith("-")), "")
    verb = first if first in VERBS and arguments[0] == first else "browse"
    parser = make_parser(verb)
    options = parser.parse_args(arguments[1:] if verb == first else arguments)
    module = import_module(f"carrel.cli.{VERBS[verb]}")
    from carrel.cli.common import FAILED, Failure, say

    try:
        code: int = module.run(verb, options)
    except Failure as failure:
        say(str(failure))
        return FAILED
    return code
