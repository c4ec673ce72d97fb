"""`carrel cite`."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Iterable

from carrel.cli.entries import Entry, chosen, of_papers, of_record, with_ids
from carrel.cli.opening import in_words, items_of, open_desk
from carrel.cli.output import Form, settings
from carrel.cli.streams import put
from carrel.cli.talk import FAILED, NOTHING, OK, CommandError, say
from carrel.desk import Desk
from carrel.paper import Record, Work
from carrel.settings import AUTO
from carrel.text import counted


def run(options: Namespace) -> int:
    form = Form(options.style, options.number)
    if options.from_:
        if options.sources or options.query or options.id:
            raise CommandError("--from cites all of one file: no sources, query or ids besides")
        entries, code = _all_of(options.from_, form)
    else:
        desk, read = open_desk(options.sources, options.state, options.id)
        entries, code = _found(desk, options)
        code = max(code, read)
    if not entries:
        return code
    if options.copy:
        return max(code, _copied(form.of(entries), len(entries)))
    put(form.of(entries))
    return code


def _all_of(path: str, form: Form) -> tuple[list[Entry], int]:
    """Every record of a file, in order. Where one can't be read, its place in a list of citations
    stays empty, so that the lines are those of the file."""
    entries = []
    records = code = 0
    for item in items_of(path):
        if isinstance(item, Record):
            entries.append(of_record(item))
            records += 1
            continue
        say(in_words(item))
        code = NOTHING
        if form.cites and not item.was_read:
            entries.append(Entry(Work(), "", ()))
    if not records:
        raise CommandError("nothing could be read")
    return entries, code


def _found(desk: Desk, options: Namespace) -> tuple[list[Entry], int]:
    """The papers with the ids asked for, or those that the query finds."""
    if not options.id:
        found = list(of_papers(desk, chosen(desk, options.query)))
        if not found:
            say("no paper found")
        return found, OK if found else NOTHING
    numbers, code = with_ids(desk, options.id)
    return list(of_papers(desk, numbers)), code


def _copied(pieces: Iterable[str], count: int) -> int:
    """Copy to the clipboard instead of writing to stdout, and say what is known of that. What
    could not be copied is written after all."""
    from carrel import clipboard

    text = "".join(pieces)
    way = settings().clipboard
    outcome = clipboard.copy(text.removesuffix("\n"), way="" if way == AUTO else way)
    say(f"{outcome.message} ({counted(count, 'paper')})")
    if outcome.kind == "failed":
        put([text])
        return FAILED
    return OK
