"""LaTeX as people see it: readable, nothing lost, whatever was typed."""

from __future__ import annotations

import re
from string import ascii_lowercase

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from carrel.latex import Span, to_spans, to_unicode

READABLE = [
    # accents, in every spelling
    (r"{\'e} \'{e} \'e \' e {\'{e}} {\'\i} {\'{\i}} \'{\i} Gu\'\i a", "é é é é é í í í Guía"),
    (r"\c{c} \c c {\c c} \v{s} \v s {\v{S}} \H{o} \k{a} \r{u} \u{g}", "ç ç ç š š Š ő ą ů ğ"),
    (r"\"u \`a \^o \~n \=a \.Z \d{h} \b{d} \t{oo}", "ü à ô ñ ā Ż ḥ ḏ o͡o"),
    (
        r"\aa ngstr\"om, Stra\ss e, {\o}re, \O resund, {\L}{\'o}d{\'z}",
        "ångström, Straße, øre, Øresund, Łódź",
    ),
    (r"{\ae} {\oe} {\AE} {\OE} \dh \DJ \th {\ng}", "æ œ Æ Œ ðĐþŋ"),
    (r"Erd{\H o}s, G{\"o}del, Ho\v rava, Ti{\`\^e}n", "Erdős, Gödel, Hořava, Tiền"),
    (r"\=1 and \bar{1}", "1̄ and 1̄"),
    # fonts and links
    (r"\emph{a} \textit{b} \textbf{c} \texttt{d} {\em e} {\bf f} \textsc{G}", "a b c d e f G"),
    (r"\href{https://example.org/~a_b}{the page}", "the page"),
    (r"\url{https://example.org/~a_b\_c--d}", "https://example.org/~a_b_c--d"),
    (r"\textcolor{red}{warm} \foreignlanguage{french}{chaud}", "warm chaud"),
    (
        r"\uppercase{abc} \enquote{said} code\footnote{at example.org}",
        "ABC “said” code (at example.org)",
    ),
    # punctuation and escapes
    ("``quoted'' pages 12--34, so---there", "“quoted” pages 12–34, so—there"),
    (r"\% \& \_ \# \$ \{ \}", "% & _ # $ { }"),
    (r"Fig.~3, J.~S. Bach, a\,b, c\ d, e\\f", "Fig. 3, J. S. Bach, a b, c d, e f"),
    (r"\ldots \dots{} \LaTeX{} \TeX\ \BibTeX", "… … LaTeX TeX BibTeX"),
    (
        r"\textquotedblleft a\textquotedblright{} b\textendash c {\S}4 \textcopyright",
        "“a” b–c §4 ©",
    ),
    (r"4\textsuperscript{ème} congrès", "4ème congrès"),
    (r"\textsuperscript{2}H\textsubscript{2}O \noopsort{1973b}1973", "²H₂O 1973"),
    ("{T}oward {{LLM}} {re{a}ding}", "Toward LLM reading"),
    # formulas
    (r"$5\times$ faster, CO$_2$, $x^2$, 10$^{-3}$, 90$^\circ$", "5× faster, CO₂, x², 10⁻³, 90°"),
    (r"$\mathcal{O}(n \log n)$ and $O(n\log\log n)$", "O(n log n) and O(n log log n)"),
    (r"$\alpha \leq \beta$, $n\geq 3$, $x \to \infty$, $\mathbb{R}^d$", "α ≤ β, n≥3, x → ∞, ℝᵈ"),
    (
        r"$\frac{1}{2}$ $\frac{a+b}{2}$ $\sqrt{2}$ $\sqrt{x+y}$ $\tilde{O}$",
        "1/2 (a+b)/2 √2 √(x+y) Õ",
    ),
    (
        r"$T_\mathrm{c}$ $x_{ij}$ $K_{i,j}$ $n^{d/2}$ $f'(x)$ $x^*$",
        "T_c xᵢⱼ K_{i,j} n^{d/2} f′(x) x*",
    ),
    # commands whose arguments have lost their braces
    (
        r"in \tildeO(\sqrtT) and \mathcalO(n), \textpoly(d), \hatch, \textdoublepipe x",
        r"in Õ(√T) and O(n), poly(d), \hatch, \textdoublepipe x",
    ),
    (r"$\{0,1\}^n$ $\langle V, E \rangle$ $\|x\|$ $a \not\in b$", "{0,1}ⁿ ⟨V, E⟩ ‖x‖ a ∉ b"),
    (r"\(a_1\) \[b^2\] $$E=mc^2$$ \ensuremath{\mu}m", "a₁ b² E=mc² μm"),
    (r"${\it up}$ and ${\cal A}$, $k$-means, a $p$ value", "up and A, k-means, a p value"),
    (r"p \ne q and \lambda < 1", "p ≠ q and λ < 1"),
    (r"\textbackslash ell\_1 norm", "ℓ_1 norm"),
]
AS_TYPED = [
    "",
    "plain words",
    "costs $5 and $10 or US$ 7, not 8$",
    "we pay $5 for the small one and $6 for the other",
    "100% of snake_case, O(n^2), x_i and R&D, #3",
    "about ~20k, e~0.67, 31%~99%, ~ 5, example.org/~name",
    "use --verbose, a --> b, <!-- c -->",
    "the authors' and others' notes; 'quoted'",
    r"\sysname, \cite{key} and \unknown{a b}{c}",
    "an open { brace",
    "a closing } brace",
    "a backslash \\",
    "back\\",
    r"C:\Users\1",
]


