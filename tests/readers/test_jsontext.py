"""JSON documents and JSON Lines: every object with its lines, what is broken told at its place."""

from __future__ import annotations

import io
import json
from typing import cast

import pytest
from hypothesis import given
from hypothesis import strategies as st

from carrel.paper import Reject
from carrel.readers.jsontext import Item, objects
from carrel.readers.source import Source


def source_of(text: str) -> Source:
    data = text.encode("utf-8", "surrogatepass")
    return Source("here.json", io.BytesIO(data), len(data))


def read(text: str, *containers: str) -> list[Item | Reject]:
    return list(objects(source_of(text), *containers))


def values(text: str, *containers: str) -> list[tuple[dict[str, object], int, int]]:
    items = read(text, *containers)
    assert not [item for item in items if isinstance(item, Reject)]
    return [(item.value, item.line, item.end) for item in cast("list[Item]", items)]


def kept(items: list[Item | Reject]) -> list[object]:
    return [item.value["n"] for item in items if isinstance(item, Item)]


def test_json_lines() -> None:
    assert values('{"n": 1}\n\n{"n": 2}\n') == [({"n": 1}, 1, 1), ({"n": 2}, 3, 3)]


def test_an_array_and_the_lines_of_each_element() -> None:
    text = '[\n  {\n    "n": 1\n  },\n  {"n": 2}, {"n": 3}\n]\n'
    assert values(text) == [({"n": 1}, 2, 4), ({"n": 2}, 5, 5), ({"n": 3}, 5, 5)]


def test_an_object_alone() -> None:
    assert values('{\n "n": 1,\n "m": [2]\n}') == [({"n": 1, "m": [2]}, 1, 4)]


def test_objects_one_after_another() -> None:
    assert [value for value, _, _ in values('{\n"n": 1}\n{\n"n": 2}')] == [{"n": 1}, {"n": 2}]


def test_an_envelope_gives_what_it_holds() -> None:
    text = '{"status": "ok", "message": {"total": 2, "items": [{"n": 1},\n{"n": 2}]}, "x": {}}'
    assert values(text, "message", "items") == [({"n": 1}, 1, 1), ({"n": 2}, 2, 2)]


def test_an_envelope_of_one_gives_it() -> None:
    assert values('{"status": "ok",\n"message": {"n": 1}}', "message") == [({"n": 1}, 2, 2)]


def test_envelopes_may_stand_on_lines() -> None:
    text = '{"results": [{"n": 1}]}\n{"results": [{"n": 2}, {"n": 3}]}\n'
    assert [value["n"] for value, _, _ in values(text, "results")] == [1, 2, 3]


def test_a_broken_line_is_told_and_the_others_are_read() -> None:
    items = read('{"n": 1}\n{"n": 2,}\n{"n": 3}\n')
    assert kept(items) == [1, 3]
    [reject] = [item for item in items if isinstance(item, Reject)]
    assert (reject.place.line, reject.text) == (2, '{"n": 2,}')
    assert reject.reason.startswith("not JSON: ")


def test_a_broken_first_line_is_told_too() -> None:
    items = read('{"n": 1\n{"n": 2}\n{"n": 3}\n')
    assert kept(items) == [2, 3]
    assert [item.place.line for item in items if isinstance(item, Reject)] == [1]


def test_among_lines_a_record_may_stand_on_several() -> None:
    several = json.dumps({"n": 2, "of": [{"m": 1}, {"m": 2}]}, indent=2)
    text = f'{{"n": 1}}\n{several}\n{{"n": 3}}\nno\nrecord\n'
    *items, no, record = read(text)
    assert kept(items) == [1, 2, 3]
    lines = [item[1:] for item in items if isinstance(item, Item)]
    assert lines == [(1, 1), (2, 12), (13, 13)]
    rejects = [item for item in (no, record) if isinstance(item, Reject)]
    assert [(reject.place[1:], reject.text) for reject in rejects] == [
        ((14, 14), "no"),
        ((15, 15), "record"),
    ]


