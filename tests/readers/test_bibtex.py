"""BibTeX as people keep it: nothing is lost, what is broken is said, the rest is read."""

from __future__ import annotations

import io
import random
from itertools import accumulate
from pathlib import Path

import pytest

from carrel.paper import Name, Record, Reject
from carrel.readers import read_source
from carrel.readers.source import Source, open_source
from tests.readers.conftest import ItemsOf, RecordsOf

ARTICLE = r"""@string(ponds = {Ponds})
@preamble{"\newcommand{\noop}[1]{}"}
@STRING{pond = "Journal of " # ponds}

An article that somebody wrote about, between entries.
@Article{walker:2019/nets,
  author   = {Walker, Ada Q. and van der Berg, Piet and Fister, Jr, Iztok and
              {The Pond Group} and Jos{\'e} Mart{\'\i}nez and others},
  Title    = "Nets {\&} {F}ish: $O(n^2)$ ways to {\"u}ber-catch, 100\%",
  journal  = pond,
  year     = 2019,
  month    = "17~" # may,
  volume   = 12, number = {3},
  pages    = {101--119},
  doi      = {https://doi.org/10.1000/ponds\_12},
  url      = {https://example.org/~ada/ponds\_12},
  issn     = {1234-5679},
  keywords = {nets, fish, nets},
  abstract = {We study nets.

              We   catch fish.},
  note     = {Read in \emph{May}},
}
"""


def test_an_article(records_of: RecordsOf) -> None:
    [record] = records_of("refs.bib", ARTICLE)
    assert record.type == "article-journal"
    assert record.key == "walker:2019/nets"
    assert record.title == "Nets & Fish: O(n²) ways to über-catch, 100%"
    assert record.authors == (
        Name("Walker", "Ada Q."),
        Name("Berg", "Piet", non_dropping_particle="van der"),
        Name("Fister", "Iztok", suffix="Jr"),
        Name(literal="The Pond Group"),
        Name("Martínez", "José"),
    )
    assert record.et_al
    assert record.venue == "Journal of Ponds"
    assert record.date == "2019-05-17"
    assert record.doi == "10.1000/ponds_12"
    assert record.url == "https://example.org/~ada/ponds_12"
    assert record.keywords == ("nets", "fish")
    assert record.abstract == "We study nets.\nWe catch fish."
    assert record.extra == {
        "volume": "12",
        "issue": "3",
        "page": "101-119",
        "ISSN": "1234-5679",
        "note": "Read in May",
    }
    assert record.verbatim == ARTICLE[ARTICLE.index("@Article") :].rstrip()
    assert (record.place.line, record.place.end) == (6, 23)
    assert record.format == "bibtex"


def test_what_is_inherited_has_the_strings_of_its_place(records_of: RecordsOf) -> None:
    _, paper, _ = records_of(
        "refs.bib",
        """@string{house = "Reed"}
        @proceedings{all, title = {Nets}, publisher = house}
        @inproceedings{one, crossref = {all}, title = {One}}
        @string{house = "Sedge"}
        @misc{two, title = {Two}, publisher = house}""",
    )
    assert paper.extra["publisher"] == "Reed"


def test_a_title_of_a_novels_length_is_not_inherited() -> None:
    text = (
        f"@inbook{{a, title = {{Mud}}, crossref = {{b}}}}\n@book{{b, title = {{{'t ' * 6_000}}}}}"
    )
    source = Source("a.bib", io.BytesIO(text.encode()), len(text))
    child, parent = read_source(source)
    assert isinstance(child, Record)
    assert isinstance(parent, Record)
    assert (child.venue, len(parent.title)) == ("", 11_999)
    assert "10,000 characters" in source.remarks[0]


