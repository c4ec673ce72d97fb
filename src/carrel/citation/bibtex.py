r"""BibTeX and BibLaTeX entries.

Texts are UTF-8 with what TeX would obey escaped; LaTeX and formulas that a title already holds
stay as they are. Words of a title whose capitals matter are put in braces, as most styles turn
titles into lower case. Field names: BibTeX (btxdoc, 1988) with arXiv's eprint fields
(https://info.arxiv.org/help/hypertex/bibstyles), and BibLaTeX 3.20.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from carrel.citation.item import Date, archive_of, is_preprint, issued_in_words, people, type_of
from carrel.citation.tex import braces_match, escaped, escaped_piece, pieces
from carrel.identifiers import arxiv_url
from carrel.paper import MONTHS, TITLE_INFERRED, Name, Work, is_cjk

_ENTRY = {
    "article": "misc",
    "article-journal": "article",
    "article-magazine": "article",
    "article-newspaper": "article",
    "review": "article",
    "paper-conference": "inproceedings",
    "chapter": "incollection",
    "entry-dictionary": "incollection",
    "entry-encyclopedia": "incollection",
    "book": "book",
    "thesis": "phdthesis",
    "report": "techreport",
    "manuscript": "unpublished",
}
_BIBLATEX_ENTRY = {
    "article": "online",
    "thesis": "thesis",
    "report": "report",
    "dataset": "dataset",
    "software": "software",
    "webpage": "online",
    "post": "online",
    "post-weblog": "online",
    "patent": "patent",
    "entry-encyclopedia": "inreference",
    "entry-dictionary": "inreference",
}
# CSL variables of `extra` under the names of the fields; where two share a name, the first counts.
_BIBTEX = {
    "volume": "volume",
    "page": "pages",
    "publisher": "publisher",
    "publisher-place": "address",
    "collection-title": "series",
    "number-of-pages": "pagetotal",
    "edition": "edition",
    "ISBN": "isbn",
    "ISSN": "issn",
    "language": "language",
    "annote": "annote",
    "note": "note",
}
_BIBLATEX = _BIBTEX | {
    "publisher-place": "location",
    "event-title": "eventtitle",
    "event-place": "venue",
    "title-short": "shorttitle",
    "container-title-short": "shortjournal",
    "status": "pubstate",
    "version": "version",
}
_NUMBERED = ("article-journal", "article-magazine", "article-newspaper", "review")
_MONTH_MACROS = tuple(MONTHS)


def entry(work: Work, key: str, *, biblatex: bool = False) -> str:
    """The entry of one work, ending in a line end."""
    kind = type_of(work)
    name = _ENTRY.get(kind, "misc")
    if biblatex:
        name = _BIBLATEX_ENTRY.get(kind, name)
    elif kind == "thesis" and "master" in work.extra.get("genre", "").lower():
        name = "mastersthesis"
    if biblatex and kind == "article" and not (work.arxiv or work.doi or work.url):
        name = "misc"  # @online wants an address
    fields = _fields(work, kind, biblatex=biblatex)
    body = "".join(f",\n  {field} = {value}" for field, value in fields.items())
    return f"@{name}{{{key}{body}\n}}\n"


def _fields(work: Work, kind: str, *, biblatex: bool) -> dict[str, str]:
    """The fields in order, with their delimiters; a second note joins the first."""
    fields: dict[str, str] = {}
    for field, text in _texts(work, kind, biblatex=biblatex):
        if text and field == "note" and field in fields:
            fields[field] = f"{fields[field][:-1]}; {text}}}"
        elif text:
            fields.setdefault(field, f"{{{text}}}")
        if field == "year":
            fields.update(_month(work))
    paragraphs = work.abstract.replace("\n", "\n\n")
    between = "; " if any("," in keyword for keyword in work.keywords) else ", "
    for field, text in (("keywords", between.join(work.keywords)), ("abstract", paragraphs)):
        if text:
            fields[field] = f"{{{escaped(text)}}}"
    return fields


def _texts(work: Work, kind: str, *, biblatex: bool) -> Iterator[tuple[str, str]]:
    extra = work.extra
    yield "author", _names(work.authors, others=work.et_al)
    yield "title", protected(work.title)
    yield "editor", _names(work.editors)
    yield "translator", _names(people(extra.get("translator", "")))
    if kind in _NUMBERED:
        yield "journaltitle" if biblatex else "journal", escaped(work.venue)
    elif kind in ("paper-conference", "chapter", "entry-encyclopedia", "entry-dictionary"):
        yield "booktitle", escaped(work.venue)
    elif archive_of(work) != "arXiv":
        yield "organization" if biblatex else "howpublished", escaped(work.venue)
    if biblatex and work.year:
        yield "date", work.date
    else:
        yield "year", str(work.year or "") or escaped(issued_in_words(work))
    for variable, field in (_BIBLATEX if biblatex else _BIBTEX).items():
        if variable in extra and not (variable == "publisher" and kind in ("thesis", "report")):
            text = extra[variable]
            if variable == "publisher" and is_preprint(work):
                field = "organization" if biblatex else "howpublished"
                text = "" if work.arxiv or work.venue else text
            yield field, _ranges(escaped(text)) if variable == "page" else escaped(text)
    yield from _numbers(work, kind, biblatex=biblatex)
    if kind == "thesis":
        yield "institution" if biblatex else "school", escaped(extra.get("publisher", ""))
    elif kind == "report":
        yield "institution", escaped(extra.get("publisher", ""))
    yield "type", _type(kind, extra.get("genre", ""), biblatex=biblatex)
    yield from _identifiers(work, biblatex=biblatex)
    if work.title_inferred:
        yield "note", TITLE_INFERRED


def _month(work: Work) -> Iterator[tuple[str, str]]:
    """The month as BibTeX's macro, and the day; also of a date that lacks its year."""
    parts = work.date.removeprefix("-").split("-")[1:]
    if parts:
        yield "month", _MONTH_MACROS[int(parts[0]) - 1]
    if len(parts) > 1:
        yield "day", f"{{{int(parts[1])}}}"


