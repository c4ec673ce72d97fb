"""Pasted pages, as people paste them."""

import io
import textwrap
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from carrel.paper import Record, Reject
from carrel.readers import dump, read_source
from carrel.readers.source import Source
from carrel.text import clean

SEEDS = Path(__file__).parents[2] / "seeds"
FOLDING = (
    "Shirts are folded every day, and nobody has asked why. We ask a hundred households, and find "
    "that half of them do it out of habit. We introduce FoldNet, a drop-in folding method that "
    "needs no table, and release it at https://example.org/foldnet under a licence that lets you."
)
SOCKS = (
    "The disappearance of socks is well documented, but poorly understood. In this paper we show "
    "that left and right socks attract each other below a critical humidity, which explains the "
    "missing third sock. Experiments in two laundries agree with the theory up to a constant."
)
PAGE = f"""\
CVMay 26, 2022Code
Folding at Scale on FPGAAda Fay, Bo Quill, Cy Roe et al. · qux
{FOLDING}
96.6LGMay 18
Where Do Socks Go?Dee McFay
{SOCKS}
"""


def read(text: str | bytes) -> list[Record | Reject]:
    data = text.encode() if isinstance(text, str) else text
    return list(dump.read(Source("page.txt", io.BytesIO(data))))


def records(text: str | bytes) -> list[Record]:
    found = read(text)
    assert not [reject for reject in found if isinstance(reject, Reject)]
    return [record for record in found if isinstance(record, Record)]


def facts(record: Record) -> tuple[str, list[str], bool, str, str]:
    names = [name.display for name in record.authors]
    return record.title, names, record.et_al, record.affiliation, record.abstract


FACTS = [
    ("Folding at Scale on FPGA", ["Ada Fay", "Bo Quill", "Cy Roe"], True, "qux", FOLDING),
    ("Where Do Socks Go?", ["Dee McFay"], False, "", SOCKS),
]


def test_every_field_of_a_page() -> None:
    first, second = records(PAGE)
    assert [facts(first), facts(second)] == FACTS
    assert (first.date, first.categories, first.code, first.score) == (
        "2022-05-26", ("CV",), True, None)  # fmt: skip
    assert (second.date, second.categories, second.code, second.score) == (
        "--05-18", ("LG",), False, 96.6)  # fmt: skip
    assert [tuple(record.place) for record in (first, second)] == [
        ("page.txt", 1, 3), ("page.txt", 4, 6)]  # fmt: skip
    assert not first.title_inferred
    assert first.format == "dump"


@pytest.mark.parametrize(
    ("line", "category", "date", "score", "code"),
    [
        ("CLDec 23, 2025", "CL", "2025-12-23", None, False),
        ("100CVJan 1", "CV", "--01-01", 100.0, False),
        ("0.5 CV Sept 3, 1999 Code", "CV", "1999-09-03", 0.5, True),
        ("ML\u00a0May\u00a028,\u00a02025Code", "ML", "2025-05-28", None, True),
        ("LGFebruary 29, 2024", "LG", "2024-02-29", None, False),
        ("quant-phAug 7, 2019", "quant-ph", "2019-08-07", None, False),
        ("cs.CVJun 10, 2020", "cs.CV", "2020-06-10", None, False),
        ("AIMar 2021", "AI", "2021-03", None, False),
    ],
)
def test_date_lines(line: str, category: str, date: str, score: float | None, code: bool) -> None:
    page = f"{line}\nWhere Do Socks Go?Dee McFay\n{SOCKS}\n"
    assert dump.recognises(page)
    [record] = records(page)
    assert (record.categories, record.date) == ((category,), date)
    assert (record.score, record.code) == (score, code)


def test_a_day_that_is_not_in_the_calendar_is_said_and_left_out() -> None:
    source = Source("page.txt", io.BytesIO(PAGE.replace("May 26", "Feb 31").encode()))
    first = next(iter(dump.read(source)))
    assert isinstance(first, Record)
    assert first.date == "2022-02"
    assert source.remarks == ["line 1: there is no Feb 31"]


def wrapped(page: str, width: int) -> str:
    lines = [
        "\n".join(textwrap.wrap(line, width)) + "\n" if len(line) > 160 else line
        for line in page.splitlines()
    ]
    return "\n".join(lines)


