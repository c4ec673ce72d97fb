"""Everything that can be done, and the keys for it: the one place that the footer, the help, the
palette, the README and the user's keymap come from. Reading it does not need Textual."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, NamedTuple

from carrel.settings import FILE_NAME, Settings

if TYPE_CHECKING:
    from textual.binding import BindingType


class Command(NamedTuple):
    """One thing that a key does.

    `id` names it in the user's keymap; `keys` are its keys, comma-separated as Textual writes them;
    `place` is where they work; `label` is short, for the footer; `help` a sentence; `group` a
    heading of the help. `shown` puts it in the footer.
    """

    id: str
    keys: str
    place: str
    label: str
    help: str
    group: str
    shown: bool = False

    @property
    def action(self) -> str:
        """The Textual action: one for all of what the screen does, else one of the widget's own."""
        return f"do('{self.id}')" if self.place in (BROWSE, PICK) else self.id


BROWSE, LIST, FILTER, SIDEBAR, PICK = "browse", "list", "filter", "sidebar", "pick"
NOTE = "note"  # none of these keys work there; its frame has its own

FINDING, READING, KEEPING, CITING, CHOOSING, MOVING, TYPING, ASIDE, PICKING, REST = (
    "Finding",
    "Reading",
    "Keeping",
    "Citing",
    "Choosing several",
    "Moving",
    "In the filter line",
    "In the sidebar",
    "In `carrel pick`",
    "And",
)
GROUPS = (FINDING, READING, KEEPING, CITING, CHOOSING, MOVING, TYPING, ASIDE, PICKING, REST)

