from __future__ import annotations

import unicodedata
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from carrel.annotations import (
    Annotation,
    TagError,
    annotations_path,
    edit_tags,
    normal_tags,
    set_favourite,
    set_note,
    set_read,
)
from carrel.annotations.annotation import difference, revised

texts = st.text(max_size=12)
sayings = st.builds(
    Annotation,
    favourite=st.booleans(),
    tags=st.lists(texts, max_size=4).map(tuple),
    note=texts,
    read=st.booleans(),
)


def test_tags_are_put_in_one_form() -> None:
    assert normal_tags(["#quant, To  Read ", "QUANT", "\x1b[31mred\n", "#", " , ", "# a#b"]) == (
        "a#b", "quant", "red", "To Read",
    )  # fmt: skip


def test_a_text_is_no_tag_but_one_that_is_there_can_be_kept_and_taken_away() -> None:
    text = "x" * 100_000
    with pytest.raises(TagError, match="“xxxxxxxxxxxxxxxxxxxx…” has 100,000"):
        edit_tags(["fine", text])
    with pytest.raises(TagError, match="101 tags are too many at once"):
        edit_tags(map(str, range(101)))
    said = Annotation(tags=(text,))
    assert edit_tags(["y" * 100])(said).tags == (text, "y" * 100)
    assert not edit_tags(remove=[text])(said)


@given(st.lists(texts))
def test_tags_in_normal_form_stay_as_they_are(tags: list[str]) -> None:
    once = normal_tags(tags)
    assert normal_tags(once) == once
    assert not any(unicodedata.category(character) == "Cc" for character in "".join(once))
    assert all("," not in tag and tag[0] != "#" for tag in once)
    assert len({tag.casefold() for tag in once}) == len(once)


def test_an_annotation_is_true_when_it_carries_something() -> None:
    assert not Annotation(changed="2026-11-21T10:00:00Z")
    assert Annotation(read=True)
    assert Annotation(tags=("#a",))
    assert not Annotation(tags=("#",), note=" \x07\n")


def test_a_note_keeps_its_lines_and_loses_what_a_terminal_would_obey() -> None:
    note = "Section 2:\r\n\r\n  - see\tFig. 1 \x1b]52;c;aGk=\x07(\x9b31mred\u202e)\nΔ"
    assert Annotation(note=note).note == "Section 2:\n\n  - see Fig. 1 (red)\nΔ"


def test_edits_say_what_is_meant() -> None:
    said = Annotation(tags=("ML", "old"), note="first")
    assert set_favourite(True)(said).favourite
    assert set_read(True)(said).read
    assert edit_tags(add=["ml", "new"], remove=["OLD"])(said).tags == ("ML", "new")
    assert edit_tags(add=["ml"], remove=["ml"])(said).tags == ("ml", "old")
    assert set_note("second", seen="first")(said).note == "second"


def test_a_note_that_became_another_meanwhile_is_not_lost() -> None:
    note = set_note("mine", seen="")(Annotation(note="theirs")).note
    assert note == "theirs\n\nmine"
    assert set_note("mine", seen="")(Annotation(note=note)).note == note


@given(sayings, sayings)
def test_a_difference_leads_from_one_to_the_other_and_back(
    one: Annotation, other: Annotation
) -> None:
    made = difference(one, other)
    assert revised(one, {name: now for name, (_, now) in made.items()}) == other
    assert revised(other, {name: was for name, (was, _) in made.items()}) == one
    assert not difference(one, replace(one))


@pytest.mark.parametrize(
    ("explicit", "env", "expected"),
    [
        ("/x/a.json", {"CARREL_STATE": "/y", "CARREL_DATA": "/z"}, "/x/a.json"),
        ("", {"CARREL_STATE": "/y/b.json", "CARREL_DATA": "/z"}, "/y/b.json"),
        ("", {"CARREL_DATA": "/z"}, "/z/annotations.json"),
    ],
)
def test_where_the_annotations_are(explicit: str, env: dict[str, str], expected: str) -> None:
    assert annotations_path(explicit, env) == expected


def test_they_are_in_the_platforms_data_folder_by_default(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("XDG_DATA_HOME", "/data")
    assert annotations_path("", {}).endswith("annotations.json")
    assert "carrel" in annotations_path("", {})
