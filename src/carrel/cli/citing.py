"""`carrel cite`."""

from __future__ import annotations

import sys
from argparse import Namespace

from carrel.cli.common import NOTHING_FOUND, OK, open_desk, open_records, say
from carrel.cli.output import chosen, works_as, written


def run(verb: str, options: Namespace) -> int:
    if options.from_:
        works = open_records(options.from_)
        sys.stdout.writelines(written(works, options.style, options.number))
        return OK
    desk = open_desk(options.sources, options.state)
    if options.id:
        numbers = []
        for identifier in options.id:
            number = desk.library.find(identifier)
            if number is None:
                say(f"no paper has the id {identifier}")
            else:
                numbers.append(number)
    else:
        numbers = list(chosen(desk, options.query))
    if not numbers:
        say("no paper found")
        return NOTHING_FOUND
    sys.stdout.writelines(works_as(desk, numbers, options.style, options.number))
    return OK if len(numbers) == len(options.id or numbers) else NOTHING_FOUND
