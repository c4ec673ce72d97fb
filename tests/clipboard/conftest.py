"""What the tests of copying share."""

from __future__ import annotations

import pytest

from carrel import clipboard
from tests import terminal as real

TEXT = "Müller & Šimůnek — “α→β” 山田\n\tline 2"
Env = dict[str, str]


@pytest.fixture
def patient(monkeypatch: pytest.MonkeyPatch) -> None:
    """Programs are waited for as long as a busy machine may need."""
    monkeypatch.setattr(clipboard, "PATIENCE", real.PATIENCE)
    # Of much text a tool may lose a piece, and wait for it for ever: there is time to ask again.
    monkeypatch.setattr(clipboard, "_SETTLING", 2 * real.PATIENCE)
