r"""What a `\bibitem` says of a work, as fields of BibTeX.

A bibliography style prints fields one after the other. Some mark what they print: REVTeX, ACM and
Elsevier each field by `\bibinfo`; the classical styles the parts by `\newblock`, of which the first
are names and title; IEEE and others the title by quotation marks, and INSPIRE likewise in a
comment. What does none of this, or not in the expected way, is not taken apart: where the names
end and the title begins would be a guess.
"""

from __future__ import annotations

import re
from itertools import islice

from carrel.identifiers import ARXIV_NUMBER
from carrel.paper import SUFFIX
from carrel.readers.braces import closing
from carrel.readers.byline import names_only
from carrel.readers.identifiers import declared_arxiv

Fields = dict[str, str]

_KNOWN = frozenset(
    "title journal booktitle volume number pages year month publisher series school institution "
    "organization address edition note isbn issn articleno numpages location eid doi type".split()
)
_LABEL_YEAR = re.compile(r"(?<!\d)(1[5-9]\d\d|20\d\d)(?!\d)")
_INFO = re.compile(r"\\bib(info|field)\s*+\{\s*+(\w+)\s*+\}\s*+\{")
_PERSONS = ("author", "editor", "person")
_NAME_PART = re.compile(r"\\bib(f?)namefont\s*+\{")
_TITLED = re.compile(r"\\showarticletitle\s*+\{")
_DOI = re.compile(
    r"(?:\\doibase\s*+|\\(?:doi|path|bibinfo\s*+\{doi\}\s*+)\{(?:doi:)?|doi\.org/|\bdoi:\s?+)"
    r"(10\.\d{4,9}/[^\s{}]+)",
    re.IGNORECASE,
)
_ARXIV = re.compile(
    r"(?:arxiv(?:\.org/(?:abs|pdf)/|:\s?+)|\\showeprint(?:\[\w*+\])?\s*+\{|\\eprint\s*+\{)"
    rf"({ARXIV_NUMBER})",
    re.IGNORECASE,
)
_URL = re.compile(r"\\(?:url|href)\s*+\{\s*+(https?://[^\s{}]+)")
_LINKED = re.compile(r"\\(?:url|doi|path)\s*+\{[^{}]*\}|\\href\s*+\{[^{}]*\}|https?://[^\s{}]+")
_ET_AL = re.compile(
    r"[,\s]*(?:\band\s++)?(?:\\(?:emph|textit|textsl)\s*+\{|\{)?(?:\\em\s++|\\it\s++)?\bet\s++al\b\.?"
    r"[}\s.]*$"
)
_EDITORS = re.compile(r"[,\s]*\(?\b(?:editors?|eds?\.?)\)?[.,\s]*$")
_BETWEEN = re.compile(r"(?:,\s*+)?(?:\band\s++|\\?&\s*+)|,\s*+")
_INITIALS = re.compile(r"(?:[^\W\d_a-z]\.?[-\s]{0,2}){1,5}")
_NEW_BLOCK = re.compile(r"\\newblock\b\s*+")
_YEAR_ALONE = re.compile(r"\(?((?:1[5-9]|20)\d\d)[a-z]?\)?\.?")
_YEAR_BEHIND = re.compile(r"[,\s]*\(?(?<![\d–-])((?:1[5-9]|20)\d\d)[a-z]?\)?\s*[.,]?\s*$")
_YEAR = re.compile(r"(?<![\d/.–-])((?:19|20)\d\d)(?!\.?\d|[/–-])")
_NATEXLAB = re.compile(r"\{?\\natexlab\s*+\{\w*\}\}?|\\penalty0\b\s?")
_EMPHASIS = re.compile(r"(?:\\(?:emph|textit|textsl)\s*+\{|\{\s*+\\(?:em|it|sl|itshape)\b\s*+)")
_PLACED = re.compile(  # "25(4):14--29", as the classical styles have it
    r"[,\s]*(\w{1,9})(?:\s?\(([\w\s/–-]{1,20})\))?(?:\s?:\s?([\w.]{1,12}(?:\s?-{1,2}\s?[\w.]{1,12})?))?(?=[,.\s]|$)"
)
_IEEE = {
    "volume": re.compile(r"\bvol\.\s?(\w{1,9})"),
    "number": re.compile(r"\bno\.\s?(\w{1,9})"),
    "pages": re.compile(r"\bpp?\.\s?(\w{1,9}(?:--?\w{1,9})?)"),
}
_BOLD_VOLUME = re.compile(  # "J. Ponds \textbf{4}"
    r"[,\s]*([^\W\d_a-z][\w.:&\s-]{1,80}?)[,\s]{0,3}(?:\\textbf\s?\{|\{\s?\\bf\s)\s?(\w{1,9})\s?\}"
)
_YEAR_IN_BRACKETS = re.compile(r"\((\d{4})\)")
_BEHIND_VOLUME = re.compile(r"[,\s]*(?:no\.\s?\w{1,6},?)?\s*((?=\w*\d)\w{1,12}(?:-{1,2}\w{1,12})?)")
_QUOTED = re.compile(r"``((?:(?!``).){3,600}?)[,.]?''[,.]?|\\enquote\s*+\{", re.DOTALL)
_THESES = re.compile(
    r"(?:(ph\.?(?:\s|\\,)?d\.?|doctoral)|master'?s?)\W{1,5}(?:thesis|dissertation)", re.IGNORECASE
)
_REPORT = re.compile(r"technical report\b", re.IGNORECASE)
_BOOK_GOES_ON = re.compile(
    r"\s*(?:$|\.|,? ?(?:vol(?:ume|\.)|number|no\.|chapter|pages|\d|\(|[a-z]{1,10} edition))"
)
_IN = re.compile(r"\bin:?\s*$", re.IGNORECASE)
_COLLABORATION = re.compile(r"\s*\[[A-Z][^\[\]]{1,60}\]$")  # as INSPIRE has it
_SMALL_CAPITALS = re.compile(r"\{\s?\\sc\s|\\textsc\s?\{")
_COMMANDS = re.compile(r"\\[a-zA-Z]+\s?|[\\{}'\"`^]")


