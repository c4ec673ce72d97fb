"""Which records are one work, and what becomes of them."""

from __future__ import annotations

import random
from dataclasses import replace
from itertools import pairwise, permutations
from typing import Any

import pytest

from carrel.identity import Clusters, aliases, fingerprints, id_hash, identifiers, merge
from carrel.paper import Name, Place, Record

ABSTRACT = (
    "Long trains of thought are expensive to keep. We introduce Widgetron, a machine that folds "
    "them into small boxes without loss. Boxes are stacked by a learned clerk who never sleeps. "
    "On three halls of records it halves the shelf space at equal recall. All boxes are open."
)


def record(line: int = 1, path: str = "a.txt", **facts: Any) -> Record:
    return Record(place=Place(path, line, line), **facts)


def papers(*records: Record) -> list[list[int]]:
    clusters = Clusters(records.__getitem__)
    clusters.add(records)
    starts, members = clusters.groups()
    return [list(members[start:end]) for start, end in pairwise(starts)]


ADA, BO, CY = Name("Abara", "Ada"), Name("Berg", "Bo"), Name("Chen", "Cy")


@pytest.mark.parametrize(
    ("one", "two"),
    [
        # an identifier
        ({"doi": "10.1000/A"}, {"doi": "10.1000/a", "title": "Folding thought"}),
        ({"arxiv": "2101.00001"}, {"doi": "10.48550/arXiv.2101.00001"}),
        ({"ids": {"pmid": "1"}}, {"ids": {"pmid": "1"}, "title": "Folding"}),
        # a title, with case, dashes and LaTeX of its own
        (
            {"title": 'Folding thought -- in M\\"uller boxes', "authors": (ADA,), "date": "2020"},
            {"title": "Folding Thought — in Müller Boxes", "authors": (ADA, BO), "date": "2021"},
        ),
        (
            {"title": "On the $k$-fold folding of thought", "authors": (ADA,)},
            {"title": "On the k-fold folding of thought"},
        ),
        # a short title that says little, where nothing else differs
        ({"title": "Preface", "key": "a"}, {"title": "Preface", "key": "a", "format": "bibtex"}),
        # the abstract: whole, edited in a word, a sentence more, a sentence less, other spaces
        ({"abstract": ABSTRACT}, {"abstract": ABSTRACT, "title": "Folding thought"}),
        ({"abstract": ABSTRACT}, {"abstract": ABSTRACT.replace("halves", "reduces")}),
        ({"abstract": ABSTRACT}, {"abstract": ABSTRACT + " Code is at example.org."}),
        ({"abstract": ABSTRACT}, {"abstract": ABSTRACT.rpartition(" All")[0]}),
        ({"abstract": ABSTRACT}, {"abstract": ABSTRACT.replace(" ", "  ").replace("'", "’")}),
        (
            {"abstract": ABSTRACT.replace("halves", "$\\times 2$ halves")},
            {"abstract": ABSTRACT, "title": "Folding thought"},
        ),
    ],
)
def test_records_of_one_work_are_one_paper(one: dict[str, Any], two: dict[str, Any]) -> None:
    assert papers(record(1, **one), record(2, **two)) == [[0, 1]]
    assert papers(record(1, **two), record(2, **one)) == [[0, 1]]


