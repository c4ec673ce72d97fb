"""The main screen as another program's question: which papers?"""

from __future__ import annotations

from collections.abc import Awaitable

from carrel.ui.browse import Browse
from carrel.ui.commands import PICK, bindings
from carrel.ui.doing import Doing

LEFT = 130  # exit code: as of a program that was interrupted
_SEVERAL = ("mark", "select", "select_range", "select_all", "invert")


class Pick(Browse):
    """Choose one paper, or `many`; typing filters from the start, and enter chooses."""

    BINDINGS = bindings(PICK)
    picks = True

    def __init__(self, many: bool) -> None:
        super().__init__()
        self.picks_several = many

    def doing(self) -> Doing:
        return {
            **super().doing(),
            "take": self._take,
            "mark": self.selecting.select,
            "refuse": self.step_back,
            "quit": self._refuse,
        }

    async def action_do(self, id: str) -> None:
        if id in _SEVERAL and not self.picks_several:
            self.say("Only one is asked for; `carrel pick --multi` takes several", problem=True)
        else:
            await super().action_do(id)

    async def on_filter_line_selected(self) -> None:
        await self.action_do("mark")

    def step_back(self) -> Awaitable[object] | None:
        """From the paper to the list, and from there out."""
        return super().step_back() if self.reading.zoomed else self._refuse()

    def filter_left(self, key: str) -> object:
        """Enter takes the paper at the cursor, as escape takes none."""
        return {"enter": self._take, "escape": self._refuse}.get(key, self.papers.focus)()

    async def _take(self) -> None:
        await self.finding.done()  # what was typed before enter
        if self.chosen:
            self.carrel.picked = self.desk, self.chosen
            await self.carrel.leave()
        else:
            reading = self.carrel.loading.under_way
            self.say(
                f"{'Still reading' if reading else 'No paper is found'}; escape leaves",
                problem=True,
            )

    def _refuse(self) -> Awaitable[object]:
        return self.carrel.leave(LEFT)
