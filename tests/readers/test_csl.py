"""CSL items, as JSON and as YAML: no variable is lost."""

from __future__ import annotations

import json
import tracemalloc

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from carrel.paper import Name, Record, Reject
from tests.readers.conftest import ItemsOf, RecordsOf

ITEM: dict[str, object] = {
    "id": "reed2020",
    "type": "chapter",
    "title": "On <i>Nets</i> &amp; H<sub>2</sub>O",
    "author": [
        {"family": "Gogh", "given": "Vincent", "non-dropping-particle": "van"},
        {"family": "van der Berg", "given": "Piet"},
        {"family": "Tocqueville", "given": "Alexis", "dropping-particle": "de"},
        {"family": "Fister", "given": "Iztok", "suffix": "Jr."},
        {"literal": "The Pond Group"},
        {"family": "Plato"},
        {"family": '"van Beethoven"', "given": "Ludwig"},
    ],
    "editor": [{"family": "Lee", "given": "Bo"}],
    "translator": [{"family": "Gogh", "given": "Vincent", "non-dropping-particle": "van"}],
    "container-author": [{"literal": "Pond Group"}, {"family": "Lee", "given": "Bo"}],
    "issued": {"date-parts": [["2020", 5, "7"]]},
    "accessed": {"date-parts": [[2021, 1, 2]]},
    "original-date": {"date-parts": [[1938], [1961]]},
    "container-title": "All of Fishing",
    "DOI": "https://doi.org/10.1000/nets",
    "URL": "https://example.org/nets",
    "abstract": "<jats:p>We fish.</jats:p>",
    "keyword": "nets, fish",
    "categories": ["cs.CV"],
    "page": "12-34",
    "volume": 4,
    "publisher": "Reed",
    "publisher-place": "Delft",
    "PMID": "123",
    "note": "arXiv:2101.00001 [cs.CV]",
}


def check(record: Record) -> None:
    assert record.key == "reed2020"
    assert record.type == "chapter"
    assert record.title == "On Nets & H₂O"
    assert record.authors == (
        Name("Gogh", "Vincent", non_dropping_particle="van"),
        Name("Berg", "Piet", non_dropping_particle="van der"),
        Name("Tocqueville", "Alexis", dropping_particle="de"),
        Name("Fister", "Iztok", suffix="Jr."),
        Name(literal="The Pond Group"),
        Name("Plato"),
        Name("van Beethoven", "Ludwig"),
    )
    assert record.editors == (Name("Lee", "Bo"),)
    assert record.date == "2020-05-07"
    assert record.venue == "All of Fishing"
    assert record.doi == "10.1000/nets"
    assert record.arxiv == "2101.00001"
    assert record.url == "https://example.org/nets"
    assert record.abstract == "We fish."
    assert record.keywords == ("nets", "fish")
    assert record.categories == ("cs.CV",)
    assert record.ids == {"pmid": "123"}
    assert record.extra == {
        "translator": "van Gogh, Vincent",
        "container-author": "{Pond Group}; Lee, Bo",
        "accessed": "2021-01-02",
        "original-date": "1938/1961",
        "page": "12-34",
        "volume": "4",
        "publisher": "Reed",
        "publisher-place": "Delft",
        "note": "arXiv:2101.00001 [cs.CV]",
    }


@pytest.mark.parametrize("document", [[ITEM], ITEM, {"items": [ITEM]}])
def test_an_item(records_of: RecordsOf, document: object) -> None:
    [record] = records_of("refs.json", json.dumps(document, indent=1))
    check(record)
    assert record.format == "csl_json"


def test_items_on_lines(records_of: RecordsOf) -> None:
    first, second = records_of("refs.jsonl", json.dumps(ITEM) + "\n" + json.dumps(ITEM))
    check(second)
    assert (first.place.line, second.place.line) == (1, 2)


@pytest.mark.parametrize(
    ("issued", "date", "whole"),
    [
        ({"date-parts": [[2020]]}, "2020", None),
        ({"date-parts": [["2020", "05"]]}, "2020-05", None),
        ({"date-parts": [[2014, 12, 31], [2015, 1, 1]]}, "2014-12-31", "2014-12-31/2015-01-01"),
        ({"date-parts": [[2014], [0]]}, "2014", "2014/.."),
        ({"date-parts": [[2014]], "season": 2}, "2014", "2014-22"),
        ({"date-parts": [[2014, 21]]}, "2014", "2014-21"),
        ({"date-parts": [[1650]], "circa": True}, "1650", "1650~"),
        ({"date-parts": [[-44, 3, 15]]}, "", "-0044-03-15"),
        ({"raw": "2019-03-01"}, "2019-03-01", None),
        ({"raw": "--05-18"}, "--05-18", None),
        ({"literal": "forthcoming"}, "", "forthcoming"),
        ({"literal": "Spring 2010"}, "2010", "Spring 2010"),
        ("2019", "2019", None),
        ({"date-parts": [[None]]}, "", None),
        ({"date-parts": "x"}, "", None),
        ({}, "", None),
        (7, "", "7"),
    ],
)
def test_dates(records_of: RecordsOf, issued: object, date: str, whole: str | None) -> None:
    [record] = records_of(
        "refs.json", json.dumps([{"id": "a", "type": "book", "title": "t", "issued": issued}])
    )
    assert record.date == date
    assert record.extra.get("issued") == whole


