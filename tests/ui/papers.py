"""Papers made up for the tests of the screen."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from pathlib import Path

from carrel.annotations import Annotations, annotations_path

FEW: list[dict[str, object]] = [
    {
        "title": "Pruned Rivers: Sparse Attention for Streams",
        "authors": ["Ada Quill", "Ben Rowan", "Song Hart"],
        "date": "2025-03-02",
        "categories": ["cs.LG"],
        "arxiv": "2503.00001",
        "abstract": "Attention is costly. We prune attention in streams and keep what matters.",
    },
    {
        "title": "A Quantised Kettle",
        "authors": ["Ben Rowan", "Cora Voss"],
        "date": "2024-11",
        "categories": ["cs.AR"],
        "doi": "10.5555/kettle.1",
        "venue": "Journal of Small Machines",
        "abstract": "Kettles with four bits boil as fast. Quantisation costs nothing.",
    },
    {
        "title": "Müller Weights and their Gradients",
        "authors": ["Käthe Müller"],
        "date": "2024-02-09",
        "categories": ["stat.ML"],
        "venue": "Journal of Small Machines",
        "url": "https://example.org/muller.pdf",
        "abstract": "On weights. On gradients. On both, and on neither.",
    },
    {
        "title": "Deep Cabbage Networks",
        "authors": [f"Author {letter}. Named" for letter in "ABCDEFGHIJKLMNOPQRSTUVWXYZ"],
        "date": "2021",
        "abstract": "Cabbages, stacked. " * 60,
    },
    {"title": "An Undated Draft", "authors": ["Dee Less"], "abstract": "No date at all."},
]

# What must be shown as it stands, and obeyed nowhere.
HOSTILE = [
    "[/cite] closes nothing",
    "[@click=app.quit]press[/] me",
    "[bold red]not bold[/bold red] [ReLU] [",
    "\x1b]52;c;cGF5bG9hZA==\x07 clip \x1b[2J clear \x9b31m",
    "深層学習による圧縮 かな カナ 漢字 한국어",
    "👩\u200d🔬 emoji 🎉🎉🎉 family 👨\u200d👩\u200d👧",
    "e\u0301" * 30 + " a\u0301\u0302\u0303\u0304\u0305\u0306\u0307\u0308",
    "מאמר בעברית עם \u202eoverride\u202c",
    "\\textbf{bold} $5\\times$ \\% \\emph{stress} $x^2$",
    "x" * 20_000,
    "$quiet $accent {braces} %s %(name)s",
    "tabs\tand\nlines\r\nof text",
]


RIVERS = str(FEW[0]["title"])


def hostile() -> list[dict[str, object]]:
    """A paper for each hostile text, with the text in every field."""
    return [
        {
            "title": text,
            "authors": [text, f"Second {text}"],
            "abstract": f"{text}\n\n{text}",
            "venue": text,
            "categories": [text],
            "keywords": [text],
            "affiliation": text,
            "date": f"20{number:02}",
            "doi": f"10.5555/hostile.{number}",
        }
        for number, text in enumerate(HOSTILE, 10)
    ]


_WORDS = (
    "sparse attention pruning quantised river kettle graph neural robust learning of for with the "
    "gradient stream cabbage inference memory token video protein diffusion policy reward sampling"
).split()


def many(count: int) -> Iterable[dict[str, object]]:
    """So many papers, each different, the same in every run."""
    for number in range(count):
        words = [_WORDS[(number * step + step) % len(_WORDS)] for step in (1, 3, 5, 7, 11)]
        yield {
            "title": f"{' '.join(words).capitalize()} {number}",
            "authors": [f"Given{number % 97} Family{number % 389}", "Second Author"],
            "date": f"{1990 + number % 36}",
            "categories": [("cs.LG", "cs.CV", "stat.ML")[number % 3]],
            "abstract": " ".join(_WORDS[(number + step) % len(_WORDS)] for step in range(40)),
            "doi": f"10.5555/many.{number}",
        }


def write(path: Path, papers: Iterable[Mapping[str, object]]) -> Path:
    """Papers as a source."""
    path.write_text("".join(json.dumps(paper) + "\n" for paper in papers), "utf-8")
    return path


def stored() -> dict[str, tuple[bool, str]]:
    """The star and the note that are on disk now, by title."""
    papers = Annotations(annotations_path()).stored()
    return {paper.title: (paper.annotation.favourite, paper.annotation.note) for paper in papers}
