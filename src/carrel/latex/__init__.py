r"""LaTeX as bibliographies and abstracts hold it, made readable text.

`to_unicode` gives the text; `to_spans` also says which of it is emphasised. Both pass over the
text once, keep what they do not know as it stands, and never raise. This is not TeX: no macro is
defined or expanded, and the source is mostly prose that a person typed, so that a lone `$5`,
`100%`, `snake_case` or `~20` means what it says.

pylatexenc and latexcodec were tried first: of 80 test strings they got 65 and 53 right. The one
cuts the text at `%` and raises IndexError on `\href{…}{…}`; the other leaves math and commands.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

# The converter and its tables are loaded when there is something to convert.


class Span(NamedTuple):
    """A stretch of converted text, `text[start:end]`: "emphasis", "strong" or "code"."""

    start: int
    end: int
    style: str


def to_unicode(text: str) -> str:
    """`text` with its LaTeX as readable Unicode; spaces and line ends are left as they are."""
    if _is_plain(text):
        if "{" not in text:
            return text
        if _FLAT.fullmatch(text):  # by far the most common: "{LaTeX} in {BibTeX}"
            return text.replace("{", "").replace("}", "")
    elif "\\" in text:
        lettered = _ACCENTED.sub(_letter, text)
        if _is_plain(lettered) and _FLAT.fullmatch(lettered):  # as nearly all accented names are
            return lettered.replace("{", "").replace("}", "")
    return _converted(text)


_SHORT = 300  # characters of a text that is converted several times in a row, as titles are


def _converted(text: str) -> str:
    return _of_short(text) if len(text) <= _SHORT else _of_long(text)


def _of_long(text: str) -> str:
    from carrel.latex.converter import Converter

    return Converter(text).run()


_of_short = lru_cache(maxsize=256)(_of_long)


def with_letters(text: str) -> str:
    r"""`text` with what is one letter in braces of its own ("{\'e}", "{\v{s}}", "{\o}") as that
    letter; all else stays as it stands."""
    return _ENCLOSED.sub(_letter, text) if "{\\" in text else text


def _letter(match: re.Match[str]) -> str:
    return _letter_of(match[0])


@lru_cache(maxsize=1 << 12)
def _letter_of(accented: str) -> str:
    letter = _converted(accented)
    return letter if len(letter) == 1 and (letter.isalpha() or letter in "&%#_") else accented


def readable(text: str) -> str:
    """As `to_unicode`, but where the text has neither command, group nor formula the same text, its
    dashes and quotation marks as they were typed."""
    return to_unicode(text) if has_markup(text) else text


def has_markup(text: str) -> bool:
    """Has a text a command, a group or a formula?"""
    return "\\" in text or "{" in text or "$" in text


def to_spans(text: str) -> tuple[str, list[Span]]:
    """As `to_unicode`, and the spans that LaTeX sets apart, in the order in which they end."""
    if _is_plain(text) and "{" not in text:
        return text, []
    from carrel.latex.converter import Converter

    converter = Converter(text)
    return converter.run(), [Span(*span) for span in converter.spans()]


def _is_plain(text: str) -> bool:
    """Is there no LaTeX in the text, but perhaps braces?"""
    return not (
        "\\" in text or "$" in text or "~" in text or "--" in text
        or ("`" in text and "``" in text)  # one character is looked for the fastest
        or ("'" in text and "''" in text)
    )  # fmt: skip


# Groups are repeated in (?>…), not by *+: Python before 3.11.5 goes astray where one fails within.
_FLAT = re.compile(r"[^{}]*+(?>(?:\{[^{}]*+(?>(?:\{[^{}]*+\}[^{}]*+)*)\}[^{}]*+)*)")
# Letters with an accent that are the same whatever stands around them. ("\'s" may be a genitive.)
# So are escaped characters.
_BASE = r"(?:[A-Za-z]|\\[ij])"
_IN_BRACES = (
    rf"\\(?:[`'^\"~=.](?:{_BASE}|\{{{_BASE}\}})|[uvHrcdkb](?: [A-Za-z]|\{{{_BASE}\}})"
    r"|[oOlLij]|ss|ae|AE|oe|OE|aa|AA)\}"
)
_ENCLOSED = re.compile(rf"\{{(?<!\\\{{){_IN_BRACES}")
# The set that it begins with is skipped to several times as fast as several alternatives.
_ACCENTED = re.compile(
    rf"[{{\\](?:(?<=\{{)(?<!\\\{{){_IN_BRACES}|(?<=\\)(?:[`'^\"~=.uvHrcdkb]\{{{_BASE}\}}"
    r"|(?!'s)[`'^\"~=.][A-Za-z]|[&%#_]))"
)
