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
    from carrel.latex.converter import Converter

    return Converter(text).run()


def readable(text: str) -> str:
    """As `to_unicode`, but where the text has neither command, group nor formula the same text, its
    dashes and quotation marks as they were typed."""
    return to_unicode(text) if "\\" in text or "{" in text or "$" in text else text


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
        "\\" in text or "$" in text or "~" in text
        or "--" in text or "``" in text or "''" in text
    )  # fmt: skip


# Groups are repeated in (?>…), not by *+: Python before 3.11.5 goes astray where one fails within.
_FLAT = re.compile(r"[^{}]*+(?>(?:\{[^{}]*+(?>(?:\{[^{}]*+\}[^{}]*+)*)\}[^{}]*+)*)")
