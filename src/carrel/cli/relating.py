"""`carrel related`."""

from __future__ import annotations

from argparse import Namespace

from carrel.cli.entries import identified, of_papers
from carrel.cli.opening import open_desk
from carrel.cli.output import EntryForm
from carrel.cli.streams import put
from carrel.cli.talk import NOTHING, say


def run(options: Namespace) -> int:
    form = EntryForm(options.format)
    desk, code = open_desk(options.sources, options.state)
    number = identified(desk, options.id)
    if number is None:
        return NOTHING
    related = [other for other, _ in desk.library.related(number, options.limit)]
    put(form.of(of_papers(desk, related)))
    if not related:
        say("no paper is like it")
        return NOTHING
    return code
