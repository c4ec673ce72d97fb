"""The arguments of each verb."""

from __future__ import annotations

from argparse import Action, ArgumentParser, ArgumentTypeError, Namespace
from typing import TYPE_CHECKING

from carrel import __version__

if TYPE_CHECKING:
    from carrel.cli.parser import Parser

SORTS = ("source", "relevance", "newest", "oldest", "title", "author", "annotated")
# As a query says it, behind "sort:".
_BACKWARDS = ("-relevance", "-year", "-title", "-author", "-annotated")
_AT_FIRST = "what the filter holds at first"
STDOUT = "-"
SHELLS = ("bash", "zsh", "fish")


# ---------------------------------------------------------------- what verbs share


def _sources(parser: Parser) -> None:
    parser.add_argument(
        "sources", nargs="*", default=[], metavar="SOURCE",
        help="files, folders, or - for standard input (default: your library)",
    )  # fmt: skip


def _query(parser: Parser, about: str = "only the papers that this finds") -> None:
    parser.add_argument("-q", "--query", default="", metavar="QUERY", help=about)


def _ids(parser: Parser) -> None:
    parser.add_argument(
        "--id", nargs="+", metavar="ID", default=[],
        help="the papers with these ids; a DOI, an arXiv number or a link to either is one, too; - "
        "for those on standard input, one a line, or what `carrel list` printed; sources go before "
        "it",
    )  # fmt: skip


class _File(Action):
    """A file's name. An empty one, as of a variable that is not set, is none."""

    def __call__(
        self, parser: ArgumentParser, options: Namespace, value: object, option: str | None = None
    ) -> None:
        if not value:
            parser.error(f"{option} needs the name of a file")
        setattr(options, self.dest, value)


def state(parser: Parser) -> None:
    parser.add_argument(
        "--state", metavar="FILE", default="", action=_File,
        help="the file of your stars, tags and notes (default: CARREL_STATE, else in the data "
        "folder)",
    )  # fmt: skip


def _format(parser: Parser, default: str, about: str) -> None:
    parser.add_argument("--format", default=default, metavar="FORMAT", help=about)


def _papers_format(parser: Parser) -> None:
    _format(parser, "table", "the format: table (default), jsonl, or any `carrel cite` style")


def _lines_format(parser: Parser) -> None:
    parser.add_argument(
        "--format", choices=("table", "jsonl"), default="table", metavar="FORMAT",
        help="the format: table (default) or jsonl",
    )  # fmt: skip


def _style(parser: Parser, about: str) -> None:
    parser.add_argument(
        "--style", default="", metavar="STYLE",
        help=f"{about}: apa, ieee, mla, chicago, acm, nature, vancouver, harvard; "
        "bibtex, biblatex, ris, csl-json, markdown, html, text, jsonl, table; title, link, "
        "markdown-link, doi, arxiv, pdf, abstract, key or citekey, latex or cite, pandoc, typst, "
        "org, verbatim; a template of your settings; a .csl file (default: the one in your "
        "settings, else apa)",
    )  # fmt: skip


def _limit(parser: Parser, what: str, default: int | None = None) -> None:
    said = f" (default: {default})" if default else ""
    parser.add_argument(
        *("-n", "--limit"),
        type=_count,
        default=default,
        metavar="N",
        help=f"at most N {what}{said}",
    )


def _count(text: str) -> int:
    if not text.isdecimal():
        raise ArgumentTypeError(f"“{text}” is not a whole number, 0 or more")
    return int(text)


# ---------------------------------------------------------------- verbs


def of_browse(parser: Parser) -> None:
    _sources(parser)
    _query(parser, _AT_FIRST)
    state(parser)
    parser.add_argument(
        "--version", action="version", version=f"carrel {__version__}",
        help="show the version and end",
    )  # fmt: skip


def of_list(parser: Parser) -> None:
    _sources(parser)
    _query(parser)
    parser.add_argument(
        "--sort", choices=(*SORTS, "year", *_BACKWARDS), default="", metavar="ORDER",
        help="the order: source, relevance, newest, oldest, title, author or annotated, what you "
        "starred, tagged, noted or read last (default: relevance with a query, else source); or as "
        "in a query: year, -title",
    )  # fmt: skip
    _limit(parser, "papers")
    _papers_format(parser)
    parser.add_argument(
        "--unmerged",
        action="store_true",
        help="list records instead of papers, each as its source has it, in the sources' order",
    )
    state(parser)


