"""`carrel man`: the manual page, from what the parsers know, in the macros of man(7)."""

from __future__ import annotations

import re
from argparse import Action, Namespace
from collections.abc import Iterator, Sequence

from carrel import __version__
from carrel.cli.parser import EXITS, QUERIES, make_parser
from carrel.cli.streams import put
from carrel.cli.talk import OK
from carrel.cli.verbs import VERBS

_FILES = (
    ("carrel.toml", "Settings, in the configuration folder; see carrel config."),
    ("sources", "What a bare carrel opens, one path a line, in the same folder."),
    ("annotations.json", "Your stars, tags, notes and read marks, in the data folder."),
    ("annotations.json.history", "What you changed, and when; see carrel history."),
    ("memory.json", "Saved searches, queries typed, and what was chosen last, in the data folder."),
)
_VARIABLES = (
    ("CARREL_CONFIG, CARREL_DATA, CARREL_CACHE", "The three folders, elsewhere than usual."),
    ("CARREL_STATE", "The annotations file."),
    ("NO_COLOR", "If set, no colours."),
)


def run(options: Namespace) -> int:
    put(f"{line}\n" for line in _page())
    return OK


def _page() -> Iterator[str]:
    yield f'.TH CARREL 1 "" "carrel {__version__}" "User Commands"'
    yield ".SH NAME"
    yield _text("carrel - a keyboard-driven terminal browser for research papers")
    yield ".SH SYNOPSIS"
    usages = (make_parser(name).format_usage().removeprefix("usage: ") for name in VERBS)
    yield "\n.br\n".join(_text(" ".join(usage.split())) for usage in usages)
    yield ".SH DESCRIPTION"
    yield _text(VERBS["browse"].about)
    yield from _options("browse")
    yield ".SH COMMANDS"
    for name, verb in VERBS.items():
        if name != "browse":
            yield f'.SS "carrel {name}"'
            yield _text(verb.about)
            if verb.more:
                yield ".PP"
                yield _text(verb.more)
            yield from _options(name)
    yield ".SH QUERIES"
    yield from _pairs(QUERIES)
    yield ".SH EXIT STATUS"
    yield from _pairs(EXITS)
    yield ".SH FILES"
    yield from _pairs(_FILES)
    yield ".SH ENVIRONMENT"
    yield from _pairs(_VARIABLES)
    yield ".SH EXAMPLES"
    for verb in VERBS.values():
        yield from _lines("\n".join(verb.examples))


def _options(name: str) -> Iterator[str]:
    for action in make_parser(name).arguments:
        if action.dest != "help":
            yield ".TP"
            yield _label(action)
            yield _text((action.help or "").replace("%%", "%"))


def _label(action: Action) -> str:
    value = "" if action.nargs == 0 else f"\\fI{_text(str(action.metavar))}\\fR"
    if not action.option_strings:
        return value
    names = ", ".join(f"\\fB{_text(name)}\\fR" for name in action.option_strings)
    return f"{names} {value}".rstrip()


def _pairs(pairs: Sequence[tuple[str, str]]) -> Iterator[str]:
    for label, about in pairs:
        yield from (".TP", f"\\fB{_text(label)}\\fR", _text(about))


def _lines(text: str) -> Iterator[str]:
    """Lines as they stand."""
    yield ".nf"
    yield from map(_text, text.splitlines())
    yield ".fi"


def _text(text: str) -> str:
    """Text of which nothing is taken for a request or an escape (groff_char(7))."""
    text = text.replace("\\", "\\e").replace("-", "\\-").replace("'", "\\(aq").replace("`", "\\(ga")
    text = re.sub("[^\x00-\x7f]", lambda match: f"\\[u{ord(match[0]):04X}]", text)
    return f"\\&{text}" if text.startswith(".") else text