COMMANDS = (
    Command("filter", "slash,i", BROWSE, "filter",
            "Type to filter: words, author:han, year:>=2020, #tag, is:fav …", FINDING, True),
    Command("clear", "escape", BROWSE, "clear",
            "Step back: close paper or sidebar, unmark, clear the filter; stop reading sources",
            FINDING),
    Command("sidebar", "b", BROWSE, "sidebar",
            "Saved searches, tags, years, authors … of what is found", FINDING, True),
    Command("sort", "s", BROWSE, "sort", "Choose the order of the list", FINDING, True),
    Command("related", "full_stop", BROWSE, "related", "Show related papers, and back", FINDING),
    Command("save_search", "ctrl+s", BROWSE, "save search", "Give the search a name", FINDING),
    Command("back", "ctrl+o", BROWSE, "back", "Go back to the view before", FINDING),
    Command("forward", "tab", BROWSE, "forward", "Go forward again (ctrl+i)", FINDING),
    Command("pick", "l", BROWSE, "pick",
            "Put letters beside authors, tags, links and places: filter by them, or open them",
            FINDING),
    Command("zoom", "enter,z", BROWSE, "read", "Give the paper the whole screen, and back",
            READING),
    Command("view_down", "J,shift+down", BROWSE, "scroll down", "Scroll the paper down", READING),
    Command("view_up", "K,shift+up", BROWSE, "scroll up", "Scroll the paper up", READING),
    Command("next_match", "n", BROWSE, "next match", "Go to the next word found in the paper",
            READING),
    Command("previous_match", "N", BROWSE, "previous match", "Go to the word found before it",
            READING),
    Command("open", "o", BROWSE, "open", "Open the paper's page; over ssh, copy its link",
            READING, True),
    Command("open_pdf", "O", BROWSE, "PDF",
            "Open its PDF: the file, where there is one, else the web's", READING),
    Command("open_source", "v", BROWSE, "source",
            "Open the file that the paper was read from, at its line", READING),
    Command("more_paper", "less_than_sign", BROWSE, "more paper",
            "Give the paper more room, and the list less", READING),
    Command("more_list", "greater_than_sign", BROWSE, "more list",
            "Give the list more room, and the paper less", READING),
    Command("star", "f", BROWSE, "star", "Star the paper, or take the star away", KEEPING, True),
    Command("tags", "t,number_sign", BROWSE, "tag", "Add and remove tags", KEEPING, True),
    Command("note", "e", BROWSE, "note", "Write a note beside the paper", KEEPING),
    Command("note_outside", "ctrl+e", BROWSE, "note in $EDITOR", "Write a note in your editor",
            KEEPING),
    Command("read", "r", BROWSE, "read mark", "Mark as read, or as unread", KEEPING),
    Command("undo", "u", BROWSE, "undo", "Take back the last change", KEEPING, True),
    Command("redo", "ctrl+r", BROWSE, "redo", "Make it again", KEEPING),
    Command("cite", "y", BROWSE, "cite", "Copy the citation, in the style used last", CITING, True),
    Command("cite_as", "Y", BROWSE, "style",
            "Choose a style or form, with a preview, and copy", CITING, True),
    Command("export", "w", BROWSE, "write file",
            "Write to a file, in any format; BibTeX and RIS also to the end of one", CITING),
    Command("select", "space", BROWSE, "select",
            "Select the paper, and go to the next; what follows is done to all that are selected",
            CHOOSING, True),
    Command("select_range", "V", BROWSE, "select range",
            "Select from the paper selected last to this one; else begin a range here",
            CHOOSING),
    Command("select_all", "asterisk", BROWSE, "select all", "Select all that the filter finds",
            CHOOSING),
    Command("invert", "I", BROWSE, "invert",
            "Select those that are not, and leave those that are", CHOOSING),
    Command("down", "j,down", LIST, "down", "Next paper", MOVING),
    Command("up", "k,up", LIST, "up", "Previous paper", MOVING),
    Command("half_down", "ctrl+d", LIST, "half down", "Half a page on", MOVING),
    Command("half_up", "ctrl+u", LIST, "half up", "Half a page back", MOVING),
    Command("page_down", "pagedown,ctrl+f", LIST, "page down", "A page on", MOVING),
    Command("page_up", "pageup,ctrl+b", LIST, "page up", "A page back", MOVING),
    Command("first", "g,home", LIST, "first", "First paper", MOVING),
    Command("last", "G,end", LIST, "last", "Last paper", MOVING),
    Command("leave_filter", "enter", FILTER, "to the list",
            "To the list; the filter stays", TYPING, True),
    Command("clear_filter", "escape", FILTER, "clear",
            "Clear the line; then leave it", TYPING, True),
    Command("complete", "tab", FILTER, "complete",
            "Complete the word; ? lists all that can be asked", TYPING, True),
    Command("older_query", "up", FILTER, "earlier", "The query before, of this or an earlier day",
            TYPING, True),
    Command("newer_query", "down", FILTER, "later", "The query after; then to the list", TYPING),
    Command("typing_down", "ctrl+n", FILTER, "next paper", "Next paper, while typing", TYPING),
    Command("typing_up", "ctrl+p", FILTER, "previous paper", "Previous paper, while typing",
            TYPING),
    Command("choose", "enter,space", SIDEBAR, "choose",
            "Put it into the filter, or take it out", ASIDE, True),
    Command("exclude", "minus,alt+enter", SIDEBAR, "not",
            "Put it into the filter as what is not wanted", ASIDE, True),
    Command("rename", "R", SIDEBAR, "rename",
            "Rename a tag or a saved search everywhere; two tags of one name become one", ASIDE,
            True),
    Command("remove", "D", SIDEBAR, "remove", "Remove a tag everywhere, or a saved search", ASIDE,
            True),
    Command("leave_sidebar", "escape", SIDEBAR, "to the list", "To the list", ASIDE, True),
    Command("take", "enter", PICK, "choose",
            "Print the paper at the cursor, or all that are selected, and end", PICKING, True),
    Command("refuse", "escape,ctrl+c", PICK, "leave", "Leave without a choice", PICKING, True),
    Command("mark", "tab", PICK, "select",
            "With --multi: select the paper, and go to the next; of completions shown, take one",
            PICKING),
    Command("problems", "exclamation_mark", BROWSE, "problems",
            "What could not be read or has a fault, and where; open it there", REST),
    Command("reload", "f5", BROWSE, "read again",
            "Read the sources again; they are, too, when they change", REST),
    Command("repaint", "ctrl+l", BROWSE, "repaint",
            "Paint the screen anew, where something else wrote on it", REST),
    Command("theme", "T", BROWSE, "theme", "Choose a theme", REST),
    Command("help", "question_mark,f1", BROWSE, "help", "These keys; type to search them", REST,
            True),
    Command("palette", "ctrl+p,colon", BROWSE, "palette", "Find a command by its name", REST),
    Command("suspend", "ctrl+z", BROWSE, "to the shell", "To the shell; `fg` comes back", REST),
    Command("quit", "q,ctrl+q", BROWSE, "quit", "Leave; everything is saved", REST),
)  # fmt: skip
BY_ID: Mapping[str, Command] = {command.id: command for command in COMMANDS}

