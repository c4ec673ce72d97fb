"""`carrel cite`."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Iterable

from carrel.cli.entries import Entry, asked_for, of_papers, of_record
from carrel.cli.opening import in_words, items_of
from carrel.cli.output import EntryForm, settings
from carrel.cli.streams import put
from carrel.cli.talk import FAILED, NOTHING, OK, CommandError, say, shown
from carrel.paper import Record, Work
from carrel.settings import AUTO
from carrel.text import counted


def run(options: Namespace) -> int:
    form = EntryForm(options.style, options.number)
    if options.number and not form.numbers:
        say(f"{shown(form.name)} has no numbers: --number does nothing")
    if options.from_ is not None:
        if options.sources or options.query or options.id:
            raise CommandError("--from cites all of one file: no sources, query or ids besides")
        entries, code = _all_of(options.from_, form)
    else:
        desk, numbers, code = asked_for(options)
        entries = list(of_papers(desk, numbers))
    if not entries:
        return code
    if options.copy:
        return max(code, _copied(form.of(entries), len(entries)))
    put(form.of(entries))
    return code


def _all_of(path: str, form: EntryForm) -> tuple[list[Entry], int]:
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
    if code and not records:
        raise CommandError("nothing could be read")
    if not records:
        say("no paper found")
    return entries, code if records else NOTHING


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
