"""XML as a stream: records with their lines, what is broken told at its place, no bombs."""

from __future__ import annotations

import io
import tracemalloc
from xml.etree.ElementTree import Element, SubElement, tostring

import pytest
from hypothesis import given
from hypothesis import strategies as st

from carrel.paper import Reject
from carrel.readers.source import Source
from carrel.readers.xmltext import Node, child, elements, text_of


def source(text: str | bytes) -> Source:
    data = text.encode() if isinstance(text, str) else text
    return Source("here.xml", io.BytesIO(data), len(data))


def read(text: str | bytes) -> list[Node | Reject]:
    return list(elements(source(text), "record"))


def titles(items: list[Node | Reject]) -> list[str]:
    return [child(item.element, "title") for item in items if isinstance(item, Node)]


def rejects(items: list[Node | Reject]) -> list[Reject]:
    return [item for item in items if isinstance(item, Reject)]


def test_records_their_lines_and_what_they_stand_in() -> None:
    text = '<a>\n<b id="1">\n<record>\n<title>x</title>\n</record><record/></b>\n<record/></a>'
    found = [item for item in read(text) if isinstance(item, Node)]
    assert [(node.line, node.end) for node in found] == [(3, 5), (5, 5), (6, 6)]
    assert found[0].within == (("a", {}), ("b", {"id": "1"}))
    assert found[2].within == (("a", {}),)


def test_prefixes_are_no_part_of_a_name() -> None:
    assert titles(read('<x:a xmlns:x="u"><x:record><x:title>t</x:title></x:record></x:a>')) == ["t"]


def test_text_of_an_element_has_no_markup() -> None:
    [node] = read(
        "<record><title>The <fixed-case>ACL</fixed-case>\n  and H<sub>2</sub>O: "
        "<tex-math>\\alpha</tex-math> &amp; <i>more</i></title></record>"
    )
    assert isinstance(node, Node)
    assert child(node.element, "title") == "The ACL and H₂O: $\\alpha$ & more"


@pytest.mark.parametrize(
    "broken",
    [
        "<record><title>two</record>",
        "<record><title>two</title",
        "<record a=1><title>two</title></record>",
        "<record><title>two < three</title></record>",
        "<record><title>two</title></record></b>",
    ],
)
def test_a_broken_record_is_told_and_the_others_are_read(broken: str) -> None:
    items = read(
        "<a>\n<record><title>one</title></record>\n"
        f"{broken}\n"
        "<record><title>three</title></record>\n<record><title>four</title></record>\n</a>\n"
    )
    assert [title for title in titles(items) if title != "two"] == ["one", "three", "four"]
    assert rejects(items)[0].place.line == 3
    assert rejects(items)[0].reason.startswith("not XML: ")


def test_a_record_is_told_with_all_its_lines_when_it_breaks_far_down() -> None:
    items = read("<a>\n<record>\n<title>one\n</record>\n<record><title>two</title></record></a>")
    assert [(reject.place.line, reject.place.end) for reject in rejects(items)] == [(2, 4)]
    assert "line 4" in rejects(items)[0].reason
    assert titles(items) == ["two"]


def test_a_file_cut_off_keeps_what_is_whole() -> None:
    items = read("<a>\n<record><title>one</title></record>\n<record><title>tw")
    assert titles(items) == ["one"]
    assert [reject.place.line for reject in rejects(items)] == [3]


def test_two_documents_in_one_file() -> None:
    one = '<?xml version="1.0"?>\n<a>\n<record><title>x</title></record>\n</a>\n'
    items = read(one + one)
    assert titles(items) == ["x", "x"]
    assert rejects(items)


def test_a_bare_ampersand_is_read_and_said() -> None:
    opened = source("<a><record><title>Black & White &amp; R&D</title></record></a>")
    assert titles(list(elements(opened, "record"))) == ["Black & White & R&D"]
    assert opened.remarks


