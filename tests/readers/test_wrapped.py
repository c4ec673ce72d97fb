from __future__ import annotations

import textwrap
from io import BytesIO

import pytest

from carrel.paper import Name, Record, Reject
from carrel.readers import dump
from carrel.readers.source import Source

ABSTRACT = (
    "The complete folding of a shirt is a walk on the group of its creases, and the shortest such "
    "walk has been sought for long. We show that it is unique, and that the number of steps grows "
    "with the square of the number of sleeves, unless two sleeves cross one another."
)


def page(head: str, width: int = 60) -> list[str]:
    """The lines of a head, one paragraph a line, and of the abstract, wrapped."""
    return [
        line
        for paragraph in (*head.split("\n"), ABSTRACT)
        for line in textwrap.wrap(paragraph, width)
    ]


@pytest.mark.parametrize(
    ("head", "title", "names", "affiliation"),
    [
        # glued to the title, the last name on a line of its own
        ("The group of the complete transposition of creasesAda Fay", "creases", ["Ada Fay"], ""),
        (
            "A Model of Shirts with Two Sleeves for Language Folding by SpeechBo G. A. Quill",
            "Speech", ["Bo G. A. Quill"], "",
        ),
        (
            "Bounds for the Discounted Continuous Folding of FoldingA. Fay, B. Roe, Daniil Quill",
            "Folding", ["A. Fay", "B. Roe", "Daniil Quill"], "",
        ),
        # the abstract begins below a line that is full
        ("On walks in the group of creases of some shirtsAda N. Fay", "shirts", ["Ada N. Fay"], ""),
        # an affiliation that goes on
        (
            "Folding as Pixel-Wise DistributionsAda Fay et al. · University of Creases, Berkeley",
            "Distributions", ["Ada Fay"], "University of Creases, Berkeley",
        ),
        (
            "Folding as Pixel-Wise DistributionsAda Fay, Bo Quill et al. · qux",
            "Distributions", ["Ada Fay", "Bo Quill"], "qux",
        ),
        # on lines of their own, the title's last line full, or the authors'
        ("On Calibrated Prediction for Sleeve Selection in 3D\nAda McFay", "3D", ["Ada McFay"], ""),
        (
            "On Folding (Extended Report)\nAda Aziz Fay, Bo Faouzi Quill, Cy Julie Cailler et al.",
            "(Extended Report)", ["Ada Aziz Fay", "Bo Faouzi Quill", "Cy Julie Cailler"], "",
        ),
        (
            "Sleeves in Drawers\nAda Dharshini Fay, Anupam B. Quill, Cy Ray Srinivasan Roe",
            "Drawers", ["Ada Dharshini Fay", "Anupam B. Quill", "Cy Ray Srinivasan Roe"], "",
        ),
    ],
)  # fmt: skip
@pytest.mark.parametrize("width", [56, 60, 66, 72])
def test_where_title_and_authors_end(
    head: str, title: str, names: list[str], affiliation: str, width: int
) -> None:
    record = read([*page(head, width), "LGMay 18", "Another Paper"])
    assert record.title.endswith(title)
    assert [name.display for name in record.authors] == names
    assert record.affiliation == affiliation
    assert record.abstract == ABSTRACT


def read(lines: list[str]) -> Record:
    data = "\n".join(["CVMay 26, 2022", *lines]).encode()
    first, _ = dump.read(Source("page.txt", BytesIO(data)))
    assert isinstance(first, Record)
    return first


def test_a_long_address_is_not_the_width_of_the_page() -> None:
    head = "Folding of Low-Rank Adaptations in the Creases of Generative SleevesAda Fay et al."
    lines = page(head)
    lines.insert(5, "https://example.org/" + "folding/" * 10)
    assert read([*lines, "LGMay 18", "Another Paper"]).authors == (Name("Fay", "Ada"),)


def test_a_paragraph_that_is_in_no_paper_is_rejected() -> None:
    lines = "\n".join(page("", 70))
    data = f"CVMay 26, 2022\nOn FoldingAda Fay\n\nLoad more\n{lines}\n".encode()
    source = Source("page.txt", BytesIO(data))
    record, reject = dump.read(source)
    assert isinstance(record, Record)
    assert isinstance(reject, Reject)
    assert (reject.place.line, reject.place.end) == (5, 8)
    assert source.remarks == ["1 short line is not part of any paper: line 4"]
