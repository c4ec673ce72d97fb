"""Keys, handed on one at a time.

Textual hands each key to what has the focus as soon as it arrives, and what the key before it asked
for may still be under way. Of "/prune", typed fast or arriving in one piece over a slow line, the
letters would reach the list, where they are commands, before the filter line has the focus. Here a
key waits until the one before it has been dealt with: a message follows it on its way through the
widgets, and then others follow what the key has set off, for as many steps as that takes.

Letters that wait for a line in which one writes are handed on together. A paste that the terminal
does not mark as one arrives as thousands of them.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING

from textual import events
from textual.message import Message

if TYPE_CHECKING:
    from textual.app import App
    from textual.timer import Timer

Typed = events.Key | events.Paste

_STEPS = 6  # messages from key to focus: the widget's, its parent's, the screen's, a new screen's …
_STEPS_OF_TEXT = 2  # what is typed in a line moves no focus: the key's, and that there is more text
_TICK = 0.05  # seconds
_TEXT = "text"  # the name of no key
_PATIENCE = 10  # ticks for which a key waits for one that is lost with its widget


class Passed(Message):
    """Follows a key: where this arrives, the key has been."""

    def __init__(self, key: int) -> None:
        super().__init__()
        self.key = key


class Keyboard:
    """Hands keys (and what is pasted) to `deliver`, one at a time, once it was told to `begin`."""

    def __init__(self, app: App[int], deliver: Callable[[events.Event], Awaitable[None]]) -> None:
        self._app = app
        self._deliver = deliver
        self._waiting = deque[Typed]()
        self._count = 0  # of the keys handed on
        self._begun = False
        self._under_way = True  # until what is there at first has the focus
        self._steps = 0  # to follow yet
        self._timer: Timer | None = None
        self._ticks = 0  # not seconds: what is busy, as at the start, can't have dealt with a key

    @property
    def text_follows(self) -> bool:
        """Is the next key, which waits already, one that writes something?"""
        following = self._waiting[0] if self._waiting else None
        return isinstance(following, events.Key) and following.is_printable

    def begin(self) -> None:
        """The screen is there, and soon its focus is."""
        self._begun = True
        self._steps = _STEPS
        self._follow()
        self._watch()

    async def take(self, typed: Typed) -> None:
        """Hand a key on, now or when its turn comes."""
        if self._under_way:
            self._waiting.append(typed)
            self._watch()
        else:
            await self._hand_on(typed)

    async def passed(self, message: Passed) -> None:
        """A message that followed a key is back."""
        if message.key != self._count or not self._under_way:
            return  # nobody waits for it any more
        if self._steps:
            self._follow()
        else:
            await self._next()

    async def _hand_on(self, typed: Typed) -> None:
        self._count += 1
        self._under_way = True
        self._steps = _STEPS_OF_TEXT if self._writes(typed) else _STEPS
        await self._deliver(typed)
        self._follow()

    def _follow(self) -> None:
        if not self._app.screen_stack:  # the end
            return
        self._steps -= 1
        target = self._app.focused or self._app.screen
        target.post_message(Passed(self._count))

    async def _next(self) -> None:
        self._under_way = False
        if self._timer is not None:
            self._timer.stop()
            self._timer = None
        if self._waiting:
            await self._hand_on(self._text() or self._waiting.popleft())
            self._watch()

    def _text(self) -> events.Key | None:
        """The letters that wait first, as one key, if what has the focus writes what is typed."""
        letters: list[events.Key] = []
        while self._waiting:
            key = self._waiting[0]
            if not (isinstance(key, events.Key) and self._writes(key)):
                break
            letters.append(key)
            self._waiting.popleft()
        if len(letters) < 2:
            return letters[0] if letters else None
        return events.Key(_TEXT, "".join(key.character or "" for key in letters))

    def _writes(self, typed: Typed) -> bool:
        """Is it a letter for what has the focus, which writes what is typed?"""
        focused = self._app.focused
        return (
            focused is not None
            and isinstance(typed, events.Key)
            and typed.is_printable
            and focused.check_consume_key(typed.key, typed.character)
        )

    def _watch(self) -> None:
        """See that no key waits for ever."""
        if self._begun and self._waiting and self._timer is None:
            self._ticks = 0
            self._timer = self._app.set_interval(_TICK, self._tick)

    async def _tick(self) -> None:
        self._ticks += 1
        if self._ticks == _PATIENCE:
            await self._next()
