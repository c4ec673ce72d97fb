"""What DBLP's search for publications answers."""

from __future__ import annotations

import json

from carrel.paper import Name, Record, Reject
from tests.readers.conftest import ItemsOf, RecordsOf

DBLP = {
    "authors": {
        "author": [
            {"@pid": "1/2", "text": "Ada Fay 0001"},
            {"@pid": "3/4", "text": "Jörg van der M&uuml;ller"},
        ]
    },
    "title": "Nets &amp; Ponds.",
    "venue": "J. Ponds",
    "volume": "12",
    "number": "3",
    "pages": "101-119",
    "year": "2020",
    "type": "Journal Articles",
    "key": "journals/pond/FayM20",
    "doi": "10.1000/PONDS.1",
    "ee": "https://doi.org/10.1000/PONDS.1",
    "url": "https://dblp.org/rec/journals/pond/FayM20",
}
PREPRINT = {
    "authors": {"author": {"@pid": "5/6", "text": "Ben Roe"}},
    "title": "What are nets?",
    "venue": "CoRR",
    "volume": "abs/2101.00001",
    "year": "2021",
    "type": "Informal and Other Publications",
    "key": "journals/corr/\u202eabs",
    "ee": ["https://arxiv.org/abs/2101.00001", "https://example.org/a?b&amp;c"],
}

BOOK = {
    "authors": {"author": {"@pid": "5/6", "text": "Ben Roe"}},
    "title": "All Ponds.",
    "venue": "Waters",
    "publisher": "Pond Press",
    "year": "2001",
    "type": "Books and Theses",
}


def test_dblp(items_of: ItemsOf) -> None:
    hits = [{"@score": "5", "@id": "1", "info": info} for info in (DBLP, PREPRINT, BOOK, {})]
    answer = {"query": "pond", "hits": {"@total": "4", "@sent": "4", "hit": hits}}
    article, preprint, book, empty = items_of("dblp.json", json.dumps({"result": answer}, indent=1))
    assert isinstance(article, Record)
    assert (article.title, article.key) == ("Nets & Ponds", "DBLP:journals/pond/FayM20")
    assert [name.display for name in article.authors] == ["Ada Fay", "Jörg van der Müller"]
    assert (article.doi, article.venue, article.date) == ("10.1000/PONDS.1", "J. Ponds", "2020")
    assert article.extra == {"volume": "12", "issue": "3", "page": "101-119"}
    assert isinstance(preprint, Record)
    assert (preprint.arxiv, preprint.venue, preprint.type) == ("2101.00001", "arXiv", "article")
    assert [name.display for name in preprint.authors] == ["Ben Roe"]
    assert preprint.key == "DBLP:journals/corr/abs"
    assert isinstance(book, Record)
    assert (book.title, book.venue, book.type, book.key) == ("All Ponds", "", "book", "")
    assert book.extra == {"publisher": "Pond Press"}
    assert isinstance(empty, Reject)
    edited = {
        "result": {"hits": {"@total": "1", "hit": [{"info": {**BOOK, "type": "Editorship"}}]}}
    }
    [proceedings] = items_of("edited.json", json.dumps(edited))
    assert isinstance(proceedings, Record)
    assert (proceedings.authors, proceedings.editors) == ((), (Name("Roe", "Ben"),))
    none = {"result": {"hits": {"@total": "0", "@sent": "0"}}}
    [nothing] = items_of("none.json", json.dumps(none))
    assert isinstance(nothing, Reject)


def test_a_number_of_any_length_for_a_character(records_of: RecordsOf) -> None:
    number = f"&#{'1' * 5_000};"
    info = {**BOOK, "title": f"Ponds {number}", "authors": {"author": {"text": f"Fay {number}"}}}
    hits = {"@total": "1", "hit": [{"info": info}]}
    [record] = records_of("dblp.json", json.dumps({"result": {"hits": hits}}))
    assert record.title == f"Ponds {number}"