@pytest.mark.parametrize(("latex", "readable"), READABLE)
def test_latex_becomes_readable(latex: str, readable: str) -> None:
    assert to_unicode(latex) == readable


@pytest.mark.parametrize("text", AS_TYPED)
def test_what_is_no_latex_or_not_known_stays_as_it_stands(text: str) -> None:
    assert to_unicode(text) == text


@pytest.mark.parametrize(
    ("escaped", "meant"),
    [(r"don\'t", "don't"), (r"the world\'s", "the world's"), (r"\"strategy\"", '"strategy"')],
)
def test_escaped_quotation_marks_are_no_accents(escaped: str, meant: str) -> None:
    assert to_unicode(escaped) == meant


@pytest.mark.parametrize(
    "text", ["Erd{0}s", "{0}", "{{{0}n}}", "x {{{0}}}, A", "l'{0} a", "\\{{{0}"]
)
def test_accents_are_read_alike_alone_and_among_other_commands(text: str) -> None:
    for accent in "`'^\"~=.uvHrcdkb":
        for letter in ("o", "s", "i", "N", "\\i"):
            forms = [f"\\{accent}{{{letter}}}", f"{{\\{accent}{{{letter}}}}}"]
            forms += [f"{{\\{accent} {letter}}}", f"\\{accent} {letter}"]
            if not accent.isalpha():
                forms += [f"\\{accent}{letter}", f"{{\\{accent}{letter}}}"]
            for form in forms:
                alone = text.format(form)
                assert to_unicode(f"{alone}. \\alpha") == f"{to_unicode(alone)}. α"


def test_what_stands_inside_of_an_unknown_command_is_converted() -> None:
    assert to_unicode(r"\name{Erd{\H o}s}{$x^2$}") == r"\name{Erdős}{x²}"


def test_spans_say_what_is_set_apart() -> None:
    text, spans = to_spans(r"A \emph{b$^2$ \textbf{c}} {\em d} \texttt{e} {plain}")
    assert text == "A b² c d e plain"
    assert spans == [
        Span(5, 6, "strong"),
        Span(2, 6, "emphasis"),
        Span(7, 8, "emphasis"),
        Span(9, 10, "code"),
    ]
    assert to_spans("no LaTeX") == ("no LaTeX", [])


PIECES = st.sampled_from(
    [
        *r"""{ } {} \ \\ $ $$ ^ _ ~ - -- --- ' `` '' " a b1 é \' \" \v \c \i \emph{ \emph {\em \it
        \textbf{x} \frac \frac{ \sqrt[3]{ \sqrt \left( \right) \( \) \[ \] \href{ \url{ \alpha \in
        \log \mathbb \mathbb{R \text{ \cite{ \not \textbackslash ^{ _{ ^\circ x_i % & # \% \{
        \}""".split(),
        " ",
        "\n",
        "\\ ",
        "word",
    ]
)


@settings(max_examples=300)
@given(st.lists(PIECES, max_size=40).map("".join))
def test_any_text_is_converted(text: str) -> None:
    plain, spans = to_spans(text)
    assert plain == to_unicode(text)
    assert all(0 <= span.start < span.end <= len(plain) for span in spans)


@st.composite
def marked_up(draw: st.DrawFn, depth: int = 2) -> tuple[str, list[str]]:
    """Words in LaTeX, and the words."""
    word = draw(st.text(ascii_lowercase, min_size=3, max_size=8))
    latex, words = word, [word]
    if depth:
        (one, some), (two, more) = draw(marked_up(depth - 1)), draw(marked_up(depth - 1))
        way = draw(
            st.sampled_from(
                [
                    *(
                        r"{%s} %s",
                        r"\emph{%s} %s",
                        r"{\bf %s} %s",
                        r"\textsc{%s}, %s",
                        r"``%s'' %s",
                    ),
                    *(r"%s~%s", r"%s --- %s", r"\unknown{%s}{%s}", r"\href{%s}{%s}", r"%s\,%s"),
                    *(r"$\text{%s}$ %s", r"%s\footnote{%s}", r"\textcolor{red}{%s} %s"),
                    r"{%s $x_{ij}$ %s}",
                ]
            )
        )
        latex = way % (one, two)
        words = more if way.startswith(r"\href{%s}{") else some + more
    return latex, words


@settings(max_examples=200)
@given(marked_up())
def test_no_word_is_hidden_from_search(text: tuple[str, list[str]]) -> None:
    latex, words = text
    assert [word for word in words if word not in re.findall(r"[a-z]+", to_unicode(latex))] == []


FLOODS = [
    "{",
    "}",
    "{}",
    "\\",
    "$",
    "$a ",
    "~",
    "-",
    "'",
    "\\emph",
    "\\emph{",
    "\\frac",
    "^",
    "$^{",
]
FLOODS += ["{\\em ", "\\foo{", "\\(", "\\[a", "\\'", "\\'{", "\\url{", "\\href{a}", "$x_{", "{a} "]


@pytest.mark.parametrize("flood", FLOODS)
def test_a_flood_ends(flood: str) -> None:
    """Much of one thing: what took the square of it would take hours."""
    many = flood * (50_000 // len(flood))
    assert to_unicode(many) is not None
    assert to_spans(f"\\emph{{{many}}}$x$")[0]


def test_a_line_of_ten_megabytes() -> None:
    plain = "and so on " * 100
    assert to_unicode(rf"caf\'e, $x^2$ {plain}" * 10_000) == f"café, x² {plain}" * 10_000
