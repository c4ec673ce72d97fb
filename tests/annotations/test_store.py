from __future__ import annotations

import json
import time
from pathlib import Path

import pytest

from carrel.annotations import (
    Annotation,
    Annotations,
    Done,
    Stored,
    edit_tags,
    set_favourite,
    set_note,
    set_read,
)

BLASST = Stored("arxiv:2512.12087", ("title:blasst",), "BLASST")
VILA = Stored("arxiv:2312.07533", (), "VILA")
STAR = set_favourite(True)


def papers_in(path: Path) -> dict[str, dict[str, object]]:
    parsed = json.loads(path.read_bytes())
    assert isinstance(parsed["papers"], dict)
    return parsed["papers"]


def test_a_change_is_on_disk_when_it_returns(path: Path) -> None:
    done = Annotations(path).change([BLASST], STAR, "Starred")
    assert done == Done("Starred", 1)
    entry = papers_in(path)["arxiv:2512.12087"]
    assert list(entry) == sorted(entry)
    assert entry.pop("changed")
    assert entry == {"favourite": True, "title": "BLASST", "aliases": ["title:blasst"]}
    assert Annotations(path).get(BLASST).favourite
    assert path.parent.stat().st_mode & 0o777 == 0o700


def test_what_is_said_of_a_paper_can_be_asked_for(path: Path) -> None:
    annotations = Annotations(path)
    paper = Stored("doi:10.1/x", ("arxiv:1",), "X")
    annotations.change([paper], set_note("a\n\nb", ""), "Noted")
    assert Annotations(path).get(paper) == Annotation(note="a\n\nb")
    assert annotations.get(Stored("arxiv:1")) == Annotation(note="a\n\nb")
    assert annotations.get(Stored("doi:10.1/y")) == Annotation()


def test_only_papers_that_carry_something_are_stored(path: Path) -> None:
    annotations = Annotations(path)
    annotations.change([BLASST, VILA], STAR, "Starred")
    annotations.change([VILA], set_favourite(False), "Unstarred")
    assert list(papers_in(path)) == [BLASST.id]
    assert annotations.change([VILA], set_favourite(False), "Unstarred") == Done("Unstarred", 0)


def test_what_is_said_not_to_be_is_nothing_to_keep(path: Path) -> None:
    path.parent.mkdir()
    entry = {"favourite": True, "read": False, "note": "", "tags": [], "aliases": ["isbn:1"]}
    path.write_text(json.dumps({"papers": {VILA.id: entry}}))
    Annotations(path).change([VILA], set_favourite(False), "Unstarred")
    assert papers_in(path) == {}


def test_what_others_wrote_into_the_file_stays(path: Path) -> None:
    path.parent.mkdir()
    path.write_text('{"papers": {"x": {"mine": 1}, "arxiv:2312.07533": {"mine": [2]}}, "me": {}}')
    annotations = Annotations(path)
    annotations.change([VILA], STAR, "Starred")
    annotations.change([VILA], set_favourite(False), "Unstarred")
    parsed = json.loads(path.read_bytes())
    del parsed["papers"][VILA.id]["changed"], parsed["papers"][VILA.id]["title"]
    assert parsed == {"version": 1, "papers": {"x": {"mine": 1}, VILA.id: {"mine": [2]}}, "me": {}}
    assert annotations.problems == []


def test_tags_everywhere(path: Path) -> None:
    annotations = Annotations(path)
    annotations.change([BLASST, VILA], edit_tags(add=["ML"]), "Tagged")
    annotations.change([VILA], edit_tags(add=["ml", "vision"]), "Tagged")
    assert [(use.tag, use.papers) for use in annotations.tags()] == [("ML", 2), ("vision", 1)]
    assert annotations.replace_tags(["ml"], "learning") == Done("Renamed #ml to #learning", 2)
    merged = annotations.replace_tags(["Learning", "vision"], "both")
    assert merged == Done("Renamed #Learning, #vision to #both", 2)
    assert [(use.tag, use.papers) for use in Annotations(path).tags()] == [("both", 2)]
    assert annotations.replace_tags(["both"], "BOTH").papers == 2
    assert annotations.get(VILA).tags == ("BOTH",)
    assert annotations.replace_tags(["#both"]).label == "Removed #both"
    assert annotations.tags() == []
    annotations.undo()
    assert annotations.get(VILA).tags == ("BOTH",)


