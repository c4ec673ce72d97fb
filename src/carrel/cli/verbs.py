"""The verbs: what each takes, and what is said of it. Parsers, help, manual page and completions
are made from this table."""

from __future__ import annotations

from argparse import ArgumentTypeError
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, NamedTuple

from carrel import __version__

if TYPE_CHECKING:
    from carrel.cli.parser import Parser

SORTS = ("source", "relevance", "newest", "oldest", "title", "author", "annotated")
SHELLS = ("bash", "zsh", "fish")


class Verb(NamedTuple):
    """A verb: its module in `carrel.cli`, what it takes, one line about it, examples, and what
    else there is to say."""

    module: str
    takes: Callable[[Parser], None]
    about: str
    examples: Sequence[str] = ()
    more: str = ""


# What other programs, or habit, call some of it.
ELSEWHERE = {
    "search": "list -q", "find": "list -q", "grep": "list -q", "show": "list -q", "view": "-q",
    "open": "-q", "import": "add", "rm": "add --remove", "remove": "add --remove", "log": "history",
    "delete": "add --remove", "forget": "add --remove", "tag": "mark", "star": "mark",
    "copy": "cite --copy", "bibtex": "export", "init": "config --init", "version": "--version",
}  # fmt: skip


# ---------------------------------------------------------------- arguments that verbs share


def _sources(parser: Parser) -> None:
    parser.add_argument(
        "sources", nargs="*", default=[], metavar="SOURCE",
        help="files, folders, or - for standard input (default: your library)",
    )  # fmt: skip


def _query(parser: Parser) -> None:
    parser.add_argument(
        "-q", "--query", default="", metavar="QUERY", help="only the papers that this finds"
    )


def _ids(parser: Parser) -> None:
    parser.add_argument(
        "--id", nargs="+", metavar="ID", default=[],
        help="the papers with these ids; a DOI, an arXiv number or a link to either is one, too; - "
        "for those on standard input, one a line, or the lines of `carrel list`",
    )  # fmt: skip


def _state(parser: Parser) -> None:
    parser.add_argument(
        "--state", metavar="FILE", default="",
        help="the file of your stars, tags and notes (default: CARREL_STATE, else in the data "
        "folder)",
    )  # fmt: skip


def _format(parser: Parser, default: str, about: str) -> None:
    parser.add_argument("--format", default=default, metavar="FORMAT", help=about)


def _style(parser: Parser, about: str) -> None:
    parser.add_argument(
        "--style", default="", metavar="STYLE",
        help=f"{about}: apa, ieee, mla, chicago, acm, nature, vancouver, harvard; "
        "bibtex, biblatex, ris, csl-json, markdown, html, text, jsonl, table; title, link, "
        "markdown-link, doi, arxiv, pdf, abstract, key or citekey, latex or cite, pandoc, typst, "
        "org, verbatim; a template of your settings; a .csl file (default: the one in your "
        "settings, else apa)",
    )  # fmt: skip


def _limit(parser: Parser, default: int | None = None) -> None:
    said = f" (default: {default})" if default else ""
    parser.add_argument(
        *("-n", "--limit"),
        type=_count,
        default=default,
        metavar="N",
        help=f"at most N of them{said}",
    )


def _count(text: str) -> int:
    if not text.isdecimal():
        raise ArgumentTypeError(f"“{text}” is no number from 0 on")
    return int(text)


# ---------------------------------------------------------------- verbs


def _browse(parser: Parser) -> None:
    _sources(parser)
    _query(parser)
    _state(parser)
    parser.add_argument(
        "--version", action="version", version=f"carrel {__version__}",
        help="show the version and end",
    )  # fmt: skip


def _list(parser: Parser) -> None:
    _sources(parser)
    _query(parser)
    parser.add_argument(
        "--sort", choices=SORTS, default="", metavar="ORDER",
        help="the order: source, relevance, newest, oldest, title, author or annotated, what you "
        "starred, tagged, noted or read last (default: relevance with a query, else source)",
    )  # fmt: skip
    _limit(parser)
    _format(parser, "table", "the format: table (default), jsonl, or any `carrel cite` style")
    parser.add_argument(
        "--unmerged", action="store_true", help="every record as its source has it, in order"
    )
    _state(parser)


def _cite(parser: Parser) -> None:
    _sources(parser)
    _query(parser)
    _ids(parser)
    parser.add_argument(
        "--from", dest="from_", metavar="FILE",
        help="every record of a file of any known format instead, in its order; - for standard "
        "input",
    )  # fmt: skip
    _style(parser, "the style or format")
    parser.add_argument("--number", action="store_true", help="number where the style numbers")
    parser.add_argument("--copy", action="store_true", help="copy instead of printing")
    _state(parser)


