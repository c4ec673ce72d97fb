"""The tag editor: one line, completed from the tags that there are."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Input, OptionList, Static
from textual.widgets.option_list import Option

from carrel.annotations import TagError, edit_tags
from carrel.text import clean
from carrel.ui.dialogs import CLOSE, Dialog
from carrel.ui.one_line import OneLine
from carrel.ui.themes import tag_colour

_MOST = 8  # completions that are offered
_BETWEEN = re.compile(r",|\s(?=[-+#][^-+#\s])")  # what parts two tags


class TagLine(OneLine):
    """The line; what is pasted with several lines are several tags."""

    def joined(self, text: str) -> str:
        return ", ".join(filter(None, map(clean, text.splitlines())))


class TagEditor(Dialog[str | None]):
    """A line of tags to add (`+` or nothing before them) and to take away (`-`).

    Tags that go on from what is typed are listed, those used last first; tab takes the one at the
    cursor, and so does enter, at the end, once the cursor was moved to it. Gives the line, whose
    tags can be given.
    """

    BINDINGS = [
        CLOSE,
        Binding("tab", "complete", "complete", priority=True),
        Binding("down,ctrl+n", "next(1)", "next", priority=True),
        Binding("up,ctrl+p", "next(-1)", "previous", priority=True),
    ]

    def __init__(self, title: str, tags: Sequence[str], known: Sequence[str]) -> None:
        super().__init__()
        self._title = title
        self._tags = tags
        carried = set(tags)
        self._others = [tag for tag in known if tag not in carried]
        self._moved = False

    def compose(self) -> ComposeResult:
        with Vertical(classes="dialog") as dialog:
            dialog.border_title = Content(self._title)
            dialog.border_subtitle = Content("tab complete · -tag takes away · enter save")
            yield Static(self._now, id="now")
            yield TagLine(placeholder="tag, another tag, -not this one", compact=True)
            yield OptionList(markup=False, compact=True)

    def on_mount(self) -> None:
        self.query_one(OptionList).can_focus = False
        self._list_completions("")

    @property
    def _now(self) -> Content:
        """The tags that the papers carry."""
        tags = [Content.styled(f"#{tag}", f"${tag_colour(tag)}") for tag in self._tags]
        return Content("  ").join(tags) if tags else Content.styled("no tags yet", "$quiet")

    def on_input_changed(self, event: Input.Changed) -> None:
        self.query_one("#now", Static).update(self._now)
        self._list_completions(event.value)

    def on_input_submitted(self) -> None:
        if self._moved:
            self.action_complete()
        line = self.query_one(Input).value
        try:
            edit_tags(*signed_tags(line))
        except TagError as error:
            why = Content.styled(f"Not tagged: {error}", "bold $error")
            self.query_one("#now", Static).update(why)
        else:
            self.dismiss(line)

    def action_next(self, step: int) -> None:
        options = self.query_one(OptionList)
        if options.option_count:
            at = options.highlighted
            options.highlighted = (
                (0 if step > 0 else options.option_count - 1)
                if at is None
                else (at + step) % options.option_count
            )
            self._moved = True

    def action_complete(self) -> None:
        options = self.query_one(OptionList)
        if not options.option_count:
            return
        tag = options.get_option_at_index(options.highlighted or 0).id or ""
        line = self.query_one(Input)
        head, sign, _ = _last_tag(line.value)
        line.value = f"{head}{sign}{tag}, "
        line.cursor_position = len(line.value)

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        self.query_one(OptionList).highlighted = event.option_index
        self.action_complete()

    def _list_completions(self, text: str) -> None:
        before, sign, part = _last_tag(text)
        typed = {tag.strip(" +#").casefold() for tag in _BETWEEN.split(before)}
        pool = self._tags if sign == "-" else self._others
        pool = [tag for tag in pool if tag.casefold() not in typed]
        options = self.query_one(OptionList)
        options.clear_options()
        options.add_options(
            Option(Content.styled(f"{sign}{tag}", f"${tag_colour(tag)}"), id=tag)
            for tag in completions(part, pool)
        )
        options.display = bool(options.option_count)
        options.highlighted = None
        self._moved = False


def _last_tag(text: str) -> tuple[str, str, str]:
    """What comes before the tag being typed, its sign, and what there is of it."""
    at = max((match.end() for match in _BETWEEN.finditer(text)), default=0)
    before, part = text[:at], text[at:].lstrip()
    sign = part[:1] if part[:1] in ("-", "+") else ""
    gap = " " if before.endswith(",") else ""
    return f"{before}{gap}", sign, part[len(sign) :].lstrip("#").strip()


def completions(part: str, known: Iterable[str]) -> list[str]:
    """The known tags that go on from what is typed; then those that are like it, best first."""
    known = list(known)
    if not part:
        return known[:_MOST]
    # Not from its modules: two threads that load parts of a package at once may get half of one.
    from rapidfuzz import fuzz, process

    start = [tag for tag in known if tag.casefold().startswith(part.casefold())]
    like = process.extract(
        part, known, scorer=fuzz.partial_ratio, processor=str.casefold, score_cutoff=75, limit=_MOST
    )
    return list(dict.fromkeys([*start, *(tag for tag, _, _ in like)]))[:_MOST]


def signed_tags(line: str) -> tuple[list[str], list[str]]:
    """The tags to add and to remove that a line names: parted by commas, or by spaces before a
    sign (`+`, `-`, `#`), since a tag may be of several words."""
    parts = [part.strip() for part in _BETWEEN.split(line)]
    added = [part.lstrip("+# ") for part in parts if part.strip("+-# ") and part[0] != "-"]
    removed = [part[1:].lstrip("# ") for part in parts if part.strip("+-# ") and part[0] == "-"]
    return added, removed
