"""No text of a source, and no name of a file, reaches a terminal as anything but text."""

from __future__ import annotations

import contextlib
import io
import json
import os
import re
from collections.abc import Iterator
from math import inf
from pathlib import Path
from tempfile import TemporaryDirectory
from xml.sax.saxutils import escape

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from carrel.cli import run
from carrel.cli.output import json_line, names
from carrel.cli.talk import shown
from carrel.settings import Settings
from tests.cli.conftest import Program

# What a terminal obeys (C0 but for line ends and tabs, DEL, C1), and what reorders or hides text.
HARMFUL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069\ufeff\udc80-\udcff]")
ATTACKS = (
    "\x1b]0;title\x07",
    "\x1b]52;c;aGk=\x07",
    "\x1b]8;;http://evil.example\x1b\\link",
    "\x1b[31mred\x1b[0m",
    "\x1b[2J\x1b[1;1H",
    "\x1bP+q544e\x1b\\",
    "\x1b_apc\x1b\\",
    "\x9b31m",
    "\x9d52;c;aGk=\x9c",
    "\u202egnp.exe",
    "\u2066isolate\u2069",
    "zero\u200bwidth",
    "\r\x1b[Koverwritten",
    "bell\x07back\x08\x08\x08",
    "\x00",
    "[/cite] [@click=app.quit]",
    "e" + "\u0301" * 50,
    "\x85next\u2028line\u2029",
    "\x7f\x1b",
)
_TEXT = st.lists(
    st.one_of(
        st.sampled_from(ATTACKS),
        st.text(st.characters(exclude_categories=["Cs"]), max_size=12),
        st.text("\x00\x07\x08\x1b[]0;m\\\r\n\t\x7f\x9b\x9c\x9d\u202e\u2066a {}@=,%", max_size=12),
    ),
    min_size=1,
    max_size=4,
).map("".join)


BIBTEX = """\
@article{k<>, title = {A <> B}, author = {<> and X, Y}, note = {<>}, abstract = {<>},
  url = {http://x/<>}, <> = {<>}}
"""
RIS = """\
TY  - JOUR
TI  - A <>
AU  - <>, B
AB  - <>
UR  - http://x/<>
DO  - 10.1000/<>
ER  -
"""
REFER = """\
%0 Journal Article
%T A <>
%A <>, B
%X <>
%U http://x/<>
"""
NBIB = """\
PMID- 123
TI  - A <>
FAU - <>, B
AB  - <>
"""
PAGE = """\
<>
4.5CLMay 18, 2024Code
A Title <>Ann Example, Bo <> et al. · <>
We study <>.
Abstract: We <> too.
"""
ATOM = """\
<feed xmlns="http://www.w3.org/2005/Atom"><entry><id>http://arxiv.org/abs/2301.00001v1</id>
<title>A <></title><summary><></summary><author><name><></name></author>
<published>2023-01-01T00:00:00Z</published></entry></feed>
"""
YAML = """\
references:
- id: a
  type: book
  title: "A <>"
  note: <>
"""
CSL = """\
[{"id": "<>", "type": "book", "title": "A <>", "author": [{"family": "<>", "given": "<>"}],
  "abstract": "<>", "URL": "http://x/<>", "DOI": "10.1000/<>", "note": "<>", "<>": "<>"}]
"""
JSON_LINES = """\
{"title": "A <>", "authors": ["<>"], "abstract": "<>", "doi": "10.1/<>", "url": "<>", "year": 2020}
"""


def written(form: str, text: str) -> str:
    """A source of a form, with a text in every field."""
    if form in (CSL, JSON_LINES):
        text = json.dumps(text, ensure_ascii="\x1b" in text)[1:-1]
    if form == ATOM:
        text = escape(text)
    return form.replace("<>", text)


FORMS = (BIBTEX, RIS, REFER, NBIB, PAGE, CSL, JSON_LINES, ATOM, YAML)


class Stream(io.TextIOWrapper):
    """A stream that remembers, and may say that it is a terminal."""

    def __init__(self, terminal: bool) -> None:
        super().__init__(io.BytesIO(), encoding="utf-8", errors="surrogateescape", newline="")
        self._terminal = terminal

    def isatty(self) -> bool:
        return self._terminal

    def text(self) -> str:
        self.flush()
        assert isinstance(self.buffer, io.BytesIO)
        return self.buffer.getvalue().decode("utf-8", "surrogateescape")


def output_of(arguments: list[str], terminal: bool = False) -> str:
    """All that a command writes, run in this process; exits and refusals are fine."""
    out, err = Stream(terminal), Stream(True)
    with contextlib.ExitStack() as stack:
        stack.enter_context(contextlib.redirect_stdout(out))
        stack.enter_context(contextlib.redirect_stderr(err))
        stack.enter_context(contextlib.suppress(SystemExit))
        run(arguments)
    return out.text() + err.text()


@pytest.fixture(scope="module", autouse=True)
def folders() -> Iterator[None]:
    with TemporaryDirectory() as folder, pytest.MonkeyPatch.context() as patch:
        for name in ("CONFIG", "DATA", "CACHE"):
            patch.setenv(f"CARREL_{name}", f"{folder}/{name}")
        patch.setattr("carrel.cli.progress._PATIENCE", inf)  # it moves on its line, as it may
        yield


