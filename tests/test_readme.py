"""What the README says is so: its tables are the program's, its commands, queries and examples
work. `python -m tests.test_readme` writes the tables anew."""

from __future__ import annotations

import json
import re
import shlex
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

import pytest

from carrel.annotations.document import Document
from carrel.citation import FORMATS, SNIPPETS, STYLES
from carrel.cli.parser import EXITS, make_parser
from carrel.cli.verbs import VERBS
from carrel.desk import row
from carrel.paper import Place, Record
from carrel.readers import _COMPRESSED, _FORMATS, SUFFIXES
from carrel.search.query import FIELDS, HAVING, SORTS, STATES, parse
from carrel.settings import PRESETS, as_toml, described, read
from carrel.ui.commands import GROUPS, in_group, problems_in, shown_keys
from tests.cli.conftest import Program

ROOT = Path(__file__).parents[1]
README = ROOT / "README.md"
TEXT = README.read_text("utf-8")


def _keys_table() -> str:
    lines = ["| | keys | | name |", "|---|---|---|---|"]
    for group in GROUPS:
        heading = f"**{group}**"
        for command in in_group(group):
            shown = " ".join(f"`{key}`" for key in shown_keys(command.keys))
            lines.append(f"| {heading} | {shown} | {command.help} | `{command.id}` |")
            heading = ""
    return "\n".join(lines)


def _settings_table() -> str:
    rows = ["| setting | default | what it is |", "|---|---|---|"]
    for name, default, about in described():
        is_table = isinstance(default, Mapping)
        label, shown = (f"[{name}]", "") if is_table else (name, f"`{as_toml(default)}`")
        rows.append(f"| `{label}` | {shown} | {about} |")
    return "\n".join(rows)


def _styles_table() -> str:
    rows = [f"| `{name}` | {style.edition} |" for name, style in STYLES.items()]
    return "\n".join(["| style | edition |", "|---|---|", *rows])


def _verbs_table() -> str:
    rows = [f"| `carrel {name}` | {verb.about} |" for name, verb in VERBS.items()]
    rows[0] = f"| `carrel` | {VERBS['browse'].about} |"
    return "\n".join(["| | |", "|---|---|", *rows])


TABLES: Mapping[str, Callable[[], str]] = {
    "keys": _keys_table,
    "settings": _settings_table,
    "styles": _styles_table,
    "verbs": _verbs_table,
}


def with_tables(text: str) -> str:
    """The text with each table between its remarks as the program has it."""
    for name, table in TABLES.items():
        begin, end = f"<!-- {name} -->\n", "<!-- end -->"
        before, found, rest = text.partition(begin)
        assert found, f"the README has no {begin}"
        text = f"{before}{begin}\n{table().strip()}\n\n{end}{rest.partition(end)[2]}"
    return text


def section(title: str) -> str:
    """What stands below a heading."""
    return TEXT.partition(f"\n## {title}\n")[2].partition("\n## ")[0]


def code(text: str) -> list[str]:
    """All that is set as code: lines of blocks, and words between backticks."""
    fenced = re.findall(r"^```\w*\n(.*?)^```", text, re.MULTILINE | re.DOTALL)
    plain = re.sub(r"^```.*?^```", "", text, flags=re.MULTILINE | re.DOTALL)
    indented = re.findall(r"^ {4}(.*)", plain, re.MULTILINE)
    inline = re.findall(r"`([^`\n]+)`", plain)
    lines = [line for block in fenced for line in block.splitlines()]
    return [*lines, *indented, *(span.replace("\\|", "|") for span in inline)]


_WORD = r"'[^']*'|\"[^\"]*\"|[^\s'\"|;)>&#][^\s'\"|;)>&]*"
_COMMAND = re.compile(rf"(?:^|[^\w./~-])carrel((?: +(?:{_WORD}))*)")

_NAMES = [*([verb] for verb in VERBS), ["VERB", "--help"]]  # of a verb, not a call of it


def commands() -> Iterator[list[str]]:
    """The arguments of each carrel that is called in the README's code."""
    for line in code(TEXT):
        for words in _COMMAND.findall(line):
            arguments = shlex.split(words)
            if arguments and arguments not in _NAMES:
                yield arguments


def test_its_tables_are_those_of_the_program() -> None:
    assert with_tables(TEXT) == TEXT, "python -m tests.test_readme writes them anew"


def test_its_commands_can_be_typed_and_their_queries_understood() -> None:
    seen = set()
    for arguments in commands():
        verb = arguments[0] if arguments[0] in VERBS else "browse"
        seen.add(verb)
        rest = arguments[1:] if verb != "browse" else arguments
        options = make_parser(verb).parse_intermixed_args(rest)
        assert not parse(getattr(options, "query", "")).errors, arguments
    assert {"browse", "list", "cite", "pick", "export", "check", "related", "add"} <= seen


