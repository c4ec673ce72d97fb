"""How scores come about.

Every word of a query has to be found, and a paper's score is the sum of how well each was. How
well depends first on *how the word was matched*, then on *where it stands*:

    exact        the word itself, or a part of it, written apart     `attention`, `multi modal`
    prefix       it begins a word, also as the other English spells  `atten`, `colour`,
                 it, or its letters begin neighbouring words of a    `llm`
                 title
    shortened    it is a word without vowels, some of its consonants `attn`, `ctrl`,
                 in order, or its beginning and its last letter; or  `govt`,
                 it is its plural, or a Greek letter by its name, or `models`, `alpha`,
                 a family name with umlauts written out              `mueller`
    misspelt     one edit away from a word, or from its beginning    `attenton`
    run together two or three shortened words of a title, in one     `sprsattn`
    mangled      two edits away, or some of its letters in order     `atetnton`, `atnion`

Any exact match, wherever it stands, is better than any prefix, and so on down: a step between
two kinds of match is one more than the most that a place can add. Places, best first: the first
author's family name and the title (a person who types one name usually has the first author in
mind), other family names, given names, venue and keywords, the abstract.

Scores are then refined by how the words stand, counted in parts of one point.

- Words that a hyphen joins in the query count as one, for two points less where they stand apart in
  a title or in names.
- Neighbours in the query that are neighbours in the title, or two names of one author, add up to
  one point a pair.
- Where two authors are asked for or more, their share of all authors is worth up to half a point.
- Titles are typed from their beginning, perhaps without the article: one that begins with the first
  word gets a point, three quarters of it behind an article, and else half as much for each word
  that stands before it.
- The last word may not be typed to its end: where it begins a word of a title or a name, it counts
  for more than the same letters as a word of an abstract do.
- The more of a title the query covers the better, up to a point and a half, so that a title typed
  in full beats a longer one that holds it. What stands before a title's colon is what its authors
  call the work, and others only mention it: to ask for all of that is worth nearly as much. So
  `bert` is first of all "BERT: …", then what an author of that name wrote, then what is about it.

Equal scores: the newer paper first.

A query is taken at its word first: exact words, prefixes, words without vowels, initials, other
spellings. Where that finds fewer than `FEW` papers, more is looked for, one stage after the other:

- Words that begin no word of any paper are taken as shortened, misspelt, or two run together.
- All others are, too; but what is a word, and begins words of `FEW` papers or more, is not two.
- Where nothing is found yet, words that begin no word may be two edits from one, though there are
  words one edit away, and three run together.

- Where nothing is found at all by `MANY` words or more, as by a citation pasted, what has the most
  of them is, if that is more than half. Only titles, names and venues count, and no numbers, which
  may be of pages.

It ends where one of the papers found has all the words at places that are `REMEMBERED`, the title
and the names: then the words are likely to be right. That others are but in abstracts says little.
So the count shown is of papers that have all the words, in one of these ways, if any has.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

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

APART = 2  # less than side by side, for words of a title that a hyphen joins in the query

# How words stand together, in parts of a point.
POINT = 8
NEIGHBOURS = POINT  # side by side, in the query's order; or in one author's name
CLOSE = NEIGHBOURS // 2  # at most one word between, in either order
NOT_FAR = NEIGHBOURS // 4  # at most three words between
COVERED = POINT * 3 // 2  # all of the title's words are asked for
NAMED = COVERED - 1  # all of those before its colon are; with TITLE more than FIRST_FAMILY_NAME
NEARLY_NAMED = NAMED // 2  # all of those but one are, as `bert` of "BERT-flow: …"
TOGETHER = POINT // 2  # those asked for, if they are several, are all of the authors
BEGUN = POINT  # the title begins with the first word; half of it for each word before that
BEHIND_ARTICLE = BEGUN * 3 // 4  # … but for an article
UNFINISHED = POINT * (STEP + ABSTRACT - TITLE + 1)  # from a prefix in a title to more than EXACT
MOST_REFINED = COVERED + BEGUN + UNFINISHED + TOGETHER  # and NEIGHBOURS for each word but the first

FEW = 6
MANY = 5

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


def is_beyond_abstract(points: NDArray[np.uint16]) -> NDArray[np.bool_]:
    """Which matches, by their points, stand elsewhere than in an abstract?"""
    # To divide by a constant and multiply is four times as fast as the remainder.
    kind = points // np.uint16(STEP) * np.uint16(STEP)
    beyond: NDArray[np.bool_] = points > kind + np.uint16(ABSTRACT)
    return beyond


class Standing(NamedTuple):
    """A word of a query in each of some papers: its points and its tag. It may be several words,
    of which it says how many: "u-net" is two."""

    words: int
    points: NDArray[np.uint16]
    tags: NDArray[np.int16]


def refinement(
    query: Sequence[Standing],
    title_length: NDArray[np.uint8],
    name_length: NDArray[np.uint8],
    authors: NDArray[np.uint32],
    behind_article: NDArray[np.bool_],
) -> NDArray[np.uint16]:
    """For each paper, what it is worth how the words of a query stand in it, in parts of a point.
    The lengths of its title, and of that before its colon, are in words; `authors` are counted;
    `behind_article` says whether the title begins with one."""
    worth = _covered(query, title_length, name_length)
    if len(query) > 1:
        worth += _written_by(query, authors)
    if query:
        begun = np.uint16(BEGUN) >> np.minimum(query[0].tags, BEGUN).astype(np.uint16)
        begun[behind_article & (query[0].tags == Tag.TITLE + 1)] = BEHIND_ARTICLE
        worth += begun
        points = query[-1].points
        begins = (points // STEP == PREFIX // STEP) & (points % STEP >= REMEMBERED)
        worth += begins * np.uint16(UNFINISHED)
    for first, second in pairwise(query):
        worth += _together(first, second)
    return worth


def _together(first: Standing, second: Standing) -> NDArray[np.uint16]:
    """How near two words of a query stand."""
    here, there = first.tags, second.tags
    near = np.zeros(len(here), np.uint16)
    placed = (first.points % STEP >= GIVEN_NAME) & (second.points % STEP >= GIVEN_NAME)
    in_title = placed & (here < Tag.AUTHOR) & (there < Tag.AUTHOR)
    distance = np.where(in_title, there - here, 99)
    away = np.abs(distance)
    near[away <= 4] = NOT_FAR
    near[away <= 2] = CLOSE
    near[distance == 1] = NEIGHBOURS
    # At one place: they are written there in one, or else begin the same word.
    near[distance == 0] = 0
    near[(distance == 0) & (first.points >= EXACT) & (second.points >= EXACT)] = NEIGHBOURS
    by_author = placed & (here >= Tag.AUTHOR) & (here < Tag.VENUE)
    near[by_author & (here // 4 == there // 4) & (here != there)] = NEIGHBOURS
    return near


def _written_by(query: Sequence[Standing], authors: NDArray[np.uint32]) -> NDArray[np.uint16]:
    """The share of the authors that is asked for by their family names, if several are."""
    asked = np.zeros(len(authors), np.uint32)
    for _, _, tags in query:
        asked += (tags >= Tag.AUTHOR) & (tags < Tag.VENUE) & (tags % 4 == 3)
    share = np.minimum(asked * np.uint32(TOGETHER) // np.maximum(authors, 1), TOGETHER)
    worth: NDArray[np.uint16] = (share * (asked > 1)).astype(np.uint16)
    return worth


def _covered(
    query: Sequence[Standing], title_length: NDArray[np.uint8], name_length: NDArray[np.uint8]
) -> NDArray[np.uint16]:
    """The share of the title's words that is asked for, or (where that is more) the words before
    its colon."""
    title, name = np.maximum(title_length, 1).astype(np.int16), name_length.astype(np.int16)
    in_title, in_name = np.zeros_like(title), np.zeros_like(title)
    for words, _, tags in query:
        most = np.int16(min(words, 255))  # as many as the lengths count
        in_title = np.minimum(in_title + most * (tags < Tag.AUTHOR), title)
        in_name = np.minimum(in_name + np.clip(name - tags, 0, most), name)
    worth = in_title * np.int16(COVERED) // title
    for missing, points in ((1, NEARLY_NAMED), (0, NAMED)):
        named = (in_name > 0) & (in_name >= name - np.int16(missing))
        worth = np.maximum(worth, named * np.int16(points))
    return worth.astype(np.uint16)