@pytest.mark.parametrize(
    "several",
    [
        '{\n"n": 2,\n"of":\n{"m": 1}\n}',
        '{\n"of": [\n{"m": 1}\n,\n{"m": 2}\n],\n"n": 2\n}',
        ' {"n": 2, "of": [\n {"m": 1}\n ]}',
    ],
)
def test_an_object_in_a_record_may_stand_as_deep_as_the_record(several: str) -> None:
    among = values(f'{{"n": 1}}\n{several}\n{{"n": 3}}\n')
    assert [value["n"] for value, _, _ in among] == [1, 2, 3]
    first = values(f'{several}\n{{"n": 3}}\n')
    assert [value["n"] for value, _, _ in first] == [2, 3]


@pytest.mark.parametrize("cut_off", ['{"m": 2', '{"m": 2,', '{"m": "2', '{"m": ["2"'])
@pytest.mark.parametrize("behind", ["", "]", '{"n": 4}', '{"n": [4,\n{"n": 5}'])
def test_a_record_behind_one_cut_off_is_no_part_of_it(cut_off: str, behind: str) -> None:
    items = read(f'{{"n": 1}}\n{cut_off}\n{{"n": 3}}\n{behind}')
    assert kept(items)[:2] == [1, 3]


def test_behind_a_line_that_ends_too_early_whole_lines_are_read() -> None:
    text = ' {"n": 1}\n {"n": 2,\n {"n": 3}\n\ufeff{"n": 4}\n{"n": 5}\n'
    assert kept(read(text)) == [1, 3, 4, 5]


@pytest.mark.parametrize(
    ("text", "remark"),
    [
        ('{"n": 1},\n{"n": 2},\n{"n": 3},\n', "stray comma: 3; first in line 1"),
        ('{"n": 1}\n{"n": 2},\n\n{"n": 3},\n', "stray comma: 2; first in line 2"),
        ('{"n": 1}\n{"n": 2}\n,\n{"n": 3}\n', "stray comma: 1; first in line 3"),
    ],
)
def test_commas_between_records_are_remarked_and_all_are_read(text: str, remark: str) -> None:
    source = source_of(text)
    items = list(objects(source))
    assert kept(items) == [1, 2, 3]
    assert len(items) == 3
    assert source.remarks == [remark]


def test_files_put_one_behind_the_other_have_marks_in_the_midst() -> None:
    assert kept(read('{"n": 1}\n\ufeff{"n": 2}\n\ufeff\n{"n": 3}\n')) == [1, 2, 3]


@pytest.mark.parametrize(
    "text",
    [
        '{"n": 1}\ufeff{"n": 2}\n{"n": 3}\n',
        '{"n": 1}\n{"n": 2} \ufeff {"n": 3}',
        '[{"n": 1}, {"n": 2}]\ufeff[\n{"n": 3}\n]\n',
        '{\n"n": 1\n}\ufeff{\n"n": 2\n}\n\ufeff{"n": 3}',
    ],
)
def test_files_without_a_last_line_end_have_marks_in_a_line(text: str) -> None:
    items = read(text)
    assert kept(items) == [1, 2, 3]
    assert len(items) == 3


def test_behind_what_is_broken_a_mark_may_stand() -> None:
    items = read('{"n": 1,}\ufeff{"n": 2}\n{"n": 3}\n')
    assert kept(items) == [2, 3]
    assert [item.text for item in items if isinstance(item, Reject)] == ['{"n": 1,}']


@pytest.mark.parametrize(
    "broken",
    [
        '{"n": 2,}',
        '{"n": }',
        '{"n": "a\nb"}',
        "{n: 2}",
        '{"n": 2 "m": 3}',
        '{"n": [1, {"m": }]}',
        '{"n": ' + "9" * 5000 + "}",
        '{"n": ' + "[" * 50_000 + "]" * 50_000 + "}",
    ],
)
def test_a_broken_element_is_told_and_the_others_are_read(broken: str) -> None:
    items = read(f'[\n {{"n": 1}},\n {broken},\n {{"n": 3}}\n]')
    assert kept(items) == [1, 3]
    [reject] = [item for item in items if isinstance(item, Reject)]
    assert reject.place.line == 3
    assert broken.startswith(reject.text)


