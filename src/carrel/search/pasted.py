"""What is pasted rather than typed: identifiers and addresses in all forms, `\\cite{…}`, BibTeX.

A paste is made into a query of the same length, so that what is wrong in it is shown at its place.
"""

from __future__ import annotations

import re

from carrel.identifiers import ARXIV
from carrel.latex import readable

# Identifiers that are told by their scheme, and asked for by it.
SCHEMES = ("doi", "arxiv", "pmid", "pmcid", "isbn")
_YEARS_OF_4 = r"(?:0[7-9]|1[0-4])(?:0[1-9]|1[0-2])"  # when arXiv's numbers had four digits

_QUOTES = dict.fromkeys(map(ord, "“”„«»"), '"')
_DASH = re.compile(r"(?<!\d)—|—(?!\d)")  # between words, not years

_SCHEMED = re.compile(
    rf"(?i:(?P<scheme>{'|'.join(SCHEMES)})(?:-?1[03])?)(?::\s*|\s+)(?P<value>\S+)\s*"
)
_IDENTIFIER = re.compile(
    r"(?:doi:|(?:https?://)?(?:dx\.|www\.)?doi\.org/)?10\.\d{4,9}/\S+"
    r"|https?://[^\s/]+/(?:[^\s/]+/){0,6}10\.\d{4,9}/\S+"  # at a publisher's
    rf"|(?:https?://)?(?:[a-z0-9]+\.)*arxiv\.org/[a-z-]+/{ARXIV}(?:\.pdf)?/?(?:[?#]\S*)?"
    rf"|arxiv:{ARXIV}|\d{{4}}\.\d{{5}}(?:v\d+)?|{_YEARS_OF_4}\.\d{{4}}(?:v\d+)?"
    r"|[a-z-]+(?:\.[a-z]{2})?/\d{7}(?:v\d+)?",
    re.IGNORECASE,
)
_PMCID = re.compile(r"pmc\d{4,9}", re.IGNORECASE)
_ISBN = re.compile(r"97[89](?:-?\d){9}-?\d|(?=(?:\w+-){3})\d(?:-?\d){8}-?[\dXx]")
_AT_DATABASES = [
    (scheme, re.compile(rf"https?://(?:www\.)?{address}(?:\.pdf|\.html)?/?(?:[?#]\S*)?"))
    for scheme, address in (
        ("pmid", r"(?:pubmed\.ncbi\.nlm\.nih\.gov|ncbi\.nlm\.nih\.gov/pubmed)/(\d+)"),
        ("pmcid", r"(?:pmc\.ncbi\.nlm\.nih\.gov|ncbi\.nlm\.nih\.gov/pmc)/articles/(PMC\d+)"),
        ("acl", r"(?:aclanthology\.org|aclweb\.org/anthology)/([\w.-]+?)"),
        ("openalex", r"openalex\.org/(?:works/)?(W\d+)"),
        ("dblp", r"dblp\.org/rec/([\w/-]+)"),
    )
]

_ADDRESS = re.compile(r'(?<!\S)(?:https?://|www\.)[^\s"|]+')
_LETTERS = re.compile(r"[^\W\d_]{2,}")
_NO_WORD = re.compile(r"[^\w'’-]|_|(?<!\w)-")  # a hyphen is of a word, but for one before it
_FILE = re.compile(r"\.(?:pdf|html?|full|abstract)$", re.IGNORECASE)
_TITLE_LIKE = 3  # words of a part of an address

_CITED = re.compile(
    r"\\[A-Za-z]{0,12}[Cc]ite[A-Za-z]{0,12}\*?(?:\s*\[[^\[\]]*\]){0,2}\s*\{(?P<keys>[^{}]*)\}"
    r"|\[[^\[\]@]*(?<![^\s\[-])@[^\[\]]*\]"
)
_CITEKEY = re.compile(r"(?<![^\s;\[-])@\{?([^\s;,\]{}]+)")