def test_its_commands_on_the_sample_papers_print_something(tmp_path: Path) -> None:
    carrel = Program(tmp_path)
    ran = 0
    (carrel.home / "seeds").symlink_to(ROOT / "seeds")
    for arguments in commands():
        if any(word.startswith("seeds") for word in arguments) and arguments[0] in VERBS:
            done = carrel(*arguments)
            assert (done.code, bool(done.out)) == (0, True), arguments
            ran += 1
    assert ran >= 5


def test_its_queries_are_queries_and_all_that_can_be_asked_is_there() -> None:
    queries = section("Queries")
    for line in queries.splitlines():
        asked = line.replace("\\|", "\0").split("|")[1:2]
        for query in re.findall(r"`([^`]+)`", "".join(asked)):
            parsed = parse(query.replace("\0", "|"))
            assert not parsed.errors, query
            assert parsed.clauses or parsed.sort, query
    for field in FIELDS:
        assert f"{field}:" in queries, field
    for prefix, names in (("has", HAVING), ("sort", SORTS), ("is", set(STATES.values()))):
        for name in names:
            assert f"`{prefix}:{name}`" in queries, name


def test_every_format_and_style_is_there() -> None:
    there = set(code(section("Formats")))
    assert {name for name, _ in _FORMATS} <= there
    assert {*_COMPRESSED, *STYLES, *FORMATS, *SNIPPETS} <= there
    assert " ".join(sorted(SUFFIXES)) in there
    rows = re.findall(r"^\|[^|]*\|([^|]*)\|([^|]*)\|$", section("Formats"), re.MULTILINE)
    endings = {name: set(endings) for name, endings in _FORMATS}
    for called, shown in rows[2:]:
        names = re.findall(r"`(\w+)`", called)
        known = {".txt"}.union(*(endings.get(name, ()) for name in names))
        assert set(re.findall(r"`([.]\w+)`", shown)) <= known, called


def test_the_fields_of_json_lines_are_all_there_in_order() -> None:
    listed = re.search(r"never missing: `([^`]+)`", TEXT)
    assert listed
    assert re.split(r",\s+", listed[1]) == list(row(Record(place=Place("", 1), format=""), "", ()))


def test_the_exit_codes_are_there() -> None:
    told = " ".join(section("Command line").replace("`", "").split())
    for number, meaning in EXITS:
        assert f"{number} {meaning.partition(';')[0]}" in told


def test_its_examples_of_files_are_such_files() -> None:
    (toml,) = re.findall(r"```toml\n(.*?)```", TEXT, re.DOTALL)
    settings, problems = read(toml.encode())
    assert not problems
    assert settings.keymap
    for preset in PRESETS:
        assert not problems_in(preset, settings.keymap), preset
    (annotations,) = re.findall(r"```json\n(.*?)```", TEXT, re.DOTALL)
    document = Document.parse(annotations.encode())
    assert not document.remarks
    assert document.encode().decode() == annotations
    assert json.loads(annotations)["papers"]


def test_its_examples_in_the_table_of_settings_are_accepted() -> None:
    tables = [(name, about) for name, default, about in described() if isinstance(default, dict)]
    for name, about in tables:
        (example,) = re.findall(r"`(\w+ = [^`]+)`", about)
        settings, problems = read(f"[{name}]\n{example}".encode())
        assert (bool(getattr(settings, name)), problems) == (True, []), example
        for preset in PRESETS:
            assert not problems_in(preset, settings.keymap), preset
    assert {name for name, _ in tables} == {"keymap", "templates"}


def test_its_example_in_python_runs(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (example,) = re.findall(r"```python\n(.*?)```", TEXT, re.DOTALL)
    monkeypatch.chdir(ROOT)
    exec(compile(example, "README.md", "exec"), {})  # noqa: S102 - the README is ours
    assert "BLASST" in capsys.readouterr().out.splitlines()[0]


def test_its_pictures_and_pages_are_there() -> None:
    links = re.findall(r"\]\(([^)#]+)", TEXT)
    missing = [link for link in links if "://" not in link and not (ROOT / link).exists()]
    assert not missing
    shown = {Path(link).stem for link in links if link.startswith("screenshots/")}
    assert shown == {path.stem for path in (ROOT / "screenshots").glob("*.svg")}


def test_the_two_commands_are_those_of_the_makefile_and_of_ci() -> None:
    makefile = (ROOT / "Makefile").read_text("utf-8")
    told = [line.split("#")[0].strip() for line in code(section("Two commands"))]
    assert {"make run", "make test"} <= set(told)
    assert "make test" in (ROOT / ".ci" / "run").read_text("utf-8").splitlines()
    for target, program in (("run", "carrel"), ("test", "pytest")):
        assert re.search(rf"^{target}: .*\n\t\$\(BIN\)/{program}\b", makefile, re.MULTILINE)
        assert f".venv/bin/{program}" in told
    assert any("pip install" in line and "'.[test]'" in line for line in told)


if __name__ == "__main__":
    README.write_text(with_tables(TEXT), "utf-8")
