"""`carrel completion`: what the parsers know, as completion scripts of three shells."""

from __future__ import annotations

import re
from argparse import Action, Namespace
from collections.abc import Iterator, Sequence
from shlex import quote
from typing import NamedTuple

from carrel.cli.output import names
from carrel.cli.parser import make_parser
from carrel.cli.streams import put
from carrel.cli.talk import OK
from carrel.cli.verbs import VERBS
from carrel.settings import Settings

_FILES = ("SOURCE", "FILE")
_FORMS = ("STYLE", "FORMAT")


class _Argument(NamedTuple):
    """An option or (without names) a positional argument: what it takes are files, one of `words`,
    something that only the person knows, or, of a flag, nothing."""

    names: Sequence[str]
    help: str
    metavar: str
    words: Sequence[str]
    is_flag: bool
    repeats: bool

    @property
    def takes_files(self) -> bool:
        return self.metavar in _FILES


def run(options: Namespace) -> int:
    scripts = {"bash": _bash, "zsh": _zsh, "fish": _fish}
    put(f"{line}\n" for line in scripts[options.shell]())
    return OK


def _arguments(verb: str) -> list[_Argument]:
    return [_argument(action) for action in make_parser(verb).arguments]


def _argument(action: Action) -> _Argument:
    metavar = str(action.metavar or "")
    words: Sequence[str] = tuple(action.choices or ())
    if metavar in _FORMS and not words:
        words = names(Settings())
    about = (action.help or "").partition(": " if words else "\n")[0]
    flag, repeats = action.nargs == 0, action.nargs == "*"
    return _Argument(action.option_strings, about, metavar, words, flag, repeats)


def _options(verb: str) -> list[_Argument]:
    return [argument for argument in _arguments(verb) if argument.names]


def _positional(verb: str) -> _Argument | None:
    """What comes after the options; of two, the last, which is the one that repeats."""
    found = [argument for argument in _arguments(verb) if not argument.names]
    return found[-1] if found else None


def _verbs() -> list[str]:
    return [name for name in VERBS if name != "browse"]


# ---------------------------------------------------------------- bash


def _bash() -> Iterator[str]:
    verbs = " ".join(_verbs())
    yield '# Completion of carrel for bash: eval "$(carrel completion bash)"'
    yield "_carrel() {"
    yield "    local current=${COMP_WORDS[COMP_CWORD]} verb=browse words='' options=''"
    yield "    local previous=${COMP_WORDS[COMP_CWORD-1]}"
    yield f"    case ${{COMP_WORDS[1]}} in {'|'.join(_verbs())})"
    yield "        ((COMP_CWORD > 1)) && verb=${COMP_WORDS[1]} ;;"
    yield "    esac"
    yield "    COMPREPLY=()"
    yield '    case "$verb $previous" in'
    for verb in VERBS:
        for argument in _options(verb):
            if argument.is_flag:
                continue
            cases = "|".join(quote(f"{verb} {name}") for name in argument.names)
            if argument.words:
                yield f"        {cases}) words={quote(' '.join(argument.words))} ;;"
            elif argument.takes_files:
                yield f"        {cases}) _carrel_files; return ;;"
            else:
                yield f"        {cases}) return ;;"
    yield "    esac"
    yield "    if [[ -n $words ]]; then"
    yield '        COMPREPLY=($(compgen -W "$words" -- "$current")); return'
    yield "    fi"
    yield "    case $verb in"
    for verb in VERBS:
        all_names = [name for argument in _options(verb) for name in argument.names]
        positional = _positional(verb)
        line = f"options={quote(' '.join(all_names))}"
        if positional and positional.words:
            line += f" words={quote(' '.join(positional.words))}"
        yield f"        {verb}) {line} ;;"
    yield "    esac"
    yield f"    ((COMP_CWORD == 1)) && words={quote(verbs)}"
    yield "    if [[ $current == -* ]]; then"
    yield '        COMPREPLY=($(compgen -W "$options" -- "$current")); return'
    yield "    fi"
    with_files = [verb for verb in VERBS if (taken := _positional(verb)) and taken.takes_files]
    yield f"    case $verb in {'|'.join(with_files)}) _carrel_files ;; esac"
    yield '    [[ -n $words ]] && COMPREPLY+=($(compgen -W "$words" -- "$current"))'
    yield "}"
    yield "_carrel_files() {"
    yield "    local IFS=$'\\n'"
    yield "    compopt -o filenames 2>/dev/null"
    yield '    COMPREPLY=($(compgen -f -- "$current"))'
    yield "}"
    yield "complete -F _carrel carrel"


