"""The parser of each verb, and the help that it gives."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator, Sequence
from functools import partial
from textwrap import fill, wrap
from typing import Any, NoReturn

from carrel.cli.streams import put, width_of
from carrel.cli.talk import FAILED, say
from carrel.cli.verbs import VERBS

QUERIES = (
    (
        "nemotron nano",
        "every word, in any order; beginnings of words, abbreviations (attn) and slips will do",
    ),
    ('"sparse attention"', "the phrase"),
    ("author:han", "a word in one field: author, title, abstract, venue, keyword, cat, note"),
    ("tag:quant, #quant", "a tag of yours, by its beginning"),
    ("id:10.1000/182", "an id, DOI, arXiv number, PMID, ISBN or citekey"),
    ("source:refs.bib", "a source, by a part of its path"),
    ("year:2015..2018", "years; also year:2015, year:>=2020, year:<2010"),
    ("is:fav", "starred; also is:read, is:unread"),
    ("has:doi", "what has one; also has:abstract, arxiv, code, note, pdf, tag, url"),
    ("-word, -tag:x", "not"),
    ("a | b", "either"),
    ("sort:-year", "newest first; also sort:year, title, author, annotated, relevance"),
)
EXITS = (
    ("0", "all went well"),
    ("1", "nothing was found, a source could not be read, or check or config tells of a fault"),
    ("2", "wrong usage, or none of it could be done; the reason is on stderr"),
    ("130", "interrupted, or left without a choice; 143 terminated"),
)
_HYPHENED = {"-q": "--query", "--query": "--query", "--sort": "--sort"}
_WIDEST = 80  # cells of a terminal that help takes
_LEAST = 30


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

        argparse refuses a query or an order that begins with a hyphen, such as -is:read, and takes
        names behind -- for options where both may be mixed. Both are put here so that it
        understands.
        """
        known = {name for action in self.arguments for name in action.option_strings}
        takes = known.intersection(_HYPHENED)
        given: list[str] = []
        for argument in arguments:
            if not argument.startswith("-") or argument == "-":
                given.append(argument)
            elif "--" in given:
                given.append(f"./{argument}")
            elif given and given[-1] in takes and argument.partition("=")[0] not in known:
                given[-1] = f"{_HYPHENED[given[-1]]}={argument}"
            else:
                given.append(argument)
        return self.parse_intermixed_args(given)

    def _print_message(self, message: str, file: object = None) -> None:
        """Write help or version, where argparse would not tell that nobody gets it."""
        put([message])

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


def make_parser(name: str) -> Parser:
    """The parser of one verb."""
    verb = VERBS[name]
    width = max(min(width_of(sys.stdout, _WIDEST), _WIDEST) - 1, _LEAST)
    parser = Parser(
        "carrel" if name == "browse" else f"carrel {name}",
        description="\n\n".join(fill(text, width) for text in (verb.about, verb.more) if text),
        formatter_class=partial(
            argparse.RawDescriptionHelpFormatter, max_help_position=28, width=width
        ),
        allow_abbrev=False,
        add_help=False,
    )
    parser._positionals.title = "arguments"
    verb.takes(parser)
    parser.add_argument("-h", "--help", action="help", help="show this help and end")
    parser.usage = _usage(parser, width).replace("%", "%%")
    parts = ["examples:", *(f"  {example}" for example in verb.examples)]
    if name == "browse":
        others = [(other, VERBS[other].about) for other in VERBS if other != name]
        parts += ["", "verbs (see `carrel VERB --help`):", *_pairs(others, width)]
        parts += ["", "exit codes:", *_pairs(EXITS, width)]
    if any(action.dest == "query" for action in parser.arguments):
        parts += ["", "queries (in quotes, as > # | are the shell's):"]
        parts += _pairs(QUERIES, width)
    parser.epilog = "\n".join(parts).replace("%", "%%")
    return parser


def _usage(parser: Parser, width: int) -> str:
    """The command with all that it takes, sources first: behind `--id` they would be ids."""
    shown = []
    for action in parser.arguments:
        value = "" if action.nargs == 0 else f" {action.metavar}"
        many = " ..." if action.nargs in ("*", "+") else ""
        part = f"{''.join(action.option_strings[:1])}{value}{many}".strip()
        shown.append(f"[{part}]" if action.option_strings or many else part)
    text = " ".join(part.replace(" ", "\0") for part in shown)  # which are not torn apart
    before = f"usage: {parser.prog} "
    lines = wrap(
        *(before + text, width), subsequent_indent=" " * len(before),
        break_long_words=False, break_on_hyphens=False,
    )  # fmt: skip
    return "\n".join(lines).replace("\0", " ").removeprefix("usage: ")


def _pairs(pairs: Sequence[tuple[str, str]], width: int) -> Iterator[str]:
    """Lines of words, and behind them what they mean."""
    cells = max(len(word) for word, _ in pairs)
    for word, meaning in pairs:
        before = f"  {word:{cells}}  "
        yield fill(meaning, width, initial_indent=before, subsequent_indent=" " * len(before))