def test_undo_and_redo_go_through_the_whole_session(path: Path) -> None:
    annotations = Annotations(path)
    annotations.change([BLASST, VILA], STAR, "Starred 2")
    annotations.change([BLASST], set_read(True), "Read")
    annotations.change([BLASST], set_note("so", ""), "Noted")
    assert annotations.undo() == Done("Noted", 1)
    assert annotations.undo() == Done("Read", 1)
    assert annotations.undo() == Done("Starred 2", 2)
    assert annotations.undo() is None
    assert papers_in(path) == {}
    assert annotations.redo() == Done("Starred 2", 2)
    assert annotations.redo() == Done("Read", 1)
    assert annotations.undo() == Done("Read", 1)
    assert annotations.redo() == Done("Read", 1)
    assert Annotations(path).get(BLASST) == Annotation(favourite=True, read=True)
    annotations.change([VILA], set_read(True), "Read")
    assert annotations.redo() is None


# ---------------------------------------------------------------- two windows


def test_two_windows_lose_nothing_of_one_another(path: Path) -> None:
    one, other = Annotations(path), Annotations(path)
    one.change([BLASST], edit_tags(add=["a"]), "Tagged")
    other.change([BLASST], edit_tags(add=["b"]), "Tagged")
    other.change([VILA], STAR, "Starred")
    one.change([BLASST], STAR, "Starred")
    assert Annotations(path).get(BLASST) == Annotation(favourite=True, tags=("a", "b"))
    assert one.get(VILA).favourite


def test_a_tag_is_renamed_on_what_another_window_has_tagged_meanwhile(path: Path) -> None:
    one, other = Annotations(path), Annotations(path)
    one.change([BLASST], edit_tags(add=["ml"]), "Tagged")
    other.change([VILA], edit_tags(add=["ml"]), "Tagged")
    assert one.replace_tags(["ml"], "learning").papers == 2
    assert [(use.tag, use.papers) for use in Annotations(path).tags()] == [("learning", 2)]


def test_what_changed_in_the_other_window_is_told_once(path: Path) -> None:
    one, other = Annotations(path), Annotations(path)
    assert one.refresh() == set()
    other.change([BLASST], STAR, "Starred")
    assert one.refresh() == {"arxiv:2512.12087", "title:blasst"}
    assert one.get(BLASST).favourite
    assert one.refresh() == other.refresh() == set()
    other.change([VILA], STAR, "Starred")
    one.change([BLASST], set_read(True), "Read")  # takes the other's change up on its way
    assert one.refresh() == {VILA.id}


