"""What a work is known by: its own identifiers, and fingerprints of its title and abstract."""

from __future__ import annotations

import re
from itertools import pairwise
from zlib import crc32

from carrel.digest import blake2b
from carrel.identifiers import arxiv_of_doi, normal_arxiv, normal_doi, normal_isbn
from carrel.latex import readable
from carrel.paper import Work
from carrel.text import fold

_ASCII_NOT_KEY = bytes(set(range(128)) - set(b"0123456789abcdefghijklmnopqrstuvwxyz"))
_BETWEEN = "\0"  # the keys of sentences
_NOT_KEYS = _ASCII_NOT_KEY.replace(_BETWEEN.encode(), b"")
_SENTENCE = re.compile(r"[.!?;:]\s")
_ENDS = bytes.maketrans(b"!?;:\t\n\v\f\r", b"....     ")  # all of them as ". "

_OF_CITEKEYS = crc32(b"citekey") << 32
_OF_ADDRESSES = crc32(b"address") << 32
_ADDRESS = re.compile(
    r"(?:https?://)?(?:www\.)?(?P<host>(?:[a-z0-9-]+\.)+[a-z]{2,})(?P<path>/[^\s?#]*)?"
    r"(?:\?(?P<asks>[^\s#]*))?(?:#\S*)?",
    re.IGNORECASE,
)
_FILE = re.compile(r"(?:\.(?:pdf|html?))?/?$")
_TRACKING = re.compile(r"(?:utm_\w+|fbclid|gclid|referrer|noteId)=")

# Identifiers that name one work, besides DOI and arXiv, in order of preference.
_SCHEMES = ("pmid", "pmcid", "acl", "openalex", "s2", "corpusid", "dblp", "hal", "isbn")
# Numbers of books, which stand with the chapters of one too.
_OF_BOOKS = frozenset(("isbn", "lccn"))
_BOOKS = frozenset(("book", "report", "thesis", ""))
_DOI_OF_ACL = "10.18653/v1/"
# What a publisher's address has behind a DOI.
_BEHIND_DOI = re.compile(
    r"(?:/(?:e?pdf|epub|full(?:text)?|abstract|meta|html)|(?:\.full)?\.pdf)?(?:[?#].*)?$"
)
# What stands where there is no identifier; so does "????".
_NONE = frozenset(("", "n/a", "na", "none", "null", "unknown"))


def _key(folded: str) -> str:
    """The letters and digits of a folded text."""
    if folded.isascii():
        return folded.encode().translate(None, _ASCII_NOT_KEY).decode()
    return "".join(filter(str.isalnum, folded))


def _sentences(folded: str) -> list[str]:
    """The key of each sentence of a folded text."""
    if folded.isascii() and _BETWEEN not in folded:  # all at once, in a quarter of the time
        ended = folded.encode().translate(_ENDS).replace(b". ", _BETWEEN.encode())
        return ended.translate(None, _NOT_KEYS).decode().split(_BETWEEN)
    return [_key(sentence) for sentence in _SENTENCE.split(folded)]


def id_hash(identifier: str) -> int:
    """64 bits of an id, the same in every process. Fingerprints consist of theirs."""
    scheme, _, value = identifier.partition(":")
    if scheme in ("title", "text") and len(value) == 16:
        try:
            return int(value, 16)
        except ValueError:
            pass
    return hashed(identifier)


def citekey_hash(key: str) -> int:
    """A number for a citekey, in small letters or in capitals: the same in every process, and
    hardly ever that of another key or id."""
    return _OF_CITEKEYS | crc32(key.lower().encode(errors="surrogatepass"))


def address_key(url: str) -> str:
    """What is compared of a paper's address on the web: no scheme, no "www.", no kind of file, no
    place in the page, nothing that only tells where one comes from. Empty where it is none, or
    holds an identifier, by which it is known anyway."""
    if "arxiv.org/" in url or "doi.org/10." in url or not (found := _ADDRESS.fullmatch(url)):
        return ""
    path = _FILE.sub("", found["path"] or "")
    asks = [part for part in (found["asks"] or "").split("&") if not _TRACKING.match(part)]
    host = found["host"].lower()
    if host == "openreview.net" and path == "/pdf":
        path = "/forum"
    return f"{host}{path}?{'&'.join(asks)}" if path or any(asks) else ""