@pytest.mark.parametrize(
    ("one", "two"),
    [
        # another edition, another part
        (
            {"title": "The folding challenge 2014", "authors": (ADA,), "date": "2014"},
            {"title": "The folding challenge 2015", "authors": (ADA,), "date": "2015"},
        ),
        (
            {"title": "On folding, part I", "authors": (ADA,), "abstract": ABSTRACT},
            {"title": "On folding, part II", "authors": (ADA,), "abstract": ABSTRACT},
        ),
        (
            {"abstract": ABSTRACT + " This is the 2014 edition of the challenge."},
            {"abstract": ABSTRACT + " This is the 2015 edition of the challenge."},
        ),
        # a title that many works have
        (
            {"title": "Introduction", "authors": (ADA,), "date": "2001"},
            {"title": "Introduction", "authors": (ADA,), "date": "2003"},
        ),
        (
            {"title": "Folding all thought", "authors": (ADA,)},
            {"title": "Folding all thought", "authors": (BO,)},
        ),
        (
            {"title": "Folding all thought at once", "authors": (ADA,), "date": "1990"},
            {"title": "Folding all thought at once", "authors": (ADA,), "date": "2020"},
        ),
        # other identifiers of the same kind
        (
            {"title": "Folding all thought", "authors": (ADA,), "arxiv": "2101.00001"},
            {"title": "Folding all thought", "authors": (ADA,), "arxiv": "2101.00002"},
        ),
        (
            {"title": "Folding all thought", "authors": (ADA,), "doi": "10.1000/1"},
            {"title": "Folding all thought", "authors": (ADA,), "doi": "10.1000/2"},
        ),
        ({"title": "Preface", "key": "a"}, {"title": "Preface", "key": "b"}),
        # an identifier copied to another work by mistake
        (
            {"title": "Folding all thought", "authors": (ADA,), "doi": "10.1000/1"},
            {"title": "Boiling eggs in space", "authors": (BO,), "doi": "10.1000/1"},
        ),
        # no identifier, in words or in question marks; the number of a book with its chapters
        (
            {"title": "Folding all thought", "authors": (ADA,), "ids": {"lccn": "????"}},
            {"title": "Boiling eggs in space", "authors": (ADA,), "ids": {"lccn": "????"}},
        ),
        (
            {"title": "Folding all thought", "authors": (ADA,), "ids": {"pmid": "N/A"}},
            {"title": "Boiling eggs in space", "authors": (ADA,), "ids": {"pmid": "N/A"}},
        ),
        (
            {"title": "Folding thought", "type": "chapter", "ids": {"lccn": "Q224 1985"}},
            {"title": "Boiling eggs", "type": "chapter", "ids": {"lccn": "Q224 1985"}},
        ),
        # chapters of a volume whose identifier stands with each of them
        (
            {"title": "Folding all thought", "authors": (ADA, BO), "doi": "10.1000/1"},
            {"title": "Boiling eggs in space", "authors": (CY, BO), "doi": "10.1000/1"},
        ),
        (
            {"title": "Slow folding in narrow boxes", "authors": (ADA, BO), "doi": "10.1000/1"},
            {"title": "Boiling eggs in narrow boxes", "authors": (CY,), "doi": "10.1000/1"},
        ),
    ],
)
def test_different_works_stay_apart(one: dict[str, Any], two: dict[str, Any]) -> None:
    assert papers(record(1, **one), record(2, **two)) == [[0], [1]]


@pytest.mark.parametrize(
    ("one", "two", "same"),
    [
        # date, volume, issue, periodical
        (("2001", "12", "", "Folds"), ("2002", "13", "", "folds"), False),  # every year
        (("2001", "12", "1", "Folds"), ("2001", "12", "2-3", "Folds"), False),  # in every issue
        (("2001", "2001", "5", "Folds"), ("2001", "05", "", "Folds"), True),  # by year, by month
        (("2001", "5", "4A", "Folds"), ("2001", "B5", "Part 2, No. 4", "Folds"), True),
        (("2001", "5", "1", "Folds"), ("2002", "6", "1", "Boxes"), True),
        (("2001", "5", "", "Folds"), ("2002", "", "", "Folds"), True),
    ],
)
def test_what_stands_in_every_issue_is_not_one_work(
    one: tuple[str, ...], two: tuple[str, ...], same: bool
) -> None:
    def printed(line: int, date: str, volume: str, issue: str, venue: str) -> Record:
        extra = {"volume": volume, "issue": issue}
        title = "A year in the folding of thought"
        return record(line, title=title, authors=(ADA,), date=date, venue=venue, extra=extra)

    assert papers(printed(1, *one), printed(2, *two)) == ([[0, 1]] if same else [[0], [1]])


ISBN = "978-0-201-89683-1"


@pytest.mark.parametrize(
    ("one", "two", "same"),
    [
        ({"volume": "1"}, {"volume": "2"}, False),
        ({"volume": "1", "ISBN": ISBN}, {"volume": "2", "ISBN": ISBN}, False),
        ({"volume": "1"}, {"volume": "Vol. 1"}, True),
        ({"volume": "1"}, {}, True),
    ],
)
def test_the_volumes_of_a_set_stay_apart(
    one: dict[str, str], two: dict[str, str], same: bool
) -> None:
    def volume(line: int, title: str, extra: dict[str, str]) -> Record:
        return record(line, title=title, authors=(ADA,), date="1997", type="book", extra=extra)

    for title, other in (("Folding all", "Folding all"), ("Folding one", "Folding two")):
        found = papers(volume(1, title, one), volume(2, other, two))
        assert found == ([[0, 1]] if same and title == other else [[0], [1]])


def test_boilerplate_does_not_unite() -> None:
    common = "Extensive experiments on several benchmarks show that our method is the best by far."
    first = "Shelves bend under load and nobody knows why that is so. " + common
    second = "Birds sing at dawn, and we have counted how often they do. " + common
    assert papers(record(1, abstract=first), record(2, abstract=second)) == [[0], [1]]


def test_a_chain_of_evidence_does_not_unite_what_contradicts() -> None:
    one = record(1, title="Folding all thought", authors=(ADA,), arxiv="2101.00001")
    two = record(2, title="Folding all thought", authors=(ADA,))
    three = record(3, title="Folding all thought", authors=(ADA,), arxiv="2101.00002")
    assert sorted(map(len, papers(one, two, three))) == [1, 2]


