"""What is drawn line by line: the list, the sidebar and the paper have it in common."""

from __future__ import annotations

from rich.segment import Segment
from rich.style import Style
from textual.filter import ANSIToTruecolor
from textual.geometry import Region, Size
from textual.scroll_view import ScrollView
from textual.scrollbar import ScrollBar, ScrollBarRender
from textual.strip import Strip
from textual.widget import Widget


class PlainScrollBar(ScrollBar):
    """A scroll bar that is drawn without Rich's console between, in a seventh of the time: with
    each letter that is typed the list has another length."""

    def render_lines(self, crop: Region) -> list[Strip]:
        bar = self.render()
        assert isinstance(bar, ScrollBarRender)
        style = bar.style
        assert isinstance(style, Style)
        assert style.color
        assert style.bgcolor
        lines = bar.render_bar(
            size=max(self.size.height, crop.bottom),
            virtual_size=bar.virtual_size,
            window_size=bar.window_size,
            position=bar.position,
            thickness=bar.thickness,
            back_color=style.bgcolor,
            bar_color=style.color,
        ).segments
        ground = self.rich_style
        strips = {
            line: Strip(Segment.apply_style([line], ground), bar.thickness) for line in set(lines)
        }
        return _filtered(self, [strips[lines[y]] for y in crop.line_range])


class Drawn(ScrollView):
    """Lines that scroll; `render_line(y)` draws one. All that is seen may change with each key, so
    what Textual does each time for any widget is left out where it does nothing for these."""

    top = 0  # the line that is the first seen …
    room = 0  # … and the cells of one beside the scroll bar, when lines are drawn

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

    @property
    def vertical_scrollbar(self) -> ScrollBar:
        if self._vertical_scrollbar is None:  # as Textual does it for its own
            self._vertical_scrollbar = PlainScrollBar(thickness=self.scrollbar_size_vertical)
            self._vertical_scrollbar.display = False
            self.app._start_widget(self, self._vertical_scrollbar)
        return self._vertical_scrollbar

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
        self.top, self.room = self.scroll_offset.y, self.scrollable_content_region.width
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
        # What lies behind a scroll bar is not seen, and would have to be cut off again.
        behind_bar = self.show_vertical_scrollbar and not padding
        width = self.room if behind_bar else self.size.width
        before, after = (Segment(" " * cells, self.base) for cells in (padding.left, padding.right))
        for y in crop.line_range:
            if y not in self._strips:
                line = self.render_line(y)
                if line.cell_length > width:
                    line = line.adjust_cell_length(width)
                parts = [*line]
                if rest := width - line.cell_length:
                    parts.append(Segment(" " * rest, self.base))
                if padding:
                    parts = [before, *parts, after]
                self._strips[y] = Strip(Segment.simplify(parts), width + padding.width)
        strips = _filtered(self, [self._strips[y] for y in crop.line_range])
        if crop.column_span != (0, self.outer_size.width):
            strips = [strip.crop(*crop.column_span) for strip in strips]
        return strips


def _filtered(widget: Widget, strips: list[Strip]) -> list[Strip]:
    """Strips as the terminal takes their colours."""
    for change in widget.get_line_filters():
        if not isinstance(change, ANSIToTruecolor):
            ground = widget.background_colors[1]
            strips = [strip.apply_filter(change, ground) for strip in strips]
    return strips
