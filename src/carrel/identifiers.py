"""What identifies a work, in texts and links: DOIs, arXiv's numbers, ISBNs."""

from __future__ import annotations

import re

# What follows a blank and an underscore belongs to it: "…/978-3-031-19836-6 _8" is a chapter. So do
# the angle brackets of a SICI, by which journals named their articles: "…115<1606:GARSPP>2.0.CO;2".
_IN_DOI = r"[^\s\"<>{}\\^`|]"
_DOI = re.compile(
    rf"10\.\d{{4,9}}/{_IN_DOI}{{1,1000}}"
    rf"(?: _\d{_IN_DOI}{{0,100}}|<{_IN_DOI}{{1,100}}>(?=\d\.\d\.){_IN_DOI}{{1,100}})?",
    re.ASCII,
)
_ESCAPED = re.compile("&(?:lt|gt);|%(?:2[89F]|3[ABCE])", re.IGNORECASE)
_UNESCAPED = {"&lt;": "<", "&gt;": ">", "%28": "(", "%29": ")", "%2f": "/", "%3a": ":"}
_UNESCAPED |= {"%3b": ";", "%3c": "<", "%3e": ">"}
_NEW_ARXIV, _OLD_ARXIV = r"\d{4}\.\d{4,5}", r"[a-z][a-z-]{1,11}(?:\.[A-Z]{2})?/\d{7}"
ARXIV_NUMBER = rf"(?:{_NEW_ARXIV}|{_OLD_ARXIV})"  # as arXiv writes it
ARXIV = rf"{ARXIV_NUMBER}(?:v\d+)?"  # with any version
_ARXIV = re.compile(
    rf"(?<![\d.])({_NEW_ARXIV})(?:v\d+)?(?!\d)|\b({_OLD_ARXIV})(?:v\d+)?\b", re.ASCII
)
_SHORT_DOI = re.compile(r"10/[A-Za-z0-9]+")  # https://shortdoi.org
_NOT_IN_ADDRESSES = re.compile(r"[^!$%&-;=@-\[\]_a-z~]")  # % begins what is written so already
ARXIV_DOI = "10.48550/arxiv."
ARXIV_PAGE = "https://arxiv.org/abs/"


def normal_doi(text: str) -> str:
    """The DOI in a text or link, bare, in the case it was written; empty where there is none."""
    if "%" in text or "&" in text:
        text = _ESCAPED.sub(lambda match: _UNESCAPED[match[0].lower()], text)
    match = _DOI.search(text)
    if not match:
        return ""
    doi = match[0].replace(" ", "").rstrip(".,;:'\"]")
    while doi.endswith(")") and doi.count(")") > doi.count("("):
        doi = doi[:-1].rstrip(".,;")
    return doi


def short_doi(text: str) -> str:
    """A short DOI, "10/gk7b5n", where a text is one; else empty."""
    return text if _SHORT_DOI.fullmatch(text) else ""


def doi_url(doi: str) -> str:
    """The address that a DOI resolves at; empty for none."""

    def escaped(match: re.Match[str]) -> str:
        return "".join(f"%{byte:02X}" for byte in match[0].encode(errors="surrogatepass"))

    return f"https://doi.org/{_NOT_IN_ADDRESSES.sub(escaped, doi)}" if doi else ""


def normal_arxiv(text: str) -> str:
    """The arXiv identifier in a text, link or arXiv DOI, without its version; else empty."""
    match = _ARXIV.search(text)
    return (match[1] or match[2]) if match else ""


def arxiv_url(arxiv: str) -> str:
    """The page of an arXiv paper, in its newest version; empty for none."""
    return f"{ARXIV_PAGE}{arxiv}" if arxiv else ""


def arxiv_of_doi(doi: str) -> str:
    """The arXiv identifier behind a DOI that arXiv registered (10.48550/arXiv.…); else empty."""
    return normal_arxiv(doi[len(ARXIV_DOI) :]) if doi.lower().startswith(ARXIV_DOI) else ""


def normal_isbn(text: str) -> str:
    """An ISBN as the 13 digits that it has, or would have now; empty where a text is none."""
    digits = text.replace("-", "").replace(" ", "")
    if len(digits) == 10 and digits[:9].isdecimal() and digits.isascii():
        digits = f"978{digits[:9]}"
        odd, even = (sum(map(int, digits[start::2])) for start in (0, 1))
        digits += str(-(odd + 3 * even) % 10)
    return digits if len(digits) == 13 and digits.isdecimal() and digits.isascii() else ""
