"""Random keys, pastes, clicks and sizes, from a printed seed: nothing crashes, nothing is lost.

CARREL_SWEEP=long presses 100,000 keys; CARREL_SEED sets the seed.
"""

from __future__ import annotations

import gc
import os
import random
import sys
from collections.abc import Iterable
from contextlib import suppress
from itertools import pairwise
from pathlib import Path
from statistics import median

import pytest
from textual import events
from textual._styles_cache import StylesCache
from textual.errors import NoWidget
from textual.pilot import OutOfBounds

from carrel.annotations import Annotation, Annotations, Done, Edit
from carrel.annotations.step import Identified
from carrel.ui.commands import COMMANDS
from tests.ui.papers import HOSTILE, hostile, many, write
from tests.ui.screen import Screen, running

SEEDS = Path(__file__).parents[2] / "seeds"
KEYS = sorted(
    {
        key
        for command in COMMANDS
        if command.id not in ("quit", "suspend", "export")
        for key in command.keys.split(",")
    }
)
LETTERS = "abcdefghijklmnopqrstuvwxyz#:-|\"'()[]{}0123456789 .,?*é漢"
OFTEN = [*"jkfrtyYeuVIbsz", "space", "escape", "enter", "down", "tab", "ctrl+r", "slash"]
SIZES = [(100, 30), (200, 50), (60, 20), (40, 12), (10, 4), (1, 1)]
_AT_ONCE = 8  # keys between two looks of the person at the screen
LONG = os.environ.get("CARREL_SWEEP") == "long"


class Model:
    """What the annotations must be: what is asked of them, done in the simplest way."""

    def __init__(self, annotations: Annotations) -> None:
        self.said: dict[str, Annotation] = {}
        self._undo: list[dict[str, Annotation]] = []
        self._redo: list[dict[str, Annotation]] = []
        change, undo, redo = annotations.change, annotations.undo, annotations.redo

        def changed(papers: Iterable[Identified], edit: Edit, label: str) -> Done:
            papers = list(papers)
            done = change(papers, edit, label)
            before = dict(self.said)
            for paper in papers:
                self.said[paper.id] = edit(self.said.get(paper.id, Annotation()))
            if {key: said for key, said in self.said.items() if said} != {
                key: said for key, said in before.items() if said
            }:
                self._undo.append(before)
                self._redo.clear()
            return done

        def undone() -> Done | None:
            if self._undo:
                self._redo.append(self.said)
                self.said = self._undo.pop()
            return undo()

        def redone() -> Done | None:
            if self._redo:
                self._undo.append(self.said)
                self.said = self._redo.pop()
            return redo()

        annotations.change, annotations.undo, annotations.redo = (  # type: ignore[method-assign]
            changed,
            undone,
            redone,
        )

    def check(self, screen: Screen) -> None:
        wanted = {key: said for key, said in self.said.items() if said}
        assert {paper.id: paper.annotation for paper in screen.stored.stored()} == wanted
        desk = screen.browse.desk
        shown = {desk.library.paper(number).id: said for number, said in desk.annotated().items()}
        assert shown == wanted


async def _play(source: Path, seed: int, count: int) -> None:
    chance = random.Random(seed)
    done: list[str] = []
    async with running(source) as screen:
        assert screen.app.annotations is not None
        model = Model(screen.app.annotations)
        try:
            for number in range(count // _AT_ONCE):
                if not screen.app.is_running:  # the palette may quit, too
                    break
                did = await _something(screen, chance)
                done.append(did)
                if number % 16 == 15:
                    await _settled(screen, model)
            await _settled(screen, model)
        except BaseException:
            print(f"seed {seed}, after {len(done)}: {done[-40:]}")
            raise
    assert screen.app.error is None


async def _settled(screen: Screen, model: Model) -> None:
    await screen.settle()
    if screen.app.is_running:  # else a step asked for after "quit" may be under way
        model.check(screen)


async def _something(screen: Screen, chance: random.Random) -> str:
    what = chance.random()
    if what < 0.05:
        size = chance.choice(SIZES)
        await screen.pilot.resize_terminal(*size)
        return f"size {size}"
    if what < 0.15:
        text = chance.choice([*HOSTILE[:8], "a, b\n+c", "year:20", "\x00\x1b]0;x\x07", "x" * 5_000])
        if screen.app.screen.focused is not None:
            screen.app.screen.focused.post_message(events.Paste(text))
        return f"paste {text[:20]!r}"
    if what < 0.35:
        width, height = screen.app.size
        spot = chance.randrange(width), chance.randrange(height)
        with suppress(OutOfBounds, NoWidget):  # between two sizes nothing may be there
            await screen.pilot.click(offset=spot, times=chance.choice((1, 1, 2)))
        return f"click {spot}"
    kinds = chance.choices((OFTEN, KEYS, LETTERS), (5, 3, 2), k=_AT_ONCE)
    keys = [chance.choice(kind) for kind in kinds]
    if chance.random() < 0.2:
        screen.hand_over(*keys)  # typed faster than anything is done
        await screen.rest()
    else:
        for key in keys:
            screen.hand_over(key)
            await screen.rest()
    return " ".join(keys)


@pytest.mark.sweep
@pytest.mark.parametrize("papers", ["seeds", "hostile", "5,000"])
async def test_random_keys(papers: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    first = int(os.environ.get("CARREL_SEED", random.randrange(1_000_000)))
    made = {"hostile": hostile(), "5,000": many(5_000)}
    source = SEEDS if papers == "seeds" else write(tmp_path / "papers.jsonl", made[papers])
    for seed in range(first, first + (40 if LONG else 1)):
        print(f"{papers}: seed {seed}")
        monkeypatch.setenv("CARREL_DATA", str(tmp_path / f"data{seed}"))
        await _play(source, seed, 1_000 if LONG else 300)


@pytest.mark.sweep
async def test_memory_stays_flat(few: Path) -> None:
    """The same keys again and again take no more memory each time."""
    sizes = []
    async with running(few) as screen:
        for _ in range(100 if LONG else 8):
            for _ in range(2):
                await screen.press("f", "u", "Y", "escape", "t", "escape", "slash", "k", "escape")
                await screen.press("escape", "b", "b", "z", "z", "question_mark", "escape")
            StylesCache.get_inner_outer.cache_clear()  # it keeps the latest 1,024 widgets' lines
            gc.unfreeze()  # what the program spares the collector
            gc.collect()
            sizes.append(sys.getallocatedblocks())
    grown = [now - before for before, now in pairwise(sizes)][2:]
    assert median(grown) < 1_000, grown  # blocks; a dialog that stayed would be some thousands