def _numbers(work: Work, kind: str, *, biblatex: bool) -> Iterator[tuple[str, str]]:
    number, issue = work.extra.get("number", ""), work.extra.get("issue", "")
    if kind in _NUMBERED:
        yield "number", escaped(issue)
        if number:
            yield "eid" if biblatex or "page" in work.extra else "pages", escaped(number)
    elif kind in ("book", "chapter", "paper-conference"):
        yield "number", escaped(issue or work.extra.get("collection-number", ""))
    elif not (kind == "article" and work.arxiv):
        yield "number", escaped(number)


def _type(kind: str, genre: str, *, biblatex: bool) -> str:
    if kind == "report":
        return escaped(genre)
    if kind != "thesis":
        return ""
    if biblatex:
        return "mathesis" if "master" in genre.lower() else escaped(genre) or "phdthesis"
    usual = genre.lower().replace(".", "").replace("’", "'")
    plain = ("phd thesis", "phdthesis", "phd", "master's thesis", "mastersthesis", "masters thesis")
    return "" if usual in plain else escaped(genre)


def _identifiers(work: Work, *, biblatex: bool) -> Iterator[tuple[str, str]]:
    yield "doi", _verbatim(work.any_doi)
    if work.arxiv:
        # arXiv's own classes begin with a small letter: "cs.CV", "hep-th".
        subject = next((c for c in work.categories if " " not in c and c[:1].islower()), "")
        yield "eprint", work.arxiv
        yield "eprinttype" if biblatex else "archiveprefix", "arxiv" if biblatex else "arXiv"
        yield "eprintclass" if biblatex else "primaryclass", escaped(subject)
    elif "pmid" in work.ids:
        yield ("eprint" if biblatex else "pmid"), escaped(work.ids["pmid"])
        if biblatex:
            yield "eprinttype", "pubmed"
    yield "url", _verbatim(work.url or arxiv_url(work.arxiv))
    if Date.of(work.extra.get("accessed", "")).year:
        yield "urldate", work.extra["accessed"]
    if "isbn" in work.ids and "ISBN" not in work.extra:
        yield "isbn", escaped(work.ids["isbn"])


