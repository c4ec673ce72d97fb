"""`carrel export`."""

from __future__ import annotations

import os
from argparse import Namespace

from carrel.atomic import write_whole
from carrel.cli.arguments import STDOUT
from carrel.cli.entries import chosen, of_papers, require_query
from carrel.cli.opening import open_desk
from carrel.cli.output import EntryForm
from carrel.cli.streams import put
from carrel.cli.talk import NOTHING, CommandError, called, say
from carrel.desk import Desk
from carrel.refusals import reason
from carrel.text import counted

DEFAULT = "bibtex"
_STDOUT = (STDOUT, "/dev/stdout")  # by which a file that it is added to would be replaced
# The format that a file's ending says, where it leaves no doubt.
BY_ENDING = {
    ".bib": "bibtex",
    ".ris": "ris",
    ".json": "csl-json",
    ".jsonl": "jsonl",
    ".md": "markdown",
    ".html": "html",
}


def run(options: Namespace) -> int:
    if not options.output:
        raise CommandError("-o needs the name of a file")
    ending = os.path.splitext(options.output)[1].lower()
    form = EntryForm(options.format or BY_ENDING.get(ending, DEFAULT))
    require_query(options.query)
    desk, code = open_desk(options.sources, options.state)
    output = None if options.output in _STDOUT else os.path.expanduser(options.output)
    if output is not None:
        _refuse_sources(desk, output)
    numbers = chosen(desk, options.query)
    if not numbers:
        unwritten = "" if output is None else f"; {called(output)} is not written"
        say(f"no paper found{unwritten}")
        return NOTHING
    pieces = form.of(of_papers(desk, numbers))
    if output is None:
        put(pieces)
        return code
    try:
        write_whole(output, pieces)
    except OSError as error:
        raise CommandError(f"{called(output)} could not be written: {reason(error)}") from error
    guessed = not options.format and ending not in BY_ENDING
    as_what = f" as {form.name}; --format chooses another" if guessed else ""
    say(f"{counted(len(numbers), 'paper')} written to {called(output)}{as_what}")
    return code


def _refuse_sources(desk: Desk, output: str) -> None:
    """carrel never writes to what it reads."""
    for report in desk.library.reports:
        try:
            same = os.path.samefile(output, report.path)
        except OSError:  # one of them is not there
            continue
        if same:
            raise CommandError(f"{called(output)} is one of the sources; choose another file")
