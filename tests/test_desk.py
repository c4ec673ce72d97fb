"""A library with what its reader says of the papers: searched, taken back, seen elsewhere."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from carrel import open_library
from carrel.annotations import Annotations, Edit, edit_tags, set_favourite, set_note, set_read
from carrel.desk import Desk, row
from carrel.identity import fingerprints
from carrel.paper import Name, Place, Record
from carrel.search.query import parse

PAPERS = """\
@article{a, title = {Counting sheep with transformers}, author = {Sato, Aki}, year = 2019}
@article{b, title = {The hundred-page language model}, author = {Ørsted, Ane}, year = 2021}
@article{c, title = {A map of maps of the harbour}, author = {Ek, Nils}, year = 2004}
"""
# The first, as another source has it.
BETTER = """\
TY  - JOUR
TI  - Counting Sheep with Transformers
AU  - Sato, Aki
PY  - 2019
DO  - 10.5555/sheep
ER  -
"""


@pytest.fixture
def state(tmp_path: Path) -> Path:
    return tmp_path / "data" / "annotations.json"


def desk_of(state: Path, **sources: str) -> Desk:
    """A desk for files of these names (with their endings after "_") and texts."""
    paths = []
    for name, text in sources.items():
        paths.append(state.parent.parent / name.replace("_", "."))
        paths[-1].write_text(text, encoding="utf-8")
    return Desk(open_library(paths), Annotations(state))


def found(desk: Desk, query: str) -> list[str]:
    """The first letters of the papers found, in the library's order."""
    return sorted(
        desk.library.paper(number).title[0] for number, _ in desk.search(parse(query)).best(9)
    )


def change(desk: Desk, numbers: list[int], edit: Edit, label: str) -> None:
    papers = dict(zip(numbers, desk.identified(numbers), strict=True))
    desk.annotations.change(papers.values(), edit, label)
    desk.take_up(papers)


def test_what_is_said_is_searched_and_can_be_taken_back(state: Path) -> None:
    desk = desk_of(state, refs_bib=PAPERS)
    change(desk, [0, 1], set_favourite(True), "Starred")
    change(desk, [1], edit_tags(add=["Größe", "to read"]), "Tagged")
    change(desk, [2], set_note("Ask Zoë about the harbours", ""), "Noted")
    change(desk, [0], set_read(True), "Read")
    for query, papers in {
        "is:fav": "CT",
        "-is:fav": "A",
        "is:read": "C",
        "is:unread": "AT",
        "#grosse": "T",
        "#gro": "T",
        'tag:"to read"': "T",
        "has:tag": "T",
        "has:note": "A",
        "note:zoe": "A",
        "note:lighthouse": "",
        "is:fav sheep": "C",
        "is:read | has:note": "AC",
        "is:new": "",
    }.items():
        assert found(desk, query) == sorted(papers), query
    desk.new = {2}
    assert found(desk, "is:new") == ["A"]

    desk.annotations.undo()
    desk.take_up()
    assert not desk.annotation(0).read
    assert found(desk, "is:read") == []
    desk.annotations.redo()
    desk.take_up()
    assert found(desk, "is:read") == ["C"]
    assert set(desk.annotated()) == {0, 1, 2}


def test_another_window_is_seen(state: Path) -> None:
    one, two = desk_of(state, refs_bib=PAPERS), desk_of(state, refs_bib=PAPERS)
    change(one, [2], set_favourite(True), "Starred")
    assert found(two, "is:fav") == []
    assert two.annotations.refresh()
    two.take_up()
    assert found(two, "is:fav") == ["A"]


def test_what_is_said_stays_with_the_paper_when_a_better_id_turns_up(state: Path) -> None:
    before = desk_of(state, refs_bib=PAPERS)
    change(before, [0], edit_tags(add=["wool"]), "Tagged")
    alone = desk_of(state, better_ris=BETTER)  # said of it under the other id, too
    assert alone.annotation(0).tags == ("wool",)
    change(alone, [0], set_favourite(True), "Starred")
    both = desk_of(state, refs_bib=PAPERS, better_ris=BETTER)
    number = both.library.find("10.5555/sheep")
    assert number is not None
    said = both.annotation(number)
    assert (said.tags, said.favourite) == (("wool",), True)
    assert set(both.annotated()) == {number}


def test_what_was_said_under_an_id_that_was_cut_short_is_found_by_the_title(state: Path) -> None:
    sici = "10.1002/(SICI)1097(1998)15:1<{}::AID-X>3.0.CO;2-G"
    text = "".join(
        f"@article{{{title}, title = {{{title}}}, year = 1998, doi = {{{sici.format(page)}}}}}\n"
        for page, title in enumerate(("Milk", "Wool"))
    )
    milk, wool = desk_of(state, refs_bib=text).library
    cut = wool.doi.lower().partition("<")[0]  # as all papers of the issue had it
    aliases = fingerprints(wool)
    state.parent.mkdir()
    entry = {"favourite": True, "aliases": aliases, "title": "Wool"}
    state.write_text(json.dumps({"version": 1, "papers": {f"doi:{cut}": entry}}), "utf-8")
    desk = desk_of(state, refs_bib=text)
    assert [desk.annotation(number).favourite for number in (0, 1)] == [False, True]
    change(desk, [0, 1], set_read(True), "Read")
    again = desk_of(state, refs_bib=text)
    said = [again.annotation(number) for number in (0, 1)]
    assert [(one.favourite, one.read) for one in said] == [(False, True), (True, True)]
    assert milk.id != wool.id