def test_of_thousands_of_fields_few_are_inherited(records_of: RecordsOf) -> None:
    """Each child taking all of them, a megabyte took minutes."""
    many = ", ".join(f"x{number} = {{}}" for number in range(40_000))
    text = f"@book{{b, title = {{Mud}}, {many}, publisher = {{Reed}}}}\n"
    parent, *children = records_of("a.bib", text + "@inbook{a, crossref = {b}}\n" * 10_000)
    assert parent.extra == {"publisher": "Reed"}
    assert {(child.venue, child.extra.get("publisher")) for child in children} == {("Mud", None)}


def test_an_entry_that_names_a_parent_many_times(records_of: RecordsOf) -> None:
    """Its fields being looked at each time, it took minutes."""
    fields = ", ".join(f"x{number} = {{}}" for number in range(190))
    text = f"@book{{a, xdata = {{{'b,' * 2_000_000}}}}}\n@xdata{{b, title = {{Mud}}, {fields}}}"
    [record] = records_of("a.bib", text)
    assert record.title == "Mud"


def test_inheritance(tmp_path: Path, records_of: RecordsOf) -> None:
    """A chapter takes what its book has, wherever the book stands; not what identifies the book."""
    chapter, volume, one, two, book = records_of(
        "refs.bib",
        """@InCollection{chapter, crossref = {BOOK}, title = {A Net}, author = {Lee, Bo}}
        @inbook{volume, crossref = {main}, title = {Net Two}}
        @xdata{reed, publisher = {Reed}, location = {Delft}}
        @online{one, xdata = {reed, gone}, title = {One}, date = {2020-02-03}}
        @online{two, xdata = {reed}, title = {Two}, publisher = {Sedge}}
        @book{book, title = {All of Fishing}, subtitle = {Nets}, editor = {Ray, Cy}, year = 2001,
              doi = {10.1000/book}, xdata = {reed}, ids = {old-name}}
        @mvbook{main, crossref = {main}}""",
    )[:5]
    assert (chapter.title, chapter.venue) == ("A Net", "All of Fishing: Nets")
    assert (chapter.editors, chapter.date) == ((Name("Ray", "Cy"),), "2001")
    assert (chapter.doi, chapter.extra["publisher"]) == ("", "Reed")
    assert volume.title == "Net Two"
    assert one.extra == {"publisher": "Reed", "publisher-place": "Delft"}
    assert two.extra["publisher"] == "Sedge"
    assert book.doi == "10.1000/book"


@pytest.mark.parametrize(
    ("fields", "date", "issued"),
    [
        ("year = 2020", "2020", ""),
        ("year = 2020, month = feb", "2020-02", ""),
        ("year = 2020, month = {February 5}", "2020-02-05", ""),
        ("year = 2020, month = 2, day = 5", "2020-02-05", ""),
        ("date = {2020-02-05}, year = 1999", "2020-02-05", ""),
        ("date = {2020-02-05/2020-03-01}", "2020-02-05", "2020-02-05/2020-03-01"),
        ("date = {2020}, month = feb", "2020-02", ""),
        ("year = {[2020]}", "2020", "[2020]"),
        ("year = {forthcoming}", "", "forthcoming"),
        ("month = may, day = 18", "--05-18", ""),
        ("month = {18 May}", "--05-18", ""),
        ("date = {--05-18}", "--05-18", ""),
        ("month = may", "", "May"),
        ("date = {-0044-03-15}", "", "-0044-03-15"),
        ("month = {June 2020}", "2020-06", "June 2020"),
    ],
)
def test_dates(fields: str, date: str, issued: str, records_of: RecordsOf) -> None:
    [record] = records_of("refs.bib", f"@misc{{a, title = {{T}}, {fields}}}")
    assert (record.date, record.extra.get("issued", "")) == (date, issued)


@pytest.mark.parametrize(
    "written",
    ["<3:A>", r"\textless{}3:A\textgreater{}", r"{\textless}3:A{\textgreater}", "$<$3:A$>$"],
)
def test_a_doi_may_hold_angle_brackets(written: str, records_of: RecordsOf) -> None:
    [record] = records_of(
        "a.bib", f"@misc{{a, title = {{t}}, doi = {{10.1000/1{written}2.0.CO;2}}}}"
    )
    assert record.doi == "10.1000/1<3:A>2.0.CO;2"


