"""What the readers of services' answers in JSON do alike."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping

from carrel.paper import Place, Record, Reject
from carrel.readers.dates import loose_date
from carrel.readers.fields import checked, line
from carrel.readers.jsontext import objects
from carrel.readers.source import Source
from carrel.readers.values import string


def answers(
    source: Source,
    record: Callable[[Mapping[str, object], Place], Record | Reject],
    *containers: str,
) -> Iterator[Record | Reject]:
    """The works in an answer, of each of which `record` makes a record, or says why it can't;
    `containers` are the members that hold them."""
    for item in objects(source, *containers):
        if isinstance(item, Reject):
            yield item
        else:
            found = record(item.value, Place(source.path, item.line, item.end))
            yield checked(found, item.value) if isinstance(found, Record) else found


def institutions(names: Iterable[str]) -> str:
    """Where the authors work, each institution once."""
    found = dict.fromkeys(map(line, names))
    return "; ".join(name for name in found if name not in ("", "-"))


def dated(value: Mapping[str, object], *names: str) -> str:
    """The date of the first of some members that holds one."""
    return next(filter(None, (loose_date(string(value.get(name))) for name in names)), "")


def firstly(texts: Iterable[str]) -> str:
    """The first text that says something; one without formulas in MathML, where there is one."""
    said = [text for text in texts if text]
    return next((text for text in said if "<math" not in text), said[0] if said else "")