def assert_harmless(text: str) -> None:
    found = HARMFUL.search(text)
    assert not found, (found, text[max(found.start() - 40, 0) : found.end() + 40])


COMMANDS = (
    ["list"],
    ["list", "--format", "jsonl"],
    ["list", "--unmerged", "--format", "jsonl"],
    ["check"],
    ["check", "--format", "jsonl"],
    ["cite", "--style", "apa"],
    ["export", "--format", "bibtex"],
)


@given(text=_TEXT, form=st.sampled_from(FORMS), data=st.data())
@settings(max_examples=150)
def test_no_field_of_any_format_reaches_the_terminal_as_a_command(
    text: str, form: str, data: st.DataObject
) -> None:
    with TemporaryDirectory() as folder:
        path = Path(folder) / "source"
        path.write_bytes(written(form, text).encode())
        command = data.draw(st.sampled_from(COMMANDS))
        terminal = data.draw(st.booleans())
        assert_harmless(output_of([command[0], str(path), *command[1:]], terminal))


@pytest.mark.parametrize("attack", ATTACKS)
@pytest.mark.parametrize("form", FORMS, ids=range(len(FORMS)))
def test_known_attacks(form: str, attack: str, tmp_path: Path) -> None:
    (tmp_path / "source").write_bytes(written(form, attack).encode())
    for command in COMMANDS:
        assert_harmless(output_of([command[0], str(tmp_path / "source"), *command[1:]], True))


@pytest.mark.parametrize("style", names(Settings()))
@pytest.mark.parametrize("form", [BIBTEX, CSL, PAGE], ids=["bibtex", "csl", "page"])
def test_every_style_is_harmless(form: str, style: str, tmp_path: Path) -> None:
    (tmp_path / "all").write_bytes(written(form, "".join(ATTACKS)).encode())
    assert_harmless(output_of(["cite", "--from", str(tmp_path / "all"), "--style", style], True))


@given(st.binary(max_size=300))
@example(b"@book{a, title={\x9b31m\x1b[31m}}")
@example(b"\xff\xfe" + "@book{a, title={\x9b31m}}".encode("utf-16-le"))
@settings(max_examples=60)
def test_no_bytes_reach_the_terminal_as_a_command(data: bytes) -> None:
    with TemporaryDirectory() as folder:
        path = Path(folder) / "source"
        path.write_bytes(data)
        for command in (["check"], ["list"]):
            assert_harmless(output_of([*command, str(path)], True))


_NAMES = st.one_of(
    st.sampled_from([os.fsencode(re.sub("[/\0]", "-", attack)) for attack in ATTACKS]),
    st.binary(min_size=1, max_size=20).filter(lambda n: b"/" not in n and b"\0" not in n),
).filter(lambda name: name not in (b".", b"..") and len(name) < 120)


@given(name=_NAMES, there=st.booleans())
@settings(max_examples=80)
def test_no_name_of_a_file_reaches_the_terminal_as_a_command(name: bytes, there: bool) -> None:
    with TemporaryDirectory() as folder:
        path = os.fsdecode(os.path.join(os.fsencode(folder), name))
        if there:
            Path(path).write_text("@book{a, title={A}}\n@book{b, title={")
        for arguments in (
            ["list", path],
            ["list", path, "--format", "jsonl"],
            ["check", path],
            ["cite", "--from", path],
            ["export", path, "-o", path],
            ["add", path],
            ["add", "--list"],
            ["add", "--remove", path],
            ["cite", "--style", path],
            ["history", "--restore", path],
            [f"--{os.fsdecode(name)}"],
        ):
            assert_harmless(output_of(arguments, terminal=True))


@given(st.text())
def test_a_line_of_json_is_the_same_text_again(text: str) -> None:
    line = json_line({"a": text})
    assert json.loads(line) == {"a": text}
    assert_harmless(line)
    assert "\n" not in line


@given(st.text())
def test_what_is_shown_is_one_harmless_line_and_tells_names_apart(text: str) -> None:
    assert shown(text).isprintable()
    if text.isprintable():
        assert shown(text) == text


def test_annotations_of_a_stranger_are_harmless_too(carrel: Program) -> None:
    said = {"tags": list(ATTACKS), "note": "".join(ATTACKS), "title": "".join(ATTACKS)}
    state = {"version": 1, "papers": {"doi:10.1000/deep.1": said, "\x1b[31m": said}}
    carrel.file("data/annotations.json", json.dumps(state))
    did = {"title": "\x1b[31m", "was": {"#\x1b": False}, "now": {"#\x1b": True}}
    change = {"at": "\x1b[31m", "by": "x", "label": "\x1b[31mred", "papers": {"\x9b31m": did}}
    carrel.file("data/annotations.json.history", json.dumps(change) + "\n")
    for arguments in (["tags"], ["history"], ["history", "--format", "jsonl"], ["doctor"]):
        done = carrel(*arguments)
        assert_harmless(done.out + done.err)
    assert_harmless(carrel("list", "refs.bib", "--format", "jsonl").out)


def test_settings_of_a_stranger_are_harmless_too(carrel: Program) -> None:
    text = 'theme = "\\u001b[31m"\n[templates]\n"\\u009b" = "{title} \\u001b"\n'
    carrel.file("config/carrel.toml", text)
    for arguments in (["config"], ["doctor"], ["cite", "refs.bib"]):
        done = carrel(*arguments)
        assert_harmless(done.out + done.err)