def test_mathscinet_abbreviates_the_journal_and_has_it_in_full(records_of: RecordsOf) -> None:
    entry = "@article{a, journal = {Ann. Ponds (2)}, fjournal = {Annals of Ponds}, zbl = {01.2}}"
    [record] = records_of("mr.bib", entry)
    assert (record.venue, record.ids) == ("Annals of Ponds", {"zbl": "01.2"})
    assert record.extra == {"container-title-short": "Ann. Ponds (2)"}
    [record] = records_of("a.bib", "@article{a, journal = {Letters of Ponds}, fjournal = {Ponds}}")
    assert (record.venue, record.extra) == ("Letters of Ponds", {})


@pytest.mark.parametrize(
    ("fields", "arxiv"),
    [
        ("eprint = {2101.00001v2}, archiveprefix = {arXiv}", "2101.00001"),
        ("eprint = {9901001}, archiveprefix = {hep-th}", "hep-th/9901001"),
        ("journal = {arXiv preprint arXiv:2101.00001}", "2101.00001"),
        ("journal = {CoRR}, volume = {abs/2101.00001}", "2101.00001"),
        ("note = {arXiv:math.AG/0102003}", "math.AG/0102003"),
        ("url = {http://arxiv.org/pdf/2101.00001v3.pdf}", "2101.00001"),
        ("doi = {10.48550/arXiv.2101.00001}", "2101.00001"),
        ("eprint = {123}, eprinttype = {pubmed}", ""),
        ("eprint = {8402898}, eprinttype = {pubmed}", ""),
    ],
)
def test_arxiv(fields: str, arxiv: str, records_of: RecordsOf) -> None:
    [record] = records_of("refs.bib", f"@misc{{a, title = {{T}}, {fields}}}")
    assert record.arxiv == arxiv


@pytest.mark.parametrize(
    ("author", "names", "et_al"),
    [
        ("Ada Fay AND Bo Lee", ["Ada Fay", "Bo Lee"], False),
        ("Ada Fay and and Bo Lee and", ["Ada Fay", "Bo Lee"], False),
        ("Fay, Ada and et al.", ["Ada Fay"], True),
        ("Fay, Ada et al.", ["Ada Fay"], True),
        ("Ada Fay et al", ["Ada Fay"], True),
        ("Fay, Ada and {others}", ["Ada Fay"], True),
        ("Fay, Ada; and Lee, Bo ;", ["Ada Fay", "Bo Lee"], False),
        (
            "Fay, Ada; van der Berg, Piet; Lee, B.",
            ["Ada Fay", "Piet van der Berg", "B. Lee"],
            False,
        ),
        ("Simon and Schuster and {Barnes and Noble}", ["Simon", "Schuster", "Barnes and Noble"], 0),
        ("{\\'E}. de la Tour", ["É. de la Tour"], False),
        ("Ludwig van Beethoven", ["Ludwig van Beethoven"], False),
        ("given=Hans, prefix=von, family=Harman", ["Hans von Harman"], False),
        ("{Fay, Ada C} and {Lee, Bo}", ["Ada C Fay", "Bo Lee"], False),
        ("{Pond Group, The} and {Reed, LLC}", ["Pond Group, The", "Reed, LLC"], False),
        ("{van {B}eethoven}, L.", ["L. van Beethoven"], False),
        ("Ada Fay, Bo Lee, Cy Ray", ["Ada Fay", "Bo Lee", "Cy Ray"], False),
        ("{\\relax Ch}ristos, K.", ["K. Christos"], False),
        ("山田 太郎 and 毛泽东", ["山田 太郎", "毛泽东"], False),
        ("others", [], True),
    ],
)
def test_names(author: str, names: list[str], et_al: bool, records_of: RecordsOf) -> None:
    [record] = records_of("refs.bib", f"@misc{{a, title = {{T}}, author = {{{author}}}}}")
    assert [name.display for name in record.authors] == names
    assert record.et_al == et_al


