"""Where a paper is on the web."""

from __future__ import annotations

import re

from carrel.identifiers import arxiv_of_doi, arxiv_url, doi_url
from carrel.paper import Work
from carrel.ui.outside import is_safe

_OPENREVIEW = re.compile(r"https?://openreview\.net/(?:forum|pdf)\?id=([\w-]+)")
_ACL = re.compile(r"https?://(?:www\.)?aclanthology\.org/([\w.-]+?)(?:\.pdf|/)?")


def page_link(work: Work) -> str:
    """The paper's page for one who wants to read on: arXiv's, where the full text is, even if a
    citation gives its DOI; else its DOI's; else its URL; or empty."""
    for link in (arxiv_url(work.arxiv), doi_url(work.any_doi), work.url):
        if is_safe(link):
            return link
    return ""


def pdf_link(work: Work) -> str:
    """The paper's PDF, where one is known: that of its URL, arXiv's, the ACL's, OpenReview's."""
    if is_safe(work.url):
        if work.url.lower().split("?")[0].endswith(".pdf"):
            return work.url
        if found := _OPENREVIEW.fullmatch(work.url):
            return f"https://openreview.net/pdf?id={found[1]}"
        if found := _ACL.fullmatch(work.url):
            return f"https://aclanthology.org/{found[1]}.pdf"
    if work.arxiv:
        return f"https://arxiv.org/pdf/{work.arxiv}"
    acl = work.ids.get("acl", "")
    return f"https://aclanthology.org/{acl}.pdf" if re.fullmatch(r"[\w.-]+", acl) else ""


def all_links(work: Work) -> list[tuple[str, str]]:
    """Each link of a paper once, and what to call it."""
    named = [
        (f"arXiv:{work.arxiv}", arxiv_url(work.arxiv)),
        (f"doi:{work.any_doi}", "" if arxiv_of_doi(work.doi) else doi_url(work.any_doi)),
        ("PDF", pdf_link(work)),
        (re.sub(r"^https?://(?:www\.)?", "", work.url).rstrip("/"), work.url),
    ]
    found: dict[str, str] = {}
    for name, link in named:
        if is_safe(link) and not (link == work.url and _same(link, found)):
            found.setdefault(link, name)
    return [(name, link) for link, name in found.items()]


def _same(link: str, known: dict[str, str]) -> bool:
    """Does a link say what another says already ("http://arxiv.org/abs/…v2", "dx.doi.org/…")?"""
    plain = re.sub(r"^https?://(?:www\.|dx\.)?", "", link).lower()
    return any(
        re.sub(r"v\d+$", "", plain) == re.sub(r"^https?://", "", other).lower() for other in known
    )
