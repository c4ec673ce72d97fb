"""What carrel remembers of how it was used: kept, shared by two windows, and never in the way."""

from __future__ import annotations

import os
from dataclasses import fields, replace
from operator import methodcaller
from pathlib import Path
from threading import Thread

import pytest

from carrel.memory import LONGEST_QUERY, MOST_QUERIES, Memory, Remembered

PATIENCE = 60.0  # seconds; a busy machine is no failure


def test_two_windows_keep_what_the_other_remembers(tmp_path: Path) -> None:
    path = tmp_path / "data" / "memory.json"
    one, other = Memory(path), Memory(path)
    one.change(lambda now: now.with_search("Rivers", "title:river"))
    other.change(lambda now: replace(now, style="ieee", sidebar=False))
    assert one.now.searches == {"Rivers": "title:river"}
    assert not path.exists()
    one.save()
    other.save()
    both = Remembered(style="ieee", sidebar=False, searches={"Rivers": "title:river"})
    assert Memory(path).now == other.now == both
    one.change(lambda now: now.with_search("Rivers", ""))
    one.save()
    assert Memory(path).now == Remembered(style="ieee", sidebar=False)


def test_all_of_it_outlives_the_process(tmp_path: Path) -> None:
    used = Remembered(
        style="mla",
        style_set="apa",
        sort="title",
        theme="carrel-dark",
        sidebar=False,
        hints=True,
        paper_room=-5,
        queries=("nets", "ponds"),
        searches={"Rivers": "title:river"},
    )
    new = Remembered()
    assert all(getattr(used, entry.name) != getattr(new, entry.name) for entry in fields(new))
    memory = Memory(tmp_path / "memory.json")
    memory.change(lambda _: used)
    memory.save()
    assert Memory(tmp_path / "memory.json").now == used


def test_a_query_is_remembered_once_as_the_latest(tmp_path: Path) -> None:
    memory = Memory()
    for query in (
        "a",
        "b",
        " ",
        "a",
        "long " * LONGEST_QUERY,
        *map(str, range(MOST_QUERIES - 2)),
        "b\x1b[2J",
    ):
        memory.change(methodcaller("with_query", query))
    assert memory.now.queries[:2] == ("a", "0")
    assert memory.now.queries[-1] == "b"
    assert len(memory.now.queries) == MOST_QUERIES
    memory.save()  # nowhere
    assert memory.problem == ""


@pytest.mark.parametrize("text", ["", "[]", '{"style": ', "\xff"])
def test_what_cannot_be_read_counts_as_nothing_and_is_put_aside(tmp_path: Path, text: str) -> None:
    path = tmp_path / "memory.json"
    path.write_bytes(text.encode("latin-1"))
    memory = Memory(path)
    assert memory.now == Remembered()
    assert not path.exists()
    assert f"{path} is damaged" in memory.problem
    memory.change(lambda now: replace(now, style="mla"))
    memory.save()
    assert "memory.json.damaged" in memory.problem  # what was in it is not back for that
    assert Memory(path).problem == ""
    assert (tmp_path / "memory.json.damaged").read_bytes() == text.encode("latin-1")


def test_what_is_of_a_wrong_type_is_left_out(tmp_path: Path) -> None:
    path = tmp_path / "memory.json"
    path.write_text('{"queries": 3, "sort": [1], "searches": {"a": 1, "b": "c"}, "style": "mla"}')
    assert Memory(path).now == Remembered(style="mla", searches={"b": "c"})


def test_what_cannot_be_written_is_told_and_tried_again(tmp_path: Path) -> None:
    folder = tmp_path / "data"
    folder.write_text("in the way")
    memory = Memory(folder / "memory.json")
    memory.change(lambda now: replace(now, theme="carrel-light"))
    memory.save()
    assert "memory.json" in memory.problem
    folder.unlink()
    memory.save()
    assert memory.problem == ""
    assert Memory(folder / "memory.json").now.theme == "carrel-light"


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root reads all")
def test_what_the_system_does_not_give_is_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "memory.json"
    path.write_text('{"sort": "title"}')
    path.chmod(0)
    memory = Memory(path)
    memory.change(lambda now: replace(now, style="mla"))
    memory.save()
    assert str(path) in memory.problem
    path.chmod(0o600)
    memory.save()
    assert memory.problem == ""
    assert Memory(path).now == Remembered(style="mla", sort="title")


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no pipes with names")
def test_a_change_does_not_wait_for_a_slow_disk(tmp_path: Path) -> None:
    path = tmp_path / "memory.json"
    memory = Memory(path)
    memory.change(lambda now: replace(now, style="mla"))
    os.mkfifo(path)
    saving = Thread(target=memory.save)
    saving.start()
    with path.open("w") as disk:  # it reads what there is, and waits for the end of that
        changing = Thread(target=memory.change, args=[lambda now: replace(now, sort="title")])
        changing.start()
        changing.join(PATIENCE)
        path.unlink()
        disk.write('{"theme": "carrel-light"}')
    saving.join()
    assert not changing.is_alive()
    assert memory.now == Remembered(style="mla", sort="title", theme="carrel-light")
    memory.save()
    assert Memory(path).now == memory.now
