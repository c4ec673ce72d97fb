"""Papers to search in: made up on the spot, the same each time, with words as frequent as in real
text (by Zipf's law); and queries for them."""

from __future__ import annotations

import json
import random
from collections.abc import Sequence
from itertools import islice
from pathlib import Path

import numpy as np

_WORDS, _IN_TITLE, _IN_ABSTRACT = 40_000, 9, 110
_SYLLABLES = (
    "ba con de ex fo gra hi in ju ka lo me ne or pa qua re si tion u ver wa xi yo zen".split()
)
_ENDINGS = ["", "s", "ing", "ed", "al", "ity", "er", "ic"]


def _vocabulary(chance: random.Random) -> list[str]:
    words: dict[str, None] = {}
    while len(words) < _WORDS:
        stem = "".join(chance.choices(_SYLLABLES, k=chance.choice((1, 2, 2, 3, 3, 4))))
        words[stem + chance.choice(_ENDINGS)] = None
    return list(words)


def write_papers(path: Path, count: int) -> Path:
    """So many papers with abstracts, as JSON Lines."""
    vocabulary = np.array(_vocabulary(random.Random(1)))
    numbers = np.random.default_rng(1)
    share = 1 / np.arange(2, _WORDS + 2)
    share /= share.sum()
    with path.open("w", encoding="utf-8") as file:
        for start in range(0, count, 1000):
            size = (min(1000, count - start), _IN_TITLE + _IN_ABSTRACT + 4)
            drawn = vocabulary[numbers.choice(_WORDS, size=size, p=share)]
            years = numbers.integers(1990, 2027, size[0]).tolist()
            names = vocabulary[numbers.integers(2_000, _WORDS, (size[0], 4))]
            for number, (words, year, (a, b, c, d)) in enumerate(
                zip(drawn.tolist(), years, names.tolist(), strict=True), start
            ):
                paper = {
                    "title": " ".join(words[:_IN_TITLE]).capitalize(),
                    "authors": [f"{a.title()} {b.title()}", f"{c.title()} {d.title()}"],
                    "year": year,
                    "arxiv": f"{1000 + number // 90_000:04}.{number % 90_000 + 1:05}",
                    "abstract": " ".join(words[_IN_TITLE:]),
                }
                file.write(json.dumps(paper) + "\n")
    return path


def write_bibtex(path: Path, papers: Path, count: int) -> Path:
    """The first so many of some papers as BibTeX."""
    with papers.open(encoding="utf-8") as lines, path.open("w", encoding="utf-8") as file:
        for number, line in enumerate(islice(lines, count)):
            paper = json.loads(line)
            file.write(
                f"@article{{key{number},\n  title = {{{paper['title']}}},\n"
                f"  author = {{{' and '.join(paper['authors'])}}},\n  year = {{{paper['year']}}},\n"
                f"  journal = {{Journal of Examples}},\n  volume = {{{number % 50 + 1}}},\n"
                f"  abstract = {{{paper['abstract']}}},\n}}\n\n"
            )
    return path


def queries(papers: Path, count: int) -> list[str]:
    """Queries of several kinds for papers: words of a title in any order, words half typed, a slip
    of the finger, author and year."""
    chance = random.Random(2)
    with papers.open(encoding="utf-8") as lines:
        some = [json.loads(line) for line in lines if chance.random() < 0.02 or count > 1000]
    made = []
    for number in range(count):
        paper = chance.choice(some)
        words = [word for word in paper["title"].lower().split() if len(word) > 3] or ["paper"]
        chance.shuffle(words)
        kind = number % 4
        if kind == 0:
            made.append(" ".join(words[:3]))
        elif kind == 1:
            made.append(" ".join(word[:4] for word in words[:3]))
        elif kind == 2:
            place = len(words[0]) // 2
            made.append(" ".join([words[0][:place] + words[0][place + 1 :], *words[1:2]]))
        else:
            made.append(f"{paper['authors'][0].split()[-1].lower()} {paper['year'] or ''}".strip())
    return made


def queries_in(path: Path, count: int) -> list[str]:
    """The first so many queries of a file: JSON Lines with "query", or a query a line."""
    with path.open(encoding="utf-8") as lines:
        return [
            json.loads(line)["query"] if line.startswith("{") else line.strip()
            for line in islice(lines, count)
        ]


def typed(texts: Sequence[str]) -> list[str]:
    """What is in the filter line after each key, where these are typed one after the other."""
    return [text[:end] for text in texts for end in range(1, len(text) + 1)]
