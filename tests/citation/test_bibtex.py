from __future__ import annotations

import io

import pytest

from carrel.citation import export
from carrel.citation.bibtex import entry, protected
from carrel.citation.tex import escaped
from carrel.paper import Name, Record, Work
from carrel.readers import read_source
from carrel.readers.source import Source

HAN = (Name("Han", "Song"), Name("Mao", "Huizi"), Name("Dally", "William J."))
DEEP = Work(
    title="Deep Compression: Compressing Deep Neural Networks with Pruning",
    authors=HAN,
    date="2015-10-01",
    arxiv="1510.00149",
    doi="10.48550/arXiv.1510.00149",
    categories=("cs.CV", "cs.NE"),
    abstract="Neural networks are 100% demanding.",
    keywords=("pruning", "R&D"),
)


def test_an_arxiv_paper() -> None:
    assert "".join(export([DEEP], "bibtex")) == (
        "@misc{han2015deep,\n"
        "  author = {Han, Song and Mao, Huizi and Dally, William J.},\n"
        "  title = {Deep Compression: Compressing Deep Neural Networks with Pruning},\n"
        "  year = {2015},\n"
        "  month = oct,\n"
        "  day = {1},\n"
        "  doi = {10.48550/arXiv.1510.00149},\n"
        "  eprint = {1510.00149},\n"
        "  archiveprefix = {arXiv},\n"
        "  primaryclass = {cs.CV},\n"
        "  url = {https://arxiv.org/abs/1510.00149},\n"
        "  keywords = {pruning, R\\&D},\n"
        "  abstract = {Neural networks are 100\\% demanding.}\n"
        "}\n"
    )


def test_the_same_in_biblatex() -> None:
    assert "".join(export([DEEP], "biblatex", keys=["deep"])) == (
        "@online{deep,\n"
        "  author = {Han, Song and Mao, Huizi and Dally, William J.},\n"
        "  title = {Deep Compression: Compressing Deep Neural Networks with Pruning},\n"
        "  date = {2015-10-01},\n"
        "  doi = {10.48550/arXiv.1510.00149},\n"
        "  eprint = {1510.00149},\n"
        "  eprinttype = {arxiv},\n"
        "  eprintclass = {cs.CV},\n"
        "  url = {https://arxiv.org/abs/1510.00149},\n"
        "  keywords = {pruning, R\\&D},\n"
        "  abstract = {Neural networks are 100\\% demanding.}\n"
        "}\n"
    )


@pytest.mark.parametrize(
    ("work", "bibtex", "biblatex", "fields"),
    [
        (Work(type="article-journal", title="T", venue="J", extra={"volume": "1", "issue": "2"}),
         "article", "article", ["journal = {J}", "volume = {1}", "number = {2}"]),
        (Work(type="paper-conference", title="T", venue="Proc.", extra={"page": "1-9"}),
         "inproceedings", "inproceedings", ["booktitle = {Proc.}", "pages = {1--9}"]),
        (Work(type="chapter", title="T", venue="B", editors=(Name("Doe", "J."),)),
         "incollection", "incollection", ["booktitle = {B}", "editor = {Doe, J.}"]),
        (Work(type="book", title="T", extra={"publisher": "P", "publisher-place": "Hull"}),
         "book", "book", ["publisher = {P}", "address = {Hull}"]),
        (Work(type="thesis", title="T", extra={"publisher": "U", "genre": "PhD thesis"}),
         "phdthesis", "thesis", ["school = {U}"]),
        (Work(type="thesis", title="T", extra={"publisher": "U", "genre": "Master's thesis"}),
         "mastersthesis", "thesis", ["school = {U}"]),
        (Work(type="report", title="T", extra={"publisher": "I", "genre": "Memo", "number": "7"}),
         "techreport", "report", ["institution = {I}", "type = {Memo}", "number = {7}"]),
        (Work(type="dataset", title="T", doi="10.5/x"), "misc", "dataset", ["doi = {10.5/x}"]),
        (Work(type="webpage", title="T", url="https://a.example/b_c"), "misc", "online",
         ["url = {https://a.example/b_c}"]),
        (Work(type="article", title="T", doi="10.1101/1", extra={"publisher": "bioRxiv"}),
         "misc", "online", ["howpublished = {bioRxiv}"]),
        (Work(title="T"), "misc", "misc", []),
    ],
)  # fmt: skip
def test_kinds(work: Work, bibtex: str, biblatex: str, fields: list[str]) -> None:
    text = entry(work, "k")
    assert text.startswith(f"@{bibtex}{{k,")
    for field in fields:
        assert f"  {field}" in text
    assert entry(work, "k", biblatex=True).startswith(f"@{biblatex}{{k,")


