"""The parser of each verb, and the help that it gives."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from typing import Any, NoReturn

from carrel.cli.talk import FAILED, say
from carrel.cli.verbs import VERBS, Verb

QUERIES = """\
nemotron nano           every word, in any order; the beginning of a word will do, and
                        typing errors and abbreviations (attn) are seen through
"sparse attention"      the phrase
author:han title:… abstract:… venue:… cat:cs.CV
tag:quant or #quant     your tag; note:… your note; id:… an identifier
year:2015 year:2015..2018 year:>=2020
is:fav is:read is:unread has:doi has:code has:note has:tag
-word -tag:x            not
a | b                   either
sort:-year              newest first"""

EXITS = """\
0    all went well
1    nothing was found, a source could not be read, or check or config tells of a fault
2    wrong usage, or none of it could be done; the reason is on stderr
130  interrupted, or left without a choice; 143 terminated"""


class Parser(argparse.ArgumentParser):
    """A parser that remembers its arguments in order, and says what is wrong in one line."""

    def __init__(self, *args: Any, **options: Any) -> None:
        self.arguments: list[argparse.Action] = []
        super().__init__(*args, **options)

    def add_argument(self, *names: Any, **options: Any) -> argparse.Action:
        action = super().add_argument(*names, **options)
        self.arguments.append(action)
        return action

    def parse(self, arguments: Sequence[str]) -> argparse.Namespace:
        """The options that these arguments give.

        argparse refuses a query that begins with a hyphen, such as -is:read, and takes names
        behind -- for options where both may be mixed. Both are put here so that it understands.
        """
        known = {name for action in self.arguments for name in action.option_strings}
        given: list[str] = []
        for argument in arguments:
            if not argument.startswith("-") or argument == "-":
                given.append(argument)
            elif "--" in given:
                given.append(f"./{argument}")
            elif given[-1:] in (["-q"], ["--query"]) and argument.partition("=")[0] not in known:
                given[-1] = f"--query={argument}"
            else:
                given.append(argument)
        return self.parse_intermixed_args(given)

    def error(self, message: str) -> NoReturn:
        unknown = message.removeprefix("unrecognized arguments: ")
        if unknown != message:
            first = unknown.split()[0]
            message = f"no option {first}{self._hint(first)}"
            if not first.startswith("-"):
                message = f"“{first}” is one argument too many"
        say(f"{message}; see `{self.prog} --help`")
        sys.exit(FAILED)

    def _hint(self, option: str) -> str:
        from difflib import get_close_matches

        known = [name for action in self.arguments for name in action.option_strings]
        close = get_close_matches(option.partition("=")[0], known, 1)
        return f"; did you mean {close[0]}?" if close else ""


class _Formatter(argparse.RawDescriptionHelpFormatter):
    def __init__(self, prog: str) -> None:
        super().__init__(prog, max_help_position=28, width=90)


def make_parser(name: str) -> Parser:
    """The parser of one verb."""
    verb = VERBS[name]
    parser = Parser(
        "carrel" if name == "browse" else f"carrel {name}",
        description=_described(verb),
        formatter_class=_Formatter,
        allow_abbrev=False,
        add_help=False,
    )
    verb.takes(parser)
    parser.add_argument("-h", "--help", action="help", help="show this help and end")
    parts = ["examples:", *(f"  {example}" for example in verb.examples)]
    if name == "browse":
        others = ((other, VERBS[other].about) for other in VERBS if other != name)
        parts += ["", "verbs:", *(f"  {other:11}{about}" for other, about in others)]
        parts += ["", "exit codes:", *(f"  {line}" for line in EXITS.splitlines())]
    if any(action.dest == "query" for action in parser.arguments):
        parts += ["", "queries:", *(f"  {line}" for line in QUERIES.splitlines())]
    parser.epilog = "\n".join(parts).replace("%", "%%")
    return parser


def _described(verb: Verb) -> str:
    if not verb.more:
        return verb.about
    from textwrap import fill

    return f"{verb.about}\n\n{fill(verb.more, 88)}"
