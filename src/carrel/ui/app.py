"""The application: wires a library to the screen, and to the world outside."""

from __future__ import annotations

import asyncio
import os
import signal
import sys
import threading
from collections import deque
from collections.abc import Callable, Coroutine, Mapping, Sequence
from contextlib import suppress
from contextvars import copy_context
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Literal, cast

# Textual looks at this once, when it is imported: how often, at most, it paints in a second. At its
# default of 60, a key waits up to 17 ms for the next frame after all is done for it.
os.environ.setdefault("TEXTUAL_FPS", "1000")

from textual import events
from textual.actions import parse
from textual.app import App
from textual.worker import WorkerCancelled, WorkerFailed

from carrel.memory import Change, Memory
from carrel.settings import AUTO, FILE_NAME, Settings
from carrel.ui import themes
from carrel.ui.browse import HEIGHTS, WIDTHS, Browse
from carrel.ui.commands import BY_ID, key_problems, keymap, shown_keys
from carrel.ui.guard import unheard
from carrel.ui.keyboard import Keyboard, Passed, Typed
from carrel.ui.reading import shares

if TYPE_CHECKING:
    from textual.actions import ActionParseResult
    from textual.command import Provider
    from textual.dom import DOMNode
    from textual.driver import Driver
    from textual.worker import Worker

    from carrel import clipboard
    from carrel.annotations import Annotations
    from carrel.desk import Desk
    from carrel.ui.loading import Loading

_REFRESH = 0.5  # seconds between looks at what other windows wrote
_LOOK = 1.0  # seconds between looks at the sources
_ACTIONS = 50  # commands that a crash report tells of
_FINISHED = ("keep", "copy", "write")  # groups of workers that are waited for on leaving
_PATIENCE = 3.0  # seconds to leave in, once the terminal is gone


def _commands() -> type[Provider]:
    from carrel.ui.help import Commands

    return Commands


def _driver() -> type[Driver] | None:
    if sys.platform == "win32":
        return None
    from carrel.ui.driver import Driver

    return Driver


