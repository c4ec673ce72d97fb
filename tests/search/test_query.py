"""The query language."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from carrel.search.query import (
    Condition,
    Having,
    Identified,
    Phrase,
    State,
    Tagged,
    Term,
    Word,
    Years,
    parse,
    without_each,
)


def terms(text: str) -> list[list[Term]]:
    query = parse(text)
    assert not query.errors
    return [[condition.term for condition in clause] for clause in query.clauses]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("Han et al., (2016)", [[Word(("han",))], [Word(("2016",))]]),
        ("han ET AL", [[Word(("han",))]]),
        ("et alia", [[Word(("et",))], [Word(("alia",))]]),
        ("nemotron nano", [[Word(("nemotron",))], [Word(("nano",))]]),
        ('"sparse attention"', [[Phrase(("sparse", "attention"))]]),
        ('"sparse atten', [[Phrase(("sparse", "atten"), open=True)]]),
        ("author:han", [[Word(("han",), "author")]]),
        ('author:"song han"', [[Phrase(("song", "han"), "author")]]),
        ("authors:Müller", [[Word(("muller",), "author")]]),
        ("journal:nature", [[Word(("nature",), "venue")]]),
        ("cat:cs.CV", [[Word(("cs", "cv"), "cat")]]),
        ("tag:quant #quant", [[Tagged("quant")], [Tagged("quant")]]),
        (
            'tag:"to read" #"to read"|#"to do',
            [[Tagged("to read")], [Tagged("to read"), Tagged("to do")]],
        ),
        ("year:2015", [[Years(2015, 2015)]]),
        ("year:2015..2018", [[Years(2015, 2018)]]),
        ("year:>=2020", [[Years(2020, 9999)]]),
        ("year:<2020", [[Years(1, 2019)]]),
        ("year:..1999", [[Years(1, 1999)]]),
        ("year:2015-2018", [[Years(2015, 2018)]]),
        ("year:2015–2018", [[Years(2015, 2018)]]),
        ("year:2015-", [[Years(2015, 9999)]]),
        ("year:- year:..2 year:20", []),
        ("year:2015. year:2015-2", [[Years(2015, 2015)], [Years(2015, 9999)]]),
        (r"$\ell_1$-norms M\"uller", [[Word(("l1", "norms"))], [Word(("muller",))]]),
        (
            "year:2015—2018 trees—a 3—4",
            [[Years(2015, 2018)], [Word(("trees",))], [Word(("a",))], [Word(("3", "4"))]],
        ),
        ("“sparse attention”", [[Phrase(("sparse", "attention"))]]),
        ("title:„sparse attention“", [[Phrase(("sparse", "attention"), "title")]]),
        ("is:fav is:read is:unread", [[State("fav")], [State("read")], [State("unread")]]),
        ("has:doi has:tags", [[Having("doi")], [Having("tag")]]),
        ("a | b c", [[Word(("a",)), Word(("b",))], [Word(("c",))]]),
        ("a|b|c", [[Word(("a",)), Word(("b",)), Word(("c",))]]),
        ("force-controlled", [[Word(("force", "controlled"))]]),
        ("2101.00001", [[Identified("2101.00001")]]),
        ("1212.0364v2", [[Identified("1212.0364v2")]]),
        ("3.1415 2112.0364", [[Word(("3", "1415"))], [Word(("2112", "0364"))]]),
        ("arXiv: 1212.0364", [[Identified("arxiv:1212.0364")]]),
        ("doi: 10.1000/X.", [[Identified("doi:10.1000/x")]]),
        ("DOI: a history", [[Word(("doi",))], [Word(("a",))], [Word(("history",))]]),
        (
            "(10.1000/182). [https://doi.org/10.1000/182]",
            [[Identified("10.1000/182"), Identified("https://doi.org/10.1000/182")]],
        ),
        ("PMID: 123456 pmcid:PMC12", [[Identified("pmid:123456"), Identified("pmcid:pmc12")]]),
        ("PMID 123456; PMC12345", [[Identified("pmid:123456"), Identified("pmcid:pmc12345")]]),
        ("pmid 12|x", [[Identified("pmid:12"), Word(("x",))]]),
        (
            "arXiv 1706.03762 (arXiv 2016)",
            [[Identified("arxiv:1706.03762")], [Word(("arxiv",))], [Word(("2016",))]],
        ),
        (
            "DOI 10.1000/X, doi of pmid",
            [[Identified("doi:10.1000/x")], [Word(("doi",))], [Word(("of",))], [Word(("pmid",))]],
        ),
        ("ISBN-13: 978-3-16-148410-0", [[Identified("isbn:978-3-16-148410-0")]]),
        ("isbn 316148410X.", [[Identified("isbn:316148410x")]]),
        (
            "id:PMID:123 -id:978-3-16-148410-0",
            [[Identified("pmid:123")], [Identified("isbn:978-3-16-148410-0")]],
        ),
        ("ISBN: 978-3-16-148410-0", [[Identified("isbn:978-3-16-148410-0")]]),
        (
            "9783161484100 3-16-148410-X",
            [[Identified("isbn:9783161484100"), Identified("isbn:3-16-148410-x")]],
        ),
        (
            "Sparse_Nets.PDF 1706.03762v5.pdf",
            [[Word(("sparse", "nets"))], [Identified("1706.03762v5")]],
        ),
        ("2010-2012", [[Word(("2010", "2012"))]]),
        ("10.1000/x(1)", [[Identified("10.1000/x(1)")]]),
        ("id:doi:10.1000/x", [[Identified("doi:10.1000/x")]]),
        ("knuth:1984", [[Word(("knuth", "1984"))]]),
        (r"\cite{fay17, DBLP:x/y:bee}", [[Word(("fay17",)), Word(("dblp", "x", "y", "bee"))]]),
        (r"\citep[see][p. 3]{fay17}", [[Word(("fay17",))]]),
        ("[see @fay17, p. 3; -@smith:deep]", [[Word(("fay17",)), Word(("smith", "deep"))]]),
        (
            'see https://x.org/abs/1f2a/Deep-nets_for-all.pdf?x=1 "and more"',
            [[Word((word,))] for word in ("see", "deep", "nets", "for", "all")]
            + [[Phrase(("and", "more"))]],
        ),
        ("BEVFusion: Multi", [[Word(("bevfusion",))], [Word(("multi",))]]),
        ("5:1", [[Word(("5", "1"))]]),
        ("稀疏", [[Word(("稀", "疏"))]]),
        ("- | … “", []),
        ("author: year: tag:", []),
        ("year:20 year:2015..", [[Years(2015, 9999)]]),
    ],
)
def test_what_is_asked_for(text: str, wanted: list[list[Term]]) -> None:
    assert terms(text) == wanted


@pytest.mark.parametrize(
    "link",
    [
        "https://arxiv.org/abs/2608.18900",
        "arxiv.org/abs/2608.18900",
        "http://www.arxiv.org/pdf/2608.18900v1",
        "https://arxiv.org/pdf/2608.18900v2.pdf",
        "https://export.arxiv.org/abs/2608.18900/",
        "https://arxiv.org/html/2608.18900v1#S3",
        "https://arxiv.org/abs/2608.18900?context=cs",
        "arxiv.org/abs/0704.0001",
        "https://arxiv.org/abs/hep-th/9901001v2",
        "https://arxiv.org/pdf/math.GT/0309136.pdf",
        "arXiv:hep-th/9901001",
        "hep-th/9901001",
        "doi.org/10.1000/182",
        "https://www.doi.org/10.1000/182",
        "http://dx.doi.org/10.1000/182",
        "https://link.example.org/doi/full/10.1000/182?x=1",
        "https://ar5iv.labs.arxiv.org/html/2608.18900",
    ],
)
def test_a_link_that_names_a_paper_asks_for_it(link: str) -> None:
    assert terms(f"{link} -{link}") == [[Identified(link)], [Identified(link)]]


@pytest.mark.parametrize(
    ("link", "identifier"),
    [
        ("https://pubmed.ncbi.nlm.nih.gov/123456/", "pmid:123456"),
        ("https://pmc.ncbi.nlm.nih.gov/articles/PMC12345/?x", "pmcid:pmc12345"),
        ("https://www.ncbi.nlm.nih.gov/pmc/articles/PMC12345", "pmcid:pmc12345"),
        ("https://aclanthology.org/2020.acl-main.7.pdf", "acl:2020.acl-main.7"),
        ("https://www.aclweb.org/anthology/P19-1001/", "acl:p19-1001"),
        ("https://openalex.org/W123", "openalex:w123"),
        ("https://dblp.org/rec/conf/x/Fay17.html", "dblp:conf/x/fay17"),
    ],
)
def test_a_link_to_a_database_asks_for_what_that_calls_the_paper(
    link: str, identifier: str
) -> None:
    assert terms(link) == [[Identified(identifier)]]


def test_a_bibtex_entry_asks_for_its_title_authors_year_and_identifiers() -> None:
    entry = r"""@inproceedings{fay17, title = {{Deep} nets: "non-linear" {\'E}tudes},
        pages = "3--4", author = "Fay, A. and Bee, B", doi={10.1000/182}, eprint=1, Year = 2017}"""
    assert terms(entry) == [
        *([Word((word,))] for word in ("deep", "nets")),
        [Word(("non", "linear"))],
        *([Word((word,))] for word in ("etudes", "fay", "a", "bee", "b")),
        [Identified("10.1000/182")],
        [Word(("2017",))],
    ]
    assert terms("@article{fay17, title={Nets") == [[Word(("nets",))]]


@pytest.mark.parametrize("text", ["https://arxiv.org/list/cs.LG/recent", "arxiv.org", "and/or"])
def test_another_link_names_none(text: str) -> None:
    assert isinstance(terms(text)[0][0], Word)


def test_a_minus_asks_for_the_others() -> None:
    assert parse('-word -tag:x -is:read -#"to do" -"a phrase"').clauses == (
        (Condition(Word(("word",)), True),),
        (Condition(Tagged("x"), True),),
        (Condition(State("read"), True),),
        (Condition(Tagged("to do"), True),),
        (Condition(Phrase(("a", "phrase")), True),),
    )


def test_an_order_is_no_condition() -> None:
    query = parse("sort:-year attention")
    assert (query.sort, query.descending) == ("year", True)
    unfinished = parse("sort:-ye attention")
    assert (unfinished.sort, unfinished.descending, unfinished.errors) == ("", False, ())
    assert [list(clause) for clause in query.clauses] == [[Condition(Word(("attention",)))]]


@pytest.mark.parametrize(
    ("text", "word", "hint"),
    [
        ("x yeer:2015", "yeer:", "did you mean year?"),
        ("is:foo", "foo", "fav"),
        ("has:wings", "wings", "doi"),
        ("sort:height", "height", "title"),
        ("year:soon", "soon", ">=2020"),
    ],
)
def test_an_error_points_at_its_word(text: str, word: str, hint: str) -> None:
    (error,) = parse(text).errors
    assert text[error.start : error.end] == word
    assert hint in error.message


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("is:unre deep", "unre"),
        ("has:d", "d"),
        ("year:>20", ">20"),
        ("sort:-ye", "-ye"),
        ("sort:new", "new"),
        ("deep tag:", "tag:"),
        ('journal:""', 'journal:""'),
    ],
)
def test_what_may_be_typed_on_is_wrong_where_nothing_more_is_typed(text: str, word: str) -> None:
    assert not parse(text).errors
    (error,) = parse(text, whole=True).errors
    assert text[error.start : error.end] == word


@pytest.mark.parametrize(
    ("text", "same"),
    [
        ("sort:newest", "sort:-year"),
        ("sort:oldest", "sort:year"),
        ("ti:deep au:han abs:fpga", "title:deep author:han abstract:fpga"),
        ("key:han2015", "id:han2015"),
    ],
)
def test_other_names_of_fields_and_orders(text: str, same: str) -> None:
    assert parse(text) == parse(same)


@given(st.text(max_size=80))
def test_any_text_parses(text: str) -> None:
    query = parse(text)
    for error in query.errors:
        assert 0 <= error.start <= error.end <= len(text)


@pytest.mark.parametrize(
    "hostile",
    [
        '"' * 50_000,
        ':"' * 50_000,
        "a|" * 20_000,
        "-" * 100_000,
        "a." * 50_000,
        " a" * 20_000,
        "https://a.arxiv.org/" + "-" * 100_000,
        "https://" + "a." * 50_000,
        "https://" + "a/" * 50_000,
        "\\" + "cite" * 25_000,
        "\\cite[" * 20_000,
        "\\cite{" * 20_000,
        "[@" * 50_000,
        "[" + "-@" * 50_000,
        "@a{b," + "a={" * 30_000,
        "@a{b," + "a=" * 50_000,
        "@a{b,title={" + "{" * 100_000,
    ],
)
def test_parsing_takes_linear_time(hostile: str) -> None:
    parse(hostile)  # hangs where it does not
    next(without_each(hostile), None)


@pytest.mark.parametrize(
    ("text", "without"),
    [
        ("pruning", []),
        ("pruning sort:year", []),
        ("sparse  -video", [("sparse", "-video"), ("-video", "sparse")]),
        ('"a b" c sort:year', [('"a b"', "c sort:year"), ("c", '"a b" sort:year')]),
        ("a | b c", [("a | b", "c"), ("c", "a | b")]),
        ("| a b |", [("a", "b |"), ("b |", "a")]),
        ("\\cite{a2015,b} c", [("@a2015 | @b", "c"), ("c", "@a2015 | @b")]),
        ("@misc{a, title = {Deep Cats}}", [("Deep", "Cats"), ("Cats", "Deep")]),
    ],
)
def test_a_query_without_each_of_its_conditions(text: str, without: list[tuple[str, str]]) -> None:
    assert list(without_each(text)) == without
