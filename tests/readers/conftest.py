"""What the tests of the readers share: reading a text as a person's file of it is read."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from carrel.paper import Record, Reject
from carrel.readers import read

Items = list[Record | Reject]
ItemsOf = Callable[[str, str | bytes], Items]
RecordsOf = Callable[[str, str | bytes], list[Record]]


@pytest.fixture
def items_of(tmp_path: Path) -> ItemsOf:
    """The records and rejects of a file with this name and content."""

    def items(name: str, content: str | bytes) -> Items:
        path = tmp_path / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return list(read(path))

    return items


@pytest.fixture
def records_of(items_of: ItemsOf) -> RecordsOf:
    """The records of a file in which nothing is rejected."""

    def records(name: str, content: str | bytes) -> list[Record]:
        items = items_of(name, content)
        rejects = [item for item in items if isinstance(item, Reject)]
        assert not rejects, rejects
        return [item for item in items if isinstance(item, Record)]

    return records
