"""The verbs, and what is said of each. Parsers, help, manual page and completions are made from
this table."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, NamedTuple

from carrel.cli import arguments

if TYPE_CHECKING:
    from carrel.cli.parser import Parser


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


VERBS = {
    "browse": Verb(
        "browse",
        arguments.of_browse,
        "Browse papers in the terminal: filter as you type, read, star, tag, cite.",
        (
            "carrel                          your library; at first, the sample papers",
            "carrel refs.bib page.txt DIR    these sources: files, folders, - for stdin",
            "carrel list refs.bib -q attn    no screen: one of the verbs below",
        ),
    ),
    "list": Verb(
        "listing",
        arguments.of_list,
        "List papers, one a line: star, year, authors, title, id.",
        (
            "carrel list refs.bib",
            "carrel list -q 'sparse attention year:>=2020' --limit 10",
            "carrel list --format jsonl page.txt | jq .title",
        ),
    ),
    "cite": Verb(
        "citing",
        arguments.of_cite,
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
        arguments.of_pick,
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
        arguments.of_export,
        "Write papers in another format.",
        (
            "carrel export -q is:fav --format bibtex -o thesis.bib",
            "carrel export page.txt --format markdown > reading-list.md",
        ),
    ),
    "related": Verb(
        "relating",
        arguments.of_related,
        "List the papers nearest to one by the words that tell most.",
        ("carrel related arxiv:1510.00149", "carrel related 10.1000/182 refs.bib --format jsonl"),
    ),
    "check": Verb(
        "checking",
        arguments.of_check,
        "Account for every record and line: read, merged, or rejected, where and why.",
        ("carrel check refs.bib", "carrel check DIR --format jsonl"),
        "Of each source: its records, those that are the first of a paper (new) and the others "
        "(merged), what was rejected, the records read with a fault (faulty), the lines that are "
        "not blank, and of these the ones that are neither in a record nor rejected (other), such "
        "as headings and brackets.",
    ),
    "add": Verb(
        "remembering",
        arguments.of_add,
        "Remember sources: a bare `carrel` opens them from now on.",
        ("carrel add ~/papers/refs.bib", "carrel add --list", "carrel add --remove refs.bib"),
        "carrel only notes where they are: nothing is copied, and nothing in them is changed.",
    ),
    "mark": Verb(
        "marking",
        arguments.of_mark,
        "Star, tag, note papers, mark them as read, or take any of that back.",
        (
            "carrel mark -q 'author:han year:2016' --star --tag 'pruning, to read'",
            "carrel mark refs.bib --id doi:10.1000/182 --read --untag 'to read'",
            "carrel list | fzf --multi | carrel mark --id - --tag thesis",
            "carrel mark --id arxiv:1510.00149 --note 'the tables are in the appendix'",
        ),
        "Either -q or --id says which papers; what a query finds, `carrel list -q` shows "
        "beforehand. All of it is one step of `carrel history`, and on the disk before it is said; "
        "nothing is written to the sources.",
    ),
    "tags": Verb(
        "tagging",
        arguments.of_tags,
        "List your tags with their numbers of papers; rename, merge and remove them.",
        ("carrel tags", "carrel tags --rename nlp NLP language", "carrel tags --remove todo"),
    ),
    "history": Verb(
        "recalling",
        arguments.of_history,
        "Show what you changed and when, newest first; go back to an earlier state.",
        ("carrel history --limit 20", "carrel history --restore '2026-11-20 18:00'"),
        "Moments are in local time, or in UTC where they end in Z.",
    ),
    "config": Verb(
        "configuring",
        arguments.of_config,
        "Show the settings, where each comes from, and what is wrong with them.",
        ("carrel config", "carrel config --init", "carrel config --path"),
    ),
    "cache": Verb(
        "caching",
        arguments.of_cache,
        "Show what is kept of large sources so that they open at once; clear it.",
        ("carrel cache", "carrel cache --clear"),
    ),
    "doctor": Verb(
        "diagnosing",
        arguments.state,
        "Show versions, terminal, clipboard and files, to be pasted in a bug report.",
        ("carrel doctor",),
    ),
    "completion": Verb(
        "completing",
        arguments.of_completion,
        "Print the completion script of a shell.",
        (
            "eval \"$(carrel completion bash)\"    in ~/.bashrc",
            "eval \"$(carrel completion zsh)\"     in ~/.zshrc, after compinit",
            "carrel completion fish > ~/.config/fish/completions/carrel.fish",
        ),
    ),
    "man": Verb(
        "manual",
        arguments.none,
        "Print the manual page.",
        ("carrel man | man -l -", "carrel man > ~/.local/share/man/man1/carrel.1"),
    ),
}  # fmt: skip
