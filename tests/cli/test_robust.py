"""What a shell can do to a program: pipes, locales, closed streams, signals, terminals."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import time

import pytest

from tests.cli.conftest import Program, shell

if sys.platform == "win32":
    pytest.skip("needs a POSIX shell", allow_module_level=True)

from tests.terminal import Terminal, run_on_a_terminal

ASCII = {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}
MANY = 12_000  # entries whose opening takes long enough for a signal to come meanwhile


def large_source(carrel: Program) -> str:
    abstract = "word " * 20
    entries = (
        f"@book{{k{i}, title={{Title {i}}}, abstract={{{abstract}{i}}}}}" for i in range(MANY)
    )
    return carrel.file("large.bib", "\n".join(entries))


# ---------------------------------------------------------------- streams


@pytest.mark.parametrize("verb", ["list", "export --format jsonl", "check", "--help", "man"])
def test_a_reader_that_has_seen_enough_is_no_error(carrel: Program, verb: str) -> None:
    done = shell(carrel, f"set -o pipefail; $CARREL {verb} | head -1 | cut -c1-40")
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.count("\n") == 1


def test_a_pipe_is_read_to_its_end_beside_what_is_kept_in_the_cache_alone(carrel: Program) -> None:
    large_source(carrel)
    os.mkfifo(carrel.home / "pipe")
    for pipe in ("pipe", "<(cat refs.bib)"):
        write = "" if "<" in pipe else "cat refs.bib > pipe & "
        done = shell(carrel, f"{write}$CARREL list large.bib {pipe} -q muller --format title")
        assert (done.stdout, done.stderr) == ("Sparse Attention, Explained\n", "")
        assert not (carrel.home / "cache").exists()


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("$CARREL list refs.bib >&-", "carrel: standard output is closed\n"),
        ("$CARREL list - <&-", "carrel: standard input is closed\n"),
        ("$CARREL cite --from - <&-", "carrel: standard input is closed\n"),
        ("$CARREL list none.bib 2>&-", ""),
        ("$CARREL --nonsense 2>&-", ""),
    ],
)
def test_closed_streams(carrel: Program, line: str, said: str) -> None:
    done = shell(carrel, line)
    assert (done.returncode, done.stdout, done.stderr) == (2, "", said)


@pytest.mark.skipif(not os.path.exists("/dev/fd"), reason="there is no /dev/fd")
def test_an_export_goes_to_pipes_and_to_the_end_of_what_stdout_is(carrel: Program) -> None:
    export = "$CARREL export refs.bib -q muller --format title -o"
    done = shell(carrel, f"{export} /dev/stdout | tr a-z A-Z; {export} >(tr a-z A-Z) | cat")
    assert done.stdout == "SPARSE ATTENTION, EXPLAINED\n" * 2
    assert done.stderr.count("1 paper written to /dev/fd/") == 1
    done = shell(carrel, f"echo mine > out; {export} /dev/stdout >> out; {export} - >> out")
    assert (done.returncode, done.stderr) == (0, "")
    assert (carrel.home / "out").read_text() == "mine\n" + "Sparse Attention, Explained\n" * 2


@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="there is no /dev/full")
@pytest.mark.parametrize("verb", ["list", "export", "cite refs.bib", "--help", "config", "man"])
def test_a_full_disk_is_told(carrel: Program, verb: str) -> None:
    done = shell(carrel, f"$CARREL {verb} > /dev/full")
    assert done.returncode == 2
    said = "carrel: the output could not be written: no space left on device\n"
    assert done.stderr.endswith(said)
    assert done.stderr.count(said) == 1
    assert "Traceback" not in done.stderr
    assert "Exception" not in done.stderr
    done = shell(carrel, f"PYTHONUNBUFFERED=1 $CARREL {verb} > /dev/full")
    assert (done.returncode, "no space left on device" in done.stderr) == (2, True)


@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="there is no /dev/full")
def test_what_cannot_even_be_said_on_a_full_disk_is_in_the_exit_code(carrel: Program) -> None:
    done = shell(carrel, "$CARREL list none.bib 2> /dev/full")
    assert (done.returncode, done.stdout) == (2, "")


# ---------------------------------------------------------------- locales


def test_data_in_a_pipe_is_utf_8_whatever_the_locale(carrel: Program) -> None:
    done = carrel("list", "refs.bib", "-q", "muller", "--format", "jsonl", env=ASCII)
    assert json.loads(done.out)["authors"] == ["Jörg Müller"]
    assert "Müller" in carrel("export", "refs.bib", "--format", "biblatex", env=ASCII).out


def test_a_terminal_that_knows_no_umlauts_gets_letters_that_it_knows(carrel: Program) -> None:
    code, seen = run_on_a_terminal(
        carrel.command("list", "refs.bib"), {**carrel.env, **ASCII}, carrel.home
    )
    assert code == 0
    assert seen.isascii()
    assert b"Muller" in seen
    done = carrel.raw("list", "refs.bib", "-q", "autor:x", env=ASCII)
    assert done.stderr.isascii()
    assert b'no field "autor"' in done.stderr


def test_the_encoding_asked_for_is_used(carrel: Program) -> None:
    done = carrel.raw("list", "refs.bib", env={"PYTHONIOENCODING": "latin-1"})
    assert "Müller".encode("latin-1") in done.stdout


# ---------------------------------------------------------------- signals


def test_a_signal_while_opening_ends_it_in_order(carrel: Program) -> None:
    source = large_source(carrel)
    cache = carrel.home / "cache"
    for number, code in ((signal.SIGINT, 130), (signal.SIGTERM, 143), (signal.SIGHUP, 129)):
        shutil.rmtree(cache, ignore_errors=True)
        process = subprocess.Popen(
            carrel.command("list", source),
            cwd=carrel.home,
            env=carrel.env,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
        )
        until = time.monotonic() + 60
        while not (cache.exists() and any(cache.iterdir())) and time.monotonic() < until:
            time.sleep(0.01)
        process.send_signal(number)
        out, err = process.communicate(timeout=60)
        assert (process.returncode, out, err) == (code, b"", b"")
        assert not [path.name for path in cache.iterdir() if path.suffix == ".part"]
    assert len(carrel("list", source).lines) == MANY


def test_an_interrupt_while_a_text_is_executed_ends_it_in_order_too(carrel: Program) -> None:
    """As it is for every named tuple that is imported: Python keeps that in mind."""
    carrel.file(
        "sitecustomize.py",
        "import carrel.cli\n"
        "def interrupted(arguments): exec('raise KeyboardInterrupt')\n"
        "carrel.cli.run = interrupted\n",
    )
    assert carrel("list", env={"PYTHONPATH": str(carrel.home)}) == (130, "", "")


def test_an_interrupt_while_the_first_modules_are_loaded_ends_it_in_order_too(
    carrel: Program,
) -> None:
    carrel.file("typing.py", "raise KeyboardInterrupt\n")
    assert carrel("list", env={"PYTHONPATH": str(carrel.home)}) == (130, "", "")


def test_an_interrupted_export_leaves_what_was_there(carrel: Program) -> None:
    os.mkfifo(carrel.home / "slow")
    carrel.file("out.bib", "kept")
    command = carrel.command("export", "refs.bib", "slow", "-o", "out.bib")
    process = subprocess.Popen(command, cwd=carrel.home, env=carrel.env)
    with open(carrel.home / "slow", "w") as pipe:  # as soon as somebody reads it
        pipe.write("@book{a, ")
        pipe.flush()
        process.send_signal(signal.SIGTERM)
        assert process.wait(60) == 143
    assert (carrel.home / "out.bib").read_text() == "kept"
    files = sorted(path.name for path in carrel.home.iterdir() if path.is_file())
    assert files == ["out.bib", "refs.bib"]


# ---------------------------------------------------------------- terminals


def test_columns_fit_the_terminal_and_the_id_is_there_where_it_fits(carrel: Program) -> None:
    home = carrel.home
    for width in (40, 80, 120):
        _, seen = run_on_a_terminal(carrel.command("list"), carrel.env, home, size=(width, 24))
        listed = seen.decode().rpartition("\r\x1b[K")[2]  # behind how far it is, if it is slow
        lines = listed.splitlines()
        assert len(lines) == 43
        assert (width >= 100) == ("arxiv:2512.12087" in listed)
        titles = [line for line in lines if "BLASST" in line]
        assert len(titles[0]) <= max(width, 70)


def test_columns_are_as_many_as_the_environment_says(carrel: Program) -> None:
    for columns, fits in (("40", 40), ("0", 80), ("x", 80), ("200", 200)):
        env = {**carrel.env, "COLUMNS": columns}
        _, seen = run_on_a_terminal(carrel.command("list", "-n", "1"), env, carrel.home)
        line = seen.decode().rpartition("\r\x1b[K")[2].splitlines()[0]
        assert (len(line) <= fits, "arxiv:" in line) == (True, fits > 99)


def test_long_work_shows_how_far_it_is_and_cleans_up(carrel: Program) -> None:
    os.mkfifo(carrel.home / "slow")
    books = "".join(
        f"@book{{k{i}, title={{Title {i}}}, note={{{'n' * 4_000}}}}}\n" for i in range(200)
    )
    command = carrel.command("list", "refs.bib", "slow", "--limit", "1")
    with Terminal(command, carrel.env, size=(80, 24), folder=carrel.home) as terminal:
        with open(carrel.home / "slow", "w") as pipe:  # there is more until something is shown
            for _ in range(1_000):
                pipe.write(books)
                terminal.read(0)
                if b"%" in terminal.printed:
                    break
        assert terminal.end() == 0
        *shown, rest = terminal.painted.split("\r\x1b[K")
    assert any("slow" in part and "%" in part for part in shown)
    assert all(len(part) < 80 for part in shown)
    assert "Deep Compression" in rest
    assert "%" not in rest


def test_a_dumb_terminal_gets_plain_lines_only(carrel: Program) -> None:
    command = carrel.command("list", large_source(carrel), "--limit", "1")
    _, seen = run_on_a_terminal(command, {**carrel.env, "TERM": "dumb"}, carrel.home)
    assert b"\x1b" not in seen
    assert seen.count(b"\r") == seen.count(b"\n")


def test_typing_a_source_is_invited(carrel: Program) -> None:
    def type_it(terminal: Terminal, seen: bytes) -> bool:
        if b"ctrl+d" not in seen:
            return False
        terminal.write(b"@book{a, title={Typed}}\n\x04")
        return True

    command = carrel.command("list", "-")
    code, seen = run_on_a_terminal(command, carrel.env, carrel.home, act=type_it)
    assert code == 0
    assert seen.splitlines()[-1].endswith(b"Typed")


def test_browsing_without_a_terminal_is_refused(carrel: Program) -> None:
    for arguments in ([], ["refs.bib"], ["browse", "refs.bib"]):
        done = carrel(*arguments)
        assert (done.code, done.out) == (2, "")
        assert done.err.count("\n") == 1
        assert "terminal" in done.err