VARIANTS = {
    "CRLF": PAGE.replace("\n", "\r\n"),
    "old Macintosh": PAGE.replace("\n", "\r"),
    "blank between": PAGE.replace("\n96.6", "\n\n\n96.6"),
    "blank everywhere": PAGE.replace("\n", "\n\n"),
    "blanks at the ends": PAGE.replace("\n", " \t\n").replace("CV", "  CV"),
    "no end of line": PAGE.rstrip("\n"),
    "wrapped": wrapped(PAGE, 80),
    "wrapped narrowly": wrapped(PAGE, 60),
    "wrapped, blank everywhere": wrapped(PAGE, 80).replace("\n", "\n\n"),
    "authors on their own line": PAGE.replace("FPGAAda", "FPGA\nAda").replace("?Dee", "?\nDee"),
    "abstracts labelled": PAGE.replace(FOLDING, f"Abstract: {FOLDING}").replace(
        SOCKS, f"Abstract\n{SOCKS}"
    ),
    "furniture": f"Trending papers\nSort by: Hot\n{PAGE}Load more\n© 2026\n",
    "furniture between": PAGE.replace("96.6", "Sponsored\nShow more\n96.6"),
    "wrapped, quoted": textwrap.indent(wrapped(PAGE, 72), "> ", lambda line: True),
    "wrapped, quoted twice": textwrap.indent(wrapped(PAGE, 72), ">> ", lambda line: True),
    "wrapped, furniture": f"Papers\n{wrapped(PAGE, 70)}\nLoad more",
}


@pytest.mark.parametrize("page", VARIANTS.values(), ids=VARIANTS)
def test_the_same_page_pasted_differently(page: str) -> None:
    assert dump.recognises(page)
    assert [facts(record) for record in records(page)] == FACTS


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "cp1252"])
def test_encodings(encoding: str) -> None:
    source = Source("page", io.BytesIO(PAGE.replace("Ada", "Édith").encode(encoding)))
    names = [r.authors[0].display for r in read_source(source) if isinstance(r, Record)]
    assert names == ["Édith Fay", "Dee McFay"]


def test_a_missing_abstract_is_empty_and_the_next_record_stands() -> None:
    first, second = records(PAGE.replace(FOLDING + "\n", ""))
    assert facts(first) == (*FACTS[0][:4], "")
    assert facts(second) == FACTS[1]


@pytest.mark.parametrize(
    "label",
    ["Abstract:", "abstract: ", "ABSTRACT:  ", "Abstract—", "Abstract — ", "Abstract - ",
     "Abstract. ", "Abstract-", "Abstract\n", "Abstract :"],
)  # fmt: skip
def test_labels(label: str) -> None:
    page = f"Allan\n{label}{FOLDING}\n\n\n\n{label}{SOCKS}\n"
    assert dump.recognises(page)
    first, second = records(page)
    assert [first.abstract, second.abstract] == [FOLDING, SOCKS]
    assert first.place.line == 2
    assert first.title == "FoldNet: drop-in folding method"
    assert first.title_inferred
    assert facts(first)[1:4] == ([], False, "")
    assert first.date == ""


def test_an_abstract_that_begins_with_the_word_is_no_label() -> None:
    abstract = "Abstract notions of folding have been around for as long as there were shirts."
    [record] = records(f"CVMay 1\nNotions of FoldingAda Fay\n{abstract}\n")
    assert record.abstract == abstract


def test_both_shapes_in_one_file() -> None:
    page = f"Abstract:{SOCKS}\n{PAGE}Abstract:{FOLDING}\n{PAGE}"
    found = records(page)
    assert [record.title_inferred for record in found] == [True, False, False, True, False, False]
    assert [record.place.line for record in found] == [1, 2, 5, 8, 9, 12]


def test_a_label_after_a_title_is_of_that_paper_unless_labels_stand_alone() -> None:
    title = "CVMay 1\nNotions of FoldingAda Fay\n"
    [record] = records(f"{title}Abstract: {FOLDING}")
    assert record.abstract == FOLDING
    found = records(f"Abstract: {SOCKS}\n{title}Abstract: {FOLDING}")
    assert [record.abstract for record in found] == [SOCKS, "", FOLDING]


def test_words_broken_at_a_hyphen_are_whole_again() -> None:
    page = "Abstract: " + "\n".join(
        ["We fold with a state-of-the-art and very long-", "range method for pre- and post-",
         "washing, after Levi--", "Quill, in the middle of a long line that is nearly full--",
         "and then some."]
    )  # fmt: skip
    assert records(page)[0].abstract == (
        "We fold with a state-of-the-art and very long-range method for pre- and post-washing, "
        "after Levi--Quill, in the middle of a long line that is nearly full--and then some."
    )