def test_entities_of_html_are_known_and_others_stay() -> None:
    assert titles(read("<a><record><title>caf&eacute; &unknown;</title></record></a>")) == [
        "café &unknown;"
    ]


def test_control_characters_do_not_break_a_file() -> None:
    assert titles(read("<a><record><title>a\x0bb\x00c</title></record></a>")) == ["a b c"]


def test_encodings() -> None:
    text = "<a><record><title>é</title></record></a>"
    assert titles(read(text.encode("utf-16"))) == ["é"]
    assert titles(read(f'<?xml version="1.0" encoding="UTF-16"?>{text}'.encode("utf-16"))) == ["é"]
    latin = f'<?xml version="1.0" encoding="ISO-8859-1"?>{text}'.encode("latin-1")
    assert titles(read(latin)) == ["é"]


def test_no_file_is_loaded_for_an_entity() -> None:
    items = read(
        '<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]>\n'
        "<a><record><title>&x;</title></record></a>"
    )
    assert titles(items) in ([""], ["&x;"])


def test_entities_that_grow_are_refused_and_cost_nothing() -> None:
    bomb = '<!DOCTYPE a [<!ENTITY x0 "ha">'
    bomb += "".join(f'<!ENTITY x{n + 1} "{f"&x{n};" * 10}">' for n in range(12))
    tracemalloc.start()
    items = read(f"{bomb}]>\n<a>\n<record><title>&x12;</title></record>\n</a>")
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert "refused" in rejects(items)[0].reason
    assert titles(items) == ["&x12;"]
    assert peak < 5_000_000
    items = read(f'<!DOCTYPE a [<!ENTITY x "{"ha" * 10_000}">]>\n<a>{"&x;" * 10_000}</a>')
    assert "refused" in rejects(items)[0].reason


def test_elements_deep_within_each_other() -> None:
    deep = "<i>" * 50_000 + "x" + "</i>" * 50_000
    [node] = read(f"<a><record><title>t {deep}</title></record></a>")
    assert isinstance(node, Node)
    assert text_of(node.element).startswith("t")


@pytest.mark.parametrize("end", ["", "</y>"])
def test_records_deep_within_other_elements(end: str) -> None:
    """The elements around them are begun anew behind each fault."""
    record = f"<record><title>t</title></record>{end}\n"
    items = read(f"<a>{'<x>' * 2_000}\n{record * 100}")
    assert titles(items) == ["t"] * 100
    assert all(len(item.within) <= 20 for item in items if isinstance(item, Node))


def test_faults_within_many_elements_with_long_names() -> None:
    """The elements around them being begun anew behind each, they took a minute."""
    around = "".join(f"<{'x' * 240}{number}>" for number in range(100))
    items = read(
        f"{around}\n{('<record <' * 400 + chr(10)) * 100}<record><title>t</title></record>"
    )
    assert titles(items) == ["t"]
    assert len(rejects(items)) == 40_000


TEXT = st.text(st.characters(codec="utf-8", exclude_categories=["C", "Zs", "Zl", "Zp"]), min_size=1)


@given(st.lists(st.tuples(TEXT, st.integers(0, 3)), max_size=8))
def test_every_record_of_a_document_is_read(wanted: list[tuple[str, int]]) -> None:
    root = Element("a")
    for title, breaks in wanted:
        record = SubElement(root, "record")
        SubElement(record, "title").text = title
        record.tail = "\n" * breaks
    items = read(tostring(root, encoding="unicode"))
    assert titles(items) == [title for title, _ in wanted]
    line = 1
    for (_, breaks), item in zip(wanted, items, strict=True):
        assert isinstance(item, Node)
        assert item.line == line
        line += breaks


@given(st.text(alphabet='<>/&;="!-[]?\n recordtiledA', max_size=300))
def test_any_text_ends_in_records_and_rejects(text: str) -> None:
    last = text.count("\n") + 1
    for item in read(f"<a>\n{text}"):
        place = item.place if isinstance(item, Reject) else item
        assert 1 <= place.line <= place.end <= last + 1