def test_an_edit_by_hand_appears(path: Path) -> None:
    annotations = Annotations(path)
    annotations.change([BLASST], STAR, "Starred")
    text = path.read_text(encoding="utf-8")
    path.write_text(text[: len(text) // 2], encoding="utf-8")  # an editor is not done writing
    assert annotations.refresh() == set()
    path.write_text(text.replace("BLASST", "Blasst").replace("true", 'true, "read": true'))
    assert annotations.refresh() == {"arxiv:2512.12087", "title:blasst"}
    assert annotations.get(BLASST).read
    assert annotations.problems == []


def test_papers_of_one_beginning_stay_apart_when_a_step_is_made_again(path: Path) -> None:
    """Their abstracts begin alike, their titles tell them apart: also after undo and redo."""
    annotations = Annotations(path)
    parts = [Stored(f"doi:10.1/{n}", (f"title:{n}", "text:begins"), f"Part {n}") for n in range(9)]
    annotations.change(parts, STAR, "Starred")
    annotations.undo()
    annotations.redo()
    annotations.change(parts[:1], set_note("one", ""), "Noted")
    stored = {paper.id: paper.annotation for paper in Annotations(path).stored()}
    assert stored == {
        part.id: Annotation(favourite=True, note="one" if part is parts[0] else "")
        for part in parts
    }


def test_a_paper_is_known_by_its_other_ids_when_a_step_is_made_again(path: Path) -> None:
    annotations = Annotations(path)
    annotations.change([BLASST], STAR, "Starred")
    annotations.undo()
    annotations.redo()
    assert annotations.get(Stored("title:blasst")).favourite
    assert Annotations(path).get(Stored("doi:10.1/better", BLASST.aliases)).favourite


def test_undo_leaves_alone_what_the_other_window_set_since(path: Path) -> None:
    one, other = Annotations(path), Annotations(path)
    one.change([BLASST], STAR, "Starred")
    one.change([BLASST], edit_tags(add=["a", "b"]), "Tagged")
    other.change([BLASST], edit_tags(remove=["a"]), "Untagged")
    other.change([BLASST], edit_tags(add=["a"]), "Tagged")
    assert one.undo() == Done("Tagged", 1, kept=1)
    assert one.get(BLASST).tags == ("a",)
    other.change([BLASST], set_favourite(False), "Unstarred")
    assert one.undo() == Done("Starred", 0, kept=1)
    assert not Annotations(path).get(BLASST).favourite


def test_what_the_other_window_took_away_does_not_come_back_by_undo(path: Path) -> None:
    one, other = Annotations(path), Annotations(path)
    one.change([BLASST], STAR, "Starred")
    one.change([BLASST], set_favourite(False), "Unstarred")
    other.change([BLASST], STAR, "Starred")
    other.change([BLASST], set_favourite(False), "Unstarred")  # and nothing is left of its entry
    assert one.undo() == Done("Unstarred", 0, kept=1)
    assert papers_in(path) == {}


def test_undo_leaves_a_star_that_both_windows_set(path: Path) -> None:
    one, other = Annotations(path), Annotations(path)
    one.change([BLASST], STAR, "Starred")
    assert other.change([BLASST], STAR, "Starred") == Done("Starred", 1)  # not refreshed in between
    assert one.undo() == Done("Starred", 0, kept=1)
    assert other.undo() == Done("Starred", 0, kept=1)
    assert Annotations(path).get(BLASST).favourite


def test_undo_knows_the_paper_under_the_id_that_another_window_found(path: Path) -> None:
    one, other = Annotations(path), Annotations(path)
    one.change([BLASST], STAR, "Starred")
    better = Stored("doi:10.1/blasst", (BLASST.id,), "BLASST")
    other.change([better], set_read(True), "Read")
    assert one.undo() == Done("Starred", 1)
    assert Annotations(path).get(better) == Annotation(read=True)
    assert list(papers_in(path)) == ["doi:10.1/blasst"]


def test_a_change_is_made_even_if_it_looked_done_already(path: Path) -> None:
    one, other = Annotations(path), Annotations(path)
    one.change([BLASST], STAR, "Starred")
    other.change([BLASST], set_favourite(False), "Unstarred")  # it saw no star: nothing to do?
    assert not Annotations(path).get(BLASST).favourite


# ---------------------------------------------------------------- identity


def test_annotations_follow_a_paper_to_its_better_id(path: Path) -> None:
    annotations = Annotations(path)
    annotations.change([Stored("abstract:1")], STAR, "Starred")
    better = Stored("doi:10.1/x", ("abstract:1", "title:x"), "X")
    assert annotations.get(better).favourite
    annotations.change([better], set_read(True), "Read")
    assert list(papers_in(path)) == ["doi:10.1/x"]
    again = Annotations(path)
    for name in ("abstract:1", "title:x", "doi:10.1/x"):
        assert again.get(Stored(name)) == Annotation(favourite=True, read=True)


def test_a_paper_whose_title_is_corrected_keeps_its_annotations(path: Path) -> None:
    Annotations(path).change([Stored("doi:10.1/x", ("title:lak", "text:begins"))], STAR, "Starred")
    annotations = Annotations(path)
    corrected = Stored("doi:10.1/x", ("title:lake", "text:begins"))
    assert annotations.get(corrected).favourite
    annotations.change([corrected], set_favourite(False), "Unstarred")
    assert papers_in(path) == {}


def test_a_paper_known_by_an_older_id_today_keeps_its_better_one(path: Path) -> None:
    annotations = Annotations(path)
    annotations.change([Stored("doi:10.1/x", ("abstract:1",))], STAR, "Starred")
    annotations.change([Stored("abstract:1", ("title:x",))], set_read(True), "Read")
    assert list(papers_in(path)) == ["doi:10.1/x"]
    assert annotations.get(Stored("title:x")) == Annotation(favourite=True, read=True)


def test_two_papers_that_turn_out_to_be_one_lose_nothing(path: Path) -> None:
    annotations = Annotations(path)
    annotations.change([Stored("title:x")], edit_tags(add=["a", "b"]), "Tagged")
    annotations.change([Stored("title:x")], set_note("first", ""), "Noted")
    annotations.change([Stored("arxiv:1")], edit_tags(add=["B", "c"]), "Tagged")
    annotations.change([Stored("arxiv:1")], set_note("second", ""), "Noted")
    annotations.change([Stored("arxiv:1")], STAR, "Starred")
    one = Stored("doi:10.1/x", ("arxiv:1", "title:x"), "X")
    merged = Annotation(favourite=True, tags=("a", "B", "c"), note="second\n\nfirst")
    assert annotations.get(one) == merged
    annotations.change([one], set_read(True), "Read")
    assert list(papers_in(path)) == ["doi:10.1/x"]
    annotations.undo()
    assert Annotations(path).get(one) == merged


# ---------------------------------------------------------------- history


def test_yesterdays_state_can_be_restored(path: Path) -> None:
    annotations = Annotations(path)
    annotations.change([BLASST], STAR, "Starred")
    annotations.change([BLASST, VILA], edit_tags(add=["ml"]), "Tagged 2")
    moment = annotations.history()[0].at
    time.sleep(0.002)  # a later millisecond
    earlier = Annotations(path)
    earlier.change([VILA], edit_tags(remove=["ml"]), "Untagged")
    earlier.change([BLASST], set_favourite(False), "Unstarred")
    earlier.change([VILA], set_note("n", ""), "Noted")
    assert [change.label for change in earlier.history()[:3]] == ["Noted", "Unstarred", "Untagged"]
    assert earlier.history()[0].titles == {VILA.id: "VILA"}
    done = earlier.restore(moment)
    assert (done.papers, done.unsaved) == (2, "")
    assert earlier.get(BLASST) == Annotation(favourite=True, tags=("ml",))
    assert Annotations(path).get(VILA) == Annotation(tags=("ml",))
    earlier.undo()
    assert Annotations(path).get(VILA) == Annotation(note="n")


def test_what_was_changed_outside_carrel_is_in_the_history(path: Path) -> None:
    Annotations(path).change([BLASST], STAR, "Starred")
    path.write_text(json.dumps({"papers": {VILA.id: {"tags": ["mine"], "title": "VILA"}}}))
    annotations = Annotations(path)
    annotations.change([VILA], STAR, "Starred")
    starred, outside, first = annotations.history()
    assert (starred.label, outside.label) == ("Starred", "Changed outside carrel")
    assert outside.papers == {
        BLASST.id: {"favourite": (True, False)},
        VILA.id: {"#mine": (False, True)},
    }
    annotations.restore(first.at)
    assert Annotations(path).get(BLASST) == Annotation(favourite=True)
    assert Annotations(path).get(VILA) == Annotation()


def test_the_history_is_bounded_and_survives_torn_lines(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("carrel.annotations.journal.MOST_BYTES", 2000)
    annotations, other = Annotations(path), Annotations(path)
    for number in range(60):
        annotations.change([BLASST], edit_tags(add=[f"t{number}"]), f"Tagged t{number}")
    history = Path(f"{path}.history")
    assert history.stat().st_size + Path(f"{path}.history.old").stat().st_size < 5000
    assert [change.label for change in other.history()[:2]] == ["Tagged t59", "Tagged t58"]
    with history.open("ab") as file:
        file.write(b'{"at": "2026-11-21T10:22:33.120Z", "by": "x", "lab')
    other.change([VILA], STAR, "Starred")
    assert [change.label for change in other.history()[:2]] == ["Starred", "Tagged t59"]
    history.write_bytes(b'[]\n{"at": 1}\n\xff\n{"at": "x", "papers": {"a": 1}}\n[[[\n')
    other.change([BLASST], STAR, "Starred")
    assert annotations.undo() is not None
    assert Annotations(path).get(BLASST).favourite
