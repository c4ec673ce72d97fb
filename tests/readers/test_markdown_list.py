"""Reading lists in Markdown: notes, READMEs, and carrel's own."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

import pytest

from carrel.citation import export
from carrel.paper import Name, Place, Record, Reject
from carrel.readers import read_source
from carrel.readers.source import open_source
from tests.readers.conftest import ItemsOf, RecordsOf

ARXIV = "https://arxiv.org/abs/2101.0000"
LIST = f"""# Papers on ponds ![badge](https://example.org/badge.svg)

- [Nets that learn ponds]({ARXIV}1), Fay et al., 2020
- Puddles {ARXIV}2
* [code](https://github.com/pond/pond), which is no paper

## [Lakes](#lakes)

1. **Inductive lakes in 2019.** NIPS 2017. [paper](https://doi.org/10.1000/lakes_(1))

    *Ada Q. Walker, Piet van der Berg.*

1. **Attention to fish.**
*Ben Roe and Cy Fay.* Journal of Ponds 2016. [pdf](https://example.org/fish.pdf)

| 2017-06 | Fish | Pond Lab | [Fish are all you need]({ARXIV}3) |
|---|---|---|---|
   * (arXiv preprint 2021) **Beyond water**, Meng-Hao Guo et al. [[Paper]({ARXIV}4v2)] [[Code](https://x.example/c)]
     * `An architecture of water only`
35. [2023/10] Autofish: a frame. (Pond University) [[paper]({ARXIV}5)] [[site](https://x.example)]
"""


def test_what_people_list(tmp_path: Path, records_of: RecordsOf) -> None:
    nets, puddles, lakes, fish, needed, water, auto = records_of("papers.md", LIST)
    assert (nets.title, nets.arxiv, nets.date) == ("Nets that learn ponds", "2101.00001", "2020")
    assert (nets.authors, nets.et_al) == ((Name("Fay"),), True)
    assert nets.url == f"{ARXIV}1"
    assert (puddles.title, puddles.arxiv, puddles.date) == ("Puddles", "2101.00002", "2021-01")
    assert (lakes.title, lakes.doi) == ("Inductive lakes in 2019", "10.1000/lakes_(1)")
    assert (lakes.venue, lakes.date) == ("NIPS", "2017")
    assert [name.display for name in lakes.authors] == ["Ada Q. Walker", "Piet van der Berg"]
    assert (lakes.place.line, lakes.place.end) == (9, 11)
    assert (fish.title, fish.url) == ("Attention to fish", "https://example.org/fish.pdf")
    assert (fish.venue, fish.date) == ("Journal of Ponds", "2016")
    assert [name.display for name in fish.authors] == ["Ben Roe", "Cy Fay"]
    assert (needed.title, needed.date) == ("Fish are all you need", "2017-06")
    assert (water.title, water.arxiv, water.code) == ("Beyond water", "2101.00004", True)
    assert (water.authors, water.et_al) == ((Name("Guo", "Meng-Hao"),), True)
    assert (auto.title, auto.date, auto.code) == ("Autofish: a frame", "2023-10", False)
    with closing(open_source(tmp_path / "papers.md")) as source:
        list(read_source(source))
        assert source.remarks == ["outside of any paper: 5; first in line 1"]


@pytest.mark.parametrize(
    ("text", "title"),
    [
        (f"- **Nets on ice.** **ICML 2021** [paper]({ARXIV}1)", "Nets on ice"),
        (f"- Nets on ice. **ICML 2021** [[paper]]({ARXIV}1)", "Nets on ice"),
        (f"- Nets on ice [[ICML2021]]({ARXIV}1) [[code]](https://x.example)", "Nets on ice"),
        (f"- **[NoI]** Nets on ice [[pdf]({ARXIV}1)]", "Nets on ice"),
        (f"- [2101.00001]({ARXIV}1) - Nets on ice", "Nets on ice"),
        (f"- **Nets on ice (2021)**. Fay, [@arXiv]({ARXIV}1)", "Nets on ice"),
        (f'- Fay, A., "Nets on ice," *Ponds*. [paper]({ARXIV}1)', "Nets on ice"),
        (f'- Nets on ice. They "melt at once" [paper]({ARXIV}1)', "Nets on ice"),
        (f"| 2021 | Nets on ice | [link]({ARXIV}1) |", "Nets on ice"),
        (f"**Nets on ice**\n\n- Code: https://x.example\n- Paper: [pdf]({ARXIV}1)", "Nets on ice"),
        (f"**Nets on ice** \\\n[[ICML 2021]({ARXIV}1)]", "Nets on ice"),
        (f"- [LaMDA]({ARXIV}1): **lake** nets", "LaMDA"),
        (f"- [[Nets on ice]]({ARXIV}1)", "Nets on ice"),
        (f"- {ARXIV}1\n- [{ARXIV}1]({ARXIV}1)", ""),
    ],
)
def test_where_a_title_is(records_of: RecordsOf, text: str, title: str) -> None:
    record = records_of("papers.md", text)[-1]
    assert (record.title, record.arxiv) == (title, "2101.00001")


CITED = f"""# Ponds
- [Nets that learn ponds]({ARXIV}1), Fay et al., 2020

  ```bibtex
  @article{{fay, title = {{Nets that learn ponds}}, author = {{Fay, Ada and Roe, Ben}}}}
  ```
- [Fish]({ARXIV}2)
```python
@cache(size=3)
```
- [Lakes]({ARXIV}3)

~~~
@misc{{broken, title = {{Broken}},
@misc{{cy, title = {{Cited}}}}
~~~
"""


def test_a_list_with_bibtex_between_fences(items_of: ItemsOf) -> None:
    items = items_of("README.md", CITED)
    titles = [item.title for item in items if isinstance(item, Record)]
    assert titles == [
        "Nets that learn ponds", "Nets that learn ponds", "Fish", "Lakes", "Broken", "Cited",
    ]  # fmt: skip
    nets, entry = items[:2]
    assert isinstance(entry, Record)
    assert isinstance(nets, Record)
    assert (nets.authors, nets.arxiv) == ((Name("Fay"),), "2101.00001")
    assert (entry.format, entry.authors) == ("bibtex", (Name("Fay", "Ada"), Name("Roe", "Ben")))
    assert (entry.place.line, entry.place.end) == (5, 5)
    [fault] = [item for item in items if isinstance(item, Reject)]
    assert fault.place.line == 14


def test_bibtex_in_which_a_list_stands_is_bibtex(records_of: RecordsOf) -> None:
    text = f"@misc{{a, title = {{A}}, note = {{\n- [x]({ARXIV}1)\n```\nx\n```\n}}}}\n"
    assert [record.title for record in records_of("note.md", text)] == ["A"]


def test_carrels_own_list_comes_back(records_of: RecordsOf) -> None:
    paper = Record(
        place=Place("page.txt", 1),
        title="Nets & [fish]: 100% of *A_b*",
        authors=(Name("Fay", "Ada"), Name("Roe", "Ben")),
        et_al=True,
        date="2021-05-12",
        venue="Journal of Ponds",
        doi="10.1000/nets_(12)",
        abstract="We study nets.\nWe catch 10% more_fish & *less*.",
    )
    untold = Record(place=paper.place, title="A lake", arxiv="2101.00001", abstract="It is wet.")
    bare = Record(place=paper.place, title="ICML 2021", arxiv="2101.00002")
    text = "".join(export([paper, untold, bare], "markdown"))
    first, second, third = records_of("list.md", text)
    for name in ("title", "authors", "et_al", "date", "venue", "doi", "abstract"):
        assert getattr(first, name) == getattr(paper, name)
    assert (second.title, second.arxiv, second.abstract) == ("A lake", "2101.00001", "It is wet.")
    assert (third.title, third.arxiv, third.abstract) == ("ICML 2021", "2101.00002", "")


def test_notes_without_papers_are_no_list(items_of: ItemsOf) -> None:
    [reject] = items_of("notes.md", "# Notes\n\n- [a page](https://example.org), as it is\n")
    assert isinstance(reject, Reject)


def test_a_venue_from_whose_middle_a_link_is_taken_has_single_spaces(
    records_of: RecordsOf,
) -> None:
    text = f"- **Mud** F- [paper]({ARXIV}1) NIPS 2020. *A B, C D.*\n"
    [record] = records_of("list.md", text)
    assert record.venue == "F- NIPS"
