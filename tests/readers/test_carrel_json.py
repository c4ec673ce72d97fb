"""carrel's own JSON Lines, and what is near enough to it."""

from __future__ import annotations

import json

import pytest

from carrel.paper import Name, Record, Reject
from carrel.readers import abstracts_in, read_lines
from tests.readers.conftest import ItemsOf, RecordsOf

PAPER: dict[str, object] = {
    "id": "arxiv:2101.00001", "title": "Nets & <fish>", "title_inferred": False,
    "authors": ["Ada Fay", "Piet van der Berg", "The Pond Group", "毛泽东"], "et_al": True,
    "date": "2021-01-05", "year": 2021, "categories": ["cs.CV"], "venue": "Journal of Ponds",
    "doi": "10.1000/nets", "arxiv": "2101.00001", "url": "https://example.org/nets",
    "abstract": "One.\nTwo.", "keywords": ["nets"], "code": True, "score": 96.5,
    "affiliation": "delft", "sources": [{"path": "page.txt", "line": 3}], "favourite": True,
    "tags": ["x"], "read": True, "note": "mine",
}  # fmt: skip


@pytest.mark.parametrize("form", ["{}\n", "[{}]", '{{"papers": [{}]}}', "\ufeff\n {} \r\n"])
def test_every_member(form: str, records_of: RecordsOf) -> None:
    [record] = records_of("papers.jsonl", form.format(json.dumps(PAPER)))
    for name in ("title", "et_al", "date", "venue", "doi", "arxiv", "url", "abstract", "code"):
        assert getattr(record, name) == PAPER[name]
    assert [name.display for name in record.authors] == PAPER["authors"]
    assert record.authors[1] == Name("Berg", "Piet", non_dropping_particle="van der")
    assert (record.categories, record.keywords) == (("cs.CV",), ("nets",))
    assert (record.score, record.affiliation) == (96.5, "delft")


def test_unknown_values_and_other_types(records_of: RecordsOf) -> None:
    lines: list[dict[str, object]] = [
        dict.fromkeys(PAPER) | {"title": "Null"},
        {"title": "Text", "authors": "Ada Fay, Bo Lee and Cy Ray", "year": 2020, "score": "high"},
        {"title": "Objects", "authors": [{"name": "Ada Fay"}, {}], "date": "--05-18"},
        {"title": "Number", "arxiv": 1512.0511, "url": "https://arxiv.org/abs/1512.0511"},
        {"title": "Others", "authors": ["and Ada Fay,", "et al."], "score": True},
        {"id": "pmid:123", "abstract": "No title."},
        {"id": "title:0123456789abcdef", "title": "Not an identifier"},
    ]
    records = records_of("papers.jsonl", "\n".join(map(json.dumps, lines)))
    null, text, objects, number, others, pmid, made = records
    assert (null.authors, null.date, null.score) == ((), "", None)
    assert [name.display for name in text.authors] == ["Ada Fay", "Bo Lee", "Cy Ray"]
    assert (text.date, text.score) == ("2020", None)
    assert (len(objects.authors), objects.date) == (1, "--05-18")
    assert (number.arxiv, number.url) == ("1512.05110", "https://arxiv.org/abs/1512.05110")
    assert (others.authors[0].display, len(others.authors)) == ("Ada Fay", 1)
    assert (others.et_al, others.score) == (True, None)
    assert pmid.ids == {"pmid": "123"}
    assert made.ids == {}


@pytest.mark.parametrize(
    ("form", "titles"),
    [
        ('{{"status": "ok", "data": {{"results": {0}, "total": 2}}}}', ["One", "Two"]),
        ('{{"message": {{"items": {0}}}}}', ["One", "Two"]),
        ('{{"title": "Whole", "data": [1], "items": {0}}}', ["Whole"]),
        ('{{"data": {{}}, "title": "A"}}\n{{"data": {0}, "title": "B"}}', ["A", "B"]),
    ],
)
def test_the_list_may_lie_in_an_envelope(
    form: str, titles: list[str], records_of: RecordsOf
) -> None:
    text = form.format('[{"title": "One", "data": {"title": "x"}}, {"title": "Two"}]')
    assert [record.title for record in records_of("answer.json", text)] == titles


