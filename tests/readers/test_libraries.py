"""The formats of libraries' catalogues: MODS and MARC."""

from __future__ import annotations

from carrel.paper import Name
from tests.readers.conftest import RecordsOf


def test_mods(records_of: RecordsOf) -> None:
    [record] = records_of(
        "records.xml",
        """<modsCollection xmlns="http://www.loc.gov/mods/v3"><mods ID="walker2019">
<titleInfo><nonSort>The</nonSort><title>net</title><subTitle>a story</subTitle></titleInfo>
<name type="personal"><namePart type="family">Walker</namePart><namePart type="given">Ada</namePart>
<role><roleTerm type="text">author</roleTerm></role></name>
<name type="personal"><namePart>Lee, Bo</namePart><role><roleTerm>edt</roleTerm></role></name>
<abstract>We fish.</abstract><subject><topic>nets</topic></subject>
<relatedItem type="host"><titleInfo><title>Ponds</title></titleInfo>
<genre>academic journal</genre><part><detail type="volume"><number>4</number></detail>
<extent unit="page"><start>12</start><end>34</end></extent><date>2019-05-07</date></part>
<identifier type="issn">1234-5679</identifier></relatedItem>
<identifier type="doi">10.1000/ponds.1</identifier></mods></modsCollection>""",
    )
    assert (record.title, record.key, record.venue) == ("The net: a story", "walker2019", "Ponds")
    assert (record.authors, record.editors) == ((Name("Walker", "Ada"),), (Name("Lee", "Bo"),))
    assert (record.date, record.doi) == ("2019-05-07", "10.1000/ponds.1")
    assert (record.type, record.abstract) == ("article-journal", "We fish.")
    assert record.extra == {"volume": "4", "page": "12-34", "ISSN": "1234-5679"}


def test_a_name_in_mods_that_is_very_long(records_of: RecordsOf) -> None:
    """Being put together anew for each of its parts, it took minutes."""
    parts = f"<namePart>{'x' * 500_000}</namePart>{'<namePart/>' * 200_000}<namePart>y</namePart>"
    [record] = records_of(
        "records.xml", f"<modsCollection><mods><name>{parts}</name></mods></modsCollection>"
    )
    assert [len(name.given) for name in record.authors] == [500_000]


def test_marc_xml(records_of: RecordsOf) -> None:
    def field(tag: str, **parts: str) -> str:
        codes = "".join(f'<subfield code="{c.strip("_")}">{t}</subfield>' for c, t in parts.items())
        return f'<datafield tag="{tag}" ind1=" " ind2=" ">{codes}</datafield>'

    [record] = records_of(
        "catalogue.xml",
        "<zs:response><zs:record><zs:recordData><record><leader>00864nam a2200253 c 4500</leader>"
        '<controlfield tag="001">BV1</controlfield>'
        + field("020", a="978-0-306-40615-7 (pbk.)")
        + field("100", a="Walker, Ada,", _4="aut")
        + field("245", a="The net :", b="a story /", c="Ada Walker")
        + field("264", a="Delft :", b="Reed,", c="[2019]")
        + field("520", a="We fish.")
        + field("650", a="Nets.")
        + field("700", a="Lee, Bo", _4="edt")
        + "</record></zs:recordData></zs:record></zs:response>",
    )
    assert (record.title, record.key, record.type) == ("The net: a story", "BV1", "book")
    assert (record.authors, record.editors) == ((Name("Walker", "Ada"),), (Name("Lee", "Bo"),))
    assert (record.date, record.abstract) == ("2019", "We fish.")
    assert record.extra == {
        "publisher": "Reed",
        "publisher-place": "Delft",
        "ISBN": "978-0-306-40615-7",
    }


def test_a_book_in_mods(records_of: RecordsOf) -> None:
    [record] = records_of(
        "book.xml",
        """<mods xmlns="http://www.loc.gov/mods/v3"><titleInfo><title>Nets</title></titleInfo>
<originInfo><issuance>monographic</issuance></originInfo>
<note type="statement of responsibility">by Ada Fay.</note><note>Reprinted.</note>
<identifier type="isbn">978 3 16 148410 0</identifier>
<identifier type="isbn">316148410X</identifier>
</mods>""",
    )
    assert record.type == "book"
    assert record.extra == {"ISBN": "978-3-16-148410-0", "note": "Reprinted."}


def test_a_thesis_and_a_chapter_in_marc(records_of: RecordsOf) -> None:
    records = [
        '<record><leader>00864nam a2200253 c 4500</leader><datafield tag="245">'
        f'<subfield code="a">Nets</subfield></datafield><datafield tag="{tag}">'
        f'<subfield code="{code}">{text}</subfield></datafield></record>'
        for tag, code, text in (("502", "b", "Dissertation"), ("773", "t", "Ponds / by Ada Fay"))
    ]
    thesis, chapter = records_of("books.xml", f"<collection>{''.join(records)}</collection>")
    assert (thesis.type, thesis.extra["genre"]) == ("thesis", "Dissertation")
    assert (chapter.type, chapter.venue) == ("chapter", "Ponds")
