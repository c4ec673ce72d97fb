from __future__ import annotations

import tomllib
from collections.abc import Mapping
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from carrel.settings import (
    NAMES,
    Settings,
    as_toml,
    described,
    load,
    read,
)
from carrel.toml_lines import key_lines


def settings_of(text: str) -> tuple[Settings, list[str]]:
    return read(text.encode())


def test_without_a_file_all_is_as_by_default(tmp_path: Path) -> None:
    assert load({"CARREL_CONFIG": str(tmp_path)}) == (Settings(), [])


def test_a_file_sets_what_it_names_and_leaves_the_rest(tmp_path: Path) -> None:
    (tmp_path / "carrel.toml").write_text(
        'style = "ieee"\ncolumns = ["title", "year"]\nstart_in_filter = true\n'
        '[keymap]\nstar = "x, asterisk"\nquit = ["Q", "ctrl+x"]\n'
        '[templates]\nshort = "{authors} ({year})"\n'
    )
    settings, problems = load({"CARREL_CONFIG": str(tmp_path)})
    assert problems == []
    assert settings == Settings(
        style="ieee",
        columns=("title", "year"),
        start_in_filter=True,
        keymap={"star": "x,asterisk", "quit": "Q,ctrl+x"},
        templates={"short": "{authors} ({year})"},
    )
    assert settings.where["style"] == "carrel.toml:1"
    assert settings.where["keymap.quit"] == "carrel.toml:6"
    assert "theme" not in settings.where


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ('\n\nstile = "apa"', "carrel.toml:3: no setting “stile”; did you mean “style”?"),
        ('colour = "red"', "carrel.toml:1: no setting “colour”"),
        ("[keyboard]\nx = 1", "carrel.toml:1: no setting “keyboard”"),
        ('style = "aap"', "carrel.toml:1: style can't be “aap”; did you mean “apa”?"),
        ("style = 7", "carrel.toml:1: style must be text in quotation marks"),
        ('start_in_filter = "yes"', "carrel.toml:1: start_in_filter must be true or false"),
        ('viewer = "a\\u0000b"', "carrel.toml:1: viewer holds a NUL, which no command and no path"),
        ('style = "\\u0000.csl"', "carrel.toml:1: style holds a NUL"),
        ('pdf_folders = ["~\\u0000"]', "carrel.toml:1: pdf_folders holds a NUL"),
        ('keys = "ed"', "carrel.toml:1: keys can't be “ed”; there are vim, emacs, plain"),
        ('columns = "year"', 'carrel.toml:1: columns must be a list, as in ["year", "title"]'),
        ('columns = ["yaer"]', "carrel.toml:1: columns can't be “yaer”; did you mean “year”?"),
        ('clipboard = "xsell"', "carrel.toml:1: clipboard can't be “xsell”; did you mean “xsel”?"),
        ("keymap = 1", "carrel.toml:1: keymap must be a table, as in [keymap]"),
        ("[keymap]\n# mine\nstar = 1", 'carrel.toml:3: star must be keys, as in "f" or'),
        ('[templates]\napa = "x"', "carrel.toml:2: “apa” is a style of carrel's own; call"),
        ('[templates]\nx = "{titel}"', "carrel.toml:2: x: unknown field “titel”; there are"),
        ('templates.x = "{title"', "carrel.toml:1: x: a lone “{”; a brace itself is “{{”"),
        ('citekey = "{name}"', "carrel.toml:1: citekey: unknown field “name”; there are author"),
        ("style = apa", "carrel.toml:1: not TOML, so nothing of it is used: invalid value"),
        ('style = "apa', "carrel.toml: not TOML, so nothing of it is used: "),
        ('theme = "a"\ntheme = "b"\n#', "carrel.toml:2: not TOML, so nothing of it is used: "),
        ('"\\u001b[31m" = 1', "carrel.toml:1: no setting “"),
        ("x = " + "[" * 100_000, "carrel.toml: nested too deeply"),
    ],
)
def test_what_is_wrong_is_said_with_its_line_and_the_default_used(text: str, problem: str) -> None:
    settings, problems = settings_of(text)
    assert len(problems) == 1
    assert problems[0].startswith(problem)
    assert "\x1b" not in problems[0]
    assert settings == Settings()


