"""`carrel list`."""

from __future__ import annotations

from argparse import Namespace

from carrel.cli.entries import chosen, of_papers, of_records, require_query
from carrel.cli.opening import open_desk
from carrel.cli.output import EntryForm
from carrel.cli.streams import put
from carrel.cli.talk import NOTHING, CommandError, say


def run(options: Namespace) -> int:
    if options.unmerged and options.sort not in ("", "source"):
        raise CommandError("--unmerged lists records in the order of their sources; no --sort")
    form = EntryForm(options.format)
    require_query(options.query)
    desk, code = open_desk(options.sources, options.state)
    if options.unmerged:
        numbers = chosen(desk, options.query, "source")
        put(form.of(of_records(desk, numbers, options.limit)))
    else:
        numbers = chosen(desk, options.query, options.sort, options.limit)
        put(form.of(of_papers(desk, numbers)))
    if not numbers and options.limit != 0:
        say("no paper found")
        return NOTHING
    return code
