"""Where in a paper a word stands: one byte beside each posting of a title, a name or a venue."""

from __future__ import annotations

from enum import IntEnum

PLACES = 128  # words of a title that are told apart; the rest share the last tag
FAR = PLACES - 1  # that tag: the place in a title from which on places are not told apart
AUTHORS = 27  # authors that are told apart; the rest share the last four tags


class Tag(IntEnum):
    """The ranges of tags. Below AUTHOR, a tag is the word's place in the title, from 0.

    From AUTHOR on, each author has four tags: three for the words before the family name, the
    last for the family name. From VENUE on, one tag a kind of fact.
    """

    TITLE = 0
    AUTHOR = PLACES
    VENUE = PLACES + 4 * AUTHORS
    KEYWORD = VENUE + 1
    CATEGORY = VENUE + 2


FIRST_FAMILY = Tag.AUTHOR + 3  # the first author's family name