def test_an_abstract_that_begins_alike_finds_no_paper_of_another_title(state: Path) -> None:
    abstract = (
        "We count the sheep that are in the harbour. They come by sea and stay for the night."
    )
    part = "@article{{k, title = {{{}}}, abstract = {{{} {}}}}}\n"
    text = f"{abstract} This is one part of a work in several parts on the sheep."
    first = desk_of(state, refs_bib=part.format("Sheep by Sea", text, "The first."))
    change(first, [0], set_favourite(True), "Starred")
    second = desk_of(state, refs_bib=part.format("Sheep on Land", text, "The second."))
    assert set(fingerprints(first.library.paper(0))) & set(fingerprints(second.library.paper(0)))
    assert not second.annotated()


SMITH = "@article{smith, title = {Editorial}, author = {Smith, Ann}, year = 2013}\n"
JONES = "@article{jones, title = {Editorial}, author = {Jones, Bo}, year = 2013}\n"
SHARING = [
    (SMITH, JONES),
    (  # the DOI of their book
        "@incollection{smith, title = {Wool}, author = {Smith, Ann}, doi = {10.5555/sheep}}\n",
        "@incollection{jones, title = {Milk}, author = {Jones, Bo}, doi = {10.5555/sheep}}\n",
    ),
    (  # the ISBN of the set
        "@book{smith, title = {Sheep}, volume = 1, isbn = {978-0-201-89683-1}}\n",
        "@book{jones, title = {Sheep}, volume = 2, isbn = {978-0-201-89683-1}}\n",
    ),
]


@pytest.mark.parametrize("kept", [False, True])
@pytest.mark.parametrize(("first", "second"), SHARING)
def test_papers_that_would_have_one_id_are_told_apart(
    state: Path, first: str, second: str, kept: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    if kept:  # in the cache
        monkeypatch.setattr("carrel.library.opening.SMALL", 0)
        monkeypatch.setenv("CARREL_CACHE", str(state.parent.parent / "cache"))

    def said(desk: Desk) -> dict[str, tuple[bool, tuple[str, ...]]]:
        papers = {desk.library.paper(number).key: number for number in desk.library.numbers()}
        notes = {key: desk.annotation(number) for key, number in papers.items()}
        return {key: (note.favourite, note.tags) for key, note in notes.items()}

    alone = desk_of(state, smith_bib=first)
    change(alone, [0], set_favourite(True), "Starred")
    for text in (first + second, second + first):
        both = desk_of(state, both_bib=text)
        smith, jones = both.library.numbers() if text.startswith(first) else (1, 0)
        ids = [both.library.paper(number).id for number in (smith, jones)]
        assert [both.library.find(id) for id in ids] == [smith, jones]
        assert said(both)["smith"] == (True, ())
        change(both, [jones], edit_tags(add=["mine"]), "Tagged")
        assert said(both) == {"smith": (True, ()), "jones": (False, ("mine",))}
        assert both.library.paper(jones).id == ids[1]
    assert said(desk_of(state, smith_bib=first)) == {"smith": (True, ())}
    assert said(desk_of(state, both_bib=first + second))["jones"] == (False, ("mine",))


def test_of_papers_with_one_title_that_one_is_meant_which_has_the_abstract(state: Path) -> None:
    """Though the id that it was annotated under is gone, and a fault in its author's name."""
    about = (
        "On what becomes of wool where it is neither spun nor sold but stored, and for how long."
    )
    jones = JONES.replace("year", f"abstract = {{{about}}}, year")
    before = jones.replace("year", "doi = {10.5555/wool}, year").replace("Jones", "Jnoes")
    change(desk_of(state, jones_bib=before), [0], set_favourite(True), "Starred")
    for text in (SMITH + jones, jones + SMITH):
        desk = desk_of(state, both_bib=text)
        assert [desk.library.paper(number).key for number in desk.annotated()] == ["jones"]


def test_a_row_has_every_field_and_null_for_what_is_not_known() -> None:
    empty = Record(place=Place("x", 1, 1))
    assert row(empty, "text:1", [empty.place]) == {
        "id": "text:1", "title": None, "title_inferred": False, "authors": [], "et_al": False,
        "date": None, "year": None, "categories": [], "venue": None, "doi": None, "arxiv": None,
        "url": None, "abstract": None, "keywords": [], "code": False, "score": None,
        "affiliation": None, "sources": [{"path": "x", "line": 1}], "favourite": False, "tags": [],
        "read": False, "note": None,
    }  # fmt: skip
    dated = Record(place=Place("x", 1, 1), date="--05-18", authors=(Name("Gogh", "V", "van"),))
    values = row(dated, "", [])
    assert (values["date"], values["year"], values["authors"]) == ("--05-18", None, ["V van Gogh"])
