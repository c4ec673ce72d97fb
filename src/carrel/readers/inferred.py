"""A title for a record that has only its abstract.

An abstract says what it brings: "we introduce BLASST, a drop-in sparse attention method that …".
That becomes "BLASST: drop-in sparse attention method", by which a person knows the paper in a
list. Where nothing is introduced by name, what is introduced has to do ("Elastic inference method
for 3DGS"), and where nothing is, the first clause. Such a title is a help for the eye, marked as
inferred wherever it is shown, and never a claim.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

LONGEST = 90  # characters
_SHORTEST = 35  # characters; a phrase is not cut before, …
_SHORTEST_AFTER_NAME = 20  # … nor what is said of a name
_READ = 4_000  # characters of an abstract that are looked at
_OBJECT = 400  # characters after "we introduce" that are looked at

_THIS = r"[Tt]h(?:is|e present) (?:(?:technical|white) )?(?:paper|work|article|study|report|survey)"
_BRINGS = (
    r"(?:introduc|present|propos|develop|describ|releas|design|devis|build|unveil)(?:e|es|s|ed)?"
)
_TREATS = (
    r"(?:stud|investigat|examin|explor|review|survey|consider|analy[sz]|address|discuss)"
    r"(?:y|e|ies|es|s|ied|ed)?"
)
_MOREOVER = r"(?:(?:[a-z]{3,10}ly|also|first|then|thus) )?"
# A word that only a name is spelled like: "BLASST", "CaTDet", "LongLive-2.0", "3DGS", "V2".
_STRONG = (
    r"(?=[^\s,;:()]{0,30}(?:[A-Z\d][^\s,;:()]{0,30}[A-Z]|[a-z][A-Z]|[A-Za-z]-?\d))"
    r"[^\s,;:()\"]{2,60}"
)
_LEAD = re.compile(
    rf"(?:\b[Ww]e|\b{_THIS}|\band|\b[Hh]ere) {_MOREOVER}{_BRINGS} "
    rf"|\b[Ww]e [a-z][^.!?:;]{{0,100}}? with (?={_STRONG},)"
)
_FIRST_LEAD = re.compile(
    rf"(?:[Ii]n {_THIS},? )?(?:(?:[Ww]e|{_THIS}) {_MOREOVER}(?:{_BRINGS}|{_TREATS}) )?(?=\w)"
)
_SENTENCE_END = re.compile(r"[.!?](?=\s+[A-Z(\"$\\]|\s*$)")
_ARTICLE = re.compile(r"(?:an?|the|our|its|one|another) ", re.IGNORECASE)
_PRAISE = re.compile(r"(?:(?:novel|new|simple|first),? )+(?:(?:and|yet|but) \w+ )?")
_UNTITLED = re.compile(
    r"(?:two|three|four|five|six|several|some|various|different|many|results?|such|these|this|those"
    r"|and|how|that|it|to|in|for|by|as)\b"
)
_HARD_END = re.compile(
    r"[;:] | (?:that|which|who|where|whose|while|when|so|-{1,3}) "
    r"|, (?=(?:which|where|while|whereas|but|with|that|thus|thereby|it|we|our|in|for|to|by|using"
    r"|such|named|called|[a-z]+ing)\b)"
)
_SOFT_END = re.compile(
    r",? (?:to|for|with|by|using|via|in|on|from|and|through|without|as|of|based|that|which) |, "
)
_WORD = r"[A-Z\d$\\][^\s,;:()\"]{0,60}"
_NAME = rf"(?:{_STRONG}|{_WORD})(?: (?:{_STRONG}|{_WORD}|on|of|for)){{0,7}}"
_SHORT_FORM = r"(?: \([^()\s]{2,30}\))?"
_QUOTED = r"\"[^\"]{2,40}\""
_WITH_APPOSITION = re.compile(
    rf"(?P<name>{_NAME}|{_QUOTED})(?P<short> \([^()]{{2,120}}\))?(?:,|:| --?)? "
    r"(?:an?|the|our) (?P<what>.+)"
)
_CALLED = re.compile(
    r"(?P<what>.{3,150}?),? (?:called|named|termed|dubbed|coined|namely|i\.e\.,) "
    rf"(?P<name>{_NAME}{_SHORT_FORM}|{_QUOTED})(?P<more>.*)"
)
_SHORTENED = re.compile(
    rf"(?P<what>[^,;:()]{{3,90}}?)(?: \((?P<short>{_STRONG})\)|, (?P<name>{_STRONG}),)(?P<more>.*)"
)
_STRONG_WORD = re.compile(_STRONG)
# So that no pattern needs a class of characters beyond Latin-1: each takes milliseconds to compile.
_PLAIN = str.maketrans("“”„–—", '"""--')


