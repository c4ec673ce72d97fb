"""What a person keeps of papers: star, tags, note, read mark; done, undone, renamed.

What is written, is written in a thread, since the disk or another window may be slow; one step
after the other, in the order of the keys.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from typing import TYPE_CHECKING

from carrel.annotations import (
    MOST_PAPERS,
    Annotation,
    Done,
    Edit,
    Identified,
    TagError,
    edit_tags,
    normal_tags,
    set_favourite,
    set_note,
    set_read,
)
from carrel.text import counted
from carrel.ui.turns import in_turns

if TYPE_CHECKING:
    from carrel.desk import Desk
    from carrel.ui.browse import Browse

_MANY = 200  # papers that take long enough to say that it is being done


class Keeping:
    """Changes the annotations of the papers that are chosen."""

    def __init__(self, browse: Browse) -> None:
        self._browse = browse
        self._turn = asyncio.Lock()
        self._recent: list[str] = []  # tags given here, the latest first
        self._told = len(self._problems)  # those of opening the file are told by the app

    # ------------------------------------------------------------ commands

    def star(self) -> None:
        asked = ("Star {}?", "Take the star from {}?")
        told = ("Starred", "Took the star away")
        self._toggle(lambda said: said.favourite, set_favourite, asked, told)

    def read(self) -> None:
        asked = ("Mark {} as read?", "Mark {} as unread?")
        told = ("Marked as read", "Marked as unread")
        self._toggle(lambda said: said.read, set_read, asked, told)

    def tags(self) -> None:
        from carrel.ui.tag_editor import TagEditor, signed_tags

        papers = self._browse.chosen
        if not papers:
            return
        desk, all_seen = self._browse.desk, self._sees_all(papers)
        tags = normal_tags(tag for number in papers for tag in desk.annotation(number).tags)
        uses = sorted(desk.annotations.tags(), key=lambda use: use.changed, reverse=True)
        known = list(dict.fromkeys([*self._recent, *(use.tag for use in uses)]))

        def edit(line: str | None) -> None:
            added, named = signed_tags(line or "")
            carried = {tag.casefold() for tag in tags}
            removed = [tag for tag in normal_tags(named) if tag.casefold() in carried]
            if named and not (added or removed):
                have = "This paper has no" if len(papers) == 1 else "None of these papers has"
                self._browse.say(f"{have} #{named[0]}", problem=True)
            if added or removed:
                self._recent = list(dict.fromkeys([*normal_tags(added), *self._recent]))
                label = " ".join([*(f"+{tag}" for tag in added), *(f"-{tag}" for tag in removed)])
                change = edit_tags(added, removed), f"Tagged {label}"
                question = f"Tag {counted(len(papers), 'paper')} {label}?"
                # Of the papers that it was asked for: sources may have been read anew since.
                self._asked(question, desk, papers, lambda: change, all_seen)

        title = "Tags" if len(papers) == 1 else f"Tags of {len(papers):,} papers"
        self._browse.app.push_screen(TagEditor(title, tags, known), edit)

    def keep_note(self, paper: Identified, text: str, seen: str) -> None:
        """Put a note in place of the one that the person saw; on the paper, though it may be gone
        from the sources."""
        if text.strip() != seen.strip():
            label = "Wrote a note" if text.strip() else "Removed the note"
            change = set_note(text, seen)
            self._take(
                lambda: self._everywhere(
                    lambda desk: desk.annotations.change([paper], change, label)
                )
            )

    def undo(self) -> None:
        self._take(lambda: self._everywhere(lambda desk: desk.annotations.undo()), "Undid")

    def redo(self) -> None:
        self._take(lambda: self._everywhere(lambda desk: desk.annotations.redo()), "Redid")

    def rename_tag(self, old: str) -> None:
        """Ask for another name of a tag; one that there is already merges the two."""
        from carrel.ui.dialogs import Prompt

        def name(answer: str) -> str:
            return answer.lstrip("#").strip()

        def accepts(answer: str) -> bool:
            try:
                edit_tags([name(answer)] if name(answer) != old else [])
            except TagError as error:
                self._browse.say(f"Not renamed: {error}", problem=True)
                return False
            return True

        def rename(answer: str | None) -> None:
            new = name(answer or "")
            if new and new != old:
                step = self._everywhere
                self._take(lambda: step(lambda desk: desk.annotations.replace_tags([old], new)))

        title = f"Rename #{old} ({self._uses(old)})"
        hint = "the name of another tag makes them one · enter · esc"
        self._browse.app.push_screen(Prompt(title, old, hint, accepts=accepts), rename)

    def remove_tag(self, tag: str) -> None:
        """Take a tag off all papers, if the person means it."""

        def remove() -> None:
            step = self._everywhere
            self._take(lambda: step(lambda desk: desk.annotations.replace_tags([tag])))

        self._browse.confirm(f"Remove #{tag} from {self._uses(tag)}?", remove)

    def _uses(self, tag: str) -> str:
        """How many papers carry a tag, in words."""
        uses = self._browse.desk.annotations.tags()
        papers = next((use.papers for use in uses if use.tag.casefold() == tag.casefold()), 0)
        return counted(papers, "paper")

    # ------------------------------------------------------------ which papers

    def _toggle(
        self,
        is_on: Callable[[Annotation], bool],
        edit: Callable[[bool], Edit],
        asked: tuple[str, str],
        told: tuple[str, str],
    ) -> None:
        """Set what is not set of all papers chosen; else unset it. `asked` and `told` are the
        words for both."""
        desk, papers = self._browse.desk, self._browse.chosen
        all_seen = self._sees_all(papers)

        def on() -> bool:
            return not all(is_on(desk.annotation(number)) for number in papers)

        def change() -> tuple[Edit, str]:
            setting = on()
            return edit(setting), told[not setting]

        question = asked[not on()].format(counted(len(papers), "paper"))
        self._asked(question, desk, papers, change, all_seen)

    def _sees_all(self, papers: Sequence[int]) -> bool:
        """Are the lines of all these papers on the screen, or is it the one that is read?"""
        shown, order = self._browse.papers, self._browse.view.order if self._browse.view else ()
        places = (*shown.in_view, shown.cursor)
        return {order[place] for place in places if place < len(order)}.issuperset(papers)

    def _asked(
        self,
        question: str,
        desk: Desk,
        papers: Sequence[int],
        change: Callable[[], tuple[Edit, str]],
        all_seen: bool,
    ) -> None:
        """Act at once on papers of a desk that are all seen; ask first where more would be changed
        than that.

        `change` gives the edit and what it is called, when its turn has come.
        """
        if not papers:
            return
        if len(papers) > MOST_PAPERS:
            self._browse.say(
                f"{len(papers):,} papers are too many at once: filter first", problem=True
            )
            return

        def act() -> None:
            self._take(lambda: self._changed(desk, papers, *change()))

        if all_seen:
            act()
        else:
            self._browse.confirm(question, act)

    # ------------------------------------------------------------ doing it

    def _take(self, step: Callable[[], Awaitable[Done | None]], verb: str = "") -> None:
        """Take a step when those before it are done, and tell what it did."""

        async def taken() -> None:
            async with self._turn:
                self._tell(await step(), verb)

        self._browse.run_worker(taken(), group="keep")

    async def _changed(self, desk: Desk, papers: Sequence[int], edit: Edit, label: str) -> Done:
        if len(papers) > _MANY:
            self._browse.say(f"{label}: {len(papers):,} papers …", stays=True)
        identified = [paper async for paper in in_turns(desk.identified(papers))]
        done = await asyncio.to_thread(desk.annotations.change, identified, edit, label)
        if desk is not self._browse.desk:  # sources were read anew meanwhile
            self._browse.desk.take_up()
        async for number, paper in in_turns(zip(papers, identified, strict=True)):
            desk.take_up({number: paper})
        return done

    async def _everywhere(self, step: Callable[[Desk], Done | None]) -> Done | None:
        """A step that may be about any papers."""
        done = await asyncio.to_thread(step, self._browse.desk)
        self._browse.desk.take_up()
        return done

    def _tell(self, done: Done | None, verb: str) -> None:
        """Show what a step has changed, now that it is on disk; say where it is not, or what was
        wrong with the file."""
        browse, news = self._browse, self._news()
        browse.annotations_changed()
        if done is None:
            browse.say("Nothing to take back" if verb == "Undid" else "Nothing to make again")
        elif done.unsaved:
            browse.say(f"Not saved, but kept and tried again: {done.unsaved}", problem=True)
        elif news:
            browse.say(news, problem=True)
        else:
            papers = f" ({done.papers:,} papers)" if done.papers > 1 else ""
            stays = "stays as another window set it"
            if done.kept > 1:
                stays = "stay as another window set them"
            kept = f"; {done.kept:,} {stays}" if done.kept else ""
            browse.say(f"{verb}: {done.label}{papers}{kept}" if verb else f"{done.label}{papers}")

    @property
    def under_way(self) -> bool:
        """Is something still to be done that was asked for?"""
        return self._turn.locked()

    async def done(self) -> None:
        """Wait until what was asked for is done."""
        async with self._turn:
            return

    async def refresh(self) -> None:
        """Show what other windows changed; try again to write what could not be written."""
        if self.under_way or self._browse.view is None:
            return
        async with self._turn:
            annotations = self._browse.desk.annotations
            if annotations.unsaved:
                saved = await asyncio.to_thread(annotations.retry)
                if saved:
                    self._browse.say("Now it is saved")
            changed = await asyncio.to_thread(annotations.refresh)
            if changed:
                self._browse.desk.take_up()
                self._browse.annotations_changed()
            if (news := self._news()) and not annotations.unsaved:  # of that is told already
                self._browse.say(news, problem=True)

    @property
    def _problems(self) -> list[str]:
        annotations = self._browse.carrel.annotations
        return annotations.problems if annotations else []

    def _news(self) -> str:
        """What has turned out to be wrong with the file since this was last asked, in words."""
        new = self._problems[self._told :]
        self._told += len(new)
        more = f"; {len(new) - 1} more: ! shows all" if len(new) > 1 else ""
        return f"{new[0]}{more}" if new else ""
