from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from carrel.citation import PatternError, citekeys
from carrel.paper import Name, Work


def paper(title: str, *authors: str, year: str = "2015", **fields: Any) -> Work:
    return Work(title=title, authors=tuple(map(Name.from_display, authors)), date=year, **fields)


@pytest.mark.parametrize(
    ("work", "key"),
    [
        (paper("Deep Compression: Pruning", "Song Han"), "han2015deep"),
        (paper("A Delay Metric for Video", "Huizi Mao"), "mao2015delay"),
        (paper("Équations", "Émile d’Ancona"), "dancona2015equations"),
        (paper("On the 3 Laws", "Lonneke van der Plas"), "vanderplas2015laws"),
        (paper("Łódź", "Wojciech Łukasiewicz-Øre"), "lukasiewiczore2015lodz"),
        (paper("Report", "Gemini Team"), "geminiteam2015report"),
        (paper("Unsigned"), "anon2015unsigned"),
        (paper("Undated", "A. Bee", year="--05-18"), "beeundated"),
        (paper("筆", "山田太郎"), "2015"),
        (Work(), "anon"),
    ],
)
def test_default_keys(work: Work, key: str) -> None:
    assert citekeys([work]) == [key]


def test_the_source_s_own_key_is_kept_and_made_safe() -> None:
    works = [
        paper("X", "A. Bee", key="DBLP:conf/nips/Bee15"),
        paper("X", "A. Bee", key="lütjens, 2015"),
        paper("X", "A. Bee", key="http://zotero.org/users/1/items/ABC"),
    ]
    assert citekeys(works) == ["DBLP:conf/nips/Bee15", "lutjens2015", "bee2015x"]


def test_keys_are_told_apart_without_regard_to_case() -> None:
    works = [paper("X", "A. Bee")] * 28 + [paper("Y", key="BEE2015X")]
    keys = citekeys(works)
    assert keys[-1] == "BEE2015X"  # a source's key is given out first
    assert keys[:3] == ["bee2015xa", "bee2015xb", "bee2015xc"]
    assert keys[25:28] == ["bee2015xz", "bee2015xaa", "bee2015xab"]


def test_keys_do_not_depend_on_what_else_is_exported() -> None:
    works = [paper("Aaa", "A. Bee"), paper("Ccc", "C. Dee"), paper("Eee", "E. Fee")]
    assert citekeys(works[1:]) == citekeys(works)[1:]


@pytest.mark.parametrize(
    ("pattern", "key"),
    [
        ("{Author}{year}{Word}", "Han2015Deep"),
        ("{authors}:{year}", "hanmaodallyetal:2015"),
        ("{author}_{venue}{year}", "han_iclr2015"),
        ("{title}", "deepcompressionpruningquantization"),
    ],
)
def test_patterns(pattern: str, key: str) -> None:
    work = paper(
        "Deep Compression with Pruning and Quantization",
        "Song Han", "Huizi Mao", "William Dally", "A. Nother",
        venue="International Conference on Learning Representations",
    )  # fmt: skip
    assert citekeys([work], pattern) == [key]


@pytest.mark.parametrize(
    ("pattern", "message", "position"),
    [
        ("{author}{yaer}", "unknown field “yaer”", 8),
        ("{author} {year}", "“ ” cannot stand in a citekey", 8),
        ("{author", "“{” cannot stand in a citekey", 0),
        ("paper", "no field in braces", 0),
    ],
)
def test_a_pattern_is_refused_at_its_place(pattern: str, message: str, position: int) -> None:
    with pytest.raises(PatternError, match=message) as caught:
        citekeys([Work()], pattern)
    assert caught.value.position == position


@given(
    st.lists(
        st.builds(
            Work,
            title=st.text(max_size=20),
            key=st.text(max_size=10),
            authors=st.lists(st.builds(Name, family=st.text(max_size=8)), max_size=2).map(tuple),
        ),
        max_size=12,
    )
)
def test_keys_are_plain_ascii_and_unique(works: list[Work]) -> None:
    keys = citekeys(works)
    assert len({key.lower() for key in keys}) == len(works)
    for key in keys:
        assert key.isascii()
        assert key.isprintable()
        assert not set(key) & set(" ,{}()\"#%\\~='")
        assert key
