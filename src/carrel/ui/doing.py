"""Which room does what: for each command that the screen knows, the function that does it."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from carrel.ui.browse import Browse

Doing = Mapping[str, Callable[[], Awaitable[object] | None]]


def doing(browse: Browse) -> Doing:
    """The commands of the screen by id; a test compares them with `COMMANDS`."""
    find, keep, visit, select = browse.finding, browse.keeping, browse.visiting, browse.selecting
    cite, write, app, view = browse.citing, browse.writing, browse.carrel, browse.paper_view

    def to_filter() -> None:
        browse.filter_line.input.focus()

    return {
        "filter": to_filter,
        "clear": browse.step_back,
        "sidebar": browse.go_to_sidebar,
        "sort": find.choose_sort,
        "related": find.show_related,
        "save_search": find.save_search,
        "back": find.back,
        "forward": find.forward,
        "pick": view.pick,
        "zoom": browse.zoom,
        "view_down": lambda: view.scroll_relative(y=3, animate=False),
        "view_up": lambda: view.scroll_relative(y=-3, animate=False),
        "next_match": lambda: browse.go_to_match(1),
        "previous_match": lambda: browse.go_to_match(-1),
        "open": visit.open,
        "open_pdf": visit.open_pdf,
        "open_source": visit.open_source,
        "star": keep.star,
        "tags": keep.tags,
        "note": write.note,
        "note_outside": write.note_outside,
        "read": keep.read,
        "undo": keep.undo,
        "redo": keep.redo,
        "cite": cite.cite,
        "cite_as": cite.cite_as,
        "export": cite.export,
        "select": select.select,
        "select_range": select.select_range,
        "select_all": select.select_all,
        "invert": select.invert,
        "problems": visit.problems,
        "reload": app.loading.again,
        "theme": app.choose_theme,
        "help": app.show_help,
        "palette": app.action_command_palette,
        "suspend": app.action_suspend_process,
        "quit": app.leave,
    }
