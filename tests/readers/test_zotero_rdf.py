"""Zotero's RDF: items, and what they are part of."""

from __future__ import annotations

import tracemalloc
from io import BytesIO
from pathlib import Path

from carrel.paper import Record, Reject
from carrel.readers import read_source
from carrel.readers.source import Source
from tests.readers.conftest import ItemsOf, RecordsOf

ZOTERO_RDF = """<?xml version="1.0"?>
<rdf:RDF
 xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"
 xmlns:z="http://www.zotero.org/namespaces/export#"
 xmlns:dcterms="http://purl.org/dc/terms/">
    <bib:Article rdf:about="https://example.org/ponds">
        <z:itemType>journalArticle</z:itemType>
        <dcterms:isPartOf rdf:resource="urn:issn:1234-5679"/>
        <bib:authors><rdf:Seq>
            <rdf:li><foaf:Person><foaf:surname>Fay</foaf:surname>
                <foaf:givenName>Ada</foaf:givenName></foaf:Person></rdf:li>
            <rdf:li><foaf:Person><foaf:surname>Pond Group</foaf:surname></foaf:Person></rdf:li>
        </rdf:Seq></bib:authors>
        <link:link rdf:resource="#item_3"/>
        <dc:subject><z:AutomaticTag><rdf:value>nets</rdf:value></z:AutomaticTag></dc:subject>
        <dc:subject>ponds</dc:subject>
        <dc:title>On ponds</dc:title>
        <dcterms:abstract>We &lt;i&gt;fish&lt;/i&gt;.</dcterms:abstract>
        <dc:date>2020-05</dc:date>
        <dc:identifier><dcterms:URI><rdf:value>https://example.org/p</rdf:value></dcterms:URI>
        </dc:identifier>
        <bib:pages>12-19</bib:pages>
        <dc:description>Citation Key: fay2020</dc:description>
    </bib:Article>
    <bib:Journal rdf:about="urn:issn:1234-5679">
        <prism:volume>4</prism:volume><prism:number>2</prism:number>
        <dc:title>Journal of Ponds</dc:title>
        <dc:identifier>DOI 10.1000/ponds.1</dc:identifier>
        <dc:identifier>ISSN 1234-5679</dc:identifier>
    </bib:Journal>
    <z:Attachment rdf:about="#item_3"><z:itemType>attachment</z:itemType><dc:title>PDF</dc:title>
        <rdf:resource rdf:resource="files/3/Fay - 2020.pdf"/>
    </z:Attachment>
    <bib:BookSection rdf:about="#item_4">
        <z:itemType>bookSection</z:itemType>
        <dcterms:isPartOf><bib:Book><dc:title>All ponds</dc:title>
            <dc:identifier>ISBN 978-3-16-148410-0</dc:identifier>
            <dcterms:isPartOf><bib:Series><dc:title>Waters</dc:title></bib:Series></dcterms:isPartOf>
        </bib:Book></dcterms:isPartOf>
        <dc:publisher><foaf:Organization>
            <vcard:adr><vcard:Address><vcard:locality>Lund</vcard:locality></vcard:Address></vcard:adr>
            <foaf:name>Pond Press</foaf:name></foaf:Organization></dc:publisher>
        <bib:editors><rdf:Seq><rdf:li><foaf:Person><foaf:surname>Roe</foaf:surname>
            <foaf:givenName>Ben</foaf:givenName></foaf:Person></rdf:li></rdf:Seq></bib:editors>
        <dc:title>Nets</dc:title>
    </bib:BookSection>
    <rdf:Description rdf:about="http://arxiv.org/abs/2101.00001">
        <z:itemType>preprint</z:itemType><dc:title>Reeds</dc:title>
        <prism:number>arXiv:2101.00001</prism:number>
    </rdf:Description>
    <bib:Memo rdf:about="#item_9"><rdf:value>A note</rdf:value></bib:Memo>
    <bib:Memo rdf:about="#item_10">
        <z:itemType>note</z:itemType><dc:title>Another</dc:title>
    </bib:Memo>
    <z:Collection rdf:about="#c"><dc:title>Mine</dc:title></z:Collection>
</rdf:RDF>
"""


def test_zotero_rdf(records_of: RecordsOf) -> None:
    article, chapter, preprint = records_of("mine.rdf", ZOTERO_RDF)
    assert (article.title, article.key, article.date) == ("On ponds", "fay2020", "2020-05")
    assert [name.display for name in article.authors] == ["Ada Fay", "Pond Group"]
    assert (article.doi, article.url) == ("10.1000/ponds.1", "https://example.org/p")
    assert (article.venue, article.type) == ("Journal of Ponds", "article-journal")
    assert (article.abstract, set(article.keywords)) == ("We fish.", {"nets", "ponds"})
    assert article.extra == {"volume": "4", "issue": "2", "page": "12-19", "ISSN": "1234-5679"}
    assert [Path(path).name for path in article.files] == ["Fay - 2020.pdf"]
    assert (chapter.title, chapter.venue, chapter.type) == ("Nets", "All ponds", "chapter")
    assert [name.display for name in chapter.editors] == ["Ben Roe"]
    assert chapter.extra == {
        "ISBN": "978-3-16-148410-0",
        "collection-title": "Waters",
        "publisher": "Pond Press",
        "publisher-place": "Lund",
    }
    assert (preprint.title, preprint.arxiv) == ("Reeds", "2101.00001")


def test_a_file_of_a_long_name_that_is_linked_many_times(records_of: RecordsOf) -> None:
    link = '<link:link rdf:resource="#item_3"/>'
    text = ZOTERO_RDF.replace("files/3/", "f" * 3_000).replace(link, link * 20_000)
    tracemalloc.start()
    article, *_ = records_of("mine.rdf", text)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert len(article.files) == 1
    assert peak < 20_000_000


def test_a_journal_with_a_name_of_a_novel() -> None:
    text = ZOTERO_RDF.replace("Journal of Ponds", "Journal of Ponds " * 1_000).encode()
    source = Source("mine.rdf", BytesIO(text), len(text))
    article, *_ = read_source(source)
    assert isinstance(article, Record)
    assert (article.venue, article.doi) == ("", "10.1000/ponds.1")
    assert "10,000 characters" in source.remarks[0]


def test_of_zotero_rdf_that_is_cut_off_the_items_before_are_read(items_of: ItemsOf) -> None:
    *items, cut = items_of("mine.rdf", ZOTERO_RDF[: ZOTERO_RDF.index("<dc:title>Nets")])
    assert [item.doi for item in items if isinstance(item, Record)] == ["10.1000/ponds.1"]
    assert isinstance(cut, Reject)