def test_a_second_paragraph_belongs_to_the_abstract_and_a_stray_word_does_not() -> None:
    [record] = records(f"Abstract:{FOLDING}\n\n{SOCKS}\n\nAllan\n")
    assert record.abstract == f"{FOLDING} {SOCKS}"


def test_what_is_greater_in_a_quoted_abstract_stays() -> None:
    [record] = records(f"> Abstract: We show that a > b.\n>> {FOLDING}\n")
    assert record.abstract == f"We show that a > b. {FOLDING}"


def test_a_wrapped_title() -> None:
    page = (
        f"CVMay 1\nA Long and Winding Title that Goes on\nabout FoldingAda Fay, Bo Quill\n{SOCKS}"
    )
    [record] = records(page)
    assert record.title == "A Long and Winding Title that Goes on about Folding"
    assert len(record.authors) == 2


@pytest.mark.parametrize("names", [2, 4, 12])
@pytest.mark.parametrize("width", [60, 72, 100])
@pytest.mark.parametrize("joint", ["", "\n"])
def test_a_page_hard_wrapped_throughout(names: int, width: int, joint: str) -> None:
    """The title and the authors are wrapped like the abstract, glued or on lines of their own."""
    title = "A Long and Winding Title that Goes on about Folding the Shirts of Other People"
    authors = ", ".join(["Ada Fay", *["Wil van der Quill", "Bo Roe", "J.-P. Fay"] * 30][:names])
    head = [textwrap.fill(text, width) for text in f"{title}{joint}{authors}".split("\n")]
    page = "\n".join(["CVMay 1, 2020", *head, textwrap.fill(FOLDING * 3, width), "", ""])
    found = records(page * 3)
    assert len(found) == 3
    for record in found:
        assert record.title == title
        assert ", ".join(name.display for name in record.authors) == authors
        assert record.abstract == clean(FOLDING * 3)


@pytest.mark.parametrize("mark", ["", "> "])
def test_wherever_the_lines_of_a_wrapped_page_break(mark: str) -> None:
    """ "et al." may be broken, or a last line be as full as if it went on."""
    title = (
        "A Long and Winding Title that Goes on about Folding the Shirts of Other People (in Part)"
    )
    head = f"{title}Ada Fay, Wil van der Quill, Bo Roe et al."
    for width in range(58, 100):
        lines = ["CVMay 1, 2020", *textwrap.wrap(head, width), *textwrap.wrap(FOLDING * 3, width)]
        [record] = records("".join(f"{mark}{line}\n" for line in lines))
        assert record.title == title
        assert [name.display for name in record.authors] == [
            "Ada Fay",
            "Wil van der Quill",
            "Bo Roe",
        ]
        assert record.et_al
        assert record.abstract == clean(FOLDING * 3)


def test_a_record_without_a_title_line_gets_one() -> None:
    [record] = records(f"CVMay 1, 2020\n{FOLDING * 4}\n")
    assert record.abstract == clean(FOLDING * 4)
    assert record.title_inferred
    assert record.date == "2020-05-01"


REJECTS = {
    "date line, nothing after it": (f"CVMay 1\n{PAGE}", 1, 1, "a date line with nothing after it"),
    "last line a date line": (f"{PAGE}CVMay 1\n", 7, 7, "a date line with nothing after it"),
    "label, nothing after it": (f"{PAGE}\nAbstract:\n", 8, 8, "a label “Abstract” with nothing"),
    "no such month": (
        PAGE.replace("96.6LGMay", "96.6LGMai"), 4, 6, "looks like a date line, but has no date"),
    "date line missing": (
        PAGE.replace("CVMay 26, 2022Code\n", ""), 1, 2, "text with neither a date line nor"),
    "prose before the page": (f"{SOCKS}\n\n{PAGE}", 1, 1, "text with neither a date line nor"),
}  # fmt: skip


@pytest.mark.parametrize(
    ("page", "line", "end", "reason"), list(REJECTS.values()), ids=list(REJECTS)
)
def test_what_cannot_be_read_is_said(page: str, line: int, end: int, reason: str) -> None:
    found = read(page)
    [reject] = [one for one in found if isinstance(one, Reject)]
    assert (reject.place.line, reject.place.end) == (line, end)
    assert reject.reason.startswith(reason)
    assert reject.text.splitlines()[0] == page.splitlines()[line - 1][:2000]
    assert len(found) >= 2  # the rest of the page is read