BEFORE, AFTER = "@misc{before, title = {Before}}\n", "\n@misc{after, title = {After}}\n"


@pytest.mark.parametrize(
    ("entry", "title", "year", "reject"),
    [
        # what is mended without a word lost
        ("@misc{x, title = {T} year = 2020}", "T", "2020", ""),
        ("@misc{x title = {T}, year = 2020}", "T", "2020", ""),
        ("@misc{title = {T}, year = 2020}", "T", "2020", ""),
        ("@misc{x,\n % note = {old},\n title = {T}, % why\n year = 2020,,}", "T", "2020", ""),
        ("@misc{x, title = {T}, title = {U}, year = 2020}", "T", "2020", ""),
        ("@misc(x, title = {T (and U)}, year = 2020)", "T (and U)", "2020", ""),
        ("@misc{x, title = {a@b.org and @misc{y}}, year = 2020}", "a@b.org and @miscy", "2020", ""),
        ('@misc{x, title = "say {"}T{"}", year = 2020}', 'say "T"', "2020", ""),
        ("@misc { x ,\ntitle\n=\n{T}\n,year=2020}", "T", "2020", ""),
        ("@misc{x, title = {T}, year = unknown # macro}", "T", "", ""),
        # what is broken is read as far as it goes, and said
        ("@misc{x,\ntitle = {T},\nyear = 2020", "T", "2020", "not closed"),
        ("@misc{x,\ntitle = {T,\nyear = 2020}", "T", "2020", "brace that opens title"),
        ('@misc{x,\ntitle = "T,\nyear = 2020}', "T", "2020", "quotation mark that opens title"),
        ("@misc{x,\ntitle = {T}},\nyear = 2020}", "T", "2020", "closing brace too many"),
        ("@misc{x,\ntitle = {T} and more,\nyear = 2020}", "", "2020", "text after the value"),
        ("@misc{x,\ntitle = {T}, ???, year = 2020}", "T", "2020", "not a field"),
        (
            "@misc{x,\ntitle = {T},\n<<<<<<< HEAD\nyear = 2020,\n=======\n>>>>>>> b\n}",
            "T",
            "2020",
            "a merge conflict",
        ),
    ],
)
def test_broken_entries(entry: str, title: str, year: str, reject: str, items_of: ItemsOf) -> None:
    """Whatever is wrong with an entry, those around it are read, and it is read or said."""
    items = items_of("refs.bib", BEFORE + entry + AFTER)
    records = [item for item in items if isinstance(item, Record)]
    rejects = [item for item in items if isinstance(item, Reject)]
    assert [records[0].title, records[-1].title] == ["Before", "After"]
    [record] = records[1:-1]
    assert title in record.title
    assert record.date == year
    assert record.verbatim == entry
    assert [reject in item.reason for item in rejects] == [True] * bool(reject)
    for item in rejects:
        assert item.was_read
        assert item.reason.startswith("read with a fault: ")
        assert 2 <= item.place.line <= item.place.end <= 2 + entry.count("\n")
        assert item.text == entry


def test_macros_that_double_one_another_do_not_fill_memory(items_of: ItemsOf) -> None:
    macros = "".join(f"@string{{m{n + 1} = m{n} # m{n}}}\n" for n in range(60))
    text = f"@string{{m0 = {{ten letter}}}}\n{macros}@misc{{x, title = m5, note = m60}}"
    items = items_of("refs.bib", text)
    [record] = [item for item in items if isinstance(item, Record)]
    assert record.title == "ten letter" * 32
    reasons = [item.reason for item in items if isinstance(item, Reject)]
    assert "the macro m7 makes the value too long" in reasons