@pytest.mark.parametrize("broken", ['{"n": 2', '{"n": "2}', '{"n": [2}', '{"n": {"m": "'])
def test_after_an_unclosed_element_reading_resumes_at_its_next_sibling(broken: str) -> None:
    items = read(f'[\n {{"n": 1}},\n {broken},\n {{"n": 3}},\n {{"n": 4}}\n]')
    assert kept(items) == [1, 3, 4]
    assert next(item for item in items if isinstance(item, Reject)).place.line == 3


@pytest.mark.parametrize(
    ("text", "remark"),
    [
        ('[{"n": 1}, {"n": 2},\n]', "stray comma: 1; first in line 1"),
        ('[\n{"n": 1},\n, {"n": 2},\n\n]', "stray comma: 2; first in line 3"),
        ('[, {"n": 1}, {"n": 2}]', "stray comma: 1; first in line 1"),
    ],
)
def test_a_stray_comma_is_remarked_and_loses_nothing(text: str, remark: str) -> None:
    source = source_of(text)
    items = list(objects(source))
    assert kept(items) == [1, 2]
    assert len(items) == 2
    assert source.remarks == [remark]


def test_an_array_cut_off_is_told_where_it_ends() -> None:
    items = read('[\n{"n": 1},\n{"n": 2')
    assert kept(items) == [1]
    assert [item.place.line for item in items if isinstance(item, Reject)] == [3, 3]


def test_what_is_no_object_is_told() -> None:
    items = read('[1, "two", null, {"n": 3}]')
    assert kept(items) == [3]
    assert [item.text for item in items if isinstance(item, Reject)] == ["1", '"two"', "null"]


def test_nothing_of_an_array_is_held_but_its_next_elements() -> None:
    made = 0

    class Endless(io.RawIOBase):
        def readable(self) -> bool:
            return True

        def readinto(self, buffer: object) -> int:
            nonlocal made
            view = cast("memoryview", buffer)
            piece = (b"[" if not made else b"") + b'{"n": 1},\n' * (len(view) // 10 - 1)
            view[: len(piece)] = piece
            made += 1
            return len(piece)

    items = objects(Source("endless.json", cast("io.BufferedReader", Endless())))
    taken = [next(items) for _ in range(100_000)]
    assert len(taken) == 100_000
    assert made < 10


def test_elements_longer_than_what_is_read_at_a_time() -> None:
    long = json.dumps([{"n": number, "text": "é" * 200_000} for number in range(3)])
    assert [value["n"] for value, _, _ in values(long)] == [0, 1, 2]
    numbers = "[" + ",".join(f'{{"n": 1.{"5" * 997}e5}}' for _ in range(200)) + "]"
    assert len(values(numbers)) == 200


JSON_VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=4,
)
OBJECTS = st.lists(st.dictionaries(st.text(), JSON_VALUES, max_size=3), max_size=4)


@given(OBJECTS, st.sampled_from([None, 0, 1, 4]), st.booleans())
def test_every_document_is_read_as_python_reads_it(
    wanted: list[dict[str, object]], indent: int | None, ascii_only: bool
) -> None:
    text = json.dumps(wanted, indent=indent, ensure_ascii=ascii_only)
    assert [value for value, _, _ in values(text)] == json.loads(text)


@given(OBJECTS)
def test_lines_tell_where_each_element_stands(wanted: list[dict[str, object]]) -> None:
    text = json.dumps(wanted, indent=1)
    lines = text.split("\n")
    for value, first, last in values(text):
        assert json.loads("\n".join(lines[first - 1 : last]).rstrip(",")) == value


@given(st.text(alphabet='{}[]",:\\ \n019eu.truefalsn', max_size=200))
def test_any_text_ends_in_objects_and_rejects(text: str) -> None:
    last = text.count("\n") + 1
    for item in read(text, "e"):
        place = item.place if isinstance(item, Reject) else item
        assert 1 <= place.line <= place.end <= last or place.end == 0
