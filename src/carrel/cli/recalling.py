"""`carrel history`."""

from __future__ import annotations

import sys
from argparse import Namespace
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime

from carrel.annotations import Annotations, Change, annotations_path
from carrel.cli.output import json_line
from carrel.cli.streams import put
from carrel.cli.tagging import tell_of, telling_problems
from carrel.cli.talk import NOTHING, OK, CommandError, say, say_each, shown
from carrel.refusals import reason


def run(options: Namespace) -> int:
    annotations = Annotations(annotations_path(options.state))
    say_each(annotations.problems)
    try:
        if options.restore is not None:
            return _restored(annotations, options)
        changes = annotations.history()
    except OSError as error:
        raise CommandError(f"the history can't be read: {reason(error)}") from error
    if not changes:
        say("nothing has been changed yet")
        return NOTHING
    changes = changes[: options.limit]
    if options.format == "jsonl":
        put(f"{json_line(_row(change))}\n" for change in changes)
    else:
        put(_table(changes))
    return OK


def _restored(annotations: Annotations, options: Namespace) -> int:
    with telling_problems(annotations):
        done = annotations.restore(moment(options.restore))
    if not done.papers:
        say("nothing to restore: all is as it was then")
        return NOTHING
    return tell_of(done, options.state)


def moment(text: str) -> str:
    """A time as the journal writes it, from what a person types: local, unless it ends in Z.

    Raises:
        CommandError: it is no time.
    """
    try:
        time = datetime.fromisoformat(text).astimezone(UTC)
    except (ValueError, OverflowError):
        raise CommandError(
            f"“{text}” is no moment; write it as in `carrel history`, or as 2026-11-20"
        ) from None
    return time.isoformat(timespec="milliseconds").replace("+00:00", "Z")


def _local(at: str) -> str:
    try:
        time = datetime.fromisoformat(at).astimezone()
    except ValueError:  # of a journal that was edited by hand
        return at
    return time.replace(tzinfo=None).isoformat(" ", "milliseconds")


def _table(changes: Sequence[Change]) -> Iterator[str]:
    """When (local time on a terminal, UTC elsewhere), what, and of which papers."""
    terminal = sys.stdout.isatty()
    width = max((len(change.label) for change in changes), default=0)
    for change in changes:
        titles = [change.titles.get(key) or shown(key) for key in change.papers]
        what = "; ".join(titles[:2]) + (f" and {len(titles) - 2:,} more" if titles[2:] else "")
        if terminal:
            yield f"{_local(change.at)}  {change.label:{width}}  {what}\n"
        else:
            yield f"{change.at}\t{change.label}\t{what}\n"


def _row(change: Change) -> dict[str, object]:
    papers = [
        {
            "id": key,
            "title": change.titles.get(key, ""),
            "was": {name: was for name, (was, _) in did.items()},
            "now": {name: now for name, (_, now) in did.items()},
        }
        for key, did in change.papers.items()
    ]
    return {"at": change.at, "label": change.label, "papers": papers}
