from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from carrel.annotations.document import Document, DocumentError, annotation_of

keys = st.text(max_size=8)
json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(keys, inner, max_size=3),
    max_leaves=6,
)
names = st.sampled_from(["favourite", "tags", "note", "read", "title", "aliases", "mine"])
entries = st.dictionaries(names | keys, json_values, max_size=5)


def parse(value: object) -> Document:
    return Document.parse(json.dumps(value).encode())


def test_it_is_read_by_people() -> None:
    document = parse(
        {
            "papers": {
                "doi:10.1/b": {"tags": ["ü"], "favourite": True},
                "arxiv:1": {"note": "α\nβ", "title": "A “title”"},
            }
        }
    )
    assert document.encode().decode() == (
        '{"version": 1,\n'
        ' "papers": {\n'
        '"arxiv:1": {"note": "α\\nβ", "title": "A “title”"},\n'
        '"doi:10.1/b": {"tags": ["ü"], "favourite": true}\n'
        "}}\n"
    )
    assert Document().encode() == b'{"version": 1,\n "papers": {}}\n'


@given(st.dictionaries(keys, json_values, max_size=3), st.dictionaries(keys, entries, max_size=4))
def test_unknown_keys_are_kept_at_every_level(
    top: dict[str, Any], papers: dict[str, dict[str, Any]]
) -> None:
    whole = {**top, "version": 1, "papers": papers}
    document = parse(whole)
    again = json.loads(document.encode())
    if not document.remarks:
        assert again == whole
    assert Document.parse(document.encode()).encode() == document.encode()
    assert not Document.parse(document.encode()).remarks


@given(st.dictionaries(keys, entries, max_size=4))
def test_a_value_of_a_wrong_type_is_put_aside_and_told_of(papers: dict[str, Any]) -> None:
    document = parse({"version": 1, "papers": papers})
    for key, entry in papers.items():
        for name, value in entry.items():
            kept = document.papers[key]
            assert value in (kept.get(name), kept.get(f"{name} (not understood)"))
        annotation_of(document.papers[key])


def test_wrong_types_in_words() -> None:
    document = parse({"papers": {"a": {"tags": ["x", 7], "favourite": "yes"}, "b": [1]}})
    assert document.remarks == [
        "a: “tags” is not a list of texts", "a: “favourite” is not true or false",
        "b: not an object",
    ]  # fmt: skip
    assert annotation_of(document.papers["a"]).tags == ("x",)
    assert json.loads(document.encode())["papers"] == {
        "a": {
            "tags": ["x"],
            "tags (not understood)": ["x", 7],
            "favourite (not understood)": "yes",
        },
        "b": {"(not understood)": [1]},
    }


def test_what_was_put_aside_before_stays() -> None:
    entry = {"note": 7, "note (not understood)": 8, "note (not understood)′": 9}
    kept = parse({"papers": {"a": entry}}).papers["a"]
    assert sorted(map(str, kept.values())) == ["7", "8", "9"]


def test_as_editors_of_windows_save_it() -> None:
    document = Document.parse(b'\xef\xbb\xbf{"papers":\r\n {"a": {"favourite": true}}}\r\n')
    assert annotation_of(document.papers["a"]).favourite


def test_duplicate_keys_are_united() -> None:
    document = Document.parse(
        b'{"version": 1, "papers": {"a": {"tags": ["x"], "note": "one", "mine": 1,'
        b' "read": false, "changed": "2026-01-01", "own": {"b": [1]}},'
        b' "a": {"tags": ["x", "y"], "note": "two", "favourite": true, "mine": 2,'
        b' "read": true, "changed": "2026-01-02", "own": {"c": 2}}}}'
    )
    said = annotation_of(document.papers["a"])
    assert (said.tags, said.note, said.favourite) == (("x", "y"), "one\n\ntwo", True)
    assert (said.read, said.changed) == (True, "2026-01-02")
    assert document.papers["a"]["own"] == {"b": [1], "c": 2}
    assert document.papers["a"]["mine"] == 1
    assert document.remarks == ["“a” stands in it twice"]