PRESETS: Mapping[str, Mapping[str, str]] = {
    "vim": {},
    "emacs": {
        "down": "ctrl+n,down", "up": "ctrl+p,up",
        "page_down": "ctrl+v,pagedown", "page_up": "alt+v,pageup",
        "half_down": "alt+n", "half_up": "alt+p",
        "first": "alt+less_than_sign,home", "last": "alt+greater_than_sign,end",
        "filter": "ctrl+s,slash", "clear": "ctrl+g,escape", "save_search": "alt+s",
        "leave_filter": "enter,ctrl+s", "clear_filter": "escape,ctrl+g",
        "older_query": "alt+p,up", "newer_query": "alt+n,down",
        "leave_sidebar": "escape,ctrl+g", "select": "ctrl+at,space",
        "undo": "ctrl+underscore,u", "redo": "alt+underscore,ctrl+r",
        "palette": "alt+x,colon", "open": "ctrl+j,o", "cite": "alt+w,y",
        "export": "ctrl+w,w",
    },
    "plain": {
        "down": "down", "up": "up", "first": "home", "last": "end",
        "half_down": "ctrl+down", "half_up": "ctrl+up", "page_down": "pagedown",
        "page_up": "pageup", "view_down": "shift+down", "view_up": "shift+up",
        "filter": "slash,ctrl+f", "zoom": "enter", "select_all": "asterisk,ctrl+a",
        "cite": "y,ctrl+y", "quit": "q,ctrl+q", "palette": "ctrl+p", "next_match": "n,f3",
        "previous_match": "N,shift+f3", "remove": "D,delete", "rename": "R,f2",
    },
}  # fmt: skip


def keymap(preset: str, own: Mapping[str, str]) -> dict[str, str]:
    """The keys that differ from `COMMANDS`, by id: those of a preset, then the user's own.

    Keys may be written as Textual writes them ("ctrl+d", "question_mark") or as themselves ("?").
    """
    changed = {**PRESETS.get(preset, {}), **own}
    return {
        id: ",".join(_long(key) for key in _split(keys))
        for id, keys in changed.items()
        if id in BY_ID and _split(keys)
    }


def bindings(place: str) -> list[BindingType]:
    """The bindings of one place, each with its id, description and tooltip."""
    from textual.binding import Binding

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


