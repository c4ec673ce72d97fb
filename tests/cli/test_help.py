"""Help, manual page and completions, which are all made from the same table."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Sequence

import pytest

from carrel import __version__
from carrel.cli.arguments import SORTS
from carrel.cli.output import names
from carrel.cli.parser import make_parser
from carrel.cli.verbs import VERBS
from carrel.search.query import FIELDS, HAVING, STATES
from carrel.settings import Settings
from tests.cli.conftest import Program

OTHERS = [verb for verb in VERBS if verb != "browse"]


@pytest.mark.parametrize("verb", OTHERS)
def test_each_verb_has_help_with_examples_that_can_be_typed(carrel: Program, verb: str) -> None:
    done = carrel(verb, "--help")
    assert (done.code, done.err) == (0, "")
    assert done.out.startswith(f"usage: carrel {verb} ")
    assert VERBS[verb].about in done.out
    assert max(map(len, done.lines)) < 80
    for example in VERBS[verb].examples:
        assert f"  {example}\n" in done.out
        assert "carrel " + verb in example
    assert carrel("help", verb).out == done.out


def test_options_of_examples_exist() -> None:
    for name, verb in VERBS.items():
        known = {opt for action in make_parser(name).arguments for opt in action.option_strings}
        for example in verb.examples:
            for command in re.findall(rf"carrel {name}( [^|>)]*)", example):
                assert set(re.findall(r"(?<= )--?[a-z]+", command)) <= known, example


def test_the_help_of_carrel_names_all_verbs_exit_codes_and_queries(carrel: Program) -> None:
    done = carrel("--help")
    for verb in OTHERS:
        assert re.search(rf"^  {verb} ", done.out, re.MULTILINE)
    assert max(map(len, done.lines)) < 80
    for word in ("exit codes", "queries", "year:2015..2018", *FIELDS, *HAVING, *STATES.values()):
        assert word == "new" or re.search(rf"\b{re.escape(word)}\b", done.out), word
    assert carrel("help").out == carrel("-h").out == done.out
    assert carrel("help", "--help").out == carrel("help", "help").out == done.out


@pytest.mark.skipif(sys.platform == "win32", reason="needs a POSIX terminal")
def test_help_fits_a_narrow_terminal(carrel: Program) -> None:
    from tests.terminal import run_on_a_terminal

    code, seen = run_on_a_terminal(
        carrel.command("list", "-h"), carrel.env, carrel.home, size=(50, 24)
    )
    assert code == 0
    lines = seen.decode().splitlines()
    assert len(VERBS["list"].examples) == 3
    assert [line for line in lines if len(line) >= 50] == [f"  {VERBS['list'].examples[1]}"]


def test_sources_stand_before_ids_in_the_usage_since_behind_them_they_are_ids() -> None:
    usage = " ".join(make_parser("cite").format_usage().split())
    assert usage.startswith(
        "usage: carrel cite [SOURCE ...] [-q QUERY] [--id ID ...] [--from FILE]"
    )


def test_the_version(carrel: Program) -> None:
    assert carrel("--version") == (0, f"carrel {__version__}\n", "")


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["list", "--nope"], "no option --nope; see `carrel list --help`"),
        (["list", "--limt", "3"], "no option --limt; did you mean --limit?; see `carrel"),
        (["--limit", "3"], "no option --limit; see `carrel --help`"),
        (["export", "--sort", "-year"], "no option --sort; did you mean --format?; see `carrel"),
        (["list", "--limit", "x"], "argument -n/--limit: “x” is not a whole number, 0 or"),
        (["list", "--limit", "-1"], "argument -n/--limit: “-1” is not a whole number, 0 or"),
        (["list", "--sort", "size"], "argument --sort: invalid choice: 'size'"),
        (["related"], "the following arguments are required: ID; see `carrel related --help`"),
        (["completion", "csh"], "argument SHELL: invalid choice: 'csh'"),
        (["lst"], "there is no file “lst”; did you mean `carrel list`?"),
        (["search", "x"], "there is no file “search”; did you mean `carrel list -q`?"),
        (["tag", "x"], "there is no file “tag”; did you mean `carrel mark`?"),
        (["import", "refs.bib"], "there is no file “import”; did you mean `carrel add`?"),
        (["config", "refs.bib"], "“refs.bib” is one argument too many; see `carrel config --help`"),
        (["help", "lst"], "there is no verb “lst”; `carrel help` names them all"),
        (["tags", "--remove", " "], "--remove needs a tag, or several"),
        (["history", "--restore", ""], "“” is no moment"),
        (["history", "--restore", "0001-01-01"], "“0001-01-01” is no moment"),
        (["list", "--lim", "3"], "no option --lim; did you mean --limit?; see"),
    ],
)
def test_wrong_usage_is_one_line(carrel: Program, arguments: Sequence[str], said: str) -> None:
    done = carrel(*arguments)
    assert (done.code, done.out) == (2, "")
    assert done.err.startswith(f"carrel: {said}")
    assert done.err.count("\n") == 1


def test_styles_and_orders_in_the_help_are_those_that_there_are() -> None:
    helps = {
        action.dest: action.help or "" for verb in OTHERS for action in make_parser(verb).arguments
    }
    # What the error for a style that there is not lists is what the help names.
    assert set(names(Settings())) <= set(re.findall(r"[\w-]+", helps["style"]))
    assert all(order in helps["sort"] for order in SORTS)


def test_no_verb_but_the_first_imports_textual(carrel: Program) -> None:
    code = (
        "import sys; from carrel.__main__ import main\n"
        "sys.argv = ['carrel', *sys.argv[1:]]\n"
        "code = main()\n"
        "found = {name.partition('.')[0] for name in sys.modules} & {'textual', 'rich', *{heavy}}\n"
        "sys.exit(f'{sys.argv[1]}: {found}' if found else code)"
    )
    cases: tuple[tuple[list[str], set[str]], ...] = (
        (["list"], {"numpy", "rapidfuzz", "asyncio", "subprocess", "tomllib", "zstandard"}),
        (["list", "-q", "attn"], {"asyncio"}),
        (["cite", "refs.bib"], {"numpy"}),
        (["export", "refs.bib"], {"numpy"}),
        (["check"], {"numpy"}),
        (["mark", "refs.bib", "--id", "10.1000/deep.1", "--star"], {"numpy"}),
        (["config"], {"numpy"}),
        (["doctor"], set()),
        (["man"], {"numpy"}),
        (["completion", "bash"], {"numpy"}),
    )
    for arguments, heavy in cases:
        done = subprocess.run(
            [sys.executable, "-c", code.replace("{heavy}", repr(sorted(heavy))), *arguments],
            cwd=carrel.home,
            env=carrel.env,
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stderr


# ---------------------------------------------------------------- the manual page


def test_the_manual_page_has_every_verb_and_option(carrel: Program) -> None:
    page = carrel("man").out.replace("\\-", "-")
    for verb in VERBS:
        assert f'"carrel {verb}"' in page or verb == "browse"
        for action in make_parser(verb).arguments:
            for option in action.option_strings:
                assert option in ("-h", "--help") or f"\\fB{option}\\fR" in page


@pytest.mark.skipif(not shutil.which("groff"), reason="groff is not installed")
def test_the_manual_page_is_well_formed(carrel: Program) -> None:
    done = subprocess.run(
        ["groff", "-man", "-Tutf8", "-ww", "-P-cbou"],
        input=carrel("man").out,
        capture_output=True,
        text=True,
        check=True,
        env={**os.environ, "LC_ALL": "C.UTF-8"},
    )
    assert done.stderr == ""
    text = " ".join(done.stdout.split())
    assert "--unmerged list records instead of papers, each as its source has it" in text
    assert "year:2015..2018 years; also" in text


@pytest.mark.skipif(not shutil.which("mandoc"), reason="mandoc is not installed")
def test_a_second_formatter_takes_the_manual_page_too(carrel: Program) -> None:
    done = subprocess.run(
        ["mandoc", "-Tlint", "-Werror"],
        input=carrel("man").out,
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stdout) == (0, "")


# ---------------------------------------------------------------- completions

COMPLETED = (
    ("carrel ch", ["check"]),
    ("carrel list --so", ["--sort"]),
    ("carrel list --sort n", ["newest"]),
    ("carrel cite --style va", ["vancouver"]),
    ("carrel export ref", ["refs.bib"]),
    ("carrel related some-id ref", ["refs.bib"]),
    ("carrel export -o ref", ["refs.bib"]),
    ("carrel completion z", ["zsh"]),
    ("carrel tags --ren", ["--rename"]),
    ("carrel mark --untag todo ref", ["refs.bib"]),
    ("carrel mark --unst", ["--unstar"]),
    ("carrel ref", ["refs.bib"]),
    ("carrel --vers", ["--version"]),
)
FOUR_SHELLS = pytest.mark.parametrize(("line", "expected"), COMPLETED)


@pytest.mark.skipif(not shutil.which("bash"), reason="bash is not installed")
@FOUR_SHELLS
def test_bash(carrel: Program, line: str, expected: list[str]) -> None:
    words = line.split(" ")
    script = carrel("completion", "bash").out + (
        f"COMP_WORDS=({' '.join(words)}); COMP_CWORD={len(words) - 1}\n"
        '_carrel; printf "%s\\n" "${COMPREPLY[@]}"\n'
    )
    assert ran(carrel, ["bash", "--norc", "-c", script]) == expected


@pytest.mark.skipif(not shutil.which("fish"), reason="fish is not installed")
@FOUR_SHELLS
def test_fish(carrel: Program, line: str, expected: list[str]) -> None:
    carrel.file("carrel.fish", carrel("completion", "fish").out)
    script = f"source carrel.fish; complete -C '{line}'"
    found = [found.partition("\t")[0] for found in ran(carrel, ["fish", "-N", "-c", script])]
    assert found == expected


@pytest.mark.skipif(not shutil.which("zsh"), reason="zsh is not installed")
@FOUR_SHELLS
def test_zsh(carrel: Program, line: str, expected: list[str]) -> None:
    from tests.terminal import Terminal, run_on_a_terminal

    carrel.file("carrel.zsh", carrel("completion", "zsh").out)
    start = "autoload -U compinit; compinit -u -D; source ./carrel.zsh; PS1='ready> '\n"
    carrel.file(".zshrc", start)
    completed = f"{line.rpartition(' ')[0]} {expected[0]} ".encode()
    typed: list[str] = []

    def act(terminal: Terminal, seen: bytes) -> bool:
        if not typed and b"ready> " in seen:
            typed.append(line)
            terminal.write(f"{line}\t".encode())
        if completed in (text := seen.replace(b"\a", b"")):
            terminal.write(b"\x15exit\r")
        return completed in text

    env = {**carrel.env, "TERM": "dumb", "ZDOTDIR": str(carrel.home)}
    _, seen = run_on_a_terminal(["zsh", "-i"], env, carrel.home, act=act)
    assert completed in seen.replace(b"\a", b"")


def ran(carrel: Program, command: list[str]) -> list[str]:
    done = subprocess.run(
        command, cwd=carrel.home, env=carrel.env, capture_output=True, text=True, check=False
    )
    return done.stdout.splitlines()
