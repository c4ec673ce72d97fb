"""What is on the screen, as text, at three sizes.

Where they differ on purpose, `CARREL_SNAPSHOTS=write` writes them anew; look at the difference.
"""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from tests.ui.screen import MIDDLE, NARROW, WIDE, Screen, running

SNAPSHOTS = Path(__file__).parent / "snapshots"
ROOT = Path(__file__).parent.parent.parent

# What is done before each picture of the same screen, one after the other.
STORY = {
    "The first time": [],
    "What is typed filters": ["j", "slash", *"year:2016"],
    "What is wrong is said": ["space", *"is:x"],
    "All that can be asked": ["ctrl+u", "question_mark"],
    "The sidebar": ["escape", "escape", "escape", "b"],
    "The paper alone": ["b", "z"],
    "Letters beside what can be chosen": ["l"],
    "The keys": ["escape", "escape", "question_mark"],
    "The order": ["escape", "s"],
}
_NAMES = {":": "colon"}


async def _pictures(screen: Screen) -> str:
    parts = []
    for name, keys in STORY.items():
        await screen.press(*(_NAMES.get(key, key) for key in keys))
        parts.append(f"==== {name}\n{screen.text}\n")
    return "\n".join(parts)


@pytest.mark.parametrize("size", [WIDE, MIDDLE, NARROW], ids=["wide", "middle", "narrow"])
async def test_the_screen_is_as_it_was(
    size: tuple[int, int], request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(ROOT)
    async with running(Path("seeds"), size=size) as screen:
        shown = await _pictures(screen)
    file = SNAPSHOTS / f"{request.node.callspec.id}.txt"
    if os.environ.get("CARREL_SNAPSHOTS") == "write":
        file.parent.mkdir(exist_ok=True)
        file.write_text(shown, "utf-8")
    assert shown == file.read_text("utf-8")
