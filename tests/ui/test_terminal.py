"""The real program on a real terminal: hostile papers, signals, odd terminals, editors."""

from __future__ import annotations

import json
import re
import signal
import sys
import time
from itertools import cycle
from pathlib import Path

import pytest

if sys.platform == "win32":
    pytest.skip("needs a POSIX terminal", allow_module_level=True)

from tests.terminal import Terminal, carrel, env
from tests.ui.papers import RIVERS, stored, write

# What carrel and Textual say to a terminal besides colours, places and text.
OURS = re.compile(
    r"\x1b\[\?\d+(?:;\d+)*[hl]|\x1b\[\?\d+\$p|\x1b\[[<>]\d*u|\x1b\[c"  # modes and questions
    r"|\x1b\]11;\?\x1b\\|\x1b\]22;[a-z-]*\x07"  # the background? and the pointer's shape
    r"|\x1b\]8;;\x1b\\|\x1b\]8;id=[\d-]+;https?://[!-~]+\x1b\\"  # links
)
ATTACKS = [
    "\x1b]0;pwn\x07", "\x1b]52;c;cHdu\x07", "\x1b]8;;http://evil.example\x1b\\pwn", "\x1b[2J",
    "\x1b[?1049l", "\x1bP+q70776e\x1b\\", "\x1b_pwn\x1b\\", "\x9b31m", "\x9d52;c;cHdu\x9c",
    "\x90pwn\x9c", "\x1bc", "\u202epwn\u202c", "a\u200bb", "[@click=app.quit]pwn[/]", "[/]",
    "[/cite]", "e" + "\u0301" * 2_000, "\x00", "\r\x1b[Kpwn", "\x85\u2028", "x" * 1_000_000,
]  # fmt: skip


def test_nothing_of_a_paper_is_obeyed(tmp_path: Path) -> None:
    papers = [
        {
            "title": f"T{n} {text} end", "authors": [f"A {text}", text], "abstract": f"{text} b",
            "venue": f"V {text}", "categories": [text[:99]], "keywords": [text],
            "affiliation": text, "date": "2020", "url": f"https://example.org/{text}",
            "doi": f"10.5555/h{n}",
        }
        for n, text in enumerate(ATTACKS)
    ]  # fmt: skip
    hostile = tmp_path / "\x1b]0;pwn\x07.jsonl"
    source = write(hostile, papers)
    with hostile.open("ab") as file:
        file.write(b'{"title": "raw \x9b31m \x1b[31m", "x": \n')
        file.write(b'{"\x9d52;c;cHdu\x9c \x1b]0;pwn\x07": \n')  # neither UTF-8 nor Windows-1252
    with Terminal(carrel(str(source)), env(), size=(160, 50)) as terminal:
        terminal.wait("21 papers")
        for _ in ATTACKS:
            terminal.press("j")
        terminal.press("g", "z", *"JJJ", "z", "l", "escape", "Y", "j", "b", "escape", "!")
        terminal.wait("Not read")
        terminal.press("escape", "t", *"tagged", "enter", "/", *"pwn", "enter", "b", "j", "b")
        terminal.wait("of 21")
        terminal.press("q")
        assert terminal.end() == 0
        strange = {piece for piece in terminal.strange if not OURS.fullmatch(piece)}
        assert not {piece for piece in strange if not piece.startswith("\x1b]52;c;")}
        # The one thing copied, by the person: a citation, not what the papers ask to be copied.
        assert "cHdu" not in "".join(strange)
        assert terminal.restored


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP])
def test_told_to_end_it_keeps_what_was_being_written(few: Path, number: signal.Signals) -> None:
    with Terminal(carrel(str(few)), env()) as terminal:
        terminal.wait("5 papers")
        terminal.press("f", "j", "e", *"unfinished")
        terminal.wait("unfinished")
        terminal.kill(number)
        assert terminal.end() == 128 + number
        assert terminal.restored
    assert stored() == {RIVERS: (True, ""), "A Quantised Kettle": (False, "unfinished")}


def test_a_terminal_that_is_gone(few: Path) -> None:
    terminal = Terminal(carrel(str(few)), env())
    with terminal:
        terminal.wait("5 papers")
        terminal.press("f", "e", *"kept")
        terminal.wait("kept")
        terminal.hang_up()
        assert terminal.end() in (128 + signal.SIGHUP, 0)
    assert stored() == {RIVERS: (True, "kept")}


