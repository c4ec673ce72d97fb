"""CSL-JSON, as citeproc, Zotero and pandoc read it (CSL 1.0.2), with carrel's `categories`."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence

from carrel.citation.item import Date, archive_of, is_preprint, issued_in_words, people, type_of
from carrel.identifiers import arxiv_url
from carrel.paper import TITLE_INFERRED, Name, Work

_DATES = ("accessed", "original-date", "event-date", "available-date", "submitted")
_PEOPLE = frozenset(
    "translator container-author collection-editor composer director editorial-director"
    " illustrator interviewer recipient reviewed-author original-author".split()
)


def item(work: Work, key: str) -> dict[str, object]:
    """The work as a CSL item; variables that are unknown are left out."""
    preprint = is_preprint(work)
    fields: dict[str, object] = {"id": key, "type": type_of(work), "title": work.title}
    fields["author"] = [_name(name) for name in work.authors]
    if work.et_al:
        fields["author"] = [*map(_name, work.authors), {"literal": "others"}]
    fields["editor"] = [_name(name) for name in work.editors]
    in_words = issued_in_words(work)
    kind = "raw" if in_words.startswith("-") else "literal"  # "-0043" is a year
    fields["issued"] = {kind: in_words} if in_words else _date(work.date)
    archive = archive_of(work) or ("arXiv" if work.arxiv and preprint else "")
    if not archive_of(work):
        fields["container-title"] = work.venue
    for variable, text in work.extra.items():
        if variable in _DATES:
            fields[variable] = _date(text)
        elif variable in _PEOPLE:
            fields[variable] = [_name(name) for name in people(text)]
        elif variable != "issued":
            fields[variable] = text
    if archive:
        fields.setdefault("publisher", archive)
    if work.arxiv and preprint:
        fields.setdefault("number", f"arXiv:{work.arxiv}")
    elif work.arxiv:
        note = str(fields.get("note", ""))
        if f"arXiv:{work.arxiv}" not in note:
            fields["note"] = f"{note}; arXiv:{work.arxiv}".removeprefix("; ")
    if work.title_inferred:
        note = f"{fields.get('note', '')}; {TITLE_INFERRED}"
        fields["note"] = note.removeprefix("; ")
    fields["DOI"] = work.any_doi
    fields["URL"] = work.url or arxiv_url(work.arxiv)
    for scheme, variable in (("pmid", "PMID"), ("pmcid", "PMCID"), ("isbn", "ISBN")):
        fields.setdefault(variable, work.ids.get(scheme, ""))
    fields["abstract"] = work.abstract
    fields["keyword"] = "; ".join(work.keywords)
    fields["categories"] = list(work.categories)
    return {variable: value for variable, value in fields.items() if value}


def dump(item: Mapping[str, object]) -> str:
    """An item as JSON, indented by two, without a line end."""
    return json.dumps(item, ensure_ascii=False, indent=2)


def _name(name: Name) -> dict[str, str]:
    parts = {
        "family": name.family,
        "given": name.given,
        "non-dropping-particle": name.non_dropping_particle,
        "dropping-particle": name.dropping_particle,
        "suffix": name.suffix,
        "literal": name.literal,
    }
    return {part: text for part, text in parts.items() if text}


def _date(text: str) -> dict[str, object]:
    date = Date.of(text)
    if date.year:
        parts: Sequence[int] = [part for part in date[:3] if part]
        return {"date-parts": [parts]}
    return {"raw": text} if text else {}
