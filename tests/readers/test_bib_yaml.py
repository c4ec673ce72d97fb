"""BibTeX's fields as YAML: papis and coBib."""

from __future__ import annotations

import pytest

from carrel.paper import Record, Reject
from tests.readers.conftest import ItemsOf, RecordsOf

PAPIS = """\
abstract: <jats:p>We study ponds &amp; nets.</jats:p>
author: Fay, A. and others
author_list:
- affiliation: []
  family: Fay
  given: Ada
- affiliation:
  - name: University of Ponds
  family: van der Berg
  given: Piet
citations:
- author: Somebody
  title: Other
files:
- paper.pdf
journal: Journal of Ponds
month: 5
pages: 101--119
papis_id: 0123456789abcdef
ref: Fay2020
tags: [nets, 'ponds, large']
title: 'On Ponds: 100% of $5 & {DNA}'
type: article
year: 2020
"""
COBIB = """\
---
fay2020:
  ENTRYTYPE: article
  author:
    - first: Ada
      last: Fay
    - first: Piet
      last: Berg
      particle: van der
    - last: Pond Collaboration
  journal: Journal of Ponds
  month: may
  tags:
    - nets
  title: On {P}onds, M{\\"u}ller
  url:
    - https://example.org/a
    - https://example.org/b
  year: 2020
...
---
roe2021:
  ENTRYTYPE: inproceedings
  author: Roe, Ben and Coe, Cy
  booktitle: Proceedings
  editor: Fay, Ada
  title: Nets
  volume: arXiv:2101.00001
...
"""


def names(record: Record) -> list[str]:
    return [name.display for name in record.authors]


def test_papis(records_of: RecordsOf) -> None:
    [record] = records_of("info.yaml", PAPIS)
    assert (record.title, record.key) == ("On Ponds: 100% of $5 & DNA", "Fay2020")
    assert (names(record), record.et_al) == (["Ada Fay", "Piet van der Berg"], False)
    assert (record.type, record.date) == ("article-journal", "2020-05")
    assert (record.venue, record.extra) == ("Journal of Ponds", {"page": "101-119"})
    assert record.abstract == "We study ponds & nets."
    assert record.keywords == ("nets", "ponds", "large")
    assert (record.format, record.verbatim) == ("bib_yaml", "")
    assert (record.place.line, record.place.end) == (1, 24)


def test_null_is_nothing(records_of: RecordsOf) -> None:
    [record] = records_of("info.yaml", "papis_id: 1\ntitle: Ponds\nauthor: null\njournal: ~\n")
    assert (record.authors, record.venue) == ((), "")
    text = "- id: a\n  title: 'null'\n  abstract: null\n  author: [{family: Null}]\n"
    [record] = records_of("a.yaml", text)
    assert (record.title, record.abstract, names(record)) == ("null", "", ["Null"])


def test_cobib(records_of: RecordsOf) -> None:
    first, second = records_of("literature.yaml", COBIB)
    assert (first.title, first.key, first.date) == ("On Ponds, Müller", "fay2020", "2020-05")
    assert names(first) == ["Ada Fay", "Piet van der Berg", "Pond Collaboration"]
    assert (first.url, first.keywords) == ("https://example.org/a", ("nets",))
    assert (first.type, second.type) == ("article-journal", "paper-conference")
    assert (names(second), second.editors[0].display) == (["Ben Roe", "Cy Coe"], "Ada Fay")
    assert (second.venue, second.arxiv) == ("Proceedings", "2101.00001")
    assert (first.place.line, second.place.line) == (2, 22)


@pytest.mark.parametrize(
    ("broken", "reason"),
    [
        ("bad:\n  ENTRYTYPE: book\n  title: 'open\n...", "not YAML: found unexpected document"),
        ("bad:\n  ENTRYTYPE: book\n  title: a: b\n...", "not YAML: mapping values are not allowed"),
        ("bad: 1\n...", "a record without title, names, abstract or identifier"),
        ("- bad\n...", "not an entry"),
    ],
)
def test_a_broken_entry_is_told_and_the_others_read(
    broken: str, reason: str, items_of: ItemsOf
) -> None:
    first, second, third = items_of(
        "literature.yaml", COBIB.replace("...\n", f"...\n---\n{broken}\n", 1)
    )
    assert isinstance(first, Record)
    assert isinstance(third, Record)
    assert isinstance(second, Reject)
    assert second.reason.startswith(reason)
    assert (second.place.line, third.key) == (22, "roe2021")


def test_a_document_with_references_is_csl(records_of: RecordsOf) -> None:
    [record] = records_of("a.yaml", "title: Mine\nref: x\nreferences:\n- id: a\n  title: Ponds\n")
    assert record.title == "Ponds"


def test_a_reference_alone_makes_no_paper(items_of: ItemsOf) -> None:
    [item] = items_of("deploy.yaml", "title: Deploy\nref: refs/heads/main\n")
    assert isinstance(item, Reject)
    [item] = items_of("info.yaml", "title: On ponds\nref: Fay2020\nauthor: Fay, Ada\n")
    assert isinstance(item, Record)


def test_rules_are_no_documents(items_of: ItemsOf) -> None:
    """Being begun anew at each of them, what cannot be read took minutes."""
    rules = "----\n" * 50_000
    items = items_of("a.yaml", f"title: Ponds\nref: a\nyear: 2020\n---\n{rules}bad: ]")
    assert [item.place.line for item in items] == [1, 5, 5]
