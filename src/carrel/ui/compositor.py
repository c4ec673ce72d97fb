"""Paints what has changed, and renders no more of the screen for it.

With each letter that is typed some lines change. Textual renders all that has a part in these, what
is hidden behind it and what is beside it too, and cuts it wherever anything begins; which took as
long as to draw the lines themselves.
"""

from __future__ import annotations

from collections.abc import Iterable

from textual._compositor import ChopsUpdate, Compositor
from textual.geometry import Region
from textual.strip import Strip

# What there is to paint of a line, by the cell where it begins. It ends where the next begins; none
# of it is seen in part.
Chops = dict[int, Strip | None]


class Painter(Compositor):
    """A compositor that renders, from the front to the back, until what has changed is covered."""

    def render_partial_update(self) -> ChopsUpdate | None:
        changed = [region.intersection(self.size.region) for region in self._dirty_regions]
        self._dirty_regions.clear()
        spans = [*self._regions_to_spans(filter(None, changed))]
        if not spans:
            return None
        lines: list[Chops] = [dict.fromkeys(cuts[:-1]) for cuts in self.cuts]
        ends = [cuts[1:] for cuts in self.cuts]
        bare: dict[int, set[int]] = {}  # by line, where it is not known yet what there is to paint
        for y, start, stop in spans:
            parts = zip(lines[y], ends[y], strict=True)
            bare.setdefault(y, set()).update(x for x, end in parts if x < stop and end > start)
        for widget, (region, clip) in self.visible_widgets.items():
            seen = region.intersection(clip)
            if seen and any(map(seen.overlaps, changed)):
                strips = widget.render_lines(seen.translate(-region.offset))
                self._cover(lines, bare, seen, strips)
                if not bare:
                    break
        return ChopsUpdate(lines, spans, ends)

    def _cover(
        self, lines: list[Chops], bare: dict[int, set[int]], seen: Region, strips: Iterable[Strip]
    ) -> None:
        """Put what is seen of a widget where nothing is in front of it."""
        left, right = seen.column_span
        for y, strip in zip(seen.line_range, strips, strict=False):
            if y not in bare:
                continue
            if strip.cell_length != seen.width:  # as of what was drawn for another size
                strip = strip.adjust_cell_length(seen.width)
            starts = [x for x in self.cuts[y] if left <= x < right]
            parts: Iterable[Strip] = (strip,)
            if len(starts) > 1:
                parts = strip.divide([x - left for x in (*starts[1:], right)])
            for x, part in zip(starts, parts, strict=False):
                if lines[y][x] is None:
                    lines[y][x] = part
            bare[y].difference_update(starts)
            if not bare[y]:
                del bare[y]
