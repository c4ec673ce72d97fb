"""What a person says of a paper, the edits of it, and the difference that an edit made.

An edit is a function from annotation to annotation. Those below say what is meant ("this tag
too", "this note in place of that one") rather than what results, so they come out right on
an annotation that another window changed in the meantime.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import lru_cache

from carrel.text import clean, clean_note


@dataclass(frozen=True, slots=True)
class Annotation:
    """The user's own about one paper. Empty (and false) where nothing is said.

    `tags` are put in normal form and order (see `normal_tags`); `note` keeps its lines but no
    control characters; `changed` is when any of it last changed, "2026-11-21T10:22:33Z".
    """

    favourite: bool = False
    tags: tuple[str, ...] = ()
    note: str = ""
    read: bool = False
    changed: str = field(default="", compare=False)

    def __post_init__(self) -> None:
        if self.tags:
            object.__setattr__(self, "tags", normal_tags(self.tags))
        if self.note:
            object.__setattr__(self, "note", clean_note(self.note))

    def __bool__(self) -> bool:
        return bool(self.favourite or self.tags or self.note or self.read)

    def tagged(self, tag: str) -> bool:
        """Does it carry this tag, whatever the case?"""
        return tag.casefold() in map(str.casefold, self.tags)


UNANNOTATED = Annotation()
# What is given at once, at most; a file may hold longer ones, and more.
LONGEST_TAG = 100
MOST_TAGS = 100


class TagError(ValueError):
    """What is to be given are no tags that anybody means, as a text that was pasted; says why."""


def normal_tags(texts: Iterable[str]) -> tuple[str, ...]:
    """Tags as they are kept: split at commas, without leading `#`, one line each, single spaces.

    Case is kept but does not distinguish: of "ML" and "ml" the first stays. Alphabetical.
    """
    return _normal_tags(tuple(texts))


@lru_cache(4096)  # papers share their tags
def _normal_tags(texts: tuple[str, ...]) -> tuple[str, ...]:
    tags: dict[str, str] = {}
    for text in texts:
        for part in text.split(","):
            tag = clean(part).lstrip("# ")
            if tag:
                tags.setdefault(tag.casefold(), tag)
    return tuple(tags[key] for key in sorted(tags))


# ---------------------------------------------------------------- edits

Edit = Callable[[Annotation], Annotation]


def set_favourite(on: bool) -> Edit:
    """Star, or take the star away."""
    return lambda annotation: replace(annotation, favourite=on)


def set_read(on: bool) -> Edit:
    """Mark as read, or as unread."""
    return lambda annotation: replace(annotation, read=on)


def edit_tags(add: Iterable[str] = (), remove: Iterable[str] = ()) -> Edit:
    """Add and remove tags; a tag in both is added, in the spelling given.

    Raises:
        TagError: one to be added is too long, or they are too many.
    """
    added, removed = normal_tags(add), {tag.casefold() for tag in normal_tags(remove)}
    if len(added) > MOST_TAGS:
        raise TagError(f"{len(added):,} tags are too many at once: {MOST_TAGS} will do")
    for tag in added:
        if len(tag) > LONGEST_TAG:
            has = f"“{tag[:20]}…” has {len(tag):,}"
            raise TagError(f"a tag has at most {LONGEST_TAG} characters, {has}")

    def edit(annotation: Annotation) -> Annotation:
        kept = [tag for tag in annotation.tags if tag.casefold() not in removed]
        return replace(annotation, tags=(*kept, *added))

    return edit


def set_note(text: str, seen: str) -> Edit:
    """Put `text` in place of the note `seen`, the one the person was shown.

    Where the note has become another one by then, both stay, one after the other.
    """
    text, seen = clean_note(text), clean_note(seen)

    def edit(annotation: Annotation) -> Annotation:
        if annotation.note == seen:
            return replace(annotation, note=text)
        return replace(annotation, note=both_notes(annotation.note, text))

    return edit


def both_notes(first: str, second: str) -> str:
    """Two notes as one, with nothing twice and nothing lost."""
    if second in first:
        return first
    return second if first in second else f"{first}\n\n{second}"


# ---------------------------------------------------------------- differences

# What an edit did: per field its value before and after. The fields are "favourite", "read",
# "note", and one for each tag, named "#" and the tag, true where the paper carries it. A field
# whose two values are equal was set to what it already was (by another window).
Value = bool | str
Difference = dict[str, tuple[Value, Value]]


def fields(annotation: Annotation) -> dict[str, Value]:
    """The fields that carry something, by name, as in a `Difference`."""
    values: dict[str, Value] = {f"#{tag}": True for tag in annotation.tags}
    for name in ("favourite", "note", "read"):
        if value := getattr(annotation, name):
            values[name] = value
    return values


def absent(field: str) -> Value:
    """The value of a field that carries nothing."""
    return "" if field == "note" else False


def difference(before: Annotation, after: Annotation) -> Difference:
    """What changed from one to the other."""
    old, new = fields(before), fields(after)
    return {
        name: (old.get(name, absent(name)), new.get(name, absent(name)))
        for name in sorted(old.keys() | new.keys())
        if old.get(name) != new.get(name)
    }


def revised(annotation: Annotation, values: Mapping[str, Value]) -> Annotation:
    """The annotation with these fields set to these values."""
    removed = {name for name, value in values.items() if name[0] == "#" and not value}
    added = [name[1:] for name, value in values.items() if name[0] == "#" and value]
    return replace(
        annotation,
        favourite=values.get("favourite", annotation.favourite) is True,
        read=values.get("read", annotation.read) is True,
        note=str(values.get("note", annotation.note)),
        tags=(*(tag for tag in annotation.tags if f"#{tag}" not in removed), *added),
    )
