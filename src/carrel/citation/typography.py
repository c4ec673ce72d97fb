"""How a citation is set: joining its parts, quotation marks, capitals, ordinals, page ranges.

Everything here is text to text. Parts that are empty leave no delimiter behind, and where the
marks of two parts meet, one of them gives way ("Mass." and "." are "Mass.").
"""

from __future__ import annotations

import re
from typing import NamedTuple

_CLOSING = "”’"
_MARKS = {'"': '"', "“": '"', "”": '"', "'": "'", "‘": "'", "’": "'"}
_OPENS_AFTER = " ([{<-–—/“‘\"'\u00a0"
_HYPHEN = ("-", "‐", "‑")
_WORD = re.compile(r"[^\s\-‐‑–—/]+")
_NUMBER = re.compile(r"[A-Za-z]*[0-9]+[A-Za-z]*(?:(?:[-–,&]| [-–&] |, )[A-Za-z]*[0-9]+[A-Za-z]*)*")
_RANGE = re.compile(r"([A-Za-z]*)([0-9]+)[-‐‑–—−]+([A-Za-z]*)([0-9]+)")
_HYPHENS = re.compile(r"(?<=[0-9a-z])[-‐‑–—−]+(?=[0-9a-zA-Z])")
_SPACED = re.compile(r"\s*([-‐‑–—−]+)\s*")
_LIST = re.compile(r"\s*([,;&])\s*")
_TIGHT = re.compile(r",(?=\S)")
_BETWEEN = {",": ", ", ";": "; ", "&": " & "}

# Words that title case leaves small: articles, conjunctions and prepositions, as CSL 1.0.2 has
# it (https://docs.citationstyles.org, "Title case conversion"), with the particles of names.
_SMALL = frozenset(
    "a an the and but nor or so yet about above across afore after against along alongside amid "
    "amidst among amongst apropos apud around as aside astride at athwart atop barring before "
    "behind below beneath beside besides between beyond by circa despite down during except for "
    "from given in inside into lest like modulo near next notwithstanding of off on onto out over "
    "per plus pro qua sans since than through throughout till to toward towards under underneath "
    "until unto up upon versus via vs with within without ca al et de van von".split()
)


class Typography(NamedTuple):
    """The quotation marks of a style, and whether a comma or full stop goes inside them."""

    outer: str
    inner: str
    inside: bool

    def join(self, delimiter: str, *parts: str) -> str:
        """The parts that are not empty, with the delimiter between them, marks merged."""
        text = ""
        for part in parts:
            if part:
                text = self.end(text, delimiter) + part if text else part
        return text

    def end(self, text: str, mark: str) -> str:
        """The text with a mark such as "." or ", " after it; nothing for no text."""
        if not text or not mark:
            return text
        first = mark[0]
        if first == " ":
            return text + mark
        body = text.rstrip(_CLOSING) if first in ".," and _ends_quotation(text) else text
        closing = text[len(body) :]
        last = body[-1:]
        if last in "?!" and (first in ".:;" or (closing and self.inside)):
            return text + mark[1:]  # “Is it so?” and neither comma nor full stop
        if closing and not self.inside:
            return text + (mark[1:] if last == first == "." else mark)
        if last == first or (first == "." and last in ",:;"):
            return text + mark[1:]
        return body + first + closing + mark[1:]

    def plain(self, text: str) -> str:
        """Text that stands without quotation marks, its own marks made typographic."""
        return self._set(text, 0)

    def quote(self, text: str) -> str:
        """Text in quotation marks; those that it holds alternate with the ones around it."""
        return f"{self.outer[0]}{self._set(text, 1)}{self.outer[1]}" if text else ""

    def _set(self, text: str, depth: int) -> str:
        if text.isascii() and '"' not in text and "'" not in text:
            return text
        pairs = (self.outer, self.inner)
        last = {'"': max(text.rfind('"'), text.rfind("”")), "'": _last_single(text)}
        opened: list[str] = []
        out = []
        for position, character in enumerate(text):
            if character not in _MARKS:
                out.append(character)
                continue
            kind = _MARKS[character]
            if not depth and not opened and character in "‘’":
                out.append(character)  # set by the author, and nothing around it to differ from
            elif _opens(text, position) and last[kind] > position:
                out.append(pairs[(depth + len(opened)) % 2][0])
                opened.append(kind)
            elif opened and opened[-1] == kind and _closes(text, position):
                opened.pop()
                out.append(pairs[(depth + len(opened)) % 2][1])
            else:
                out.append("’" if character == "'" else character)
        return "".join(out)


AMERICAN = Typography("“”", "‘’", inside=True)
BRITISH = Typography("‘’", "“”", inside=False)


def _ends_quotation(text: str) -> bool:
    """Is the mark at the end a closing one, and not an apostrophe ("the Joneses’")?"""
    return text[-1] == "”" or (text[-1] == "’" and "‘" in text)


def _opens(text: str, position: int) -> bool:
    """Can the quotation mark here open a quotation?"""
    character = text[position]
    if character in "“‘":
        return True
    if character in "”’":
        return False
    before = text[position - 1] if position else " "
    return before in _OPENS_AFTER and not text[position + 1 : position + 2].isspace()


def _closes(text: str, position: int) -> bool:
    """Can the quotation mark here close one? A single mark before a letter is an apostrophe."""
    return text[position] in '"”' or not text[position + 1 : position + 2].isalnum()


