"""Text as it enters carrel, as it is compared, and as a number of things is told.

Papers are data. What a terminal would obey (control sequences) and what would deceive a reader
(bidirectional overrides, invisible characters) is taken out where text enters, so that no later
room has to think of it.
"""

from __future__ import annotations

import re
import unicodedata

# ECMA-48 control strings and sequences, in their 7-bit form (ESC + final) and their C1 form.
# Each alternative is a negated class that cannot run past the next introducer: linear time.
_SEQUENCE = re.compile(
    # OSC, DCS, SOS, PM, APC
    "(?:\x1b[\\]PX^_]|[\x90\x98\x9d-\x9f])[^\x07\x1b\x90\x98\x9c-\x9f]*+(?:\x07|\x1b\\\\|\x9c)"
    "|(?:\x1b\\[|\x9b)[0-?]*[ -/]*[@-~]"  # CSI
    "|\x1b[ -/]*[0-~]"  # every other escape
)
_SPACES = re.compile(r"[^\S\n]+")
_LINES = re.compile(r" ?\n[ \n]*")
_RUN = re.compile(" +")  # the like, for text that has no other
_LINE_ENDS = re.compile("\n+")
# A soft hyphen at the end of a line, as programs write that take text out of a PDF.
_SOFT_HYPHEN = "(cid:173)"
_BROKEN = re.compile(r"\(cid:173\)\s*")
# A base character with a flood of marks on it paints over its neighbours. Real orthographies
# (Vietnamese, Hebrew, Tibetan) stay at or below four marks.
_MARK = re.compile(
    "[\u0300-\u036f\u0483-\u0489\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f]"
)
_RARE = re.compile("[^\0-\u02ff\u2000-\u20cf]")  # marks, and other characters
_FLOOD = re.compile(f"({_MARK.pattern}{{4}}){_MARK.pattern}+")
# A letter has at most 30 marks (UAX 15, stream-safe text): putting more in order would take the
# square of their number. Here are more characters of which each may be a mark.
_CROWD = re.compile("[^\\w\0-\u02ff]{31,}")
_MOST_MARKS = 30
_LETTER = "[^\x00-\u024f\\s\u200c\u200d]"  # of a script that needs joiners; or emoji
_JOINER = re.compile(f"(?<={_LETTER})([\u200c\u200d])[\u200c\u200d]*(?={_LETTER})")


def _control_table() -> dict[int, str | None]:
    table: dict[int, str | None] = dict.fromkeys(range(0x20))
    table.update({0x09: " ", 0x0A: "\n", 0x0B: " ", 0x0C: " ", 0x0D: "\n", 0x7F: None})
    # C1 code points in text are nearly always Windows-1252 that was read as Latin-1.
    for code in range(0x80, 0xA0):
        try:
            table[code] = bytes([code]).decode("cp1252")
        except UnicodeDecodeError:
            table[code] = None
    invisible = (0xAD, 0x61C, 0x180E, 0xFEFF, *range(0x200B, 0x2010), *range(0x2060, 0x2065))
    bidirectional = (*range(0x202A, 0x202F), *range(0x2066, 0x2070))
    table.update(dict.fromkeys(invisible + bidirectional))
    table.update({0x2028: "\n", 0x2029: "\n", 0xFFF9: None, 0xFFFA: None, 0xFFFB: None})
    table.update({0xFFFE: None, 0xFFFF: None})
    table.update(dict.fromkeys(range(0xE0000, 0xE0080)))  # tags
    table.update(dict.fromkeys(range(0xD800, 0xE000), "\ufffd"))  # lone surrogates
    return table


_CONTROL = _control_table()
_PRINTABLE = bytes(range(0x20, 0x7F))
_LONG = 200  # characters


def unusual(text: str) -> str:
    """The characters of a text that are not printable ASCII, in their order.

    To look through what is left so is several times as fast as to look through the whole text.
    """
    rest = text.encode(errors="surrogatepass").translate(None, _PRINTABLE)
    return rest.decode(errors="surrogatepass") if rest else ""


_JOINERS = dict.fromkeys((0x200C, 0x200D))
_BUT_JOINERS = _CONTROL | {0x200C: "\u200c", 0x200D: "\u200d", 0xE000: None, 0xE001: None}
_KEPT_JOINERS = {ord("\ue000"): "\u200c", ord("\ue001"): "\u200d"}
_PARKED_JOINERS = {"\u200c": "\ue000", "\u200d": "\ue001"}


def _harmless(text: str) -> str:
    """Take out what a terminal would obey and what hides or reorders text; NFC."""
    if unusual(text).replace("\n", "").isprintable():  # nothing to be taken out
        return _without_floods(text)
    text = _SEQUENCE.sub("", text)
    if "\u200c" not in text and "\u200d" not in text:
        return _without_floods(text.translate(_CONTROL))
    # Joiners between letters of scripts that need them, and in emoji, stay: one at a place.
    text = _composed(text.translate(_BUT_JOINERS))
    text = _JOINER.sub(lambda match: _PARKED_JOINERS[match[1]], text)
    return _without_floods(text.translate(_JOINERS).translate(_KEPT_JOINERS))


_C1 = re.compile("[\x80-\x9f]")
# The characters of Windows-1252 as the bytes that they are there.
_BYTES = {ord(seen): code for code, seen in _CONTROL.items() if 0x80 <= code < 0xA0 and seen}


