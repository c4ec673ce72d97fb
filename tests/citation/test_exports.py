"""RIS, CSL-JSON and reading lists."""

from __future__ import annotations

import json
from dataclasses import replace
from html.parser import HTMLParser

import pytest

from carrel.citation import FORMATS, STYLES, cite, export, form
from carrel.paper import Name, Work

WORK = Work(
    title="Sleep & <b>rest</b>",
    authors=(
        Name("Nap", "Ann"),
        Name("Gogh", "Vincent", non_dropping_particle="van", suffix="Jr."),
        Name(literal="Night Group"),
    ),
    editors=(Name("Doe", "Jo"),),
    date="2021-09-14",
    type="article-journal",
    venue="Journal of [Rest]",
    doi="10.5555/rest.1",
    arxiv="2109.00001",
    url="https://rest.example/1",
    abstract="We sleep.\nWe *rest*.",
    keywords=("bed", "pillow"),
    categories=("cs.AI",),
    ids={"pmid": "123"},
    extra={"volume": "12", "issue": "3", "page": "321-328", "translator": "Doe, Jane; {Group}"},
)


def test_ris() -> None:
    assert "".join(export([WORK], "ris", keys=["k1"])) == (
        "TY  - JOUR\n"
        "ID  - k1\n"
        "TI  - Sleep & <b>rest</b>\n"
        "AU  - Nap, Ann\n"
        "AU  - van Gogh, Vincent, Jr.\n"
        "AU  - Night Group\n"
        "A2  - Doe, Jo\n"
        "A4  - Doe, Jane\n"
        "A4  - Group\n"
        "PY  - 2021\n"
        "DA  - 2021/09/14\n"
        "T2  - Journal of [Rest]\n"
        "VL  - 12\n"
        "IS  - 3\n"
        "SP  - 321\n"
        "EP  - 328\n"
        "DO  - 10.5555/rest.1\n"
        "UR  - https://rest.example/1\n"
        "UR  - https://arxiv.org/abs/2109.00001\n"
        "KW  - bed\n"
        "KW  - pillow\n"
        "AB  - We sleep. We *rest*.\n"
        "ER  - \n\n"
    )


@pytest.mark.parametrize(("type", "written"), [("book", True), ("chapter", False)])
def test_ris_tells_the_count_of_pages_only_where_it_is_no_page(type: str, written: bool) -> None:
    work = Work(type=type, title="Nets", extra={"number-of-pages": "224"})
    assert ("SP  - 224\n" in "".join(export([work], "ris"))) == written


def test_csl_json() -> None:
    (item,) = json.loads("".join(export([WORK], "csl-json", keys=["k1"])))
    assert item == {
        "id": "k1",
        "type": "article-journal",
        "title": "Sleep & <b>rest</b>",
        "author": [
            {"family": "Nap", "given": "Ann"},
            {
                "family": "Gogh",
                "given": "Vincent",
                "non-dropping-particle": "van",
                "suffix": "Jr.",
            },
            {"literal": "Night Group"},
        ],
        "editor": [{"family": "Doe", "given": "Jo"}],
        "issued": {"date-parts": [[2021, 9, 14]]},
        "container-title": "Journal of [Rest]",
        "volume": "12",
        "issue": "3",
        "page": "321-328",
        "translator": [{"family": "Doe", "given": "Jane"}, {"literal": "Group"}],
        "note": "arXiv:2109.00001",
        "DOI": "10.5555/rest.1",
        "URL": "https://rest.example/1",
        "PMID": "123",
        "abstract": "We sleep.\nWe *rest*.",
        "keyword": "bed; pillow",
        "categories": ["cs.AI"],
    }


def test_csl_json_says_that_there_are_other_authors() -> None:
    work = Work(title="T", authors=WORK.authors[:1], et_al=True)
    (item,) = json.loads("".join(export([work], "csl-json")))
    assert item["author"] == [{"family": "Nap", "given": "Ann"}, {"literal": "others"}]


@pytest.mark.parametrize("format", FORMATS)
def test_no_paper_makes_a_valid_document(format: str) -> None:
    text = "".join(export([], format))
    if format == "csl-json":
        assert json.loads(text) == []
    elif format in ("markdown", "html"):
        assert "0 papers" in text
    else:
        assert text == ""