def test_both_sides_of_a_merge_conflict_are_read(tmp_path: Path) -> None:
    path = tmp_path / "refs.bib"
    ours, theirs = "@misc{x, title = {Ours}}\n", "@misc{x, title = {Theirs}}\n"
    path.write_text(f"{BEFORE}<<<<<<< HEAD\n{ours}=======\n{theirs}>>>>>>> main\n{AFTER}")
    source = open_source(path)
    titles = [item.title for item in read_source(source) if isinstance(item, Record)]
    source.close()
    assert titles == ["Before", "Ours", "Theirs", "After"]
    assert source.remarks == ["merge conflict, both versions read: 1; first in line 2"]


def test_what_is_no_entry_is_passed_over_and_said(tmp_path: Path) -> None:
    path = tmp_path / "refs.bib"
    path.write_text(
        "@comment{@misc{in-a-comment, title = {C}}}\n"
        "% @misc{with-a-percent, title = {P}},\n"
        "Write to me@example.org (or not).\n"
        "@misc{twin, title = {One}, note = {a}, note = {b}}\n"
        "@misc{twin, title = {Two}}\n"
        "@commentary{kind, title = {Three}}\n"
        "@set{group, entryset = {twin}}\n"
        "@misc{empty}\n"
    )
    source = open_source(path)
    items = list(read_source(source))
    source.close()
    assert [item.title for item in items if isinstance(item, Record)] == ["One", "Two", "Three"]
    [reject] = [item for item in items if isinstance(item, Reject)]
    assert (reject.reason, reject.place.line) == ("@misc without fields", 8)
    assert not reject.was_read
    said = "\n".join(source.remarks)
    for what in (
        "inside of @comment: 1; first in line 1",
        "commented out with %: 1; first in line 2",
        "field repeated, the first one kept: 1; first in line 4",
        "@set, groups of other entries: 1; first in line 7",
    ):
        assert what in said


@pytest.mark.parametrize(
    ("encoding", "said"),
    [
        ("utf-8", ""),
        ("utf-8-sig", ""),
        ("utf-16", "read as UTF-16"),
        ("latin-1", "2 lines are not UTF-8, read as Windows-1252; first: 2"),
    ],
)
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_encodings(encoding: str, said: str, end: str, tmp_path: Path) -> None:
    text = end.join(["@misc{a,", "  title = {Café},", "  author = {Núñez, Íñigo}", "}", ""])
    path = tmp_path / "refs.bib"
    path.write_bytes(text.encode(encoding))
    source = open_source(path)
    [record] = read_source(source)
    source.close()
    assert isinstance(record, Record)
    assert (record.title, record.authors) == ("Café", (Name("Núñez", "Íñigo"),))
    assert (record.place.line, record.place.end) == (1, 4)
    assert said in "".join(source.remarks)
    assert bool(said) == bool(source.remarks)


def test_of_a_file_with_any_piece_missing_every_entry_is_read_or_said() -> None:
    """What the missing piece did not touch is read as before; what it did is read, or said."""
    entries = [
        f"@article{{key{number},\n  author = {{Lee, Bo}},\n  title = {{Title {{{number}}}}},\n"
        f'  journal = "A, {{B}}",\n  year = 20{number:02}\n}}\n\n'
        for number in range(8)
    ]
    ends = list(accumulate(map(len, entries)))
    text = "".join(entries)
    chance = random.Random(5)
    for _ in range(300):
        start = chance.randrange(len(text))
        end = start + chance.choice((1, 1, 2, 30))
        data = (text[:start] + text[end:]).encode()
        source = Source("refs.bib", io.BytesIO(data), len(data))
        items = list(read_source(source))
        titles = {item.title for item in items if isinstance(item, Record)}
        for number, stop in enumerate(ends):
            touched = stop - len(entries[number]) <= end and start < stop
            assert touched or f"Title {number}" in titles
        assert len(items) >= len(entries) or source.remarks


def test_the_keys_of_biblatex_for_a_state_of_publication_are_words(records_of: RecordsOf) -> None:
    bib = "@article{a, pubstate = {inpress}}\n@article{b, pubstate = {forthcoming}}\n"
    states = [record.extra["status"] for record in records_of("refs.bib", bib)]
    assert states == ["in press", "forthcoming"]
