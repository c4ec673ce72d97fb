"""How scores come about.

Every word of a query has to be found, and a paper's score is the sum of how well each was. How
well depends first on *how the word was matched*, then on *where it stands*:

    exact        the word itself, or a part of it, written apart     `attention`, `multi modal`
    prefix       it begins a word, or its letters begin neighbouring `atten`,
                 words of a title                                    `llm`
    shortened    it is a word without vowels, some of its consonants `attn`, `ctrl`,
                 in order, or its beginning and its last letter      `govt`
    misspelt     one edit away from a word, or from its beginning    `attenton`
    run together two or three shortened words of a title, in one     `sprsattn`
    mangled      two edits away, or some of its letters in order     `atetnton`, `atnion`

Any exact match, wherever it stands, is better than any prefix, and so on down: a step between
two kinds of match is one more than the most that a place can add. Places, best first: the first
author's family name and the title (a person who types one name usually has the first author in
mind), other family names, given names, venue and keywords, the abstract.

Scores of words are then refined by how they stand together, counted in parts of one point:
neighbours in the query that are neighbours in the title, or two names of one author, add up to
one point a pair. Last, the more of a title the query covers the better, up to a point and a half,
so that a title typed in full beats a longer one that holds it. What stands before a title's colon
is what its authors call the work, and others only mention it: to ask for all of that is worth
nearly as much. So `bert` is first of all "BERT: …", then what an author of that name wrote, then
what is about it. Equal scores: the newer paper first.

A query is taken at its word first: exact words, prefixes, words without vowels, initials. Where
that finds fewer than `FEW` papers, more is looked for, one stage after the other:

- Words that begin no word of any paper are taken as shortened, misspelt, or two run together.
- All others are, too; but what is a word, and begins words of `FEW` papers or more, is not two.
- Where nothing is found yet, words that begin no word may be two edits from one, though there are
  words one edit away, and three run together.

It ends where one of the papers found has all the words at places that are `REMEMBERED`, the title
and the names: then the words are likely to be right. That others are but in abstracts says little.
So the count shown is of papers that have all the words, in one of these ways.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

import numpy as np

from carrel.search.tags import FIRST_FAMILY, Tag

if TYPE_CHECKING:
    from numpy.typing import NDArray

# Where a word stands, in points.
ABSTRACT = 0
FACT = ABSTRACT + 3  # venue, keyword, category
GIVEN_NAME = FACT + 3
FAMILY_NAME = GIVEN_NAME + 2
TITLE = FAMILY_NAME + 1
FIRST_FAMILY_NAME = TITLE + 1

REMEMBERED = GIVEN_NAME  # the least of what is mostly remembered of a paper: title and names

# How it was matched, in points. One step is more than all of the above.
STEP = FIRST_FAMILY_NAME + 1
MANGLED = STEP
RUN_TOGETHER = MANGLED + STEP
MISSPELT = RUN_TOGETHER + STEP
SHORTENED = MISSPELT + STEP
PREFIX = SHORTENED + STEP
EXACT = PREFIX + STEP  # with its place at most 6 × STEP - 1 = 65: a byte holds it

# How words stand together, in parts of a point.
POINT = 8
NEIGHBOURS = POINT  # side by side, in the query's order; or in one author's name
CLOSE = NEIGHBOURS // 2  # at most one word between, in either order
NOT_FAR = NEIGHBOURS // 4  # at most three words between
COVERED = POINT * 3 // 2  # all of the title's words are asked for
NAMED = COVERED - 1  # all of those before its colon are; with TITLE more than FIRST_FAMILY_NAME
NEARLY_NAMED = NAMED // 2  # all of those but one are, as `bert` of "BERT-flow: …"

FEW = 6

YEAR_AS_WORD = EXACT + FAMILY_NAME  # a plain "2015" that is the year of the paper


def places(field: str = "") -> NDArray[np.uint8]:
    """For each tag: the points of its place, plus one; 0 where `field` leaves it out."""
    points = np.zeros(256, np.uint8)
    if field in ("", "title"):
        points[Tag.TITLE : Tag.AUTHOR] = TITLE + 1
    if field in ("", "author"):
        points[Tag.AUTHOR : Tag.VENUE] = GIVEN_NAME + 1
        points[Tag.AUTHOR + 3 : Tag.VENUE : 4] = FAMILY_NAME + 1
        points[FIRST_FAMILY] = FIRST_FAMILY_NAME + 1
    for name, tag in (("venue", Tag.VENUE), ("keyword", Tag.KEYWORD), ("cat", Tag.CATEGORY)):
        if field in ("", name):
            points[tag] = FACT + 1
    return points


def together(
    first: tuple[NDArray[np.uint16], NDArray[np.int16]],
    second: tuple[NDArray[np.uint16], NDArray[np.int16]],
) -> NDArray[np.uint16]:
    """For each paper, how near two words of a query stand, in parts of a point.

    Each word is given by its points and its tag in each paper.
    """
    (points, here), (next_points, there) = first, second
    near = np.zeros(len(points), np.uint16)
    placed = (points % STEP >= GIVEN_NAME) & (next_points % STEP >= GIVEN_NAME)
    in_title = placed & (here < Tag.AUTHOR) & (there < Tag.AUTHOR)
    distance = np.where(in_title, there - here, 99)
    away = np.abs(distance)
    near[away <= 4] = NOT_FAR
    near[away <= 2] = CLOSE
    near[distance == 1] = NEIGHBOURS
    # At one place: they are written there in one, or else begin the same word.
    near[distance == 0] = 0
    near[(distance == 0) & (points >= EXACT) & (next_points >= EXACT)] = NEIGHBOURS
    by_author = placed & (here >= Tag.AUTHOR) & (here < Tag.VENUE)
    near[by_author & (here // 4 == there // 4) & (here != there)] = NEIGHBOURS
    return near


def covered(
    asked: Iterable[tuple[int, NDArray[np.int16]]],
    title_length: NDArray[np.uint8],
    name_length: NDArray[np.uint8],
) -> NDArray[np.uint16]:
    """For each title, what its share of words asked for is worth, or (where that is more) those of
    the name before its colon; in parts of a point.

    Of each word of the query `asked` has how many words of a title it is, and its tag in each
    paper; the lengths are in words.
    """
    title, name = np.maximum(title_length, 1).astype(np.int16), name_length.astype(np.int16)
    in_title, in_name = np.zeros_like(title), np.zeros_like(title)
    for words, tag in asked:
        in_title += np.int16(words) * (tag < Tag.AUTHOR)
        in_name += np.clip(name - tag, 0, np.int16(words))
    worth = np.minimum(in_title, title) * np.int16(COVERED) // title
    for missing, points in ((1, NEARLY_NAMED), (0, NAMED)):
        named = (in_name > 0) & (in_name >= name - np.int16(missing))
        worth = np.maximum(worth, named * np.int16(points))
    return worth.astype(np.uint16)
