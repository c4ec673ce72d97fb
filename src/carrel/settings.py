"""Settings: one small file, `carrel.toml`, in the configuration folder. There need not be one.

What is wrong in it is said with its line, and the default is used in its place:

    carrel.toml:3: no setting “stile”; did you mean “style”?
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import TYPE_CHECKING, Any

from carrel.folders import config_folder
from carrel.refusals import reason
from carrel.text import clean

if TYPE_CHECKING:
    import tomllib

FILE_NAME = "carrel.toml"
_MOST_BYTES = 1 << 20

PRESETS = ("vim", "emacs", "plain")
COLUMNS = ("year", "date", "title", "author", "venue", "category", "tags")
AUTO = "auto"


def _setting(default: Any, about: str) -> Any:
    """A field of `Settings`: its default, and what it means, in Markdown."""
    if isinstance(default, dict):
        return field(default_factory=default.copy, metadata={"about": about})
    return field(default=default, metadata={"about": about})


@dataclass(frozen=True, slots=True)
class Settings:
    """What the person set, and the default where nothing is set.

    `where` says, for each setting that the file holds ("style", "keymap.star"), where it stands
    ("carrel.toml:3").
    """

    theme: str = _setting(
        AUTO, "colours: `auto` (as the terminal's ground is), or a theme by its name"
    )
    style: str = _setting(
        "apa", "the style or format of `carrel cite`, and of `y` until `Y` chooses one"
    )
    citekey: str = _setting(
        "{author}{year}{word}",
        "pattern of the citekeys that are made up: `author`, `authors`, `year`, `word`, `title`, "
        "`venue`, with a capital letter for capitals",
    )
    keys: str = _setting("vim", "the set of keys to start from: `vim`, `emacs` or `plain`")
    keymap: Mapping[str, str] = _setting(
        {}, 'your own keys, by the command\'s name: `star = "f,x"`'
    )
    columns: tuple[str, ...] = _setting(
        ("year", "title", "tags", "author"), "what the list shows, in order: " + ", ".join(COLUMNS)
    )
    start_in_filter: bool = _setting(False, "start with the cursor in the filter line")
    clipboard: str = _setting(
        AUTO, "how to copy: `auto`, or the one way to use, by its name in `carrel doctor`"
    )
    editor: str = _setting("", "command to edit with (default: `$VISUAL`, else `$EDITOR`)")
    opener: str = _setting("", "command to open links with (default: the system's)")
    viewer: str = _setting("", "command to open PDFs with (default: as links)")
    pdf_folders: tuple[str, ...] = _setting(
        (), 'folders of PDFs called by citekey, arXiv number or DOI: `["~/papers"]`'
    )
    templates: Mapping[str, str] = _setting(
        {}, 'your own citation formats: `short = "{authors} ({year}). {title}"`'
    )
    where: Mapping[str, str] = field(default_factory=dict, compare=False)


NAMES = tuple(entry.name for entry in fields(Settings) if entry.name != "where")


def settings_path(env: Mapping[str, str] = os.environ) -> Path:
    """Where the file is, or would be."""
    return config_folder(env) / FILE_NAME


def load(env: Mapping[str, str] = os.environ) -> tuple[Settings, list[str]]:
    """The settings, and what is wrong with them, in words, in the order of the file's lines.

    Never raises. Without a file all is as by default, and nothing is wrong.
    """
    try:
        with settings_path(env).open("rb") as file:
            data = file.read(_MOST_BYTES + 1)
    except FileNotFoundError:
        return Settings(), []
    except OSError as error:
        return Settings(), [f"{FILE_NAME}: {reason(error)}"]
    if len(data) > _MOST_BYTES:
        return Settings(), [f"{FILE_NAME}: more than a megabyte can't be settings"]
    return read(data)


def place_of(problem: str, env: Mapping[str, str] = os.environ) -> tuple[Path, int] | None:
    """The file and the line that a problem with the settings is about; None of any other."""
    found = re.match(rf"{re.escape(FILE_NAME)}(?::(\d+))?: ", problem)
    return (settings_path(env), int(found[1] or 1)) if found else None


def read(data: bytes) -> tuple[Settings, list[str]]:
    """As `load`, from the bytes of a file."""
    import tomllib

    from carrel.toml_lines import key_lines

    try:
        text = data.decode("utf-8-sig").replace("\r\n", "\n")
        given = tomllib.loads(text)
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        return Settings(), [f"{FILE_NAME}:{line}: not UTF-8"]
    except tomllib.TOMLDecodeError as error:
        return Settings(), [_not_toml(error)]
    except RecursionError:
        return Settings(), [f"{FILE_NAME}: nested too deeply"]
    lines = key_lines(text)

    def place(name: str) -> str:
        line = lines.get(name) or lines.get(name.partition(".")[0], 1)
        return f"{FILE_NAME}:{line}"

    values: dict[str, Any] = {}
    problems: list[tuple[str, str]] = []
    for name, value in given.items():
        if name not in NAMES:
            problems.append((name, f"no setting “{name}”" + _hint(name, NAMES)))
            continue
        accepted, wrong = _accepted(name, value, given)
        problems += wrong
        if accepted is not None:
            values[name] = accepted
    where = {name: place(name) for name in _names_of(values)}
    problems.sort(key=lambda problem: lines.get(problem[0], 0))
    said = [f"{place(name)}: {clean(message)}" for name, message in problems]
    return Settings(**values, where=where), said


def _names_of(values: Mapping[str, Any]) -> Iterator[str]:
    for name, value in values.items():
        yield name
        if isinstance(value, dict):
            yield from (f"{name}.{key}" for key in value)


def _not_toml(error: tomllib.TOMLDecodeError) -> str:
    message, _, place = str(error).partition(" (at ")
    line = re.match(r"line (\d+)", place)
    where = f"{FILE_NAME}:{line[1]}" if line else FILE_NAME
    message = clean(message[:1].lower() + message[1:]) + ("" if line else " at the end")
    return f"{where}: not TOML, so nothing of it is used: {message}"


def _hint(name: str, known: Iterable[str]) -> str:
    from difflib import get_close_matches

    close = get_close_matches(name, list(known), 1)
    return f"; did you mean “{close[0]}”?" if close else ""


# ---------------------------------------------------------------- values


class _UnfitError(ValueError):
    """A value can't be used; the message says why."""


