"""Which room does what: for each command that the screen knows, the function that does it."""
# ruff: noqa: PLW0108 - a room is made when it is first entered

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from carrel.ui.browse import Browse

Doing = Mapping[str, Callable[[], Awaitable[object] | object]]


def doing(browse: Browse) -> Doing:
    """The commands of the screen by id; a test compares them with `COMMANDS`."""

    return {
        "filter": lambda: browse.filter_line.input.focus(),
        "clear": lambda: _step_back(browse),
        "sidebar": lambda: browse.narrowing.go_to_sidebar(),
        "sort": lambda: browse.finding.choose_sort(),
        "related": lambda: browse.finding.show_related(),
        "save_search": lambda: browse.narrowing.save_search(),
        "back": lambda: browse.finding.back(),
        "forward": lambda: browse.finding.forward(),
        "pick": browse.reading.pick,
        "zoom": browse.reading.zoom,
        "view_down": lambda: browse.reading.scroll(3),
        "view_up": lambda: browse.reading.scroll(-3),
        "next_match": lambda: browse.reading.go_to_match(1),
        "previous_match": lambda: browse.reading.go_to_match(-1),
        "open": lambda: browse.visiting.open(),
        "open_pdf": lambda: browse.visiting.open_pdf(),
        "open_source": lambda: browse.visiting.open_source(),
        "more_paper": lambda: browse.reading.give_room(1),
        "more_list": lambda: browse.reading.give_room(-1),
        "star": lambda: browse.keeping.star(),
        "tags": lambda: browse.keeping.tags(),
        "note": lambda: browse.writing.note(),
        "note_outside": lambda: browse.writing.note_outside(),
        "read": lambda: browse.keeping.read(),
        "undo": lambda: browse.keeping.undo(),
        "redo": lambda: browse.keeping.redo(),
        "cite": lambda: browse.citing.cite(),
        "cite_as": lambda: browse.citing.cite_as(),
        "export": lambda: browse.citing.export(),
        "select": lambda: browse.selecting.select(),
        "select_range": lambda: browse.selecting.select_range(),
        "select_all": lambda: browse.selecting.select_all(),
        "invert": lambda: browse.selecting.invert(),
        "problems": lambda: browse.visiting.problems(),
        "reload": lambda: browse.carrel.loading.again(),
        "repaint": lambda: browse.carrel.action_repaint(),
        "theme": lambda: browse.carrel.choose_theme(),
        "help": lambda: browse.carrel.show_help(),
        "palette": lambda: browse.carrel.action_command_palette(),
        "suspend": lambda: browse.carrel.action_suspend_process(),
        "quit": lambda: _leave(browse),
    }


def _putting_together(browse: Browse) -> bool:
    """Are papers being put together, to be copied or written? Not in a room where nobody was."""
    return "citing" in vars(browse) and browse.citing.under_way


def _step_back(browse: Browse) -> Awaitable[object] | None:
    if not _putting_together(browse):
        return browse.step_back()
    browse.citing.stop()
    return None


async def _leave(browse: Browse) -> None:
    if _putting_together(browse):
        browse.say("Leaving when all is copied or written (esc stops it) …", stays=True)
    elif "keeping" in vars(browse) and browse.keeping.under_way:
        browse.say("Leaving when all is saved …", stays=True)
    await browse.carrel.leave()