def of_cite(parser: Parser) -> None:
    _sources(parser)
    _query(parser)
    _ids(parser)
    parser.add_argument(
        "--from", dest="from_", metavar="FILE",
        help="every record of a file of any known format instead, in its order; - for standard "
        "input",
    )  # fmt: skip
    _style(parser, "the style or format")
    parser.add_argument(
        "--number", action="store_true", help="number the citations, in a style that has numbers"
    )
    parser.add_argument(
        "--copy", action="store_true", help="copy to the clipboard instead of printing"
    )
    state(parser)


def of_pick(parser: Parser) -> None:
    _sources(parser)
    _query(parser, _AT_FIRST)
    parser.add_argument(
        "--multi", action="store_true", help="several papers may be chosen, with tab or space"
    )
    _style(
        parser, "how to print what is chosen; cite (\\cite{key}) or citekey, or a style or format"
    )
    state(parser)


def of_export(parser: Parser) -> None:
    _sources(parser)
    _query(parser)
    _format(
        parser, "",
        "the format: bibtex, biblatex, ris, csl-json, jsonl, markdown, html, text, or any `carrel "
        "cite` style (default: what FILE ends in, .bib, .ris, .json, .jsonl, .md or .html, else "
        "bibtex)",
    )  # fmt: skip
    parser.add_argument(
        "-o", "--output", metavar="FILE", default=STDOUT,
        help="write this file, whole or not at all; never one of the sources",
    )  # fmt: skip
    state(parser)


def of_check(parser: Parser) -> None:
    _sources(parser)
    _lines_format(parser)


def of_related(parser: Parser) -> None:
    parser.add_argument("id", metavar="ID", help="the paper's id, DOI, arXiv number or link")
    _sources(parser)
    _limit(parser, "papers", 10)
    _papers_format(parser)
    state(parser)


def of_add(parser: Parser) -> None:
    parser.add_argument(
        "sources", nargs="*", default=[], metavar="SOURCE", help="files and folders"
    )
    parser.add_argument("--remove", action="store_true", help="forget the sources instead")
    parser.add_argument("--list", action="store_true", help="show what is remembered")


def of_mark(parser: Parser) -> None:
    _sources(parser)
    _query(parser, "the papers that this finds")
    _ids(parser)
    for name, about in (("tag", "give them a tag; several with commas"), ("untag", "take it off")):
        parser.add_argument(f"--{name}", action="append", default=[], metavar="TAG", help=about)
    for name, on, off in (
        ("star", "star them", "take the star away"),
        ("read", "mark them as read", "mark them as unread"),
    ):
        parser.add_argument(f"--{name}", action="store_true", help=on)
        parser.add_argument(f"--un{name}", action="store_true", help=off)
    parser.add_argument(
        "--note", metavar="TEXT",
        help="write this note beside the one paper, in place of the one that it has; an empty text "
        "removes it",
    )  # fmt: skip
    state(parser)


def of_tags(parser: Parser) -> None:
    parser.add_argument(
        "--rename", nargs="+", metavar="TAG",
        help="call a tag, or several, by the name that comes last; papers may carry that already",
    )  # fmt: skip
    parser.add_argument("--remove", nargs="+", metavar="TAG", help="take tags off all papers")
    state(parser)


def of_history(parser: Parser) -> None:
    parser.add_argument(
        "--restore", metavar="MOMENT",
        help="set all stars, tags and notes back to what they were at this moment; this is a "
        "change, too, and can be taken back",
    )  # fmt: skip
    _limit(parser, "changes")
    _lines_format(parser)
    state(parser)


def of_config(parser: Parser) -> None:
    parser.add_argument("--path", action="store_true", help="print only where the file is")
    parser.add_argument(
        "--example", action="store_true", help="print a file that sets all as it is by default"
    )
    parser.add_argument(
        "--init", action="store_true", help="write that as your file, if there is none yet"
    )


def of_cache(parser: Parser) -> None:
    parser.add_argument("--clear", action="store_true", help="remove all of it")


def of_completion(parser: Parser) -> None:
    parser.add_argument(
        "shell", choices=SHELLS, metavar="SHELL", help="the shell: bash, zsh or fish"
    )


def none(parser: Parser) -> None:
    """Takes no arguments."""
