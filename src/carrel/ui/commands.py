"""Everything that can be done, and the keys for it: the one place that the footer, the help, the
palette, the README and the user's keymap come from."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from textual.binding import Binding


class Command(NamedTuple):
    """One thing that a key does.

    `id` names it in the user's keymap; `keys` are its keys, comma-separated as Textual writes them;
    `action` is the action of `place` ("app", "browse", "list", "view" or "filter") that does it;
    `label` is short, for the footer; `help` a sentence; `group` a heading of the help. `shown` puts
    it in the footer.
    """

    id: str
    keys: str
    action: str
    place: str
    label: str
    help: str
    group: str
    shown: bool = False


FINDING, READING, KEEPING, CITING, CHOOSING, MOVING, REST = (
    "Finding",
    "Reading",
    "Keeping",
    "Citing",
    "Choosing several",
    "Moving",
    "And",
)
GROUPS = (FINDING, READING, KEEPING, CITING, CHOOSING, MOVING, REST)

COMMANDS = (
    Command("filter", "slash,i", "filter", "browse", "filter",
            "Type to filter: words, author:han, year:>=2020, #tag, is:fav …", FINDING, True),
    Command("clear", "escape", "clear", "browse", "clear",
            "Clear the filter; clear the selection", FINDING),
    Command("sort", "s", "sort", "browse", "sort", "Choose the order of the list", FINDING, True),
    Command("star", "f,asterisk", "star", "browse", "star",
            "Star the paper, or take the star away", KEEPING, True),
    Command("tags", "t,number_sign", "tags", "browse", "tag",
            "Add and remove tags", KEEPING, True),
    Command("read", "r", "read", "browse", "read", "Mark as read, or as unread", KEEPING),
    Command("note", "e", "note", "browse", "note", "Write a note", KEEPING),
    Command("undo", "u", "undo", "browse", "undo", "Take back the last change", KEEPING, True),
    Command("redo", "ctrl+r", "redo", "browse", "redo", "Make it again", KEEPING),
    Command("cite", "y", "cite", "browse", "cite",
            "Copy the citation, in the style used last", CITING, True),
    Command("cite_as", "Y", "cite_as", "browse", "style",
            "Choose a style or form, with a preview, and copy", CITING, True),
    Command("open", "o,enter", "open", "browse", "open", "Open the paper's page", READING, True),
    Command("open_pdf", "O", "open_pdf", "browse", "PDF", "Open its PDF", READING),
    Command("view_down", "J,shift+down", "view_down", "browse", "scroll down",
            "Scroll the abstract down", READING),
    Command("view_up", "K,shift+up", "view_up", "browse", "scroll up",
            "Scroll the abstract up", READING),
    Command("zoom", "z", "zoom", "browse", "zoom",
            "Give the abstract the whole screen, and back", READING),
    Command("select", "space", "select", "browse", "mark",
            "Mark the paper, and go to the next; what you do next is done to all that are marked",
            CHOOSING, True),
    Command("select_range", "V", "select_range", "browse", "mark range",
            "Mark from the paper marked last to this one", CHOOSING),
    Command("select_all", "a", "select_all", "browse", "mark all",
            "Mark all papers that the filter finds", CHOOSING),
    Command("invert", "A", "invert", "browse", "invert",
            "Mark those that are not marked", CHOOSING),
    Command("down", "j,down", "down", "list", "down", "Next paper", MOVING),
    Command("up", "k,up", "up", "list", "up", "Previous paper", MOVING),
    Command("half_down", "ctrl+d", "half_down", "list", "half down", "Half a page on", MOVING),
    Command("half_up", "ctrl+u", "half_up", "list", "half up", "Half a page back", MOVING),
    Command("page_down", "pagedown,ctrl+f", "page_down", "list", "page down", "A page on", MOVING),
    Command("page_up", "pageup,ctrl+b", "page_up", "list", "page up", "A page back", MOVING),
    Command("first", "g,home", "first", "list", "first", "First paper", MOVING),
    Command("last", "G,end", "last", "list", "last", "Last paper", MOVING),
    Command("problems", "exclamation_mark", "problems", "browse", "problems",
            "What of the sources could not be read; open it there", REST),
    Command("theme", "T", "app.change_theme", "browse", "theme", "Choose a theme", REST),
    Command("help", "question_mark,f1", "help", "browse", "help", "These keys", REST, True),
    Command("palette", "ctrl+p,colon", "app.command_palette", "browse", "palette",
            "Find a command by its name", REST),
    Command("quit", "q,ctrl+q", "quit", "browse", "quit", "Leave; everything is saved", REST),
)  # fmt: skip


def bindings(place: str) -> list[Binding]:
    """The bindings of one place, each with its id, description and tooltip."""
    return [
        Binding(
            command.keys,
            command.action,
            command.label,
            id=command.id,
            tooltip=command.help,
            show=command.shown,
        )
        for command in COMMANDS
        if command.place == place
    ]


_NAMES = {
    "slash": "/", "question_mark": "?", "exclamation_mark": "!", "asterisk": "*", "colon": ":",
    "number_sign": "#", "full_stop": ".", "escape": "esc", "pagedown": "pgdn", "pageup": "pgup",
    "up": "↑", "down": "↓", "shift+up": "shift ↑", "shift+down": "shift ↓", "left": "←",
    "right": "→", "backspace": "⌫",
}  # fmt: skip


def shown_keys(keys: str) -> list[str]:
    """Keys as a person reads them: "/" for "slash", "ctrl d" for "ctrl+d"."""
    return [_NAMES.get(key, key.replace("+", " ")) for key in keys.split(",")]


def problems_in(keymap: Mapping[str, str], known: Iterable[Command] = COMMANDS) -> list[str]:
    """What is wrong with a user's keymap: ids that don't exist, keys that two commands have."""
    commands = {command.id: command for command in known}
    found = [f"no command is called “{name}”" for name in keymap if name not in commands]
    owner: dict[tuple[str, str], str] = {}
    for command in commands.values():
        area = "list" if command.place == "browse" else command.place
        for key in keymap.get(command.id, command.keys).split(","):
            other = owner.setdefault((area, key.strip()), command.id)
            if other != command.id:
                found.append(f"“{key}” is both “{other}” and “{command.id}”")
    return found