def _may_be_misread(text: str) -> bool:
    return "Ã" in text or "Â" in text or ("â" in text and "â€" in text)


def _read_again(text: str) -> str:
    """Text whose UTF-8 was taken for Windows-1252 ("JosÃ©", and that once more), as it was; only
    where the whole of it is UTF-8, and no control characters, so that a legitimate "Ã" stays."""
    if not _may_be_misread(text):
        return text
    again = text
    while not again.isascii():
        try:
            again = again.translate(_BYTES).encode("latin-1").decode()
        except UnicodeError:
            break
        if not _C1.search(again):
            text = again
    return text


def _composed(text: str) -> str:
    """NFC, of at most 30 marks in a row."""
    if unicodedata.is_normalized("NFC", text):
        return text
    return unicodedata.normalize("NFC", _CROWD.sub(_thinned, text))


def _thinned(crowd: re.Match[str]) -> str:
    kept: list[str] = []
    marks = 0
    for character in crowd[0]:
        marks = marks + 1 if unicodedata.combining(character) else 0
        if marks <= _MOST_MARKS:
            kept.append(character)
    return "".join(kept)


def _without_floods(text: str) -> str:
    """At most four marks on a letter; NFC."""
    if _RARE.search(text) and _MARK.search(text):  # each is quicker than what comes after it
        text = _FLOOD.sub(r"\1", _composed(text))
    return _composed(text)


def clean(text: str) -> str:
    """One line of harmless text: no control characters, single spaces, NFC. What is clean stays as
    it is."""
    cleaned = text if text.isascii() else _read_again(text)
    odd = unusual(cleaned) if len(cleaned) > _LONG else cleaned
    if not odd.isprintable():
        cleaned = " ".join(_harmless(cleaned).split())
    else:
        if not odd.isascii() and _RARE.search(odd):
            cleaned = _without_floods(cleaned)
        # Of nearly all text this is not so; splitting and joining it would take 20 times as long.
        if "  " in cleaned or cleaned[:1] == " " or cleaned[-1:] == " ":
            cleaned = " ".join(cleaned.split())
    if cleaned is text or cleaned.isascii() or cleaned == text:
        return cleaned
    return clean(cleaned)  # what stood between the bytes of a misread letter may be gone


def clean_block(text: str) -> str:
    """Harmless text that may have paragraphs: as `clean`, but line ends stay, one at a time; and
    words that were hyphenated in a PDF are whole."""
    text = _paragraphs(text)
    if _SOFT_HYPHEN in text and _SOFT_HYPHEN not in (whole := _BROKEN.sub("", text)):
        return _paragraphs(whole)
    return text


def _paragraphs(text: str) -> str:
    odd = unusual(text) if len(text) > _LONG else text
    if odd.isprintable():  # of one line, then
        return clean(text)
    odd = odd.replace("\n", "")
    if odd.isprintable() and not (_may_be_misread(odd) or _RARE.search(odd)):
        if "  " in text:
            text = _RUN.sub(" ", text)
        text = text.replace(" \n", "\n").replace("\n ", "\n")
        return (_LINE_ENDS.sub("\n", text) if "\n\n" in text else text).strip()
    while (cleaned := _block(_read_again(text))) != text:
        text = cleaned
    return text


def _block(text: str) -> str:
    return _LINES.sub("\n", _SPACES.sub(" ", _harmless(text))).strip()


def clean_note(text: str) -> str:
    """A person's own lines: harmless, but blank lines, indentation and runs of spaces stay."""
    if not (text.isascii() and text.isprintable()):
        text = _harmless(text.replace("\r\n", "\n"))
    return text.strip()


# Letters that Unicode does not decompose but people type without their stroke.
_STROKES = str.maketrans(
    {
        "ł": "l", "ø": "o", "đ": "d", "ð": "d", "ħ": "h", "ı": "i", "ŧ": "t", "þ": "th",
        "æ": "ae", "œ": "oe", "ĸ": "k", "ŋ": "n", "ɫ": "l", "ß": "ss", "’": "'", "‘": "'", "ʼ": "'",
        "‐": "-", "‑": "-", "–": "-", "—": "-", "−": "-",
    }
)  # fmt: skip
_MARKS = re.compile("[\u0300-\u036f]+")


_FEW = 8  # characters, each of which is looked for in the whole text


class _Folded(dict[str, str]):
    """Characters folded, each by itself.

    Raises:
        KeyError: of a mark that stays: marks have an order among themselves.
    """

    def __missing__(self, character: str) -> str:
        folded = _fold_together(character)
        if any(map(unicodedata.combining, folded)):
            raise KeyError(character)
        self[character] = folded
        return folded


_folded = _Folded()


def fold(text: str) -> str:
    """Text for comparing: no case, no accents (`Müller` and `MULLER` are `muller`)."""
    if text.isascii():
        return text.lower()
    odd = set(unusual(text))
    try:
        if len(odd) > _FEW:
            return "".join(map(_folded.__getitem__, text))
        for character in odd:
            text = text.replace(character, _folded[character])
    except KeyError:
        return _fold_together(text)
    return text.lower() if text.isascii() else text.casefold()


def _fold_together(text: str) -> str:
    return _MARKS.sub("", unicodedata.normalize("NFKD", text)).casefold().translate(_STROKES)


def counted(count: int, thing: str) -> str:
    """A number of things: "1 paper", "1,204 papers"."""
    return f"{count:,} {thing}" if count == 1 else f"{count:,} {thing}s"