def test_a_paper_may_have_members_of_such_names() -> None:
    line = b'{"data": {"results": [{"a": 1}]}, "items": [2], "title": "Whole"}'
    for count in (1, 3):  # as they are read from a file that is kept
        numbers = range(7, 7 + count)
        found = read_lines("carrel_json", "papers.jsonl", numbers, [line] * count)
        assert [record and record.title for record in found] == ["Whole"] * count


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ('{"title": "T", "abstract": "Of  ponds.\\n\\nOf \\u0061 \\"mill\\" é"}', True),
        ('{"abstract":"Of ponds", "title": "T {x}", "more": {"abstracts": "x"}}', True),
        ('{"title": "T", "abstract": "of JosÃ© \\u001b[31mred"}', True),
        ('{"title": "T", "abstract": null}', False),
        ('{"title": "T", "abstract" : "Of ponds"}', False),
        ('{"title": "T", "more": {"abstract": "of mills"}}', False),
        ('{"title": "T", "abstract": "Of ponds", "more": [{"abstract": "of mills"}]}', False),
        ('{"title": "T", "abstract": "Of ponds", "abstract": "of mills"}', False),
        ('{"title": "T", "abstract": "Of ponds", "abstract" : "of mills"}', False),
        ('{"title": "T", "note": "\\"abstract\\":\\"of mills\\""}', False),
        ('{"title": "T"}', False),
    ],
)
def test_an_abstract_is_told_without_reading_the_rest_where_it_is_plain(
    line: str, told: bool
) -> None:
    data = line.encode()
    for name in ("carrel_json", "arxiv_json"):
        [record] = read_lines(name, "papers.jsonl", [1], [data])
        [abstract] = abstracts_in(name, [data])
        assert record is not None
        assert abstract == (record.abstract if told else None)


@pytest.mark.parametrize(
    ("author", "names"),
    [
        ("Fay, Ada and van Ek, Bo", ["Ada Fay", "Bo van Ek"]),
        ("Fay, Ada", ["Ada Fay"]),
        ("Ada Fay, Bo van Ek", ["Ada Fay", "Bo van Ek"]),
    ],
)
def test_members_named_as_in_bibtex(author: str, names: list[str], records_of: RecordsOf) -> None:
    text = json.dumps({"title": "T", "author": author, "journal": "Ponds"})
    [record] = records_of("papers.json", text)
    assert [name.display for name in record.authors] == names
    assert record.venue == "Ponds"


def test_a_broken_line_is_told_and_the_others_are_read(items_of: ItemsOf) -> None:
    text = '{"title": "One"}\n{"title": "Two", \n{"title": "Three"}\n{"year": 2020}\n'
    items = items_of("papers.jsonl", text)
    assert [item.title for item in items if isinstance(item, Record)] == ["One", "Three"]
    assert [item.place.line for item in items if isinstance(item, Reject)] == [2, 4]


@pytest.mark.parametrize(
    ("authors", "names"),
    [
        (["Fay, Ada", "van der Roe, Bo"], ["Ada Fay", "Bo van der Roe"]),
        ([{"name": "Fay, Ada"}], ["Ada Fay"]),
        (["Pond Lab, Bath"], ["Pond Lab, Bath"]),
        (["Ada Fay", "Pond Lab, Bath"], ["Ada Fay", "Pond Lab, Bath"]),
        (["Ada Fay, Jr.", "Bo Roe"], ["Ada Fay Jr.", "Bo Roe"]),
    ],
)
def test_names_with_the_family_name_first(
    authors: list[object], names: list[str], records_of: RecordsOf
) -> None:
    [record] = records_of("a.json", json.dumps([{"title": "T", "authors": authors}]))
    assert [name.display for name in record.authors] == names
