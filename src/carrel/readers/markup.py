"""Markup inside titles and abstracts, to readable text: HTML, JATS and MathML tags, entities.

Publishers deposit `<i>`, `<sub>`, `<jats:p>` and `<mml:math>` inside JSON strings, often escaped
once too often. Only the names of these vocabularies are taken for tags: `p < 0.05`, `List<T>` and
LaTeX stay as they stand.
"""

from __future__ import annotations

import re
from functools import cache

# JATS 1.3, HTML 5 and CSL 1.0.2 rich text; a tag with one of the prefixes is markup in any case.
_INLINE = (
    "i|b|em|strong|u|s|sc|scp|small|big|span|font|tt|code|var|cite|italic|bold|underline|roman|q"
    "|monospace|sans-serif|overline|strike|a|ext-link|xref|uri|email|named-content|styled-content"
    "|inline-formula|alternatives|tex-math|math|m[inosb]|mrow|mtext|msub|msup|msubsup|mfrac|msqrt"
    "|mover|munder|mstyle|mspace|mfenced|semantics|tex|formula|sub|sup|inf|img|wbr|abbr|mark|dfn|label|nobr"
)
_BLOCK = (
    "p|br|div|title|sec|list|list-item|ul|ol|li|abstract|h[1-6]|hr|disp-formula|blockquote|section"
    "|header|table|tbody|thead|tr|td|th|dl|dt|dd|disp-quote|article-title"
)
_SCRIPTS = {
    "sub": str.maketrans("0123456789+-−=()", "₀₁₂₃₄₅₆₇₈₉₊₋₋₌₍₎"),
    "sup": str.maketrans("0123456789+-−=()", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻⁼⁽⁾"),
}
_SCRIPTS["inf"] = _SCRIPTS["sub"]


# With its semicolon only: "AT&T", and "&copy=1" in a link, are no entities.
_ENTITY = re.compile(r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[a-zA-Z][a-zA-Z0-9]{1,30});")


@cache
def _patterns() -> tuple[re.Pattern[str], re.Pattern[str], re.Pattern[str]]:
    prefix = "(?:jats|mml|m|oasis|xhtml|html|ns\\d):"
    script = re.compile(
        rf"<(?:{prefix})?(su[bp]|inf)\b[^<>]*>([^<>]{{1,40}})</(?:{prefix})?\1 *>", re.IGNORECASE
    )
    block = re.compile(rf"</?(?:{prefix})?(?:{_BLOCK})(?:\s[^<>]*)?/?>", re.IGNORECASE)
    tag = re.compile(
        rf"</?(?:{prefix}[\w.-]+|{_INLINE})(?:\s[^<>]*)?/?>|<!--[^<>]*-->", re.IGNORECASE
    )
    return script, block, tag


def script(text: str, kind: str) -> str:
    """Digits and signs set as a subscript ("sub") or superscript ("sup"): CO₂, 10⁵.

    Letters have no full set of small forms, and stay on the line.
    """
    small = text.translate(_SCRIPTS[kind])
    return small if not any(character in small for character in text.strip()) else text


def unescaped(text: str) -> str:
    """Text whose entities are the characters that they stand for."""
    from html import unescape

    return _ENTITY.sub(lambda match: unescape(match[0]), text)


def plain(text: str) -> str:
    """Text without tags and entities; blocks (paragraphs, headings, breaks) begin new lines."""
    if "<" not in text and "&" not in text:
        return text
    for _ in range(2):  # "&amp;lt;i&amp;gt;" is escaped twice
        if "<" in text:
            text = _untagged(text)
        if "&" not in text:
            break
        before, text = text, unescaped(text)
        if text == before:
            break
    return _untagged(text) if "<" in text else text


def _untagged(text: str) -> str:
    script_of, block, tag = _patterns()
    if "CDATA" in text:
        text = text.replace("<![CDATA[", "").replace("]]>", "")
    text = script_of.sub(lambda match: script(match[2], match[1].lower()), text)
    if block.search(text):
        text = block.sub("\n", text.replace("\n", " "))
    return tag.sub("", text)


_HEADING = re.compile(
    r"(?:abstract|summary)[ \t]*[:.]?[ \t]*(?:\n|$)"
    # On the line of the text itself, before the words with which abstracts and their parts begin;
    # "abstract methods" is a thing.
    r"|abstract(?:[.:]|(?= (?:(?=(?-i:[A-Z]))(?:background|introduction|objectives?|purpose|aims?"
    r"|context|motivation|importance|methods?)|in this|this|here|we|the|an?) )) "
    # Glued to it, as web pages lose what stands between.
    r"|(?-i:Abstract(?=[A-Z][a-z]+ ))",
    re.IGNORECASE,
)


def abstract(text: str) -> str:
    """As `plain`, and without the word "Abstract" as a heading, or alone."""
    return without_heading(plain(text).strip())


def without_heading(text: str) -> str:
    """An abstract without the word "Abstract" as a heading, or alone."""
    heading = _HEADING.match(text)
    return text[heading.end() :] if heading else text


def unwrapped(text: str) -> str:
    """Text that was broken at a fixed width: line ends are spaces; an empty or indented line begins
    a new paragraph (as arXiv prints its abstracts)."""
    text = text.strip()
    if "\n " in text or "\n\n" in text or "\n\t" in text:
        return re.sub(r"\n(?![ \t\n])", " ", text)
    return text.replace("\n", " ")
