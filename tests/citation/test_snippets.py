from __future__ import annotations

import pytest

from carrel.citation import SNIPPETS
from carrel.paper import Place, Record, Work

WORK = Work(
    title="Sleep [and] rest",
    doi="10.5555/rest.1",
    arxiv="2109.00001",
    abstract="We sleep.",
)


def snippet(work: Work, form: str, key: str) -> str:
    return SNIPPETS[form].make(work, key)


@pytest.mark.parametrize(
    ("form", "expected"),
    [
        ("title", "Sleep [and] rest"),
        ("link", "https://doi.org/10.5555/rest.1"),
        ("markdown-link", "[Sleep \\[and\\] rest](https://doi.org/10.5555/rest.1)"),
        ("doi", "10.5555/rest.1"),
        ("arxiv", "2109.00001"),
        ("abstract", "We sleep."),
        ("key", "k1"),
        ("latex", "\\cite{k1}"),
        ("pandoc", "[@k1]"),
        ("typst", "#cite(<k1>)"),
        ("org", "[cite:@k1]"),
        ("verbatim", ""),
    ],
)
def test_forms(form: str, expected: str) -> None:
    assert snippet(WORK, form, "k1") == expected


def test_every_form_is_tested_and_has_a_label() -> None:
    assert all(form.label for form in SNIPPETS.values())


def test_what_is_unknown_is_empty() -> None:
    nothing = Work()
    forms = ("title", "link", "markdown-link", "doi", "arxiv", "abstract", "verbatim")
    assert [snippet(nothing, form, "k") for form in forms] == [""] * len(forms)


def test_links_prefer_what_lasts() -> None:
    assert snippet(Work(arxiv="2109.00001", url="https://x.example"), "link", "k").endswith(
        "arxiv.org/abs/2109.00001"
    )
    assert snippet(Work(url="https://x.example/a"), "link", "k") == "https://x.example/a"
    assert snippet(Work(url="javascript:alert(1)"), "link", "k") == ""


def test_a_link_with_brackets_stays_whole_in_markdown() -> None:
    work = Work(title="T", doi="10.1016/0267-3649(87)90079-3")
    expected = "[T](<https://doi.org/10.1016/0267-3649(87)90079-3>)"
    assert snippet(work, "markdown-link", "k") == expected


def test_keys_that_typst_cannot_write_as_a_label() -> None:
    assert snippet(WORK, "typst", "DBLP:conf/nips/Bee15") == (
        '#cite(label("DBLP:conf/nips/Bee15"))'
    )


def test_an_entry_as_it_stood_in_its_source() -> None:
    raw = "@article{k1,\n title = {Rest},}"
    record = Record(place=Place("a.bib", 1), title="Rest", verbatim=raw)
    assert snippet(record, "verbatim", "k1") == raw