_CHARACTERS = {
    "slash": "/", "question_mark": "?", "exclamation_mark": "!", "asterisk": "*", "colon": ":",
    "number_sign": "#", "full_stop": ".", "minus": "-", "plus": "+", "comma": ",",
    "less_than_sign": "<", "greater_than_sign": ">", "underscore": "_", "at": "@",
    "semicolon": ";", "equals_sign": "=", "ampersand": "&", "dollar_sign": "$",
    "percent_sign": "%", "tilde": "~", "apostrophe": "'", "quotation_mark": '"',
    "left_square_bracket": "[", "right_square_bracket": "]", "backslash": "\\",
    "vertical_line": "|", "grave_accent": "`", "circumflex_accent": "^",
    "left_parenthesis": "(", "right_parenthesis": ")",
}  # fmt: skip
_NAMES = _CHARACTERS | {
    "escape": "esc", "pagedown": "pgdn", "pageup": "pgup", "up": "↑", "down": "↓", "left": "←",
    "right": "→", "backspace": "⌫", "delete": "del", "f1": "F1", "f2": "F2", "f3": "F3",
    "f5": "F5",
}  # fmt: skip
_LONG = {character: name for name, character in _CHARACTERS.items()}


def _split(keys: str) -> list[str]:
    """Keys of a comma-separated list; a comma of its own is the comma key."""
    return [part.strip() or "comma" for part in keys.split(",")] if keys.strip(" ") else []


def _long(key: str) -> str:
    """A key as Textual calls it: "question_mark" for "?"."""
    *modifiers, last = key.split("+") if len(key) > 1 else [key]
    return "+".join([*modifiers, _LONG.get(last, last)])


def shown_keys(keys: str) -> list[str]:
    """Keys as a person reads them: "/" for "slash", "ctrl d" for "ctrl+d"."""
    shown = []
    for key in keys.split(","):
        *modifiers, last = key.split("+")
        shown.append(" ".join([*modifiers, _NAMES.get(last, last)]))
    return shown


def problems_in(preset: str, own: Mapping[str, str]) -> list[tuple[str, str]]:
    """What is wrong with a user's keys, each with the id in question: an unknown id, no key, a key
    that two commands have where both work."""
    found = []
    for id, keys in own.items():
        if id not in BY_ID:
            found.append((id, f"no command is called “{id}”{_near(id)}"))
        elif not _split(keys):
            found.append((id, f"“{id}” has no key"))
    changed = keymap(preset, own)
    owner: dict[tuple[str, str], str] = {}
    for command in COMMANDS:
        for key in changed.get(command.id, command.keys).split(","):
            for area in _AREAS[command.place]:
                other = owner.setdefault((area, key), command.id)
                if other != command.id:
                    id = command.id if command.id in own else other
                    shown = shown_keys(key)[0]
                    told = f"the key “{shown}” is both “{other}” and “{command.id}”"
                    if (id, told) not in found:
                        found.append((id, told))
    return found


def key_problems(settings: Settings) -> list[str]:
    """What is wrong with the keys in the settings, each with the line that it stands on."""
    where = settings.where
    return [
        f"{where.get(f'keymap.{id}') or where.get('keys') or FILE_NAME}: {message}"
        for id, message in problems_in(settings.keys, settings.keymap)
    ]


# Where the keys of each place work: those of the screen also while the list has the focus; those of
# the list also in the sidebar.
_AREAS = {BROWSE: (LIST,), LIST: (LIST, SIDEBAR), FILTER: (FILTER,), SIDEBAR: (SIDEBAR,)}
_AREAS[PICK] = (PICK,)  # in place of what these keys do elsewhere


def _near(id: str) -> str:
    from difflib import get_close_matches

    close = get_close_matches(id, BY_ID, 1)
    return f"; did you mean “{close[0]}”?" if close else ""


# What can be done while there are no papers yet.
WITHOUT_PAPERS = frozenset("quit help theme palette filter clear suspend reload repaint".split())


def is_about_papers(id: str) -> bool:
    """Is this done to papers, so that it is nothing where there are none?"""
    if id in ("undo", "redo", "more_paper", "more_list"):
        return False
    about = (READING, KEEPING, CITING, CHOOSING)
    return BY_ID[id].group in about or id in ("related", "pick")


def in_group(group: str) -> Iterable[Command]:
    """The commands under one heading."""
    return (command for command in COMMANDS if command.group == group)