MANY = (
    record(1, abstract=ABSTRACT, title="Widgetron", title_inferred=True, format="dump"),
    record(2, "b.bib", title="Folding Thought", authors=(ADA, BO), doi="10.1000/1", date="2021",
           venue="Journal of Boxes", type="article-journal", format="bibtex", key="abara2021"),
    record(3, "c.txt", title="Folding thought", authors=(ADA,), et_al=True, date="--05-18",
           abstract=ABSTRACT + " More.", code=True, categories=("CV",), score=96.5, format="dump"),
    record(4, "d.json", title="Folding thought", arxiv="2101.00001", date="2021", format="csl_json",
           authors=(ADA, BO), categories=("cs.CV",)),
)  # fmt: skip


def test_a_paper_has_the_best_of_each_field() -> None:
    paper = merge(MANY)
    assert (paper.title, paper.title_inferred) == ("Folding Thought", False)
    assert (paper.authors, paper.et_al) == ((ADA, BO), False)
    assert paper.date == "2021-05-18"
    assert paper.abstract == ABSTRACT + " More."
    assert (paper.doi, paper.arxiv) == ("10.1000/1", "2101.00001")
    assert (paper.venue, paper.type, paper.key) == (
        "Journal of Boxes",
        "article-journal",
        "abara2021",
    )
    assert paper.code
    assert paper.score == 96.5
    assert set(paper.categories) == {"CV", "cs.CV"}
    assert [place.path for place in paper.places] == ["a.txt", "b.bib", "c.txt", "d.json"]
    assert paper.id == "doi:10.1000/1"


@pytest.mark.parametrize("format", ["dump", "scholar_page", "markdown_list"])
def test_what_people_paste_and_note_is_trusted_least(format: str) -> None:
    export = record(1, "z.ris", format="ris", title="Nets", authors=(ADA,), arxiv="2101.00001")
    short = (Name("Abara", "A."),)
    noted = record(1, format=format, title="Nets, at last!", authors=short, arxiv="2101.00001")
    paper = merge([noted, export])
    assert (paper.title, paper.authors) == ("Nets", (ADA,))


def test_the_order_of_records_does_not_matter() -> None:
    wanted = replace(merge(MANY), places=())
    for order in permutations(MANY):
        assert replace(merge(order), places=()) == wanted


def test_a_paper_is_found_again_by_any_id_it_would_have_had() -> None:
    known = {merge(MANY).id, *aliases(merge(MANY), MANY)}
    for size in (1, 2, 3):
        for some in permutations(MANY, size):
            assert merge(some).id in known


def test_a_paper_of_one_record_is_known_by_all_that_is_known_of_it() -> None:
    for one in MANY:
        paper = merge([one])
        known = {*identifiers(paper), *fingerprints(paper)}
        assert known <= {paper.id, *aliases(paper, [one])}


def test_an_id_does_not_change_with_what_is_not_identity() -> None:
    one = record(1, title="Folding all thought", date="2020", authors=(ADA,))
    two = record(9, "z.bib", title="FOLDING ALL THOUGHT", date="2020-03", venue="Elsewhere")
    assert merge([one]).id == merge([two]).id


HASH = 0xFB7B0E255FCF4A72  # as computed once: files in the cache depend on it


def test_an_identifier_that_no_record_has_is_no_papers_id() -> None:
    numbered = record(title="On ponds", authors=(ADA,), extra={"ISBN": "978-0-306-40615-7"})
    book = record(2, title="On ponds", authors=(ADA,), type="book")
    assert merge([numbered, book]).id == merge([book]).id
    assert merge([replace(numbered, type="book"), book]).id.startswith("isbn:")


def test_an_id_does_not_depend_on_which_record_comes_first() -> None:
    older = record(1, title="On ponds", authors=(ADA,), date="2020")
    newer = replace(older, date="2021")
    one_way = merge([older, replace(newer, place=Place("a.txt", 2, 2))])
    the_other = merge([newer, replace(older, place=Place("a.txt", 2, 2))])
    assert one_way.id == the_other.id


def test_ids_are_hashed_alike_in_every_process() -> None:
    assert id_hash("doi:10.1000/1") == HASH
    assert id_hash("title:00000000000000ff") == 255


def test_a_thousand_papers_in_any_order_are_the_same_papers() -> None:
    from tests.papers import made_up

    originals = list(made_up(300))
    copies = [
        replace(original, place=Place("copy.txt", i), doi="", abstract=original.abstract[:-30])
        for i, original in enumerate(originals)
    ]
    everything = [*originals, *copies]
    random.Random(3).shuffle(everything)
    assert len(papers(*everything)) == len(originals)