def test_furniture_is_counted() -> None:
    source = Source("page.txt", io.BytesIO(f"Papers\n{PAGE}Load more\n© 2026\n".encode()))
    assert len(list(dump.read(source))) == 2
    assert source.remarks == ["3 short lines are not part of any paper: lines 1, 8-9"]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Dear Ada,\nI will come on May 3, 2024.\nBo\n",
        "A page of prose.\n\nUpdated May 3\nAbstract algebra is fun.\n",
        "TY  - JOUR\nTI  - On Folding\nAB  - Abstract: we fold.\nER  - \n",
        "@article{a,\n  title = {T},\n  abstract = {\nAbstract: we fold.}\n}\n",
        "PMID- 12\nAB  - x\n      Abstract: we fold.\n",
        "%0 Journal Article\n%X y\nAbstract: z\n",
        '{"title": "x"}\nAbstract: y',
        "<?xml version='1.0'?>\nAbstract: y",
        "references:\n- id: a\n  abstract: >-\n    We fold.\n",
    ],
)
def test_other_texts_are_left_to_others(text: str) -> None:
    assert not dump.recognises(text)


def test_the_seeds() -> None:
    found = [
        record
        for path in sorted(SEEDS.glob("*.txt"))
        for record in read_source(Source(path.name, io.BytesIO(path.read_bytes())))
    ]
    assert len(found) == 59
    assert all(isinstance(record, Record) and record.title and record.abstract for record in found)
    dated = [record for record in found if isinstance(record, Record) and record.date]
    assert len(dated) == 19
    assert [record.title for record in dated if record.title_inferred] == []
    assert all(2 <= len(record.authors) <= 3 for record in dated)
    [glued] = [record for record in dated if record.title.startswith("ESE")]
    assert glued.title.endswith(" on FPGA")
    assert glued.authors[0].display == "Song Han"
    assert sum(record.date.startswith("--") for record in dated) == 2


LINES = (
    st.sampled_from(["", " ", "Allan", "Load more", "Abstract:", "Abstract: We fold.", "x" * 300])
    | st.sampled_from(["CVMay 1", "96LGDec 24, 2025Code", "XXFoo 12, 2024", "CVMay 99"])
    | st.sampled_from(["Where Do Socks Go?", "Folding on FPGAAda Fay, Bo Quill et al. · qux"])
    | st.sampled_from(["Ada Fay, Bo Quill", FOLDING, SOCKS, FOLDING[:76], SOCKS[:79], "and so on."])
    | st.sampled_from(["\x1b[31mCVMay 2\x9b0m", "\u202eAbstract:\u200b x", "\ufeffCVMay 3"])
    | st.text(max_size=200)
)


@given(st.lists(LINES, max_size=25), st.sampled_from(["\n", "\r\n", "\r"]))
def test_every_line_is_accounted_for(lines: list[str], end: str) -> None:
    data = end.join(lines).encode("utf-8", "surrogatepass")
    found = list(dump.read(Source("page", io.BytesIO(data))))
    places = [one.place for one in found]
    assert places == sorted(places)
    covered = [number for place in places for number in range(place.line, place.end + 1)]
    assert len(covered) == len(set(covered))
    for number, line in Source("page", io.BytesIO(data)).lines():
        assert number in covered or len(clean(line)) < 80
    for one in found:
        assert one.place.end >= one.place.line
        if isinstance(one, Record):
            assert one.title
            assert one.abstract or not one.title_inferred


@given(st.binary(max_size=2000))
def test_any_bytes(data: bytes) -> None:
    for one in dump.read(Source("page", io.BytesIO(b"CVMay 1\n" + data))):
        assert isinstance(one, Record | Reject)


@pytest.mark.parametrize(
    "line",
    ["a" * 2_000_000, "aB" * 1_000_000, "Ab Cd, " * 280_000, "x$( " * 500_000,
     "AbC De · " * 220_000, "Abstract: " + "we introduce X, a " * 120_000,
     "AbA" + "b" * 2_000_000 + " Cd"],
    ids=["one word", "joints", "names", "marks", "dots", "introductions", "long name"],
)  # fmt: skip
def test_a_line_of_two_megabytes_is_read_in_time_linear_in_it(line: str) -> None:
    assert any(isinstance(one, Record) for one in read(f"CVMay 1\n{line}\n{line}\n"))
