"""A desk: a library, and what its reader says of the papers in it.

Papers are known here by their numbers in the library. Annotations are found for them by any id that
a paper has or had, so they stay when a source is pasted anew or a better id turns up.
"""

from __future__ import annotations

from collections.abc import Generator, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from carrel.annotations import (
    UNANNOTATED,
    Annotation,
    Annotations,
    Identified,
    Stored,
    titles_agree,
)
from carrel.identity import fingerprints
from carrel.library import Found, Library
from carrel.paper import Place, Work
from carrel.text import fold

if TYPE_CHECKING:
    from carrel.search.query import Query
    from carrel.search.segment import Mark


class Desk:
    """One library with one file of annotations."""

    def __init__(self, library: Library, annotations: Annotations) -> None:
        self.library = library
        self.annotations = annotations
        self._said = self._find_papers()
        self.new: set[int] = set()  # papers that have come since the library was opened

    # ------------------------------------------------------------ annotations

    def annotation(self, number: int) -> Annotation:
        """What is said of a paper."""
        return self._said.get(number, UNANNOTATED)

    def annotated(self) -> Mapping[int, Annotation]:
        """All papers of the library of which anything is said."""
        return self._said

    def identified(self, numbers: Sequence[int]) -> Iterator[Stored]:
        """Papers as annotations know them, in their order."""
        for paper, aliases in self.library.with_aliases(numbers):
            yield Stored(paper.id, aliases, paper.title)

    def take_up(self, papers: Mapping[int, Identified] | None = None) -> None:
        """Look up what the annotations, which others may have changed, say now of these papers, by
        number and as `identified`, or of all."""
        if papers is None:
            self._said = self._find_papers()
            return
        for number, paper in papers.items():
            if said := self.annotations.get(paper):
                self._said[number] = said
            else:
                self._said.pop(number, None)

    def _find_papers(self) -> dict[int, Annotation]:
        """Find the library's papers of which anything is said."""
        found: dict[int, Annotation] = {}
        for stored in self.annotations.stored():
            number = self.find(stored)
            if number in found:  # said of one paper under several ids
                [paper] = self.identified([number])
                found[number] = self.annotations.get(paper)
            elif number is not None:
                found[number] = stored.annotation
        return found

    def find(self, stored: Stored) -> int | None:
        """The number of the paper that an annotation is about, if the library has it."""
        names = (stored.id, *stored.aliases)
        last = []  # what several papers have tells least
        for name in names:
            number = self.library.number_of(name)
            if number is None:
                continue
            if self.library.is_shared(name):
                last.append((name, number))
            elif self._agrees(names, name, number):
                return number
        return next((number for name, number in last if self._agrees(names, name, number)), None)

    def _agrees(self, names: Sequence[str], name: str, number: int) -> bool:
        """Is a paper that has one of these names, its title among them, the one that is meant?"""
        return not name.startswith("text:") or titles_agree(
            names, fingerprints(self.library.paper(number))
        )

    # ------------------------------------------------------------ searching

    def prepare(self) -> None:
        """Load what searching needs, so that the first search does not wait for it."""
        self.library.prepare()

    def steps(self, query: Query) -> Generator[None, None, Found]:
        """Search, annotations included; see `Library.steps`."""
        return self.library.steps(query, self.marked)

    def search(self, query: Query) -> Found:
        """Search to the end."""
        return self.library.found(query, self.marked)

    def latest_first(self, found: Found) -> Sequence[int]:
        """The papers found, the annotated ones first: the latest changed before others."""
        order = [number for number, _ in found.best(len(found))]
        latest = sorted(
            (number for number in order if number in self._said),
            key=lambda number: self._said[number].changed,
            reverse=True,
        )
        return [*latest, *(number for number in order if number not in self._said)]

    def marked(self, mark: Mark) -> list[int]:
        """The papers that a condition on annotations is true of."""
        from carrel.search.query import Having, State, Tagged, Word

        if mark == State("new"):
            return sorted(self.new)

        def holds(annotation: Annotation) -> bool:
            match mark:
                case State("fav"):
                    return annotation.favourite
                case State("read"):
                    return annotation.read
                case Tagged(tag):
                    return any(fold(own).startswith(tag) for own in annotation.tags)
                case Having("note"):
                    return bool(annotation.note)
                case Having("tag"):
                    return bool(annotation.tags)
                case Word(parts, "note"):
                    note = fold(annotation.note)
                    return all(part in note for part in parts)
            return False

        return [number for number, said in self._said.items() if holds(said)]


def row(
    work: Work, id: str, places: Sequence[Place], said: Annotation = UNANNOTATED
) -> dict[str, Any]:
    """A paper or record as carrel's JSON Lines have it; unknown values are None or empty."""
    return {
        "id": id,
        "title": work.title or None,
        "title_inferred": work.title_inferred,
        "authors": [name.display for name in work.authors],
        "et_al": work.et_al,
        "date": work.date or None,
        "year": work.year,
        "categories": list(work.categories),
        "venue": work.venue or None,
        "doi": work.doi or None,
        "arxiv": work.arxiv or None,
        "url": work.url or None,
        "abstract": work.abstract or None,
        "keywords": list(work.keywords),
        "code": work.code,
        "score": work.score,
        "affiliation": work.affiliation or None,
        "sources": [{"path": place.path, "line": place.line} for place in places],
        "favourite": said.favourite,
        "tags": list(said.tags),
        "read": said.read,
        "note": said.note or None,
    }