class Carrel(App[int]):
    """carrel in the terminal. Its result is an exit code."""

    CSS_PATH = "carrel.tcss"
    TITLE = "carrel"
    COMMANDS = {_commands}
    HORIZONTAL_BREAKPOINTS = WIDTHS
    VERTICAL_BREAKPOINTS = HEIGHTS
    ENABLE_COMMAND_PALETTE = False  # not by a key that Textual chooses, whatever the keymap says

    loading: Loading
    annotations: Annotations | None = None
    error: Exception | None = None  # what it crashed of
    typed_ahead = b""  # what came from the terminal before it was taken over

    def __init__(
        self,
        sources: Sequence[str],
        *,
        state: str = "",
        query: str = "",
        settings: Settings | None = None,
        memory: Memory | None = None,
        ground: str = "",
        problems: Sequence[str] = (),
        picks: Literal["", "one", "several"] = "",
    ) -> None:
        """`state` is the annotations' file ("" for the person's own); `ground` what the terminal
        said of its background, "light" or "dark"; `problems` what is wrong with the settings.

        `picks` asks for one paper or several: which these are is in `picked` when it has ended.
        """
        self.memory = memory or Memory()  # of which Textual asks for the variables of the sheet
        # Where no colour is wanted (https://no-color.org), the terminal's own are left out.
        super().__init__(_driver(), ansi_color=True if "NO_COLOR" in os.environ else None)
        self.use_command_palette = True
        self.sources = sources
        self.query_text = query
        self.settings = settings or Settings()
        self.actions = deque[str](maxlen=_ACTIONS)
        self.note: Callable[[str], None] = unheard  # called with each, where a guard watches
        self.keys = keymap(self.settings.keys, self.settings.keymap)
        self._keyboard = Keyboard(self, super().on_event)
        self.picked: tuple[Desk, Sequence[int]] | None = None
        self._picks = picks
        self._state = state
        self._problems = [*problems, *key_problems(self.settings)]
        for theme in themes.OWN:
            self.register_theme(theme)
        self._set_theme(ground)

    # ------------------------------------------------------------ beginning

    def get_default_screen(self) -> Browse:
        if not self._picks:
            return Browse()
        from carrel.ui.pick import Pick

        return Pick(many=self._picks == "several")

    @property
    def browse(self) -> Browse:
        return cast("Browse", self.screen_stack[0])

    def on_mount(self) -> None:
        self.set_keymap(self.keys)
        self.theme_changed_signal.subscribe(self, self._theme_changed)
        self.app_resume_signal.subscribe(self, lambda _: self.action_repaint())
        self._listen()
        self.browse.call_after_refresh(self._keyboard.begin)
        self.browse.call_after_refresh(self._begin)

    def _begin(self) -> None:
        """Open the library, now that the first frame is on the screen."""
        from carrel.annotations import Annotations, annotations_path
        from carrel.ui.loading import Loading

        self.annotations = Annotations(annotations_path(self._state))
        self.loading = Loading(self, self.sources, self.annotations)
        self.browse.filter_line.complete = self.browse.narrowing.offer
        self.browse.filter_line.text_follows = lambda: self.text_follows
        self.loading.start()
        self.set_interval(_REFRESH, partial(self._look, "refresh", self.browse.keeping.refresh))
        self.set_interval(_LOOK, partial(self._look, "look", self.loading.look))
        if problems := self.problems():
            more = f"; {len(problems) - 1} more: ! shows all" if len(problems) > 1 else ""
            self.browse.say(f"{problems[0]}{more}", problem=True)

    @property
    def opening(self) -> bool:
        """Are sources being read?"""
        return hasattr(self, "loading") and self.loading.under_way

    @property
    def text_follows(self) -> bool:
        """Is more being typed, which waits already for what was typed before?"""
        return self._keyboard.text_follows

    def _look(self, group: str, look: Callable[[], Coroutine[None, None, None]]) -> None:
        """Look once more; not while the last look still waits for a slow disk."""
        if not self._working(group):
            self.run_worker(look(), group=group)

    def _working(self, *groups: str) -> list[Worker[object]]:
        return [work for work in self.workers if work.group in groups and not work.is_finished]

    async def on_event(self, event: events.Event) -> None:
        if isinstance(event, Typed) and not event.is_forwarded:
            await self._keyboard.take(event)
        else:
            await super().on_event(event)

    async def run_action(
        self,
        action: str | ActionParseResult,
        default_namespace: DOMNode | None = None,
        namespaces: Mapping[str, DOMNode] | None = None,
    ) -> bool:
        _, name, taken = parse(action) if isinstance(action, str) else action
        # The screen's own by their ids; others, as those of a text, without what they take.
        self.actions.append(str(taken[0]) if name == "do" else name)
        self.note(self.actions[-1])
        return await super().run_action(action, default_namespace, namespaces)

    async def on_passed(self, message: Passed) -> None:
        await self._keyboard.passed(message)

    def action_repaint(self) -> None:
        """Paint all anew: the terminal forgot it, and Textual does so only for another size."""
        self.refresh(layout=True)

    # ------------------------------------------------------------ ending

    def action_help_quit(self) -> None:
        """Who presses ctrl+c may want to leave: say how."""
        key = shown_keys(self.keys.get("quit", BY_ID["quit"].keys))[0]
        self.browse.say(f"{key or 'The palette'} leaves")

    async def leave(self, code: int = 0) -> None:
        """End, when all that was asked for is on disk."""

        async def finish() -> None:
            if self.annotations is not None:
                self.browse.writing.finish()
            for work in self._working(*_FINISHED):
                with suppress(WorkerCancelled, WorkerFailed):
                    await asyncio.shield(work.wait())  # who leaves twice gives nothing up
            await asyncio.to_thread(self.memory.save)
            self.workers.cancel_node(self.browse)  # nothing is to be shown any more
            self.exit(code)

        self.run_worker(finish(), group="leave", exclusive=True)

    def _listen(self) -> None:
        """End in good order when told to by a signal."""
        if sys.platform == "win32" or threading.current_thread() is not threading.main_thread():
            return
        loop = asyncio.get_running_loop()
        context = copy_context()

        def tell(number: int, _: object) -> None:
            if not loop.is_closed():
                loop.call_soon_threadsafe(self._told_to_end, number, context=context)

        for number in (signal.SIGTERM, signal.SIGHUP):
            # Only wakes the loop: by the same pipe as every key, which may be full of them.
            loop.add_signal_handler(number, lambda: None)
            signal.signal(number, tell)

    def _told_to_end(self, number: int) -> None:
        code = 128 + number
        if number == signal.SIGHUP:  # what is written to the terminal may wait for ever now
            watchdog = threading.Timer(_PATIENCE, os._exit, (code,))
            watchdog.daemon = True
            watchdog.start()
        self.run_worker(self.leave(code), group="end")

    def _handle_exception(self, error: Exception) -> None:
        if self.error is None:
            self.error = error
        super()._handle_exception(error)

    def _fatal_error(self) -> None:
        """Close. What Textual would print holds all that is in variables; the report, which is
        written when the terminal is itself again, does not."""
        self._close_messages_no_wait()

    # ------------------------------------------------------------ what is wrong

    def problems(self) -> list[str]:
        """What is wrong besides what the sources hold, in words."""
        found = [*self._problems, *(self.annotations.problems if self.annotations else ())]
        if self.annotations is not None and (unsaved := self.annotations.unsaved):
            found.append(unsaved)
        return [*found, self.memory.problem] if self.memory.problem else found

    # ------------------------------------------------------------ themes

    def get_theme_variable_defaults(self) -> dict[str, str]:
        return {**themes.defaults(self), **shares(self.memory.now.paper_room)}

    def _set_theme(self, ground: str) -> None:
        """As the settings say; else as chosen last; else as suits the terminal."""
        wanted = self.settings.theme
        if wanted != AUTO and wanted not in self.available_themes:
            where = self.settings.where.get("theme", FILE_NAME)
            self._problems.append(f"{where}: no theme is called “{wanted}”; T shows all")
            wanted = AUTO
        if wanted == AUTO:
            wanted = self.memory.now.theme
        if wanted not in self.available_themes or self.ansi_color:
            wanted = themes.suitable(os.environ, ground).name
        if self.available_themes[wanted].ansi:
            self.theme = wanted
        else:  # as setting it does, but before anything has a style that would have to change
            self.set_reactive(App.theme, wanted)
            self.stylesheet.set_variables(self.get_css_variables())

    def choose_theme(self) -> None:
        """Carrel's own first; enter puts one on."""
        from textual.content import Content

        from carrel.ui.dialogs import Listing, ListLine

        own = [theme.name for theme in themes.OWN]
        lines = []
        for heading, names in (
            ("carrel's own", own),
            ("Textual's", sorted(self.available_themes.keys() - set(own))),
        ):
            lines.append(ListLine("", Content.styled(heading, "bold $accent"), heading))
            for name in names:
                shown = Content(f"  {'✓' if name == self.theme else ' '} {name}")
                lines.append(ListLine(name, shown, name))

        def chosen(name: str | None) -> None:
            if name:
                self.theme = name

        listing = Listing("Theme", lines, "enter choose · esc close", self.theme)
        self.push_screen(listing, chosen)

    def _theme_changed(self, theme: object) -> None:
        name = self.theme
        self.remember(lambda now: replace(now, theme=name))

    # ------------------------------------------------------------ the world outside

    def remember(self, change: Change) -> None:
        """Change what is remembered, and keep it; never waits for the disk."""
        self.memory.change(change)
        self.run_worker(asyncio.to_thread(self.memory.save), group="remember")

    async def copy(self, text: str) -> clipboard.Outcome:
        """Copy a text, and tell what is known of that; never on the event loop."""
        from carrel import clipboard

        def send(sequence: str) -> None:
            if self._driver is not None:
                self.call_from_thread(self._driver.write, sequence)

        way = "" if self.settings.clipboard == AUTO else self.settings.clipboard
        return await asyncio.to_thread(partial(clipboard.copy, text, way=way, send=send))

    def action_command_palette(self) -> None:
        from carrel.ui.help import Palette

        if not isinstance(self.screen, Palette):
            self.push_screen(Palette(id="--command-palette"))

    def show_help(self) -> None:
        from carrel.ui.help import show

        show(self.browse)
