"""What the sidebar lists: what the papers that are shown have in common, and how many have it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Literal, NamedTuple

from carrel.annotations import Annotation
from carrel.ui.paths import short_path
from carrel.ui.query_text import condition_of, state_of
from carrel.ui.views import View

if TYPE_CHECKING:
    from carrel.search.facets import Facets

MOST = 200  # values of a facet that can be unfolded
_FEW = 8  # that are shown before it is


class Line(NamedTuple):
    """A line of the sidebar: a heading, the gap before it, a condition, a saved search, or what
    unfolds a section.

    `value` is the condition in the query language, the name of the search, or the section;
    `papers` how many have it; `share`, where there are bars, how long this one is, of the longest.
    """

    kind: Literal["gap", "head", "condition", "search", "more"]
    label: str
    value: str = ""
    papers: int | None = None
    state: Literal["", "wanted", "unwanted"] = ""
    share: float | None = None


class Counts(NamedTuple):
    """What there is to list: facets of the papers shown, and of these the tags and states."""

    facets: Facets
    tags: Sequence[tuple[str, int]]
    states: Mapping[str, int]


def count(view: View, new: Sequence[int]) -> Counts:
    """Count what is shown. Takes milliseconds for many papers: call it off the event loop."""
    library = view.desk.library
    if view.found is None and len(view.order) != len(library):
        facets = _facets_of_few(view)
    else:
        facets = library.facets(view.found, MOST)
    said = view.desk.annotated()
    annotated = [said[number] for number in _shown(view, [*said])]
    read = sum(annotation.read for annotation in annotated)
    states = {
        "is:fav": sum(annotation.favourite for annotation in annotated),
        "is:unread": len(view.order) - read,
        "is:read": read,
        "is:new": len(_shown(view, new)),
        "has:note": sum(bool(annotation.note) for annotation in annotated),
    }
    return Counts(facets, tag_uses(annotated), states)


def _shown(view: View, numbers: Sequence[int]) -> Sequence[int]:
    """Which of these papers are shown."""
    if not numbers or len(view.order) == len(view.desk.library):
        return numbers
    if view.found is None:
        shown = set(view.order)
        return [number for number in numbers if number in shown]
    return view.found.among(numbers)


def _facets_of_few(view: View) -> Facets:
    from carrel.search.facets import Facets

    papers = [view.desk.library.paper(number) for number in view.order]
    years = Counter(paper.year for paper in papers if paper.year)
    return Facets(
        sorted(years.items()),
        Counter(name.display for paper in papers for name in paper.authors).most_common(),
        Counter(category for paper in papers for category in paper.categories).most_common(),
        Counter(paper.venue for paper in papers if paper.venue).most_common(),
        Counter(place.path for paper in papers for place in paper.places).most_common(),
    )


_STATES = {
    "is:fav": "★ starred",
    "is:unread": "unread",
    "is:read": "✓ read",
    "is:new": "+ new",
    "has:note": "✎ with a note",
}


def lines(
    counts: Counts,
    text: str,
    searches: Sequence[tuple[str, str, int | None]],
    unfolded: frozenset[str],
) -> list[Line]:
    """The lines for a query `text`; `searches` are names, queries and how many they find."""
    found: list[Line] = []

    def section(name: str, values: Sequence[Line]) -> None:
        if not values:
            return
        chosen = [line for line in values[_FEW:] if line.state]
        folded = len(values) > _FEW + 1 and name not in unfolded
        found.extend([Line("gap", "")] if found else [])
        found.append(Line("head", name))
        found.extend([*values[:_FEW], *chosen] if folded else values)
        if folded:
            found.append(Line("more", f"{len(values) - _FEW - len(chosen):,} more", name))

    def conditions(field: str, values: Iterable[tuple[str, int]]) -> list[Line]:
        return [
            _condition(text, condition_of(field, value), value, papers) for value, papers in values
        ]

    section("Saved", [
        Line("search", name, name, papers, "wanted" if query == text.strip() else "")
        for name, query, papers in searches
    ])  # fmt: skip
    tags = [
        _condition(text, condition_of("tag", tag), f"#{tag}", papers) for tag, papers in counts.tags
    ]
    section("Tags", tags)
    states = [
        _condition(text, value, label, counts.states[value])
        for value, label in _STATES.items()
        if counts.states[value] or state_of(text, value)
    ]
    section("Status", states)
    years = list(reversed(counts.facets.years))
    most = max((papers for _, papers in years), default=1)
    section("Years", [
        _condition(text, f"year:{year}", str(year), papers)._replace(share=papers / most)
        for year, papers in years
    ])  # fmt: skip
    section("Authors", conditions("author", counts.facets.authors))
    section("Categories", conditions("cat", counts.facets.categories))
    section("Venues", conditions("venue", counts.facets.venues))
    section("Sources", [
        _condition(text, condition_of("source", path), short_path(path), papers)
        for path, papers in counts.facets.sources
    ])  # fmt: skip
    return found


def _condition(text: str, condition: str, label: str, papers: int) -> Line:
    return Line("condition", label, condition, papers, state_of(text, condition))


def tag_uses(annotations: Iterable[Annotation]) -> list[tuple[str, int]]:
    """All tags of these annotations, the most used first."""
    return Counter(tag for said in annotations for tag in said.tags).most_common()