# ---------------------------------------------------------------- names


def _names(names: Iterable[Name], *, others: bool = False) -> str:
    texts = [_name(name) for name in names]
    if texts and others:
        texts.append("others")
    return " and ".join(texts)


def _name(name: Name) -> str:
    """A name as BibTeX takes it apart again: "van Gogh, Vincent", "{Gemini Team}"."""
    if name.literal:
        return f"{{{escaped(name.literal)}}}"
    words = name.family.split()
    family = _guarded(name.family)
    if family[:1] != "{" and any(word[:1].islower() and not is_cjk(word) for word in words):
        family = f"{{{family}}}"  # else "y" in "Ríu y Vargas" would be taken for a particle
    particles = (name.dropping_particle, name.non_dropping_particle)
    particle = escaped(" ".join(filter(None, particles)))
    if particle:
        family = f"{particle} {family}"
    if not name.given:
        return f"{{{escaped(name.display)}}}" if len(words) > 1 or particle else family
    return ", ".join(part for part in (family, _guarded(name.suffix), _guarded(name.given)) if part)


def _guarded(part: str) -> str:
    """Part of a name, escaped; in braces where a comma or the word "and" would split it."""
    text = escaped(part)
    return f"{{{text}}}" if "," in part or " and " in f" {part} ".lower() else text


# ---------------------------------------------------------------- texts


def _ranges(text: str) -> str:
    """Pages with BibTeX's "--" in each range."""
    return re.sub(r"(?<=\w)\s*[-‐‑–—]+\s*(?=\w)", "--", text)


def _verbatim(text: str) -> str:
    """An address; BibTeX must still find its braces in pairs."""
    return text.replace("{", "%7B").replace("}", "%7D").replace("\\", "%5C").replace(" ", "%20")


# ---------------------------------------------------------------- capitals

_TOKEN = re.compile(r"[^\s{}$\\/‐‑–—-]+")
_LETTER = re.compile(r"[^\W\d_]")


def protected(title: str) -> str:
    """A title with the words in braces whose capitals a style must not take away.

    These are words with a capital after their first letter ("NeRF", "GPT"), single capitals that
    do not begin the title ("I", the "R" of "R-CNN"), and, in a title that is otherwise in lower
    case, every capitalised word ("Dempster").
    """
    words = [word for word in _TOKEN.findall(title) if _LETTER.search(word)]
    if not any(word != word.lower() for word in words) or title == title.upper():
        return escaped(title)
    long = [word for word in words[1:] if len(word) > 3]
    sentence = sum(word[0].islower() for word in long) * 2 > len(long)
    paired = braces_match(title)
    out: list[str] = []
    for piece, formula in pieces(title):
        if formula:
            out.append(f"{{{piece}}}" if "\\" in piece or piece != piece.lower() else piece)
        elif "{" in piece or "\\" in piece or not paired:
            out.append(escaped_piece(piece, paired))
        else:
            out.append(_protected(piece, sentence=sentence, starts=not any(out)))
    return "".join(out)


def _protected(text: str, *, sentence: bool, starts: bool) -> str:
    out = []
    done = 0
    for match in _TOKEN.finditer(text):
        out.append(escaped_piece(text[done : match.start()], True))
        done = match.end()
        word = match[0]
        core = word.strip("\"'“”‘’()[].,:;!?*+")
        if core and _matters(core, sentence=sentence, starts=starts):
            before, after = word.split(core, 1)
            core = f"{{{escaped_piece(core, True)}}}"
            out.append(escaped_piece(before, True) + core + escaped_piece(after, True))
        else:
            out.append(escaped_piece(word, True))
        starts = word.endswith((":", "?", "!", "."))
    out.append(escaped_piece(text[done:], True))
    return "".join(out)


def _matters(word: str, *, sentence: bool, starts: bool) -> bool:
    if word[1:] != word[1:].lower():
        return True
    if starts or not word[0].isupper():
        return False
    return sentence or (len(_LETTER.findall(word)) == 1 and word != "A")
