"""What can be typed after `carrel`, and the help for it: the one place that the man page, the shell
completions and the README are made from."""

from __future__ import annotations

import argparse
from typing import NamedTuple

from carrel import __version__


class Verb(NamedTuple):
    """A verb: its module in `carrel.cli`, one line about it, and examples."""

    module: str
    about: str
    examples: tuple[str, ...] = ()


_VERBS = {
    "browse": Verb(
        "browse",
        "Browse papers in the terminal: filter as you type, read, star, tag, cite.",
        (
            "carrel                          your library; at first, the sample papers",
            "carrel refs.bib page.txt DIR    these sources: files, folders, - for stdin",
            "carrel list refs.bib -q attn    other verbs: see `carrel VERB --help`",
        ),
    ),
    "list": Verb(
        "listing",
        "List papers, one a line.",
        (
            "carrel list refs.bib",
            "carrel list -q 'sparse attention year:>=2020' --limit 10",
            "carrel list --format jsonl page.txt | jq .title",
        ),
    ),
    "cite": Verb(
        "citing",
        "Print citations, one a line in the text styles.",
        (
            "carrel cite -q 'deep compression' --style apa",
            "carrel cite refs.bib --id doi:10.1000/182 --style bibtex",
            "pandoc -t csljson refs.bib | carrel cite --from - --style ieee --number",
        ),
    ),
    "export": Verb(
        "exporting",
        "Write papers in another format.",
        (
            "carrel export -q is:fav --format bibtex -o thesis.bib",
            "carrel export page.txt --format markdown > reading-list.md",
        ),
    ),
    "check": Verb(
        "checking",
        "Account for every record: read, merged, or rejected with file, line and reason.",
        ("carrel check refs.bib", "carrel check DIR --format jsonl"),
    ),
    "add": Verb(
        "remembering",
        "Remember sources: a bare `carrel` opens them from now on.",
        ("carrel add ~/papers/refs.bib", "carrel add --list", "carrel add --remove refs.bib"),
    ),
}  # fmt: skip
VERBS = {name: verb.module for name, verb in _VERBS.items()}

TABLE_FORMATS = ("table", "jsonl")
SORTS = ("source", "relevance", "newest", "oldest", "title", "author")


class _Formatter(argparse.RawDescriptionHelpFormatter):
    def __init__(self, prog: str) -> None:
        super().__init__(prog, max_help_position=28, width=90)


def make_parser(verb: str) -> argparse.ArgumentParser:
    """The parser of one verb."""
    about = _VERBS[verb]
    epilog = "examples:\n" + "\n".join(f"  {example}" for example in about.examples)
    if verb == "browse":
        others = (name for name in _VERBS if name != "browse")
        epilog += "\n\nverbs:\n" + "\n".join(f"  {v:10}{_VERBS[v].about}" for v in others)
    parser = argparse.ArgumentParser(
        "carrel" if verb == "browse" else f"carrel {verb}",
        description=about.about,
        epilog=epilog,
        formatter_class=_Formatter,
        allow_abbrev=False,
    )
    globals()[f"_{verb}"](parser)
    parser.add_argument(
        "--state", metavar="FILE", default="",
        help="the file of your stars, tags and notes (default: CARREL_STATE, else in the data folder)",
    )  # fmt: skip
    return parser


def _sources(parser: argparse.ArgumentParser, what: str = "SOURCE") -> None:
    parser.add_argument(
        "sources", nargs="*", metavar=what,
        help="files, folders, or - for standard input (default: your library)",
    )  # fmt: skip


def _query(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("-q", "--query", default="", help="only the papers that this finds")


def _browse(parser: argparse.ArgumentParser) -> None:
    _sources(parser)
    _query(parser)
    parser.add_argument("--version", action="version", version=f"carrel {__version__}")


def _list(parser: argparse.ArgumentParser) -> None:
    _sources(parser)
    _query(parser)
    parser.add_argument(
        "--sort", choices=SORTS, default="",
        help="order (default: relevance with a query, else as in the sources)",
    )  # fmt: skip
    parser.add_argument("--limit", type=_count, metavar="N", help="at most N papers")
    parser.add_argument(
        "--format", default="table", metavar="FORMAT",
        help="table (default), jsonl, or any of `carrel cite --style`",
    )  # fmt: skip
    parser.add_argument(
        "--unmerged", action="store_true", help="every record as its source has it, in order"
    )


def _cite(parser: argparse.ArgumentParser) -> None:
    _sources(parser)
    _query(parser)
    parser.add_argument("--id", nargs="+", metavar="ID", default=[], help="papers by id")
    parser.add_argument(
        "--from", dest="from_", metavar="FILE",
        help="cite every record of a file of any known format, in its order; - for stdin",
    )  # fmt: skip
    parser.add_argument(
        "--style", default="apa", metavar="STYLE",
        help="apa (default), ieee, mla, chicago, acm, nature, vancouver, harvard, bibtex, biblatex, "
        "ris, csl-json, markdown, html, text, jsonl, or a .csl file",
    )  # fmt: skip
    parser.add_argument("--number", action="store_true", help="number where the style numbers")


def _export(parser: argparse.ArgumentParser) -> None:
    _sources(parser)
    _query(parser)
    parser.add_argument(
        "--format", default="bibtex", metavar="FORMAT",
        help="bibtex (default), biblatex, ris, csl-json, jsonl, markdown, html, text",
    )  # fmt: skip
    parser.add_argument("-o", "--output", metavar="FILE", help="write here instead of to stdout")


def _check(parser: argparse.ArgumentParser) -> None:
    _sources(parser)
    parser.add_argument("--format", choices=("table", "jsonl"), default="table")


def _add(parser: argparse.ArgumentParser) -> None:
    _sources(parser)
    parser.add_argument("--remove", action="store_true", help="forget the sources instead")
    parser.add_argument("--list", action="store_true", help="show what is remembered")


def _count(text: str) -> int:
    number = int(text)
    if number < 0:
        raise argparse.ArgumentTypeError("must not be negative")
    return number
