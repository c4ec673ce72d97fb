from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

DRIVER = Path(__file__).with_name("crash_driver.py")


@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork(2)")
@pytest.mark.parametrize(
    ("calls", "least"),
    [("changing", 10), pytest.param("all", 40, marks=pytest.mark.sweep)],
)
def test_a_death_at_any_point_of_a_save_loses_nothing(
    calls: str, least: int, quick_folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    ran = subprocess.run(
        [sys.executable, DRIVER, quick_folder / "work", calls],
        capture_output=True,
        text=True,
        check=False,
    )
    assert ran.returncode == 0, ran.stderr
    *swept, control = [json.loads(line) for line in ran.stdout.splitlines()]
    points = sum(scenario["points"] for scenario in swept)
    with capsys.disabled():
        print(f"\n{points} crash points at {calls} calls, in {len(swept)} kinds of change")
    assert [fault for scenario in swept for fault in scenario["wrong"]] == []
    assert all(scenario["points"] > least for scenario in swept)
    assert control["wrong"], "a file written in place must be found torn"
