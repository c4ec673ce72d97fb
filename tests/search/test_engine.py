"""Searching thousands of papers: against a plain definition, in steps, dropped at any time."""

from __future__ import annotations

import itertools
from collections import Counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from carrel.library import Library
from carrel.paper import Name, Place, Record
from carrel.search.query import parse
from carrel.search.words import words
from tests.papers import made_up
from tests.search.conftest import Titles, library_of


@pytest.fixture(scope="module")
def library() -> Library:
    return library_of(list(made_up(1_200)))


PARTS = ("spar", "attention", "network", "graph", "w", "the", "2015", "moreau", "journal", "cv")


@pytest.fixture(scope="module")
def having(library: Library) -> dict[str, set[str]]:
    """The ids of the papers that have a word which begins so, looked for one by one."""
    papers: dict[str, set[str]] = {part: set() for part in PARTS}
    for paper in library:
        texts = [paper.title, paper.abstract, paper.venue, *paper.categories, str(paper.year)]
        texts += [name.display for name in paper.authors]
        said = [word for text in texts for word in words(text)]
        for part in PARTS:
            if any(word.startswith(part) for word in said):
                papers[part].add(paper.id)
    return papers


@settings(max_examples=40)
@given(parts=st.lists(st.sampled_from(PARTS), min_size=1, max_size=4))
def test_all_papers_that_have_all_words_are_found(
    library: Library, having: dict[str, set[str]], parts: list[str]
) -> None:
    found = {hit.paper.id for hit in library.search(" ".join(parts))}
    wanted = set.intersection(*(having[part] for part in parts))
    assert wanted <= found
    if len(wanted) >= 6:
        assert wanted == found


def test_a_limit_cuts_the_same_order(library: Library) -> None:
    whole = [hit.paper.id for hit in library.search("sparse network")]
    assert [hit.paper.id for hit in library.search("sparse network", limit=7)] == whole[:7]


def test_scores_descend_and_ties_are_newest_first(library: Library) -> None:
    hits = library.search("attention")
    assert len(hits) > 2
    for better, worse in itertools.pairwise(hits):
        assert better.score >= worse.score
        if better.score == worse.score:
            assert better.paper.date >= worse.paper.date


def test_a_search_can_be_dropped_between_any_two_steps(library: Library) -> None:
    query = parse('sparse "neural network" transfomer learnnig')
    total = sum(1 for _ in library.steps(query))
    assert total > 5
    for stop in range(total):
        steps = library.steps(query)
        for _ in itertools.islice(steps, stop):
            pass
        steps.close()
    assert len(library.search("sparse")) > 0


def test_typing_on_never_loses_the_paper_meant(library: Library) -> None:
    title = library.paper(1_034).title
    for end in range(12, len(title) + 1):
        ids = [hit.paper.id for hit in library.search(title[:end], limit=50)]
        assert library.paper(1_034).id in ids


def test_conditions_are_searched_for_as_they_are_typed(library: Library) -> None:
    text = "is:unread year:>=1990 has:abstract -tag:x sort:-year"
    counts = [len(library.search(text[:end])) for end in range(len(text) + 1)]
    assert counts[len("is:u")] == len(library)  # it asks for nothing yet
    with pytest.raises(ValueError, match="year"):
        library.search("year:no")


def test_a_pasted_page_is_a_query_like_any_other(library: Library) -> None:
    text = " ".join(library.paper(77).abstract.split() * 20)
    assert len(text) > 10_000
    assert library.search(text, limit=1)[0].paper.id == library.paper(77).id


def test_words_of_more_parts_than_a_title_has_are_looked_for(titles: Titles) -> None:
    long = " ".join(f"w{number}" for number in range(300))
    search = titles("A sparse one", {"title": "Told whole", "abstract": f"Of {long}"})
    for query in f'"{long}"', f'"{long}', long.replace(" ", "-"):
        assert search(query) == ["Told whole"]
    assert search("-".join("a" * 40_000)) == ["A sparse one"]


def test_an_empty_library_finds_nothing() -> None:
    empty = library_of([])
    assert empty.search("") == []
    assert empty.search("anything -at | all") == []
    assert empty.facets().years == []


@pytest.mark.parametrize("text", ["cat:cs.CV", "-journal"])  # few of the papers, and most
def test_facets_count_what_was_found(library: Library, text: str) -> None:
    found = [hit.paper for hit in library.search(text)]
    assert (len(found) > len(library) / 2) == (text == "-journal")
    facets = library.facets(library.found(parse(text)), most=1_000)
    years = Counter(paper.year for paper in found if paper.year)
    assert facets.years == sorted(years.items())
    people = Counter(n for paper in found for n in {name.display for name in paper.authors})
    assert dict(facets.authors) == people
    assert sum(count for _, count in facets.categories) == len(found)
    assert facets.sources == [("made-up.bib", len(found))]
    for most in (0, 1, 3, len(facets.authors)):
        assert library.facets(library.found(parse(text)), most).authors == facets.authors[:most]


def test_a_paper_counts_once_for_what_its_source_repeats() -> None:
    twice = Name("Fay", "Ada"), Name("Fay", "Ada")
    categories = ("cs.LG", "cs.CV", "cs.LG")
    place = Place("a.bib", 1)
    record = Record(place=place, title="Ponds", authors=twice, categories=categories)
    facets = library_of([record]).facets()
    assert facets.authors == [("Ada Fay", 1)]
    assert dict(facets.categories) == {"cs.LG": 1, "cs.CV": 1}


def test_related_papers_share_what_is_rare() -> None:
    texts = (
        ("Pruning filters of neural networks", "we prune filters and prune again, by sensitivity"),
        ("Lost in pruning", "pruned networks forget; pruning hurts; we prune filters less"),
        ("Bees and flowers", "bees visit flowers in fields of clover"),
        ("Flowers in spring", "fields of clover are visited by bees for their flowers"),
        ("Steel bridges", "bolts and beams under load"),
        ("Quiet seas", "waves and wind under the moon"),
    )
    library = library_of(
        [  # the index numbers them by their dates
            Record(place=Place("t", i), title=t, abstract=a, date=str(2000 + i * 5 % 7))
            for i, (t, a) in enumerate(texts, 1)
        ]
    )
    for one, other in ((0, 1), (1, 0), (2, 3), (3, 2)):
        related = library.related(one)
        assert related[0][0] == other
        assert all(0 < nearness <= 1 for _, nearness in related)
        assert one not in [number for number, _ in related]


def test_papers_are_found_by_their_source() -> None:
    one = list(made_up(30, path="/home/ada/refs.bib"))
    other = list(made_up(40, path="/home/ada/Größe.ris"))  # thirty of them are in both
    library = library_of([*one, *other])
    everything = {library.paper(number).id for number in library.numbers()}
    refs = {hit.paper.id for hit in library.search("source:refs.bib")}
    assert len(refs) == 30
    assert {hit.paper.id for hit in library.search("-source:refs")} == everything - refs
    assert {hit.paper.id for hit in library.search("source:GROSSE")} == everything
    assert len(library.search('source:"ada/refs" source:ris')) == 30
    assert not library.search("source:nowhere")