# ---------------------------------------------------------------- zsh


def _zsh() -> Iterator[str]:
    yield "#compdef carrel"
    yield '# Completion of carrel for zsh: eval "$(carrel completion zsh)", after compinit'
    yield "_carrel() {"
    yield "    local -a verbs=("
    for verb in _verbs():
        yield f"        {quote(verb + ':' + VERBS[verb].about.replace(':', ','))}"
    yield "    )"
    yield "    if (( CURRENT == 2 )) && [[ $words[2] != -* ]]; then"
    yield "        _describe -t verbs verb verbs"
    yield "    fi"
    yield "    case $words[2] in"
    for verb in _verbs():
        yield f"        {verb})"
        yield "            (( CURRENT > 2 )) || { _files; return }"
        yield "            shift words; (( CURRENT-- ))"
        yield from _zsh_arguments(verb)
        yield "            ;;"
    yield "        *)"
    yield from _zsh_arguments("browse")
    yield "            ;;"
    yield "    esac"
    yield "}"
    yield 'if [[ $funcstack[1] == _carrel ]]; then _carrel "$@"; else compdef _carrel carrel; fi'


def _zsh_arguments(verb: str) -> Iterator[str]:
    lines = []
    for argument in _arguments(verb):
        value = "" if argument.is_flag else f":{argument.metavar}:{_zsh_values(argument)}"
        if not argument.names:
            lines.append(f"*{value}" if argument.repeats else value)
        for name in argument.names:
            others = " ".join(argument.names)
            lines.append(f"({others}){name}[{_zsh_escaped(argument.help)}]{value}")
    yield "            _arguments -s \\"
    for line in lines[:-1]:
        yield f"                {quote(line)} \\"
    yield f"                {quote(lines[-1])}"


def _zsh_values(argument: _Argument) -> str:
    if argument.words:
        return f"({' '.join(argument.words)})"
    return "_files" if argument.takes_files else ""


def _zsh_escaped(text: str) -> str:
    return re.sub(r"([\[\]:\\])", r"\\\1", text)


# ---------------------------------------------------------------- fish


def _fish() -> Iterator[str]:
    yield "# Completion of carrel for fish; its place is ~/.config/fish/completions/carrel.fish"
    all_verbs = " ".join(_verbs())
    for verb in _verbs():
        about = quote(VERBS[verb].about)
        yield f"complete -c carrel -n __fish_use_subcommand -a {verb} -d {about}"
    for verb in VERBS:
        within = f"__fish_seen_subcommand_from {verb}"
        if verb == "browse":
            within = f"not __fish_seen_subcommand_from {all_verbs}"
        line = f"complete -c carrel -n {quote(within)}"
        for argument in _options(verb):
            parts = [line]
            for name in argument.names:
                parts.append(f"-l {name[2:]}" if name.startswith("--") else f"-s {name[1:]}")
            if argument.words:
                parts.append(f"-x -a {quote(' '.join(argument.words))}")
            elif not argument.is_flag:
                parts.append("-r -F" if argument.takes_files else "-x")
            yield " ".join([*parts, f"-d {quote(argument.help)}"])
        positional = _positional(verb)
        if positional and positional.words:
            yield f"{line} -f -a {quote(' '.join(positional.words))}"
        elif not (positional and positional.takes_files):
            yield f"{line} -f"