def _pick(parser: Parser) -> None:
    _sources(parser)
    parser.add_argument(
        "-q", "--query", default="", metavar="QUERY", help="what the filter holds at first"
    )
    parser.add_argument(
        "--multi", action="store_true", help="several papers may be chosen, with tab or space"
    )
    _style(
        parser, "how to print what is chosen; cite (\\cite{key}) or citekey, or a style or format"
    )
    _state(parser)


def _export(parser: Parser) -> None:
    _sources(parser)
    _query(parser)
    _format(
        parser, "",
        "the format: bibtex, biblatex, ris, csl-json, jsonl, markdown, html, text, or any `carrel "
        "cite` style (default: what FILE ends in, .bib, .ris, .json, .jsonl, .md or .html, else "
        "bibtex)",
    )  # fmt: skip
    parser.add_argument(
        "-o", "--output", metavar="FILE", default="",
        help="write this file, whole or not at all; never one of the sources",
    )  # fmt: skip
    _state(parser)


def _check(parser: Parser) -> None:
    _sources(parser)
    parser.add_argument(
        "--format", choices=("table", "jsonl"), default="table", metavar="FORMAT",
        help="the format: table (default) or jsonl",
    )  # fmt: skip


def _related(parser: Parser) -> None:
    parser.add_argument("id", metavar="ID", help="the paper's id, DOI, arXiv number or link")
    _sources(parser)
    _limit(parser, 10)
    _format(parser, "table", "the format: table (default), jsonl, or any `carrel cite` style")
    _state(parser)


def _add(parser: Parser) -> None:
    parser.add_argument(
        "sources", nargs="*", default=[], metavar="SOURCE", help="files and folders"
    )
    parser.add_argument("--remove", action="store_true", help="forget the sources instead")
    parser.add_argument("--list", action="store_true", help="show what is remembered")


def _mark(parser: Parser) -> None:
    _sources(parser)
    _query(parser)
    _ids(parser)
    for name, about in (("tag", "give them a tag; several with commas"), ("untag", "take it off")):
        parser.add_argument(f"--{name}", action="append", default=[], metavar="TAG", help=about)
    for name, on, off in (
        ("star", "star them", "take the star away"),
        ("read", "mark them as read", "mark them as unread"),
    ):
        parser.add_argument(f"--{name}", action="store_const", const=True, help=on)
        parser.add_argument(f"--un{name}", dest=name, action="store_const", const=False, help=off)
    _state(parser)


def _tags(parser: Parser) -> None:
    parser.add_argument(
        "--rename", nargs="+", metavar="TAG",
        help="call a tag, or several, by the name that comes last; papers may carry that already",
    )  # fmt: skip
    parser.add_argument("--remove", nargs="+", metavar="TAG", help="take tags off all papers")
    _state(parser)


def _history(parser: Parser) -> None:
    parser.add_argument(
        "--restore", metavar="MOMENT",
        help="set all stars, tags and notes back to what they were at this moment; this is a "
        "change, too, and can be taken back",
    )  # fmt: skip
    _limit(parser)
    parser.add_argument(
        "--format", choices=("table", "jsonl"), default="table", metavar="FORMAT",
        help="the format: table (default) or jsonl",
    )  # fmt: skip
    _state(parser)


def _config(parser: Parser) -> None:
    parser.add_argument("--path", action="store_true", help="only where the file is")
    parser.add_argument(
        "--example", action="store_true", help="a file that sets all as it is by default"
    )
    parser.add_argument(
        "--init", action="store_true", help="write the example where the file is to be, if none is"
    )


def _cache(parser: Parser) -> None:
    parser.add_argument("--clear", action="store_true", help="remove all of it")


def _completion(parser: Parser) -> None:
    parser.add_argument("shell", choices=SHELLS, metavar="SHELL", help="the shell: bash, zsh, fish")


def _nothing(parser: Parser) -> None:
    """Takes no arguments."""


