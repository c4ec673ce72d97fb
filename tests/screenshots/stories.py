"""What the pictures show: keys pressed on the papers in `seeds/`, with a few stars, tags and a
note."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

WIDE, MIDDLE, NARROW = (200, 50), (100, 30), (60, 20)

ANNOTATIONS: Mapping[str, Mapping[str, object]] = {
    "arxiv:1510.00149": {"favourite": True, "tags": ["pruning", "to cite"], "read": True},
    "arxiv:1602.01528": {"favourite": True, "tags": ["hardware", "pruning"], "read": True},
    "arxiv:1612.00694": {"tags": ["hardware", "speech"]},
    "arxiv:1612.01064": {"tags": ["quantization"]},
    "arxiv:2512.12087": {
        "tags": ["attention", "to cite"],
        "note": "Skips softmax blocks below a threshold.\nCompare with the pruning of 2015.",
    },
    "arxiv:2512.20856": {"read": True},
    "arxiv:2601.20088": {"tags": ["quantization"]},
    "arxiv:2606.01019": {"tags": ["decoding"]},
}
SEARCHES = {"to cite, unread": '#"to cite" is:unread', "recent compression": "compress year:>=2025"}


class Picture(NamedTuple):
    """A picture: what it is called, what is on it, the screen's size, a theme, and what is pressed
    (keys as Textual names them; `'…` is a text that is typed)."""

    name: str
    title: str
    size: tuple[int, int]
    keys: Sequence[str] = ()
    theme: str = "carrel-dark"


PICTURES = (
    Picture("wide", "Sidebar, list and paper", WIDE, ("G", "g", "j", "j", "j", "j", "j")),
    Picture("middle", "The list and a paper", MIDDLE, ("j", "j", "j", "j", "j")),
    Picture("narrow", "The list on a small screen", NARROW),
    Picture("narrow-paper", "A paper on a small screen", NARROW, ("j", "j", "enter")),
    Picture("filter", "Filtering, with what was found", MIDDLE, ("slash", "'attn sparse")),
    Picture("tags", "The tag editor", MIDDLE,
            ("slash", "'eie inference", "enter", "t", "'attention, ")),
    Picture("styles", "Choosing a citation style", MIDDLE,
            ("slash", "'deep compression", "enter", "Y", "j", "j", "j")),
    Picture("help", "The keys", MIDDLE, ("question_mark",)),
    Picture("sidebar", "The sidebar", MIDDLE, ("b", "j", "j", "j")),
    Picture("note", "A note", MIDDLE, ("slash", "'blasst", "enter", "e")),
    Picture("related", "Related papers", MIDDLE,
            ("slash", "'eie inference", "enter", "full_stop")),
    Picture("letters", "Letters to go on from a paper", MIDDLE,
            ("slash", "'dsd", "enter", "l")),
    Picture("light", "A light theme", MIDDLE, ("slash", "'prun year:..2018", "enter"),
            "carrel-light"),
    Picture("dark", "A dark theme", MIDDLE, ("slash", "'prun year:..2018", "enter")),
)  # fmt: skip


class Step(NamedTuple):
    """A key of the film, how it is shown, and for how many seconds one looks at what it does."""

    key: str
    shown: str
    seconds: float


def _typed(text: str, rest: float) -> list[Step]:
    names = {" ": "space"}
    steps = [Step(names.get(letter, letter), letter, 0.14) for letter in text]
    shown = [step._replace(shown=text[: number + 1]) for number, step in enumerate(steps)]
    return [*shown[:-1], shown[-1]._replace(seconds=rest)]


FILM = (
    Step("", "", 1.2),
    Step("slash", "/", 0.6),
    *_typed("attn spars", 1.6),
    Step("enter", "enter", 0.8),
    Step("f", "f", 1.2),
    Step("t", "t", 0.6),
    *_typed("to read", 0.6),
    Step("enter", "enter", 1.2),
    Step("slash", "/", 0.4),
    Step("escape", "esc", 0.6),
    *_typed("deep compression", 1.4),
    Step("enter", "enter", 0.6),
    Step("Y", "Y", 1.2),
    Step("j", "j", 0.9),
    Step("b", "b", 1.6),
    Step("full_stop", ".", 2.0),
    Step("escape", "esc", 1.2),
)
