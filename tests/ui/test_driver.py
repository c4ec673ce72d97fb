"""The terminal's driver, where the terminal is gone."""

from __future__ import annotations

import io
import os
import sys
import threading
from typing import Any, cast

import pytest

if sys.platform == "win32":
    pytest.skip("needs a POSIX terminal", allow_module_level=True)

import pty

from textual.drivers._writer_thread import WriterThread

from carrel.ui.driver import Output
from tests.terminal import PATIENCE


def test_who_writes_to_a_terminal_that_is_gone_need_not_wait() -> None:
    terminal, end = pty.openpty()
    with open(end, "wb", buffering=0) as raw:
        file = io.TextIOWrapper(raw, write_through=True)
        writer = WriterThread(cast("Any", Output(file)))

        def paint() -> None:
            for _ in range(100):
                writer.write("painted")
            writer.stop()

        painting = threading.Thread(target=paint, daemon=True)
        os.close(terminal)
        writer.start()
        painting.start()
        painting.join(PATIENCE)
        assert not painting.is_alive()