def test_a_scholar_s_arxiv_journal_is_no_journal() -> None:
    work = Work(type="article-journal", title="T", venue="arXiv preprint arXiv:1510.00149",
                arxiv="1510.00149")  # fmt: skip
    text = entry(work, "k")
    assert text.startswith("@misc")
    assert "journal" not in text
    assert "howpublished" not in text


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        (Name("Schaft", "Arjan", non_dropping_particle="van der"), "van der Schaft, Arjan"),
        (
            Name("Fontaine", "Jean", non_dropping_particle="La", dropping_particle="de"),
            "de La Fontaine, Jean",
        ),
        (Name("Heath", "Robert W.", suffix="Jr."), "Heath, Jr., Robert W."),
        (Name(literal="H1 Collaboration"), "{H1 Collaboration}"),
        (Name(literal="Ernst and Young"), "{Ernst and Young}"),
        (Name("Ríu y Vargas", "Juan"), "{Ríu y Vargas}, Juan"),
        (Name("De Persis", "Claudio"), "De Persis, Claudio"),
        (Name("R&D", "A"), "R\\&D, A"),
        (Name("Plato"), "Plato"),
        (Name("Le Corbusier"), "{Le Corbusier}"),
        (Name("山田", "太郎"), "山田, 太郎"),
    ],
)
def test_names(name: Name, expected: str) -> None:
    text = entry(Work(authors=(name, Name("Last", "A."))), "k")
    assert f"author = {{{expected} and Last, A.}}" in text


def test_authors_that_nobody_knows() -> None:
    assert "author = {Han, Song and others}" in entry(Work(authors=HAN[:1], et_al=True), "k")


def test_a_date_without_its_year() -> None:
    text = entry(Work(title="T", date="--05-18"), "k")
    assert "year" not in text
    assert "month = may" in text
    assert "date" not in entry(Work(title="T", date="--05-18"), "k", biblatex=True)


def test_an_inferred_title_says_so() -> None:
    text = entry(Work(title="T", title_inferred=True, extra={"note": "seen"}), "k")
    assert "note = {seen; Title inferred from the abstract}" in text


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("BEVFusion: Multi-Task Fusion", "{BEVFusion}: Multi-Task Fusion"),
        ("PolyBERT: BERT-Based Models", "{PolyBERT}: {BERT}-Based Models"),
        ("Searches in R-Parity", "Searches in {R}-Parity"),
        ("A Comedy: A Play", "A Comedy: A Play"),
        ("Why I Sleep", "Why {I} Sleep"),
        ("with Dempster’s rule of combination", "with {Dempster’s} rule of combination"),
        ("Light in VO$_2$", "Light in {VO}$_2$"),
        ("On $\\Delta$ and $F$", "On {$\\Delta$} and {$F$}"),
        ("THE WHOLE IN CAPITALS", "THE WHOLE IN CAPITALS"),
        ("agentic_security & 5% #1", "agentic\\_security \\& 5\\% \\#1"),
        ("\\emph{Big} data", "\\emph{Big} data"),
        ("(GPU) “NVLink”", "({GPU}) “{NVLink}”"),
        ("", ""),
    ],
)
def test_capitals_that_matter_are_protected(title: str, expected: str) -> None:
    assert protected(title) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("5% of $x_1$ & more", "5\\% of $x_1$ \\& more"),
        ("it costs $5 and $10", "it costs \\$5 and \\$10"),
        ("it costs $5", "it costs \\$5"),
        ("already \\& \\% done", "already \\& \\% done"),
        ("a {b} c", "a {b} c"),
        ("a } b", "a \\textbraceright{} b"),
        ("a { b", "a \\textbraceleft{} b"),
        ("C:\\", "C:\\textbackslash{}"),
        ("\\input{/etc/passwd}", "\\textbackslash{}input{/etc/passwd}"),
        ("$\\input{a}$", "\\$\\textbackslash{}input{a}\\$"),
        ("$^^5cinput a$", "\\$" + 2 * "\\textasciicircum{}" + "5cinput a\\$"),
        ("\\write18{ls}", "\\textbackslash{}write18{ls}"),
        ("\\verb-x", "\\textbackslash{}verb-x"),
        ("\\letter $\\in$", "\\letter $\\in$"),
        ("$\\begin{pmatrix} a & b \\end{pmatrix}$", "$\\begin{pmatrix} a & b \\end{pmatrix}$"),
        ("x^2 ~ y", "x\\textasciicircum{}2 \\textasciitilde{} y"),
    ],
)
def test_escaping(text: str, expected: str) -> None:
    assert escaped(text) == expected


@pytest.mark.parametrize("keywords", [("Sheep, woolly", "Counting"), ("sheep", "wool")])
def test_keywords_stay_apart(keywords: tuple[str, ...]) -> None:
    text = "".join(export([Work(title="T", keywords=keywords)], "bibtex"))
    (record,) = read_source(Source("-", io.BytesIO(text.encode())))
    assert isinstance(record, Record)
    assert record.keywords == keywords