class Unclear(ValueError):
    r"""A `\bibitem` of which it can't be told what is what; the message says why."""


def fields_of_item(text: str) -> tuple[str, str, Fields]:
    """The type, key and fields of an item.

    Raises:
        Unclear: nothing in it marks the title, or what does is not as expected.
    """
    label, key, body = _parts(text)
    if not body:
        raise Unclear("an item without text")
    if "\\bibinfo" in body:
        fields = _marked(body)
    elif "\\newblock" in body:
        fields = _blocks(body, label)
    else:
        fields = _quoted(body)
    if year := _year_of(label):
        fields.setdefault("year", year)
    dois = {doi.rstrip(".,;") for doi in _DOI.findall(body)}
    if len(dois) == 1:
        fields["doi"] = dois.pop()
    numbers = set(map(declared_arxiv, _ARXIV.findall(body)))
    if len(numbers) == 1:
        fields["eprint"] = numbers.pop()
    if url := _URL.search(body):
        fields["url"] = url[1]
    return _kind(fields), key, fields


def _parts(text: str) -> tuple[str, str, str]:
    r"""The label, key and text of an item: "\bibitem[label]{key} text"."""
    at = text.index("\\bibitem") + len("\\bibitem")
    ends = closing(text)
    label = ""
    at += len(text[at:]) - len(text[at:].lstrip())
    if text.startswith("[", at):
        start = at = at + 1
        while at < len(text) and text[at] != "]":
            at = ends.get(at, at) + 1 if text[at] == "{" else at + 1
        label = text[start:at]
        at += 1
    at += len(text[at:]) - len(text[at:].lstrip())
    end = ends.get(at, 0)
    if not text.startswith("{", at) or not end:
        raise Unclear("an item without a key")
    return label, " ".join(text[at + 1 : end].split()), text[end + 1 :].strip()


def _year_of(label: str) -> str:
    years = set(_LABEL_YEAR.findall(label))
    return years.pop() if len(years) == 1 else ""


# ---------------------------------------------------------------- marked fields


def _marked(body: str) -> Fields:
    r"""The fields of which each stands in a \bibinfo of its own."""
    ends = closing(body)
    fields: Fields = {}
    people: dict[str, list[str]] = {"author": [], "editor": []}
    whose, until, lists = "author", 0, 0
    first = last = taken = 0
    for found in _INFO.finditer(body):
        start = found.end()
        end = ends.get(start - 1, 0)
        name = found[2]
        if not end or start < taken:  # within another
            continue
        if found[1] == "info":
            taken = end
        if found[1] == "field":
            if name in people:
                whose, until = name, end
                lists += name == "author"
        elif name in _PERSONS:
            role = name if name in people else whose if start < until else "author"
            people[role].append(_person(body[start:end]))
            first, last = first or start, end
        elif name in _KNOWN or name == "thesistype":
            fields.setdefault(name.removeprefix("thesis"), _unmarked(body[start:end]))
    if lists > 1:
        raise Unclear("several works in one item")
    if (titled := _TITLED.search(body)) and (closed := ends.get(titled.end() - 1)):
        fields["title"] = _unmarked(body[titled.end() : closed])
    if "title" not in fields and "booktitle" in fields and "journal" not in fields:
        fields["title"] = fields.pop("booktitle")
    for role, names in people.items():
        if names:
            fields[role] = " and ".join(names)
    if people["author"] and re.search(r"\bet[~\s]*al\b", body[first : max(last, until) + 1]):
        fields["author"] += " and others"
    if fields.keys() == {"note"}:
        raise Unclear("a note, not a work")
    if not fields.keys() & {"title", "journal", "booktitle"}:
        raise Unclear("an item in which neither title nor journal is marked")
    return fields


