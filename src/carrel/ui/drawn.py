"""What is drawn line by line: the list, the sidebar and the paper have it in common."""

from __future__ import annotations

from rich.segment import Segment
from rich.style import Style
from textual.filter import ANSIToTruecolor
from textual.geometry import Region, Size
from textual.scroll_view import ScrollView
from textual.strip import Strip
from textual.widget import Widget


class Drawn(ScrollView):
    """Lines that scroll; `render_line(y)` draws one. All that is seen may change with each key, so
    what Textual does each time for any widget is left out where it does nothing for these."""

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._strips: dict[int, Strip] = {}  # what is drawn, by line of the screen
        self._drawn_in = Size(0, 0)  # the size that they are of
        self._base: Style | None = None

    @property
    def base(self) -> Style:
        """What is drawn on: `rich_style`, which takes longer to find than a line to draw."""
        if self._base is None:
            self._base = self.rich_style
        return self._base

    def notify_style_update(self) -> None:
        super().notify_style_update()
        self._base = None

    def reach(self, lines: int) -> None:
        """There are so many lines now. Set as a widget's size is, this would lay out all that is on
        the screen."""
        if lines != self.virtual_size.height:
            self.set_reactive(Widget.virtual_size, Size(0, lines))
            self._scroll_update(self.virtual_size)
        self.refresh()

    def render_lines(self, crop: Region) -> list[Strip]:
        """As Textual does it, without what there is none of: borders, room above and below, tints,
        and colours of the terminal's own that are to be translated."""
        padding = self.styles.padding
        if self.styles.gutter != padding:
            return super().render_lines(crop)
        if self._drawn_in != self.size:  # after none at all, no line is marked as to be drawn
            self._drawn_in = self.size
            self._strips.clear()
        for region in self._dirty_regions:
            for y in region.line_range:
                self._strips.pop(y, None)
        self._dirty_regions.clear()
        strips = []
        for y in crop.line_range:
            if y not in self._strips:
                line = self.render_line(y).adjust_cell_length(self.size.width, self.base)
                before, after = (Segment(" " * n, self.base) for n in (padding.left, padding.right))
                self._strips[y] = Strip([before, *line, after]).simplify()
            strips.append(self._strips[y])
        for change in self.get_line_filters():
            if not isinstance(change, ANSIToTruecolor):
                ground = self.background_colors[1]
                strips = [strip.apply_filter(change, ground) for strip in strips]
        if crop.column_span != (0, self.outer_size.width):
            strips = [strip.crop(*crop.column_span) for strip in strips]
        return strips