def _accepted(
    name: str, value: Any, given: Mapping[str, Any]
) -> tuple[Any, list[tuple[str, str]]]:  # fmt: skip
    """A setting's value as it is used, None where it can't be; and (name, message) of problems."""
    if name in ("keymap", "templates"):
        if not isinstance(value, dict):
            return None, [(name, f"{name} must be a table, as in [{name}]")]
        table: dict[str, str] = {}
        problems = []
        for key, text in value.items():
            try:
                table[key] = _keys(key, text) if name == "keymap" else _template(key, text)
            except _UnfitError as error:
                problems.append((f"{name}.{key}", str(error)))
        return table, problems
    texts = value if isinstance(value, list) else [value]
    if any(isinstance(text, str) and "\0" in text for text in texts):
        return None, [(name, f"{name} holds a NUL, which no command and no path can")]
    try:
        if name == "style":
            return _style(value, given), []
        return _CHECKS[name](name, value), []
    except _UnfitError as error:
        return None, [(name, str(error))]


def _text(name: str, value: Any) -> str:
    if not isinstance(value, str):
        raise _UnfitError(f"{name} must be text in quotation marks")
    return value


def _truth(name: str, value: Any) -> bool:
    if not isinstance(value, bool):
        raise _UnfitError(f"{name} must be true or false")
    return value


def _one_of(known: Iterable[str]) -> Callable[[str, Any], str]:
    def check(name: str, value: Any) -> str:
        names = tuple(known)
        if _text(name, value) not in names:
            hint = _hint(value, names) or f"; there are {', '.join(names)}"
            raise _UnfitError(f"{name} can't be “{value}”{hint}")
        return str(value)

    return check


def _columns(name: str, value: Any) -> tuple[str, ...]:
    if not isinstance(value, list) or not value:
        raise _UnfitError(f'{name} must be a list, as in ["year", "title"]')
    check = _one_of(COLUMNS)
    return tuple(dict.fromkeys(check(name, column) for column in value))


def _folders(name: str, value: Any) -> tuple[str, ...]:
    if not isinstance(value, list) or not all(isinstance(path, str) and path for path in value):
        raise _UnfitError(f'{name} must be a list of folders, as in ["~/papers"]')
    return tuple(value)


def _citekey(name: str, value: Any) -> str:
    from carrel.citation.keys import PatternError, compile_pattern

    try:
        compile_pattern(_text(name, value))
    except PatternError as error:
        raise _UnfitError(f"{name}: {error}") from error
    return str(value)


def _clipboard(name: str, value: Any) -> str:
    from carrel.clipboard import WAYS

    return _one_of((AUTO, *WAYS))(name, value)


def _style(value: Any, given: Mapping[str, Any]) -> str:
    from carrel.citation.forms import ALSO, names

    if isinstance(value, str) and value.endswith(".csl"):
        return value
    own, _ = _accepted("templates", given.get("templates"), given)
    return _one_of((*names(own or ()), *ALSO))("style", value)


def _template(key: str, text: Any) -> str:
    from carrel.citation import TemplateError, template
    from carrel.citation.forms import names

    if key in names():
        raise _UnfitError(f"“{key}” is a style of carrel's own; call the template otherwise")
    try:
        template(_text(key, text))
    except TemplateError as error:
        raise _UnfitError(f"{key}: {error}") from error
    return str(text)


def _keys(key: str, value: Any) -> str:
    """Keys, comma-separated, or a list of them."""
    if isinstance(value, list) and all(isinstance(part, str) for part in value):
        value = ",".join(value)
    if not isinstance(value, str):
        raise _UnfitError(f'{key} must be keys, as in "f" or "f,x"')
    return value.replace(" ", "")


_CHECKS: Mapping[str, Callable[[str, Any], Any]] = {
    "theme": _text,
    "citekey": _citekey,
    "keys": _one_of(PRESETS),
    "columns": _columns,
    "start_in_filter": _truth,
    "clipboard": _clipboard,
    "editor": _text,
    "opener": _text,
    "viewer": _text,
    "pdf_folders": _folders,
}

# ---------------------------------------------------------------- in words


def as_toml(value: object) -> str:
    """A setting's value as the file would have it."""
    import json

    if isinstance(value, tuple | list):
        return "[" + ", ".join(as_toml(part) for part in value) + "]"
    if isinstance(value, Mapping):
        pairs = (f"{as_toml(key)} = {as_toml(part)}" for key, part in value.items())
        return "{ " + ", ".join(pairs) + " }" if value else "{}"
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")


def described() -> Iterator[tuple[str, object, str]]:
    """Each setting's name, default, and meaning."""
    defaults = Settings()
    for entry in fields(Settings):
        if entry.name in NAMES:
            yield entry.name, getattr(defaults, entry.name), entry.metadata["about"]