def test_markdown() -> None:
    two = "".join(export([WORK, WORK], "markdown"))
    assert "\n\n\n" not in two
    assert "\n\n## " in two
    assert "".join(export([WORK], "markdown")) == (
        "# Reading list\n\n1 paper\n"
        "\n## [Sleep &amp; \\<b\\>rest\\</b\\>](<https://doi.org/10.5555/rest.1>)\n\n"
        "Ann Nap, Vincent van Gogh Jr., Night Group · 14 September 2021 · "
        "*Journal of \\[Rest\\]*\n\n"
        "We sleep.\n\nWe \\*rest\\*.\n"
    )


class _Tags(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.text = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        self.text += data


def test_html_holds_no_markup_of_the_papers() -> None:
    hostile = Work(
        title='<script>alert("1")</script>',
        venue="<img src=x onerror=alert(1)>",
        url="javascript:alert(1)",
        abstract="</p><iframe>",
        authors=(Name("<b>", "&amp;"),),
    )
    page = _Tags()
    page.feed("".join(export([hostile, WORK], "html")))
    assert {tag for tag, _ in page.tags} <= {
        "html", "meta", "title", "style", "h1", "p", "h2", "a", "cite",
    }  # fmt: skip
    links = [attributes["href"] for tag, attributes in page.tags if tag == "a"]
    assert links == ["https://doi.org/10.5555/rest.1"]
    assert '<script>alert("1")</script>' in page.text
    assert "&amp; <b>" in page.text


def test_plain_text() -> None:
    assert "".join(export([WORK, Work(title="T")], "text")) == (
        "Sleep & <b>rest</b>\n"
        "Ann Nap, Vincent van Gogh Jr., Night Group · 14 September 2021 · Journal of [Rest]\n"
        "https://doi.org/10.5555/rest.1\n"
        "We sleep.\n"
        "We *rest*.\n"
        "\n"
        "T\n"
    )


def test_lists_are_numbered_where_the_style_numbers() -> None:
    works = [Work(title="A", date="2001"), Work(title="B", date="2002")]
    assert "".join(form("ieee").pieces(works, numbered=True)) == "[1] “A.” 2001.\n[2] “B.” 2002.\n"
    assert "".join(form("nature").pieces(works, numbered=True)) == "1. A. (2001).\n2. B. (2002).\n"
    assert "".join(form("apa").pieces(works, numbered=True)) == "A. (2001).\nB. (2002).\n"
    assert "".join(form("ieee").pieces(works)) == "“A.” 2001.\n“B.” 2002.\n"


def test_a_list_has_one_line_for_each_work_even_where_nothing_is_known() -> None:
    works = [Work(title="A"), Work(abstract="x"), Work(title="B")]
    for style in STYLES:
        assert "".join(form(style).pieces(works)).count("\n") == 3


def test_an_unknown_format_is_named() -> None:
    with pytest.raises(KeyError, match="docx"):
        list(export([WORK], "docx"))


@pytest.mark.parametrize(
    ("format", "line"),
    [
        ("bibtex", "  doi = {10/gfzrww}"),
        ("biblatex", "  doi = {10/gfzrww}"),
        ("ris", "DO  - 10/gfzrww"),
        ("csl-json", '  "DOI": "10/gfzrww"'),
        ("markdown", "## [Rest](<https://doi.org/10/gfzrww>)"),
    ],
)
def test_a_short_doi_is_kept_where_no_other_is_known(format: str, line: str) -> None:
    lines = "".join(export([Work(title="Rest", extra={"DOI": "10/gfzrww"})], format)).splitlines()
    assert line in [text.removesuffix(",") for text in lines]


@pytest.mark.parametrize(
    ("format", "line"),
    [
        ("bibtex", "  year = {to appear}"),
        ("biblatex", "  year = {to appear},\n  pubstate = {forthcoming}"),
        ("csl-json", '"literal": "to appear"'),
        ("ris", "PY  - to appear"),
    ],
)
def test_words_in_place_of_a_date_are_written(format: str, line: str) -> None:
    work = Work(title="Naps", extra={"issued": "to appear", "status": "forthcoming"})
    assert line in "".join(export([work], format))
    without_year = replace(work, date="--03-07")
    assert line.partition(",")[0] in "".join(export([without_year], format))
    dated = replace(work, date="2021-03")
    assert "to appear" not in "".join(export([dated], format))


def test_a_year_before_1_is_cited_and_exported() -> None:
    work = Work(title="On ends", type="book", extra={"issued": "-0044"})
    assert cite(work, "chicago") == "On Ends. 44BC."
    assert '"raw": "-0044"' in "".join(export([work], "csl-json"))