def test_a_terminal_that_shows_nothing_more_and_then_is_gone(few: Path) -> None:
    with Terminal(carrel(str(few)), env()) as terminal:
        terminal.wait("5 papers")
        terminal.press("f")
        terminal.wait("Starred")
        for _ in range(150):  # soon it waits to paint, while more and more keys wait for it
            terminal.write(10 * b"jk")
            time.sleep(0.02)
        terminal.hang_up()
        assert terminal.end() == 128 + signal.SIGHUP
    assert stored() == {RIVERS: (True, "")}


def test_terminals_of_any_size(few: Path) -> None:
    with Terminal(carrel(str(few)), env(), size=(1, 1)) as terminal:
        terminal.wait(lambda screen: "\x1b[?1049h" in terminal.painted)
        for size in ((2, 2), (1, 1), (300, 3), (3, 90), (1, 1)):
            terminal.press("j", "f", "t", "escape", "z", "z", "?", "escape")
            terminal.resize(*size)
        terminal.resize(100, 30)
        terminal.wait("5 papers")
        terminal.press("q")
        assert terminal.end() == 0
        assert terminal.restored


def test_the_terminal_is_as_large_as_it_says(few: Path) -> None:
    """And not as a shell has exported, which may be long ago; or which may be no number."""
    for columns, lines in (("30", "6"), ("300", "90"), ("²", "0")):
        with Terminal(carrel(str(few)), env(COLUMNS=columns, LINES=lines)) as terminal:
            terminal.wait(lambda screen: "? help" in screen.split("\n")[29])
            terminal.resize(70, 20)
            terminal.wait(lambda screen: "? help" in screen.split("\n")[19])
            terminal.press("q")
            assert terminal.end() == 0
    with Terminal(carrel(str(few)), env(COLUMNS="70", LINES="20"), size=(0, 0)) as terminal:
        terminal.resize(0, 0)  # as over a serial line, where only these say it
        terminal.wait(lambda screen: "\x1b[20;1H" in terminal.painted)
        terminal.press("q")
        assert terminal.end() == 0


def test_a_window_that_is_placed_while_the_program_starts(few: Path) -> None:
    """It may be given some sizes, one after the other, each before the one before is laid out."""
    with Terminal(carrel(str(few)), env()) as terminal:
        sizes = cycle([(80, 24), (120, 40), (70, 22), (90, 30)])
        while b"5 papers" not in terminal.printed and len(terminal.printed) < 1_000_000:
            terminal.resize(*next(sizes))
            terminal.read(0.01)
        terminal.resize(100, 30)
        terminal.wait(lambda screen: "5 papers" in screen and len(screen.split("\n")) == 30)
        terminal.press("q")
        assert terminal.end() == 0


@pytest.mark.parametrize(
    ("asked", "typed"), [(("pick", "--style", "key"), b"rivers"), ((), b"/rivers")]
)
def test_what_is_typed_while_the_program_starts(
    few: Path, asked: tuple[str, ...], typed: bytes
) -> None:
    with Terminal(carrel(*asked, str(few)), env()) as terminal:
        terminal.wait(lambda screen: terminal.modes != (True, True))
        terminal.write(typed)
        terminal.wait("/ rivers")
        terminal.press("escape", "escape", "q")
        terminal.end()