def _last_single(text: str) -> int:
    """Where the last single mark stands that could close a quotation, or -1."""
    for position in range(len(text) - 1, 0, -1):
        if text[position] in "'’" and _closes(text, position) and not text[position - 1].isspace():
            return position
    return -1


# ---------------------------------------------------------------- capitals


def title_case(text: str) -> str:
    """Headline capitals. Words that hold a capital already stay as they are written; the first
    part of a compound is capitalised, however small ("On-Line")."""
    words = list(_WORD.finditer(text))
    out = []
    done = 0
    starts = True
    for number, word in enumerate(words):
        between = text[done : word.start()]
        done = word.end()
        leads = text[done : done + 1] in _HYPHEN and between not in _HYPHEN
        ends = number == len(words) - 1
        out.append(between + _capital(word[0], starts=starts or leads, ends=ends))
        starts = (
            word[0].rstrip("\"'”’)]").endswith((":", "?", "!")) and text[done : done + 1] == " "
        )
    out.append(text[done:])
    return "".join(out)


def _capital(word: str, *, starts: bool, ends: bool) -> str:
    head = len(word) - len(word.lstrip("\"'“‘([{¿¡"))
    core = word[head:].rstrip("\"'”’)]}.,;:?!…*+#™®")
    if not core or core != core.lower() or "\\" in word or "$" in word:
        return word
    if "α" <= core[0] <= "ω":
        return word
    stem = core.split("’")[0].split("'")[0]
    if not starts:
        if len(stem) == 1 or stem[1:].isdecimal() or "." in core:  # n, v1, e.g
            return word
        if core in _SMALL and not ends:
            return word
    return word[:head] + core[0].upper() + word[head + 1 :]


def capitalised(text: str) -> str:
    """The text with a capital first, unless its first word has one elsewhere ("arXiv")."""
    word = text.split(" ", 1)[0]
    return text if word != word.lower() else text[:1].upper() + text[1:]


# ---------------------------------------------------------------- numbers


def is_numeric(text: str) -> bool:
    """Numbers, each perhaps with letters around it: "12", "2nd", "w14448", "3-5" (CSL 1.0.2)."""
    return bool(text) and len(text) < 200 and bool(_NUMBER.fullmatch(text))


def ordinal(text: str) -> str:
    """ "2" is "2nd"; what is no bare number stays."""
    if not text.isdecimal():
        return text
    number = int(text[-2:])
    return text + {1: "st", 2: "nd", 3: "rd"}.get(number % 10 if number // 10 != 1 else 0, "th")


def pages(text: str, form: str = "") -> str:
    """Pages with an en dash in each range, the second number shortened as a style does.

    `form` is one of CSL's page-range-format values: "expanded" (42–45), "chicago-16" (101–8,
    321–28), "minimal" (321–8), "minimal-two" (101–08); empty leaves the numbers as they are.
    """
    text = _SPACED.sub(r"\1", text.removeprefix("pp.").removeprefix("p.").strip())
    if _TIGHT.search(text):  # 94-98,93 keeps its numbers whole
        form = ""
    return "".join(
        _BETWEEN[part] if part in _BETWEEN else _page_range(part, form)
        for part in _LIST.split(text)
    )


def _page_range(text: str, form: str) -> str:
    match = _RANGE.fullmatch(text)
    if not match:
        return _HYPHENS.sub("–", text) if any(map(str.isdecimal, text)) or len(text) < 12 else text
    letters, first, other, last = match.groups()
    if other not in ("", letters) or not form:
        return f"{letters}{first}–{other}{last}"
    if len(last) < len(first):
        whole = first[: len(first) - len(last)] + last
        if whole <= first:  # of one length; no range: 2384-34
            return f"{letters}{first}–{last}"
        last = whole
    if form == "expanded":
        return f"{letters}{first}–{letters}{last}"
    return f"{letters}{first}–{_shortened(first, last, form)}"


def _shortened(first: str, last: str, form: str) -> str:
    if len(first) != len(last) or first == last:
        return last
    least = 2 if form == "minimal-two" else 1
    if form == "chicago-16":
        if len(first) < 3 or first.endswith("00"):
            return last
        least = 1 if first[-2] == "0" else 2
    same = 0
    while same < len(first) - least and first[same] == last[same]:
        same += 1
    return last[same:]


def edition(text: str, word: str) -> str:
    """ "2" is "2nd ed.", with `word` "ed."; "revised edition" stays."""
    return f"{ordinal(text)} {word}" if is_numeric(text) else text


def counted(number: str, one: str, many: str) -> str:
    """A number after its label ("vol. 3", "vols. 3–4"); what is no number stands alone."""
    if not is_numeric(number):
        return number
    return f"{many if several(number) else one} {number}"


def issue(text: str) -> str:
    """An issue after "no.", which it has also where it is no number ("no. Suppl. 2")."""
    return f"{'nos.' if several(text) and is_numeric(text) else 'no.'} {text}" if text else ""


def labelled_pages(text: str, form: str = "") -> str:
    """Pages after "p." or "pp."."""
    page = pages(text, form)
    return f"{'pp.' if several(page) else 'p.'} {page}" if page else ""


def dashed(text: str) -> str:
    """A number that names a range with an en dash in it: "7-8" is "7–8"."""
    return text.replace("-", "–") if "-" in text and is_numeric(text) else text


def several(text: str) -> bool:
    """Does a page field name more than one page?"""
    return any(mark in text for mark in "-‐‑–—−,&")