def _person(text: str) -> str:
    """A name in one of BibTeX's forms."""
    ends = closing(text)
    parts: dict[str, str] = {}
    for part in _NAME_PART.finditer(text):
        if part[1] not in parts:
            parts[part[1]] = text[part.end() : ends.get(part.end() - 1, part.end())]
    family, given = _unmarked(parts.get("", "")), _unmarked(parts.get("f", ""))
    if given and family:
        return f"{_bare(family)}, {given}"
    return f"{{{_bare(family)}}}" if " " in family else family or _unmarked(text)


def _bare(text: str) -> str:
    """A text without braces around all of it."""
    return text[1:-1] if closing(text).get(0) == len(text) - 1 else text


def _unmarked(text: str) -> str:
    """A field's text in LaTeX, on one line, without the comma that a style put behind it."""
    return " ".join(_NATEXLAB.sub("", text).replace("~", " ").split()).rstrip(",")


# ---------------------------------------------------------------- blocks


def _blocks(body: str, label: str) -> Fields:
    r"""The fields of an item whose parts are set apart by \newblock: names, title, the rest."""
    body = _NATEXLAB.sub("", body).replace("~", " ")
    names, *blocks = (" ".join(block.split()) for block in _NEW_BLOCK.split(body))
    fields: Fields = {}
    if year := _YEAR_BEHIND.search(names, max(len(names) - 40, 0)):
        names = names[: year.start()]
        fields["year"] = year[1]
    if len(blocks) > 1 and (year := _YEAR_ALONE.fullmatch(blocks[0])):
        fields["year"] = year[1]
        blocks = blocks[1:]
    fields |= _people(names)
    title, *blocks = [*filter(None, blocks), ""]
    rest = " ".join(blocks).strip()
    known = _year_of(label) or fields.get("year") or _dated(rest)
    if (year := _YEAR_BEHIND.search(title, max(len(title) - 40, 0))) and year[1] == (
        known or year[1]
    ):
        title, known = title[: year.start()], year[1]
    if known:
        fields["year"] = known
    place = _emphasis(title)
    if place and not place[1] and _BOOK_GOES_ON.match(title, place[2]):
        fields["type"] = "book"
        title, rest = place[0], ""
    fields["title"] = title.rstrip(".,")
    if not fields["title"] or "\\url" in title:
        raise Unclear("an item without a title")
    fields |= _said_behind(rest)
    return fields


def _said_behind(rest: str) -> Fields:
    """What stands behind the title: what the work appeared in, and where in it."""
    if thesis := _THESES.search(rest):
        return {"type": "phdthesis" if thesis[1] else "mastersthesis"}
    place = _emphasis(rest)
    if place and (rest[:3] == "In " or _IN.search(rest[: place[1]])):
        return {"booktitle": place[0]}
    if place and not place[1]:
        return {"journal": place[0]} | _placed(rest[place[2] :])
    return {"type": "techreport"} if _REPORT.match(rest) else {}


def _emphasis(text: str) -> tuple[str, int, int] | None:
    """What is the first in italics, and where it begins and ends."""
    if (mark := _EMPHASIS.search(text)) is None:
        return None
    opening = text.index("{", mark.start())
    end = closing(text).get(opening)
    if end is None:
        return None
    return text[mark.end() : end].strip(" ,"), mark.start(), end + 1


def _placed(text: str) -> Fields:
    found = _PLACED.match(text)
    if not found or not any(character.isdigit() for character in found[1]):
        return {}
    if _YEAR_ALONE.fullmatch(found[1]) and not found[2] and not found[3]:
        return {}
    volume, number, pages = found.groups()
    fields = {"volume": volume, "number": number, "pages": pages}
    return {name: value.rstrip(".") for name, value in fields.items() if value}


