"""What holds for all tests: no network, no home folder, no test that fails on a slow machine."""

from __future__ import annotations

import os
import signal
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

settings.register_profile(
    "carrel",
    deadline=None,
    max_examples=50,
    suppress_health_check=[HealthCheck.too_slow],  # it is a time limit, too
)
settings.register_profile("long", settings.get_profile("carrel"), max_examples=5_000)
settings.load_profile("long" if os.environ.get("CARREL_SWEEP") == "long" else "carrel")
# A shell starts what runs behind it so that ctrl+c is ignored; the tests send it to programs.
signal.signal(signal.SIGINT, signal.default_int_handler)


@pytest.fixture(autouse=True)
def _no_home(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> None:
    """carrel's folders are empty ones, and the person's own are out of reach."""
    folder: Path = tmp_path_factory.mktemp("home")
    monkeypatch.setenv("HOME", str(folder))
    for name in ("DATA", "CACHE", "CONFIG"):
        monkeypatch.setenv(f"CARREL_{name}", str(folder / name.lower()))
    monkeypatch.delenv("CARREL_STATE", raising=False)