def address_hash(key: str) -> int:
    """A number for an address, as `address_key` gives it; as `citekey_hash`."""
    return _OF_ADDRESSES | crc32(key.encode(errors="surrogatepass"))


def hashed(text: str) -> int:
    """64 bits of a text, the same in every process."""
    digest = blake2b(text.encode(errors="surrogatepass"), digest_size=8).digest()
    return int.from_bytes(digest, "big")


def fingerprint(scheme: str, key: str) -> str:
    """An id that is made from a key: its hash, in hexadecimal digits."""
    return f"{scheme}:{hashed(key):016x}"


def _title_key(work: Work) -> str:
    """What is compared of a title; empty where it is inferred."""
    return "" if work.title_inferred else _key(fold(readable(work.title)))


def _parts_of_text(abstract: str) -> list[str]:
    """Keys of an abstract, one for each two sentences that follow one another.

    An edit in one sentence leaves the keys of the others; two long sentences in a row are hardly
    ever the same in two works.
    """
    sentences = [sentence for sentence in _sentences(fold(abstract)) if len(sentence) > 20]
    if len(sentences) < 3:
        whole = "".join(sentences)
        return [whole] if len(whole) > 40 else []
    return [first + second for first, second in pairwise(sentences)]


def identifiers(work: Work) -> list[str]:
    """A work's own identifiers as `scheme:value`, the best first."""
    found: list[str] = []
    doi, arxiv = doi_and_arxiv(work)
    if doi:
        found.append(f"doi:{doi}")
    if arxiv:
        found.append(f"arxiv:{arxiv}")
    ids = work.ids
    isbn = work.extra.get("ISBN", "") if work.type == "book" else ""
    if isbn and "isbn" not in ids:
        ids = {**ids, "isbn": isbn}
    if ids:
        for scheme in (*_SCHEMES, *sorted(ids.keys() - set(_SCHEMES))):
            if scheme in ids and (scheme not in _OF_BOOKS or work.type in _BOOKS):
                value = ids[scheme].lower()
                if value.strip("?-. ") not in _NONE:
                    found.append(f"{scheme}:{value}")
        if isbn and (bare := normal_isbn(isbn)) and f"isbn:{bare}" not in found:
            found.append(f"isbn:{bare}")
    return found


def meant(text: str) -> list[str]:
    """The ids that a text may stand for: itself, and those of the identifiers that it holds."""
    doi = normal_doi(text)
    ids = [text, f"doi:{doi.lower()}", f"doi:{_BEHIND_DOI.sub('', doi).lower()}"]
    ids += [f"arxiv:{arxiv_of_doi(doi) or normal_arxiv(text)}"]
    ids += [f"isbn:{normal_isbn(text.removeprefix('isbn:'))}"]
    if text.startswith("acl:"):
        ids.append(f"doi:{_DOI_OF_ACL}{text[4:]}")
    return ids


def doi_and_arxiv(work: Work) -> tuple[str, str]:
    """The DOI, in lower case, and the arXiv id, which may have been given as a DOI."""
    if not work.doi:
        return "", work.arxiv
    doi = work.doi.lower()
    arxiv = arxiv_of_doi(doi)
    return "" if arxiv else doi, work.arxiv or arxiv


def fingerprints(work: Work) -> list[str]:
    """Ids made from a work's title and year, its title, its abstract, and parts of that."""
    titles = [fingerprint("title", key) for key in title_keys(work)]
    return titles + [fingerprint("text", key) for key in text_keys(work)]


def title_keys(work: Work) -> list[str]:
    """What the fingerprints of a title are made from; the last is of the title alone."""
    key = _title_key(work)
    year = work.year
    return [f"{key}{year}", key] if key and year else [key] if key else []


def text_keys(work: Work) -> list[str]:
    """What the fingerprints of an abstract are made from."""
    texts = _parts_of_text(work.abstract) if work.abstract else []
    return ["".join(texts), *texts] if len(texts) > 1 else texts
