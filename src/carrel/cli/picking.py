"""`carrel pick`."""

from __future__ import annotations

from argparse import Namespace

from carrel.cli.browse import on_screen
from carrel.cli.entries import of_papers
from carrel.cli.output import EntryForm
from carrel.cli.streams import put


def run(options: Namespace) -> int:
    """Browse, and print what is chosen; 130 where nothing is."""
    form = EntryForm(options.style)
    app, code = on_screen(options, picks="several" if options.multi else "one")
    if app.picked is not None:
        put(form.of(list(of_papers(*app.picked))))
    return code
