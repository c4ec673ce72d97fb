"""`carrel mark`."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Iterator, Sequence

from carrel.annotations import (
    MOST_PAPERS,
    Annotation,
    Edit,
    Stored,
    TagError,
    edit_tags,
    normal_tags,
    set_favourite,
    set_note,
    set_read,
)
from carrel.cli.entries import asked_for, parsed
from carrel.cli.progress import Bar
from carrel.cli.tagging import tell_of, telling_problems
from carrel.cli.talk import NOTHING, CommandError
from carrel.desk import Desk
from carrel.text import clean_note, counted


def run(options: Namespace) -> int:
    edit, label = _asked(options)
    if not options.id and not parsed(options.query).clauses:  # also of an order alone: all papers
        raise CommandError("which papers? say so with -q QUERY or --id ID")
    desk, numbers, code = asked_for(options)
    if not numbers:
        return NOTHING
    if len(numbers) > MOST_PAPERS:
        raise CommandError(
            f"{counted(len(numbers), 'paper')} are too many at once: {MOST_PAPERS:,} will do"
        )
    if len(numbers) > 1 and clean_note(options.note or ""):
        raise CommandError(f"a note is of one paper, and these are {len(numbers):,}")
    with telling_problems(desk.annotations):
        done = desk.annotations.change(_identified(desk, numbers), edit, label)
    return max(code, tell_of(done, options.state, len(numbers) - done.papers))


def _identified(desk: Desk, numbers: Sequence[int]) -> Iterator[Stored]:
    """Papers as annotations know them; looking them up is what takes long."""
    with Bar() as bar:
        count = counted(len(numbers), "paper")
        for done, paper in enumerate(desk.identified(numbers)):
            bar.show("looking up", done, len(numbers), count)
            yield paper


def _asked(options: Namespace) -> tuple[Edit, str]:
    """The edit that the options ask for, and what it is called.

    Raises:
        CommandError: they ask for none, for one and its opposite, or for what is no tag.
    """
    for name in ("star", "read"):
        if getattr(options, name) and getattr(options, f"un{name}"):
            raise CommandError(f"--{name} or --un{name}, not both")
    for name, texts in (("--tag", options.tag), ("--untag", options.untag)):
        if not all(normal_tags([text]) for text in texts):
            raise CommandError(f"{name} needs a tag")
    edits, words = [], []
    if options.star or options.unstar:
        edits.append(set_favourite(options.star))
        words.append("starred" if options.star else "took the star away")
    if options.read or options.unread:
        edits.append(set_read(options.read))
        words.append("marked as read" if options.read else "marked as unread")
    if options.tag or options.untag:
        added, removed = normal_tags(options.tag), normal_tags(options.untag)
        off = {tag.casefold() for tag in removed}
        if both := [tag for tag in added if tag.casefold() in off]:
            raise CommandError(f"--tag or --untag {', '.join(both)}, not both")
        try:
            edits.append(edit_tags(added, removed))
        except TagError as error:
            raise CommandError(str(error)) from error
        signed = [*(f"+{tag}" for tag in added), *(f"-{tag}" for tag in removed)]
        words.append(f"tagged {' '.join(signed)}")
    if options.note is not None:
        edits.append(_noted(options.note))
        words.append("wrote a note" if clean_note(options.note) else "removed the note")
    if not edits:
        raise CommandError(
            "mark them how? --star, --read, --tag TAG, one of their opposites, or --note TEXT"
        )

    def edit(annotation: Annotation) -> Annotation:
        for each in edits:
            annotation = each(annotation)
        return annotation

    label = ", ".join(words)
    return edit, label[0].upper() + label[1:]


def _noted(text: str) -> Edit:
    """This note in place of any other."""
    return lambda annotation: set_note(text, annotation.note)(annotation)