VERBS = {
    "browse": Verb(
        "browse",
        _browse,
        "Browse papers in the terminal: filter as you type, read, star, tag, cite.",
        (
            "carrel                          your library; at first, the sample papers",
            "carrel refs.bib page.txt DIR    these sources: files, folders, - for stdin",
            "carrel list refs.bib -q attn    other verbs: see `carrel VERB --help`",
        ),
    ),
    "list": Verb(
        "listing",
        _list,
        "List papers, one a line: star, year, authors, title, id.",
        (
            "carrel list refs.bib",
            "carrel list -q 'sparse attention year:>=2020' --limit 10",
            "carrel list --format jsonl page.txt | jq .title",
        ),
    ),
    "cite": Verb(
        "citing",
        _cite,
        "Print citations, one a line in the text styles.",
        (
            "carrel cite -q 'deep compression' --style apa",
            "carrel cite refs.bib --id doi:10.1000/182 --style bibtex --copy",
            "carrel list | fzf --multi | carrel cite --id - --style bibtex",
            "pandoc -t csljson refs.bib | carrel cite --from - --style ieee --number",
        ),
        "With --from, each record of the file has its line, in order, and one that can't be read "
        "or cited leaves it empty. One that can't be read makes the exit code 1.",
    ),
    "pick": Verb(
        "picking",
        _pick,
        "Choose papers on the screen, and print them: for editors, scripts and pipes.",
        (
            "carrel pick --style citekey | xargs echo",
            "carrel pick --multi --style bibtex >> refs.bib",
            ":r !carrel pick --style bibtex                   in vim",
        ),
        "The screen is the terminal's, wherever output goes. Typing filters, enter chooses, and "
        "escape leaves without a choice: exit code 130.",
    ),
    "export": Verb(
        "exporting",
        _export,
        "Write papers in another format.",
        (
            "carrel export -q is:fav --format bibtex -o thesis.bib",
            "carrel export page.txt --format markdown > reading-list.md",
        ),
    ),
    "related": Verb(
        "relating",
        _related,
        "List the papers nearest to one by the words that tell most.",
        ("carrel related arxiv:1510.00149", "carrel related 10.1000/182 refs.bib --format jsonl"),
    ),
    "check": Verb(
        "checking",
        _check,
        "Account for every record and line: read, merged, or rejected, where and why.",
        ("carrel check refs.bib", "carrel check DIR --format jsonl"),
        "Of each source: its records, those that are the first of a paper (new) and the others "
        "(merged), what was rejected, the records read with a fault (faulty), the lines that are "
        "not blank, and of these the ones that are neither in a record nor rejected (other), such "
        "as headings and brackets.",
    ),
    "add": Verb(
        "remembering",
        _add,
        "Remember sources: a bare `carrel` opens them from now on.",
        ("carrel add ~/papers/refs.bib", "carrel add --list", "carrel add --remove refs.bib"),
        "carrel only notes where they are: nothing is copied, and nothing in them is changed.",
    ),
    "mark": Verb(
        "marking",
        _mark,
        "Star papers, tag them, mark them as read, or take any of that back.",
        (
            "carrel mark -q 'author:han year:2016' --star --tag 'pruning, to read'",
            "carrel mark refs.bib --id doi:10.1000/182 --read --untag 'to read'",
            "carrel list | fzf --multi | carrel mark --id - --tag thesis",
        ),
        "What a query finds, `carrel list -q` shows beforehand. All of it is one step of `carrel "
        "history`, and on the disk before it is said; nothing is written to the sources.",
    ),
    "tags": Verb(
        "tagging",
        _tags,
        "List your tags with their numbers of papers; rename, merge and remove them.",
        ("carrel tags", "carrel tags --rename nlp NLP language", "carrel tags --remove todo"),
    ),
    "history": Verb(
        "recalling",
        _history,
        "Show what you changed and when, newest first; go back to an earlier state.",
        ("carrel history --limit 20", "carrel history --restore '2026-11-20 18:00'"),
        "Moments are in local time, or in UTC where they end in Z.",
    ),
    "config": Verb(
        "configuring",
        _config,
        "Show the settings, where each comes from, and what is wrong with them.",
        ("carrel config", "carrel config --init", "carrel config --path"),
    ),
    "cache": Verb(
        "caching",
        _cache,
        "Show what is kept of large sources so that they open at once; clear it.",
        ("carrel cache", "carrel cache --clear"),
    ),
    "doctor": Verb(
        "diagnosing",
        _state,
        "Show versions, terminal, clipboard and files, to be pasted in a bug report.",
        ("carrel doctor",),
    ),
    "completion": Verb(
        "completing",
        _completion,
        "Print the completion script of a shell.",
        (
            "eval \"$(carrel completion bash)\"                       in ~/.bashrc",
            "eval \"$(carrel completion zsh)\"                        in ~/.zshrc, after compinit",
            "carrel completion fish > ~/.config/fish/completions/carrel.fish",
        ),
    ),
    "man": Verb(
        "manual",
        _nothing,
        "Print the manual page.",
        ("carrel man | man -l -", "carrel man > ~/.local/share/man/man1/carrel.1"),
    ),
}  # fmt: skip
