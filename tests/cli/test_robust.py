"""What a shell can do to a program: pipes, locales, closed streams, signals, terminals."""

from __future__ import annotations

import gzip
import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import time

import pytest

from tests.cli.conftest import Program

if sys.platform == "win32":
    pytest.skip("needs a POSIX shell", allow_module_level=True)

from tests.terminal import Terminal, run_on_a_terminal

ASCII = {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}
MANY = 12_000  # entries whose opening takes long enough for a signal to come meanwhile


def shell(carrel: Program, line: str) -> subprocess.CompletedProcess[str]:
    """Run a line of bash in which $CARREL is the program."""
    env = {**carrel.env, "CARREL": f"{sys.executable} -m carrel"}
    return subprocess.run(
        ["bash", "-c", line],
        cwd=carrel.home,
        env=env,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


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


# ---------------------------------------------------------------- sources


def test_who_names_words_and_no_files_is_told_how_to_search(carrel: Program) -> None:
    for words, query in ((["attn"], "attn"), (["10.1/2"], "10.1/2"), (["a", "b"], "'a b'")):
        said = f"nothing could be read; did you mean -q {query}?"
        assert carrel("list", *words).err.splitlines()[-1] == f"carrel: {said}"
    done = carrel("list", "https://example.org/refs.bib")
    assert done.err.endswith("nothing could be read; fetch it first: curl -s ADDRESS | carrel -\n")
    assert "did you mean -q https://doi.org/10.1/2?" in carrel("list", "https://doi.org/10.1/2").err
    for files in (["a.bib"], ["attn", "refs"], [""]):
        carrel.file("refs", "")
        assert "-q" not in carrel("list", *files).err


def test_an_empty_name_as_of_a_variable_that_is_not_set_is_never_all_there_is(
    carrel: Program,
) -> None:
    done = carrel("cite", "--from", "")
    assert (done.code, done.out) == (2, "")
    assert done.err == "carrel: “”: no such file or directory\ncarrel: nothing could be read\n"
    done = carrel("export", "refs.bib", "-o", "")
    assert done == (2, "", "carrel: -o needs the name of a file\n")
    done = carrel("cite", "refs.bib", "--id", "")
    assert done == (1, "", "carrel: no paper has the id “”\n")
    assert "“”: rejected: no such file or directory" in carrel("check", "").lines


def test_what_cannot_be_read_is_one_line_and_the_rest_opens(
    carrel: Program, monkeypatch: pytest.MonkeyPatch
) -> None:
    (carrel.home / "folder").mkdir()
    (carrel.home / "endless.bib").symlink_to("/dev/zero")
    monkeypatch.chdir(carrel.home)  # the name of a socket is short
    with socket.socket(socket.AF_UNIX) as talk:
        talk.bind("talk.bib")
    for name, content in (
        ("empty.txt", b""),
        ("blank.json", b"\n \n"),
        ("photo.bib", b"\x89PNG\r\n\x1a\n\x00\x00"),
        ("prose.bib", b"Dear all,\nplease find attached.\n"),
        ("broken.gz", b"\x1f\x8b\x08\x00 no gzip"),
    ):
        carrel.file(name, content)
    why = {
        "folder": "no papers in this folder",
        "none.bib": "no such file or directory",
        "empty.txt": "empty",
        "blank.json": "empty",
        "photo.bib": "not text",
        "prose.bib": "no known format",
        "broken.gz": "cannot be decompressed",
        "endless.bib": "is a device",
        "talk.bib": "is a socket",
    }
    for verb in ("list", "cite", "export"):
        done = carrel(verb, *why)
        assert (done.code, done.out) == (2, "")
        *told, last = done.err.splitlines()
        for line, (name, reason) in zip(told, why.items(), strict=True):
            assert line.startswith(f"carrel: {name}")
            assert reason in line
        assert last == "carrel: nothing could be read"
    for name in why:
        done = carrel("list", name, "refs.bib")
        assert (done.code, len(done.lines)) == (1, 3)
        assert done.err.count("\n") == 1
    for verb in ("cite", "export"):
        assert carrel(verb, "none.bib", "refs.bib").code == 1
    assert carrel("related", "doi:10.1000/deep.1", "none.bib", "refs.bib").code == 1


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_a_file_that_may_not_be_read_is_told(carrel: Program) -> None:
    (carrel.home / "refs.bib").chmod(0)
    assert "permission denied" in carrel("list", "refs.bib").err


def test_in_a_folder_that_is_gone_what_is_named_from_it_is_gone_and_the_rest_opens(
    carrel: Program,
) -> None:
    line = f"mkdir gone; cd gone; rmdir ../gone; $CARREL list x.bib {carrel.home / 'refs.bib'}"
    done = shell(carrel, line)
    assert (done.returncode, done.stdout.count("\n")) == (1, 3)
    assert done.stderr == "carrel: x.bib: no such file or directory\n"


def test_in_a_folder_that_is_gone_annotations_named_from_it_are_told_to_be_lost(
    carrel: Program,
) -> None:
    refs = carrel.home / "refs.bib"
    gone = "mkdir gone; cd gone; rmdir ../gone; export CARREL_DATA=own; $CARREL"
    for state, name in (("--state mine.json", "mine.json"), ("", "own/annotations.json")):
        told = f"carrel: {name} is named from a working folder that is gone\n"
        done = shell(carrel, f"{gone} list {refs} {state}")
        assert (done.returncode, done.stdout.count("\n"), done.stderr) == (0, 3, told)
        done = shell(carrel, f"{gone} mark {refs} -q han --star {state}")
        assert done.returncode == 2
        assert done.stderr.startswith(f"{told}carrel: not saved: no such file or directory")
        done = shell(carrel, f"{gone} tags {state}")
        assert (done.returncode, done.stderr) == (1, f"{told}carrel: no paper has a tag\n")
        done = shell(carrel, f"{gone} doctor {state}")
        assert f"annotations: {name}: not there, can't be made\n" in done.stdout
        assert f"  {told.removeprefix('carrel: ')}" in done.stdout.partition("to mend")[2]
    done = shell(carrel, f"{gone} add --remove refs.bib")
    assert (done.returncode, done.stderr) == (2, "carrel: refs.bib was not remembered\n")


def test_a_source_of_which_no_paper_can_be_read_is_told(carrel: Program) -> None:
    carrel.file("none.ris", "TY  - JOUR\nER  - \n")
    carrel.file("none.json", '{"items": []}')
    for name in ("none.ris", "none.json"):
        for arguments in (["list", name], ["cite", "--from", name]):
            done = carrel(*arguments)
            assert (done.code, done.out) == (2, "")
            assert done.err.startswith(f"carrel: {name}:1: ")


EMPTY = {
    "empty.bib": b"",
    "blank.ris": b"\xef\xbb\xbf\r\n \r\n",
    "packed.bib.gz": gzip.compress(b"\n"),
    "noted.bib": b"% Encoding: UTF-8\n\n  % nothing yet\n",
    "jabref.bib": b"% Encoding: UTF-8\n\n@Comment{jabref-meta: databaseType:bibtex;}\n",
    "empty.jsonl": b"",
    "blank.ndjson.gz": gzip.compress(b" \n"),
    "none.json": b"[]",
    "none.jsonl": b"\xef\xbb\xbf [\r\n] \n",
    "strings.bib": b"@string{j = {A Journal}}\n@preamble{{\\newcommand{\\x}{}}}\n",
}


@pytest.mark.parametrize("name", EMPTY)
def test_a_bibliography_without_papers_is_no_problem(carrel: Program, name: str) -> None:
    carrel.file(name, EMPTY[name])
    for arguments in (
        ["list", name], ["list", name, "-q", "han"], ["cite", name], ["cite", "--from", name],
        ["export", name], ["mark", name, "-q", "han", "--star"],
    ):  # fmt: skip
        assert carrel(*arguments) == (1, "", "carrel: no paper found\n")
    done = carrel("check", name)
    assert (done.code, done.lines[-1]) == (0, "0 records of 0 papers; 0 rejected")
    assert carrel("list", name, "refs.bib").code == 0
    assert carrel("add", name).code == 0


def test_text_of_which_nothing_is_a_comment_is_no_bibliography(carrel: Program) -> None:
    carrel.file("words.bib", "% mine\nDear all\n")
    assert "words.bib:1: no known format" in carrel("list", "words.bib").err
    carrel.file("refs.txt", "% mine\n")
    assert "refs.txt:1: no known format" in carrel("list", "refs.txt").err
    carrel.file("zeros.bib", bytes(8))
    assert "zeros.bib: empty" in carrel("list", "zeros.bib").err


def test_a_file_of_a_folder_that_cannot_be_read_is_told_and_counted_by_check_alone(
    carrel: Program,
) -> None:
    carrel.file("papers/refs.bib", (carrel.home / "refs.bib").read_bytes())
    carrel.file("papers/shopping.txt", "Milk, bread.\n")
    for verb, code in (("list", 0), ("cite", 0), ("export", 0), ("check", 1)):
        done = carrel(verb, "papers")
        assert done.code == code
        assert "shopping.txt" in done.err + done.out


def test_a_remembered_source_that_is_gone_makes_the_exit_code_1(carrel: Program) -> None:
    carrel.file("gone.bib", "@book{b, title={B}}")
    carrel("add", "refs.bib", "gone.bib")
    (carrel.home / "gone.bib").unlink()
    done = carrel("export", "-o", "out.bib")
    assert done.code == 1
    assert "gone.bib: no such file or directory" in done.err
    assert (carrel.home / "out.bib").read_text().startswith("@article{han2016")


def test_a_name_that_has_lines_is_said_on_one(carrel: Program) -> None:
    carrel.file("two\nlines.bib", "@book{b, title={B}}")
    done = carrel("add", "two\nlines.bib")
    assert (done.code, done.err.count("\n")) == (0, 1)
    assert "two\\nlines.bib" in done.err
    done = carrel("export", "-o", "two\nlines.ris")
    assert done.err == "carrel: 1 paper written to two\\nlines.ris\n"


def test_a_pipe_is_not_remembered_nor_waited_for(carrel: Program) -> None:
    os.mkfifo(carrel.home / "pipe.bib")
    assert carrel("add", "pipe.bib") == (2, "", "carrel: pipe.bib: not a file; not remembered\n")


def test_many_rejects_are_counted_not_listed(carrel: Program) -> None:
    carrel.file("bad.json", json.dumps([{"id": "a", "title": "A", "type": "book"}, *range(50)]))
    done = carrel("list", "bad.json")
    assert done.code == 0
    assert done.err.count("\n") == 4
    assert done.err.endswith("47 more; `carrel check` lists all\n")


def test_everything_works_on_a_read_only_mount(carrel: Program) -> None:
    carrel.file("library/refs.bib", (carrel.home / "refs.bib").read_bytes())
    (carrel.home / "mounted").mkdir()
    mount = "mount --bind library mounted && mount -o remount,bind,ro mounted"
    if shell(carrel, f"unshare --map-root-user --mount bash -c '{mount}'").returncode:
        pytest.skip("mounting is not allowed here")
    verbs = "$CARREL list mounted && $CARREL check mounted && ! touch mounted/x 2>/dev/null"
    done = shell(carrel, f"unshare --map-root-user --mount bash -c '{mount} && {verbs}'")
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.count("\n") == 3 + 3