def test_of_values_of_two_types_under_one_key_the_first_stays() -> None:
    one = '{"a": {"b": 1}, "c": [1], "d": false, "note": "one"}'
    other = '{"a": 2, "c": 2, "d": "yes", "note": 2}'
    for first, second in ((one, other), (other, one)):
        text = f'{{"papers": {{"x": {first}, "x": {second}}}}}'
        entry = Document.parse(text.encode()).papers["x"]
        assert {name: entry[name] for name in "acd"} == {
            name: value for name, value in json.loads(first).items() if name != "note"
        }


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (b"", "not JSON: Expecting value in line 1"),
        (b'{"version": 1,\n "pap', "not JSON: Unterminated string starting at in line 2"),
        (b"\x00\x01\x02", "not JSON: Expecting value in line 1"),
        (b'{"papers":\n\n {"\xff\xfe": 1}}', "not UTF-8 in line 3"),
        (b"[1, 2]", "not a JSON object"),
        (b'{"version": "1"}', "“version” is \"1\", not a number from 1"),
        (b'{"version": true}', "“version” is true, not a number from 1"),
        (b'{"version": 1, "papers": []}', "“papers” is not an object"),
        (b"[" * 100_000, "nested too deeply"),
        (b"{" + b'"a": 1, ' * 2000 + b'"a": 1}', "the same keys stand in it over and over"),
    ],
)  # fmt: skip
def test_what_is_no_annotations_file_says_why(data: bytes, why: str) -> None:
    with pytest.raises(DocumentError) as error:
        Document.parse(data)
    assert str(error.value) == why


def test_a_number_too_long_to_read_is_no_crash() -> None:
    with pytest.raises(DocumentError, match="not JSON that can be read"):
        Document.parse(b'{"version": ' + b"1" * 10_000 + b"}")


def test_half_a_character_can_be_written_again() -> None:
    document = Document.parse(b'{"papers": {"a": {"mine": "\\ud800x", "favourite": true}}}')
    assert Document.parse(document.encode()).papers == document.papers


def test_an_entry_is_not_found_by_what_it_was_known_by_before() -> None:
    document = parse({"papers": {"doi:1": {"read": True, "aliases": ["isbn:1"]}}})
    assert document.find("isbn:1") == ["doi:1"]
    document.put("doi:1", {"read": True, "aliases": ["isbn:2"]})
    assert (document.find("isbn:1"), document.find("isbn:2")) == ([], ["doi:1"])


def test_all_the_papers_of_one_book_are_found_by_its_number() -> None:
    entries: dict[str, dict[str, object]] = {
        f"doi:{number:02}": {"favourite": True, "aliases": ["isbn:1", f"title:{number}"]}
        for number in range(30)
    }
    assert parse({"papers": entries}).find("isbn:1") == list(entries)


def test_of_many_abstracts_that_begin_alike_only_a_few_are_looked_at() -> None:
    """Else starring the parts of a long series takes the square of their number."""
    entries: dict[str, dict[str, object]] = {
        f"doi:{number}": {"favourite": True, "aliases": ["text:same", f"title:{number}"]}
        for number in range(300)
    }
    entries["arxiv:1"] = {"read": True, "aliases": ["text:same"]}  # its title is not known
    document = parse({"papers": entries})
    assert document.find("doi:299", ["text:same", "title:299"]) == ["doi:299", "arxiv:1"]
    assert document.find("new:1", ["text:same", "title:299"]) == ["arxiv:1", "doi:299"]
    assert 1 < len(document.find("text:same")) < 20
    document.put("arxiv:2", {"read": True, "aliases": ["text:same"]})
    assert document.find("new:2", ["text:same", "title:new"]) == ["arxiv:1", "arxiv:2"]