def test_terminals_without_colour_or_umlauts_and_none_at_all(few: Path) -> None:
    with Terminal(carrel(str(few)), env(NO_COLOR="1")) as terminal:
        terminal.wait("5 papers")
        terminal.press("f", "q")
        assert terminal.end() == 0
    plain = {**env(), "LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}
    with Terminal(carrel(str(few)), plain) as terminal:
        terminal.wait("5 papers")
        terminal.press("f", "q")
        assert terminal.end() == 0
    with Terminal(carrel(str(few)), env(TERM="dumb")) as terminal:
        assert terminal.end() == 2
        assert "TERM=dumb" in terminal.painted
        assert "\x1b" not in terminal.painted


@pytest.mark.parametrize("colours", ["auto", "standard", "256", "truecolor", "windows"])
def test_as_many_colours_as_textual_is_told_of(few: Path, colours: str) -> None:
    with Terminal(carrel(str(few)), env(TEXTUAL_COLOR_SYSTEM=colours)) as terminal:
        terminal.wait("5 papers")
        terminal.press("q")
        assert terminal.end() == 0


@pytest.mark.parametrize("colours", ["many", ""])
def test_colours_that_textual_does_not_know_are_told_of(few: Path, colours: str) -> None:
    with Terminal(carrel(str(few)), env(TEXTUAL_COLOR_SYSTEM=colours)) as terminal:
        assert terminal.end() == 2
        assert f"TEXTUAL_COLOR_SYSTEM={colours} is none of auto, standard" in terminal.painted
        assert "Traceback" not in terminal.painted


def test_a_log_that_can_not_be_written_is_told_of(few: Path, tmp_path: Path) -> None:
    log = str(tmp_path / "nowhere" / "log")
    with Terminal(carrel(str(few)), env(TEXTUAL_LOG=log), size=(200, 30)) as terminal:
        assert terminal.end() == 2
        assert f"TEXTUAL_LOG={log} can't be written: no such file" in terminal.painted
        assert "terminal" not in terminal.painted


@pytest.mark.skipif(sys.platform != "linux", reason="its terminal is looked up in /proc")
def test_what_another_program_writes_on_the_screen_is_painted_over(few: Path) -> None:
    with Terminal(carrel(str(few)), env()) as terminal:

        def written(screen: str) -> bool:
            if "You have mail" not in screen:  # or what was still to be painted is over it
                with open(f"/proc/{terminal.pid}/fd/1", "w") as other:
                    other.write("\x1b[9HYou have mail")
            return "You have mail" in screen

        terminal.wait("5 papers")
        for opens, seen in (("j", "2024"), ("?", "type to search")):
            terminal.press(opens)
            terminal.wait(seen)
            terminal.wait(written)
            terminal.press("ctrl+l")
            terminal.wait(lambda screen: "You have mail" not in screen)


def _editor(tmp_path: Path, script: str) -> str:
    """An editor: a shell script that is given a file as its last argument."""
    path = tmp_path / "vi"
    path.write_text(f"#!/bin/sh\nfor file; do :; done\n{script}\n")
    path.chmod(0o755)
    return str(path)


def test_a_note_is_written_in_the_persons_own_editor(few: Path, tmp_path: Path) -> None:
    editor = _editor(tmp_path, 'echo "In my editor:"; read line; echo "$line" >> "$file"')
    with Terminal(carrel(str(few)), env(EDITOR=f"{editor} --flag")) as terminal:
        terminal.wait("5 papers")
        terminal.press("ctrl+e")
        terminal.wait("In my editor:")
        terminal.write(b"from outside\n")
        terminal.wait("Wrote a note")
        # Begun in the pane, and gone on with outside; ctrl+c there ends the editor, not carrel.
        terminal.press("j", "e", *"inside", "ctrl+e")
        terminal.wait("In my editor:")
        terminal.write(b"and outside\n")
        terminal.wait(lambda screen: screen.count("✎") >= 2)
        terminal.press("j", "ctrl+e")
        terminal.wait("In my editor:")
        terminal.write(b"\x03")
        terminal.press("f", "q")
        assert terminal.end() == 0
        assert terminal.restored
    assert {note for _, note in stored().values()} == {"from outside", "inside\nand outside", ""}


def test_an_editor_that_can_not_be_run_leaves_the_screen_as_it_was(few: Path) -> None:
    with Terminal(carrel(str(few)), env(EDITOR="no-such-editor")) as terminal:
        terminal.wait("5 papers")
        for key, done in (("v", "Starred"), ("ctrl+e", "Took the star away")):
            terminal.press(key)
            terminal.wait(lambda screen: "no-such-editor: no such" in " ".join(screen.split()))
            terminal.press("f")
            terminal.wait(done)
        terminal.press("e", "a", "enter", "ctrl+e")
        told = " ".join(terminal.wait("The note could not be edited outside").split())
        assert "no-such-editor: no such file or directory" in told
        assert "in the pane" not in told
        terminal.press("escape")
        terminal.wait("Wrote a note")
        terminal.press("q")
        assert terminal.end() == 0
        assert terminal.restored


@pytest.mark.parametrize(
    ("end", "told"),
    [
        ("exit 3", "vi failed with exit code 3"),
        ("kill -9 $$", "vi was ended by SIGKILL"),
        pytest.param(
            "kill -37 $$",
            "vi was ended by signal 37",
            marks=pytest.mark.skipif(sys.platform != "linux", reason="has real-time signals"),
        ),
        ('rm "$file"', "note.md: no such file or directory"),
    ],
)
def test_what_an_editor_that_failed_has_left_is_not_kept_unasked(
    few: Path, tmp_path: Path, end: str, told: str
) -> None:
    left = not end.startswith("rm")
    editor = _editor(tmp_path, f'[ -e "{tmp_path}/on" ] && echo "half a" > "$file"; {end}')
    with Terminal(carrel(str(few)), env(EDITOR=editor)) as terminal:
        terminal.wait("5 papers")
        terminal.press("ctrl+e")  # it fails before it writes: the note stays what it is
        terminal.wait(told)
        (tmp_path / "on").touch()
        terminal.press("j", "e", *"mine", "ctrl+e")
        terminal.wait(lambda screen: told in screen and ("half a" if left else "mine") in screen)
        assert not stored()
        terminal.press(*" note", "escape")
        terminal.wait("Wrote a note")
        terminal.press("q")
        assert terminal.end() == 0
    assert [note for _, note in stored().values()] == [f"{'half a' if left else 'mine'} note"]


def test_what_was_typed_in_the_pane_goes_on_in_the_editor_from_the_list_too(
    few: Path, tmp_path: Path
) -> None:
    editor = _editor(tmp_path, 'echo outside >> "$file"; exit 3')
    with Terminal(carrel(str(few)), env(EDITOR=editor)) as terminal:
        terminal.wait("5 papers")
        terminal.press("e", *"inside")
        terminal.wait("inside")
        terminal.write(b"\x1b[<0;9;2M\x1b[<0;9;2m")  # a click on the paper in the list
        terminal.press("ctrl+e")
        terminal.wait("what it left is in the pane")
        terminal.press("escape")
        terminal.wait("Wrote a note")
        terminal.press("q")
        assert terminal.end() == 0
    assert [note for _, note in stored().values()] == ["inside\noutside"]


def test_a_note_of_an_editor_in_an_old_locale_keeps_its_letters(few: Path, tmp_path: Path) -> None:
    editor = _editor(tmp_path, r'''printf 'na\303\257ve\ncaf\351\n' > "$file"''')
    with Terminal(carrel(str(few)), env(EDITOR=editor)) as terminal:
        terminal.wait("5 papers")
        terminal.press("ctrl+e")
        terminal.wait("Wrote a note")
    assert [note for _, note in stored().values()] == ["naïve\ncafé"]


def test_what_was_not_read_is_mended_in_the_editor_at_its_line(tmp_path: Path) -> None:
    source = tmp_path / "refs.bib"
    source.write_text("@article{a, title = {First}, year = {2020}}\n\n@article{b, title = {Sec")
    args = tmp_path / "args"
    editor = _editor(tmp_path, f'echo "$*" > "{args}"; printf "ond}}}}" >> "$file"')
    with Terminal(carrel(str(source)), env(VISUAL=editor)) as terminal:
        terminal.wait("1 record was read with a fault: ! shows why")
        terminal.press("!")
        terminal.wait("Not read")
        terminal.press("enter")
        terminal.wait("2 papers")
        terminal.press("q")
        assert terminal.end() == 0
    assert args.read_text().split() == ["+3", str(source)]


def test_a_fault_in_the_settings_is_mended_in_the_editor_at_its_line(
    few: Path, tmp_path: Path
) -> None:
    settings = tmp_path / "carrel.toml"
    settings.write_text('style = "ieee"\nstile = "apa"\n')
    args = tmp_path / "args"
    editor = _editor(tmp_path, f'echo "$*" > "{args}"')
    with Terminal(carrel(str(few)), env(VISUAL=editor, CARREL_CONFIG=str(tmp_path))) as terminal:
        terminal.wait("carrel.toml:2: no setting “stile”")
        terminal.press("!")
        terminal.wait("settings hold from the next start")
        terminal.press("enter")
        terminal.wait(lambda _: args.exists())
        terminal.press("q")
        assert terminal.end() == 0
    assert args.read_text().split() == ["+2", str(settings)]


def test_keys_typed_ahead_are_kept_and_what_else_a_terminal_sends_does_nothing(
    few: Path, tmp_path: Path
) -> None:
    black = b"\x1b]11;rgb:0000/0000/0000\x1b\\\x1b[?62;22c"
    with Terminal(carrel(str(few)), env()) as terminal:
        terminal.write(b"/kettle\n")  # before it has begun
        terminal.wait(lambda screen: "\x1b]11;?" in terminal.painted)
        terminal.write(b"/stre" + black + b"ams\r")
        terminal.wait("/ kettlestreams")
        terminal.press("escape")
        terminal.wait("5 papers")
        for piece in (black, black[:9], black[9:], b"\xe9", b"\x1b[99999999999999;1u"):
            terminal.write(piece)
            terminal.press("G", "g")
        terminal.press("f")
        terminal.wait("Starred")
        terminal.press("q")
        assert terminal.end() == 0
    kept = json.loads((tmp_path / "data/annotations.json").read_text())["papers"]
    assert [set(said) & {"favourite", "read", "tags"} for said in kept.values()] == [{"favourite"}]
