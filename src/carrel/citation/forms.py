"""Every form in which papers can be copied: styles, formats and short forms under one name each."""

from __future__ import annotations

from collections.abc import Sequence

from carrel.citation import FORMATS, STYLES, export
from carrel.citation.keys import PATTERN, citekeys
from carrel.citation.snippets import SNIPPETS, snippet
from carrel.paper import Work


def forms() -> list[tuple[str, str]]:
    """The name of each form and how it is called, in the order to offer them."""
    found = [(name, style.edition) for name, style in STYLES.items()]
    found += [(name, label) for name, label in FORMATS.items() if name != "html"]
    found += [(name, form.label) for name, form in SNIPPETS.items()]
    return found


def text_in(form: str, works: Sequence[Work], pattern: str = PATTERN) -> str:
    """What a form makes of the works, numbered where the style numbers and there are several.

    Raises:
        KeyError: there is no such form.
    """
    keys = citekeys(works, pattern)
    if form in SNIPPETS:
        parts = (snippet(work, form, key) for work, key in zip(works, keys, strict=True))
        return "\n".join(part for part in parts if part)
    if form not in STYLES and form not in FORMATS:
        raise KeyError(form)
    return "".join(export(works, form, keys=keys, numbered=len(works) > 1)).rstrip("\n")


def lacking(form: str, works: Sequence[Work]) -> int:
    """Of how many of the works there is nothing in a form, such as a DOI."""
    return sum(not snippet(work, form, "key") for work in works) if form in SNIPPETS else 0