@pytest.mark.parametrize("last", [{"literal": "others"}, {"literal": "et al."}])
def test_others_are_no_author(records_of: RecordsOf, last: object) -> None:
    names = [{"family": "Fay", "given": "Ada"}, last]
    item = {"id": "a", "type": "book", "title": "t", "author": names}
    [record] = records_of("refs.json", json.dumps([item]))
    assert (record.authors, record.et_al) == ((Name("Fay", "Ada"),), True)


def test_a_short_doi_is_kept(records_of: RecordsOf) -> None:
    item = {"id": "a", "type": "book", "title": "t", "DOI": "10/gfzrww"}
    [record] = records_of("refs.json", json.dumps([item]))
    assert (record.doi, record.extra) == ("", {"DOI": "10/gfzrww"})


def test_an_arxiv_number_names_the_preprint(records_of: RecordsOf) -> None:
    item = {"id": "a", "type": "article", "title": "t", "number": "arXiv:2101.00001"}
    [record] = records_of("refs.json", json.dumps([item]))
    assert (record.arxiv, record.extra["number"]) == ("2101.00001", "arXiv:2101.00001")


TEXTS = st.text(
    st.characters(categories=["L", "N"], max_codepoint=0x24F, exclude_characters="ÃÂâ"), min_size=1
).map(str.strip)
VARIABLES = st.sampled_from(["volume", "issue", "publisher", "edition", "genre", "medium", "x-y"])


@settings(suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture])
@given(st.dictionaries(VARIABLES, TEXTS.filter(bool)), TEXTS.filter(bool))
def test_every_variable_is_kept(
    records_of: RecordsOf, variables: dict[str, str], title: str
) -> None:
    item = {"id": "a", "type": "book", "title": title, **variables}
    [record] = records_of("refs.json", json.dumps([item]))
    assert (record.title, record.extra) == (title, variables)


YAML = """---
title: A document of pandoc's
references:
- id: reed2020
  type: chapter
  title: >-
    On *Nets*
    & H~2~O
  author:
  - family: Gogh
    given: Vincent
    non-dropping-particle: van
  - literal: no
  issued:
  - year: 2020
    month: 5
  accessed: {year: 2021, month: 1, day: 2}
  container-title: &book All of Fishing
  volume: 4
- id: reed2021
  title: "Reeds"
  container-title: *book
  issued: 2021-06
...

- id: prose, not an item
"""


def test_yaml(records_of: RecordsOf) -> None:
    first, second = records_of("refs.yaml", YAML)
    assert first.title == "On Nets & H₂O"
    assert first.authors == (
        Name("Gogh", "Vincent", non_dropping_particle="van"),
        Name(literal="no"),
    )
    assert (first.date, first.extra["accessed"]) == ("2020-05", "2021-01-02")
    assert (first.venue, second.venue) == ("All of Fishing", "All of Fishing")
    assert first.extra["volume"] == "4"
    assert second.date == "2021-06"
    assert (first.place.line, second.place.line, second.place.end) == (4, 20, 23)
    assert first.format == "csl_yaml"


def test_a_yaml_list_alone(records_of: RecordsOf) -> None:
    [record] = records_of("refs.yml", "- id: a\n  type: book\n  title: t\n")
    assert record.title == "t"


@pytest.mark.parametrize(
    "broken", ['title: "two', "title: [two", "title: @two", "\ttitle: two", "title: *nowhere"]
)
def test_a_broken_yaml_item_is_told_and_the_others_are_read(items_of: ItemsOf, broken: str) -> None:
    items = items_of(
        "refs.yaml",
        f"references:\n- id: a\n  title: one\n- id: b\n  {broken}\n- id: c\n  title: three\n",
    )
    assert [item.title for item in items if isinstance(item, Record)] == ["one", "three"]
    [reject] = [item for item in items if isinstance(item, Reject)]
    assert (reject.place.line, reject.place.end) == (4, 5)
    assert reject.reason.startswith("not YAML: ")


@pytest.mark.parametrize("end", ["", "\n"])
def test_a_broken_last_yaml_item_ends_where_the_file_does(items_of: ItemsOf, end: str) -> None:
    [reject] = items_of("refs.yaml", f'references:\n- id: b\n  title: "two{end}')
    assert (reject.place.line, reject.place.end) == (2, 3)


def test_yaml_makes_no_objects_and_does_not_grow(items_of: ItemsOf) -> None:
    text = "references:\n- &a [x, x]\n- id: &b c\n- [*a, *a]\n- !!python/object:os.system {id: d}\n"
    items = items_of("refs.yaml", text)
    assert [item.place.line for item in items if isinstance(item, Reject)] == [2, 3, 4, 5]


@pytest.mark.parametrize(
    "text",
    [
        "references:\n- id: a\n  " + "? " * 45 + "b\n",
        f"references:\n- id: &a {'x' * 5_000}\n- [{'*a, ' * 5_000}]\n",
        "references:\n- id: a\n  author: " + "[" * 900 + "]" * 900 + "\n",
    ],
)
def test_little_yaml_never_becomes_much(items_of: ItemsOf, text: str) -> None:
    tracemalloc.start()
    items = items_of("refs.yaml", text)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert any(isinstance(item, Reject) for item in items)
    assert peak < 10_000_000


def test_each_end_of_a_range_of_yaml_has_its_season(records_of: RecordsOf) -> None:
    [record] = records_of(
        "refs.yaml",
        "- id: a\n  title: t\n  issued:\n  - year: 2017\n    season: 2\n  - year: 2018\n"
        "    season: 3\n  original-date:\n  - literal: long ago\n",
    )
    assert record.extra == {"issued": "2017-22/2018-23", "original-date": "long ago"}
