"""Where a title ends and its authors begin, for each kind of ending that makes it hard."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from carrel.readers.byline import Byline, names_only, split, words_of

# (what is hard, title, authors, a sentence of the abstract)
HARD = [
    ("plain word", "Learning to Fold Laundry", ["Ada Fay", "Bo Quill"], ""),
    ("acronym", "Sparse Matrices on FPGA", ["Ada Fay", "Bo Quill"], ""),
    ("plural acronym", "Forgetting in LLMs", ["Ada Fay"], "We study forgetting in LLMs."),
    ("acronym, initial", "Beamforming for MIMO", ["A. B. Fay", "C. Quill"], "Beams in MIMO."),
    ("CamelCase", "Roads from OpenRoadMap", ["Ada Fay"], "OpenRoadMap has roads."),
    ("CamelCase, unknown", "Roads from OpenRoadMap", ["Ada Fay", "Bo Quill"], ""),
    ("capital in the word", "Kernels in SystemC", ["M. Fay Quill", "Bo Roe"], "SystemC is old."),
    ("hyphen", "Segmentation with nnU-Net", ["Pia Quill-Roe"], "We use nnU-Net."),
    ("year", "Plant Task 2014", ["Ada Fay"], ""),
    ("decimal", "From Abacus to Qux-5.2", ["Bo Quill", "Ada Fay"], ""),
    ("roman numeral", "Notes on Knots, Part II", ["Ada Fay", "Bo Quill"], ""),
    ("dimension", "Towards Capacity in 6G", ["Ada Fay"], ""),
    ("single capital", "A Refutation of NP = P", ["Frank Fay", "Bo Quill"], ""),
    ("one letter", "A Survey of Packages in R", ["Roe Fay"], ""),
    ("question", "Do Models Dream?", ["Ada Fay"], ""),
    ("parenthesis", "A Hammer for Nails (Extended Abstract)", ["Ada Fay"], ""),
    ("mathematics", "The Tensor Product of $U_v(n)$", ["Ada Fay", "Bo Quill"], ""),
    ("tilde", "Vertex Cover within Ratio~0.7", ["Vera Th. Quill"], ""),
    ("quotation", "The Case of “Qux”", ["Ada Fay", "Bo Quill"], ""),
    ("full stop", "Support Systems, Revisited.", ["Ada Fay", "Bo Quill"], ""),
    ("dash", "Laundry at Scale -- A Survey", ["Ada Fay"], ""),
    ("commas", "Fold, Press, and Stack Shirts", ["Ada Fay", "Bo Quill"], ""),
    ("capitals throughout", "THE ORIGIN OF SOCKS", ["Ada Fay"], ""),
    ("initials first", "Fields of Wheat", ["A. Christy Fay", "T. R. Quill"], ""),
    ("bare initials", "Fields of Wheat", ["J C Fay", "R Quill"], ""),
    ("initials with a hyphen", "Fields of Wheat", ["J.-P. Fay", "C. -M. Quill"], ""),
    ("hyphen first", "Fields of Wheat", ["Wen-Kao Quill", "Bo Fay"], ""),
    ("particle", "Processes and People", ["Jan Fay", "Wil van der Quill"], ""),
    ("capital particle", "Affine Typing", ["Ugo Dal Quill", "Ada Fay"], ""),
    ("apostrophe", "Chains of Blocks", ["Roe O'Fay", "Sal D'Quill"], ""),
    ("apostrophe first", "Chains from CaTDet", ["D'Arcy Quill"], "We use CaTDet."),
    ("article in the name", "Fields of X", ["E. W. Fay", "Abd al-Quill Roe"], ""),
    ("joined", "Images of Everything", ["Ada McFay", "Bo Quill"], ""),
    ("one word", "Architectures for EEG Data", ["Quillayant"], "Deep models of EEG data."),
    ("one word of several", "Education and AI: A Review", ["Quilljian", "Bar J. Fay"], ""),
    ("not ASCII first", "The Ways We Speak", ["Éva Fáy", "Łukasz Quill"], ""),
    ("capitals first", "Smoking and Health", ["MD Fay Quill", "Bo Roe"], "Smoking, health."),
    ("two syllables", "Images of Everything", ["HyunJae Fay", "Bo Quill"], "Everything."),
    ("suffix", "Mining of Rules", ["Iz Fay Jr.", "Al Quill II"], ""),
    ("suffix after a comma", "Mining of Rules", ["Walt Fay, Jr.", "Al Quill"], ""),
    ("team", "Training a Video Model", ["Team Quill", "Ada Fay"], ""),
    ("joined team", "Notes on Noise", ["DeepQuill Team", "Ada Fay"], ""),
    ("company", "Reasoning while Driving", ["Qux Model Team", "XFay Inc"], ""),
    ("company alone", "Reasoning while Driving", ["NVIDIA"], "Reasoning about driving."),
    ("team and person in one", "World Models", ["QUX QuillGen team. Ada Fay", "Bo Roe"], "Models."),
    ("experiment", "Showers in the QUX TPC", ["QUARK Collaboration", "A. Fay"], "QUARK is large."),
    ("workshop", "A Model for Socks", ["BigQuill Workshop", "Ada Fay"], ""),
    ("many", "Beams of Light", [f"{chr(65 + n % 26)}. Quill" for n in range(400)], ""),
    ("Han script", "Folding Shirts", ["山田太郎"], ""),
]


@pytest.mark.parametrize("tail", [("", False, ""), (" et al.", True, ""), (" · qux", False, "qux"),
                                  (" et al. · eth qux", True, "eth qux")])  # fmt: skip
@pytest.mark.parametrize(
    ("title", "names", "abstract"), [row[1:] for row in HARD], ids=[row[0] for row in HARD]
)
def test_hard_endings(
    title: str, names: list[str], abstract: str, tail: tuple[str, bool, str]
) -> None:
    printed, et_al, affiliation = tail
    line = title + ", ".join(names) + printed
    assert split(line, words_of(abstract)) == Byline(title, tuple(names), et_al, affiliation)


def test_the_abstract_decides_where_the_outline_does_not() -> None:
    line = "A Kernel for the SystemCM. Quill, Bo Fay"
    assert split(line, words_of("We port SystemC.")).title == "A Kernel for the SystemC"
    assert split(line, words_of("The System is CM.")).names[1] == "Bo Fay"


@pytest.mark.parametrize(
    "line",
    [
        "Learning to Fold Laundry",
        "Laundry with GraphQux",
        "Qux: Fold, Press, and Stack Shirts in 2024",
        "Why do we fold shirts?",
        "",
        ",",
        "$x",
        " et al.",
    ],
)
def test_a_line_without_authors_is_a_title(line: str) -> None:
    assert split(line, words_of("GraphQux folds.")) == Byline(line)


def test_a_camel_case_title_with_its_authors_on_the_next_line_stays_whole() -> None:
    assert split("A Long-Range QuadPlane", frozenset(), names_follow=True).names == ()


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("Ada Fay", Byline("", ("Ada Fay",))),
        ("Ada Fay, B. C. Quill et al.", Byline("", ("Ada Fay", "B. C. Quill"), et_al=True)),
        (
            "N. P. Fay, P. A. Quill, J. E. Roe",
            Byline("", ("N. P. Fay", "P. A. Quill", "J. E. Roe")),
        ),
        ("Wil van Fay · mit", Byline("", ("Wil van Fay",), affiliation="mit")),
        ("Learning to fold laundry", None),
        ("We fold shirts, and press them.", None),
        ("Load more", None),
        ("", None),
    ],
)
def test_a_line_of_authors_alone(line: str, expected: Byline | None) -> None:
    assert names_only(line) == expected


PLAIN = st.from_regex(r"[a-z]{5,12}", fullmatch=True)
ODD = st.from_regex(r"[A-Z]{3,5}|[12]\d{3}|[A-Z]{3}-\d", fullmatch=True)
LAST = st.one_of(PLAIN, PLAIN.map(str.title), ODD)
WORD = st.from_regex(r"[BCDFGHKLMNPRSTVWZ][aeiou][bdgklmnprtz]{1,2}[a-z]{1,5}", fullmatch=True)
NAME = st.tuples(WORD, st.sampled_from(["", "J. ", "van "]), WORD).map("{0[0]} {0[1]}{0[2]}".format)


@given(
    st.lists(PLAIN, min_size=3, max_size=8),
    LAST,
    st.lists(NAME, min_size=1, max_size=3),
    st.booleans(),
)
def test_what_was_glued_comes_apart_again(
    words: list[str], last: str, names: list[str], et_al: bool
) -> None:
    title = " ".join([*words, last])
    line = title + ", ".join(names) + " et al." * et_al
    assert split(line, frozenset()) == Byline(title, tuple(names), et_al)


@given(st.text() | st.text(alphabet="aB. ,é·$(’-et al"), st.sets(st.text(), max_size=5))
def test_no_letter_of_any_line_is_lost(line: str, words: set[str]) -> None:
    line = " ".join(line.split())
    title, names, et_al, affiliation = split(line, words)
    kept = title + "".join(names) + "et al" * et_al + affiliation
    assert re.sub(r"\W", "", kept) == re.sub(r"\W", "", line)