_ENTRY = re.compile(r"\s*@[A-Za-z]+\s*[{(]\s*[^\s,{}()]*\s*,")
_VALUE = re.compile(
    r"(?P<name>[A-Za-z]+)\s*=\s*"
    r'(?P<value>\{(?:[^{}]|\{(?:[^{}]|\{[^{}]*\})*\})*\}?|"[^"]*"?|[^\s,{}"]+)'
)
_AND = re.compile(r"\band\b")


def plain(text: str) -> str:
    """A query as it would be typed. Quotation marks become plain ones, and dashes spaces. What is
    left of a BibTeX entry are the words of its title and authors, its year and its identifiers; of
    a command that cites, its keys; of an address that is no identifier, the words of the title in
    it."""
    if entry := _ENTRY.match(text):
        return _of_entry(text, entry.end())
    text = _DASH.sub(" ", text.translate(_QUOTES))
    if "cite" in text or "@" in text or "Cite" in text:
        text = _CITED.sub(_keys, text)
    return _ADDRESS.sub(_words_of_address, text)


def is_address(text: str) -> bool:
    """Is a query nothing but an address on the web?"""
    return _ADDRESS.fullmatch(text.strip()) is not None


def identifier(piece: str) -> str:
    """The identifier that a piece of a query is, also in brackets; empty where it is none."""
    for opening, closing in ("()", "[]", "<>"):
        if piece.startswith(opening):
            piece = piece[1:].rstrip(".,;").removesuffix(closing)
    if _ISBN.fullmatch(piece):
        return f"isbn:{piece.lower()}"
    if _IDENTIFIER.fullmatch(piece):
        return piece
    if _PMCID.fullmatch(piece):
        return f"pmcid:{piece.lower()}"
    for scheme, address in _AT_DATABASES if "//" in piece else ():
        if found := address.fullmatch(piece):
            return f"{scheme}:{found[1].lower()}"
    if (found := _SCHEMED.fullmatch(piece)) and any(map(str.isdecimal, found["value"])):
        return f"{found['scheme']}:{found['value'].rstrip('.,;')}".lower()
    return ""


def _keys(match: re.Match[str]) -> str:
    """The citekeys of a citation, any of which will do."""
    whole, listed = match[0], match["keys"]
    keys = _CITEKEY.findall(whole) if listed is None else listed.split(",")
    keys = [key for key in map(str.strip, keys) if key]
    # With "@" a key is one also where it has a colon; there is room for some.
    marked = "|".join(f"@{key}" for key in keys)
    return (marked if len(marked) <= len(whole) else "|".join(keys)).rjust(len(whole))


def _words_of_address(match: re.Match[str]) -> str:
    """An address, if it is an identifier; else the words of what is most like a title in it."""
    address = match[0]
    if identifier(address.rstrip(".,;")):
        return address
    parts = re.split("[/?&=#]", address)[3 if "//" in address else 1 :]  # behind the host
    best = max(parts, key=lambda part: len(_LETTERS.findall(part)), default="")
    if len(_LETTERS.findall(best)) < _TITLE_LIKE:
        return address
    words = re.sub(r"[\W_]", " ", _FILE.sub("", best))
    return words.ljust(len(address))


def _of_entry(text: str, start: int) -> str:
    """What a BibTeX entry asks for; its fields begin at `start`."""
    found = [" "] * len(text)

    def keep(start: int, words: str) -> None:
        found[start : start + len(words)] = words

    for field in _VALUE.finditer(text, start):
        name, value = field["name"].lower(), field["value"]
        if name in ("doi", "eprint"):
            bare = value.strip('{} "')
            if identifier(bare):
                keep(field.start(), bare)
        elif name in ("title", "author", "year", "date"):
            words = readable(value)
            if name == "author":
                words = _AND.sub("   ", words)
            words = _NO_WORD.sub(" ", words if len(words) <= len(value) else value)
            keep(field.start("value"), words[:4] if name == "date" else words)
    return "".join(found)
