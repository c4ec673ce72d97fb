"""`carrel related`."""

from __future__ import annotations

import os
from argparse import Namespace

from carrel.cli.entries import identified, of_papers
from carrel.cli.opening import open_desk
from carrel.cli.output import EntryForm
from carrel.cli.streams import put
from carrel.cli.talk import NOTHING, CommandError, say

_FIRST = "the id goes before the sources: carrel related ID SOURCE"


def run(options: Namespace) -> int:
    form = EntryForm(options.format)
    is_source = os.path.exists(options.id)
    if is_source and options.sources and not any(map(os.path.lexists, options.sources)):
        raise CommandError(_FIRST)
    desk, code = open_desk(options.sources, options.state)
    number = identified(desk, options.id, f"; {_FIRST}" if is_source else "")
    if number is None:
        return NOTHING
    related = [other for other, _ in desk.library.related(number, options.limit)]
    put(form.of(of_papers(desk, related)))
    if not related and options.limit:
        say("no paper is like it")
        return NOTHING
    return code
