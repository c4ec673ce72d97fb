"""Moving a cursor through lines: what the list of papers and the sidebar have in common."""

from __future__ import annotations

from rich.style import Style

from carrel.ui.drawn import Drawn
from carrel.ui.inks import style


class Lines(Drawn, can_focus=True):
    """Lines with a cursor on one of them. The keys are the commands of the list."""

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self.count = 0
        self.cursor = 0
        self._inks: dict[str, Style] = {}

    def ink(self, name: str) -> Style:
        """The ink of this name, as the theme has it."""
        if name not in self._inks:
            variables, plain = self.app.theme_variables, self.app.native_ansi_color
            self._inks[name] = style(name, variables, plain=plain)
        return self._inks[name]

    def notify_style_update(self) -> None:
        super().notify_style_update()
        self._inks = {}

    def put(self, count: int, cursor: int) -> None:
        """There are so many lines now, and the cursor is on this one."""
        self.count = count
        self.reach(count)
        self.cursor = max(0, min(cursor, count - 1))

    def move(self, place: int) -> None:
        """Put the cursor on another line, as near as there is one."""
        self.cursor = max(0, min(place, self.count - 1))
        self.keep_in_view()

    def keep_in_view(self) -> None:
        """Scroll so that the line at the cursor is seen."""
        height = max(self.size.height, 1)
        top = self.scroll_offset.y
        if self.cursor < top:
            top = self.cursor
        elif self.cursor >= top + height:
            top = self.cursor - height + 1
        self.scroll_top(top)

    def scroll_top(self, top: int) -> None:
        """Scroll so that this line is the first that is seen, or as near as there is one."""
        top = max(0, min(top, self.count - max(self.size.height, 1)))
        if top != self.scroll_offset.y:
            self.scroll_to(y=top, animate=False, force=True, immediate=True)

    @property
    def _page(self) -> int:
        return max(self.size.height, 1)

    def action_down(self) -> None:
        self.move(self.cursor + 1)

    def action_up(self) -> None:
        self.move(self.cursor - 1)

    def action_half_down(self) -> None:
        self.move(self.cursor + max(self._page // 2, 1))

    def action_half_up(self) -> None:
        self.move(self.cursor - max(self._page // 2, 1))

    def action_page_down(self) -> None:
        self.move(self.cursor + self._page)

    def action_page_up(self) -> None:
        self.move(self.cursor - self._page)

    def action_first(self) -> None:
        self.move(0)

    def action_last(self) -> None:
        self.move(self.count - 1)