def test_one_wrong_setting_leaves_the_others_in_force() -> None:
    settings, problems = settings_of(
        'theme = "nord"\nstyle = 1\nsytle = 2\n[templates]\ngood = "{title}"\nbad = "{"\n'
    )
    assert settings == Settings(theme="nord", templates={"good": "{title}"})
    assert [problem.split(":")[1] for problem in problems] == ["2", "3", "6"]


def test_a_style_may_be_a_template_or_a_style_file() -> None:
    assert settings_of('style = "mine"\n[templates]\nmine = "{title}"')[0].style == "mine"
    assert settings_of('style = "~/nature.csl"')[0].style == "~/nature.csl"


def test_a_style_may_be_what_the_command_line_takes_and_not_a_template_that_is_wrong() -> None:
    assert settings_of('style = "cite"') == (Settings(style="cite"), [])
    settings, problems = settings_of('style = "mine"\n[templates]\nmine = "{"\n')
    assert (settings.style, len(problems)) == ("apa", 2)


def test_files_that_are_no_text_or_cannot_be_read_are_said_to_be(tmp_path: Path) -> None:
    env = {"CARREL_CONFIG": str(tmp_path)}
    file = tmp_path / "carrel.toml"
    file.write_bytes(b'theme = "a"\nstyle = "\xff"')
    assert load(env) == (Settings(), ["carrel.toml:2: not UTF-8"])
    file.write_bytes(b"#" * (1 << 21))
    assert load(env) == (Settings(), ["carrel.toml: more than a megabyte can't be settings"])
    file.unlink()
    file.mkdir()
    assert load(env) == (Settings(), ["carrel.toml: is a directory"])


def test_a_byte_order_mark_and_windows_line_ends_do_no_harm() -> None:
    settings, problems = read(b'\xef\xbb\xbftheme = "nord"\r\nstyl = 1\r\n')
    assert settings.theme == "nord"
    assert problems == ["carrel.toml:2: no setting “styl”; did you mean “style”?"]


@given(st.binary(max_size=200))
def test_no_bytes_make_it_fail(data: bytes) -> None:
    settings, problems = read(data)
    assert settings == Settings() or not problems or problems[0].startswith("carrel.toml")


_KEYS = st.text("abcdefgh", min_size=1, max_size=6)
_VALUES = st.sampled_from(
    ["1", "true", '"a = 1"', "'''\nb = [\n'''", '"""\n[c]\nd = \\""" \n"""', "[\n1, # x = [\n2]",
     "{ e = 1, f = [\n] }", "1979-05-27", '""']
)  # fmt: skip


@given(st.lists(st.tuples(_KEYS, _VALUES, st.sampled_from(["", "\n", "  # [x]\n"]))), st.data())
def test_the_lines_of_keys_are_those_on_which_they_stand(
    entries: list[tuple[str, str, str]], data: st.DataObject
) -> None:
    text, expected, table = "", {}, ""
    for key, value, gap in entries:
        text += gap
        if f"{table}{key}" in expected or key in expected:
            continue
        if data.draw(st.booleans()):
            table = f"{key}."
            expected[key] = text.count("\n") + 1
            text += f"[{key}]\n"
        else:
            expected[f"{table}{key}"] = text.count("\n") + 1
            text += f"{key} = {value}\n"
    tomllib.loads(text)  # what is tested is a valid text
    assert key_lines(text) == expected


def test_the_default_of_every_setting_can_be_written_in_the_file() -> None:
    assert [name for name, _, _ in described()] == list(NAMES)
    for name, default, _ in described():
        line = f"{name} = {as_toml(default)}"
        written = tomllib.loads(line)[name]
        assert written == (list(default) if isinstance(default, tuple) else default)
        settings, problems = settings_of(line)
        assert (settings, problems) == (Settings(), [])


@given(st.dictionaries(st.text(max_size=5), st.text(max_size=9)))
def test_any_text_survives_being_written_as_toml(table: Mapping[str, str]) -> None:
    assert tomllib.loads(f"x = {as_toml(table)}") == {"x": table}
