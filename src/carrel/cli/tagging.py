"""`carrel tags`."""

from __future__ import annotations

import sys
from argparse import Namespace
from collections.abc import Iterator
from contextlib import contextmanager

from carrel.annotations import Annotations, Done, TagError, annotations_path, normal_tags
from carrel.cli.streams import put
from carrel.cli.talk import NOTHING, OK, CommandError, say, say_each
from carrel.text import counted


def run(options: Namespace) -> int:
    annotations = Annotations(annotations_path(options.state))
    say_each(annotations.problems)
    if options.rename and options.remove:
        raise CommandError("--rename or --remove, not both")
    if options.rename:
        *old, new = options.rename
        if not normal_tags(old) or not normal_tags([new]):
            raise CommandError("--rename needs a tag, or several, and the new name")
        return _replaced(annotations, options.state, old, new)
    if options.remove:
        if not normal_tags(options.remove):
            raise CommandError("--remove needs a tag, or several")
        return _replaced(annotations, options.state, options.remove)
    tags = annotations.tags()
    width = max((len(f"{use.papers:,}") for use in tags), default=0)
    if sys.stdout.isatty():
        put(f"{use.papers:>{width},}  {use.tag}\n" for use in tags)
    else:
        put(f"{use.papers}\t{use.tag}\n" for use in tags)
    if not tags:
        say("no paper has a tag")
        return NOTHING
    return OK


def _replaced(annotations: Annotations, state: str, old: list[str], new: str = "") -> int:
    known = {use.tag.casefold() for use in annotations.tags()}
    missing = [tag for tag in normal_tags(old) if tag.casefold() not in known]
    say_each(f"no paper has the tag {tag}" for tag in missing)
    try:
        with telling_problems(annotations):
            done = annotations.replace_tags(old, new)
    except TagError as error:
        raise CommandError(str(error)) from error
    if done.papers:
        return max(tell_of(done, state), NOTHING if missing else OK)
    return NOTHING


@contextmanager
def telling_problems(annotations: Annotations) -> Iterator[None]:
    """Say what went wrong with the file of annotations while it was being changed."""
    known = len(annotations.problems)
    yield
    say_each(annotations.problems[known:])


def tell_of(done: Done, state: str, same: int = 0) -> int:
    """Say what became of a change, of how many papers, and that others were so already; the exit
    code for it. `state` is the file of annotations, where one was named."""
    if done.unsaved:
        raise CommandError(f"not saved: {done.unsaved}")
    so = f"{same:,} {'was' if same == 1 else 'were'} so already"
    if not done.papers:
        say(f"{done.label}: nothing to change, {so}")
        return OK
    others = f", {so}" if same else ""
    back = "carrel history"
    if state:
        import shlex

        back += f" --state {shlex.quote(state)}"
    say(f"{done.label}: {counted(done.papers, 'paper')}{others}; `{back}` takes it back")
    return OK