def infer_title(abstract: str) -> str:
    """A title of at most `LONGEST` characters for an abstract; empty for an empty one."""
    text = " ".join(abstract[:_READ].translate(_PLAIN).split())
    brought = list(_brought(text))
    for title in map(_named, brought):
        if title:
            return title
    for what in brought:
        title = _capitalised(_cut(_bare(what), LONGEST))
        if " " in title and not _UNTITLED.match(what):
            return title
    end = _SENTENCE_END.search(text)
    clause = text[: end.end()] if end else text
    lead = _FIRST_LEAD.match(clause)
    rest = clause[lead.end() :] if lead else clause
    title = _cut(rest if len(rest) >= _SHORTEST else clause, LONGEST)
    return _capitalised(title) or text[:LONGEST]


def _brought(text: str) -> Iterator[str]:
    """What follows each "we introduce a", to the end of the sentence."""
    for lead in _LEAD.finditer(text):
        article = _ARTICLE.match(text, lead.end())
        start = article.end() if article else lead.end()
        end = _SENTENCE_END.search(text, start, start + _OBJECT)
        yield text[start : end.start() if end else start + _OBJECT]


def _named(what: str) -> str:
    """ "Name: what it is" for something that is introduced by a name of its own; else empty."""
    if found := _WITH_APPOSITION.match(what):
        short = found["short"] or ""
        return _titled(found["name"] + (short if len(short) < 30 else ""), found["what"])
    if found := _CALLED.match(what):
        more = found["more"]
        goes_on = _HARD_END.match(more) or _SOFT_END.match(more)
        return _titled(found["name"], found["what"] + (more.lstrip(",") if goes_on else ""))
    found = _SHORTENED.match(what)
    if found and not _SOFT_END.search(found["what"]):
        if found["short"] and found["what"][0].isupper():
            return _cut(what, LONGEST)
        return _titled(found["short"] or found["name"], found["what"] + found["more"])
    return _cut(what, LONGEST) if _STRONG_WORD.match(what) else ""


def _titled(name: str, what: str) -> str:
    name = _capitalised(name.strip('",'))
    if len(name) > LONGEST // 2:
        return _cut(name, LONGEST)
    what = _cut(_bare(what), LONGEST - len(name) - 2, _SHORTEST_AFTER_NAME)
    return f"{name}: {what}" if what else name


def _bare(phrase: str) -> str:
    """Without the article and the praise before it: "a novel and simple method" is a method."""
    article = _ARTICLE.match(phrase)
    start = article.end() if article else 0
    praise = _PRAISE.match(phrase, start)
    return phrase[praise.end() if praise else start :]


def _capitalised(title: str) -> str:
    word = title.split(" ", 1)[0]
    return title[:1].upper() + title[1:] if word.islower() else title


def _cut(text: str, longest: int, shortest: int = _SHORTEST) -> str:
    """The phrase up to where it could end, at most `longest` characters; "…" where it could not."""
    for end in _HARD_END.finditer(text, shortest, longest + 6):
        text = text[: end.start()]
        break
    if len(text) <= longest:
        return text.rstrip(" ,;:.")
    last = max((end.start() for end in _SOFT_END.finditer(text, 0, longest)), default=0)
    return (text[:last] if last > longest * 2 // 3 else text[: longest - 1].rsplit(" ", 1)[0]) + "…"