def _dated(text: str) -> str:
    """The year in a text: the one it ends with, or the only one."""
    text = _LINKED.sub("", text)
    if year := _YEAR_BEHIND.search(text, max(len(text) - 40, 0)):
        return year[1]
    years = set(_YEAR.findall(text))
    return years.pop() if len(years) == 1 else ""


# ---------------------------------------------------------------- quotation marks


def _quoted(body: str) -> Fields:
    """The fields of an item whose title stands, behind the names, in quotation marks, or in italics
    before a journal."""
    body = " ".join(_NATEXLAB.sub("", body).replace("~", " ").split())
    start, title, end = _title(body)
    names, rest = body[:start], body[end:]
    fields = {}
    if year := _YEAR_BEHIND.search(names, max(len(names) - 40, 0)):
        names = names[: year.start()]
        fields["year"] = year[1]
    fields |= _people(names)
    fields["title"] = title.strip(" ,.")
    if bold := _BOLD_VOLUME.match(rest):
        fields |= {"journal": bold[1], "volume": bold[2]}
        behind = rest[bold.end() :]
        if year := _YEAR_IN_BRACKETS.search(behind[:40]):
            fields["year"] = year[1]
            behind = behind[: year.start()] + behind[year.end() :]
        if pages := _BEHIND_VOLUME.match(behind):
            fields["pages"] = pages[1]
        return fields
    if "year" not in fields and (dated := _dated(rest)):
        fields["year"] = dated
    rest = rest.replace("\\,", "").strip(" ,.")
    fields |= _said_behind(rest)
    for name, how in _IEEE.items():
        if said := how.search(rest):
            fields[name] = said[1]
    return fields


def _title(body: str) -> tuple[int, str, int]:
    """Where the title begins, itself, and where the text goes on behind it."""
    quoted = list(islice(_QUOTED.finditer(body), 2))
    if len(quoted) == 1:
        start, end = quoted[0].span()
        closed = closing(body).get(end - 1, 0)
        return (start, quoted[0][1], end) if quoted[0][1] else (start, body[end:closed], closed + 1)
    place = _emphasis(body)
    if place and not quoted and _BOLD_VOLUME.match(body, place[2]):
        return place[1], place[0], place[2]
    raise Unclear("an item of which nothing marks the title; name the .bib file behind it")


# ---------------------------------------------------------------- names


def _people(text: str) -> Fields:
    """The names that an item begins with.

    Raises:
        Unclear: it can't be told what they are.
    """
    text = _COLLABORATION.sub("", _SMALL_CAPITALS.sub("{", text).strip(" ,"))
    role = "author"
    if editors := _EDITORS.search(text, max(len(text) - 30, 0)):
        text, role = text[: editors.start()], "editor"
    others = _ET_AL.search(text[-60:])
    if others:
        text = text[: len(text) - len(text[-60:]) + others.start()]
    text = text.strip(" ,;")
    if text.endswith(".") and len(text.rpartition(" ")[2]) > 2:
        text = text[:-1]
    names = _names(text)
    if not names:
        raise Unclear("an item of which the names can't be told; name the .bib file behind it")
    return {role: " and ".join([*names, "others"] if others else names)}


def _names(text: str) -> list[str]:
    """The names in a list in one of BibTeX's forms; empty where it isn't clear what they are."""
    if text[:1] == "{" and closing(text).get(0) == len(text) - 1:
        return [text]
    pieces = [piece for piece in _BETWEEN.split(text.replace(";", ",")) if piece.strip()]
    names: list[str] = []
    for piece in map(str.strip, pieces):
        if names and SUFFIX.fullmatch(piece) and not SUFFIX.fullmatch(names[-1].split()[-1]):
            names[-1] += f" {piece}"
        else:
            names.append(piece)
    initials = [_INITIALS.fullmatch(name) is not None for name in names]
    if len(names) > 1 and len(names) % 2 == 0 and initials == [False, True] * (len(names) // 2):
        return [f"{family}, {given}" for family, given in zip(names[::2], names[1::2], strict=True)]
    if any(initials) or (len(names) > 1 and any(" " not in name for name in names)):
        return []
    plain = [_COMMANDS.sub("", name) for name in names]
    return names if names_only(", ".join(plain)) else []


def _kind(fields: Fields) -> str:
    """The type of an entry with these fields."""
    said = fields.get("type", "")
    if thesis := _THESES.search(said):
        return "phdthesis" if thesis[1] else "mastersthesis"
    if said in ("book", "phdthesis", "mastersthesis", "techreport"):
        return fields.pop("type")
    if "journal" in fields:
        return "article"
    if "booktitle" in fields:
        return "inproceedings"
    return "book" if "publisher" in fields else "misc"
